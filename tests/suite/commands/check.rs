//! `wayhome check`: what it prints in each form, where it points, and what it never shows.

use super::*;
use crate::rules::town::Town;
use wayhome::domain::entry::Scalar;
use wayhome::domain::{ExportId, Instant, Severity, UserId};
use wayhome::exchange::{self, Checked, ExportRequest, Worker};

const OTHER: &str = "tests/fixtures/fy2024-other-writer.zip";
const KEYS: [&str; 8] = ["severity", "rule", "file", "line", "id", "column", "value", "words"];

/// The files of an export in a folder of their own, one of them changed.
fn changed(folder: &Folder, file: &str, change: impl Fn(String) -> String) -> PathBuf {
    let place = folder.path("changed");
    fs::create_dir(&place).unwrap();
    for (name, table) in unzip(Path::new(FIXTURE)) {
        let table = if name == file { change(table) } else { table };
        fs::write(place.join(name), table).unwrap();
    }
    place
}

fn findings(ran: &Ran) -> Vec<Json> {
    ran.json()["findings"].as_array().unwrap().clone()
}

#[test]
fn it_needs_no_records_and_ends_with_1_where_something_is_wrong() {
    let folder = Folder::new();
    let ran = folder.run(&["check", OTHER, "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let found = findings(&ran);
    assert!(!found.is_empty());
    for finding in &found {
        assert_eq!(finding.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(), KEYS.into());
    }
    let missing = |column: &str| found.iter().find(|f| f["column"] == column && f["rule"] == "R-IMP-2").map(|f| text(f, "severity"));
    assert_eq!(missing("Sex"), Some("note"), "FY2024 had no such column");
    let counted: u64 = ran.json()["counts"].as_array().unwrap().iter().map(|c| c["count"].as_u64().unwrap()).sum();
    assert_eq!(counted, found.len() as u64, "the counts are those of the list");
    assert!(!folder.path("records").exists(), "check makes nothing");
}

#[test]
fn each_finding_stands_on_its_physical_line() {
    let folder = Folder::new();
    let ran = folder.run(&["check", FIXTURE, "--json"]);
    let tables = unzip(Path::new(FIXTURE));
    let mut pointed = 0;
    for finding in findings(&ran) {
        let (Some(line), Some(id)) = (finding["line"].as_u64(), finding["id"].as_str().filter(|id| !id.is_empty())) else { continue };
        let text = tables[text(&finding, "file")].lines().nth(usize::try_from(line).unwrap() - 1).unwrap();
        assert!(text.contains(id), "{finding}: {text}");
        pointed += 1;
    }
    assert!(pointed > 20, "{pointed}");
}

#[test]
fn a_row_below_blank_lines_is_found_where_it_stands() {
    let folder = Folder::new();
    let place = changed(&folder, "Enrollment.csv", |table| {
        let (head, rows) = table.split_once('\n').unwrap();
        // A blank line, and then each project start in the future.
        let rows = rows.lines().map(|row| row.replacen(",2026-", ",2076-", 1)).collect::<Vec<_>>().join("\n");
        format!("{head}\n\n\n{rows}\n")
    });
    let ran = folder.run(&["check", place.to_str().unwrap(), "--json", "--rule", "R-ENR-1", "--only", "warning"]);
    let table = fs::read_to_string(place.join("Enrollment.csv")).unwrap();
    let found = findings(&ran);
    assert!(!found.is_empty());
    for finding in found {
        let line = usize::try_from(finding["line"].as_u64().unwrap()).unwrap();
        assert!(table.lines().nth(line - 1).unwrap().contains(text(&finding, "id")), "{finding}");
        assert!(text(&finding, "value").starts_with("2076-"), "{finding}");
    }
}

#[test]
fn csv_and_json_say_the_same() {
    let folder = Folder::new();
    let (csv, json) = (folder.run(&["check", FIXTURE, "--csv"]), folder.run(&["check", FIXTURE, "--json"]));
    assert_eq!((csv.code, csv.err.as_str()), (json.code, ""));
    let mut reader = csv::Reader::from_reader(csv.out.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), KEYS);
    let plain = |value: &Json| match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let rows: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    let same: Vec<Vec<String>> = findings(&json).iter().map(|f| KEYS.iter().map(|k| plain(&f[*k])).collect()).collect();
    assert_eq!(rows, same);
}

#[test]
fn a_reader_who_goes_away_hears_no_complaint() {
    let folder = Folder::new();
    let zip = folder.path("many.zip");
    folder.run(&["generate", "--clients", "3000", zip.to_str().unwrap()]).done();
    for form in [&["--json"][..], &["--csv"], &[]] {
        let mut process = Command::new(env!("CARGO_BIN_EXE_wayhome"));
        process.arg("check").arg(&zip).args(form).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = process.spawn().unwrap();
        let mut first = [0; 16];
        // As `head` does: it reads the first line, and goes.
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!((ended.status.code(), said.as_str()), (Some(1), ""), "{form:?}: what was found is still told by the code");
    }
}

#[test]
fn the_counts_come_first_and_only_what_is_asked_for_is_shown() {
    let folder = Folder::new();
    let all = folder.run(&["check", FIXTURE]);
    let (counts, rows) = (all.out.find("Severity").unwrap(), all.out.find("Client.csv\n").unwrap());
    assert!(counts < rows, "{}", all.out);
    assert!(all.out.contains("\nerror     R-420-7 "), "{}", all.out);
    let few =
        folder.run(&["check", FIXTURE, "--json", "--only", "warning", "--file", "client.csv", "--rule", "r-nam-2", "--rule", "R-DOB-1"]);
    assert_eq!(few.code, all.code, "errors count, shown or not");
    let found = findings(&few);
    assert!(!found.is_empty());
    for finding in found {
        assert_eq!((text(&finding, "severity"), text(&finding, "file")), ("warning", "Client.csv"));
        assert!(["R-NAM-2", "R-DOB-1"].contains(&text(&finding, "rule")), "{finding}");
    }
    let ran = folder.run(&["check", FIXTURE, "--rule", "R-ENR-99"]);
    assert!(ran.code == 2 && ran.err.contains("no such rule"), "{ran:?}");
}

#[test]
fn nobody_is_shown() {
    let folder = Folder::new();
    let table = &unzip(Path::new(FIXTURE))["Client.csv"];
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let private: Vec<usize> =
        ["FirstName", "LastName", "SSN", "DOB"].iter().map(|name| heads.iter().position(|h| h == *name).unwrap()).collect();
    let people: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for form in ["--json", "--csv", "--only=error"] {
        let out = folder.run(&["check", FIXTURE, form]).out;
        let words: BTreeSet<&str> = out.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        for cell in people.iter().flat_map(|row| private.iter().map(|at| &row[*at])).filter(|cell| cell.len() > 3) {
            assert!(!words.contains(cell), "{form} shows a client");
        }
    }
    let out = folder.run(&["check", FIXTURE, "--json", "--rule", "R-SSN-2"]);
    assert!(findings(&out).iter().all(|f| text(f, "value") == exchange::HIDDEN) && !findings(&out).is_empty());
}

#[test]
fn r_imp_9_a_hashed_export_is_checked_and_not_imported() {
    let folder = Folder::with_records();
    let digest = "0123456789abcdef".repeat(4);
    let place = changed(&folder, "Client.csv", |table| {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let names = ["FirstName", "MiddleName", "LastName", "SSN"];
        let is_name: Vec<bool> = reader.headers().unwrap().iter().map(|head| names.contains(&head)).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(reader.headers().unwrap()).unwrap();
        for row in reader.records() {
            let row = row.unwrap();
            let hashed = |(at, cell)| if is_name[at] && !str::is_empty(cell) { digest.as_str() } else { cell };
            writer.write_record(row.iter().enumerate().map(hashed)).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    });
    let place = place.to_str().unwrap();
    folder.open(&["import", place]).stopped(1, "hashed");
    let (plain, ran) = (folder.run(&["check", FIXTURE, "--json"]), folder.run(&["check", place, "--json"]));
    assert_eq!(ran.json()["hashed"], true);
    let of_names = |f: &Json| text(f, "rule").starts_with("R-SSN") || text(f, "rule").starts_with("R-NAM");
    let left: Vec<Json> = findings(&plain).into_iter().filter(|f| !of_names(f)).collect();
    assert!(left.len() < findings(&plain).len());
    let said = |f: &&Json| text(f, "rule") == "R-IMP-9";
    assert_eq!(findings(&ran).iter().filter(said).count(), 1, "and that HashStatus says otherwise");
    let found: Vec<Json> = findings(&ran).into_iter().filter(|f| !said(&f)).collect();
    assert_eq!(found, left, "everything else is judged as before");
    assert!(folder.run(&["check", place]).out.contains("hashed, so the rules about them were left out"));
}

#[test]
fn without_a_file_the_records_are_checked() {
    let folder = Folder::with_records();
    folder.run(&["check"]).stopped(2, "--passphrase-file");
    let ran = folder.open(&["check", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "the invented people have some mistakes");
    let found = findings(&ran);
    assert!(found.iter().any(|f| text(f, "rule") == "R-420-7"));
    assert!(found.iter().all(|f| f["line"].is_null() && !text(f, "id").is_empty()), "records have no lines");
    assert!(!found.iter().any(|f| text(f, "rule").starts_with("R-CSV-9")), "nor an envelope");
}

#[test]
fn an_export_without_a_mistake_ends_with_0() {
    let folder = Folder::new();
    let town = Town::new();
    let zip = folder.path("town.zip");
    let export = &town.agency.exports[0];
    let request = ExportRequest {
        agency: &town.agency,
        now: Instant::read("2026-11-21 10:00:00").unwrap(),
        begun: Instant::read("2026-11-21 09:00:00").unwrap(),
        users: Instant::read("2026-11-21 09:00:00").unwrap(),
        export_id: ExportId::new("X1"),
        implementation: "T",
        software_version: "1",
        period: (export.export_start_date.known().unwrap(), export.export_end_date.known().unwrap()),
        worker: Worker { id: UserId::default(), first: "", last: "", email: "" },
        aside: None,
    };
    exchange::write(&zip, &request, &town.charts).unwrap();
    let checked = Checked::file(&zip, crate::rules::today(), &Default::default()).unwrap();
    assert_eq!(checked.said, []);
    assert_eq!((checked.of(Severity::Stop), checked.clients), (0, 5));
    let ran = folder.run(&["check", zip.to_str().unwrap(), "--only", "error"]).done();
    assert!(ran.out.ends_with("\n0 errors, 0 warnings, 0 notes.\n"), "{}", ran.out);
}
