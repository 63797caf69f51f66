//! The story of one household at Coordinated Entry: it comes, is assessed, is referred, waits or is refused or moves in.
//!
//! Every third household waits on an open referral, and the openings take turns, so that even a few clients give several desks
//! some work; the rest is chance.

use super::agency::{ENTRY_PROJECT, OUTREACH_PROJECT, REACH};
use super::codes::*;
use super::desk::{self, Outcome, Place};
use super::pen::{Pen, after, before};
use super::person::{self, Person};
use super::record;
use super::stay::{self, Stay};
use crate::domain::hud::{EventCode, ProjectType, ReferralResult};
use crate::domain::{Chart, Day, EnrollmentId, ProjectId};

/// So many open referrals there are at least, where there are clients enough: forty are.
const ENOUGH: usize = 6;

/// The events that refer to no opening; they take turns, so that all of them occur.
const ACCESS: &[EventCode] = &[
    EventCode::CrisisAssessment,
    EventCode::ProblemSolving,
    EventCode::HousingAssessment,
    EventCode::StreetOutreachReferral,
    EventCode::HousingNavigation,
    EventCode::PreventionReferral,
    EventCode::EmergencyAssistance,
    EventCode::NonContinuumIneligible,
    EventCode::NonContinuumNoAvailability,
    EventCode::AftercareReferral,
];

/// Writes one household after another.
pub struct Teller<'a> {
    /// The hand.
    pub pen: &'a mut Pen,
    /// The openings.
    pub places: Vec<Place>,
    told: usize,
    events: usize,
    waiting: usize,
    resolved: usize,
}

impl<'a> Teller<'a> {
    /// A teller who refers to these openings.
    pub fn new(pen: &'a mut Pen, places: Vec<Place>) -> Self {
        Self { pen, places, told: 0, events: 0, waiting: 0, resolved: 0 }
    }

    /// The charts of the next household, of at most `room` people.
    pub fn household(&mut self, room: usize) -> Vec<Chart> {
        let mut people = person::household(self.pen, room);
        // The last ones must wait where too few are left to be sure of enough who do.
        let needed = ENOUGH.saturating_sub(self.waiting);
        let waits = self.told.is_multiple_of(3) || room <= person::LARGEST * needed;
        self.told += 1;
        // For who waits, the story is told back from the open referral.
        let links = waits && self.waiting % 3 == 1;
        let (entry, referred) = if waits {
            let referred = before(self.pen.latest, self.pen.random.between(if links { 8 } else { 0 }, 59));
            (before(referred, self.pen.random.between(3, 150)), Some(referred))
        } else {
            (before(self.pen.latest, self.pen.random.between(30, REACH)), None)
        };
        let situation = self.situation();
        let shelter = self.shelter(&mut people, entry, situation);
        let ce = stay::enroll(self.pen, &mut people, &ProjectId::new(ENTRY_PROJECT), ProjectType::CoordinatedEntry, entry, situation);
        let Some(enrollment) = ce.enrollments.first().cloned() else { return Vec::new() };
        let day = self.assessment(&mut people, &enrollment, entry, referred, situation);
        match referred {
            Some(referred) => self.wait(&mut people, &enrollment, day, referred, links, situation),
            None => self.resolve(&mut people, &ce, &enrollment, day, situation, shelter),
        }
        for person in &mut people {
            person::sign(self.pen, person, entry, entry);
        }
        people.into_iter().map(|person| person.chart).collect()
    }

    /// Where the adults come from, HUD list 3.12.1.
    fn situation(&mut self) -> u32 {
        let shares = [
            (32, STREET),
            (34, SHELTER),
            (4, JAIL),
            (4, HOSPITAL),
            (4, MOTEL),
            (7, FRIENDS),
            (8, FAMILY),
            (3, RENTAL),
            (1, RENTAL_WITH_SUBSIDY),
            (3, SITUATION_NOT_COLLECTED),
        ];
        self.pen.random.weighted(&shares).unwrap_or(STREET)
    }

    /// Of those who come from the street or a shelter, some are known there too. Answers the stay where it is still open.
    fn shelter(&mut self, people: &mut [Person], entry: Day, situation: u32) -> Option<Stay> {
        let kinds: &[ProjectType] = match situation {
            SHELTER if people.len() == 1 => &[ProjectType::ShelterNightByNight, ProjectType::ShelterEntryExit],
            SHELTER => &[ProjectType::ShelterEntryExit],
            STREET => &[ProjectType::StreetOutreach],
            _ => return None,
        };
        if !self.pen.random.chance(45) {
            return None;
        }
        let kind = self.pen.random.weighted(&kinds.iter().map(|kind| (1, *kind)).collect::<Vec<_>>())?;
        let project = if kind == ProjectType::StreetOutreach {
            OUTREACH_PROJECT
        } else {
            self.places.iter().find(|p| p.kind == kind)?.project.as_str()
        };
        let project = ProjectId::new(project);
        let first = before(entry, self.pen.random.between(0, 20));
        let stay = stay::enroll(self.pen, people, &project, kind, first, STREET);
        match kind {
            ProjectType::ShelterNightByNight => {
                if let Some(day) = stay::sleep(self.pen, people, &stay) {
                    stay::leave(self.pen, people, &stay, day, NO_EXIT_INTERVIEW, None);
                }
                return None;
            }
            ProjectType::StreetOutreach => {
                if let Some((head, enrollment)) = people.first_mut().zip(stay.enrollments.first()) {
                    desk::living(self.pen, head, enrollment, kind, first, STREET);
                }
            }
            _ => {}
        }
        Some(stay)
    }

