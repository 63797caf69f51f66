//! A client's record: who it is on one line, the menu at the left, the chosen part at the right.

mod answers;
pub mod during;
mod enrollments;
pub mod events;
pub mod foot;
pub mod history;
mod menu;
mod message;
pub mod move_in;
pub mod notes;
mod owed;
pub mod person;
pub mod profile;
mod whereabouts;

use crate::app::Element;
use crate::app::action::{Action, Destination, Part, Then};
use crate::app::context::Context;
use crate::app::form;
use crate::app::icon::Icon;
use crate::app::onward::Onward;
use crate::app::perform::Loaded;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{Kind, banner, button, inert};
use crate::domain::intake::{Mend, NOT_THEIRS, Purpose};
use crate::domain::occasion;
use crate::domain::{Chart, ClientId, EnrollmentId, File, Text};
use during::During;
use enrollments::Enrollments;
use events::Events;
use history::History;
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};
use menu::Entry;
pub use menu::WIDTH as MENU;
pub use message::{Message, Shows};
use move_in::MoveIn;
use notes::Notes;
use owed::Mates;
use profile::Profile;

/// A record on show.
pub struct Record {
    client: ClientId,
    chart: Option<Chart>,
    /// The others of the households that the client leads.
    mates: Mates,
    drafts: Vec<(String, Text)>,
    shown: Shown,
    saving: bool,
    /// What stands in the form on show was saved there.
    kept: bool,
    /// Where closing the CE Event or the move-in leads to which somebody came at once: from Home, an intake or an exit.
    then: Then,
}

/// The part on show.
enum Shown {
    Profile(Profile),
    Enrollments(Enrollments),
    MoveIn(Box<MoveIn>),
    During(Box<During>),
    Events(Box<Events>),
    Notes(Box<Notes>),
    History(Box<History>),
    /// A part that waits for its chart.
    Waiting(Part),
}

impl Shown {
    /// The entry of the menu under which it stands; none until it is known.
    fn entry(&self) -> Option<Entry> {
        match self {
            Self::Profile(_) => Some(Entry::Profile),
            Self::Enrollments(_) | Self::MoveIn(_) | Self::During(_) => Some(Entry::Enrollments),
            Self::Events(_) => Some(Entry::Events),
            Self::Notes(_) => Some(Entry::Notes),
            Self::History(_) => Some(Entry::History),
            Self::Waiting(_) => None,
        }
    }
}

/// The wish for the charts of a record: the client's own, and of those whom the client answers for.
fn wanted(client: &ClientId, cx: &Context<'_>) -> Action {
    Action::Load(std::iter::once(client.clone()).chain(Mates::wanted(client, cx)).collect())
}

impl Record {
    /// A record, and the wish for its chart.
    pub fn new(client: ClientId, part: Part, cx: &Context<'_>) -> (Self, Action) {
        let load = wanted(&client, cx);
        let then = match &part {
            Part::Events(Some(_)) => Then::Home,
            Part::MoveIn(_, then) => *then,
            _ => Then::Enrollments,
        };
        (
            Self {
                client,
                chart: None,
                mates: Mates::default(),
                drafts: Vec::new(),
                shown: Shown::Waiting(part),
                saving: false,
                kept: false,
                then,
            },
            load,
        )
    }

