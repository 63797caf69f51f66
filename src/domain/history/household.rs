//! What of a person's saves belongs to the history of somebody who lives with them: what was recorded of a stay that they share.

use super::Past;
use crate::domain::change::Change;
use crate::domain::chart::Chart;
use crate::domain::hud::{File, at};
use crate::domain::id::HouseholdId;
use crate::domain::row::Row;
use std::collections::{HashMap, HashSet};

/// The records of a stay in one of these households, of one member.
pub struct Shared {
    /// Each with the last save in which it was one.
    rows: HashMap<(File, String), u64>,
}

/// The last save in which a stay is shared that is shared now.
const NOW: u64 = u64::MAX;

impl Shared {
    /// The records of this member's stays in a household of that client; also those that are marked as deleted, and until the save that
    /// moved it those of a stay that is of another household now, as the member's `past` tells. What the organization writes down about the
    /// member for itself is of the member alone, whatever stay it is about.
    pub fn of<'a>(member: &Chart, with: &Chart, past: impl IntoIterator<Item = Past<'a>>) -> Self {
        let households: HashSet<&HouseholdId> =
            with.enrollments.iter().map(|stay| &stay.household_id).filter(|household| !household.is_blank()).collect();
        let mut stays: HashMap<String, u64> = HashMap::new();
        for commit in past {
            for stay in commit.changes.iter().filter_map(|change| left(change, &households)) {
                let until = stays.entry(stay).or_default();
                *until = commit.sequence.max(*until);
            }
        }
        let shared = member.enrollments.iter().filter(|stay| households.contains(&stay.household_id));
        stays.extend(shared.map(|stay| (stay.enrollment_id.to_string(), NOW)));
        let until = |row: &dyn Row| {
            let stay = row.file().column(at::enrollment::ENROLLMENT_ID.info().name);
            let told = row.file().info().origin.travels() && row.file().is_client_level();
            stay.filter(|_| told).and_then(|at| stays.get(&*row.cell(at)).copied())
        };
        Self { rows: member.rows().filter_map(|row| Some(((row.file(), row.key().to_owned()), until(row)?))).collect() }
    }

    /// True where a change in the save of this number is of one of them.
    pub fn tells(&self, sequence: u64, change: &Change) -> bool {
        let name = change.of_row().and_then(|row| Some((row.file()?, row.key.as_str().to_owned())));
        name.and_then(|name| self.rows.get(&name)).is_some_and(|until| sequence <= *until)
    }
}

/// The stay that a change moves from one of these households to another one.
fn left(change: &Change, households: &HashSet<&HouseholdId>) -> Option<String> {
    let row = change.of_row()?;
    let field = at::enrollment::HOUSEHOLD_ID;
    let cell = row.cells.iter().find(|cell| row.file() == Some(field.file) && cell.column == field.column)?;
    let leaves = cell.before != cell.after && households.contains(&HouseholdId::new(cell.before.as_str()));
    leaves.then(|| row.key.to_string())
}
