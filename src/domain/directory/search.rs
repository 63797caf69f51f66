//! The search behind the directory: sorted name words, birth dates, last fours and ids, kept up to date card by card.
//!
//! The rarest word of a query chooses the candidates and the others are compared on their cards, so a search touches few of them.
//! A word that nobody's name begins with is corrected through the pairs of letters it shares with names.

use crate::domain::card::Card;
use crate::domain::date;
use crate::domain::entry::{Day, Text};
use crate::domain::id::ClientId;
use crate::domain::{letters, ssn};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Somebody found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Who.
    pub client: ClientId,
    /// By what.
    pub by: Found,
}

/// By what somebody was found, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// The client id.
    Id,
    /// The whole of every name typed.
    Name,
    /// The date of birth.
    Birth,
    /// The last four digits of the SSN.
    LastFour,
    /// The beginning of a name typed, or of the id.
    Beginning,
    /// A name nearly like the one typed.
    Similar,
}

/// Positions of cards, by everything that may be typed.
#[derive(Default, Clone)]
pub(super) struct Index {
    /// Words of names.
    words: BTreeMap<Text, Vec<u32>>,
    /// Words by each pair of neighbouring letters in them.
    pairs: HashMap<[char; 2], HashSet<Text>>,
    births: HashMap<Day, Vec<u32>>,
    last_fours: HashMap<Text, Vec<u32>>,
    ids: BTreeMap<Text, Vec<u32>>,
    /// The words of each card, and the beginning of its last name as a number, so that most comparisons need no text.
    filed: Vec<(Vec<Word>, u64)>,
}

/// A word of a name, with its beginning as a number.
#[derive(Clone)]
struct Word {
    text: Text,
    head: u64,
}

/// How well a card answers: by what, and how many words of the query are not a whole name of it.
type Rank = (Found, u32);

/// One word of a query and the words of names that answer to it.
struct Term {
    exact: Text,
    /// Its beginning as a number, and the part of such a number that it fills.
    head: u64,
    filled: u64,
    near: HashSet<Text>,
}

impl Term {
    fn new(exact: Text, near: HashSet<Text>) -> Self {
        let head = beginning_of(exact.as_str());
        let bits = 8 * exact.as_str().len().min(8) as u32;
        Self { exact, head, filled: u64::MAX.checked_shr(bits).map_or(u64::MAX, |rest| !rest), near }
    }

    /// How a word answers to it.
    fn answer(&self, word: &Text, head: u64) -> Option<Found> {
        let (word_length, length) = (word.as_str().len(), self.exact.as_str().len());
        if head & self.filled == self.head && (length <= 8 || word.as_str().starts_with(self.exact.as_str())) {
            Some(if word_length == length { Found::Name } else { Found::Beginning })
        } else {
            (!self.near.is_empty() && self.near.contains(word)).then_some(Found::Similar)
        }
    }
}

impl Index {
    pub(super) fn insert(&mut self, place: u32, card: &Card) {
        let words = card_words(card);
        for word in words.iter().cloned() {
            if !self.words.contains_key(&word) {
                for pair in pairs(word.as_str()) {
                    self.pairs.entry(pair).or_default().insert(word.clone());
                }
            }
            add(self.words.entry(word).or_default(), place);
        }
        if let Some(born) = card.born {
            add(self.births.entry(born).or_default(), place);
        }
        if let Some(four) = ssn::last_four(&card.ssn) {
            add(self.last_fours.entry(Text::new(four)).or_default(), place);
        }
        add(self.ids.entry(Text::new(card.client.as_str().to_lowercase())).or_default(), place);
        if self.filed.len() <= place as usize {
            self.filed.resize_with(place as usize + 1, Default::default);
        }
        let words = words.into_iter().map(|text| Word { head: beginning_of(text.as_str()), text }).collect();
        self.filed[place as usize] = (words, beginning_of(card.last.as_str()));
    }

    pub(super) fn remove(&mut self, place: u32, card: &Card) {
        for word in card_words(card) {
            let Some(places) = self.words.get_mut(&word) else { continue };
            places.retain(|p| *p != place);
            if places.is_empty() {
                self.words.remove(&word);
                for pair in pairs(word.as_str()) {
                    self.pairs.entry(pair).or_default().remove(&word);
                }
            }
        }
        if let Some(places) = card.born.and_then(|born| self.births.get_mut(&born)) {
            places.retain(|p| *p != place);
        }
        if let Some(places) = ssn::last_four(&card.ssn).and_then(|four| self.last_fours.get_mut(&Text::new(four))) {
            places.retain(|p| *p != place);
        }
        // Two ids may differ only in their case.
        if let Some(places) = self.ids.get_mut(&Text::new(card.client.as_str().to_lowercase())) {
            places.retain(|p| *p != place);
        }
    }