    /// Judges anew what hangs on more than the chart. To be called after each message, whoever it was for.
    pub fn refresh(&mut self, cx: &Context<'_>) {
        if let (Shown::Enrollments(part), Some(chart)) = (&mut self.shown, &self.chart) {
            part.refresh(chart, &self.mates, cx);
        }
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        // Between a save and its answer nothing else counts: what is typed then would be overwritten by what comes back.
        if self.saving && !matches!(message, Message::Saved(_) | Message::TakenBack(_) | Message::Loaded(_)) {
            return Action::None;
        }
        match message {
            Message::Loaded(Loaded { charts, drafts, .. }) => {
                self.drafts = drafts;
                let (own, mates): (Vec<Chart>, Vec<Chart>) = charts.into_iter().partition(|c| *c.id() == self.client);
                self.chart = own.into_iter().next();
                self.mates = Mates::of(mates);
                if let Shown::Enrollments(part) = &mut self.shown {
                    *part = Enrollments::default();
                }
                match &self.shown {
                    // What an undo took away whole.
                    Shown::Waiting(Part::History) if self.chart.is_none() => Action::Go(Destination::Clients),
                    Shown::Waiting(part) => self.show(part.clone(), cx),
                    _ => Action::None,
                }
            }
            Message::Saved(answer) => self.saved(answer, cx),
            Message::TakenBack(charts) => self.taken_back(&charts, cx),
            Message::Menu(part) => self.leave_for(part, cx),
            Message::Visit(purpose, stay) => Action::Go(Destination::Visit(purpose, self.client.clone(), stay)),
            Message::Answer(mate, mend) => Action::Go(Destination::Mend(mate, mend)),
            Message::Correct(mend) => Action::Go(Destination::Mend(self.client.clone(), mend)),
            Message::Intake | Message::Command(Command::Intake) => {
                Action::Go(Destination::Intake(self.client.clone(), self.recorded_event().cloned()))
            }
            Message::Record(event) => Action::Propose(self.client.clone(), event),
            Message::Along(control, down) => menu::along(control.as_deref(), down),
            Message::Command(Command::Events) => self.leave_for(Part::Events(None), cx),
            Message::Command(Command::Profile) => self.leave_for(Part::Profile, cx),
            Message::Command(Command::Enrollments) => self.leave_for(Part::Enrollments, cx),
            // Once more, and a new note begins.
            Message::Command(Command::Notes) if matches!(&self.shown, Shown::Notes(_)) => self.notes(notes::Message::New, cx),
            Message::Command(Command::Notes) => self.leave_for(Part::Notes(None), cx),
            Message::Command(Command::History) => self.leave_for(Part::History, cx),
            Message::Command(command) => self.command(command, cx),
            Message::Profile(message) => self.profile(message, cx),
            Message::Events(message) => self.events(message, cx),
            Message::MoveIn(message) => self.move_in(message, cx),
            Message::During(message) => self.during(message, cx),
            Message::Notes(message) => self.notes(message, cx),
            Message::History(message) => self.history(message, cx),
        }
    }

    fn during(&mut self, message: during::Message, cx: &Context<'_>) -> Action {
        let (Shown::During(during), Some(chart)) = (&mut self.shown, &self.chart) else { return Action::None };
        let action = during.update(message, chart, &self.drafts, cx);
        self.noted(action)
    }

    fn notes(&mut self, message: notes::Message, cx: &Context<'_>) -> Action {
        let (Shown::Notes(notes), Some(chart)) = (&mut self.shown, &self.chart) else { return Action::None };
        let action = notes.update(message, chart, &self.drafts, cx);
        self.noted(action)
    }

    fn move_in(&mut self, message: move_in::Message, cx: &Context<'_>) -> Action {
        match (&mut self.shown, &self.chart) {
            (Shown::MoveIn(form), Some(chart)) => {
                let (action, closed) = form.update(message, chart, cx);
                let (stay, action) = (form.stay().clone(), self.noted(action));
                if closed { action.and(self.after_move_in(stay, cx)) } else { action }
            }
            _ => Action::None,
        }
    }

    /// Where the form of the move-in of this stay leads when it is closed.
    fn after_move_in(&mut self, stay: EnrollmentId, cx: &Context<'_>) -> Action {
        match self.then {
            Then::Home => Action::Go(Destination::Home),
            Then::Exit => Action::Go(Destination::Visit(Purpose::Exit, self.client.clone(), stay)),
            Then::Enrollments => self.show(Part::Enrollments, cx),
        }
    }

    fn history(&mut self, message: history::Message, cx: &Context<'_>) -> Action {
        let Shown::History(history) = &mut self.shown else { return Action::None };
        let action = history.update(message, &self.drafts, cx);
        self.noted(action)
    }

    fn profile(&mut self, message: profile::Message, cx: &Context<'_>) -> Action {
        match (&mut self.shown, &self.chart) {
            (Shown::Profile(profile), Some(chart)) => {
                let action = profile.update(message, chart, cx);
                self.noted(action)
            }
            _ => Action::None,
        }
    }

    fn events(&mut self, message: events::Message, cx: &Context<'_>) -> Action {
        match (&mut self.shown, &self.chart) {
            (Shown::Events(events), Some(chart)) => {
                let was_open = events.event().is_some();
                let action = events.update(message, chart, &self.drafts, cx);
                let closed = was_open && events.event().is_none();
                self.kept &= was_open && !closed;
                let action = self.noted(action);
                if closed && self.then == Then::Home { action.and(Action::Go(Destination::Home)) } else { action }
            }
            _ => Action::None,
        }
    }

