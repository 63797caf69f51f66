//! Where the worker was when the desk was locked, and the way back: the same screen, the same form, the same field.
//!
//! It is a draft among the drafts: sealed, and gone once the worker is back.

use super::{Session, settings};
use crate::app::action::{Destination, Part};
use crate::app::desk::Desk;
use crate::app::form;
use crate::app::screen::help::problem;
use crate::app::screen::{Screen, client, clients, intake};
use crate::app::services::Services;
use crate::app::widget::focus::{self, Spot};
use crate::app::{Message, moved};
use crate::domain::intake::{Mend, Purpose, RowOf, draft_name};
use crate::domain::merge;
use crate::domain::{Change, ClientId, Commit, EnrollmentId, Entry, EventId, FieldId, Instant, Text, Value};
use iced::Task;
use serde::{Deserialize, Serialize};

/// The name of the draft.
pub const NAME: &str = merge::PLACE;

/// Where the worker was. It may hold a name that was typed, so it does not show itself.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    on: On,
    spot: Option<Spot>,
    /// What was chosen in the open settings and not applied.
    settings: Option<Desk>,
}

/// On which screen, and what of it no other draft keeps.
#[derive(Clone, Default, Serialize, Deserialize)]
enum On {
    #[default]
    Home,
    Clients {
        typed: String,
        adding: bool,
    },
    Client {
        client: ClientId,
        part: Part,
        form: client::Shows,
    },
    Intake {
        client: ClientId,
        /// The referral that it answers.
        #[serde(default)]
        event: Option<EventId>,
        find: String,
        #[serde(default)]
        at: Option<intake::Standing>,
    },
    Visit {
        purpose: Purpose,
        client: ClientId,
        stay: EnrollmentId,
        /// The day that is corrected, as a cell.
        #[serde(default)]
        of: String,
        /// The row of it that is meant.
        #[serde(default)]
        row: Option<RowOf>,
        draft: String,
        /// Where in it: no draft keeps that where nothing was typed.
        #[serde(default)]
        at: Option<intake::Standing>,
    },
    Exchange,
    Help {
        wrong: String,
        path: String,
    },
}

/// The way back to a place, until it is reached.
pub(super) struct Way {
    place: Place,
    /// So many answers of the store are still to come.
    loads: u8,
}

impl Place {
    /// Where the worker is now.
    pub(super) fn of(session: &Session) -> Self {
        let on = match &session.screen {
            Screen::Home(_) => On::Home,
            Screen::Clients(s) => On::Clients { typed: s.typed().to_owned(), adding: s.is_adding() },
            Screen::Client(s) => {
                let (client, part, form) = s.place();
                On::Client { client, part, form }
            }
            Screen::Intake(s) => match s.here() {
                Destination::Mend(client, mend) => {
                    let of = Value::from(mend.of).text();
                    let (draft, at) = (s.draft_name(), Some(s.stands()));
                    On::Visit { purpose: mend.purpose, client, stay: mend.stay, of, row: mend.row, draft, at }
                }
                Destination::Intake(client, event) => On::Intake { client, event, find: s.finding().to_owned(), at: Some(s.stands()) },
                _ => On::Home,
            },
            Screen::Exchange => On::Exchange,
            Screen::Help(s) => {
                let (wrong, path) = s.typed();
                On::Help { wrong: wrong.to_owned(), path: path.to_owned() }
            }
        };
        Self { on, spot: session.left.clone(), settings: session.settings.as_ref().map(|s| s.chosen().clone()) }
    }

    /// The screen that is on show now, whatever lies over it.
    pub(super) fn here(session: &Session) -> Self {
        Self { settings: None, ..Self::of(session) }
    }

    /// The same, with the keyboard in this control.
    pub(super) fn at(self, control: &str) -> Self {
        self.with(Some(Spot { control: control.to_owned(), caret: None }))
    }

    /// The same, with the keyboard there.
    pub(super) fn with(self, spot: Option<Spot>) -> Self {
        Self { spot, ..self }
    }

    /// The draft.
    pub(super) fn text(&self) -> Text {
        Text::new(serde_json::to_string(self).unwrap_or_default())
    }
}

impl Session {
    /// Goes where the worker was. A place that cannot be read is Home.
    pub(super) fn go_back(&mut self, text: &Text, now: Instant, services: &Services) -> Task<Message> {
        let place: Place = serde_json::from_str(text.as_str()).unwrap_or_default();
        let ended = Commit::new("Draft", vec![Change::Draft { name: NAME.to_owned(), after: None }]);
        let kept = if self.known.read_only { Task::none() } else { self.keep(ended, now) };
        Task::batch([self.return_to(place, now, services), kept])
    }

