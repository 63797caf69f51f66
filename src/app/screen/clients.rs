//! Clients: find a person; add one, after a look at who is here already.

use crate::app::Element;
use crate::app::action::{Action, Destination, Failure, Part};
use crate::app::context::Context;
use crate::app::form::{self, Edit, Form};
use crate::app::icon::Icon;
use crate::app::screen::client::profile::{first_stop, propose_qualities};
use crate::app::screen::help::pages::Spot;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::table::TWO_LINES;
use crate::app::widget::{Column, Kind, badge, banner, button, card, cell, field, group, heading, input, rest, table};
use crate::domain::client::{self, names_typed, new_client, uncollected};
use crate::domain::hud::Client;
use crate::domain::match_::{Match, Newcomer};
use crate::domain::referral::is_open_card;
use crate::domain::words::count;
use crate::domain::{Card, Change, Chart, ClientId, FieldId, Row, Text, at, check, ssn};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// Find, or add.
#[derive(Debug)]
pub struct Clients {
    text: Typed,
    hits: Vec<ClientId>,
    at: usize,
    adding: Option<Adding>,
    /// A client whose adding was left unfinished.
    draft: Option<Text>,
}

/// A client being added.
#[derive(Debug)]
struct Adding {
    id: ClientId,
    form: Form,
    matches: Vec<Match>,
    /// The user looked at the possible matches and says that it is none of them.
    looked: bool,
    saving: bool,
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
    /// Edits a field of the new client.
    Edit(Edit),
    /// It is none of the possible matches.
    None,
    /// It is this one: opens their record.
    This(ClientId),
    /// Saves the new client.
    Save,
    /// Back to the search.
    Cancel,
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

/// The name of the draft of a client being added.
pub const DRAFT: &str = "new-client";

/// So many possible matches are looked at.
const MATCHES: usize = 5;

/// At most so many hits are shown; more means that another letter is needed.
const HITS: usize = 1000;

impl Clients {
    /// The search.
    pub fn find(cx: &Context<'_>) -> (Self, Action) {
        let load = if cx.drafts.iter().any(|d| d == DRAFT) { Action::Load(Vec::new()) } else { Action::None };
        (Self { text: Typed::default(), hits: Vec::new(), at: 0, adding: None, draft: None }, Action::Focus("search".to_owned()).and(load))
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
        let adding = self.adding.as_ref().filter(|a| a.form.changed())?;
        Some((DRAFT.to_owned(), Some(adding.form.draft())))
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
        if self.adding.as_ref().is_some_and(|a| a.saving) && !matches!(message, Message::Saved(_)) {
            return Action::None;
        }
        match message {
            Message::Loaded(drafts) => {
                self.draft = drafts.into_iter().find(|(name, _)| name == DRAFT).map(|(_, text)| text);
                Action::None
            }
            Message::Typed(text) => {
                self.hits = cx.directory.search(&text.0, HITS, cx.today()).into_iter().map(|hit| hit.client).collect();
                self.text = text;
                self.at = 0;
                Action::None
            }
            Message::Moved(at) => {
                self.at = at;
                Action::None
            }
            Message::Opened(at) => self.open(at),
            Message::First => self.open(self.at),
            Message::Add => self.begin(cx),
            Message::This(client) => Action::Go(Destination::Client(client, Part::Profile)),
            Message::Command(Command::Close) if self.adding.is_some() => {
                let kept = self.draft();
                self.draft = kept.as_ref().and_then(|(_, text)| text.clone());
                self.adding = None;
                kept.map_or(Action::None, |(name, text)| Action::Draft(name, text)).and(Action::Focus("search".to_owned()))
            }
            Message::Cancel if self.adding.is_some() => {
                self.adding = None;
                self.draft = None;
                Action::Draft(DRAFT.to_owned(), None).and(Action::Focus("search".to_owned()))
            }
            Message::Edit(Edit::Help(field)) => Action::Help(field),
            Message::Edit(edit) => self.edit(edit, cx),
            Message::None => {
                let Some(adding) = &mut self.adding else { return Action::None };
                adding.looked = true;
                self.save(cx)
            }
            Message::Save | Message::Command(Command::Save | Command::SaveClose) => self.save(cx),
            Message::Saved(Ok(charts)) => {
                let id = self.adding.take().map(|a| a.id);
                let added = charts.into_iter().map(|c| c.id().clone()).find(|c| Some(c) == id.as_ref());
                added.map_or(Action::None, |client| Action::Go(Destination::Client(client, Part::Profile)))
            }
            Message::Saved(Err(_)) => {
                if let Some(adding) = &mut self.adding {
                    adding.saving = false;
                }
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
            Message::Cancel | Message::Command(_) => Action::None,
        }
    }

    fn open(&self, at: usize) -> Action {
        self.hits.get(at).map_or(Action::None, |client| Action::Go(Destination::Client(client.clone(), Part::Profile)))
    }

    fn begin(&mut self, cx: &Context<'_>) -> Action {
        let mut start = Client::default();
        let (first, last) = names_typed(&self.text.0);
        (start.first_name, start.last_name) = (Text::new(first), Text::new(last));
        let mut form = Form::of(&[&Client::default()], client::fields());
        match self.draft.take() {
            Some(draft) => form.resume(&draft),
            None => {
                for field in [at::client::FIRST_NAME, at::client::LAST_NAME] {
                    form.propose(field, &start.get(field));
                }
            }
        }
        let mut adding = Adding { id: ClientId::from_random(cx.fresh(0)), form, matches: Vec::new(), looked: false, saving: false };
        adding.propose(cx);
        self.adding = Some(adding);
        Action::Focus(form::id(at::client::FIRST_NAME))
    }

    fn edit(&mut self, edit: Edit, cx: &Context<'_>) -> Action {
        let Some(adding) = &mut self.adding else { return Action::None };
        let left = matches!(edit, Edit::Left(_));
        let due = adding.form.edit(edit);
        if left {
            adding.matches = adding.likely_people(cx);
            adding.propose(cx);
        }
        if due { Action::Draft(DRAFT.to_owned(), Some(adding.form.draft())) } else { Action::None }
    }

    fn save(&mut self, cx: &Context<'_>) -> Action {
        let Some(adding) = self.adding.as_mut().filter(|a| !a.saving) else { return Action::None };
        // Saved from within a field, that field was not left.
        adding.propose(cx);
        let row = adding.row(cx);
        adding.matches = adding.likely_people(cx);
        match new_client(row, &cx.stamp()) {
            Err(findings) => {
                adding.form.show_all();
                first_stop(&findings)
            }
            // On who is here already: a key too many must not make the same person twice.
            Ok(_) if !adding.matches.is_empty() && !adding.looked => Action::Focus(format!("match-{}", adding.matches[0].client)),
            Ok(mut plan) => {
                // The draft goes with the save: both or neither.
                plan.commit.changes.push(Change::Draft { name: DRAFT.to_owned(), after: None });
                adding.saving = true;
                Action::Save(Box::new(plan.commit))
            }
        }
    }

    /// The screen.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        match &self.adding {
            Some(adding) => adding.view(cx),
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
                Column::new("SSN", Length::FillPortion(1)),
                Column::new("Referral", REFERRAL),
            ]
        };
        let line = move |at: usize| self.hits.get(at).and_then(|id| cx.card(id)).map_or_else(Vec::new, |card| hit(card, &cx));
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
fn hit<'a>(card: &'a Card, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
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

impl Adding {
    fn row(&self, cx: &Context<'_>) -> Client {
        let mut row = Client { personal_id: self.id.clone(), ..Client::default() };
        self.form.fill(&mut row, cx.today());
        row.ssn = ssn::typed(row.ssn.as_str()).unwrap_or_else(|| row.ssn.clone());
        row
    }