    /// Who was born on this day.
    pub(super) fn born_on(&self, day: Day) -> &[u32] {
        self.births.get(&day).map_or(&[], Vec::as_slice)
    }

    /// Whose number ends in these four characters.
    pub(super) fn ending_in(&self, four: &str) -> &[u32] {
        self.last_fours.get(&Text::new(four)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn search(&self, cards: &[Card], text: &str, limit: usize, today: Day) -> Vec<Hit> {
        let mut found: HashMap<u32, Rank> = HashMap::new();
        let mut hit = |place: u32, by: Found| {
            let best = found.entry(place).or_insert((by, 0));
            *best = (by, 0).min(*best);
        };
        let typed = text.trim();
        let id = Text::new(typed.to_lowercase());
        if !id.is_blank() {
            for (key, places) in self.ids.range(id.clone()..).take_while(|(k, _)| k.as_str().starts_with(id.as_str())).take(limit.max(1)) {
                let by = if *key == id { Found::Id } else { Found::Beginning };
                places.iter().for_each(|p| hit(*p, by));
            }
        }
        let born = if typed.contains(|c: char| c.is_ascii_digit()) && typed.len() >= 6 { date::typed(typed, today) } else { None };
        // A date of birth is never ahead: two digits of a year are of the last hundred.
        let births = born.into_iter().chain(born.filter(|b| *b > today).and_then(|b| b.checked_sub_months(chrono::Months::new(1200))));
        births.filter_map(|b| self.births.get(&b)).flatten().for_each(|p| hit(*p, Found::Birth));
        if typed.len() == 4 && typed.bytes().all(|b| b.is_ascii_digit()) {
            self.last_fours.get(&Text::new(typed)).into_iter().flatten().for_each(|p| hit(*p, Found::LastFour));
        }
        // One letter finds half of everybody by name: those are merged without a table.
        let mut named = self.by_name(cards.len(), typed);
        let mut both = vec![false; if found.is_empty() { 0 } else { cards.len() }];
        found.keys().for_each(|place| both[*place as usize] = true);
        for (place, rank) in &mut named {
            if both.get(*place as usize).is_some_and(|both| *both)
                && let Some(other) = found.remove(place)
            {
                *rank = other.min(*rank);
            }
        }
        named.extend(found);
        self.best(cards, named, limit)
    }

    fn by_name(&self, everybody: usize, typed: &str) -> Vec<(u32, Rank)> {
        let words: Vec<Text> = letters::words(typed).into_iter().map(Text::new).collect();
        // A slip may spell another name, so where the words as typed find nobody together, every one of them is doubted.
        let found = self.by_words(everybody, &words, false);
        if found.is_empty() { self.by_words(everybody, &words, true) } else { found }
    }

    fn by_words(&self, everybody: usize, words: &[Text], doubt: bool) -> Vec<(u32, Rank)> {
        let term = |word: &Text| {
            let known = self.beginning(word).next().is_some();
            let near = if known && !doubt { HashSet::new() } else { self.similar(word) };
            (known || !near.is_empty()).then(|| Term::new(word.clone(), near))
        };
        let Some(terms) = words.iter().map(term).collect::<Option<Vec<Term>>>() else { return Vec::new() };
        let weight = |t: &&Term| self.candidates(t).map(|(_, places)| places.len()).sum::<usize>();
        let Some(rarest) = terms.iter().min_by_key(weight) else { return Vec::new() };
        let mut seen = vec![false; everybody];
        let mut first = |place: &u32| seen.get_mut(*place as usize).is_some_and(|seen| !std::mem::replace(seen, true));
        if let [only] = terms.as_slice() {
            // The words stand in the order of their ranks: the word itself, those that begin with it, those nearly like it.
            let ranked = self.candidates(only).flat_map(|(word, places)| places.iter().map(move |place| (*place, word)));
            let rank = |word: &Text| only.answer(word, beginning_of(word.as_str())).map(|by| (by, u32::from(by != Found::Name)));
            return ranked.filter(|(place, _)| first(place)).filter_map(|(place, word)| Some((place, rank(word)?))).collect();
        }
        let places: Vec<u32> = self.candidates(rarest).flat_map(|(_, places)| places).copied().filter(first).collect();
        places.into_iter().filter_map(|place| Some((place, judge(&self.filed.get(place as usize)?.0, &terms)?))).collect()
    }

    fn beginning(&self, word: &Text) -> impl Iterator<Item = (&Text, &[u32])> {
        let range = self.words.range(word.clone()..).take_while({
            let word = word.clone();
            move |(k, _)| k.as_str().starts_with(word.as_str())
        });
        range.map(|(word, places)| (word, places.as_slice()))
    }

    fn candidates<'a>(&'a self, term: &'a Term) -> impl Iterator<Item = (&'a Text, &'a [u32])> {
        let near = term.near.iter().filter_map(|word| Some((word, self.words.get(word)?.as_slice())));
        self.beginning(&term.exact).chain(near)
    }

    /// Words of names within one slip of this word, or two where it is long.
    fn similar(&self, word: &Text) -> HashSet<Text> {
        let length = word.as_str().chars().count();
        if length < 3 {
            return HashSet::new();
        }
        let slips = if length > 6 { 2 } else { 1 };
        let mut shared: HashMap<&Text, usize> = HashMap::new();
        for pair in pairs(word.as_str()) {
            for other in self.pairs.get(&pair).into_iter().flatten() {
                *shared.entry(other).or_default() += 1;
            }
        }
        // A slip spoils at most three of the pairs (two letters that changed places), and there is one pair more than letters.
        let needed = (length + 1).saturating_sub(3 * slips).max(2);
        let close = |other: &Text| {
            other.as_str().chars().count().abs_diff(length) <= slips && strsim::osa_distance(word.as_str(), other.as_str()) <= slips
        };
        shared.into_iter().filter(|(other, n)| *n >= needed && close(other)).map(|(other, _)| other.clone()).collect()
    }

    /// The best of them, in a lasting order: how they were found, then last name, first name, id.
    fn best(&self, cards: &[Card], found: Vec<(u32, Rank)>, limit: usize) -> Vec<Hit> {
        let begins = |place: u32| self.filed.get(place as usize).map_or(0, |(_, begins)| *begins);
        let mut found: Vec<(Rank, u64, u32)> = found.into_iter().map(|(place, rank)| (rank, begins(place), place)).collect();
        let order = |a: &(Rank, u64, u32), b: &(Rank, u64, u32)| {
            let key = |place: u32| cards.get(place as usize).map(|c| (&c.last, &c.first, &c.client));
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| key(a.2).cmp(&key(b.2)))
        };
        if limit == 0 {
            return Vec::new();
        }
        if found.len() > limit {
            found.select_nth_unstable_by(limit - 1, order);
            found.truncate(limit);
        }
        found.sort_unstable_by(order);
        found.into_iter().filter_map(|((by, _), _, place)| Some(Hit { client: cards.get(place as usize)?.client.clone(), by })).collect()
    }
}

