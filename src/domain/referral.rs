//! Referrals: which are open, where they may go, and which enrollment came of them.
//!
//! A referral is a CE Event (HUD 4.20) that states an opening. The desk lists them with [`is_open`], the forms offer [`locations`]
//! and [`resulting_candidates`], and [`resolve`] makes the plan of a resolution.

mod clock;
mod housed;
mod resolve;

pub use clock::{Clock, Due, Limits};
pub use housed::{awaits_move_in, lacks_enrollment, may_await_move_in, may_lack_enrollment, record_move_in, resulting_stay};
pub use resolve::{Resolution, acknowledge, resolve, save_event};

use super::agency::Agency;
use super::card::EventCard;
use super::chart::Chart;
use super::code::Code;
use super::date;
use super::entry::{Day, Value};
use super::field::FieldId;
use super::hud::{Event, EventCode, Project, ProjectType, ReferralResult, Relationship, YesNo, at};
use super::id::{EnrollmentId, ProjectId};
use super::row::Row;
use super::workgroup::Workgroup;

/// The fields of an event that depend on its code (R-420-7), in HUD's order.
pub const DEPENDENTS: [FieldId; 5] = [
    at::event::PROB_SOL_DIV_RR_RESULT,
    at::event::REFERRAL_CASE_MANAGE_AFTER,
    at::event::LOCATION_CRISIS_OR_PH_HOUSING,
    at::event::REFERRAL_RESULT,
    at::event::RESULT_DATE,
];

/// True where this code states an opening, so that a result is due (R-420-6).
pub fn takes_result(code: EventCode) -> bool {
    code.dependents().contains(&at::event::REFERRAL_RESULT)
}

/// True where this code names the program of the opening.
pub fn takes_location(code: EventCode) -> bool {
    code.dependents().contains(&at::event::LOCATION_CRISIS_OR_PH_HOUSING)
}

/// An open referral: it states an opening, has no result, and was not deleted (R-RES-9). What is none of HUD's results ends nothing: an HMIS
/// may write 0 or 99 for what is not known yet, and nobody is to be forgotten for it.
pub fn is_open(event: &Event) -> bool {
    event.event.known().is_some_and(takes_result) && event.referral_result.known().is_none() && event.date_deleted.is_blank()
}

/// [`is_open`] for a card, which holds no deleted events.
pub fn is_open_card(event: &EventCard) -> bool {
    event.code.and_then(EventCode::from_code).is_some_and(takes_result) && result_of(event).is_none()
}

/// The result of a referral, as far as it is one of HUD's (4.20.4).
pub fn result_of(event: &EventCard) -> Option<ReferralResult> {
    event.result.as_str().parse().ok().and_then(ReferralResult::from_code)
}

/// True where somebody said no to the referral: nobody is to be enrolled by it.
pub fn is_refused_card(event: &EventCard) -> bool {
    matches!(result_of(event), Some(ReferralResult::ClientRejected | ReferralResult::ProviderRejected))
}

/// How many days a referral has been waiting; negative for one dated ahead (R-RES-9).
pub fn days_open(event_date: Day, today: Day) -> i64 {
    date::days_between(event_date, today)
}

/// True for those who create CE Events (R-RES-5).
pub fn may_create(workgroup: Workgroup) -> bool {
    workgroup.may_make_referrals()
}

/// The programs that an event of this code may name on a day, by name (R-420-10): of the right type, receiving referrals then, and
/// holding one of the right grants then where the code asks for one.
pub fn locations(agency: &Agency, code: EventCode, on: Day) -> Vec<&Project> {
    let mut found: Vec<&Project> = agency.projects.iter().filter(|p| may_go_to(agency, p, code, on)).collect();
    found.sort_by(|a, b| (a.project_name.as_str(), &a.project_id).cmp(&(b.project_name.as_str(), &b.project_id)));
    found
}

/// True where an event of this code may name this program on this day (R-420-10).
pub fn may_go_to(agency: &Agency, project: &Project, code: EventCode, on: Day) -> bool {
    let typed = project.project_type.known().is_some_and(|t| code.location_types().contains(&t.code()));
    let receives = || {
        agency.ce.iter().any(|c| {
            c.project_id == project.project_id
                && c.date_deleted.is_blank()
                && c.receives_referrals.is(YesNo::Yes)
                && covers(&c.ce_participation_status_start_date, &c.ce_participation_status_end_date, on)
        })
    };
    let funded = || code.location_funders().is_empty() || funded_by(agency, &project.project_id, code.location_funders(), on);
    project.date_deleted.is_blank() && typed && receives() && funded()
}

/// True where a program holds one of these grants on a day.
pub(crate) fn funded_by(agency: &Agency, project: &ProjectId, funders: &[u32], on: Day) -> bool {
    agency.funders.iter().any(|f| {
        f.project_id == *project
            && f.date_deleted.is_blank()
            && f.funder.known().is_some_and(|code| funders.contains(&code))
            && covers(&f.start_date, &f.end_date, on)
    })
}

/// True where a period covers a day. A blank end is open, and so is a blank start: files leave both out.
fn covers(start: &Value<Day>, end: &Value<Day>, on: Day) -> bool {
    start.known().is_none_or(|s| s <= on) && end.known().is_none_or(|e| on <= e)
}

