//! R-IMP-7, "Full: replace": what the HMIS told before and a full export does not hold any more is said, kept where there is work in it, and
//! marked as deleted where somebody chooses that.
#![allow(clippy::unwrap_used)]

use crate::exchange::{content, request};
use crate::merging::{Desk, Hmis, moment};
use chrono::Months;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;
use wayhome::domain::entry::Scalar;
use wayhome::domain::folder::Folder;
use wayhome::domain::hud::{CaseNote, Exit, Export, Referral, Services};
use wayhome::domain::progress::Progress;
use wayhome::domain::{
    Change, Chart, ClientId, Commit, Day, EnrollmentId, EventId, ExportId, FieldId, File, Instant, Packed, Row, Stamp, UserId, at,
};
use wayhome::exchange::{Counts, Line, Missing, Outcome, Period, Scope, Source, Take};
use wayhome::transfer::{self, Answer, Order, Prepared, Unsent};

/// A client of the HMIS with one stay, an assessment, a living situation and two events.
const CLIENT: &str = "26CL0000";
const STAY: &str = "E26C000";
const EVENT: &str = "EV260001";
/// Who lives with the first and has a stay and nothing else.
const MEMBER: &str = "26CL0008";
const MEMBER_STAY: &str = "E26K000";
/// A client with two stays in two programs.
const TWICE: &str = "26CL0001";
const SECOND: &str = "E26R001";

/// The HMIS as it writes its next full export, and a desk that has read the one before.
struct Case {
    next: Source,
    desk: Desk,
}

impl Case {
    fn new() -> Self {
        let hmis = Hmis::new();
        let desk = Desk::of(&hmis);
        let mut next = hmis.0;
        next.export.put(at::export::EXPORT_DATE, &moment(9).write());
        next.export.put(at::export::EXPORT_ID, "EXP2");
        next.agency.exports[0] = next.export.clone();
        Self { next, desk }
    }

    /// One whose next export lacks these rows.
    fn without(is_gone: impl Fn(&Packed) -> bool) -> Self {
        let mut case = Self::new();
        case.loses(is_gone);
        case
    }

    fn loses(&mut self, is_gone: impl Fn(&Packed) -> bool) {
        self.next.folders.iter_mut().for_each(|folder| folder.0.retain(|row| !is_gone(row)));
        self.next.folders.retain(|folder| folder.client().is_some());
    }

    fn export(&mut self, field: FieldId, text: &str) {
        self.next.export.put(field, text);
        self.next.agency.exports[0] = self.next.export.clone();
    }

    fn prepares(&self) -> Prepared {
        transfer::prepare(&self.desk.store, self.next.clone(), moment(20), &Progress::default()).unwrap()
    }

    fn reads(&mut self, missing: Missing) -> Counts {
        let prepared = self.prepares();
        transfer::take(&mut self.desk.store, prepared, missing, moment(20), &Progress::default()).unwrap().counts
    }

    /// What is missing, and what is missing and stays, by file and key as the lines say it.
    fn said(&self) -> (Vec<String>, Vec<String>) {
        let prepared = self.prepares();
        let name = |line: &Line| line.words.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let gone = prepared.report.of(Outcome::Gone).map(name).collect();
        let stays = prepared.report.of(Outcome::Kept).filter(|line| line.words.contains("and stays: ")).map(name).collect();
        (gone, stays)
    }

    fn chart(&self, client: &str) -> Chart {
        self.desk.store.chart(&ClientId::new(client)).unwrap().unwrap()
    }

    /// The rows of a client that are marked as deleted.
    fn deleted(&self, client: &str) -> Vec<String> {
        let chart = self.chart(client);
        let is_deleted = |row: &&dyn Row| row.file().column("DateDeleted").is_some_and(|at| !row.peek(at).is_empty());
        chart.rows().filter(is_deleted).map(name).collect()
    }

    /// A row that is saved here at this hour.
    fn saves(&mut self, hour: u32, before: Option<&dyn Row>, row: &mut dyn Row) {
        let change = Stamp::new(UserId::new("W1"), moment(hour)).change(before, row).unwrap();
        self.desk.store.commit(&Commit::new("Work", vec![change]), moment(hour)).unwrap();
    }

    /// Takes a save back, so many before the last.
    fn takes_back(&mut self, before: u64) {
        let undo = transfer::undo(&self.desk.store, self.desk.store.sequence() - before).unwrap().unwrap();
        let stamp = Stamp::new(UserId::new("W1"), moment(22));
        self.desk.store.commit(&undo.commit(&stamp, &"A test".into()), moment(22)).unwrap();
    }
}

fn name(row: &dyn Row) -> String {
    format!("{} {}", row.file().info().name, row.key())
}

/// A row of these cells.
fn row<R: Row + Default>(cells: &[(FieldId, &str)]) -> R {
    let mut row = R::default();
    cells.iter().for_each(|(field, text)| row.put(*field, text));
    row
}

fn hangs_on(row: &Packed, stay: &str) -> bool {
    Row::file(row).column("EnrollmentID").is_some_and(|at| row.cell(at) == stay)
}

fn is_stay(row: &Packed) -> bool {
    hangs_on(row, STAY)
}

/// Every row of a desk as it is kept, in an order of its own.
fn state(desk: &Desk) -> Vec<Packed> {
    let folders = transfer::folders(&desk.store).unwrap();
    let mut rows: Vec<Packed> = folders.into_iter().flat_map(|folder| folder.0).collect();
    rows.extend(desk.store.agency().unwrap().rows().map(Row::pack));
    rows.sort_by_key(|row| (row.file, row.key().to_owned()));
    rows
}

