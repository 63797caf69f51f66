//! The rows that a commit changes, while it is planned: where each of them is and will be, and what becomes of it.

use super::super::error::Error;
use super::super::history::{Traces, Written};
use crate::domain::{ClientId, File, Packed, RowChange};
use std::collections::{BTreeMap, HashMap};

/// Where a row is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// With the client.
    Chart(ClientId),
    /// With the rows of this agency file.
    Agency(u8),
}

/// The rows of one home while a commit is planned.
pub(super) struct Rows {
    list: Vec<Packed>,
    traces: Traces,
    at: HashMap<(u8, Box<str>), usize>,
    /// True where they are not as they were.
    pub(super) changed: bool,
    /// How many there were.
    pub(super) before: usize,
}

impl Rows {
    pub(super) fn new((list, traces): Filed) -> Self {
        let at = list.iter().enumerate().map(|(at, row)| ((row.file, row.key().into()), at)).collect();
        Self { before: list.len(), list, traces, at, changed: false }
    }

    fn take(&mut self, file: u8, key: &str) -> Option<Packed> {
        let at = *self.at.get(&(file, key.into()))?;
        let row = std::mem::take(self.list.get_mut(at)?);
        self.at.remove(&(file, key.into()));
        // An emptied place keeps the others' positions; `finish` drops it.
        self.changed = true;
        Some(row)
    }

    pub(super) fn finish(self) -> Filed {
        (self.list.into_iter().filter(|row| !row.cells.is_empty()).collect(), self.traces)
    }
}

/// A chart as it is stored: its rows, and which commits they came from.
pub(super) type Filed = (Vec<Packed>, Traces);

/// A change, read for where its row is and where it will be.
pub struct Step<'a> {
    change: &'a RowChange,
    /// In which frame of the commit it is written.
    pub(super) part: u32,
    /// Its home before.
    pub from: Home,
    /// Its home afterwards.
    pub to: Home,
    /// Its key before.
    pub key: &'a str,
    is_new: bool,
}

impl<'a> Step<'a> {
    /// Reads a change, as if it were written in the first frame of its commit.
    pub fn of(change: &'a RowChange) -> Result<Self, Error> {
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
        Ok(Self { change, part: 0, from: home(from), to: home(to), key, is_new })
    }

    /// Checks and applies it to the row as it stands; none where the row is gone afterwards, `Err` where its author saw another one.
    fn apply(&self, present: Option<Packed>) -> Result<Packed, Error> {
        let known = present.is_some();
        let mut row = present.unwrap_or_default();
        let fits = self.change.cells.iter().all(|c| row.cell(usize::from(c.column)) == c.before.as_str());
        if !fits || (known && self.is_new) {
            return Err(Error::Stale);
        }
        self.change.apply(&mut row);
        if let (false, Some(file)) = (known, File::from_number(row.file)) {
            // A row that a change makes without naming its key, as for what we keep beside an event.
            let column = u16::try_from(file.info().key).unwrap_or_default();
            if row.key().is_empty() && !row.cells.is_empty() {
                row.set(column, &self.change.key);
            }
        }
        Ok(row)
    }

    /// Its key afterwards; none where the row goes.
    pub fn key_after(&self) -> Option<&'a str> {
        let column = self.change.file().map(|file| file.info().key);
        let cell = self.change.cells.iter().find(|cell| Some(usize::from(cell.column)) == column);
        cell.map_or(Some(self.change.key.as_str()), |cell| Some(cell.after.as_str()).filter(|key| !key.is_empty()))
    }

    /// True where nothing differs.
    pub fn is_idle(&self) -> bool {
        self.change.cells.iter().all(|c| c.before == c.after)
    }
}

/// Applies one change to the rows of the homes that it touches.
pub(super) fn step(step: &Step<'_>, written: &Written, homes: &mut BTreeMap<Home, Rows>) -> Result<(), Error> {
    let from = homes.get_mut(&step.from).ok_or(Error::Unkeepable)?;
    let place = from.at.get(&(step.change.file, step.key.into())).copied();
    let present = place.and_then(|at| from.list.get(at).cloned());
    let row = step.apply(present)?;
    if step.is_idle() {
        return Ok(());
    }
    from.traces.add(written.sequence, step.part);
    let stays = step.from == step.to && row.key() == step.key && !row.cells.is_empty();
    if let (true, Some(place)) = (stays, place.and_then(|at| from.list.get_mut(at))) {
        *place = row;
        from.changed = true;
        return Ok(());
    }
    drop(from.take(step.change.file, step.key));
    if row.cells.is_empty() {
        return Ok(());
    }
    let to = homes.get_mut(&step.to).ok_or(Error::Unkeepable)?;
    if to.at.insert((row.file, row.key().into()), to.list.len()).is_some() {
        return Err(Error::Stale);
    }
    to.list.push(row);
    to.traces.add(written.sequence, step.part);
    to.changed = true;
    Ok(())
}
