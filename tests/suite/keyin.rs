//! The key-in sheet: what is to be typed is what the HMIS does not have, what is ticked off counts as there, and an import is right.
#![allow(clippy::unwrap_used)]

use crate::merging::{Desk, EVENT, Hmis, moment};
use proptest::prelude::*;
use std::collections::HashSet;
use wayhome::domain::entry::Scalar;
use wayhome::domain::field::Origin;
use wayhome::domain::folder::Folder;
use wayhome::domain::keyin::{Entry, Form, Task, entries, in_order, tick, untick};
use wayhome::domain::merge::{Edits, Entered, Exported, Heard, Writing};
use wayhome::domain::naming::{Book, Records};
use wayhome::domain::{Change, Chart, Commit, Directory, File, Instant, Packed, Row, Stamp, UserId, at};
use wayhome::exchange::paper;
use wayhome::generate;
use wayhome::transfer::{self, Sheets, Unsent};

const RESULT: wayhome::domain::FieldId = at::event::REFERRAL_RESULT;
const DAY: wayhome::domain::FieldId = at::event::RESULT_DATE;

/// A chart and what was done to it since the HMIS told of it.
struct Work {
    rows: Vec<Packed>,
    heard: Heard,
    minute: u32,
}

impl Work {
    fn on(chart: &Chart) -> Self {
        Self { rows: Folder::from(chart).0, heard: Heard::default(), minute: 0 }
    }

    fn now(&mut self) -> Instant {
        self.minute += 1;
        Instant::read(&format!("2026-12-01 {:02}:{:02}:00", self.minute / 60, self.minute % 60)).unwrap()
    }

    fn chart(&self) -> Chart {
        Chart::from_packed(&self.rows)
    }

    fn keep(&mut self, changes: &[Change]) {
        for change in changes.iter().filter_map(Change::of_row) {
            let place = self.rows.iter().position(|row| row.file == change.file && row.key() == change.key.as_str());
            let at = place.unwrap_or_else(|| {
                self.rows.push(Packed::default());
                self.rows.len() - 1
            });
            change.apply(&mut self.rows[at]);
            if self.rows[at].is_empty() {
                self.rows.remove(at);
            }
        }
        self.heard.edits.follow(changes);
    }

    /// Writes a cell of some row; true to its stamps.
    fn write(&mut self, row: usize, column: usize, text: &str) {
        let stamp = Stamp::new(UserId::new("W"), self.now());
        let rows: Vec<usize> = (0..self.rows.len()).filter(|at| Row::file(&self.rows[*at]).info().origin != Origin::Beside).collect();
        let before = self.rows[rows[row % rows.len()]].clone();
        let (file, mut after) = (Row::file(&before), before.clone());
        let column = column % file.info().columns.len();
        // Whose row it is and what it is called stays.
        if column == file.info().key || Some(column) == file.info().owner {
            return;
        }
        Row::set(&mut after, column, text);
        let change: Vec<Change> = stamp.change(Some(&before), &mut after).into_iter().collect();
        self.keep(&change);
    }

    fn entries(&self) -> Vec<Entry> {
        entries(&self.chart(), &self.heard)
    }

    fn open(&self) -> Vec<Entry> {
        self.entries().into_iter().filter(|entry| !entry.is_done()).collect()
    }

    /// The rows of which something is left, as the sheet says it and as the count does.
    fn agrees(&self) {
        let chart = self.chart();
        let left = entries(&chart, &self.heard).into_iter().filter(|entry| !entry.is_done());
        let listed: HashSet<(File, String)> =
            left.flat_map(|entry| entry.left().map(|line| (line.field.file, line.key.clone())).collect::<Vec<_>>()).collect();
        assert_eq!(listed, self.heard.untold(&chart));
    }

    /// Something was written for the HMIS at this time, and nothing at any other.
    fn exports_at(&mut self, at: Instant) {
        self.heard.exported = Exported::from_iter([Writing { span: (at, at), without: HashSet::new() }]);
    }

