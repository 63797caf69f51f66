//! Taking a save back: what is written, or why not.
//!
//! Cells get back what they held before the save, where they still hold what it wrote. What it did not touch is not touched.
//!
//! *Stamps.* A row that a worker saved is changed by a worker again, so it gets the `DateUpdated` and `UserID` of the undo: the HMIS
//! must see that it is newer. A row that an import took over as it came, and that nobody touched since, gets back the very stamps it
//! had: the HMIS is its author, and a newer stamp of ours would stop the next import (R-IMP-7). Which of both it is, the row says: the
//! `DateUpdated` that the save gave it is what a worker's save gives ([`stamped`]), or another one.
//!
//! *New rows.* What a worker made is marked with `DateDeleted`, HUD's way, because an HMIS may have it by now; undoing the undo takes
//! the mark away. What an import brought vanishes, as if it had not come, and so does what was only noted beside a record.
//!
//! *Clients.* What the save brought to another client goes back, unless something was hung on it there since.

use super::{Past, Refusal, is_stamp, owners, undo_of};
use crate::domain::change::{CellChange, Change, Commit, RowChange};
use crate::domain::date;
use crate::domain::entry::{Instant, Scalar, Text};
use crate::domain::field::{FieldId, Origin};
use crate::domain::hud::{File, at};
use crate::domain::id::ClientId;
use crate::domain::merge::place_of;
use crate::domain::note;
use crate::domain::row::Packed;
use crate::domain::stamp::{Stamp, stamped};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A row by its file and key.
type Name = (File, String);

/// What takes a save back, ready to be looked at and written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Undo {
    /// The save.
    pub sequence: u64,
    /// Row by row.
    pub rows: Vec<Back>,
    /// What is half typed, with the names that records have afterwards; filled in by who knows of that.
    pub drafts: Vec<Change>,
    /// When the last export was written that may have the save; filled in by who knows of exports.
    pub exported: Option<Instant>,
}

/// One row on its way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The file.
    pub file: File,
    /// What is written, without fresh stamps.
    pub change: RowChange,
    /// It was made by the save and is marked as deleted.
    pub marked: bool,
    /// It is written with the author and the moment of the undo; these are the present ones.
    fresh: Option<[Text; 2]>,
    /// The row as it is, where it goes back to another client.
    moved: Option<Packed>,
}

impl Back {
    /// True where it vanishes.
    pub fn vanishes(&self) -> bool {
        self.change.cells.iter().any(|c| usize::from(c.column) == self.file.info().key && c.after.is_blank())
    }

    /// True where it gets today's stamps.
    pub fn is_stamped(&self) -> bool {
        self.fresh.is_some()
    }

    /// What is written, by this author at this moment: a row that goes to another client is taken away whole and made there.
    fn changes(&self, stamp: &Stamp) -> Vec<Change> {
        let change = self.stamped(stamp);
        let Some(now) = &self.moved else { return vec![change.into()] };
        let mut after = now.clone();
        change.apply(&mut after);
        Change::gone(now).into_iter().chain(Change::new(after)).collect()
    }

    fn stamped(&self, stamp: &Stamp) -> RowChange {
        let mut change = self.change.clone();
        let now = Text::new(stamp.now.write());
        let mut put = |column: &str, before: &Text, after: &Text| {
            let column = self.file.column(column).and_then(|at| u16::try_from(at).ok());
            if let Some(column) = column.filter(|_| before != after) {
                change.cells.push(CellChange { column, before: before.clone(), after: after.clone() });
            }
        };
        if self.marked {
            put("DateDeleted", &Text::default(), &now);
        }
        if let Some([updated, user]) = &self.fresh {
            put("DateUpdated", updated, &stamp_text(stamped(updated.as_str(), stamp.now)));
            put("UserID", user, &Text::new(stamp.user.as_str()));
        }
        change.cells.sort_by_key(|cell| cell.column);
        change
    }
}

impl Undo {
    /// What an export that has the save means for taking it back; none where nobody else can have heard of it.
    pub fn exported_words(&self) -> Option<String> {
        let on = date::show(self.exported?.date());
        Some(format!(
            "Your HMIS may have it from the export of {on}. The next export of what was changed takes it back there too; so does the key-in \
             sheet."
        ))
    }

    /// The records that others can hear of.
    pub fn travelling(&self) -> impl Iterator<Item = Name> {
        self.rows.iter().filter(|row| row.file.info().origin.travels()).map(|row| (row.file, row.change.key.as_str().to_owned()))
    }

