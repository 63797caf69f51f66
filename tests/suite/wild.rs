//! Exports as other systems write them: what stands in them comes back, what is taken in another form is said, and what hangs on the desk
//! alone finds its place.
#![allow(clippy::unwrap_used)]

mod said;

use crate::exchange::sample_2026;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use tempfile::TempDir;
use wayhome::domain::entry::Scalar;
use wayhome::domain::progress::Progress;
use wayhome::domain::{ExportId, Instant, Rule, Severity};
use wayhome::exchange::{Checked, Counts, Error, Outcome, Report, Scope, read};
use wayhome::store::{Cost, Passphrase, Place, Profile, Store};
use wayhome::transfer::{self, Answer, OnErrors, Order};

/// The files of an export, each as its header and rows.
type Files = BTreeMap<String, Vec<Vec<String>>>;

/// The fixture as tables.
fn files() -> Files {
    let mut zip = zip::ZipArchive::new(std::fs::File::open("tests/fixtures/fy2026-northern-lakes.zip").unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.into_iter().map(|name| (name.clone(), table(zip.by_name(&name).unwrap()))).collect()
}

fn table(bytes: impl std::io::Read) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Where a column stands.
fn at(files: &Files, file: &str, column: &str) -> usize {
    files[file][0].iter().position(|head| head == column).unwrap()
}

/// Writes a cell of a row, counted from the header.
fn put(files: &mut Files, file: &str, row: usize, column: &str, text: &str) {
    let at = at(files, file, column);
    files.get_mut(file).unwrap()[row][at] = text.to_owned();
}

struct Desk {
    store: Store,
    folder: TempDir,
    hour: u32,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let place = Place { data: folder.path().join("records"), anchor: None };
        let now = Instant::read("2026-12-01 00:00:00").unwrap();
        let (store, _) =
            Store::create(&place, &Passphrase::new("nobody in here is real"), &Profile::new("Mai Green"), Cost::WEAK, now).unwrap();
        Self { store, folder, hour: 0 }
    }

    fn now(&mut self) -> Instant {
        self.hour += 1;
        Instant::read(&format!("2026-12-01 {:02}:00:00", self.hour)).unwrap()
    }

    fn write(&self, files: &Files) -> PathBuf {
        self.write_as(files, |bytes| bytes)
    }

    fn write_as(&self, files: &Files, coded: impl Fn(Vec<u8>) -> Vec<u8>) -> PathBuf {
        let path = self.folder.path().join("in.zip");
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
        for (name, rows) in files {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&coded(writer.into_inner().unwrap())).unwrap();
        }
        zip.finish().unwrap();
        path
    }

    fn reads(&mut self, files: &Files) -> (Counts, Report) {
        let (path, now) = (self.write(files), self.now());
        let done = transfer::import(&mut self.store, read(&path).unwrap(), now).unwrap();
        (done.counts, done.report)
    }

    /// Exports everything, which nothing holds up, and reads its files.
    fn sends(&mut self) -> Files {
        let (path, now) = (self.folder.path().join("out.zip"), self.now());
        let order = Order { path: path.clone(), scope: Scope::default(), on_errors: OnErrors::Hold };
        let done = transfer::export(&mut self.store, &order, ExportId::new("RUN"), now, &Progress::default()).unwrap();
        assert!(matches!(done, Answer::Written(_)), "nothing was written here, so nothing holds it up");
        let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        names.into_iter().map(|name| (name.clone(), table(zip.by_name(&name).unwrap()))).collect()
    }
}

/// The rows of all files but `Export.csv`, by their first cell, without the id of the export.
fn content(files: &Files) -> BTreeMap<(String, String), Vec<String>> {
    let mut rows = BTreeMap::new();
    for (name, table) in files.iter().filter(|(name, _)| *name != "Export.csv") {
        let width = table[0].len() - 1;
        assert_eq!(table[0][width], "ExportID");
        rows.extend(table[1..].iter().map(|row| ((name.clone(), row[0].clone()), row[..width].to_vec())));
    }
    rows
}

fn said(report: &Report, rule: &str, file: &str, column: &str) -> Vec<(Outcome, String)> {
    let of =
        report.lines.iter().filter(|line| line.rule == rule && line.file == file && line.column.as_deref().unwrap_or_default() == column);
    of.map(|line| (line.outcome, line.words.clone())).collect()
}

