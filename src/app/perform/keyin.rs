//! The key-in sheet: read on the store's worker, printed to a file.

use super::Ledger;
use crate::app::Message;
use crate::app::action::Failure;
use crate::app::screen::exchange::{self, keyin};
use crate::domain::directory::Directory;
use crate::domain::naming::Book;
use crate::domain::progress::Progress;
use crate::domain::{Agency, Instant};
use crate::store::{Handle, Store};
use crate::transfer::{self, Sheets};
use iced::Task;
use std::path::PathBuf;
use std::sync::Arc;

/// What the desk has in memory of everybody, for names.
pub type Memory = (Arc<Agency>, Arc<Directory>);

/// Reads the key-in sheet.
pub fn read_keyin(handle: &Handle, ledger: &Ledger, (_, directory): Memory) -> Task<Message> {
    let ledger = ledger.clone();
    let read = handle.call(move |store| sheets(store, &ledger, &directory));
    Task::perform(async move { read.await.unwrap_or_else(|e| Err(Failure::new("Nothing read", e))) }, |answer| {
        Message::Exchange(exchange::Message::KeyIn(keyin::Message::Read(answer)))
    })
}

/// Writes what is left of it as a page to print.
pub fn print(
    handle: &Handle,
    ledger: &Ledger,
    (agency, directory): Memory,
    (path, worker): (PathBuf, String),
    now: Instant,
    progress: Progress,
) -> Task<Message> {
    let ledger = ledger.clone();
    let write = handle.call(move |store| {
        let sheets = sheets(store, &ledger, &directory)?;
        // Names on paper: that is what was asked for, and said.
        let book = Book { agency: &agency, directory: &directory, privacy: false };
        transfer::print_keyin(&path, &sheets, book, &worker, now, &progress).map_err(|e| Failure::new("Nothing written", e))
    });
    Task::perform(async move { write.await.unwrap_or_else(|e| Err(Failure::new("Nothing written", e))) }, Message::Printed)
}

fn sheets(store: &Store, ledger: &Ledger, directory: &Directory) -> Result<Sheets, Failure> {
    ledger.sheets(store, directory).map_err(|e| Failure::new("Nothing read", e))
}
