//! What was marked as deleted here, because a full export of its HMIS did not hold it any more (R-IMP-7): known from what the HMIS deleted
//! itself, which goes back as it came.

use super::moment;
use crate::domain::entry::Instant;
use crate::domain::row::Row;
use chrono::NaiveTime;
use std::collections::BTreeSet;

/// The moments that marks of this desk bear: those of the exports that did not hold what was marked.
pub type Moments = BTreeSet<Instant>;

/// True for a row of which nobody said that it is deleted: its `DateDeleted` is the moment of marks that were made here, and nothing was
/// written in it then. What was only inferred is in no export.
pub fn is_mark(row: &dyn Row, marks: &Moments) -> bool {
    // Asked of every row of an export, and most desks have none.
    !marks.is_empty() && marked_at(row).is_some_and(|at| marks.contains(&at) && !is_written_at(row, at))
}

/// The moment at which a row was marked or deleted.
pub fn marked_at(row: &dyn Row) -> Option<Instant> {
    row.file().column("DateDeleted").and_then(|at| moment(&row.peek(at)))
}

fn is_written_at(row: &dyn Row, at: Instant) -> bool {
    row.file().column("DateUpdated").and_then(|column| moment(&row.peek(column))) == Some(at)
}

/// True for more than a day. A system that tells days alone deletes on the day of its export every day, and what it deleted would be taken
/// for a mark.
pub(super) fn is_exact(at: Instant) -> bool {
    at.time() != NaiveTime::MIN
}
