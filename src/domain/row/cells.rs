//! The cells of a stored row: every text that is not empty, one after the other in one piece of memory. A desk holds millions of them,
//! and a piece of memory for each would take most of the time of an import.

use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Column positions and texts, by column. Wipes its memory when dropped or outgrown. Written as a sequence of both.
///
/// Each cell is its column, the length of its text, and its text. The numbers are written as characters too, six bits in each, so that
/// the whole is text and every cell a piece of it. The lowest bit of a length says that the text stands so many bytes before this cell.
#[derive(Clone)]
pub(super) enum Cells {
    /// In memory of their own.
    Own(Zeroizing<String>),
    /// On a [`Sheet`](super::Sheet) with other rows, from here on: how many there are, and the cells.
    Shared(Arc<Zeroizing<String>>, usize),
}

/// A number goes on with the next character.
const MORE: u8 = 0x40;

/// So many bytes more are kept ready where cells grow.
const SPARE: usize = 32;

impl Default for Cells {
    fn default() -> Self {
        Self::Own(Zeroizing::default())
    }
}

impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Cells {}

impl Cells {
    pub(super) fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Column position and text, by column.
    pub(super) fn iter(&self) -> Iter<'_> {
        match self {
            Self::Own(text) => Iter { text, at: 0, left: usize::MAX },
            Self::Shared(sheet, at) => {
                let mut cells = Iter { text: sheet, at: *at, left: 0 };
                cells.left = cells.number().unwrap_or_default();
                cells
            }
        }
    }

    /// The text of a column; empty where it has none.
    pub(super) fn get(&self, column: u16) -> &str {
        self.iter().take_while(|(at, _)| *at <= column).find(|(at, _)| *at == column).map_or("", |(_, text)| text)
    }

    /// Sets the text of a column; an empty one takes it away.
    pub(super) fn set(&mut self, column: u16, text: &str) {
        let mut cell = Zeroizing::new(String::with_capacity(text.len() + 6));
        if !text.is_empty() {
            write(&mut cell, column, text);
        }
        let mut cells = self.take_off();
        let old = range(&cells, column);
        // One cell more or another one is seldom the first of many: room for it alone, so that a million rows do not take twice theirs.
        let needed = cells.len() - old.len() + cell.len();
        make_room(&mut cells, needed, SPARE);
        cells.replace_range(old, &cell);
        *self = Self::Own(cells);
    }

    /// Takes them away, off the sheet that they share, so that they can be changed.
    fn take_off(&mut self) -> Zeroizing<String> {
        match std::mem::take(self) {
            Self::Own(text) => text,
            shared => {
                let mut own = Zeroizing::new(String::with_capacity(shared.iter().map(|(_, text)| text.len() + 6).sum()));
                shared.iter().for_each(|(column, text)| write(&mut own, column, text));
                own
            }
        }
    }
}

/// Where the cell of a column stands or would stand.
fn range(cells: &str, column: u16) -> Range<usize> {
    let mut cells = Iter { text: cells, at: 0, left: usize::MAX };
    loop {
        let start = cells.at;
        match cells.next() {
            Some((at, _)) if at < column => {}
            Some((at, _)) if at == column => return start..cells.at,
            _ => return start..start,
        }
    }
}

/// Makes room for so many bytes in all, with some to spare where there is not enough, and wipes where they stood so far.
pub(super) fn make_room(text: &mut Zeroizing<String>, needed: usize, spare: usize) {
    if needed > text.capacity() {
        let mut larger = String::with_capacity(needed + spare);
        larger.push_str(text);
        *text = Zeroizing::new(larger);
    }
}

/// The same in no more memory than it needs.
pub(super) fn exact(text: &str) -> Zeroizing<String> {
    let mut exact = Zeroizing::new(String::with_capacity(text.len()));
    exact.push_str(text);
    exact
}

/// Cells as they are put together: one after the other, where they come by column.
#[derive(Default)]
pub(in crate::domain) struct Building {
    text: Zeroizing<String>,
    last: Option<u16>,
}