    /// The data qualities that go with what is entered.
    fn propose(&mut self, cx: &Context<'_>) {
        let row = self.row(cx);
        propose_qualities(&mut self.form, row);
    }

    /// Who is here already and may be the same person.
    fn likely_people(&self, cx: &Context<'_>) -> Vec<Match> {
        let row = self.row(cx);
        let new = Newcomer { first: row.first_name, last: row.last_name, born: row.dob.known(), ssn: row.ssn };
        cx.directory.possible_matches(&new, MATCHES)
    }

    fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let row = self.row(cx);
        let findings = check::client(&row, cx.today());
        let controls =
            client::asked(&row, &Client::default()).into_iter().map(|field| self.form.control(field, &findings, cx, Message::Edit));
        let save =
            button("Save").id("save").icon(Icon::Check).kind(Kind::Primary).hint(shortcut::hint(Command::Save)).on_press(Message::Save);
        let blank: Vec<&str> = uncollected(&self.row(cx), cx.today()).into_iter().map(asked).collect();
        let blank = (!blank.is_empty()).then(|| {
            text::hint(format!(
                "Not answered yet: {}. HUD allows no blank there, so they are saved as “Data not collected” until somebody asks.",
                blank.join(", ")
            ))
        });
        let form = card(
            column![
                column(controls).push(blank).spacing(space::S16).max_width(cx.form()),
                row![save, button("Cancel").id("cancel").on_press(Message::Cancel)].spacing(space::S8),
                text::hint(shortcut::line(&[(Command::Save, "saves"), (Command::Close, "closes and keeps what you typed")])),
            ]
            .spacing(space::S16)
            .width(Length::Fill),
        );
        column![
            heading("Add client"),
            text::secondary("A look at possible matches comes first, so that nobody is entered twice."),
            gap().height(space::S16),
            row![form].push(self.likely(cx)).spacing(space::S16),
        ]
        .spacing(space::S4)
        .width(Length::Fill)
        .into()
    }

    fn likely<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        if self.matches.is_empty() {
            return None;
        }
        let lines = self.matches.iter().filter_map(|m| {
            let card = cx.card(&m.client)?;
            let name = cx.client_name(&m.client);
            let open = button("Open record").called(format!("Open record: {name}")).id(format!("match-{}", m.client));
            let open = open.on_press(Message::This(m.client.clone()));
            Some(group(name, column![person(card, cx), text::hint(m.why.clone()), open].spacing(space::S4)))
        });
        let none = button("None of these: add new client").id("none-of-these").kind(Kind::Primary).on_press(Message::None);
        Some(card(
            column![banner(Tone::Warn, "Is it one of these?", None), column(lines).spacing(space::S16), none]
                .spacing(space::S16)
                .width(340),
        ))
    }
}

/// What a worker asks for, where an answer is missing.
fn asked(field: FieldId) -> &'static str {
    let element = field.element().filter(|_| field == at::client::RACE_NONE);
    element.map_or_else(|| field.label(), |(_, name)| name)
}

fn person<'a>(card: &'a Card, cx: &Context<'a>) -> Element<'a, Message> {
    let id = cx.client_id(&card.client).map(|id| format!("ID {id}"));
    let facts = [Some(cx.born(card.born)), Some(cx.age(card.born)), Some(cx.ssn(&card.ssn)), id];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let open = card.events.iter().any(is_open_card);
    row![column![text::strong(cx.name(card)), text::hint(facts)].width(Length::Fill)]
        .push(open.then(|| badge("Open referral", Tone::Warn)))
        .align_y(Alignment::Center)
        .into()
}
