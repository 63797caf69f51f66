//! The CoCs that stand at enrollments, looked for piece by piece on the store's worker: no card holds them, and only an export asks.

use super::owing::PIECE;
use crate::app::Message;
use crate::app::action::Failure;
use crate::domain::coc::Cocs;
use crate::domain::{Agency, ClientId};
use crate::store::{Error, Handle, Store};
use iced::Task;
use std::sync::Arc;

/// Looks which CoCs these records know, as an export does.
pub fn cocs(handle: &Handle, agency: &Arc<Agency>) -> Task<Message> {
    let (handle, agency) = (handle.clone(), agency.clone());
    let look = async move {
        let mut known = Cocs::of(&agency);
        let everybody = |store: &mut Store| Ok(store.roll()?.slips().map(|(_, slip)| ClientId::new(slip.client)).collect::<Vec<_>>());
        for piece in handle.call(everybody).await.flatten()?.chunks(PIECE).map(<[ClientId]>::to_vec) {
            let look = move |store: &mut Store| {
                for client in &piece {
                    store.folder(client)?.rows().for_each(|row| known.see(row));
                }
                Ok(known)
            };
            known = handle.call(look).await.flatten()?;
        }
        Ok::<_, Error>(known)
    };
    Task::perform(look, |found| Message::Cocs(found.map_err(|why| Failure::new("Exchange may not list all CoCs", why))))
}