    fn tick(&mut self, which: impl Fn(usize) -> bool) {
        let (now, chart, all) = (self.now(), self.chart(), self.open());
        let some: Vec<&Entry> = all.iter().enumerate().filter(|(at, _)| which(*at)).map(|(_, entry)| entry).collect();
        if let Some(commit) = tick(&chart, &some, now, "Mai Green") {
            self.keep(&commit.changes);
        }
    }
}

/// A form, its record, and what is left of it: field, before, after.
type Told = (Form, String, Vec<(String, String, String)>);

fn told(entries: &[Entry]) -> Vec<Told> {
    let line = |line: &wayhome::domain::keyin::Line| {
        (format!("{:?}", line.field), line.before.as_str().to_owned(), line.after.as_str().to_owned())
    };
    entries.iter().map(|e| (e.form, e.record.1.clone(), e.left().map(line).collect())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn the_sheet_lists_what_the_count_counts_and_a_tick_ends_it(
        person in 0_usize..30,
        writes in proptest::collection::vec((0_usize..40, 0_usize..40, prop_oneof!["[0-9]", "", "2026-11-2[0-9]", "[a-z]{3}"]), 1..25),
        ticked in any::<u64>(),
        again in (0_usize..40, 0_usize..40),
    ) {
        let (_, charts) = generate::people(30, 5, generate::REFERENCE_DAY);
        let mut work = Work::on(&charts[person % charts.len()]);
        for (row, column, text) in &writes {
            work.write(*row, *column, text);
        }
        work.agrees();
        let all = told(&work.open());

        // Some of it is typed: what is left is the rest.
        work.tick(|at| ticked >> (at % 64) & 1 == 1);
        work.agrees();
        prop_assert!(work.open().len() <= all.len());
        work.tick(|_| true);
        work.agrees();
        prop_assert!(work.open().is_empty() && work.heard.untold(&work.chart()).is_empty());

        // What changes after that comes back alone, and what was typed stands there now.
        work.write(again.0, again.1, "zz9");
        work.agrees();
        let left: Vec<_> = work.open().iter().flat_map(|e| e.left().cloned().collect::<Vec<_>>()).collect();
        prop_assert!(left.len() <= 1, "{}", left.len());
        work.tick(|_| true);

        // All taken back: what is to be typed is what the HMIS told of last.
        let (chart, entries) = (work.chart(), work.entries());
        if let Some(commit) = untick(&chart, &entries.iter().collect::<Vec<_>>()) {
            work.keep(&commit.changes);
        }
        work.agrees();
        let after = told(&work.open());
        work.rows.retain(|row| Row::file(row) != File::Entered);
        prop_assert_eq!(after, told(&work.open()));
    }
}

#[test]
fn what_was_ticked_off_and_taken_back_is_as_it_was() {
    let (_, charts) = generate::people(30, 5, generate::REFERENCE_DAY);
    let mut work = Work::on(charts.iter().find(|chart| !chart.events.is_empty()).unwrap());
    (0..12).for_each(|at| work.write(at * 3, at * 5 + 2, "7"));
    let before = told(&work.open());
    assert!(before.len() > 3);
    work.tick(|_| true);
    let (chart, entries) = (work.chart(), work.entries());
    assert!(entries.iter().all(|entry| entry.ticked().starts_with("Entered in HMIS on 12/01/2026 12:13 AM by Mai Green")));
    work.keep(&untick(&chart, &entries.iter().collect::<Vec<_>>()).unwrap().changes);
    assert_eq!(told(&work.open()), before);
}

/// A household that is new to the HMIS.
fn intake() -> (Vec<(Chart, Vec<Entry>)>, Vec<Chart>) {
    let (_, charts) = generate::people(200, 3, generate::REFERENCE_DAY);
    let stays = |chart: &&Chart| chart.enrollments.len() == 1;
    let of = |chart: &Chart| chart.enrollments[0].household_id.clone();
    let single: Vec<&Chart> = charts.iter().filter(stays).collect();
    let household = single.iter().map(|c| of(c)).find(|h| single.iter().filter(|c| of(c) == *h).count() > 2).unwrap();
    let members: Vec<Chart> = single.into_iter().filter(|chart| of(chart) == household).cloned().collect();
    let mut edits = Edits::default();
    for chart in &members {
        let new: Vec<Change> = chart.rows().filter_map(|row| Change::row(None, row)).collect();
        edits.follow(&new);
    }
    let heard = Heard::of(edits);
    (members.iter().map(|chart| (chart.clone(), entries(chart, &heard))).collect(), charts)
}

#[test]
fn a_new_household_is_typed_in_the_order_of_the_hmis() {
    let (sheets, charts) = intake();
    let directory = Directory::new(charts.iter().map(wayhome::domain::Card::of).collect::<wayhome::domain::Roll>());
    let sheets = in_order(sheets, &directory);
    let heads: Vec<String> = sheets.iter().map(|(chart, _)| chart.enrollments[0].get(at::enrollment::RELATIONSHIP_TO_HOH)).collect();
    assert_eq!((heads.first().map(String::as_str), heads.iter().filter(|r| *r == "1").count()), (Some("1"), 1), "the head first");
    for (_, entries) in &sheets {
        let forms: Vec<Form> = entries.iter().map(|entry| entry.form).collect();
        assert_eq!(forms[..4], [Form::Client, Form::Family, Form::Enrollment, Form::Universal]);
        let (event, exit) = (forms.iter().position(|f| *f == Form::Event), forms.iter().position(|f| *f == Form::Exit));
        assert!(event.zip(exit).is_none_or(|(event, exit)| event < exit), "{forms:?}");
        assert!(entries.iter().all(|entry| entry.task == Task::New), "it is all new");
        // Nobody types an id, and no client is typed that is theirs already.
        let ids = ["PersonalID", "EnrollmentID", "DateCreated", "DateUpdated", "UserID", "ExportID"];
        assert!(entries.iter().flat_map(|entry| &entry.lines).all(|line| !ids.contains(&line.field.info().name)));
    }
    let fields: Vec<&str> = sheets[0].1[2].lines.iter().map(|line| line.field.label()).collect();
    assert_eq!(fields[..3], ["Project", "Project Start Date", "Relationship to Head of Household"]);
}

#[test]
fn names_stand_for_ids_and_privacy_hides_who_it_is() {
    let (sheets, charts) = intake();
    let (agency, _) = generate::people(200, 3, generate::REFERENCE_DAY);
    let directory = Directory::new(charts.iter().map(wayhome::domain::Card::of).collect::<wayhome::domain::Roll>());
    let (chart, entries) = &sheets[0];
    let told = |privacy: bool| {
        let records = Records::of(chart, Book { agency: &agency, directory: &directory, privacy });
        entries.iter().flat_map(|e| e.lines.iter().map(|line| line.value(&records)).collect::<Vec<_>>()).collect::<Vec<_>>().join("\n")
    };
    let name = chart.client.last_name.as_str();
    assert!(told(false).contains(name) && !told(true).contains(name));
    let ssn = chart.client.ssn.as_str();
    let whole = format!("{}-{}-{}", &ssn[..3], &ssn[3..5], &ssn[5..]);
    assert!(told(false).contains(&whole), "it is typed whole");
    assert!(!told(true).contains(&ssn[5..]), "and hidden whole");
    assert!(told(false).contains(agency.project(&chart.enrollments[0].project_id).unwrap().project_name.as_str()));
}

/// The sheet of a store, and how many records the count says.
pub fn sheet(desk: &Desk) -> (Sheets, usize) {
    let directory = Directory::new(desk.store.roll().unwrap());
    let unsent = Unsent::among(&desk.store, directory.roll()).unwrap();
    (transfer::keyin(&desk.store, &unsent, &directory).unwrap(), unsent.count())
}

pub fn ticks(desk: &mut Desk, hour: u32) -> Commit {
    let (Sheets(sheets), _) = sheet(desk);
    let (chart, entries) = &sheets[0];
    let open: Vec<&Entry> = entries.iter().filter(|entry| !entry.is_done()).collect();
    let commit = tick(chart, &open, moment(hour), "Mai Green").unwrap();
    desk.store.commit(&commit, moment(hour)).unwrap();
    commit
}

fn left(desk: &Desk) -> Vec<(String, String)> {
    let (Sheets(sheets), _) = sheet(desk);
    let open = sheets.iter().flat_map(|(_, entries)| entries).flat_map(|entry| &entry.lines);
    open.map(|line| (line.before.as_str().to_owned(), line.after.as_str().to_owned())).collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

/// An export that the HMIS writes at this hour of December 1st.
pub fn written(hmis: &Hmis, hour: u32) -> wayhome::exchange::Source {
    let mut source = hmis.0.clone();
    source.export.put(at::export::EXPORT_DATE, &moment(hour).write());
    source
}

#[test]
fn what_was_typed_counts_as_there_until_it_changes_again() {
    let mut desk = Desk::of(&Hmis::new());
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    assert_eq!((left(&desk).len(), sheet(&desk).1), (2, 1));
    let mut followed = Unsent::of(&desk.store).unwrap();
    let commit = ticks(&mut desk, 9);
    followed.follow(&desk.store, &commit).unwrap();
    assert_eq!((left(&desk).len(), sheet(&desk).1, followed.count()), (0, 0, 0));
    assert_eq!(sheet(&desk).0.counts(), (0, 1));

    desk.writes(10, &[(DAY, "2026-11-21")]);
    assert_eq!((left(&desk), sheet(&desk).1), (pairs(&[("2026-11-20", "2026-11-21")]), 1), "only what changed since");
    desk.writes(11, &[(DAY, "2026-11-20")]);
    assert_eq!((left(&desk).len(), sheet(&desk).1), (0, 0), "and changed back it is there");
}

#[test]
fn what_is_unticked_after_an_export_is_exported_no_more() {
    let mut desk = Desk::of(&Hmis::new());
    desk.writes(8, &[(RESULT, "1")]);
    ticks(&mut desk, 9);
    let sequence = desk.store.sequence();
    let (Sheets(sheets), _) = sheet(&desk);
    let (chart, entries) = &sheets[0];
    let commit = untick(chart, &entries.iter().collect::<Vec<_>>()).unwrap();
    let mut followed = Unsent::of(&desk.store).unwrap();
    followed.answered(moment(10), sequence);
    assert_eq!(followed.ahead().clients, 0);
    desk.store.commit(&commit, moment(11)).unwrap();
    assert!(desk.store.sequence() > sequence);
    followed.follow(&desk.store, &commit).unwrap();
    assert_eq!((followed.ahead().clients, followed.ahead().exported), (1, 0));
}

#[test]
fn a_tick_outlives_an_import_that_says_nothing_of_the_record() {
    let hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1")]);
    ticks(&mut desk, 9);
    desk.reads(&hmis.without_it());
    desk.reads(&hmis.without_it());
    assert_eq!((left(&desk).len(), sheet(&desk).1), (0, 0));
    // Changed back to what the HMIS had before it was typed over.
    let before = hmis.0.charts().find_map(|chart| chart.events.iter().find(|e| e.event_id.as_str() == EVENT).cloned()).unwrap();
    desk.writes(12, &[(RESULT, &before.get(RESULT))]);
    assert_eq!((left(&desk), sheet(&desk).1), (pairs(&[("1", &before.get(RESULT))]), 1));
}

#[test]
fn an_import_that_has_what_was_typed_ends_it_and_one_that_has_not_is_right() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    ticks(&mut desk, 9);
    // An export of an hour before it was typed knows nothing of it.
    desk.reads(&written(&hmis, 8));
    assert_eq!((left(&desk).len(), sheet(&desk).1), (0, 0));
    // One of later has only one of the two: the other never came there.
    let told = written(hmis.writes(10, &[(RESULT, "1")]), 11);
    let counts = desk.reads(&told);
    assert_eq!((counts.kept, counts.conflicting), (1, 0));
    assert_eq!((left(&desk), sheet(&desk).1), (pairs(&[("", "2026-11-20")]), 1));
    assert!(desk.chart().entered.is_empty(), "the HMIS itself has told");
    // And one that has both ends it.
    ticks(&mut desk, 12);
    desk.reads(&written(hmis.writes(13, &[(DAY, "2026-11-20")]), 14));
    assert_eq!((left(&desk).len(), sheet(&desk).1, desk.differing().len()), (0, 0, 0));
}

#[test]
fn what_the_hmis_changed_after_it_was_typed_is_taken_and_asks_nothing() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    ticks(&mut desk, 9);
    let counts = desk.reads(&written(hmis.writes(34, &[(RESULT, "2"), (DAY, "2026-11-20")]), 35));
    assert_eq!((counts.conflicting, desk.cell(RESULT).as_str()), (0, "2"));
    assert_eq!((left(&desk).len(), sheet(&desk).1), (0, 0));
    // Without the tick it would have been a conflict; and where somebody wrote it there before, it still is one.
    let mut desk = Desk::of(&Hmis::new());
    desk.writes(8, &[(RESULT, "1")]);
    ticks(&mut desk, 9);
    let mut hmis = Hmis::new();
    let counts = desk.reads(&written(hmis.writes(7, &[(RESULT, "2")]), 11));
    assert_eq!((counts.conflicting, desk.cell(RESULT).as_str()), (1, "1"));
}

