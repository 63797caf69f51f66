//! Which CoCs these records know: those of programs, and those that stand at enrollments alone.

use super::agency::Agency;
use super::change::{Change, Commit, RowChange};
use super::field::FieldId;
use super::hud::at;
use super::row::Row;
use std::collections::BTreeSet;
use std::fmt;

/// Where a CoC stands of which there can be an export (R-CSV-11).
const NAMED: [FieldId; 2] = [at::project_coc::COC_CODE, at::enrollment::ENROLLMENT_COC];

/// CoC codes in order, as they stand in the rows that were looked at.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Cocs(BTreeSet<String>);

impl Cocs {
    /// Those of the programs.
    pub fn of(agency: &Agency) -> Self {
        let mut cocs = Self::default();
        agency.rows().for_each(|row| cocs.see(row));
        cocs
    }

    /// Takes up the CoC that a row names, deleted or not: a deleted row goes out with an export too.
    pub fn see(&mut self, row: &dyn Row) {
        for code in NAMED.map(|field| row.look(field)) {
            if !code.is_empty() && !self.has(&code) {
                self.0.insert(code.into_owned());
            }
        }
    }

    /// True where a CoC that a row named is no more in it after this commit.
    pub fn parted(commit: &Commit) -> bool {
        let names = |row: &RowChange| {
            let columns = NAMED.into_iter().filter(|field| row.file() == Some(field.file)).map(|field| field.column);
            columns.into_iter().any(|column| row.cells.iter().any(|cell| cell.column == column && !cell.before.is_blank()))
        };
        commit.changes.iter().any(|change| if let Change::Row(row) = change { names(row) } else { false })
    }

    /// Takes up all of others.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// True where it is known.
    pub fn has(&self, code: &str) -> bool {
        self.0.contains(code)
    }

    /// Each of them.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

// Anything may stand in a cell of an import, a name too.
impl fmt::Debug for Cocs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cocs({})", self.0.len())
    }
}
