//! From a finding to the record and the field where it is corrected.

use crate::app::action::{Action, Destination, Part, Then};
use crate::app::context::Context;
use crate::app::form;
use crate::domain::rule::Rule;
use crate::domain::{ClientId, EnrollmentId, EventId, FieldId, File, ask, at, client, intake, occasion};
use crate::exchange::Said;

/// The part of a record in which a finding can be looked at, and the field that has a form there.
pub(super) fn target(said: &Said, cx: &Context<'_>) -> Option<(ClientId, Part, Option<FieldId>)> {
    let (owner, field) = said.owner.clone().filter(|owner| cx.card(owner).is_some()).zip(said.field)?;
    let (part, field) = match field.file {
        File::Client => (Part::Profile, client::fields().any(|f| f == field).then_some(field)),
        File::Event | File::Referral => (Part::Events(Some(EventId::new(&said.id))), Some(field)),
        File::Enrollment if field == at::enrollment::MOVE_IN_DATE => (Part::MoveIn(EnrollmentId::new(&said.id), Then::Home), Some(field)),
        _ if occasion::is_asked(field) => (Part::Arose(form::id(field), said.id.to_string()), Some(field)),
        file if occasion::is_kept_in(file) => (Part::Arose(form::id(field), said.id.to_string()), None),
        _ => match answer(said.rule, field) {
            Some(field) => {
                let (file, key) = said.row().unwrap_or((field.file, String::new()));
                (Part::Answer { field: form::id(field), file: file.info().name.to_owned(), key }, Some(field))
            }
            None => (Part::Enrollments, None),
        },
    };
    Some((owner, part, field))
}

/// The answer that mends a finding, where a workflow asks for it. A rule that misses answers says so of the day on which they are missing.
fn answer(rule: Rule, field: FieldId) -> Option<FieldId> {
    use at::{enrollment as e, exit as x, income_benefits as i};
    match (rule, field) {
        (Rule::R_INS_2, _) => Some(i::INCOME_FROM_ANY_SOURCE),
        (Rule::R_ANN_1, e::ENTRY_DATE) => Some(i::INFORMATION_DATE),
        (_, e::ENTRY_DATE | e::RELATIONSHIP_TO_HOH | x::EXIT_DATE) => Some(field),
        _ => (ask::UNIVERSAL.contains(&field) || ask::is_asked(field) || field.info().name == ask::INFORMATION_DATE).then_some(field),
    }
}

pub(super) fn jump(said: &Said, cx: &Context<'_>) -> Action {
    match target(said, cx) {
        // Such a workflow puts the keyboard itself into the field.
        Some((client, part @ Part::Answer { .. }, _)) => Action::Go(Destination::Client(client, part)),
        Some((client, part, Some(field))) => Action::Point(client, part, field),
        Some((client, part, None)) => Action::Go(Destination::Client(client, part)),
        None => Action::None,
    }
}

/// What a form would refuse there: a program of another organization is corrected by that one (R-CTX-1). The check looks at all of them,
/// as whoever receives an export does.
pub(super) fn guard(said: &Said, cx: &Context<'_>) -> Option<String> {
    let (owner, part, _) = target(said, cx)?;
    let refuses = matches!(part, Part::Answer { .. } | Part::Arose(..));
    let stay = cx.card(&owner)?.enrollments.into_iter().find(|stay| refuses && stay.id == said.stay)?;
    intake::context_guard(cx.agency, &stay.project, cx.organization()).map(|finding| finding.words)
}

/// Where a field is corrected that the record does not lead to by itself.
pub(super) fn elsewhere(said: &Said) -> &'static str {
    match said.field.is_some_and(|field| occasion::is_kept_in(field.file)) {
        true => "Its field is not one of the form. Correct the record, or delete it and enter it where it belongs.",
        false => "This field has no form here. Correct it in your HMIS.",
    }
}
