//! What the rules say about one enrollment and its exit: R-ENR, with the prior living situation (R-PLS) and 3.08 (R-DIS-1).

use crate::domain::agency::Agency;
use crate::domain::ask::Person;
use crate::domain::chart::Chart;
use crate::domain::date;
use crate::domain::entry::Day;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Enrollment, Exit, Project, ProjectType, Relationship, at};
use crate::domain::id::ProjectId;
use crate::domain::referral;
use crate::domain::rule::Rule;
use chrono::{Days, Months};

/// What an enrollment is judged by.
#[derive(Clone, Copy)]
pub struct EnrollmentCase<'a> {
    /// The client's chart as it is kept. An enrollment that is not in it is a new one.
    pub chart: &'a Chart,
    /// The agency.
    pub agency: &'a Agency,
    /// The day.
    pub today: Day,
}

impl EnrollmentCase<'_> {
    /// Who answers the questions of this enrollment: age at its start, head or not.
    pub fn person(&self, row: &Enrollment) -> Person {
        let age = self.chart.client.dob.known().zip(row.entry_date.known()).and_then(|(born, entry)| date::age(born, entry));
        Person { age_at_entry: age, is_head: row.relationship_to_hoh.is(Relationship::Head) }
    }
}

/// Every finding about an enrollment as it would be saved. What concerns the household as a whole is said by
/// [`household`](super::household).
pub fn enrollment(case: &EnrollmentCase<'_>, row: &Enrollment) -> Vec<Finding> {
    let exit = case.chart.exit(&row.enrollment_id).and_then(|x| x.exit_date.known());
    let mut found = super::cells(row);
    found.extend(alone(case, row, exit));
    overlap(case, row, exit, &mut found);
    found
}

/// Every finding about an enrollment that its columns alone do not tell, and that needs none of the client's others.
pub(super) fn alone(case: &EnrollmentCase<'_>, row: &Enrollment, exit: Option<Day>) -> Vec<Finding> {
    let project = case.agency.project(&row.project_id);
    let project_type = project.and_then(|p| p.project_type.known());
    let mut found = Vec::new();
    start(case, row, project, exit, &mut found);
    coc(case.agency, row, &mut found);
    move_in(case, row, project_type, exit, &mut found);
    if row.relationship_to_hoh.is_blank() || row.relationship_to_hoh.is(Relationship::NotCollected) {
        let words = "Say how this person is related to the head of household.";
        found.push(Finding::fix(Rule::R_ENR_9, at::enrollment::RELATIONSHIP_TO_HOH, words).sent(Severity::Stop));
    }
    found.extend(super::prior_living(project_type, case.person(row), row));
    found
}

/// Findings about an exit (R-ENR-6).
pub fn exit(case: &EnrollmentCase<'_>, row: &Exit) -> Vec<Finding> {
    let mut found = super::cells(row);
    found.extend(exit_beyond_cells(case, row));
    found
}

/// Every finding about an exit that its columns alone do not tell.
pub(super) fn exit_beyond_cells(case: &EnrollmentCase<'_>, row: &Exit) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut stop = |words: &str| found.push(Finding::stop(Rule::R_ENR_6, at::exit::EXIT_DATE, words));
    match row.exit_date.known() {
        Some(on) if on > case.today => stop("The exit date is in the future. Enter it when the client has left."),
        None if row.exit_date.is_blank() => stop("Enter the exit date."),
        _ => {}
    }
    let entry = case.chart.enrollment(&row.enrollment_id).and_then(|e| e.entry_date.known());
    if row.exit_date.known().zip(entry).is_some_and(|(exit, entry)| exit < entry) {
        stop("The exit is dated before the project start. Correct one of the dates.");
    }
    if case.chart.exits.iter().filter(|x| x.enrollment_id == row.enrollment_id && x.date_deleted.is_blank()).count() > 1 {
        stop("The enrollment has more than one exit. Keep one.");
    }
    found
}

