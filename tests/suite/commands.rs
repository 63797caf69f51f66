//! The command line as scripts and administrators use it: the built program, its exit codes, its sentences, its files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod check;
mod keyin;
mod sending;
mod stopped;

use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use tempfile::TempDir;
use wayhome::store::{Passphrase, Place, Secret, Store};

const PASSPHRASE: &str = "five words that open it";
const FIXTURE: &str = "tests/fixtures/fy2026-northern-lakes.zip";

/// What a run of the program left.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        assert_eq!(self.err, "", "nothing to complain of");
        self
    }

    /// Refused, in one sentence or two on standard error that hold these words.
    fn stopped(self, code: i32, words: &str) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.out, "", "nothing was done, so nothing is printed");
        assert!(self.err.starts_with("wayhome: ") && self.err.trim_end().lines().count() == 1, "one line: {}", self.err);
        assert!(self.err.contains(words), "{words:?} in {}", self.err);
        assert!(!["Error", "Os {", "panicked", "Some("].iter().any(|jargon| self.err.contains(jargon)), "{}", self.err);
        self
    }

    fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// A folder with a home of its own, a passphrase file and perhaps records.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("passphrase"), format!("{PASSPHRASE}\nnot this line\n")).unwrap();
        Self(folder)
    }

    /// With the records of [`MADE`].
    fn with_records() -> Self {
        let folder = Self::new();
        for part in ["records", "home"] {
            copy(&MADE.join(part), &folder.path(part));
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        run(self.0.path(), arguments)
    }

    /// With the passphrase.
    fn open(&self, arguments: &[&str]) -> Ran {
        let passphrase = self.path("passphrase");
        self.run(&[arguments, &["--passphrase-file", passphrase.to_str().unwrap()]].concat())
    }

    fn referrals(&self) -> Vec<Json> {
        self.open(&["referrals", "--json"]).done().json().as_array().unwrap().clone()
    }

    /// An exported zip: the text of each file.
    fn exported(&self) -> BTreeMap<String, String> {
        let path = self.path("out.zip");
        self.open(&["export", path.to_str().unwrap(), "--anyway", "A test of the export"]).done();
        unzip(&path)
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let home = folder.join("home");
    let output = Command::new(env!("CARGO_BIN_EXE_wayhome"))
        .args(["--data", folder.join("records").to_str().unwrap()])
        .args(arguments)
        .env("HOME", &home)
        .envs([("XDG_CONFIG_HOME", home.join("config")), ("XDG_DATA_HOME", home.join("data"))])
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// Records with the fixture's people, made once: a new key takes its second.
static MADE: LazyLock<PathBuf> = LazyLock::new(|| {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("records-of-the-command-line");
    let _ = fs::remove_dir_all(&base);
    fs::create_dir_all(&base).unwrap();
    let passphrase = base.join("passphrase");
    fs::write(&passphrase, PASSPHRASE).unwrap();
    let passphrase = passphrase.to_str().unwrap();
    let init = run(&base, &["init", "--worker", "Mai Green", "--passphrase-file", passphrase]).done();
    assert!(init.out.lines().last().unwrap().matches('-').count() >= 5, "the recovery key is shown: {}", init.out);
    let import = run(&base, &["import", FIXTURE, "--json", "--passphrase-file", passphrase]).done();
    assert!(import.json()["headline"].as_str().unwrap().starts_with("Imported: "));
    base
});

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn unzip(path: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// The cells of the row of an event, by column.
fn cells(table: &str, key: &str) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = reader.records().map(Result::unwrap).find(|row| row.iter().any(|cell| cell == key)).unwrap();
    header.iter().zip(&row).map(|(column, cell)| (column.to_owned(), cell.to_owned())).collect()
}

fn text<'a>(line: &'a Json, key: &str) -> &'a str {
    line[key].as_str().unwrap()
}

