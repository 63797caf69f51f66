//! What the rules say about an export as a whole: what HUD wants filled in (R-CSV-6), where it comes from (R-CSV-9), and whom it
//! holds (R-CSV-12). A desk's own records have no such envelope; their writer makes it.

use super::stay::Sink;
use crate::domain::chart::Chart;
use crate::domain::field::{FieldId, Origin};
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Export, File, at};
use crate::domain::row::{Columns, OfFile};
use crate::domain::rule::Rule;
use std::collections::HashSet;

/// HUD list 1.9: CoC HMIS, the source that names its CoCs.
const COC_HMIS: u32 = 1;

/// The envelope of an export, as every row is held against it.
pub struct Envelope<'a> {
    export: &'a Export,
    /// Columns that must be filled in.
    wanted: Columns,
    /// For each file its ExportID.
    export_ids: Vec<Option<u16>>,
}

/// A row that is held against the envelope, cell by cell.
pub struct Held<'a> {
    envelope: &'a Envelope<'a>,
    file: File,
    export_id: Option<u16>,
    /// Columns that must be filled in and were not met yet.
    blank: OfFile,
    /// True where the row bears another ExportID.
    foreign: bool,
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
        let is_hud = |file: File| file.info().origin == Origin::Hud;
        let wanted = Columns::new(|field| is_hud(field.file) && is_wanted(&field));
        let export_id = |file: &File| {
            let column = file.column("ExportID").filter(|_| is_hud(*file) && *file != File::Export);
            column.and_then(|at| u16::try_from(at).ok())
        };
        Self { export, wanted, export_ids: File::ALL.iter().map(export_id).collect() }
    }

    /// A row of this file, whose cells will be shown one after the other.
    pub fn hold(&self, file: File) -> Held<'_> {
        let export_id = self.export_ids.get(file as usize).copied().flatten();
        Held { envelope: self, file, export_id, blank: self.wanted.of(file as u8), foreign: false }
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

impl Held<'_> {
    /// Its next cell that holds something.
    pub fn cell(&mut self, column: u16, text: &str) {
        self.blank.set(column, false);
        self.foreign |= self.export_id == Some(column) && text != self.envelope.export.export_id.as_str();
    }

    /// True where there is nothing to be found about it.
    pub fn is_clean(&self) -> bool {
        self.blank.is_empty() && !self.foreign
    }

    /// Findings about it: blanks that HUD does not allow, and another export's row.
    pub fn findings(self) -> impl Iterator<Item = Finding> {
        let file = self.file;
        let blank = self.blank.iter().map(move |column| {
            let field = FieldId { file, column };
            let words = format!("{} is blank, and HUD wants it filled in. Enter it, or that it was not collected.", field.label());
            Finding::fix(Rule::R_CSV_6, field, words).sent(Severity::Stop)
        });
        let foreign = self.export_id.filter(|_| self.foreign).map(|column| {
            let words = "The row bears another ExportID than Export.csv, so it is of another export. Ask for a new one.";
            Finding::fix(Rule::R_CSV_9, FieldId { file, column }, words).sent(Severity::Stop)
        });
        blank.chain(foreign)
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
