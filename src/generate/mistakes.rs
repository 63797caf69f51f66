//! The rows that real files have and rules forbid (R-420-16), in a few of a hundred events, so that every reader meets them.

use super::pen::{Pen, before};
use crate::domain::hud::{Event, ReferralResult};
use crate::domain::{Chart, FieldId, Text, Value, at};
use Value::{Blank, Known};

/// Of a hundred events that could be wrong, so many are.
const SHARE: u32 = 4;

/// Spoils some events of a chart. Open referrals stay as they are: they are the work that the desks are shown with.
pub fn spoil(pen: &mut Pen, chart: &mut Chart) {
    for event in &mut chart.events {
        let asks = |field: FieldId| event.event.known().is_some_and(|code| code.dependents().contains(&field));
        let (referral, located) = (asks(at::event::REFERRAL_RESULT), asks(at::event::LOCATION_CRISIS_OR_PH_HOUSING));
        let open = referral && event.referral_result.is_blank();
        if open || !pen.random.chance(SHARE) {
            continue;
        }
        if referral {
            unsettle(pen, event, located);
        } else {
            // A result where there was no opening.
            event.referral_result = Known(
                pen.random
                    .weighted(&[(2, ReferralResult::Accepted), (1, ReferralResult::ClientRejected)])
                    .unwrap_or(ReferralResult::Accepted),
            );
            event.result_date = event.event_date.clone();
        }
    }
}

fn unsettle(pen: &mut Pen, event: &mut Event, located: bool) {
    match pen.random.between(1, if located { 4 } else { 2 }) {
        1 => event.result_date = Blank,
        2 => event.result_date = event.event_date.known().map(|day| before(day, pen.random.between(1, 9))).into(),
        3 => event.location_crisis_or_ph_housing = Text::default(),
        _ => event.location_crisis_or_ph_housing = Text::new("Duplex on Spruce St, ask for Dana"),
    }
}
