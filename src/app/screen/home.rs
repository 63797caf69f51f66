//! Home, the referral desk: every open referral to the chosen organization, oldest first, and the work left unfinished.
//!
//! It answers the question that today's systems leave open: which client was referred, and what do I do next?

mod listed;
mod referrals;

use crate::app::Element;
use crate::app::action::{Action, Destination, Failure, Part};
use crate::app::context::Context;
use crate::app::perform::Loaded;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::banner_id;
use crate::app::widget::table::TWO_LINES;
use crate::app::widget::{banner, card, heading, rest, table};
use crate::domain::directory::OpenReferral;
use crate::domain::intake::drafted_client;
use crate::domain::{Chart, ClientId, EventId, referral, words};
use iced::Length;
use iced::widget::{column, container, space as gap};
use listed::Listed;
use referrals::Order;

pub use referrals::By;

/// The referral desk.
#[derive(Debug, Default)]
pub struct Home {
    at: usize,
    unplaced: usize,
    order: Order,
    listed: Listed,
    /// The referrals to be acknowledged once their clients' charts are here.
    acknowledging: Vec<(ClientId, EventId)>,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Moved to a referral.
    Moved(usize),
    /// Opened a referral: its CE Event.
    Opened(usize),
    /// Pressed a letter on a referral: `a` acknowledges, `r` resolves, `i` starts the intake.
    Pressed(char, usize),
    /// The chart of a referral to be acknowledged.
    Loaded(Loaded),
    /// Sorts, or turns the order round.
    Sorted(By),
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
        let mut home = Self::default();
        home.refresh(cx);
        // Back to where the work was, or to the one that took its place.
        let followed = cx.desk.following.as_ref();
        home.at = followed.and_then(|followed| home.listed.place(&followed.client, &followed.event)).unwrap_or_default();
        (home, Action::Focus(first))
    }

    /// Lists anew who waits, where something changed that decides it. To be called after each message, whoever it was for.
    pub fn refresh(&mut self, cx: &Context<'_>) {
        // The cursor stays on its referral wherever that moves to: a key meant for one person must not meet another.
        if let Some(at) = self.listed.refresh(cx, self.order, self.at) {
            self.at = at;
        }
    }

    /// The screen's title.
    pub fn title(&self) -> String {
        "Home".to_owned()
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        self.refresh(cx);
        match message {
            Message::Moved(at) => {
                self.at = at;
                Action::None
            }
            Message::Opened(at) | Message::Pressed('r', at) => open(self.listed.waiting_at(at, cx)),
            Message::Pressed('i', at) => {
                let begin = |r: OpenReferral<'_>| Action::Go(Destination::Intake(r.client.client.clone()));
                self.listed.waiting_at(at, cx).map_or(Action::None, begin)
            }
            Message::Pressed('a', at) => {
                let referral = self.listed.waiting_at(at, cx).map(|r| (r.client.client.clone(), r.event.id.clone()));
                let Some((client, event)) = referral else { return Action::None };
                self.acknowledging.push((client.clone(), event));
                Action::Load(vec![client])
            }
            Message::Loaded(Loaded { charts, .. }) => self.acknowledge(&charts, cx),
            Message::Sorted(by) => {
                self.order = self.order.turned(by);
                self.refresh(cx);
                self.at = 0;
                Action::None
            }
            Message::Pressed(..) => Action::None,
            Message::MovedUnplaced(at) => {
                self.unplaced = at;
                Action::None
            }
            Message::OpenedUnplaced(at) => open(self.listed.unplaced_at(at, cx)),
            Message::Resumed(client) => Action::Go(Destination::Intake(client)),
            Message::Settings => Action::Settings(true),
            Message::Import => Action::Go(Destination::Exchange),
        }
    }

    fn acknowledge(&mut self, charts: &[Chart], cx: &Context<'_>) -> Action {
        let Some(chart) = charts.first() else { return Action::None };
        let Some(at) = self.acknowledging.iter().position(|(client, _)| client == chart.id()) else { return Action::None };
        let (_, event) = self.acknowledging.remove(at);
        match referral::acknowledge(chart, &event, cx.agency, &cx.stamp()) {
            Ok(plan) if plan.is_empty() => Action::Say("This referral is acknowledged already.".to_owned()),
            Ok(plan) => Action::Save(Box::new(plan.commit)),
            Err(findings) => {
                let why = findings.first().map(|f| f.words.clone()).unwrap_or_default();
                Action::Fail(Failure::new("Not acknowledged", why))
            }
        }
    }

    /// The screen.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let nobody = self.listed.waiting() == 0;
        let mut head = column![heading("Home"), text::secondary(self.lead(cx))].spacing(space::S4).width(Length::Fill);
        head = head.push(gap().height(space::S8));
        if let Some((words, label, message)) = obstacle(cx) {
            head = head.push(banner(Tone::Info, words, Some((label, message)))).push(gap().height(space::S8));
        }
        for client in unfinished(cx) {
            head = head.push(unfinished_line(client, cx)).push(gap().height(space::S8));
        }
        // What waits for this organization comes first; what is nobody's takes little room beside it.
        let few = if nobody { 9.0 } else { 3.0 };
        let keys =
            (!nobody).then(|| text::hint("Enter opens the referral · A acknowledges it today · R resolves it · I starts the intake"));
        let foot = column![gap().height(space::S8)].push(keys).push(self.unplaced(cx, few * TWO_LINES)).width(Length::Fill);
        let body: Element<'a, Message> = if nobody { gap().into() } else { self.waiting(cx) };
        rest(head, body, cx.room.page.height, TWO_LINES * 5.0).foot(foot).into()
    }

    fn lead(&self, cx: &Context<'_>) -> String {
        match (cx.organization(), self.listed.waiting()) {
            (None, _) => "Choose your workgroup and organization to see the referrals that wait for you.".to_owned(),
            (Some(_), 0) => format!("No open referrals to {}. New ones appear here after the next import.", cx.organization_name()),
            (Some(_), total) => {
                let count = words::count(total as u64, "open referral");
                let oldest = self.listed.oldest().map(|n| format!(", the oldest open for {}", words::count(n, "day")));
                format!("{count} to {}{}.", cx.organization_name(), oldest.unwrap_or_default())
            }
        }
    }

    /// The open referrals to the chosen organization.
    fn waiting<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let (cx, total, columns) = (*cx, self.listed.waiting(), referrals::columns(cx, true));
        let at = self.at.min(total.saturating_sub(1));
        let line = move |at| referrals::line(self.listed.waiting_at(at, &cx), &cx);
        let mut waiting = table("open-referrals", "Open referrals", columns, total, line)
            .selected(Some(at))
            .on_move(Message::Moved)
            .on_activate(Message::Opened)
            .on_key(|key, at| {
                // Also with Caps Lock.
                let key = key.to_ascii_lowercase();
                matches!(key, 'a' | 'r' | 'i').then_some(Message::Pressed(key, at))
            })
            .on_sort(move |column| Message::Sorted(referrals::by(column, &cx)))
            .key(cx.organization())
            .row_height(TWO_LINES);
        if let Some((column, descending)) = self.order.column(&cx) {
            waiting = waiting.sorted(column, descending);
        }
        card::sheet(waiting)
    }

    /// Open referrals that belong to no organization's desk, in so many px: they must not vanish from every one of them.
    fn unplaced<'a>(&'a self, cx: &Context<'a>, height: f32) -> Option<Element<'a, Message>> {
        let total = self.listed.unplaced();
        let last = total.checked_sub(1)?;
        let cx = *cx;
        let columns = referrals::columns(&cx, false);
        let line = move |at| referrals::line(self.listed.unplaced_at(at, &cx), &cx);
        let lost = table("unplaced-referrals", "Referrals to no program here", columns, total, line)
            .selected(Some(self.unplaced.min(last)))
            .on_move(Message::MovedUnplaced)
            .on_activate(Message::OpenedUnplaced)
            .row_height(TWO_LINES);
        let head = column![
            text::section("Referrals to no program here"),
            text::hint("They name no program on this desk, such as a voucher. Whoever works with the client records the result."),
            gap().height(space::S8),
            container(card::sheet(lost)).max_height(height),
        ];
        Some(column![gap().height(space::S24), head.spacing(space::S4)].into())
    }
}

/// Opens a referral: its CE Event.
fn open(referral: Option<OpenReferral<'_>>) -> Action {
    referral.map_or(Action::None, |r| Action::Go(Destination::Client(r.client.client.clone(), Part::Events(Some(r.event.id.clone())))))
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
