//! What is to be done: who waits for a result, for an enrollment, for a move-in, and whose annual assessment is due.

use super::Directory;
use super::waiting::Spot;
use crate::domain::agency::Agency;
use crate::domain::annual::{self, Window};
use crate::domain::card::{Card, EnrollmentCard, EventCard};
use crate::domain::code::Code;
use crate::domain::date;
use crate::domain::entry::Day;
use crate::domain::hud::{Project, Relationship};
use crate::domain::id::{ClientId, EnrollmentId, EventId, OrganizationId, ProjectId};
use crate::domain::referral::{awaits_move_in, is_open_card, lacks_enrollment};
use std::collections::{HashMap, HashSet};

/// A referral that is open, or successful without an enrollment, as the desk lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReferral {
    /// Whose.
    pub client: Card,
    /// The event.
    pub event: EventCard,
    /// The program named, where the location is one that we know; look up its name in the agency.
    pub project: Option<ProjectId>,
    /// How many days it has been waiting; none where its date is not known.
    pub days: Option<i64>,
}

/// A successful referral whose household has not moved in yet, as the desk lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwaitedMoveIn {
    /// Whose.
    pub client: Card,
    /// The event.
    pub event: EventCard,
    /// The enrollment that came of it.
    pub stay: EnrollmentCard,
    /// How many days ago it began; none where its start is not known.
    pub days: Option<i64>,
}

/// A household whose annual assessment is to be done, as the desk lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueAnnual {
    /// The head of household; where theirs is done, who in the household it is still to be done of.
    pub client: ClientId,
    /// Their enrollment.
    pub stay: EnrollmentCard,
    /// The days on which it may be done.
    pub window: Window,
}

impl Directory {
    /// Open referrals (R-RES-9), oldest first: to programs of this organization, or all of them where none is given.
    pub fn open_referrals(&self, agency: &Agency, organization: Option<&OrganizationId>, today: Day) -> Vec<OpenReferral> {
        self.open(agency, today, |project| organization.is_none_or(|o| project.is_some_and(|p| p.organization_id == *o)))
    }

    /// One open referral, by whose and which it is; none where it is open no longer.
    pub fn open_referral(&self, client: &ClientId, event: &EventId, agency: &Agency, today: Day) -> Option<OpenReferral> {
        let client = self.offered(client)?;
        let event = client.events.iter().find(|e| e.id == *event && is_open_card(e))?.clone();
        let project = agency.project(&ProjectId::new(event.location.as_str())).map(|p| p.project_id.clone());
        Some(waits(client, event, project, today))
    }

    /// Successful referrals whose household has not moved in yet, in the programs of this organization, oldest first.
    pub fn awaited_move_ins(&self, agency: &Agency, organization: &OrganizationId, today: Day) -> Vec<AwaitedMoveIn> {
        let ours: HashSet<&ProjectId> =
            agency.projects.iter().filter(|p| p.organization_id == *organization).map(|p| &p.project_id).collect();
        let found = self.waiting.enrolled().filter_map(|spot| {
            let (client, event) = self.event_at(spot)?;
            awaited(client, event, agency, today)
        });
        let mut found: Vec<AwaitedMoveIn> = found.filter(|awaited| ours.contains(&awaited.stay.project)).collect();
        found.sort_by(|a, b| turn(&a.client, &a.event).cmp(&turn(&b.client, &b.event)));
        found
    }

    /// One of them, by whose and which it is; none where it waits for nothing any more.
    pub fn awaited_move_in(&self, client: &ClientId, event: &EventId, agency: &Agency, today: Day) -> Option<AwaitedMoveIn> {
        let client = self.offered(client)?;
        let event = client.events.iter().find(|e| e.id == *event)?.clone();
        awaited(client, event, agency, today)
    }