#[test]
fn a_slip_of_the_typing_is_asked_about_and_not_taken() {
    // The HMIS dates the row by its own clock: at once, or hours later in another zone.
    for hour in [10, 20, 33] {
        let mut hmis = Hmis::new();
        let mut desk = Desk::of(&hmis);
        desk.writes(8, &[(RESULT, "1")]);
        ticks(&mut desk, 9);
        let counts = desk.reads(&written(hmis.writes(hour, &[(RESULT, "2")]), 35));
        assert_eq!((counts.conflicting, desk.cell(RESULT).as_str()), (1, "1"), "{hour}");
    }
    // The form that was typed last dates the row, and with it what was typed into another form of it long before.
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1")]);
    ticks(&mut desk, 9);
    desk.writes(40, &[(DAY, "2026-11-20")]);
    let kept = desk.chart().entered.iter().map(|kept| Entered::read(kept).unwrap()).find(|kept| kept.file == File::Event).unwrap();
    let other = Entered { form: "other".to_owned(), at: Some(moment(41)), ..kept };
    let change = other.change(&desk.chart()).unwrap();
    desk.store.commit(&Commit::new("Entered", vec![change]), moment(41)).unwrap();
    let counts = desk.reads(&written(hmis.writes(42, &[(RESULT, "2")]), 43));
    assert_eq!((counts.conflicting, desk.cell(RESULT).as_str()), (1, "1"));
}

