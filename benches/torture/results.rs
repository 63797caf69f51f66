//! The table: printed as it grows, and kept in `benches/TORTURE.md`.

use crate::torture::Tally;
use std::fs;
use std::path::Path;

/// What must hold.
#[derive(Debug, Clone, Copy)]
pub enum Bar {
    /// No trial goes wrong.
    None,
    /// At least so many do: it is a control.
    Fails(usize),
}

/// Every line so far.
pub struct Results {
    machine: String,
    lines: Vec<String>,
    missed: usize,
}

const HEAD: &str =
    "| what | trials | lost | torn | not opened | silent | said | seconds | bar | |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|";

impl Results {
    /// A table of today, on this machine.
    pub fn begin() -> Self {
        let machine = machine();
        println!("{machine}\n\n{HEAD}");
        Self { machine, lines: Vec::new(), missed: 0 }
    }

    /// One more line.
    pub fn add(&mut self, what: &str, bar: Bar, tally: Tally, seconds: u64) {
        let (held, wanted) = match bar {
            Bar::None => (tally.held() && tally.trials > 0, "0 wrong".to_owned()),
            Bar::Fails(least) => (tally.failed() >= least, format!("≥ {least} wrong")),
        };
        self.missed += usize::from(!held);
        let Tally { trials, lost, torn, closed, silent, said, wrong } = tally;
        let verdict = if held { "held" } else { "**missed**" };
        let line = format!("| {what} | {trials} | {lost} | {torn} | {closed} | {silent} | {said} | {seconds} | {wanted} | {verdict} |");
        println!("{line}");
        if !held {
            wrong.iter().for_each(|wrong| println!("       {wrong}"));
        }
        self.lines.push(line);
    }

    /// How many bars were missed.
    pub fn missed(&self) -> usize {
        self.missed
    }

    /// Writes them all down.
    pub fn write(&self, path: &Path) {
        let Self { machine, lines, .. } = self;
        let mut text = format!("# Torture\n\n{machine}\n\n{HEAD}\n{}\n\n", lines.join("\n"));
        text.push_str(
            "*lost*: something that was acknowledged is not there. *torn*: something is there that nobody saved like this. *not opened*: the \
             store does not open, does not go on, or a panic came out of it. *silent*: something is missing or changed without a word. \
             *said*: something was mended, and said. The power cuts are made of recorded operations: what was not synced is dropped, torn \
             (a part, zeros, garbage) or reordered, names are not durable before their folder is synced, and the database is missing or any \
             mixture of its states; where the whole program or SQLite is traced, by strace, every file is treated like that. Written by \
             `benches/torture`; [TESTING.md](../resources/docs/TESTING.md) says how.\n",
        );
        fs::write(path, text).unwrap();
    }
}

/// Day, processor, and how busy it was with other things.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name =
        cpu.lines().find_map(|line| line.strip_prefix("model name")).and_then(|l| l.split(": ").nth(1)).unwrap_or("unknown processor");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    let today = chrono::Local::now().date_naive();
    format!("{today}, wayhome {}, debug build; {name}, {cores} cores, load {load} at the start.", env!("CARGO_PKG_VERSION"))
}
