//! What was marked as deleted here, because a full export of its HMIS did not hold it any more (R-IMP-7): known from what the HMIS deleted
//! itself, which goes back as it came.

use super::moment;
use crate::domain::change::Change;
use crate::domain::entry::Instant;
use crate::domain::hud::File;
use crate::domain::row::Row;
use chrono::NaiveTime;
use std::collections::HashMap;

/// The rows that this desk marked, by file and key, each with the moment that the mark bears: when the export was written that did not hold it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    rows: HashMap<(File, String), Instant>,
}

impl Marks {
    /// Follows a save that marked; they are followed in order.
    pub fn follow(&mut self, changes: &[Change]) {
        for row in changes.iter().filter_map(Change::of_row) {
            let Some((file, at)) = row.file().and_then(|file| Some((file, file.column("DateDeleted")?))) else { continue };
            let deleted = row.cells.iter().find(|cell| usize::from(cell.column) == at).and_then(|cell| moment(cell.after.as_str()));
            self.rows.extend(deleted.map(|at| ((file, row.key.as_str().to_owned()), at)));
        }
    }

    /// True where this desk marked nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The moment of the mark of a row of which nobody said that it is deleted: its `DateDeleted` is still that of the mark, and nothing was
    /// written in it then. What was only inferred is in no export.
    pub fn of(&self, row: &dyn Row) -> Option<Instant> {
        // Asked of every row of an export, and most desks have none.
        let deleted = if self.is_empty() { None } else { stamp(row, "DateDeleted") };
        let marked = deleted.and_then(|_| self.rows.get(&(row.file(), row.key())).copied());
        marked.filter(|at| deleted == Some(*at) && stamp(row, "DateUpdated") != Some(*at))
    }

    /// True for a row that bears a mark.
    pub fn has(&self, row: &dyn Row) -> bool {
        self.of(row).is_some()
    }
}

fn stamp(row: &dyn Row, column: &str) -> Option<Instant> {
    row.file().column(column).and_then(|at| moment(&row.peek(at)))
}

/// True for more than a day. A system that tells days alone deletes on the day of its export, and nobody could tell that from a mark.
pub(super) fn is_exact(at: Instant) -> bool {
    at.time() != NaiveTime::MIN
}
