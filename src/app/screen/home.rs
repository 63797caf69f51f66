//! Home, the referral desk: every open referral to the chosen organization, oldest first, and the work left unfinished.
//!
//! It answers the question that today's systems leave open: which client was referred, and what do I do next?

use crate::app::Element;
use crate::app::action::{Action, Destination, Part};
use crate::app::context::Context;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::banner_id;
use crate::app::widget::{badge, banner, card, heading, list};
use crate::domain::code::Code;
use crate::domain::directory::OpenReferral;
use crate::domain::hud::EventCode;
use crate::domain::intake::{draft_name, drafted_client};
use crate::domain::{ClientId, date};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// The referral desk.
#[derive(Debug, Default)]
pub struct Home {
    at: usize,
    unplaced: usize,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Moved to a referral.
    Moved(usize),
    /// Opened a referral: its CE Event.
    Opened(usize),
    /// Pressed a letter on a referral: `r` resolves, `i` starts the intake.
    Pressed(char, usize),
    /// Moved to a referral that names no program we know.
    MovedUnplaced(usize),
    /// Opened one of those.
    OpenedUnplaced(usize),
    /// Resumes an intake.
    Resumed(ClientId),
    /// Opens the settings.
    Settings,
    /// Goes to the import.
    Import,
}

impl Home {
    /// The desk, and where the keyboard is: on the referrals, or on what stands in the way of seeing any.
    pub fn new(cx: &Context<'_>) -> (Self, Action) {
        let first = match obstacle(cx) {
            Some((words, label, _)) => banner_id(label, words),
            None => "open-referrals".to_owned(),
        };
        (Self::default(), Action::Focus(first))
    }

    /// The screen's title.
    pub fn title(&self) -> String {
        "Home".to_owned()
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        match message {
            Message::Moved(at) => {
                self.at = at;
                Action::None
            }
            Message::Opened(at) | Message::Pressed('r', at) => referrals(cx)
                .get(at)
                .map_or(Action::None, |r| Action::Go(Destination::Client(r.client.client.clone(), Part::Events(Some(r.event.id.clone()))))),
            Message::Pressed('i', at) => {
                referrals(cx).get(at).map_or(Action::None, |r| Action::Go(Destination::Intake(r.client.client.clone())))
            }
            Message::Pressed(..) => Action::None,
            Message::MovedUnplaced(at) => {
                self.unplaced = at;
                Action::None
            }
            Message::OpenedUnplaced(at) => open(cx.directory.unplaced_referrals(cx.agency, cx.today()).get(at)),
            Message::Resumed(client) => Action::Go(Destination::Intake(client)),
            Message::Settings => Action::Settings(true),
            Message::Import => Action::Go(Destination::Exchange),
        }
    }

    /// The screen.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let rows = referrals(cx);
        let mut page = column![heading("Home"), text::secondary(lead(cx, &rows))].spacing(space::S4).width(Length::Fill);
        page = page.push(gap().height(space::S8));
        if let Some((words, label, message)) = obstacle(cx) {
            page = page.push(banner(Tone::Info, words, Some((label, message)))).push(gap().height(space::S8));
        }
        for client in unfinished(cx) {
            page = page.push(unfinished_line(client, cx)).push(gap().height(space::S8));
        }
        if !rows.is_empty() {
            let lines = rows.iter().take(SHOWN).map(|r| line(r, cx)).collect();
            let table = list("open-referrals", "Open referrals", lines, Some(self.at.min(rows.len() - 1)))
                .on_move(Message::Moved)
                .on_activate(Message::Opened)
                .on_key(|key, at| matches!(key, 'r' | 'i').then_some(Message::Pressed(key, at)));
            page = page.push(card(column![columns(), table].width(Length::Fill)));
            page = page
                .push(more(rows.len()))
                .push(gap().height(space::S8))
                .push(text::hint("Enter opens the referral · R resolves it · I starts the intake"));
        }
        page.push(self.unplaced(cx)).into()
    }

    /// Open referrals that belong to no organization's desk: they must not vanish from every one of them.
    fn unplaced<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let rows = cx.directory.unplaced_referrals(cx.agency, cx.today());
        if rows.is_empty() {
            return None;
        }
        let lines = rows.iter().take(SHOWN).map(|r| line(r, cx)).collect();
        let table = list("unplaced-referrals", "Referrals to no program here", lines, Some(self.unplaced.min(rows.len() - 1)))
            .on_move(Message::MovedUnplaced)
            .on_activate(Message::OpenedUnplaced);
        let head = column![
            text::section("Referrals to no program here"),
            text::hint("They name no program that this desk knows: vouchers, blank locations, text. Whoever works on them resolves them."),
            table
        ]
        .push(more(rows.len()));
        Some(column![gap().height(space::S24), card(head.spacing(space::S8).width(Length::Fill))].into())
    }
}

