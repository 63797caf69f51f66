//! The command line as scripts and administrators use it: the built program, its exit codes, its sentences, its files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod check;
mod keyin;
mod sending;
mod stopped;
mod trail;
mod work;

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

    /// With the records of [`MADE`], or some like them: Windows cannot be told where a home is, and what was confirmed there of one copy
    /// would be missing in the next.
    fn with_records() -> Self {
        let folder = Self::new();
        if cfg!(windows) {
            make(folder.0.path());
            return folder;
        }
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
    make(&base);
    base
});

/// Makes records with the fixture's people in this folder.
fn make(folder: &Path) {
    let passphrase = folder.join("passphrase");
    fs::write(&passphrase, format!("{PASSPHRASE}\nnot this line\n")).unwrap();
    let passphrase = passphrase.to_str().unwrap();
    let init = run(folder, &["init", "--worker", "Mai Green", "--passphrase-file", passphrase]).done();
    assert!(init.out.lines().last().unwrap().matches('-').count() >= 5, "the recovery key is shown: {}", init.out);
    let import = run(folder, &["import", FIXTURE, "--json", "--passphrase-file", passphrase]).done();
    assert!(import.json()["headline"].as_str().unwrap().starts_with("Imported: "));
}

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

/// Other systems have a display without being told which, and would open the desk.
#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn without_a_display_the_desk_says_so() {
    let folder = Folder::new();
    folder.run(&[]).stopped(2, "no display");
    folder.run(&["demo"]).stopped(2, "no display");
}

#[test]
fn what_is_typed_wrongly_is_usage() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["resolve"]).code, 2, "usage");
    assert_eq!(folder.run(&["--version"]).code, 0);
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
