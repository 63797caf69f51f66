//! What the rules say about services (R-SVC-1), PATH status (R-PTH-1) and aftercare (R-AFT-1).

use super::health::is_answered;
use super::stay::{Sink, Stay};
use crate::domain::code::{self, Code};
use crate::domain::date;
use crate::domain::entry::{Day, Entry, Money, Value};
use crate::domain::field::FieldId;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Enrollment, Exit, RecordType, Services, YesNo, at, at::services as f};
use crate::domain::occasion::Kind;
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use chrono::Days;

/// Findings about one service by itself (R-SVC-1). A bed night has its own rule.
pub fn service(row: &Services) -> Vec<Finding> {
    let mut found = Vec::new();
    let kind = row.record_type.known().filter(|record| *record != RecordType::BedNight).and_then(|record| Kind::of_record(record.code()));
    let Some(kind) = kind else { return found };
    let packed = row.pack();
    let listed = |field: FieldId, code: Option<u32>| {
        let list = kind.list(field, &packed).filter(|list| !list.is_empty());
        list.zip(code).is_none_or(|(list, code)| code::find(list, code).is_some())
    };
    if !listed(f::TYPE_PROVIDED, row.type_provided.known()) {
        let words = "This type is not one of this kind of service. Choose one of the list.";
        found.push(Finding::fix(Rule::R_SVC_1, f::TYPE_PROVIDED, words));
    } else if !listed(f::SUB_TYPE_PROVIDED, row.sub_type_provided.known()) {
        let words = "This is not one of the type. Choose one of the list.";
        found.push(Finding::fix(Rule::R_SVC_1, f::SUB_TYPE_PROVIDED, words));
    }
    for field in HANGING {
        let asked = kind.fields.iter().any(|asked| asked.field == field && asked.follows(kind.fields, |other| packed.get(other)));
        if !asked && hangs(row, field) {
            let words = format!("{} does not go with this type. Clear it, or correct the type.", field.label());
            found.push(Finding::fix(Rule::R_SVC_1, field, words));
        }
    }
    if row.fa_amount.known().is_some_and(|amount| amount < Money(0)) {
        found.push(Finding::fix(Rule::R_SVC_1, f::FA_AMOUNT, "The amount is below zero. Enter what was paid."));
    }
    if row.fa_start_date.known().zip(row.fa_end_date.known()).is_some_and(|(from, to)| to < from) {
        found.push(Finding::fix(Rule::R_SVC_1, f::FA_END_DATE, "The assistance ends before it begins. Correct one of the dates."));
    }
    found
}

/// The columns of a service that hang on its kind and its type.
pub(crate) const HANGING: [FieldId; 7] = [
    f::OTHER_TYPE_PROVIDED,
    f::MOVING_ON_OTHER_TYPE,
    f::SUB_TYPE_PROVIDED,
    f::FA_AMOUNT,
    f::FA_START_DATE,
    f::FA_END_DATE,
    f::REFERRAL_OUTCOME,
];

/// True where something stands in one of them. Files write a zero for no amount.
pub(crate) fn hangs(row: &dyn Row, field: FieldId) -> bool {
    is_answered(row, field) && !(field == f::FA_AMOUNT && Value::parse(&row.get(field)).is(Money(0)))
}

/// Findings about the PATH status of an enrollment (R-PTH-1).
pub fn path_status(row: &Enrollment) -> Vec<Finding> {
    use at::enrollment as f;
    let mut found = Vec::new();
    let mut fix = |field, words: &str| found.push(Finding::fix(Rule::R_PTH_1, field, words));
    let (dated, answered) = (!row.date_of_path_status.is_blank(), is_answered(row, f::CLIENT_ENROLLED_IN_PATH));
    if dated && !answered {
        fix(f::CLIENT_ENROLLED_IN_PATH, "The status has a date and no answer. Say whether the client became enrolled in PATH.");
    }
    if answered && !dated {
        fix(f::DATE_OF_PATH_STATUS, "The status has no date. Enter the day on which it was determined.");
    }
    let refused = row.client_enrolled_in_path.is(YesNo::No);
    if refused && !is_answered(row, f::REASON_NOT_ENROLLED) {
        fix(f::REASON_NOT_ENROLLED, "The reason is missing. Say why the client was not enrolled in PATH.");
    } else if !refused && is_answered(row, f::REASON_NOT_ENROLLED) {
        fix(f::REASON_NOT_ENROLLED, "There is a reason and no refusal. Clear it, or correct the status.");
    }
    found
}

/// R-PTH-1: the status is determined during the stay.
pub(super) fn path_day(stay: &Stay<'_>, sink: &mut Sink<'_>) {
    let is_outside = |on: Day| stay.entry.is_some() && !stay.covers(on);
    if stay.row.date_of_path_status.known().is_some_and(is_outside) {
        let words = "The PATH status is dated outside the stay. Correct the dates.";
        sink.say(stay.row, Finding::fix(Rule::R_PTH_1, at::enrollment::DATE_OF_PATH_STATUS, words));
    }
}

/// Findings about the aftercare that stands with an exit (R-AFT-1).
pub fn aftercare(row: &Exit) -> Vec<Finding> {
    use at::exit as f;
    let mut found = Vec::new();
    let mut fix = |field, words: &str| found.push(Finding::fix(Rule::R_AFT_1, field, words));
    let (dated, answered) = (!row.aftercare_date.is_blank(), is_answered(row, f::AFTERCARE_PROVIDED));
    if dated && !answered {
        fix(f::AFTERCARE_PROVIDED, "Aftercare has a date and no answer. Say whether it was provided.");
    }
    if answered && !dated {
        fix(f::AFTERCARE_DATE, "Aftercare has no date. Enter the day.");
    }
    let provided = row.aftercare_provided.is(YesNo::Yes.code());
    for field in [f::EMAIL_SOCIAL_MEDIA, f::TELEPHONE, f::IN_PERSON_INDIVIDUAL, f::IN_PERSON_GROUP] {
        let blank = row.look(field).is_empty();
        if provided && blank {
            fix(field, &format!("{} is missing. Say whether aftercare was provided in this way.", field.label()));
        } else if !provided && !blank {
            fix(field, &format!("{} goes with aftercare that was provided. Clear it, or correct that answer.", field.label()));
        }
    }
    let window = row.exit_date.known().and_then(|left| Some((left, left.checked_add_days(Days::new(AFTERCARE_DAYS))?)));
    if let Some((left, until)) = window.filter(|(left, until)| row.aftercare_date.known().is_some_and(|on| on < *left || on > *until)) {
        let words = format!("Aftercare is recorded from the exit on {} to {}. Correct the date.", date::show(left), date::show(until));
        found.push(Finding::stop(Rule::R_AFT_1, f::AFTERCARE_DATE, words).sent(Severity::Fix));
    }
    found
}

/// So many days after the exit aftercare is recorded (R20).
const AFTERCARE_DAYS: u64 = 180;
