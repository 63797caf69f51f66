//! What a full export holds no more (R-IMP-7), client by client while they are planned, and then of those of whom it has nothing.

use super::{Have, Planning};
use crate::domain::folder::Folder;
use crate::domain::merge::{Claim, Told, Weighed, Weighing, gone};
use crate::domain::{Chart, ClientId, File, HouseholdId, Packed, ProjectId, Row};
use crate::exchange::file_name;
use crate::exchange::left_out::{self, LeftOut};
use crate::exchange::read::Loose;
use crate::exchange::report::Outcome;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

/// What a full export claims, and what of that is looked for.
pub(super) struct Silence {
    claim: Claim,
    keys: Keys,
    /// Enrollments that are named by rows that were not taken over.
    named: HashSet<String>,
    found: Weighing,
}

impl Silence {
    /// Around an export; `loose` are its rows that hang on nothing in it.
    pub fn of(claim: Claim, folders: &[Folder], loose: &[Loose]) -> Self {
        let rows = folders.iter().flat_map(|folder| &folder.0).chain(loose.iter().map(|one| &one.row));
        let keys = Keys::of(rows);
        let stay = |row: &Packed| row.file().and_then(|file| file.column("EnrollmentID")).map(|at| row.cell(at).to_owned());
        let named = loose.iter().filter_map(|one| stay(&one.row)).collect();
        Self { claim, keys, named, found: Weighing::default() }
    }
}

/// The rows of an export, the refused ones too, by the hash of file and key: of a million, eight bytes each. Where two have one hash, a row
/// that is missing counts as there.
struct Keys {
    hashes: Vec<u64>,
    hasher: RandomState,
}

impl Keys {
    fn of<'r>(rows: impl Iterator<Item = &'r Packed>) -> Self {
        let hasher = RandomState::default();
        let mut hashes: Vec<u64> = rows.map(|row| hasher.hash_one((Row::file(row), row.key()))).collect();
        hashes.sort_unstable();
        Self { hashes, hasher }
    }

    fn has(&self, file: File, key: &str) -> bool {
        self.hashes.binary_search(&self.hasher.hash_one((file, key))).is_ok()
    }
}

/// The export as one client is looked at.
struct Seen<'a> {
    silence: &'a Silence,
    planning: &'a Planning<'a>,
    rows: HashMap<(File, &'a str), &'a Packed>,
}

impl Told for Seen<'_> {
    fn has(&self, file: File, key: &str) -> bool {
        self.rows.contains_key(&(file, key)) || self.silence.keys.has(file, key) || self.planning.moved.owner(file, key).is_some()
    }

    fn has_live(&self, file: File, key: &str) -> bool {
        let row = self.rows.get(&(file, key));
        row.is_some_and(|row| file.column("DateDeleted").is_none_or(|at| row.cell(at).is_empty()))
    }

    fn names(&self, enrollment: &str) -> bool {
        self.silence.named.contains(enrollment)
    }

    fn has_stay(&self, enrollment: &str) -> bool {
        self.rows.contains_key(&(File::Enrollment, enrollment))
    }

    fn stay_of(&self, file: File, key: &str) -> Option<&str> {
        let row = self.rows.get(&(file, key))?;
        file.column("EnrollmentID").map(|at| row.cell(at))
    }
}

impl Planning<'_> {
    /// What the export should hold of a client and does not.
    pub(super) fn missing(&mut self, here: Option<&Chart>, rows: &[Packed]) {
        let Some((here, mut silence)) = here.and_then(|here| Some((here, self.silence.take()?))) else { return };
        let rows = rows.iter().map(|row| ((Row::file(row), row.key()), row)).collect();
        let found = gone(here, self.edits, &silence.claim, &Seen { silence: &silence, planning: self, rows });
        silence.found.add(found);
        self.silence = Some(silence);
    }

    /// Looks at those of these clients of whom the export has nothing; false where it was called off.
    fn look_at(&mut self, clients: &[ClientId], have: &impl Have) -> bool {
        let is_absent = |client: &&ClientId| self.silence.as_ref().is_some_and(|silence| !silence.keys.has(File::Client, client.as_str()));
        let absent: Vec<&ClientId> = clients.iter().filter(is_absent).collect();
        have.expect(absent.len());
        for client in absent {
            if !have.goes_on() {
                return false;
            }
            let chart = self.chart(client, have);
            self.missing(chart.as_ref(), &[]);
        }
        true
    }

    /// What it should hold of clients of whom it has nothing; then what it left out is known.
    pub(super) fn absent(&mut self, have: &impl Have) {
        let Some(silence) = &self.silence else { return };
        let begun = have.clients_of(&|_, program, entry| silence.claim.has_begun(program, entry));
        if !self.look_at(&begun, have) {
            return;
        }
        // A household is looked at as a whole: one of its members may be here since before the period, and be in the export no more either.
        let households = self.silence.as_ref().map(|silence| silence.found.parted()).unwrap_or_default();
        if !households.is_empty() {
            let begun: HashSet<ClientId> = begun.into_iter().collect();
            let mut mates = have.clients_of(&|household, _, _| households.contains(&HouseholdId::new(household)));
            mates.retain(|client| !begun.contains(client));
            if !self.look_at(&mates, have) {
                return;
            }
        }
        let Some(silence) = self.silence.take() else { return };
        let Weighed { gone, stays, unknown, fewer } = silence.found.weigh(&silence.claim);
        for file in unknown {
            let words = "Rows that your HMIS sent before are missing. Not all that stands in the file was taken over, so nobody knows whether they are gone there; they stay.";
            self.say(file, Outcome::Kept, words.to_owned());
        }
        for file in fewer {
            let of = if file == File::Enrollment { "nothing that is missing in this export" } else { "nothing in it" };
            let name = file_name(file);
            self.say(file, Outcome::Kept, format!("{name} has far fewer rows than your HMIS sent before; {of} is taken for deleted."));
        }
        self.plan.counts.held += stays.len() as u64;
        self.plan.lines.extend(stays.iter().map(left_out::stay));
        let program = |id: &ProjectId| have.agency().project(id).map(|row| row.project_name.as_str().to_owned());
        self.plan.left_out = LeftOut::new(gone, silence.claim.written(), program);
    }
}
