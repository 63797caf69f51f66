//! Possible matches for a new client (R-DUP-1): who is in the store already under another spelling.

use super::card::Card;
use super::entry::{Day, Text};
use super::hud::Client;
use super::id::ClientId;
use super::{letters, nickname, ssn};
use chrono::Datelike;
use std::fmt;

/// What is known of the person who may be new.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Newcomer {
    /// First name.
    pub first: Text,
    /// Last name.
    pub last: Text,
    /// Date of birth.
    pub born: Option<Day>,
    /// Social Security Number, nine characters with `x` for unknown digits.
    pub ssn: Text,
}

impl Newcomer {
    /// What a row says of them.
    pub fn of(row: &Client) -> Self {
        Self { first: row.first_name.clone(), last: row.last_name.clone(), born: row.dob.known(), ssn: row.ssn.clone() }
    }
}

impl fmt::Debug for Newcomer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Newcomer")
    }
}

/// Somebody who may be the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Who.
    pub client: ClientId,
    /// How likely, from 0 to 100.
    pub score: u32,
    /// Why, in words: `same date of birth, similar name`.
    pub why: String,
}

/// Something that speaks for two people being one: how much, and its words.
type Evidence = (u32, &'static str);

/// So many possible matches are looked at.
pub const LOOKED_AT: usize = 5;

/// Below this nobody is shown.
const WORTH_SHOWING: u32 = 45;

/// The same where one date of birth is not known, so that nothing can speak against a similar name.
const WORTH_SHOWING_UNBORN: u32 = 30;

/// The clients who may be this person, likeliest first, at most `limit`. [`Directory::possible_matches`] gives the same without
/// looking at everybody.
///
/// [`Directory::possible_matches`]: super::directory::Directory::possible_matches
pub fn possible_matches<'a>(new: &Newcomer, cards: impl IntoIterator<Item = &'a Card>, limit: usize) -> Vec<Match> {
    let (first, last) = (letters::fold(new.first.as_str()), letters::fold(new.last.as_str()));
    let mut found: Vec<Match> =
        cards.into_iter().filter(|card| !card.deleted).filter_map(|card| compare(new, &first, &last, card)).collect();
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.client.cmp(&b.client)));
    found.truncate(limit);
    found
}

fn compare(new: &Newcomer, first: &str, last: &str, card: &Card) -> Option<Match> {
    let birth = new.born.zip(card.born).and_then(|(a, b)| births(a, b));
    let number = numbers(&new.ssn, &card.ssn);
    let name = names(first, last, &letters::fold(card.first.as_str()), &letters::fold(card.last.as_str()));
    let evidence: Vec<Evidence> = [number, birth, name].into_iter().flatten().collect();
    let score = evidence.iter().map(|(points, _)| points).sum::<u32>().min(100);
    let why = evidence.iter().map(|(_, words)| *words).collect::<Vec<_>>().join(", ");
    let bar = if new.born.is_some() && card.born.is_some() { WORTH_SHOWING } else { WORTH_SHOWING_UNBORN };
    (score >= bar).then(|| Match { client: card.client.clone(), score, why })
}

/// The dates of birth that speak for somebody born on this day.
pub(super) fn telling_births(born: Day) -> impl Iterator<Item = Day> {
    let swapped = Day::from_ymd_opt(born.year(), born.day(), born.month());
    let neighbours = [-1, 1].map(|years| Day::from_ymd_opt(born.year() + years, born.month(), born.day()));
    std::iter::once(born).chain(swapped).chain(neighbours.into_iter().flatten())
}

fn births(a: Day, b: Day) -> Option<Evidence> {
    let swapped = Day::from_ymd_opt(a.year(), a.day(), a.month()) == Some(b);
    let neighbour = (a.year() - b.year()).abs() == 1 && (a.month(), a.day()) == (b.month(), b.day());
    if a == b {
        Some((35, "same date of birth"))
    } else if swapped {
        Some((25, "date of birth with day and month swapped"))
    } else {
        neighbour.then_some((20, "date of birth a year off"))
    }
}

/// Whole numbers count most; last fours that agree count unless other digits known of both differ.
fn numbers(a: &Text, b: &Text) -> Option<Evidence> {
    if a == b && ssn::is_complete(a) && ssn::issue(a).is_none() {
        return Some((60, "same SSN"));
    }
    let known = |c: u8| c.is_ascii_digit();
    let contradicts = a.as_str().bytes().zip(b.as_str().bytes()).any(|(x, y)| known(x) && known(y) && x != y);
    let (four, other) = (ssn::last_four(a.as_str())?, ssn::last_four(b.as_str())?);
    (four == other && four.bytes().all(known) && four != "0000" && !contradicts).then_some((25, "same last four of SSN"))
}