    /// The commit, by this author at this moment, for this reason.
    pub fn commit(&self, stamp: &Stamp, reason: &Text) -> Commit {
        let rows = self.rows.iter().flat_map(|row| row.changes(stamp));
        let changes = rows.chain(self.drafts.iter().cloned()).collect();
        Commit { what: undo_of(self.sequence), reason: reason.clone(), changes }
    }
}

/// What takes this commit back: `later` are the commits after it, in order; `now` is every row of the charts that it touched, and of
/// the agency where it touched that.
///
/// # Errors
/// Every reason against it.
pub fn undo<'a>(
    past: &Past<'_>,
    later: impl IntoIterator<Item = Past<'a>>,
    now: impl IntoIterator<Item = &'a Packed>,
) -> Result<Undo, Vec<Refusal>> {
    let mut undoing = Undoing::of(past);
    later.into_iter().for_each(|commit| undoing.later(&commit));
    now.into_iter().for_each(|row| undoing.now(row));
    undoing.finish()
}

/// An undo while it is found out what stands in its way. It is shown the later commits and the present rows one by one, so that even an
/// import of all records can be looked at without holding them twice.
pub struct Undoing {
    sequence: u64,
    at: Instant,
    targets: Vec<Target>,
    places: HashMap<Name, usize>,
    /// Rows that refer to one that would go, and where.
    referring: Vec<(usize, Name)>,
    /// The save since which a row refers to one that would go.
    since: HashMap<Name, u64>,
    /// Rows that are marked as deleted.
    deleted: HashSet<Name>,
    refusals: Vec<Refusal>,
}

/// A row that the commit touched.
struct Target {
    file: File,
    change: RowChange,
    /// It was not there before.
    made: bool,
    /// It was not there afterwards.
    removed: bool,
    /// The client who has it since, where another had it before.
    moved: Option<ClientId>,
    /// `DateUpdated` as the commit left it.
    updated: Option<Text>,
    /// The last save that touched each cell since.
    touched: BTreeMap<u16, u64>,
    now: Option<Packed>,
}

impl Target {
    fn name(&self) -> Name {
        (self.file, self.change.key.as_str().to_owned())
    }

    fn last(&self) -> Option<u64> {
        self.touched.values().max().copied()
    }

    /// The last save that touched one of these, or the row at all.
    fn by(&self, fields: &[FieldId]) -> Option<u64> {
        fields.iter().filter_map(|field| self.touched.get(&field.column)).max().copied().or_else(|| self.last())
    }
}

impl Undoing {
    /// Begins with the commit that is to be taken back.
    pub fn of(past: &Past<'_>) -> Self {
        let mut undoing = Self {
            sequence: past.sequence,
            at: past.at,
            targets: Vec::new(),
            places: HashMap::new(),
            referring: Vec::new(),
            since: HashMap::new(),
            deleted: HashSet::new(),
            refusals: Vec::new(),
        };
        for change in past.changes {
            if let Some((file, change)) = row_of(change) {
                undoing.take(file, &change);
            }
        }
        for target in &mut undoing.targets {
            let key = target.file.info().key;
            let cell = |target: &Target| target.change.cells.iter().find(|c| usize::from(c.column) == key).cloned();
            target.change.cells.retain(|c| c.before != c.after);
            let named = cell(target);
            target.made = named.as_ref().is_some_and(|c| c.before.is_blank());
            target.removed = named.as_ref().is_some_and(|c| c.after.is_blank());
            let renamed = named.is_some() && !target.made && !target.removed;
            let (before, after) = owners(&target.change);
            target.moved = after.filter(|after| !target.made && !target.removed && before.as_ref() != Some(after));
            if renamed {
                undoing.refusals.push(Refusal::Renamed { file: target.file, key: target.change.key.as_str().to_owned() });
            }
            target.updated = target.change.cells.iter().find(|c| is_updated(target.file, c.column)).map(|c| c.after.clone());
        }
        undoing.targets.retain(|target| !target.change.cells.is_empty());
        undoing.places = undoing.targets.iter().enumerate().map(|(at, target)| (target.name(), at)).collect();
        undoing
    }

