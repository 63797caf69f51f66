//! The table: printed as it grows, and kept in `benches/RESULTS.md`.

use crate::Failed;
use crate::machine::RESTLESS;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// What must hold.
#[derive(Debug, Clone, Copy)]
pub enum Bar {
    /// 99 of 100 answers within so many milliseconds.
    P99(f64),
    /// So many frames in a second, one after the other.
    Frames(f64),
    /// At most so many percent of a processor.
    Idle(f64),
    /// At rest within a minute.
    Rest,
    /// Nothing; it is there to be compared with.
    None,
}

/// What was found.
pub enum Measured {
    /// How long each of many answers took.
    Times(Vec<Duration>),
    /// Percent of a processor.
    Idle(f64),
    /// When it came to rest; none where it did not.
    Rest(Option<Duration>),
}

/// Every line so far.
pub struct Results {
    machine: String,
    lines: Vec<String>,
    /// The median of the first line, which is the floor, in milliseconds.
    floor: f64,
    missed: usize,
}

const HEAD: &str = "| case | n | p50 ms | p95 ms | p99 ms | max ms | × floor | bar | |\n|---|--:|--:|--:|--:|--:|--:|--:|---|";

impl Results {
    /// Measurements of this program, today, on this machine.
    pub fn of(program: &Path) -> Self {
        let machine = machine(program);
        println!("{machine}\n\n{HEAD}");
        Self { machine, lines: Vec::new(), floor: 0.0, missed: 0 }
    }

    /// One more line.
    pub fn add(&mut self, name: &str, bar: Bar, measured: Measured) {
        let (mut figures, held, wanted) = (String::new(), self.holds(bar, &measured), wanted(bar));
        match measured {
            Measured::Times(times) => {
                let ms = sorted(&times);
                if self.floor == 0.0 {
                    self.floor = at(&ms, 0.5);
                }
                let _ = write!(figures, "{} | ", ms.len());
                for part in [0.5, 0.95, 0.99, 1.0] {
                    let _ = write!(figures, "{:.1} | ", at(&ms, part));
                }
                let _ = write!(figures, "{:.1}", at(&ms, 0.5) / self.floor);
            }
            Measured::Rest(Some(after)) => {
                let _ = write!(figures, "{:.1} s | | | | |", after.as_secs_f64());
            }
            Measured::Rest(None) => figures.push_str("never | | | | |"),
            Measured::Idle(percent) => {
                let _ = write!(figures, "{percent:.2} % | | | | |");
            }
        }
        self.missed += usize::from(!held);
        let verdict = match bar {
            Bar::None => "",
            _ if held => "held",
            _ => "**missed**",
        };
        let line = format!("| {name} | {figures} | {wanted} | {verdict} |");
        println!("{line}");
        self.lines.push(line);
    }

    fn holds(&self, bar: Bar, measured: &Measured) -> bool {
        match (bar, measured) {
            (Bar::P99(most), Measured::Times(times)) => at(&sorted(times), 0.99) <= most,
            (Bar::Frames(least), Measured::Times(times)) => frames(times) >= least,
            (Bar::Idle(most), Measured::Idle(percent)) => *percent <= most,
            (Bar::Rest, Measured::Rest(after)) => after.is_some(),
            _ => true,
        }
    }

    /// How many bars were missed.
    pub fn missed(&self) -> usize {
        self.missed
    }

    /// Writes them all down.
    pub fn write(&self, path: &Path) -> Result<(), Failed> {
        let Self { machine, lines, .. } = self;
        let lines = lines.join("\n");
        let text = format!(
            "# Felt speed\n\n{machine}\n\n{HEAD}\n{lines}\n\n\
             From a key (or a notch of the wheel) until the last pixel that it changes, in a real window of 1280 × 800; \
             `× floor` is the median in medians of a window that only fills a rectangle, in the same run. A bar on frames is held where so \
             many fit into a second one after the other. At rest a program takes less than 1 % of a processor over two seconds: what it does \
             after its first frame, such as the search index, is done by then, and idle is measured from there. Written by `benches/felt`; \
             [TESTING.md](../resources/docs/TESTING.md) says how.\n"
        );
        fs::write(path, text)?;
        Ok(())
    }
}

fn wanted(bar: Bar) -> String {
    match bar {
        Bar::P99(most) => format!("p99 ≤ {most:.0} ms"),
        Bar::Frames(least) => format!("≥ {least:.0} frames/s"),
        Bar::Idle(most) => format!("≤ {most} %"),
        Bar::Rest => format!("≤ {} s", RESTLESS.as_secs()),
        Bar::None => String::new(),
    }
}

/// Milliseconds in order.
fn sorted(times: &[Duration]) -> Vec<f64> {
    let mut ms: Vec<f64> = times.iter().map(|t| t.as_secs_f64() * 1000.0).collect();
    ms.sort_by(f64::total_cmp);
    ms
}

/// The value below which this part of them lies.
fn at(sorted: &[f64], part: f64) -> f64 {
    let place = (sorted.len() as f64 * part).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or_default()
}

/// Frames in a second, one after the other.
fn frames(times: &[Duration]) -> f64 {
    times.len() as f64 / times.iter().sum::<Duration>().as_secs_f64()
}

/// Day, processor, and how busy it was with other things.
fn machine(program: &Path) -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name =
        cpu.lines().find_map(|line| line.strip_prefix("model name")).and_then(|l| l.split(": ").nth(1)).unwrap_or("unknown processor");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    let version = Command::new(program).arg("--version").output().map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned());
    let version = version.unwrap_or_default();
    let today = chrono::Local::now().date_naive();
    format!("{today}, {version}, release build; {name}, {cores} cores, load {load} at the start; software drawing (tiny-skia) under Xvfb.")
}
