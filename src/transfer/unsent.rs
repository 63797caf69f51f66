//! Of whom this desk has work that the HMIS does not have, and which exports hold it.

use super::changed::{Blanked, Since, Ticks, blanked, changed};
use super::exports::Exports;
use super::told::{Told, is_import, marks, work};
use crate::domain::folder::Folder;
use crate::domain::history::undone_by;
use crate::domain::hud::File;
use crate::domain::keyin::Sent;
use crate::domain::merge::{self, Edits, Heard, Lately, Marks, ahead};
use crate::domain::words::count;
use crate::domain::{Chart, ClientId, Commit, Instant, Roll, date};
use crate::exchange::Rows;
use crate::store::{self, Store};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Of whom this desk has work that the HMIS does not have. Read once when the records are opened, and followed commit by commit: nothing is
/// read again that did not change.
#[derive(Debug, Default)]
pub struct Unsent {
    /// What the HMIS may have of the work.
    heard: Heard,
    /// Of each client.
    clients: HashMap<ClientId, Waiting>,
    /// The last export that held all work.
    answer: Option<Answer>,
    /// The rows that were changed here after it, or stayed out of it.
    since: Rows,
    /// Those of them that stayed out of it, or got another id: no export has them, whatever stands in them.
    stayed: Rows,
    /// The ticks since; a row of which one was taken back is in no export either.
    ticks: Ticks,
    /// Those of them that stand again as that export holds them.
    back: Rows,
    told: Told,
    /// The exports of which an import did not tell yet that hold all work together, the latest first.
    held: Vec<Holding>,
}

/// An export that held all work.
#[derive(Debug, Clone, Copy)]
struct Answer {
    at: Instant,
    /// The last save that can be in it. Clocks go back, these numbers never do.
    sequence: u64,
}

/// What an export holds of the work.
#[derive(Debug)]
struct Holding {
    export: Sent,
    /// The rows that were changed between the export from which it counts and it; all where there is none.
    rows: Option<Rows>,
}

/// The records of a client in which the desk is ahead.
#[derive(Debug, Default)]
struct Waiting {
    /// True where one of them was changed after the last export that held them all.
    is_due: bool,
    /// The exports that hold the others, by when they were written.
    exports: BTreeSet<Instant>,
}

/// How far the desk is ahead of the HMIS.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ahead {
    /// Of how many clients it has work that the HMIS does not have.
    pub clients: usize,
    /// Of how many of them all of that is written out; the HMIS has not told yet that it took it.
    pub exported: usize,
    /// In how many exports those are.
    pub exports: usize,
    /// When the last of these was written.
    pub on: Option<Instant>,
    /// True where an HMIS told this desk what it has: then it needs no more than what was changed here.
    pub told: bool,
}

impl Ahead {
    /// True where something is still to be written out.
    pub fn is_due(self) -> bool {
        self.clients > self.exported
    }

    /// In words, what is to be written out and what is, of which the HMIS did not tell yet that it took it: `Work on 1 client not in your HMIS
    /// yet, on 2 more exported on 11/25/2026, not yet confirmed`. None where there is nothing.
    pub fn words(self) -> Option<String> {
        let Self { clients, exported, exports, on, .. } = self;
        let due = Some(clients - exported.min(clients)).filter(|due| *due > 0);
        let due = due.map(|due| format!("Work on {} not in your HMIS yet", count(due, "client")));
        let Some(on) = on.filter(|_| exported > 0).map(|at| date::show(at.date())) else { return due };
        let when = match exports {
            0 | 1 => format!("exported on {on}"),
            some => format!("in {some} exports, the last on {on}"),
        };
        Some(match due {
            Some(due) => format!("{due}, on {exported} more {when}, not yet confirmed"),
            None => format!("Work on {} {when}, not yet confirmed by your HMIS", count(exported, "client")),
        })
    }
}

