//! From `Action` to work: the store, the exchange and the dialogs. Besides the dialogs themselves, the only module of the app with async.
//!
//! Nothing here blocks the window: store work runs on the store's own worker, everything else that takes time on a blocking
//! thread. (A Task is first polled on the window's thread, so a bare async block would freeze it.)

mod backup;
mod cocs;
mod import;
mod keyin;
mod keys;
mod ledger;
mod owing;
mod past;
mod recover;
mod send;

pub use backup::{back_up, choose_second, forget_second};
pub use cocs::cocs;
pub use import::{Compared, Imported, Prepared, compare, import};
pub use keyin::{print, read_keyin};
pub use keys::{Keys, change_passphrase, change_recovery_key, draw_recovery_key, note, write_key};
pub use ledger::Ledger;
pub use owing::owing;
pub use past::{Found as FoundUndo, Past, Told, past, undo};
pub use recover::{export_readable, report_on, restore, unlock};
pub use send::{Found, Sent, check, export, is_sent};

use super::action::Failure;
use super::begun::{self, Since, Whose};
use super::desk::{self, Desk};
use super::screen::help::problem;
use super::screen::unlock::{Fresh, Secret};
use super::services::Services;
use super::session::place;
use super::{Message, screen};
use crate::domain::coc::Cocs;
use crate::domain::directory::Directory;
use crate::domain::intake::Owing;
use crate::domain::merge::Written;
use crate::domain::{Agency, Change, Chart, ClientId, Commit, EventId, File, Instant, Stamp, Text};
use crate::store::{Error, Handle, Passphrase, Profile, Proof, Second, Store};
use crate::transfer::{self, Ahead, Exports};
use iced::Task;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// An open store and what the desk needs of it in memory.
#[derive(Clone)]
pub struct Opened {
    /// The store's worker.
    pub handle: Handle,
    /// Whose desk it is.
    pub worker: Profile,
    /// Organizations, programs, grants.
    pub agency: Arc<Agency>,
    /// Every client in short, found by anything. It is built here, off the window's thread.
    pub directory: Arc<Directory>,
    /// The working context.
    pub desk: Desk,
    /// Names of the drafts kept.
    pub drafts: Vec<String>,
    /// Whose they are, where their names do not say it.
    pub whose: Whose,
    /// On which days the intakes among them were begun.
    pub since: Since,
    /// What had to be said about the store when it was opened.
    pub notices: Vec<String>,
    /// What is known of passphrase and recovery key.
    pub keys: Keys,
    /// Where the worker was when the desk was locked.
    pub place: Option<Text>,
    /// The latest backup that was proved.
    pub proof: Option<Proof>,
    /// The second place for backups.
    pub second: Option<Second>,
    /// The number of the last save.
    pub sequence: u64,
    /// What the HMIS does not have yet.
    pub ledger: Ledger,
    /// The exports that were written.
    pub exports: Exports,
    /// True where it may only be read.
    pub read_only: bool,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({} clients)", self.directory.len())
    }
}

/// What was typed before a lock and could not be written: sealed with the key of the records, or lost.
#[derive(Clone)]
pub struct Held {
    sealed: Option<Arc<Vec<u8>>>,
    /// Why, in a sentence.
    why: String,
}

impl Held {
    /// True where it is kept when the desk is opened; false where it is lost.
    pub fn is_kept(&self) -> bool {
        self.sealed.is_some()
    }

    /// What is to be said about it.
    pub fn words(&self) -> String {
        let why = &self.why;
        if self.is_kept() {
            return format!(
                "What you typed last is not on the disk yet: {why} It is kept in this window, sealed. Open your desk to keep it, and do not close the window before."
            );
        }
        format!("What you typed last could not be kept: {why}")
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Held")
    }
}

