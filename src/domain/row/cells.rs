//! The cells of a stored row: every text that is not empty, one after the other in one piece of memory. A desk holds millions of them,
//! and a piece of memory for each would take most of the time of an import.

use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Range;
use zeroize::Zeroizing;

/// Column positions and texts, by column. Wipes its memory when dropped or outgrown. Written as a sequence of both.
///
/// Each cell is its column, the length of its text, and its text. The numbers are written as characters too, six bits in each, so that
/// the whole is text and every cell a piece of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Cells(Zeroizing<String>);

/// A number goes on with the next character.
const MORE: u8 = 0x40;

/// So many bytes more are kept ready where cells grow.
const SPARE: usize = 32;

impl Cells {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Column position and text, by column.
    pub(super) fn iter(&self) -> Iter<'_> {
        Iter { text: &self.0, at: 0 }
    }

    /// The text of a column; empty where it has none.
    pub(super) fn get(&self, column: u16) -> &str {
        self.iter().take_while(|(at, _)| *at <= column).find(|(at, _)| *at == column).map_or("", |(_, text)| text)
    }

    /// Sets the text of a column; an empty one takes it away.
    pub(super) fn set(&mut self, column: u16, text: &str) {
        let old = self.range(column);
        let mut cell = Zeroizing::new(String::with_capacity(text.len() + 6));
        if !text.is_empty() {
            write(&mut cell, column, text);
        }
        // One cell more or another one is seldom the first of many: room for it alone, so that a million rows do not take twice theirs.
        self.make_room_for(self.0.len() - old.len() + cell.len(), SPARE);
        self.0.replace_range(old, &cell);
    }

    /// Where the cell of a column stands or would stand.
    fn range(&self, column: u16) -> Range<usize> {
        let mut cells = self.iter();
        loop {
            let start = cells.at;
            match cells.next() {
                Some((at, _)) if at < column => {}
                Some((at, _)) if at == column => return start..cells.at,
                _ => return start..start,
            }
        }
    }

    /// Makes room for so many bytes more, and as many again.
    fn make_room(&mut self, more: usize) {
        self.make_room_for(self.0.len() + more, self.0.capacity().max(SPARE));
    }

    /// Makes room for so many bytes in all, with some to spare where there is not enough, and wipes where they stood so far.
    fn make_room_for(&mut self, needed: usize, spare: usize) {
        if needed > self.0.capacity() {
            let mut larger = String::with_capacity(needed + spare);
            larger.push_str(&self.0);
            self.0 = Zeroizing::new(larger);
        }
    }
}

/// Cells as they are put together: one after the other, where they come by column.
#[derive(Default)]
pub(in crate::domain) struct Building {
    cells: Cells,
    last: Option<u16>,
}

impl Building {
    /// With room for so many cells, whose texts have so many bytes together.
    pub(in crate::domain) fn with_room(cells: usize, bytes: usize) -> Self {
        Self { cells: Cells(Zeroizing::new(String::with_capacity(bytes + 3 * cells))), last: None }
    }

    pub(in crate::domain) fn add(&mut self, column: u16, text: &str) {
        if text.is_empty() || self.last.is_some_and(|last| column <= last) {
            return self.cells.set(column, text);
        }
        self.last = Some(column);
        self.cells.make_room(text.len() + 6);
        write(&mut self.cells.0, column, text);
    }

    pub(super) fn done(self) -> Cells {
        self.cells
    }

    /// The same, in no more memory than it needs: many stay for long.
    fn tight(self) -> Cells {
        let text = &self.cells.0;
        if text.capacity() - text.len() <= text.len() / 8 {
            return self.cells;
        }
        let mut exact = String::with_capacity(text.len());
        exact.push_str(text);
        Cells(Zeroizing::new(exact))
    }
}

fn write(to: &mut String, column: u16, text: &str) {
    number(to, usize::from(column));
    number(to, text.len());
    to.push_str(text);
}

fn number(to: &mut String, mut number: usize) {
    loop {
        let digit = (number & 0x3F) as u8;
        number >>= 6;
        to.push(char::from(if number > 0 { digit | MORE } else { digit }));
        if number == 0 {
            return;
        }
    }
}

/// Goes through cells.
pub(super) struct Iter<'a> {
    text: &'a str,
    at: usize,
}

impl Iter<'_> {
    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            self.at += 1;
            number |= usize::from(byte & !MORE) << shift;
            shift += 6;
            if byte & MORE == 0 {
                return Some(number);
            }
        }
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = (u16, &'a str);
    fn next(&mut self) -> Option<Self::Item> {
        let (column, length) = (self.number()?, self.number()?);
        let text = self.text.get(self.at..self.at + length)?;
        self.at += length;
        Some((u16::try_from(column).ok()?, text))
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(Exact(self.iter(), self.iter().count()))
    }
}

/// So many items, for a form that writes the number first.
struct Exact<I>(I, usize);

impl<I: Iterator> Iterator for Exact<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.1, Some(self.1))
    }
}

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Reading(Building::default()))
    }
}

/// Reads a sequence of cells.
struct Reading(Building);

impl<'de> Visitor<'de> for Reading {
    type Value = Cells;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the cells of a row")
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut cells: A) -> Result<Cells, A::Error> {
        // A damaged length may ask for anything; no file has more columns than this.
        self.0.cells.make_room(10 * cells.size_hint().unwrap_or_default().min(128));
        while cells.next_element_seed(OneCell(&mut self.0))?.is_some() {}
        Ok(self.0.tight())
    }
}

/// Reads one cell: a pair.
struct OneCell<'a>(&'a mut Building);

impl<'de> DeserializeSeed<'de> for OneCell<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_tuple(2, self)
    }
}

impl<'de> Visitor<'de> for OneCell<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a column and its text")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<(), A::Error> {
        let column = pair.next_element()?.unwrap_or_default();
        pair.next_element_seed(TextOf(column, self.0)).map(drop)
    }
}

/// Reads the text of a column, and keeps it without a copy of its own.
struct TextOf<'a>(u16, &'a mut Building);

impl<'de> DeserializeSeed<'de> for TextOf<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for TextOf<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.1.add(self.0, text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn cells_are_a_map_by_column(steps in proptest::collection::vec((0_u16..40, "[a-zé]{0,9}"), 0..60)) {
            let (mut cells, mut map) = (Cells::default(), BTreeMap::new());
            for (column, text) in &steps {
                cells.set(*column, text);
                if text.is_empty() { map.remove(column); } else { map.insert(*column, text.as_str()); }
                prop_assert_eq!(cells.get(*column), text.as_str());
            }
            prop_assert!(cells.iter().eq(map.iter().map(|(column, text)| (*column, *text))));
            prop_assert_eq!(cells.is_empty(), map.is_empty());
        }

        #[test]
        fn cells_are_written_as_pairs(pairs in proptest::collection::btree_map(0_u16..90, "[^\\pC]{1,20}", 0..30)) {
            let mut cells = Cells::default();
            pairs.iter().for_each(|(column, text)| cells.set(*column, text));
            let plain: Vec<(u16, String)> = pairs.into_iter().collect();
            let json = serde_json::to_string(&cells).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&plain).unwrap());
            prop_assert!(serde_json::from_str::<Cells>(&json).unwrap() == cells);
            let config = bincode::config::standard();
            let bytes = bincode::serde::encode_to_vec(&cells, config).unwrap();
            prop_assert_eq!(&bytes, &bincode::serde::encode_to_vec(&plain, config).unwrap());
            prop_assert!(bincode::serde::decode_from_slice::<Cells, _>(&bytes, config).unwrap().0 == cells);
        }
    }
}