impl Unsent {
    /// As it is now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn of(store: &Store) -> Result<Self, store::Error> {
        Self::among(store, &store.roll()?)
    }

    /// The same for who has the roll at hand.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn among(store: &Store, roll: &Roll) -> Result<Self, store::Error> {
        let (_, edits, told) = work(store)?;
        let known = roll.slips().filter(|(_, slip)| slip.differing > 0).map(|(_, slip)| ClientId::new(slip.client));
        let owners: BTreeSet<ClientId> = edits.iter().map(|(_, _, owner, _)| owner.clone()).chain(known).collect();
        let exports = Exports::of(store);
        let held = held(store, &exports, &told)?;
        let heard = Heard { edits, exported: exports.exported(), ..Heard::default() };
        let mut unsent = Self { heard, told, held, ..Self::default() };
        unsent.count_from(store, &exports)?;
        unsent.look(store, owners)?;
        Ok(unsent)
    }

    /// Follows a commit that was kept since. An import, or what takes one back, changes what counts: then all is read anew.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn follow(&mut self, store: &Store, commit: &Commit) -> Result<(), store::Error> {
        let whole = is_import(commit) || undone_by(&commit.what).is_some();
        if whole {
            *self = Self::of(store)?;
            return Ok(());
        }
        self.heard.edits.follow(&commit.changes);
        self.heard.lately.iter_mut().for_each(|late| late.edits.follow(&commit.changes));
        let mut changed = Edits::default();
        changed.follow(&commit.changes);
        self.since.extend(changed.iter().map(|(file, key, ..)| (file, key.to_owned())));
        commit.changes.iter().for_each(|change| self.ticks.follow(change, merge::unticked));
        self.look(store, commit.changes.iter().filter_map(|change| change.owner()).collect())
    }

    /// Whose records they are.
    pub fn clients(&self) -> impl Iterator<Item = &ClientId> {
        self.clients.keys()
    }

    /// What was changed here since the last import that counts.
    pub fn edits(&self) -> &Edits {
        &self.heard.edits
    }

    /// What the HMIS may have of the work.
    pub fn heard(&self) -> &Heard {
        &self.heard
    }

    /// True where the HMIS has everything of this client, or can have it from the last export that held everything.
    pub fn is_sent(&self, client: &ClientId) -> bool {
        self.clients.get(client).is_none_or(|of| self.answer.is_some() && !of.is_due)
    }

    /// The exports that hold these rows as they stand here, the first of them first; none where one of the rows is in none, or was
    /// changed since, or where an import came after it and did not have it.
    pub fn sent<'r>(&self, rows: impl IntoIterator<Item = &'r (File, String)>) -> BTreeSet<Sent> {
        rows.into_iter().map(|row| self.holding(row).cloned()).collect::<Option<_>>().unwrap_or_default()
    }

    /// The last export that holds a row as it stands here.
    fn holding(&self, row: &(File, String)) -> Option<&Sent> {
        let mut held = self.held.iter().filter(|_| !self.is_later(row));
        held.find(|held| held.rows.as_ref().is_none_or(|rows| rows.contains(row))).map(|held| &held.export)
    }

    /// Of how many clients.
    pub fn count(&self) -> usize {
        self.clients.len()
    }

    /// The same, with how much of it is written out.
    pub fn ahead(&self) -> Ahead {
        let (clients, told) = (self.count(), self.told.last > 0);
        let Some(answer) = self.answer else { return Ahead { clients, told, ..Ahead::default() } };
        let written = || self.clients.values().filter(|of| !of.is_due);
        let exports: BTreeSet<Instant> = written().flat_map(|of| of.exports.iter().copied()).collect();
        let on = Some(exports.last().copied().unwrap_or(answer.at));
        Ahead { clients, exported: written().count(), exports: exports.len(), on, told }
    }

    /// True for a row that was changed since the last export that held all work, and does not stand as it has it.
    fn is_later(&self, row: &(File, String)) -> bool {
        self.is_beside(row) || self.since.contains(row) && !self.back.contains(row)
    }

    /// True for a row that is in no export, whatever stands in it.
    fn is_beside(&self, row: &(File, String)) -> bool {
        self.stayed.contains(row) || self.ticks.rows().any(|ticked| ticked == row)
    }

    /// An export was written, and is noted: what was deleted before it may be in the HMIS now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn written(&mut self, store: &Store) -> Result<(), store::Error> {
        let exports = Exports::of(store);
        self.held = held(store, &exports, &self.told)?;
        self.heard.exported = exports.exported();
        self.count_from(store, &exports)?;
        self.look(store, self.heard.edits.iter().map(|(_, _, owner, _)| owner.clone()).collect())
    }

    /// What was changed since the last export that held all work is in none. One that could not be noted counts all the same.
    fn count_from(&mut self, store: &Store, exports: &Exports) -> Result<(), store::Error> {
        let known = self.answer.map_or(0, |answer| answer.sequence);
        let answer = exports.answer().filter(|answer| answer.sequence >= known);
        if answer.is_none() && self.answer.is_some() {
            return Ok(());
        }
        // Its past is read once.
        let mut since_answer = None;
        if let Some(export) = answer {
            self.answer = Some(Answer { at: export.at, sequence: export.sequence });
            let since = Since::of(store, export.sequence, export.stayed(), merge::unticked)?;
            self.since = since.edits.iter().map(|(file, key, ..)| (file, key.to_owned())).collect();
            (self.stayed, self.ticks, self.back) = (since.stayed, since.ticks, Rows::new());
            since_answer = Some((export.sequence, since.edits));
        }
        self.heard.lately.clear();
        for export in exports.heard().take_while(|export| export.sequence >= self.told.last) {
            let edits = match since_answer.take_if(|(sequence, _)| *sequence == export.sequence) {
                Some((_, edits)) => edits,
                None => Since::of(store, export.sequence, Rows::new(), merge::unticked)?.edits,
            };
            self.heard.lately.push(Lately { edits, stayed: export.stayed(), whole: export.is_told() });
            if export.is_told() && !export.left_some() {
                break;
            }
        }
        Ok(())
    }

    /// An export was written in which all is that was saved up to this save.
    pub fn answered(&mut self, at: Instant, sequence: u64) {
        self.answer = Some(Answer { at, sequence });
        [&mut self.since, &mut self.stayed, &mut self.back].into_iter().for_each(Rows::clear);
        self.ticks = Ticks::default();
        self.heard.lately = vec![Lately { whole: true, ..Lately::default() }];
        for of in self.clients.values_mut().filter(|of| of.is_due) {
            of.is_due = false;
            of.exports.insert(at);
        }
    }

    fn look(&mut self, store: &Store, owners: BTreeSet<ClientId>) -> Result<(), store::Error> {
        for owner in owners {
            let chart = store.chart(&owner)?;
            chart.iter().for_each(|chart| self.look_back(chart));
            let rows = chart.map(|chart| self.heard.untold(&chart)).unwrap_or_default();
            if !rows.is_empty() {
                let (later, held): (Vec<_>, Vec<_>) = rows.iter().partition(|row| self.is_later(row));
                // Of what an export of an earlier version holds, only the last that held all is known.
                let last = self.answer.map(|answer| answer.at);
                let exports = held.into_iter().filter_map(|row| self.holding(row).map(|sent| sent.at).or(last)).collect();
                self.clients.insert(owner, Waiting { is_due: !later.is_empty(), exports });
            } else {
                self.clients.remove(&owner);
            }
        }
        Ok(())
    }

    /// Finds the rows of a chart that stand again as the last export holds them, and each that was written since.
    fn look_back(&mut self, chart: &Chart) {
        let is_known = self.heard.lately.last().is_some_and(|late| late.whole);
        for row in chart.rows() {
            let id = (row.file(), row.key());
            if is_known && self.since.contains(&id) && self.heard.stands_as_written(row) {
                self.back.insert(id);
            } else {
                self.back.remove(&id);
            }
        }
    }
}

