//! What the rules say about an export as a whole: what HUD wants filled in (R-CSV-6), where it comes from (R-CSV-9), and whom it
//! holds (R-CSV-12). A desk's own records have no such envelope; their writer makes it.

use super::stay::Sink;
use crate::domain::chart::Chart;
use crate::domain::field::{FieldId, Origin};
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Export, File, at};
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use std::collections::HashSet;

/// HUD list 1.9: CoC HMIS, the source that names its CoCs.
const COC_HMIS: u32 = 1;

/// The envelope of an export, as every row is held against it.
pub(super) struct Envelope<'a> {
    export: &'a Export,
    /// For each file its columns that must be filled in, a bit for each, and its ExportID.
    wanted: Vec<(u128, Option<u16>)>,
}

/// Fields whose own rule says that they are missing.
const SAID_ELSEWHERE: [FieldId; 13] = [
    at::client::NAME_DATA_QUALITY,
    at::client::SSN_DATA_QUALITY,
    at::client::DOB_DATA_QUALITY,
    at::client::VETERAN_STATUS,
    at::enrollment::ENTRY_DATE,
    at::enrollment::HOUSEHOLD_ID,
    at::enrollment::RELATIONSHIP_TO_HOH,
    at::enrollment::DISABLING_CONDITION,
    at::exit::EXIT_DATE,
    at::exit::DESTINATION,
    at::event::EVENT_DATE,
    at::event::EVENT,
    at::event::EVENT_ID,
];

impl<'a> Envelope<'a> {
    /// The envelope of an export that lacks these columns; that they are missing, its reader says.
    pub fn new(export: &'a Export, absent: &[FieldId]) -> Self {
        let absent: HashSet<FieldId> = absent.iter().copied().collect();
        let is_wanted = |field: &FieldId| !field.info().nullable && !absent.contains(field) && !SAID_ELSEWHERE.contains(field);
        let wanted = File::ALL.iter().copied().map(|file| {
            let is_hud = file.info().origin == Origin::Hud;
            let fields = (0..).zip(file.info().columns).map(|(column, _)| FieldId { file, column });
            let must = fields.filter(|field| is_hud && is_wanted(field)).fold(0, |bits, field| bits | bit(field.column));
            let export_id = file.column("ExportID").filter(|_| is_hud && file != File::Export);
            (must, export_id.and_then(|at| u16::try_from(at).ok()))
        });
        Self { export, wanted: wanted.collect() }
    }

    /// Findings about any row: blanks that HUD does not allow, and another export's row.
    pub fn row(&self, row: &dyn Row) -> Vec<Finding> {
        let file = row.file();
        let Some((must, export_id)) = self.wanted.get(file as usize) else { return Vec::new() };
        let (mut blank, mut other) = (*must, None);
        row.each(&mut |column, text| {
            blank &= !bit(column);
            if *export_id == Some(column) && text != self.export.export_id.as_str() {
                other = Some(column);
            }
        });
        let mut found = Vec::new();
        while blank != 0 {
            let column = u16::try_from(blank.trailing_zeros()).unwrap_or_default();
            blank &= blank - 1;
            let field = FieldId { file, column };
            let words = format!("{} is blank, and HUD wants it filled in. Enter it, or that it was not collected.", field.label());
            found.push(Finding::fix(Rule::R_CSV_6, field, words).sent(Severity::Stop));
        }
        if let Some(column) = other {
            let words = "The row bears another ExportID than Export.csv, so it is of another export. Ask for a new one.";
            found.push(Finding::fix(Rule::R_CSV_9, FieldId { file, column }, words).sent(Severity::Stop));
        }
        found
    }

    /// Findings about the row of `Export.csv`.
    pub fn itself(&self) -> Vec<Finding> {
        let (row, rule, mut found) = (self.export, Rule::R_CSV_9, Vec::new());
        if !row.csv_version.is_blank() && !row.csv_version.as_str().contains("2026") {
            let words = "The export is of an earlier year. It can be read; to send it, ask for one of FY2026.";
            found.push(Finding::fix(rule, at::export::CSV_VERSION, words));
        }
        if row.source_type.is(COC_HMIS) && row.source_id.is_blank() {
            found.push(Finding::fix(rule, at::export::SOURCE_ID, "A CoC's HMIS names its CoC as the source. Ask for a new export."));
        }
        if row.export_start_date.known().zip(row.export_end_date.known()).is_some_and(|(start, end)| end < start) {
            found.push(Finding::fix(rule, at::export::EXPORT_END_DATE, "The period ends before it begins. Ask for a new export."));
        }
        found
    }
}

/// The bit of a column. No file has as many columns as there are bits; a test counts them.
fn bit(column: u16) -> u128 {
    1_u128.checked_shl(u32::from(column)).unwrap_or_default()
}

/// R-CSV-12: a client without any enrollment.
pub(super) fn enrolled(chart: &Chart, sink: &mut Sink<'_>) {
    if chart.enrollments.is_empty() {
        let words = "The client has no enrollment, so no report counts them. Enroll the client, or ask the sender for the enrollment.";
        sink.say(&chart.client, Finding::fix(Rule::R_CSV_12, at::client::PERSONAL_ID, words));
    }
}

/// Eva's check 101: an export without any enrollment.
pub(super) fn nobody() -> Finding {
    let words = "The export has no enrollments. Ask for another period, or for other projects.";
    Finding::fix(Rule::R_CSV_12, at::export::EXPORT_ID, words).sent(Severity::Stop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_bit() {
        assert!(File::ALL.iter().all(|file| file.info().columns.len() <= 128));
    }
}
