//! Rows whose stamp lies far ahead of our clock (R-IMP-7). The newer row wins everywhere, so what anybody writes in such a row by a right
//! clock counts as older; what is written here follows its stamp ([`stamp`](crate::domain::stamp)). They are kept, and each is said where it
//! comes in.

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
    /// The same as a stamp is written: most are told by it from one that is ahead, without being read.
    written: String,
    /// By file those that are named, and how many there are in all.
    rows: BTreeMap<File, (Vec<Sought>, usize)>,
}

impl Far {
    /// None yet, at this moment.
    pub fn beyond(now: Instant) -> Self {
        Self { now, written: now.write(), rows: BTreeMap::new() }
    }

    /// True for a stamp that is far ahead.
    fn is_far(&self, stamp: &str) -> bool {
        stamp > self.written.as_str() && moment(stamp).is_some_and(|at| !is_past(at, self.now))
    }

    fn take(&mut self, row: &Packed) {
        let (named, all) = self.rows.entry(Row::file(row)).or_default();
        *all += 1;
        if named.len() < NAMED {
            named.push(Sought::of(row));
        }
    }
}

impl Planning<'_> {
    /// Takes a row up where a stamp comes in with it that is far ahead. What is here with that stamp was said when it came, and in an
    /// export of this program stands what was said before.
    pub(super) fn see(&mut self, row: &Packed, here: Option<&dyn Row>) {
        let Some(at) = row.file().and_then(|file| file.column("DateUpdated")).filter(|_| !self.is_ours) else { return };
        let stamp = row.cell(at);
        if self.far.is_far(stamp) && here.is_none_or(|here| here.peek(at) != stamp) {
            self.far.take(row);
        }
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
                    "{} {} has a stamp that is more than a day ahead of this computer's clock; kept as it came. Your HMIS takes it for newer \
                     than what is entered there until then. Compare this computer's clock, or have your HMIS correct the stamp.",
                    file.info().name,
                    row.key
                );
                self.say_of(row, line(words));
            }
            if more > 0 {
                self.plan.lines.push(line(format!("The same of {}.", count(more, "more row"))));
            }
        }
    }
}
