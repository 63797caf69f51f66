//! Last names as they are written, to find who may be the same person under another spelling without a look at everybody.
//!
//! It offers candidates only; [`match_`](crate::domain::match_) decides. Nobody may be missing whom that would choose.

use crate::domain::card::Slip;
use crate::domain::letters;
use crate::domain::match_::{NEARLY_SAME, like};
use std::collections::HashMap;

/// Cards by last name, folded.
#[derive(Default, Clone)]
pub(super) struct Namesakes {
    by_last: HashMap<String, (Letters, Vec<u32>)>,
}

impl Namesakes {
    pub(super) fn insert(&mut self, place: u32, slip: &Slip<'_>) {
        let last = letters::fold(slip.last);
        let letters = Letters::of(&last);
        self.by_last.entry(last).or_insert_with(|| (letters, Vec::new())).1.push(place);
    }

    pub(super) fn remove(&mut self, place: u32, slip: &Slip<'_>) {
        let last = letters::fold(slip.last);
        if let Some((_, places)) = self.by_last.get_mut(&last) {
            places.retain(|p| *p != place);
            if places.is_empty() {
                self.by_last.remove(&last);
            }
        }
    }

    /// Who has this last name, folded.
    pub(super) fn of(&self, last: &str) -> &[u32] {
        self.by_last.get(last).map_or(&[], |(_, places)| places)
    }

    /// Who has a last name that may be another spelling of this one, folded.
    pub(super) fn nearly(&self, last: &str) -> impl Iterator<Item = u32> {
        let letters = Letters::of(last);
        let near = move |(other, (theirs, _)): &(&String, &(Letters, Vec<u32>))| {
            letters.likeness_at_most(theirs) >= NEARLY_SAME && like(last, other) >= NEARLY_SAME
        };
        self.by_last.iter().filter(near).flat_map(|(_, (_, places))| places.iter().copied())
    }
}

/// How often each letter stands in a name, so that most names are told apart without being compared.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    length: u32,
    /// Bit n of the first is set where letter n stands there once, of the second where it does twice, and so on.
    times: [u64; 3],
    /// Letters that stand there more often than that.
    more: u32,
}

impl Letters {
    fn of(name: &str) -> Self {
        let mut letters = Self::default();
        for letter in name.chars() {
            letters.length += 1;
            // Letters of other scripts share bits, which makes names look more alike than they are, never less.
            let bit = 1 << (u32::from(letter) % 64);
            match letters.times.iter_mut().find(|set| **set & bit == 0) {
                Some(set) => *set |= bit,
                None => letters.more += 1,
            }
        }
        letters
    }

    /// Jaro-Winkler likeness is not greater than this: as if the shared letters stood in one order and the first four were the same.
    fn likeness_at_most(&self, other: &Self) -> f64 {
        if self.length == 0 || other.length == 0 {
            return 0.0;
        }
        let shared: u32 = self.times.iter().zip(&other.times).map(|(a, b)| (a & b).count_ones()).sum();
        let shared = f64::from(shared + self.more.min(other.more));
        let jaro = (shared / f64::from(self.length) + shared / f64::from(other.length) + 1.0) / 3.0;
        0.4 + 0.6 * jaro + 1e-9
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn most_names_are_told_apart_by_their_letters() {
        let most = |a: &str, b: &str| Letters::of(a).likeness_at_most(&Letters::of(b));
        assert!(most("garcia", "brown") < NEARLY_SAME);
        assert!(most("garcia", "garza") >= NEARLY_SAME);
    }

    proptest! {
        #[test]
        fn no_name_is_more_like_another_than_its_letters_allow(a in "[a-dé ]{0,12}", b in "[a-dé ]{0,12}") {
            prop_assert!(like(&a, &b) <= Letters::of(&a).likeness_at_most(&Letters::of(&b)));
        }
    }
}
