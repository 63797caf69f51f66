//! Clients: find a person; add one, after a look at who is here already.

use crate::app::Element;
use crate::app::action::{Action, Destination, Failure, Part};
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::screen::adding::{self, Adding, Outcome, Place};
use crate::app::screen::client::profile::first_stop;
use crate::app::screen::help::pages::Spot;
use crate::app::shortcut::Command;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::table::TWO_LINES;
use crate::app::widget::{Column, badge, button, card, cell, field, heading, input, rest, table};
use crate::domain::client::new_client;
use crate::domain::referral::is_open_card;
use crate::domain::words::count;
use crate::domain::{Card, Change, Chart, ClientId, Text, at};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// Find, or add.
#[derive(Debug)]
pub struct Clients {
    text: Typed,
    hits: Vec<ClientId>,
    at: usize,
    adding: Option<Adding>,
    saving: bool,
    /// A client whose adding was left unfinished.
    draft: Option<Text>,
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// A shortcut.
    Command(Command),
    /// Typed into the search.
    Typed(Typed),
    /// Moved to a hit.
    Moved(usize),
    /// Opened a hit.
    Opened(usize),
    /// Enter in the search: opens the first hit.
    First,
    /// Begins to add a client.
    Add,
    /// In the form of the new client.
    New(adding::Message),
    /// The drafts that the store keeps.
    Loaded(Vec<(String, Text)>),
    /// The save came back.
    Saved(Result<Vec<Chart>, Failure>),
}

/// What was typed into the search: it may be a name, so it does not show itself.
#[derive(Clone, Default)]
pub struct Typed(String);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed")
    }
}

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// A search as it was left: what was typed, and on whom the cursor was.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    text: Typed,
    on: Option<ClientId>,
}

/// The name of the draft of a client being added.
pub const DRAFT: &str = "new-client";

const PLACE: Place = Place { title: "Add client", within: false, this: "Open record", none: "None of these: add new client", save: "Save" };

/// At most so many hits are shown; more means that another letter is needed.
const HITS: usize = 1000;

impl Clients {
    /// The search, as it was left: typing replaces the whole of what was searched for.
    pub fn find(sought: &Sought, cx: &Context<'_>) -> (Self, Action) {
        let load = if cx.drafts.iter().any(|d| d == DRAFT) { Action::Load(Vec::new()) } else { Action::None };
        let mut clients = Self { text: Typed::default(), hits: Vec::new(), at: 0, adding: None, saving: false, draft: None };
        clients.search_for(sought.text.clone(), cx);
        clients.at = clients.hits.iter().position(|hit| Some(hit) == sought.on.as_ref()).unwrap_or_default();
        (clients, Action::Focus("search".to_owned()).and(load))
    }

    /// What is searched for, for the next time.
    pub fn sought(&self) -> Sought {
        Sought { text: self.text.clone(), on: self.hits.get(self.at).cloned() }
    }

    fn search_for(&mut self, text: Typed, cx: &Context<'_>) {
        self.hits = cx.people(&text.0, HITS);
        (self.text, self.at) = (text, 0);
    }

    /// What stands in the search.
    pub fn typed(&self) -> &str {
        &self.text.0
    }

    /// True while a client is being added.
    pub fn is_adding(&self) -> bool {
        self.adding.is_some()
    }

    /// What is half typed.
    pub fn draft(&self) -> Option<(String, Option<Text>)> {
        Some((DRAFT.to_owned(), Some(self.adding.as_ref()?.draft()?)))
    }

    /// The screen's title.
    pub fn title(&self) -> String {
        if self.adding.is_some() { "Add client" } else { "Clients" }.to_owned()
    }

    /// What is on screen, for its help page.
    pub fn spot(&self) -> Spot {
        if self.adding.is_some() { Spot::Add } else { Spot::Search }
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        // Between a save and its answer nothing else counts.
        if self.saving && !matches!(message, Message::Saved(_)) {
            return Action::None;
        }
        match message {
            Message::Loaded(drafts) => {
                self.draft = drafts.into_iter().find(|(name, _)| name == DRAFT).map(|(_, text)| text);
                Action::None
            }
            Message::Typed(text) => {
                self.search_for(text, cx);
                Action::None
            }
            Message::Moved(at) => {
                self.at = at;
                Action::None
            }
            Message::Opened(at) => self.open(at),
            Message::First => self.open(self.at),
            Message::Add => self.begin(cx),
            Message::Command(Command::Close) if self.adding.is_some() => {
                let kept = self.draft();
                self.draft = kept.as_ref().and_then(|(_, text)| text.clone());
                self.adding = None;
                kept.map_or(Action::None, |(name, text)| Action::Draft(name, text)).and(Action::Focus("search".to_owned()))
            }
            Message::New(message) => self.adding(message, cx),
            Message::Command(Command::Save | Command::SaveClose) => self.adding(adding::Message::Save, cx),
            Message::Saved(Ok(charts)) => {
                self.saving = false;
                let adding = self.adding.take();
                let added = charts.into_iter().map(|c| c.id().clone()).find(|c| adding.as_ref().is_some_and(|a| a.id() == c));
                added.map_or(Action::None, |client| Action::Go(Destination::Client(client, Part::Profile)))
            }
            Message::Saved(Err(_)) => {
                self.saving = false;
                Action::None
            }
            Message::Command(Command::Down) => {
                self.at = (self.at + 1).min(self.hits.len().saturating_sub(1));
                Action::None
            }
            Message::Command(Command::Up) => {
                self.at = self.at.saturating_sub(1);
                Action::None
            }
            Message::Command(_) => Action::None,
        }
    }