    /// Goes to where the worker was: the screen, what was open on it, and the keyboard.
    pub(super) fn return_to(&mut self, place: Place, now: Instant, services: &Services) -> Task<Message> {
        let (destination, loads) = match &place.on {
            On::Home => (Destination::Home, 0),
            On::Clients { .. } => (Destination::Clients, u8::from(self.known.drafts.iter().any(|d| d == clients::DRAFT))),
            On::Client { client, part, .. } => (Destination::Client(client.clone(), part.clone()), 1),
            // Once for the head, and once more for everybody in an intake that was begun.
            On::Intake { client, event, .. } => {
                (Destination::Intake(client.clone(), event.clone()), 1 + u8::from(self.known.drafts.contains(&draft_name(client))))
            }
            On::Visit { purpose, client, stay, of, row, draft, .. } => {
                let begun = self.known.drafts.contains(draft);
                let mend = Mend { of: Value::parse(of).known(), row: row.clone(), ..Mend::begin(*purpose, stay.clone()) };
                (Destination::Mend(client.clone(), mend), 1 + u8::from(begun))
            }
            On::Exchange => (Destination::Exchange, 0),
            On::Help { .. } => (Destination::Help, 0),
        };
        let way = Way { place, loads };
        let gone = self.go(destination, now);
        if way.loads > 0 {
            self.way = Some(way);
            return gone;
        }
        gone.chain(self.arrive(way.place, now, services))
    }

    /// Goes to a part of a client's record, its form open, and puts the keyboard into a field of it.
    pub(super) fn point(&mut self, client: ClientId, part: Part, field: FieldId, now: Instant) -> Task<Message> {
        let form = if part == Part::Profile { client::Shows::Profile } else { client::Shows::Nothing };
        let spot = Some(Spot { control: form::id(field), caret: None });
        let gone = self.go(Destination::Client(client.clone(), part.clone()), now);
        self.way = Some(Way { place: Place { on: On::Client { client, part, form }, spot, settings: None }, loads: 1 });
        gone
    }

    /// Opens a CE Event with its success proposed.
    pub(super) fn propose(&mut self, client: ClientId, event: EventId, now: Instant) -> Task<Message> {
        let part = Part::Events(Some(event));
        let gone = self.go(Destination::Client(client.clone(), part.clone()), now);
        let on = On::Client { client, part, form: client::Shows::Success };
        self.way = Some(Way { place: Place { on, spot: None, settings: None }, loads: 1 });
        gone
    }

    /// Goes where unfinished work goes on. What is named by its destination alone opens by itself; the other forms are opened.
    pub(super) fn resume(&mut self, destination: Destination, now: Instant, services: &Services) -> Task<Message> {
        let on = match &destination {
            Destination::Clients => On::Clients { typed: String::new(), adding: true },
            Destination::Client(client, part @ Part::Profile) => {
                On::Client { client: client.clone(), part: part.clone(), form: client::Shows::Profile }
            }
            Destination::Client(client, part @ Part::Events(None)) => {
                On::Client { client: client.clone(), part: part.clone(), form: client::Shows::NewEvent }
            }
            _ => return self.go(destination, now),
        };
        self.return_to(Place { on, spot: None, settings: None }, now, services)
    }

    /// An answer of the store came: perhaps it was the last one on the way.
    pub(super) fn on_the_way(&mut self, now: Instant, services: &Services) -> Task<Message> {
        let Some(mut way) = self.way.take() else { return Task::none() };
        way.loads -= 1;
        if way.loads > 0 {
            self.way = Some(way);
            return Task::none();
        }
        self.arrive(way.place, now, services)
    }

    /// The screen is there: what was open on it, and the keyboard where it was.
    fn arrive(&mut self, place: Place, now: Instant, services: &Services) -> Task<Message> {
        let messages = match place.on {
            On::Home | On::Exchange => Vec::new(),
            On::Visit { at, .. } => at.map(|at| Message::Intake(intake::Message::Returned(at))).into_iter().collect(),
            On::Clients { typed, adding } => {
                // What was not searched for anew keeps its cursor.
                let same = matches!(&self.screen, Screen::Clients(clients) if clients.typed() == typed);
                let typed = (!same).then(|| Message::Clients(clients::Message::Typed(typed.into())));
                let adding = adding.then_some(Message::Clients(clients::Message::Add));
                typed.into_iter().chain(adding).collect()
            }
            On::Client { form, .. } => form.message().map(Message::Client).into_iter().collect(),
            On::Intake { find, at, .. } => {
                let at = at.map(|at| Message::Intake(intake::Message::Returned(at)));
                [Message::Intake(intake::Message::Find(find.into()))].into_iter().chain(at).collect()
            }
            On::Help { wrong, path } => {
                let typed = [problem::Message::Wrong(problem::Typed(wrong)), problem::Message::Path(problem::Typed(path))];
                typed.map(Message::Help).into()
            }
        };
        let mut task = Task::none();
        for message in messages {
            task = task.chain(self.screen(message, now, services));
        }
        if let Some(chosen) = &place.settings {
            self.settings = Some(settings::Settings::new(chosen, &self.known.keys, &self.known.documents));
        }
        let ends = |spot: &Spot| matches!(self.screen, Screen::Intake(_)) && intake::ends(&spot.control);
        match place.spot.filter(|spot| !ends(spot)) {
            Some(spot) => task.chain(moved(focus::back_to(&spot))),
            None => task,
        }
    }
}
