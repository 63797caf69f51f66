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
    /// For each file its columns that must be filled in, and its ExportID.
    wanted: Vec<(Vec<FieldId>, Option<usize>)>,
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
        let fields = |file: File| {
            let columns = file.info().columns.iter().zip(0_u16..);
            let needed = columns.filter(move |(column, _)| !column.nullable && file.info().origin == Origin::Hud);
            needed.map(move |(_, column)| FieldId { file, column })
        };
        let wanted = File::ALL.iter().map(|file| {
            let must = fields(*file).filter(|f| !absent.contains(f) && !SAID_ELSEWHERE.contains(f)).collect();
            (must, file.column("ExportID").filter(|_| file.info().origin == Origin::Hud && *file != File::Export))
        });
        Self { export, wanted: wanted.collect() }
    }

    /// Findings about any row: blanks that HUD does not allow, and another export's row.
    pub fn row(&self, row: &dyn Row) -> Vec<Finding> {
        let Some((must, export_id)) = self.wanted.get(row.file() as usize) else { return Vec::new() };
        let mut found = Vec::new();
        for field in must.iter().filter(|f| row.peek(usize::from(f.column)).is_empty()) {
            let words = format!("{} is blank, and HUD wants it filled in. Enter it, or that it was not collected.", field.label());
            found.push(Finding::fix(Rule::R_CSV_6, *field, words).sent(Severity::Stop));
        }
        let other = export_id.map(|at| (at, row.peek(at))).filter(|(_, id)| !id.is_empty() && *id != self.export.export_id.as_str());
        if let Some(column) = other.and_then(|(at, _)| u16::try_from(at).ok()) {
            let words = "The row bears another ExportID than Export.csv, so it is of another export. Ask for a new one.";
            found.push(Finding::fix(Rule::R_CSV_9, FieldId { file: row.file(), column }, words).sent(Severity::Stop));
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
