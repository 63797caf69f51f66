//! Referrals as rows of a table: open ones, successful ones without an enrollment, and those whose household has not moved in; their
//! state, what comes next, their columns, cells and order. Used by Home.

use crate::app::Element;
use crate::app::context::Context;
use crate::app::screen::client::{events, move_in};
use crate::app::theme::{Tone, text};
use crate::app::widget::{Column, badge, cell};
use crate::domain::code::Code;
use crate::domain::directory::{AwaitedMoveIn, OpenReferral};
use crate::domain::hud::EventCode;
use crate::domain::intake::draft_name;
use crate::domain::referral::{Clock, resulting_stay};
use crate::domain::{Card, ClientId, Day, EnrollmentId, EventCard, EventId, OrganizationId, date, letters, words};
use iced::Length;
use iced::widget::{column, row};

/// Widths of the columns whose content has a known length, px.
const DAY: f32 = 96.0;
const OPEN: f32 = 124.0;
const STATE: f32 = 168.0;

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

/// In a window of usual size, so that names are whole: the days say what the date would.
const MIDDLE: [Shown; 4] = [
    ("Client", Length::FillPortion(5), Some(By::Client)),
    ("Referred to", Length::FillPortion(6), None),
    ("Open", Length::Fixed(OPEN), Some(By::Date)),
    ("State", Length::Fixed(STATE), Some(By::State)),
];

/// Beside an open panel: the program stands below the name, and neither is cut.
const SNUG: [Shown; 3] = [
    ("Client", Length::Fill, Some(By::Client)),
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
    /// The day of the referral, so for how long it has been open, whatever it waits for.
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

/// Which referrals are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Only {
    /// All of the chosen organization.
    #[default]
    All,
    /// Those in one state.
    State(State),
    /// Those that name no program that we know: they are nobody's, and must not vanish from every desk.
    Unplaced,
    /// None: the households whose annual assessment is due.
    Annual,
    /// None: the households that owe answers.
    Owed,
    /// None: what was begun and is not finished.
    Begun,
}

/// A row.
#[derive(Debug, Clone)]
pub(super) enum Referral {
    /// One without a result.
    Open(OpenReferral),
    /// A successful one of which no enrollment came.
    Unenrolled(OpenReferral),
    /// A successful one whose household has not moved in.
    Awaited(AwaitedMoveIn),
}

impl Referral {
    /// All that an organization has to do with: those without a result, those without an enrollment, those without a move-in.
    pub(super) fn all(organization: &OrganizationId, cx: &Context<'_>) -> Vec<Self> {
        let (directory, agency, today) = (cx.directory, cx.agency, cx.today());
        let open = directory.open_referrals(agency, Some(organization), today).into_iter().map(Self::Open);
        let unenrolled = directory.unenrolled_referrals(agency, organization, today).into_iter().map(Self::Unenrolled);
        let awaited = directory.awaited_move_ins(agency, organization, today).into_iter().map(Self::Awaited);
        open.chain(unenrolled).chain(awaited).collect()
    }

    /// All that belong to no organization's desk, such as to a voucher: those without a result first, oldest first.
    pub(super) fn unplaced(cx: &Context<'_>) -> Vec<Self> {
        let (directory, agency, today) = (cx.directory, cx.agency, cx.today());
        let open = directory.unplaced_referrals(agency, today).into_iter().map(Self::Open);
        open.chain(directory.unplaced_unenrolled(agency, today).into_iter().map(Self::Unenrolled)).collect()
    }

    /// The one of this client and event; none where nothing is to be done about it any more.
    pub(super) fn find((client, event): &(ClientId, EventId), cx: &Context<'_>) -> Option<Self> {
        let (directory, agency, today) = (cx.directory, cx.agency, cx.today());
        let open = directory.open_referral(client, event, agency, today).map(Self::Open);
        let unenrolled = || directory.unenrolled_referral(client, event, agency, today).map(Self::Unenrolled);
        open.or_else(unenrolled).or_else(|| directory.awaited_move_in(client, event, agency, today).map(Self::Awaited))
    }

    /// Whose.
    pub(super) fn client(&self) -> &Card {
        match self {
            Self::Open(OpenReferral { client, .. })
            | Self::Unenrolled(OpenReferral { client, .. })
            | Self::Awaited(AwaitedMoveIn { client, .. }) => client,
        }
    }

    /// The event.
    pub(super) fn event(&self) -> &EventCard {
        match self {
            Self::Open(OpenReferral { event, .. })
            | Self::Unenrolled(OpenReferral { event, .. })
            | Self::Awaited(AwaitedMoveIn { event, .. }) => event,
        }
    }

    /// Whose, and which.
    pub(super) fn key(&self) -> (ClientId, EventId) {
        (self.client().client.clone(), self.event().id.clone())
    }

