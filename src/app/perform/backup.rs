//! Backups, beside the store's own thread: saves go on meanwhile.

use crate::app::Message;
use crate::domain::Instant;
use crate::store::{Backup, Error, Handle, Stop, Store};
use iced::Task;
use std::path::PathBuf;

/// Copies what is saved now into the older mirror and the second place, and proves the copies.
pub fn back_up(handle: &Handle, now: Instant, stop: Stop) -> Task<Message> {
    Task::perform(copied(handle.clone(), stop, move |backup| backup.write(now)), Message::BackedUp)
}

/// Makes a folder the second place for backups: with a first one in it, proved.
pub fn choose_second(handle: &Handle, folder: PathBuf, now: Instant, stop: Stop) -> Task<Message> {
    Task::perform(copied(handle.clone(), stop, move |backup| backup.choose_second(&folder, now).map(Some)), Message::Second)
}

/// No second place for backups any more.
pub fn forget_second(handle: &Handle) -> Task<Message> {
    let gone = handle.call(Store::forget_second);
    Task::perform(async move { gone.await.and_then(|gone| gone).map(|()| None) }, Message::Second)
}

/// Does something with a backup of what is saved now.
async fn copied<T: Send + 'static>(
    handle: Handle,
    stop: Stop,
    write: impl FnOnce(&Backup) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let backup = handle.call(|store| store.backup()).await.and_then(|backup| backup)?;
    // Whoever closes the store waits for the last handle.
    drop(handle);
    tokio::task::spawn_blocking(move || write(&backup.stopped_by(stop))).await.unwrap_or(Err(Error::Closed))
}
