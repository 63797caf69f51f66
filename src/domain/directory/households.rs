//! Who is in a household, kept up to date card by card. It holds marks of households instead of their names, eight bytes for each member;
//! whose household it truly is, the roll says.

use crate::domain::card::Slip;
use crate::domain::id::HouseholdId;
use crate::domain::roll::Roll;
use hashbrown::HashTable;
use std::hash::{BuildHasher, RandomState};

/// See the module.
#[derive(Default, Clone)]
pub(super) struct Households {
    members: HashTable<Member>,
    hasher: RandomState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Member {
    /// Part of the hash of a household. Two households may have one.
    mark: u32,
    place: u32,
}

impl Member {
    /// The hash of the table: all who have one mark are found together.
    fn hash(&self) -> u64 {
        u64::from(self.mark).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

impl Households {
    pub(super) fn insert(&mut self, place: u32, slip: &Slip<'_>) {
        for mark in self.marks(slip) {
            let member = Member { mark, place };
            self.members.insert_unique(member.hash(), member, Member::hash);
        }
    }

    pub(super) fn remove(&mut self, place: u32, slip: &Slip<'_>) {
        for mark in self.marks(slip) {
            let member = Member { mark, place };
            if let Ok(theirs) = self.members.find_entry(member.hash(), |other| *other == member) {
                theirs.remove();
            }
        }
    }

    /// The places of those with an enrollment in this household, in the order in which they came. A blank id is no household.
    pub(super) fn of(&self, household: &HouseholdId, roll: &Roll) -> Vec<u32> {
        if household.is_blank() {
            return Vec::new();
        }
        let wanted = Member { mark: self.mark(household.as_str()), place: 0 };
        let marked = self.members.iter_hash(wanted.hash()).filter(|member| member.mark == wanted.mark).map(|member| member.place);
        let is_theirs = |place: &u32| roll.at(*place).is_some_and(|slip| slip.stays().any(|stay| stay.household == household.as_str()));
        let mut places: Vec<u32> = marked.filter(is_theirs).collect();
        places.sort_unstable();
        places
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
