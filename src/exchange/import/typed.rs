//! Records of an export that are what a worker typed into the HMIS by hand (R-IMP-11): they are not brought a second time.

use super::{Have, Planning};
use crate::domain::match_::{LOOKED_AT, Newcomer, possible_matches};
use crate::domain::merge::{Base, Named, Recognised, Sort, is_entered, is_new, recognise, rename, told};
use crate::domain::{Card, Change, Chart, ClientId, EnrollmentId, File, HouseholdId, Packed, Row};
use crate::exchange::file_name;
use crate::exchange::report::{Line, Outcome};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The rule by which they are known.
const RULE: &str = "R-IMP-11";
/// From this score on two clients are most likely one (R-DUP-1): the last name, a form of the first name and the date of birth are the same,
/// or the whole number and something else.
const MOST_LIKELY: u32 = 75;

/// Records that have another id from this import on, and the charts as they are with it.
#[derive(Debug, Default)]
pub(super) struct Renamed {
    once: HashMap<(File, String), String>,
    now: HashMap<(File, String), String>,
    /// By client.
    pub charts: HashMap<ClientId, Chart>,
    /// The households in which the HMIS has the members who were recognised, by the one that they had here.
    households: BTreeMap<HouseholdId, BTreeSet<HouseholdId>>,
}

impl Renamed {
    /// The id under which a row was worked on here.
    pub fn once<'a>(&'a self, file: File, key: &'a str) -> &'a str {
        self.once.get(&(of(file), key.to_owned())).map_or(key, String::as_str)
    }

    /// The id under which it goes on.
    pub fn now<'a>(&'a self, file: File, key: &'a str) -> &'a str {
        self.now.get(&(of(file), key.to_owned())).map_or(key, String::as_str)
    }
}

/// What we keep beside an event is named by the event.
fn of(file: File) -> File {
    if file == File::Referral { File::Event } else { file }
}

