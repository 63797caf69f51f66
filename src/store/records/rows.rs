//! The rows that a commit changes, while it is planned: where each of them is and will be, and what becomes of it.

use super::super::codec::LIMIT;
use super::super::error::Error;
use super::super::history::{Traces, Written};
use crate::domain::{Card, Change, ClientId, File, HouseholdId, Packed, RowChange};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Where a row is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// With the client.
    Chart(ClientId),
    /// With the rows of this agency file.
    Agency(u8),
}

/// So many rows are looked through faster than they are put in a table.
const FEW: usize = 32;

/// The rows of one home while a commit is planned.
pub(super) struct Rows {
    list: Vec<Packed>,
    traces: Traces,
    /// Where each of them is, once there are many.
    at: Option<HashMap<(u8, Box<str>), usize>>,
    /// True where they are not as they were.
    pub(super) changed: bool,
    /// How many there were.
    pub(super) before: usize,
}

impl Rows {
    pub(super) fn new((list, traces): Filed) -> Self {
        Self { before: list.len(), list, traces, at: None, changed: false }
    }

    /// Where a row is. In a few it is looked for, in many looked up.
    fn place(&mut self, file: u8, key: &str) -> Option<usize> {
        if self.at.is_none() && self.list.len() > FEW {
            let places = self.list.iter().enumerate().filter(|(_, row)| !row.is_empty());
            self.at = Some(places.map(|(at, row)| ((row.file, row.key().into()), at)).collect());
        }
        match &self.at {
            Some(at) => at.get(&(file, key.into())).copied(),
            None => self.list.iter().position(|row| row.file == file && !row.is_empty() && row.key() == key),
        }
    }

    fn take(&mut self, file: u8, key: &str) {
        let Some(row) = self.place(file, key).and_then(|at| self.list.get_mut(at)) else { return };
        // An emptied place keeps the others' positions; `finish` drops it.
        *row = Packed::default();
        if let Some(at) = &mut self.at {
            at.remove(&(file, key.into()));
        }
        self.changed = true;
    }

    /// Puts a row in; false where its key is another one's already.
    fn put(&mut self, row: Packed) -> bool {
        if self.place(row.file, row.key()).is_some() {
            return false;
        }
        if let Some(at) = &mut self.at {
            at.insert((row.file, row.key().into()), self.list.len());
        }
        self.list.push(row);
        self.changed = true;
        true
    }

    /// True where none of them is left.
    pub(super) fn are_gone(&self) -> bool {
        self.list.iter().all(Packed::is_empty)
    }

    pub(super) fn finish(self) -> Filed {
        (self.list.into_iter().filter(|row| !row.is_empty()).collect(), self.traces)
    }
}

/// A chart as it is stored: its rows, and what they do not tell of its past.
pub(super) type Filed = (Vec<Packed>, Traces);

/// The card of a chart as it is stored.
pub(super) fn card(id: &ClientId, (rows, traces): &Filed) -> Card {
    Card::from_packed(id, rows).with_left(&traces.left)
}

/// True where these rows are far from the largest value that is kept: whoever seals them later will not be refused.
pub(super) fn surely_fit((rows, traces): &Filed) -> bool {
    // Numbers and lengths take at most nine bytes each.
    let cells = rows.iter().flat_map(Packed::cells).map(|(_, text)| text.len() + 18);
    let left = traces.left.iter().map(|household| household.as_str().len() + 9);
    cells.sum::<usize>() + 18 * rows.len() + 27 * traces.commits.len() + left.sum::<usize>() < LIMIT / 2
}

/// A change of a row, read for where its row is and where it will be.
pub struct Step<'a> {
    what: What<'a>,
    /// In which frame of the commit it is written.
    part: u32,
    /// Its home before.
    pub from: Home,
    /// Its home afterwards, where that is another.
    moves: Option<Home>,
    /// Its key before.
    pub key: &'a str,
    is_new: bool,
}