#[test]
fn r_imp_10_what_nobody_touched_goes_back_as_it_came() {
    let mut files = files();
    for (column, text) in [("NameDataQuality", ""), ("SSN", "999999999"), ("FirstName", "Quorra <Q> [x]"), ("LastName", &"L".repeat(80))] {
        put(&mut files, "Client.csv", 1, column, text);
    }
    put(&mut files, "Client.csv", 2, "DOBDataQuality", "77");
    put(&mut files, "Client.csv", 2, "FirstName", "two\nlines, \"quoted\"");
    put(&mut files, "Enrollment.csv", 1, "RelationshipToHoH", "");
    put(&mut files, "Enrollment.csv", 2, "EntryDate", "soon");
    let mut desk = Desk::new();
    desk.reads(&files);
    assert_eq!(content(&desk.sends()), content(&files));
    let (counts, _) = desk.reads(&files);
    assert_eq!((counts.new, counts.updated), (0, 0), "and the same again is no news");
}

#[test]
fn r_imp_3_another_way_to_write_the_same_is_said_once_for_each_column() {
    let mut files = files();
    put(&mut files, "Client.csv", 1, "FirstName", "  Quorra ");
    put(&mut files, "Client.csv", 2, "FirstName", "Quorra ");
    put(&mut files, "Enrollment.csv", 1, "DisablingCondition", "01");
    let mut desk = Desk::new();
    let (_, report) = desk.reads(&files);
    let padded = said(&report, "R-IMP-3", "Client.csv", "FirstName");
    assert_eq!(padded, [(Outcome::Changed, "Taken without the blanks around it: 2 cells.".to_owned())]);
    assert_eq!(said(&report, "R-IMP-3", "Enrollment.csv", "DisablingCondition").len(), 1);
}

#[test]
fn r_imp_9_whether_names_are_hashed_the_names_say() {
    let mut desk = Desk::new();
    let mut plain = files();
    put(&mut plain, "Export.csv", 1, "HashStatus", "3");
    let (counts, report) = desk.reads(&plain);
    assert!(counts.new > 100);
    assert_eq!(said(&report, "R-IMP-9", "Export.csv", "HashStatus").len(), 1, "and it says so");
    let mut hashed = files();
    for row in 1..hashed["Client.csv"].len() {
        for column in ["FirstName", "LastName", "SSN"] {
            put(&mut hashed, "Client.csv", row, column, &"0123456789abcdef".repeat(4));
        }
    }
    assert!(matches!(read(&desk.write(&hashed)), Err(Error::Hashed)), "HashStatus says 1");
    let mut nobody = files();
    put(&mut nobody, "Export.csv", 1, "HashStatus", "4");
    for row in 1..nobody["Client.csv"].len() {
        ["FirstName", "MiddleName", "LastName", "SSN"].iter().for_each(|column| put(&mut nobody, "Client.csv", row, column, ""));
    }
    assert!(matches!(read(&desk.write(&nobody)), Err(Error::Hashed)), "where no name says anything, HashStatus is believed");
}

/// A delta of these rows of a file, which repeats nothing that they hang on.
fn delta(whole: &Files, file: &str, rows: &[usize]) -> Files {
    let directive = at(whole, "Export.csv", "ExportDirective");
    let keep = |(name, table): (&String, &Vec<Vec<String>>)| {
        let rows = if name == "Export.csv" {
            let mut row = table[1].clone();
            row[directive] = "1".to_owned();
            vec![row]
        } else if name == file {
            rows.iter().map(|at| table[*at].clone()).collect()
        } else {
            Vec::new()
        };
        (name.clone(), std::iter::once(table[0].clone()).chain(rows).collect())
    };
    whole.iter().map(keep).collect()
}

