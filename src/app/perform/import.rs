//! An import on the store's thread: compared with what is there first, taken over when somebody says so.

use super::{Ledger, draft_names};
use crate::app::Message;
use crate::app::action::Failure;
use crate::app::begun::{self, Whose};
use crate::app::screen::exchange::Outcome;
use crate::domain::directory::Directory;
use crate::domain::progress::Progress;
use crate::domain::{Agency, Instant};
use crate::exchange::{self, Missing};
use crate::store::{Error, Handle, Store};
use crate::transfer::{self, Ahead};
use iced::Task;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// An import that was compared with the store; taken over once.
#[derive(Clone)]
pub struct Prepared(Arc<Mutex<Option<transfer::Prepared>>>);

impl Prepared {
    fn new(prepared: transfer::Prepared) -> Self {
        Self(Arc::new(Mutex::new(Some(prepared))))
    }

    fn take(&self) -> Option<transfer::Prepared> {
        self.0.lock().ok()?.take()
    }
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Prepared")
    }
}

/// What an import would do, and it itself where it would do anything.
#[derive(Debug, Clone)]
pub struct Compared {
    /// For the screen.
    pub outcome: Outcome,
    /// What is asked about what the export does not hold any more.
    pub question: Option<String>,
    /// To be taken over.
    pub prepared: Option<Prepared>,
}

/// What an import did, and the desk's memory after it.
#[derive(Clone)]
pub struct Imported {
    /// For the screen.
    pub outcome: Outcome,
    /// Organizations, programs, grants.
    pub agency: Arc<Agency>,
    /// Every client in short, found by anything. It is built here, off the window's thread.
    pub directory: Arc<Directory>,
    /// How far ahead of the HMIS the desk is.
    pub unsent: Ahead,
    /// The names of the drafts that are kept now.
    pub drafts: Vec<String>,
    /// Whose they are, where their names do not say it.
    pub whose: Whose,
}

impl std::fmt::Debug for Imported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Imported({} clients)", self.directory.len())
    }
}

/// Reads an HMIS CSV export and compares it with the store.
pub fn compare(handle: &Handle, path: PathBuf, now: Instant, progress: Progress) -> Task<Message> {
    let handle = handle.clone();
    Task::perform(
        async move {
            let failed = |e: &dyn std::fmt::Display| Failure::new("Nothing imported", e);
            let reading = progress.clone();
            let source = tokio::task::spawn_blocking(move || exchange::read_watched(&path, &reading)).await;
            let source = source.map_err(|e| failed(&e))?.map_err(|e| failed(&e))?;
            let answer = handle.call(move |store| transfer::prepare(store, source, now, &progress)).await;
            let prepared = answer.map_err(|e| failed(&e))?.map_err(|e| failed(&e))?;
            let outcome = Outcome { headline: prepared.headline.clone(), lines: report_lines(&prepared.report), exported: false };
            let question = prepared.question();
            Ok(Compared { outcome, question, prepared: (!prepared.is_nothing_new()).then(|| Prepared::new(prepared)) })
        },
        Message::Compared,
    )
}

/// Takes a compared import over, as one commit; the write and what follows from it are one piece of work, as in [`save`](super::save).
pub fn import(
    handle: &Handle,
    ledger: &Ledger,
    (prepared, missing): (Prepared, Missing),
    now: Instant,
    progress: Progress,
) -> Task<Message> {
    let (handle, ledger) = (handle.clone(), ledger.clone());
    Task::perform(
        async move {
            let failed = |e: &dyn std::fmt::Display| Failure::new("Nothing imported", e);
            let prepared = prepared.take().ok_or_else(|| failed(&transfer::Error::Meanwhile))?;
            let work = move |store: &mut Store| {
                let done = transfer::take(store, prepared, missing, now, &progress).map_err(|e| Failure::new("Nothing imported", e))?;
                imported(store, &ledger, done).map_err(|e| Failure::new("Imported, but not shown", e))
            };
            handle.call(work).await.unwrap_or_else(|e| Err(failed(&e)))
        },
        Message::Imported,
    )
}

/// What an import that was written did.
fn imported(store: &Store, ledger: &Ledger, done: transfer::Imported) -> Result<Imported, Error> {
    let (directory, agency) = (Directory::new(store.roll()?), Arc::new(store.agency()?));
    let unsent = ledger.anew(store, &directory)?;
    ledger.judge_by(agency.clone());
    let drafts = draft_names(store);
    let whose = begun::whose(&drafts, directory.roll());
    let outcome = Outcome { headline: done.headline, exported: false, lines: report_lines(&done.report) };
    Ok(Imported { outcome, agency, directory: Arc::new(directory), unsent, drafts, whose })
}

/// The lines of an import: first what is not in its export any more, because that waits for a choice.
fn report_lines(report: &exchange::Report) -> Vec<(String, String)> {
    let (gone, others): (Vec<_>, Vec<_>) = report.lines.iter().partition(|line| line.outcome == exchange::Outcome::Gone);
    gone.into_iter().chain(others).map(report_line).collect()
}

fn report_line(line: &exchange::Line) -> (String, String) {
    let place = if line.line > 0 { format!("{} line {}", line.file, line.line) } else { line.file.clone() };
    (place + &line.column.as_ref().map(|c| format!(", {c}")).unwrap_or_default(), line.words.clone())
}
