//! What was changed here, read from the commits: since the HMIS last told of its records, and since any save.

use super::{Export, Exports, IMPORT, IMPORTS};
use crate::domain::folder::Folder;
use crate::domain::history::{Refusal, Undo, undone_by};
use crate::domain::hud::File;
use crate::domain::keyin::Sent;
use crate::domain::merge::{self, Edits, Imports, Marks, Renamed, Renaming, Span, ahead, untold};
use crate::domain::words::count;
use crate::domain::{Change, Chart, ClientId, Commit, Instant, Roll, date};
use crate::exchange::Rows;
use crate::store::{self, Store};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// From where on the HMIS told of nothing more.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The last import that counts.
    last: u64,
    /// Later ones that were taken back, and what did that.
    idle: BTreeSet<u64>,
}

impl Told {
    /// True of an export after which an import told of the records: what still differs, that did not have. What was written while an import
    /// stood that was taken back since was written over other records.
    fn is_after(&self, export: &Export) -> bool {
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

/// The rows that were changed here after a save, those that `stayed` out of an export up to it, and those of which a form was ticked off or
/// unticked, as `ticks` tells of a change: no export before it can be told to have held them. What an import brought is no work, nor is what
/// took one back; but a record that got the id of the HMIS with it goes on under that id, and so does the work in it.
pub(super) fn changed_after(
    store: &Store,
    save: u64,
    stayed: Rows,
    ticks: fn(&Change) -> Option<(File, String)>,
) -> Result<Rows, store::Error> {
    Ok(edits_after(store, save, stayed, ticks)?.1)
}

/// The same, and by what stood there at that save what was changed since.
fn edits_after(
    store: &Store,
    save: u64,
    stayed: Rows,
    ticks: fn(&Change) -> Option<(File, String)>,
) -> Result<(Edits, Rows), store::Error> {
    let (mut edits, mut ticked) = (Edits::default(), stayed);
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
                for named in renamed {
                    edits.rename(named);
                    // What was written under the other id is not what the HMIS knows by this one.
                    ticked.remove(&(named.file, named.once.clone()));
                    ticked.insert((named.file, named.now.clone()));
                }
                brought.insert(entry.sequence, Some(renamed.clone()));
            }
            None => {
                edits.follow(&entry.commit.changes);
                ticked.extend(entry.commit.changes.iter().filter_map(ticks));
            }
        }
        Ok(())
    })?;
    ticked.extend(edits.iter().map(|(file, key, ..)| (file, key.to_owned())));
    Ok((edits, ticked))
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

/// The import that a save is, or that it took back or brought back, and whether it is taken back with it; none for any other save.
fn import_behind(store: &Store, save: u64) -> Result<Option<(Commit, bool)>, store::Error> {
    let (mut at, mut back) = (save, false);
    loop {
        let Some(entry) = store.save(at)? else { return Ok(None) };
        match merge::undoing(at, &entry.commit.what) {
            Some((_, of)) => (at, back) = (of, !back),
            None => return Ok(Some((entry.commit, back)).filter(|(commit, _)| is_import(commit))),
        }
    }
}

/// What takes a save back, as [`Store::undo`] finds it. What is half typed and names records as an import called them goes back with it.
///
/// # Errors
/// What the store cannot read.
pub fn undo(store: &Store, save: u64) -> Result<Result<Undo, Vec<Refusal>>, store::Error> {
    let mut found = store.undo(save)?;
    let drafts = store.drafts();
    if let (Ok(undo), false) = (&mut found, drafts.is_empty())
        && let Some((import, back)) = import_behind(store, save)?
    {
        let renamed = Renamed::by(&import.changes);
        undo.drafts = merge::follow(drafts, &if back { renamed } else { renamed.inverse() });
    }
    Ok(found)
}

fn inverse(renamed: Vec<Renaming>) -> Vec<Renaming> {
    renamed.into_iter().map(Renaming::inverse).collect()
}

