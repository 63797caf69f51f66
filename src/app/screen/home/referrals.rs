//! Open referrals as rows of a table: their columns, their cells, their order. Used by Home.

use crate::app::Element;
use crate::app::context::Context;
use crate::app::screen::client::events;
use crate::app::theme::Tone;
use crate::app::widget::{Column, badge, cell};
use crate::domain::code::Code;
use crate::domain::directory::OpenReferral;
use crate::domain::hud::EventCode;
use crate::domain::intake::draft_name;
use crate::domain::referral::Clock;
use crate::domain::{date, letters};
use iced::Length;

/// Widths of the columns whose content has a known length, px.
const DAY: f32 = 96.0;
const OPEN: f32 = 124.0;
const STATE: f32 = 128.0;

/// A column: its title, its width, what a press on the title sorts by.
type Shown = (&'static str, Length, Option<By>);

/// Where there is room.
const WIDE: [Shown; 5] = [
    ("Client", Length::FillPortion(4), Some(By::Client)),
    ("Referred to", Length::FillPortion(5), None),
    ("Referred on", Length::Fixed(DAY), Some(By::Date)),
    ("Open", Length::Fixed(OPEN), None),
    ("State", Length::Fixed(STATE), Some(By::State)),
];

/// Beside an open panel and in a small window: the days say what the date would.
const MIDDLE: [Shown; 4] = [
    ("Client", Length::FillPortion(5), Some(By::Client)),
    ("Referred to", Length::FillPortion(6), None),
    ("Open", Length::Fixed(OPEN), Some(By::Date)),
    ("State", Length::Fixed(STATE), Some(By::State)),
];

/// With large text too: two lines say the rest.
const NARROW: [Shown; 2] = [("Client", Length::Fill, Some(By::Client)), ("Open", Length::Fixed(STATE), Some(By::Date))];

/// By what the rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Last name, first name.
    Client,
    /// The day of the referral.
    #[default]
    Date,
    /// What has been done about it.
    State,
}

/// The order of the rows: by what, and whether from the greatest to the least. Oldest first until the user sorts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Order {
    by: By,
    descending: bool,
}

/// Where a referral stands, from what nobody has done anything about to what only wants its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    New,
    Acknowledged,
    Begun,
    Enrolled,
    Typed,
}

impl State {
    fn of(referral: &OpenReferral<'_>, cx: &Context<'_>) -> Self {
        if cx.drafts.contains(&events::draft_name(&referral.event.id)) {
            Self::Typed
        } else if enrolled(referral) {
            Self::Enrolled
        } else if cx.drafts.contains(&draft_name(&referral.client.client)) {
            Self::Begun
        } else if referral.event.acknowledged.is_some() {
            Self::Acknowledged
        } else {
            Self::New
        }
    }

    const fn words(self) -> (&'static str, Tone) {
        match self {
            Self::New => ("New", Tone::Neutral),
            Self::Acknowledged => ("Acknowledged", Tone::Ok),
            Self::Begun => ("Intake begun", Tone::Info),
            Self::Enrolled => ("Enrolled: result?", Tone::Warn),
            Self::Typed => ("Not saved yet", Tone::Warn),
        }
    }
}

impl Order {
    /// The order after a press on the title of a column.
    pub(super) fn turned(self, by: By) -> Self {
        Self { by, descending: self.by == by && !self.descending }
    }

    /// The column that shows it, if it is shown, and whether from the greatest to the least.
    pub(super) fn column(self, cx: &Context<'_>) -> Option<(usize, bool)> {
        let at = shown(cx).iter().position(|(.., by)| *by == Some(self.by))?;
        // Where the days stand in place of the date, the oldest has most of them.
        let days = Fit::of(cx) != Fit::Wide && self.by == By::Date;
        Some((at, self.descending != days))
    }

    /// Sorts rows that stand oldest first; those that are alike stay so.
    pub(super) fn sort(self, rows: &mut [OpenReferral<'_>], cx: &Context<'_>) {
        match self.by {
            By::Date => {}
            By::Client => rows.sort_by_cached_key(|r| [&r.client.last, &r.client.first].map(|part| letters::fold(part.as_str()))),
            By::State => rows.sort_by_cached_key(|r| State::of(r, cx)),
        }
        if self.descending {
            rows.reverse();
        }
    }
}

/// How much of a referral there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Narrow,
    Middle,
    Wide,
}

impl Fit {
    fn of(cx: &Context<'_>) -> Self {
        match cx.room.page.width {
            px if px < 600.0 => Self::Narrow,
            px if px < 900.0 => Self::Middle,
            _ => Self::Wide,
        }
    }
}

fn shown(cx: &Context<'_>) -> &'static [Shown] {
    match Fit::of(cx) {
        Fit::Narrow => &NARROW,
        Fit::Middle => &MIDDLE,
        Fit::Wide => &WIDE,
    }
}

/// What the title of this column sorts by.
pub(super) fn by(column: usize, cx: &Context<'_>) -> By {
    shown(cx).get(column).and_then(|(.., by)| *by).unwrap_or_default()
}

/// The columns that there is room for.
pub(super) fn columns(cx: &Context<'_>, sorts: bool) -> Vec<Column> {
    let column = |(title, width, by): &Shown| {
        let column = Column::new(*title, *width);
        if sorts && by.is_some() { column.sortable() } else { column }
    };
    shown(cx).iter().map(column).collect()
}

/// The cells of a referral.
pub(super) fn line<'a, M: 'a>(referral: Option<OpenReferral<'a>>, cx: &Context<'a>) -> Vec<Element<'a, M>> {
    let Some(referral) = referral else { return Vec::new() };
    let code = referral.event.code.and_then(EventCode::from_code).map_or("", Code::label);
    let name = cell(cx.name(referral.client)).strong();
    // A voucher names no program: then the kind of referral is all there is to say.
    let program = cx.agency.project_name(referral.event.location.as_str());
    let (place, code) = if program.is_empty() { (code.to_owned(), None) } else { (program, Some(code)) };
    let (state, tone) = State::of(&referral, cx).words();
    let clock = clock(&referral, cx);
    let open = cell(clock.words());
    let (program, due) = (cell(place.clone()).under_maybe(code), clock.due(cx.today()));
    match Fit::of(cx) {
        Fit::Narrow => vec![name.under(place).into(), open.under(due.unwrap_or_else(|| state.to_owned())).into()],
        Fit::Middle => vec![name.into(), program.into(), open.under_maybe(due).into(), badge(state, tone)],
        Fit::Wide => {
            let date = cell(referral.event.date.map(date::show).unwrap_or_default());
            vec![name.into(), program.into(), date.into(), open.under_maybe(due).into(), badge(state, tone)]
        }
    }
}

/// True where the household already is in the referred program since the referral, so that only the result is missing.
fn enrolled(referral: &OpenReferral<'_>) -> bool {
    let since = referral.event.date;
    referral
        .client
        .enrollments
        .iter()
        .any(|e| e.project.as_str() == referral.event.location.as_str() && e.entry >= since && e.exit.is_none())
}

fn clock(referral: &OpenReferral<'_>, cx: &Context<'_>) -> Clock {
    Clock::of(referral.event.date, referral.event.acknowledged, cx.today(), cx.desk.limits)
}
