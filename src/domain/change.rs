//! Changes: what a commit writes, field by field, before and after.
//!
//! The journal keeps these, the state applies them, the history shows them, and undo is their inverse. Laws: applying
//! `between(a, b)` to `a` gives `b`, and applying its inverse to `b` gives `a`.

mod reading;

use super::entry::Text;
use super::field::FieldId;
use super::hud::File;
use super::id::ClientId;
use super::row::{Packed, Row};
use serde::ser::{SerializeSeq, SerializeStructVariant};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;

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

    /// The same, with new rows cell by cell, for those who look at cells.
    #[must_use]
    pub fn cell_by_cell(self) -> Self {
        let each = |change| if let Change::New(row) = change { RowChange::of_new(&row).into() } else { change };
        Self { changes: self.changes.into_iter().map(each).collect(), ..self }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Cells of a row, or a new row; held apart, since most of a million changes are [`New`](Self::New).
    Row(Box<RowChange>),
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
    /// A new row, which says itself whose it is; held as a row: an import has a million of them. Written as [`Change::Row`].
    New(Packed),
}

/// The change of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

    /// A row that was not there, cell by cell.
    pub fn of_new(row: &Packed) -> Self {
        let cells = row.cells().map(|(column, text)| CellChange { column, before: Text::default(), after: Text::new(text) });
        Self { file: row.file, key: Text::new(row.key()), owner: owner_of(row).map(ClientId::new), cells: cells.collect() }
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

/// The client to whose chart a row belongs; none for the agency's rows.
fn owner_of(row: &Packed) -> Option<&str> {
    row.file()?.info().owner.map(|at| row.cell(at))
}

impl Change {
    /// A new row; none where nothing stands in it.
    pub fn new(row: Packed) -> Option<Self> {
        row.file()?;
        (!row.is_empty()).then_some(Self::New(row))
    }

    /// The change that takes a row away whole; none where nothing stands in it.
    pub fn gone(row: &Packed) -> Option<Self> {
        let cells = row.cells().map(|(column, text)| CellChange { column, before: Text::new(text), after: Text::default() });
        let change = RowChange { cells: cells.collect(), ..RowChange::of_new(row) };
        (!change.cells.is_empty()).then(|| change.into())
    }

    /// The change of a row, cell by cell; none where it is about no row.
    pub fn of_row(&self) -> Option<Cow<'_, RowChange>> {
        match self {
            Self::Row(change) => Some(Cow::Borrowed(change)),
            Self::New(row) => Some(Cow::Owned(RowChange::of_new(row))),
            Self::Draft { .. } | Self::Setting { .. } => None,
        }
    }

    /// Whose row it changes; none where it is about no row.
    pub fn owner(&self) -> Option<ClientId> {
        match self {
            Self::Row(change) => change.owner.clone(),
            Self::New(row) => owner_of(row).map(ClientId::new),
            Self::Draft { .. } | Self::Setting { .. } => None,
        }
    }

    /// True where it changes a row.
    pub fn is_row(&self) -> bool {
        matches!(self, Self::Row(_) | Self::New(_))
    }

    /// The change from one state of a row to another, if there is one.
    pub fn row(before: Option<&dyn Row>, after: &dyn Row) -> Option<Self> {
        RowChange::between(before, after).map(Self::from)
    }
}

impl From<RowChange> for Change {
    fn from(change: RowChange) -> Self {
        Self::Row(Box::new(change))
    }
}

/// As it was always written: the parts of each variant in their order.
impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Row(change) => serializer.serialize_newtype_variant("Change", 0, "Row", change),
            Self::Draft { name, after } => {
                let mut parts = serializer.serialize_struct_variant("Change", 1, "Draft", 2)?;
                parts.serialize_field("name", name)?;
                parts.serialize_field("after", after)?;
                parts.end()
            }
            Self::Setting { name, after } => {
                let mut parts = serializer.serialize_struct_variant("Change", 2, "Setting", 2)?;
                parts.serialize_field("name", name)?;
                parts.serialize_field("after", after)?;
                parts.end()
            }
            Self::New(row) => serializer.serialize_newtype_variant("Change", 0, "Row", &AsChange::of(row)),
        }
    }
}

/// A new row, written as [`RowChange::of_new`] is, without a text for each of its cells.
#[derive(Serialize)]
struct AsChange<'a> {
    file: u8,
    key: &'a str,
    owner: Option<&'a str>,
    cells: AsCells<'a>,
}

struct AsCells<'a>(&'a Packed);

#[derive(Serialize)]
struct AsCell<'a> {
    column: u16,
    before: &'static str,
    after: &'a str,
}

impl<'a> AsChange<'a> {
    fn of(row: &'a Packed) -> Self {
        Self { file: row.file, key: row.key().trim(), owner: owner_of(row).map(str::trim), cells: AsCells(row) }
    }
}

impl Serialize for AsCells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.cells().count()))?;
        for (column, after) in self.0.cells() {
            seq.serialize_element(&AsCell { column, before: "", after: after.trim() })?;
        }
        seq.end()
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

    #[test]
    fn every_change_is_written_as_it_always_was() {
        /// As it was derived.
        #[derive(Serialize)]
        enum Derived {
            Row(RowChange),
            Draft { name: String, after: Option<Text> },
            Setting { name: String, after: Text },
        }
        let event = Event { event_id: EventId::new("EV1"), referral_result: Value::Known(ReferralResult::Accepted), ..Event::default() };
        let row = RowChange::between(None, &event).unwrap_or_else(|| unreachable!("it is new"));
        let (name, after) = ("event/1".to_owned(), Text::new("half"));
        let pairs = [
            (Change::from(row.clone()), Derived::Row(row.clone())),
            (Change::new(event.pack()).unwrap_or_else(|| unreachable!("it is a row")), Derived::Row(row)),
            (
                Change::Draft { name: name.clone(), after: Some(after.clone()) },
                Derived::Draft { name: name.clone(), after: Some(after.clone()) },
            ),
            (Change::Draft { name: name.clone(), after: None }, Derived::Draft { name: name.clone(), after: None }),
            (Change::Setting { name: name.clone(), after: after.clone() }, Derived::Setting { name, after }),
        ];
        let config = bincode::config::standard();
        for (change, derived) in pairs {
            let bytes = bincode::serde::encode_to_vec(&derived, config).unwrap_or_default();
            assert_eq!(bincode::serde::encode_to_vec(&change, config).unwrap_or_default(), bytes);
            let (read, _) = bincode::serde::decode_from_slice::<Change, _>(&bytes, config).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(read.of_row(), change.of_row());
        }
    }
}
