//! Reading the state when a store is opened: what was applied last, then the index, which is made of the deck.

use super::rows::{self, Filed};
use super::{FORM, Kept, Meta, OTHER_FORM, Plan, Records};
use crate::domain::{ClientId, Text};
use crate::store::codec;
use crate::store::deck::Laid;
use crate::store::seal::Key;
use crate::store::state::{Broken, Cabinet, Shelf};
use std::collections::BTreeMap;

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
        let laid = match self.deck.reopen(self.meta.deck).and_then(|()| self.deck.read(&self.key)) {
            Ok(laid) => laid,
            Err(Broken(cause)) => {
                // Nobody waits for the deck to reach the disk, so a power cut may take the end of it.
                tracing::warn!(cause, "the cards are laid anew");
                let laid = self.cards_of_charts()?;
                self.lay_anew(&laid)?;
                laid
            }
        };
        self.deck.tidy();
        if self.deck.is_worn(laid.roll.len())
            && let Err(Broken(cause)) = self.lay_anew(&laid)
        {
            // A worn one serves as well, only slower.
            tracing::warn!(cause, "the cards stay as they are");
        }
        if laid.roll.len() as u64 != self.meta.clients {
            return Err(Broken("the number of clients does not match".to_owned()));
        }
        let (mut drafts, mut settings) = (BTreeMap::new(), BTreeMap::new());
        self.each::<(String, Text)>(Shelf::Drafts, &mut |row, (name, text)| drop(drafts.insert(name, Kept { row, text })))?;
        self.each::<(String, Text)>(Shelf::Settings, &mut |row, (name, text)| drop(settings.insert(name, Kept { row, text })))?;
        (self.laid, self.drafts, self.settings) = (laid, drafts, settings);
        Ok(())
    }

    /// Lays these cards into a deck of their own. The one before is removed at the next opening, by which the state surely knows the new one.
    fn lay_anew(&mut self, laid: &Laid) -> Result<(), Broken> {
        let unkept = |error: crate::store::Error| Broken(format!("the cards cannot be laid anew: {error}"));
        let deck = self.deck.laid_anew(laid.cards(), &self.key).map_err(unkept)?;
        let meta = Meta { deck: deck.mark(), ..self.meta.clone() };
        let mut plan = Plan::default();
        self.put(&mut plan, Shelf::Meta, 0, Some(&meta)).map_err(unkept)?;
        self.cabinet.write(plan.batch)?;
        (self.deck, self.meta) = (deck, meta);
        Ok(())
    }

    /// Every card by its row, made of the charts.
    fn cards_of_charts(&self) -> Result<Laid, Broken> {
        let mut laid = Laid::default();
        self.each::<Filed>(Shelf::Charts, &mut |row, filed| {
            let owner = filed.0.iter().find_map(|row| Some(ClientId::new(row.cell(row.file()?.info().owner?))));
            if let Some(client) = owner {
                laid.put(row, &rows::card(&client, &filed));
            }
        })?;
        if laid.roll.len() as u64 == self.meta.clients { Ok(laid) } else { Err(Broken("a chart does not say whose it is".to_owned())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hud::File;
    use crate::domain::{Card, Change, Commit, Packed};
    use crate::store::history::Written;
    use std::fs;
    use std::path::{Path, PathBuf};
    use tempfile::TempDir;

    fn key() -> Key {
        Key::new([7; 32])
    }

    /// Commits so many clients with this name, in place of those before.
    fn save(records: &mut Records, sequence: u64, clients: usize, name: &str) {
        let mut changes = Vec::new();
        for n in 0..clients {
            let before = records.stored(&ClientId::new(format!("C{n}"))).unwrap();
            let now = Packed::new(File::Client, [(0, format!("C{n}")), (1, name.to_owned())]);
            changes.extend(match before.first() {
                Some(before) => Change::row(Some(before), &now),
                None => Change::new(now),
            });
        }
        let written = Written::new(sequence, vec![changes.len()], &changes);
        let commit = Commit::new("Import", changes);
        let plan = records.plan(&commit, &written).unwrap_or_else(|_| panic!("it fits"));
        assert!(records.apply(plan, sequence, [1; 32], &[]).is_ok());
    }

    fn load(folder: &Path) -> Records {
        let cabinet = Cabinet::open(folder).unwrap_or_else(|broken| panic!("{broken:?}"));
        Records::load(cabinet, &key()).unwrap_or_else(|(_, broken)| panic!("{broken:?}"))
    }

    fn all(records: &Records) -> Vec<Card> {
        records.roll().cards().collect()
    }

    fn decks(folder: &Path) -> Vec<PathBuf> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        names.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("cards-")).collect()
    }

    /// Everything in a folder of files and folders.
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() { copy(&entry.path(), &to) } else { fs::copy(entry.path(), to).map(drop).unwrap() }
        }
    }

    #[test]
    fn cards_that_a_power_cut_took_are_made_of_the_charts() {
        let folder = TempDir::new().unwrap();
        let mut records = Records::empty(Cabinet::open(folder.path()).unwrap(), &key());
        save(&mut records, 1, 700, "Ana");
        save(&mut records, 2, 3, "Ben");
        let cards = all(&records);
        records.close();
        let deck = decks(folder.path()).remove(0);
        let sound = fs::read(&deck).unwrap();
        for left in [0, 100, sound.len() - 1] {
            fs::write(decks(folder.path()).remove(0), &sound[..left]).unwrap();
            let again = load(folder.path());
            assert_eq!(all(&again), cards, "{left} bytes left");
            assert_eq!(again.meta().sequence, 2);
            again.close();
        }
        fs::remove_file(decks(folder.path()).remove(0)).unwrap();
        let again = load(folder.path());
        assert_eq!(all(&again), cards);
        assert_eq!(decks(folder.path()).len(), 1);
        again.close();
    }

    #[test]
    fn a_worn_deck_is_laid_anew_at_an_opening_and_a_kill_then_loses_neither() {
        let (folder, killed) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let mut records = Records::empty(Cabinet::open(folder.path()).unwrap(), &key());
        for sequence in 1..25 {
            save(&mut records, sequence, 500, &format!("Ana {sequence}"));
        }
        let cards = all(&records);
        records.close();
        let worn = decks(folder.path()).remove(0);
        copy(folder.path(), killed.path());
        let again = load(folder.path());
        assert_eq!(decks(folder.path()).len(), 2, "the old one stays until the next opening");
        assert_eq!(all(&again), cards);
        again.close();
        // Killed before the database had the new mark: both decks are there, the state knows the old one.
        for deck in decks(folder.path()) {
            fs::copy(&deck, killed.path().join(deck.file_name().unwrap())).unwrap();
        }
        assert_eq!(all(&load(killed.path())), cards);
        let last = load(folder.path());
        assert_eq!(all(&last), cards);
        assert!(!decks(folder.path()).contains(&worn), "then it goes");
        last.close();
    }
}
