//! What the rules say about a client's own row: name, number, birth, race, veteran status.

use crate::domain::client::VETERANS;
use crate::domain::date;
use crate::domain::entry::{Day, Scalar};
use crate::domain::field::FieldId;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Client, DobQuality, NameQuality, SsnQuality, YesNo, at};
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use crate::domain::{ask::Person, ssn};
use chrono::Datelike;

/// The seven columns of race and ethnicity (R-RAC-1).
pub(crate) const RACES: [FieldId; 7] = [
    at::client::AM_IND_AK_NATIVE,
    at::client::ASIAN,
    at::client::BLACK_AF_AMERICAN,
    at::client::HISPANIC_LATINAO,
    at::client::MID_EAST_N_AFRICAN,
    at::client::NATIVE_HI_PACIFIC,
    at::client::WHITE,
];

/// Every finding about a client's row as it would be saved.
pub fn client(row: &Client, today: Day) -> Vec<Finding> {
    let mut found = super::cells(row);
    found.extend(beyond_cells(row, today));
    found
}

/// Every finding about a client's row that its columns alone do not tell.
pub(super) fn beyond_cells(row: &Client, today: Day) -> Vec<Finding> {
    let mut found = Vec::new();
    name(row, &mut found);
    number(row, &mut found);
    birth(row, today, &mut found);
    race(row, &mut found);
    veteran(row, today, &mut found);
    found
}

fn name(row: &Client, found: &mut Vec<Finding>) {
    use NameQuality as Quality;
    let field = at::client::NAME_DATA_QUALITY;
    let (first, last) = (row.first_name.is_blank(), row.last_name.is_blank());
    match row.name_data_quality.known() {
        Some(Quality::Full) if first || last => {
            let missing = if first { at::client::FIRST_NAME } else { at::client::LAST_NAME };
            let words = "A full name has a first and a last name. Enter both, or say that the name is partial.";
            found.push(Finding::stop(Rule::R_NAM_1, missing, words));
        }
        Some(Quality::Partial) => {
            let words = "Reports count a partial name as a data issue. Ask for the full name.";
            found.push(Finding::note(Rule::R_NAM_2, field, words).sent(Severity::Fix));
        }
        Some(Quality::Unknown | Quality::Refused | Quality::NotCollected) if !(first && last) => {
            found.push(Finding::fix(Rule::R_NAM_1, field, "There is a name, so its quality is full or partial. Choose one."));
        }
        None if row.name_data_quality.is_blank() => found.push(Finding::fix(Rule::R_NAM_1, field, "Choose the name data quality.")),
        _ => {}
    }
    let missing = first || last || row.name_data_quality.is(Quality::NotCollected);
    match row.name_data_quality.known() {
        Some(Quality::Full | Quality::Partial) => {}
        Some(Quality::Unknown | Quality::Refused) if missing => {
            let words = "The client does not know the name, or prefers not to give it. That may stand; reports count it as missing.";
            found.push(Finding::note(Rule::R_NAM_2, at::client::LAST_NAME, words).sent(Severity::Fix));
        }
        _ if missing => {
            let words = "Reports count the name as missing. Ask for it when there is a chance.";
            found.push(Finding::fix(Rule::R_NAM_2, at::client::LAST_NAME, words));
        }
        _ => {}
    }
}

fn number(row: &Client, found: &mut Vec<Finding>) {
    use SsnQuality as Quality;
    let (field, quality) = (at::client::SSN, at::client::SSN_DATA_QUALITY);
    if row.ssn_data_quality.is_blank() {
        found.push(Finding::fix(Rule::R_SSN_3, quality, "Choose the SSN data quality."));
    }
    if row.ssn.is_blank() {
        if matches!(row.ssn_data_quality.known(), Some(Quality::Full | Quality::Partial)) {
            found.push(Finding::fix(Rule::R_SSN_3, field, "Enter the number, or say why there is none."));
        }
        return;
    }
    if !ssn::is_well_formed(&row.ssn) {
        let words = "The number is not nine digits, with x for each unknown digit. Enter it again; the last four alone are enough.";
        found.push(Finding::stop(Rule::R_SSN_1, field, words));
        return;
    }
    if ssn::is_placeholder(&row.ssn) {
        let words = "This is a placeholder and is left out of an export. Clear it, and say why there is no number.";
        found.push(Finding::fix(Rule::R_SSN_4, field, words));
    } else if let Some(issue) = ssn::issue(&row.ssn) {
        found.push(Finding::fix(Rule::R_SSN_2, field, format!("{issue}. Check the number.")));
    }
    match row.ssn_data_quality.known() {
        Some(Quality::Full) if !ssn::is_complete(&row.ssn) => {
            found.push(Finding::fix(Rule::R_SSN_3, quality, "Some digits are not known, so the number is partial. Change the quality."));
        }
        Some(Quality::Partial) if ssn::is_complete(&row.ssn) && ssn::issue(&row.ssn).is_none() => {
            found.push(Finding::fix(Rule::R_SSN_3, quality, "All nine digits are known, so the number is full. Change the quality."));
        }
        Some(Quality::Unknown | Quality::Refused | Quality::NotCollected) => {
            found.push(Finding::fix(Rule::R_SSN_3, quality, "There is a number, so its quality is full or partial. Choose one."));
        }
        _ => {}
    }
}