/// How the words of a card answer to every word of the query; none where they do not.
fn judge(words: &[Word], terms: &[Term]) -> Option<Rank> {
    let mut used = 0_u64;
    let mut rank = (Found::Name, 0);
    for term in terms {
        // Each word of the name answers once, or "Ann Ann" would find every Ann.
        let free = words.iter().enumerate().take(64).filter(|(at, _)| used & (1 << at) == 0);
        let (by, at) = free.filter_map(|(at, word)| Some((term.answer(&word.text, word.head)?, at))).min()?;
        used |= 1 << at;
        rank = (rank.0.max(by), rank.1 + u32::from(by != Found::Name));
    }
    Some(rank)
}

/// The first eight bytes of a text, in its order.
fn beginning_of(text: &str) -> u64 {
    text.bytes().chain(std::iter::repeat(0)).take(8).fold(0, |number, byte| number << 8 | u64::from(byte))
}

/// The words of a card's names, each as often as it stands there.
fn card_words(card: &Card) -> Vec<Text> {
    [&card.first, &card.middle, &card.last, &card.suffix]
        .into_iter()
        .flat_map(|part| letters::words(part.as_str()))
        .map(Text::new)
        .collect()
}

/// The pairs of neighbours in a word, with its edges.
fn pairs(word: &str) -> Vec<[char; 2]> {
    let letters: Vec<char> = std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')).collect();
    letters.windows(2).map(|w| [w[0], w[1]]).collect()
}

fn add(places: &mut Vec<u32>, place: u32) {
    if places.last() != Some(&place) && !places.contains(&place) {
        places.push(place);
    }
}
