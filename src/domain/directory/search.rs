//! The search behind the directory: words of names, birth dates, last fours and ids, kept up to date card by card.
//!
//! What is typed is taken as it stands first; the last word may be the beginning of one. Where that does not fill the list, every part of
//! it is doubted: a name may be misspelt, written as it sounds, shortened or another form of it, a birth date may have its day and month
//! swapped or be a year off. Those hits follow.

use super::lexicon::{Lexicon, cost};
use crate::domain::card::Card;
use crate::domain::date;
use crate::domain::entry::{Day, Text};
use crate::domain::id::ClientId;
use crate::domain::match_;
use crate::domain::{letters, ssn};
use chrono::Months;
use std::collections::{BTreeSet, HashMap};

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
    /// A name or a date of birth nearly like the one typed.
    Similar,
}

/// Cards by everything that may be typed.
#[derive(Default, Clone)]
pub(super) struct Index {
    lexicon: Lexicon,
    births: HashMap<Day, Vec<u32>>,
    last_fours: HashMap<Text, Vec<u32>>,
    /// Two ids may differ only in their case.
    ids: BTreeSet<(Text, u32)>,
    /// By place.
    filed: Vec<Filed>,
}

/// What is remembered of a card, so that most comparisons need no text.
#[derive(Clone, Default)]
struct Filed {
    /// The numbers of the words of its names, each as often as it stands there.
    words: Box<[u32]>,
    /// The beginning of its last name as a number.
    begins: u64,
}

/// How well a card answers: what its words cost; how unlike its name is to what was typed besides, by words that were not asked for and by
/// their order; and by what it is found.
type Rank = (u32, u32, Found);

/// A word of a name, as it was typed.
struct Typed {
    /// Folded.
    word: String,
    /// True where it is typed to its end: all but the last.
    whole: bool,
    /// Its place among them.
    at: usize,
}

/// What was typed, part by part.
#[derive(Default)]
struct Query {
    /// Of names.
    words: Vec<Typed>,
    births: Vec<Day>,
    last_four: Option<String>,
}

impl Query {
    fn read(typed: &str, today: Day) -> Self {
        let mut query = Self::default();
        // A date may be typed with spaces in it.
        if query.takes_date(typed, today) {
            return query;
        }
        for part in typed.split([' ', ',']).filter(|part| !part.is_empty()) {
            if part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()) {
                query.last_four = Some(part.to_owned());
            } else if !query.takes_date(part, today) {
                for word in letters::words(part) {
                    query.words.push(Typed { word, whole: true, at: query.words.len() });
                }
            }
        }
        if let Some(last) = query.words.last_mut() {
            last.whole = false;
        }
        // The longer word takes its name first: “g gloria” is Gloria Garcia, whose “g” is not that of Gloria.
        query.words.sort_by_key(|typed| std::cmp::Reverse(typed.word.len()));
        query
    }

    fn takes_date(&mut self, text: &str, today: Day) -> bool {
        let may_be = text.len() >= 6 && text.contains(|c: char| c.is_ascii_digit());
        let Some(day) = date::typed(text, today).filter(|_| may_be) else { return false };
        // A date of birth is never ahead: two digits of a year are of the last hundred.
        let earlier = if day > today { day.checked_sub_months(Months::new(1200)) } else { None };
        self.births = std::iter::once(day).chain(earlier).collect();
        true
    }
}

/// One word of a query.
struct Term {
    /// Its place among the words typed.
    at: usize,
    /// The words that answer to it, the best first.
    words: Vec<u32>,
    /// By the number of a word: one more than what it costs, 0 where it does not answer.
    costs: Vec<u8>,
}

impl Term {
    fn new(lexicon: &Lexicon, Typed { word, whole, at }: &Typed, doubt: bool) -> Self {
        let mut term = Self { at: *at, words: Vec::new(), costs: vec![0; lexicon.len()] };
        if *whole {
            term.take(lexicon.number(word).map(|number| (number, cost::SAME)));
        } else {
            term.take(lexicon.beginning(word));
        }
        if doubt {
            term.take(lexicon.near(word));
            term.take(lexicon.beginning(word).map(|(number, _)| (number, cost::SHORTENED)));
        }
        term
    }

    /// The first word on a number counts: the cheapest come first.
    fn take(&mut self, answers: impl IntoIterator<Item = (u32, u8)>) {
        for (number, cost) in answers {
            if let Some(known @ 0) = self.costs.get_mut(number as usize) {
                *known = cost + 1;
                self.words.push(number);
            }
        }
    }

    fn cost(&self, word: u32) -> Option<u8> {
        self.costs.get(word as usize).copied()?.checked_sub(1)
    }
}

