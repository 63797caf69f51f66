//! What the rules say about where somebody went: R-EXI-1 and R-W5-1.

use super::health::is_answered;
use crate::domain::ask::{self, SUBSIDISED_RENTAL};
use crate::domain::code;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{Exit, at::exit as f};
use crate::domain::rule::Rule;

/// HUD's list of the places where somebody can go.
const DESTINATIONS: &str = "3.12";
/// HUD list 3.12.1: other, which is named.
const OTHER: u32 = 17;
/// HUD list 3.12.1: no exit interview completed. Reports count it as missing.
const NO_INTERVIEW: u32 = 30;

/// Findings about the destination of an exit and what follows from it.
pub fn destination(row: &Exit) -> Vec<Finding> {
    let mut found = Vec::new();
    let field = f::DESTINATION;
    let place = row.destination.known();
    match place {
        _ if ask::is_missing(row, field) => {
            let words = "The destination is missing. Enter where the client is expected to stay.";
            found.push(ask::lacks(Rule::R_EXI_1, row, field, words).sent(Severity::Stop));
        }
        Some(place) if code::find(DESTINATIONS, place).is_none() => {
            let words = "Nobody exits to this situation: it is an answer of another question. Choose one of the list.";
            found.push(Finding::fix(Rule::R_IMP_6, field, words).sent(Severity::Stop));
        }
        Some(NO_INTERVIEW) => {
            let words = "Without an exit interview reports count the destination as missing. Enter it if it becomes known.";
            found.push(Finding::note(Rule::R_EXI_1, field, words));
        }
        Some(place) if ask::is_unknown(Some(place)) => {
            let words = "The destination is not known. Enter it if it becomes known.";
            found.push(Finding::note(Rule::R_EXI_1, field, words).sent(Severity::Fix));
        }
        _ => {}
    }
    let (subsidised, subsidy) = (place == Some(SUBSIDISED_RENTAL), f::DESTINATION_SUBSIDY_TYPE);
    if subsidised && !is_answered(row, subsidy) {
        let words = "The kind of housing subsidy at the destination is missing. Ask and enter it.";
        found.push(ask::lacks(Rule::R_EXI_1, row, subsidy, words).sent(Severity::Stop));
    } else if !subsidised && is_answered(row, subsidy) && row.destination.odd().is_none() {
        let words = "There is a kind of subsidy without a subsidized rental. Clear it, or correct the destination.";
        found.push(Finding::fix(Rule::R_EXI_1, subsidy, words));
    }
    if place == Some(OTHER) && row.other_destination.is_blank() {
        found.push(Finding::fix(Rule::R_EXI_1, f::OTHER_DESTINATION, "The other destination is not named. Enter what it is."));
    } else if place.is_some() && place != Some(OTHER) && !row.other_destination.is_blank() {
        let words = "A destination of the list is chosen, and another one is named. Clear the name, or choose Other.";
        found.push(Finding::fix(Rule::R_EXI_1, f::OTHER_DESTINATION, words));
    }
    subsidy_kept(row, &mut found);
    found
}

/// HUD list W5.1: able to maintain the housing they had at project entry.
const KEPT_HOUSING: u32 = 1;
/// HUD list W5.1: moved to new housing unit.
const NEW_HOUSING: u32 = 2;

/// R-W5-1: the answers 1 to 4 belong to who kept the housing, 11 and 12 to who moved.
fn subsidy_kept(row: &Exit, found: &mut Vec<Finding>) {
    let Some(subsidy) = row.subsidy_information.known() else { return };
    let belongs = match subsidy {
        1..=4 => KEPT_HOUSING,
        11 | 12 => NEW_HOUSING,
        _ => return,
    };
    if row.housing_assessment.odd().is_none() && !row.housing_assessment.is(belongs) {
        let words = "This subsidy does not belong to the housing assessment at exit. Correct one of the two.";
        found.push(Finding::fix(Rule::R_W5_1, f::SUBSIDY_INFORMATION, words));
    }
}