fn open_one(lines: &[Json]) -> Json {
    lines.iter().find(|line| line["days_open"].is_i64() && line["project_id"].is_string()).unwrap().clone()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let folder = Folder::new();
    let bytes = |name: &str, seed: &str| {
        let path = folder.path(name);
        let said = folder.run(&["generate", "--clients", "30", "--seed", seed, path.to_str().unwrap()]).done();
        assert!(said.out.contains("30 clients") && said.out.contains("invented"), "{}", said.out);
        fs::read(path).unwrap()
    };
    let one = bytes("a.zip", "4");
    assert!(one == bytes("b.zip", "4"), "the same seed");
    assert!(one != bytes("c.zip", "5"), "another seed");
}

#[test]
fn referrals_are_listed_with_exactly_these_keys_and_filtered() {
    let folder = Folder::with_records();
    let all = folder.referrals();
    let keys: BTreeSet<&str> = [
        "event_id",
        "personal_id",
        "client",
        "event",
        "event_date",
        "project_id",
        "organization_id",
        "days_open",
        "referral_result",
        "result_date",
        "resulting_enrollment",
    ]
    .into();
    for line in &all {
        assert_eq!(line.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(), keys);
        assert_eq!(line["days_open"].is_null(), !line["referral_result"].is_null(), "the clock of an open referral alone runs: {line}");
    }
    let dates: Vec<&str> = all.iter().map(|line| line["event_date"].as_str().unwrap_or_default()).collect();
    assert!(dates.is_sorted(), "oldest first");

    let one = open_one(&all);
    let organization = text(&one, "organization_id");
    let filtered = folder.open(&["referrals", "--open", "--organization", organization, "--json"]).done().json();
    let expected: Vec<&Json> =
        all.iter().filter(|l| l["organization_id"] == one["organization_id"] && l["referral_result"].is_null()).collect();
    assert_eq!(filtered.as_array().unwrap().iter().collect::<Vec<_>>(), expected);

    let words = folder.open(&["referrals", "--open"]).done().out;
    assert!(words.contains(text(&one, "client")) && words.trim_end().ends_with("referrals."), "{words}");
}

#[test]
fn a_resolution_is_in_the_export_and_nothing_else_is() {
    let folder = Folder::with_records();
    let before = folder.exported();
    let one = open_one(&folder.referrals());
    let (id, day) = (text(&one, "event_id"), text(&one, "event_date"));
    let done = folder.open(&["resolve", id, "--result", "client-rejected", "--date", day, "--reason", "Found other housing"]).done();
    assert!(done.out.contains("Saved"), "{}", done.out);
    let after = folder.exported();

    let event = cells(&after["Event.csv"], id);
    assert_eq!((event["ReferralResult"].as_str(), event["ResultDate"].as_str()), ("2", day));
    assert_eq!(event["UserID"], "MaiGreen");
    let kept = cells(&after["CustomReferral.csv"], id);
    assert!(kept.values().any(|cell| cell == "Found other housing"), "{kept:?}");

    let was: BTreeMap<_, _> = cells(&before["Event.csv"], id);
    let changed: Vec<&str> = was.iter().filter(|(column, cell)| event[*column] != **cell).map(|(column, _)| column.as_str()).collect();
    let allowed = ["DateUpdated", "ExportID", "ReferralResult", "ResultDate", "UserID"];
    assert!(changed.iter().all(|column| allowed.contains(column)), "{changed:?}");
    let rows = |table: &str| table.lines().count();
    for (name, table) in &before {
        // Whoever changed a row is in the list of users.
        if !["CustomReferral.csv", "User.csv"].contains(&name.as_str()) {
            assert_eq!(rows(table), rows(&after[name]), "{name}");
        }
    }

    let line = folder.referrals().into_iter().find(|l| l["event_id"] == one["event_id"]).unwrap();
    assert_eq!((line["referral_result"].as_u64(), line["result_date"].as_str()), (Some(2), Some(day)));
    let proved = folder.open(&["verify", "--json"]).done().json();
    assert_eq!(proved["problems"].as_array().unwrap().len(), 0);
    assert_eq!(proved["commits"].as_u64(), Some(5), "made, imported, exported, resolved, exported");
}