/// Widths of the columns whose content has a known length.
const DAY: f32 = 84.0;
const OPEN: f32 = 68.0;
const STATE: f32 = 124.0;

/// At most so many lines are built; the oldest come first, and what is resolved makes room for the next.
const SHOWN: usize = 100;

/// Says how many more there are than are shown.
fn more<'a>(all: usize) -> Option<Element<'a, Message>> {
    let rest = all.saturating_sub(SHOWN);
    (rest > 0).then(|| text::hint(format!("And {rest} more, less old than these. They move up as these are resolved.")).into())
}

/// Opens a referral: its CE Event.
fn open(referral: Option<&OpenReferral<'_>>) -> Action {
    referral.map_or(Action::None, |r| Action::Go(Destination::Client(r.client.client.clone(), Part::Events(Some(r.event.id.clone())))))
}

/// The open referrals to the chosen organization, oldest first.
fn referrals<'a>(cx: &Context<'a>) -> Vec<OpenReferral<'a>> {
    cx.organization().map_or_else(Vec::new, |id| cx.directory.open_referrals(cx.agency, Some(id), cx.today()))
}

fn lead(cx: &Context<'_>, rows: &[OpenReferral<'_>]) -> String {
    match (cx.organization(), rows) {
        (None, _) => "Choose your workgroup and organization to see the referrals that wait for you.".to_owned(),
        (Some(_), []) => format!("No open referrals to {}. New ones appear here after the next import.", cx.organization_name()),
        (Some(_), rows) => {
            let count = if rows.len() == 1 { "1 open referral".to_owned() } else { format!("{} open referrals", rows.len()) };
            let oldest = rows.iter().filter_map(|r| r.days).max().map(|n| format!(", the oldest open for {}", days(Some(n))));
            format!("{count} to {}{}.", cx.organization_name(), oldest.unwrap_or_default())
        }
    }
}

/// What stands in the way of seeing referrals at all: in words, and what to do about it.
fn obstacle(cx: &Context<'_>) -> Option<(&'static str, &'static str, Message)> {
    if cx.agency.organizations.is_empty() {
        let words = "There is no data yet. Import the HMIS CSV export of your HMIS to begin.";
        return Some((words, "Import HMIS CSV", Message::Import));
    }
    cx.organization().is_none().then_some(("No organization is chosen.", "Choose organization", Message::Settings))
}

fn unfinished(cx: &Context<'_>) -> Vec<ClientId> {
    cx.drafts.iter().filter_map(|name| drafted_client(name)).collect()
}

fn unfinished_line<'a>(client: ClientId, cx: &Context<'a>) -> Element<'a, Message> {
    let words = format!("Intake of {} is not finished.", cx.client_name(&client));
    banner(Tone::Neutral, words, Some(("Continue", Message::Resumed(client))))
}

fn columns<'a>() -> Element<'a, Message> {
    row![
        text::label("Client").width(Length::FillPortion(4)),
        text::label("Referred to").width(Length::FillPortion(5)),
        text::label("Referred on").width(DAY),
        text::label("Open").width(OPEN),
        text::label("State").width(STATE),
    ]
    .spacing(space::S16)
    .padding([space::S8, space::S16])
    .into()
}

fn line<'a>(referral: &OpenReferral<'a>, cx: &Context<'a>) -> Element<'a, Message> {
    let code = referral.event.code.and_then(EventCode::from_code).map_or("", Code::label);
    let (state, tone) = state(referral, cx);
    row![
        text::strong(cx.name(referral.client)).width(Length::FillPortion(4)),
        column![text::body(cx.agency.project_name(referral.event.location.as_str())), text::hint(code)].width(Length::FillPortion(5)),
        text::body(referral.event.date.map(date::show).unwrap_or_default()).width(DAY),
        text::body(days(referral.days)).width(OPEN),
        row![badge(state, tone)].width(STATE),
    ]
    .spacing(space::S16)
    .align_y(Alignment::Center)
    .into()
}

/// Where a referral stands, in a word.
fn state(referral: &OpenReferral<'_>, cx: &Context<'_>) -> (&'static str, Tone) {
    if cx.drafts.contains(&draft_name(&referral.client.client)) {
        ("Intake begun", Tone::Info)
    } else if enrolled(referral) {
        ("Enrolled: link it", Tone::Warn)
    } else if referral.event.acknowledged.is_some() {
        ("Acknowledged", Tone::Ok)
    } else {
        ("New", Tone::Neutral)
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

fn days(days: Option<i64>) -> String {
    match days {
        None => "no date".to_owned(),
        Some(n) if n < 0 => "dated ahead".to_owned(),
        Some(1) => "1 day".to_owned(),
        Some(n) => format!("{n} days"),
    }
}