impl Building {
    /// With room for so many cells, whose texts have so many bytes together.
    pub(in crate::domain) fn with_room(cells: usize, bytes: usize) -> Self {
        Self { text: Zeroizing::new(String::with_capacity(bytes + 3 * cells)), last: None }
    }

    pub(in crate::domain) fn add(&mut self, column: u16, text: &str) {
        if text.is_empty() || self.last.is_some_and(|last| column <= last) {
            let mut cells = Cells::Own(std::mem::take(&mut self.text));
            cells.set(column, text);
            self.text = cells.take_off();
            return;
        }
        self.last = Some(column);
        self.make_room(text.len() + 6);
        write(&mut self.text, column, text);
    }

    /// Makes room for so many bytes more, and as many again.
    fn make_room(&mut self, more: usize) {
        let (needed, spare) = (self.text.len() + more, self.text.capacity().max(SPARE));
        make_room(&mut self.text, needed, spare);
    }

    pub(super) fn done(self) -> Cells {
        Cells::Own(self.text)
    }

    /// The same, in no more memory than it needs: many stay for long.
    fn tight(self) -> Cells {
        let text = self.text;
        Cells::Own(if text.capacity() - text.len() <= text.len() / 8 { text } else { exact(&text) })
    }
}

/// The text of the cell that begins here.
pub(super) fn at(cells: &str, at: usize) -> Option<&str> {
    Iter { text: cells, at, left: 1 }.next().map(|(_, text)| text)
}

pub(super) fn write(to: &mut String, column: u16, text: &str) {
    number(to, usize::from(column));
    number(to, text.len() << 1);
    to.push_str(text);
}

/// Writes a cell whose text is that of the cell so many bytes before it.
pub(super) fn refer(to: &mut String, column: u16, back: usize) {
    number(to, usize::from(column));
    number(to, back << 1 | 1);
}

pub(super) fn number(to: &mut String, mut number: usize) {
    loop {
        let digit = (number & 0x3F) as u8;
        number >>= 6;
        to.push(char::from(if number > 0 { digit | MORE } else { digit }));
        if number == 0 {
            return;
        }
    }
}

/// Column and length of a cell take so many bytes at the most.
pub(super) const NUMBERS: usize = 14;

/// How many bytes [`count`] writes.
pub(super) const COUNT: usize = 3;

/// Writes at its place how many cells a row has: a number as all others, in as many digits as any row needs, so that it can be written
/// before its row and again behind it.
pub(super) fn count(cells: &mut String, at: usize, count: usize) {
    let digit = |place: usize| (count >> (6 * place) & 0x3F) as u8;
    let digits: [u8; COUNT] = [digit(0) | MORE, digit(1) | MORE, digit(2)];
    let end = (at + COUNT).min(cells.len());
    cells.replace_range(at..end, std::str::from_utf8(&digits).unwrap_or_default());
}

/// Goes through cells.
#[derive(Clone)]
pub(super) struct Iter<'a> {
    text: &'a str,
    at: usize,
    /// At most so many more.
    left: usize,
}

impl<'a> Iter<'a> {
    #[inline]
    fn number(&mut self) -> Option<usize> {
        let first = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        // Nearly all of them have one digit.
        if first & MORE == 0 { Some(usize::from(first)) } else { self.longer(usize::from(first & !MORE)) }
    }

    fn longer(&mut self, mut number: usize) -> Option<usize> {
        let mut shift = 6;
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

    /// The cell that stands here, by itself.
    #[inline]
    fn cell(&mut self) -> Option<(u16, &'a str)> {
        let start = self.at;
        let (column, length) = (u16::try_from(self.number()?).ok()?, self.number()?);
        if length & 1 == 0 {
            let text = self.text.get(self.at..self.at + (length >> 1))?;
            self.at += text.len();
            return Some((column, text));
        }
        // A cell that others refer to has its text itself.
        let mut there = Iter { at: start.checked_sub(length >> 1)?, ..*self };
        let (_, length) = (there.number()?, there.number().filter(|length| length & 1 == 0)?);
        Some((column, self.text.get(there.at..there.at + (length >> 1))?))
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = (u16, &'a str);
    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        self.cell()
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
        self.0.make_room(10 * cells.size_hint().unwrap_or_default().min(128));
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