    fn open(&self, at: usize) -> Action {
        self.hits.get(at).map_or(Action::None, |client| Action::Go(Destination::Client(client.clone(), Part::Profile)))
    }

    fn begin(&mut self, cx: &Context<'_>) -> Action {
        let (adding, action) = Adding::begin(&self.text.0, "", self.draft.take().as_ref(), 0, cx);
        self.adding = Some(adding);
        action
    }

    fn adding(&mut self, message: adding::Message, cx: &Context<'_>) -> Action {
        let Some(adding) = &mut self.adding else { return Action::None };
        match adding.update(message, &[], cx) {
            Outcome::On(action) => action,
            Outcome::Due => self.draft().map_or(Action::None, |(name, text)| Action::Draft(name, text)),
            Outcome::This(client) => Action::Go(Destination::Client(client, Part::Profile)),
            Outcome::Done(row) => match new_client(*row, &cx.stamp()) {
                Ok(mut plan) => {
                    // The draft goes with the save: both or neither.
                    plan.commit.changes.push(Change::Draft { name: DRAFT.to_owned(), after: None });
                    self.saving = true;
                    Action::Save(Box::new(plan.commit))
                }
                Err(findings) => first_stop(&findings),
            },
            Outcome::GivenUp => {
                (self.adding, self.draft) = (None, None);
                Action::Draft(DRAFT.to_owned(), None).and(Action::Focus("search".to_owned()))
            }
        }
    }

    /// The screen.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        match &self.adding {
            Some(adding) => adding.view(PLACE, &[], cx).map(Message::New),
            None => self.search(cx),
        }
    }

    fn search<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let find = input("search", "Find a client", self.text.0.as_str())
            .placeholder("Name, date of birth, last four of SSN, or client ID")
            .masked(cx.desk.privacy)
            .on_input(|text| Message::Typed(Typed(text)))
            .on_submit(Message::First);
        let add = button(if self.draft.is_some() { "Continue adding a client" } else { "Add New Client" })
            .id("add-client")
            .icon(Icon::UserPlus)
            .on_press(Message::Add);
        let head = column![
            heading("Clients"),
            text::secondary(format!("{} on this desk", count(cx.directory.len(), "client"))),
            gap().height(space::S16),
            row![field("Find a client", find), add].spacing(space::S16).align_y(Alignment::End),
            gap().height(space::S16),
        ]
        .spacing(space::S4)
        .width(Length::Fill);
        let (body, words): (Element<'a, Message>, String) = match self.hits.len() {
            0 if self.text.0.trim().is_empty() => (gap().into(), NOTHING_TYPED.to_owned()),
            0 => (gap().into(), NOBODY.to_owned()),
            HITS => (self.found(cx), format!("Up and Down choose, Enter opens. These are the best {HITS}. Type more to narrow them down.")),
            _ => (self.found(cx), "Up and Down choose, Enter opens.".to_owned()),
        };
        let words = if self.hits.is_empty() { text::secondary(words) } else { text::hint(words) };
        let foot = column![gap().height(space::S8).width(Length::Fill), words];
        rest(head, body, cx.room.page.height, TWO_LINES * 5.0).foot(foot).into()
    }

    /// Who answers to what was typed, best first.
    fn found<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let cx = *cx;
        let columns = if is_tight(&cx) {
            vec![Column::new("Client", Length::Fill), Column::new("Referral", REFERRAL)]
        } else {
            vec![
                Column::new("Client", Length::FillPortion(3)),
                Column::new("Date of birth", Length::FillPortion(2)),
                Column::new("SSN", SSN),
                Column::new("Referral", REFERRAL),
            ]
        };
        let line = move |at: usize| self.hits.get(at).and_then(|id| cx.card(id)).map_or_else(Vec::new, |card| hit(&card, &cx));
        let hits = table("hits", "Clients found", columns, self.hits.len(), line)
            .selected(Some(self.at))
            .on_move(Message::Moved)
            .on_activate(Message::Opened)
            .activate_on_click(true)
            .key(&self.text.0)
            .row_key(move |at| self.hits.get(at))
            .row_height(TWO_LINES);
        card::sheet(hits)
    }
}

/// The width of the column of a Social Security Number, which is told by its last digits: never cut, px.
const SSN: f32 = 124.0;

/// The width of the column that says whether somebody waits, px.
const REFERRAL: f32 = 124.0;

const NOTHING_TYPED: &str =
    "Type a part of the name in any order, a date of birth such as 3/14/1987, four digits of the SSN, or the client ID.";

const NOBODY: &str = "No one found. Try fewer letters or the date of birth. If the person is new, add them.";

/// True where there is no room for a column of each fact.
fn is_tight(cx: &Context<'_>) -> bool {
    cx.room.page.width < 700.0
}

/// The cells of somebody who was found.
fn hit<'a>(card: &Card, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
    let born = cx.in_words(at::client::DOB, &card.born.map(|day| day.to_string()).unwrap_or_default());
    let (name, age, id) = (cell(cx.name(card)).strong(), cx.age(card.born), cx.client_id(&card.client).map(|id| format!("ID {id}")));
    let waits = card.events.iter().any(is_open_card).then(|| badge("Open referral", Tone::Warn));
    let referral = waits.unwrap_or_else(|| gap().into());
    if is_tight(cx) {
        let facts = if born.is_empty() { id } else { Some(format!("{born} · {age}")) };
        return vec![name.under_maybe(facts).into(), referral];
    }
    let born = if born.is_empty() { cell(age) } else { cell(born).under(age) };
    vec![name.under_maybe(id).into(), born.into(), cell(cx.in_words(at::client::SSN, card.ssn.as_str())).into(), referral]
}
