//! Which questions are asked now, and what they lead to: here the universal ones, 3.16, 3.917 in its two variants, 3.08; in
//! [`Asking`] what the program's type and grants add, by the table of elements.
//!
//! Screens show [`enrollment_fields`] in this order, the checks call for the same ones, and [`clear_hidden`] empties the others
//! (R-PLS-1), so that no hidden field is ever asked for or kept.

mod asking;
mod chronic;
mod recorded;
mod slot;
mod table;

pub(crate) use asking::SUBSTANCE_ANSWERS;
pub use asking::{Answers, Asked, Asking, Program, Question, total};
pub use chronic::{Chronic, Verdict, chronic_at_start};
pub use recorded::{INFORMATION_DATE, Point, Rows, hiv, judge, last, missing, name_new};
pub use slot::Slot;
pub use table::{AskedField, Clause, ELEMENTS, Element, Form, Test, Who, element, grants, is_asked, is_listed, is_tick};

use super::code::{self, Code};
use super::entry::{Day, Money, Scalar, Value};
use super::field::{FieldId, Kind};
use super::finding::{Finding, Severity};
use super::hud::{Enrollment, LengthOfStay, ProjectType, YesNo, at};
use super::row::Row;
use super::rule::Rule;

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Completed years of age at project start (R-PLS-4); none where it is not known.
    pub age_at_entry: Option<u32>,
    /// True for the head of household.
    pub is_head: bool,
}

impl Person {
    /// Age from which a person is asked as an adult.
    pub const ADULT: u32 = 18;

    /// True for adults and for those whose age nobody knows.
    pub fn may_be_adult(self) -> bool {
        self.age_at_entry.is_none_or(|age| age >= Self::ADULT)
    }
}

/// Every field that [`enrollment_fields`] may ask, and the one that is derived.
pub const UNIVERSAL: [FieldId; 10] = [
    at::enrollment::ENROLLMENT_COC,
    at::enrollment::LIVING_SITUATION,
    at::enrollment::RENTAL_SUBSIDY_TYPE,
    at::enrollment::LENGTH_OF_STAY,
    at::enrollment::LOS_UNDER_THRESHOLD,
    at::enrollment::PREVIOUS_STREET_ESSH,
    at::enrollment::DATE_TO_STREET_ESSH,
    at::enrollment::TIMES_HOMELESS_PAST_THREE_YEARS,
    at::enrollment::MONTHS_HOMELESS_PAST_THREE_YEARS,
    at::enrollment::DISABLING_CONDITION,
];

const HISTORY: [FieldId; 3] = [
    at::enrollment::DATE_TO_STREET_ESSH,
    at::enrollment::TIMES_HOMELESS_PAST_THREE_YEARS,
    at::enrollment::MONTHS_HOMELESS_PAST_THREE_YEARS,
];

/// HUD's group of a living situation: `homeless`, `institutional`, `temporary`, `permanent` or `other`.
pub fn situation_group(situation: u32) -> Option<&'static str> {
    let Kind::Code(list) = at::enrollment::LIVING_SITUATION.info().kind else { return None };
    code::find(list, situation).map(|c| c.group)
}

/// The fields to ask now, in order, for what is answered so far.
pub fn enrollment_fields(project_type: Option<ProjectType>, person: Person, row: &Enrollment) -> Vec<FieldId> {
    let mut fields = Vec::with_capacity(UNIVERSAL.len());
    if person.is_head {
        fields.push(at::enrollment::ENROLLMENT_COC);
    }
    if person.is_head || person.may_be_adult() {
        prior_living(project_type, row, &mut fields);
    }
    fields.push(at::enrollment::DISABLING_CONDITION);
    fields
}

fn prior_living(project_type: Option<ProjectType>, row: &Enrollment, fields: &mut Vec<FieldId>) {
    fields.push(at::enrollment::LIVING_SITUATION);
    if row.living_situation.is(SUBSIDISED_RENTAL) {
        fields.push(at::enrollment::RENTAL_SUBSIDY_TYPE);
    }
    fields.push(at::enrollment::LENGTH_OF_STAY);
    match path(project_type, row) {
        Path::History => fields.extend(HISTORY),
        Path::Threshold => fields.push(at::enrollment::PREVIOUS_STREET_ESSH),
        Path::ThresholdThenHistory | Path::Unreadable => {
            fields.push(at::enrollment::PREVIOUS_STREET_ESSH);
            fields.extend(HISTORY);
        }
        Path::Ended => {}
    }
}

/// HUD list 3.12.1: rental by client with a housing subsidy, the one situation that asks which subsidy.
pub(crate) const SUBSIDISED_RENTAL: u32 = 435;

/// Where the answers to 3.917 have led so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    /// Variant A, or B from homelessness: date, times and months.
    History,
    /// Variant B, a short stay: was the night before on the street?
    Threshold,
    /// Variant B, a short stay, and the night before was on the street.
    ThresholdThenHistory,
    /// An answer that nobody can read: ask everything, so that nothing is taken away because of it.
    Unreadable,
    /// Nothing more is asked.
    Ended,
}

