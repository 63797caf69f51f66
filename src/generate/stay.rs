//! A household's stay in one project: an Enrollment row for each member, what is recorded at entry, and the Exit rows.

use super::agency::COC;
use super::codes::*;
use super::pen::{Pen, after, before, stamped};
use super::person::Person;
use crate::domain::hud::{Enrollment, Exit, LengthOfStay, ProjectType, RecordType, Relationship, Services, YesNo};
use crate::domain::{Day, EnrollmentId, HouseholdId, ProjectId, Text, Value};
use Value::Known;

/// One stay: the same HouseholdID for everybody, and an enrollment for each member in the order of the household.
pub struct Stay {
    /// What sort of project it is in.
    pub kind: ProjectType,
    /// From.
    pub entry: Day,
    /// Each member's enrollment.
    pub enrollments: Vec<EnrollmentId>,
}

/// Enrolls the household. `situation` is the adults' answer to 3.917, HUD list 3.12.1.
pub fn enroll(pen: &mut Pen, people: &mut [Person], project: &ProjectId, kind: ProjectType, entry: Day, situation: u32) -> Stay {
    let household = HouseholdId::new(pen.household_id());
    let mut enrollments = Vec::with_capacity(people.len());
    for person in people {
        let id = EnrollmentId::new(pen.row_id("NLE"));
        let mut enrollment = stamped!(
            pen.stamp(entry),
            Enrollment {
                enrollment_id: id.clone(),
                personal_id: person.chart.id().clone(),
                project_id: project.clone(),
                entry_date: Known(entry),
                household_id: household.clone(),
                relationship_to_hoh: Known(person.relationship),
                disabling_condition: Known(if person.disabilities.is_empty() { YesNo::No } else { YesNo::Yes }),
            }
        );
        if person.relationship == Relationship::Head {
            enrollment.enrollment_coc = Text::new(COC);
        }
        if person.adult {
            arrive_from(pen, &mut enrollment, kind, situation);
        }
        if kind == ProjectType::StreetOutreach && person.adult {
            enrollment.date_of_engagement = Known(entry);
        }
        person.chart.enrollments.push(enrollment);
        enrollments.push(id);
    }
    Stay { kind, entry, enrollments }
}

/// Prior living situation 3.917: asks in the order of HUD's two variants and leaves blank what is not reached (rules, section 5).
fn arrive_from(pen: &mut Pen, enrollment: &mut Enrollment, kind: ProjectType, situation: u32) {
    use LengthOfStay::{
        NotCollected, OneNightOrLess, OneToThreeMonths, OneWeekToOneMonth, OneYearOrLonger, ThreeMonthsToOneYear, TwoToSixNights,
    };
    enrollment.living_situation = Known(situation);
    if situation == SITUATION_NOT_COLLECTED {
        enrollment.length_of_stay = Known(NotCollected);
        return;
    }
    if situation == RENTAL_WITH_SUBSIDY {
        enrollment.rental_subsidy_type = Known(pen.random.pick(&[VOUCHER_SUBSIDY, OTHER_SUBSIDY]));
    }
    let shares = [
        (1, OneNightOrLess),
        (3, TwoToSixNights),
        (6, OneWeekToOneMonth),
        (8, OneToThreeMonths),
        (7, ThreeMonthsToOneYear),
        (4, OneYearOrLonger),
    ];
    let stay = pen.random.weighted(&shares).unwrap_or(OneToThreeMonths);
    enrollment.length_of_stay = Known(stay);
    let shelter_or_outreach = matches!(
        kind,
        ProjectType::ShelterEntryExit | ProjectType::ShelterNightByNight | ProjectType::StreetOutreach | ProjectType::SafeHaven
    );
    // Group of the situation: homeless 1xx, institutional 2xx, temporary 3xx, permanent 4xx.
    let literally_homeless = situation / 100 == 1;
    if !shelter_or_outreach && !literally_homeless {
        let short = match situation / 100 {
            2 => matches!(stay, OneNightOrLess | TwoToSixNights | OneWeekToOneMonth | OneToThreeMonths),
            _ => matches!(stay, OneNightOrLess | TwoToSixNights),
        };
        enrollment.los_under_threshold = Known(if short { YesNo::Yes } else { YesNo::No });
        if !short {
            return;
        }
        let street = pen.random.chance(50);
        enrollment.previous_street_essh = Known(if street { YesNo::Yes } else { YesNo::No });
        if !street {
            return;
        }
    }
    let entry = enrollment.entry_date.known().unwrap_or(pen.latest);
    let days = match stay {
        OneNightOrLess => 1,
        TwoToSixNights => pen.random.between(2, 6),
        OneWeekToOneMonth => pen.random.between(7, 29),
        OneToThreeMonths => pen.random.between(30, 89),
        ThreeMonthsToOneYear => pen.random.between(90, 364),
        _ => pen.random.between(365, 1000),
    };
    enrollment.date_to_street_essh = Known(before(entry, days));
    let times = pen.random.between(ONE_TIME, FOUR_TIMES);
    enrollment.times_homeless_past_three_years = Known(times);
    // Months begun since that day; earlier times add some (R-PLS-3: with one time the two must agree).
    let months = days / 30 + if times == ONE_TIME { 0 } else { pen.random.between(0, 4) };
    enrollment.months_homeless_past_three_years = Known((ONE_MONTH + months).min(MORE_THAN_A_YEAR));
}

/// The head moved in on this day (3.20).
pub fn move_in(pen: &mut Pen, people: &mut [Person], stay: &Stay, day: Day) {
    let updated = pen.stamp(day).created;
    let head = people.first_mut().zip(stay.enrollments.first());
    if let Some(row) = head.and_then(|(p, id)| p.chart.enrollments.iter_mut().find(|e| e.enrollment_id == *id)) {
        row.move_in_date = Known(day);
        row.date_updated = updated;
    }
}

/// The household leaves on this day, to HUD list 3.12.1 and, where that is a subsidized rental, 3.12.A.
pub fn leave(pen: &mut Pen, people: &mut [Person], stay: &Stay, day: Day, destination: u32, subsidy: Option<u32>) {
    for (person, enrollment) in people.iter_mut().zip(&stay.enrollments) {
        let exit = stamped!(
            pen.stamp(day),
            Exit {
                exit_id: Text::new(pen.row_id("NLX")),
                enrollment_id: enrollment.clone(),
                personal_id: person.chart.id().clone(),
                exit_date: Known(day),
                destination: Known(destination),
                destination_subsidy_type: subsidy.into(),
            }
        );
        person.chart.exits.push(exit);
    }
}

/// Nights in a night-by-night shelter, from the first one on (R-ENR-7). Answers the day after the last, where that is not to come.
pub fn sleep(pen: &mut Pen, people: &mut [Person], stay: &Stay) -> Option<Day> {
    let wanted = pen.random.between(1, 12);
    let nights: Vec<Day> = (0..wanted).map(|night| after(stay.entry, night)).filter(|night| *night <= pen.latest).collect();
    for (person, enrollment) in people.iter_mut().zip(&stay.enrollments) {
        for night in &nights {
            let service = stamped!(
                pen.stamp(*night),
                Services {
                    services_id: Text::new(pen.row_id("NLS")),
                    enrollment_id: enrollment.clone(),
                    personal_id: person.chart.id().clone(),
                    date_provided: Known(*night),
                    record_type: Known(RecordType::BedNight),
                    type_provided: Known(BED_NIGHT_PROVIDED),
                }
            );
            person.chart.services.push(service);
        }
    }
    Some(after(stay.entry, wanted)).filter(|day| *day <= pen.latest)
}
