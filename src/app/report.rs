//! What the program did lately, and the problem report made of it: for those who look after Wayhome.
//!
//! Names of screens, commands, messages and failures, and counts; never what was typed, never who somebody is, never where a file
//! lies. The one thing in a report that a person wrote is the sentence that says what went wrong.

use super::Message;
use super::action::Failure;
use crate::domain::Instant;
use std::collections::VecDeque;
use std::fmt::{self, Write as _};
use std::path::Path;

/// So many lines are remembered.
const KEPT: usize = 50;

/// What the program did, the latest last. It is in memory only.
#[derive(Debug, Default)]
pub struct Trail {
    lines: VecDeque<Line>,
    now: Instant,
    screen: String,
    before: String,
}

#[derive(Debug)]
struct Line {
    at: Instant,
    what: String,
    times: u32,
}

impl Trail {
    /// What follows happens at this time.
    pub fn at(&mut self, now: Instant) {
        self.now = now;
    }

    /// Something did not work, in the words for its kind.
    pub fn failed(&mut self, failure: &Failure) {
        self.note(format!("failed: {}", failure.what));
    }

    /// Something was done. Where it was the same just before, it is counted.
    pub fn note(&mut self, what: impl Into<String>) {
        let what = what.into();
        if let Some(last) = self.lines.back_mut().filter(|last| last.what == what) {
            last.times += 1;
            last.at = self.now;
            return;
        }
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back(Line { at: self.now, what, times: 1 });
    }

    /// A message came. That time goes by, or that a frame was laid out, is no news.
    pub fn message(&mut self, message: &Message) {
        if !matches!(message, Message::Tick | Message::Window(_)) {
            self.note(format!("message {}", kind(message)));
        }
    }

    /// The screen with this title is on show.
    pub fn screen(&mut self, title: &str) {
        if self.screen != title {
            self.note(format!("screen {title}"));
            self.before = std::mem::replace(&mut self.screen, title.to_owned());
        }
    }

    /// A file is read or written: no more of its path than what kind of file it is.
    pub fn file(&mut self, what: &str, path: &Path) {
        let kind = path.extension().and_then(|e| e.to_str()).map(str::to_lowercase).unwrap_or_default();
        let kind = if matches!(kind.as_str(), "zip" | "csv" | "txt") { format!("a .{kind}") } else { "another file or folder".to_owned() };
        self.note(format!("{what} {kind}"));
    }
}

/// The names of a message's variant and of the one inside it.
fn kind(message: &Message) -> String {
    let mut names = Names::default();
    // It stops itself after the names, before anything that a message carries.
    let _ = write!(names, "{message:?}");
    names.0.trim_end().to_owned()
}

/// Takes letters, and one bracket; ends at anything else, such as the quote before a text or the digit of a number.
#[derive(Default)]
struct Names(String);

impl fmt::Write for Names {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            match c {
                c if c.is_ascii_alphabetic() => self.0.push(c),
                '(' if !self.0.contains(' ') => self.0.push(' '),
                _ => return Err(fmt::Error),
            }
        }
        Ok(())
    }
}

/// What a report says besides the trail.
pub struct Facts<'a> {
    /// What went wrong, in the words of the user.
    pub wrong: &'a str,
    /// When the report is written.
    pub now: Instant,
    /// Width and height of the window at the text scale, px.
    pub window: (f32, f32),
    /// The text scale in percent.
    pub scale: u16,
    /// How the desk looks.
    pub look: &'a str,
    /// Clients on the desk.
    pub clients: usize,
    /// Drafts that are kept.
    pub drafts: usize,
    /// True where the store may only be read.
    pub read_only: bool,
}

/// The report.
pub fn write(facts: &Facts<'_>, trail: &Trail) -> String {
    let day = |at: Instant| at.format("%m/%d/%Y %H:%M:%S").to_string();
    let platform = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let rows = [
        ("Version", env!("CARGO_PKG_VERSION").to_owned()),
        ("Platform", platform),
        ("Window", format!("{:.0} x {:.0}", facts.window.0, facts.window.1)),
        ("Text size", format!("{} %", facts.scale)),
        ("Appearance", facts.look.to_owned()),
        ("Screen", trail.screen.clone()),
        ("Came from", trail.before.clone()),
        ("Clients", facts.clients.to_string()),
        ("Drafts", facts.drafts.to_string()),
        ("Read only", if facts.read_only { "yes" } else { "no" }.to_owned()),
    ];
    let mut out = format!("Wayhome problem report, {}\n\nWhat went wrong\n{}\n\nThe desk\n", day(facts.now), facts.wrong.trim());
    for (name, value) in rows {
        out.push_str(&format!("{name:<12}{value}\n"));
    }
    out.push_str("\nWhat the program did, the latest last\n");
    for Line { at, what, times } in &trail.lines {
        let times = if *times > 1 { format!(" ({times} times)") } else { String::new() };
        out.push_str(&format!("{} {what}{times}\n", day(*at)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::{Destination, Part};
    use crate::app::screen::{client, clients, exchange};
    use crate::domain::{ClientId, EventId};

    #[test]
    fn a_message_gives_its_names_and_nothing_that_it_carries() {
        let client = ClientId::new("MARKED");
        for (message, expected) in [
            (Message::Client(client::Message::Menu(Part::History)), "Client Menu"),
            (Message::Go(Destination::Client(client, Part::Events(Some(EventId::new("MARKED"))))), "Go Client"),
            (Message::Exchange(exchange::Message::From("/MARKED".to_owned())), "Exchange From"),
            (Message::Clients(clients::Message::Typed(clients::Typed::default())), "Clients Typed"),
            (Message::Dismiss(7), "Dismiss"),
            (Message::Close, "Close"),
        ] {
            assert_eq!(kind(&message), expected);
        }
    }

    #[test]
    fn the_last_fifty_are_kept_and_repeats_are_counted() {
        let mut trail = Trail::default();
        for at in 0..60 {
            trail.note(format!("line {at}"));
            trail.note(format!("line {at}"));
        }
        assert_eq!((trail.lines.len(), trail.lines[0].what.as_str(), trail.lines[0].times), (50, "line 10", 2));
    }

    #[test]
    fn a_path_gives_its_kind_alone() {
        let mut trail = Trail::default();
        trail.file("import of", Path::new("/home/ana/Marked clients.ZIP"));
        trail.file("import of", Path::new("/home/ana/x.Marked"));
        let lines: Vec<&str> = trail.lines.iter().map(|l| l.what.as_str()).collect();
        assert_eq!(lines, ["import of a .zip", "import of another file or folder"]);
    }
}
