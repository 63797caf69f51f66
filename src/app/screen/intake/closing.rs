//! Where a finished intake leads, besides the referral that it answers.

use crate::app::action::Part;
use crate::app::context::Context;
use crate::domain::intake::{Draft, Purpose};
use crate::domain::occasion::{Stay, Which};
use crate::domain::{Chart, ClientId, EnrollmentId, at};

/// The first contact that the head of household's new stay is still without (R-CLS-2): whose, and its form.
pub(super) fn first_contact(draft: &Draft, charts: &[Chart], cx: &Context<'_>) -> Option<(ClientId, Part)> {
    let head = draft.members.iter().find(|m| m.is_head()).filter(|_| draft.purpose == Purpose::Intake)?;
    let chart = charts.iter().find(|chart| *chart.id() == head.client)?;
    let id = EnrollmentId::new(head.get(at::enrollment::ENROLLMENT_ID));
    let stay = Stay::of(chart, &id, cx.agency, cx.organization(), cx.today())?;
    let contact = stay.first_contact()?;
    Some((head.client.clone(), Part::During(id, Some(Which::new(contact)))))
}
