//! What was changed here since the HMIS last told of its records, read from the commits since.

use crate::domain::change::{Change, RowChange};
use crate::domain::entry::Text;
use crate::domain::history::undone_by;
use crate::domain::hud::File;
use crate::domain::id::ClientId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the cells of a row held when the HMIS last told of it, where they were changed here since. Of a row that was made here since, the
/// key held nothing.
pub type Base = BTreeMap<u16, Text>;

/// Rows of clients that were changed here, and what their cells held before.
#[derive(Debug, Default)]
pub struct Edits {
    rows: HashMap<(File, String), (ClientId, Base)>,
}

impl Edits {
    /// Follows a commit that was made here; they are followed in order.
    pub fn follow(&mut self, changes: &[Change]) {
        for change in changes {
            let Some(change) = change.of_row() else { continue };
            // The agency's rows are the HMIS's alone.
            let (Some(file), Some(owner)) = (change.file(), &change.owner) else { continue };
            if !file.info().origin.travels() {
                continue;
            }
            let key = (file, key_of(&change, file).to_owned());
            let (whose, base) = self.rows.entry(key).or_insert_with(|| (owner.clone(), Base::new()));
            if change.is_new() {
                *whose = owner.clone();
            }
            for cell in &change.cells {
                base.entry(cell.column).or_insert_with(|| cell.before.clone());
            }
        }
    }

    /// Follows a commit that is no work, such as one that takes an import back: rows in which there is work may come to another client.
    pub fn hand_over(&mut self, changes: &[Change]) {
        for change in changes {
            let Some(row) = change.of_row().filter(|row| row.is_new()) else { continue };
            let (Some(file), Some(owner)) = (row.file(), &row.owner) else { continue };
            if let Some((whose, _)) = self.rows.get_mut(&(file, row.key.as_str().to_owned())) {
                *whose = owner.clone();
            }
        }
    }

    /// A row goes on under another key, with what was changed in it.
    pub fn rename(&mut self, named: &Renaming) {
        if let Some((owner, base)) = self.rows.remove(&(named.file, named.once.clone())) {
            self.rows.entry((named.file, named.now.clone())).or_insert((owner, base));
        }
    }

    /// What a row's cells held before; none where nothing was changed.
    pub fn of(&self, file: File, key: &str) -> Option<&Base> {
        self.rows.get(&(file, key.to_owned())).map(|(_, base)| base)
    }

    /// Every row that was changed: its file and key, whose it is, and what its cells held before.
    pub fn iter(&self) -> impl Iterator<Item = (File, &str, &ClientId, &Base)> {
        self.rows.iter().map(|((file, key), (owner, base))| (*file, key.as_str(), owner, base))
    }
}

/// The key of the row as it was before the change, or as it is in a new row.
fn key_of(change: &RowChange, file: File) -> &str {
    let cell = change.cells.iter().find(|cell| usize::from(cell.column) == file.info().key);
    cell.map(|cell| cell.before.as_str()).filter(|key| !key.is_empty()).unwrap_or(change.key.as_str())
}

/// A row that goes on under another key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    /// Its file.
    pub file: File,
    /// Its key before.
    pub once: String,
    /// Its key from then on.
    pub now: String,
}

impl Renaming {
    /// The way back.
    pub fn inverse(self) -> Self {
        Self { once: self.now, now: self.once, ..self }
    }
}

/// The rows that the changes of an import rename ([`rename`](super::rename)): each is taken away whole, and stands again right after that.
/// Nothing else in an import takes a row of a client away that travels.
pub fn renamings(changes: &[Change]) -> Vec<Renaming> {
    let key = |row: &RowChange, file: File| row.cells.iter().find(|cell| usize::from(cell.column) == file.info().key).cloned();
    let pair = |pair: &[Change]| {
        // Most of an import is no such pair, and is passed by before anything of it is copied.
        let [Change::Row(before), after] = pair else { return None };
        let file = before.file().filter(|file| file.info().origin.travels())?;
        let once = key(before, file).filter(|cell| cell.after.is_blank() && !cell.before.is_blank())?.before;
        let after = after.of_row().filter(|after| after.file() == Some(file))?;
        let now = key(&after, file).filter(|cell| cell.before.is_blank() && !cell.after.is_blank())?.after;
        // One that goes on under the same key went to another client.
        (once != now).then(|| Renaming { file, once: once.as_str().to_owned(), now: now.as_str().to_owned() })
    };
    changes.windows(2).filter_map(pair).collect()
}