fn start(case: &EnrollmentCase<'_>, row: &Enrollment, project: Option<&Project>, exit: Option<Day>, found: &mut Vec<Finding>) {
    let field = at::enrollment::ENTRY_DATE;
    if row.project_id.is_blank() || project.is_none() {
        found.push(Finding::stop(Rule::R_ENR_1, at::enrollment::PROJECT_ID, "Choose the project."));
    }
    if row.entry_date.is_blank() {
        found.push(Finding::stop(Rule::R_ENR_1, field, "Enter the project start date."));
    }
    let Some(entry) = row.entry_date.known() else { return };
    // A form refuses the two; in a file they may be true.
    let mut doubt = |words: &str| found.push(Finding::stop(Rule::R_ENR_1, field, words).sent(Severity::Fix));
    if entry > case.today {
        doubt("The project start date is in the future. Enter it on the day it happens.");
    }
    if case.today.checked_sub_months(Months::new(240)).is_some_and(|limit| entry < limit) {
        doubt("The project start date is more than 20 years ago. Check the year.");
    }
    let mut stop = |words: String| found.push(Finding::stop(Rule::R_ENR_1, field, words));
    let born = case.chart.client.dob.known();
    if born.is_some_and(|b| entry < b) {
        stop("The project start date is before the date of birth. Correct one of them.".to_owned());
    }
    if exit.is_some_and(|x| entry > x) {
        stop("The project start date is after the exit date. Correct one of them.".to_owned());
    }
    if let Some(opened) = project.and_then(|p| p.operating_start_date.known()).filter(|o| entry < *o) {
        stop(format!("The program began to operate on {}. The project start date cannot be before that.", date::show(opened)));
    }
    if let Some(closed) = project.and_then(|p| p.operating_end_date.known()).filter(|c| entry > *c) {
        stop(format!("The program ended on {}. The project start date cannot be after that.", date::show(closed)));
    }
    let mut fix = |rule, words: &str| found.push(Finding::fix(rule, field, words));
    if born == Some(entry) {
        fix(Rule::R_ENR_2, "The project start date is the date of birth. Check both.");
    }
    if case.today.checked_sub_days(Days::new(30)).is_some_and(|limit| entry < limit) && is_new(case, row) {
        fix(Rule::R_ENR_2, "The project start date is more than 30 days ago. Check it.");
    }
    if born.and_then(|b| date::age(b, entry)).is_some_and(|age| age > 100) {
        fix(Rule::R_DOB_1, "The client would be more than 100 years old at project start. Check the dates.");
    }
    let person = case.person(row);
    if born.is_some_and(|b| b >= entry) && person.is_head {
        let words = "The head of household would be born at project start or later. Check the dates.";
        found.push(Finding::fix(Rule::R_DOB_1, field, words).sent(Severity::Stop));
    }
}

/// R-ENR-3: one stay at a time of one client in one project. The day of exit is free again.
fn overlap(case: &EnrollmentCase<'_>, row: &Enrollment, exit: Option<Day>, found: &mut Vec<Finding>) {
    let field = at::enrollment::ENTRY_DATE;
    let Some(entry) = row.entry_date.known() else { return };
    let others = case.chart.enrollments.iter().filter(|o| {
        o.enrollment_id != row.enrollment_id && o.project_id == row.project_id && !o.project_id.is_blank() && o.date_deleted.is_blank()
    });
    for other in others {
        let Some(theirs) = other.entry_date.known() else { continue };
        let their_exit = case.chart.exit(&other.enrollment_id).and_then(|x| x.exit_date.known());
        if entry == theirs {
            let words = "This client is in this program from the same date twice. Keep one of the two enrollments.";
            found.push(Finding::stop(Rule::R_ENR_3, field, words));
        } else if their_exit.is_none_or(|x| entry < x) && exit.is_none_or(|x| theirs < x) {
            let words = format!(
                "This client is in this program already, from {}. Exit that enrollment first, or correct the date.",
                date::show(theirs)
            );
            let make = if is_new(case, row) && entry > theirs { Finding::stop } else { Finding::fix };
            found.push(make(Rule::R_ENR_3, field, words));
        }
    }
}

