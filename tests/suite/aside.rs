//! What an export has beside HUD's columns and files: kept, given back where it is wanted, and never in the way.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::exchange::zip_of;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wayhome::domain::{Chart, Commit, ExportId, File, Instant, Row, Stamp, Text, UserId, at, entry::Scalar};
use wayhome::exchange::{Counts, Outcome, Period, Report, Scope, Take, read};
use wayhome::store::{Cost, Passphrase, Place, Profile, Store};
use wayhome::transfer::{self, Answer, OnErrors, Order};

const FY2024: &str = "tests/fixtures/fy2024-other-writer.zip";
const FY2026: &str = "tests/fixtures/fy2026-northern-lakes.zip";

fn moment(hour: u32) -> Instant {
    Instant::read(&format!("2026-12-01 {hour:02}:00:00")).unwrap()
}

/// A file as rows of cells by their column's name in small letters, by the row's key.
type Cells = BTreeMap<String, BTreeMap<String, String>>;

/// The files of a zip, as they lie in it.
fn unzip(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let name = entry.name().unwrap().into_owned();
        files.insert(name.rsplit('/').next().unwrap().to_owned(), bytes);
    }
    files
}

fn cells(file: &str, bytes: &[u8]) -> Cells {
    let info = File::from_name(file.trim_end_matches(".csv")).unwrap().info();
    let key = info.columns[info.key].name.to_lowercase();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads: Vec<String> = csv.headers().unwrap().iter().map(str::to_lowercase).collect();
    let row = |record: csv::StringRecord| {
        let named: BTreeMap<_, _> = heads.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned())).collect();
        (named[&key].clone(), named)
    };
    csv.records().map(|record| row(record.unwrap())).collect()
}

/// Adds a column with these values, row by row, to a file.
fn with_column(bytes: &[u8], name: &str, values: &[&str]) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut out = csv::Writer::from_writer(Vec::new());
    for (at, record) in csv.records().enumerate() {
        let mut record = record.unwrap();
        record.push_field(if at == 0 { name } else { values.get(at - 1).unwrap_or(&"") });
        out.write_record(&record).unwrap();
    }
    out.into_inner().unwrap()
}

struct Desk {
    store: Store,
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let place = Place { data: folder.path().join("records"), anchor: None };
        let phrase = Passphrase::new("nobody in here is real");
        let (store, _) = Store::create(&place, &phrase, &Profile::new("Mai Green"), Cost::WEAK, moment(0)).unwrap();
        Self { store, folder }
    }

    fn reads(&mut self, path: &Path) -> (Counts, Report) {
        let done = transfer::import(&mut self.store, read(path).unwrap(), moment(20)).unwrap();
        (done.counts, done.report)
    }

    /// The files of an export.
    fn writes(&mut self, aside: bool) -> BTreeMap<String, Vec<u8>> {
        let path = self.folder.path().join("out.zip");
        let order = Order { path, scope: Scope { aside, ..Scope::default() }, on_errors: OnErrors::Write("A test".to_owned()) };
        transfer::export(&mut self.store, &order, ExportId::new("RUN1"), moment(21), &Default::default()).unwrap();
        unzip(&order.path)
    }

    fn undoes(&mut self, sequence: u64) {
        let undo = self.store.undo(sequence).unwrap().unwrap();
        let commit = undo.commit(&Stamp::new(UserId::new("W1"), moment(22)), &Text::new("wrong file"));
        self.store.commit(&commit, moment(22)).unwrap();
    }

    fn charts(&self) -> Vec<Chart> {
        transfer::folders(&self.store).unwrap().iter().map(wayhome::domain::folder::Folder::chart).collect()
    }
}