    /// From the door to the priority list; answers the day by which that is done.
    fn assessment(&mut self, people: &mut [Person], ce: &EnrollmentId, entry: Day, referred: Option<Day>, situation: u32) -> Day {
        let end = referred.unwrap_or(after(entry, 21)).min(self.pen.latest);
        let Some(head) = people.first_mut() else { return entry };
        desk::living(self.pen, head, ce, ProjectType::CoordinatedEntry, entry, situation);
        desk::assess(self.pen, head, ce, entry, CRISIS_LEVEL);
        let assessed = self.pen.within(entry, end.min(after(entry, 14)));
        desk::assess(self.pen, head, ce, assessed, HOUSING_LEVEL);
        if head.youth && self.pen.random.chance(70) {
            record::of_youth(self.pen, head, ce, entry);
        }
        for _ in 0..self.pen.random.between(1, 2) {
            let code = ACCESS[self.events % ACCESS.len()];
            self.events += 1;
            let day = self.pen.within(entry, referred.unwrap_or(assessed));
            desk::event(self.pen, head, ce, code, day);
        }
        // Some members beside the head have an event of their own, against R-420-1.
        if let Some(other) = people.iter_mut().skip(1).find(|p| p.adult).filter(|_| self.pen.random.chance(8)) {
            let own = other.chart.enrollments.last().map(|e| e.enrollment_id.clone()).unwrap_or_default();
            desk::event(self.pen, other, &own, EventCode::CrisisAssessment, entry);
        }
        assessed
    }

    /// An earlier refusal perhaps, then an open referral, and sometimes an enrollment that waits to be linked to it.
    fn wait(&mut self, people: &mut [Person], ce: &EnrollmentId, from: Day, referred: Day, links: bool, situation: u32) {
        let turn = self.waiting;
        self.waiting += 1;
        if self.pen.random.chance(45) && after(from, 10) < referred {
            let day = self.pen.within(from, before(referred, 5));
            let said = self.pen.within(day, referred);
            self.refuse(people, ce, day, said);
        }
        let place = self.place(turn, people);
        let Some((place, head)) = self.places.get(place).zip(people.first_mut()) else { return };
        if self.pen.random.chance(60) {
            desk::living(self.pen, head, ce, ProjectType::CoordinatedEntry, referred, situation);
        }
        desk::refer(self.pen, head, ce, place, referred, None);
        let (project, kind) = (place.project.clone(), place.kind);
        if links {
            let entry = self.pen.within(after(referred, 1), self.pen.latest);
            self.house(people, &project, kind, entry, situation, false);
        }
    }

    /// Refusals, and for some an opening that takes them.
    fn resolve(&mut self, people: &mut [Person], ce: &Stay, enrollment: &EnrollmentId, from: Day, situation: u32, shelter: Option<Stay>) {
        let mut day = from;
        for _ in 0..self.pen.random.weighted(&[(40, 0), (45, 1), (15, 2)]).unwrap_or_default() {
            let referred = self.pen.later(day, 0, 30);
            let said = self.pen.later(referred, 1, 20);
            if said == referred {
                return;
            }
            self.refuse(people, enrollment, referred, said);
            day = said;
        }
        let referred = self.pen.later(day, 0, 40);
        let said = self.pen.later(referred, 1, 21);
        if said == referred || self.pen.random.chance(40) {
            return;
        }
        let turn = self.turn();
        let place = self.place(turn, people);
        let Some((project, kind, code)) = self.places.get(place).map(|p| (p.project.clone(), p.kind, p.code)) else { return };
        let entry = self.pen.later(said, 0, 5);
        let stay = self.house(people, &project, kind, entry, situation, true);
        let Some((place, head)) = self.places.get(place).zip(people.first_mut()) else { return };
        let outcome = Outcome { result: ReferralResult::Accepted, day: said, enrollment: stay.enrollments.first().cloned() };
        desk::refer(self.pen, head, enrollment, place, referred, Some(outcome));
        if self.pen.random.chance(65) {
            let (destination, subsidy) = destination(kind, code);
            stay::leave(self.pen, people, ce, entry, destination, subsidy);
            if let Some(shelter) = shelter {
                stay::leave(self.pen, people, &shelter, entry, destination, subsidy);
            }
        }
    }

