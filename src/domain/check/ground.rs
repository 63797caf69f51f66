//! What a sweep looks up for every row: each project with what hangs on it, and the head of each household. Built once, so that the
//! cost of a sweep grows with the rows and not with their square.

use super::grants::{Grants, Period, period};
use crate::domain::agency::Agency;
use crate::domain::entry::{Day, Text};
use crate::domain::hud::{HmisParticipation, Project, ProjectType, YesNo};
use crate::domain::id::{HouseholdId, ProjectId};
use crate::domain::stays::Stays;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// A project and what hangs on it.
pub(super) struct Place<'a> {
    /// Its row.
    pub project: &'a Project,
    /// Its type, where it is known.
    pub kind: Option<ProjectType>,
    /// Its grants.
    pub grants: Grants,
    /// When it took part in HMIS.
    pub in_hmis: Vec<Period>,
    /// An agency of this project alone: whatever looks for it there finds it at once.
    pub alone: Agency,
    /// True where its organization is a victim service provider.
    pub of_victims: bool,
}

/// The head of a household.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Head {
    /// Project start.
    pub entry: Option<Day>,
    /// Exit, where they left.
    pub exit: Option<Day>,
    /// Move-in.
    pub moved: Option<Day>,
}

/// Everything to look up.
pub(super) struct Ground<'a> {
    /// The agency as a whole, for what concerns several projects.
    pub agency: &'a Agency,
    /// The day.
    pub today: Day,
    places: HashMap<&'a ProjectId, Place<'a>, RandomState>,
    heads: HashMap<HouseholdId, Head, RandomState>,
    uses: HashMap<ProjectId, Use, RandomState>,
    nowhere: Agency,
}

/// What the charts tell of a project.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Use {
    /// Somebody is or was enrolled in it.
    pub clients: bool,
    /// Somebody who was enrolled in it has bed nights.
    pub nights: bool,
}

impl<'a> Ground<'a> {
    /// The ground on which no chart stands yet.
    pub fn new(agency: &'a Agency, today: Day) -> Self {
        let (places, heads, uses) = (places(agency), HashMap::default(), HashMap::default());
        Self { agency, today, places, heads, uses, nowhere: Agency::default() }
    }

    /// Takes what one client's stays tell of households and projects.
    pub fn add(&mut self, Stays { list, nights, .. }: &Stays) {
        for stay in list {
            match self.uses.get_mut(&stay.project) {
                Some(used) => used.nights |= nights,
                None => drop(self.uses.insert(stay.project.clone(), Use { clients: true, nights: *nights })),
            }
            if stay.is_head && !stay.household.is_blank() {
                let head = Head { entry: stay.entry, exit: stay.exit, moved: stay.moved };
                self.heads.entry(stay.household.clone()).or_insert(head);
            }
        }
    }

    /// A project by its id.
    pub fn place(&self, id: &ProjectId) -> Option<&Place<'a>> {
        self.places.get(id)
    }

    /// Every project, by the agency's order.
    pub fn places(&self) -> impl Iterator<Item = &Place<'a>> {
        self.agency.projects.iter().filter_map(|p| self.places.get(&p.project_id))
    }

    /// The agency as far as it concerns this project: the same answers as the whole one, sooner.
    pub fn agency_of(&self, id: &ProjectId) -> &Agency {
        self.places.get(id).map_or(&self.nowhere, |p| &p.alone)
    }

    /// The same for a location that an event names.
    pub fn agency_at(&self, location: &Text) -> &Agency {
        self.agency_of(&ProjectId::new(location.as_str()))
    }

    /// What the charts tell of a project.
    pub fn use_of(&self, id: &ProjectId) -> Use {
        self.uses.get(id).copied().unwrap_or_default()
    }

    /// The head of a household.
    pub fn head(&self, id: &HouseholdId) -> Option<&Head> {
        self.heads.get(id)
    }
}

fn places(agency: &Agency) -> HashMap<&ProjectId, Place<'_>, RandomState> {
    let victims: HashMap<_, _> =
        agency.organizations.iter().map(|o| (&o.organization_id, o.victim_service_provider.is(YesNo::Yes))).collect();
    let mut places: HashMap<&ProjectId, Place<'_>, RandomState> = HashMap::default();
    for project in &agency.projects {
        let place = Place {
            project,
            kind: project.project_type.known(),
            grants: Grants::default(),
            in_hmis: Vec::new(),
            alone: Agency { projects: vec![project.clone()], ..Agency::default() },
            of_victims: victims.get(&project.organization_id).is_some_and(|v| *v),
        };
        places.entry(&project.project_id).or_insert(place);
    }
    macro_rules! hang {
        ($rows:ident, $then:expr) => {
            for row in agency.$rows.iter().filter(|r| r.date_deleted.is_blank()) {
                if let Some(place) = places.get_mut(&row.project_id) {
                    place.alone.$rows.push(row.clone());
                    $then(place, row);
                }
            }
        };
    }
    hang!(cocs, |_: &mut Place<'_>, _| {});
    hang!(ce, |_: &mut Place<'_>, _| {});
    hang!(inventory, |_: &mut Place<'_>, _| {});
    hang!(funders, |place: &mut Place<'_>, row| place.grants.add(row));
    hang!(hmis, |place: &mut Place<'_>, row: &crate::domain::hud::HMISParticipation| {
        if row.hmis_participation_type.is(HmisParticipation::Participating) {
            place.in_hmis.push(period(&row.hmis_participation_status_start_date, &row.hmis_participation_status_end_date));
        }
    });
    places
}
