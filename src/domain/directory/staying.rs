//! Who is there: every stay without an exit by its project, kept up to date card by card, so that what an organization has to do for those
//! who stay costs what stays with it.

use crate::domain::card::{Slip, Stay};
use crate::domain::id::ProjectId;
use std::collections::{BTreeSet, HashMap};

/// Where a stay is: the place of the card, and that of the enrollment on it.
type Spot = (u32, u32);

/// The stays that have not ended, by project.
#[derive(Default, Clone)]
pub(super) struct Staying(HashMap<ProjectId, BTreeSet<Spot>>);

impl Staying {
    pub(super) fn insert(&mut self, place: u32, slip: &Slip<'_>) {
        for (at, stay) in open(slip) {
            let project = ProjectId::new(stay.project);
            self.0.entry(project).or_default().insert((place, at));
        }
    }

    pub(super) fn remove(&mut self, place: u32, slip: &Slip<'_>) {
        for (at, stay) in open(slip) {
            let project = ProjectId::new(stay.project);
            if let Some(spots) = self.0.get_mut(&project) {
                spots.remove(&(place, at));
                if spots.is_empty() {
                    self.0.remove(&project);
                }
            }
        }
    }

    /// The stays in a project.
    pub(super) fn of(&self, project: &ProjectId) -> impl Iterator<Item = Spot> {
        self.0.get(project).into_iter().flatten().copied()
    }
}

fn open<'a>(slip: &Slip<'a>) -> impl Iterator<Item = (u32, Stay<'a>)> {
    (0..).zip(slip.stays()).filter(|(_, stay)| stay.exit.is_none())
}
