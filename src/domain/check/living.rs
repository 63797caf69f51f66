//! What the rules say about the prior living situation, 3.917: R-PLS.

use crate::domain::ask::{self, MORE_THAN_TWELVE_MONTHS, Person, UNIVERSAL};
use crate::domain::entry::{Day, Scalar};
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Enrollment, ProjectType, at};
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use chrono::{Datelike, Months};

/// Findings about 3.917 and 3.08 of one enrollment.
pub fn prior_living(project_type: Option<ProjectType>, person: Person, row: &Enrollment) -> Vec<Finding> {
    let mut found = Vec::new();
    let asked = ask::enrollment_fields(project_type, person, row);
    for field in UNIVERSAL.into_iter().filter(|f| *f != at::enrollment::ENROLLMENT_COC) {
        let is_asked = asked.contains(&field);
        let rule = if field == at::enrollment::DISABLING_CONDITION { Rule::R_DIS_1 } else { Rule::R_PLS_5 };
        let code = u32::read(&row.look(field));
        if is_asked && ask::is_missing(row, field) {
            let sent = if rule == Rule::R_PLS_5 { Severity::Stop } else { Severity::Fix };
            found.push(ask::lacks(rule, row, field, format!("{} is missing. Ask and enter it.", field.label())).sent(sent));
        } else if is_asked && let Some(words) = ask::unknown(field.label(), code) {
            found.push(Finding::note(rule, field, words).sent(Severity::Fix));
        } else if !is_asked && field != at::enrollment::LOS_UNDER_THRESHOLD && !row.look(field).is_empty() {
            let words = match person.is_head || person.may_be_adult() {
                true => format!("{} is filled in, although the answers before it do not lead there. Check them.", field.label()),
                false => {
                    format!("{} is asked of adults and heads of household alone. Clear it, or check the date of birth.", field.label())
                }
            };
            found.push(Finding::fix(Rule::R_PLS_1, field, words));
        }
    }
    threshold(project_type, &asked.contains(&at::enrollment::LIVING_SITUATION), row, &mut found);
    cross(row, &mut found);
    found
}

fn threshold(project_type: Option<ProjectType>, asked: &bool, row: &Enrollment, found: &mut Vec<Finding>) {
    let derived = if *asked { ask::los_under_threshold(project_type, row) } else { None };
    let kept = &row.los_under_threshold;
    if !kept.is_blank() && derived != kept.known() && !(derived.is_none() && kept.is(crate::domain::hud::YesNo::NotCollected)) {
        let words = "It does not agree with the living situation and the length of stay. Saving the enrollment sets it anew.";
        found.push(Finding::fix(Rule::R_PLS_2, at::enrollment::LOS_UNDER_THRESHOLD, words));
    }
}

/// R-PLS-3: the date, the times and the months tell one story.
fn cross(row: &Enrollment, found: &mut Vec<Finding>) {
    let (Some(since), Some(entry)) = (row.date_to_street_essh.known(), row.entry_date.known()) else { return };
    let months_field = at::enrollment::MONTHS_HOMELESS_PAST_THREE_YEARS;
    if since > entry {
        let words = "The date on which homelessness began is after the project start. Check both dates.";
        found.push(Finding::fix(Rule::R_PLS_3, at::enrollment::DATE_TO_STREET_ESSH, words));
        return;
    }
    let Some(months) = row.months_homeless_past_three_years.known().filter(|m| (101..=MORE_THAN_TWELVE_MONTHS).contains(m)) else { return };
    let long_ago = entry.checked_sub_months(Months::new(36)).is_some_and(|limit| since < limit);
    if long_ago && months < MORE_THAN_TWELVE_MONTHS {
        let words = "Homelessness began more than three years ago, so there are more than 12 months of it. Check the date and the months.";
        found.push(Finding::fix(Rule::R_PLS_3, months_field, words));
    } else if row.times_homeless_past_three_years.is(1) && !plausible(since, entry).contains(&months) {
        let words = "One time homeless since that date does not fit this number of months. Check the date, the times and the months.";
        found.push(Finding::fix(Rule::R_PLS_3, months_field, words));
    }
}

/// Codes of list 3.917.5 that agree with one time of homelessness between two days: completed months, or months touched.
fn plausible(since: Day, entry: Day) -> std::ops::RangeInclusive<u32> {
    let touched =
        (entry.year() - since.year()) * 12 + i32::try_from(entry.month()).unwrap_or(0) - i32::try_from(since.month()).unwrap_or(0) + 1;
    let touched = u32::try_from(touched).unwrap_or(1);
    let completed = if entry.day() < since.day() { touched.saturating_sub(2) } else { touched.saturating_sub(1) };
    let code = |n: u32| (100 + n.max(1)).min(MORE_THAN_TWELVE_MONTHS);
    code(completed)..=code(touched)
}
