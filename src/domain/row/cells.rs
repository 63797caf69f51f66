//! The cells of a stored row: every text that is not empty, one after the other in one piece of memory. A desk holds millions of them,
//! and a piece of memory for each would take most of the time of an import.

use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Range;
use zeroize::Zeroizing;

/// Column positions and texts, by column. Wipes its memory when dropped or outgrown. Written as a sequence of both.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Cells {
    /// Each column, and where its text ends.
    ends: Vec<(u16, u32)>,
    texts: Zeroizing<String>,
}

impl Cells {
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Column position and text, by column.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u16, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |(column, end)| {
            let text = self.texts.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            (*column, text)
        })
    }

    /// The text of a column; empty where it has none.
    pub(super) fn get(&self, column: u16) -> &str {
        self.place(column).map_or("", |at| self.texts.get(self.range(at)).unwrap_or_default())
    }

    /// Sets the text of a column; an empty one takes it away.
    pub(super) fn set(&mut self, column: u16, text: &str) {
        match self.place(column) {
            Ok(at) => self.replace(at, text),
            Err(_) if text.is_empty() => {}
            Err(at) => {
                let start = self.range(at).start;
                self.ends.insert(at, (column, start as u32));
                self.replace(at, text);
            }
        }
    }

    fn place(&self, column: u16) -> Result<usize, usize> {
        // An import comes column after column.
        match self.ends.last() {
            Some((last, _)) if *last < column => Err(self.ends.len()),
            _ => self.ends.binary_search_by_key(&column, |(column, _)| *column),
        }
    }

    /// Where the text of this cell stands.
    fn range(&self, at: usize) -> Range<usize> {
        let end = |at: usize| self.ends.get(at).map_or(self.texts.len(), |(_, end)| *end as usize);
        at.checked_sub(1).map_or(0, end)..end(at)
    }

    fn replace(&mut self, at: usize, text: &str) {
        let old = self.range(at);
        self.make_room(text.len());
        self.texts.replace_range(old.clone(), text);
        if text.is_empty() {
            self.ends.remove(at);
        }
        for (_, end) in self.ends.iter_mut().skip(at) {
            *end = (*end as usize + text.len() - old.len()) as u32;
        }
    }

    /// Makes room for so many bytes more, and wipes where they stood so far.
    fn make_room(&mut self, more: usize) {
        let needed = self.texts.len() + more;
        if needed > self.texts.capacity() {
            let mut larger = String::with_capacity(needed.max(2 * self.texts.capacity()).max(64));
            larger.push_str(&self.texts);
            self.texts = Zeroizing::new(larger);
        }
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(Exact(self.iter(), self.ends.len()))
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
        deserializer.deserialize_seq(Reading(Self::default()))
    }
}

/// Reads a sequence of cells.
struct Reading(Cells);

impl<'de> Visitor<'de> for Reading {
    type Value = Cells;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the cells of a row")
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut cells: A) -> Result<Cells, A::Error> {
        // A damaged length may ask for anything; no file has more columns than this.
        self.0.ends.reserve(cells.size_hint().unwrap_or_default().min(128));
        self.0.make_room(8 * self.0.ends.capacity());
        while cells.next_element_seed(OneCell(&mut self.0))?.is_some() {}
        Ok(self.0)
    }
}

/// Reads one cell: a pair.
struct OneCell<'a>(&'a mut Cells);

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
struct TextOf<'a>(u16, &'a mut Cells);

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
        self.1.set(self.0, text);
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
