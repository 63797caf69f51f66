//! What the HMIS has in a row that is not the same here, as it is kept beside the row, and what a worker decides about it.

use super::edits::Base;
use crate::domain::change::{Change, Commit, RowChange};
use crate::domain::chart::Chart;
use crate::domain::entry::{Instant, Text, Value};
use crate::domain::hud::{File, Theirs};
use crate::domain::id::ClientId;
use crate::domain::row::Row;
use crate::domain::stamp::Stamp;
use std::collections::{BTreeMap, BTreeSet};

/// A row that is not here as the HMIS has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// Its file.
    pub file: File,
    /// Its key.
    pub key: String,
    /// What the HMIS has in the cells that differ. Of a row that the HMIS does not have, its key is blank.
    pub cells: Base,
    /// The cells that both sides changed, and nobody has chosen yet.
    pub open: BTreeSet<u16>,
}

impl Differing {
    /// As it is kept; none where that cannot be read, or was taken back: earlier versions marked it then.
    pub fn read(kept: &Theirs) -> Option<Self> {
        if !kept.date_deleted.is_blank() {
            return None;
        }
        let (file, key) = kept.theirs_id.as_str().split_once(' ')?;
        let file = File::ALL.iter().copied().find(|f| f.info().name == file)?;
        let column = |name: &str| file.column(name).and_then(|at| u16::try_from(at).ok());
        let cells = cells_from(file, kept.cells.as_str())?;
        let open = kept.open.as_str().split(' ').filter_map(column).collect();
        Some(Self { file, key: key.to_owned(), cells, open })
    }

    /// As it is to be kept.
    pub fn keep(&self, owner: &ClientId, now: Instant) -> Theirs {
        let name = |column: &u16| self.file.info().columns.get(usize::from(*column)).map_or("", |c| c.name);
        let open: Vec<&str> = self.open.iter().map(name).collect();
        Theirs {
            theirs_id: Text::new(id(self.file, &self.key)),
            personal_id: owner.clone(),
            cells: cells_text(self.file, &self.cells),
            open: Text::new(open.join(" ")),
            date_created: Value::Known(now),
            date_updated: Value::Known(now),
            ..Theirs::default()
        }
    }

    /// The change from what is kept to this; one that keeps nothing takes it away.
    pub fn change(kept: Option<&Theirs>, to: Option<&Self>, owner: &ClientId, now: Instant) -> Option<Change> {
        match (kept, to.filter(|to| !to.cells.is_empty())) {
            (None, None) => None,
            (Some(kept), None) => {
                let gone = RowChange::between(Some(kept), &Theirs::default())?;
                Some(Change::from(RowChange { key: kept.theirs_id.clone(), owner: Some(owner.clone()), ..gone }))
            }
            (kept, Some(to)) => {
                let mut row = to.keep(owner, now);
                if let Some(kept) = kept {
                    if row.cells == kept.cells && row.open == kept.open && kept.date_deleted.is_blank() {
                        return None;
                    }
                    row.date_created = kept.date_created.clone();
                }
                Change::row(kept.map(|kept| kept as &dyn Row), &row)
            }
        }
    }
}

/// Cells as they are kept: texts by the names of their columns.
pub(super) fn cells_text(file: File, cells: &Base) -> Text {
    let name = |column: &u16| file.info().columns.get(usize::from(*column)).map_or("", |c| c.name);
    let cells: BTreeMap<&str, &str> = cells.iter().map(|(column, text)| (name(column), text.as_str())).collect();
    Text::new(serde_json::to_string(&cells).unwrap_or_default())
}

/// Those that are kept; none where that cannot be read. A column that nobody knows is left out.
pub(super) fn cells_from(file: File, kept: &str) -> Option<Base> {
    let cells: BTreeMap<String, String> = serde_json::from_str(kept).ok()?;
    let column = |name: &str| file.column(name).and_then(|at| u16::try_from(at).ok());
    Some(cells.iter().filter_map(|(name, text)| Some((column(name)?, Text::new(text)))).collect())
}

/// Which side a worker chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What stands here.
    Here,
    /// What the HMIS has.
    Hmis,
}

/// Settles cells that both sides changed: they are no longer open, and those that are taken from the HMIS are written here. None where
/// the row is not there, or none of them is open.
pub fn settle(chart: &Chart, differing: &Differing, columns: &[u16], side: Side, stamp: &Stamp) -> Option<Commit> {
    let chosen: Vec<u16> = columns.iter().copied().filter(|column| differing.open.contains(column)).collect();
    let row = chart.rows().find(|row| row.file() == differing.file && row.key() == differing.key)?;
    let kept = chart.theirs.iter().find(|kept| kept.theirs_id.as_str() == id(differing.file, &differing.key))?;
    let mut after = differing.clone();
    after.open.retain(|column| !chosen.contains(column));
    let mut changes: Vec<Change> = Vec::new();
    if side == Side::Hmis {
        let mut taken = row.pack();
        for column in &chosen {
            taken.set(*column, differing.cells.get(column).map_or("", Text::as_str));
        }
        changes.extend(stamp.change(Some(row), &mut taken));
    }
    changes.extend(Differing::change(Some(kept), Some(&after), chart.id(), stamp.now));
    let what = match side {
        Side::Here => "Keep what is here",
        Side::Hmis => "Take what the HMIS has",
    };
    (!chosen.is_empty()).then(|| Commit::new(what, changes))
}

/// Under which id something is kept beside a row.
pub fn id(file: File, key: &str) -> String {
    format!("{} {key}", file.info().name)
}