enum What<'a> {
    Change(&'a RowChange),
    Row(&'a Packed),
}

impl<'a> Step<'a> {
    /// Reads a change, as if it were written in the first frame of its commit; none where it is about no row.
    pub fn of(change: &'a Change) -> Option<Result<Self, Error>> {
        match change {
            Change::Row(change) => Some(Self::change(change)),
            Change::New(row) => {
                let home = change.owner().map_or(Home::Agency(row.file), Home::Chart);
                let known =
                    row.file().map(|_| Self { what: What::Row(row), part: 0, from: home, moves: None, key: row.key(), is_new: true });
                Some(known.ok_or(Error::Unkeepable))
            }
            Change::Draft { .. } | Change::Setting { .. } => None,
        }
    }

    /// Reads the change of this number of a commit.
    pub(super) fn read(change: &'a Change, at: usize, written: &Written) -> Option<Result<Self, Error>> {
        Self::of(change).map(|step| step.map(|step| Self { part: written.part(at), ..step }))
    }

    fn change(change: &'a RowChange) -> Result<Self, Error> {
        let info = change.file().ok_or(Error::Unkeepable)?.info();
        let cell = |at: usize| change.cells.iter().find(|c| usize::from(c.column) == at);
        let is_new = change.is_new();
        let key = cell(info.key).map(|c| c.before.as_str()).filter(|_| !is_new).unwrap_or(change.key.as_str());
        let goes = cell(info.key).is_some_and(|c| c.after.is_blank());
        let home = |owner: Option<ClientId>| owner.map_or(Home::Agency(change.file), Home::Chart);
        let (from, to) = match (&change.owner, info.owner.and_then(cell)) {
            (Some(_), Some(cell)) => {
                // A row that arrives or goes has one home only.
                let (before, after) = (ClientId::new(cell.before.as_str()), ClientId::new(cell.after.as_str()));
                (Some(if is_new { after.clone() } else { before.clone() }), Some(if goes { before } else { after }))
            }
            (owner, _) => (owner.clone(), owner.clone()),
        };
        let (from, to) = (home(from), home(to));
        Ok(Self { what: What::Change(change), part: 0, moves: (from != to).then_some(to), from, key, is_new })
    }

    /// The number of its file.
    pub fn file(&self) -> u8 {
        match self.what {
            What::Change(change) => change.file,
            What::Row(row) => row.file,
        }
    }

    /// Its home afterwards.
    pub fn to(&self) -> &Home {
        self.moves.as_ref().unwrap_or(&self.from)
    }

    /// True where it goes to another home.
    pub fn moves(&self) -> bool {
        self.moves.is_some()
    }

    /// Checks and applies it to the row as it stands; none where the row is gone afterwards, `Err` where its author saw another one.
    fn apply(&self, present: Option<Packed>) -> Result<Packed, Error> {
        let known = present.is_some();
        if known && self.is_new {
            return Err(Error::Stale);
        }
        let change = match self.what {
            What::Row(row) => return Ok(row.clone()),
            What::Change(change) => change,
        };
        let mut row = present.unwrap_or_default();
        if !change.cells.iter().all(|c| row.cell(usize::from(c.column)) == c.before.as_str()) {
            return Err(Error::Stale);
        }
        change.apply(&mut row);
        if let (false, Some(file)) = (known, File::from_number(row.file)) {
            // A row that a change makes without naming its key, as for what we keep beside an event.
            let column = u16::try_from(file.info().key).unwrap_or_default();
            if row.key().is_empty() && !row.is_empty() {
                row.set(column, change.key.as_str());
            }
        }
        Ok(row)
    }

    /// Its key afterwards; none where the row goes.
    pub fn key_after(&self) -> Option<&'a str> {
        let change = match self.what {
            What::Row(row) => return Some(row.key()),
            What::Change(change) => change,
        };
        let column = change.file().map(|file| file.info().key);
        let cell = change.cells.iter().find(|cell| Some(usize::from(cell.column)) == column);
        cell.map_or(Some(change.key.as_str()), |cell| Some(cell.after.as_str()).filter(|key| !key.is_empty()))
    }

    /// The household that it takes an enrollment out of; none of another change.
    fn leaves(&self, written: &Written) -> Option<HouseholdId> {
        if let What::Change(change) = self.what { written.left(change) } else { None }
    }

    /// True where nothing differs.
    pub fn is_idle(&self) -> bool {
        matches!(self.what, What::Change(change) if change.cells.iter().all(|c| c.before == c.after))
    }
}

