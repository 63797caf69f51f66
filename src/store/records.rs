//! The present state: what every commit up to now adds up to, sealed in the [`Cabinet`], found by an index in memory.
//!
//! A commit becomes a [`Plan`] first: it is checked against the present cells and its new values are sealed, before the journal hears
//! of it. Applying the plan is then one batch.

mod large;
mod load;
mod meta;
mod rows;

pub use meta::{Meta, OTHER_FORM, TORN};
pub use rows::{Home, Step};

use super::codec;
use super::deck::{Deal, Deck, Laid};
use super::error::Error;
use super::history::{Traced, Traces, Written};
use super::journal::Spot;
use super::seal::Key;
use super::state::{Batch, Broken, Cabinet, Shelf};
use crate::domain::{Agency, Card, Change, Chart, ClientId, Commit, File, Packed, Roll, Text};
use large::Large;
use meta::FORM;
use rows::{Filed, Rows};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::mem;

/// The present state.
pub struct Records {
    cabinet: Cabinet,
    deck: Deck,
    key: Key,
    meta: Meta,
    laid: Laid,
    drafts: BTreeMap<String, Kept>,
    settings: BTreeMap<String, Kept>,
}

#[derive(Clone)]
struct Kept {
    row: u64,
    text: Text,
}

/// Why a commit cannot be planned or a value cannot be read.
pub enum Trouble {
    /// The user must hear of it.
    Refused(Error),
    /// The state must be rebuilt.
    Broken(Broken),
}

impl From<Broken> for Trouble {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// What a commit will write.
#[derive(Default)]
pub struct Plan<'c> {
    batch: Batch,
    /// The cards of those homes that are sealed already.
    deal: Option<Deal>,
    small: bool,
    /// Homes of a small commit, which are sealed after the journal has it: whoever waits for the answer does not wait for that.
    late: Vec<(Home, Filed)>,
    /// Homes of a large one, which would take too much memory all at once.
    large: Option<Large<'c>>,
    next: u64,
    /// True where it changes a row: then it can be looked up by its number.
    findable: bool,
    came: u64,
    gone: Vec<ClientId>,
    drafts: Vec<(String, Option<Kept>)>,
    settings: Vec<(String, Option<Kept>)>,
    /// Rows of the touched homes, before and after.
    rows: (u64, u64),
}

impl Plan<'_> {
    /// True where the commit changes nothing.
    pub fn is_empty(&self) -> bool {
        self.batch.is_empty() && self.late.is_empty() && self.large.is_none()
    }
}

/// So many values are written as one.
const PIECE: usize = 2048;

/// A commit of so many homes is written in pieces.
const LATE: usize = 32;

/// The opened values of a shelf by row number; none where one does not open.
pub type Contents = BTreeMap<u64, Option<zeroize::Zeroizing<Vec<u8>>>>;

impl Records {
    /// An empty state in this cabinet.
    pub fn empty(cabinet: Cabinet, key: &Key) -> Self {
        let key = key.derive(b"wayhome state");
        let (drafts, settings) = (BTreeMap::new(), BTreeMap::new());
        Self { deck: Deck::empty(cabinet.folder()), cabinet, key, meta: Meta::default(), laid: Laid::default(), drafts, settings }
    }

    /// What was applied last.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Lets go of the files.
    pub fn close(self) {
        // Only saves laying the cards anew after a power cut; a failure here loses nothing.
        if let Err(error) = self.deck.sync() {
            tracing::warn!(%error, "the cards were not flushed");
        }
        self.cabinet.close();
    }

    /// A setting.
    pub fn setting(&self, name: &str) -> Option<Text> {
        self.settings.get(name).map(|kept| kept.text.clone())
    }

    /// A draft.
    pub fn draft(&self, name: &str) -> Option<Text> {
        self.drafts.get(name).map(|kept| kept.text.clone())
    }

    /// Every draft, by name.
    pub fn drafts(&self) -> Vec<(String, Text)> {
        self.drafts.iter().map(|(name, kept)| (name.clone(), kept.text.clone())).collect()
    }

    /// Every card, in the order in which the clients came.
    pub fn roll(&self) -> &Roll {
        &self.laid.roll
    }

    /// Every card by its row, as the deck has it.
    pub fn kept_cards(&self) -> Result<Laid, Broken> {
        self.deck.read(&self.key)
    }

    /// The card of a client.
    pub fn card(&self, id: &ClientId) -> Result<Option<Card>, Broken> {
        self.laid.row(id).map(|row| Ok(rows::card(id, &self.filed(row)?))).transpose()
    }

    /// The chart of a client.
    pub fn chart(&self, id: &ClientId) -> Result<Option<Chart>, Broken> {
        let Some(row) = self.laid.row(id) else { return Ok(None) };
        let (rows, _) = self.filed(row)?;
        Ok(Some(Chart::of(id, &rows)))
    }