/// What somebody sees of it: no row that is deleted, and not in which export a row came.
fn visible(desk: &Desk) -> Vec<Packed> {
    let charts: Vec<Chart> = transfer::folders(&desk.store).unwrap().iter().map(Folder::chart).collect();
    let mut rows = content(&desk.store.agency().unwrap(), &charts);
    rows.retain(|row| Row::file(row).column("DateDeleted").is_none_or(|at| row.cell(at).is_empty()));
    rows.sort_by_key(|row| (row.file, row.key().to_owned()));
    rows
}

#[test]
fn r_imp_7_a_stay_that_is_gone_takes_with_it_what_hangs_on_it() {
    let mut case = Case::without(is_stay);
    let prepared = case.prepares();
    assert_eq!((prepared.counts.gone, prepared.counts.held, prepared.is_empty()), (5, 0, false), "{:?}", prepared.counts);
    assert_eq!(
        prepared.question().unwrap(),
        "5 records that your HMIS sent before are not in this full export: 1 enrollment, 1 current living situation, 1 assessment and 2 CE Events."
    );
    assert_eq!(case.said(), (vec![format!("Enrollment {STAY}")], vec![]));
    case.reads(Missing::Mark);
    assert_eq!(case.deleted(CLIENT).len(), 5);
    let chart = case.chart(CLIENT);
    let stay = chart.enrollment(&EnrollmentId::new(STAY)).unwrap();
    assert_eq!(stay.date_deleted.known(), Some(moment(9)), "when the export was written");
    assert_eq!((stay.date_updated.known(), stay.user_id.as_str()), (Instant::read("2026-11-02 09:15:00"), "U1"), "the HMIS is its author");
    assert!(chart.client.date_deleted.is_blank(), "the export has the client");
    assert!(case.prepares().is_empty(), "and the same again finds nothing to do");
}

#[test]
fn r_imp_7_nothing_is_taken_away_until_somebody_chooses_that() {
    let mut case = Case::without(is_stay);
    let before = visible(&case.desk);
    for _ in 0..2 {
        assert_eq!(case.reads(Missing::Keep).gone, 5, "and the next full export says it again");
        assert!(visible(&case.desk) == before);
    }
    assert_eq!(transfer::import(&mut case.desk.store, case.next.clone(), moment(21)).unwrap().counts.gone, 5);
    assert!(visible(&case.desk) == before);
    assert_eq!(case.reads(Missing::Mark).gone, 5);
    assert!(visible(&case.desk) != before);
}

#[test]
fn r_imp_7_a_record_alone_is_gone_where_its_stay_is_there() {
    let mut case = Case::without(|row| row.key() == EVENT || row.key() == "A260");
    assert_eq!(case.said().0, ["Assessment A260", "Event EV260001"]);
    case.reads(Missing::Mark);
    assert_eq!(case.deleted(CLIENT), ["Assessment A260", "Event EV260001"]);
}

#[test]
fn r_imp_7_a_client_goes_where_nothing_else_of_theirs_is_here() {
    let mut case = Case::without(|row| row.cell(File::Client.info().key) == MEMBER || hangs_on(row, MEMBER_STAY));
    assert_eq!(case.said().0, [format!("Enrollment {MEMBER_STAY}"), format!("Client {MEMBER}")]);
    case.reads(Missing::Mark);
    assert!(!case.chart(MEMBER).client.date_deleted.is_blank());
    assert!(case.prepares().is_empty());

    let mut case = Case::new();
    // The second stay is of a program that the export does not name.
    case.next.agency.projects.retain(|project| project.project_id.as_str() != "P03");
    case.next.folders.retain(|folder| folder.client() != Some(ClientId::new(TWICE)));
    case.reads(Missing::Mark);
    let chart = case.chart(TWICE);
    assert!(chart.client.date_deleted.is_blank(), "something of theirs is here");
    assert!(chart.enrollment(&EnrollmentId::new(SECOND)).unwrap().date_deleted.is_blank());
    assert!(!chart.enrollment(&EnrollmentId::new("E26C001")).unwrap().date_deleted.is_blank());
}

