//! What of a client's rows was written on this desk, and the HMIS has not told of it. By this an export tells what is to be corrected here
//! from what goes back as it came, and the desk asks for the answers of what was recorded here alone (R-IMP-10).

use super::ahead::{is_new, told};
use super::edits::{Base, Edits};
use crate::domain::chart::Chart;
use crate::domain::entry::Text;
use crate::domain::history::is_stamp;
use crate::domain::hud::File;
use crate::domain::row::Row;
use std::collections::{BTreeSet, HashMap};

/// What of a row was written here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// All of it: the HMIS has told of no such row.
    Row,
    /// These columns; the others are as the HMIS told.
    Cells(BTreeSet<u16>),
}

impl Own {
    /// True for a column that was written here.
    pub fn has(&self, column: usize) -> bool {
        match self {
            Self::Row => true,
            Self::Cells(columns) => columns.iter().any(|own| usize::from(*own) == column),
        }
    }
}

/// The rows in which something was written here that the HMIS has not told, by file and key.
pub type Written = HashMap<(File, String), Own>;

/// What of this chart was written here.
pub fn written(chart: &Chart, edits: &Edits) -> Written {
    chart.rows().filter_map(|row| Some(((row.file(), row.key()), own(row, &told(chart, edits, row))?))).collect()
}

/// What of a row was written here, where the HMIS told this of it; none where nothing was.
fn own(row: &dyn Row, hmis: &Base) -> Option<Own> {
    if is_new(row, hmis) {
        return Some(Own::Row);
    }
    let differs = |(column, text): &(&u16, &Text)| row.peek(usize::from(**column)) != text.as_str();
    let cells: BTreeSet<u16> = hmis.iter().filter(differs).map(|(column, _)| *column).collect();
    let worked = cells.iter().any(|column| !is_stamp(row.file(), usize::from(*column)));
    worked.then_some(Own::Cells(cells))
}
