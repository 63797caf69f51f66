//! What of a person's saves belongs to the history of somebody who lives with them: what was recorded of a stay that they share.

use crate::domain::change::Change;
use crate::domain::chart::Chart;
use crate::domain::hud::{File, at};
use crate::domain::id::HouseholdId;
use crate::domain::row::Row;
use std::collections::HashSet;

/// The records of a stay in one of these households, of one member.
pub struct Shared {
    rows: HashSet<(File, String)>,
}

impl Shared {
    /// The records of this member's stays in a household of that client; also those that are marked as deleted. What the organization
    /// writes down about the member for itself is of the member alone, whatever stay it is about.
    pub fn of(member: &Chart, with: &Chart) -> Self {
        let households: HashSet<&HouseholdId> =
            with.enrollments.iter().map(|stay| &stay.household_id).filter(|household| !household.is_blank()).collect();
        let stays = member.enrollments.iter().filter(|stay| households.contains(&stay.household_id));
        let stays: HashSet<&str> = stays.map(|stay| stay.enrollment_id.as_str()).collect();
        let mine = |row: &&dyn Row| {
            let stay = row.file().column(at::enrollment::ENROLLMENT_ID.info().name);
            row.file().info().origin.travels() && row.file().is_client_level() && stay.is_some_and(|at| stays.contains(&*row.cell(at)))
        };
        Self { rows: member.rows().filter(mine).map(|row| (row.file(), row.key().to_owned())).collect() }
    }

    /// True where a change is of one of them.
    pub fn tells(&self, change: &Change) -> bool {
        let name = change.of_row().and_then(|row| Some((row.file()?, row.key.as_str().to_owned())));
        name.is_some_and(|name| self.rows.contains(&name))
    }
}