    fn command(&mut self, command: Command, cx: &Context<'_>) -> Action {
        match &self.shown {
            Shown::Profile(_) => match command {
                Command::Save | Command::SaveClose => self.profile(profile::Message::Save, cx),
                Command::Close => self.profile(profile::Message::Leave, cx),
                _ => Action::None,
            },
            Shown::History(history) => match command {
                Command::Save | Command::SaveClose => self.history(history::Message::Save, cx),
                Command::Close if history.is_open() => self.history(history::Message::Back, cx),
                _ => Action::None,
            },
            Shown::Events(_) => match command {
                Command::Save => self.events(events::Message::Save { close: false }, cx),
                Command::SaveClose => self.events(events::Message::Save { close: true }, cx),
                Command::Close => self.events(events::Message::Leave, cx),
                _ => Action::None,
            },
            Shown::During(during) => match command {
                Command::Save | Command::SaveClose => self.during(during::Message::Save, cx),
                Command::Close if during.which().is_some() => self.during(during::Message::Leave, cx),
                Command::Close => self.leave_for(Part::Enrollments, cx),
                _ => Action::None,
            },
            Shown::Notes(notes) => match command {
                Command::Save | Command::SaveClose => self.notes(notes::Message::Save, cx),
                Command::Close if notes.which().is_some() => self.notes(notes::Message::Leave, cx),
                _ => Action::None,
            },
            Shown::MoveIn(_) => match command {
                Command::Save | Command::SaveClose => self.move_in(move_in::Message::Save, cx),
                Command::Close => self.move_in(move_in::Message::Leave, cx),
                _ => Action::None,
            },
            _ => Action::None,
        }
    }

    /// Remembers what a part asked for: that a save is on its way, and which drafts are kept now.
    fn noted(&mut self, action: Action) -> Action {
        self.saving = matches!(action, Action::Save(_));
        for (name, text) in action.drafts() {
            self.drafts.retain(|(n, _)| n != name);
            self.drafts.extend(text.map(|text| (name.to_owned(), text.clone())));
        }
        action
    }

    /// Goes to another part; what is half typed is kept as a draft first.
    fn leave_for(&mut self, part: Part, cx: &Context<'_>) -> Action {
        self.then = Then::Enrollments;
        let kept = self.draft().map_or(Action::None, |(name, text)| Action::Draft(name, text));
        let kept = self.noted(kept);
        kept.and(self.show(part, cx))
    }

    fn show(&mut self, part: Part, cx: &Context<'_>) -> Action {
        self.kept = false;
        let Some(chart) = &self.chart else {
            self.shown = Shown::Waiting(part);
            return Action::None;
        };
        match part {
            Part::Profile => {
                let (profile, action) = Profile::new(chart, &self.drafts, cx);
                self.shown = Shown::Profile(profile);
                action
            }
            Part::Enrollments => {
                let part = Enrollments::of(chart, &self.mates, cx);
                let first = part.first(chart, cx);
                self.shown = Shown::Enrollments(part);
                Action::Focus(first)
            }
            Part::MoveIn(stay, _) => match MoveIn::new(&stay, chart, &self.drafts) {
                Some(form) => {
                    self.shown = Shown::MoveIn(Box::new(form));
                    Action::Focus(MoveIn::first())
                }
                None => self.without(cx),
            },
            Part::During(stay, which) => match During::new(&stay, which.as_ref(), chart, &self.drafts, cx) {
                Some((during, action)) => {
                    self.shown = Shown::During(Box::new(during));
                    action
                }
                None => self.without(cx),
            },
            Part::Arose(field, key) => {
                let found = form::field_of(&field).and_then(|field| occasion::locate(chart, field, &key));
                self.show(found.map_or(Part::Enrollments, |(stay, which)| Part::During(stay, Some(which))), cx)
            }
            Part::Answer { field, file, key } => {
                let place = form::field_of(&field).zip(File::from_name(&file));
                match place.and_then(|(field, file)| Mend::of(chart, field, file, &key)) {
                    Some(mend) => Action::Go(Destination::Mend(self.client.clone(), mend)),
                    None => self.show(Part::Enrollments, cx),
                }
            }
            Part::Notes(which) => {
                let (notes, action) = Notes::new(which.as_ref(), chart, &self.drafts, cx);
                self.shown = Shown::Notes(Box::new(notes));
                action
            }
            Part::History => {
                let (history, action) = History::new(&self.client, cx);
                self.shown = Shown::History(Box::new(history));
                action
            }
            Part::Events(event) => {
                let (events, action) = Events::new(event, chart, &self.drafts, cx);
                self.shown = Shown::Events(Box::new(events));
                action
            }
        }
    }

    /// The enrollments, where the one that is meant is not among them any more.
    fn without(&mut self, cx: &Context<'_>) -> Action {
        self.show(Part::Enrollments, cx).and(Action::Caution(NOT_THEIRS.to_owned()))
    }