    /// True for one without a result.
    pub(super) fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    /// True where it waits for the move-in of this stay.
    pub(super) fn awaits(&self, stay: &EnrollmentId) -> bool {
        matches!(self, Self::Awaited(awaited) if awaited.stay.id == *stay)
    }

    /// For how many days it has been open, or the household enrolled.
    pub(super) fn days(&self) -> Option<i64> {
        match self {
            Self::Open(OpenReferral { days, .. })
            | Self::Unenrolled(OpenReferral { days, .. })
            | Self::Awaited(AwaitedMoveIn { days, .. }) => *days,
        }
    }
}

/// Where a referral stands, from what nobody has done anything about to what only wants the move-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nothing was done yet.
    New,
    /// Somebody said that they saw it.
    Acknowledged,
    /// An intake is begun and not finished.
    Begun,
    /// The household is enrolled, or was and has left again, so that only the result is missing.
    Enrolled,
    /// Something is typed in a form and not saved.
    Typed,
    /// Successful, and nobody is enrolled: "successful" says that they are.
    Unenrolled,
    /// Successful, and the household has not moved in.
    Awaited,
}

impl State {
    /// Every state, in the order of the work.
    pub(super) const ALL: [Self; 7] =
        [Self::New, Self::Acknowledged, Self::Begun, Self::Enrolled, Self::Typed, Self::Unenrolled, Self::Awaited];

    /// The state of a referral.
    pub(super) fn of(referral: &Referral, cx: &Context<'_>) -> Self {
        let (client, event) = (referral.client(), referral.event());
        let drafted = |name: String| cx.drafts.contains(&name);
        match referral {
            Referral::Awaited(awaited) if drafted(move_in::draft_name(&awaited.stay.id)) => Self::Typed,
            Referral::Awaited(_) => Self::Awaited,
            Referral::Open(_) | Referral::Unenrolled(_) if drafted(events::draft_name(&event.id)) => Self::Typed,
            Referral::Unenrolled(_) => Self::Unenrolled,
            Referral::Open(_) if resulting_stay(client, event, cx.agency).is_some() => Self::Enrolled,
            Referral::Open(_) if drafted(draft_name(&client.client)) => Self::Begun,
            Referral::Open(_) if event.acknowledged.is_some() => Self::Acknowledged,
            Referral::Open(_) => Self::New,
        }
    }

    /// What it is called.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Acknowledged => "Acknowledged",
            Self::Begun => "Intake begun",
            Self::Enrolled => "Enrolled: no result",
            Self::Typed => "Not saved yet",
            Self::Unenrolled => "Successful, no enrollment",
            Self::Awaited => "Waits for move-in",
        }
    }

    /// The same in as few words as tell it apart from the others, so that all of them fit into one line.
    pub(super) const fn short(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Acknowledged => "Acknowledged",
            Self::Begun => "Intake begun",
            Self::Enrolled => "Enrolled",
            Self::Typed => "Not saved",
            Self::Unenrolled => "No enrollment",
            Self::Awaited => "Move-in",
        }
    }

    /// What is to be done next.
    pub(super) const fn next(self) -> &'static str {
        match self {
            Self::New => "Next: acknowledge, or result",
            Self::Acknowledged => "Next: intake, or result",
            Self::Begun => "Next: finish the intake",
            Self::Enrolled => "Next: record the result",
            Self::Typed => "Next: review and save",
            Self::Unenrolled => "Next: intake, or the reason",
            Self::Awaited => "Next: move-in date",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::New => Tone::Neutral,
            Self::Acknowledged => Tone::Ok,
            Self::Begun | Self::Awaited => Tone::Info,
            Self::Enrolled | Self::Typed | Self::Unenrolled => Tone::Warn,
        }
    }
}

impl Order {
    /// The order after a press on the title of a column.
    pub(super) fn turned(self, by: By) -> Self {
        Self { by, descending: self.by == by && !self.descending }
    }

    /// It in words; none where the column that shows it says enough.
    pub(super) const fn words(self) -> Option<&'static str> {
        match (self.by, self.descending) {
            (By::Date, false) => Some("oldest first"),
            (By::Date, true) => Some("newest first"),
            _ => None,
        }
    }

    /// The column that shows it, if it is shown, and whether from the greatest to the least.
    pub(super) fn column(self, cx: &Context<'_>) -> Option<(usize, bool)> {
        let at = shown(cx).iter().position(|(.., by)| *by == Some(self.by))?;
        // Where the days stand in place of the date, the oldest has most of them.
        let days = Fit::of(cx) != Fit::Wide && self.by == By::Date;
        Some((at, self.descending != days))
    }

    /// Sorts rows: by what was chosen, and those that are alike oldest first, whatever they wait for; descending, all of it the other way
    /// round. One without a date waits longest of all.
    pub(super) fn sort(self, rows: &mut [Referral], cx: &Context<'_>) {
        fn turn(row: &Referral) -> (Option<Day>, &ClientId, &EventId) {
            (row.event().date, &row.client().client, &row.event().id)
        }
        rows.sort_by(|a, b| turn(a).cmp(&turn(b)));
        match self.by {
            By::Date => {}
            By::Client => {
                rows.sort_by_cached_key(|r| [&r.client().last, &r.client().first].map(|part| letters::fold(part.as_str())));
            }
            By::State => rows.sort_by_cached_key(|r| State::of(r, cx)),
        }
        if self.descending {
            rows.reverse();
        }
    }
}