#[test]
fn r_csv_10_what_is_not_in_the_scope_of_an_export_is_not_missing_in_it() {
    let silent = |change: &dyn Fn(&mut Case)| {
        let mut case = Case::without(is_stay);
        change(&mut case);
        case.prepares().counts.gone
    };
    assert_eq!(silent(&|_| {}), 5, "a full refresh of a reporting period");
    let export = |field: FieldId, text: &'static str| move |case: &mut Case| case.export(field, text);
    assert_eq!(silent(&export(at::export::EXPORT_DIRECTIVE, "1")), 0, "a delta tells of what changed");
    assert_eq!(silent(&export(at::export::EXPORT_DIRECTIVE, "3")), 0);
    assert_eq!(silent(&export(at::export::EXPORT_DIRECTIVE, "")), 0);
    assert_eq!(silent(&export(at::export::EXPORT_PERIOD_TYPE, "1")), 0, "rows that were updated");
    assert_eq!(silent(&export(at::export::EXPORT_PERIOD_TYPE, "4")), 0, "nobody knows what it holds");
    assert_eq!(silent(&export(at::export::EXPORT_END_DATE, "2026-03-09")), 0, "the stay began on the tenth");
    assert_eq!(silent(&export(at::export::EXPORT_END_DATE, "2026-03-10")), 5);
    assert_eq!(silent(&export(at::export::EXPORT_START_DATE, "2027-01-01")), 0, "a period that ends before it begins");
    assert_eq!(silent(&export(at::export::EXPORT_START_DATE, "")), 0);
    assert_eq!(silent(&export(at::export::SOURCE_ID, "MN-500")), 0, "of another HMIS");
    assert_eq!(silent(&export(at::export::IMPLEMENTATION_ID, "OTHER")), 0);
    assert_eq!(silent(&export(at::export::SOFTWARE_NAME, "Wayhome")), 0, "what a desk holds is not all that the HMIS holds");
    assert_eq!(silent(&export(at::export::EXPORT_ID, "EXP1")), 0, "the id of another export");
    assert_eq!(silent(&export(at::export::EXPORT_ID, "")), 0);
    assert_eq!(silent(&export(at::export::EXPORT_DATE, "2026-11-03 05:00:00")), 0, "older than what was read");
    assert_eq!(silent(&export(at::export::EXPORT_DATE, "")), 0);
    assert_eq!(silent(&export(at::export::EXPORT_DATE, "2062-12-01 09:00:00")), 0, "of a day to come");
    assert_eq!(silent(&|case| case.next.agency.projects.retain(|project| project.project_id.as_str() != "P01")), 0, "its program");
    assert_eq!(silent(&|case| case.next.agency.cocs.iter_mut().for_each(|row| row.put(at::project_coc::COC_CODE, "MN-500"))), 0, "its CoC");
    for file in [File::Event, File::Assessment] {
        assert_eq!(silent(&|case| case.next.whole.retain(|one| *one != file)), 5, "what hangs on a stay goes with it");
    }
    assert_eq!(
        silent(&|case| case.next.whole.retain(|one| *one != File::Enrollment)),
        0,
        "rows of the file were refused, or it was not there"
    );
}

#[test]
fn r_csv_10_a_stay_that_began_before_the_period_may_have_ended_before_it_too() {
    for (start, gone) in [("2026-03-10", 5), ("2026-03-11", 0), ("2026-10-01", 0)] {
        let mut case = Case::without(is_stay);
        case.export(at::export::EXPORT_START_DATE, start);
        assert_eq!(case.prepares().counts.gone, gone, "of a stay since March 10 that nobody heard ended, from {start}");
    }
    for (day, gone) in [("2026-10-01", 6), ("2026-03-09", 0), ("someday", 0)] {
        let mut hmis = Hmis::new();
        let mut exit = row::<Exit>(&[(at::exit::EXIT_ID, "X1"), (at::exit::ENROLLMENT_ID, STAY), (at::exit::PERSONAL_ID, CLIENT)]);
        exit.put(at::exit::EXIT_DATE, day);
        exit.put(at::exit::EXPORT_ID, "EXP1");
        folder_of(&mut hmis.0, CLIENT).0.push(exit.pack());
        let case = Case { desk: Desk::of(&hmis), ..Case::without(is_stay) };
        assert_eq!(case.prepares().counts.gone, gone, "{day}");
    }
}

/// An HMIS whose program P01 is of two CoCs, the one of these households and that of all others.
fn of_two_cocs(source: &mut Source, households: &[&str]) {
    let mut other = source.agency.cocs.iter().find(|row| row.project_id.as_str() == "P01").unwrap().clone();
    other.put(at::project_coc::PROJECT_COC_ID, "CP99");
    other.put(at::project_coc::COC_CODE, "MN-500");
    source.agency.cocs.push(other);
    let is_of = |row: &&mut Packed| {
        households.contains(&row.get(at::enrollment::HOUSEHOLD_ID)) && !row.get(at::enrollment::ENROLLMENT_COC).is_empty()
    };
    source
        .folders
        .iter_mut()
        .flat_map(|folder| &mut folder.0)
        .filter(is_of)
        .for_each(|row| row.put(at::enrollment::ENROLLMENT_COC, "MN-500"));
}

/// True for what is about the household of the first client and the members.
fn is_of_household(row: &Packed) -> bool {
    [STAY, MEMBER_STAY, "E26K001", "E26K002"].iter().any(|stay| hangs_on(row, stay))
}

#[test]
fn r_csv_11_of_a_program_of_several_cocs_only_those_with_a_stay_in_the_export_are_claimed() {
    for (households, gone) in [(&["HH26000"][..], 0), (&["HH26000", "HH26002"], 4), (&[], 4)] {
        let mut hmis = Hmis::new();
        of_two_cocs(&mut hmis.0, households);
        let mut case = Case { desk: Desk::of(&hmis), ..Case::new() };
        of_two_cocs(&mut case.next, households);
        case.loses(is_of_household);
        let enrollments = case.said().0.iter().filter(|said| said.starts_with("Enrollment")).count();
        assert_eq!(enrollments, gone, "a member is of the CoC of the head: {households:?}");
    }
}

#[test]
fn r_csv_12_a_program_of_which_the_export_holds_no_stay_is_not_claimed() {
    let mut case = Case::without(|row| hangs_on(row, SECOND));
    assert_eq!(case.prepares().counts.gone, 0, "its row in Project.csv is no word on its stays");
    another_in_the_second_program(&mut case.next);
    assert!(case.prepares().counts.gone > 0);
}

/// Somebody else comes to the program of the second stay.
fn another_in_the_second_program(source: &mut Source) {
    let stay = source.folders.iter().flat_map(|folder| &folder.0).find(|row| row.key() == "E26C002").unwrap();
    let mut other = stay.clone();
    other.put(at::enrollment::ENROLLMENT_ID, "E26R002");
    other.put(at::enrollment::PROJECT_ID, "P03");
    folder_of(source, "26CL0002").0.push(other);
}