fn birth(row: &Client, today: Day, found: &mut Vec<Finding>) {
    use DobQuality as Quality;
    let (field, quality) = (at::client::DOB, at::client::DOB_DATA_QUALITY);
    match row.dob_data_quality.known() {
        Some(Quality::Full | Quality::Partial) if row.dob.is_blank() => {
            found.push(Finding::stop(Rule::R_DOB_2, field, "Enter the date of birth, or say why there is none."));
        }
        Some(Quality::Unknown | Quality::Refused | Quality::NotCollected) if !row.dob.is_blank() => {
            found.push(Finding::stop(
                Rule::R_DOB_2,
                quality,
                "There is a date of birth, so its quality is full or approximate. Choose one.",
            ));
        }
        Some(Quality::Partial) => {
            found.push(Finding::note(Rule::R_DOB_1, quality, "Reports count an approximate date as a data issue. Ask for the full date."));
        }
        None if row.dob_data_quality.is_blank() => {
            found.push(Finding::fix(Rule::R_DOB_2, quality, "Choose the quality of the date of birth."));
        }
        _ => {}
    }
    let Some(born) = row.dob.known() else { return };
    if born > today {
        found.push(Finding::stop(Rule::R_DOB_1, field, "The date of birth is in the future. Check the year."));
    } else if row.date_created.known().is_some_and(|c| born > c.date()) {
        found.push(Finding::fix(Rule::R_DOB_1, field, "The date of birth is after the day on which the record was made. Check it."));
    }
    if Day::from_ymd_opt(1915, 1, 1).is_some_and(|limit| born < limit) {
        found.push(Finding::fix(Rule::R_DOB_1, field, "The date of birth is before 1915. Check the year."));
    }
}

fn race(row: &Client, found: &mut Vec<Finding>) {
    let chosen = RACES.iter().any(|f| row.look(*f) == YesNo::Yes.form());
    let field = at::client::RACE_NONE;
    if chosen && !row.race_none.is_blank() {
        found.push(Finding::fix(
            Rule::R_RAC_1,
            field,
            "There is an answer on race and ethnicity, so there is no reason for none. Clear it.",
        ));
    }
    if !chosen && row.race_none.is_blank() {
        found.push(Finding::fix(Rule::R_RAC_1, field, "Choose race and ethnicity, or say why there is no answer."));
    }
}

/// The first year in which somebody who is served today can have entered the service (R-VET-2).
const FIRST_YEAR_OF_SERVICE: u32 = 1920;

fn veteran(row: &Client, today: Day, found: &mut Vec<Finding>) {
    let field = at::client::VETERAN_STATUS;
    let age = row.dob.known().and_then(|born| date::age(born, today));
    let is_veteran = row.veteran_status.is(YesNo::Yes);
    if is_veteran && age.is_some_and(|a| a < Person::ADULT) {
        found.push(Finding::fix(Rule::R_VET_1, field, "Nobody under 18 is a veteran. Check the date of birth and the answer."));
    }
    if row.veteran_status.is_blank() && age.is_none_or(|a| a >= Person::ADULT) {
        found.push(Finding::fix(Rule::R_VET_1, field, "Veteran status is missing. Ask and enter it."));
    }
    for field in VETERANS.into_iter().filter(|f| !is_veteran && !row.look(*f).is_empty()) {
        let words = format!("{} belongs to veterans only. Clear it, or check the veteran status.", field.label());
        found.push(Finding::fix(Rule::R_VET_2, field, words));
    }
    let this_year = u32::try_from(today.year()).unwrap_or(u32::MAX);
    for (field, year) in [(at::client::YEAR_ENTERED_SERVICE, &row.year_entered_service), (at::client::YEAR_SEPARATED, &row.year_separated)]
    {
        if year.known().is_some_and(|year| !(FIRST_YEAR_OF_SERVICE..=this_year).contains(&year)) {
            let words = format!("{} is no year between 1920 and this one. Check it.", field.label());
            found.push(Finding::fix(Rule::R_VET_2, field, words));
        }
    }
    if row.year_entered_service.known().zip(row.year_separated.known()).is_some_and(|(entered, left)| left < entered) {
        found.push(Finding::fix(Rule::R_VET_2, at::client::YEAR_SEPARATED, "The service ended before it began. Check both years."));
    }
}
