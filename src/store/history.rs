//! Where a record's changes stand: the commits of one client, read where they lie, and what takes a commit back.
//!
//! Each chart is stored with its [`Traces`], each commit with the [`Spot`]s of its frames. Both are part of the disposable state and are
//! made by the same replay as the rest, so a rebuild brings them back. A History of a client reads only the frames that hold something of
//! theirs: of an import of all records, one.

use super::error::Error;
use super::journal::{Reader, Spot};
use super::{Entry, Store};
use crate::domain::history::{Past, Refusal, Undo, Undoing, concerns};
use crate::domain::{Change, ClientId, File, HouseholdId, RowChange, household};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many households are kept of those that a chart left, the last ones: each import may give a stay's household another id.
const LEFT: usize = 8;

/// A commit that touched more clients is looked at with the whole journal after it, fewer with what is known of each.
const FEW: usize = 64;

/// What a change does not tell of its commit: its number, how it is written, and what it does to households.
#[derive(Clone)]
pub struct Written {
    /// The number.
    pub sequence: u64,
    /// The changes up to the end of each frame.
    ends: Vec<usize>,
    /// The households that it takes apart and that were none.
    scattered: BTreeSet<HouseholdId>,
}

impl Written {
    /// Of a commit of this number with these changes, written in frames with these ends.
    pub fn new(sequence: u64, ends: Vec<usize>, changes: &[Change]) -> Self {
        Self { sequence, ends, scattered: household::scattered(changes) }
    }

    /// The frame in which a change is written.
    pub fn part(&self, change: usize) -> u32 {
        u32::try_from(self.ends.partition_point(|end| *end <= change)).unwrap_or(u32::MAX)
    }

    /// The household that a change takes a stay out of; none where it was none.
    pub fn left(&self, change: &RowChange) -> Option<HouseholdId> {
        household::left(change).filter(|household| !self.scattered.contains(household))
    }
}

/// One commit in the past of a chart, and which of its frames, from the first to the last, hold changes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The commit's number.
    pub sequence: u64,
    first: u32,
    last: u32,
}

/// What a chart's rows as they are now do not tell of its past.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Traces {
    /// The commits that changed it, the oldest first.
    pub commits: Vec<Trace>,
    /// The households that one of its enrollments was taken out of, the last of them at the end: the past of theirs is told of them too.
    pub left: Vec<HouseholdId>,
}

impl Traces {
    /// Notes a change in a frame of a commit.
    pub fn add(&mut self, sequence: u64, part: u32) {
        match self.commits.last_mut().filter(|trace| trace.sequence == sequence) {
            Some(trace) => (trace.first, trace.last) = (trace.first.min(part), trace.last.max(part)),
            None => self.commits.push(Trace { sequence, first: part, last: part }),
        }
    }

    /// Notes a household that one of its enrollments was taken out of.
    pub fn leave(&mut self, household: HouseholdId) {
        self.left.retain(|known| *known != household);
        self.left.push(household);
        self.left.drain(..self.left.len().saturating_sub(LEFT));
    }
}

/// One commit in the past of a chart, and where the frames stand that hold its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    sequence: u64,
    spots: Vec<Spot>,
}

impl Traced {
    /// A trace and the places of all frames of its commit; none where they do not fit.
    pub fn of(trace: Trace, spots: &[Spot]) -> Option<Self> {
        let spots = spots.get(trace.first as usize..=trace.last as usize)?.to_vec();
        Some(Self { sequence: trace.sequence, spots })
    }

    fn read(&self, reader: &Reader) -> Option<Entry> {
        let mut parts = self.spots.iter().map(|spot| reader.pick(*spot, self.sequence));
        let mut entry = parts.next()??;
        for part in parts {
            entry.join(part?);
        }
        Some(entry)
    }
}

impl Entry {
    /// As the rules of history see it.
    pub fn past(&self) -> Past<'_> {
        Past { sequence: self.sequence, at: self.at, changes: &self.commit.changes }
    }
}

impl Store {
    /// The commits that changed a client's rows, the newest first; of each only the changes of this client.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the journal does not hold them any more.
    pub fn history_of(&self, client: &ClientId) -> Result<Vec<Entry>, Error> {
        let read = || {
            let traces = self.read(|records| records.traces(client))?;
            Ok(traces.iter().rev().map(|traced| traced.read(&self.reader)).collect::<Option<Vec<Entry>>>())
        };
        let mut entries = self.surely(read)?;
        for entry in &mut entries {
            entry.commit.changes.retain(|change| concerns(change, client));
        }
        Ok(entries.into_iter().map(Entry::cell_by_cell).collect())
    }