#[test]
fn a_tick_is_undone_like_any_save() {
    let mut desk = Desk::of(&Hmis::new());
    desk.writes(8, &[(RESULT, "1")]);
    ticks(&mut desk, 9);
    let undo = desk.store.undo(desk.store.sequence()).unwrap().unwrap();
    let stamp = Stamp::new(UserId::new("W"), moment(10));
    desk.store.commit(&undo.commit(&stamp, &"A slip".into()), moment(10)).unwrap();
    assert_eq!((left(&desk).len(), sheet(&desk).1), (1, 1));
    assert!(desk.chart().entered.is_empty());
}

#[test]
fn what_is_printed_shows_nobody_for_debugging() {
    let line = paper::Line { label: "SSN".to_owned(), value: "123456789".to_owned(), was: Some("Quorra".to_owned()) };
    let form = paper::Form { title: "Quorra".to_owned(), notes: vec!["Quorra".to_owned()], lines: vec![line] };
    let part = paper::Part { name: "Quorra".to_owned(), forms: vec![form] };
    let all = paper::Paper { title: "Quorra".to_owned(), facts: vec!["Quorra".to_owned()], foot: "Quorra".to_owned(), parts: vec![part] };
    let shown = format!("{all:?} {:?} {:?} {:?}", all.parts[0], all.parts[0].forms[0], all.parts[0].forms[0].lines[0]);
    assert!(!shown.contains("Quorra") && !shown.contains("123456789"), "{shown}");
}

