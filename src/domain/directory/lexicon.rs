//! The words of everybody's names: each of them once, who has it, and which are nearly like a word.
//!
//! A word keeps its number for good, so that a card holds numbers instead of words and a query is answered for each word once.

use crate::domain::entry::Text;
use crate::domain::{nickname, sound};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

/// What it costs a word to be the wanted one under another name, in the order in which hits are shown.
pub(super) mod cost {
    /// The word itself.
    pub const SAME: u8 = 0;
    /// It begins with what was typed last: perhaps it is not typed to its end yet.
    pub const BEGINS: u8 = 1;
    /// Another form of the same first name.
    pub const FORM: u8 = 2;
    /// One letter too many, too few or wrong, or two that changed places.
    pub const SLIP: u8 = 3;
    /// It sounds alike.
    pub const SOUND: u8 = 4;
    /// Two slips.
    pub const SLIPS: u8 = 5;
    /// It begins with a word that another one follows.
    pub const SHORTENED: u8 = 6;
}

/// Jaro-Winkler likeness that two words need besides the same sound.
const SOUNDS_LIKE: f64 = 0.7;

/// See the module.
#[derive(Default, Clone)]
pub(super) struct Lexicon {
    words: Vec<Word>,
    order: BTreeMap<Text, u32>,
    /// Words by each pair of neighbouring letters in them.
    pairs: HashMap<[char; 2], Vec<u32>>,
    /// Words by how they sound.
    sounds: HashMap<String, Vec<u32>>,
}

#[derive(Clone)]
struct Word {
    text: Text,
    /// In letters.
    length: usize,
    /// The places of the cards that have it.
    holders: Vec<u32>,
}

impl Lexicon {
    /// The number of a word, which somebody has from now on.
    pub(super) fn add(&mut self, word: &str, place: u32) -> u32 {
        let number = self.order.get(word).copied().unwrap_or_else(|| self.enter(Text::new(word)));
        if let Some(word) = self.words.get_mut(number as usize)
            // The same card may have it twice, one after the other.
            && word.holders.last() != Some(&place)
        {
            word.holders.push(place);
        }
        number
    }

    fn enter(&mut self, text: Text) -> u32 {
        let number = self.words.len() as u32;
        let mut own = pairs(text.as_str());
        own.sort_unstable();
        own.dedup();
        for pair in own {
            self.pairs.entry(pair).or_default().push(number);
        }
        self.sounds.entry(sound::key(text.as_str())).or_default().push(number);
        self.order.insert(text.clone(), number);
        self.words.push(Word { length: text.as_str().chars().count(), text, holders: Vec::new() });
        number
    }

    /// Gives back what was set aside for more.
    pub(super) fn shrink(&mut self) {
        self.words.iter_mut().for_each(|word| word.holders.shrink_to_fit());
        self.pairs.values_mut().chain(self.sounds.values_mut()).for_each(Vec::shrink_to_fit);
    }

    /// Somebody has a word no longer.
    pub(super) fn remove(&mut self, number: u32, place: u32) {
        if let Some(word) = self.words.get_mut(number as usize) {
            word.holders.retain(|holder| *holder != place);
        }
    }

    /// How many words there are; their numbers are below.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Who has a word.
    pub(super) fn holders(&self, number: u32) -> &[u32] {
        self.words.get(number as usize).map_or(&[], |word| &word.holders)
    }