/// Applies one change to the rows of the homes that it touches.
pub(super) fn step(step: &Step<'_>, written: &Written, homes: &mut BTreeMap<Home, Rows>) -> Result<(), Error> {
    let from = homes.get_mut(&step.from).ok_or(Error::Unkeepable)?;
    let place = from.place(step.file(), step.key);
    let present = place.and_then(|at| from.list.get(at).cloned());
    let row = step.apply(present)?;
    if step.is_idle() {
        return Ok(());
    }
    from.traces.add(written.sequence, step.part);
    step.leaves(written).into_iter().for_each(|household| from.traces.leave(household));
    let stays = !step.moves() && row.key() == step.key && !row.is_empty();
    if let (true, Some(place)) = (stays, place.and_then(|at| from.list.get_mut(at))) {
        *place = row;
        from.changed = true;
        return Ok(());
    }
    from.take(step.file(), step.key);
    if row.is_empty() {
        return Ok(());
    }
    let to = homes.get_mut(step.to()).ok_or(Error::Unkeepable)?;
    to.traces.add(written.sequence, step.part);
    if to.put(row) { Ok(()) } else { Err(Error::Stale) }
}

/// The changes of a commit to the rows of one home, by their numbers.
pub(super) struct Touched {
    pub(super) home: Home,
    changes: Vec<u32>,
}

/// The homes that a commit touches.
pub(super) struct Homes {
    /// Those between which rows move, and the changes of all of them.
    pub(super) tied: BTreeSet<Home>,
    pub(super) together: Vec<usize>,
    /// All others, each with its changes, in the order in which they come.
    pub(super) apart: Vec<Touched>,
}

/// Reads which homes these changes touch; none where they are about no row.
pub(super) fn homes(changes: &[Change]) -> Result<Option<Homes>, Error> {
    let (mut tied, mut apart, mut some) = (BTreeSet::new(), Vec::<Touched>::new(), false);
    let (mut places, mut last) = (HashMap::<Home, usize>::new(), None);
    for (at, change) in changes.iter().enumerate() {
        let Some(step) = Step::of(change) else { continue };
        let step = step?;
        some = true;
        if step.moves() {
            tied.extend([step.from.clone(), step.to().clone()]);
        }
        // Of an import, the rows of a client come one after the other.
        let known = last.filter(|place| apart.get(*place).is_some_and(|touched: &Touched| touched.home == step.from));
        let place = known.or_else(|| places.get(&step.from).copied()).unwrap_or_else(|| {
            places.insert(step.from.clone(), apart.len());
            apart.push(Touched { home: step.from, changes: Vec::new() });
            apart.len() - 1
        });
        apart[place].changes.push(u32::try_from(at).map_err(|_| Error::Unkeepable)?);
        last = Some(place);
    }
    let mut together: Vec<usize> = Vec::new();
    apart.retain(|touched| {
        let is_tied = tied.contains(&touched.home);
        together.extend(touched.changes.iter().filter(|_| is_tied).map(|at| *at as usize));
        !is_tied
    });
    together.sort_unstable();
    Ok(some.then_some(Homes { tied, together, apart }))
}

impl Touched {
    /// What becomes of the rows of its home.
    pub(super) fn apply(&self, rows: Rows, commit: &[Change], written: &Written) -> Result<Rows, Error> {
        let mut homes = BTreeMap::from([(self.home.clone(), rows)]);
        for at in self.changes.iter().map(|at| *at as usize) {
            if let Some(step) = commit.get(at).and_then(|change| Step::read(change, at, written)) {
                self::step(&step?, written, &mut homes)?;
            }
        }
        homes.remove(&self.home).ok_or(Error::Unkeepable)
    }
}
