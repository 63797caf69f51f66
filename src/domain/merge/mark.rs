//! What was marked as deleted here, because a full export of its HMIS did not hold it any more (R-IMP-7): known from what the HMIS deleted
//! itself, which goes back as it came.

use super::claim::source;
use super::moment;
use crate::domain::entry::Instant;
use crate::domain::hud::Export;
use crate::domain::row::Row;
use chrono::NaiveTime;

/// True for a row of which nobody said that it is deleted: its `DateDeleted` is the moment of an export of its HMIS that was read here, and
/// nothing was written in it then. `exports` are all that were read. What was only inferred is in no export.
pub fn is_mark(row: &dyn Row, exports: &[Export]) -> bool {
    let text = |name: &str| row.file().column(name).map(|at| row.peek(at)).unwrap_or_default();
    let is_lone = |deleted: &Instant| is_exact(*deleted) && moment(&text("DateUpdated")) != Some(*deleted);
    let Some(deleted) = moment(&text("DateDeleted")).filter(is_lone) else { return false };
    let id = text("ExportID");
    // A row of which nobody knows where it came from may be of any.
    let of = exports.iter().find(|export| export.export_id.as_str() == id).map(source);
    exports.iter().any(|export| export.export_date.known() == Some(deleted) && of.is_none_or(|of| of == source(export)))
}

/// True for more than a day. A system that tells days alone deletes on the day of its export every day, and what it deleted would be taken
/// for a mark.
pub(super) fn is_exact(at: Instant) -> bool {
    at.time() != NaiveTime::MIN
}
