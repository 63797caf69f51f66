//! The answers that are owed, looked at piece by piece on the store's worker, so that neither an unlock nor a save waits for all of them.

use super::{Ledger, charts};
use crate::app::Message;
use crate::app::action::Failure;
use crate::domain::{ClientId, Instant, Stamp};
use crate::store::{Error, Handle, Store};
use iced::Task;
use iced::futures::SinkExt;

/// So many charts are looked at in one piece of work, so that a save in between waits for no more.
pub(super) const PIECE: usize = 64;

/// Looks at what everybody owes of whom something was written here: after the records are opened, and after an import. What was known before
/// stands until it is looked at anew. It tells of what it found on its way, each time that it looked at twice as much, and at its end.
pub fn owing(handle: &Handle, ledger: &Ledger, now: Instant) -> Task<Message> {
    let (handle, ledger) = (handle.clone(), ledger.clone());
    let look = iced::stream::channel(1, async move |mut told| {
        let touched = ledger.touched();
        for (looked, piece) in touched.chunks(PIECE).map(<[ClientId]>::to_vec).enumerate() {
            if looked.is_power_of_two() {
                let _ = told.send(Ok(ledger.owing())).await;
            }
            let on_worker = ledger.clone();
            let look = move |store: &mut Store| {
                let charts = charts(store, &piece)?;
                on_worker.owe(&charts, &Stamp { user: store.profile().user.clone(), now });
                Ok::<_, Error>(())
            };
            if let Err(why) = handle.call(look).await.and_then(|done| done) {
                ledger.rest();
                let _ = told.send(Ok(ledger.owing())).await;
                let _ = told.send(Err(Failure::new("Home may not list all answers that are owed", why))).await;
                return;
            }
        }
        ledger.clear_others();
        let _ = told.send(Ok(ledger.owing())).await;
    });
    Task::run(look, Message::Owing)
}
