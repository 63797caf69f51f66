//! What is exported: the scopes and what they leave out, the check before it is written, the note of it, and the count of what the HMIS
//! does not have yet.
#![allow(clippy::unwrap_used, clippy::panic)]

mod counted;
mod delta;
mod hashed;
mod held;
mod noted;
mod undone;
mod unfinished;
mod union;

use crate::exchange::charts;
use crate::exchange::sample_2026 as sample;
use iced_test::futures::futures::StreamExt;
use iced_test::runtime::{Action, task};
use std::collections::BTreeSet;
use std::path::PathBuf;
use tempfile::TempDir;
use wayhome::app::Message;
use wayhome::app::perform::{Ledger, owing, save};
use wayhome::domain::entry::Scalar;
use wayhome::domain::folder::Folder;
use wayhome::domain::hud::{Client, Event};
use wayhome::domain::progress::Progress;
use wayhome::domain::{
    Change, Chart, ClientId, Commit, Day, Directory, EventId, ExportId, File, Instant, ProjectId, Row, Rule, Severity, Stamp, UserId,
    Value, at,
};
use wayhome::exchange::{Checked, Error, Period, Scope, Source, Take, read};
use wayhome::store::{Cost, Handle, Passphrase, Place, Profile, Store};
use wayhome::transfer::{self, Answer, Exported, Held, OnErrors, Order, Unsent};

const EVENT: &str = "EV260001";
const RESULT: wayhome::domain::FieldId = at::event::REFERRAL_RESULT;

/// A desk that has read the sample of an HMIS.
struct Desk {
    store: Store,
    folder: TempDir,
    minute: u32,
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn period(start: &str, end: &str) -> Period {
    Period::new(day(start), day(end)).unwrap()
}

fn project(id: &str) -> Scope {
    Scope { projects: [ProjectId::new(id)].into(), ..Scope::default() }
}

fn taking(take: Take) -> Scope {
    Scope { take, ..Scope::default() }
}

impl Desk {
    fn new() -> Self {
        Self::of(sample())
    }

    fn of(source: Source) -> Self {
        Self::named("Mai Green", source)
    }

    fn named(worker: &str, source: Source) -> Self {
        let folder = TempDir::new().unwrap();
        let place = Place { data: folder.path().join("records"), anchor: None };
        let phrase = Passphrase::new("nobody in here is real");
        let first = Instant::read("2026-12-01 00:00:00").unwrap();
        let (mut store, _) = Store::create(&place, &phrase, &Profile::new(worker), Cost::WEAK, first).unwrap();
        transfer::import(&mut store, source, first).unwrap();
        Self { store, folder, minute: 0 }
    }

    /// Every step is a minute later.
    fn now(&mut self) -> Instant {
        self.minute += 1;
        Instant::read(&format!("2026-12-01 {:02}:{:02}:00", self.minute / 60, self.minute % 60)).unwrap()
    }

    fn charts(&self) -> Vec<Chart> {
        transfer::folders(&self.store).unwrap().iter().map(wayhome::domain::folder::Folder::chart).collect()
    }

    /// Writes a cell of the event; true to its stamps.
    fn write(&mut self, result: &str) -> u64 {
        let stamp = Stamp::new(UserId::new("MaiGreen"), self.now());
        let charts = self.charts();
        let before = charts.iter().find_map(|chart| chart.event(&EventId::new(EVENT))).unwrap();
        let mut after = before.clone();
        after.put(RESULT, result);
        let change = stamp.change(Some(before), &mut after).unwrap();
        self.store.commit(&Commit::new("CE Event", vec![change]), stamp.now).unwrap()
    }

    /// Writes a cell of a row.
    fn put<R: Row + Clone>(&mut self, before: &R, field: wayhome::domain::FieldId, text: &str) {
        let stamp = Stamp::new(UserId::new("MaiGreen"), self.now());
        let mut after = before.clone();
        after.put(field, text);
        let change = stamp.change(Some(before), &mut after).unwrap();
        self.store.commit(&Commit::new("A test", vec![change]), stamp.now).unwrap();
    }

    /// Adds a client of whom nothing else is known.
    fn add(&mut self, id: &str) -> u64 {
        let stamp = Stamp::new(UserId::new("MaiGreen"), self.now());
        let mut client = Client { personal_id: ClientId::new(id), ssn: "999999999".into(), ..Client::default() };
        let change = stamp.change(None, &mut client).unwrap();
        self.store.commit(&Commit::new("New client", vec![change]), stamp.now).unwrap()
    }

