//! The directory: everybody in short, to find people while somebody types and to list who waits.

mod filed;
mod households;
mod late;
mod lexicon;
mod mates;
mod namesakes;
mod nearer;
mod search;
mod staying;
mod waiting;
mod work;

pub use search::{Found, Hit};
pub use work::{AwaitedMoveIn, DueAnnual, OpenReferral};

use super::card::{Card, Slip};
use super::entry::Day;
use super::household::{self, Resident};
use super::id::{ClientId, HouseholdId};
use super::match_::{self, Match, Newcomer};
use super::roll::Roll;
use super::share::both;
use super::{letters, ssn};
use households::Households;
use late::Late;
use mates::Former;
use namesakes::Namesakes;
use search::Index;
use staying::Staying;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use waiting::Waiting;

/// Everybody, found by anything. Kept up to date card by card.
#[derive(Default, Clone)]
pub struct Directory {
    roll: Roll,
    /// How many of them were not deleted.
    offered: usize,
    households: Households,
    former: Former,
    finder: Late<Finder>,
    waiting: Waiting,
    staying: Staying,
    revision: u64,
}

/// What finds people. It takes longer to make than all the rest together, and is needed when somebody types.
#[derive(Default, Clone)]
struct Finder {
    index: Index,
    namesakes: Namesakes,
}

impl Finder {
    fn of(roll: &Roll) -> Self {
        let mut finder = Self::default();
        offered(roll).for_each(|(place, slip)| finder.insert(place, &slip));
        finder.index.shrink();
        finder
    }

    fn insert(&mut self, place: u32, slip: &Slip<'_>) {
        self.index.insert(place, slip);
        self.namesakes.insert(place, slip);
    }

    fn remove(&mut self, place: u32, slip: &Slip<'_>) {
        self.index.remove(place, slip);
        self.namesakes.remove(place, slip);
    }
}

/// The revision that the next change of any directory gives it.
static NEXT: AtomicU64 = AtomicU64::new(1);

impl Directory {
    /// A directory of everybody on this roll. What [searches](Self::search) them is made meanwhile; the first who needs it waits for it.
    pub fn new(roll: impl Into<Roll>) -> Self {
        let mut directory = Self { roll: roll.into(), revision: NEXT.fetch_add(1, Ordering::Relaxed), ..Self::default() };
        let roll = directory.roll.clone();
        let together = || {
            let (mut households, mut former, mut staying) = (Households::default(), Former::default(), Staying::default());
            for (place, slip) in offered(&roll) {
                households.insert(place, &slip);
                former.insert(place, &slip);
                staying.insert(place, &slip);
            }
            (households, former, staying)
        };
        let (together, ()) = both(together, || {
            for (place, slip) in offered(&roll) {
                directory.offered += 1;
                if slip.has_events() {
                    directory.waiting.insert(place, &slip.card());
                }
            }
        });
        (directory.households, directory.former, directory.staying) = together;
        directory.finder = Late::begin(move || Finder::of(&roll));
        directory
    }

    /// Puts a card in, in place of the former one of this client.
    pub fn upsert(&mut self, card: Card) {
        self.revision = NEXT.fetch_add(1, Ordering::Relaxed);
        // Whoever makes the finder of them has let go of the cards then, and they need not be copied to be changed.
        self.finder.wait();
        if let Some(place) = self.roll.find(&card.client) {
            self.forget(place);
        }
        let place = self.roll.put(&card);
        // Of a deleted client the card is known by its id, so that a reference to the client can be named, and is offered nowhere (R-CSV-14).
        if let Some(slip) = self.roll.at(place).filter(|slip| !slip.deleted) {
            self.offered += 1;
            self.finder.insert(place, &slip);
            self.households.insert(place, &slip);
            self.former.insert(place, &slip);
            self.staying.insert(place, &slip);
            self.waiting.insert(place, &card);
        }
    }

    fn forget(&mut self, place: u32) {
        let Some(slip) = self.roll.at(place).filter(|slip| !slip.deleted) else { return };
        self.offered -= 1;
        self.finder.remove(place, &slip);
        self.households.remove(place, &slip);
        self.former.remove(place, &slip);
        self.staying.remove(place, &slip);
        self.waiting.remove(place, &slip.card());
    }

    /// Another number after each change, and for each directory: as long as it is the same, so is everything that is asked here.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many clients there are, without the deleted ones.
    pub fn len(&self) -> usize {
        self.offered
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.offered == 0
    }

