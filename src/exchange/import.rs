//! From what was read to what the desk has: the changes of one import. Pure; the store's content is asked through [`Have`].
//!
//! Rows are matched by primary key. A row that is not here is new; one that differs is updated, whole; what is here and not in the
//! import stays. Where a row was edited here after the HMIS wrote its version, nothing at all is imported (R-IMP-7): an import
//! never wipes work that the HMIS does not have yet.

use super::file_name;
use super::read::Source;
use super::report::{Line, Outcome};
use crate::domain::entry::Scalar;
use crate::domain::words::count;
use crate::domain::{Agency, Change, Chart, ClientId, FieldId, File, Instant, Row, RowChange};
use std::collections::HashMap;
use std::fmt;

/// So many records are named in a refusal.
const NAMED: usize = 10;

/// What the desk has now.
pub trait Have {
    /// The rows that belong to no client.
    fn agency(&self) -> &Agency;
    /// A client's chart.
    fn chart(&self, client: &ClientId) -> Option<Chart>;
    /// The client in whose chart a row of this key stands, where that is known. It finds rows that the HMIS moved to another client.
    fn owner(&self, file: File, key: &str) -> Option<ClientId>;
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// The changes of one commit.
    pub changes: Vec<Change>,
    /// How many rows.
    pub counts: Counts,
    /// Rows that were left out, and why.
    pub lines: Vec<Line>,
}

/// Rows of an import, by what happens to them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Not here yet.
    pub new: u64,
    /// Here, and different.
    pub updated: u64,
    /// Here as they are.
    pub unchanged: u64,
    /// Left out; each has a line.
    pub refused: u64,
}

/// Records that were edited here after the HMIS wrote its version of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Conflict {
    /// The file and key of each.
    pub edited: Vec<(File, String)>,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named: Vec<String> = self.edited.iter().take(NAMED).map(|(file, key)| format!("{} {key}", file.info().name)).collect();
        let rest = self.edited.len().saturating_sub(NAMED);
        let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        let (count, are) = (count(self.edited.len(), "record"), if self.edited.len() == 1 { "is" } else { "are" });
        write!(
            f,
            "{count} {are} newer here than in this export: {}{rest}. Nothing was imported, so that no work is lost. \
             Enter in the HMIS what was edited here, then import a newer export.",
            named.join(", ")
        )
    }
}

/// Plans an import. Planning the same import again after its changes were applied gives no change.
pub fn plan(source: &Source, have: &impl Have) -> Result<Plan, Conflict> {
    let mut planning = Planning { source, plan: Plan::default(), edited: Vec::new() };
    planning.rows(source.agency.rows(), have.agency().rows(), None, |_, _| None);
    for chart in &source.charts {
        match have.chart(chart.id()) {
            Some(here) => planning.rows(chart.rows(), here.rows(), Some(chart.id()), |file, key| have.owner(file, key)),
            None => planning.rows(chart.rows(), std::iter::empty(), Some(chart.id()), |file, key| have.owner(file, key)),
        }
    }
    if planning.edited.is_empty() { Ok(planning.plan) } else { Err(Conflict { edited: planning.edited }) }
}

struct Planning<'a> {
    source: &'a Source,
    plan: Plan,
    edited: Vec<(File, String)>,
}

impl Planning<'_> {
    fn rows<'r>(
        &mut self,
        incoming: impl Iterator<Item = &'r dyn Row>,
        here: impl Iterator<Item = &'r dyn Row>,
        client: Option<&ClientId>,
        owner: impl Fn(File, &str) -> Option<ClientId>,
    ) {
        let here: HashMap<(File, String), &dyn Row> = here.map(|row| ((row.file(), row.key()), row)).collect();
        // Where two clients were merged in the HMIS, what hangs on an enrollment must not land apart from it.
        let hangs_elsewhere = |row: &dyn Row| {
            let enrollment = row.file().column("EnrollmentID").map(|at| row.cell(at)).filter(|id| !id.is_empty());
            enrollment.and_then(|id| owner(File::Enrollment, &id)).is_some_and(|of| client.is_some_and(|client| *client != of))
        };
        for row in incoming {
            let (file, key) = (row.file(), row.key());
            match here.get(&(file, key.clone())) {
                Some(before) => self.known(*before, row),
                None if owner(file, &key).is_some() => self.moved(file, &key, "belongs to another client here"),
                None if hangs_elsewhere(row) => self.moved(file, &key, "hangs on an enrollment that belongs to another client here"),
                None => {
                    self.plan.counts.new += 1;
                    self.plan.changes.extend(Change::row(None, row));
                }
            }
        }
    }

    fn known(&mut self, before: &dyn Row, after: &dyn Row) {
        let (file, counts) = (after.file(), &mut self.plan.counts);
        let change = RowChange::between(Some(before), after).map(|change| self.source.without_absent(change));
        let Some(change) = change.filter(|change| change.fields().any(|field| !is_stamp(field))) else {
            counts.unchanged += 1;
            return;
        };
        if edited_since(before, after) {
            if change.fields().all(is_bookkeeping) {
                counts.unchanged += 1;
                return;
            }
            self.edited.push((file, after.key()));
            return;
        }
        counts.updated += 1;
        self.plan.changes.push(Change::Row(change));
    }

    fn moved(&mut self, file: File, key: &str, why: &str) {
        self.plan.counts.refused += 1;
        let words = format!("{} {key} {why}; it was not taken over. Compare both clients with the HMIS.", file.info().name);
        self.plan.lines.push(Line { file: file_name(file), line: 0, column: None, rule: "R-IMP-7", outcome: Outcome::Refused, words });
    }
}

impl Source {
    /// A column that the export does not have says nothing about what stands here.
    fn without_absent(&self, mut change: RowChange) -> RowChange {
        let file = change.file();
        change.cells.retain(|cell| !self.absent.iter().any(|field| Some(field.file) == file && field.column == cell.column));
        change
    }
}

/// True for the cell that every export writes anew.
fn is_stamp(field: FieldId) -> bool {
    field.file != File::Export && field.info().name == "ExportID"
}

/// True for the cells that say who wrote a row and when, not what.
fn is_bookkeeping(field: FieldId) -> bool {
    matches!(field.info().name, "DateUpdated" | "UserID") && field.file != File::User || is_stamp(field)
}

/// True where the row here was updated after the incoming one was.
fn edited_since(here: &dyn Row, incoming: &dyn Row) -> bool {
    let updated = |row: &dyn Row| row.file().column("DateUpdated").and_then(|at| Instant::read(&row.cell(at)));
    updated(here) > updated(incoming)
}