#[test]
fn what_fy2024_had_comes_back_cell_by_cell() {
    let mut desk = Desk::new();
    desk.reads(Path::new(FY2024));
    let (before, after) = (unzip(Path::new(FY2024)), desk.writes(true));
    let mut compared = 0;
    for (file, column) in [
        ("Client.csv", "woman"),
        ("Client.csv", "man"),
        ("Client.csv", "nonbinary"),
        ("Client.csv", "gendernone"),
        ("Client.csv", "differentidentitytext"),
        ("Enrollment.csv", "sexualorientation"),
        ("Enrollment.csv", "preferredlanguage"),
        ("Enrollment.csv", "translationneeded"),
    ] {
        let name = before.keys().find(|name| name.eq_ignore_ascii_case(file)).unwrap();
        let (before, after) = (cells(file, &before[name]), cells(file, &after[file]));
        for (key, row) in &after {
            let (cell, back) = (&before[key][column], &row[column]);
            assert_eq!(back, cell, "{file} {column} of {key}");
            compared += usize::from(!cell.is_empty());
        }
    }
    assert!(compared > 5, "only {compared} cells held something");
    let plain = desk.writes(false);
    assert!(!String::from_utf8_lossy(&plain["Client.csv"]).contains("Woman"), "HUD wants no columns but its own (R-CSV-3)");
}

/// The newer sample with a column more in two files and two files more.
fn more(folder: &TempDir, note: &[&str]) -> PathBuf {
    let mut files = unzip(Path::new(FY2026));
    let client = with_column(&files["Client.csv"], "Local, \"note\"", note);
    let project = with_column(&files["Project.csv"], "Wing", &["north", "south"]);
    let export = with_column(&files["Export.csv"], "Vendor", &["somebody"]);
    files.extend([("Client.csv".to_owned(), client), ("Project.csv".to_owned(), project), ("Export.csv".to_owned(), export)]);
    files.insert("CustomShoes.csv".to_owned(), b"PersonalID,Size\r\nP1,\"4\xBD\"\r\n".to_vec());
    files.insert("Beds.csv".to_owned(), b"\xEF\xBB\xBFBed,Room\n1,2\n".to_vec());
    files.insert(".DS_Store".to_owned(), b"nothing".to_vec());
    zip_of(folder, "more.zip", files.iter().map(|(name, bytes)| (name.clone(), bytes)))
}

#[test]
fn columns_and_files_of_others_come_back_and_only_where_they_are_wanted() {
    let mut desk = Desk::new();
    let made = more(&desk.folder, &["a, \"b\"", "", "see\nfile"]);
    let (counts, report) = desk.reads(&made);
    assert_eq!(counts.beside, 2 + 2 + 1 + 2, "two clients, two projects, the export, two files");
    for (file, outcome) in
        [("CustomShoes.csv", Outcome::Kept), ("Beds.csv", Outcome::Kept), (".DS_Store", Outcome::Refused), ("Client.csv", Outcome::Kept)]
    {
        assert!(report.lines.iter().any(|line| line.file == file && line.rule == "R-IMP-1" && line.outcome == outcome), "{file}");
    }
    let (before, back) = (unzip(&made), desk.writes(true));
    for file in ["CustomShoes.csv", "Beds.csv"] {
        assert_eq!(back[file], before[file], "{file}");
    }
    assert!(!back.contains_key(".DS_Store"));
    for (file, column) in [("Client.csv", "local, \"note\""), ("Project.csv", "wing")] {
        let (before, after) = (cells(file, &before[file]), cells(file, &back[file]));
        assert!(before.iter().all(|(key, row)| after[key][column] == row[column]), "{file}");
    }
    assert!(cells("Export.csv", &back["Export.csv"]).values().all(|row| row["vendor"] == "somebody"), "ours now, with the sender's column");
    let plain = desk.writes(false);
    assert!(!plain.contains_key("Beds.csv") && !String::from_utf8_lossy(&plain["Project.csv"]).contains("Wing"));
    assert_eq!(desk.reads(&made).0.beside, 0, "the same again is nothing new");
    assert_eq!(desk.writes(true), back);
}