    /// Every row of a client, as it is stored.
    pub fn stored(&self, id: &ClientId) -> Result<Vec<Packed>, Broken> {
        self.laid.row(id).map_or_else(|| Ok(Vec::new()), |row| Ok(self.filed(row)?.0))
    }

    /// Which commits changed a client's rows, the oldest first, and where their frames stand.
    pub fn traces(&self, id: &ClientId) -> Result<Vec<Traced>, Broken> {
        let Some(row) = self.laid.row(id) else { return Ok(Vec::new()) };
        let (_, traces) = self.filed(row)?;
        let missing = || Broken("the place of a commit is missing".to_owned());
        traces
            .commits
            .into_iter()
            .map(|trace| Traced::of(trace, &self.spots(trace.sequence)?.ok_or_else(missing)?).ok_or_else(missing))
            .collect()
    }

    /// Where the frames of a commit stand; none where it changed no row.
    pub fn spots(&self, sequence: u64) -> Result<Option<Vec<Spot>>, Broken> {
        self.read(Shelf::Saves, sequence)
    }

    fn filed(&self, row: u64) -> Result<Filed, Broken> {
        self.read(Shelf::Charts, row)?.ok_or_else(|| Broken("a chart is missing".to_owned()))
    }

    /// Every client, in the order in which they came.
    pub fn clients(&self) -> Vec<ClientId> {
        let mut clients: Vec<(u64, ClientId)> = self.laid.clients().collect();
        clients.sort_unstable_by_key(|(row, _)| *row);
        clients.into_iter().map(|(_, id)| id).collect()
    }

    /// The rows that belong to no client.
    pub fn agency(&self) -> Result<Agency, Broken> {
        let mut rows: Vec<Packed> = Vec::new();
        for file in File::ALL.iter().filter(|file| file.info().owner.is_none() && **file != File::ExtraFile) {
            rows.append(&mut self.agency_file(*file)?);
        }
        Ok(Agency::from_packed(&rows))
    }

    /// The rows of one file that belong to no client.
    pub fn agency_file(&self, file: File) -> Result<Vec<Packed>, Broken> {
        Ok(self.read(Shelf::Agency, file as u64)?.unwrap_or_default())
    }