#[test]
fn what_the_rules_forbid_is_refused_by_its_rule_and_changes_nothing() {
    let folder = Folder::with_records();
    let all = folder.referrals();
    let one = open_one(&all);
    let (id, day) = (text(&one, "event_id"), text(&one, "event_date"));
    let tables = folder.exported();

    // R-RES-2: somebody else's enrollment.
    let mut others = csv::Reader::from_reader(tables["Enrollment.csv"].as_bytes());
    let other = others.records().map(Result::unwrap).find(|row| &row[1] != text(&one, "personal_id")).unwrap()[0].to_owned();
    folder.open(&["resolve", id, "--result", "accepted", "--date", day, "--enrollment", &other]).stopped(1, "[R-RES-2]");

    // R-420-7: an event that is no referral has no result.
    let mut events = csv::Reader::from_reader(tables["Event.csv"].as_bytes());
    let code = events.headers().unwrap().iter().position(|h| h == "Event").unwrap();
    let plain = events.records().map(Result::unwrap).find(|row| &row[code] == "3").unwrap()[0].to_owned();
    folder.open(&["resolve", &plain, "--result", "accepted", "--date", day]).stopped(1, "[R-420-7]");

    folder.open(&["resolve", "NOSUCH", "--result", "accepted", "--date", day]).stopped(1, "There is no referral NOSUCH");
    assert_eq!(folder.exported()["Event.csv"].lines().count(), tables["Event.csv"].lines().count());
    assert_eq!(folder.referrals(), all, "nothing was changed");

    // R-420-12: a day in the future is kept and flagged.
    let done = folder.open(&["resolve", id, "--result", "provider-rejected", "--date", "2099-01-01"]).done();
    assert!(done.out.contains("Saved and flagged: The result date is in the future. Check it. [R-420-12]"), "{}", done.out);
}

#[test]
fn what_cannot_be_read_is_said_in_a_sentence() {
    let folder = Folder::with_records();
    let wrong = folder.path("wrong");
    fs::write(&wrong, "another five words than those\n").unwrap();
    folder.run(&["referrals", "--passphrase-file", wrong.to_str().unwrap()]).stopped(1, "");
    folder.run(&["referrals", "--passphrase-file", folder.path("none").to_str().unwrap()]).stopped(2, "cannot be read");
    folder.run(&["referrals"]).stopped(2, "--passphrase-file");

    let no_zip = folder.path("no.zip");
    fs::write(&no_zip, "this is no zip").unwrap();
    folder.open(&["import", no_zip.to_str().unwrap()]).stopped(1, "is not a zip file");
    folder.run(&["check", no_zip.to_str().unwrap()]).stopped(1, "is not a zip file");
    folder.run(&["check", folder.path("nowhere.zip").to_str().unwrap()]).stopped(2, "cannot be opened");

    // A folder of files, one of them without the column that tells its rows apart.
    let keyless = folder.path("keyless");
    fs::create_dir(&keyless).unwrap();
    for (name, table) in unzip(Path::new(FIXTURE)) {
        let table = if name == "Client.csv" { table.replacen("PersonalID", "Person", 1) } else { table };
        fs::write(keyless.join(name), table).unwrap();
    }
    // Who only looks at it is told of all that is wrong; taken in it is not.
    let checked = folder.run(&["check", keyless.to_str().unwrap()]);
    assert_eq!(checked.code, 1, "{}", checked.err);
    assert!(checked.out.contains("The file has no column PersonalID") && checked.out.contains("R-IMP-5"), "{}", checked.out);
    folder.open(&["import", keyless.to_str().unwrap()]).stopped(1, "Client.csv has no column PersonalID");
}

#[test]
fn records_are_made_once_and_only_with_a_good_passphrase() {
    let folder = Folder::with_records();
    folder.open(&["init", "--worker", "Ann Other"]).stopped(1, "not overwritten");
    let fresh = Folder::new();
    fs::write(fresh.path("passphrase"), "short\n").unwrap();
    fresh.open(&["init", "--worker", "Ann Other"]).stopped(1, "too short");
    fs::write(fresh.path("passphrase"), "Ann Other Ann Other\n").unwrap();
    fresh.open(&["init", "--worker", "Ann Other"]).stopped(1, "among the first");
    fresh.open(&["referrals"]).stopped(1, "");
}