#[test]
fn r_imp_7_a_delta_hangs_on_what_is_here() {
    let mut desk = Desk::new();
    let mut whole = files();
    desk.reads(&whole);
    put(&mut whole, "Event.csv", 1, "ReferralResult", "1");
    put(&mut whole, "Event.csv", 1, "ResultDate", "2026-11-20");
    put(&mut whole, "Event.csv", 1, "DateUpdated", "2026-11-30 10:00:00");
    let (counts, report) = desk.reads(&delta(&whole, "Event.csv", &[1]));
    assert_eq!((report.refused(), counts.refused), (0, 0));
    let events = report.files.iter().find(|count| count.file == "Event.csv").unwrap();
    assert_eq!((events.read, events.kept, events.refused), (1, 1, 0));
    assert_eq!(said(&report, "R-IMP-5", "Event.csv", "PersonalID"), []);
    assert_eq!(said(&report, "R-IMP-7", "Event.csv", "").len(), 1, "that its client is here alone is said");
    assert_eq!(content(&desk.sends()), content(&whole));

    // A new enrollment of a client who is here, with what hangs on it; and one of nobody.
    let mut more = whole.clone();
    let (mut stay, mut event) = (whole["Enrollment.csv"][1].clone(), whole["Event.csv"][1].clone());
    stay[0] = "E-NEW".to_owned();
    (event[0], event[at(&files(), "Event.csv", "EnrollmentID")]) = ("EV-NEW".to_owned(), "E-NEW".to_owned());
    let mut orphan = event.clone();
    (orphan[0], orphan[at(&files(), "Event.csv", "EnrollmentID")]) = ("EV-LOST".to_owned(), "E-LOST".to_owned());
    more.get_mut("Enrollment.csv").unwrap().push(stay);
    more.get_mut("Event.csv").unwrap().extend([event, orphan]);
    let mut sent = delta(&more, "Enrollment.csv", &[more["Enrollment.csv"].len() - 1]);
    let events = more["Event.csv"].len();
    sent.insert("Event.csv".to_owned(), delta(&more, "Event.csv", &[events - 2, events - 1]).remove("Event.csv").unwrap());
    let (counts, report) = desk.reads(&sent);
    assert_eq!((counts.new, report.refused()), (2, 1), "{report}");
    let rows = content(&desk.sends());
    let has = |file: &str, key: &str| rows.contains_key(&(file.to_owned(), key.to_owned()));
    assert!(has("Enrollment.csv", "E-NEW") && has("Event.csv", "EV-NEW") && !has("Event.csv", "EV-LOST"));
}

#[test]
fn r_imp_5_a_full_export_hangs_on_what_is_in_it() {
    let mut desk = Desk::new();
    let mut whole = files();
    desk.reads(&whole);
    put(&mut whole, "Event.csv", 1, "ReferralResult", "1");
    put(&mut whole, "Event.csv", 1, "DateUpdated", "2026-11-30 10:00:00");
    for directive in ["2", ""] {
        let mut sent = delta(&whole, "Event.csv", &[1]);
        put(&mut sent, "Export.csv", 1, "ExportDirective", directive);
        let (_, report) = desk.reads(&sent);
        assert_eq!(report.refused(), 1, "{directive}");
        assert_eq!(said(&report, "R-IMP-5", "Event.csv", "PersonalID").len(), 1, "{directive}");
    }
    assert_eq!(content(&desk.sends()), content(&files()));
}

#[test]
fn r_imp_4_of_two_rows_of_a_delta_the_later_one_counts() {
    let mut whole = files();
    put(&mut whole, "Event.csv", 1, "ReferralResult", "1");
    let mut newer = whole["Event.csv"][1].clone();
    newer[at(&whole, "Event.csv", "ReferralResult")] = "2".to_owned();
    newer[at(&whole, "Event.csv", "DateUpdated")] = "2026-11-30 11:00:00".to_owned();
    put(&mut whole, "Event.csv", 1, "DateUpdated", "2026-11-30 10:00:00");
    let twice = whole["Event.csv"].len();
    whole.get_mut("Event.csv").unwrap().push(newer.clone());
    for order in [[1, twice], [twice, 1]] {
        let mut desk = Desk::new();
        desk.reads(&files());
        let (_, report) = desk.reads(&delta(&whole, "Event.csv", &order));
        assert_eq!((report.kept(), report.refused()), (2, 1), "the event and the export");
        let lines = said(&report, "R-IMP-4", "Event.csv", "");
        assert!(lines.len() == 1 && lines[0].0 == Outcome::Refused && lines[0].1.contains("was updated later"), "{lines:?}");
        assert_eq!(said(&report, "R-IMP-5", "Event.csv", "PersonalID"), [], "it would hang on what is here");
        let width = newer.len() - 1;
        assert_eq!(content(&desk.sends())[&("Event.csv".to_owned(), newer[0].clone())], newer[..width]);
    }
}