    /// The households in the programs of this organization whose annual assessment is to be done (R-ANN-1), each once, the one that is to
    /// be done first at the top, so the overdue ones.
    pub fn due_annuals(&self, agency: &Agency, organization: &OrganizationId, today: Day) -> Vec<DueAnnual> {
        let ours = agency.projects.iter().filter(|p| p.organization_id == *organization);
        let ours = ours.filter(|project| annual::ever_collects(agency, &project.project_id));
        // When a household began is looked up once, not for each of its members.
        let mut starts = HashMap::new();
        let mut due: Vec<DueAnnual> = Vec::new();
        for (place, at) in ours.flat_map(|project| self.staying.of(&project.project_id)) {
            let Some(slip) = self.roll.at(place) else { continue };
            let Some(stay) = slip.stays().nth(at as usize).map(|stay| stay.card()) else { continue };
            let began = if counts_alone(&stay) {
                stay.entry
            } else {
                let home = (stay.household.clone(), stay.project.clone());
                starts.entry(home).or_insert_with(|| self.head_start(&stay)).or(stay.entry)
            };
            due.extend(began.and_then(|began| due_since(began, &ClientId::new(slip.client), stay, agency, today)));
        }
        due.sort_by(|a, b| (a.window.to, !is_head(&a.stay), &a.client).cmp(&(b.window.to, !is_head(&b.stay), &b.client)));
        let mut seen = HashSet::new();
        due.retain(|it| it.stay.household.is_blank() || seen.insert((it.stay.household.clone(), it.stay.project.clone())));
        due
    }

    /// The annual assessment of one stay, by whose and which it is; none where none is to be done now.
    pub fn due_annual(&self, client: &ClientId, stay: &EnrollmentId, agency: &Agency, today: Day) -> Option<DueAnnual> {
        let stay = self.offered(client)?.enrollments.into_iter().find(|e| e.id == *stay)?;
        let began = if counts_alone(&stay) { stay.entry } else { self.head_start(&stay).or(stay.entry) };
        due_since(began?, client, stay, agency, today)
    }

    /// When the head of this stay's household began; none where nobody is known to be the head.
    fn head_start(&self, stay: &EnrollmentCard) -> Option<Day> {
        let places = self.households.of(&stay.household, &self.roll);
        let mates = places.into_iter().filter_map(|place| self.roll.at(place)).flat_map(|slip| slip.stays());
        let same = mates.filter(|mate| mate.household == stay.household.as_str() && mate.project == stay.project.as_str());
        let mut heads = same.filter(|mate| mate.relationship == Some(Relationship::Head.code()));
        heads.next().and_then(|head| head.entry)
    }

    /// Successful referrals of which no enrollment came (R-RES-6), to the programs of this organization, oldest first.
    pub fn unenrolled_referrals(&self, agency: &Agency, organization: &OrganizationId, today: Day) -> Vec<OpenReferral> {
        let ours = agency.projects.iter().filter(|p| p.organization_id == *organization);
        let ours: HashMap<&str, &ProjectId> = ours.map(|p| (p.project_id.as_str(), &p.project_id)).collect();
        self.unenrolled(agency, today, |location| Some(Some((*ours.get(location)?).clone())))
    }

    /// One of them, by whose and which it is; none where there is an enrollment.
    pub fn unenrolled_referral(&self, client: &ClientId, event: &EventId, agency: &Agency, today: Day) -> Option<OpenReferral> {
        let client = self.offered(client)?;
        let event = client.events.iter().find(|e| e.id == *event && lacks_enrollment(&client, e, agency))?.clone();
        let project = agency.project(&ProjectId::new(event.location.as_str())).map(|project| project.project_id.clone());
        Some(waits(client, event, project, today))
    }

    /// Open referrals that no organization would see, oldest first: to a voucher, to nowhere, to free text, or to a program whose
    /// organization we do not know.
    pub fn unplaced_referrals(&self, agency: &Agency, today: Day) -> Vec<OpenReferral> {
        let known: HashSet<&OrganizationId> = agency.organizations.iter().map(|o| &o.organization_id).collect();
        self.open(agency, today, |project| !project.is_some_and(|p| known.contains(&p.organization_id)))
    }

