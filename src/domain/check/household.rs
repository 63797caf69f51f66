//! What the rules say about a household as a whole: one head, one project, nobody twice.

use super::Located;
use crate::domain::ask::Person;
use crate::domain::chart::Chart;
use crate::domain::date;
use crate::domain::entry::Day;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Enrollment, File, Relationship, at};
use crate::domain::id::{ClientId, HouseholdId};
use crate::domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// One member's enrollment in a household.
#[derive(Clone, Copy)]
pub struct Housemate<'a> {
    /// Who.
    pub client: &'a ClientId,
    /// Date of birth, where it is known.
    pub born: Option<Day>,
    /// The enrollment.
    pub row: &'a Enrollment,
    /// Until.
    pub exit: Option<Day>,
}

impl<'a> Housemate<'a> {
    /// A member whose enrollment is kept in a chart or about to be.
    pub fn new(chart: &'a Chart, row: &'a Enrollment) -> Self {
        let exit = chart.exit(&row.enrollment_id).and_then(|x| x.exit_date.known());
        Self { client: chart.id(), born: chart.client.dob.known(), row, exit }
    }

    fn is_head(&self) -> bool {
        self.row.relationship_to_hoh.is(Relationship::Head)
    }

    fn age(&self) -> Option<u32> {
        self.born.zip(self.row.entry_date.known()).and_then(|(born, entry)| date::age(born, entry))
    }
}

