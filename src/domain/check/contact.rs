//! What the rules say about contacts during a stay: current living situations (R-CLS), assessments (R-ASM), engagement (R-DOE).

use super::health::is_answered;
use super::stay::{Sink, Stay};
use crate::domain::ask::{self, SUBSIDISED_RENTAL};
use crate::domain::code;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{CurrentLivingSituation, ProjectType, Relationship, YesNo, at, at::current_living_situation as f};
use crate::domain::rule::Rule;

/// HUD's list of the situations in which somebody can be now.
const SITUATIONS: &str = "4.12";

/// Findings about one current living situation by itself (R-CLS-1).
pub fn living_situation(row: &CurrentLivingSituation) -> Vec<Finding> {
    let mut found = Vec::new();
    let situation = row.current_living_situation.known();
    if situation.is_some_and(|s| code::find(SITUATIONS, s).is_none()) {
        let words = "Nobody is in this situation now: it is an answer of another question. Choose one of the list.";
        found.push(Finding::fix(Rule::R_IMP_6, f::CURRENT_LIVING_SITUATION, words).sent(Severity::Stop));
    }
    let subsidised = situation == Some(SUBSIDISED_RENTAL);
    if subsidised && !is_answered(row, f::CLS_SUBSIDY_TYPE) {
        let words = "The kind of housing subsidy is missing. Ask and enter it.";
        found.push(Finding::fix(Rule::R_CLS_1, f::CLS_SUBSIDY_TYPE, words).sent(Severity::Stop));
    } else if !subsidised && is_answered(row, f::CLS_SUBSIDY_TYPE) {
        let words = "There is a kind of subsidy without a subsidized rental. Clear it, or correct the situation.";
        found.push(Finding::fix(Rule::R_CLS_1, f::CLS_SUBSIDY_TYPE, words));
    }
    let homeless = situation.and_then(ask::situation_group) == Some("homeless");
    if homeless && is_answered(row, f::LEAVE_SITUATION14_DAYS) {
        let words = "Whether it must be left within 14 days is not asked of who is homeless. Clear it, or correct the situation.";
        found.push(Finding::fix(Rule::R_CLS_1, f::LEAVE_SITUATION14_DAYS, words));
    }
    let leaves = row.leave_situation14_days.is(YesNo::Yes) || row.leave_situation14_days.odd().is_some();
    for field in [f::SUBSEQUENT_RESIDENCE, f::RESOURCES_TO_OBTAIN, f::LEASE_OWN60_DAY, f::MOVED_TWO_OR_MORE] {
        if !leaves && is_answered(row, field) {
            let words = format!("{} is asked of who must leave within 14 days. Clear it, or correct that answer.", field.label());
            found.push(Finding::fix(Rule::R_CLS_1, field, words));
        }
    }
    found
}

/// Findings about the contacts of a stay together.
pub(super) fn together(stay: &Stay<'_>, sink: &mut Sink<'_>) {
    first_situation(stay, sink);
    engagement(stay, sink);
    if stay.row.relationship_to_hoh.known().is_some_and(|r| r != Relationship::Head) {
        for row in &stay.assessments {
            let words = "Assessments are the head of household's. Write this one in the head of household's record.";
            sink.say(*row, Finding::fix(Rule::R_ASM_1, at::assessment::ENROLLMENT_ID, words));
        }
    }
}

/// R-CLS-2: coordinated entry and street outreach meet the head of household somewhere on the first day.
fn first_situation(stay: &Stay<'_>, sink: &mut Sink<'_>) {
    let meets = matches!(stay.kind, Some(ProjectType::CoordinatedEntry | ProjectType::StreetOutreach));
    let Some(entry) = stay.entry.filter(|_| meets && stay.person.is_head) else { return };
    if !stay.living.iter().any(|l| l.information_date.is(entry)) {
        let words = "No current living situation is recorded on the day of the project start. Enter where the client stayed.";
        sink.say(stay.row, Finding::note(Rule::R_CLS_2, at::enrollment::ENTRY_DATE, words));
    }
}

/// R-DOE-1: within the stay, and only where there is engagement; where contacts are recorded, one of that day (R-CLS-1).
fn engagement(stay: &Stay<'_>, sink: &mut Sink<'_>) {
    use ProjectType as Type;
    let field = at::enrollment::DATE_OF_ENGAGEMENT;
    let Some(on) = stay.row.date_of_engagement.known() else { return };
    if stay.entry.is_some() && !stay.covers(on) {
        sink.say(stay.row, Finding::fix(Rule::R_DOE_1, field, "The date of engagement lies outside the stay. Correct the dates."));
    }
    if !stay.living.is_empty() && !stay.living.iter().any(|l| l.information_date.is(on)) {
        let words = "No current living situation is recorded on the day of engagement. Record that contact too.";
        sink.say(stay.row, Finding::note(Rule::R_CLS_1, field, words));
    }
    let engages = matches!(stay.kind, None | Some(Type::ShelterNightByNight | Type::StreetOutreach | Type::ServicesOnly));
    if !engages {
        sink.say(stay.row, Finding::fix(Rule::R_DOE_1, field, "This kind of program has no date of engagement. Clear it."));
    }
}