#[test]
fn a_part_of_the_records_goes_without_the_files_of_others_and_says_so() {
    let mut desk = Desk::new();
    let made = more(&desk.folder, &["a, \"b\"", "", "see\nfile"]);
    desk.reads(&made);
    let path = desk.folder.path().join("part.zip");
    let period = Period::new("2020-10-01".parse().unwrap(), "2026-11-30".parse().unwrap()).unwrap();
    let scope = Scope { take: Take::Active(period), aside: true, ..Scope::default() };
    let order = Order { path, scope, on_errors: OnErrors::Write("A test".to_owned()) };
    let Answer::Written(done) = transfer::export(&mut desk.store, &order, ExportId::new("RUN2"), moment(21), &Default::default()).unwrap()
    else {
        panic!("there is a reason");
    };
    let files = unzip(&order.path);
    assert!(!files.contains_key("Beds.csv") && !files.contains_key("CustomShoes.csv"));
    assert!(String::from_utf8_lossy(&files["Project.csv"]).contains("Wing"), "columns stand beside their rows");
    assert_eq!(done.left.files, 2);
    assert!(done.headline.contains("Files of imports that are not HUD's stayed out (2)"), "{}", done.headline);
}

#[test]
fn a_delta_has_the_columns_of_others_beside_its_rows_and_takes_none_away() {
    let mut desk = Desk::new();
    let made = more(&desk.folder, &["one", "two", "three"]);
    desk.reads(&made);
    let before = cells("Client.csv", &unzip(&made)["Client.csv"]);
    let charts = desk.charts();
    let chart = charts.iter().find(|chart| before[&chart.id().to_string()]["local, \"note\""] == "two").unwrap();
    let mut after = chart.client.clone();
    after.put(at::client::MIDDLE_NAME, "Q");
    let change = Stamp::new(UserId::new("W1"), moment(21)).change(Some(&chart.client), &mut after).unwrap();
    desk.store.commit(&Commit::new("A test", vec![change]), moment(21)).unwrap();
    let scope = Scope { take: Take::Since, aside: true, ..Scope::default() };
    let order = Order { path: desk.folder.path().join("delta.zip"), scope, on_errors: OnErrors::Write("A test".to_owned()) };
    let Answer::Written(done) = transfer::export(&mut desk.store, &order, ExportId::new("RUN3"), moment(22), &Default::default()).unwrap()
    else {
        panic!("there is a reason");
    };
    let files = unzip(&order.path);
    let sent = cells("Client.csv", &files["Client.csv"]);
    assert_eq!(sent.values().map(|row| row["local, \"note\""].as_str()).collect::<Vec<_>>(), ["two"]);
    assert!(!files.contains_key("Beds.csv") && done.left.files == 2, "{}", done.headline);
    // Who has the others already keeps what stands beside them.
    let mut other = Desk::new();
    other.reads(&made);
    let kept =
        |desk: &Desk| desk.charts().into_iter().flat_map(|chart| chart.extras).map(|kept| (kept.extra_id, kept.cells)).collect::<Vec<_>>();
    let had = kept(&other);
    other.reads(&order.path);
    assert_eq!((kept(&other), other.store.extra_files().unwrap().len()), (had, 2));
}

#[test]
fn a_later_export_changes_what_it_tells_and_nothing_else() {
    let mut desk = Desk::new();
    let made = more(&desk.folder, &["one", "two", "three"]);
    desk.reads(&made);
    assert_eq!(desk.reads(Path::new(FY2026)).0.beside, 0, "an export without those columns says nothing of them");
    let kept = |desk: &mut Desk| {
        let client = cells("Client.csv", &desk.writes(true)["Client.csv"]);
        client.values().map(|row| row["local, \"note\""].clone()).filter(|note| !note.is_empty()).collect::<Vec<_>>()
    };
    let count = kept(&mut desk).len();
    assert_eq!(count, 3);
    let made = more(&desk.folder, &["one", "", "four"]);
    assert_eq!(desk.reads(&made).0.beside, 2);
    let mut now = kept(&mut desk);
    now.sort();
    assert_eq!(now, ["four", "one"]);
}

