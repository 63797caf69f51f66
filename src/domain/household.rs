//! Households: who belongs together, who is the head, and how the others are related.

use super::card::Card;
use super::code::Code;
use super::entry::Day;
use super::hud::Relationship;
use super::id::{ClientId, EnrollmentId, HouseholdId};

/// One member of a household's stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resident {
    /// Who.
    pub client: ClientId,
    /// By which enrollment.
    pub enrollment: EnrollmentId,
    /// How related to the head; none where it is blank or odd.
    pub relationship: Option<Relationship>,
    /// From.
    pub entry: Option<Day>,
    /// Until.
    pub exit: Option<Day>,
}

impl Resident {
    /// True for the head of household.
    pub fn is_head(&self) -> bool {
        self.relationship == Some(Relationship::Head)
    }
}

/// The members of a household among these cards: the head first, then as they stand.
pub fn members<'a>(household: &HouseholdId, cards: impl IntoIterator<Item = &'a Card>) -> Vec<Resident> {
    let mut found: Vec<Resident> = cards.into_iter().flat_map(|card| residents(card, household)).collect();
    found.sort_by_key(|r| !r.is_head());
    found
}

/// This client's enrollments in a household; none for a blank id, which is no household.
pub fn residents<'a>(card: &'a Card, household: &'a HouseholdId) -> impl Iterator<Item = Resident> + 'a {
    card.enrollments.iter().filter(move |e| e.household == *household && !household.is_blank()).map(|e| Resident {
        client: card.client.clone(),
        enrollment: e.id.clone(),
        relationship: e.relationship.and_then(Relationship::from_code),
        entry: e.entry,
        exit: e.exit,
    })
}

/// A client in an enrollment that names no household: theirs alone.
pub fn alone(card: &Card, enrollment: &EnrollmentId) -> Option<Resident> {
    let e = card.enrollments.iter().find(|e| e.id == *enrollment)?;
    Some(Resident {
        client: card.client.clone(),
        enrollment: e.id.clone(),
        relationship: e.relationship.and_then(Relationship::from_code),
        entry: e.entry,
        exit: e.exit,
    })
}

/// The relationship to begin with for a member who is not the head: a minor is the head's child until somebody says otherwise.
pub fn likely_relationship(age: Option<u32>) -> Option<Relationship> {
    age.is_some_and(|a| a < super::ask::Person::ADULT).then_some(Relationship::Child)
}
