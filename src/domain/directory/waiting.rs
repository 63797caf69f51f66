//! Who waits: every open referral by where it leads, kept up to date card by card, so that a desk's list costs what is on it.

use crate::domain::card::Card;
use crate::domain::entry::Text;
use crate::domain::referral::{is_open_card, may_await_move_in, may_lack_enrollment};
use std::collections::{BTreeSet, HashMap};

/// Where a referral is: the place of the card, and that of the event on it.
pub(super) type Spot = (u32, u32);

/// The open referrals (R-RES-9) to each location, as the location stands on the event, the successful ones that may wait for a
/// move-in, and those of which no enrollment may have come.
#[derive(Default, Clone)]
pub(super) struct Waiting {
    to: HashMap<Text, BTreeSet<Spot>>,
    enrolled: BTreeSet<Spot>,
    unenrolled: BTreeSet<Spot>,
}

impl Waiting {
    pub(super) fn insert(&mut self, place: u32, card: &Card) {
        for (at, event) in (0..).zip(&card.events) {
            if is_open_card(event) {
                match self.to.get_mut(event.location.as_str()) {
                    Some(queue) => drop(queue.insert((place, at))),
                    None => drop(self.to.insert(event.location.clone(), BTreeSet::from([(place, at)]))),
                }
            }
            if may_await_move_in(card, event) {
                self.enrolled.insert((place, at));
            }
            if may_lack_enrollment(card, event) {
                self.unenrolled.insert((place, at));
            }
        }
    }

    pub(super) fn remove(&mut self, place: u32, card: &Card) {
        for (at, event) in (0..).zip(&card.events) {
            self.enrolled.remove(&(place, at));
            self.unenrolled.remove(&(place, at));
            if let Some(queue) = self.to.get_mut(event.location.as_str())
                && queue.remove(&(place, at))
                && queue.is_empty()
            {
                self.to.remove(event.location.as_str());
            }
        }
    }

    /// The successful referrals that may wait for a move-in, in the order in which the clients came.
    pub(super) fn enrolled(&self) -> impl Iterator<Item = Spot> {
        self.enrolled.iter().copied()
    }

    /// The successful referrals of which no enrollment may have come, in the same order.
    pub(super) fn unenrolled(&self) -> impl Iterator<Item = Spot> {
        self.unenrolled.iter().copied()
    }

    /// Every location to which a referral is open, and those referrals.
    pub(super) fn queues(&self) -> impl Iterator<Item = (&Text, impl Iterator<Item = Spot>)> {
        self.to.iter().map(|(location, queue)| (location, queue.iter().copied()))
    }
}
