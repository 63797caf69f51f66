//! Who was ever in a household: also those whose enrollment in it is marked as deleted, or was moved to another household, since what was saved of them was saved of the
//! household. Kept up to date card by card.

use super::Directory;
use crate::domain::card::Slip;
use crate::domain::id::{ClientId, HouseholdId};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The places of those who were taken out, by household.
#[derive(Default, Clone)]
pub(super) struct Former(HashMap<HouseholdId, BTreeSet<u32>>);

impl Former {
    pub(super) fn insert(&mut self, place: u32, slip: &Slip<'_>) {
        for household in slip.left() {
            self.0.entry(HouseholdId::new(household)).or_default().insert(place);
        }
    }

    pub(super) fn remove(&mut self, place: u32, slip: &Slip<'_>) {
        for household in slip.left().map(HouseholdId::new) {
            if let Some(places) = self.0.get_mut(&household) {
                places.remove(&place);
                if places.is_empty() {
                    self.0.remove(&household);
                }
            }
        }
    }

    fn of(&self, household: &HouseholdId) -> impl Iterator<Item = u32> {
        self.0.get(household).into_iter().flatten().copied()
    }
}

impl Directory {
    /// Everybody else who is or was in a household of this client: whose saves are part of its history.
    pub fn ever_with(&self, client: &ClientId) -> Vec<ClientId> {
        let Some(card) = self.get(client) else { return Vec::new() };
        let households: HashSet<&HouseholdId> = card.enrollments.iter().map(|stay| &stay.household).chain(&card.left).collect();
        let places = |household| self.households.of(household, &self.roll).into_iter().chain(self.former.of(household));
        let others = households.into_iter().flat_map(places).filter_map(|place| self.roll.at(place)).map(|slip| ClientId::new(slip.client));
        let others: BTreeSet<ClientId> = others.filter(|other| other != client).collect();
        others.into_iter().collect()
    }
}
