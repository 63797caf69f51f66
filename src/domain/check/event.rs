//! What the rules say about one CE Event and what is kept beside it: R-420 and R-RES.

use crate::domain::agency::Agency;
use crate::domain::chart::Chart;
use crate::domain::entry::Day;
use crate::domain::field::FieldId;
use crate::domain::finding::Finding;
use crate::domain::hud::{Enrollment, Event, EventCode, Referral, ReferralResult, Relationship, YesNo, at};
use crate::domain::id::ProjectId;
use crate::domain::referral::{self, DEPENDENTS};
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use crate::domain::{code::Code, date};

/// What an event is judged by.
#[derive(Clone, Copy)]
pub struct EventCase<'a> {
    /// The client's chart as it is kept. An event that is not in it is a new one.
    pub chart: &'a Chart,
    /// The agency.
    pub agency: &'a Agency,
    /// The day.
    pub today: Day,
}

/// Every finding about an event, as it would be saved, with what is kept beside it.
pub fn event(case: &EventCase<'_>, event: &Event, referral: &Referral) -> Vec<Finding> {
    let mut found = super::cells(event);
    found.extend(beyond_cells(case, event, referral));
    found
}

/// Every finding about an event that its columns alone do not tell, with all about what is kept beside it.
pub(super) fn beyond_cells(case: &EventCase<'_>, event: &Event, referral: &Referral) -> Vec<Finding> {
    let mut found = super::cells(referral);
    required(event, &mut found);
    enrollment(case, event, &mut found);
    dates(case, event, &mut found);
    code(case, event, &mut found);
    location(case, event, &mut found);
    result(event, &mut found);
    // Somebody who is rejected and enrolled matters more than on which day.
    unenrolled(case, event, &mut found);
    acknowledgment(case, event, referral, &mut found);
    resulting(case, event, referral, &mut found);
    found
}

fn required(event: &Event, found: &mut Vec<Finding>) {
    if event.event_date.is_blank() {
        found.push(Finding::stop(Rule::R_420_5, at::event::EVENT_DATE, "Enter the date of the event."));
    }
    if event.event.is_blank() {
        found.push(Finding::stop(Rule::R_420_5, at::event::EVENT, "Choose the event."));
    }
    if event.event_id.is_blank() {
        found.push(Finding::stop(Rule::R_CSV_8, at::event::EVENT_ID, "The event has no id. Close the form and open it again."));
    }
}

fn enrollment(case: &EventCase<'_>, event: &Event, found: &mut Vec<Finding>) {
    let field = at::event::ENROLLMENT_ID;
    match case.chart.enrollment(&event.enrollment_id) {
        None => {
            let words = "A CE Event belongs to an enrollment of this client. Choose the enrollment in the referring project.";
            found.push(Finding::stop(Rule::R_420_3, field, words));
        }
        Some(e) if e.relationship_to_hoh.known().is_some_and(|r| r != Relationship::Head) => {
            let words = "CE Events are recorded for the head of household only. Write this one in the head of household's record.";
            let make = if is_new(case, event) { Finding::stop } else { Finding::fix };
            found.push(make(Rule::R_420_1, field, words.to_owned()));
        }
        Some(_) => {}
    }
}

fn dates(case: &EventCase<'_>, event: &Event, found: &mut Vec<Finding>) {
    let Some(on) = event.event_date.known() else { return };
    let mut stop = |words: String| found.push(Finding::stop(Rule::R_420_11, at::event::EVENT_DATE, words));
    if on > case.today {
        stop("The event date is in the future. Enter the day on which the referral was made.".to_owned());
    }
    let entry = case.chart.enrollment(&event.enrollment_id).and_then(|e| e.entry_date.known());
    if let Some(entry) = entry.filter(|e| on < *e) {
        stop(format!(
            "The event is dated before the referring enrollment, which began on {}. Correct one of the dates.",
            date::show(entry)
        ));
    }
    let exit = case.chart.exit(&event.enrollment_id).and_then(|x| x.exit_date.known());
    if let Some(exit) = exit.filter(|e| on > *e) {
        stop(format!("The event is dated after the referring enrollment, which ended on {}. Correct one of the dates.", date::show(exit)));
    }
}

