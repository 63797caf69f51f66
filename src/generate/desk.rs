//! What Coordinated Entry writes on a head of household: assessments, living situations, events, and what a desk keeps beside them.

use super::codes::*;
use super::pen::{Pen, stamped};
use super::person::Person;
use crate::domain::hud::{
    Assessment, AssessmentQuestions, AssessmentResults, CurrentLivingSituation, Event, EventCode, ProjectType, Referral, ReferralResult,
    YesNo,
};
use crate::domain::{Agency, Code, Day, EnrollmentId, EventId, ProjectId, Text, Value, at};
use Value::Known;

/// An opening that Coordinated Entry can refer to.
pub struct Place {
    /// The project that takes the household.
    pub project: ProjectId,
    /// Its type.
    pub kind: ProjectType,
    /// The event that refers there.
    pub code: EventCode,
}

impl Place {
    /// The event's location: the project, where the event may name one (HUD 4.20 C).
    pub fn location(&self) -> Text {
        let named = self.code.dependents().contains(&at::event::LOCATION_CRISIS_OR_PH_HOUSING);
        Text::new(if named { self.project.as_str() } else { "" })
    }
}

/// Every opening of an agency: the projects that take referrals, each with the event that fits it best (R-420-10), and a voucher.
pub fn places(agency: &Agency) -> Vec<Place> {
    let takes = agency.ce.iter().filter(|ce| ce.receives_referrals.is(YesNo::Yes));
    let mut places: Vec<Place> = takes
        .filter_map(|ce| {
            let kind = agency.project(&ce.project_id)?.project_type.known()?;
            let holds = |grant: u32| agency.funders.iter().any(|f| f.project_id == ce.project_id && f.funder.is(grant));
            let fits = |code: &&EventCode| {
                let funders = code.location_funders();
                code.location_types().contains(&kind.code()) && (funders.is_empty() || funders.iter().any(|f| holds(*f)))
            };
            // An event that asks for a grant says more than one that does not.
            let code = EventCode::ALL.iter().filter(fits).min_by_key(|code| code.location_funders().is_empty())?;
            Some(Place { project: ce.project_id.clone(), kind, code: *code })
        })
        .collect();
    let home = places.iter().find(|p| p.kind == ProjectType::HousingOnly).map(|p| p.project.clone());
    places.extend(home.map(|project| Place { project, kind: ProjectType::HousingOnly, code: EventCode::StabilityVoucher }));
    places
}

/// How a referral ended.
pub struct Outcome {
    /// Accepted, or by whom refused.
    pub result: ReferralResult,
    /// When that was said.
    pub day: Day,
    /// The enrollment that came of it.
    pub enrollment: Option<EnrollmentId>,
}

/// An event that refers to no opening, with what its code asks besides.
pub fn event(pen: &mut Pen, head: &mut Person, enrollment: &EnrollmentId, code: EventCode, day: Day) {
    let answer = |pen: &mut Pen, field| {
        let asked = code.dependents().contains(&field);
        asked.then(|| if pen.random.chance(40) { YesNo::Yes } else { YesNo::No }).into()
    };
    let row = stamped!(
        pen.stamp(day),
        Event {
            event_id: EventId::new(pen.row_id("NLR")),
            enrollment_id: enrollment.clone(),
            personal_id: head.chart.id().clone(),
            event_date: Known(day),
            event: Known(code),
            prob_sol_div_rr_result: answer(pen, at::event::PROB_SOL_DIV_RR_RESULT),
            referral_case_manage_after: answer(pen, at::event::REFERRAL_CASE_MANAGE_AFTER),
        }
    );
    head.chart.events.push(row);
}

/// A referral to an opening; open where there is no outcome.
pub fn refer(pen: &mut Pen, head: &mut Person, enrollment: &EnrollmentId, place: &Place, day: Day, outcome: Option<Outcome>) {
    let id = EventId::new(pen.row_id("NLR"));
    let client = head.chart.id().clone();
    let until = outcome.as_ref().map_or(day, |o| o.day);
    // Vouchers of the program that ended: old rows alone have them (R-420-13).
    let retired = place.code == EventCode::StabilityVoucher && outcome.is_some() && (pen.latest - day).num_days() > 240;
    let row = stamped!(
        pen.stamp_until(day, until),
        Event {
            event_id: id.clone(),
            enrollment_id: enrollment.clone(),
            personal_id: client.clone(),
            event_date: Known(day),
            event: Known(if retired { EventCode::EmergencyVoucher } else { place.code }),
            location_crisis_or_ph_housing: place.location(),
            referral_result: outcome.as_ref().map(|o| o.result).into(),
            result_date: outcome.as_ref().map(|o| o.day).into(),
        }
    );
    head.chart.events.push(row);
    let kept = pen.random.chance(if outcome.is_some() { 85 } else { 45 });
    if !kept {
        return;
    }
    let acknowledged = pen.later(day, 0, 4);
    let (acknowledged, until) = if outcome.is_some() { (acknowledged.min(until), until) } else { (acknowledged, acknowledged) };
    let reason = match outcome.as_ref().map(|o| o.result) {
        Some(ReferralResult::ClientRejected) => {
            pen.random.pick(&["Found other housing", "Unit too far from work and school", "Prefers another program"])
        }
        Some(ReferralResult::ProviderRejected) => {
            pen.random.pick(&["Could not be reached", "Not eligible for this program", "Unit was filled"])
        }
        _ => "",
    };
    let referral = stamped!(
        pen.stamp_until(acknowledged, until),
        Referral {
            event_id: id,
            enrollment_id: enrollment.clone(),
            personal_id: client,
            date_acknowledged: Known(acknowledged),
            resulting_enrollment_id: outcome.and_then(|o| o.enrollment).unwrap_or_default(),
            not_housed_reason: Text::new(reason),
        }
    );
    head.chart.referrals.push(referral);
}

