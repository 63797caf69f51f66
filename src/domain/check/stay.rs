//! An enrollment with everything that hangs on it, put together once for all rules that look at it.

use super::Located;
use super::ground::{Ground, Head, Place};
use crate::domain::ask::Person;
use crate::domain::chart::Chart;
use crate::domain::date;
use crate::domain::entry::Day;
use crate::domain::finding::Finding;
use crate::domain::hud::{
    Assessment, CurrentLivingSituation, Disabilities, EmploymentEducation, Enrollment, Exit, HealthAndDV, IncomeBenefits, ProjectType,
    Relationship, Services, YouthEducationStatus,
};
use crate::domain::id::{ClientId, EnrollmentId};
use crate::domain::row::Row;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// One client's stay in one project, without deleted rows.
pub(super) struct Stay<'a> {
    /// The enrollment.
    pub row: &'a Enrollment,
    /// Its exit.
    pub exit: Option<&'a Exit>,
    /// Project start, where it is known.
    pub entry: Option<Day>,
    /// Exit date, where it is known.
    pub left: Option<Day>,
    /// The project.
    pub place: Option<&'a Place<'a>>,
    /// The type of the project.
    pub kind: Option<ProjectType>,
    /// Who it is: age at start, head or not.
    pub person: Person,
    /// The head of the household.
    pub head: Option<&'a Head>,
    /// 4.02 to 4.04.
    pub incomes: Vec<&'a IncomeBenefits>,
    /// 4.11 and health.
    pub health: Vec<&'a HealthAndDV>,
    /// R4 to R6.
    pub employment: Vec<&'a EmploymentEducation>,
    /// 4.05 to 4.10.
    pub disabilities: Vec<&'a Disabilities>,
    /// Services and bed nights.
    pub services: Vec<&'a Services>,
    /// 4.12.
    pub living: Vec<&'a CurrentLivingSituation>,
    /// 4.19.
    pub assessments: Vec<&'a Assessment>,
    /// C3.
    pub education: Vec<&'a YouthEducationStatus>,
}

impl Stay<'_> {
    /// True for the head of household and for who is known to be an adult: those of whom adults' answers are missed.
    pub fn answers_as_adult(&self) -> bool {
        self.person.is_head || self.person.age_at_entry.is_some_and(|age| age >= Person::ADULT)
    }

    /// True on a day of the stay; the day of exit is one.
    pub fn covers(&self, on: Day) -> bool {
        self.entry.is_some_and(|e| e <= on) && self.left.is_none_or(|x| on <= x)
    }
}

/// Every stay of a client that was not deleted.
pub(super) fn stays<'a>(chart: &'a Chart, ground: &'a Ground<'a>) -> Vec<Stay<'a>> {
    let born = chart.client.dob.known();
    let mut exits: HashMap<&EnrollmentId, &Exit, RandomState> = HashMap::default();
    for exit in chart.exits.iter().filter(|x| x.date_deleted.is_blank()) {
        exits.entry(&exit.enrollment_id).or_insert(exit);
    }
    let mut stays: Vec<Stay<'a>> = Vec::with_capacity(chart.enrollments.len());
    let mut places: HashMap<&EnrollmentId, usize, RandomState> = HashMap::default();
    for row in chart.enrollments.iter().filter(|e| e.date_deleted.is_blank()) {
        let (place, entry) = (ground.place(&row.project_id), row.entry_date.known());
        let exit = exits.get(&row.enrollment_id).copied();
        let age = born.zip(entry).and_then(|(born, entry)| date::age(born, entry));
        places.entry(&row.enrollment_id).or_insert(stays.len());
        stays.push(Stay {
            row,
            exit,
            entry,
            left: exit.and_then(|x| x.exit_date.known()),
            place,
            kind: place.and_then(|p| p.kind),
            person: Person { age_at_entry: age, is_head: row.relationship_to_hoh.is(Relationship::Head) },
            head: ground.head(&row.household_id),
            incomes: Vec::new(),
            health: Vec::new(),
            employment: Vec::new(),
            disabilities: Vec::new(),
            services: Vec::new(),
            living: Vec::new(),
            assessments: Vec::new(),
            education: Vec::new(),
        });
    }
    macro_rules! hang {
        ($($rows:ident: $from:ident),*) => {$(
            for row in chart.$from.iter().filter(|r| r.date_deleted.is_blank()) {
                if let Some(at) = places.get(&row.enrollment_id) {
                    stays[*at].$rows.push(row);
                }
            }
        )*};
    }
    hang!(incomes: incomes, health: health, employment: employment, disabilities: disabilities, services: services,
        living: living_situations, assessments: assessments, education: education);
    stays
}

/// Where the rules put what they find about one client.
pub(super) struct Sink<'a> {
    /// Whose rows.
    pub owner: Option<&'a ClientId>,
    /// What was found.
    pub found: &'a mut Vec<Located>,
}

impl Sink<'_> {
    /// A finding about a row.
    pub fn say(&mut self, row: &dyn Row, finding: Finding) {
        self.found.push(Located { file: row.file(), key: row.key(), owner: self.owner.cloned(), finding });
    }

    /// Several of them.
    pub fn all(&mut self, row: &dyn Row, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.say(row, finding);
        }
    }
}
