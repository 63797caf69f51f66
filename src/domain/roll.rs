//! The roll: everybody in short, packed, each at a place that stays theirs. Copies share what they hold, so that the store and the
//! screens have one.
//!
//! A card that is replaced or taken away leaves its bytes behind, so that a save costs what it adds. When more than half of all is left
//! behind, everything is laid together anew.

use super::card::{Card, Hand, Slip};
use super::id::ClientId;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// So many bygone cards more than that may stay.
const SPARE: usize = 10_000;

/// See the module.
#[derive(Clone, Default)]
pub struct Roll(Arc<Everybody>);

#[derive(Clone, Default)]
struct Everybody {
    hands: Vec<Arc<Hand>>,
    /// How many cards are in them, those too that were replaced.
    laid: usize,
    spots: Vec<Spot>,
    places: HashTable<u32>,
    hasher: RandomState,
}

/// Where a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    hand: u32,
    at: u32,
}

impl Spot {
    /// Nobody is here any more.
    const VACANT: Self = Self { hand: u32::MAX, at: 0 };
}

impl Everybody {
    fn packed(&self, place: u32) -> &[u8] {
        let spot = self.spots.get(place as usize).copied().unwrap_or(Spot::VACANT);
        self.hands.get(spot.hand as usize).map_or(&[], |hand| hand.packed(spot.at))
    }

    fn find(&self, client: &str) -> Option<u32> {
        let (hash, is_theirs) = (self.hasher.hash_one(client), |place: &u32| whose(self.packed(*place)) == client);
        self.places.find(hash, is_theirs).copied()
    }

    /// Lays all cards together anew, where most of what is held is bygone.
    fn tidy(&mut self) {
        if self.laid <= 2 * self.places.len() + SPARE {
            return;
        }
        let (mut hands, mut hand, mut spots) = (Vec::new(), Hand::begin(), Vec::with_capacity(self.spots.len()));
        for place in 0..self.spots.len() as u32 {
            let packed = self.packed(place);
            if packed.is_empty() {
                spots.push(Spot::VACANT);
                continue;
            }
            if !hand.has_room() {
                hands.push(Arc::new(std::mem::replace(&mut hand, Hand::begin())));
            }
            spots.push(Spot { hand: hands.len() as u32, at: hand.add_packed(0, packed) });
        }
        hands.push(Arc::new(hand));
        (self.hands, self.spots, self.laid) = (hands, spots, self.places.len());
    }

    /// Gives a spot to whom the card there is of: a new place, or the one they have.
    fn settle(&mut self, spot: Spot) -> u32 {
        let Self { hands, spots, places, hasher, .. } = self;
        let packed = |spot: Spot| hands.get(spot.hand as usize).map_or(&[][..], |hand| hand.packed(spot.at));
        let of = |place: u32| whose(packed(spots.get(place as usize).copied().unwrap_or(Spot::VACANT)));
        let client = whose(packed(spot));
        match places.entry(hasher.hash_one(client), |place| of(*place) == client, |place| hasher.hash_one(of(*place))) {
            Entry::Occupied(theirs) => {
                let place = *theirs.get();
                spots[place as usize] = spot;
                place
            }
            Entry::Vacant(new) => {
                let place = spots.len() as u32;
                new.insert(place);
                spots.push(spot);
                place
            }
        }
    }
}

/// Whose a packed card is.
fn whose(packed: &[u8]) -> &str {
    let [_, _, client] = Slip::order(packed);
    client
}

impl Roll {
    /// The cards that stand at these spots, each the number of a hand and where in it; of two of one client the later counts. The hands hold
    /// so many cards altogether.
    pub fn of(hands: Vec<Arc<Hand>>, laid: usize, spots: impl ExactSizeIterator<Item = (u32, u32)>) -> Self {
        let mut everybody = Everybody { hands, laid, ..Everybody::default() };
        everybody.spots.reserve_exact(spots.len());
        let Everybody { places, hasher, .. } = &mut everybody;
        // Nothing is in it that would have to be hashed again.
        places.reserve(spots.len(), |_| hasher.hash_one(""));
        for (hand, at) in spots {
            everybody.settle(Spot { hand, at });
        }
        everybody.tidy();
        Self(Arc::new(everybody))
    }

    /// Puts a card in, in place of the former one of this client. Gives its place.
    pub fn put(&mut self, card: &Card) -> u32 {
        let everybody = Arc::make_mut(&mut self.0);
        let last = everybody.hands.last_mut().and_then(Arc::get_mut).filter(|hand| hand.has_room());
        let at = match last {
            Some(hand) => hand.add(0, Some(card)),
            None => {
                let mut hand = Hand::begin();
                let at = hand.add(0, Some(card));
                everybody.hands.push(Arc::new(hand));
                at
            }
        };
        let hand = everybody.hands.len() as u32 - 1;
        let place = everybody.settle(Spot { hand, at });
        everybody.laid += 1;
        everybody.tidy();
        place
    }

    /// Puts in the cards of a hand that stand at these spots. Gives their places.
    pub fn take(&mut self, hand: Arc<Hand>, spots: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let everybody = Arc::make_mut(&mut self.0);
        let number = everybody.hands.len() as u32;
        everybody.hands.push(hand);
        let places: Vec<u32> = spots.into_iter().map(|at| everybody.settle(Spot { hand: number, at })).collect();
        everybody.laid += places.len();
        everybody.tidy();
        places
    }

