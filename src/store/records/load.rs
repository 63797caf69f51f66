//! Reading the state when a store is opened: what was applied last, then the index, which is made of every card.

use super::{FORM, Kept, Meta, OTHER_FORM, Records};
use crate::domain::{Card, ClientId, Text};
use crate::store::codec;
use crate::store::seal::Key;
use crate::store::state::{Broken, Cabinet, Shelf};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc;
use std::{mem, thread};

/// So many sealed cards go from one thread to the other at once.
const PARCEL: usize = 1024;

impl Records {
    /// The state that lies in this cabinet, whole.
    ///
    /// # Errors
    /// As [`begin`](Self::begin) and [`fill`](Self::fill), with the cabinet, to be closed.
    pub fn load(cabinet: Cabinet, key: &Key) -> Result<Self, (Cabinet, Broken)> {
        let mut records = Self::begin(cabinet, key)?;
        match records.fill() {
            Ok(()) => Ok(records),
            Err(broken) => Err((records.cabinet, broken)),
        }
    }

    /// The state that lies in this cabinet, of which only [`meta`](Self::meta) is known before it is [filled](Self::fill); refused where
    /// that does not open, or is of another form.
    pub fn begin(cabinet: Cabinet, key: &Key) -> Result<Self, (Cabinet, Broken)> {
        let mut records = Self::empty(cabinet, key);
        match records.read_meta() {
            Ok(()) => Ok(records),
            Err(broken) => Err((records.cabinet, broken)),
        }
    }

    fn read_meta(&mut self) -> Result<(), Broken> {
        if let Some(sealed) = self.cabinet.get(&Shelf::Meta.key(0))? {
            let plain = self.key.open(&Shelf::Meta.key(0), &sealed).ok_or_else(|| Broken("the database does not open".to_owned()))?;
            // What opens was written by Wayhome, so what is not of this form is of another version.
            self.meta = codec::decode(&plain).filter(|meta: &Meta| meta.form == FORM).ok_or_else(|| Broken(OTHER_FORM.to_owned()))?;
        }
        Ok(())
    }

    /// Reads what the index needs; refused where a value of it does not open, or the count is wrong.
    pub fn fill(&mut self) -> Result<(), Broken> {
        let cards = self.read_cards()?;
        let index: HashMap<ClientId, u64> = cards.iter().map(|(row, card)| (card.client.clone(), *row)).collect();
        self.read = RefCell::new(Some(cards.into_iter().map(|(_, card)| card).collect()));
        if index.len() as u64 != self.meta.clients {
            return Err(Broken("the number of clients does not match".to_owned()));
        }
        let (mut drafts, mut settings) = (BTreeMap::new(), BTreeMap::new());
        self.each::<(String, Text)>(Shelf::Drafts, &mut |row, (name, text)| drop(drafts.insert(name, Kept { row, text })))?;
        self.each::<(String, Text)>(Shelf::Settings, &mut |row, (name, text)| drop(settings.insert(name, Kept { row, text })))?;
        (self.index, self.drafts, self.settings) = (index, drafts, settings);
        Ok(())
    }

    /// Every card by its row: fetched on a thread of its own, opened and read on this one.
    pub(super) fn read_cards(&self) -> Result<Vec<(u64, Card)>, Broken> {
        let mut cards = Vec::with_capacity(usize::try_from(self.meta.clients).unwrap_or_default().min(1 << 20));
        let cabinet = &self.cabinet;
        thread::scope(|scope| {
            let (tell, parcels) = mpsc::sync_channel::<Vec<(u64, Vec<u8>)>>(4);
            let fetch = scope.spawn(move || {
                let mut parcel = Vec::with_capacity(PARCEL);
                cabinet.scan(Shelf::Cards, &mut |row, sealed| {
                    parcel.push((row, sealed.to_vec()));
                    parcel.len() < PARCEL || tell.send(mem::replace(&mut parcel, Vec::with_capacity(PARCEL))).is_ok()
                })?;
                // Nobody listens any more where a card did not open.
                let _ = tell.send(parcel);
                Ok(())
            });
            for (row, sealed) in parcels.into_iter().flatten() {
                cards.push((row, self.open(Shelf::Cards, row, &sealed)?));
            }
            fetch.join().unwrap_or_else(|_| Err(Broken("fetching the cards failed".to_owned())))
        })?;
        Ok(cards)
    }
}
