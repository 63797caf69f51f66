//! What the rules say about a household as a whole: one head, one project, nobody twice.

use super::Located;
use crate::domain::ask::Person;
use crate::domain::chart::Chart;
use crate::domain::date;
use crate::domain::entry::Day;
use crate::domain::finding::{Finding, Severity};
use crate::domain::household;
use crate::domain::hud::{Enrollment, File, Relationship, at};
use crate::domain::id::{ClientId, EnrollmentId, HouseholdId, ProjectId};
use crate::domain::rule::Rule;
use crate::domain::stays::{Lodging, Stays};
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, HashMap};

/// The rules that speak here.
pub const HOUSEHOLD: [Rule; 6] = [Rule::R_ENR_2, Rule::R_ENR_8, Rule::R_ENR_9, Rule::R_ENR_10, Rule::R_ENR_12, Rule::R_DOB_1];

/// One member's enrollment in a household: what the rules compare.
#[derive(Clone)]
pub struct Housemate {
    client: ClientId,
    enrollment: EnrollmentId,
    project: ProjectId,
    is_head: bool,
    born: Option<Day>,
    entry: Option<Day>,
    exit: Option<Day>,
}

impl Housemate {
    /// A member whose enrollment is kept in a chart or about to be.
    pub fn new(chart: &Chart, row: &Enrollment) -> Self {
        Self {
            client: chart.id().clone(),
            enrollment: row.enrollment_id.clone(),
            project: row.project_id.clone(),
            is_head: row.relationship_to_hoh.is(Relationship::Head),
            born: chart.client.dob.known(),
            entry: row.entry_date.known(),
            exit: chart.exit(&row.enrollment_id).and_then(|x| x.exit_date.known()),
        }
    }

    fn age(&self) -> Option<u32> {
        self.born.zip(self.entry).and_then(|(born, entry)| date::age(born, entry))
    }
}

/// Findings about the members that share one HouseholdID, each with the position of the member it is about.
pub fn household(members: &[Housemate]) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    heads(members, &mut found);
    // Most households are one person in one stay.
    if members.len() > 1 {
        one_project(members, &mut found);
        one_stay(members, &mut found);
        nobody_twice(members, &mut found);
    }
    ages(members, &mut found);
    found
}

/// The households of charts that are gone through. Deleted enrollments do not count.
#[derive(Default)]
pub(super) struct Households {
    members: HashMap<HouseholdId, Vec<Housemate>, RandomState>,
    found: Vec<Located>,
}

impl Households {
    /// Takes one client's part in them.
    pub fn add(&mut self, stays: Stays) {
        let Stays { client, born, list, .. } = stays;
        for Lodging { enrollment, project, household, is_head, entry, exit, .. } in list {
            let mate = Housemate { client: client.clone(), enrollment, project, is_head, born, entry, exit };
            if household.is_blank() {
                let words = "The enrollment has no household. Every household, also of one person, has an id of its own.";
                let finding = Finding::fix(Rule::R_ENR_8, at::enrollment::HOUSEHOLD_ID, words).sent(Severity::Stop);
                self.found.push(located(&mate, finding));
            } else {
                self.members.entry(household).or_default().push(mate);
            }
        }
    }

    /// Findings about every household.
    pub fn findings(mut self) -> Vec<Located> {
        let mut found: Vec<(&HouseholdId, Vec<Located>)> = Vec::new();
        for (id, members) in &self.members {
            let said = household(members).into_iter().filter_map(|(at, finding)| Some(located(members.get(at)?, finding)));
            found.extend(Some((id, said.collect::<Vec<_>>())).filter(|(_, said)| !said.is_empty()));
        }
        // By their ids, as few as have findings: the same list each time.
        found.sort_unstable_by_key(|(id, _)| *id);
        self.found.extend(found.into_iter().flat_map(|(_, said)| said));
        self.found
    }
}

fn located(mate: &Housemate, finding: Finding) -> Located {
    Located { file: File::Enrollment, key: mate.enrollment.as_str().to_owned(), owner: Some(mate.client.clone()), finding }
}