    /// Writes in a mistake of the HMIS, so that it is one of this desk's.
    fn blunders(&mut self) {
        let now = self.now();
        crate::desk::writes_in_a_mistake(&mut self.store, now);
    }

    fn order(&mut self, scope: Scope, anyway: Option<&str>) -> Result<Answer, transfer::Error> {
        self.orders(scope, anyway.map_or(OnErrors::Hold, |why| OnErrors::Write(why.to_owned())))
    }

    fn orders(&mut self, scope: Scope, on_errors: OnErrors) -> Result<Answer, transfer::Error> {
        let now = self.now();
        let order = Order { path: self.out(), scope, on_errors };
        transfer::export(&mut self.store, &order, ExportId::new(format!("RUN{}", self.minute)), now, &Progress::default())
    }

    /// Writes it whatever the check finds, and reads it again.
    fn sends(&mut self, scope: Scope) -> (Exported, Source) {
        match self.order(scope, Some("A test of the scopes")).unwrap() {
            Answer::Written(done) => (*done, read(&self.out()).unwrap()),
            Answer::Held(held) => panic!("{}", held.headline),
        }
    }

    fn held(&mut self, scope: Scope) -> Held {
        match self.order(scope, None).unwrap() {
            Answer::Held(held) => *held,
            Answer::Written(done) => panic!("{}", done.headline),
        }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out.zip")
    }

    fn unsent(&self) -> usize {
        Unsent::of(&self.store).unwrap().count()
    }

