//! Opening the records, and everything that can be done where they cannot be opened as usual.

use super::{Held, Opened, blocking, opened};
use crate::app::Message;
use crate::app::action::{Consent, Failure};
use crate::app::screen::recovery::{self, Part};
use crate::app::screen::unlock::{self, Secret};
use crate::app::services::Services;
use crate::domain::ExportId;
use crate::store::{self, Error, Notice, Obstacle, Restored, Store};
use crate::{transfer, world};
use iced::Task;
use std::path::PathBuf;

/// Why a desk did not begin.
enum Shut {
    /// It does not open, or not for now; the lock says so.
    Failed(Failure),
    /// Somebody must decide.
    Asked(Box<Obstacle>),
}

/// Opens the store with what was typed, and first of all keeps what could not be kept before.
pub fn unlock(services: &Services, secret: Secret, consent: Consent, held: Option<Held>) -> Task<Message> {
    let services = services.clone();
    let failed = |failure| Message::Unlock(unlock::Message::Failed(failure));
    blocking(
        move || Ok(answer(open(&services, &secret, consent, None, held.as_ref()), secret)),
        move |message| message.unwrap_or_else(failed),
    )
}

/// Puts a backup in the place of the records, and opens it with the same secret.
pub fn restore(services: &Services, secret: Secret, folder: PathBuf, as_of: Option<u64>, held: Option<Held>) -> Task<Message> {
    let services = services.clone();
    let work = move || {
        Ok(match store::restore(&folder, &store::Secret::typed(&secret.0), as_of, &services.place) {
            Ok(done) => answer(open(&services, &secret, Consent::Ask, Some(&done), held.as_ref()), secret),
            Err(error) => Message::Recovery(not_restored(folder, &error)),
        })
    };
    let failed = |failure| Message::Recovery(recovery::Message::Failed(Part::Restore, failure));
    blocking(work, move |message| message.unwrap_or_else(failed))
}

fn not_restored(folder: PathBuf, error: &Error) -> recovery::Message {
    let failure = Failure::new("Not restored", error);
    match error {
        Error::BackupDamaged { good } => recovery::Message::Partly(folder, *good, failure),
        Error::WrongPassphrase => recovery::Message::OtherSecret(folder, failure),
        _ => recovery::Message::Failed(Part::Restore, failure),
    }
}

/// Writes what can be read as HMIS CSV.
pub fn export_readable(services: &Services, secret: Secret, path: PathBuf) -> Task<Message> {
    let services = services.clone();
    let export = move || {
        let failed = |e: &dyn std::fmt::Display| Failure::new("Nothing exported", e);
        let (store, _) = Store::open(&services.place, &store::Secret::typed(&secret.0)).map_err(|e| failed(&e))?;
        let id = world::random().map(ExportId::from_random).map_err(|e| failed(&e))?;
        transfer::rescue(&store, &path, id, (services.clock)()).map(|done| done.headline).map_err(|e| failed(&e))
    };
    blocking(export, |answer| told(Part::Export, answer))
}

/// Writes a report of what is wrong.
pub fn report_on(path: PathBuf, text: String) -> Task<Message> {
    let write = move || {
        let written = store::replace(&path, text.as_bytes());
        written.map_err(|e| Failure::new("No report written", format!("{e}. Choose another folder and try again.")))?;
        Ok(format!("The report is in {}.", path.display()))
    };
    blocking(write, |answer| told(Part::Report, answer))
}

fn told(part: Part, answer: Result<String, Failure>) -> Message {
    Message::Recovery(match answer {
        Ok(words) => recovery::Message::Done(part, words),
        Err(failure) => recovery::Message::Failed(part, failure),
    })
}

fn answer(opened: Result<Opened, Shut>, secret: Secret) -> Message {
    match opened {
        Ok(opened) => Message::Opened(Box::new(opened)),
        Err(Shut::Failed(failure)) => Message::Unlock(unlock::Message::Failed(failure)),
        Err(Shut::Asked(obstacle)) => Message::Broken(obstacle, secret),
    }
}

fn open(services: &Services, secret: &Secret, consent: Consent, restored: Option<&Restored>, held: Option<&Held>) -> Result<Opened, Shut> {
    let (place, typed) = (&services.place, store::Secret::typed(&secret.0));
    let shut = |error: Error| match Obstacle::of(place, &typed, &error) {
        Some(obstacle) => Shut::Asked(Box::new(obstacle)),
        None => Shut::Failed(Failure::new("Not opened", error)),
    };
    if consent == Consent::Rebuild {
        store::set_aside(place).map_err(shut)?;
    }
    let (mut store, mut notices) = Store::open(place, &typed).map_err(shut)?;
    if let Some(obstacle) = Obstacle::among(&notices, &store) {
        match consent {
            Consent::GoOn if !store.read_only() => {
                store.accept();
                notices.retain(|notice| !matches!(notice, Notice::Older { .. } | Notice::Different { .. }));
            }
            Consent::ReadOnly if store.read_only() => {}
            _ => return Err(Shut::Asked(Box::new(obstacle))),
        }
    }
    let sealed = held.and_then(|held| held.sealed.as_ref());
    let typed_before = sealed.and_then(|sealed| store.take_back(sealed));
    let strange = (sealed.is_some() && typed_before.is_none())
        .then(|| "What you typed before the lock belongs to other records than these, so it could not be kept.".to_owned());
    if let Some(commit) = typed_before {
        if store.read_only() {
            return Err(Shut::Failed(Failure::new(
                "Not opened",
                "What you typed before the lock is only in this window, and these records are for reading only. Restore a backup, or close the window to give it up.",
            )));
        }
        let still = |why| Failure::new("Not opened", format!("What you typed before the lock still cannot be written. {why}"));
        store.commit(&commit, (services.clock)()).map_err(|why| Shut::Failed(still(why)))?;
    }
    let words = restored.map(put_back).into_iter().chain(strange).chain(notices.iter().map(ToString::to_string)).collect();
    opened(store, words).map_err(shut)
}

/// What a restore did, for the worker.
fn put_back(done: &Restored) -> String {
    let part = if done.sequence < done.newest { format!(" of {}", done.newest) } else { String::new() };
    let kept = done
        .kept
        .as_ref()
        .map(|name| format!(" What was here before is kept in the folder {name}, beside the records."))
        .unwrap_or_default();
    format!("The backup is restored, up to save {}{part}.{kept}", done.sequence)
}
