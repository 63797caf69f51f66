//! Changes: what a commit writes, field by field, before and after.
//!
//! The journal keeps these, the state applies them, the history shows them, and undo is their inverse. Laws: applying
//! `between(a, b)` to `a` gives `b`, and applying its inverse to `b` gives `a`.

use super::entry::Text;
use super::field::FieldId;
use super::hud::File;
use super::id::ClientId;
use super::row::{Packed, Row};
use serde::{Deserialize, Serialize};

/// Everything that one save writes: all of it is kept, or none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Commit {
    /// What was done, in words: `Resolve referral`, `Intake`, `Import`.
    pub what: String,
    /// Why, where somebody was asked.
    pub reason: Text,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

impl Commit {
    /// A commit of these changes.
    pub fn new(what: &str, changes: Vec<Change>) -> Self {
        Self { what: what.to_owned(), reason: Text::default(), changes }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Cells of a row, or a new row.
    Row(RowChange),
    /// Unfinished work, by its name; `None` takes it away.
    Draft {
        /// Which draft: `intake/…`, `event/…`.
        name: String,
        /// What is typed so far, as the form wrote it.
        after: Option<Text>,
    },
    /// A setting of the desk, by its name.
    Setting {
        /// Which.
        name: String,
        /// Its new value, as the desk wrote it.
        after: Text,
    },
}

/// The change of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// Position of the file in [`File::ALL`].
    pub file: u8,
    /// The row's primary key.
    pub key: Text,
    /// The client to whose chart it belongs; none for the agency's rows.
    pub owner: Option<ClientId>,
    /// The cells that differ, by column.
    pub cells: Vec<CellChange>,
}

/// The change of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellChange {
    /// The column's position.
    pub column: u16,
    /// What was there; blank for a new row.
    pub before: Text,
    /// What is there now.
    pub after: Text,
}

impl RowChange {
    /// The file, where this version knows it.
    pub fn file(&self) -> Option<File> {
        File::from_number(self.file)
    }

    /// What changed between two states of a row; none where nothing did. `before` is absent for a new row.
    pub fn between(before: Option<&dyn Row>, after: &dyn Row) -> Option<Self> {
        let file = after.file();
        let cells: Vec<CellChange> = (0..file.info().columns.len())
            .filter_map(|at| {
                let (old, new) = (before.map(|b| b.peek(at)).unwrap_or_default(), after.peek(at));
                let column = u16::try_from(at).ok()?;
                (old != new).then(|| CellChange { column, before: Text::new(old), after: Text::new(new) })
            })
            .collect();
        let owner = file.info().owner.map(|at| ClientId::new(after.peek(at)));
        (!cells.is_empty()).then(|| Self { file: file as u8, key: Text::new(after.key()), owner, cells })
    }

    /// True where the change makes a row that was not there.
    pub fn is_new(&self) -> bool {
        let key = self.file().map(|f| f.info().key);
        self.cells.iter().any(|c| Some(usize::from(c.column)) == key && c.before.is_blank())
    }

    /// Applies it to the stored form of a row.
    pub fn apply(&self, row: &mut Packed) {
        row.file = self.file;
        for cell in &self.cells {
            row.set(cell.column, cell.after.as_str());
        }
    }

    /// The change that takes this one back.
    pub fn inverse(&self) -> Self {
        let cells = self.cells.iter().map(|c| CellChange { column: c.column, before: c.after.clone(), after: c.before.clone() });
        Self { cells: cells.collect(), ..self.clone() }
    }

    /// The fields it touches.
    pub fn fields(&self) -> impl Iterator<Item = FieldId> + '_ {
        self.cells.iter().filter_map(|c| Some(FieldId { file: self.file()?, column: c.column }))
    }
}

impl Change {
    /// The change from one state of a row to another, if there is one.
    pub fn row(before: Option<&dyn Row>, after: &dyn Row) -> Option<Self> {
        RowChange::between(before, after).map(Self::Row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        EventId, Value,
        hud::{Event, ReferralResult},
    };

    #[test]
    fn a_change_and_its_inverse() {
        let before = Event { event_id: EventId::new("EV1"), ..Event::default() };
        let after = Event { referral_result: Value::Known(ReferralResult::Accepted), ..before.clone() };
        let change = RowChange::between(Some(&before), &after).unwrap_or_else(|| unreachable!("they differ"));
        assert!(!change.is_new());
        let mut row = before.pack();
        change.apply(&mut row);
        assert_eq!(row, after.pack());
        change.inverse().apply(&mut row);
        assert_eq!(row, before.pack());
    }
}