/// Where the household stays now (4.12).
pub fn living(pen: &mut Pen, head: &mut Person, enrollment: &EnrollmentId, kind: ProjectType, day: Day, situation: u32) {
    // Institutional, temporary and permanent situations alone are asked whether they must be left (R-CLS-1).
    let leaving = (200..500).contains(&situation).then(|| pen.random.chance(70));
    let next = leaving.is_some_and(|leaving| leaving).then_some(YesNo::No);
    let row = stamped!(
        pen.stamp(day),
        CurrentLivingSituation {
            current_living_sit_id: Text::new(pen.row_id("NLL")),
            enrollment_id: enrollment.clone(),
            personal_id: head.chart.id().clone(),
            information_date: Known(day),
            current_living_situation: Known(situation),
            cls_subsidy_type: (situation == RENTAL_WITH_SUBSIDY).then_some(VOUCHER_SUBSIDY).into(),
            verified_by: Text::new(if kind == ProjectType::CoordinatedEntry { "Access point staff" } else { "" }),
            leave_situation14_days: leaving.map(|leaving| if leaving { YesNo::Yes } else { YesNo::No }).into(),
            subsequent_residence: next.into(),
            resources_to_obtain: next.into(),
            lease_own60_day: next.into(),
            moved_two_or_more: next.into(),
        }
    );
    head.chart.living_situations.push(row);
}

/// Questions of the local assessment, with the answers that may be given.
const QUESTIONS: &[(&str, &str, &[&str])] = &[
    ("Housing", "Where did you sleep most of the last month?", &["Outside", "Shelter", "With family", "In a vehicle"]),
    ("Housing", "How many times have you moved in the last year?", &["0", "1 or 2", "3 to 5", "More than 5"]),
    ("Health", "Does your health make it hard to keep housing?", &["Yes", "No", "Prefers not to answer"]),
];

/// A crisis or housing needs assessment (4.19), with its questions and its score.
pub fn assess(pen: &mut Pen, head: &mut Person, enrollment: &EnrollmentId, day: Day, level: u32) {
    let id = Text::new(pen.row_id("NLA"));
    let client = head.chart.id().clone();
    head.chart.assessments.push(stamped!(
        pen.stamp(day),
        Assessment {
            assessment_id: id.clone(),
            enrollment_id: enrollment.clone(),
            personal_id: client.clone(),
            assessment_date: Known(day),
            assessment_location: Text::new(pen.random.pick(&[
                "Northern Lakes access point",
                "Public library",
                "Lantern Street Shelter",
                "By phone"
            ])),
            assessment_type: Known(pen.random.between(BY_PHONE, IN_PERSON)),
            assessment_level: Known(level),
            prioritization_status: Known(if level == HOUSING_LEVEL { PRIORITIZED } else { NOT_PRIORITIZED }),
        }
    ));
    if level != HOUSING_LEVEL {
        return;
    }
    for (order, (group, question, answers)) in (1u32..).zip(QUESTIONS) {
        head.chart.questions.push(stamped!(
            pen.stamp(day),
            AssessmentQuestions {
                assessment_question_id: Text::new(pen.row_id("NLQ")),
                assessment_id: id.clone(),
                enrollment_id: enrollment.clone(),
                personal_id: client.clone(),
                assessment_question_group: Text::new(group),
                assessment_question_order: Known(order),
                assessment_question: Text::new(question),
                assessment_answer: Text::new(pen.random.pick(answers)),
            }
        ));
    }
    head.chart.results.push(stamped!(
        pen.stamp(day),
        AssessmentResults {
            assessment_result_id: Text::new(pen.row_id("NLZ")),
            assessment_id: id,
            enrollment_id: enrollment.clone(),
            personal_id: client,
            assessment_result_type: Text::new("Priority score"),
            assessment_result: Text::new(pen.random.between(1, 17).to_string()),
        }
    ));
}