#[test]
fn who_guesses_too_often_waits_whatever_the_command() {
    let folder = Folder::with_records();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    fs::write(folder.path("records/tries"), format!("20 {now}\n")).unwrap();
    let out = folder.path("out.zip");
    for command in [&["referrals"][..], &["verify"], &["backup"], &["export", out.to_str().unwrap()]] {
        folder.open(command).stopped(1, "Too many wrong tries. Wait 5 minutes, then try again.");
    }
    fs::write(folder.path("records/tries"), format!("20 {}\n", now - 300)).unwrap();
    folder.open(&["referrals"]).done();
}

#[test]
fn two_programs_do_not_open_the_same_records() {
    let folder = Folder::with_records();
    let place = Place { data: folder.path("records"), anchor: None };
    let (store, _) = Store::open(&place, &Secret::Passphrase(Passphrase::new(PASSPHRASE))).unwrap();
    let refused = folder.open(&["referrals"]).stopped(1, "open");
    assert!(refused.err.to_lowercase().contains("wayhome"), "{}", refused.err);
    drop(store);
    folder.open(&["referrals"]).done();
}

#[test]
fn where_nothing_can_be_written_it_is_said() {
    let folder = Folder::with_records();
    // A file where a folder is needed stops root too, whom rights do not stop.
    let under_a_file = folder.path("passphrase").join("out.zip");
    folder.open(&["export", under_a_file.to_str().unwrap(), "--anyway", "A test"]).stopped(2, "could not be written");
    folder.run(&["generate", "--clients", "3", under_a_file.to_str().unwrap()]).stopped(2, "could not be written");
    let fresh = Folder::new();
    fs::write(fresh.path("records"), "a file").unwrap();
    fresh.open(&["init", "--worker", "Ann Other"]).stopped(2, "");

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let closed = folder.path("closed");
        fs::create_dir(&closed).unwrap();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
        if fs::write(closed.join("probe"), "").is_err() {
            folder.open(&["export", closed.join("out.zip").to_str().unwrap(), "--anyway", "A test"]).stopped(2, "could not be written");
        }
    }
}

#[test]
fn without_a_display_the_desk_says_so() {
    let folder = Folder::new();
    folder.run(&[]).stopped(2, "no display");
    folder.run(&["demo"]).stopped(2, "no display");
    assert_eq!(folder.run(&["resolve"]).code, 2, "usage");
    assert_eq!(folder.run(&["--version"]).code, 0);
}

#[test]
fn a_backup_is_proved_and_brings_back_what_was_there_before() {
    let folder = Folder::with_records();
    let made = folder.open(&["backup"]).done().out;
    assert!(made.starts_with("Backed up, read back and proved: 2 saves, ") && made.ends_with(" rows.\n"), "{made}");
    let before = folder.referrals();
    let one = open_one(&before);
    folder.open(&["resolve", text(&one, "event_id"), "--result", "client-rejected", "--date", text(&one, "event_date")]).done();
    assert_ne!(folder.referrals(), before);

    let mirror = folder.path("records/backups/a");
    let mirror = mirror.to_str().unwrap();
    folder.open(&["restore", mirror, "--as-of", "7"]).stopped(1, "Save 7 is not in this backup, which ends with save 2.");
    let said = folder.open(&["restore", mirror]).done().out;
    assert_eq!(said, "Restored as of save 2. The records that were here are kept in the folder records.set-aside-1.\n");
    assert_eq!(folder.referrals(), before);
    folder.open(&["verify"]).done();
    let proved = folder.open(&["verify", "--json", folder.path("records/backups/a").to_str().unwrap()]).done().json();
    assert_eq!((proved["commits"].as_u64(), proved["problems"].as_array().map(Vec::len)), (Some(2), Some(0)));
    let copy = folder.path("records/backups/a/journal/00000001.log");
    let mut bytes = fs::read(&copy).unwrap();
    let at = bytes.len() - 20;
    bytes[at] ^= 1;
    fs::write(&copy, bytes).unwrap();
    let damaged = folder.open(&["verify", folder.path("records/backups/a").to_str().unwrap()]);
    assert!(damaged.code == 1 && damaged.out.contains("The journal is damaged in 00000001.log"), "{}", damaged.out);
    folder.open(&["restore", folder.0.path().to_str().unwrap()]).stopped(1, "There is no backup in this folder.");
    folder.open(&["backup", folder.path("passphrase").to_str().unwrap()]).stopped(2, "The backup was not made, because");
}