fn folder_of<'s>(source: &'s mut Source, client: &str) -> &'s mut Folder {
    source.folders.iter_mut().find(|folder| folder.client() == Some(ClientId::new(client))).unwrap()
}

#[test]
fn r_imp_7_a_household_is_marked_as_a_whole_or_not_at_all() {
    let mut case = Case::without(is_of_household);
    assert_eq!(case.said().0.len(), 4);
    let mut note = row::<CaseNote>(&[
        (at::case_note::CASE_NOTE_ID, "N1"),
        (at::case_note::ENROLLMENT_ID, MEMBER_STAY),
        (at::case_note::PERSONAL_ID, MEMBER),
        (at::case_note::NOTE, "A word"),
    ]);
    case.saves(8, None, &mut note);
    let (gone, stays) = case.said();
    assert_eq!((gone, stays.len()), (vec![], 4), "{stays:?}");

    let mut case = Case::without(is_of_household);
    let prepared = case.prepares();
    let draft = Change::Draft { name: format!("move-in/{MEMBER_STAY}"), after: Some("{}".into()) };
    case.desk.store.commit(&Commit::new("Draft", vec![draft]), moment(8)).unwrap();
    let done = transfer::take(&mut case.desk.store, prepared, Missing::Mark, moment(20), &Progress::default()).unwrap();
    assert_eq!((done.counts.gone, done.counts.held), (0, 4), "nor where somebody is writing something of a member");
}

#[test]
fn r_imp_7_a_file_that_lost_more_than_half_says_nothing_of_what_is_missing() {
    let is_event = |row: &Packed| Row::file(row) == File::Event;
    let events = Hmis::new().0.folders.iter().flat_map(|folder| &folder.0).filter(|row| is_event(row)).count();
    for (lost, gone) in [(events / 2, events / 2), (events / 2 + 1, 0), (events, 0)] {
        let mut left = lost;
        let mut case = Case::new();
        for folder in &mut case.next.folders {
            folder.0.retain(|row| {
                let stays = !is_event(row) || left == 0;
                left -= usize::from(!stays);
                stays
            });
        }
        let prepared = case.prepares();
        assert_eq!(prepared.counts.gone, gone as u64, "{lost} of {events}");
        let says = "Event.csv has far fewer rows than your HMIS sent before; nothing in it is taken for deleted.";
        assert_eq!(prepared.report.lines.iter().any(|line| line.words == says), gone == 0);
    }
    let case =
        Case::without(|row| Row::file(row) == File::Enrollment && row.get(at::enrollment::PROJECT_ID) == "P01" && row.key() != "E26C010");
    let prepared = case.prepares();
    assert_eq!((prepared.counts.gone, prepared.counts.held), (0, 0), "all but one stay of a program");
    assert!(prepared.report.lines.iter().any(|line| line.words.contains("nothing that is missing in this export is taken for deleted")));
}

#[test]
fn r_csv_10_records_after_the_period_and_of_another_day_of_it_are_told_apart() {
    let mut case = Case::without(|row| [EVENT, "EV269001"].contains(&row.key()));
    case.export(at::export::EXPORT_END_DATE, "2026-09-04");
    assert_eq!(case.said().0, ["Event EV269001"], "the other one is of the fifth");
}

#[test]
fn r_imp_7_files_that_were_not_read_whole_say_nothing_of_what_is_missing() {
    let mut case = Case::without(|row| row.key() == EVENT);
    assert_eq!(case.prepares().counts.gone, 1);
    case.next.whole.remove(&File::Event);
    let prepared = case.prepares();
    assert_eq!(prepared.counts.gone, 0);
    assert!(prepared.report.lines.iter().any(|line| line.file == "Event.csv" && line.words.contains("Not all that stands in the file")));
}

#[test]
fn r_imp_7_which_files_are_read_whole() {
    let whole = |file: &str, from: &str, to: &str| {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("export");
        std::fs::create_dir(&path).unwrap();
        let mut zip = zip::ZipArchive::new(std::fs::File::open("tests/fixtures/fy2026-northern-lakes.zip").unwrap()).unwrap();
        zip.extract(&path).unwrap();
        let at = path.join(file);
        let text = std::fs::read_to_string(&at).unwrap();
        assert!(text.contains(from));
        if to == "gone" {
            std::fs::remove_file(&at).unwrap()
        } else {
            std::fs::write(&at, text.replace(from, to)).unwrap()
        }
        wayhome::exchange::read(&path).unwrap().whole
    };
    let all: BTreeSet<File> = File::HUD.iter().copied().collect();
    let but = |file: File| all.iter().copied().filter(|one| *one != file).collect::<BTreeSet<_>>();
    assert_eq!(whole("Event.csv", "EV260002", "EV260002"), all);
    assert_eq!(whole("Event.csv", "EV260002", "EV260001"), all, "of two with one key the later is taken, and neither is missing");
    assert_eq!(whole("Event.csv", "\"EV260002\"", ""), but(File::Event), "a row without a key");
    assert_eq!(whole("Event.csv", "\"26CL0002\"", "\"NOBODY\""), but(File::Event), "a row that hangs on nothing");
    assert_eq!(whole("Event.csv", "\"EV260002\",", "\"EV260002\",\"\","), but(File::Event), "a row with a cell too many");
    assert_eq!(whole("Event.csv", "EventID,", "Event,"), but(File::Event), "a file without its key");
    assert_eq!(whole("Event.csv", "EV260002", "gone"), but(File::Event), "no file");
    assert_eq!(whole("Services.csv", "ServicesID", "ServicesID"), all, "a file without rows says that there is none");
}

