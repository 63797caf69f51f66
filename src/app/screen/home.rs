//! Home, the referral desk: every open referral to the chosen organization and the successful ones whose household is not enrolled or has
//! not moved in, oldest first, below them what else is to be done: annual assessments that are due, answers that are owed, and what was begun.
//!
//! It answers the question that today's systems leave open: which client was referred, and what do I do next?

mod annuals;
mod back;
mod filter;
mod keys;
mod listed;
mod referrals;
mod tasks;
mod throwing;

use crate::app::Element;
use crate::app::action::{Action, Destination, Failure, Part, Then};
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::perform::Loaded;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::banner_id;
use crate::app::widget::badge::section;
use crate::app::widget::table::{TIGHT, TWO_LINES};
use crate::app::widget::{Kind, banner, button, card, heading, rest, table};
use crate::domain::{Chart, ClientId, EventId, at, referral, words};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};
use listed::{Line, Listed};
use referrals::{Fit, Only, Order, Referral};
use tasks::Task;

pub use back::CameBack;
pub use referrals::{By, State};

/// The referral desk.
#[derive(Debug, Default)]
pub struct Home {
    /// How it is looked at.
    look: Look,
    listed: Listed,
    /// The referrals to be acknowledged once their clients' charts are here.
    acknowledging: Vec<(ClientId, EventId)>,
    /// The unfinished work, by the names of its drafts, that is thrown away once what was typed is here, so that it can come back.
    throwing: Vec<String>,
}

/// How the desk is looked at, to come back to it as it was left.
#[derive(Debug, Default)]
struct Look {
    at: usize,
    order: Order,
    only: Only,
    /// True where nobody chose what is shown: no referral waited, so the annual assessments are.
    by_itself: bool,
    /// What the cursor is on.
    chosen: Option<Line>,
    /// The referral that was opened last when Home was left.
    followed: Option<Line>,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Moved to a referral.
    Moved(usize),
    /// Opened a referral: its CE Event.
    Opened(usize),
    /// Pressed a letter on a referral: `a` acknowledges, `u` takes that back, `r` resolves, `i` starts the intake. Wherever the cursor is, `o`,
    /// `n` and `d` show what is to be done besides.
    Pressed(char, usize),
    /// Throws unfinished work away.
    Thrown(usize),
    /// The chart of a referral to be acknowledged, or what was typed of what is thrown away.
    Loaded(Loaded),
    /// Shows one state alone, or all.
    Only(Option<State>),
    /// Shows those alone that name no program we know.
    OnlyUnplaced,
    /// Shows the annual assessments that are due.
    Annuals,
    /// Sorts, or turns the order round.
    Sorted(By),
    /// Shows the households that owe answers.
    Owed,
    /// Shows what was begun and is not finished.
    Begun,
    /// Opens the settings.
    Settings,
    /// Goes to the import.
    Import,
}

impl Home {
    /// The desk as it was left, and where the keyboard is: on the referrals, or on what stands in the way of seeing any. Where nothing has
    /// changed since, nothing is listed anew.
    pub fn again(mut home: Self, cx: &Context<'_>) -> (Self, Action) {
        home.acknowledging.clear();
        home.throwing.clear();
        let (chosen, before) = (home.look.chosen.clone(), home.look.followed.clone());
        home.refresh(cx);
        // Where no referral waits, what is left to do is shown at once.
        let due = home.listed.annuals().len();
        if home.look.only == Only::All && !home.listed.waits() && due > 0 && home.listed.rows() == due {
            (home.look.only, home.look.by_itself) = (Only::Annual, true);
            home.refresh(cx);
        }
        // Back to where the work was, or to the one that took its place.
        let elsewhere = home.look.followed.clone().filter(|followed| Some(followed) != before.as_ref());
        let mut places = [elsewhere, chosen].into_iter().flatten().filter_map(|line| home.listed.place_of(&line));
        let last = home.listed.rows().saturating_sub(1);
        home.look.at = places.next().unwrap_or(home.look.at).min(last);
        home.look.chosen = home.listed.line(home.look.at);
        let first = match obstacle(cx) {
            Some((words, label, _)) => banner_id(label, words),
            None if home.look.only == Only::Annual => ANNUALS.to_owned(),
            None if home.listed.rows() > 0 => "open-referrals".to_owned(),
            None if home.listed.unplaced() > 0 || home.listed.besides() > 0 => "state".to_owned(),
            None => "home-import".to_owned(),
        };
        (home, Action::Focus(first))
    }