/// What a save did, and the charts that it touched, as they are now.
#[derive(Clone, Default)]
pub struct Saved {
    /// What was done, in the words of the commit.
    pub what: String,
    /// Its number.
    pub sequence: u64,
    /// The one CE Event of which it changed something; none where it is several.
    pub event: Option<EventId>,
    /// The charts of the clients whose rows changed.
    pub charts: Vec<Chart>,
    /// The names of the drafts that are kept now.
    pub drafts: Vec<String>,
    /// The names of the drafts that ended with this save.
    pub ended: Vec<String>,
    /// What had to be said about the store meanwhile.
    pub notices: Vec<String>,
    /// The desk's memory after a save that changed more than it follows chart by chart: the undo of an import.
    pub whole: Option<(Arc<Agency>, Arc<Directory>)>,
    /// True where a CoC stands at an enrollment no more; whether at another one, is to be looked for.
    pub parted_from_coc: bool,
    /// How far ahead of the HMIS the desk is.
    pub unsent: Ahead,
    /// What of these charts was written here, and the HMIS has not told of.
    pub written: Written,
    /// The answers that are owed now.
    pub owing: Arc<Owing>,
    /// Whose the drafts are, where that is to be looked up anew.
    pub whose: Option<Whose>,
}

/// A save that touched more clients changes the desk's memory as a whole.
const MANY: usize = 500;

impl std::fmt::Debug for Saved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Saved({}, {} charts)", self.what, self.charts.len())
    }
}

/// What a screen asked for: the charts, and every draft that the store keeps, by name.
#[derive(Clone, Default)]
pub struct Loaded {
    /// The charts.
    pub charts: Vec<Chart>,
    /// What of them was written here, and the HMIS has not told of.
    pub written: Written,
    /// The drafts.
    pub drafts: Vec<(String, Text)>,
}

impl std::fmt::Debug for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Loaded({} charts)", self.charts.len())
    }
}

/// Takes up an open store.
///
/// # Errors
/// Where it cannot be read.
pub fn opened(store: Store, notices: Vec<String>) -> Result<Opened, Error> {
    let desk = store.setting(desk::NAME).map(|text| Desk::read(text.as_str())).unwrap_or_default();
    let (directory, agency) = (Directory::new(store.roll()?), Arc::new(store.agency()?));
    let (drafts, ledger) = (draft_names(&store), Ledger::of(&store, &directory)?);
    ledger.judge_by(agency.clone());
    Ok(Opened {
        worker: store.profile().clone(),
        ledger,
        agency,
        desk,
        whose: begun::whose(&drafts, directory.roll()),
        since: begun::since(store.drafts().iter().map(|(name, text)| (name, text))),
        drafts,
        notices,
        keys: Keys::of(&store),
        place: store.draft(place::NAME),
        proof: store.proofs().first().copied(),
        second: store.second(),
        sequence: store.sequence(),
        directory: Arc::new(directory),
        exports: Exports::of(&store),
        read_only: store.read_only(),
        handle: Handle::spawn(store)?,
    })
}

/// Makes a store; its recovery key is shown once, then it is opened like any other.
pub fn create(services: &Services, fresh: Fresh) -> Task<Message> {
    let services = services.clone();
    blocking(
        move || {
            let (profile, now) = (Profile::new(&fresh.name), (services.clock)());
            let not_created = |e| Failure::new("Not created", e);
            let passphrase = Passphrase::new(fresh.secret.0.as_str());
            let (mut store, key) = Store::create(&services.place, &passphrase, &profile, (services.cost)(), now).map_err(not_created)?;
            store.commit(&note("Show the recovery key", Keys::RECOVERY, Keys::SHOWN), now).map_err(not_created)?;
            Ok(key.text())
        },
        |answer| {
            Message::Unlock(match answer {
                Ok(key) => screen::unlock::Message::Made(Secret(key)),
                Err(failure) => screen::unlock::Message::Failed(failure),
            })
        },
    )
}

/// Writes a commit; "Saved" comes back only once it is on the disk. The write and what follows from it are one piece of work, so that
/// the count of what the HMIS does not have follows the saves in their order.
pub fn save(handle: &Handle, ledger: &Ledger, visit: u64, commit: Commit, now: Instant) -> Task<Message> {
    let ledger = ledger.clone();
    let work = handle.call(move |store| {
        store.commit(&commit, now).map_err(|e| Failure::new("Not saved", e))?;
        saved(store, &ledger, commit, now).map_err(|e| Failure::new("Saved, but not shown", e))
    });
    Task::perform(async move { work.await.unwrap_or_else(|e| Err(Failure::new("Not saved", e))) }, move |answer| {
        Message::Saved(visit, answer)
    })
}

