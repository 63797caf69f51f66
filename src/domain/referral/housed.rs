//! After a successful referral: which enrollment came of it, whether its household has moved in, and the plan that records that it has.
//!
//! "Successful" says that the client was accepted and enrolled, not that anybody lives there (R-420-15). So a successful referral stays
//! on the desk until the enrollment that came of it has a Housing Move-in Date, or an exit, or the reason why nobody was housed.

use super::{joint_projects, takes_result};
use crate::domain::agency::Agency;
use crate::domain::card::{Card, EnrollmentCard, EventCard};
use crate::domain::change::Commit;
use crate::domain::chart::Chart;
use crate::domain::check::{self, EnrollmentCase};
use crate::domain::code::Code;
use crate::domain::entry::{Day, Value};
use crate::domain::finding::Finding;
use crate::domain::hud::{EventCode, ReferralResult, Relationship, at};
use crate::domain::id::{EnrollmentId, ProjectId};
use crate::domain::intake::NOT_THEIRS;
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use crate::domain::stamp::{Plan, Stamp};

/// The enrollment that came of a referral (R-RES-2): the one linked; where none is, the newest in the program referred to since then, in
/// either half of a joint one, and in any program where the referral names none.
pub fn resulting_stay<'a>(card: &'a Card, event: &EventCard, agency: &Agency) -> Option<&'a EnrollmentCard> {
    let named = ProjectId::new(event.location.as_str());
    let joint = event.code == Some(EventCode::JointOpening.code());
    let halves = if joint { joint_projects(agency, &named, event.date.unwrap_or_default()) } else { Vec::new() };
    let referred = |e: &&EnrollmentCard| {
        let there = e.project == named || halves.iter().any(|p| p.project_id == e.project) || named.is_blank();
        there && since(e, event)
    };
    let linked = card.enrollments.iter().find(|e| !event.resulting.is_blank() && e.id == event.resulting);
    linked.or_else(|| card.enrollments.iter().filter(referred).max_by_key(|e| e.entry))
}

/// True for an enrollment other than the referring one that began with the referral or after it.
fn since(stay: &EnrollmentCard, event: &EventCard) -> bool {
    stay.id != event.enrollment && stay.entry >= event.date
}

/// True for a referral to housing that was successful, where nobody has said that the household was never housed (R-RES-4). A result that
/// stands on another kind of event, as files have it (R-420-16), is no success of a referral.
fn awaited(event: &EventCard) -> bool {
    let states_an_opening = event.code.and_then(EventCode::from_code).is_some_and(takes_result);
    states_an_opening && event.result.as_str().parse().ok() == Some(ReferralResult::Accepted.code()) && !event.not_housed
}

/// True where a referral may still wait for a move-in, as far as the card alone says: for an index that knows no programs.
pub fn may_await_move_in(card: &Card, event: &EventCard) -> bool {
    awaited(event) && card.enrollments.iter().any(|e| (e.id == event.resulting || since(e, event)) && unsettled(e))
}

/// Neither moved in nor gone.
fn unsettled(stay: &EnrollmentCard) -> bool {
    stay.move_in.is_none() && stay.exit.is_none()
}

/// True where a referral was successful and the enrollment that its result speaks of is not there, as far as the card alone says.
pub fn may_lack_enrollment(card: &Card, event: &EventCard) -> bool {
    awaited(event) && (event.resulting.is_blank() || !card.enrollments.iter().any(|e| e.id == event.resulting))
}

/// True where a referral was successful and no enrollment came of it (R-RES-6): neither one that is linked, nor one in the program
/// referred to since then. "Successful" says that the client was enrolled, so the work is not done.
pub fn lacks_enrollment(card: &Card, event: &EventCard, agency: &Agency) -> bool {
    may_lack_enrollment(card, event) && resulting_stay(card, event, agency).is_none()
}

/// The enrollment whose move-in a successful referral waits for. None where it waits for nothing: the household has moved in or left
/// (R-ENR-15, R-ENR-6), its program records no move-in (R-ENR-14), or the client is not the head of household, of whom alone it is asked.
pub fn awaits_move_in<'a>(card: &'a Card, event: &EventCard, agency: &Agency) -> Option<&'a EnrollmentCard> {
    if !awaited(event) {
        return None;
    }
    let stay = resulting_stay(card, event, agency)?;
    let head = stay.relationship == Some(Relationship::Head.code());
    let asked = || check::asks_move_in(agency, &stay.project, stay.entry.unwrap_or_default());
    (head && unsettled(stay) && asked()).then_some(stay)
}

/// The plan that writes the Housing Move-in Date of an enrollment; empty where it stands there already.
///
/// # Errors
/// Everything that was found, where something of it stops the save. What was wrong with the enrollment before never does.
pub fn record_move_in(chart: &Chart, stay: &EnrollmentId, moved: Value<Day>, agency: &Agency, stamp: &Stamp) -> Result<Plan, Vec<Finding>> {
    let field = at::enrollment::MOVE_IN_DATE;
    let Some(before) = chart.enrollment(stay).filter(|row| row.date_deleted.is_blank()) else {
        return Err(vec![Finding::stop(Rule::R_ENR_14, at::enrollment::ENROLLMENT_ID, NOT_THEIRS)]);
    };
    let mut after = before.clone();
    after.move_in_date = moved;
    let case = EnrollmentCase { chart, agency, today: stamp.today() };
    let inherited = check::enrollment(&case, before);
    let mut findings = check::spare_inherited(&inherited, check::enrollment(&case, &after), |f| before.get(f.field) == after.get(f.field));
    if after.move_in_date.is_blank() {
        findings.push(match before.move_in_date.is_blank() {
            true => Finding::stop(Rule::R_ENR_14, field, "Enter the day on which the household moved in."),
            // R-ENR-17b: to correct an error it may be taken away again.
            false => Finding::fix(
                Rule::R_ENR_17B,
                field,
                "Clear the date only if nobody has moved in. Losing the housing later does not change it.",
            ),
        });
    }
    let change = stamp.change(Some(before as &dyn Row), &mut after);
    Plan::unless_stopped(Commit::new("Housing Move-in Date", change.into_iter().collect()), findings)
}