#[test]
fn r_imp_6_what_is_odd_in_a_row_that_hangs_on_what_is_here_is_said() {
    let mut desk = Desk::new();
    let mut whole = files();
    desk.reads(&whole);
    put(&mut whole, "Event.csv", 1, "ReferralResult", "77");
    put(&mut whole, "Event.csv", 1, "ResultDate", "11/20/2026");
    put(&mut whole, "Event.csv", 1, "ProbSolDivRRResult", "01");
    put(&mut whole, "Event.csv", 1, "DateUpdated", "2026-11-30 10:00:00");
    let (_, report) = desk.reads(&delta(&whole, "Event.csv", &[1]));
    let outcomes = |rule, column| said(&report, rule, "Event.csv", column).into_iter().map(|(outcome, _)| outcome).collect::<Vec<_>>();
    assert_eq!(outcomes("R-IMP-6", "ReferralResult"), [Outcome::Kept]);
    assert_eq!(outcomes("R-IMP-3", "ResultDate"), [Outcome::Changed]);
    assert_eq!(outcomes("R-IMP-3", "ProbSolDivRRResult"), [Outcome::Changed]);
}

#[test]
fn what_is_older_than_here_is_named() {
    let mut desk = Desk::new();
    let mut newer = files();
    put(&mut newer, "Client.csv", 1, "FirstName", "Quorra");
    put(&mut newer, "Client.csv", 1, "DateUpdated", "2026-11-30 10:00:00");
    desk.reads(&newer);
    let (counts, report) = desk.reads(&files());
    assert_eq!(counts.older, 1);
    let lines = said(&report, "R-IMP-7", "Client.csv", "");
    assert!(lines.len() == 1 && lines[0].1.contains("was updated later"), "{lines:?}");
    assert_eq!(content(&desk.sends()), content(&newer));
}

#[test]
fn r_imp_4_of_two_rows_that_are_as_old_the_later_one_counts_and_that_is_said() {
    let mut files = files();
    let mut again = files["Client.csv"][1].clone();
    let name = at(&files, "Client.csv", "FirstName");
    again[name] = "Quorra".to_owned();
    files.get_mut("Client.csv").unwrap().push(again);
    let (_, report) = Desk::new().reads(&files);
    let lines = said(&report, "R-IMP-4", "Client.csv", "");
    assert!(lines.len() == 1 && lines[0].1.contains("stands further down and was not updated earlier"), "{lines:?}");
}

#[test]
fn r_imp_2_a_file_of_nothing_at_all_is_an_empty_one() {
    let mut files = files();
    files.insert("Services.csv".to_owned(), Vec::new());
    let mut desk = Desk::new();
    let (_, report) = desk.reads(&files);
    let lines = said(&report, "R-IMP-2", "Services.csv", "");
    assert!(lines.len() == 1 && lines[0].0 == Outcome::Kept, "{lines:?}");
    assert_eq!(sample_2026().report.kept(), report.kept());
}

#[test]
fn r_imp_3_utf_16_is_read_as_it_is_marked() {
    let mut desk = Desk::new();
    let mut whole = files();
    put(&mut whole, "Client.csv", 1, "FirstName", "Zoë 𝄞");
    let utf_16 = |bytes: Vec<u8>| {
        let units = String::from_utf8(bytes).unwrap().encode_utf16().collect::<Vec<_>>();
        [0xFF, 0xFE].into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
    };
    let (path, now) = (desk.write_as(&whole, utf_16), desk.now());
    let done = transfer::import(&mut desk.store, read(&path).unwrap(), now).unwrap();
    assert_eq!(said(&done.report, "R-IMP-3", "Client.csv", "").len(), 1, "and it says so");
    assert_eq!(content(&desk.sends()), content(&whole));
}

#[test]
fn r_imp_2_a_check_says_what_is_missing_where_an_import_refuses() {
    let desk = Desk::new();
    let mut files = files();
    files.retain(|name, _| ["Export.csv", "Organization.csv", "Project.csv", "User.csv"].contains(&name.as_str()));
    let path = desk.write(&files);
    assert!(matches!(read(&path), Err(Error::MissingFile { .. })));
    let checked = Checked::file(&path, "2026-12-01".parse().unwrap(), &Progress::default()).unwrap();
    let missing =
        |file: &str| checked.said.iter().any(|said| said.rule == Rule::R_IMP_2 && said.file == file && said.severity == Severity::Stop);
    assert!(missing("Client.csv") && missing("Enrollment.csv"));
    files.remove("Export.csv");
    assert!(Checked::file(&desk.write(&files), "2026-12-01".parse().unwrap(), &Progress::default()).is_err(), "then it is no export");
}

