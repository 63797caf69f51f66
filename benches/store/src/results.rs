//! The table: printed as it grows, and kept in `benches/STORE.md`.

use crate::Failed;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// What must hold.
#[derive(Debug, Clone, Copy)]
pub enum Bar {
    /// At most so much, in the figure's unit.
    Most(f64),
    /// At least so much.
    Least(f64),
    /// Nothing; it is there to be compared with.
    None,
}

/// Every line so far.
pub struct Results {
    machine: String,
    lines: Vec<String>,
    missed: usize,
}

const HEAD: &str = "| what | measured | bar | |\n|---|--:|--:|---|";

impl Results {
    /// Measurements of today, on this machine.
    pub fn begin(clients: usize) -> Self {
        let machine = format!("{} {clients} clients.", machine());
        println!("{machine}\n\n{HEAD}");
        Self { machine, lines: Vec::new(), missed: 0 }
    }

    /// One more line: a number and its unit.
    pub fn add(&mut self, what: &str, value: f64, unit: &str, bar: Bar) {
        let (held, wanted) = match bar {
            Bar::Most(most) => (value <= most, format!("≤ {most} {unit}")),
            Bar::Least(least) => (value >= least, format!("≥ {least} {unit}")),
            Bar::None => (true, String::new()),
        };
        self.missed += usize::from(!held);
        let verdict = match bar {
            Bar::None => "",
            _ if held => "held",
            _ => "**missed**",
        };
        let value = if value < 10.0 { format!("{value:.2}") } else { format!("{value:.0}") };
        let line = format!("| {what} | {value} {unit} | {wanted} | {verdict} |");
        println!("{line}");
        self.lines.push(line);
    }

    /// How many bars were missed.
    pub fn missed(&self) -> usize {
        self.missed
    }

    /// Writes them all down.
    pub fn write(&self, path: &Path) -> Result<(), Failed> {
        let text = format!(
            "# What the store costs\n\n{}\n\n{HEAD}\n{}\n\nWritten by `benches/store`, which says how to run it. Rivals and the floor are \
             measured in the same run on the same disk, in turn; ratios are of medians. A save is one changed CE Event, about 1 KiB \
             sealed.\n",
            self.machine,
            self.lines.join("\n")
        );
        Ok(fs::write(path, text)?)
    }
}

/// The value below which this part of them lies.
pub fn at(times: &mut [Duration], part: f64) -> Duration {
    times.sort_unstable();
    let place = (times.len() as f64 * part).ceil() as usize;
    times.get(place.saturating_sub(1)).copied().unwrap_or_default()
}

/// In milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Day, processor, and how busy it was with other things.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = cpu.lines().find_map(|line| line.strip_prefix("model name")).and_then(|l| l.split(": ").nth(1)).unwrap_or("unknown");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    let today = chrono::Local::now().date_naive();
    format!("{today}, release build; {name}, {cores} cores, load {load} at the start;")
}
