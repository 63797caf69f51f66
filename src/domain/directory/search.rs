//! The search behind the directory: words of names, birth dates, last fours and ids, kept up to date card by card.
//!
//! What is typed is taken as it stands first; the last word may be the beginning of one. Where that does not fill the list, every part of
//! it is doubted: a name may be misspelt, written as it sounds, shortened or another form of it, a birth date may have its day and month
//! swapped or be a year off. Those hits follow.

use super::filed::Files;
use super::lexicon::{Lexicon, cost};
use crate::domain::card::Slip;
use crate::domain::date;
use crate::domain::entry::{Day, Text};
use crate::domain::id::ClientId;
use crate::domain::match_;
use crate::domain::roll::Roll;
use crate::domain::{letters, ssn};
use chrono::Months;
use std::collections::{BTreeSet, HashMap, HashSet};

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
    /// By the beginning of the id, in lower case: two ids may differ only in that. The roll has the whole of it.
    ids: BTreeSet<(Beginning, u32)>,
    files: Files,
}

/// So much of an id is kept beside the place: nearly all of the 32 characters that it may have, so that ids stand in their order.
type Beginning = [u8; 28];

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
    pub(super) fn insert(&mut self, place: u32, slip: &Slip<'_>) {
        if let Some(born) = slip.born {
            self.births.entry(born).or_default().push(place);
        }
        if let Some(four) = ssn::last_four(slip.ssn) {
            match self.last_fours.get_mut(four) {
                Some(places) => places.push(place),
                None => drop(self.last_fours.insert(Text::new(four), vec![place])),
            }
        }
        self.ids.insert((beginning(&slip.client.to_lowercase()), place));
        let words: Vec<u32> = words_of(slip).map(|word| self.lexicon.add(&word, place)).collect();
        self.files.put(place, &words, slip.last);
    }

    pub(super) fn remove(&mut self, place: u32, slip: &Slip<'_>) {
        self.files.words(place).iter().for_each(|word| self.lexicon.remove(*word, place));
        self.files.put(place, &[], "");
        let births = slip.born.and_then(|born| self.births.get_mut(&born));
        let fours = ssn::last_four(slip.ssn).and_then(|four| self.last_fours.get_mut(four));
        self.ids.remove(&(beginning(&slip.client.to_lowercase()), place));
        births.into_iter().chain(fours).for_each(|places| places.retain(|p| *p != place));
    }

    /// Gives back what was set aside for more, when most of everybody is in it.
    pub(super) fn shrink(&mut self) {
        self.births.values_mut().chain(self.last_fours.values_mut()).for_each(Vec::shrink_to_fit);
        self.lexicon.shrink();
        self.files.shrink();
    }

    /// Who was born on this day.
    pub(super) fn born_on(&self, day: Day) -> &[u32] {
        self.births.get(&day).map_or(&[], Vec::as_slice)
    }

    /// Whose number ends in these four characters.
    pub(super) fn ending_in(&self, four: &str) -> &[u32] {
        self.last_fours.get(four).map_or(&[], Vec::as_slice)
    }

    pub(super) fn search(&self, roll: &Roll, text: &str, limit: usize, today: Day) -> Vec<Hit> {
        let typed = text.trim();
        let query = Query::read(typed, today);
        let mut found = self.by_id(roll, typed, limit);
        found.extend(self.by_parts(&query, false));
        if found.len() < limit {
            found.extend(self.by_parts(&query, true));
        }
        self.best(roll, found, limit)
    }

    fn by_id(&self, roll: &Roll, typed: &str, limit: usize) -> Vec<(u32, Rank)> {
        let typed = typed.to_lowercase();
        if typed.is_empty() {
            return Vec::new();
        }
        let first = beginning(&typed);
        let likely = self.ids.range((first, 0)..).take_while(|(begins, _)| begins.starts_with(&first[..typed.len().min(first.len())]));
        let found = likely.filter_map(|(_, place)| {
            let [_, _, id] = roll.order(*place);
            let id = id.to_lowercase();
            let rank = if id == typed { (u32::from(cost::SAME), 0, Found::Id) } else { (u32::from(cost::BEGINS), 0, Found::Beginning) };
            id.starts_with(&typed).then_some((*place, rank))
        });
        found.take(limit.max(1)).collect()
    }

    /// Whoever answers to every part of the query, as it was typed, or doubted.
    fn by_parts(&self, query: &Query, doubt: bool) -> Vec<(u32, Rank)> {
        let terms: Vec<Term> = query.words.iter().map(|typed| Term::new(&self.lexicon, typed, doubt)).collect();
        if terms.iter().any(|term| term.words.is_empty()) {
            return Vec::new();
        }
        match self.by_numbers(query, doubt) {
            Some(numbered) if terms.is_empty() => numbered,
            Some(numbered) => {
                numbered.into_iter().filter_map(|(place, rank)| Some((place, worse(rank, self.judge(place, &terms)?)))).collect()
            }
            None => self.by_terms(&terms),
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

    fn by_terms(&self, terms: &[Term]) -> Vec<(u32, Rank)> {
        let weight = |t: &&Term| t.words.iter().map(|word| self.lexicon.holders(*word).len()).sum::<usize>();
        let Some(rarest) = terms.iter().min_by_key(weight) else { return Vec::new() };
        let mut seen = vec![false; self.files.len()];
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
        let words = self.files.words(place);
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
    fn best(&self, roll: &Roll, found: Vec<(u32, Rank)>, limit: usize) -> Vec<Hit> {
        // Somebody may be found by the id, as typed, and when in doubt.
        let enough = limit.saturating_mul(3);
        if enough == 0 {
            return Vec::new();
        }
        let mut found: Vec<(Rank, u64, u32)> = found.into_iter().map(|(place, rank)| (rank, self.files.begins(place), place)).collect();
        if found.len() > enough {
            let (_, last, _) = found.select_nth_unstable_by_key(enough - 1, |(rank, begins, _)| (*rank, *begins));
            let last = (last.0, last.1);
            found.retain(|(rank, begins, _)| (*rank, *begins) <= last);
        }
        // Names are read once, and of those alone whom the beginning of the last name does not tell apart: it may be everybody's.
        let mut named: Vec<(Rank, u64, [&str; 3], u32)> =
            found.into_iter().map(|(rank, begins, place)| (rank, begins, roll.order(place), place)).collect();
        if named.len() > enough {
            named.select_nth_unstable(enough - 1);
            named.truncate(enough);
        }
        named.sort_unstable();
        let mut seen = HashSet::new();
        named.retain(|(.., place)| seen.insert(*place));
        named.into_iter().take(limit).map(|((_, _, by), _, [_, _, client], _)| Hit { client: ClientId::new(client), by }).collect()
    }
}

/// Both together: found by the weaker of them, at the cost of both.
fn worse(one: Rank, other: Rank) -> Rank {
    (one.0 + other.0, one.1 + other.1, one.2.max(other.2))
}

/// The first bytes of an id, in its order.
fn beginning(id: &str) -> Beginning {
    let mut begins = Beginning::default();
    begins.iter_mut().zip(id.bytes()).for_each(|(to, byte)| *to = byte);
    begins
}

/// The words of a card's names, each as often as it stands there.
fn words_of<'a>(slip: &Slip<'a>) -> impl Iterator<Item = String> + use<'a> {
    [slip.first, slip.middle, slip.last, slip.suffix].into_iter().flat_map(letters::words)
}
