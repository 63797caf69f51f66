//! On which line a row stood of which an import has something to say. The reader keeps no lines for that: a million rows, and these are few.

use super::{Have, Planning};
use crate::domain::{Packed, Row};
use crate::exchange::read::{Sought, lines_of};
use crate::exchange::report::Line;
use std::collections::HashMap;
use std::mem;
use std::path::Path;

/// The rows whose lines are looked for, and what of the plan is said of each.
pub(super) type Unplaced = HashMap<Sought, Vec<usize>>;

impl Sought {
    /// A row, as it is looked for in its export.
    pub(super) fn of(row: &Packed) -> Self {
        let file = Row::file(row);
        let client = file.info().owner.filter(|at| *at != file.info().key).map(|at| row.cell(at).to_owned());
        Self { file, key: row.key().to_owned(), client: client.unwrap_or_default() }
    }
}

impl Planning<'_> {
    /// Says something of a row, and has the line looked for on which it stood.
    pub(super) fn say_of(&mut self, row: Sought, said: Line) {
        self.unplaced.entry(row).or_default().push(self.plan.lines.len());
        self.plan.lines.push(said);
    }

    /// Gives what is said of single rows the lines on which they stood. The files of those rows are read once more, and these files alone.
    pub(super) fn place(&mut self, path: Option<&Path>, have: &impl Have) {
        let unplaced = mem::take(&mut self.unplaced);
        let Some(path) = path.filter(|_| !unplaced.is_empty() && have.reads_again(0)) else { return };
        for (row, line) in lines_of(path, unplaced.keys(), |rows| have.reads_again(rows)) {
            for at in unplaced.get(&row).into_iter().flatten() {
                self.plan.lines.get_mut(*at).into_iter().for_each(|said| said.line = line);
            }
        }
    }
}