fn code(case: &EventCase<'_>, event: &Event, found: &mut Vec<Finding>) {
    let Some(code) = event.event.known() else { return };
    let kept = || case.chart.event(&event.event_id).is_some_and(|old| old.event == event.event);
    if code.retired() && !kept() {
        let words = "This event is retired and cannot be chosen any more. Choose another.";
        found.push(Finding::stop(Rule::R_420_13, at::event::EVENT, words));
    }
    for field in DEPENDENTS.into_iter().filter(|f| !code.dependents().contains(f) && !event.look(*f).is_empty()) {
        let words = format!("This kind of event has no {}. Clear it, or choose another event.", field.label());
        found.push(Finding::stop(Rule::R_420_7, field, words));
    }
    let left = case.chart.exit(&event.enrollment_id).is_some();
    if code == EventCode::ProblemSolving && event.prob_sol_div_rr_result.is(YesNo::Yes) && !left {
        let words = "The client was housed or rehoused safely. Remember the exit from the coordinated entry project.";
        found.push(Finding::note(Rule::R_420_14, at::event::PROB_SOL_DIV_RR_RESULT, words));
    }
}

fn location(case: &EventCase<'_>, event: &Event, found: &mut Vec<Finding>) {
    let Some(code) = event.event.known().filter(|c| referral::takes_location(*c)) else { return };
    let named = &event.location_crisis_or_ph_housing;
    let mut fix = |words: &str| found.push(Finding::fix(Rule::R_420_10, at::event::LOCATION_CRISIS_OR_PH_HOUSING, words));
    match case.agency.project(&ProjectId::new(named.as_str())) {
        None if named.is_blank() => fix("No program is named. Choose the program that the client was referred to."),
        None => fix("The location is text, not a program that Wayhome knows. Choose the program that the client was referred to."),
        Some(project) => {
            let on = event.event_date.known().unwrap_or(case.today);
            if !referral::may_go_to(case.agency, project, code, on) {
                fix("This program does not take this kind of referral on the event date. Check the program and the event.");
            }
        }
    }
}

fn result(event: &Event, found: &mut Vec<Finding>) {
    let (result, on) = (&event.referral_result, &event.result_date);
    if result.odd().is_some() {
        let words = "The referral result is none of the three that HUD knows. Choose one, or leave it blank while the referral is open.";
        found.push(Finding::stop(Rule::R_420_9, at::event::REFERRAL_RESULT, words));
    }
    if result.is_blank() && !on.is_blank() {
        let words = "There is a result date without a result. Choose the result, or clear the date.";
        found.push(Finding::stop(Rule::R_420_8, at::event::RESULT_DATE, words));
    }
    if !result.is_blank() && on.is_blank() {
        let words = "Enter the date of the result: the day of enrollment, or the day on which it was determined.";
        found.push(Finding::stop(Rule::R_420_8, at::event::RESULT_DATE, words));
    }
}

/// True where a result may bear this day: not before the referral, not in the future (R-420-12).
pub fn result_date_fits(event: &Event, on: Day, today: Day) -> bool {
    on <= today && event.event_date.known().is_none_or(|referred| referred <= on)
}

fn acknowledgment(case: &EventCase<'_>, event: &Event, referral: &Referral, found: &mut Vec<Finding>) {
    let warn = |field: FieldId, rule, words: &str| Finding::fix(rule, field, words);
    if let Some(on) = event.result_date.known() {
        if on > case.today {
            found.push(warn(at::event::RESULT_DATE, Rule::R_420_12, "The result date is in the future. Check it."));
        }
        if event.event_date.known().is_some_and(|referred| on < referred) {
            found.push(warn(at::event::RESULT_DATE, Rule::R_420_12, "The result is dated before the referral. Check both dates."));
        }
    }
    if let Some(on) = referral.date_acknowledged.known() {
        let field = at::referral::DATE_ACKNOWLEDGED;
        if on > case.today {
            found.push(warn(field, Rule::R_RES_7, "The date of acknowledgment is in the future. Check it."));
        }
        if event.result_date.known().is_some_and(|ended| ended < on) {
            found.push(Finding::note(Rule::R_RES_7, field, "The referral was acknowledged after its result. Check both dates."));
        }
        if event.event_date.known().is_some_and(|referred| on < referred) {
            found.push(warn(field, Rule::R_RES_7, "The acknowledgment is dated before the referral. Check both dates."));
        }
    }
}