#[test]
fn the_page_is_written_whole_or_not_at_all() {
    let mut desk = Desk::of(&Hmis::new());
    desk.writes(8, &[(RESULT, "1")]);
    let folder = tempfile::TempDir::new().unwrap();
    let (agency, directory) = (desk.store.agency().unwrap(), Directory::new(desk.store.roll().unwrap()));
    let book = Book { agency: &agency, directory: &directory, privacy: false };
    let path = folder.path().join("sheet.pdf");
    let (sheets, _) = sheet(&desk);
    let words = transfer::print_keyin(&path, &sheets, book, "Mai Green", moment(9), &Default::default()).unwrap();
    assert!(words.starts_with("Wrote 1 form of 1 client on 1 page to "), "{words}");
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.len() > 5000);
    assert!(
        transfer::print_keyin(&folder.path().join("nowhere/sheet.pdf"), &sheets, book, "Mai Green", moment(9), &Default::default())
            .is_err()
    );
    assert!(transfer::print_keyin(&path, &Sheets::default(), book, "Mai Green", moment(9), &Default::default()).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "and what stood there still stands");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    assert!(paper::print(&path, &paper::Paper::default(), moment(9), &Default::default()).is_ok(), "an empty paper is a page");
}

#[test]
fn what_was_made_and_deleted_again_before_the_hmis_could_have_it_is_nothing_to_type() {
    let (_, charts) = generate::people(30, 5, generate::REFERENCE_DAY);
    let mut work = Work::on(&charts[0]);
    let stamp = Stamp::new(UserId::new("MAI"), work.now());
    let mut made = wayhome::domain::hud::Services {
        services_id: "S-NEW".into(),
        personal_id: charts[0].id().clone(),
        enrollment_id: charts[0].enrollments[0].enrollment_id.clone(),
        ..Default::default()
    };
    work.keep(&[stamp.change(None, &mut made).unwrap()]);
    assert_eq!(work.open().len(), 1);
    let now = work.now();
    let before = made.clone();
    made.put(at::services::DATE_DELETED, &work.now().write());
    work.keep(&[stamp.change(Some(&before), &mut made).unwrap()]);
    assert_eq!(work.open(), [], "the HMIS never had it");
    work.agrees();
    // What was written for the HMIS in between may be there.
    work.exports_at(now);
    assert_eq!(work.entries().iter().map(|entry| entry.task).collect::<Vec<_>>(), [Task::Delete]);
    work.agrees();
    work.exports_at(Instant::read("2026-11-30 08:00:00").unwrap());
    assert_eq!(work.entries(), []);
    work.agrees();
    // Nor is it where it is known to have stayed out.
    let id = (File::Services, made.services_id.as_str().to_owned());
    work.heard.exported = Exported::from_iter([Writing { span: (now, now), without: [id].into() }]);
    assert_eq!(work.entries(), []);
    work.agrees();
}