/// True for a commit that brought what the HMIS has.
fn is_import(commit: &Commit) -> bool {
    let notes = |change: &Change| matches!(change, Change::Setting { name, .. } if name == IMPORTS);
    commit.what == IMPORT || commit.changes.iter().any(notes)
}

/// Of whom this desk has work that the HMIS does not have. Read once when the records are opened, and followed commit by commit: nothing is
/// read again that did not change.
#[derive(Debug, Default)]
pub struct Unsent {
    edits: Edits,
    /// Of each client.
    clients: HashMap<ClientId, Waiting>,
    /// When that export was written.
    exported: Option<Instant>,
    /// When anything was written out.
    written: Vec<Span>,
    /// The rows that were changed here after it, or stayed out of it.
    since: Rows,
    /// What was changed after it, by what stands in it, and what of that stayed out of it.
    lately: Edits,
    stayed: Rows,
    told: Told,
    /// The exports of which an import did not tell yet that hold all work together, the latest first.
    held: Vec<Holding>,
}

/// What an export holds of the work.
#[derive(Debug)]
struct Holding {
    export: Sent,
    /// The rows that were changed between the export from which it counts and it; all where there is none. Of what was changed later still,
    /// nobody asks.
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
        let mut unsent = Self { edits, written: exports.spans(), told, held, ..Self::default() };
        unsent.count_from(store, exports.answer())?;
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
        self.edits.follow(&commit.changes);
        self.lately.follow(&commit.changes);
        let mut changed = Edits::default();
        changed.follow(&commit.changes);
        self.since.extend(changed.iter().map(|(file, key, ..)| (file, key.to_owned())));
        self.since.extend(commit.changes.iter().filter_map(merge::unticked));
        self.look(store, commit.changes.iter().filter_map(|change| change.owner()).collect())
    }

    /// Whose records they are.
    pub fn clients(&self) -> impl Iterator<Item = &ClientId> {
        self.clients.keys()
    }

    /// What was changed here since the last import that counts.
    pub fn edits(&self) -> &Edits {
        &self.edits
    }

    /// True where the HMIS has everything of this client, or can have it from the last export that held everything.
    pub fn is_sent(&self, client: &ClientId) -> bool {
        self.clients.get(client).is_none_or(|of| self.exported.is_some() && !of.is_due)
    }

    /// The exports that hold these rows as they stand here, the first of them first; none where one of the rows is in none, or was
    /// changed since, or where an import came after it and did not have it.
    pub fn sent<'r>(&self, rows: impl IntoIterator<Item = &'r (File, String)>) -> BTreeSet<Sent> {
        rows.into_iter().map(|row| self.holding(row).cloned()).collect::<Option<_>>().unwrap_or_default()
    }

    /// The last export that holds a row as it stands here.
    fn holding(&self, row: &(File, String)) -> Option<&Sent> {
        let mut held = self.held.iter().filter(|_| !self.since.contains(row));
        held.find(|held| held.rows.as_ref().is_none_or(|rows| rows.contains(row))).map(|held| &held.export)
    }

    /// Of how many clients.
    pub fn count(&self) -> usize {
        self.clients.len()
    }

    /// The same, with how much of it is written out.
    pub fn ahead(&self) -> Ahead {
        let (clients, told) = (self.count(), self.told.last > 0);
        let Some(answer) = self.exported else { return Ahead { clients, told, ..Ahead::default() } };
        let exports: BTreeSet<Instant> = self.clients.values().flat_map(|of| of.exports.iter().copied()).collect();
        let on = Some(exports.last().copied().unwrap_or(answer));
        let exported = self.clients.values().filter(|of| !of.is_due).count();
        Ahead { clients, exported, exports: exports.len(), on, told }
    }

    /// An export was written, and is noted: what was deleted before it may be in the HMIS now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn written(&mut self, store: &Store) -> Result<(), store::Error> {
        let exports = Exports::of(store);
        self.held = held(store, &exports, &self.told)?;
        self.written = exports.spans();
        // One that could not be noted counts all the same.
        self.count_from(store, exports.answer().filter(|answer| Some(answer.at) > self.exported))?;
        self.look(store, self.edits.iter().map(|(_, _, owner, _)| owner.clone()).collect())
    }

    /// What was changed since this export is in none.
    fn count_from(&mut self, store: &Store, answer: Option<&Export>) -> Result<(), store::Error> {
        if let Some(answer) = answer {
            self.exported = Some(answer.at);
            (self.lately, self.since) = edits_after(store, answer.sequence, answer.stayed(), merge::unticked)?;
            self.stayed = answer.stayed();
            // Where an import told of the records after it, what that told counts, and not what the export has.
            if answer.sequence < self.told.last {
                self.lately = Edits::default();
            }
        }
        Ok(())
    }

    /// An export was written in which all of them are.
    pub fn answered(&mut self, at: Instant) {
        self.exported = Some(at);
        self.since.clear();
        (self.lately, self.stayed) = (Edits::default(), Rows::new());
        for of in self.clients.values_mut().filter(|of| of.is_due) {
            of.is_due = false;
            of.exports.insert(at);
        }
    }

    /// The rows of a client that hold something that the HMIS does not have. What stands as it told, but not as the last export has it, was
    /// taken back since: by now the HMIS may have the other.
    fn due(&self, chart: &Chart) -> Rows {
        let mut rows = untold(chart, &self.edits, &self.written);
        rows.extend(untold(chart, &self.lately, &self.written).into_iter().filter(|row| !self.stayed.contains(row)));
        rows
    }

    fn look(&mut self, store: &Store, owners: BTreeSet<ClientId>) -> Result<(), store::Error> {
        for owner in owners {
            let rows = store.chart(&owner)?.map(|chart| self.due(&chart)).unwrap_or_default();
            if !rows.is_empty() {
                let (later, held): (Vec<_>, Vec<_>) = rows.iter().partition(|row| self.since.contains(*row));
                // Of what an export of an earlier version holds, only the last that held all is known.
                let exports = held.into_iter().filter_map(|row| self.holding(row).map(|sent| sent.at).or(self.exported)).collect();
                self.clients.insert(owner, Waiting { is_due: !later.is_empty(), exports });
            } else {
                self.clients.remove(&owner);
            }
        }
        Ok(())
    }
}

