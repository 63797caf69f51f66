//! The client's enrollments, newest first: program, dates, household.

use super::Message;
use crate::app::Element;
use crate::app::action::Part;
use crate::app::context::Context;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{badge, button, card};
use crate::domain::code::Code;
use crate::domain::hud::{Enrollment, Relationship};
use crate::domain::{Chart, Entry, check, date};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// The list.
pub fn view<'a>(chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
    let mut rows: Vec<&Enrollment> = chart.enrollments.iter().filter(|e| e.date_deleted.is_blank()).collect();
    rows.sort_by_key(|e| std::cmp::Reverse(e.entry_date.known()));
    if rows.is_empty() {
        return text::secondary("No enrollment yet. Intake makes the first one.").into();
    }
    column(rows.into_iter().map(|e| enrollment(e, chart, cx))).spacing(space::S12).width(Length::Fill).into()
}

fn enrollment<'a>(row: &'a Enrollment, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
    let exit = chart.exit(&row.enrollment_id).map(|x| date::us(&x.exit_date.text()));
    let (state, tone) = if exit.is_some() { ("Exited", Tone::Neutral) } else { ("Enrolled", Tone::Ok) };
    let owner = cx.agency.owner(&row.project_id).map(|o| o.organization_name.as_str()).unwrap_or_default();
    let role = row.relationship_to_hoh.known().map_or("Relationship not recorded", Code::label);
    let others: Vec<String> = cx
        .directory
        .household_of(&row.household_id)
        .into_iter()
        .filter(|r| r.client != *chart.id())
        .map(|r| cx.client_name(&r.client))
        .collect();
    let mut facts = vec![format!("Project start {}", date::us(&row.entry_date.text()))];
    facts.extend((!row.move_in_date.is_blank()).then(|| format!("Moved in {}", date::us(&row.move_in_date.text()))));
    facts.extend(exit.as_ref().map(|day| format!("Exit {day}")));
    let head =
        row![text::strong(cx.agency.project_name(row.project_id.as_str())).width(Length::Fill), badge(state, tone)].spacing(space::S16);
    let stay = &row.enrollment_id;
    let asked = row.relationship_to_hoh.is(Relationship::Head)
        && check::asks_move_in(cx.agency, &row.project_id, row.entry_date.known().unwrap_or_default());
    let act = match () {
        () if !asked => None,
        () if !row.move_in_date.is_blank() => Some("Correct move-in"),
        () => exit.is_none().then_some("Record move-in"),
    };
    let act = act.map(|words| button(words).id(format!("move-in-{stay}")).on_press(Message::Menu(Part::MoveIn(stay.clone()))));
    let with = (!others.is_empty()).then(|| text::secondary(format!("With {}", others.join(", "))));
    card(
        column![head.align_y(Alignment::Center), text::hint(owner), text::body(facts.join(" · ")), text::secondary(role)]
            .push(with)
            .push(act.map(|act| column![gap().height(space::S8), act]))
            .spacing(space::S4)
            .width(Length::Fill),
    )
}
