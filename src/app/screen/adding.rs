//! Somebody new: the form of a client, after a look at who is here already. Clients shows it, and Family Members of an intake.

use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::{self, Edit, Form};
use crate::app::icon::Icon;
use crate::app::screen::client::profile::{first_stop, know_qualities, propose_qualities, races};
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{Kind, badge, banner, button, card, group, heading, landing};
use crate::domain::client::{self, names_of_member, names_typed, newcomer, race, uncollected};
use crate::domain::hud::Client;
use crate::domain::match_::{self, LOOKED_AT, Match, Newcomer};
use crate::domain::referral::is_open_card;
use crate::domain::{Card, ClientId, FieldId, Finding, Row, Severity, Text, at, check, ssn};
use iced::widget::{column, container, row, space as gap};
use iced::{Alignment, Length};

/// A client being added.
#[derive(Debug)]
pub struct Adding {
    id: ClientId,
    form: Form,
    /// The last name that was proposed because the family bears it; empty where none was.
    family: String,
    matches: Vec<Match>,
    /// The user looked at the possible matches of this person and says that it is none of them.
    looked: Option<Newcomer>,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Edits a field.
    Edit(Edit),
    /// It is none of the possible matches.
    None,
    /// It is this one.
    This(ClientId),
    /// Adds them.
    Save,
    /// Gives it up.
    Cancel,
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// It goes on.
    On(Action),
    /// It goes on, and what is typed is to be kept now.
    Due,
    /// It is somebody who is here already.
    This(ClientId),
    /// The row is whole and breaks no rule that stops it.
    Done(Box<Client>),
    /// Nobody is added.
    GivenUp,
}

/// Where somebody is added: what the form says of it.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Its title.
    pub title: &'static str,
    /// True where that is a part of a page, which has a title of its own.
    pub within: bool,
    /// What can be done with somebody who is here already.
    pub this: &'static str,
    /// The word for nobody of them.
    pub none: &'static str,
    /// What Save is called.
    pub save: &'static str,
}

/// Width of who may be the same person, px; from so much room on.
const LIKELY_WIDTH: f32 = 380.0;
const BESIDE: f32 = 900.0;

/// The question who of those that are here it is, which has the keyboard first: a key too many answers nothing.
const LIKELY: &str = "likely";
const ASKS: &str = "Is it one of these?";

/// What Enter does in this form.
const PASSES: &str = "Enter goes on, past what is filled in for you; Tab stops there too";

impl Adding {
    /// The form, filled from what was typed into a search, or as it was left. `family` is the last name of the household that somebody
    /// joins; empty where they join none. `n` makes the id, among those of this message.
    pub fn begin(typed: &str, family: &str, draft: Option<&Text>, n: u8, cx: &Context<'_>) -> (Self, Action) {
        let mut form = Form::of(&[&Client::default()], client::fields());
        if let Some(draft) = draft {
            form.resume(draft);
        }
        let mut adding = Self::of(ClientId::from_random(cx.fresh(n)), form);
        if draft.is_some() {
            return adding.taken_up(cx);
        }
        let (first, last) = if family.is_empty() { names_typed(typed) } else { names_of_member(typed, family) };
        adding.form.propose(at::client::FIRST_NAME, &first);
        // Whoever typed it means it; the family's is there to be typed over.
        let proposes = last == family && !typed.to_lowercase().contains(&family.to_lowercase());
        if proposes {
            adding.form.propose_openly(at::client::LAST_NAME, &last);
        } else {
            adding.form.propose(at::client::LAST_NAME, &last);
        }
        adding.family = if proposes { last.clone() } else { String::new() };
        adding.propose(cx);
        let first = match () {
            () if first.is_empty() => at::client::FIRST_NAME,
            () if last.is_empty() || proposes => at::client::LAST_NAME,
            // The first that is blank, and not the first that few leave so: the page begins at its top, with the names that were typed.
            () => at::client::MIDDLE_NAME,
        };
        (adding, Action::Open(form::id(first)))
    }

