//! What the desk needs from the world: the clock, the file dialogs, where the store lies. Real ones, and scripted ones for tests.

use crate::domain::Instant;
use crate::store::{Cost, Place};
use crate::world::Moment;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// Lent to the shell at boot.
#[derive(Clone)]
pub struct Services {
    /// Where the store lies.
    pub place: Place,
    /// The price of a passphrase, for a store that is made here; working it out takes a moment.
    pub cost: fn() -> Cost,
    /// What time it is, without a zone.
    pub clock: fn() -> Instant,
    /// The folder in which a file to write is proposed.
    pub documents: fn() -> PathBuf,
    /// The clocks by which idleness and sleep are told.
    pub moment: fn() -> Moment,
    /// File dialogs.
    pub dialogs: Dialogs,
}

/// Who answers when a file is asked for.
#[derive(Clone)]
pub enum Dialogs {
    /// The platform's dialogs.
    Platform,
    /// Answers laid out beforehand, for tests.
    Scripted(Arc<Mutex<VecDeque<Option<PathBuf>>>>),
}

impl Dialogs {
    /// Dialogs that give these answers, then none.
    pub fn scripted(answers: impl IntoIterator<Item = Option<PathBuf>>) -> Self {
        Self::Scripted(Arc::new(Mutex::new(answers.into_iter().collect())))
    }

    /// Asks for a file: one to write under a proposed name, or one to read. None where the user cancelled, or where the platform
    /// has no dialog; the two cannot be told apart, so every place that asks has a path field beside it.
    pub async fn file(self, save_as: Option<String>) -> Option<PathBuf> {
        match self {
            Self::Platform => {
                let text = save_as.as_ref().is_some_and(|name| name.ends_with(".txt"));
                let (kind, ending) = if text { ("Text", "txt") } else { ("HMIS CSV (zip)", "zip") };
                let dialog = rfd::AsyncFileDialog::new().add_filter(kind, &[ending]);
                let handle = match save_as {
                    Some(name) => dialog.set_file_name(name).save_file().await,
                    None => dialog.pick_file().await,
                };
                handle.map(|h| h.path().to_owned())
            }
            Self::Scripted(answers) => answers.lock().ok().and_then(|mut a| a.pop_front()).flatten(),
        }
    }

    /// Asks for a folder; as [`file`](Self::file).
    pub async fn folder(self) -> Option<PathBuf> {
        match self {
            Self::Platform => rfd::AsyncFileDialog::new().pick_folder().await.map(|h| h.path().to_owned()),
            Self::Scripted(answers) => answers.lock().ok().and_then(|mut a| a.pop_front()).flatten(),
        }
    }
}
