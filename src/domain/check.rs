//! The rules, as pure functions from rows to findings. Forms run them while somebody types, plans before they write, and the
//! data-quality list over everything that was imported.
//!
//! Nothing is changed here. Words name fields, dates and programs, never a client.

mod cells;
mod client;
mod contact;
mod dates;
mod enrollment;
mod envelope;
mod event;
mod gaps;
mod grants;
mod ground;
mod health;
mod household;
mod income;
mod leaving;
mod living;
mod overlap;
mod project;
mod service;
mod stages;
mod stay;
mod sweep;
mod timely;

pub use cells::{cells, of_cell};
pub(crate) use client::RACES;
pub use client::client;
pub use contact::living_situation;
pub use dates::missed_move_in;
pub use enrollment::{EnrollmentCase, asks_move_in, enrollment, exit, member_move_in, project_cocs};
pub use envelope::{Envelope, Held};
pub use event::{EventCase, event, result_date_fits};
pub(crate) use gaps::VETERANS_PROGRAM;
pub use health::{disability, disabling, violence};
pub use household::{HOUSEHOLD, Housemate, household};
pub use income::income;
pub use leaving::destination;
pub use living::prior_living;
pub(crate) use service::{HANGING, hangs};
pub use service::{aftercare, path_status, service};
pub use sweep::{Located, Sent, chart, everything, everything_as, export, export_as};

use super::finding::{Finding, Severity};
use super::history::is_stamp;

/// Lets an imported row be worked on: what was wrong before and is `unchanged` by this save flags and does not stop (R-420-16). Of stamps
/// nothing is said: the save writes them anew.
pub fn spare_inherited(before: &[Finding], after: Vec<Finding>, unchanged: impl Fn(&Finding) -> bool) -> Vec<Finding> {
    let was_there = |f: &Finding| before.iter().any(|b| (b.rule, b.field) == (f.rule, f.field));
    let spare = |f: Finding| {
        let severity = if f.severity == Severity::Stop && was_there(&f) && unchanged(&f) { Severity::Fix } else { f.severity };
        Finding { severity, ..f }
    };
    let stays = |f: &Finding| !is_stamp(f.field.file, usize::from(f.field.column));
    after.into_iter().filter(stays).map(spare).collect()
}
