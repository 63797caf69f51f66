//! What was changed here since a save, and what takes a save back.

use super::exports::Exports;
use super::told::{import_behind, is_import};
use crate::domain::folder::Folder;
use crate::domain::history::{Refusal, Undo};
use crate::domain::hud::File;
use crate::domain::merge::{self, Base, Edits, Renamed, Renaming};
use crate::domain::{Change, Chart, Commit, Row};
use crate::exchange::Rows;
use crate::store::{self, Store};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was changed here after a save. What an import brought is no work, nor is what took one back; but a record that got the id of the
/// HMIS with it goes on under that id, and so does the work in it.
#[derive(Debug, Default)]
pub(super) struct Since {
    /// The rows that were changed, by what stood there at that save.
    pub edits: Edits,
    /// Those that stayed out of an export up to it, or got another id.
    pub stayed: Rows,
    /// The forms that were ticked off or unticked.
    pub ticks: Ticks,
}

/// Ticks of the key-in sheet since a save, by their own keys: the row of each that changes what is known of an export before it. A tick that
/// was made since, and is taken back, was none.
#[derive(Debug, Default)]
pub(super) struct Ticks {
    made: BTreeSet<String>,
    rows: BTreeMap<String, (File, String)>,
}

impl Ticks {
    /// Follows a change; `counts` tells whether it is one of a tick that counts.
    pub fn follow(&mut self, change: &Change, counts: fn(&Change) -> Option<(File, String)>) {
        let Some(row) = change.of_row().filter(|row| row.file() == Some(File::Entered)) else { return };
        let id = row.cells.iter().find(|cell| usize::from(cell.column) == File::Entered.info().key);
        if id.is_some_and(|cell| cell.after.is_blank()) && self.made.remove(row.key.as_str()) {
            self.rows.remove(row.key.as_str());
            return;
        }
        self.made.extend(id.filter(|cell| cell.before.is_blank()).map(|_| row.key.as_str().to_owned()));
        self.rows.extend(counts(change).map(|of| (row.key.as_str().to_owned(), of)));
    }

    /// The rows that they are about.
    pub fn rows(&self) -> impl Iterator<Item = &(File, String)> {
        self.rows.values()
    }
}

impl Since {
    /// Since this save. These rows `stayed` out of the export up to it, and `ticks` tells of a change whether it is one of a tick that counts.
    pub fn of(store: &Store, save: u64, stayed: Rows, ticks: fn(&Change) -> Option<(File, String)>) -> Result<Self, store::Error> {
        Self::until(store, (save, u64::MAX), stayed, ticks)
    }

    /// The same of what was changed until another save, under the ids that it has now.
    pub fn until(
        store: &Store,
        (save, last): (u64, u64),
        stayed: Rows,
        ticks: fn(&Change) -> Option<(File, String)>,
    ) -> Result<Self, store::Error> {
        let mut since = Self { edits: Edits::default(), stayed, ticks: Ticks::default() };
        let mut brought: BTreeMap<u64, Option<Vec<Renaming>>> = BTreeMap::new();
        store.history(save + 1, &mut |entry| {
            let renamed = match merge::undoing(entry.sequence, &entry.commit.what).map(|(_, of)| of) {
                Some(of) => {
                    let known = match brought.get(&of) {
                        Some(known) => known.clone(),
                        None if of > save => None,
                        None => brought_by(store, of)?,
                    };
                    known.map(inverse)
                }
                None => is_import(&entry.commit).then(|| merge::renamings(&entry.commit.changes)),
            };
            match &renamed {
                Some(renamed) => {
                    renamed.iter().for_each(|named| since.rename(named));
                    brought.insert(entry.sequence, Some(renamed.clone()));
                }
                // Of what was changed later, only the ids count.
                None if entry.sequence > last => {}
                None => {
                    since.edits.follow(&entry.commit.changes);
                    entry.commit.changes.iter().for_each(|change| since.ticks.follow(change, ticks));
                }
            }
            Ok(())
        })?;
        Ok(since)
    }

    fn rename(&mut self, named: &Renaming) {
        self.edits.rename(named);
        // What was written under the other id is not what the HMIS knows by this one.
        self.ticks.rows.retain(|_, row| *row != (named.file, named.once.clone()));
        self.stayed.remove(&(named.file, named.once.clone()));
        self.stayed.insert((named.file, named.now.clone()));
    }

    /// All of these rows.
    pub fn rows(&self) -> Rows {
        let edited = self.edits.iter().map(|(file, key, ..)| (file, key.to_owned()));
        self.beside().into_iter().chain(edited).collect()
    }

    /// Those of which no export before can be told to have held them, whatever stands in them.
    pub fn beside(&self) -> Rows {
        self.stayed.iter().chain(self.ticks.rows()).cloned().collect()
    }
}