/// Which imports count, and which commits are theirs: an import that was taken back tells nothing, and neither does what took it back, nor
/// one of an export that this program wrote, which is never noted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Imports {
    counted: Vec<u64>,
    /// The saves after an import that marked what it did not hold: no imports, and no work either. Which rows they marked, they say themselves.
    marks: Vec<u64>,
}

/// A save that marked: `m6`, of some versions `m6@2026-12-01T09:00:00`. Versions that know no marks pass it by.
fn mark(noted: &str) -> Option<u64> {
    noted.strip_prefix('m')?.split('@').next()?.parse().ok()
}

/// So many imports are noted. Marks are all noted: what is marked must be known as long as it is here, be the import taken back with which
/// the export came, or another export come under its id.
const NOTED: usize = 8;

impl Imports {
    /// The imports that were noted, oldest first.
    pub fn read(noted: &str) -> Self {
        let words = || noted.split(' ');
        Self {
            counted: words().filter_map(|number| number.parse().ok()).filter(|save| *save > 0).collect(),
            marks: words().filter_map(mark).collect(),
        }
    }

    /// The one import that is known of, where there is one.
    pub fn of(import: Option<u64>) -> Self {
        Self { counted: import.into_iter().collect(), marks: Vec::new() }
    }

    /// The latest that is noted, taken back or not; 0 where there is none.
    pub fn latest(&self) -> u64 {
        self.counted.last().copied().unwrap_or(0)
    }

    /// With one import more; old ones are forgotten.
    #[must_use]
    pub fn with(mut self, sequence: u64) -> Self {
        self.counted.push(sequence);
        self.counted.drain(..self.counted.len().saturating_sub(NOTED));
        self
    }

    /// With one more save that marked what an export did not hold.
    #[must_use]
    pub fn with_marks(mut self, save: u64) -> Self {
        self.marks.push(save);
        self
    }

    /// The saves that marked, taken back or not, oldest first.
    pub fn marks(&self) -> &[u64] {
        &self.marks
    }

    /// As it is noted. That none counts is noted too, as 0: who finds no note takes the last import for one that does.
    pub fn write(&self) -> String {
        let none = self.counted.is_empty().then(|| "0".to_owned());
        let marks = self.marks.iter().map(|save| format!("m{save}"));
        none.into_iter().chain(self.counted.iter().map(u64::to_string)).chain(marks).collect::<Vec<_>>().join(" ")
    }

    /// What is no work of anybody's: these imports, be they counted or not, what marked rows, and what took any of that back, however often.
    pub fn idle(&self, imports: BTreeSet<u64>, undone: &[(u64, u64)]) -> BTreeSet<u64> {
        with_undoing(self.marks.iter().copied().chain(imports).collect(), undone)
    }

    /// The last import before the end of this list that was not taken back, where `undone` are the pairs of a commit and the one that it
    /// takes back; and the commits after it that are no work: imports that were taken back, and what did that.
    pub fn last(&self, undone: &[(u64, u64)]) -> (u64, BTreeSet<u64>) {
        let taken_back = |commit: u64| taken_back(commit, undone);
        let last = self.counted.iter().rev().copied().find(|import| !taken_back(*import)).unwrap_or(0);
        let later = self.counted.iter().copied().filter(|import| *import > last);
        (last, with_undoing(later.collect(), undone))
    }
}

/// These commits, what takes them back, and what takes that back.
fn with_undoing(mut commits: BTreeSet<u64>, undone: &[(u64, u64)]) -> BTreeSet<u64> {
    loop {
        let more: Vec<u64> = undone.iter().filter(|(by, of)| commits.contains(of) && !commits.contains(by)).map(|(by, _)| *by).collect();
        if more.is_empty() {
            return commits;
        }
        commits.extend(more);
    }
}

/// True where a commit was taken back, and what did that was not.
pub fn taken_back(commit: u64, undone: &[(u64, u64)]) -> bool {
    undone.iter().any(|(by, of)| *of == commit && !taken_back(*by, undone))
}

/// The pair of a commit and the one that it takes back, by its name.
pub fn undoing(sequence: u64, what: &str) -> Option<(u64, u64)> {
    undone_by(what).filter(|of| *of < sequence).map(|of| (sequence, of))
}
