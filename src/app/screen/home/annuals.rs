//! Annual assessments that are due (R-ANN-1), as rows of a table: who, in which program, by when. Used by Home.

use super::referrals::Fit;
use crate::app::Element;
use crate::app::context::Context;
use crate::app::theme::{Tone, text};
use crate::app::widget::{Column, badge, cell, spoken};
use crate::domain::{ClientId, Day, EnrollmentId, OrganizationId, date, words};
use iced::Length;
use iced::widget::{column, row};

/// A stay whose assessment is due: whose, which, and the last day for it.
#[derive(Debug, Clone)]
pub(super) struct Due {
    pub(super) client: ClientId,
    pub(super) stay: EnrollmentId,
    by: Day,
}

/// Widths of the columns whose content has a known length, px.
const DAY: f32 = 116.0;
const STATE: f32 = 168.0;

/// Those of an organization, the one that is to be done first at the top.
pub(super) fn all(organization: &OrganizationId, cx: &Context<'_>) -> Vec<Due> {
    let due = cx.directory.due_annuals(cx.agency, organization, cx.today());
    due.into_iter().map(|it| Due { client: it.client, stay: it.stay.id, by: it.window.to }).collect()
}

impl Due {
    /// True where its last day is over.
    pub(super) fn is_overdue(&self, cx: &Context<'_>) -> bool {
        self.by < cx.today()
    }
}

/// How many there are, and how many of them are overdue, in a sentence. A frame looks none of them up: the overdue ones come first.
pub(super) fn lead(due: &[Due], cx: &Context<'_>) -> String {
    let overdue = due.partition_point(|it| it.is_overdue(cx));
    let due = words::count(due.len() as u64, "household");
    let overdue = if overdue == 0 { String::new() } else { format!(", {} overdue", words::number(overdue)) };
    format!("{due} to be assessed for the year{overdue}. An assessment counts within 30 days of the anniversary of the project start.")
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

/// The cells of a stay among referrals, in their columns: `fit` says which.
pub(super) fn among<'a, M: 'a>(due: &Due, fit: Fit, cx: &Context<'a>) -> Vec<Element<'a, M>> {
    let found = cx.directory.due_annual(&due.client, &due.stay, cx.agency, cx.today());
    let Some(due) = found else { return Vec::new() };
    let program = cx.agency.project_name(due.stay.project.as_str());
    let since = due.stay.entry.map(|entry| format!("since {}", date::show(entry))).unwrap_or_default();
    let (name, by) = (cell(cx.client_name(&due.client)).strong(), date::show(due.window.to));
    let (words, tone) = if due.window.to < cx.today() { ("Annual overdue", Tone::Warn) } else { ("Annual due", Tone::Info) };
    let next = "Next: annual assessment";
    let by = || cell(format!("by {by}"));
    let stands = || column![row![badge(words, tone)], text::hint(next)].spacing(2).into();
    match fit {
        Fit::Narrow => vec![name.under(program).into(), by().under(next).into()],
        Fit::Snug => vec![name.under(program).into(), by().into(), stands()],
        Fit::Middle => vec![name.into(), cell(program).under(since).into(), by().into(), stands()],
        Fit::Wide => vec![name.into(), cell(program).under(since).into(), cell("").into(), by().into(), stands()],
    }
}

/// The cells of a stay.
pub(super) fn line<'a, M: 'a>(due: Option<&Due>, cx: &Context<'a>) -> Vec<Element<'a, M>> {
    let found = due.and_then(|due| cx.directory.due_annual(&due.client, &due.stay, cx.agency, cx.today()));
    let Some(due) = found else { return Vec::new() };
    let program = cx.agency.project_name(due.stay.project.as_str());
    let since = due.stay.entry.map(|entry| format!("since {}", date::show(entry))).unwrap_or_default();
    let name = cell(cx.client_name(&due.client)).strong();
    let (from, to) = (date::show(due.window.from), date::show(due.window.to));
    let by = spoken(format!("due by {to}, allowed from {from}"), cell(to).under(format!("from {from}")));
    let (words, tone) = if due.window.to < cx.today() { ("Overdue", Tone::Warn) } else { ("Due", Tone::Info) };
    let state = row![badge(words, tone)].into();
    if is_narrow(cx) {
        return vec![name.under(program).into(), by, state];
    }
    vec![name.into(), cell(program).under(since).into(), by, state]
}