    /// Several changes of one row in one commit count as one.
    fn take(&mut self, file: File, change: &RowChange) {
        let name = (file, change.key.as_str().to_owned());
        let Some(target) = self.places.get(&name).and_then(|at| self.targets.get_mut(*at)) else {
            self.places.insert(name, self.targets.len());
            let change = change.clone();
            let (touched, now) = (BTreeMap::new(), None);
            self.targets.push(Target { file, change, made: false, removed: false, moved: None, updated: None, touched, now });
            return;
        };
        for cell in &change.cells {
            match target.change.cells.iter_mut().find(|c| c.column == cell.column) {
                Some(first) => first.after = cell.after.clone(),
                None => target.change.cells.push(cell.clone()),
            }
        }
    }

    /// True where it touched no record.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// Whose charts are to be shown to [`now`](Self::now).
    pub fn clients(&self) -> BTreeSet<ClientId> {
        self.targets.iter().flat_map(|target| [owners(&target.change).0, owners(&target.change).1]).flatten().collect()
    }

    /// True where it touched rows that belong to no client: then the agency is to be shown too.
    pub fn touches_agency(&self) -> bool {
        self.targets.iter().any(|target| target.change.owner.is_none())
    }

    /// True where such rows would go: then every chart is to be shown, because any of them may refer to one.
    pub fn takes_from_agency(&self) -> bool {
        self.targets.iter().any(|target| target.change.owner.is_none() && target.made)
    }

    /// Shows a later commit; they are shown in order.
    pub fn later(&mut self, commit: &Past<'_>) {
        for change in commit.changes {
            let Some((file, change)) = row_of(change) else { continue };
            let name = (file, change.key.as_str().to_owned());
            for cell in change.cells.iter().filter(|c| !c.after.is_blank()) {
                let to = refers(file, usize::from(cell.column), cell.after.as_str());
                if to.is_some_and(|to| self.goes(&to)) {
                    self.since.insert(name.clone(), commit.sequence);
                }
            }
            let Some(target) = self.places.get(&name).and_then(|at| self.targets.get_mut(*at)) else { continue };
            for cell in &change.cells {
                if target.updated.is_none() && is_updated(file, cell.column) {
                    target.updated = Some(cell.before.clone());
                }
                target.touched.insert(cell.column, commit.sequence);
            }
        }
    }

    /// Shows a row as it is now.
    pub fn now(&mut self, row: &Packed) {
        let Some(file) = row.file() else { return };
        let name = (file, row.key().to_owned());
        let live = file.column("DateDeleted").is_none_or(|at| row.cell(at).is_empty());
        if !live {
            self.deleted.insert(name.clone());
        }
        let here = self.places.get(&name).copied();
        if let Some(target) = here.and_then(|at| self.targets.get_mut(at)) {
            target.now = Some(row.clone());
        }
        if !live || self.goes(&name) {
            return;
        }
        if let Some(at) = self.hung_since(&name, row) {
            self.referring.push((at, name.clone()));
            return;
        }
        for (column, text) in row.cells() {
            // A cell that gets back what it held names it no longer.
            let to = refers(file, usize::from(column), text).filter(|to| self.goes(to) && !self.turns_back(&name, column));
            let at = to.and_then(|to| self.places.get(&to).copied());
            self.referring.extend(at.map(|at| (at, name.clone())));
        }
    }

    /// True for a cell of a row that stays, which the commit wrote.
    fn turns_back(&self, name: &Name, column: u16) -> bool {
        let target = self.places.get(name).and_then(|at| self.targets.get(*at));
        target.is_some_and(|target| target.change.cells.iter().any(|cell| cell.column == column))
    }

    /// True for a row that would go.
    fn goes(&self, name: &Name) -> bool {
        self.places.get(name).and_then(|at| self.targets.get(*at)).is_some_and(|target| target.made)
    }

    /// The place of what goes back to another client and on which this row hangs, which came to the client after it and would stay behind.
    fn hung_since(&self, name: &Name, row: &Packed) -> Option<usize> {
        let here = name.0.info().owner.map(|at| row.cell(at))?;
        if self.places.contains_key(name) {
            return None;
        }
        let cells = row.cells().filter_map(|(column, text)| {
            let to = name.0.info().columns.get(usize::from(column))?.refers?;
            (to != File::Client).then(|| (to, text.to_owned()))
        });
        // What is kept beside it, too: what was typed into the HMIS, and what the HMIS has where it is not the same.
        let is_beside = matches!(name.0, File::Entered | File::Theirs | File::ExtraOfClient);
        let beside = Some(row.key()).filter(|_| is_beside).and_then(place_of).map(|(file, key)| (file, key.to_owned()));
        let moved = |at: &usize| self.targets.get(*at).and_then(|target| target.moved.as_ref()).is_some_and(|now| now.as_str() == here);
        cells.chain(beside).filter_map(|to| self.places.get(&to).copied()).find(moved)
    }

