//! Who waits: every open referral by where it leads, kept up to date card by card, so that a desk's list costs what is on it.

use crate::domain::card::{Card, EventCard};
use crate::domain::entry::{Day, Text};
use crate::domain::id::{ClientId, EventId};
use crate::domain::referral::{is_open_card, may_await_move_in, may_lack_enrollment};
use std::collections::{BTreeMap, HashMap};

/// The oldest first; one without a date waits longest of all.
type Turn = (Option<Day>, ClientId, EventId);

/// Where a referral is: the place of the card, and that of the event on it.
type Spot = (u32, usize);

/// The open referrals (R-RES-9) to each location, as the location stands on the event, the successful ones that may wait for a
/// move-in, and those of which no enrollment may have come.
#[derive(Default, Clone)]
pub(super) struct Waiting {
    to: HashMap<Text, BTreeMap<Turn, Spot>>,
    enrolled: BTreeMap<Turn, Spot>,
    unenrolled: BTreeMap<Turn, Spot>,
}

impl Waiting {
    pub(super) fn insert(&mut self, place: u32, card: &Card) {
        for (at, event) in card.events.iter().enumerate().filter(|(_, event)| is_open_card(event)) {
            self.to.entry(event.location.clone()).or_default().insert(turn(card, event), (place, at));
        }
        for (at, event) in card.events.iter().enumerate().filter(|(_, event)| may_await_move_in(card, event)) {
            self.enrolled.insert(turn(card, event), (place, at));
        }
        for (at, event) in card.events.iter().enumerate().filter(|(_, event)| may_lack_enrollment(card, event)) {
            self.unenrolled.insert(turn(card, event), (place, at));
        }
    }

    pub(super) fn remove(&mut self, card: &Card) {
        for event in card.events.iter().filter(|event| may_await_move_in(card, event)) {
            self.enrolled.remove(&turn(card, event));
        }
        for event in card.events.iter().filter(|event| may_lack_enrollment(card, event)) {
            self.unenrolled.remove(&turn(card, event));
        }
        for event in card.events.iter().filter(|event| is_open_card(event)) {
            if let Some(queue) = self.to.get_mut(&event.location) {
                queue.remove(&turn(card, event));
                if queue.is_empty() {
                    self.to.remove(&event.location);
                }
            }
        }
    }

    /// The successful referrals that may wait for a move-in, the oldest first.
    pub(super) fn enrolled(&self) -> impl Iterator<Item = Spot> {
        self.enrolled.values().copied()
    }

    /// The successful referrals of which no enrollment may have come, the oldest first.
    pub(super) fn unenrolled(&self) -> impl Iterator<Item = Spot> {
        self.unenrolled.values().copied()
    }

    /// Every location to which a referral is open, and those referrals.
    pub(super) fn queues(&self) -> impl Iterator<Item = (&Text, impl Iterator<Item = Spot>)> {
        self.to.iter().map(|(location, queue)| (location, queue.values().copied()))
    }
}

fn turn(card: &Card, event: &EventCard) -> Turn {
    (event.date, card.client.clone(), event.id.clone())
}