    fn of(id: ClientId, form: Form) -> Self {
        Self { id, form, family: String::new(), matches: Vec::new(), looked: None }
    }

    fn taken_up(mut self, cx: &Context<'_>) -> (Self, Action) {
        self.propose(cx);
        (self, Action::Open(form::id(at::client::FIRST_NAME)))
    }

    /// The form of somebody new whose row is corrected before it is written, as it was left.
    pub fn again(row: &Client, draft: Option<&Text>, cx: &Context<'_>) -> (Self, Action) {
        let mut form = Form::of(&[row], client::fields());
        if let Some(draft) = draft {
            form.resume(draft);
        }
        Self::of(row.personal_id.clone(), form).taken_up(cx)
    }

    /// The id that the new client gets.
    pub fn id(&self) -> &ClientId {
        &self.id
    }

    /// What is half typed. A last name that was only proposed is nobody.
    pub fn draft(&self) -> Option<Text> {
        let proposed = |field: &FieldId| *field == at::client::LAST_NAME && self.form.text(*field) == self.family;
        client::fields().any(|field| self.form.differs(field) && !proposed(&field)).then(|| self.form.draft())
    }

    /// One message. `others` are new here too, and no directory knows them yet.
    pub fn update(&mut self, message: Message, others: &[Card], cx: &Context<'_>) -> Outcome {
        match message {
            Message::Edit(Edit::Help(field)) => Outcome::On(Action::Help(field)),
            Message::Edit(edit) => {
                let left = matches!(edit, Edit::Left(_));
                let due = races::edit(&mut self.form, edit);
                self.propose(cx);
                if left {
                    self.matches = self.likely_people(others, cx);
                }
                if due { Outcome::Due } else { Outcome::On(Action::None) }
            }
            Message::This(client) => Outcome::This(client),
            Message::None => {
                self.looked = Some(self.described(cx));
                self.save(others, cx)
            }
            Message::Save => self.save(others, cx),
            Message::Cancel => Outcome::GivenUp,
        }
    }

    /// True while nobody is entered: what was proposed alone is no person.
    fn is_nobody(&self) -> bool {
        let proposed = |field: FieldId| field == at::client::LAST_NAME && self.form.text(field) == self.family;
        client::fields().all(|field| self.form.text(field).is_empty() || proposed(field))
    }

    fn save(&mut self, others: &[Card], cx: &Context<'_>) -> Outcome {
        if self.is_nobody() {
            let words = "Nobody is entered yet. Type a first name, or Cancel.";
            return Outcome::On(Action::Hint(words.to_owned()).and(Action::Focus(form::id(at::client::FIRST_NAME))));
        }
        // Saved from within a field, that field was not left.
        self.propose(cx);
        self.matches = self.likely_people(others, cx);
        match newcomer(self.row(cx), cx.today()) {
            Err(findings) => {
                self.form.show_all();
                Outcome::On(first_stop(&findings))
            }
            // On who is here already: a key too many must not make the same person twice.
            Ok(_) if !self.matches.is_empty() && self.looked.as_ref() != Some(&self.described(cx)) => {
                Outcome::On(Action::Focus(LIKELY.to_owned()))
            }
            Ok((row, _)) => Outcome::Done(Box::new(row)),
        }
    }

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

    /// By what somebody is told from others.
    fn described(&self, cx: &Context<'_>) -> Newcomer {
        Newcomer::of(&self.row(cx))
    }

    /// Who is here already and may be the same person.
    fn likely_people(&self, others: &[Card], cx: &Context<'_>) -> Vec<Match> {
        let new = self.described(cx);
        let mut matches = match_::possible_matches(&new, others.iter().filter(|card| card.client != self.id), LOOKED_AT);
        matches.extend(cx.directory.possible_matches(&new, LOOKED_AT));
        matches.truncate(LOOKED_AT);
        matches
    }