    /// The undo, after everything was shown.
    ///
    /// # Errors
    /// Every reason against it.
    pub fn finish(mut self) -> Result<Undo, Vec<Refusal>> {
        if self.targets.is_empty() {
            return Err(vec![Refusal::Nothing { sequence: self.sequence }]);
        }
        let mut rows = Vec::with_capacity(self.targets.len());
        for target in &self.targets {
            match self.back(target) {
                Ok(back) => rows.push(back),
                Err(refusal) => self.refusals.push(refusal),
            }
        }
        for (at, (from, from_key)) in std::mem::take(&mut self.referring) {
            let Some((file, key)) = self.targets.get(at).map(Target::name) else { continue };
            let by = self.since.get(&(from, from_key.clone())).copied();
            self.refusals.push(Refusal::Referred { file, key, from, from_key, by });
        }
        let dangling: Vec<Refusal> = rows.iter().flat_map(|back| self.dangling(back)).collect();
        self.refusals.extend(dangling);
        if self.refusals.is_empty() { Ok(Undo { sequence: self.sequence, rows, ..Undo::default() }) } else { Err(self.refusals) }
    }

    fn back(&self, target: &Target) -> Result<Back, Refusal> {
        match &target.now {
            now if target.removed => Self::returns(target, now.as_ref()),
            None => Err(Refusal::Gone { file: target.file, key: target.name().1, by: target.last() }),
            Some(now) if target.made => self.goes_away(target, now),
            Some(now) => self.changes_back(target, now),
        }
    }

    /// A row that the commit took out whole: it comes as it was.
    fn returns(target: &Target, now: Option<&Packed>) -> Result<Back, Refusal> {
        let change = target.change.inverse();
        if now.is_some() {
            let fields: Vec<FieldId> = change.fields().filter(|field| !is_stamp(field.file, usize::from(field.column))).collect();
            return Err(Refusal::Changed { file: target.file, key: target.name().1, by: target.by(&fields), fields });
        }
        Ok(Back { file: target.file, change, marked: false, fresh: None, moved: None })
    }

    /// A row that the commit made: it goes, where it is as the commit left it.
    fn goes_away(&self, target: &Target, now: &Packed) -> Result<Back, Refusal> {
        let (file, key) = target.name();
        if self.deleted.contains(&target.name()) {
            return Err(Refusal::Gone { file, key, by: target.last() });
        }
        let left = |column: usize| target.change.cells.iter().find(|c| usize::from(c.column) == column).map_or("", |c| c.after.as_str());
        let differs = |column: &usize| !is_stamp(file, *column) && now.cell(*column) != left(*column);
        let fields = fields(file, (0..file.info().columns.len()).filter(differs));
        if !fields.is_empty() {
            return Err(Refusal::Changed { file, key, by: target.by(&fields), fields });
        }
        let mut change = RowChange { cells: Vec::new(), ..target.change.clone() };
        let is_record = file.info().origin != Origin::Beside && file.column("DateDeleted").is_some();
        if is_record && self.is_worked(target, now) {
            return Ok(Back { file, change, marked: true, fresh: Some(stamps(file, now)), moved: None });
        }
        change.cells = now.cells().map(|(column, text)| CellChange { column, before: Text::new(text), after: Text::default() }).collect();
        Ok(Back { file, change, marked: false, fresh: None, moved: None })
    }

    /// A row that was there before: its cells get back what they held.
    fn changes_back(&self, target: &Target, now: &Packed) -> Result<Back, Refusal> {
        let (file, key) = target.name();
        let inverse = target.change.inverse();
        let own = |c: &&CellChange| !is_stamp(file, usize::from(c.column));
        let revives = file.column("DateDeleted").is_some_and(|at| inverse.cells.iter().any(|c| usize::from(c.column) == at));
        // What went to another client as deleted goes back as deleted.
        let went_so =
            target.moved.is_some() && !target.touched.keys().any(|column| file.column("DateDeleted") == Some(usize::from(*column)));
        if self.deleted.contains(&target.name()) && !revives && !went_so {
            return Err(Refusal::Gone { file, key, by: target.last() });
        }
        let differs = |c: &&CellChange| now.cell(usize::from(c.column)) != c.before.as_str();
        let fields = fields(file, inverse.cells.iter().filter(own).filter(differs).map(|c| usize::from(c.column)));
        if !fields.is_empty() {
            return Err(Refusal::Changed { file, key, by: target.by(&fields), fields });
        }
        let moved = target.moved.is_some().then(|| now.clone());
        // Whose it is and what it hangs on is no word of a note.
        let refers = |cell: &CellChange| file.info().columns.get(usize::from(cell.column)).is_some_and(|column| column.refers.is_some());
        let says = inverse.cells.iter().any(|cell| !refers(cell));
        if !revives && (says || moved.is_none()) && note::is_kept_from(now, &inverse) {
            let by = target.touched.get(&at::case_note::READ_ONLY.column).copied();
            return Err(Refusal::Closed { file, key, by });
        }
        if self.is_worked(target, now) || !target.touched.is_empty() {
            let cells = inverse.cells.iter().filter(own).cloned().collect();
            return Ok(Back { file, change: RowChange { cells, ..inverse }, marked: false, fresh: Some(stamps(file, now)), moved });
        }
        Ok(Back { file, change: inverse, marked: false, fresh: None, moved })
    }

