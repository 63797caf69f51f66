//! The keys by which rows are found, and whose each row is: half a million of them, looked for by every row further down.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::cell::Cell;
use std::hash::BuildHasher;

/// So many keys are looked at before the table is asked. Files come in the same order, mostly, and those of one piece of memory are soon
/// compared; each question to the table is one to another place of a large memory.
const NEAR: usize = 6;

/// Keys in the order in which they came, and the number that was kept with each.
#[derive(Default)]
pub(super) struct Keys {
    /// One after the other.
    text: String,
    /// Where each ends, and its number.
    list: Vec<(usize, usize)>,
    /// Their places in the list.
    table: HashTable<usize>,
    hasher: RandomState,
    /// Where the last one was found.
    near: Cell<usize>,
}

impl Keys {
    /// Keeps a key, which is another one than all before.
    pub fn insert(&mut self, key: &str, number: usize) {
        let at = self.list.len();
        self.text.push_str(key);
        self.list.push((self.text.len(), number));
        let (text, list, hasher) = (&self.text, &self.list, &self.hasher);
        self.table.insert_unique(hasher.hash_one(key), at, |at| hasher.hash_one(nth(text, list, *at)));
    }

    /// The number of a key.
    pub fn get(&self, key: &str) -> Option<usize> {
        let is_it = |at: &usize| nth(&self.text, &self.list, *at) == key;
        let near = self.near.get();
        let near = (near..(near + NEAR).min(self.list.len())).find(is_it);
        let at = near.or_else(|| self.table.find(self.hasher.hash_one(key), is_it).copied())?;
        self.near.set(at);
        self.list.get(at).map(|(_, number)| *number)
    }

    /// True where it was kept.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

fn nth<'a>(text: &'a str, list: &[(usize, usize)], at: usize) -> &'a str {
    let end = |at: usize| list.get(at).map_or(0, |(end, _)| *end);
    text.get(at.checked_sub(1).map_or(0, end)..end(at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        /// Whatever was looked for before, each key has its number, and others have none.
        #[test]
        fn keys_are_a_map(keys in proptest::collection::vec("[ab]{0,4}|é{0,3}", 0..60), asked in proptest::collection::vec("[abé]{0,4}", 0..60)) {
            let (mut kept, mut map) = (Keys::default(), HashMap::new());
            for (number, key) in keys.iter().enumerate() {
                if !map.contains_key(key) {
                    kept.insert(key, number);
                    map.insert(key, number);
                }
            }
            for key in keys.iter().chain(&asked) {
                prop_assert_eq!(kept.get(key), map.get(key).copied());
            }
        }
    }
}