#[test]
fn records_that_are_older_than_they_were_are_decided_on_at_the_desk() {
    let folder = Folder::with_records();
    let one = open_one(&folder.referrals());
    let journal = folder.path("records").join("journal/00000001.log");
    let old = fs::read(&journal).unwrap();
    let resolve = ["resolve", text(&one, "event_id"), "--result", "client-rejected", "--date", text(&one, "event_date")];
    folder.open(&resolve).done();
    fs::write(&journal, &old).unwrap();
    fs::remove_dir_all(folder.path("records").join("state")).unwrap();
    // A save would make them the ones that are remembered, and nobody would ever be asked.
    for _ in 0..2 {
        folder.open(&resolve).stopped(1, "Open the desk to decide.");
    }
    assert_eq!(fs::read(&journal).unwrap(), old);
}

#[test]
fn a_save_is_undone_with_a_reason_and_the_trail_tells_it() {
    let folder = Folder::with_records();
    let one = open_one(&folder.referrals());
    let event = text(&one, "event_id");
    // An export is a save too.
    let before = cells(&Folder::with_records().exported()["Event.csv"], event);
    folder.open(&["resolve", event, "--result", "client-rejected", "--date", text(&one, "event_date"), "--reason", "=2+3"]).done();
    folder.open(&["undo", "3", "--reason", " "]).stopped(1, "An undo needs a reason");
    folder.open(&["undo", "9", "--reason", "wrong"]).stopped(1, "There is no save 9; the last one is 3.");
    let done = folder.open(&["undo", "3", "--reason", "the wrong client"]).done();
    assert!(done.out.ends_with("Saved: save 3 is taken back in 2 records by save 4.\n"), "{}", done.out);
    folder.open(&["undo", "3", "--reason", "again"]).stopped(1, "by save 4. Undo save 4 first");
    let after = cells(&folder.exported()["Event.csv"], event);
    for (column, cell) in &before {
        match column.as_str() {
            "DateUpdated" => assert!(after[column] > *cell, "the HMIS must see that it is newer"),
            "UserID" | "ExportID" => {}
            _ => assert_eq!(after[column], *cell, "{column}"),
        }
    }

    let path = folder.path("trail.csv");
    let said = folder.open(&["audit", path.to_str().unwrap()]).done();
    assert!(said.out.starts_with("5 saves proved, the last one with ") && said.out.contains("names people"), "{}", said.out);
    let mut trail = csv::Reader::from_path(&path).unwrap();
    let heads = trail.headers().unwrap().clone();
    let lines: Vec<BTreeMap<String, String>> =
        trail.records().map(|line| heads.iter().map(str::to_owned).zip(line.unwrap().iter().map(str::to_owned)).collect()).collect();
    let of = |save: &str| lines.iter().filter(|line| line["Save"] == save).cloned().collect::<Vec<_>>();
    let results: Vec<_> = of("4").into_iter().filter(|line| line["Column"] == "ReferralResult").collect();
    assert_eq!(results.len(), 1);
    let [undone] = &results[..] else { unreachable!() };
    let told = ["Worker", "What", "Reason", "Kind", "File", "Key", "Before", "After"].map(|column| undone[column].as_str());
    assert_eq!(told, ["Mai Green", "Undo of save 3", "the wrong client", "record", "Event", event, "2", ""]);
    let reason = of("3").into_iter().find(|line| line["Column"] == "NotHousedReason").unwrap();
    assert_eq!(reason["After"], "'=2+3", "no spreadsheet runs it");
    let hashes: BTreeSet<&String> = lines.iter().map(|line| &line["Hash"]).collect();
    assert_eq!(hashes.len(), 5, "each save has its own, the same on all its lines");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    let proved = folder.open(&["audit", "--json"]).done().json();
    assert_eq!((proved["saves"].as_u64(), proved["problems"].as_array().map(Vec::len)), (Some(5), Some(0)));
    assert_eq!(proved["hash"], of("5")[0]["Hash"].as_str());
    let under_a_file = folder.path("passphrase").join("trail.csv");
    folder.open(&["audit", under_a_file.to_str().unwrap()]).stopped(2, "could not be written");
}