impl Planning<'_> {
    /// The chart of a client as it is here, in which what the export brings under the HMIS's id has that id.
    pub(super) fn recognised(&mut self, client: &ClientId, rows: &[Packed], have: &impl Have) -> Option<Chart> {
        if self.is_ours {
            // Its ids are none of the HMIS's.
            return self.chart(client, have);
        }
        let Some(chart) = self.chart(client, have) else {
            self.newcomer(rows, have.newcomers());
            return None;
        };
        if chart.entered.is_empty() {
            return Some(chart);
        }
        let elsewhere = |row: &&Packed| row.file().is_some_and(|file| have.owner(file, row.key()).is_some());
        let told_of: Vec<&Packed> = rows.iter().filter(|row| !elsewhere(row)).collect();
        let is_typed = |row: &dyn Row| is_entered(&chart, row, self.written) && is_new(row, &told(&chart, self.edits, row));
        let Recognised { names, unsure } = recognise(&chart, &told_of, is_typed);
        for (file, key) in unsure {
            let words = format!(
                "{} {key} may be what was typed by hand, but here or there are several of that kind on that day. All are kept: compare them, and delete what stands here twice.",
                file.info().name
            );
            self.plan.lines.push(line(file, words));
        }
        if names.is_empty() {
            return Some(chart);
        }
        let rows: HashMap<(File, &str), &Packed> = rows.iter().map(|row| ((Row::file(row), row.key()), row)).collect();
        let row = |file: File, key: &str| rows.get(&(file, key)).copied();
        let (after, changes) = rename(&chart, &names, row);
        self.plan.changes.extend(changes);
        self.plan.counts.recognised += names.len() as u64;
        for enrollment in chart.enrollments.iter().filter(|row| !row.household_id.is_blank()) {
            let now = names.get(&(File::Enrollment, enrollment.key())).and_then(|now| after.enrollment(&EnrollmentId::new(now)));
            if let Some(now) = now {
                self.renamed.households.entry(enrollment.household_id.clone()).or_default().insert(now.household_id.clone());
            }
        }
        for ((file, once), now) in names {
            self.plan.renamed.ids.push(Named { of: Sort::of(file), once: once.clone(), now: now.clone() });
            self.renamed.once.insert((file, now.clone()), once.clone());
            self.renamed.now.insert((file, once), now);
        }
        self.renamed.charts.insert(client.clone(), after.clone());
        Some(after)
    }

    /// Members who were not typed yet stay in one household with those who were: where the household is of this desk's making, and came
    /// back as one. In any other nobody is moved. A line says either.
    pub(super) fn housemates(&mut self, have: &impl Have) {
        let mut goes_to = BTreeMap::new();
        for (once, now) in std::mem::take(&mut self.renamed.households) {
            if now.iter().any(|now| *now != once) {
                let one = now.iter().next().filter(|_| now.len() == 1 && self.is_made_here(&once, have)).cloned();
                let named = |now: &HouseholdId| Named { of: Sort::HOUSEHOLD, once: once.to_string(), now: now.to_string() };
                self.plan.renamed.ids.extend(one.iter().map(named));
                goes_to.insert(once, one);
            }
        }
        if goes_to.is_empty() {
            return;
        }
        let untold = |(file, key, ..): &(File, &str, &ClientId, &Base)| {
            *file == File::Enrollment && !self.seen.contains(&(*file, self.renamed.now(*file, key).to_owned()))
        };
        let owner_of = |key: &str, owner| self.moved.owner(File::Enrollment, key).unwrap_or(owner).clone();
        let mut stays: Vec<_> = self.edits.iter().filter(untold).map(|(_, key, owner, _)| (key, owner_of(key, owner))).collect();
        stays.sort_unstable();
        for (key, owner) in stays {
            let Some(chart) = self.chart(&owner, have) else { continue };
            let Some(before) = chart.enrollments.iter().find(|row| row.enrollment_id.as_str() == key) else { continue };
            let Some(household) = goes_to.get(&before.household_id) else { continue };
            let once = &before.household_id;
            let words = match household {
                Some(household) => {
                    let mut after = before.clone();
                    after.household_id = household.clone();
                    self.plan.changes.extend(Change::row(Some(before), &after));
                    format!(
                        "Enrollment {key} is in household {household} now, and was in {once}: so your HMIS calls the household of those who were typed by hand."
                    )
                }
                None => format!(
                    "Enrollment {key} stays in household {once}, although your HMIS has others of it in another one. Check who belongs together."
                ),
            };
            self.plan.lines.push(line(File::Enrollment, words));
        }
    }

    /// True where the HMIS told of nobody in this household.
    fn is_made_here(&self, household: &HouseholdId, have: &impl Have) -> bool {
        let members = have.household(household);
        let is_made_here = |(client, stay): &(ClientId, EnrollmentId)| {
            let chart = have.chart(client);
            chart.is_some_and(|chart| chart.enrollment(stay).is_some_and(|row| is_new(row, &told(&chart, self.edits, row))))
        };
        !members.is_empty() && members.iter().all(is_made_here)
    }

    /// Says of a client who is not here that somebody here, typed by hand, is most likely the same person.
    fn newcomer(&mut self, rows: &[Packed], newcomers: &[Card]) {
        if newcomers.is_empty() {
            return;
        }
        let Some(row) = rows.iter().find(|row| row.file() == Some(File::Client)) else { return };
        let alike = possible_matches(&Newcomer::of(&row.typed()), newcomers, LOOKED_AT);
        for here in alike.into_iter().filter(|here| here.score >= MOST_LIKELY) {
            let words = format!(
                "Client {} is most likely {} ({}), who was added here and typed by hand. Both are kept: compare them, and delete what stands here twice.",
                row.key(),
                here.client,
                here.why
            );
            self.plan.lines.push(line(File::Client, words));
        }
    }
}

fn line(file: File, words: String) -> Line {
    Line { file: file_name(file), line: 0, column: None, rule: RULE, outcome: Outcome::Kept, words }
}
