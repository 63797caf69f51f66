//! What a screen asks of the shell: plain data, so that a test can compare it.

use super::desk::Desk;
use super::screen::unlock::Secret;
use crate::domain::intake::{Mend, Purpose};
use crate::domain::note;
use crate::domain::occasion::Which;
use crate::domain::{ClientId, Commit, EnrollmentId, EventId, FieldId, Text};
use crate::exchange::{Missing, Scope};
use crate::transfer::Order;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One intent. A screen's `update` returns exactly one.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub enum Action {
    /// Nothing.
    #[default]
    None,
    /// Go somewhere.
    Go(Destination),
    /// Go where unfinished work goes on, its form open.
    Resume(Destination),
    /// Open the CE Event of a household that is enrolled, its success proposed and only to be saved.
    Propose(ClientId, EventId),
    /// Write this commit; the answer comes back to the screen as `Saved`.
    Save(Box<Commit>),
    /// Keep unfinished work under this name, or take it away.
    Draft(String, Option<Text>),
    /// Say that unfinished work was given up, and offer to bring it back; before the screen is left, where that is its own.
    Discard {
        /// What was done, in words.
        what: String,
        /// Whose it is.
        of: Option<ClientId>,
        /// Its name among the drafts.
        name: String,
        /// What was typed.
        text: Text,
        /// The control that had the keyboard.
        at: &'static str,
    },
    /// Bring back what was given up, by the name of its draft.
    BringBack(String),
    /// Fetch the charts of these clients; they come back as `Loaded`.
    Load(Vec<ClientId>),
    /// Fetch the saves that changed this client's records; they come back to the history as `Read`.
    Past(ClientId, Vec<ClientId>),
    /// Look at what would take this save back; it comes back to the history as `Found`.
    Undo(u64),
    /// Take back the save that was just made of this referral, while that is offered.
    TakeBack(Option<(ClientId, EventId)>),
    /// Put the keyboard into the control of this id.
    Focus(String),
    /// Another page stands in place of the last one: it is seen from its beginning, and the keyboard is in the control of this id.
    Open(String),
    /// Say that something was done.
    Say(String),
    /// Say why nothing was done, or what comes first: no success, and no failure.
    Hint(String),
    /// Say that something was done and is not as it should be: it stays until it is put away or left.
    Caution(String),
    /// Say that Exchange is at work, and what has to wait for it: it stays until that is over.
    Busy(String),
    /// Say that something was saved and answers are still missing.
    Owed {
        /// What was saved, and which answers, in words.
        words: String,
        /// Whose, and how many of them.
        whose: Vec<(ClientId, usize)>,
        /// Where they are given.
        way: Destination,
    },
    /// Say that something did not work.
    Fail(Failure),
    /// Take over a working context.
    Apply(Box<Desk>),
    /// Show the settings, or put them away.
    Settings(bool),
    /// Open the store with what was typed.
    Unlock(super::screen::unlock::Secret),
    /// Make a store.
    Create(super::screen::unlock::Fresh),
    /// Give up what was typed before the lock and could not be kept.
    Forgo,
    /// Seal the records with another passphrase: the old one or the recovery key, and the new one.
    ChangePassphrase(super::screen::unlock::Secret, super::screen::unlock::Secret),
    /// Draw a new recovery key, for who knows this passphrase. It opens nothing yet.
    DrawRecoveryKey(super::screen::unlock::Secret),
    /// Make this the recovery key.
    ChangeRecoveryKey(super::screen::unlock::Secret),
    /// Write a recovery key to a text file: where, and the page.
    WriteKey(PathBuf, super::screen::unlock::Secret),
    /// Let the user choose a file to read, or one to write.
    Browse {
        /// True for a file to write.
        save: bool,
    },
    /// Let the user choose a folder.
    BrowseFolder,
    /// Make a backup, or say where.
    BackUp(Wish),
    /// What to do about records that cannot be opened as usual.
    Recover(Recover),
    /// Show the help page of this field.
    Help(FieldId),
    /// Let the user choose where a problem report is written.
    BrowseReport,
    /// Write a problem report there: what went wrong, in the words of the user.
    Report(PathBuf, Text),
    /// Read an HMIS CSV export and compare it with the store.
    Import(PathBuf),
    /// Take over what was compared, and do this with what its full export does not hold any more.
    Take(Missing),
    /// Check what was ordered, and write it as HMIS CSV.
    Export(Box<Order>),
    /// Read the key-in sheet; it comes back to Exchange as `Read`.
    KeyIn,
    /// Write what is left of it as a page to print.
    Print(PathBuf),
    /// Let the user choose where that is written.
    BrowsePage,
    /// Say what is wrong in a file, or in what an export would hold.
    Check(Subject),
    /// Go to a part of a client's record, and put the keyboard into this field of it.
    Point(ClientId, Part, FieldId),
    /// The first, then the second: a draft is kept, and the keyboard goes somewhere.
    Both(Box<Action>, Box<Action>),
}

