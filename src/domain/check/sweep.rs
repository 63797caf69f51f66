//! The rules over everything that is kept or was read: the data-quality list, and the last look before an export.
//!
//! The cost grows with the rows: what rows look up is put together once ([`Ground`]), and each client's rows once for their stays.

use super::envelope::{self, Envelope, Held};
use super::ground::Ground;
use super::household::Households;
use super::stay::{Sink, Stay, stays};
use super::{EnrollmentCase, EventCase, cells, client, contact, dates, enrollment, event, gaps, health, income};
use super::{leaving, overlap, project, service, stages, timely};
use crate::domain::agency::Agency;
use crate::domain::chart::Chart;
use crate::domain::entry::Day;
use crate::domain::field::FieldId;
use crate::domain::finding::{Finding, Severity};
use crate::domain::folder::Charts;
use crate::domain::hud::{EventCode, Export, File, at};
use crate::domain::id::ClientId;
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use crate::domain::share::{both, share};
use crate::domain::stays::Stays;
use foldhash::fast::RandomState;
use std::collections::HashSet;
use std::sync::{LazyLock, mpsc};
use std::thread;

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
    let mut sweep = Sweep::new(agency, None, true, today);
    sweep.ground.add(&Stays::of(chart.rows()));
    let mut found = Vec::new();
    sweep.chart(chart, chart.rows(), &gone(chart), &mut found);
    sweep.settle(found)
}

/// Every finding about a desk's own records: the agency, every chart, and the households that span charts.
pub fn everything<C: Charts + ?Sized>(agency: &Agency, charts: &C, today: Day) -> Vec<Located> {
    everything_as(agency, charts, today, |found| found)
}

/// The same, each hand of findings turned at once into what the caller keeps of them, on the thread that found them: there may be
/// hundreds of thousands, and they need not all be held twice.
pub fn everything_as<C, T>(agency: &Agency, charts: &C, today: Day, turn: impl Fn(Vec<Located>) -> Vec<T> + Sync) -> Vec<T>
where
    C: Charts + ?Sized,
    T: Send,
{
    Sweep::new(agency, None, true, today).run(agency, charts, turn)
}

/// Every finding about an export.
pub fn export<C: Charts + ?Sized>(agency: &Agency, charts: &C, sent: &Sent<'_>, today: Day) -> Vec<Located> {
    export_as(agency, charts, sent, today, |found| found)
}

/// The same, turned as [`everything_as`] does.
pub fn export_as<C, T>(agency: &Agency, charts: &C, sent: &Sent<'_>, today: Day, turn: impl Fn(Vec<Located>) -> Vec<T> + Sync) -> Vec<T>
where
    C: Charts + ?Sized,
    T: Send,
{
    // What we keep beside an event comes with our own exports alone; elsewhere nobody can miss it.
    let linked = (0..charts.count()).any(|at| charts.rows(at).any(|row| row.file() == File::Referral));
    Sweep::new(agency, Some(*sent), linked, today).run(agency, charts, turn)
}

/// So many charts are gone through at a time.
const HAND: usize = 64;

/// So many times as many may wait for who goes through them.
const WAITING: usize = 4;

/// A sweep on its way.
struct Sweep<'a> {
    ground: Ground<'a>,
    sent: Option<Sent<'a>>,
    envelope: Option<Envelope<'a>>,
    linked: bool,
}

impl<'a> Sweep<'a> {
    fn new(agency: &'a Agency, sent: Option<Sent<'a>>, linked: bool, today: Day) -> Self {
        let envelope = sent.map(|sent| Envelope::new(sent.export, sent.absent));
        Self { ground: Ground::new(agency, today), sent, envelope, linked }
    }

    /// Goes through the charts twice: for what their stays tell of households and projects, and for their rows.
    fn run<C: Charts + ?Sized, T: Send>(mut self, agency: &Agency, charts: &C, turn: impl Fn(Vec<Located>) -> Vec<T> + Sync) -> Vec<T> {
        let (mut households, mut enrolled) = (Households::default(), false);
        each_stays(charts, |stays| {
            enrolled |= stays.enrolled;
            self.ground.add(&stays);
            households.add(stays);
        });
        // The charts take the longest, on every processor; the rest is found beside them.
        let beside = || self.charts(charts, &turn);
        let (mut hands, others) = both(beside, || turn(self.settle(self.others(agency, charts, households, enrolled))));
        hands.push(others);
        // There may be hundreds of thousands: they are moved once, to where there is room for all.
        let mut turned = Vec::with_capacity(hands.iter().map(Vec::len).sum());
        hands.into_iter().for_each(|hand| turned.extend(hand));
        turned
    }