    /// Checks a commit against the present state and prepares what it writes.
    pub fn plan<'c>(&self, commit: &'c Commit, written: &Written) -> Result<Plan<'c>, Trouble> {
        let mut plan = Plan { next: self.meta.next, deal: Some(self.deck.deal()), ..Plan::default() };
        if let Some(homes) = rows::homes(&commit.changes)? {
            plan.findable = true;
            self.plan_rows(&mut plan, homes, commit, written)?;
        }
        self.plan_texts(&mut plan, commit)?;
        Ok(plan)
    }

    fn plan_rows<'c>(&self, plan: &mut Plan<'c>, homes: rows::Homes, commit: &'c Commit, written: &Written) -> Result<(), Trouble> {
        // Rows that move from one client to another tie those charts together; all others are planned one chart after the other, so
        // that an import does not hold every chart in memory.
        let rows::Homes { tied, together, apart } = homes;
        // All or none, so that clients are numbered in one order.
        plan.small = tied.len() + apart.len() < LATE;
        let mut homes = BTreeMap::new();
        for home in tied {
            let rows = self.rows_of(&home)?;
            homes.insert(home, rows);
        }
        for (at, change) in together.iter().filter_map(|at| Some((*at, commit.changes.get(*at)?))) {
            if let Some(step) = Step::read(change, at, written) {
                rows::step(&step?, written, &mut homes)?;
            }
        }
        for (home, rows) in homes {
            self.settle(plan, home, rows)?;
        }
        let mut large = Vec::new();
        for touched in apart {
            let rows = touched.apply(self.rows_of(&touched.home)?, &commit.changes, written)?;
            let stays = rows.changed && !rows.are_gone() && matches!(touched.home, Home::Chart(_));
            if plan.small || !stays {
                self.settle(plan, touched.home, rows)?;
                continue;
            }
            plan.rows.0 += rows.before as u64;
            let filed = rows.finish();
            plan.rows.1 += filed.0.len() as u64;
            if !rows::surely_fit(&filed) {
                codec::encode(&filed)?;
            }
            large.push(touched);
        }
        if !large.is_empty() {
            plan.large = Some(Large { homes: large, changes: &commit.changes, written: written.clone() });
        }
        Ok(())
    }

    fn rows_of(&self, home: &Home) -> Result<Rows, Broken> {
        let rows = match home {
            Home::Chart(id) => self.laid.row(id).map(|row| self.filed(row)).transpose()?,
            Home::Agency(file) => self.read(Shelf::Agency, u64::from(*file))?.map(|rows| (rows, Traces::default())),
        };
        Ok(Rows::new(rows.unwrap_or_default()))
    }

    fn settle(&self, plan: &mut Plan, home: Home, rows: Rows) -> Result<(), Trouble> {
        if !rows.changed {
            return Ok(());
        }
        plan.rows.0 += rows.before as u64;
        let filed = rows.finish();
        plan.rows.1 += filed.0.len() as u64;
        if plan.small && rows::surely_fit(&filed) {
            plan.late.push((home, filed));
            return Ok(());
        }
        Ok(self.file(plan, home, &filed)?)
    }

    /// Seals what a home will hold.
    fn file(&self, plan: &mut Plan, home: Home, filed: &Filed) -> Result<(), Error> {
        let gone = filed.0.is_empty();
        let id = match home {
            Home::Agency(file) => return self.put(plan, Shelf::Agency, u64::from(file), (!gone).then_some(&filed.0)),
            Home::Chart(id) => id,
        };
        let present = self.laid.row(&id);
        let row = present.unwrap_or(plan.next);
        match present {
            None if gone => return Ok(()),
            None => {
                plan.next += 1;
                plan.came += 1;
            }
            Some(_) if gone => plan.gone.push(id.clone()),
            Some(_) => {}
        }
        self.put(plan, Shelf::Charts, row, (!gone).then_some(filed))?;
        let deal = plan.deal.get_or_insert_with(|| self.deck.deal());
        deal.put(row, (!gone).then(|| rows::card(&id, filed)).as_ref(), &self.key)
    }

    fn plan_texts(&self, plan: &mut Plan, commit: &Commit) -> Result<(), Trouble> {
        // The last word on each name counts.
        let (mut drafts, mut settings) = (BTreeMap::new(), BTreeMap::new());
        for change in &commit.changes {
            match change {
                Change::Row(_) | Change::New(_) => {}
                Change::Draft { name, after } => drop(drafts.insert(name, after.clone())),
                Change::Setting { name, after } => drop(settings.insert(name, Some(after.clone()).filter(|t| !t.is_blank()))),
            }
        }
        for (shelf, wanted, kept) in [(Shelf::Drafts, drafts, &self.drafts), (Shelf::Settings, settings, &self.settings)] {
            for (name, text) in wanted {
                let present = kept.get(name);
                if present.map(|k| &k.text) == text.as_ref() {
                    continue;
                }
                let row = present.map_or(plan.next, |k| k.row);
                self.put(plan, shelf, row, text.as_ref().map(|text| (name, text)).as_ref())?;
                plan.next = plan.next.max(row + 1);
                let kept = (name.clone(), text.map(|text| Kept { row, text }));
                if shelf == Shelf::Drafts { plan.drafts.push(kept) } else { plan.settings.push(kept) }
            }
        }
        Ok(())
    }

    /// Applies a plan that was made of this state.
    pub fn apply(&mut self, mut plan: Plan, sequence: u64, hash: [u8; 32], spots: &[Spot]) -> Result<(), Trouble> {
        for (home, filed) in mem::take(&mut plan.late) {
            self.file(&mut plan, home, &filed)?;
        }
        if let Some(large) = plan.large.take() {
            self.write_large(&mut plan, large)?;
        }
        let dealt = plan.deal.take().map(|deal| self.deck.add(deal, &self.key)).transpose()?;
        let clients = self.meta.clients + plan.came - plan.gone.len() as u64;
        let rows = (self.meta.rows + plan.rows.1).saturating_sub(plan.rows.0);
        let meta = Meta { form: FORM, sequence, hash, next: plan.next, clients, rows, deck: self.deck.mark() };
        if plan.findable {
            self.put(&mut plan, Shelf::Saves, sequence, Some(&spots))?;
        }
        // The last of all: with it, everything before it is there.
        self.put(&mut plan, Shelf::Meta, 0, Some(&meta))?;
        self.write(plan.batch)?;
        self.meta = meta;
        self.laid.follow(dealt.unwrap_or_default(), &plan.gone);
        for (kept, changes) in [(&mut self.drafts, plan.drafts), (&mut self.settings, plan.settings)] {
            for (name, text) in changes {
                match text {
                    Some(text) => drop(kept.insert(name, text)),
                    None => drop(kept.remove(&name)),
                }
            }
        }
        Ok(())
    }

    /// While pieces are on their way the state is of no form, so that whoever finds it half written makes it again from the journal.
    fn tear(&mut self) -> Result<(), Trouble> {
        let mut torn = Plan::default();
        self.put(&mut torn, Shelf::Meta, 0, Some(&Meta { form: TORN, ..Meta::default() }))?;
        Ok(self.cabinet.write(torn.batch)?)
    }

    /// Writes a batch; a large one in pieces, since sled holds whatever it writes as one several times over.
    fn write(&mut self, batch: Batch) -> Result<(), Trouble> {
        if batch.len() > PIECE {
            self.tear()?;
        }
        let mut rest = batch.into_iter().peekable();
        while rest.peek().is_some() {
            self.cabinet.write(rest.by_ref().take(PIECE).collect())?;
        }
        Ok(())
    }

    /// Every opened value of a shelf, encoded, by row number: to compare two states.
    pub fn contents(&self, shelf: Shelf) -> Result<Contents, Broken> {
        let mut contents = Contents::new();
        self.cabinet.scan(shelf, &mut |row, sealed| {
            contents.insert(row, self.key.open(&shelf.key(row), sealed));
            true
        })?;
        Ok(contents)
    }

    fn read<T: DeserializeOwned>(&self, shelf: Shelf, row: u64) -> Result<Option<T>, Broken> {
        self.cabinet.get(&shelf.key(row))?.map(|sealed| self.open(shelf, row, &sealed)).transpose()
    }

    fn each<T: DeserializeOwned>(&self, shelf: Shelf, take: &mut dyn FnMut(u64, T)) -> Result<(), Broken> {
        let mut broken = None;
        self.cabinet.scan(shelf, &mut |row, sealed| match self.open(shelf, row, sealed) {
            Ok(value) => {
                take(row, value);
                true
            }
            Err(b) => {
                broken = Some(b);
                false
            }
        })?;
        broken.map_or(Ok(()), Err)
    }

    fn open<T: DeserializeOwned>(&self, shelf: Shelf, row: u64, sealed: &[u8]) -> Result<T, Broken> {
        open(&self.key, shelf, row, sealed)
    }

    fn put<T: Serialize>(&self, plan: &mut Plan, shelf: Shelf, row: u64, value: Option<&T>) -> Result<(), Error> {
        let key = shelf.key(row);
        let sealed = value.map(|value| self.key.seal(&key, &codec::encode(value)?)).transpose()?;
        plan.batch.push((key, sealed));
        Ok(())
    }
}