#[test]
fn r_imp_7_what_a_refused_row_names_is_not_gone() {
    let mut case = Case::without(is_stay);
    let loose = Hmis::new().0.folders.into_iter().flat_map(|folder| folder.0).find(|row| row.key() == EVENT).unwrap();
    case.next.loose.push(wayhome::exchange::Loose { line: 2, column: "EnrollmentID", row: loose, beside: None, remarks: Vec::new() });
    assert_eq!(case.said(), (vec![], vec![format!("Enrollment {STAY}")]), "the HMIS still has records of the stay");
}

#[test]
fn r_imp_7_what_was_never_told_or_came_later_is_not_missing() {
    let mut case = Case::new();
    let event = case.desk.chart().event(&EventId::new(EVENT)).unwrap().clone();
    let mut ours = event.clone();
    ours.put(at::event::EVENT_ID, "OURS");
    case.saves(8, None, &mut ours);
    assert_eq!(case.said(), (vec![], vec![]), "a record made here");
    case.reads(Missing::Mark);
    case.export(at::export::EXPORT_ID, "EXP3");
    assert_eq!(case.said(), (vec![], vec![]), "nor when another import came between");
    assert!(case.deleted(CLIENT).is_empty());

    let mut hmis = Hmis::new();
    crate::exchange::event_of(&mut hmis.0, EVENT).put(at::event::DATE_UPDATED, &moment(10).write());
    let case = Case { desk: Desk::of(&hmis), ..Case::without(is_stay) };
    assert_eq!(case.said(), (vec![], vec![format!("Enrollment {STAY}")]), "the event was written an hour after this export");
}

#[test]
fn r_imp_7_what_another_hmis_told_is_not_missing_in_this_ones_export() {
    let mut case = Case::without(is_stay);
    let mut other = Hmis::new().0;
    other.export.put(at::export::EXPORT_ID, "OTHER");
    other.export.put(at::export::SOURCE_ID, "MN-500");
    other.agency.exports[0] = other.export.clone();
    let mut service =
        row::<Services>(&[(at::services::SERVICES_ID, "S1"), (at::services::ENROLLMENT_ID, STAY), (at::services::PERSONAL_ID, CLIENT)]);
    service.put(at::services::EXPORT_ID, "OTHER");
    other.folders.retain(|folder| folder.client() == Some(ClientId::new(CLIENT)));
    other.folders[0].0.push(service.pack());
    case.desk.reads(&other);
    assert_eq!(case.said(), (vec![], vec![format!("Enrollment {STAY}")]), "a service of another system hangs on it");
    case.export(at::export::SOURCE_ID, "MN-500");
    assert_eq!(case.said(), (vec![], vec![]), "that one never told of the stay");
}

