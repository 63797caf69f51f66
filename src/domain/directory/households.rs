//! Who is in a household, kept up to date card by card. It holds marks of households instead of their names; whose household it truly is,
//! the roll says. Some files give one id to everybody, so the members of one are a chain: adding to it costs the same however long it is.

use crate::domain::card::Slip;
use crate::domain::id::HouseholdId;
use crate::domain::roll::Roll;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::hash::{BuildHasher, RandomState};

/// See the module.
#[derive(Default, Clone)]
pub(super) struct Households {
    chains: HashTable<Chain>,
    links: Vec<Link>,
    /// Links that nobody needs any more.
    free: Vec<u32>,
    hasher: RandomState,
}

/// Everybody whose household has this mark.
#[derive(Clone, Copy)]
struct Chain {
    /// Part of the hash of a household. Two households may have one.
    mark: u32,
    first: u32,
}

impl Chain {
    fn hash(&self) -> u64 {
        u64::from(self.mark).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

#[derive(Clone, Copy)]
struct Link {
    place: u32,
    next: u32,
}

/// No link.
const END: u32 = u32::MAX;

impl Households {
    pub(super) fn insert(&mut self, place: u32, slip: &Slip<'_>) {
        for mark in self.marks(slip) {
            let link = self.free.pop().unwrap_or(self.links.len() as u32);
            let new = Chain { mark, first: link };
            let next = match self.chains.entry(new.hash(), |chain| chain.mark == mark, Chain::hash) {
                Entry::Occupied(mut chain) => std::mem::replace(&mut chain.get_mut().first, link),
                Entry::Vacant(free) => {
                    free.insert(new);
                    END
                }
            };
            match self.links.get_mut(link as usize) {
                Some(freed) => *freed = Link { place, next },
                None => self.links.push(Link { place, next }),
            }
        }
    }

    pub(super) fn remove(&mut self, place: u32, slip: &Slip<'_>) {
        for mark in self.marks(slip) {
            let wanted = Chain { mark, first: END };
            let Ok(mut chain) = self.chains.find_entry(wanted.hash(), |chain| chain.mark == mark) else { continue };
            let (mut before, mut at) = (END, chain.get().first);
            while let Some(link) = self.links.get(at as usize).copied() {
                if link.place != place {
                    (before, at) = (at, link.next);
                    continue;
                }
                match self.links.get_mut(before as usize) {
                    Some(before) => before.next = link.next,
                    None => chain.get_mut().first = link.next,
                }
                self.free.push(at);
                break;
            }
            if chain.get().first == END {
                chain.remove();
            }
        }
    }

    /// The places of those with an enrollment in this household, in the order in which they came. A blank id is no household.
    pub(super) fn of(&self, household: &HouseholdId, roll: &Roll) -> Vec<u32> {
        let mut places: Vec<u32> = self.places(household, roll).collect();
        places.sort_unstable();
        places
    }

    /// The same one after the other, each once, in any order: where many have one id, not all of them have to be looked at.
    pub(super) fn places<'a>(&'a self, household: &'a HouseholdId, roll: &'a Roll) -> impl Iterator<Item = u32> + 'a {
        let wanted = Chain { mark: self.mark(household.as_str()), first: END };
        let chain = self.chains.find(wanted.hash(), |chain| chain.mark == wanted.mark).filter(|_| !household.is_blank());
        let mut at = chain.map_or(END, |chain| chain.first);
        let links = std::iter::from_fn(move || {
            let link = self.links.get(at as usize)?;
            at = link.next;
            Some(link.place)
        });
        let is_in = |place: u32| roll.at(place).is_some_and(|slip| slip.stays().any(|stay| stay.household == household.as_str()));
        links.filter(move |place| is_in(*place))
    }

    /// The marks of somebody's households, each once.
    fn marks(&self, slip: &Slip<'_>) -> Vec<u32> {
        let named = slip.stays().map(|stay| stay.household).filter(|household| !household.is_empty());
        let mut marks: Vec<u32> = named.map(|household| self.mark(household)).collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    fn mark(&self, household: &str) -> u32 {
        self.hasher.hash_one(household) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Card, ClientId, EnrollmentCard};
    use proptest::prelude::*;

    fn card(client: u8, households: &[u8]) -> Card {
        let stay = |h: &u8| EnrollmentCard { household: HouseholdId::new(format!("H{h}")), ..EnrollmentCard::default() };
        Card { client: ClientId::new(format!("C{client}")), enrollments: households.iter().map(stay).collect(), ..Card::default() }
    }

    proptest! {
        #[test]
        fn everybody_is_found_in_theirs_and_in_no_other(steps in proptest::collection::vec((0..20_u8, proptest::collection::vec(0..4_u8, 0..4)), 0..60)) {
            let (mut roll, mut households) = (Roll::default(), Households::default());
            let mut plain: Vec<Vec<u8>> = vec![Vec::new(); 20];
            for (client, theirs) in steps {
                if let Some(place) = roll.find(&card(client, &[]).client)
                    && let Some(slip) = roll.at(place)
                {
                    households.remove(place, &slip);
                }
                let place = roll.put(&card(client, &theirs));
                if let Some(slip) = roll.at(place) {
                    households.insert(place, &slip);
                }
                plain[usize::from(client)] = theirs;
            }
            for household in 0..4 {
                let found = households.of(&HouseholdId::new(format!("H{household}")), &roll);
                let mut found: Vec<String> = found.into_iter().filter_map(|place| Some(roll.at(place)?.client.to_owned())).collect();
                let mut wanted: Vec<String> =
                    (0..20).filter(|client| plain[*client].contains(&household)).map(|client| format!("C{client}")).collect();
                found.sort();
                wanted.sort();
                prop_assert_eq!(found, wanted);
            }
            prop_assert!(households.links.len() <= 80, "links are used again");
        }
    }
}