/// Takes the save of this number and name back as one more save; refuses where something of it was changed since.
pub fn take_back(
    handle: &Handle,
    ledger: &Ledger,
    visit: u64,
    (sequence, of): (u64, String),
    stamp: Stamp,
    reason: &'static str,
) -> Task<Message> {
    let ledger = ledger.clone();
    let work = handle.call(move |store| {
        let failed = |e: &dyn std::fmt::Display| Failure::new("Not undone", e);
        let changed = "It was changed since. The client's History says by which save.";
        let undo = transfer::undo(store, sequence).map_err(|e| failed(&e))?.map_err(|_| failed(&changed))?;
        let commit = undo.commit(&stamp, &Text::new(reason));
        store.commit(&commit, stamp.now).map_err(|e| failed(&e))?;
        saved(store, &ledger, commit, stamp.now).map_err(|e| Failure::new("Undone, but not shown", e))
    });
    Task::perform(async move { work.await.unwrap_or_else(|e| Err(Failure::new("Not undone", e))) }, move |answer| {
        Message::TakenBack(visit, of, answer)
    })
}

/// What a commit that was written did.
fn saved(store: &mut Store, ledger: &Ledger, commit: Commit, now: Instant) -> Result<Saved, Error> {
    let (owners, ended) = (owners(&commit), ended(&commit));
    let shared = commit.changes.iter().any(|change| change.is_row() && change.owner().is_none());
    let notices = store.take_notices().iter().map(ToString::to_string).collect();
    let charts = if owners.len() > MANY { Vec::new() } else { charts(store, &owners)? };
    let whole = if shared || charts.len() < owners.len() {
        Some((Arc::new(store.agency()?), Arc::new(Directory::new(store.roll()?))))
    } else {
        None
    };
    let unsent = ledger.follow(store, &commit)?;
    let drafts = draft_names(store);
    match &whole {
        Some((agency, _)) => ledger.judge_by(agency.clone()),
        None => ledger.owe(&charts, &Stamp { user: store.profile().user.clone(), now }),
    }
    Ok(Saved {
        owing: ledger.owing(),
        parted_from_coc: Cocs::parted(&commit),
        whose: whole.as_ref().map(|(_, directory)| begun::whose(&drafts, directory.roll())),
        written: ledger.written_here(&charts),
        sequence: store.sequence(),
        event: only_event(&commit),
        what: commit.what,
        charts,
        drafts,
        ended,
        notices,
        whole,
        unsent,
    })
}

fn ended(commit: &Commit) -> Vec<String> {
    let ended = |change: &Change| match change {
        Change::Draft { name, after: None } => Some(name.clone()),
        _ => None,
    };
    commit.changes.iter().filter_map(ended).collect()
}

/// The event that a commit is about, where it is one.
fn only_event(commit: &Commit) -> Option<EventId> {
    let rows = commit.changes.iter().filter_map(Change::of_row);
    // What is kept beside an event has its id.
    let mut keys: Vec<EventId> =
        rows.filter(|row| matches!(row.file(), Some(File::Event | File::Referral))).map(|row| EventId::new(row.key.as_str())).collect();
    keys.dedup();
    keys.pop().filter(|_| keys.is_empty())
}

fn owners(commit: &Commit) -> Vec<ClientId> {
    let mut owners: Vec<ClientId> = commit.changes.iter().filter_map(|change| change.owner()).collect();
    owners.sort();
    owners.dedup();
    owners
}

/// Where somebody was is no work of theirs.
fn draft_names(store: &Store) -> Vec<String> {
    store.drafts().into_iter().map(|(name, _)| name).filter(|name| name != place::NAME).collect()
}

fn charts(store: &Store, ids: &[ClientId]) -> Result<Vec<Chart>, Error> {
    ids.iter().filter_map(|id| store.chart(id).transpose()).collect()
}

/// Keeps unfinished work, or takes it away. What comes back says only whether it worked.
pub fn keep(handle: &Handle, commit: Commit, now: Instant) -> Task<Message> {
    let handle = handle.clone();
    Task::perform(
        async move { handle.commit(commit, now).await.map(|_| ()).map_err(|e| Failure::new("Not kept", e.without_form())) },
        Message::Kept,
    )
}