fn path(project_type: Option<ProjectType>, row: &Enrollment) -> Path {
    if is_variant_a(project_type) {
        return Path::History;
    }
    let group = match &row.living_situation {
        Value::Known(situation) => situation_group(*situation),
        Value::Blank => return Path::Ended,
        Value::Odd(_) => None,
    };
    if group.is_none() || row.length_of_stay.odd().is_some() || row.previous_street_essh.odd().is_some() {
        return Path::Unreadable;
    }
    if group == Some("homeless") {
        return Path::History;
    }
    match los_under_threshold(project_type, row) {
        Some(YesNo::Yes) if row.previous_street_essh.is(YesNo::Yes) => Path::ThresholdThenHistory,
        Some(YesNo::Yes) => Path::Threshold,
        _ => Path::Ended,
    }
}

/// True for the project types that always ask the history (3.917 variant A): shelters, street outreach, safe havens.
pub fn is_variant_a(project_type: Option<ProjectType>) -> bool {
    use ProjectType::{SafeHaven, ShelterEntryExit, ShelterNightByNight, StreetOutreach};
    matches!(project_type, Some(ShelterEntryExit | ShelterNightByNight | StreetOutreach | SafeHaven))
}

/// `LOSUnderThreshold` as the answers give it (R-PLS-2): less than 90 days in an institution, less than 7 nights elsewhere. None
/// where the question does not arise or the length of stay is not known.
pub fn los_under_threshold(project_type: Option<ProjectType>, row: &Enrollment) -> Option<YesNo> {
    use LengthOfStay as Stay;
    let group = row.living_situation.known().and_then(situation_group)?;
    if is_variant_a(project_type) || group == "homeless" {
        return None;
    }
    let short = match row.length_of_stay.known()? {
        Stay::OneNightOrLess | Stay::TwoToSixNights => true,
        Stay::OneWeekToOneMonth | Stay::OneToThreeMonths => group == "institutional",
        Stay::ThreeMonthsToOneYear | Stay::OneYearOrLonger => false,
        Stay::Unknown | Stay::Refused | Stay::NotCollected => return None,
    };
    Some(if short { YesNo::Yes } else { YesNo::No })
}

/// Empties what is not asked and sets what is derived (R-PLS-1, R-PLS-2). Doing it twice is doing it once.
pub fn clear_hidden(row: &mut Enrollment, project_type: Option<ProjectType>, person: Person) {
    let asked = enrollment_fields(project_type, person, row);
    for field in UNIVERSAL.into_iter().filter(|f| !asked.contains(f)) {
        row.put(field, "");
    }
    if asked.contains(&at::enrollment::LIVING_SITUATION) {
        row.los_under_threshold = los_under_threshold(project_type, row).into();
    }
}

/// The last code of HUD list 3.917.5.
pub(crate) const MORE_THAN_TWELVE_MONTHS: u32 = 113;

/// True for the answers "client doesn't know" and "client prefers not to answer".
pub fn is_unknown(code: Option<u32>) -> bool {
    code == Some(YesNo::Unknown.code()) || code == Some(YesNo::Refused.code())
}

/// What is said of such an answer, of a field called `label`: it is one, so nobody is sent to ask again. None of any other answer.
pub fn unknown(label: &str, code: Option<u32>) -> Option<String> {
    let why = match code.and_then(YesNo::from_code)? {
        YesNo::Unknown => "the client does not know",
        YesNo::Refused => "the client prefers not to answer",
        YesNo::No | YesNo::Yes | YesNo::NotCollected => return None,
    };
    Some(format!("{label}: {why}. That is an answer, and it may stand; reports list it as unknown."))
}

/// True where a field is blank or says that the answer was not collected.
pub fn is_missing(row: &dyn Row, field: FieldId) -> bool {
    let text = row.look(field);
    text.is_empty() || is_uncollected(field, &text)
}

/// True where something stands there that is of the field's kind: of a day that is half typed nobody has answered when.
pub fn is_read(field: FieldId, text: &str) -> bool {
    !text.is_empty()
        && match field.info().kind {
            Kind::Day => Day::read(text).is_some(),
            Kind::Money => Money::read(text).is_some(),
            _ => true,
        }
}

/// True for an answer that says that none was collected (99): reports count it as missing, and still somebody gave it.
pub fn is_uncollected(field: FieldId, text: &str) -> bool {
    matches!(field.info().kind, Kind::Code(_)) && text == YesNo::NotCollected.form()
}

/// What is said of such an answer, wherever it stands.
pub const UNCOLLECTED: &str = "Answered: not collected. HUD counts it as missing data; ask at the next meeting.";

/// The same beside the answer itself.
pub const UNCOLLECTED_HINT: &str = "HUD counts it as missing data; ask at the next meeting.";

/// What a rule says of an answer that is [missing](is_missing): who left it blank is asked for it in `words`; of who answered that it was not
/// collected it is said quietly what follows.
pub fn lacks(rule: Rule, row: &dyn Row, field: FieldId, words: impl Into<String>) -> Finding {
    match is_uncollected(field, &row.look(field)) {
        true => Finding::note(rule, field, UNCOLLECTED).sent(Severity::Fix),
        false => Finding::fix(rule, field, words),
    }
}