    /// What is found besides the charts.
    fn others<C: Charts + ?Sized>(&self, agency: &Agency, charts: &C, households: Households, enrolled: bool) -> Vec<Located> {
        let mut found = Vec::new();
        let mut sink = Sink { owner: None, found: &mut found };
        for row in agency.rows() {
            sink.all(row, self.by_its_cells(row, |_, _| {}).0);
        }
        if let Some((sent, envelope)) = self.sent.zip(self.envelope.as_ref()) {
            sink.all(sent.export, envelope.itself().into_iter().chain((!enrolled).then(envelope::nobody)));
        }
        project::projects(&self.ground, &mut found);
        found.extend(households.findings());
        found.extend(self.twins(charts));
        found
    }

    /// What is found in each hand of charts, by as many threads as there are processors.
    fn charts<C: Charts + ?Sized, T: Send>(&self, charts: &C, turn: impl Fn(Vec<Located>) -> Vec<T> + Sync) -> Vec<Vec<T>> {
        let judge = |hand: usize| {
            let mut found = Vec::new();
            for at in (hand * HAND)..((hand + 1) * HAND).min(charts.count()) {
                let chart = charts.judged(at);
                let gone = gone(&chart);
                // Any row may hang on a deleted enrollment.
                let rows = if gone.is_empty() { charts.suspects(at) } else { charts.rows(at) };
                self.chart(&chart, rows, &gone, &mut found);
            }
            turn(self.settle(found))
        };
        share(0..charts.count().div_ceil(HAND), judge)
    }

    /// R-DUP-1: a key that two clients have.
    fn twins<C: Charts + ?Sized>(&self, charts: &C) -> Vec<Located> {
        let (mut found, mut seen) = (Vec::new(), HashSet::with_capacity_and_hasher(charts.count(), RandomState::default()));
        for at in 0..charts.count() {
            let Some(id) = charts.client(at) else { continue };
            if let Some(id) = seen.replace(id) {
                let Some(client) = charts.rows(at).find(|row| row.file() == File::Client) else { continue };
                let words = "Another row has the same PersonalID. Ask the sender which of the two counts.";
                let finding = Finding::fix(Rule::R_DUP_1, at::client::PERSONAL_ID, words).sent(Severity::Stop);
                Sink { owner: Some(&id), found: &mut found }.say(client, finding);
            }
        }
        found
    }