fn names(first: &str, last: &str, card_first: &str, card_last: &str) -> Option<Evidence> {
    if first.is_empty() && last.is_empty() {
        return None;
    }
    let straight = like(first, card_first).min(like(last, card_last));
    let crossed = like(first, card_last).min(like(last, card_first));
    if first == card_first && last == card_last {
        Some((45, "same name"))
    } else if last == card_last && !last.is_empty() && nickname::are_forms(first, card_first) {
        Some((40, "same last name, short form of the first name"))
    } else if first == card_last && last == card_first {
        Some((38, "first and last name swapped"))
    } else if straight >= NEARLY_SAME || (nickname::are_forms(first, card_first) && like(last, card_last) >= NEARLY_SAME) {
        Some((30, "similar name"))
    } else if crossed >= NEARLY_SAME {
        Some((25, "similar names, swapped"))
    } else if (last == card_last && !last.is_empty()) || (first == card_first && !first.is_empty()) {
        Some((12, if last == card_last { "same last name" } else { "same first name" }))
    } else {
        None
    }
}

/// Jaro-Winkler likeness from which two names are taken for spellings of one.
pub(super) const NEARLY_SAME: f64 = 0.87;

/// How alike two folded names are, from 0 to 1.
pub(super) fn like(a: &str, b: &str) -> f64 {
    if a.is_empty() || b.is_empty() { 0.0 } else { strsim::jaro_winkler(a, b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(id: &str, first: &str, last: &str, born: &str, ssn: &str) -> Card {
        use crate::domain::entry::Scalar;
        Card {
            client: ClientId::new(id),
            first: first.into(),
            last: last.into(),
            born: Day::read(born),
            ssn: ssn.into(),
            ..Card::default()
        }
    }

    fn why(new: &Card, old: &Card) -> Option<String> {
        let new = Newcomer { first: new.first.clone(), last: new.last.clone(), born: new.born, ssn: new.ssn.clone() };
        possible_matches(&new, [old], 5).first().map(|m| m.why.clone())
    }

    #[test]
    fn r_dup_1_the_same_person_under_another_spelling() {
        let old = card("C1", "Robert", "Núñez", "1987-03-04", "xxxxx4321");
        let told = |first, last, born, ssn| why(&card("", first, last, born, ssn), &old);
        let nickname = told("Bob", "Nunez", "", "");
        assert_eq!(nickname.as_deref(), Some("same last name, short form of the first name"), "nothing speaks against it");
        assert_eq!(told("Bob", "Nunez", "1990-07-07", ""), None, "another date of birth does");
        assert_eq!(told("Alice", "Nunez", "", ""), None, "a last name alone is nobody");
        assert_eq!(told("Robert", "Nunez", "", "").as_deref(), Some("same name"));
        assert_eq!(
            told("Bob", "Nunez", "1987-03-04", "").as_deref(),
            Some("same date of birth, same last name, short form of the first name")
        );
        assert_eq!(
            told("Nunez", "Robert", "1987-04-03", "").as_deref(),
            Some("date of birth with day and month swapped, first and last name swapped")
        );
        assert_eq!(told("Roberto", "Nunes", "1986-03-04", "").as_deref(), Some("date of birth a year off, similar name"));
        assert_eq!(told("", "", "1987-03-04", "123454321").as_deref(), Some("same last four of SSN, same date of birth"));
    }

    #[test]
    fn strangers_are_not_shown() {
        let old = card("C1", "Robert", "Nunez", "1987-03-04", "123454321");
        assert_eq!(why(&card("", "Alice", "Nunez", "1990-01-01", ""), &old), None);
        assert_eq!(why(&card("", "Alice", "Brown", "1987-03-04", "999994321"), &old), None, "other digits differ");
        assert_eq!(why(&card("", "", "", "", ""), &old), None);
    }

    #[test]
    fn the_likeliest_stands_first() {
        let (near, far) = (card("C1", "Ann", "Lee", "1990-01-01", ""), card("C2", "Ann", "Lea", "1990-01-01", ""));
        let new = Newcomer { first: "Ann".into(), last: "Lee".into(), born: near.born, ..Newcomer::default() };
        let found: Vec<String> = possible_matches(&new, [&far, &near], 5).into_iter().map(|m| m.client.to_string()).collect();
        assert_eq!(found, ["C1", "C2"]);
    }
}