    /// Everybody who was not deleted, in the order in which the clients came.
    pub fn everybody(&self) -> impl Iterator<Item = Slip<'_>> {
        offered(&self.roll).map(|(_, slip)| slip)
    }

    /// Every client, those whose own row was deleted too.
    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// A client's card, also that of a deleted one.
    pub fn get(&self, client: &ClientId) -> Option<Card> {
        self.roll.get(client)
    }

    /// A client's card; none of a deleted one.
    fn offered(&self, client: &ClientId) -> Option<Card> {
        self.get(client).filter(|card| !card.deleted)
    }

    /// Who answers to this text: name parts in any order, date of birth in US form, last four digits of the SSN, client id.
    /// Best first, at most `limit`; the same text gives the same order. `today` reads years of two digits. To a blank text nobody answers,
    /// also while the search is still being made.
    pub fn search(&self, text: &str, limit: usize, today: Day) -> Vec<Hit> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        self.finder.index.search(&self.roll, text, limit, today)
    }

    /// The clients who may be this person (R-DUP-1), likeliest first, at most `limit`: as [`match_::possible_matches`] of everybody.
    pub fn possible_matches(&self, new: &Newcomer, limit: usize) -> Vec<Match> {
        let [first, last] = [&new.first, &new.last].map(|part| letters::fold(part.as_str()));
        let births = new.born.into_iter().flat_map(match_::telling_births).flat_map(|day| self.finder.index.born_on(day));
        let numbers = ssn::last_four(new.ssn.as_str()).into_iter().flat_map(|four| self.finder.index.ending_in(four));
        let mut places: Vec<u32> = births.chain(numbers).copied().collect();
        if !(first.is_empty() && last.is_empty()) {
            // A name alone is enough where it is the same or swapped, and where a date of birth that is not known cannot speak
            // against it.
            places.extend(self.finder.namesakes.of(&last).iter().chain(self.finder.namesakes.of(&first)));
            let unborn = |place: &u32| new.born.is_none() || self.roll.at(*place).is_some_and(|slip| slip.born.is_none());
            places.extend(self.finder.namesakes.nearly(&last).filter(unborn));
        }
        places.sort_unstable();
        places.dedup();
        let cards: Vec<Card> = places.into_iter().filter_map(|place| self.card_at(place)).collect();
        match_::possible_matches(new, &cards, limit)
    }

    fn card_at(&self, place: u32) -> Option<Card> {
        self.roll.at(place).map(|slip| slip.card())
    }

    /// The cards of those who are in a household, in the order in which they came.
    fn together(&self, household: &HouseholdId) -> Vec<Card> {
        self.households.of(household, &self.roll).into_iter().filter_map(|place| self.card_at(place)).collect()
    }

    /// The members of a household: the head first.
    pub fn household_of(&self, household: &HouseholdId) -> Vec<Resident> {
        household::members(household, &self.together(household))
    }

    /// The people of this client's households, those of the newest first: whom Family Members proposes.
    pub fn household_members(&self, client: &ClientId) -> Vec<Card> {
        let Some(card) = self.get(client) else { return Vec::new() };
        let mut stays: Vec<_> = card.enrollments.iter().collect();
        stays.sort_by_key(|e| std::cmp::Reverse(e.entry));
        let mut seen = HashSet::from([client.clone()]);
        let mates = stays.into_iter().flat_map(|stay| self.together(&stay.household));
        mates.filter(|mate| seen.insert(mate.client.clone())).collect()
    }
}

/// Those who were not deleted, with their places.
fn offered(roll: &Roll) -> impl Iterator<Item = (u32, Slip<'_>)> {
    roll.slips().filter(|(_, slip)| !slip.deleted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;
    use std::sync::{Arc, Mutex, mpsc};
    use std::time::Duration;

    #[test]
    fn a_search_for_nothing_does_not_wait_for_what_searches() {
        let (go, wait) = mpsc::channel::<()>();
        let (wait, made) = (Arc::new(Mutex::new(wait)), Arc::new(AtomicBool::new(false)));
        let is_made = made.clone();
        let finder = Late::begin(move || {
            let _ = wait.lock().map(|wait| wait.recv_timeout(Duration::from_secs(10)));
            made.store(true, Ordering::SeqCst);
            Finder::default()
        });
        let directory = Directory { finder, ..Directory::default() };
        assert_eq!(directory.search(" ", 10, Day::default()), []);
        assert!(!is_made.load(Ordering::SeqCst), "nobody waited");
        go.send(()).unwrap();
        assert_eq!(directory.search("mai", 10, Day::default()), []);
        assert!(is_made.load(Ordering::SeqCst));
    }
}