    /// The form, and beside it who may be the same person.
    pub fn view<'a>(&'a self, place: Place, others: &'a [Card], cx: &Context<'a>) -> Element<'a, Message> {
        let row = self.row(cx);
        // Before anything is typed nothing is missing.
        let speaks = |f: &Finding| f.severity == Severity::Stop || self.draft().is_some();
        let findings: Vec<Finding> = check::client(&row, cx.today()).into_iter().filter(speaks).collect();
        let asks = client::asked(&row, &Client::default(), cx.today());
        let controls = races::controls(&self.form, asks, &findings, cx, Message::Edit);
        let save =
            button(place.save).id("save").icon(Icon::Check).kind(Kind::Primary).hint(shortcut::hint(Command::Save)).on_press(Message::Save);
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
                text::hint(format!(
                    "{PASSES} · {}",
                    shortcut::line(&[(Command::Save, "saves"), (Command::Close, "closes and keeps what you typed")])
                )),
            ]
            .spacing(space::S16)
            .width(Length::Fill),
        );
        column![
            if place.within { section(place.title) } else { heading(place.title) },
            text::secondary("A look at possible matches comes first, so that nobody is entered twice."),
            gap().height(space::S16),
            row![form].push(self.likely(place, others, cx)).spacing(space::S16),
        ]
        .spacing(space::S4)
        .width(Length::Fill)
        .into()
    }

    fn likely<'a>(&'a self, place: Place, others: &'a [Card], cx: &Context<'a>) -> Option<Element<'a, Message>> {
        if self.matches.is_empty() {
            return None;
        }
        // One person is most likely the same; among several nobody is singled out. A second record of somebody is what must not come easily.
        let kind = if self.matches.len() == 1 { Kind::Primary } else { Kind::Plain };
        let lines = self.matches.iter().filter_map(|m| {
            let card = cx.card(&m.client).or_else(|| others.iter().find(|card| card.client == m.client).cloned())?;
            let called = format!("{}: {}", place.this, cx.name(&card));
            let open = button(place.this).called(called).id(format!("match-{}", m.client)).kind(kind);
            let open = open.on_press(Message::This(m.client.clone()));
            Some(group(cx.name(&card), column![person(&card, cx), text::hint(m.why.clone()), open].spacing(space::S4)))
        });
        let none = button(place.none).id("none-of-these").on_press(Message::None);
        let likely = card(
            column![landing(LIKELY, ASKS, banner(Tone::Warn, ASKS, None)), column(lines).spacing(space::S16), none].spacing(space::S16),
        );
        // Beside the form, which has what is left; where that is little, both have the half.
        let width = if cx.room.page.width >= BESIDE { Length::Fixed(LIKELY_WIDTH) } else { Length::Fill };
        Some(container(likely).width(width).into())
    }
}

/// What was typed of somebody, as an unfinished form keeps it.
pub fn typed(row: &Client) -> Text {
    let mut form = Form::of(&[&Client::default()], client::fields());
    for field in client::fields() {
        form.propose(field, &row.get(field));
    }
    know_qualities(&mut form, row.clone());
    form.draft()
}

/// What a worker asks for, where an answer is missing.
fn asked(field: FieldId) -> &'static str {
    if race::is_part(field) { race::name() } else { field.label() }
}

/// Somebody who is here: the name, and by what people are told apart.
pub fn person<'a, M: 'a>(card: &Card, cx: &Context<'a>) -> Element<'a, M> {
    let id = cx.client_id(&card.client).map(|id| format!("ID {id}"));
    let facts = |facts: [Option<String>; 2]| text::hint(facts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    // In two lines, so that no number is broken.
    let (age, numbers) = (facts([Some(cx.born(card.born)), Some(cx.age(card.born))]), facts([Some(cx.ssn(&card.ssn)), id]));
    let open = card.events.iter().any(is_open_card);
    row![column![text::strong(cx.name(card)), age, numbers].width(Length::Fill)]
        .push(open.then(|| badge("Open referral", Tone::Warn)))
        .align_y(Alignment::Center)
        .into()
}
