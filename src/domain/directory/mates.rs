//! Who is in a household, and who ever was: also those whose enrollment in it is marked as deleted, or was moved to another household, since
//! what was saved of them was saved of the household. Kept up to date card by card.

use super::Directory;
use crate::domain::card::{Slip, Stay};
use crate::domain::household::MOST;
use crate::domain::id::{ClientId, HouseholdId, ProjectId};
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
    /// Everybody with a stay in this household, in the order in which they came; none where they are more than a household has.
    pub fn housemates(&self, household: &HouseholdId) -> Option<Vec<ClientId>> {
        let places = few(self.households.places(household, &self.roll))?;
        Some(places.into_iter().filter_map(|place| self.client_at(place)).collect())
    }

    /// Who lives in this household of a program: of whose stay in it no exit is known. A number that another program used again is another
    /// household's.
    pub fn living_together(&self, household: &HouseholdId, project: &ProjectId) -> Vec<ClientId> {
        let is_this = |stay: &Stay<'_>| stay.household == household.as_str() && stay.project == project.as_str() && stay.exit.is_none();
        let lives = |place: &u32| self.roll.at(*place).is_some_and(|slip| !slip.deleted && slip.stays().any(|stay| is_this(&stay)));
        let places = few(self.households.places(household, &self.roll)).unwrap_or_default();
        places.into_iter().filter(lives).filter_map(|place| self.client_at(place)).collect()
    }

    /// Everybody else who is or was in a household of this client: whose saves are part of its history. Where one id was given to more
    /// people than a household has, nobody is in it.
    pub fn ever_with(&self, client: &ClientId) -> Vec<ClientId> {
        let Some(card) = self.get(client) else { return Vec::new() };
        let households: HashSet<&HouseholdId> = card.enrollments.iter().map(|stay| &stay.household).chain(&card.left).collect();
        let places = |household| few(self.households.places(household, &self.roll).chain(self.former.of(household)));
        let others = households.into_iter().filter_map(places).flatten().filter_map(|place| self.client_at(place));
        let others: BTreeSet<ClientId> = others.filter(|other| other != client).collect();
        others.into_iter().collect()
    }

    fn client_at(&self, place: u32) -> Option<ClientId> {
        self.roll.at(place).map(|slip| ClientId::new(slip.client))
    }
}

/// Each of these once; none as soon as they are more than a household has.
fn few(places: impl Iterator<Item = u32>) -> Option<BTreeSet<u32>> {
    let mut few = BTreeSet::new();
    for place in places {
        few.insert(place);
        if few.len() > MOST {
            return None;
        }
    }
    Some(few)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Card, EnrollmentCard};

    fn card(n: usize, households: &[&str], left: &[&str]) -> Card {
        let stay = |household: &&str| EnrollmentCard { household: HouseholdId::new(*household), ..EnrollmentCard::default() };
        let left = left.iter().map(|household| HouseholdId::new(*household)).collect();
        let enrollments = households.iter().map(stay).collect();
        Card { client: ClientId::new(format!("C{n:02}")), enrollments, left, ..Card::default() }
    }

    #[test]
    fn a_household_is_of_at_most_so_many_people_whether_they_are_there_or_were() {
        let first = ClientId::new("C00");
        // One comes and goes: each of the people counts once.
        let people = |n| Directory::new((0..n).map(|n| card(n, &["H1", "H1"], &[])).collect::<Vec<_>>());
        let household = HouseholdId::new("H1");
        assert_eq!(people(MOST).housemates(&household).map(|all| all.len()), Some(MOST));
        assert_eq!(people(MOST).ever_with(&first).len(), MOST - 1);
        assert_eq!((people(MOST + 1).housemates(&household), people(MOST + 1).ever_with(&first)), (None, Vec::new()));
        // After an import gave everybody a household of their own.
        let apart = |n: usize| Directory::new((0..n).map(|n| card(n, &[], &["H1"])).collect::<Vec<_>>());
        assert_eq!(apart(MOST).ever_with(&first).len(), MOST - 1);
        assert_eq!(apart(MOST + 1).ever_with(&first), Vec::new());
        assert_eq!(people(3).housemates(&HouseholdId::default()), Some(Vec::new()), "a blank id is no household");
    }
}
