//! How much the HMIS does not have yet, and which answers are owed of it, followed save by save on the store's worker, so that the window
//! never counts.

use crate::domain::directory::Directory;
use crate::domain::intake::Owing;
use crate::domain::merge::{self, Written};
use crate::domain::stamp::Stamp;
use crate::domain::{Agency, Chart, ClientId, Commit, Instant};
use crate::store::{Error, Store};
use crate::transfer::{self, Ahead, Sheets, Unsent};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The count, shared by what is on its way to the worker.
#[derive(Clone, Default)]
pub struct Ledger {
    unsent: Arc<Mutex<Unsent>>,
    debts: Arc<Mutex<Debts>>,
}

/// What is owed, and the programs by which that is judged.
#[derive(Default)]
struct Debts {
    owing: Arc<Owing>,
    agency: Arc<Agency>,
}

impl Ledger {
    /// As it is in a store.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn of(store: &Store, directory: &Directory) -> Result<Self, Error> {
        let unsent = Unsent::among(store, directory.roll())?;
        Ok(Self { unsent: Arc::new(Mutex::new(unsent)), ..Self::default() })
    }

    fn unsent(&self) -> MutexGuard<'_, Unsent> {
        self.unsent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn debts(&self) -> MutexGuard<'_, Debts> {
        self.debts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who may owe answers: of whom something was written here.
    pub fn touched(&self) -> Vec<ClientId> {
        let unsent = self.unsent();
        let all: BTreeSet<&ClientId> = unsent.edits().iter().map(|(_, _, owner, _)| owner).chain(unsent.clients()).collect();
        all.into_iter().cloned().collect()
    }

    /// Looks anew at the answers that these people owe.
    pub fn owe(&self, charts: &[Chart], stamp: &Stamp) {
        let written = self.written_here(charts);
        let Debts { owing, agency } = &mut *self.debts();
        Arc::make_mut(owing).follow(charts, &written, agency, stamp);
    }

    /// The answers that are owed, as far as was looked.
    pub fn owing(&self) -> Arc<Owing> {
        self.debts().owing.clone()
    }

    /// These are the programs now: what is owed is to be looked at anew, and stands until then.
    pub fn judge_by(&self, programs: Arc<Agency>) {
        self.debts().agency = programs;
    }

    /// It could not be looked further: what was found is what is known.
    pub fn rest(&self) {
        Arc::make_mut(&mut self.debts().owing).rest();
    }

    /// All were looked at who may owe answers: whoever else is still listed owes none any more.
    pub fn clear_others(&self) {
        let touched = self.touched();
        Arc::make_mut(&mut self.debts().owing).keep(&touched);
    }

    /// Follows a commit that was kept; how far ahead the desk is now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn follow(&self, store: &Store, commit: &Commit) -> Result<Ahead, Error> {
        let mut unsent = self.unsent();
        unsent.follow(store, commit)?;
        Ok(unsent.ahead())
    }

    /// An export was written, and `answered` says when, where all of it is in that; how far ahead the desk is now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn written(&self, store: &Store, answered: Option<Instant>) -> Result<Ahead, Error> {
        let mut unsent = self.unsent();
        if let Some(at) = answered {
            unsent.answered(at, store.sequence());
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
        let mut unsent = self.unsent();
        *unsent = fresh;
        Ok(unsent.ahead())
    }

    /// What is to be typed into an HMIS that takes no CSV.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn sheets(&self, store: &Store, directory: &Directory) -> Result<Sheets, Error> {
        transfer::keyin(store, &self.unsent(), directory)
    }

    /// What of these charts was written here, and the HMIS has not told of.
    pub fn written_here(&self, charts: &[Chart]) -> Written {
        let unsent = self.unsent();
        charts.iter().flat_map(|chart| merge::written(chart, unsent.edits())).collect()
    }

    /// True where the HMIS has everything of this client, or can have it from an export.
    pub fn is_sent(&self, client: &ClientId) -> bool {
        self.unsent().is_sent(client)
    }

    /// How far ahead the desk is.
    pub fn ahead(&self) -> Ahead {
        self.unsent().ahead()
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ledger")
    }
}