    /// Of those that no organization would see, the successful ones of which no enrollment came (R-RES-6), oldest first.
    pub fn unplaced_unenrolled(&self, agency: &Agency, today: Day) -> Vec<OpenReferral> {
        let known: HashSet<&OrganizationId> = agency.organizations.iter().map(|o| &o.organization_id).collect();
        let placed: HashSet<&str> =
            agency.projects.iter().filter(|p| known.contains(&p.organization_id)).map(|p| p.project_id.as_str()).collect();
        self.unenrolled(agency, today, |location| (!placed.contains(location)).then_some(None))
    }

    /// The successful referrals without an enrollment to the locations that are wanted, oldest first: `wanted` gives their program.
    fn unenrolled(&self, agency: &Agency, today: Day, wanted: impl Fn(&str) -> Option<Option<ProjectId>>) -> Vec<OpenReferral> {
        let found = self.waiting.unenrolled().filter_map(|spot| {
            let (client, event) = self.event_at(spot)?;
            let project = wanted(event.location.as_str())?;
            lacks_enrollment(&client, &event, agency).then(|| waits(client, event, project, today))
        });
        oldest_first(found.collect())
    }

    /// The open referrals to the programs that are wanted, oldest first; `wanted` is asked once for each location.
    fn open(&self, agency: &Agency, today: Day, wanted: impl Fn(Option<&Project>) -> bool) -> Vec<OpenReferral> {
        // Of two projects with one id the first counts, as for everybody who asks the agency.
        let projects: HashMap<&str, &Project> = agency.projects.iter().rev().map(|p| (p.project_id.as_str(), p)).collect();
        let mut open = Vec::new();
        for (location, queue) in self.waiting.queues() {
            let project = projects.get(location.as_str()).copied();
            if !wanted(project) {
                continue;
            }
            let events = queue.filter_map(|spot| self.event_at(spot));
            open.extend(events.map(|(client, event)| waits(client, event, project.map(|p| p.project_id.clone()), today)));
        }
        oldest_first(open)
    }

    fn event_at(&self, (place, at): Spot) -> Option<(Card, EventCard)> {
        let client = self.card_at(place)?;
        let event = client.events.get(at as usize)?.clone();
        Some((client, event))
    }
}

/// One without a date waits longest of all.
fn oldest_first(mut referrals: Vec<OpenReferral>) -> Vec<OpenReferral> {
    referrals.sort_by(|a, b| turn(&a.client, &a.event).cmp(&turn(&b.client, &b.event)));
    referrals
}

/// The place of a referral among those who wait.
fn turn<'a>(client: &'a Card, event: &'a EventCard) -> (Option<Day>, &'a ClientId, &'a EventId) {
    (event.date, &client.client, &event.id)
}

fn awaited(client: Card, event: EventCard, agency: &Agency, today: Day) -> Option<AwaitedMoveIn> {
    let stay = awaits_move_in(&client, &event, agency)?.clone();
    let days = stay.entry.map(|from| date::days_between(from, today));
    Some(AwaitedMoveIn { client, event, stay, days })
}

fn waits(client: Card, event: EventCard, project: Option<ProjectId>, today: Day) -> OpenReferral {
    let days = event.date.map(|on| date::days_between(on, today));
    OpenReferral { client, event, project, days }
}

fn is_head(stay: &EnrollmentCard) -> bool {
    stay.relationship == Some(Relationship::Head.code())
}

/// True for a stay that counts its years from its own start: the head of household's, and one of no household.
fn counts_alone(stay: &EnrollmentCard) -> bool {
    is_head(stay) || stay.household.is_blank()
}

/// The annual assessment of a stay whose household began on this day; none where none is to be done now.
fn due_since(began: Day, client: &ClientId, stay: EnrollmentCard, agency: &Agency, today: Day) -> Option<DueAnnual> {
    let window = annual::due(&stay, began, today)?;
    annual::collects(agency, &stay.project, window.anniversary).then(|| DueAnnual { client: client.clone(), stay, window })
}