    /// Takes a client out. Nobody else gets that place.
    pub fn remove(&mut self, client: &ClientId) {
        let everybody = Arc::make_mut(&mut self.0);
        let Some(place) = everybody.find(client.as_str()) else { return };
        if let Ok(theirs) = everybody.places.find_entry(everybody.hasher.hash_one(client.as_str()), |other| *other == place) {
            theirs.remove();
        }
        everybody.spots[place as usize] = Spot::VACANT;
    }

    /// How many clients there are.
    pub fn len(&self) -> usize {
        self.0.places.len()
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of a client.
    pub fn find(&self, client: &ClientId) -> Option<u32> {
        self.0.find(client.as_str())
    }

    /// A client's card.
    pub fn get(&self, client: &ClientId) -> Option<Card> {
        self.find(client).and_then(|place| self.at(place)).map(|slip| slip.card())
    }

    /// Who is at a place.
    pub fn at(&self, place: u32) -> Option<Slip<'_>> {
        Some(self.0.packed(place)).filter(|packed| !packed.is_empty()).map(Slip::new)
    }

    /// Last name, first name and id of whoever is at a place: by what people are ordered.
    pub fn order(&self, place: u32) -> [&str; 3] {
        Slip::order(self.0.packed(place))
    }

    /// Everybody with their place, in the order in which they came.
    pub fn slips(&self) -> impl Iterator<Item = (u32, Slip<'_>)> {
        (0..self.0.spots.len() as u32).filter_map(|place| Some((place, self.at(place)?)))
    }

    /// Every card, in the order in which the clients came.
    pub fn cards(&self) -> impl Iterator<Item = Card> {
        self.slips().map(|(_, slip)| slip.card())
    }
}

impl FromIterator<Card> for Roll {
    fn from_iter<I: IntoIterator<Item = Card>>(cards: I) -> Self {
        let mut roll = Self::default();
        for card in cards {
            roll.put(&card);
        }
        roll
    }
}

impl From<Vec<Card>> for Roll {
    fn from(cards: Vec<Card>) -> Self {
        cards.into_iter().collect()
    }
}

// A log may say how many there are, never who.
impl fmt::Debug for Roll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Roll({} clients)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn card(id: u8, name: &str) -> Card {
        Card { client: ClientId::new(format!("C{id}")), first: name.into(), ..Card::default() }
    }

    #[test]
    fn a_copy_stays_as_it_was() {
        let mut roll: Roll = vec![card(1, "Ana"), card(2, "Ben")].into();
        let before = roll.clone();
        roll.put(&card(1, "Cem"));
        roll.remove(&ClientId::new("C2"));
        assert_eq!(before.cards().collect::<Vec<_>>(), [card(1, "Ana"), card(2, "Ben")]);
        assert_eq!(roll.cards().collect::<Vec<_>>(), [card(1, "Cem")]);
    }

    #[test]
    fn what_is_bygone_does_not_grow_for_ever() {
        let mut roll = Roll::default();
        let held = |roll: &Roll| roll.0.hands.iter().map(|hand| hand.bytes().len()).sum::<usize>();
        for round in 0..200 {
            for id in 0..200 {
                roll.put(&card(id, &format!("Ana {round}")));
            }
        }
        assert_eq!((roll.len(), roll.get(&ClientId::new("C7"))), (200, Some(card(7, "Ana 199"))));
        assert!(held(&roll) < 2 * (SPARE + 400) * 30, "{}", held(&roll));
        assert!(roll.0.laid <= 2 * 200 + SPARE);
        let before = roll.clone();
        roll.remove(&ClientId::new("C7"));
        for id in (0..60).flat_map(|_| (0..200).filter(|id| *id != 7)) {
            roll.put(&card(id, "Ben"));
        }
        assert!(roll.cards().all(|card| card.first.as_str() == "Ben") && roll.len() == 199);
        assert!(before.cards().all(|card| card.first.as_str() == "Ana 199") && before.len() == 200);
    }

    proptest! {
        #[test]
        fn it_holds_what_a_list_of_pairs_would(steps in proptest::collection::vec((0..12_u8, proptest::option::of("[a-z]{0,40}")), 0..200)) {
            let mut roll = Roll::default();
            // In the order in which they came; who was taken out and comes again is new.
            let mut plain: Vec<Card> = Vec::new();
            for (id, name) in steps {
                let at = plain.iter().position(|other| other.client == card(id, "").client);
                match (name, at) {
                    (Some(name), at) => {
                        let card = card(id, &name);
                        roll.put(&card);
                        match at {
                            Some(at) => plain[at] = card,
                            None => plain.push(card),
                        }
                    }
                    (None, at) => {
                        roll.remove(&card(id, "").client);
                        at.map(|at| plain.remove(at));
                    }
                }
                prop_assert_eq!(roll.len(), plain.len());
            }
            prop_assert!(roll.cards().eq(plain.iter().cloned()));
            for id in 0..12 {
                let client = card(id, "").client;
                prop_assert_eq!(roll.get(&client), plain.iter().find(|card| card.client == client).cloned());
            }
            // Read from the bytes that a deck would seal, it is the same.
            let mut hand = Hand::begin();
            let spots: Vec<u32> = plain.iter().map(|card| hand.add(0, Some(card))).collect();
            let again = Roll::of(vec![Arc::new(hand)], spots.len(), spots.into_iter().map(|at| (0, at)));
            prop_assert!(again.cards().eq(plain));
        }
    }
}