    /// One commit, whole; none where there is none of this number that changed a row.
    ///
    /// # Errors
    /// As [`history_of`](Self::history_of).
    pub fn save(&self, sequence: u64) -> Result<Option<Entry>, Error> {
        let read = || match self.read(|records| records.spots(sequence))? {
            Some(spots) => Ok(Traced { sequence, spots }.read(&self.reader).map(|entry| Some(entry.cell_by_cell()))),
            None => Ok(Some(None)),
        };
        self.surely(read)
    }

    /// What takes a commit back, or everything that stands against it.
    ///
    /// # Errors
    /// What the store cannot read.
    pub fn undo(&self, sequence: u64) -> Result<Result<Undo, Vec<Refusal>>, Error> {
        let last = self.sequence();
        if sequence == 0 || sequence > last {
            return Ok(Err(vec![Refusal::Unknown { sequence, last }]));
        }
        let Some(entry) = self.save(sequence)? else { return Ok(Err(vec![Refusal::Nothing { sequence }])) };
        let mut undoing = Undoing::of(&entry.past());
        drop(entry);
        let clients = undoing.clients();
        self.show_later(&mut undoing, sequence, &clients)?;
        if undoing.touches_agency() {
            self.agency()?.rows().for_each(|row| undoing.now(&row.pack()));
            self.read(|records| records.agency_file(File::ExtraFile))?.iter().for_each(|file| undoing.now(file));
        }
        let everybody = undoing.takes_from_agency().then(|| self.read(|records| Ok(records.clients()))).transpose()?;
        for client in everybody.unwrap_or_else(|| clients.into_iter().collect()) {
            self.read(|records| records.stored(&client))?.iter().for_each(|row| undoing.now(row));
        }
        Ok(undoing.finish())
    }

    /// Shows the commits after this one, in order: those that these clients have a trace of, or all of them.
    fn show_later(&self, undoing: &mut Undoing, sequence: u64, clients: &BTreeSet<ClientId>) -> Result<(), Error> {
        if undoing.touches_agency() || clients.len() > FEW {
            return self.history(sequence + 1, &mut |entry| {
                undoing.later(&entry.past());
                Ok(())
            });
        }
        let later = || {
            let mut traced = Vec::new();
            for client in clients {
                traced.extend(self.read(|records| records.traces(client))?.into_iter().filter(|t| t.sequence > sequence));
            }
            // Of one commit the frames of one client after those of the other: in each, only what touches the same rows counts.
            traced.sort_by_key(|t| t.sequence);
            Ok(traced.iter().map(|traced| traced.read(&self.reader)).collect::<Option<Vec<Entry>>>())
        };
        self.surely(later)?.iter().for_each(|entry| undoing.later(&entry.past()));
        Ok(())
    }

