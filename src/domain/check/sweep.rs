//! The rules over everything that is kept or was read: the data-quality list, and the last look before an export.
//!
//! The cost grows with the rows: what rows look up is put together once ([`Ground`]), and each client's rows once for their stays.

use super::envelope::{self, Envelope};
use super::ground::Ground;
use super::stay::{Sink, Stay, stays};
use super::{EnrollmentCase, EventCase, cells, client, contact, dates, enrollment, event, exit, gaps, health, households, income};
use super::{leaving, overlap, project, stages};
use crate::domain::agency::Agency;
use crate::domain::chart::Chart;
use crate::domain::entry::Day;
use crate::domain::field::{FieldId, Origin};
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{EventCode, Export, File, at};
use crate::domain::id::ClientId;
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A finding and the row that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The row's file.
    pub file: File,
    /// The row's primary key.
    pub key: String,
    /// In whose chart it stands; none for the agency's rows.
    pub owner: Option<ClientId>,
    /// What was found, with the severity that it has in a list.
    pub finding: Finding,
}

/// An export as it was read, for the rules that speak of it as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// Its row of `Export.csv`.
    pub export: &'a Export,
    /// Columns that it does not have.
    pub absent: &'a [FieldId],
    /// True where names and Social Security Numbers are hashed, so that nothing can be said of them (R-IMP-9).
    pub hashed: bool,
}

/// Every finding about one chart by itself. Deleted rows are skipped.
pub fn chart(chart: &Chart, agency: &Agency, today: Day) -> Vec<Located> {
    let sweep = Sweep { ground: Ground::new(agency, std::slice::from_ref(chart), today), sent: None, envelope: None, linked: true };
    let mut found = Vec::new();
    sweep.chart(chart, &mut found);
    sweep.settle(found)
}

/// Every finding about a desk's own records: the agency, every chart, and the households that span charts.
pub fn everything(agency: &Agency, charts: &[Chart], today: Day) -> Vec<Located> {
    Sweep { ground: Ground::new(agency, charts, today), sent: None, envelope: None, linked: true }.run(agency, charts)
}

/// Every finding about an export.
pub fn export(agency: &Agency, charts: &[Chart], sent: &Sent<'_>, today: Day) -> Vec<Located> {
    let envelope = Some(Envelope::new(sent.export, sent.absent));
    // What we keep beside an event comes with our own exports alone; elsewhere nobody can miss it.
    let linked = charts.iter().any(|c| !c.referrals.is_empty());
    Sweep { ground: Ground::new(agency, charts, today), sent: Some(*sent), envelope, linked }.run(agency, charts)
}

/// A sweep on its way.
struct Sweep<'a> {
    ground: Ground<'a>,
    sent: Option<Sent<'a>>,
    envelope: Option<Envelope<'a>>,
    linked: bool,
}

impl<'a> Sweep<'a> {
    fn run(&self, agency: &'a Agency, charts: &'a [Chart]) -> Vec<Located> {
        let mut found = Vec::new();
        let mut sink = Sink { owner: None, found: &mut found };
        for row in agency.rows().filter(|r| !is_deleted(*r)) {
            sink.all(row, cells(row));
            sink.all(row, self.envelope.iter().flat_map(|e| e.row(row)));
        }
        if let Some((sent, envelope)) = self.sent.zip(self.envelope.as_ref()) {
            sink.all(sent.export, envelope.itself().into_iter().chain(envelope::nobody(charts)));
        }
        project::projects(&self.ground, &mut found);
        let mut seen: HashSet<&ClientId> = HashSet::with_capacity(charts.len());
        for one in charts {
            if !seen.insert(one.id()) {
                let words = "Another row has the same PersonalID. Ask the sender which of the two counts.";
                let finding = Finding::fix(Rule::R_DUP_1, at::client::PERSONAL_ID, words).sent(Severity::Stop);
                Sink { owner: Some(one.id()), found: &mut found }.say(&one.client, finding);
            }
            self.chart(one, &mut found);
        }
        found.extend(households(charts));
        self.settle(found)
    }

    fn chart(&self, chart: &Chart, found: &mut Vec<Located>) {
        let mut sink = Sink { owner: Some(chart.id()), found };
        self.rows(chart, &mut sink);
        let stays = stays(chart, &self.ground);
        self.stays(chart, &stays, &mut sink);
        self.events(chart, &mut sink);
        if is_deleted(&chart.client) {
            return;
        }
        let has_sex = self.sent.is_none_or(|s| !s.absent.contains(&at::client::SEX));
        gaps::client(chart, &stays, &self.ground, has_sex, &mut sink);
        if self.sent.is_some() {
            envelope::enrolled(chart, &mut sink);
        }
    }