fn open<T: DeserializeOwned>(key: &Key, shelf: Shelf, row: u64, sealed: &[u8]) -> Result<T, Broken> {
    let plain = key.open(&shelf.key(row), sealed).ok_or_else(|| Broken(format!("a value of {shelf:?} does not open")))?;
    codec::decode(&plain).ok_or_else(|| Broken(format!("a value of {shelf:?} does not decode")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stood in the first form of [`Meta`], which had no number.
    #[derive(Serialize)]
    struct First {
        sequence: u64,
        hash: [u8; 32],
        next: u64,
        clients: u64,
    }

    fn loads(meta: &impl Serialize) -> bool {
        let key = Key::new([7; 32]);
        let mut records = Records::empty(Cabinet::memory(), &key);
        let mut plan = Plan::default();
        assert!(records.put(&mut plan, Shelf::Meta, 0, Some(meta)).is_ok());
        assert!(records.cabinet.write(plan.batch).is_ok());
        Records::begin(records.cabinet, &key).is_ok()
    }

    #[test]
    fn a_state_of_another_form_is_never_read() {
        assert!(loads(&Meta::default()));
        assert!(!loads(&First { sequence: 0, hash: [0; 32], next: 0, clients: 0 }), "the first form");
        for form in [0, 1, FORM + 1] {
            assert!(!loads(&Meta { form, ..Meta::default() }), "form {form}");
        }
    }

    #[test]
    fn a_large_commit_is_written_whole_and_its_meta_is_the_last_word() {
        let (key, folder) = (Key::new([7; 32]), tempfile::TempDir::new().unwrap());
        let mut records = Records::empty(Cabinet::open(folder.path()).unwrap(), &key);
        let many = PIECE + 10;
        let client = |n: usize| Packed::new(File::Client, [(0, format!("C{n}"))]);
        let changes = (0..many).filter_map(|n| Change::new(client(n))).collect();
        let commit = Commit::new("Import", changes);
        let plan = records.plan(&commit, &Written::new(1, vec![many], &commit.changes)).unwrap_or_else(|_| unreachable!("it fits"));
        assert!(records.apply(plan, 1, [1; 32], &[]).is_ok());
        let (sequence, clients) = (records.meta().sequence, records.meta().clients);
        let again = Records::load(records.cabinet, &key).unwrap_or_else(|(_, broken)| panic!("{broken:?}"));
        assert_eq!((again.meta().sequence, again.meta().clients, again.clients().len()), (sequence, clients, many));
    }
}
