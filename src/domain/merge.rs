//! A row as it is here and as the HMIS has it, put together cell by cell (R-IMP-7): what only one side changed is taken from that side,
//! and what both changed is left as it is here, until somebody has seen both and chosen.
//!
//! Who changed a cell is told by what it held when the HMIS last told of it: the [`Edits`] since then, and [`Theirs`], which is kept for
//! each row that is not here as the HMIS has it.

mod ahead;
mod claim;
mod differing;
mod drafts;
mod edits;
mod entered;
mod gone;
mod mark;
mod moved;
mod own;
#[cfg(test)]
mod tests;
mod typed;
mod weigh;

pub use ahead::{Exported, Heard, Lately, Writing, ahead, is_new, stands, told};
pub use claim::{Claim, SOFTWARE, is_ours, is_past, source};
pub use differing::{Differing, Side, id, settle};
pub use drafts::{Give, Handed, Named, PLACE, Renamed, Sort, follow, form_anew, row_anew, words_of};
pub use edits::{Base, Edits, Imports, Renaming, renamings, taken_back, undoing};
pub use entered::{Entered, after_entry, beside, untell, unticked};
pub use gone::{Found, Gone, Group, Record, Stay, Stays, Told, Why, gone};
pub use mark::Marks;
pub use moved::{Goes, Parted, is_same, part};
pub use own::{Own, Written, written};
pub(in crate::domain) use typed::place_of;
pub use typed::{Names, Recognised, is_entered, recognise, rename};
pub use weigh::{Weighed, Weighing, stay_together, together};

use super::change::RowChange;
use super::entry::{Instant, Scalar, Text};
use super::field::FieldId;
use super::history::is_stamp;
use super::row::Row;
use std::collections::{BTreeMap, BTreeSet};

/// When a row was updated, by its stamp: in HUD's form, or in the one that other systems write, `2026-11-29T10:00:00Z`, which is good enough
/// to tell which of two is newer.
pub fn moment(stamp: &str) -> Option<Instant> {
    let other = || Some(format!("{} {}", stamp.get(..10)?, stamp.get(11..19).filter(|_| stamp.as_bytes().get(10) == Some(&b'T'))?));
    Instant::read(stamp).or_else(|| Instant::read(&other()?))
}

/// A row here and in the HMIS, put together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// What becomes of the row here; none where nothing does.
    pub change: Option<RowChange>,
    /// Cells that stay as they are here, and what the HMIS has in them.
    pub kept: BTreeMap<u16, Text>,
    /// Those of them that both sides changed.
    pub both: BTreeSet<u16>,
    /// True where the HMIS's version is older than what it told us before, so that nothing of it counts.
    pub older: bool,
}

/// Puts `incoming` together with the row that is `here`. `base` says what a cell held when the HMIS last told of it, where it was changed
/// here since; `absent` is true for cells of which the incoming row says nothing at all.
pub fn merge(here: &dyn Row, incoming: &dyn Row, base: &Base, absent: impl Fn(FieldId) -> bool) -> Merged {
    let file = here.file();
    let mut merged = Merged::default();
    let Some(mut change) = RowChange::between(Some(here), incoming) else { return merged };
    let told = |column: usize| u16::try_from(column).ok().and_then(|column| base.get(&column));
    let updated = file.column("DateUpdated");
    if let Some(column) = updated {
        let before = told(column).map_or_else(|| here.cell(column), |text| text.as_str().to_owned());
        merged.older = moment(&incoming.cell(column)) < moment(&before) && moment(&before).is_some();
        if merged.older {
            return merged;
        }
    }
    let edited = |column: u16| base.get(&column).is_some_and(|held| held.as_str() != here.cell(usize::from(column)));
    // Put back here after theirs was written: whoever did so knew of it and said no, or knew nothing of it, and is asked.
    let later = updated.is_some_and(|at| told(at).is_some() && moment(&incoming.cell(at)) < moment(&here.cell(at)));
    let put_back = |column: u16| later && base.contains_key(&column);
    let worked = base.keys().any(|column| edited(*column) && !is_stamp(file, usize::from(*column)));
    let deleted = file.column("DateDeleted").and_then(|at| u16::try_from(at).ok());
    change.cells.retain(|cell| {
        let (column, at) = (cell.column, usize::from(cell.column));
        if is_stamp(file, at) || absent(FieldId { file, column }) {
            return is_stamp(file, at) && !absent(FieldId { file, column });
        }
        // Who deletes a row does not know of the work in it.
        let buries = Some(column) == deleted && worked && !cell.after.is_blank();
        if !edited(column) && !buries && !put_back(column) {
            return true;
        }
        // What the HMIS told before was chosen about before, a deletion too.
        if told(at).is_none_or(|held| *held != cell.after) {
            merged.both.insert(column);
        }
        merged.kept.insert(column, cell.after.clone());
        false
    });
    if let Some(column) = updated.and_then(|at| u16::try_from(at).ok()).filter(|_| !merged.kept.is_empty()) {
        // By it, an export that is older still is told from this one.
        merged.kept.insert(column, Text::new(incoming.cell(usize::from(column))));
    }
    // Who wrote a row and when is what the HMIS says, unless there is something in it that the HMIS does not have.
    let stamped = merged.kept.is_empty();
    let name = |column: u16| file.info().columns.get(usize::from(column)).map_or("", |c| c.name);
    change.cells.retain(|cell| !is_stamp(file, usize::from(cell.column)) || stamped && name(cell.column) != "ExportID");
    merged.change = Some(change).filter(|change| !change.cells.is_empty());
    merged
}
