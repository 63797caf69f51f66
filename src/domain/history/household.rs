//! What of a person's saves belongs to the history of somebody who lives with them: what was recorded of a stay that they share, or shared
//! then.

use super::Past;
use crate::domain::change::Change;
use crate::domain::chart::Chart;
use crate::domain::household;
use crate::domain::hud::{File, at};
use crate::domain::id::HouseholdId;
use crate::domain::row::Row;
use std::collections::HashMap;

/// The last save in which a stay is of a household whose it is now.
const NOW: u64 = u64::MAX;

/// The households in which somebody is or was, each with the last save in which they were.
pub struct Households(HashMap<HouseholdId, u64>);

impl Households {
    /// Those of this chart, and those that its past says it left.
    pub fn of<'a>(chart: &Chart, past: impl IntoIterator<Item = Past<'a>>) -> Self {
        let mut all = HashMap::new();
        for (_, household, until) in places(chart, past) {
            later(all.entry(household).or_default(), until);
        }
        Self(all)
    }
}

/// The records of a stay in one of these households, of one member.
pub struct Shared {
    /// Each with the last save in which it was one.
    rows: HashMap<(File, String), u64>,
}

impl Shared {
    /// The records of this member's stays in one of somebody's households, also those that are marked as deleted. Of a household that one of
    /// the two has left they are told of until the save by which the first of them did. What the organization writes down about the
    /// member for itself is of the member alone, whatever stay it is about.
    pub fn of<'a>(member: &Chart, past: impl IntoIterator<Item = Past<'a>>, with: &Households) -> Self {
        let mut stays: HashMap<String, u64> = HashMap::new();
        for (stay, household, until) in places(member, past) {
            if let Some(theirs) = with.0.get(&household) {
                later(stays.entry(stay).or_default(), until.min(*theirs));
            }
        }
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

/// Each stay with each household it is or was of, and the last save in which it was.
fn places<'a>(chart: &Chart, past: impl IntoIterator<Item = Past<'a>>) -> Vec<(String, HouseholdId, u64)> {
    let now = chart.enrollments.iter().filter(|stay| !stay.household_id.is_blank());
    let mut all: Vec<_> = now.map(|stay| (stay.enrollment_id.to_string(), stay.household_id.clone(), NOW)).collect();
    for commit in past {
        let rows = commit.changes.iter().filter_map(Change::of_row);
        all.extend(rows.filter_map(|row| Some((row.key.to_string(), household::left(&row)?, commit.sequence))));
    }
    all
}

fn later(known: &mut u64, until: u64) {
    *known = until.max(*known);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::Instant;
    use crate::domain::hud::Enrollment;
    use crate::domain::id::{ClientId, EnrollmentId};

    fn stay(of: &str, household: &str) -> Enrollment {
        let id = |prefix: &str| format!("{prefix}{of}");
        let household_id = HouseholdId::new(household);
        Enrollment { personal_id: ClientId::new(id("C")), enrollment_id: EnrollmentId::new(id("E")), household_id, ..Enrollment::default() }
    }

    fn moved(of: &str, from: &str, to: &str) -> Vec<Change> {
        vec![Change::row(Some(&stay(of, from)), &stay(of, to)).unwrap()]
    }

    fn past(sequence: u64, changes: &[Change]) -> Past<'_> {
        Past { sequence, at: Instant::default(), changes }
    }

    /// Three live in H1; save 5 takes B out of it, save 8 takes C out.
    #[test]
    fn after_two_splits_each_history_tells_of_the_others_until_the_first_of_the_two_left() {
        let made = |of: &str| vec![Change::row(None, &stay(of, "H1")).unwrap()];
        let everybody = ["A", "B", "C"].map(|of| (of, made(of)));
        let (b_left, c_left) = (moved("B", "H1", "H2"), moved("C", "H1", "H3"));
        let pasts = |of: &str| {
            let first = everybody.iter().find(|(who, _)| *who == of).map(|(_, changes)| past(2, changes));
            let then = [("B", past(5, &b_left)), ("C", past(8, &c_left))].into_iter().filter(|(who, _)| *who == of);
            first.into_iter().chain(then.map(|(_, past)| past)).collect::<Vec<_>>()
        };
        let chart = |of: &str| {
            let household = match of {
                "B" => "H2",
                "C" => "H3",
                _ => "H1",
            };
            let mut chart = Chart::of(&ClientId::new(format!("C{of}")), []);
            chart.enrollments = vec![stay(of, household)];
            chart
        };
        let told = |of: &str, to: &str| {
            let shared = Shared::of(&chart(of), pasts(of), &Households::of(&chart(to), pasts(to)));
            let change = Change::row(None, &stay(of, "H1")).unwrap();
            [2, 5, 6, 8, 9].map(|save| shared.tells(save, &change))
        };
        for (of, to) in [("A", "B"), ("B", "A"), ("B", "C"), ("C", "B")] {
            assert_eq!(told(of, to), [true, true, false, false, false], "{of} to {to}");
        }
        for (of, to) in [("A", "C"), ("C", "A")] {
            assert_eq!(told(of, to), [true, true, true, true, false], "{of} to {to}");
        }
    }

    #[test]
    fn a_household_is_left_for_another_one_or_for_none_and_not_where_the_stay_goes() {
        let left = |change: Option<Change>| change.and_then(|change| household::left(&change.of_row().unwrap()));
        let h1 = Some(HouseholdId::new("H1"));
        assert_eq!(left(Change::row(Some(&stay("A", "H1")), &stay("A", "H2"))), h1);
        assert_eq!(left(Change::row(Some(&stay("A", "H1")), &stay("A", ""))), h1);
        assert_eq!(left(Change::row(Some(&stay("A", "")), &stay("A", "H1"))), None);
        assert_eq!(left(Change::row(Some(&stay("A", "H1")), &Enrollment::default())), None);
    }
}
