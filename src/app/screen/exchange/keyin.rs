//! The key-in sheet: what is to be typed into an HMIS that takes no CSV, form by form, ticked off as it is typed; and its page to print.

mod pages;

use crate::app::action::{Action, Failure};
use crate::app::context::Context;
use crate::app::screen::exchange::longest::{longest, unhidden};
use crate::domain::keyin::{Entry, tick, untick};
use crate::domain::{Chart, Commit, Day};
use crate::transfer::Sheets;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The ids of the list and of the path.
pub const LIST: &str = "keyin-list";
pub(super) const PATH: &str = "keyin-path";
/// What is said while the page to print is written.
pub(super) const WRITING: &str = "Writing the sheet…";

/// What is to be typed, and how far the worker is.
#[derive(Debug, Default)]
pub struct KeyIn {
    sheets: Sheets,
    /// True once they were read.
    read: bool,
    /// The entries in the list: position of the client, of the entry.
    shown: Vec<(usize, usize)>,
    at: usize,
    /// Shows what was entered before, too.
    all: bool,
    /// What was ticked off since the sheet was opened; it stays in sight, so that a slip can be taken back.
    here: HashSet<Name>,
    /// What was ticked off last: where that is taken back, the cursor is on it again.
    last: Option<Name>,
    /// Those of the list that may be the highest.
    longest: Vec<usize>,
    /// A tick is on its way; until the sheet is read anew there is no other, so that a double click ticks one form.
    ticking: bool,
    path: String,
    page: Page,
    hint: Option<&'static str>,
}

/// What an entry is known by from one reading to the next.
type Name = (String, &'static str, &'static str, String);

/// How far the page to print is.
#[derive(Debug, Default)]
enum Page {
    #[default]
    None,
    /// There is such a file: it is asked whether it is to be replaced.
    Asking(PathBuf),
    Writing,
    Done(String),
    /// It was called off.
    Off(Failure),
    Failed(Failure),
}

/// What the worker did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// The sheet was read.
    Read(Result<Sheets, Failure>),
    /// Moved in the list.
    Moved(usize),
    /// Goes to what is typed into a form, at the button of its tick: a key that opens elsewhere ticks nothing here.
    Form(usize),
    /// Ticks a form off, or takes that back.
    Tick(usize),
    /// The tick could not be saved.
    NotTicked,
    /// Shows what was entered before, or not.
    All(bool),
    /// Typed the file to write.
    Path(String),
    /// Wants a file dialog.
    Browse,
    /// The dialog's answer, and whether it came too fast to have been shown.
    Chosen(Option<PathBuf>, bool),
    /// Write the page; asks first, where there is such a file.
    Print,
    /// Write it in place of the file that is there.
    Replace,
    /// The page was written.
    Printed(Result<String, Failure>),
}

/// The name of a page of a day; it says nothing about anybody.
pub fn file_name(today: Day) -> String {
    format!("wayhome-key-in-{today}.pdf")
}

impl KeyIn {
    /// Proposes where the page is written.
    pub fn new(folder: &Path, today: Day) -> Self {
        Self { path: folder.join(file_name(today)).display().to_string(), ..Self::default() }
    }

    /// One message, one action. `off` is true where what was being written was called off.
    pub fn update(&mut self, message: Message, off: bool, cx: &Context<'_>) -> Action {
        match message {
            Message::Read(Ok(sheets)) => {
                let first = !std::mem::replace(&mut self.read, true);
                self.ticking = false;
                self.sheets = sheets;
                self.list(cx);
                self.go_back();
                if first {
                    let open = self.shown.iter().position(|at| self.entry(*at).is_some_and(|(_, entry)| !entry.is_done()));
                    self.at = open.unwrap_or(0);
                    // It is another page than the one it was opened from, however far that was scrolled.
                    return Action::Open(if self.shown.is_empty() { "keyin-back" } else { LIST }.to_owned());
                }
            }
            Message::Read(Err(failure)) => {
                self.ticking = false;
                return Action::Fail(failure);
            }
            Message::NotTicked => self.ticking = false,
            Message::Moved(at) => self.at = at,
            Message::Form(at) => {
                self.at = at;
                let entry = self.shown.get(at).and_then(|at| self.entry(*at));
                return entry.map_or(Action::None, |(_, entry)| Action::Focus(self.tick_id(entry)));
            }
            Message::Tick(_) if self.ticking => {}
            Message::Tick(at) => return self.tick(at, cx),
            Message::All(on) => {
                self.all = on;
                self.list(cx);
            }
            Message::Path(path) => {
                self.page = Page::None;
                self.path = path;
            }
            Message::Browse => return Action::BrowsePage,
            Message::Chosen(Some(path), _) => {
                (self.path, self.page, self.hint) = (path.display().to_string(), Page::None, None);
            }
            Message::Chosen(None, at_once) => {
                self.hint = at_once.then_some("No file dialog is available here. Type the path of the file.");
            }
            Message::Print => return self.print(false),
            Message::Replace => return self.print(true),
            Message::Printed(Ok(words)) => self.page = Page::Done(words),
            Message::Printed(Err(failure)) if off => self.page = Page::Off(failure),
            Message::Printed(Err(failure)) => self.page = Page::Failed(failure),
        }
        Action::None
    }