/// What each export holds of the work, the latest first, back to the last one that held all of it. What is not known to be held, is not.
fn held(store: &Store, exports: &Exports, told: &Told) -> Result<Vec<Holding>, store::Error> {
    let mut held = Vec::new();
    for export in exports.answers().take_while(|export| !told.is_after(export)) {
        let Some(from) = export.from else { break };
        // What stayed out of it in turn is in a later one, or in none.
        let rows = || Since::until(store, (from, export.sequence), exports.stayed(from), merge::beside).map(|since| since.rows());
        let rows = (from > 0).then(rows).transpose()?;
        held.push(Holding { export: Sent { at: export.at, file: export.file.clone() }, rows });
        if from == 0 {
            break;
        }
    }
    Ok(held)
}

/// What was written here and the HMIS has not told of.
#[derive(Debug, Default)]
pub(super) struct Mine {
    /// The rows in which the desk is ahead of the HMIS.
    pub unsent: Rows,
    /// What was written here in which rows.
    pub written: merge::Written,
    /// Rows that were made and deleted here before anybody else could hear of them.
    pub gone: Rows,
    /// What was marked as deleted here, because a full export did not hold it.
    pub marks: Marks,
    /// The rows that a delta is about.
    pub changed: Rows,
    /// Of what is kept beside an event, the answers that the HMIS may have and that are blank here now, by the event.
    pub blanked: Blanked,
}

/// What was written here of these clients; what a `delta` counts by the last export, where one is asked for.
pub(super) fn mine(store: &Store, folders: &[Folder], delta: bool) -> Result<Mine, store::Error> {
    let (_, edits, told) = work(store)?;
    let exports = Exports::of(store);
    let mut mine = Mine { marks: marks(store)?, ..Mine::default() };
    if delta {
        (mine.changed, mine.blanked) = changed(store, folders, &exports, &edits, told.last)?;
    }
    let heard = Heard { edits, exported: exports.exported(), ..Heard::default() };
    let mut unsent = Unsent { told, heard, ..Unsent::default() };
    unsent.count_from(store, &exports)?;
    let Unsent { heard, .. } = unsent;
    let touched: HashSet<&ClientId> = heard.edits.iter().map(|(_, _, owner, _)| owner).collect();
    let may_be = |folder: &&Folder| {
        folder.has(File::Theirs) || folder.has(File::Entered) || folder.client().is_some_and(|client| touched.contains(&client))
    };
    for chart in folders.iter().filter(may_be).map(Folder::chart) {
        let due = heard.untold(&chart);
        mine.gone.extend(ahead(&chart, &heard.edits).difference(&due).cloned());
        mine.unsent.extend(due);
        mine.written.extend(merge::written(&chart, &heard.edits));
        for (event, told) in chart.referrals.iter().filter_map(|row| blanked(row, heard.may_have(&chart, row))) {
            mine.blanked.entry(event).or_default().extend(told);
        }
    }
    // Of what nobody heard of nothing follows for the rows beside it.
    mine.written.retain(|row, _| !mine.gone.contains(row));
    Ok(mine)
}