impl Action {
    /// This, then that.
    pub fn and(self, next: Self) -> Self {
        match (self, next) {
            (Self::None, only) | (only, Self::None) => only,
            (first, second) => Self::Both(Box::new(first), Box::new(second)),
        }
    }

    /// What becomes of drafts by this: their names, and their texts or their end.
    pub fn drafts(&self) -> Vec<(&str, Option<&Text>)> {
        match self {
            Self::Draft(name, text) => vec![(name, text.as_ref())],
            Self::Both(first, second) => first.drafts().into_iter().chain(second.drafts()).collect(),
            _ => Vec::new(),
        }
    }
}

/// What the settings ask for about backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// One now.
    Now,
    /// One in this folder now, and after every other one.
    Second(PathBuf),
    /// None in a second place any more.
    NoSecond,
}

/// What is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A zip or a folder of HMIS CSV.
    File(PathBuf),
    /// What an export of this scope would hold.
    Export(Scope),
}

/// What somebody decided about records that cannot be opened as usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recover {
    /// Ask for a backup to restore.
    Begin,
    /// Back to the lock.
    Back,
    /// Open them all the same.
    Open(Secret, Consent),
    /// Put this backup in their place, whole or as of a save, and open it.
    Restore(Secret, PathBuf, Option<u64>),
    /// Write what can be read as HMIS CSV.
    Export(Secret, PathBuf),
    /// Write this report.
    Report(PathBuf, String),
}

/// How records that are not as they should be may be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Not before somebody was asked.
    Ask,
    /// What can be proved, for reading only.
    ReadOnly,
    /// As they are; they are the right ones from now on.
    GoOn,
    /// After the working copy was set aside, so that it is made again.
    Rebuild,
}

/// Where one can go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// The referral desk.
    Home,
    /// Find a client.
    Clients,
    /// A client's record.
    Client(ClientId, Part),
    /// The guided intake of a client's household, and the referral that it answers, where it is begun from one.
    Intake(ClientId, Option<EventId>),
    /// A guided workflow over a client's enrollment, and their household's.
    Visit(Purpose, ClientId, EnrollmentId),
    /// The same, where an answer of it is to be corrected.
    Mend(ClientId, Mend),
    /// Import and export.
    Exchange,
    /// The same, at what is exported.
    Export,
    /// Help and shortcuts.
    Help,
}

impl Destination {
    /// Whose record or workflow it is.
    pub fn client(&self) -> Option<&ClientId> {
        match self {
            Self::Client(client, _) | Self::Intake(client, _) | Self::Visit(_, client, _) | Self::Mend(client, _) => Some(client),
            Self::Home | Self::Clients | Self::Exchange | Self::Export | Self::Help => None,
        }
    }
}

/// A part of a client's record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Part {
    /// Client information.
    #[default]
    Profile,
    /// The client's enrollments.
    Enrollments,
    /// The Housing Move-in Date of an enrollment.
    MoveIn(EnrollmentId, Then),
    /// What arose during a stay: the list, or one record of it in its form.
    During(EnrollmentId, Option<Which>),
    /// The record of a stay that has this field, by its control's id, and this key.
    Arose(String, String),
    /// Where an answer of an assessment, an entry or an exit is corrected.
    Answer {
        /// By its control's id.
        field: String,
        /// The file of the row in which it is wrong, or missing.
        file: String,
        /// The key of that row.
        key: String,
    },
    /// The client's CE Events: the list, or one of them in its form.
    Events(Option<EventId>),
    /// The case notes: the list, or one of them in its form.
    Notes(Option<note::Which>),
    /// Every save that changed the client's records.
    History,
}

/// Where a form leads when it is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Then {
    /// To Home, which led to it.
    Home,
    /// To the enrollments of the client.
    Enrollments,
    /// To the exit that lacked it.
    Exit,
}

/// Why something did not work, for the user: what, why, what next. Never with a client's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What did not work: `Not saved`.
    pub what: String,
    /// Why, and what to do next.
    pub why: String,
}

impl Failure {
    /// A failure of an action, with the cause in the layer's own sentence.
    pub fn new(what: &str, why: impl ToString) -> Self {
        Self { what: what.to_owned(), why: why.to_string() }
    }
}