/// How much of a referral there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Narrow,
    Snug,
    Middle,
    Wide,
}

impl Fit {
    /// What fits on the page.
    pub(super) fn of(cx: &Context<'_>) -> Self {
        match cx.room.page.width {
            px if px < 600.0 => Self::Narrow,
            px if px < 900.0 => Self::Snug,
            px if px < 1100.0 => Self::Middle,
            _ => Self::Wide,
        }
    }
}

fn shown(cx: &Context<'_>) -> &'static [Shown] {
    match Fit::of(cx) {
        Fit::Narrow => &NARROW,
        Fit::Snug => &SNUG,
        Fit::Middle => &MIDDLE,
        Fit::Wide => &WIDE,
    }
}

/// What the title of this column sorts by.
pub(super) fn by(column: usize, cx: &Context<'_>) -> By {
    shown(cx).get(column).and_then(|(.., by)| *by).unwrap_or_default()
}

/// The columns that there is room for.
pub(super) fn columns(cx: &Context<'_>) -> Vec<Column> {
    let column = |(title, width, by): &Shown| {
        let column = Column::new(*title, *width);
        if by.is_some() { column.sortable() } else { column }
    };
    shown(cx).iter().map(column).collect()
}

/// The cells of a referral.
pub(super) fn line<'a, M: 'a>(referral: Option<Referral>, cx: &Context<'a>) -> Vec<Element<'a, M>> {
    let Some(referral) = referral else { return Vec::new() };
    let event = referral.event();
    let code = event.code.and_then(EventCode::from_code).map_or("", Code::label);
    let name = cell(cx.name(referral.client())).strong();
    let household = household(&referral, cx);
    // A voucher names no program: then the kind of referral is all there is to say.
    let program = cx.agency.project_name(event.location.as_str());
    let (place, code) = if program.is_empty() { (code.to_owned(), None) } else { (program, Some(code)) };
    let state = State::of(&referral, cx);
    let (open, due) = clock(&referral, state, cx);
    let program = cell(place.clone()).under_maybe(code);
    let open = cell(open);
    let stands = || column![row![badge(state.label(), state.tone())], text::hint(state.next())].spacing(2).into();
    // Where the program has no column of its own, both stand below the name.
    let below = || household.iter().chain([&place]).map(String::as_str).collect::<Vec<_>>().join(" · ");
    match Fit::of(cx) {
        Fit::Narrow => vec![name.under(below()).into(), open.under(state.next()).into()],
        Fit::Snug => vec![name.under(below()).into(), open.under_maybe(due).into(), stands()],
        Fit::Middle => vec![name.under_maybe(household).into(), program.into(), open.under_maybe(due).into(), stands()],
        Fit::Wide => {
            let date = cell(event.date.map(date::show).unwrap_or_default());
            vec![name.under_maybe(household).into(), program.into(), date.into(), open.under_maybe(due).into(), stands()]
        }
    }
}

/// How many people it is about, where it is more than one: those of the referring enrollment, or of the one that it led to.
fn household(referral: &Referral, cx: &Context<'_>) -> Option<String> {
    let stays = &referral.client().enrollments;
    let stay = match referral {
        Referral::Awaited(awaited) => &awaited.stay,
        Referral::Open(_) | Referral::Unenrolled(_) => stays.iter().find(|stay| stay.id == referral.event().enrollment)?,
    };
    let people = cx.directory.living_together(&stay.household, &stay.project).len();
    (people > 1).then(|| format!("Household of {people}"))
}

/// For how long it waits since the referral, and what is due or since when.
fn clock(referral: &Referral, state: State, cx: &Context<'_>) -> (String, Option<String>) {
    match referral {
        Referral::Open(OpenReferral { event, .. }) => {
            // Who works on it has taken note of it: what is due then is the result.
            let noted = if state > State::Acknowledged { event.date } else { event.acknowledged };
            let clock = Clock::of(event.date, noted, cx.today(), cx.desk.limits);
            (clock.words(), clock.due(cx.today()))
        }
        Referral::Unenrolled(OpenReferral { event, .. }) => {
            let clock = Clock::of(event.date, event.date, cx.today(), cx.desk.limits);
            (clock.words(), Some("since the referral".to_owned()))
        }
        Referral::Awaited(AwaitedMoveIn { event, days, .. }) => {
            let clock = Clock::of(event.date, event.date, cx.today(), cx.desk.limits);
            (clock.words(), days.map(|days| format!("enrolled {}", words::count(days, "day"))))
        }
    }
}