/// By what a word of this cost is found.
const fn found_by(cost: u8) -> Found {
    match cost {
        cost::SAME => Found::Name,
        cost::BEGINS | cost::SHORTENED => Found::Beginning,
        _ => Found::Similar,
    }
}

impl Index {
    pub(super) fn insert(&mut self, place: u32, card: &Card) {
        if let Some(born) = card.born {
            self.births.entry(born).or_default().push(place);
        }
        if let Some(four) = ssn::last_four(&card.ssn) {
            self.last_fours.entry(Text::new(four)).or_default().push(place);
        }
        self.ids.insert((Text::new(card.client.as_str().to_lowercase()), place));
        if self.filed.len() <= place as usize {
            self.filed.resize_with(place as usize + 1, Default::default);
        }
        let words = card_words(card).map(|word| self.lexicon.add(word, place)).collect();
        self.filed[place as usize] = Filed { words, begins: beginning_of(card.last.as_str()) };
    }

    pub(super) fn remove(&mut self, place: u32, card: &Card) {
        if let Some(filed) = self.filed.get_mut(place as usize) {
            std::mem::take(filed).words.iter().for_each(|word| self.lexicon.remove(*word, place));
        }
        let births = card.born.and_then(|born| self.births.get_mut(&born));
        let fours = ssn::last_four(&card.ssn).and_then(|four| self.last_fours.get_mut(four));
        self.ids.remove(&(Text::new(card.client.as_str().to_lowercase()), place));
        births.into_iter().chain(fours).for_each(|places| places.retain(|p| *p != place));
    }

    /// Who was born on this day.
    pub(super) fn born_on(&self, day: Day) -> &[u32] {
        self.births.get(&day).map_or(&[], Vec::as_slice)
    }

    /// Whose number ends in these four characters.
    pub(super) fn ending_in(&self, four: &str) -> &[u32] {
        self.last_fours.get(four).map_or(&[], Vec::as_slice)
    }

    pub(super) fn search(&self, cards: &[Card], text: &str, limit: usize, today: Day) -> Vec<Hit> {
        let typed = text.trim();
        let query = Query::read(typed, today);
        let mut found = self.by_id(typed, limit);
        found.extend(self.by_parts(cards.len(), &query, false));
        if found.len() < limit {
            found.extend(self.by_parts(cards.len(), &query, true));
        }
        self.best(cards, found, limit)
    }

    fn by_id(&self, typed: &str, limit: usize) -> Vec<(u32, Rank)> {
        let typed = typed.to_lowercase();
        if typed.is_empty() {
            return Vec::new();
        }
        let begin = self.ids.range((Text::new(&typed), 0)..);
        let begin = begin.take_while(|(id, _)| id.as_str().starts_with(&typed)).take(limit.max(1));
        let rank = |id: &Text| {
            if id.as_str() == typed { (u32::from(cost::SAME), 0, Found::Id) } else { (u32::from(cost::BEGINS), 0, Found::Beginning) }
        };
        begin.map(|(id, place)| (*place, rank(id))).collect()
    }

    /// Whoever answers to every part of the query, as it was typed, or doubted.
    fn by_parts(&self, everybody: usize, query: &Query, doubt: bool) -> Vec<(u32, Rank)> {
        let terms: Vec<Term> = query.words.iter().map(|typed| Term::new(&self.lexicon, typed, doubt)).collect();
        if terms.iter().any(|term| term.words.is_empty()) {
            return Vec::new();
        }
        match self.by_numbers(query, doubt) {
            Some(numbered) if terms.is_empty() => numbered,
            Some(numbered) => {
                numbered.into_iter().filter_map(|(place, rank)| Some((place, worse(rank, self.judge(place, &terms)?)))).collect()
            }
            None => self.by_terms(everybody, &terms),
        }
    }

    /// Whoever answers to the date of birth and the last four digits; none where neither was typed.
    fn by_numbers(&self, query: &Query, doubt: bool) -> Option<Vec<(u32, Rank)>> {
        let four = query.last_four.as_deref().map(|four| self.ending_in(four));
        if query.births.is_empty() {
            return four.map(|four| four.iter().map(|place| (*place, (0, 0, Found::LastFour))).collect());
        }
        let days = query.births.iter().map(|day| (*day, (0, 0, Found::Birth)));
        let doubted = query.births.iter().filter(|_| doubt).flat_map(|day| match_::telling_births(*day).skip(1));
        let days = days.chain(doubted.map(|day| (day, (u32::from(cost::SLIP), 0, Found::Similar))));
        let born = days.flat_map(|(day, rank)| self.born_on(day).iter().map(move |place| (*place, rank)));
        Some(born.filter(|(place, _)| four.is_none_or(|four| four.contains(place))).collect())
    }

