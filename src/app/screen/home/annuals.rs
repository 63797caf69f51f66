//! Annual assessments that are due (R-ANN-1), as rows of a table: who, in which program, by when. Used by Home.

use crate::app::Element;
use crate::app::context::Context;
use crate::app::theme::Tone;
use crate::app::widget::{Column, badge, cell};
use crate::domain::directory::DueAnnual;
use crate::domain::{ClientId, EnrollmentId, OrganizationId, date, words};
use iced::Length;
use iced::widget::row;

/// A stay, by whose and which it is.
pub(super) type Key = (ClientId, EnrollmentId);

/// Widths of the columns whose content has a known length, px.
const DAY: f32 = 96.0;
const STATE: f32 = 168.0;

/// Those of an organization, the one that is to be done first at the top.
pub(super) fn all(organization: &OrganizationId, cx: &Context<'_>) -> Vec<Key> {
    let due = cx.directory.due_annuals(cx.agency, organization, cx.today());
    due.into_iter().map(|it| (it.client.client.clone(), it.stay.id.clone())).collect()
}

/// How many there are, and how many of them are overdue, in a sentence.
pub(super) fn lead(keys: &[Key], cx: &Context<'_>) -> String {
    let overdue = keys.iter().filter_map(|key| find(key, cx)).filter(|it| is_overdue(it, cx)).count();
    let due = words::count(keys.len() as u64, "household");
    let overdue = if overdue == 0 { String::new() } else { format!(", {} overdue", words::number(overdue)) };
    format!("{due} to be assessed for the year{overdue}. An assessment counts within 30 days of the anniversary of the project start.")
}

fn find<'a>((client, stay): &Key, cx: &Context<'a>) -> Option<DueAnnual<'a>> {
    cx.directory.due_annual(client, stay, cx.agency, cx.today())
}

fn is_overdue(due: &DueAnnual<'_>, cx: &Context<'_>) -> bool {
    due.window.to < cx.today()
}

/// True where there is no room for the program in a column of its own.
fn is_narrow(cx: &Context<'_>) -> bool {
    cx.room.page.width < 900.0
}

/// The columns that there is room for.
pub(super) fn columns(cx: &Context<'_>) -> Vec<Column> {
    let (client, by, state) = (
        Column::new("Client", Length::FillPortion(4)),
        Column::new("Due by", Length::Fixed(DAY)),
        Column::new("State", Length::Fixed(STATE)),
    );
    if is_narrow(cx) {
        return vec![client, by, state];
    }
    vec![client, Column::new("Program", Length::FillPortion(5)), by, state]
}

/// The cells of a stay.
pub(super) fn line<'a, M: 'a>(key: Option<&Key>, cx: &Context<'a>) -> Vec<Element<'a, M>> {
    let Some(due) = key.and_then(|key| find(key, cx)) else { return Vec::new() };
    let program = cx.agency.project_name(due.stay.project.as_str());
    let since = due.stay.entry.map(|entry| format!("since {}", date::show(entry))).unwrap_or_default();
    let (name, by) = (cell(cx.name(due.client)).strong(), cell(date::show(due.window.to)));
    let (words, tone) = if is_overdue(&due, cx) { ("Overdue", Tone::Warn) } else { ("Due", Tone::Info) };
    let state = row![badge(words, tone)].into();
    if is_narrow(cx) {
        return vec![name.under(program).into(), by.into(), state];
    }
    vec![name.into(), cell(program).under(since).into(), by.into(), state]
}