/// What each export holds of the work, the latest first, back to the last one that held all of it. What is not known to be held, is not.
fn held(store: &Store, exports: &Exports, told: &Told) -> Result<Vec<Holding>, store::Error> {
    let mut held = Vec::new();
    for export in exports.answers().take_while(|export| !told.is_after(export)) {
        let Some(from) = export.from else { break };
        // What stayed out of it in turn is in a later one, or in none.
        let rows = if from > 0 { Some(changed_after(store, from, exports.stayed(from), merge::beside)?) } else { None };
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
}

/// What was written here of these clients.
pub(super) fn mine(store: &Store, folders: &[Folder]) -> Result<Mine, store::Error> {
    let (_, edits, told) = work(store)?;
    let exports = Exports::of(store);
    let mut unsent = Unsent { told, written: exports.spans(), ..Unsent::default() };
    unsent.count_from(store, exports.answer())?;
    unsent.edits = edits;
    let edits = &unsent.edits;
    let touched: HashSet<&ClientId> = edits.iter().map(|(_, _, owner, _)| owner).collect();
    let may_be = |folder: &&Folder| {
        folder.has(File::Theirs) || folder.has(File::Entered) || folder.client().is_some_and(|client| touched.contains(&client))
    };
    let mut mine = Mine { marks: marks(store)?, ..Mine::default() };
    for chart in folders.iter().filter(may_be).map(Folder::chart) {
        let due = unsent.due(&chart);
        mine.gone.extend(ahead(&chart, edits).difference(&due).cloned());
        mine.unsent.extend(due);
        mine.written.extend(merge::written(&chart, edits));
    }
    // Of what nobody heard of nothing follows for the rows beside it.
    mine.written.retain(|row, _| !mine.gone.contains(row));
    Ok(mine)
}