    /// The household enters housing; some move in at once, some leave again.
    fn house(
        &mut self,
        people: &mut [Person],
        project: &ProjectId,
        kind: ProjectType,
        entry: Day,
        situation: u32,
        may_leave: bool,
    ) -> Stay {
        let stay = stay::enroll(self.pen, people, project, kind, entry, situation);
        record::at_entry(self.pen, people, &stay);
        if kind == ProjectType::ShelterNightByNight {
            if let Some(day) = stay::sleep(self.pen, people, &stay) {
                stay::leave(self.pen, people, &stay, day, NO_EXIT_INTERVIEW, None);
            }
            return stay;
        }
        // Move-in is asked of permanent housing alone (R-ENR-14).
        let permanent = matches!(
            kind,
            ProjectType::PermanentSupportive | ProjectType::HousingOnly | ProjectType::HousingWithServices | ProjectType::RapidRehousing
        );
        let moved = permanent.then(|| after(entry, self.pen.random.between(0, 60))).filter(|day| *day <= self.pen.latest);
        let moved = moved.filter(|_| self.pen.random.chance(85));
        if let Some(day) = moved {
            stay::move_in(self.pen, people, &stay, day);
        }
        let left = after(moved.unwrap_or(entry), self.pen.random.between(30, 240));
        if may_leave && left <= self.pen.latest && self.pen.random.chance(45) {
            let housed = [(4, RENTAL), (2, RENTAL_WITH_SUBSIDY), (2, FAMILY_FOR_GOOD), (1, FRIENDS), (1, NO_EXIT_INTERVIEW)];
            let unhoused = [(3, SHELTER), (2, STREET), (2, NO_EXIT_INTERVIEW), (1, JAIL), (1, FAMILY), (1, SITUATION_UNKNOWN)];
            let shares: &[(u32, u32)] = if moved.is_some() { &housed } else { &unhoused };
            let alone = people.len() == 1 && self.pen.random.chance(3);
            let destination = if alone { DECEASED } else { self.pen.random.weighted(shares).unwrap_or(NO_EXIT_INTERVIEW) };
            let subsidy = (destination == RENTAL_WITH_SUBSIDY).then_some(VOUCHER_SUBSIDY);
            stay::leave(self.pen, people, &stay, left, destination, subsidy);
        }
        stay
    }

    fn refuse(&mut self, people: &mut [Person], ce: &EnrollmentId, referred: Day, day: Day) {
        let turn = self.turn();
        let place = self.place(turn, people);
        let result = if self.pen.random.chance(45) { ReferralResult::ClientRejected } else { ReferralResult::ProviderRejected };
        if let Some((place, head)) = self.places.get(place).zip(people.first_mut()) {
            desk::refer(self.pen, head, ce, place, referred, Some(Outcome { result, day, enrollment: None }));
        }
    }

    fn turn(&mut self) -> usize {
        self.resolved += 1;
        self.resolved
    }

    /// The opening whose turn it is, or the next that suits: children do not go to the night shelter, and nobody is referred to
    /// where they already stay.
    fn place(&self, turn: usize, people: &[Person]) -> usize {
        let count = self.places.len().max(1);
        let children = people.iter().any(|p| !p.adult);
        let stays = |place: &Place| people.iter().flat_map(|p| &p.chart.enrollments).any(|e| e.project_id == place.project);
        let closed = |place: &Place| stays(place) || (children && place.kind == ProjectType::ShelterNightByNight);
        let mut turns = (turn..turn + count).map(|at| at % count);
        turns.find(|at| self.places.get(*at).is_some_and(|place| !closed(place))).unwrap_or_default()
    }
}

/// The destination of who leaves Coordinated Entry or a shelter for such an opening, with the kind of subsidy.
fn destination(kind: ProjectType, code: EventCode) -> (u32, Option<u32>) {
    match (kind, code) {
        (_, EventCode::StabilityVoucher) => (RENTAL_WITH_SUBSIDY, Some(STABILITY_VOUCHER_SUBSIDY)),
        (ProjectType::PermanentSupportive, _) => (RENTAL_WITH_SUBSIDY, Some(PSH_SUBSIDY)),
        (ProjectType::RapidRehousing, _) => (RENTAL_WITH_SUBSIDY, Some(RRH_SUBSIDY)),
        (ProjectType::HousingOnly | ProjectType::HousingWithServices, _) => (RENTAL_WITH_SUBSIDY, Some(OTHER_SUBSIDY)),
        (ProjectType::TransitionalHousing, _) => (TRANSITIONAL, None),
        _ => (SHELTER, None),
    }
}