    /// Asks for something that is read by what the state says of the journal. Where that does not fit, the state is made anew first.
    fn surely<T>(&self, read: impl Fn() -> Result<Option<T>, Error>) -> Result<T, Error> {
        if let Some(found) = read()? {
            return Ok(found);
        }
        let damaged = || Error::damaged("A part of the journal");
        // A state is not given up for a journal that could not make it again.
        if self.read_only() || self.reader.prove(self.mark.sequence)?.mark.sequence < self.mark.sequence {
            return Err(damaged());
        }
        tracing::warn!("a commit is not where the database says; it is rebuilt");
        self.rebuild();
        read()?.ok_or_else(damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hud::{Client, Enrollment};
    use crate::domain::{Commit, EnrollmentId, Instant};
    use crate::store::codec;
    use crate::store::records::{Meta, TORN};
    use crate::store::state::{Cabinet, Shelf};
    use crate::store::{Cost, Passphrase, Place, Profile, Secret, verify};

    #[test]
    fn a_change_is_in_the_frame_whose_end_it_is_before() {
        let written = Written::new(1, vec![2, 2, 5], &[]);
        assert_eq!([0, 1, 2, 4].map(|change| written.part(change)), [0, 0, 2, 2]);
    }

    #[test]
    fn a_trace_spans_the_frames_of_its_commit() {
        let mut traces = Traces::default();
        [(3, 4), (3, 2), (3, 3), (5, 0)].into_iter().for_each(|(sequence, part)| traces.add(sequence, part));
        assert_eq!(traces.commits, [Trace { sequence: 3, first: 2, last: 4 }, Trace { sequence: 5, first: 0, last: 0 }]);
        assert_eq!(Traced::of(traces.commits[0], &[Spot { segment: 1, at: 46 }]), None, "more frames than there are");
    }

    #[test]
    fn the_last_households_that_were_left_are_kept() {
        let mut traces = Traces::default();
        let household = |n: usize| HouseholdId::new(format!("H{n}"));
        (0..LEFT + 2).chain([3]).map(household).for_each(|left| traces.leave(left));
        assert_eq!(traces.left.len(), LEFT);
        assert_eq!((traces.left.first(), traces.left.last()), (Some(&household(2)), Some(&household(3))));
    }

    #[test]
    fn a_household_that_more_people_leave_than_one_has_was_none() {
        let stay = |n: usize, household: &str| Enrollment {
            personal_id: ClientId::new(format!("C{n}")),
            enrollment_id: EnrollmentId::new(format!("E{n}")),
            household_id: HouseholdId::new(household),
            ..Enrollment::default()
        };
        let moves = |people: usize| (0..people).map(|n| Change::row(Some(&stay(n, "H1")), &stay(n, "H2")).unwrap()).collect::<Vec<_>>();
        let left = |changes: &[Change]| match changes.first() {
            Some(Change::Row(row)) => Written::new(1, Vec::new(), changes).left(row),
            _ => None,
        };
        assert_eq!(left(&moves(household::MOST)), Some(HouseholdId::new("H1")));
        assert_eq!(left(&moves(household::MOST + 1)), None);
    }

    #[test]
    fn a_state_of_an_earlier_version_is_made_anew_and_nobody_is_alarmed() {
        let folder = tempfile::TempDir::new().unwrap();
        let place = Place { data: folder.path().join("data"), anchor: None };
        let phrase = || Passphrase::new("invented people only here");
        let (mut store, _) = Store::create(&place, &phrase(), &Profile::new("Mai Green"), Cost::WEAK, Instant::default()).unwrap();
        let client = Client { personal_id: ClientId::new("P1"), ..Client::default() };
        let commit = Commit::new("New client", vec![Change::row(None, &client).unwrap()]);
        store.commit(&commit, Instant::default()).unwrap();
        let key = store.vault.key.derive(b"wayhome state");
        drop(store);
        let mut cabinet = Cabinet::open(&place.state()).unwrap();
        let meta = Shelf::Meta.key(0);
        // Whatever opens, and is not of this form.
        cabinet.write(vec![(meta, Some(key.seal(&meta, b"as it was then").unwrap()))]).unwrap();
        cabinet.close();
        let (store, notices) = Store::open(&place, &Secret::Passphrase(phrase())).unwrap();
        assert_eq!(notices, [], "nothing was damaged");
        assert_eq!(store.history_of(&ClientId::new("P1")).unwrap().len(), 1);
    }

    /// What a kill leaves behind while a large commit goes into the database: no form, and a part of what was there.
    #[test]
    fn a_state_that_is_half_written_is_made_anew_whole() {
        let folder = tempfile::TempDir::new().unwrap();
        let place = Place { data: folder.path().join("data"), anchor: None };
        let phrase = || Passphrase::new("invented people only here");
        let (mut store, _) = Store::create(&place, &phrase(), &Profile::new("Mai Green"), Cost::WEAK, Instant::default()).unwrap();
        let client = |n: usize| Client { personal_id: ClientId::new(format!("P{n}")), ..Client::default() };
        let changes = (0..3000).map(|n| Change::row(None, &client(n)).unwrap()).collect();
        store.commit(&Commit::new("Import", changes), Instant::default()).unwrap();
        let key = store.vault.key.derive(b"wayhome state");
        drop(store);
        let mut cabinet = Cabinet::open(&place.state()).unwrap();
        let (meta, mut charts) = (Shelf::Meta.key(0), Vec::new());
        let mut note = |row, _: &[u8]| {
            charts.push(row);
            true
        };
        cabinet.scan(Shelf::Charts, &mut note).unwrap();
        assert_eq!(charts.len(), 3000);
        let torn = codec::encode(&Meta { form: TORN, ..Meta::default() }).unwrap();
        let later = charts.drain(2048..).map(|row| (Shelf::Charts.key(row), None));
        let batch = later.chain([(meta, Some(key.seal(&meta, &torn).unwrap()))]).collect();
        cabinet.write(batch).unwrap();
        cabinet.close();
        let proved = verify(&place, &Secret::Passphrase(phrase())).unwrap();
        assert_eq!((proved.clients, proved.problems.as_slice(), proved.notes.len()), (3000, &[][..], 1), "{:?}", proved.notes);
        let (store, notices) = Store::open(&place, &Secret::Passphrase(phrase())).unwrap();
        assert_eq!(notices, [], "nothing is lost, so nobody is alarmed");
        assert_eq!(store.roll().unwrap().len(), 3000);
    }
}
