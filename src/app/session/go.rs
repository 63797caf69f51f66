//! From screen to screen: what is half typed is kept, and the next screen says who has the keyboard.

use super::place::Place;
use super::{PAGE, Session, help};
use crate::app::action::{Action, Destination, Failure};
use crate::app::screen::help::Help;
use crate::app::screen::intake::Whence;
use crate::app::screen::{Screen, client, clients, home, intake};
use crate::app::{Message, moved, perform, widget};
use crate::domain::Instant;
use crate::domain::intake::{Mend, Purpose};
use crate::world;
use iced::Task;
use std::mem;

impl Session {
    /// Goes to a screen. Unfinished work is kept as a draft first, so that leaving is always safe.
    pub(super) fn go(&mut self, destination: Destination, now: Instant) -> Task<Message> {
        let kept = self.keep_draft(now);
        // Whoever goes elsewhere does not want to be led back any more.
        self.way = None;
        if destination == Destination::Help && !matches!(self.screen, Screen::Help(_)) {
            self.before = Some(Place::here(self));
        }
        self.settings = None;
        self.aside.close();
        self.toasts.leave(&destination, now);
        self.before_notice = None;
        self.visit += 1;
        if let Screen::Clients(clients) = &self.screen {
            self.sought = clients.sought();
        }
        self.errand = match (&self.screen, destination.client()) {
            (Screen::Exchange, client) => client.cloned(),
            (_, client) => self.errand.take().filter(|errand| Some(errand) == client),
        };
        let whence = self.whence(&destination);
        let cx = self.known.context(now);
        let (screen, action) = match destination {
            Destination::Home => {
                let left = match &mut self.screen {
                    Screen::Home(home) => mem::take(home),
                    _ => mem::take(&mut self.home),
                };
                let (screen, action) = home::Home::again(left, &cx);
                (Screen::Home(screen), action)
            }
            Destination::Exchange | Destination::Export => {
                self.exchange.arrived();
                self.exchange.propose(&self.known.documents, now.date());
                let sends = destination == Destination::Export;
                let first = if sends { self.exchange.first_to_send(&cx) } else { self.exchange.first(&cx) };
                (Screen::Exchange, Action::Focus(first).and(self.exchange.look(&cx)))
            }
            Destination::Help => {
                let (screen, action) = Help::new(&cx);
                (Screen::Help(screen), action)
            }
            Destination::Clients => {
                let (screen, action) = clients::Clients::find(&self.sought, &cx);
                (Screen::Clients(screen), action)
            }
            Destination::Client(id, part) => {
                let (screen, action) = client::Record::new(id, part, &cx);
                (Screen::Client(Box::new(screen)), action)
            }
            Destination::Intake(..) | Destination::Visit(..) | Destination::Mend(..) => match world::random() {
                Ok(seed) => {
                    let (screen, action) = match destination {
                        Destination::Visit(purpose, client, stay) => {
                            intake::Intake::visit(Mend::begin(purpose, stay), client, seed, whence, &cx)
                        }
                        Destination::Mend(client, mend) => intake::Intake::visit(mend, client, seed, whence, &cx),
                        Destination::Intake(client, event) => intake::Intake::new((client, event), seed, whence, &cx),
                        _ => return Task::none(),
                    };
                    (Screen::Intake(Box::new(screen)), action)
                }
                Err(why) => return self.say(&Failure::new("Not opened", why)),
            },
        };
        if let Screen::Home(home) = mem::replace(&mut self.screen, screen) {
            self.home = home;
        }
        let looked = self.look_for_cocs();
        // A screen is seen from its beginning; what then gets the keyboard is brought into view.
        Task::batch([help::to_top(PAGE).chain(self.begin(kept, action)), looked])
    }

    /// True in a record that Exchange led to, where nothing in it is to be closed first.
    pub(super) fn on_errand(&self) -> bool {
        self.errand.is_some() && matches!(&self.screen, Screen::Client(record) if !record.reads_on())
    }

    /// Goes to the first answer that is missing: of what the notice says, of the client on screen, on Home of who has owed longest.
    pub(super) fn go_to_owed(&mut self, now: Instant) -> Task<Message> {
        let cx = self.known.context(now);
        let noticed = self.toasts.missing().and_then(|notice| notice.way.clone());
        let here = match &self.screen {
            Screen::Client(record) => cx.owed(record.client()),
            Screen::Home(_) => cx.organization().and_then(|ours| cx.owing.households(cx.agency, ours).into_iter().next()),
            _ => None,
        };
        match noticed.or(here.map(|owes| Destination::Mend(owes.client, owes.way))) {
            Some(way) => self.go(way, now),
            None => {
                let words = match () {
                    () if cx.organization().is_none() => "Choose your organization in Settings: whose answers are missing depends on it.",
                    () if !cx.owing.is_known() => "Still looking for missing answers. Try again in a moment.",
                    () => "No answer is missing here.",
                };
                self.toasts.hint(words, now);
                Task::none()
            }
        }
    }

    /// Where a workflow leads that is begun now.
    fn whence(&self, to: &Destination) -> Whence {
        match &self.screen {
            // What the check found is corrected one after the other.
            _ if self.errand.is_some() => Whence::Exchange,
            // Of the workflows over a stay Home lists the annual assessments, and what was said there leads to answers that are missing.
            Screen::Home(_) if matches!(to, Destination::Visit(purpose, ..) if *purpose != Purpose::Annual) => Whence::default(),
            Screen::Home(_) => Whence::Home,
            // What it leads on to ends where it would have ended.
            Screen::Intake(intake) => intake.whence().clone(),
            // What answers a referral leads back to where that was read.
            Screen::Client(record) if matches!(to, Destination::Intake(_, Some(_))) => record.whence(),
            // An answer that is missing is asked for in many places, and perhaps of somebody else.
            Screen::Client(record) if matches!(to, Destination::Mend(_, mend) if mend.question.is_some()) => record.whence(),
            _ => Whence::default(),
        }
    }

    /// What a screen asks for when it is first shown: the keyboard at once, what is to be loaded after the draft is kept.
    fn begin(&self, kept: Task<Message>, action: Action) -> Task<Message> {
        match action {
            Action::Load(ids) => kept.chain(perform::load(&self.handle, &self.ledger, self.visit, ids)),
            Action::KeyIn => kept.chain(perform::read_keyin(&self.handle, &self.ledger, self.known.memory())),
            Action::Focus(id) => Task::batch([moved(widget::focus::focus(id)), kept]),
            Action::Both(first, second) => Task::batch([self.begin(Task::none(), *first), self.begin(kept, *second)]),
            _ => kept,
        }
    }
}
