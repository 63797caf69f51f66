//! The answers that are owed, looked at piece by piece on the store's worker, so that neither an unlock nor a save waits for all of them.

use super::{Ledger, charts};
use crate::app::Message;
use crate::domain::{ClientId, Instant, Stamp};
use crate::store::{Error, Handle, Store};
use iced::Task;

/// So many charts are looked at in one piece of work, so that a save in between waits for no more.
const PIECE: usize = 64;

/// Looks at what everybody owes of whom something was written here: after the records are opened, and after an import.
pub fn owing(handle: &Handle, ledger: &Ledger, now: Instant) -> Task<Message> {
    let (handle, ledger) = (handle.clone(), ledger.clone());
    Task::perform(
        async move {
            for piece in ledger.touched().chunks(PIECE).map(<[ClientId]>::to_vec) {
                let ledger = ledger.clone();
                let look = move |store: &mut Store| {
                    let charts = charts(store, &piece)?;
                    ledger.owe(&charts, &Stamp { user: store.profile().user.clone(), now });
                    Ok::<_, Error>(())
                };
                // What cannot be read now is said wherever it is opened.
                if handle.call(look).await.and_then(|done| done).is_err() {
                    break;
                }
            }
            ledger.owing()
        },
        Message::Owing,
    )
}
