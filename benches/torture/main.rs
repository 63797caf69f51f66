//! The store's promise, broken on purpose for minutes: killed, cut from power, damaged, filled up; beside it, controls that show that
//! the trials are neither too kind nor too cruel.
//!
//! `cargo bench --profile dev --bench torture [-- WORDS]` prints a table and writes it to `benches/TORTURE.md` (unless WORDS choose
//! some of the lines). Ends with 1 where a bar is missed, and with 2 where strace, python3 or sqlite3 is not installed, whose lines are
//! then left out. A trial that goes wrong is printed with its number; the same number is the same trial on every machine.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic, reason = "a table on the terminal is what a bench is for")]

mod results;
mod strace;
mod system;
#[path = "../../tests/torture/mod.rs"]
mod torture;

use results::{Bar, Results};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;
use torture::{Tally, cut, damage, full, kill};

/// The argument that makes this program the one that is killed or traced.
const CHILD: &str = "--child";
/// The argument that makes it one that makes a store, saves a few times and ends.
const LIFE: &str = "--life";

/// A line of the table: what is done, what must hold, and the doing.
struct Line {
    what: &'static str,
    bar: Bar,
    /// Needs strace, python3 and sqlite3.
    traced: bool,
    run: fn() -> Tally,
}

const LINES: [Line; 15] = [
    Line {
        what: "kill -9, saves, drafts, undo, import and backup running",
        bar: Bar::None,
        traced: false,
        run: || kill::rounds(300, &child),
    },
    Line { what: "power cut", bar: Bar::None, traced: false, run: || cut::Run::record(true).cut(0..800) },
    Line { what: "power cut, the whole program with its database (traced)", bar: Bar::None, traced: true, run: || system::program(200) },
    Line { what: "control: SQLite, WAL, synchronous FULL (traced)", bar: Bar::None, traced: true, run: || system::sqlite("FULL", 800) },
    Line { what: "control: power cut, never synced", bar: Bar::Fails(400), traced: false, run: || cut::Run::record(false).cut(0..800) },
    Line { what: "control: SQLite, WAL, synchronous OFF (traced)", bar: Bar::Fails(100), traced: true, run: || system::sqlite("OFF", 200) },
    Line { what: "database damaged", bar: Bar::None, traced: false, run: || damage::database(&damage::Sound::new(), 0..180) },
    Line { what: "journal damaged", bar: Bar::None, traced: false, run: || damage::journal(&damage::Sound::new(), 0..180) },
    Line {
        what: "key file, its copy, or both damaged",
        bar: Bar::None,
        traced: false,
        run: || damage::vault(&damage::Sound::new(), 0..180),
    },
    Line { what: "anchor damaged", bar: Bar::None, traced: false, run: || damage::anchor(&damage::Sound::new(), 0..60) },
    Line { what: "backup or its proof damaged", bar: Bar::None, traced: false, run: || damage::backup(&damage::Sound::new(), 0..180) },
    Line { what: "disk full at one operation, each in turn", bar: Bar::None, traced: false, run: || every(0) },
    Line { what: "disk full from an operation on, each in turn", bar: Bar::None, traced: false, run: || every(1) },
    Line { what: "disk read-only from an operation on, each in turn", bar: Bar::None, traced: false, run: || every(2) },
    Line { what: "disk broken at one operation, each in turn", bar: Bar::None, traced: false, run: || every(3) },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [first, folder] = &words[..]
        && first == CHILD
    {
        kill::child(Path::new(folder), u64::MAX);
        return ExitCode::SUCCESS;
    }
    if let [first, folder] = &words[..]
        && first == LIFE
    {
        kill::make(Path::new(folder));
        kill::child(Path::new(folder), 60);
        return ExitCode::SUCCESS;
    }
    // What is damaged makes the database panic, which is caught and answered; nobody needs to read of it.
    std::panic::set_hook(Box::new(|panic| {
        if panic.location().is_some_and(|at| at.file().contains("torture")) {
            eprintln!("{panic}");
        }
    }));
    let missing: Vec<&str> = ["strace", "python3", "sqlite3"].into_iter().filter(|name| !is_there(name)).collect();
    let mut results = Results::begin();
    let chosen = |line: &&Line| words.is_empty() || words.iter().any(|word| line.what.contains(word.as_str()));
    let lines: Vec<&Line> = LINES.iter().filter(chosen).filter(|line| !line.traced || missing.is_empty()).collect();
    in_parallel(&lines, |line, tally, seconds| results.add(line.what, line.bar, tally, seconds));
    if words.is_empty() && missing.is_empty() {
        results.write(Path::new("benches/TORTURE.md"));
    }
    match (results.missed(), &missing[..]) {
        (0, []) => ExitCode::SUCCESS,
        (0, missing) => {
            eprintln!("torture: {} not installed; lines were left out, and nothing was written.", missing.join(", "));
            ExitCode::from(2)
        }
        (missed, _) => {
            eprintln!("torture: {missed} bars missed");
            ExitCode::from(1)
        }
    }
}

/// Runs the lines, some at a time, since most of them wait for a disk or a child; each is told in its turn.
fn in_parallel(lines: &[&Line], mut tell: impl FnMut(&Line, Tally, u64)) {
    let next = AtomicUsize::new(0);
    let (done, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..2 * std::thread::available_parallelism().map_or(1, usize::from) {
            let (done, next) = (done.clone(), &next);
            scope.spawn(move || {
                while let Some(line) = lines.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let start = Instant::now();
                    let tally = (line.run)();
                    done.send((line.what, tally, start.elapsed().as_secs())).unwrap();
                }
            });
        }
        drop(done);
        let mut early = BTreeMap::new();
        for line in lines {
            while !early.contains_key(line.what) {
                // A worker that panicked has said why.
                let Ok((what, tally, seconds)) = results.recv() else { return };
                early.insert(what, (tally, seconds));
            }
            if let Some((tally, seconds)) = early.remove(line.what) {
                tell(line, tally, seconds);
            }
        }
    });
}

fn every(way: usize) -> Tally {
    full::fail(0..full::positions(), &full::WAYS[way..=way])
}

/// This program as the child of a round.
fn child(folder: &Path) -> Command {
    let mut command = Command::new(this());
    command.arg(CHILD).arg(folder);
    command
}

fn this() -> PathBuf {
    std::env::current_exe().unwrap()
}

fn is_there(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}