/// R-ENR-9: exactly one head of household. Somebody who left and came back is one.
fn heads(members: &[Housemate], found: &mut Vec<(usize, Finding)>) {
    let field = at::enrollment::RELATIONSHIP_TO_HOH;
    let mut heads = members.iter().filter(|m| m.is_head).map(|m| &m.client);
    let first = heads.next();
    if first.is_none() && !members.is_empty() {
        found.push((
            0,
            Finding::stop(Rule::R_ENR_9, field, "The household has no head of household. Make one member Self (Head of Household)."),
        ));
    }
    if heads.any(|head| Some(head) != first) {
        for (at, _) in members.iter().enumerate().filter(|(_, m)| m.is_head) {
            let words = "The household has more than one head of household. Keep one, and relate the others to that person.";
            found.push((at, Finding::stop(Rule::R_ENR_9, field, words)));
        }
    }
}

/// R-ENR-8: a HouseholdID is one household's stay in one project.
fn one_project(members: &[Housemate], found: &mut Vec<(usize, Finding)>) {
    let Some(first) = members.first() else { return };
    for (at, _) in members.iter().enumerate().filter(|(_, m)| m.project != first.project) {
        let words = "The household's id is used in another project too. Each stay in each project needs an id of its own.";
        found.push((at, Finding::stop(Rule::R_ENR_8, at::enrollment::HOUSEHOLD_ID, words)));
    }
}

/// R-ENR-8: the id is not used again for a later stay. Who comes back while others are still there is in the same stay.
fn one_stay(members: &[Housemate], found: &mut Vec<(usize, Finding)>) {
    let mut sorted: Vec<(Day, usize)> = members.iter().enumerate().filter_map(|(at, m)| Some((m.entry?, at))).collect();
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
fn nobody_twice(members: &[Housemate], found: &mut Vec<(usize, Finding)>) {
    let mut stays: BTreeMap<&ClientId, Vec<usize>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        stays.entry(&member.client).or_default().push(at);
    }
    for same in stays.values().filter(|s| s.len() > 1) {
        let span = |at: usize| (members[at].entry, members[at].exit);
        let again = |at: usize| same.iter().any(|before| *before < at && household::meet(span(*before), span(at)));
        for at in same.iter().copied().filter(|at| again(*at)) {
            let words = "This client is in the household twice. Keep one of the two.";
            found.push((at, Finding::stop(Rule::R_ENR_12, at::enrollment::PERSONAL_ID, words)));
        }
    }
}

/// R-ENR-10, R-ENR-2 and R-DOB-1, as far as they compare the members.
fn ages(members: &[Housemate], found: &mut Vec<(usize, Finding)>) {
    let Some(head_at) = members.iter().position(|m| m.is_head) else { return };
    let head = &members[head_at];
    let some_adult = members.iter().any(|m| m.age().is_some_and(|a| a >= Person::ADULT));
    if some_adult && head.age().is_some_and(|a| a < Person::ADULT) {
        let words = "In a household with adults the head of household is an adult. Check who is the head.";
        found.push((head_at, Finding::fix(Rule::R_ENR_10, at::enrollment::RELATIONSHIP_TO_HOH, words)));
    }
    if members.iter().all(|m| m.age().is_some_and(|age| age < OLDEST_AT_LEAST)) {
        let words = "Nobody in the household is 12 or older. Check the dates of birth.";
        found.push((head_at, Finding::fix(Rule::R_DOB_1, at::enrollment::ENTRY_DATE, words).sent(Severity::Stop)));
    }
    let Some(head_entry) = head.entry else { return };
    for (at, _) in members.iter().enumerate().filter(|(_, m)| m.entry.is_some_and(|e| e < head_entry)) {
        let words = format!("This person starts before the head of household, who starts on {}. Check the dates.", date::show(head_entry));
        found.push((at, Finding::fix(Rule::R_ENR_2, at::enrollment::ENTRY_DATE, words)));
    }
}

/// Eva's limit for the oldest member of a household.
const OLDEST_AT_LEAST: u32 = 12;
