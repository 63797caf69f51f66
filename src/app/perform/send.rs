//! What leaves the desk as HMIS CSV, and the check over it: from the order of a screen to the worker and back.

use super::Ledger;
use crate::app::Message;
use crate::app::action::{Failure, Subject};
use crate::app::screen::exchange::Outcome;
use crate::domain::progress::Progress;
use crate::domain::{ClientId, ExportId, Instant, words};
use crate::exchange::{self, Checked};
use crate::store::{Handle, Store};
use crate::transfer::{self, Ahead, Answer, Exports, Leaving, Order};
use crate::world;
use iced::Task;
use std::sync::Arc;

/// What a check found.
#[derive(Clone)]
pub struct Found {
    /// In a sentence.
    pub headline: String,
    /// Each of them.
    pub checked: Arc<Checked>,
    /// Whether the households of its errors can be left out of an export; none where that is no way out.
    pub leaving: Option<Leaving>,
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Found({} of {} clients)", self.checked.said.len(), self.checked.clients)
    }
}

/// What came of an export.
#[derive(Debug, Clone)]
pub enum Sent {
    /// It was written.
    Written {
        /// For the screen.
        outcome: Outcome,
        /// The exports that are noted, it too where it could be.
        exports: Exports,
        /// How far ahead of the HMIS the desk is now.
        ahead: Ahead,
    },
    /// Its check found errors, and it waits for a word.
    Held(Found),
}

/// Checks what was ordered and writes it as HMIS CSV.
pub fn export(handle: &Handle, ledger: &Ledger, order: Order, now: Instant, progress: Progress) -> Task<Message> {
    let (handle, ledger) = (handle.clone(), ledger.clone());
    Task::perform(
        async move {
            let failed = |e: &dyn std::fmt::Display| Failure::new("Nothing exported", e);
            let id = world::random().map(ExportId::from_random).map_err(|e| failed(&e))?;
            let write = move |store: &mut Store| {
                let answer = transfer::export(store, &order, id, now, &progress)?;
                let whole = matches!(&answer, Answer::Written(done) if done.whole);
                // It is written, whatever becomes of the count.
                let ahead = ledger.written(store, whole.then_some(now)).unwrap_or_else(|_| ledger.ahead());
                Ok::<_, transfer::Error>((answer, ahead, Exports::of(store)))
            };
            let answer = handle.call(write).await;
            Ok(match answer.map_err(|e| failed(&e))?.map_err(|e| failed(&e))? {
                (Answer::Written(done), ahead, exports) => Sent::Written { ahead, outcome: written(*done), exports },
                (Answer::Held(held), ..) => {
                    Sent::Held(Found { headline: held.headline, checked: Arc::new(held.checked), leaving: held.leaving })
                }
            })
        },
        Message::Exported,
    )
}

/// Asks whether the HMIS has everything of a client, or can have it from an export. Where nobody can say, it has not.
pub fn is_sent(handle: &Handle, ledger: &Ledger, client: ClientId) -> Task<Message> {
    let (ledger, of) = (ledger.clone(), client.clone());
    let asked = handle.call(move |_| ledger.is_sent(&of));
    Task::perform(async move { asked.await.unwrap_or_default() }, move |sent| Message::Followed(client.clone(), sent))
}

/// Checks a file, or what an export would hold. Nothing is written or taken over.
pub fn check(handle: &Handle, subject: Subject, now: Instant, progress: Progress) -> Task<Message> {
    let handle = handle.clone();
    Task::perform(
        async move {
            let failed = |e: &dyn std::fmt::Display| Failure::new("Nothing checked", e);
            let checked = match subject {
                Subject::File(path) => {
                    let read = tokio::task::spawn_blocking(move || Checked::file(&path, now.date(), &progress)).await;
                    read.map_err(|e| failed(&e))?.map_err(|e| failed(&e))?
                }
                Subject::Export(scope) => {
                    let answer = handle.call(move |store| transfer::check(store, &scope, now, &progress)).await;
                    answer.map_err(|e| failed(&e))?.map_err(|e| failed(&e))?
                }
            };
            Ok(Found { headline: exchange::headline(&checked), checked: Arc::new(checked), leaving: None })
        },
        Message::Checked,
    )
}

fn written(done: transfer::Exported) -> Outcome {
    let line = |a: &exchange::Adjusted| (format!("{}, {}", a.file, a.column), format!("{} ({})", a.words, words::count(a.cells, "cell")));
    Outcome { headline: done.headline, exported: true, lines: done.written.adjusted.iter().map(line).collect() }
}
