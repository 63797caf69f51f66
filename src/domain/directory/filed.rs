//! What is remembered of each card beside the roll, so that most comparisons of a search read no text.

use std::collections::HashMap;

/// Nearly every name has no more words than this.
const FEW: usize = 4;

/// No word: the lexicon numbers none so high.
const NONE: u32 = u32::MAX;

/// By place.
#[derive(Default, Clone)]
pub(super) struct Files {
    filed: Vec<Filed>,
    /// The words of longer names.
    long: HashMap<u32, Box<[u32]>>,
}

#[derive(Clone, Copy)]
struct Filed {
    /// The numbers of the words of its names, each as often as it stands there; of a longer name the first is [`NONE`] as well.
    words: [u32; FEW],
    /// The beginning of its last name as a number.
    begins: [u32; 2],
}

impl Files {
    /// Remembers the words of a card, and its last name.
    pub(super) fn put(&mut self, place: u32, words: &[u32], last: &str) {
        if self.filed.len() <= place as usize {
            self.filed.resize(place as usize + 1, Filed { words: [NONE; FEW], begins: [0; 2] });
        }
        let mut few = [NONE; FEW];
        if words.len() <= FEW {
            self.long.remove(&place);
            few.iter_mut().zip(words).for_each(|(to, word)| *to = *word);
        } else {
            self.long.insert(place, words.into());
        }
        let begins = beginning_of(last);
        self.filed[place as usize] = Filed { words: few, begins: [(begins >> 32) as u32, begins as u32] };
    }

    /// How many places there are.
    pub(super) fn len(&self) -> usize {
        self.filed.len()
    }

    /// The numbers of the words of a card's names, each as often as it stands there.
    pub(super) fn words(&self, place: u32) -> &[u32] {
        let Some(filed) = self.filed.get(place as usize) else { return &[] };
        let count = filed.words.iter().take_while(|word| **word != NONE).count();
        if count > 0 { &filed.words[..count] } else { self.long.get(&place).map_or(&[], |words| words) }
    }

    /// The beginning of a card's last name as a number.
    pub(super) fn begins(&self, place: u32) -> u64 {
        self.filed.get(place as usize).map_or(0, |filed| u64::from(filed.begins[0]) << 32 | u64::from(filed.begins[1]))
    }

    /// Gives back what was set aside for more.
    pub(super) fn shrink(&mut self) {
        self.filed.shrink_to_fit();
    }
}

/// The first eight bytes of a text, in its order.
fn beginning_of(text: &str) -> u64 {
    text.bytes().chain(std::iter::repeat(0)).take(8).fold(0, |number, byte| number << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_length_is_remembered_until_it_is_another() {
        let mut files = Files::default();
        for words in [&[][..], &[7], &[1, 2, 3, 4], &[1, 2, 3, 4, 5, 5], &[9]] {
            files.put(2, words, "Rivera");
            assert_eq!((files.words(2), files.words(1), files.words(3), files.len()), (words, &[][..], &[][..], 3));
        }
        assert!(files.begins(2) > beginning_of("Riva") && files.begins(2) == beginning_of("Rivera"));
    }
}