/// A piece of work, and how it is done.
type Work = (&'static str, fn(&mut Case));

/// What keeps a stay here.
fn works() -> Vec<Work> {
    vec![
        ("an unsent answer", |case| case.desk.writes(8, &[(at::event::REFERRAL_RESULT, "1"), (at::event::RESULT_DATE, "2026-11-20")])),
        ("a service", |case| {
            let mut row = row::<Services>(&[
                (at::services::SERVICES_ID, "OURS"),
                (at::services::ENROLLMENT_ID, STAY),
                (at::services::PERSONAL_ID, CLIENT),
            ]);
            case.saves(8, None, &mut row);
        }),
        ("a case note", |case| {
            let mut note = row::<CaseNote>(&[
                (at::case_note::CASE_NOTE_ID, "N1"),
                (at::case_note::ENROLLMENT_ID, STAY),
                (at::case_note::PERSONAL_ID, CLIENT),
                (at::case_note::NOTE, "A word"),
            ]);
            case.saves(8, None, &mut note);
        }),
        ("what is kept beside an event", |case| {
            let mut row = row::<Referral>(&[
                (at::referral::EVENT_ID, EVENT),
                (at::referral::ENROLLMENT_ID, STAY),
                (at::referral::PERSONAL_ID, CLIENT),
            ]);
            row.put(at::referral::DATE_ACKNOWLEDGED, "2026-11-26");
            case.saves(8, None, &mut row);
        }),
        ("half typed", |case| {
            let draft = Change::Draft { name: format!("occasion/event/{STAY}/{EVENT}"), after: Some("{}".into()) };
            case.desk.store.commit(&Commit::new("Draft", vec![draft]), moment(8)).unwrap();
        }),
    ]
}

#[test]
fn r_imp_7_work_that_hangs_on_a_stay_keeps_it_here_and_it_is_said() {
    for (what, work) in works() {
        let mut case = Case::without(is_stay);
        work(&mut case);
        for _ in 0..2 {
            assert_eq!(case.said(), (vec![], vec![format!("Enrollment {STAY}")]), "{what}");
            let counts = case.reads(Missing::Mark);
            assert_eq!((counts.gone, counts.held), (0, 1), "{what}");
            assert!(case.deleted(CLIENT).is_empty(), "{what}: {:?}", case.deleted(CLIENT));
        }
    }
}

#[test]
fn r_imp_7_the_stay_to_which_a_referral_led_is_never_taken_away() {
    let mut case = Case::without(|row| hangs_on(row, SECOND));
    another_in_the_second_program(&mut case.next);
    let mut row = row::<Referral>(&[
        (at::referral::EVENT_ID, "EV260002"),
        (at::referral::ENROLLMENT_ID, "E26C001"),
        (at::referral::PERSONAL_ID, TWICE),
    ]);
    row.put(at::referral::RESULTING_ENROLLMENT_ID, SECOND);
    assert_eq!(case.said().0, [format!("Enrollment {SECOND}")]);
    case.saves(8, None, &mut row);
    assert_eq!(case.said(), (vec![], vec![format!("Enrollment {SECOND}")]));
}

#[test]
fn r_imp_7_what_is_half_typed_after_the_comparison_is_spared_too() {
    let mut case = Case::without(is_stay);
    let prepared = case.prepares();
    let draft = Change::Draft { name: format!("move-in/{STAY}"), after: Some("{}".into()) };
    case.desk.store.commit(&Commit::new("Draft", vec![draft]), moment(8)).unwrap();
    let done = transfer::take(&mut case.desk.store, prepared, Missing::Mark, moment(20), &Progress::default()).unwrap();
    assert_eq!((done.counts.gone, done.counts.held), (0, 1));
    assert!(case.deleted(CLIENT).is_empty());
    assert_eq!(done.report.of(Outcome::Gone).count(), 0, "what is said of it is true");
    assert_eq!(done.report.of(Outcome::Kept).filter(|line| line.words.contains(STAY)).count(), 1);
}

#[test]
fn r_imp_7_what_went_to_another_stay_or_client_is_not_gone() {
    // Two stays are one in the HMIS: its records are written on the other.
    let mut case = Case::new();
    let folder = case.next.folders.iter_mut().find(|folder| folder.client() == Some(ClientId::new(TWICE))).unwrap();
    let field = |row: &Packed| Row::file(row).column("EnrollmentID");
    folder.0.retain(|row| Row::file(row) != File::Enrollment || row.key() != "E26C001");
    for row in folder.0.iter_mut().filter(|row| hangs_on(row, "E26C001")) {
        let at = field(row).unwrap();
        Row::set(row, at, SECOND);
        let updated = Row::file(row).column("DateUpdated").unwrap();
        Row::set(row, updated, "2026-12-01 08:00:00");
    }
    assert_eq!(case.said(), (vec!["Enrollment E26C001".to_owned()], vec![]));
    case.reads(Missing::Mark);
    assert_eq!(case.deleted(TWICE), ["Enrollment E26C001"]);
    assert!(case.chart(TWICE).events.iter().all(|event| event.enrollment_id.as_str() == SECOND));

    // A stay goes to another client.
    let mut case = Case::new();
    let (mut moved, rest): (Vec<Packed>, Vec<Packed>) = std::mem::take(&mut case.next.folders[0].0).into_iter().partition(is_stay);
    case.next.folders[0].0 = rest;
    for row in &mut moved {
        let at = Row::file(row).column("PersonalID").unwrap();
        Row::set(row, at, MEMBER);
        let updated = Row::file(row).column("DateUpdated").unwrap();
        Row::set(row, updated, "2026-12-01 08:00:00");
    }
    let member = case.next.folders.iter_mut().find(|folder| folder.client() == Some(ClientId::new(MEMBER))).unwrap();
    member.0.extend(moved);
    let counts = case.reads(Missing::Mark);
    assert_eq!((counts.moved, counts.gone), (5, 0), "{counts:?}");
}

#[test]
fn r_imp_7_a_mark_is_the_hmiss_word_and_no_work_of_this_desk() {
    let mut case = Case::without(is_stay);
    case.reads(Missing::Mark);
    assert_eq!(Unsent::of(&case.desk.store).unwrap().count(), 0);
    // Where the HMIS sends it again, it comes back; and an older export does not bring it back.
    let mut older = Hmis::new().0;
    older.export.put(at::export::EXPORT_DATE, &moment(1).write());
    older.agency.exports[0] = older.export.clone();
    assert_eq!(case.desk.reads(&older).older, 5);
    assert_eq!(case.deleted(CLIENT).len(), 5);
    let again = Case::new();
    case.next = again.next;
    case.export(at::export::EXPORT_DATE, &moment(12).write());
    case.reads(Missing::Keep);
    assert!(case.deleted(CLIENT).is_empty(), "{:?}", case.deleted(CLIENT));
}

#[test]
fn r_imp_7_an_export_that_says_no_time_of_day_claims_nothing_and_makes_no_mark_of_a_deletion() {
    let mut case = Case::without(is_stay);
    case.export(at::export::EXPORT_DATE, "2026-11-29");
    assert_eq!(case.reads(Missing::Mark).gone, 0);
    let export = |date: &str| row::<Export>(&[(at::export::EXPORT_ID, "X"), (at::export::EXPORT_DATE, date)]);
    let deleted = |at: &str| -> Services {
        row(&[(at::services::EXPORT_ID, "X"), (at::services::DATE_UPDATED, "2026-10-01 08:00:00"), (at::services::DATE_DELETED, at)])
    };
    let is_mark = |date: &str, at: &str| wayhome::domain::merge::is_mark(&deleted(at), &[export(date)]);
    assert!(is_mark("2026-11-28 10:00:00", "2026-11-28 10:00:00"));
    assert!(!is_mark("2026-11-28", "2026-11-28 00:00:00"));
}

/// The rows that an export of this scope holds, by file and key.
fn sent(case: &mut Case, scope: Scope) -> BTreeSet<(File, String)> {
    let folder = TempDir::new().unwrap();
    let order = Order { path: folder.path().join("out.zip"), scope, anyway: Some("A test".to_owned()) };
    let answer = transfer::export(&mut case.desk.store, &order, ExportId::new("D"), moment(23), &Progress::default()).unwrap();
    assert!(matches!(answer, Answer::Written(_)));
    let source = wayhome::exchange::read(&order.path).unwrap();
    assert_eq!(source.export.implementation_id.as_str(), case.desk.store.installation(), "R-CSV-9");
    source.folders.iter().flat_map(|folder| &folder.0).map(|row| (Row::file(row), row.key().to_owned())).collect()
}

#[test]
fn r_imp_7_what_was_only_inferred_is_in_no_export() {
    let mut hmis = Hmis::new();
    let deleted = crate::exchange::event_of(&mut hmis.0, "EV260002");
    [at::event::DATE_DELETED, at::event::DATE_UPDATED].iter().for_each(|field| deleted.put(*field, "2026-11-02 10:00:00"));
    let mut case = Case { desk: Desk::of(&hmis), ..Case::without(is_stay) };
    case.next.folders.iter_mut().for_each(|folder| folder.0.retain(|row| row.key() != "EV260002"));
    case.reads(Missing::Mark);
    let marked: BTreeSet<String> = case.deleted(CLIENT).into_iter().collect();
    assert_eq!(marked.len(), 5);
    // Something to send in every scope.
    let event = case.chart(TWICE).events.iter().find(|event| event.date_deleted.is_blank()).cloned();
    let mut ours = event.unwrap_or_else(|| {
        row(&[(at::event::PERSONAL_ID, TWICE), (at::event::ENROLLMENT_ID, "E26C001"), (at::event::EVENT_DATE, "2026-11-20")])
    });
    ours.put(at::event::EVENT_ID, "OURS");
    case.saves(21, None, &mut ours);
    let period = Period { start: Day::from_ymd_opt(2025, 10, 1).unwrap(), end: Day::from_ymd_opt(2026, 12, 31).unwrap() };
    let takes = [Take::Everything, Take::Active(period), Take::Updated(period), Take::Unsent, Take::Since];
    for take in takes {
        let rows = sent(&mut case, Scope { take, ..Scope::default() });
        let marks: Vec<_> = rows.iter().filter(|(file, key)| marked.contains(&format!("{} {key}", file.info().name))).collect();
        assert!(marks.is_empty() && rows.contains(&(File::Event, "OURS".to_owned())), "{take:?}: {marks:?}");
        let goes_back = matches!(take, Take::Everything | Take::Updated(_));
        assert_eq!(rows.contains(&(File::Event, "EV260002".to_owned())), goes_back, "what the HMIS deleted: {take:?}");
        if matches!(take, Take::Unsent) {
            // A delta goes from the last export on: something new is to be in it.
            ours.put(at::event::EVENT_DATE, "2026-11-21");
            let before = case.chart(TWICE).event(&EventId::new("OURS")).unwrap().clone();
            case.saves(24, Some(&before), &mut ours);
        }
    }
    assert!(case.desk.store.installation() != Case::new().desk.store.installation(), "R-CSV-9: another installation is another");
}

#[test]
fn r_imp_7_an_export_of_tomorrow_is_later_than_one_of_today() {
    let mut case = Case::new();
    case.export(at::export::EXPORT_DATE, &moment(24).write());
    case.reads(Missing::Keep);
    case.export(at::export::EXPORT_ID, "EXP3");
    case.export(at::export::EXPORT_DATE, &moment(9).write());
    case.loses(is_stay);
    assert_eq!(case.prepares().counts.gone, 0, "one limit for both");
}

#[test]
fn r_imp_7_a_comparison_counts_those_of_whom_the_export_has_nothing() {
    let case = Case::without(|row| row.cell(File::Client.info().key) == MEMBER || hangs_on(row, MEMBER_STAY));
    let progress = Progress::default();
    transfer::prepare(&case.desk.store, case.next.clone(), moment(20), &progress).unwrap();
    let clients = Hmis::new().0.folders.len() as u64;
    assert_eq!(progress.count(), (clients, Some(clients)));
}

#[test]
fn r_imp_7_taken_back_an_import_gives_back_what_it_marked() {
    let mut case = Case::without(is_stay);
    case.loses(|row| row.cell(File::Client.info().key) == MEMBER || hangs_on(row, MEMBER_STAY));
    case.next.folders[1].0[0].put(at::client::FIRST_NAME, "Another");
    let before = state(&case.desk);
    assert_eq!(case.reads(Missing::Mark).gone, 7);
    assert!(state(&case.desk) != before);
    let first_name =
        |case: &Case| case.desk.store.chart(&case.next.folders[1].client().unwrap()).unwrap().unwrap().client.first_name.clone();
    case.takes_back(0);
    assert_eq!((case.deleted(CLIENT).len(), first_name(&case).as_str()), (0, "Another"), "the marks alone");
    assert_eq!(Unsent::of(&case.desk.store).unwrap().count(), 0, "and that is no work either");
    assert_eq!(case.prepares().counts.gone, 7, "it is said again");
    case.takes_back(2);
    assert!(state(&case.desk) == before);
    assert_eq!(case.reads(Missing::Mark).gone, 7, "and it can be read again");
    case.takes_back(1);
    assert_eq!((case.deleted(CLIENT).len(), first_name(&case).as_str() == "Another"), (5, false), "and the import alone");
}

/// People of a town as their HMIS exports them.
fn town(clients: usize, seed: u64) -> Source {
    let (agency, mut charts) = wayhome::generate::people(clients, seed, wayhome::generate::REFERENCE_DAY);
    charts.iter_mut().for_each(|chart| chart.notes.clear());
    let (folder, request) = (TempDir::new().unwrap(), request(&agency));
    let path = folder.path().join("town.zip");
    wayhome::exchange::write(&path, &request, &charts).unwrap();
    wayhome::exchange::read(&path).unwrap()
}

fn desk_of(source: &Source) -> Desk {
    Desk::of(&Hmis(source.clone()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn r_imp_7_a_full_export_replaces_what_the_one_before_it_told(
        seed in 0_u64..1000,
        months in 0_u32..12,
        picks in proptest::collection::vec(0_u8..8, 40),
    ) {
        let first = town(24, seed);
        let mut next = first.clone();
        // It was written later, over a period that may have moved on.
        let start = Day::from_ymd_opt(2026, 12, 1).unwrap() - Months::new(if months == 0 { 600 } else { months });
        let export: &mut Export = &mut next.export;
        for (field, text) in [
            (at::export::EXPORT_DATE, moment(9).write().as_str()),
            (at::export::EXPORT_START_DATE, &start.to_string()),
            (at::export::EXPORT_END_DATE, "2026-12-01"),
            (at::export::EXPORT_ID, "NEXT"),
            (at::export::SOFTWARE_NAME, "An HMIS"),
        ] {
            export.put(field, text);
        }
        next.agency.exports = vec![next.export.clone()];
        // What is here afterwards: all that is not claimed too.
        let mut left = next.clone();
        let all: Vec<Packed> = first.folders.iter().flat_map(|folder| folder.0.clone()).collect();
        let is_claimed = |row: &Packed| row.get(at::enrollment::ENTRY_DATE) >= start.to_string().as_str();
        let mut spare = Spare::of(&all, is_claimed);
        let mut picks = picks.into_iter().cycle();
        for (folder, after) in next.folders.iter_mut().zip(&mut left.folders) {
            let stays: Vec<Packed> = folder.0.iter().filter(|row| Row::file(*row) == File::Enrollment).cloned().collect();
            for stay in &stays {
                match picks.next().unwrap() {
                    0 if spare.stay(stay) => {
                        folder.0.retain(|row| !hangs_on(row, stay.key()));
                        if is_claimed(stay) {
                            after.0.retain(|row| !hangs_on(row, stay.key()));
                        }
                    }
                    // Some record of it.
                    1 => {
                        let is_dated = |row: &Packed| ["InformationDate", "DateProvided", "ExitDate"].iter().any(|name| Row::file(row).column(name).is_some());
                        let one = folder.0.iter().find(|row| hangs_on(row, stay.key()) && is_dated(row)).cloned();
                        if let Some(one) = one.filter(|one| spare.record(Row::file(one))) {
                            [&mut *folder, &mut *after].into_iter().for_each(|folder| folder.0.retain(|row| *row != one));
                        }
                    }
                    _ => {}
                }
            }
            for folder in [folder, after] {
                if !stays.is_empty() && !folder.has(File::Enrollment) {
                    folder.0.clear();
                }
            }
        }
        [&mut next, &mut left].into_iter().for_each(|source| source.folders.retain(|folder| !folder.0.is_empty()));
        let mut desk = desk_of(&first);
        let before = state(&desk);
        let prepared = transfer::prepare(&desk.store, next.clone(), moment(20), &Progress::default()).unwrap();
        prop_assert_eq!(prepared.counts.held, 0, "{:?}", prepared.report.of(Outcome::Kept).filter(|line| line.words.contains("stays: ")).collect::<Vec<_>>());
        let gone = prepared.counts.gone;
        transfer::take(&mut desk.store, prepared, Missing::Mark, moment(20), &Progress::default()).unwrap();
        prop_assert!(visible(&desk) == visible(&desk_of(&left)), "{gone} gone");
        let again = transfer::prepare(&desk.store, next, moment(20), &Progress::default()).unwrap();
        prop_assert!(again.is_empty(), "{:?}", again.counts);
        let stamp = Stamp::new(UserId::new("W1"), moment(22));
        // The marks first, where there are any, and then the import.
        let last = desk.store.sequence();
        for save in (last - u64::from(gone > 0)..=last).rev() {
            let undo = transfer::undo(&desk.store, save).unwrap().unwrap();
            desk.store.commit(&undo.commit(&stamp, &"A test".into()), moment(22)).unwrap();
        }
        prop_assert!(state(&desk) == before);
    }
}

/// How many rows may be missing before nobody believes that they are gone, and how many stays a program has left.
struct Spare {
    claimed: usize,
    programs: BTreeMap<String, usize>,
    files: BTreeMap<File, usize>,
}

impl Spare {
    fn of(rows: &[Packed], is_claimed: impl Fn(&Packed) -> bool) -> Self {
        let (mut programs, mut files, mut claimed) = (BTreeMap::new(), BTreeMap::new(), 0);
        for row in rows {
            *files.entry(Row::file(row)).or_default() += 1;
            if Row::file(row) == File::Enrollment {
                *programs.entry(row.get(at::enrollment::PROJECT_ID).to_owned()).or_default() += 1;
                claimed += usize::from(is_claimed(row));
            }
        }
        files.values_mut().for_each(|rows: &mut usize| *rows /= 4);
        Self { claimed: claimed / 2, programs, files }
    }

    fn stay(&mut self, stay: &Packed) -> bool {
        let program = self.programs.get_mut(stay.get(at::enrollment::PROJECT_ID)).unwrap();
        let may = self.claimed > 0 && *program > 1;
        (self.claimed, *program) = (self.claimed - usize::from(may), *program - usize::from(may));
        may
    }

    fn record(&mut self, file: File) -> bool {
        let left = self.files.get_mut(&file).unwrap();
        let may = *left > 0;
        *left -= usize::from(may);
        may
    }
}
