//! What a measurement runs on: an X server of its own, and the program as a process of it. Both end when they are dropped.

use crate::Failed;
use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The window of 1280 × 800, and a strip at the right where the pointer rests and marks nothing.
const SCREEN: &str = "1320x800x24";

/// An X server without a screen, and a home that is thrown away.
pub struct Server {
    xvfb: Child,
    folder: TempDir,
    /// The display's name: `:99`.
    pub display: String,
}

impl Server {
    /// Starts one on the first free display; none where Xvfb is not installed.
    pub fn start() -> Result<Option<Self>, Failed> {
        // It writes the number of its display to the file descriptor 1.
        let arguments = ["-displayfd", "1", "-screen", "0", SCREEN, "-dpi", "96", "-nolisten", "tcp", "-noreset"];
        let begun = Command::new("Xvfb").args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut xvfb = match begun {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            begun => begun?,
        };
        let mut number = String::new();
        if let Some(out) = xvfb.stdout.take() {
            BufReader::new(out).read_line(&mut number)?;
        }
        let server = Self { xvfb, folder: TempDir::new()?, display: format!(":{}", number.trim()) };
        if number.trim().is_empty() { Err("Xvfb did not start.".into()) } else { Ok(Some(server)) }
    }

    /// A command in this display and home, and in no session of the user's.
    fn command(&self, program: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(program);
        let foreign = |name: &str| name.starts_with("XDG_") || name.starts_with("WAYLAND_");
        std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(foreign)).for_each(|(name, _)| {
            command.env_remove(name);
        });
        command.args(arguments).env("DISPLAY", &self.display).env("HOME", self.folder.path()).env("TMPDIR", self.folder.path());
        command.env("LANG", "C.UTF-8").env("WINIT_X11_SCALE_FACTOR", "1");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// True where the program has the command that these arguments begin with.
    pub fn knows(&self, program: &Path, arguments: &[&str]) -> Result<bool, Failed> {
        let first: Vec<&str> = arguments.iter().take(1).copied().chain(["--help"]).collect();
        Ok(self.command(program, &first).status()?.success())
    }

    /// Starts the program.
    pub fn spawn(&self, program: &Path, arguments: &[&str]) -> Result<Process, Failed> {
        Ok(Process(self.command(program, arguments).spawn()?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.xvfb);
    }
}

/// At rest it takes less of one processor than this, percent, over so long.
const REST: f64 = 1.0;
const OVER: Duration = Duration::from_secs(2);
/// It is looked so often, and after so long no more.
const LOOK: Duration = Duration::from_millis(250);
pub const RESTLESS: Duration = Duration::from_secs(60);

/// The program at work.
pub struct Process(Child);

impl Process {
    /// Which process its window belongs to.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// How long it has been since this moment when the program came to rest: what it begins with is done, such as its search index and the
    /// first writing of its database. None where it did not in a minute.
    pub fn rest(&self, since: Instant) -> Result<Option<Duration>, Failed> {
        let mut looks = VecDeque::new();
        while since.elapsed() < RESTLESS {
            let (now, cpu) = (Instant::now(), self.cpu()?);
            looks.push_back((now, cpu));
            while looks.get(1).is_some_and(|(at, _)| now - *at >= OVER) {
                looks.pop_front();
            }
            if let Some((at, before)) = looks.front().filter(|(at, _)| now - *at >= OVER)
                && (cpu - *before).as_secs_f64() / (now - *at).as_secs_f64() * 100.0 < REST
            {
                return Ok(Some(at.saturating_duration_since(since)));
            }
            std::thread::sleep(LOOK);
        }
        Ok(None)
    }

    /// The part of one processor that it takes while nobody touches it, in percent.
    pub fn idle(&self, over: Duration) -> Result<f64, Failed> {
        let (before, since) = (self.cpu()?, Instant::now());
        std::thread::sleep(over);
        Ok((self.cpu()? - before).as_secs_f64() / since.elapsed().as_secs_f64() * 100.0)
    }

    /// Processor time of all threads so far. The scheduler counts it in nanoseconds; `stat` only in hundredths of a second.
    fn cpu(&self) -> Result<Duration, Failed> {
        let mut sum = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.id()))? {
            let line = fs::read_to_string(thread?.path().join("schedstat"))?;
            sum += line.split(' ').next().and_then(|n| n.parse::<u64>().ok()).ok_or("schedstat was not understood")?;
        }
        Ok(Duration::from_nanos(sum))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        end(&mut self.0);
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}