    /// Lists anew who waits, where something changed that decides it. To be called after each message, whoever it was for.
    pub fn refresh(&mut self, cx: &Context<'_>) {
        let look = &mut self.look;
        // The cursor stays on its referral wherever that moves to: a key meant for one person must not meet another.
        if let Some(at) = self.listed.refresh(cx, look.order, look.only, look.at) {
            look.at = at;
        }
        // The last one of those that are shown went on to another state: then all are shown, with the cursor on it. So they are where
        // referrals came and the annual assessments were shown for want of any.
        let chosen = !look.by_itself || !self.listed.waits();
        let shows = self.listed.rows() > 0 && (look.only != Only::Annual || chosen);
        if look.only != Only::All && !shows {
            (look.only, look.by_itself) = (Only::All, false);
            let _ = self.listed.refresh(cx, look.order, Only::All, 0);
            let mut moved = [look.chosen.take(), opened(cx)].into_iter().flatten();
            look.at = moved.find_map(|line| self.listed.place_of(&line)).unwrap_or_default();
        }
        look.chosen = self.listed.line(look.at);
        look.followed = opened(cx);
    }

    /// What is owed is known, or more of it. Where nothing was listed, what had the keyboard is gone, and the first line has it.
    pub fn found(&mut self, cx: &Context<'_>) -> Action {
        let nothing = self.listed.rows() == 0;
        self.refresh(cx);
        let found = nothing && self.listed.rows() > 0 && obstacle(cx).is_none();
        if found { Action::Focus("open-referrals".to_owned()) } else { Action::None }
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
                self.look.at = at;
                self.look.chosen = self.listed.line(at);
                Action::None
            }
            Message::Opened(at) if self.listed.task_at(at).is_some() => self.listed.task_at(at).map_or(Action::None, Task::open),
            // What is begun goes on.
            Message::Opened(at) => match self.listed.waiting_at(at, cx) {
                Some(referral) if State::of(&referral, cx) == State::Begun => enroll(Some(referral), cx),
                referral => open(referral),
            },
            Message::Pressed('a' | 'r' | 'i', at) if self.listed.task_at(at).is_some() => {
                self.listed.task_at(at).map_or(Action::None, |task| Action::Hint(task.hint().to_owned()))
            }
            Message::Pressed(key @ ('o' | 'n' | 'd'), _) => self.besides(key, cx),
            Message::Pressed('r', at) => resolve(self.listed.waiting_at(at, cx), cx),
            Message::Pressed('i', at) => enroll(self.listed.waiting_at(at, cx), cx),
            Message::Pressed('u', at) => Action::TakeBack(self.listed.waiting_at(at, cx).map(|referral| referral.key())),
            Message::Pressed('a', at) => self.read(self.listed.waiting_at(at, cx), cx),
            Message::Thrown(at) => self.throw(at, cx),
            // Both may be waited for, and each answer brings what is typed. A save tells which drafts there are, so it comes last.
            Message::Loaded(Loaded { charts, drafts, .. }) => self.thrown(&drafts, cx).and(self.acknowledge(&charts, cx)),
            Message::Only(only) => self.show(only.map_or(Only::All, Only::State), cx),
            Message::OnlyUnplaced => self.show(Only::Unplaced, cx),
            Message::Annuals => self.show(Only::Annual, cx),
            Message::Owed => self.show(Only::Owed, cx),
            Message::Begun => self.show(Only::Begun, cx),
            Message::Sorted(by) => {
                self.look.order = self.look.order.turned(by);
                self.refresh(cx);
                self.look.at = 0;
                Action::None
            }
            Message::Pressed(..) => Action::None,
            Message::Settings => Action::Settings(true),
            Message::Import => Action::Go(Destination::Exchange),
        }
    }

    /// Shows these alone, from the first on where the one under the cursor is none of them.
    fn show(&mut self, only: Only, cx: &Context<'_>) -> Action {
        let chosen = self.look.chosen.take();
        (self.look.only, self.look.by_itself) = (only, false);
        self.refresh(cx);
        self.look.at = chosen.and_then(|line| self.listed.place_of(&line)).unwrap_or_default();
        self.look.chosen = self.listed.line(self.look.at);
        Action::None
    }

    /// Asks for the chart of a referral that is to be acknowledged.
    fn read(&mut self, referral: Option<Referral>, cx: &Context<'_>) -> Action {
        match referral {
            None => Action::None,
            Some(Referral::Unenrolled(_)) => Action::Hint("This referral has its result. What it waits for is the enrollment.".to_owned()),
            Some(Referral::Awaited(_)) => Action::Hint("This referral has its result. What it waits for is the move-in.".to_owned()),
            // Today would be after the enrollment; where the true day is known, the form takes it.
            Some(referral) if State::of(&referral, cx) == State::Enrolled => {
                Action::Hint("The household is enrolled already. What this referral waits for is its result: R.".to_owned())
            }
            Some(referral @ Referral::Open(_)) => {
                let (client, event) = referral.key();
                self.acknowledging.push((client.clone(), event));
                Action::Load(vec![client])
            }
        }
    }

    fn acknowledge(&mut self, charts: &[Chart], cx: &Context<'_>) -> Action {
        let Some(chart) = charts.first() else { return Action::None };
        let Some(at) = self.acknowledging.iter().position(|(client, _)| client == chart.id()) else { return Action::None };
        let (_, event) = self.acknowledging.remove(at);
        match referral::acknowledge(chart, &event, cx.agency, &cx.stamp()) {
            Ok(plan) if plan.is_empty() => Action::Hint("This referral is acknowledged already.".to_owned()),
            Ok(plan) => Action::Save(Box::new(plan.commit)),
            Err(findings) => {
                let why = findings.first().map(|f| f.words.clone()).unwrap_or_default();
                Action::Fail(Failure::new("Not acknowledged", why))
            }
        }
    }

    /// The screen.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let nobody = self.listed.total() == 0 && self.listed.unplaced() == 0 && self.listed.besides() == 0;
        let (rows, annuals) = (self.listed.rows(), self.look.only == Only::Annual);
        // Where lines are few the rows have them: what is shown stands beside the title, and says how many there are of each.
        let low = cx.low() && !nobody && cx.organization().is_some();
        let mut head = column![].spacing(space::S4).width(Length::Fill);
        head = if low {
            let title = row![heading("Home"), self.filter(cx.room.page.width - TITLE, cx)];
            head.push(title.spacing(space::S24).align_y(Alignment::Center)).push(gap().height(space::S4))
        } else {
            head.push(heading("Home")).push(text::secondary(self.lead(cx))).push(gap().height(space::S8))
        };
        if let Some((words, label, message)) = obstacle(cx) {
            head = head.push(banner(Tone::Info, words, Some((label, message)))).push(gap().height(space::S8));
        }
        head = head.push((!nobody && !low).then(|| column![self.filter(cx.room.page.width, cx), gap().height(space::S8)]));
        let [foot, longest] = self.foot(low, cx);
        let body: Element<'a, Message> = match () {
            () if annuals => self.annuals(cx),
            () if rows > 0 => self.waiting(cx),
            () if cx.organization().is_some() => nothing(cx),
            () => gap().into(),
        };
        rest(head, body, cx.room.page.height, high(cx) * 5.0).foot(foot).foot_as_high_as(longest).into()
    }

    fn lead(&self, cx: &Context<'_>) -> String {
        if cx.organization().is_none() {
            return "Choose your workgroup and organization to see the referrals that wait for you.".to_owned();
        }
        let [unenrolled, awaited] = [State::Unenrolled, State::Awaited].map(|state| self.listed.in_state(state));
        let open = self.listed.total() - unenrolled - awaited;
        if self.look.only == Only::Annual {
            return annuals::lead(self.listed.annuals(), cx);
        }
        if self.look.only == Only::Owed {
            return OWED.to_owned();
        }
        if self.look.only == Only::Begun {
            return "What you began and did not finish is kept as you typed it, in no record and in no export. Enter goes on with it, Delete \
                    discards it."
                .to_owned();
        }
        if self.look.only == Only::Unplaced {
            return "Referrals without a program, such as vouchers. Whoever works with the client records the result.".to_owned();
        }
        let to = cx.organization_name();
        let oldest = self.listed.oldest().map(|n| format!(", the oldest open for {}", words::count(n, "day"))).unwrap_or_default();
        let order = self.look.order.words().map(|order| format!(", {order}")).unwrap_or_default();
        let first = match open {
            0 => format!("No open referrals to {to}."),
            _ => format!("{} to {to}{order}{oldest}.", words::count(open as u64, "open referral")),
        };
        let unenrolled = (unenrolled > 0).then(|| format!("{unenrolled} successful without an enrollment."));
        let awaited = (awaited > 0).then(|| format!("{} enrolled and not moved in.", words::count(awaited as u64, "household")));
        let due = self.listed.annuals().len();
        let due = (due > 0).then(|| format!("{} due.", words::count(due as u64, "annual assessment")));
        let owed = self.listed.owed();
        let owed = match owed {
            // As long as the line that takes its place, so that the list below stays where it is.
            _ if !cx.owing.is_known() => Some(LOOKING.to_owned()),
            0 => None,
            owed => Some(format!("{} {} answers.", words::count(owed as u64, "household"), if owed == 1 { "owes" } else { "owe" })),
        };
        let begun = self.listed.begun();
        let begun = (begun > 0).then(|| format!("{} not finished.", words::number(begun)));
        [Some(first), unenrolled, awaited, due, owed, begun].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The annual assessments that are due.
    fn annuals<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let (cx, keys) = (*cx, self.listed.annuals());
        let at = self.look.at.min(keys.len().saturating_sub(1));
        let line = move |at: usize| annuals::line(keys.get(at), &cx);
        let due = table(ANNUALS, "Annual assessments due", annuals::columns(&cx), keys.len(), line)
            .selected(Some(at))
            .on_move(Message::Moved)
            .on_activate(Message::Opened)
            .on_key(|key, at| letter(key).map(|key| Message::Pressed(key, at)))
            .key(cx.organization())
            .row_key(move |at| keys.get(at).map(|due| (&due.client, &due.stay)))
            .row_height(high(&cx));
        card::sheet(due)
    }

    /// The referrals that are shown.
    fn waiting<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let (cx, total, columns) = (*cx, self.listed.rows(), referrals::columns(cx));
        let at = self.look.at.min(total.saturating_sub(1));
        let line = move |at| match self.listed.task_at(at) {
            Some(task) => task.cells(Fit::of(&cx), &cx),
            None => referrals::line(self.listed.waiting_at(at, &cx), &cx),
        };
        let mut waiting = table("open-referrals", "Open referrals", columns, total, line)
            .selected(Some(at))
            .on_move(Message::Moved)
            .on_activate(Message::Opened)
            .on_key(|key, at| letter(key).map(|key| Message::Pressed(key, at)))
            .on_delete(Message::Thrown)
            .on_sort(move |column| Message::Sorted(referrals::by(column, &cx)))
            .key((cx.organization(), self.look.only == Only::Unplaced))
            .row_key(move |at| self.listed.line(at))
            .row_height(high(&cx));
        if let Some((column, descending)) = self.look.order.column(&cx) {
            waiting = waiting.sorted(column, descending);
        }
        card::sheet(waiting)
    }
}