#[test]
fn a_broken_chain_is_said_and_the_trail_ends_before_it() {
    let folder = Folder::with_records();
    let one = open_one(&folder.referrals());
    folder.open(&["resolve", text(&one, "event_id"), "--result", "client-rejected", "--date", text(&one, "event_date")]).done();
    let segment = folder.path("records/journal/00000001.log");
    let mut bytes = fs::read(&segment).unwrap();
    let at = bytes.len() - 30;
    bytes[at] ^= 1;
    fs::write(&segment, bytes).unwrap();
    let path = folder.path("trail.csv");
    let ran = folder.open(&["audit", path.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("The chain breaks after save 2, in 00000001.log at byte "), "{}", ran.out);
    let mut trail = csv::Reader::from_path(&path).unwrap();
    assert!(trail.records().all(|line| &line.unwrap()[0] < "3"), "what is proved is in it");
}

#[test]
fn what_a_full_export_does_not_hold_any_more_is_kept_or_marked_as_asked() {
    let folder = Folder::with_records();
    let next = folder.path("next");
    crate::screens::missing::next_export(&next);
    let next = next.to_str().unwrap();
    let looked = folder.open(&["import", next, "--dry-run"]).done().out;
    assert!(looked.contains("\nNot in this full export any more\n  Enrollment.csv: Enrollment E26C000 of client 26CL0000"), "{looked}");
    assert!(looked.contains("5 records that your HMIS sent before are not in this full export: 1 enrollment, "), "{looked}");
    for (missing, became) in [(None, "kept"), (Some("keep"), "kept"), (Some("mark-deleted"), "marked as deleted")] {
        let flag: Vec<&str> = missing.into_iter().flat_map(|what| ["--missing", what]).collect();
        let done = folder.open(&[&["import", next], &flag[..]].concat()).done().out;
        assert!(done.contains(&format!("5 records that are not in this full export any more were {became}.")), "{done}");
    }
    assert_eq!(folder.open(&["import", next, "--missing", "mark-deleted", "--json"]).done().json()["counts"]["gone"], 0);
}

#[test]
fn what_both_sides_changed_is_listed_and_chosen() {
    use wayhome::domain::{Row, at};
    let folder = Folder::with_records();
    folder.open(&["resolve", "EV260001", "--result", "client-rejected", "--date", "2026-11-12"]).done();
    let mut source = crate::exchange::sample_2026();
    let event = crate::exchange::event_of(&mut source, "EV260001");
    event.put(at::event::REFERRAL_RESULT, "3");
    event.put(at::event::RESULT_DATE, "2026-11-12");
    event.put(at::event::DATE_UPDATED, "2036-01-01 09:00:00");
    let out = folder.path("next.zip");
    wayhome::exchange::write(&out, &crate::exchange::request(&source.agency), source.charts()).unwrap();
    crate::exchange::as_of_hmis(&out);
    let out = out.to_str().unwrap();

    let looked = folder.open(&["import", out, "--dry-run", "--json"]).done().json();
    assert_eq!(looked["counts"]["conflicting"], 1);
    assert!(folder.open(&["conflicts"]).done().out.starts_with("0 answers"), "looking writes nothing");
    folder.open(&["import", out, "--json"]).done();
    let listed = folder.open(&["conflicts", "--json"]).done().json();
    assert_eq!(listed, serde_json::json!([{ "file": "Event", "key": "EV260001", "column": "ReferralResult", "here": "2", "hmis": "3" }]));
    assert!(!folder.open(&["conflicts"]).done().out.contains("2 3"));

    folder.open(&["choose", "Event EV1", "--take", "hmis"]).stopped(1, "Nothing waits for a choice");
    folder.open(&["choose", "Event EV260001", "--take", "hmis"]).done();
    assert!(folder.open(&["conflicts"]).done().out.starts_with("0 answers"));
    let lines = folder.referrals();
    let event = lines.iter().find(|line| line["event_id"] == "EV260001").unwrap();
    assert_eq!(event["referral_result"], 3);
}
