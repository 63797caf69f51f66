//! Which households owe answers of what was written here, so that Home lists them without opening a chart.
//!
//! What counts is said by [`gaps`] alone, as it is on the card of the enrollment: an answer that was left blank, at a point of a stay of which
//! something was written here and the HMIS has not told yet. So a desk with a hundred thousand imported stays lists its own work and nothing
//! else, and a line goes once the answers are given, or once an import tells that the HMIS has what was written.

use super::{IntakeCase, Mend, Purpose, correction_key, gaps, visit_key, visit_name};
use crate::domain::agency::Agency;
use crate::domain::card::{Card, EnrollmentCard};
use crate::domain::chart::Chart;
use crate::domain::directory::Directory;
use crate::domain::entry::Day;
use crate::domain::hud::Relationship;
use crate::domain::id::{ClientId, EnrollmentId, OrganizationId, ProjectId};
use crate::domain::merge::Written;
use crate::domain::stamp::Stamp;
use crate::domain::{Code, date};
use std::collections::BTreeMap;

/// The answers that are owed, by whose they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owing {
    clients: BTreeMap<ClientId, Vec<Stay>>,
    revision: u64,
    looked: bool,
}

/// What one person owes of one stay: something at one point of it at least.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stay {
    id: EnrollmentId,
    project: ProjectId,
    /// What the household is known by, everybody of it alike.
    home: String,
    /// What the drafts of workflows over it are known by.
    key: String,
    is_head: bool,
    points: Vec<Point>,
}

/// At one point of a stay.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Point {
    /// The way to the first of the answers.
    way: Mend,
    /// How many there are.
    answers: usize,
    /// The day of it.
    on: Option<Day>,
}

/// A household that owes answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// What it is known by, whoever of it owes.
    pub home: String,
    /// Who owes: the head of household where they do.
    pub client: ClientId,
    /// The way to the first of their answers.
    pub way: Mend,
    /// What the draft of that way is known by.
    key: String,
    /// The program.
    pub project: ProjectId,
    /// How many answers, of everybody.
    pub answers: usize,
    /// How many others owe some.
    pub others: usize,
    /// The points of the stay, in words: `Project start`, `Annual assessment 11/02/2026`.
    pub points: Vec<String>,
    /// The first of the days of which they are.
    pub since: Option<Day>,
}

impl Owing {
    /// Looks anew at what these people owe. `written` is what was written here of them.
    pub fn follow(&mut self, charts: &[Chart], written: &Written, agency: &Agency, stamp: &Stamp) {
        for chart in charts {
            let stays = owed_by(chart, written, agency, stamp);
            let before = if stays.is_empty() { self.clients.remove(chart.id()) } else { self.clients.insert(chart.id().clone(), stays) };
            if before.as_ref() != self.clients.get(chart.id()) {
                self.revision += 1;
            }
        }
    }

    /// Nobody but these, in order, owes anything: of nobody else something is written here.
    pub fn keep(&mut self, who: &[ClientId]) {
        let before = self.clients.len();
        self.clients.retain(|client, _| who.binary_search(client).is_ok());
        if self.clients.len() < before {
            self.revision += 1;
        }
        self.rest();
    }

    /// Nobody is looking any more: all were looked at, or it failed.
    pub fn rest(&mut self) {
        self.revision += u64::from(!self.looked);
        self.looked = true;
    }

    /// False while nobody knows yet whether there is more: that nothing is listed says nothing then.
    pub fn is_known(&self) -> bool {
        self.looked
    }

    /// Higher after each change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The households that owe answers of stays in the programs of this organization, those first that have owed them longest.
    pub fn households(&self, agency: &Agency, organization: &OrganizationId) -> Vec<Household> {
        self.gathered(agency, organization, |_| true)
    }

    /// What the household of this person owes of a stay in one of these programs, whoever of it owes it; none where that is nothing.
    pub fn of(&self, card: &Card, agency: &Agency, organization: &OrganizationId) -> Option<Household> {
        let homes: Vec<String> = card.enrollments.iter().map(home).collect();
        self.gathered(agency, organization, |stay| homes.contains(&stay.home)).into_iter().next()
    }

    /// True where this person owes here what they owe there.
    pub fn agrees(&self, other: &Self, client: &ClientId) -> bool {
        self.clients.get(client) == other.clients.get(client)
    }