#[test]
fn r_imp_2_a_check_says_that_a_needed_file_is_empty_or_lacks_its_key() {
    let desk = Desk::new();
    let mut files = files();
    files.insert("Organization.csv".to_owned(), Vec::new());
    let key = at(&files, "Enrollment.csv", "EnrollmentID");
    files.get_mut("Enrollment.csv").unwrap()[0][key] = "Number".to_owned();
    let path = desk.write(&files);
    assert!(matches!(read(&path), Err(Error::MissingColumn { .. })));
    let checked = Checked::file(&path, "2026-12-01".parse().unwrap(), &Progress::default()).unwrap();
    for file in ["Organization.csv", "Enrollment.csv"] {
        let lacks = |said: &&wayhome::exchange::Said| said.rule == Rule::R_IMP_2 && said.file == file && said.severity == Severity::Stop;
        assert!(checked.said.iter().any(|said| lacks(&said)), "{file}");
    }
}

#[test]
fn r_imp_7_a_row_with_the_enrollment_of_another_client_has_one_line_that_says_what_became_of_it() {
    let mut desk = Desk::new();
    let mut whole = files();
    desk.reads(&whole);
    let (client, stay) = (at(&whole, "Event.csv", "PersonalID"), at(&whole, "Event.csv", "EnrollmentID"));
    let mine = whole["Event.csv"][1][client].clone();
    let stays = &whole["Enrollment.csv"];
    let theirs = at(&whole, "Enrollment.csv", "PersonalID");
    let other = stays[1..].iter().find(|row| row[theirs] != mine).unwrap()[0].clone();
    // A new row, and one that is here.
    let mut new = whole["Event.csv"][1].clone();
    (new[0], new[stay]) = ("EV-ASTRAY".to_owned(), other.clone());
    whole.get_mut("Event.csv").unwrap().push(new);
    put(&mut whole, "Event.csv", 1, "EnrollmentID", &other);
    put(&mut whole, "Event.csv", 1, "DateUpdated", "2026-11-30 10:00:00");
    let lines = whole["Event.csv"].len() as u64;
    let (counts, report) = desk.reads(&whole);
    assert_eq!(counts.refused, 0);
    let of_both = |line: &&wayhome::exchange::Line| line.column.as_deref() != Some("LocationCrisisOrPHHousing");
    let of_events = report.lines.iter().filter(|line| line.file == "Event.csv").filter(of_both);
    let mut said: Vec<_> = of_events.map(|line| (line.line, line.rule, line.outcome)).collect();
    said.sort_unstable_by_key(|line| line.0);
    assert_eq!(said, [(2, "R-IMP-5", Outcome::Kept), (lines, "R-IMP-5", Outcome::Kept)], "{:?}", report.lines);
}

#[test]
fn r_imp_7_a_row_that_is_another_clients_here_is_told_by_its_own_line() {
    let mut desk = Desk::new();
    let mut whole = files();
    desk.reads(&whole);
    let (client, stay) = (at(&whole, "Event.csv", "PersonalID"), at(&whole, "Event.csv", "EnrollmentID"));
    let row = 2;
    let (mine, key) = (whole["Event.csv"][row][client].clone(), whole["Event.csv"][row][0].clone());
    let stays = &whole["Enrollment.csv"];
    let theirs = at(&whole, "Enrollment.csv", "PersonalID");
    let other = stays[1..].iter().find(|row| row[theirs] != mine).unwrap();
    let (other, its_stay) = (other[theirs].clone(), other[0].clone());
    assert_eq!((at(&whole, "Event.csv", "EventID"), at(&whole, "Enrollment.csv", "EnrollmentID"), stay > 0), (0, 0, true));
    // Another record of the same number, so that it is not moved.
    for (column, text) in
        [("PersonalID", other.as_str()), ("EnrollmentID", &its_stay), ("DateCreated", "2020-02-02 10:00:00"), ("EventDate", "2020-02-02")]
    {
        put(&mut whole, "Event.csv", row, column, text);
    }
    let (counts, report) = desk.reads(&whole);
    let said: Vec<_> = report.lines.iter().filter(|line| line.rule == "R-IMP-7" && line.outcome == Outcome::Refused).collect();
    assert_eq!(counts.refused, 1, "{:?}", report.lines);
    assert!(said.iter().any(|line| line.words.contains(&key) && line.line == row as u64 + 1), "{said:?}");
    assert!(said.iter().all(|line| line.line > 0), "{said:?}");
}
