//! Nothing that says who anybody is leaves the seal: records full of marks are used in every screen and by every command; then
//! everything that was written or said meanwhile is searched for the marks.
//!
//! What is searched: the records with their backups, the folder for temporary files, the home folder, the log down to its finest level,
//! every message of the window as it shows itself, standard error of every command. What the user asked for by name stands elsewhere
//! and is not searched: the exported zip, what `referrals` prints, the file with the passphrase.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::desk::{Desk, People, later, records};
use crate::visits::VISITS;
use iced::keyboard::key::Named;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use tempfile::TempDir;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::Edit;
use wayhome::app::screen::{client, exchange};
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, preset};
use wayhome::domain::note::Which;
use wayhome::domain::{Text, Value, at};

const FIRST: &str = "Zqfirstmark";
const LAST: &str = "Zqlastmark";
const SSN: &str = "918273645";
const REASON: &str = "Zqreasonmark";
const NOTE: &str = "Zqnotemark";
const SEARCH: &str = "Zqsearchmark";
const WRONG: &str = "zqwrongmark is no passphrase";
const PASSPHRASE: &str = "zqsecretmark over five other words";

/// Every mark, in each form in which it could be written.
fn marks() -> Vec<String> {
    let marks =
        [FIRST, LAST, SSN, "918-27-3645", "1931-07-29", "7/29/1931", "07/29/1931", REASON, NOTE, SEARCH, "zqwrongmark", "zqsecretmark"];
    marks.iter().flat_map(|mark| [(*mark).to_owned(), mark.to_lowercase(), mark.to_uppercase()]).collect()
}

/// The marks that stand in these bytes, as UTF-8 or UTF-16.
fn found(bytes: &[u8]) -> Vec<String> {
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
    let wide = |mark: &str| mark.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    marks().into_iter().filter(|mark| has(mark.as_bytes()) || has(&wide(mark))).collect()
}

/// Every file below, but the folder `asked`, which holds what the user asked for.
fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.path() {
            path if path.is_dir() => files(&path, all),
            path => all.push(path),
        }
    }
}

/// Below `seen` everything is searched; `asked` holds what the user asked for.
struct Root(TempDir);

impl Root {
    fn seen(&self, name: &str) -> PathBuf {
        let path = self.0.path().join("seen").join(name);
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn asked(&self, name: &str) -> PathBuf {
        self.0.path().join("asked").join(name)
    }

    fn run(&self, process: &mut Process) -> (bool, String, Vec<u8>) {
        let home = self.seen("home");
        let done = process
            .env("HOME", &home)
            .envs([("XDG_CONFIG_HOME", home.join("config")), ("XDG_DATA_HOME", home.join("data")), ("XDG_STATE_HOME", home.join("state"))])
            .env("TMPDIR", self.seen("tmp"))
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned(), done.stderr)
    }

    /// A command on records of its own; what it says on standard error.
    fn command(&self, arguments: &[&str], passphrase: &str) -> (bool, String, Vec<u8>) {
        let secret = self.asked("passphrase");
        fs::write(&secret, passphrase).unwrap();
        let mut process = Process::new(env!("CARGO_BIN_EXE_wayhome"));
        process.arg("--data").arg(self.seen("commands").join("records")).args(arguments);
        if !["check"].contains(&arguments[0]) {
            process.arg("--passphrase-file").arg(secret);
        }
        self.run(&mut process)
    }
}

const ASKED: &str = "WAYHOME_MEMORY_ASKED";

/// Not a test: the child that uses every screen.
#[test]
#[ignore = "the child of the test below"]
fn memory_child() {
    let Some(asked) = std::env::var_os(ASKED).map(PathBuf::from) else { return };
    wayhome::command::log(tracing::Level::TRACE);
    // What a panic says of itself may hold anything.
    assert!(std::thread::spawn(|| panic!("{FIRST} {SSN}")).join().is_err());
    let (agency, mut charts) = records(People::Typical);
    for chart in &mut charts {
        chart.client.first_name = Text::new(FIRST);
        chart.client.last_name = Text::new(LAST);
        chart.client.ssn = Text::new(SSN);
        chart.client.dob = Value::Known(chrono::NaiveDate::from_ymd_opt(1931, 7, 29).unwrap());
        for note in &mut chart.notes {
            note.note = Text::new(format!("{NOTE}\nand more of {NOTE}"));
        }
        for referral in &mut chart.referrals {
            referral.not_housed_reason = Text::new(REASON);
        }
    }
    let mut desk = Desk::of((agency, charts));
    desk.traced = true;
    for visit in VISITS {
        let text = (visit.go)(&mut desk);
        assert!(desk.shows(&text), "{}", visit.name);
        eprintln!("title: {}", desk.app.title());
    }
    // Saved, half typed, searched, locked, guessed at, opened, backed up, written out.
    let (client, event) = crate::visits::referred(&desk);
    desk.send(Message::Go(Destination::Client(client, Part::Events(event))));
    let set =
        |field, text: &str| Message::Client(client::Message::Events(client::events::Message::Edit(Edit::Set(field, text.to_owned()))));
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.send(set(at::referral::NOT_HOUSED_REASON, REASON));
    desk.send(Message::Client(client::Message::Command(Command::Save)));
    desk.send(set(at::referral::NOT_HOUSED_REASON, &format!("{REASON} and more")));
    let (client, _) = crate::visits::referred(&desk);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Notes(Some(Which::New)))));
    desk.type_text(NOTE);
    desk.command("s");
    desk.send(Message::Go(Destination::Client(client, Part::Notes(Some(Which::New)))));
    desk.type_text(&format!("{NOTE} half typed, and long enough to be kept in the middle of a word"));
    desk.command("l");
    desk.type_text(WRONG);
    desk.key(Named::Enter);
    desk.command("a");
    desk.unlock();
    desk.send(Message::Go(Destination::Clients));
    desk.type_text(SEARCH);
    desk.command("a");
    desk.command("c");
    later(31, 0);
    desk.send(Message::Tick);
    desk.command("l");
    desk.unlock();
    desk.send(Message::Exchange(exchange::Message::To(asked.join("out.zip").display().to_string())));
    crate::screens::sending::everything(&mut desk);
    desk.send(Message::Exchange(exchange::Message::Export));
    desk.send(Message::Exchange(exchange::Message::Why(REASON.to_owned().into())));
    desk.send(Message::Exchange(exchange::Message::Anyway));
    desk.send(Message::Command(Command::Lock));
    // The records stay for the parent.
    std::mem::forget(desk);
}