/// Height of a row, px: in a low window or large text lines are few.
fn high(cx: &Context<'_>) -> f32 {
    if cx.low() { TIGHT } else { TWO_LINES }
}

/// The title and what stands between it and the tabs, px.
const TITLE: f32 = 96.0;

/// The referral that was opened last, wherever that was.
fn opened(cx: &Context<'_>) -> Option<Line> {
    let following = cx.desk.following.as_ref().filter(|followed| followed.opened)?;
    Some(Line::Referral(following.client.clone(), following.event.clone()))
}

/// What is said of what is owed until it is known.
const LOOKING: &str = "Looking for answers owed.";
/// What the households are that are listed as owing answers.
const OWED: &str = "Answers that were left blank in what was written here. Your HMIS counts them as missing, and an export says so.";
/// The id of the table of annual assessments.
const ANNUALS: &str = "annuals-due";

/// A letter that means something on a referral, also with Caps Lock.
fn letter(key: char) -> Option<char> {
    Some(key.to_ascii_lowercase()).filter(|key| matches!(key, 'a' | 'u' | 'r' | 'i')).or_else(|| filter::letter(key))
}

/// Opens a referral where something is to be done: its CE Event, or the move-in that it waits for.
fn open(referral: Option<Referral>) -> Action {
    let Some(referral) = referral else { return Action::None };
    let part = match referral {
        Referral::Open(ref waits) | Referral::Unenrolled(ref waits) => Part::Events(Some(waits.event.id.clone())),
        Referral::Awaited(ref awaited) => Part::MoveIn(awaited.stay.id.clone(), Then::Home),
    };
    Action::Go(Destination::Client(referral.client().client.clone(), part))
}