/// The rows that a delta is about: those that were changed since the last export from which one counts, or stayed out of it, and say
/// something that nobody can have heard: what was put back before anything was written out says nothing new. And what is kept beside an event
/// no more since then ([`blanked`]).
pub(super) fn changed(
    store: &Store,
    folders: &[Folder],
    exports: &Exports,
    edits: &Edits,
    told: u64,
) -> Result<(Rows, Blanked), store::Error> {
    let base = exports.base();
    let (from, stayed) = base.map(|base| (base.sequence, base.stayed())).unwrap_or_default();
    let mut past = Pasts { store, of: BTreeMap::new() };
    let since = Since::of(store, from, stayed.clone(), merge::beside)?;
    let (mut rows, mut gone) = (since.rows(), Blanked::new());
    let beside = since.beside();
    let ticked = |id: &(File, String)| beside.contains(id) && !stayed.contains(id);
    let of_work = |folder: &&Folder| folder.rows().any(|row| rows.contains(&(row.file(), row.key())));
    let charts: Vec<Chart> = folders.iter().filter(of_work).map(Folder::chart).collect();
    for (chart, row) in charts.iter().flat_map(|chart| chart.rows().map(move |row| (chart, row))) {
        let id = (row.file(), row.key());
        if !rows.contains(&id) || ticked(&id) {
            continue;
        }
        // What is known of it stands in the last export that did not leave it out, or in what an import told after that.
        let known = exports.last_without_leaving(&id);
        let before = past.since(known)?.of(id.0, &id.1).cloned();
        let is_back = before.as_ref().is_some_and(|before| merge::stands(row, before))
            && (told <= known || merge::stands(row, &merge::told(chart, edits, row)));
        // Each that was written later may have been taken with what stood there then.
        let mut later = Vec::new();
        for export in exports.with_row(known + 1, &id) {
            later.extend(past.since(export.sequence)?.of(id.0, &id.1).cloned());
        }
        if is_back && later.iter().all(|then| merge::stands(row, then)) {
            rows.remove(&id);
        } else if id.0 == File::Referral {
            for (event, told) in before.into_iter().chain(later).filter_map(|told| blanked(row, told)) {
                gone.entry(event).or_default().extend(told);
            }
        }
    }
    Ok((rows, gone))
}

/// Of what is kept beside an event, the answers that were told and that are blank here now, by the event.
pub(super) type Blanked = HashMap<String, Base>;

/// The answers of such a row that are blank here, of those that were told.
pub(super) fn blanked(row: &dyn Row, mut told: Base) -> Option<(String, Base)> {
    told.retain(|column, text| row.peek(usize::from(*column)).is_empty() && !text.is_blank());
    (!told.is_empty()).then(|| (row.key(), told))
}

/// What was changed since some saves, each read once.
struct Pasts<'a> {
    store: &'a Store,
    of: BTreeMap<u64, Edits>,
}

impl Pasts<'_> {
    fn since(&mut self, save: u64) -> Result<&Edits, store::Error> {
        Ok(match self.of.entry(save) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(Since::of(self.store, save, Rows::new(), merge::beside)?.edits),
        })
    }
}

/// The records that an import gave another id, or that lost it again with what took one back, however often; none for any other save.
fn brought_by(store: &Store, save: u64) -> Result<Option<Vec<Renaming>>, store::Error> {
    let import = import_behind(store, save)?;
    let renamed = |(commit, back): (Commit, bool)| {
        let renamed = merge::renamings(&commit.changes);
        if back { inverse(renamed) } else { renamed }
    };
    Ok(import.map(renamed))
}

fn inverse(renamed: Vec<Renaming>) -> Vec<Renaming> {
    renamed.into_iter().map(Renaming::inverse).collect()
}

/// What takes a save back, as [`Store::undo`] finds it, and which export has that save. What is half typed and names records as an import
/// called them goes back with it.
///
/// # Errors
/// What the store cannot read.
pub fn undo(store: &Store, save: u64) -> Result<Result<Undo, Vec<Refusal>>, store::Error> {
    let mut found = store.undo(save)?;
    let Ok(undo) = &mut found else { return Ok(found) };
    match import_behind(store, save)? {
        // What an import brought is nobody's to hear from here.
        Some((import, back)) => {
            let renamed = Renamed::by(&import.changes);
            undo.drafts = merge::follow(store.drafts(), &if back { renamed } else { renamed.inverse() });
        }
        None => {
            let rows: Vec<(File, String)> = undo.travelling().collect();
            let exports = Exports::of(store);
            undo.exported = rows.iter().filter_map(|row| exports.with_row(save, row).next()).map(|export| export.at).max();
        }
    }
    Ok(found)
}