/// R-ENR-13: the head of household's CoC is one of the project's.
fn coc(agency: &Agency, row: &Enrollment, found: &mut Vec<Finding>) {
    if !row.relationship_to_hoh.is(Relationship::Head) {
        return;
    }
    let field = at::enrollment::ENROLLMENT_COC;
    let codes = project_cocs(agency, &row.project_id);
    if row.enrollment_coc.is_blank() {
        let words = "The head of household needs the CoC of the enrollment. Choose it.";
        found.push(Finding::fix(Rule::R_ENR_13, field, words).sent(Severity::Stop));
    } else if !codes.is_empty() && !codes.contains(&row.enrollment_coc.as_str()) {
        found.push(Finding::stop(Rule::R_ENR_13, field, "The program does not serve this CoC. Choose one of the program's."));
    }
}

/// The CoC codes of a project, each once, as they came (R-ENR-13). A single one is filled in.
pub fn project_cocs<'a>(agency: &'a Agency, project: &ProjectId) -> Vec<&'a str> {
    let mut codes = Vec::new();
    for row in agency.cocs.iter().filter(|c| c.project_id == *project && c.date_deleted.is_blank() && !c.coc_code.is_blank()) {
        if !codes.contains(&row.coc_code.as_str()) {
            codes.push(row.coc_code.as_str());
        }
    }
    codes
}

/// True for programs that record when the household moved in (R-ENR-14).
pub fn asks_move_in(agency: &Agency, project: &ProjectId, on: Day) -> bool {
    use ProjectType as Type;
    let holds = |funder: u32| referral::funded_by(agency, project, &[funder], on);
    match agency.project(project).and_then(|p| p.project_type.known()) {
        Some(Type::PermanentSupportive | Type::HousingOnly | Type::HousingWithServices | Type::RapidRehousing) => true,
        Some(Type::Other) => holds(PAY_FOR_SUCCESS),
        Some(Type::ServicesOnly) => holds(GPD_CASE_MANAGEMENT),
        _ => false,
    }
}

/// HUD list 2.06.1: Pay for Success.
const PAY_FOR_SUCCESS: u32 = 35;
/// HUD list 2.06.1: VA Grant Per Diem, case management and housing retention.
const GPD_CASE_MANAGEMENT: u32 = 45;

fn move_in(case: &EnrollmentCase<'_>, row: &Enrollment, kind: Option<ProjectType>, exit: Option<Day>, found: &mut Vec<Finding>) {
    let field = at::enrollment::MOVE_IN_DATE;
    let Some(moved) = row.move_in_date.known() else { return };
    let mut stop = |words: &str| found.push(Finding::stop(Rule::R_ENR_15, field, words));
    if moved > case.today {
        stop("The move-in date is in the future. Enter it when the household has moved in.");
    }
    if row.entry_date.known().is_some_and(|e| moved < e) {
        stop("The move-in date is before the project start. Correct one of the dates.");
    }
    if exit.is_some_and(|x| moved > x) {
        stop("The move-in date is after the exit. Correct one of the dates.");
    }
    if kind.is_some() && !asks_move_in(case.agency, &row.project_id, moved) {
        let words = "This kind of program has no move-in date. Clear it.";
        found.push(Finding::fix(Rule::R_ENR_14, field, words));
    }
}

/// The move-in date that counts for a member (R-ENR-16): the head of household's, or the member's own start where they joined later.
pub fn member_move_in(member_entry: Day, head_move_in: Option<Day>) -> Option<Day> {
    head_move_in.map(|moved| moved.max(member_entry))
}

fn is_new(case: &EnrollmentCase<'_>, row: &Enrollment) -> bool {
    case.chart.enrollment(&row.enrollment_id).is_none()
}