#[test]
fn nothing_that_says_who_anybody_is_leaves_the_seal() {
    let root = Root(TempDir::new().unwrap());
    fs::create_dir_all(root.asked("")).unwrap();
    let mut child = Process::new(std::env::current_exe().unwrap());
    child.args(["--exact", "memory::memory_child", "--ignored", "--nocapture"]).env(ASKED, root.asked(""));
    let (done, out, err) = root.run(&mut child);
    assert!(done, "{}", String::from_utf8_lossy(&err));
    let mut said = vec![("the window".to_owned(), [out.into_bytes(), err].concat())];
    assert!(said[0].1.len() > 5_000, "a log that holds nothing proves nothing");
    let log = String::from_utf8_lossy(&said[0].1).into_owned();
    assert!(log.contains("an internal error") && log.contains("Loaded("), "panics and messages were heard");
    let out = root.asked("out.zip");
    assert!(out.is_file());

    let before = fs::read_dir(root.seen("tmp")).unwrap().count();
    let (zip, again) = (out.to_str().unwrap(), root.asked("again.zip"));
    let mut command = |arguments: &[&str], passphrase: &str| {
        let (done, out, err) = root.command(arguments, passphrase);
        said.push((arguments.join(" "), err));
        (done, out)
    };
    assert!(command(&["init", "--worker", "Ana Keeper"], PASSPHRASE).0);
    assert!(command(&["import", zip, "--json"], PASSPHRASE).0);
    let (done, referrals) = command(&["referrals", "--open", "--json"], PASSPHRASE);
    assert!(done && referrals.contains(FIRST), "what the user asks for names people");
    let referrals: serde_json::Value = serde_json::from_str(&referrals).unwrap();
    let open = &referrals.as_array().unwrap()[0];
    let (event, day) = (open["event_id"].as_str().unwrap(), open["event_date"].as_str().unwrap());
    assert!(command(&["resolve", event, "--result", "client-rejected", "--date", day, "--reason", REASON], PASSPHRASE).0);
    assert!(!command(&["resolve", event, "--result", "accepted", "--date", day, "--reason", REASON], WRONG).0);
    assert!(command(&["backup"], PASSPHRASE).0);
    let (_, verified) = command(&["verify", "--json"], PASSPHRASE);
    assert!(verified.contains("\"problems\": []"), "{verified}");
    let mirror = root.seen("commands").join("records/backups/a");
    assert!(command(&["restore", mirror.to_str().unwrap()], PASSPHRASE).0);
    assert!(command(&["export", again.to_str().unwrap(), "--anyway", REASON], PASSPHRASE).0);
    let _ = command(&["check", zip], PASSPHRASE);
    let _ = command(&["import", root.asked("passphrase").to_str().unwrap()], PASSPHRASE);
    assert_eq!(fs::read_dir(root.seen("tmp")).unwrap().count(), before, "no command leaves a temporary file");

    let mut wrong: Vec<String> =
        said.iter().filter(|(_, text)| !found(text).is_empty()).map(|(what, text)| format!("{what} says {:?}", found(text))).collect();
    let mut all = Vec::new();
    files(&root.seen(""), &mut all);
    for path in &all {
        let marks = found(&fs::read(path).unwrap());
        if !marks.is_empty() || !found(path.as_os_str().as_encoded_bytes()).is_empty() {
            wrong.push(format!("{} holds {marks:?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let names: Vec<_> = all.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    assert!(["vault", "00000001.log", "proof", "db"].iter().all(|name| names.contains(name)), "the records were searched: {names:?}");
}

#[test]
fn the_search_finds_what_is_there() {
    assert_eq!(found(format!("x{LAST}y").as_bytes()), [LAST]);
    let wide: Vec<u8> = SSN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(found(&wide).contains(&SSN.to_owned()));
    assert!(found(preset::PASSPHRASE.as_bytes()).is_empty());
}
