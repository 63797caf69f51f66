//! What the HMIS told, read from the trail: the imports that count, and what is no work of this desk's.

use super::{Export, IMPORT, IMPORTS};
use crate::domain::merge::{self, Edits, Imports, Marks};
use crate::domain::{Change, Commit};
use crate::store::{self, Store};
use std::collections::BTreeSet;

/// From where on the HMIS told of nothing more.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The last import that counts.
    pub last: u64,
    /// Later ones that were taken back, and what did that.
    idle: BTreeSet<u64>,
}

impl Told {
    /// True of an export after which an import told of the records: what still differs, that did not have. What was written while an import
    /// stood that was taken back since was written over other records.
    pub fn is_after(&self, export: &Export) -> bool {
        let (first, end) = (self.idle.first().copied().unwrap_or(0), self.idle.last().copied().unwrap_or(0));
        export.sequence < self.last || (first..end).contains(&export.sequence)
    }
}

/// What was changed here since the last import that counts, the imports that are noted, and which of them count.
pub(super) fn work(store: &Store) -> Result<(Imports, Edits, Told), store::Error> {
    let imports = imports(store)?;
    let mut from = imports.latest();
    loop {
        let (mut undone, mut brought) = (Vec::new(), BTreeSet::new());
        store.history(from + 1, &mut |entry| {
            undone.extend(merge::undoing(entry.sequence, &entry.commit.what));
            brought.extend((entry.commit.what == IMPORT).then_some(entry.sequence));
            Ok(())
        })?;
        let (last, idle) = imports.last(&undone);
        if last < from {
            from = last;
            continue;
        }
        let (mut edits, no_work) = (Edits::default(), imports.idle(brought, &undone));
        store.history(last + 1, &mut |entry| {
            if no_work.contains(&entry.sequence) {
                edits.hand_over(&entry.commit.changes);
            } else {
                edits.follow(&entry.commit.changes);
            }
            Ok(())
        })?;
        return Ok((imports, edits, Told { last, idle }));
    }
}

/// The imports and the marks that are noted.
fn imports(store: &Store) -> Result<Imports, store::Error> {
    let noted = store.setting(IMPORTS).map(|noted| Imports::read(noted.as_str()));
    noted.map_or_else(|| unnoted(store), Ok)
}

/// What this desk marked as deleted, by the saves that did and were not taken back. What takes one back touches each of its clients, so the past
/// of one of them tells.
pub(super) fn marks(store: &Store) -> Result<Marks, store::Error> {
    let mut marks = Marks::default();
    for save in imports(store)?.marks() {
        let Some(entry) = store.save(*save)? else { continue };
        let changes = entry.commit.changes;
        let Some(client) = changes.iter().find_map(Change::owner) else { continue };
        let past = store.history_of(&client)?;
        let undone: Vec<_> = past.iter().filter_map(|later| merge::undoing(later.sequence, &later.commit.what)).collect();
        if !merge::taken_back(*save, &undone) {
            marks.follow(&changes);
        }
    }
    Ok(marks)
}

/// The last import, where none is noted: of records that an earlier version made.
fn unnoted(store: &Store) -> Result<Imports, store::Error> {
    let mut last = None;
    store.history(1, &mut |entry| {
        last = if entry.commit.what == IMPORT { Some(entry.sequence) } else { last };
        Ok(())
    })?;
    Ok(Imports::of(last))
}

/// The import that a save is, or that it took back or brought back, and whether it is taken back with it; none for any other save.
pub(super) fn import_behind(store: &Store, save: u64) -> Result<Option<(Commit, bool)>, store::Error> {
    let (mut at, mut back) = (save, false);
    loop {
        let Some(entry) = store.save(at)? else { return Ok(None) };
        match merge::undoing(at, &entry.commit.what) {
            Some((_, of)) => (at, back) = (of, !back),
            None => return Ok(Some((entry.commit, back)).filter(|(commit, _)| is_import(commit))),
        }
    }
}

/// True for a commit that brought what the HMIS has.
pub(super) fn is_import(commit: &Commit) -> bool {
    let notes = |change: &Change| matches!(change, Change::Setting { name, .. } if name == IMPORTS);
    commit.what == IMPORT || commit.changes.iter().any(notes)
}
