//! What the rules say about disabilities and domestic violence: R-DIS-2, R-DIS-4, R-DIS-5, R-DIS-7, R-DV-1.

use super::stay::{Sink, Stay};
use crate::domain::ask;
use crate::domain::code::{self, Code};
use crate::domain::field::FieldId;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Disabilities, DisabilityType, Enrollment, HealthAndDV, YesNo, at};
use crate::domain::row::Row;
use crate::domain::rule::Rule;
use std::collections::HashSet;

/// True where the client has it: a yes, or for substance use any of its kinds.
fn is_yes(row: &Disabilities) -> bool {
    let substance = row.disability_type.is(DisabilityType::SubstanceUse);
    let unanswered = |n: u32| n == YesNo::No.code() || n == YesNo::NotCollected.code() || ask::is_unknown(Some(n));
    row.disability_response.known().is_some_and(|n| n == YesNo::Yes.code() || (substance && !unanswered(n)))
}

/// True for a disability that by itself is a disabling condition (R-DIS-2).
fn disables(row: &Disabilities) -> bool {
    let always = matches!(row.disability_type.known(), Some(DisabilityType::Developmental | DisabilityType::Hiv));
    is_yes(row) && (always || row.indefinite_and_impairs.is(YesNo::Yes))
}

/// Findings about one row of 4.05 to 4.10 by itself.
pub fn disability(row: &Disabilities) -> Vec<Finding> {
    use DisabilityType as Type;
    let (mut found, lasting, answer) = (Vec::new(), at::disabilities::INDEFINITE_AND_IMPAIRS, at::disabilities::DISABILITY_RESPONSE);
    let list = if row.disability_type.is(Type::SubstanceUse) { ask::SUBSTANCE_ANSWERS } else { YesNo::LIST };
    if row.disability_response.known().is_some_and(|n| code::find(list, n).is_none()) {
        let words = "This kind of disability has no such answer. Choose one of its list.";
        found.push(Finding::fix(Rule::R_IMP_6, answer, words).sent(Severity::Stop));
    }
    match row.disability_type.known() {
        Some(Type::Developmental | Type::Hiv)
            if !row.indefinite_and_impairs.is_blank() && !row.indefinite_and_impairs.is(YesNo::NotCollected) =>
        {
            found.push(Finding::note(Rule::R_DIS_4, lasting, "This is not asked of a developmental disability and HIV/AIDS. Clear it."));
        }
        Some(Type::Physical | Type::ChronicHealth | Type::MentalHealth | Type::SubstanceUse) => {
            if is_yes(row) && (row.indefinite_and_impairs.is_blank() || row.indefinite_and_impairs.is(YesNo::NotCollected)) {
                found.push(Finding::fix(
                    Rule::R_DIS_4,
                    lasting,
                    "Nobody has said whether the disability is long and limiting. Ask and enter it.",
                ));
            } else if row.disability_response.is(YesNo::No.code()) && row.indefinite_and_impairs.is(YesNo::Yes) {
                found.push(Finding::fix(
                    Rule::R_DIS_4,
                    lasting,
                    "There is no such disability, so it is not long and limiting. Correct one of the two.",
                ));
            }
        }
        _ => {}
    }
    let hiv = row.disability_type.is(Type::Hiv) && row.disability_response.is(YesNo::Yes.code());
    for field in HIV_DETAILS.into_iter().filter(|f| !hiv && is_answered(row, *f)) {
        let words = format!("{} stands with a yes on HIV/AIDS alone. Clear it, or correct the answer.", field.label());
        found.push(Finding::fix(Rule::R_DIS_7, field, words));
    }
    found
}

/// W4 and W6.
const HIV_DETAILS: [FieldId; 7] = [
    at::disabilities::T_CELL_COUNT_AVAILABLE,
    at::disabilities::T_CELL_COUNT,
    at::disabilities::T_CELL_SOURCE,
    at::disabilities::VIRAL_LOAD_AVAILABLE,
    at::disabilities::VIRAL_LOAD,
    at::disabilities::VIRAL_LOAD_SOURCE,
    at::disabilities::ANTI_RETROVIRAL,
];

/// True where something was answered: "data not collected" is what careful writers put into a question that was not asked.
pub(super) fn is_answered(row: &dyn Row, field: FieldId) -> bool {
    !ask::is_missing(row, field)
}

/// R-DIS-2: the disabling condition agrees with the disabilities.
pub fn disabling<'a>(stay: &Enrollment, disabilities: impl IntoIterator<Item = &'a Disabilities>) -> Option<Finding> {
    let words = "A disability is recorded that is a disabling condition. Change the answer to Yes, or correct the disability.";
    let contradicts = stay.disabling_condition.is(YesNo::No) && disabilities.into_iter().any(disables);
    contradicts.then(|| Finding::fix(Rule::R_DIS_2, at::enrollment::DISABLING_CONDITION, words))
}

/// Findings about the disabilities of a stay together (R-DIS-2, R-DIS-5).
pub(super) fn together(stay: &Stay<'_>, sink: &mut Sink<'_>) {
    if let Some(finding) = disabling(stay.row, stay.disabilities.iter().copied()) {
        sink.say(stay.row, finding);
    }
    let mut seen = HashSet::new();
    for row in &stay.disabilities {
        let what = (row.disability_type.known(), row.data_collection_stage.known(), row.information_date.known());
        if what.0.is_some() && what.1.is_some() && what.2.is_some() && !seen.insert(what) {
            let words = "This disability is answered twice for the same day and stage. Keep one of the two rows.";
            sink.say(*row, Finding::fix(Rule::R_DIS_5, at::disabilities::DISABILITY_TYPE, words));
        }
    }
}

/// Findings about one row of 4.11 (R-DV-1).
pub fn violence(row: &HealthAndDV) -> Vec<Finding> {
    let mut found = Vec::new();
    for field in [at::health_and_dv::WHEN_OCCURRED, at::health_and_dv::CURRENTLY_FLEEING] {
        let (survivor, answered) = (row.domestic_violence_survivor.is(YesNo::Yes), is_answered(row, field));
        if survivor && !answered {
            let words = format!("{} is missing. Ask the survivor and enter it.", field.label());
            found.push(ask::lacks(Rule::R_DV_1, row, field, words));
        } else if !survivor && answered && row.domestic_violence_survivor.odd().is_none() {
            let words = format!("{} is asked of survivors alone. Clear it, or correct the first answer.", field.label());
            found.push(Finding::fix(Rule::R_DV_1, field, words));
        }
    }
    found
}