    /// The number of a word, where somebody ever had it.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.order.get(word).copied()
    }

    /// The words that begin with this one, itself first, and what each costs where nothing more is said of it.
    pub(super) fn beginning<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (u32, u8)> {
        let range = self.order.range::<str, _>((Bound::Included(word), Bound::Unbounded));
        let begins = range.take_while(move |(other, _)| other.as_str().starts_with(word));
        begins.map(move |(other, number)| (*number, if other.as_str().len() == word.len() { cost::SAME } else { cost::BEGINS }))
    }

    /// The words that may be meant by this one: other forms of a first name, one slip (two where it is long), the same sound. The
    /// cheapest first; a word of less than three letters may mean anything, and is taken as it is.
    pub(super) fn near(&self, word: &str) -> Vec<(u32, u8)> {
        let length = word.chars().count();
        if length < 3 {
            return Vec::new();
        }
        let mut near: HashMap<u32, u8> = HashMap::new();
        let mut found = |number: u32, cost: u8| {
            let least = near.entry(number).or_insert(cost);
            *least = cost.min(*least);
        };
        nickname::forms(word).filter_map(|form| self.order.get(form)).for_each(|number| found(*number, cost::FORM));
        for (number, slips) in self.slipped(word, length) {
            found(number, if slips > 1 { cost::SLIPS } else { cost::SLIP });
        }
        let alike = self.sounds.get(&sound::key(word)).into_iter().flatten();
        alike
            .filter(|number| strsim::jaro_winkler(word, self.text(**number)) >= SOUNDS_LIKE)
            .for_each(|number| found(*number, cost::SOUND));
        let mut near: Vec<(u32, u8)> = near.into_iter().filter(|(number, _)| !self.holders(*number).is_empty()).collect();
        near.sort_unstable_by_key(|(number, cost)| (*cost, *number));
        near
    }

    /// Words within one slip of this word, or two where it is long, and how many.
    fn slipped(&self, word: &str, length: usize) -> Vec<(u32, usize)> {
        let most = if length > 6 { 2 } else { 1 };
        let mut shared = vec![0_u8; self.words.len()];
        let mut touched = Vec::new();
        for pair in pairs(word) {
            for number in self.pairs.get(&pair).into_iter().flatten() {
                if let Some(shared) = shared.get_mut(*number as usize) {
                    if *shared == 0 {
                        touched.push(*number);
                    }
                    *shared = shared.saturating_add(1);
                }
            }
        }
        // A slip spoils at most three of the pairs (two letters that changed places), and there is one pair more than letters.
        let needed = (length + 1).saturating_sub(3 * most).max(if length > 3 { 2 } else { 1 });
        let close = |number: u32| {
            let other = self.words.get(number as usize)?;
            if usize::from(*shared.get(number as usize)?) < needed || other.length.abs_diff(length) > most {
                return None;
            }
            let slips = strsim::osa_distance(word, other.text.as_str());
            (slips <= most).then_some((number, slips))
        };
        touched.into_iter().filter_map(close).collect()
    }

    fn text(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", |word| word.text.as_str())
    }
}

/// The pairs of neighbours in a word, with its edges.
fn pairs(word: &str) -> Vec<[char; 2]> {
    let letters: Vec<char> = std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')).collect();
    letters.windows(2).map(|w| [w[0], w[1]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(words: &[&str]) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for (place, word) in (0..).zip(words) {
            lexicon.add(word, place);
        }
        lexicon
    }

    #[test]
    fn what_may_be_meant_is_near_and_the_likeliest_first() {
        let lexicon = lexicon(&["robert", "rivera", "riviera", "ernandes", "romero", "rob"]);
        let near = |word| lexicon.near(word).into_iter().map(|(number, cost)| (lexicon.text(number), cost)).collect::<Vec<_>>();
        assert_eq!(near("bob"), [("robert", cost::FORM), ("rob", cost::FORM)]);
        assert_eq!(near("rievra"), [("rivera", cost::SLIP), ("riviera", cost::SOUND)], "two letters changed places");
        assert_eq!(near("hernandez"), [("ernandes", cost::SOUND)]);
        assert_eq!(near("xy"), []);
    }

    #[test]
    fn a_word_that_nobody_has_any_more_is_near_nothing() {
        let mut lexicon = lexicon(&["rivera"]);
        lexicon.remove(0, 0);
        assert!(lexicon.near("riveraa").is_empty());
        assert!(lexicon.holders(0).is_empty());
    }
}