/// Opens a referral at its result, also one that nobody acknowledged: to acknowledge it is a key of its own.
fn resolve(referral: Option<Referral>, cx: &Context<'_>) -> Action {
    match referral {
        // The enrollment says the result already: it is only to be looked at and saved.
        Some(waits @ Referral::Open(_)) if State::of(&waits, cx) == State::Enrolled => {
            let (client, event) = waits.key();
            Action::Propose(client, event)
        }
        Some(Referral::Open(waits) | Referral::Unenrolled(waits)) => {
            let part = Part::Events(Some(waits.event.id.clone()));
            Action::Point(waits.client.client.clone(), part, at::event::REFERRAL_RESULT)
        }
        referral => open(referral),
    }
}

/// Begins the intake that answers a referral, or takes it up again.
fn enroll(referral: Option<Referral>, cx: &Context<'_>) -> Action {
    match referral {
        // Enrolled already: the CE Event says so and asks whether this referral led to that. A second intake would enroll twice.
        Some(waits @ (Referral::Open(_) | Referral::Unenrolled(_))) if State::of(&waits, cx) != State::Enrolled => {
            let (client, event) = waits.key();
            Action::Go(Destination::Intake(client, Some(event)))
        }
        referral => open(referral),
    }
}

/// What would be here, and how it gets here.
fn nothing<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let title = if cx.owing.is_known() { "Nothing waits for you" } else { LOOKING };
    let words = "A referral appears here when the export of your HMIS names one of your programs in a CE Event without a result. It stays \
                 until it has one; a successful referral stays until the household has moved in or left.";
    let import = button("Import HMIS CSV").id("home-import").icon(Icon::Download).kind(Kind::Plain).on_press(Message::Import);
    card(column![section(title), text::body(words), import].spacing(space::S12).width(Length::Fill))
}

/// What stands in the way of seeing referrals at all: in words, and what to do about it.
fn obstacle(cx: &Context<'_>) -> Option<(&'static str, &'static str, Message)> {
    if cx.agency.organizations.is_empty() {
        let words = "There is no data yet. Import the HMIS CSV export of your HMIS to begin.";
        return Some((words, "Import HMIS CSV", Message::Import));
    }
    cx.organization().is_none().then_some(("No organization is chosen.", "Choose organization", Message::Settings))
}