    /// The screen.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let part: Element<'a, Message> = match (&self.shown, &self.chart) {
            (_, None) | (Shown::Waiting(_), _) => text::secondary("Opening the record…").into(),
            (Shown::Profile(profile), Some(chart)) => profile.view(chart, cx).map(Message::Profile),
            (Shown::Enrollments(part), Some(chart)) => part.view(chart, cx),
            (Shown::MoveIn(form), Some(chart)) => form.view(chart, cx),
            (Shown::During(during), Some(chart)) => during.view(chart, cx).map(Message::During),
            (Shown::Events(events), Some(chart)) => events.view(chart, cx).map(Message::Events),
            (Shown::Notes(notes), Some(chart)) => notes.view(chart, cx).map(Message::Notes),
            (Shown::History(history), Some(chart)) => history.view(chart, cx).map(Message::History),
        };
        let part = inert(part, self.saving);
        // Beside or above the page it does not scroll. Its place is there in any case, so that the part keeps the keyboard when a
        // window becomes narrow.
        let within = menu::Stand::of(cx) == menu::Stand::Within;
        let (line, apart) = if within { (menu::line(self.shown.entry()), cx.edge().max(space::S8)) } else { (gap().into(), 0.0) };
        let body = column![line, part].spacing(apart);
        let alert = cx.card(&self.client).is_none().then(|| {
            let words = "This client is not on this desk. Import a newer export, or find another client.";
            column![banner(Tone::Warn, words, None), gap().height(space::S16)]
        });
        column![].push(alert).push(body).width(Length::Fill).into()
    }

    /// The menu, beside the page and in sight however far that is scrolled, where there is room for it.
    pub fn side<'a>(&self, cx: &Context<'_>) -> Option<Element<'a, Message>> {
        (!cx.narrow()).then(|| menu::beside(self.shown.entry()))
    }

    /// What ends the form on show, below the page and in sight however far that is scrolled: of a CE Event, whose answers fill the page.
    pub fn foot<'a>(&self, cx: &Context<'_>) -> Option<Element<'a, Message>> {
        let (Shown::Events(events), Some(chart)) = (&self.shown, &self.chart) else { return None };
        events.foot(chart, cx).map(|foot| inert(foot.map(Message::Events), self.saving))
    }

    /// Who it is and how far the form is, for the lines above the page, and the menu, where it stands there.
    pub fn head<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let next = self.next(cx);
        let kind = if next.is_urged() { Kind::Primary } else { Kind::Plain };
        let act = button(next.label()).id("onward").kind(kind);
        let act = if let Some(key) = next.command() { act.hint(shortcut::hint(key)) } else { act };
        let act = act.on_press(match next {
            Onward::Begin | Onward::Continue | Onward::AllTheSame | Onward::Besides => Message::Intake,
            Onward::Record(event) => Message::Record(event),
            Onward::Enrollment => Message::Menu(Part::Enrollments),
        });
        // The cards of the enrollments say it themselves, at each point.
        let owes = cx.owed(&self.client).filter(|_| !matches!(self.shown, Shown::Enrollments(_))).map(|owes| owed::link(&owes, cx));
        let person = |act: Option<Element<'a, Message>>| {
            let acts =
                (owes.is_some() || act.is_some()).then(|| row![].push(owes).push(act).spacing(space::S16).align_y(Alignment::Center));
            person::line(cx.client_name(&self.client), &self.client, self.state(), acts.map(Element::from), cx)
        };
        if menu::Stand::of(cx) == menu::Stand::Above {
            let row = row![menu::across(self.shown.entry()), gap().width(Length::Fill), act].align_y(Alignment::Center);
            return column![person(None), row].spacing(cx.bar()).into();
        }
        person(Some(if cx.low() { act } else { act.icon(Icon::ClipboardList) }.into()))
    }

    /// What comes next for the client. Where the enrollments are on show already, it is another intake; where the referral is open in its form,
    /// its Save records the result.
    fn next(&self, cx: &Context<'_>) -> Onward {
        match Onward::of(&self.client, self.recorded_event(), cx) {
            Onward::Enrollment if matches!(self.shown, Shown::Enrollments(_)) => Onward::Begin,
            Onward::Record(event) if self.recorded_event() == Some(&event) => Onward::Enrollment,
            next => next,
        }
    }

    /// How far the form on show is, in a word; none where there is no form.
    fn state(&self) -> Option<(&'static str, Tone)> {
        let edits = match &self.shown {
            Shown::Profile(profile) => profile.edits(),
            Shown::Events(events) => events.event().is_some(),
            Shown::MoveIn(_) => true,
            Shown::During(during) => during.which().is_some(),
            Shown::Notes(notes) => notes.edits(),
            Shown::Enrollments(_) | Shown::History(_) | Shown::Waiting(_) => false,
        };
        match () {
            () if self.saving => Some(("Saving…", Tone::Neutral)),
            () if self.draft().is_some_and(|(_, text)| text.is_some()) || matches!(&self.shown, Shown::Events(e) if e.changed()) => {
                Some(("Not saved yet", Tone::Warn))
            }
            () => edits.then_some(if self.kept { ("Saved", Tone::Ok) } else { ("Nothing changed", Tone::Neutral) }),
        }
    }
}