    /// What can be said of each row by itself.
    fn rows(&self, chart: &Chart, sink: &mut Sink<'_>) {
        let gone: HashSet<String> =
            chart.enrollments.iter().filter(|e| !e.date_deleted.is_blank()).map(|e| e.enrollment_id.as_str().to_owned()).collect();
        for row in chart.rows().filter(|r| !is_deleted(*r)) {
            match row.file() {
                File::Client => sink.all(row, client(&chart.client, self.ground.today)),
                File::Enrollment | File::Event | File::Exit | File::Referral => {}
                file if file.info().origin == Origin::Beside => {}
                _ => sink.all(row, cells(row)),
            }
            if let Some(envelope) = &self.envelope {
                sink.all(row, envelope.row(row));
            }
            if !gone.is_empty() {
                sink.all(row, orphaned(row, &gone));
            }
        }
        for row in chart.incomes.iter().filter(|r| r.date_deleted.is_blank()) {
            sink.all(row, income::income(row));
        }
        for row in chart.health.iter().filter(|r| r.date_deleted.is_blank()) {
            sink.all(row, health::violence(row));
        }
        for row in chart.disabilities.iter().filter(|r| r.date_deleted.is_blank()) {
            sink.all(row, health::disability(row));
        }
        for row in chart.living_situations.iter().filter(|r| r.date_deleted.is_blank()) {
            sink.all(row, contact::living_situation(row));
        }
    }

    fn stays(&self, chart: &Chart, stays: &[Stay<'_>], sink: &mut Sink<'_>) {
        let today = self.ground.today;
        for stay in stays {
            let case = EnrollmentCase { chart, agency: self.ground.agency_of(&stay.row.project_id), today };
            sink.all(stay.row, enrollment::alone(&case, stay.row, stay.left));
            dates::one(stay, &self.ground, sink);
            stages::one(stay, &self.ground, sink);
            contact::together(stay, sink);
            health::together(stay, sink);
            gaps::veterans_program(stay, sink);
        }
        overlap::same_project(stays, sink);
        overlap::nights_twice(stays, sink);
        for row in chart.exits.iter().filter(|r| r.date_deleted.is_blank()) {
            let case = EnrollmentCase { chart, agency: self.ground.agency, today };
            sink.all(row, exit(&case, row));
            sink.all(row, leaving::destination(row));
        }
    }

    fn events(&self, chart: &Chart, sink: &mut Sink<'_>) {
        let today = self.ground.today;
        for row in chart.events.iter().filter(|r| r.date_deleted.is_blank()) {
            let referral = chart.referral(&row.event_id);
            // The halves of a joint pair are looked for in the whole agency, everything else at the location.
            let joint = row.event.is(EventCode::JointOpening) && !referral.resulting_enrollment_id.is_blank();
            let agency = if joint { self.ground.agency } else { self.ground.agency_at(&row.location_crisis_or_ph_housing) };
            let found = event(&EventCase { chart, agency, today }, row, &referral);
            // The reason is asked for while a referral is resolved; afterwards its blank says that nobody knew.
            let idle = |f: &Finding| f.rule == Rule::R_RES_3 || (!self.linked && f.rule == Rule::R_RES_6);
            sink.all(row, found.into_iter().filter(|f| !idle(f)));
            sink.all(row, gaps::waiting(row, today));
        }
    }

    /// Each finding with the severity of a list; without those of which nothing can be known.
    fn settle(&self, mut found: Vec<Located>) -> Vec<Located> {
        if self.sent.is_some_and(|s| s.hashed) {
            found.retain(|l| !HASHED.contains(&l.finding.field));
        }
        for Located { finding, .. } in &mut found {
            // What a desk's own text has of brackets, its writer leaves out.
            if self.sent.is_some() || finding.rule != Rule::R_CSV_2 {
                finding.severity = finding.sent;
            }
        }
        found
    }
}

/// Names and Social Security Numbers, and what is said of their quality.
const HASHED: [FieldId; 7] = [
    at::client::FIRST_NAME,
    at::client::MIDDLE_NAME,
    at::client::LAST_NAME,
    at::client::NAME_SUFFIX,
    at::client::NAME_DATA_QUALITY,
    at::client::SSN,
    at::client::SSN_DATA_QUALITY,
];

/// R-ENR-21: a row that hangs on a deleted enrollment.
fn orphaned(row: &dyn Row, gone: &HashSet<String>) -> Option<Finding> {
    let column = row.file().column("EnrollmentID").filter(|_| row.file() != File::Enrollment)?;
    let field = FieldId { file: row.file(), column: u16::try_from(column).ok()? };
    let words = "The enrollment was deleted, and this row was not. Delete it too, or bring the enrollment back.";
    gone.contains(&row.cell(column)).then(|| Finding::fix(Rule::R_ENR_21, field, words))
}

/// True for a row whose `DateDeleted` is not blank.
fn is_deleted(row: &dyn Row) -> bool {
    // Looked up once for each file, and asked for every row.
    static COLUMNS: LazyLock<Vec<Option<usize>>> = LazyLock::new(|| File::ALL.iter().map(|f| f.column("DateDeleted")).collect());
    COLUMNS.get(row.file() as usize).copied().flatten().is_some_and(|at| !row.cell(at).is_empty())
}