#[test]
fn an_import_that_is_taken_back_takes_back_what_it_kept() {
    let mut desk = Desk::new();
    desk.reads(Path::new(FY2026));
    let plain = desk.writes(true);
    let made = more(&desk.folder, &["one"]);
    desk.reads(&made);
    let import = desk.store.sequence();
    assert_ne!(desk.writes(true), plain);
    desk.undoes(import);
    assert_eq!(desk.writes(true), plain);
    assert!(desk.charts().iter().all(|chart| chart.extras.is_empty()));
    assert!(desk.store.extra_files().unwrap().is_empty());
}

#[test]
fn names_that_collide_are_said_and_harm_nothing() {
    let mut desk = Desk::new();
    let mut files = unzip(Path::new(FY2026));
    for (name, content) in [("Notes.csv", "A\n1\n"), ("notes.csv ", "A\n2\n"), ("x:y.csv", "A\n3\n"), ("Client.csv ", "nothing")] {
        files.insert(name.to_owned(), content.as_bytes().to_vec());
    }
    let made = zip_of(&desk.folder, "made.zip", files.iter().map(|(name, bytes)| (name.clone(), bytes)));
    let (_, report) = desk.reads(&made);
    let refused = |file: &str| report.lines.iter().filter(|line| line.file == file && line.outcome == Outcome::Refused).count();
    assert_eq!([refused("notes.csv"), refused("x:y.csv"), refused("Client.csv")], [1, 1, 1]);
    let back = desk.writes(true);
    assert_eq!(back.keys().filter(|name| name.eq_ignore_ascii_case("notes.csv")).count(), 1);
    assert_eq!(back.keys().filter(|name| *name == "Client.csv").count(), 1);
    assert!(!back.contains_key("x:y.csv"));
}

#[test]
fn of_a_folder_only_what_lies_beside_the_export_is_kept() {
    let mut desk = Desk::new();
    let folder = desk.folder.path().join("downloads");
    fs::create_dir_all(folder.join("hmis")).unwrap();
    for (name, bytes) in unzip(Path::new(FY2026)) {
        fs::write(folder.join("hmis").join(name), bytes).unwrap();
    }
    fs::write(folder.join("hmis/CustomShoes.csv"), "Size\n4\n").unwrap();
    fs::write(folder.join("bank.csv"), "Amount\n4\n").unwrap();
    desk.reads(&folder);
    let kept: Vec<String> = desk.store.extra_files().unwrap().iter().map(|file| file.extra_file_id.as_str().to_owned()).collect();
    assert_eq!(kept, ["CustomShoes.csv"]);
}

#[test]
fn a_header_of_thousands_of_names_is_cut_short_and_said() {
    let mut desk = Desk::new();
    let mut files = unzip(Path::new(FY2026));
    let text = String::from_utf8(files["Project.csv"].clone()).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    let names: String = (0..50_000).map(|n| format!(",n{n}")).collect();
    let cells = ",1".repeat(50_000);
    let rows: String = rows.lines().map(|row| format!("{row}{cells}\n")).collect();
    files.insert("Project.csv".to_owned(), format!("{head}{names}\n{rows}").into_bytes());
    let made = zip_of(&desk.folder, "made.zip", files.iter().map(|(name, bytes)| (name.clone(), bytes)));
    let (_, report) = desk.reads(&made);
    let lines: Vec<_> = report.lines.iter().filter(|line| line.file == "Project.csv").collect();
    assert_eq!(lines.len(), 1001);
    assert!(lines.last().unwrap().words.starts_with("49,000 columns more"), "{}", lines.last().unwrap().words);
}