/// Findings about the members that share one HouseholdID, each with the position of the member it is about.
pub fn household(members: &[Housemate<'_>]) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    heads(members, &mut found);
    one_project(members, &mut found);
    one_stay(members, &mut found);
    nobody_twice(members, &mut found);
    ages(members, &mut found);
    found
}

/// Findings about every household of these charts. Deleted enrollments do not count.
pub fn households(charts: &[Chart]) -> Vec<Located> {
    let mut grouped: BTreeMap<&HouseholdId, Vec<Housemate<'_>>> = BTreeMap::new();
    let mut found = Vec::new();
    for chart in charts {
        for row in chart.enrollments.iter().filter(|e| e.date_deleted.is_blank()) {
            let mate = Housemate::new(chart, row);
            if row.household_id.is_blank() {
                let words = "The enrollment has no household. Every household, also of one person, has an id of its own.";
                let finding = Finding::fix(Rule::R_ENR_8, at::enrollment::HOUSEHOLD_ID, words).sent(Severity::Stop);
                found.push(located(&mate, finding));
            } else {
                grouped.entry(&row.household_id).or_default().push(mate);
            }
        }
    }
    for members in grouped.values() {
        found.extend(household(members).into_iter().filter_map(|(at, finding)| Some(located(members.get(at)?, finding))));
    }
    found
}

fn located(mate: &Housemate<'_>, finding: Finding) -> Located {
    Located { file: File::Enrollment, key: mate.row.enrollment_id.as_str().to_owned(), owner: Some(mate.client.clone()), finding }
}

/// R-ENR-9: exactly one head of household. Somebody who left and came back is one.
fn heads(members: &[Housemate<'_>], found: &mut Vec<(usize, Finding)>) {
    let field = at::enrollment::RELATIONSHIP_TO_HOH;
    let heads: BTreeSet<&ClientId> = members.iter().filter(|m| m.is_head()).map(|m| m.client).collect();
    if heads.is_empty() && !members.is_empty() {
        found.push((
            0,
            Finding::stop(Rule::R_ENR_9, field, "The household has no head of household. Make one member Self (Head of Household)."),
        ));
    }
    if heads.len() > 1 {
        for (at, _) in members.iter().enumerate().filter(|(_, m)| m.is_head()) {
            let words = "The household has more than one head of household. Keep one, and relate the others to that person.";
            found.push((at, Finding::stop(Rule::R_ENR_9, field, words)));
        }
    }
}

/// R-ENR-8: a HouseholdID is one household's stay in one project.
fn one_project(members: &[Housemate<'_>], found: &mut Vec<(usize, Finding)>) {
    let Some(first) = members.first() else { return };
    for (at, _) in members.iter().enumerate().filter(|(_, m)| m.row.project_id != first.row.project_id) {
        let words = "The household's id is used in another project too. Each stay in each project needs an id of its own.";
        found.push((at, Finding::stop(Rule::R_ENR_8, at::enrollment::HOUSEHOLD_ID, words)));
    }
}

/// R-ENR-8: the id is not used again for a later stay. Who comes back while others are still there is in the same stay.
fn one_stay(members: &[Housemate<'_>], found: &mut Vec<(usize, Finding)>) {
    let mut sorted: Vec<(Day, usize)> = members.iter().enumerate().filter_map(|(at, m)| Some((m.row.entry_date.known()?, at))).collect();
    sorted.sort_unstable();
    // Until when somebody of the household was there; none without an end.
    let mut there: Option<Option<Day>> = None;
    for (entry, at) in sorted {
        let exit = members[at].exit;
        if there.flatten().is_some_and(|last| last < entry) {
            let words = "The household's id is used again, after everybody of it had left. Each stay needs an id of its own.";
            found.push((at, Finding::fix(Rule::R_ENR_8, at::enrollment::HOUSEHOLD_ID, words).sent(Severity::Stop)));
        }
        there = Some(there.map_or(exit, |last| last.zip(exit).map(|(last, exit)| last.max(exit))));
    }
}

/// R-ENR-12: a client stands in a household once at a time; who left may come back (R-ENR-8).
fn nobody_twice(members: &[Housemate<'_>], found: &mut Vec<(usize, Finding)>) {
    let mut stays: BTreeMap<&ClientId, Vec<usize>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        stays.entry(member.client).or_default().push(at);
    }
    for same in stays.values().filter(|s| s.len() > 1) {
        let again = |at: usize| same.iter().any(|before| *before < at && meet(&members[*before], &members[at]));
        for at in same.iter().copied().filter(|at| again(*at)) {
            let words = "This client is in the household twice. Keep one of the two.";
            found.push((at, Finding::stop(Rule::R_ENR_12, at::enrollment::PERSONAL_ID, words)));
        }
    }
}

fn meet(a: &Housemate<'_>, b: &Housemate<'_>) -> bool {
    let (Some(a_entry), Some(b_entry)) = (a.row.entry_date.known(), b.row.entry_date.known()) else { return true };
    a_entry == b_entry || (a.exit.is_none_or(|x| b_entry < x) && b.exit.is_none_or(|x| a_entry < x))
}

/// R-ENR-10, R-ENR-2 and R-DOB-1, as far as they compare the members.
fn ages(members: &[Housemate<'_>], found: &mut Vec<(usize, Finding)>) {
    let Some(head_at) = members.iter().position(Housemate::is_head) else { return };
    let head = &members[head_at];
    let some_adult = members.iter().any(|m| m.age().is_some_and(|a| a >= Person::ADULT));
    if some_adult && head.age().is_some_and(|a| a < Person::ADULT) {
        let words = "In a household with adults the head of household is an adult. Check who is the head.";
        found.push((head_at, Finding::fix(Rule::R_ENR_10, at::enrollment::RELATIONSHIP_TO_HOH, words)));
    }
    let ages: Option<Vec<u32>> = members.iter().map(Housemate::age).collect();
    if ages.is_some_and(|a| a.iter().max().is_some_and(|oldest| *oldest < OLDEST_AT_LEAST)) {
        let words = "Nobody in the household is 12 or older. Check the dates of birth.";
        found.push((head_at, Finding::fix(Rule::R_DOB_1, at::enrollment::ENTRY_DATE, words).sent(Severity::Stop)));
    }
    let Some(head_entry) = head.row.entry_date.known() else { return };
    for (at, _) in members.iter().enumerate().filter(|(_, m)| m.row.entry_date.known().is_some_and(|e| e < head_entry)) {
        let words = format!("This person starts before the head of household, who starts on {}. Check the dates.", date::show(head_entry));
        found.push((at, Finding::fix(Rule::R_ENR_2, at::enrollment::ENTRY_DATE, words)));
    }
}

/// Eva's limit for the oldest member of a household.
const OLDEST_AT_LEAST: u32 = 12;