    fn reads(&mut self, source: Source) {
        let now = self.now();
        transfer::import(&mut self.store, source, now).unwrap();
    }
}

fn rows(charts: &[Chart]) -> Vec<(File, String)> {
    let rows = charts.iter().flat_map(Chart::rows).filter(|row| row.file() != File::Theirs);
    rows.map(|row| (row.file(), row.key())).collect()
}

fn of(source: &Source, file: File) -> Vec<String> {
    let charts = charts(source);
    let all = source.agency.rows().chain(charts.iter().flat_map(Chart::rows));
    all.filter(|row| row.file() == file).map(Row::key).collect()
}

#[test]
fn r_csv_9_the_export_says_what_it_is() {
    let year = period("2025-10-01", "2026-09-30");
    let mut desk = Desk::new();
    desk.write("1");
    for (scope, said, span) in [
        (Scope::default(), ["3", "2", "1"], ("2025-10-01", "2026-12-01")),
        (taking(Take::Active(year)), ["3", "2", "1"], ("2025-10-01", "2026-09-30")),
        (taking(Take::Updated(period("2026-12-01", "2026-12-02"))), ["1", "1", "1"], ("2026-12-01", "2026-12-02")),
        (taking(Take::Since), ["1", "1", "1"], ("2026-12-01", "2026-12-01")),
    ] {
        let words = scope.words();
        if scope.take == Take::Since {
            desk.write("2");
        }
        let (_, source) = desk.sends(scope);
        let row = &source.export;
        let fields = [at::export::EXPORT_PERIOD_TYPE, at::export::EXPORT_DIRECTIVE, at::export::HASH_STATUS];
        assert_eq!(fields.map(|field| row.get(field)), said, "{words}");
        assert_eq!((row.export_start_date.known(), row.export_end_date.known()), (Some(day(span.0)), Some(day(span.1))), "{words}");
        assert_eq!(row.source_name.as_str(), "Northern Lakes HMIS", "{words}");
    }
}

/// Whatever the scope: what is written hangs together, so that its reader refuses nothing; and what is not written is counted.
#[test]
fn every_scope_gives_a_whole_export() {
    let mut desk = Desk::new();
    desk.write("1");
    let all = rows(&desk.charts()).len() as u64;
    let projects: Vec<String> = sample().agency.projects.iter().map(|p| p.project_id.to_string()).collect();
    let year = |from, to| period(from, to);
    let takes = [
        Take::Everything,
        Take::Active(year("2025-10-01", "2026-09-30")),
        Take::Active(year("2026-09-01", "2026-09-30")),
        Take::Updated(year("2026-09-01", "2026-10-31")),
        Take::Since,
    ];
    let mut written = 0;
    for take in takes {
        for chosen in std::iter::once(BTreeSet::new()).chain(projects.iter().map(|id| BTreeSet::from([ProjectId::new(id)]))) {
            for cocs in [BTreeSet::new(), BTreeSet::from(["MN-599".to_owned()])] {
                let scope = Scope { take, projects: chosen.clone(), cocs, ..Scope::default() };
                let words = scope.words();
                let delta = scope.is_delta();
                let done = match desk.order(scope, Some("A test")) {
                    Ok(Answer::Written(done)) => done,
                    Ok(Answer::Held(_)) => unreachable!("a reason was given"),
                    Err(transfer::Error::Nobody { .. } | transfer::Error::Unchanged { .. }) => continue,
                    Err(error) => panic!("{words}: {error}"),
                };
                written += 1;
                let source = read(&desk.out()).unwrap();
                let refused: Vec<_> = source.report.lines.iter().filter(|l| l.outcome == wayhome::exchange::Outcome::Refused).collect();
                assert!(refused.is_empty(), "{words}: {refused:?}");
                let charts = charts(&source);
                let kept = rows(&charts).len() as u64;
                assert!(delta || kept + done.left.rows == all, "{words}: {kept} and {} of {all}", done.left.rows);
                assert!(
                    delta || (done.left.rows > 0) == done.headline.contains("Left out by what you chose"),
                    "{words}: {}",
                    done.headline
                );
                let enrolled = |chart: &Chart| !chart.enrollments.is_empty();
                assert!(charts.iter().all(enrolled), "R-CSV-12: {words}");
                let named: BTreeSet<String> = charts.iter().flat_map(|c| &c.enrollments).map(|e| e.project_id.to_string()).collect();
                assert!(named.iter().all(|id| source.agency.project(&ProjectId::new(id)).is_some()), "R-CSV-12: {words}");
                let owned = |p: &wayhome::domain::hud::Project| source.agency.organization(&p.organization_id).is_some();
                assert!(source.agency.projects.iter().all(owned), "R-CSV-12: {words}");
                let users: BTreeSet<String> = source.agency.users.iter().map(Row::key).collect();
                let all = source.agency.rows().chain(charts.iter().flat_map(Chart::rows));
                let by = all.filter_map(|row| row.file().column("UserID").map(|at| row.cell(at))).filter(|id| !id.is_empty());
                assert!(by.collect::<BTreeSet<_>>().is_subset(&users), "R-CSV-12: {words}");
            }
        }
    }
    assert!(written >= 12, "{written} scopes were written");
}

#[test]
fn r_csv_10_a_reporting_period_holds_what_was_active_in_it_and_nothing_later() {
    let mut source = sample();
    let mut charts = charts(&source);
    let chart = charts.iter_mut().find(|c| c.event(&EventId::new(EVENT)).is_some()).unwrap();
    let event = chart.events.iter().find(|e| e.event_id.as_str() == EVENT).unwrap().clone();
    let on = event.event_date.known().unwrap();
    let more = |id: &str, date: Day, deleted: bool| Event {
        event_id: EventId::new(id),
        event_date: Value::Known(date),
        date_deleted: if deleted { event.date_updated.clone() } else { Value::default() },
        ..event.clone()
    };
    chart.events.extend([more("LATER", on + chrono::Days::new(3), false), more("GONE", on, true)]);
    source.folders = charts.iter().map(Folder::from).collect();
    let mut desk = Desk::of(source.clone());
    let span = Period::new(on - chrono::Days::new(3), on + chrono::Days::new(2)).unwrap();
    let (done, sent) = desk.sends(taking(Take::Active(span)));

    let active = |chart: &Chart, row: &wayhome::domain::hud::Enrollment| {
        let exit = chart.exit(&row.enrollment_id).and_then(|exit| exit.exit_date.known());
        row.entry_date.known().is_none_or(|entry| entry <= span.end) && exit.is_none_or(|exit| exit >= span.start)
    };
    let expected: BTreeSet<String> = charts.iter().flat_map(|c| c.enrollments.iter().filter(|e| active(c, e))).map(Row::key).collect();
    assert_eq!(of(&sent, File::Enrollment).into_iter().collect::<BTreeSet<_>>(), expected);
    assert!(expected.len() < of(&source, File::Enrollment).len(), "or nothing was proved");
    let events = of(&sent, File::Event);
    assert!(events.contains(&EVENT.to_owned()));
    assert!(!events.contains(&"LATER".to_owned()), "data from the future is not included");
    assert!(!events.contains(&"GONE".to_owned()), "R-CSV-14: a full refresh holds nothing deleted");
    assert_eq!(done.left.deleted, 1);
    assert!(done.headline.contains("1 was deleted"), "{}", done.headline);
}

#[test]
fn r_csv_14_a_deletion_is_sent_where_changes_are() {
    let mut desk = Desk::new();
    desk.sends(Scope::default());
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    let charts = desk.charts();
    let before = charts.iter().find_map(|chart| chart.event(&EventId::new(EVENT))).unwrap();
    let mut after = before.clone();
    after.date_deleted = Value::Known(stamp.now);
    let change = stamp.change(Some(before), &mut after).unwrap();
    desk.store.commit(&Commit::new("Delete", vec![change]), stamp.now).unwrap();
    for scope in [taking(Take::Since), taking(Take::Updated(period("2026-12-01", "2026-12-01"))), Scope::default()] {
        let words = scope.words();
        let (_, sent) = desk.sends(scope);
        let event = sent.charts().find_map(|chart| chart.event(&EventId::new(EVENT)).cloned()).unwrap();
        assert!(!event.date_deleted.is_blank(), "{words}");
    }
}

#[test]
fn what_is_not_there_is_no_scope() {
    let mut desk = Desk::new();
    let coc = Scope { cocs: ["MN-500".to_owned()].into(), ..Scope::default() };
    assert_eq!(
        desk.order(project("P99"), None).unwrap_err().to_string(),
        "There is no project P99 in these records: it is not in Project.csv. Nothing was written. Check how it is written."
    );
    let looked = desk.order(coc, None).unwrap_err().to_string();
    assert!(looked.contains("not in ProjectCoC.csv, nor in EnrollmentCoC of Enrollment.csv."), "{looked}");
    let long_ago = taking(Take::Active(period("1999-01-01", "1999-12-31")));
    let nobody = desk.order(long_ago, None).unwrap_err().to_string();
    assert!(nobody.contains("(active 01/01/1999 to 12/31/1999)"), "{nobody}");
}

#[test]
fn r_csv_11_of_a_program_of_several_cocs_the_one_that_was_asked_for_is_named() {
    let mut source = sample();
    let mut other = source.agency.cocs.iter().find(|row| row.project_id.as_str() == "P01").unwrap().clone();
    other.put(at::project_coc::PROJECT_COC_ID, "CP99");
    other.put(at::project_coc::COC_CODE, "MN-500");
    source.agency.cocs.push(other);
    let mut desk = Desk::of(source);
    let cocs = |sent: &Source| sent.agency.cocs.iter().filter(|row| row.project_id.as_str() == "P01").count();
    let (_, sent) = desk.sends(Scope { cocs: ["MN-599".to_owned()].into(), ..Scope::default() });
    assert_eq!(cocs(&sent), 1);
    let (_, sent) = desk.sends(Scope::default());
    assert_eq!(cocs(&sent), 2);
}

#[test]
fn a_coc_that_stands_at_an_enrollment_alone_is_a_scope() {
    let mut source = sample();
    let mut stay = String::new();
    crate::exchange::change(&mut source, |charts| {
        let chart = charts.iter_mut().find(|chart| chart.event(&EventId::new(EVENT)).is_some()).unwrap();
        chart.enrollments[0].put(at::enrollment::ENROLLMENT_COC, "MN-500");
        stay = chart.enrollments[0].key();
    });
    let mut desk = Desk::of(source);
    let (_, sent) = desk.sends(Scope { cocs: ["MN-500".to_owned()].into(), ..Scope::default() });
    let (stays, all) = (of(&sent, File::Enrollment), desk.charts().iter().map(|chart| chart.enrollments.len()).sum::<usize>());
    assert!(stays.contains(&stay) && stays.len() < all, "{stays:?} of {all}");
}

#[test]
fn what_a_scope_leaves_out_of_the_work_is_said() {
    let mut desk = Desk::new();
    desk.write("1");
    desk.add("NEW");
    let (done, _) = desk.sends(taking(Take::Active(period("2025-10-01", "2026-09-03"))));
    assert!(done.left.work >= 2, "{:?}", done.left);
    assert!(done.headline.contains("of them were changed here, and your HMIS does not have that yet."), "{}", done.headline);
}

#[test]
fn r_csv_14_who_was_deleted_is_in_no_reporting_period() {
    let mut source = sample();
    let mut charts = charts(&source);
    let chart = charts.iter_mut().find(|c| c.event(&EventId::new(EVENT)).is_some()).unwrap();
    let client = chart.id().to_string();
    chart.client.date_deleted = chart.client.date_updated.clone();
    source.folders = charts.iter().map(Folder::from).collect();
    let mut desk = Desk::of(source);
    let (done, sent) = desk.sends(taking(Take::Active(period("2020-10-01", "2026-11-30"))));
    assert!(!of(&sent, File::Client).contains(&client) && !of(&sent, File::Event).contains(&EVENT.to_owned()));
    assert!(!of(&sent, File::Enrollment).is_empty() && done.left.deleted >= 1 && done.left.clients >= 1, "{:?}", done.left);
}

#[test]
fn an_export_is_whole_where_the_hmis_can_read_all_of_the_work_in_it() {
    let mut desk = Desk::new();
    desk.write("1");
    let old = period("2020-01-01", "2020-12-31");
    let long = period("2020-01-01", "2026-09-03");
    for (scope, whole) in [
        (taking(Take::Unsent), true),
        (taking(Take::Since), true),
        (Scope::default(), true),
        (Scope { hashed: true, ..Scope::default() }, false),
        (Scope { take: Take::Since, hashed: true, ..Scope::default() }, false),
        (taking(Take::Updated(period("2024-01-01", "2025-12-31"))), false),
        (taking(Take::Updated(period("2026-12-01", "2026-12-01"))), true),
        (taking(Take::Active(long)), false),
        (taking(Take::Active(old)), false),
    ] {
        let words = scope.words();
        // Perhaps nobody is in it: then it is not written at all.
        if let Ok(Answer::Written(done)) = desk.order(scope, Some("A test")) {
            assert_eq!((done.whole, done.left.work == 0 || !whole), (whole, true), "{words}: {}", done.headline);
        }
        desk.write(if words.len() % 2 == 0 { "2" } else { "3" });
        desk.write("1");
    }
}

#[test]
fn r_csv_12_a_user_of_whom_nobody_told_is_the_same_in_each_export() {
    let mut desk = Desk::new();
    let made_up = |sent: &Source| sent.agency.users.iter().find(|row| row.user_id.as_str() == "MaiGreen").map(Row::pack).unwrap();
    let mut told = Vec::new();
    for (result, take) in [("1", Take::Everything), ("2", Take::Since), ("3", Take::Everything)] {
        desk.write(result);
        let mut user = made_up(&desk.sends(taking(take)).1);
        user.put(at::user::EXPORT_ID, "");
        told.push(user);
    }
    assert_eq!(told[0].get(at::user::DATE_CREATED), "2026-12-01 00:00:00", "since the records are kept");
    assert!(told.iter().all(|user| *user == told[0]), "{told:?}");
}

#[test]
fn r_csv_12_a_user_of_whom_nobody_told_is_no_older_than_what_an_earlier_version_sent() {
    // Version 0.1.0 wrote the moment of its export, and noted no export.
    let (mut desk, mut source) = (Desk::new(), sample());
    let mut user = source.agency.users[0].clone();
    user.user_id = UserId::new("MaiGreen");
    user.user_last_name = "Grey".into();
    let earlier = Value::Known(desk.now());
    (user.date_created, user.date_updated) = (earlier.clone(), earlier);
    source.agency.users.push(user);
    let mut other = Desk::named("Ana Keeper", source);
    for result in ["2", "3"] {
        desk.write(result);
        desk.sends(taking(Take::Since));
        let (sent, now) = (read(&desk.out()).unwrap(), other.now());
        let taken = transfer::import(&mut other.store, sent, now).unwrap();
        assert_eq!(taken.counts.older, 0, "{:?}", taken.report.lines);
        let users = other.store.agency().unwrap().users;
        assert_eq!(users.iter().find(|row| row.user_id.as_str() == "MaiGreen").unwrap().user_last_name.as_str(), "Green");
    }
}

#[test]
fn the_name_of_the_worker_is_brought_into_form() {
    let mut desk = Desk::named("Mai [Lead] Green", sample());
    let user = desk.store.profile().user.clone();
    let stamp = Stamp::new(user.clone(), desk.now());
    let mut client = Client { personal_id: ClientId::new("NEW"), ..Client::default() };
    let change = stamp.change(None, &mut client).unwrap();
    desk.store.commit(&Commit::new("New client", vec![change]), stamp.now).unwrap();
    let (_, sent) = desk.sends(Scope::default());
    let row = sent.agency.users.iter().find(|row| row.user_id == user).unwrap();
    assert_eq!(row.user_first_name.as_str(), "Mai Lead", "R-CSV-2");
}