/// Fetches charts and the draft of this name, if there is one.
pub fn load(handle: &Handle, ledger: &Ledger, visit: u64, ids: Vec<ClientId>) -> Task<Message> {
    let (handle, ledger) = (handle.clone(), ledger.clone());
    Task::perform(
        async move {
            let load = move |store: &mut Store| {
                let charts = charts(store, &ids)?;
                Ok(Loaded { written: ledger.written_here(&charts), charts, drafts: store.drafts() })
            };
            let answer = handle.call(load).await;
            answer.and_then(|a| a).map_err(|e| Failure::new("Not opened", e))
        },
        move |answer| Message::Loaded(visit, answer),
    )
}

/// Keeps what is unfinished, then closes the store on a thread of its own; says so when its files are free and its keys are wiped.
/// What cannot be written comes back, sealed: nothing typed is lost silently.
pub fn leave(handle: Handle, unfinished: Option<Commit>, now: Instant) -> Task<Message> {
    Task::perform(
        async move {
            let held = match unfinished {
                Some(commit) => {
                    let keep = move |store: &mut Store| match store.commit(&commit, now) {
                        Ok(_) => None,
                        Err(why) => Some(Held { sealed: store.hold(&commit).ok().map(Arc::new), why: why.without_form() }),
                    };
                    handle.call(keep).await.unwrap_or_else(|why| Some(Held { sealed: None, why: why.to_string() }))
                }
                None => None,
            };
            let _ = tokio::task::spawn_blocking(move || drop(handle)).await;
            held
        },
        Message::Closed,
    )
}

/// Shows a file dialog.
pub fn browse(services: &Services, save: bool) -> Task<Message> {
    let name = save.then(|| screen::exchange::file_name((services.clock)().date()));
    ask(services, name, move |path, at_once| Message::Exchange(screen::exchange::Message::Chosen(save, path, at_once)))
}

/// Shows a file dialog for a page to print.
pub fn browse_page(services: &Services) -> Task<Message> {
    let name = screen::exchange::keyin::file_name((services.clock)().date());
    ask(services, Some(name), |path, at_once| {
        Message::Exchange(screen::exchange::Message::KeyIn(screen::exchange::keyin::Message::Chosen(path, at_once)))
    })
}

/// Shows a file dialog for a problem report.
pub fn browse_report(services: &Services) -> Task<Message> {
    let name = problem::file_name((services.clock)().date());
    ask(services, Some(name), |path, at_once| Message::Help(problem::Message::Chosen(path, at_once)))
}

/// Shows a dialog for a folder.
pub fn browse_folder(services: &Services, then: impl Fn(Option<PathBuf>, bool) -> Message + Send + 'static) -> Task<Message> {
    answered(services.dialogs.clone().folder(), then)
}

fn ask(services: &Services, save_as: Option<String>, then: impl Fn(Option<PathBuf>, bool) -> Message + Send + 'static) -> Task<Message> {
    answered(services.dialogs.clone().file(save_as), then)
}

fn answered(
    dialog: impl Future<Output = Option<PathBuf>> + Send + 'static,
    then: impl Fn(Option<PathBuf>, bool) -> Message + Send + 'static,
) -> Task<Message> {
    let start = std::time::Instant::now();
    Task::perform(dialog, move |path| {
        // Without a dialog on this system the answer is an immediate "none", which looks like a cancel.
        let at_once = path.is_none() && start.elapsed() < Duration::from_millis(300);
        then(path, at_once)
    })
}

/// Writes a problem report: all of it, or the file that stood there before still stands.
pub fn report(path: PathBuf, text: String) -> Task<Message> {
    let write = move || {
        let written = crate::store::replace(&path, text.as_bytes());
        written.map_err(|e| Failure::new("No report written", format!("{e}. Choose another folder and try again.")))?;
        Ok(path)
    };
    blocking(write, Message::Reported)
}

pub(super) fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    then: impl Fn(Result<T, Failure>) -> Message + Send + 'static,
) -> Task<Message> {
    Task::perform(
        async move {
            let joined = tokio::task::spawn_blocking(work).await;
            joined.unwrap_or_else(|e| Err(Failure::new("It did not work", format!("{e}. Try again; if it stays, restart Wayhome."))))
        },
        then,
    )
}
