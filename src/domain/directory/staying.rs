//! Who is there: every stay without an exit by its project, kept up to date card by card, so that what an organization has to do for those
//! who stay costs what stays with it.

use crate::domain::card::{Card, EnrollmentCard};
use crate::domain::id::ProjectId;
use std::collections::{BTreeSet, HashMap};

/// Where a stay is: the place of the card, and that of the enrollment on it.
type Spot = (u32, usize);

/// The stays that have not ended, by project.
#[derive(Default, Clone)]
pub(super) struct Staying(HashMap<ProjectId, BTreeSet<Spot>>);

impl Staying {
    pub(super) fn insert(&mut self, place: u32, card: &Card) {
        for (at, stay) in open(card) {
            self.0.entry(stay.project.clone()).or_default().insert((place, at));
        }
    }

    pub(super) fn remove(&mut self, place: u32, card: &Card) {
        for (at, stay) in open(card) {
            if let Some(spots) = self.0.get_mut(&stay.project) {
                spots.remove(&(place, at));
                if spots.is_empty() {
                    self.0.remove(&stay.project);
                }
            }
        }
    }

    /// The stays in a project.
    pub(super) fn of(&self, project: &ProjectId) -> impl Iterator<Item = Spot> {
        self.0.get(project).into_iter().flatten().copied()
    }
}

fn open(card: &Card) -> impl Iterator<Item = (usize, &EnrollmentCard)> {
    card.enrollments.iter().enumerate().filter(|(_, stay)| stay.exit.is_none())
}
