//! Records of an export that are what a worker typed into the HMIS by hand (R-IMP-11): they are not brought a second time.

use super::{Have, Planning};
use crate::domain::hud::Client;
use crate::domain::merge::{Base, Recognised, is_entered, is_new, recognise, rename, told};
use crate::domain::{Change, Chart, ClientId, EnrollmentId, File, Packed, Row, at};
use crate::exchange::file_name;
use crate::exchange::report::{Line, Outcome};
use std::collections::HashMap;

/// The rule by which they are known.
const RULE: &str = "R-IMP-11";

/// Records that have another id from this import on, and the charts as they are with it.
#[derive(Debug, Default)]
pub(super) struct Renamed {
    once: HashMap<(File, String), String>,
    now: HashMap<(File, String), String>,
    /// By client.
    pub charts: HashMap<ClientId, Chart>,
    /// The household of the HMIS, by the one that it has here.
    households: HashMap<String, String>,
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
        let Some(chart) = have.chart(client) else {
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
            let pair = now.map(|now| (enrollment.household_id.as_str().to_owned(), now.household_id.as_str().to_owned()));
            self.renamed.households.extend(pair.filter(|(once, now)| once != now));
        }
        for ((file, once), now) in names {
            self.renamed.once.insert((file, now.clone()), once.clone());
            self.renamed.now.insert((file, once), now);
        }
        self.renamed.charts.insert(client.clone(), after.clone());
        Some(after)
    }

    /// Members who were not typed yet stay in one household with those who were.
    pub(super) fn housemates(&mut self, have: &impl Have) {
        if self.renamed.households.is_empty() {
            return;
        }
        let untold = |(file, key, ..): &(File, &str, &ClientId, &Base)| {
            *file == File::Enrollment && !self.seen.contains(&(*file, self.renamed.now(*file, key).to_owned()))
        };
        let mut stays: Vec<_> = self.edits.iter().filter(untold).map(|(_, key, owner, _)| (key, owner)).collect();
        stays.sort_unstable();
        for (key, owner) in stays {
            let Some(chart) = self.renamed.charts.get(owner).cloned().or_else(|| have.chart(owner)) else { continue };
            let Some(before) = chart.enrollments.iter().find(|row| row.enrollment_id.as_str() == key) else { continue };
            let Some(household) = self.renamed.households.get(before.household_id.as_str()) else { continue };
            let mut after = before.clone();
            after.put(at::enrollment::HOUSEHOLD_ID, household);
            self.plan.changes.extend(Change::row(Some(before), &after));
        }
    }

    /// Says of a client who is not here that somebody here, typed by hand, is most likely the same person.
    fn newcomer(&mut self, rows: &[Packed], newcomers: &[Client]) {
        let Some(row) = rows.iter().find(|row| row.file() == Some(File::Client)) else { return };
        let facts = [at::client::FIRST_NAME, at::client::LAST_NAME, at::client::DOB, at::client::SSN];
        let same = |here: &&Client| facts.iter().all(|field| !here.get(*field).is_empty() && here.get(*field) == row.get(*field));
        let mut alike = newcomers.iter().filter(same);
        if let (Some(here), None) = (alike.next(), alike.next()) {
            let words = format!(
                "Client {} has the name, the date of birth and the Social Security Number of {}, who was added here and typed by hand. Both are kept: compare them, and delete what stands here twice.",
                row.key(),
                here.personal_id.as_str()
            );
            self.plan.lines.push(line(File::Client, words));
        }
    }
}

fn line(file: File, words: String) -> Line {
    Line { file: file_name(file), line: 0, column: None, rule: RULE, outcome: Outcome::Kept, words }
}