/// A program and, where it is half of a joint TH-RRH pair, the other half (R-ENR-19): named by an affiliation, or of the same
/// organization with the complementary type, both holding a joint grant on the day.
pub fn joint_projects<'a>(agency: &'a Agency, id: &ProjectId, on: Day) -> Vec<&'a Project> {
    let Some(one) = agency.project(id) else { return Vec::new() };
    let joint = EventCode::JointOpening;
    let other_half = |two: &Project| match one.project_type.known() {
        Some(ProjectType::TransitionalHousing) => two.project_type.is(ProjectType::RapidRehousing),
        Some(ProjectType::RapidRehousing) => two.project_type.is(ProjectType::TransitionalHousing),
        _ => false,
    };
    let granted = |p: &Project| funded_by(agency, &p.project_id, joint.location_funders(), on);
    let affiliated = |two: &Project| {
        let names = |a: &str, b: &str| a == one.project_id.as_str() && b == two.project_id.as_str();
        agency.affiliations.iter().filter(|a| a.date_deleted.is_blank()).any(|a| {
            let (half, residential) = (a.project_id.as_str(), a.res_project_id.as_str());
            names(half, residential) || names(residential, half)
        })
    };
    let pairs = |two: &&Project| {
        let sisters = one.organization_id == two.organization_id && granted(one) && granted(two);
        two.date_deleted.is_blank() && two.project_id != one.project_id && other_half(two) && (sisters || affiliated(two))
    };
    std::iter::once(one).chain(agency.projects.iter().filter(pairs)).collect()
}

/// True where an enrollment in this program can come of the event (R-RES-2): the program named, or for a joint opening either half.
/// None where the event names no program that we know.
pub fn leads_to(event: &Event, project: &ProjectId, agency: &Agency) -> Option<bool> {
    let named = ProjectId::new(event.location_crisis_or_ph_housing.as_str());
    agency.project(&named)?;
    let joint = event.event.is(EventCode::JointOpening);
    let on = event.event_date.known().unwrap_or_default();
    Some(*project == named || (joint && joint_projects(agency, &named, on).iter().any(|p| p.project_id == *project)))
}

/// An enrollment that may be the resulting one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub enrollment: EnrollmentId,
    /// In which program.
    pub project: ProjectId,
    /// Project start date, where it is known.
    pub entry: Option<Day>,
    /// True where it agrees with everything that the referral says.
    pub fits: bool,
    /// Why it fits or does not, in words.
    pub why: &'static str,
}

/// This client's enrollments, newest first, with what speaks for or against each (R-RES-2). The referring enrollment is left out.
pub fn resulting_candidates(chart: &Chart, event: &Event, agency: &Agency) -> Vec<Candidate> {
    let kept = chart.enrollments.iter().filter(|e| e.date_deleted.is_blank() && e.enrollment_id != event.enrollment_id);
    let mut found: Vec<Candidate> = kept
        .map(|e| {
            let early = matches!((e.entry_date.known(), event.event_date.known()), (Some(entry), Some(referred)) if entry < referred);
            let (fits, why) = match leads_to(event, &e.project_id, agency) {
                Some(false) => (false, "In another program"),
                _ if early => (false, "Started before the referral"),
                _ if e.entry_date.known().is_none() => (false, "Has no project start date"),
                _ if !e.relationship_to_hoh.is(Relationship::Head) => (false, "The client is not the head of household"),
                Some(true) => (true, "In the referred program"),
                None => (true, "Started after the referral, which names no program"),
            };
            Candidate { enrollment: e.enrollment_id.clone(), project: e.project_id.clone(), entry: e.entry_date.known(), fits, why }
        })
        .collect();
    found.sort_by(|a, b| b.entry.cmp(&a.entry).then_with(|| a.enrollment.cmp(&b.enrollment)));
    found
}

/// The enrollment to choose beforehand: the newest in the referred program that fits.
pub fn proposed(chart: &Chart, event: &Event, agency: &Agency) -> Option<EnrollmentId> {
    let fitting = resulting_candidates(chart, event, agency).into_iter();
    fitting.filter(|c| c.fits && leads_to(event, &c.project, agency) == Some(true)).map(|c| c.enrollment).next()
}

/// Empties what does not belong to the event's code any more, and says which fields that were (R-420-7). An event whose code is
/// not known keeps everything: nobody can say what belongs to it.
pub fn clear_dependents(event: &mut Event) -> Vec<FieldId> {
    let Some(code) = event.event.known() else { return Vec::new() };
    let stray = |event: &Event, f: &FieldId| !code.dependents().contains(f) && !event.get(*f).is_empty();
    let cleared: Vec<FieldId> = DEPENDENTS.into_iter().filter(|f| stray(event, f)).collect();
    for field in &cleared {
        event.put(*field, "");
    }
    cleared
}

/// The result date to begin with (R-420-15): the day the client was enrolled, or today.
pub fn result_date_default(result: ReferralResult, entry: Option<Day>, today: Day) -> Day {
    match result {
        ReferralResult::Accepted => entry.filter(|e| *e <= today).unwrap_or(today),
        ReferralResult::ClientRejected | ReferralResult::ProviderRejected => today,
    }
}