    /// The households of these stays, those first that have owed longest.
    fn gathered(&self, agency: &Agency, organization: &OrganizationId, wanted: impl Fn(&Stay) -> bool) -> Vec<Household> {
        let ours = |project: &ProjectId| agency.owner(project).is_some_and(|owner| owner.organization_id == *organization);
        let mut homes: BTreeMap<&str, Vec<(&ClientId, &Stay)>> = BTreeMap::new();
        let stays = self.clients.iter().flat_map(|(client, stays)| stays.iter().map(move |stay| (client, stay)));
        stays
            .filter(|(_, stay)| wanted(stay) && ours(&stay.project))
            .for_each(|(client, stay)| homes.entry(&stay.home).or_default().push((client, stay)));
        let mut all: Vec<Household> = homes.into_iter().filter_map(|(home, stays)| household(home, &stays)).collect();
        all.sort_by(|a, b| (a.since.is_none(), a.since, &a.home).cmp(&(b.since.is_none(), b.since, &b.home)));
        all
    }
}

/// What one household owes.
fn household(home: &str, stays: &[(&ClientId, &Stay)]) -> Option<Household> {
    let (client, first) = stays.iter().find(|(_, stay)| stay.is_head).or(stays.first())?;
    let points = || stays.iter().flat_map(|(_, stay)| &stay.points);
    let mut named: Vec<(Option<Day>, String)> = points().map(|point| (point.on, point.words())).collect();
    named.sort();
    named.dedup();
    let mut words: Vec<String> = Vec::new();
    named.into_iter().for_each(|(_, name)| {
        if !words.contains(&name) {
            words.push(name)
        }
    });
    Some(Household {
        home: home.to_owned(),
        client: (*client).clone(),
        way: first.points.first()?.way.clone(),
        key: first.key.clone(),
        project: first.project.clone(),
        answers: points().map(|point| point.answers).sum(),
        others: stays.iter().filter(|(other, _)| other != client).count(),
        points: words,
        since: points().filter_map(|point| point.on).min(),
    })
}

impl Household {
    /// The name of the draft of the workflow in which they are answered.
    pub fn draft(&self) -> String {
        visit_name(self.way.purpose, &correction_key(&self.key, self.way.of))
    }
}

impl Point {
    fn words(&self) -> String {
        let stage = self.way.purpose.stage().label();
        self.way.of.map_or_else(|| stage.to_owned(), |on| format!("{stage} {}", date::show(on)))
    }
}

/// What somebody owes, by stay.
fn owed_by(chart: &Chart, written: &Written, agency: &Agency, stamp: &Stamp) -> Vec<Stay> {
    // Of nearly everybody nothing was written here: then nothing is judged.
    if !chart.rows().any(|row| written.contains_key(&(row.file(), row.key()))) {
        return Vec::new();
    }
    let card = Card::of(chart);
    if card.deleted {
        return Vec::new();
    }
    // A stay that is recorded has no newcomer in it, so nobody is looked for.
    let nobody = Directory::default();
    let of = |stay: &EnrollmentCard| {
        let owner = agency.owner(&stay.project)?;
        let case = IntakeCase {
            directory: &nobody,
            agency,
            charts: std::slice::from_ref(chart),
            organization: Some(&owner.organization_id),
            stamp,
            seed: [0; 16],
        };
        let points = gaps(chart, &stay.id, written, &case).into_iter().map(|gap| Point {
            on: match gap.way.purpose {
                Purpose::Exit => stay.exit,
                _ => gap.way.of.or(stay.entry),
            },
            answers: gap.questions.len(),
            way: gap.way,
        });
        let points: Vec<Point> = points.collect();
        (!points.is_empty()).then(|| Stay {
            id: stay.id.clone(),
            project: stay.project.clone(),
            home: home(stay),
            key: visit_key(stay),
            is_head: stay.relationship == Some(Relationship::Head.code()),
            points,
        })
    };
    card.enrollments.iter().filter_map(of).collect()
}

/// What a household is known by: everybody of it in a program alike, also who has left; who is of none, by their stay.
fn home(stay: &EnrollmentCard) -> String {
    if stay.household.is_blank() { stay.id.to_string() } else { format!("{}@{}", stay.household, stay.project) }
}