fn resulting(case: &EventCase<'_>, event: &Event, referral: &Referral, found: &mut Vec<Finding>) {
    let field = at::referral::RESULTING_ENROLLMENT_ID;
    let linked = &referral.resulting_enrollment_id;
    match event.referral_result.known() {
        Some(ReferralResult::Accepted) if linked.is_blank() => {
            let words = "A successful referral has a resulting enrollment. Choose the enrollment in the housing program.";
            found.push(Finding::fix(Rule::R_RES_6, field, words));
        }
        Some(ReferralResult::ClientRejected | ReferralResult::ProviderRejected) if !linked.is_blank() => {
            let words = "An unsuccessful referral has no resulting enrollment. Clear it, or choose the successful result.";
            found.push(Finding::stop(Rule::R_RES_6, field, words));
        }
        Some(ReferralResult::ClientRejected | ReferralResult::ProviderRejected) if referral.not_housed_reason.is_blank() => {
            let words = "If you know why the client was not housed, enter the reason.";
            found.push(Finding::note(Rule::R_RES_3, at::referral::NOT_HOUSED_REASON, words));
        }
        None if event.referral_result.is_blank() && !linked.is_blank() => {
            found.push(Finding::fix(
                Rule::R_RES_6,
                at::event::REFERRAL_RESULT,
                "There is a resulting enrollment. Choose the referral result.",
            ));
        }
        _ => {}
    }
    if !linked.is_blank() {
        match case.chart.enrollment(linked).filter(|e| e.date_deleted.is_blank()) {
            Some(enrollment) => link(case, event, enrollment, found),
            None => {
                let words = "The resulting enrollment is not one of this client's. Choose one from the list.";
                found.push(Finding::stop(Rule::R_RES_2, field, words));
            }
        }
    }
}

/// R-RES-6: nobody is rejected and enrolled.
fn unenrolled(case: &EventCase<'_>, event: &Event, found: &mut Vec<Finding>) {
    let rejected = matches!(event.referral_result.known(), Some(ReferralResult::ClientRejected | ReferralResult::ProviderRejected));
    let stays = || referral::proposed(case.chart, event, case.agency).filter(|stay| case.chart.exit(stay).is_none());
    if let Some(stay) = rejected.then(stays).flatten() {
        let since = case.chart.enrollment(&stay).and_then(|e| e.entry_date.known()).map(date::show).unwrap_or_default();
        let words = format!("This household is enrolled in the referred program since {since}. Exit it, or choose the successful result.");
        found.push(Finding::fix(Rule::R_RES_6, at::event::REFERRAL_RESULT, words));
    }
}

/// R-420-3: the enrollment from which the client was referred is not the one that came of it.
/// R-RES-2: the head of household's own, in the referred program or its joint half, not begun before the referral.
fn link(case: &EventCase<'_>, event: &Event, enrollment: &Enrollment, found: &mut Vec<Finding>) {
    let field = at::referral::RESULTING_ENROLLMENT_ID;
    if enrollment.enrollment_id == event.enrollment_id {
        let words = "This is the enrollment from which the client was referred. Choose the one that came of the referral.";
        found.push(Finding::stop(Rule::R_420_3, field, words));
    }
    if enrollment.relationship_to_hoh.known().is_some_and(|r| r != Relationship::Head) {
        let words = "The client is not the head of household in the resulting enrollment. Check the household.";
        found.push(Finding::fix(Rule::R_RES_2, field, words));
    }
    if referral::leads_to(event, &enrollment.project_id, case.agency) == Some(false) {
        let words =
            "The resulting enrollment is in another program than the one referred to. Choose the enrollment in the referred program.";
        found.push(Finding::stop(Rule::R_RES_2, field, words));
    }
    if let (Some(entry), Some(referred)) = (enrollment.entry_date.known(), event.event_date.known())
        && entry < referred
    {
        let words = format!("The resulting enrollment began before the referral, on {}. Check both dates.", date::show(entry));
        found.push(Finding::fix(Rule::R_RES_2, field, words));
    }
}

fn is_new(case: &EventCase<'_>, event: &Event) -> bool {
    case.chart.event(&event.event_id).is_none()
}
