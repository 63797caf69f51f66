//! Households: who belongs together, who is the head, and how the others are related.

use super::card::Card;
use super::change::{Change, RowChange};
use super::code::Code;
use super::entry::Day;
use super::hud::{Relationship, at};
use super::id::{ClientId, EnrollmentId, HouseholdId};
use std::collections::BTreeSet;

/// Households of more people are none: some files give one id to everybody.
pub const MOST: usize = 24;

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

/// True where a stay of the one household is of it no more: it is of another one now, or of none.
pub fn is_left(before: &HouseholdId, now: &HouseholdId) -> bool {
    !before.is_blank() && before != now
}

/// The household that a change takes a stay out of; none of another change, and where the stay itself goes: nothing of it is kept then.
pub fn left(change: &RowChange) -> Option<HouseholdId> {
    let field = at::enrollment::HOUSEHOLD_ID;
    let file = change.file().filter(|file| *file == field.file)?;
    let cell = |column: usize| change.cells.iter().find(|cell| usize::from(cell.column) == column);
    let goes = cell(file.info().key).is_some_and(|key| key.after.is_blank());
    let cell = cell(usize::from(field.column)).filter(|_| !goes)?;
    let [before, now] = [&cell.before, &cell.after].map(|id| HouseholdId::new(id.as_str()));
    is_left(&before, &now).then_some(before)
}

/// The households that more people leave at once than one has: what was no household is taken apart, and nobody of it lived together.
pub fn scattered(changes: &[Change]) -> BTreeSet<HouseholdId> {
    let moves = changes.iter().filter_map(|change| if let Change::Row(row) = change { Some((left(row)?, &row.owner)) } else { None });
    let mut moves: Vec<_> = moves.collect();
    moves.sort_unstable();
    moves.dedup();
    let many = moves.chunk_by(|a, b| a.0 == b.0).filter(|who| who.len() > MOST);
    many.filter_map(|who| who.first()).map(|(household, _)| household.clone()).collect()
}

/// True where two stays, each from when until when, have a day in common. The day of an exit is none of its stay, and a stay of which the
/// start is not known may be at any time.
pub fn meet(one: (Option<Day>, Option<Day>), other: (Option<Day>, Option<Day>)) -> bool {
    let ((Some(from), until), (Some(since), to)) = (one, other) else { return true };
    from == since || (until.is_none_or(|until| since < until) && to.is_none_or(|to| from < to))
}