    fn chart<'r>(&self, chart: &Chart, rows: impl Iterator<Item = &'r dyn Row>, gone: &HashSet<&str>, found: &mut Vec<Located>) {
        let mut sink = Sink { owner: Some(chart.id()), found };
        self.rows(chart, rows, gone, &mut sink);
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

    /// What the cells of a row say, which are gone through once: `between` adds what comes before what the envelope says. And true where the
    /// row was deleted: then nothing is said but of what deletes it, since whatever stands there does.
    fn by_its_cells(&self, row: &dyn Row, between: impl FnOnce(File, &mut Vec<Finding>)) -> (Vec<Finding>, bool) {
        let file = row.file();
        let (deleted, mut is_deleted, mut said) = (date_deleted(file), false, Vec::new());
        let mut held = self.envelope.as_ref().map(|envelope| envelope.hold(file));
        row.each(&mut |column, text| {
            is_deleted |= deleted == Some(column);
            // What is kept beside an event is judged with it.
            if file != File::Referral {
                said.extend(cells::of_cell(FieldId { file, column }, text));
            }
            if let Some(held) = &mut held {
                held.cell(column, text);
            }
        });
        if is_deleted {
            said.retain(|finding: &Finding| Some(finding.field.column) == deleted);
            return (said, true);
        }
        between(file, &mut said);
        said.extend(held.into_iter().flat_map(Held::findings));
        (said, false)
    }

    /// What can be said of each row by itself. `rows` are those of the chart, as they are kept, of whose cells something may be said; `gone`
    /// its deleted enrollments.
    fn rows<'r>(&self, chart: &Chart, rows: impl Iterator<Item = &'r dyn Row>, gone: &HashSet<&str>, sink: &mut Sink<'_>) {
        for row in rows.filter(|r| r.file().info().origin.travels()) {
            let beyond = |file: File, said: &mut Vec<Finding>| {
                if file == File::Client {
                    said.extend(client::beyond_cells(&chart.client, self.ground.today));
                }
            };
            let (said, is_deleted) = self.by_its_cells(row, beyond);
            sink.all(row, said);
            if !is_deleted && !gone.is_empty() {
                sink.all(row, orphaned(row, gone));
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
        for row in chart.services.iter().filter(|r| r.date_deleted.is_blank()) {
            sink.all(row, service::service(row));
        }
        for row in chart.enrollments.iter().filter(|r| r.date_deleted.is_blank()) {
            sink.all(row, service::path_status(row));
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
            service::path_day(stay, sink);
            timely::one(chart, stay, &self.ground, sink);
            health::together(stay, sink);
            gaps::veterans_program(stay, sink);
        }
        overlap::same_project(stays, sink);
        overlap::nights_twice(stays, sink);
        for row in chart.exits.iter().filter(|r| r.date_deleted.is_blank()) {
            let case = EnrollmentCase { chart, agency: self.ground.agency, today };
            sink.all(row, enrollment::exit_beyond_cells(&case, row));
            sink.all(row, leaving::destination(row));
            sink.all(row, service::aftercare(row));
        }
    }

    fn events(&self, chart: &Chart, sink: &mut Sink<'_>) {
        let today = self.ground.today;
        for (row, referral) in chart.referrals_of_events().filter(|(r, _)| r.date_deleted.is_blank()) {
            // The halves of a joint pair are looked for in the whole agency, everything else at the location.
            let joint = row.event.is(EventCode::JointOpening) && !referral.resulting_enrollment_id.is_blank();
            let agency = if joint { self.ground.agency } else { self.ground.agency_at(&row.location_crisis_or_ph_housing) };
            let found = event::beyond_cells(&EventCase { chart, agency, today }, row, &referral);
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

/// Shows who stayed where, client by client, while a thread of its own reads the next ones.
fn each_stays<C: Charts + ?Sized>(charts: &C, mut show: impl FnMut(Stays)) {
    let hand = |from: usize| (from..(from + HAND).min(charts.count())).map(|at| charts.stays(at)).collect::<Vec<Stays>>();
    let hands = || (0..charts.count()).step_by(HAND);
    thread::scope(|scope| {
        let (tell, told) = mpsc::sync_channel(WAITING);
        let ahead = move || hands().try_for_each(|from| tell.send(hand(from)).map_err(drop));
        match thread::Builder::new().spawn_scoped(scope, ahead).map(drop) {
            Ok(()) => told.into_iter().flatten().for_each(&mut show),
            // The system gives no more threads.
            Err(_) => hands().flat_map(hand).for_each(&mut show),
        }
    });
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

/// The deleted enrollments of a chart.
fn gone(chart: &Chart) -> HashSet<&str> {
    chart.enrollments.iter().filter(|e| !e.date_deleted.is_blank()).map(|e| e.enrollment_id.as_str()).collect()
}

/// R-ENR-21: a row that hangs on a deleted enrollment.
fn orphaned(row: &dyn Row, gone: &HashSet<&str>) -> Option<Finding> {
    let column = row.file().column("EnrollmentID").filter(|_| row.file() != File::Enrollment)?;
    let field = FieldId { file: row.file(), column: u16::try_from(column).ok()? };
    let words = "The enrollment was deleted, and this row was not. Delete it too, or bring the enrollment back.";
    gone.contains(row.peek(column).as_ref()).then(|| Finding::fix(Rule::R_ENR_21, field, words))
}

/// True for a row whose `DateDeleted` is not blank.
fn is_deleted(row: &dyn Row) -> bool {
    date_deleted(row.file()).is_some_and(|at| !row.peek(usize::from(at)).is_empty())
}

/// The column of `DateDeleted`.
fn date_deleted(file: File) -> Option<u16> {
    // Looked up once for each file, and asked for every row.
    static COLUMNS: LazyLock<Vec<Option<u16>>> =
        LazyLock::new(|| File::ALL.iter().map(|f| f.column("DateDeleted").and_then(|at| u16::try_from(at).ok())).collect());
    COLUMNS.get(file as usize).copied().flatten()
}
