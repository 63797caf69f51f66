//! What is recorded of a stay on a day on which the program does not record it: no grant asked for it then, or the client was a child.
//! The form says the same (`occasion/judge.rs`).

use super::ground::Ground;
use super::stay::{Sink, Stay};
use crate::domain::chart::Chart;
use crate::domain::entry::{Day, Entry as _, Value};
use crate::domain::occasion::{self, KINDS};
use crate::domain::row::Row;

/// Findings about the records of one stay (R-SVC-2), whatever their kind.
pub(super) fn one(chart: &Chart, stay: &Stay<'_>, ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let agency = ground.agency_of(&stay.row.project_id);
    let Some(of) = occasion::Stay::of(chart, &stay.row.enrollment_id, agency, None, ground.today) else { return };
    let services = stay.services.iter().map(|row| *row as &dyn Row);
    let living = stay.living.iter().map(|row| *row as &dyn Row);
    let assessments = stay.assessments.iter().map(|row| *row as &dyn Row);
    let once = std::iter::once(stay.row as &dyn Row).chain(stay.exit.map(|row| row as &dyn Row));
    for row in services.chain(living).chain(assessments).chain(once) {
        for kind in KINDS.iter().filter(|kind| kind.is_of(row) && !kind.is_blank_in(row)) {
            let on = Value::<Day>::parse(&row.get(kind.day)).known();
            sink.all(row, on.and_then(|on| of.unrecorded(kind, on)));
        }
    }
}