    /// True where a worker saved the row; false where it was taken over as it came.
    fn is_worked(&self, target: &Target, now: &Packed) -> bool {
        let Some(column) = target.file.column("DateUpdated") else { return false };
        let gave = target.updated.as_ref().map_or_else(|| now.cell(column), Text::as_str);
        let before = target.change.cells.iter().find(|cell| is_updated(target.file, cell.column)).map_or("", |cell| cell.before.as_str());
        // The bare moment: so an earlier version stamped a row that was ahead, too.
        gave == stamped(before, self.at).write() || gave == self.at.write()
    }

    /// What would come back and refer to a row that is marked as deleted.
    fn dangling(&self, back: &Back) -> Vec<Refusal> {
        let revived = |name: &Name| {
            let at = name.0.column("DateDeleted");
            let cells = self.places.get(name).and_then(|at| self.targets.get(*at)).map(|target| &target.change.cells);
            cells.is_some_and(|cells| cells.iter().any(|c| Some(usize::from(c.column)) == at && c.before.is_blank()))
        };
        let key = back.change.key.as_str().to_owned();
        let now = self.places.get(&(back.file, key.clone())).and_then(|at| self.targets.get(*at)).and_then(|target| target.now.as_ref());
        let whole = revived(&(back.file, key.clone()));
        let cells = back.change.cells.iter().map(|c| (usize::from(c.column), c.after.as_str()));
        let stays = now.filter(|_| whole).into_iter().flat_map(|row| row.cells().map(|(at, text)| (usize::from(at), text)));
        let gone = |(column, text): (usize, &str)| {
            let to = refers(back.file, column, text)?;
            let column = u16::try_from(column).ok()?;
            // A client who was deleted before has back what was theirs then.
            let had = back.moved.is_some() && to.0 == File::Client && !self.places.contains_key(&to);
            let gone = self.deleted.contains(&to) && !revived(&to) && !had;
            gone.then(|| Refusal::Dangling { field: FieldId { file: back.file, column }, key: key.clone(), to: to.1 })
        };
        cells.chain(stays).filter_map(gone).collect()
    }
}

fn row_of(change: &Change) -> Option<(File, Cow<'_, RowChange>)> {
    let change = change.of_row()?;
    Some((change.file()?, change))
}

/// The row that a cell names and hangs on. Who wrote a row and in which export it came hang on nothing; what is kept here for ourselves
/// hangs on its client alone: a case note stays where the enrollment that it is about is taken away.
fn refers(file: File, column: usize, text: &str) -> Option<Name> {
    let info = file.info();
    let to = info.columns.get(column)?.refers?;
    let hangs = !matches!(to, File::Export | File::User) && (info.origin.travels() || info.owner == Some(column));
    (!text.is_empty() && hangs).then(|| (to, text.to_owned()))
}

fn is_updated(file: File, column: u16) -> bool {
    file.column("DateUpdated") == Some(usize::from(column))
}

fn fields(file: File, columns: impl Iterator<Item = usize>) -> Vec<FieldId> {
    columns.filter_map(|at| Some(FieldId { file, column: u16::try_from(at).ok()? })).collect()
}

/// `DateUpdated` and `UserID` as they are.
fn stamps(file: File, now: &Packed) -> [Text; 2] {
    ["DateUpdated", "UserID"].map(|name| Text::new(file.column(name).map_or("", |at| now.cell(at))))
}

fn stamp_text(at: Instant) -> Text {
    Text::new(at.write())
}
