//! Rows whose stamp lies far ahead of our clock (R-IMP-7): the newer row wins everywhere, so nothing that anybody writes in such a row by a
//! right clock ever counts as newer. They are kept, and each is said.

use super::Planning;
use crate::domain::entry::Scalar;
use crate::domain::merge::{is_past, moment};
use crate::domain::words::count;
use crate::domain::{File, Instant, Packed, Row};
use crate::exchange::file_name;
use crate::exchange::read::Sought;
use crate::exchange::report::{Line, Outcome};
use std::collections::BTreeMap;

/// So many rows of a file are named. Where our own clock is wrong, all of them are ahead.
const NAMED: usize = 100;

/// The rows that were seen so far.
#[derive(Debug)]
pub(super) struct Far {
    now: Instant,
    /// As a stamp is written: most are told by it from one that is ahead, without being read.
    today: String,
    /// By file those that are named, and how many there are in all.
    rows: BTreeMap<File, (Vec<Sought>, usize)>,
}

impl Far {
    /// None yet, at this moment.
    pub fn beyond(now: Instant) -> Self {
        Self { now, today: now.write(), rows: BTreeMap::new() }
    }

    /// Takes a row up where its stamp is far ahead.
    pub fn see(&mut self, row: &Packed) {
        let Some(file) = row.file() else { return };
        let Some(stamp) = file.column("DateUpdated").map(|at| row.cell(at)).filter(|stamp| *stamp > self.today.as_str()) else { return };
        if moment(stamp).is_none_or(|at| is_past(at, self.now)) {
            return;
        }
        let (named, all) = self.rows.entry(file).or_default();
        *all += 1;
        if named.len() < NAMED {
            named.push(sought(row));
        }
    }
}

/// A row as it is looked for in its export.
fn sought(row: &Packed) -> Sought {
    let file = Row::file(row);
    let client = file.info().owner.filter(|at| *at != file.info().key).map(|at| row.cell(at).to_owned());
    (file, row.key().to_owned(), client.unwrap_or_default())
}

impl Planning<'_> {
    /// Notes that the next line of the plan is about a row of which nobody knows yet where it stood.
    pub(super) fn unplaced(&mut self, row: &Packed) {
        self.unplaced.entry(sought(row)).or_default().push(self.plan.lines.len());
    }

    /// Says which rows have a stamp that is far ahead.
    pub(super) fn say_far(&mut self) {
        for (file, (named, all)) in std::mem::take(&mut self.far.rows) {
            let more = all - named.len();
            let line = |words| {
                let column = Some("DateUpdated".to_owned());
                Line { file: file_name(file), line: 0, column, rule: "R-IMP-7", outcome: Outcome::Kept, words }
            };
            for row in named {
                let words = format!(
                    "{} {} has a stamp that is more than a day ahead of this computer's clock; kept as it came. Your HMIS and other desks take \
                     it for newer than what others write later. Compare this computer's clock, or have your HMIS correct the stamp.",
                    file.info().name,
                    row.1
                );
                self.unplaced.entry(row).or_default().push(self.plan.lines.len());
                self.plan.lines.push(line(words));
            }
            if more > 0 {
                self.plan.lines.push(line(format!("The same of {}.", count(more, "more row"))));
            }
        }
    }
}