    fn by_terms(&self, everybody: usize, terms: &[Term]) -> Vec<(u32, Rank)> {
        let weight = |t: &&Term| t.words.iter().map(|word| self.lexicon.holders(*word).len()).sum::<usize>();
        let Some(rarest) = terms.iter().min_by_key(weight) else { return Vec::new() };
        let mut seen = vec![false; everybody];
        let mut first = |place: u32| seen.get_mut(place as usize).is_some_and(|seen| !std::mem::replace(seen, true));
        let holders = rarest.words.iter().flat_map(|word| self.lexicon.holders(*word).iter().map(move |place| (*place, *word)));
        let candidates = holders.filter(|(place, _)| first(*place));
        if terms.len() == 1 {
            // The best word of a card comes first, so nothing is to be judged: one letter finds half of everybody.
            let rank = |word: u32| rarest.cost(word).map(|cost| (u32::from(cost), 0, found_by(cost)));
            return candidates.filter_map(|(place, word)| Some((place, rank(word)?))).collect();
        }
        candidates.filter_map(|(place, _)| Some((place, self.judge(place, terms)?))).collect()
    }

    /// How the words of a card answer to every word of the query; none where they do not.
    fn judge(&self, place: u32, terms: &[Term]) -> Option<Rank> {
        let words = &self.filed.get(place as usize)?.words;
        let mut used = 0_u64;
        let mut rank = (0, 2 * words.len().saturating_sub(terms.len()) as u32, Found::Name);
        // Where each of the first few stands, typed and in the name.
        let mut order = [(0, 0); 8];
        for (number, term) in terms.iter().enumerate() {
            // Each word of the name answers once, or "Ann Ann" would find every Ann.
            let free = words.iter().enumerate().take(64).filter(|(at, _)| used & (1 << at) == 0);
            let (cost, at) = free.filter_map(|(at, word)| Some((term.cost(*word)?, at))).min()?;
            used |= 1 << at;
            if let Some(place) = order.get_mut(number) {
                *place = (term.at, at);
            }
            rank = worse(rank, (u32::from(cost), 0, found_by(cost)));
        }
        let order = &order[..terms.len().min(order.len())];
        let turned = order.iter().any(|(typed, at)| order.iter().any(|(other, there)| typed < other && at > there));
        rank.1 += u32::from(turned);
        Some(rank)
    }

    /// The best of them, in a lasting order: what they cost, how they were found, then last name, first name, id.
    fn best(&self, cards: &[Card], found: Vec<(u32, Rank)>, limit: usize) -> Vec<Hit> {
        let begins = |place: u32| self.filed.get(place as usize).map_or(0, |filed| filed.begins);
        let mut found: Vec<(Rank, u64, u32)> = found.into_iter().map(|(place, rank)| (rank, begins(place), place)).collect();
        let order = |a: &(Rank, u64, u32), b: &(Rank, u64, u32)| {
            let key = |place: u32| cards.get(place as usize).map(|c| (&c.last, &c.first, &c.client));
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| key(a.2).cmp(&key(b.2)))
        };
        // Somebody may be found by the id, as typed, and when in doubt.
        let enough = limit.saturating_mul(3);
        if enough == 0 {
            return Vec::new();
        }
        if found.len() > enough {
            found.select_nth_unstable_by(enough - 1, order);
            found.truncate(enough);
        }
        found.sort_unstable_by(order);
        let mut hits: Vec<Hit> = Vec::new();
        for ((_, _, by), _, place) in found {
            let Some(card) = cards.get(place as usize) else { continue };
            if hits.len() < limit && hits.iter().all(|hit| hit.client != card.client) {
                hits.push(Hit { client: card.client.clone(), by });
            }
        }
        hits
    }
}

/// Both together: found by the weaker of them, at the cost of both.
fn worse(one: Rank, other: Rank) -> Rank {
    (one.0 + other.0, one.1 + other.1, one.2.max(other.2))
}

/// The first eight bytes of a text, in its order.
fn beginning_of(text: &str) -> u64 {
    text.bytes().chain(std::iter::repeat(0)).take(8).fold(0, |number, byte| number << 8 | u64::from(byte))
}

/// The words of a card's names, each as often as it stands there.
fn card_words(card: &Card) -> impl Iterator<Item = Text> {
    let names = [&card.first, &card.middle, &card.last, &card.suffix];
    names.into_iter().flat_map(|part| letters::words(part.as_str())).map(Text::new)
}
