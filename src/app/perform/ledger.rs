//! How much the HMIS does not have yet, followed save by save on the store's worker, so that the window never counts.

use crate::domain::directory::Directory;
use crate::domain::merge::{self, Written};
use crate::domain::{Chart, ClientId, Commit, Instant};
use crate::store::{Error, Store};
use crate::transfer::{self, Ahead, Sheets, Unsent};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The count, shared by what is on its way to the worker.
#[derive(Clone, Default)]
pub struct Ledger(Arc<Mutex<Unsent>>);

impl Ledger {
    /// As it is in a store.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn of(store: &Store, directory: &Directory) -> Result<Self, Error> {
        Ok(Self(Arc::new(Mutex::new(Unsent::among(store, directory.roll())?))))
    }

    /// Follows a commit that was kept; how far ahead the desk is now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn follow(&self, store: &Store, commit: &Commit) -> Result<Ahead, Error> {
        let mut unsent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        unsent.follow(store, commit)?;
        Ok(unsent.ahead())
    }

    /// An export was written, and `answered` says when, where all of it is in that; how far ahead the desk is now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn written(&self, store: &Store, answered: Option<Instant>) -> Result<Ahead, Error> {
        let mut unsent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = answered {
            unsent.answered(at);
        }
        unsent.written(store)?;
        Ok(unsent.ahead())
    }

    /// Reads all of it anew, as after an import; how far ahead the desk is now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn anew(&self, store: &Store, directory: &Directory) -> Result<Ahead, Error> {
        let fresh = Unsent::among(store, directory.roll())?;
        let mut unsent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *unsent = fresh;
        Ok(unsent.ahead())
    }

    /// What is to be typed into an HMIS that takes no CSV.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn sheets(&self, store: &Store, directory: &Directory) -> Result<Sheets, Error> {
        transfer::keyin(store, &self.0.lock().unwrap_or_else(PoisonError::into_inner), directory)
    }

    /// What of these charts was written here, and the HMIS has not told of.
    pub fn written_here(&self, charts: &[Chart]) -> Written {
        let unsent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        charts.iter().flat_map(|chart| merge::written(chart, unsent.edits())).collect()
    }

    /// True where the HMIS has everything of this client, or can have it from an export.
    pub fn is_sent(&self, client: &ClientId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_sent(client)
    }

    /// How far ahead the desk is.
    pub fn ahead(&self) -> Ahead {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).ahead()
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ledger")
    }
}