    /// The button of this form alone: a press that began while another was on show, or while a tick was being saved, ticks none.
    fn tick_id(&self, entry: &Entry) -> String {
        match self.ticking {
            true => "keyin-ticking".to_owned(),
            false => format!("keyin-tick-{}-{}", entry.form.slug(), entry.record.1),
        }
    }

    /// Ticks a form off, or takes that back; the cursor goes on to what is left: below, or at the end the nearest above.
    fn tick(&mut self, at: usize, cx: &Context<'_>) -> Action {
        if cx.read_only {
            return Action::Fail(Failure::new("Not ticked off", "This store can only be read."));
        }
        let Some((chart, entry)) = self.shown.get(at).and_then(|at| self.entry(*at)) else { return Action::None };
        let name = name(chart, entry);
        let (commit, done): (Option<Commit>, bool) = match entry.is_done() {
            true => (untick(chart, &[entry]), false),
            false => (tick(chart, &[entry], cx.now, &cx.worker.name), true),
        };
        let Some(commit) = commit else { return Action::None };
        (self.at, self.ticking, self.last) = (at, true, None);
        if done {
            self.last = Some(name.clone());
            self.here.insert(name);
            let open = |at: &usize| self.shown.get(*at).and_then(|at| self.entry(*at)).is_some_and(|(_, entry)| !entry.is_done());
            self.at = (at + 1..self.shown.len()).chain((0..at).rev()).find(open).unwrap_or(at);
        }
        Action::Save(Box::new(commit))
    }

    /// To the form that was ticked off last, where it is to be typed again.
    fn go_back(&mut self) {
        let is_it = |(chart, entry): (&Chart, &Entry)| self.last == Some(name(chart, entry)) && !entry.is_done();
        let back = self.shown.iter().position(|at| self.entry(*at).is_some_and(is_it));
        if let Some(back) = back {
            (self.at, self.last) = (back, None);
        }
    }

    /// How many forms are left to be typed; none before they were read.
    pub fn left(&self) -> usize {
        self.sheets.counts().0
    }

    /// True once it is known what is left.
    pub fn is_read(&self) -> bool {
        self.read
    }

    /// True while the page is being written.
    pub fn is_writing(&self) -> bool {
        matches!(self.page, Page::Writing)
    }

    fn print(&mut self, replace: bool) -> Action {
        let path = match &self.page {
            Page::Writing => return Action::None,
            Page::Asking(path) if replace => path.clone(),
            _ if replace => return Action::None,
            _ => PathBuf::from(self.path.trim()),
        };
        let not_written = |why: &str| Page::Failed(Failure::new("Nothing written", why));
        if path.as_os_str().is_empty() {
            self.page = not_written("Type a path for the PDF to write, or browse for one.");
            return Action::Focus(PATH.to_owned());
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
            self.page = not_written(&format!("The folder “{}” does not exist. Choose another folder.", folder.display()));
            return Action::Focus(PATH.to_owned());
        }
        if path.is_file() && !replace {
            self.page = Page::Asking(path);
            return Action::Focus("keyin-replace".to_owned());
        }
        self.page = Page::Writing;
        Action::Print(path)
    }

    /// What the list shows: what is left, what was ticked off just now, and the rest where it is asked for.
    fn list(&mut self, cx: &Context<'_>) {
        let all = self.sheets.0.iter().enumerate();
        let wanted = |chart: &Chart, entry: &Entry| self.all || !entry.is_done() || self.here.contains(&name(chart, entry));
        let of = all.flat_map(|(at, (chart, entries))| {
            let entries = entries.iter().enumerate().filter(|(_, entry)| wanted(chart, entry));
            entries.map(|(entry, _)| (at, entry)).collect::<Vec<_>>()
        });
        self.shown = of.collect();
        self.longest = unhidden(cx, |cx| {
            let words = self.shown.iter().enumerate().filter_map(|(at, shown)| Some((at, pages::line_of(self.entry(*shown)?, cx))));
            longest(words.map(|(at, line)| (at, line.cell().spans())))
        });
        self.at = self.at.min(self.shown.len().saturating_sub(1));
    }

    fn entry(&self, (sheet, entry): (usize, usize)) -> Option<(&Chart, &Entry)> {
        let (chart, entries) = self.sheets.0.get(sheet)?;
        Some((chart, entries.get(entry)?))
    }
}

fn name(chart: &Chart, entry: &Entry) -> Name {
    let (file, key) = &entry.record;
    (chart.id().to_string(), entry.form.slug(), file.info().name, key.clone())
}
