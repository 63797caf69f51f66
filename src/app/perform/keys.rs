//! Passphrase and recovery key: what is known of them, and changing them on the store's own thread.

use crate::app::Message;
use crate::app::action::Failure;
use crate::app::screen::settings::security::Changed;
use crate::app::screen::unlock::Secret;
use crate::domain::{Change, Commit, Instant, Text};
use crate::store::{Cost, Error, Handle, Passphrase, RecoveryKey, Store};
use iced::Task;
use std::path::PathBuf;

/// What the store says of its keys, in words of its own: days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// The day on which the passphrase was changed last.
    pub passphrase: Option<String>,
    /// `shown`, or the day on which the recovery key was noted.
    pub recovery: Option<String>,
}

impl Keys {
    /// The names of these settings.
    pub const PASSPHRASE: &'static str = "keys.passphrase";
    /// As above.
    pub const RECOVERY: &'static str = "keys.recovery";
    /// The recovery key was shown when the store was made, and nobody said yet that it is on paper.
    pub const SHOWN: &'static str = "shown";

    pub(super) fn of(store: &Store) -> Self {
        let text = |name| store.setting(name).map(|text| text.as_str().to_owned());
        Self { passphrase: text(Self::PASSPHRASE), recovery: text(Self::RECOVERY) }
    }
}

/// A commit that notes something about the keys.
pub fn note(what: &str, name: &str, after: &str) -> Commit {
    Commit::new(what, vec![Change::Setting { name: name.to_owned(), after: Text::new(after) }])
}

/// Changes the passphrase, for who knows the old one or the recovery key.
pub fn change_passphrase(handle: &Handle, old: Secret, new: Secret, cost: fn() -> Cost, now: Instant) -> Task<Message> {
    let job = move |store: &mut Store| {
        store.prove(&crate::store::Secret::typed(&old.0))?;
        // A store of tests and demonstrations stays cheap; all others never cost less than before, be it a slow day.
        let cost = if store.cost() == Cost::WEAK { Cost::WEAK } else { cost().at_least(store.cost()) };
        store.change_passphrase(&Passphrase::new(new.0.as_str()), cost)?;
        noted(store, "Change the passphrase", Keys::PASSPHRASE, now);
        Ok(Changed::Passphrase(Keys::of(store)))
    };
    changing(handle, job)
}

/// Draws a recovery key, for who knows the passphrase. It opens nothing before [`change_recovery_key`].
pub fn draw_recovery_key(handle: &Handle, secret: Secret) -> Task<Message> {
    changing(handle, move |store| {
        store.prove(&crate::store::Secret::typed(&secret.0))?;
        Ok(Changed::Drawn(Secret(RecoveryKey::random()?.text())))
    })
}

/// Makes this the recovery key: it is on paper.
pub fn change_recovery_key(handle: &Handle, key: Secret, now: Instant) -> Task<Message> {
    changing(handle, move |store| {
        store.change_recovery_key(&RecoveryKey::parse(&key.0)?)?;
        noted(store, "Change the recovery key", Keys::RECOVERY, now);
        Ok(Changed::RecoveryKey(Keys::of(store)))
    })
}

/// What changed counts, whether the note of it can be written or not.
fn noted(store: &mut Store, what: &str, name: &str, now: Instant) {
    if let Err(error) = store.commit(&note(what, name, &now.date().to_string()), now) {
        tracing::warn!(%error, "a change of the keys is not noted");
    }
}

fn changing(handle: &Handle, job: impl FnOnce(&mut Store) -> Result<Changed, Error> + Send + 'static) -> Task<Message> {
    let handle = handle.clone();
    Task::perform(
        async move { handle.call(job).await.and_then(|changed| changed).map_err(|e| Failure::new("Nothing changed", e)) },
        Message::KeysChanged,
    )
}

/// Writes a recovery key to a text file that only this user may read.
pub fn write_key(path: PathBuf, page: Secret) -> Task<Result<PathBuf, Failure>> {
    let write = move || {
        let written = crate::store::replace(&path, page.0.as_bytes());
        written.map_err(|e| Failure::new("Nothing written", format!("{e}. Choose another folder and try again."))).map(|()| path)
    };
    Task::perform(tokio::task::spawn_blocking(write), |joined| {
        joined.unwrap_or_else(|e| Err(Failure::new("Nothing written", format!("{e}. Try again."))))
    })
}
