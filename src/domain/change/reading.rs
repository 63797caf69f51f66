//! Reading a change as it was written, and a new row as a row: a journal holds a million of those, and a text for each cell of them would
//! take most of the time in which it is read.

use super::{CellChange, Change, RowChange, owner_of};
use crate::domain::entry::Text;
use crate::domain::id::ClientId;
use crate::domain::row::{Building, Packed};
use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A [`Change`] as it stands in the journal.
#[derive(Deserialize)]
enum Written {
    Row(WrittenRow),
    Draft { name: String, after: Option<Text> },
    Setting { name: String, after: Text },
}

/// A [`RowChange`] as it stands there.
#[derive(Deserialize)]
struct WrittenRow {
    file: u8,
    key: Text,
    owner: Option<ClientId>,
    cells: Cells,
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::Row(row) => row.change(),
            Written::Draft { name, after } => Self::Draft { name, after },
            Written::Setting { name, after } => Self::Setting { name, after },
        })
    }
}

impl WrittenRow {
    fn change(self) -> Change {
        let Self { file, key, owner, cells } = self;
        let cells = match cells {
            Cells::New(building, _) => {
                let row = Packed::of(file, building);
                if !row.key().is_empty() && row.key() == key.as_str() && owner_of(&row) == owner.as_ref().map(ClientId::as_str) {
                    return Change::New(row);
                }
                new_cells(&row)
            }
            Cells::Each(cells) => cells,
        };
        RowChange { file, key, owner, cells }.into()
    }
}

fn new_cells(row: &Packed) -> Vec<CellChange> {
    row.cells().map(|(column, text)| CellChange { column, before: Text::default(), after: Text::new(text) }).collect()
}

/// The cells as far as they are read.
enum Cells {
    /// Those of a new row, and the column of the last.
    New(Building, Option<u16>),
    /// What is no new row, or not written as one is now.
    Each(Vec<CellChange>),
}

impl Cells {
    fn take(&mut self, column: u16, before: Option<Text>, after: &str) {
        match self {
            Self::New(building, last) if before.is_none() && goes_on(*last, column, after) => {
                building.add(column, after);
                *last = Some(column);
            }
            Self::New(building, _) => {
                let mut cells = new_cells(&Packed::of(0, std::mem::take(building)));
                cells.push(CellChange { column, before: before.unwrap_or_default(), after: Text::kept(after) });
                *self = Self::Each(cells);
            }
            Self::Each(cells) => cells.push(CellChange { column, before: before.unwrap_or_default(), after: Text::kept(after) }),
        }
    }
}

/// True for the next cell of a row as [`RowChange::of_new`] gives it.
fn goes_on(last: Option<u16>, column: u16, after: &str) -> bool {
    last.is_none_or(|last| last < column) && !after.is_empty() && after.trim().len() == after.len()
}

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(AllCells)
    }
}

struct AllCells;

/// About so many bytes a cell has that is not empty.
const LETTERS: usize = 10;

impl<'de> Visitor<'de> for AllCells {
    type Value = Cells;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the cells of a change")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Cells, A::Error> {
        // A damaged length may ask for anything; no file has more columns than this.
        let room = seq.size_hint().unwrap_or_default().min(128);
        let mut cells = Cells::New(Building::with_room(room, LETTERS * room), None);
        while seq.next_element_seed(OneCell(&mut cells))?.is_some() {}
        Ok(cells)
    }
}

/// Reads a [`CellChange`].
struct OneCell<'a>(&'a mut Cells);

impl<'de> DeserializeSeed<'de> for OneCell<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_tuple(3, self)
    }
}

impl<'de> Visitor<'de> for OneCell<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a column, what was there and what is there now")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        let missing = || A::Error::custom("a part of a cell is missing");
        let column = parts.next_element()?.ok_or_else(missing)?;
        let before = parts.next_element_seed(Before)?.ok_or_else(missing)?;
        parts.next_element_seed(After(self.0, column, before))?.ok_or_else(missing)
    }
}

/// Reads what was there; none where nothing was.
struct Before;

impl<'de> DeserializeSeed<'de> for Before {
    type Value = Option<Text>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Before {
    type Value = Option<Text>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((!text.is_empty()).then(|| Text::kept(text)))
    }
}

/// Reads what is there now, and keeps it without a copy of its own.
struct After<'a>(&'a mut Cells, u16, Option<Text>);

impl<'de> DeserializeSeed<'de> for After<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for After<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        let Self(cells, column, before) = self;
        cells.take(column, before, text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(change: &impl serde::Serialize) -> Change {
        let config = bincode::config::standard();
        let bytes = bincode::serde::encode_to_vec(change, config).unwrap();
        let (read, used) = bincode::serde::borrow_decode_from_slice::<Change, _>(&bytes, config).unwrap();
        assert_eq!(used, bytes.len());
        assert_eq!(bincode::serde::encode_to_vec(&read, config).unwrap(), bytes, "it is written again as it stood there");
        read
    }

    proptest! {
        /// Whatever cells a change has, in whatever order, it is read as the same change.
        #[test]
        fn a_change_is_read_as_it_was_written(
            file in 0_u8..40,
            key in "[A-C ]{0,2}",
            owner in proptest::option::of("[A-C]{1,2}"),
            cells in proptest::collection::vec((0_u16..6, "[a ]{0,1}", "[A-C ]{0,2}"), 0..6),
        ) {
            let cells = cells.into_iter().map(|(column, before, after)| CellChange { column, before: Text::kept(&before), after: Text::kept(&after) });
            let change = RowChange { file, key: Text::kept(&key), owner: owner.map(ClientId::new), cells: cells.collect() };
            prop_assert_eq!(read(&Change::from(change.clone())).of_row().unwrap().into_owned(), change);
        }

        /// A new row is read as a row.
        #[test]
        fn a_new_row_is_read_as_a_row(id in "[A-C]{1,3}", name in "[A-Cé ]{0,9}") {
            let row = Packed::new(crate::domain::File::Client, [(0, id), (1, name)]);
            let new = Change::new(row).unwrap();
            prop_assert_eq!(read(&new), new);
        }
    }
}
