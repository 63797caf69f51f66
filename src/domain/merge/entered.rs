//! What a worker has typed into the HMIS by hand, as it is kept beside the rows it stands in: until the HMIS itself tells of them.

use super::differing::{cells_from, cells_text};
use super::edits::Base;
use super::moment;
use crate::domain::change::{Change, RowChange};
use crate::domain::chart::Chart;
use crate::domain::entry::{Instant, Text, Value};
use crate::domain::hud::{self, File};
use crate::domain::id::ClientId;
use crate::domain::row::Row;
use chrono::TimeDelta;

/// Cells of a row that were typed into one form of the HMIS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The row's file.
    pub file: File,
    /// Its key.
    pub key: String,
    /// The form of the HMIS, by a short name.
    pub form: String,
    /// What was typed.
    pub cells: Base,
    /// When it was ticked off.
    pub at: Option<Instant>,
    /// By whom.
    pub by: Text,
}

impl Entered {
    /// As it is kept; none where that cannot be read.
    pub fn read(kept: &hud::Entered) -> Option<Self> {
        let (file, form, key) = parts(kept.entered_id.as_str())?;
        let cells = cells_from(file, kept.cells.as_str())?;
        let (at, by) = (kept.entered_at.known(), kept.entered_by.clone());
        Some(Self { file, key: key.to_owned(), form: form.to_owned(), cells, at, by })
    }

    /// True where it is about this row.
    pub fn is_of(&self, row: &dyn Row) -> bool {
        self.file == row.file() && self.key == row.key()
    }

    /// Under which id it is kept.
    fn id(&self) -> String {
        format!("{}.{} {}", self.file.info().name, self.form, self.key)
    }

    fn keep(&self, owner: &ClientId) -> hud::Entered {
        hud::Entered {
            entered_id: Text::new(self.id()),
            personal_id: owner.clone(),
            cells: cells_text(self.file, &self.cells),
            entered_at: Value::from(self.at),
            entered_by: self.by.clone(),
        }
    }

    /// The change that keeps it, in place of what was kept of this form before.
    pub fn change(&self, chart: &Chart) -> Option<Change> {
        let id = self.id();
        let before = chart.entered.iter().find(|kept| kept.entered_id.as_str() == id);
        Change::row(before.map(|kept| kept as &dyn Row), &self.keep(chart.id()))
    }
}

/// File, form and key of an id under which it is kept.
fn parts(id: &str) -> Option<(File, &str, &str)> {
    let (place, key) = id.split_once(' ')?;
    let (file, form) = place.split_once('.')?;
    Some((File::ALL.iter().copied().find(|f| f.info().name == file)?, form, key))
}

/// The row beside which a change ticks a form off, or takes that back.
pub fn beside(change: &Change) -> Option<(File, String)> {
    let change = change.of_row()?;
    let (file, _, key) = (change.file() == Some(File::Entered)).then(|| parts(change.key.as_str()))??;
    Some((file, key.to_owned()))
}

/// The row beside which a change takes a tick back. What was ticked off when an export was written may not be in it; what is ticked off
/// later was, and so are the other forms of its row.
pub fn unticked(change: &Change) -> Option<(File, String)> {
    let row = change.of_row()?;
    let id = row.file().filter(|file| *file == File::Entered)?.info().key;
    let is_gone = row.cells.iter().any(|cell| usize::from(cell.column) == id && cell.after.is_blank());
    is_gone.then(|| beside(change)).flatten()
}

/// The change that takes away what was kept as typed.
pub fn untell(kept: &hud::Entered) -> Option<Change> {
    let gone = RowChange::between(Some(kept), &hud::Entered::default())?;
    Some(Change::from(RowChange { key: kept.entered_id.clone(), owner: Some(kept.personal_id.clone()), ..gone }))
}

/// So far the clock of the HMIS may be ahead of this one, which writes down the wall clock without its zone: a server that keeps UTC is up
/// to eleven hours ahead of the United States, and a tick may come before the form is saved. A day holds both; what was answered anew within
/// it is asked about rather than taken.
pub(super) const CLOCKS_APART: TimeDelta = TimeDelta::days(1);

/// What the HMIS is taken to have had in a row before an export tells of it, where somebody typed into it by hand: only a row that was
/// certainly saved there later than the last of its forms was ticked off, because the HMIS dates the whole row. Earlier, what it holds may
/// be a slip of that typing: a conflict. What holds again what it held before (`base`) is no later answer: then ours never came there.
pub fn after_entry(base: &mut Base, entered: &[Entered], incoming: &dyn Row) {
    let file = incoming.file();
    let updated = file.column("DateUpdated").and_then(|at| moment(&incoming.peek(at)));
    let of_row = || entered.iter().filter(|one| one.file == file && one.key == incoming.key());
    // A tick that nobody can date says nothing about what came after it.
    let later = |one: &Entered| one.at.is_some_and(|at| updated.is_some_and(|updated| updated - at > CLOCKS_APART));
    if !of_row().all(later) {
        return;
    }
    for one in of_row() {
        for (column, text) in &one.cells {
            if base.get(column).is_some_and(|before| before.as_str() != incoming.peek(usize::from(*column))) {
                base.insert(*column, text.clone());
            }
        }
    }
}
