//! Reading the state when a store is opened: what was applied last, then the index, which is made of the deck.

use super::{FORM, Kept, Meta, OTHER_FORM, Plan, Records};
use crate::domain::{Card, ClientId, Text};
use crate::store::codec;
use crate::store::seal::Key;
use crate::store::state::{Broken, Cabinet, Shelf};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

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
        self.deck.reopen(self.meta.deck)?;
        let cards = self.deck.cards(&self.key)?;
        let index: HashMap<ClientId, u64> = cards.iter().map(|(row, card)| (card.client.clone(), *row)).collect();
        if self.deck.is_worn(cards.len()) {
            self.lay_anew(&cards)?;
        }
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

    /// Most of the cards in the deck are replaced by later ones: those that count go into a deck of their own.
    fn lay_anew(&mut self, cards: &[(u64, Card)]) -> Result<(), Broken> {
        let unkept = |error: crate::store::Error| Broken(format!("the cards cannot be laid anew: {error}"));
        self.deck.lay(cards, &self.key).map_err(unkept)?;
        self.meta.deck = self.deck.mark();
        let mut plan = Plan::default();
        self.put(&mut plan, Shelf::Meta, 0, Some(&self.meta)).map_err(unkept)?;
        self.cabinet.write(plan.batch)?;
        self.deck.tidy();
        Ok(())
    }
}
