//! What comes back to the session: saves, charts, transfers. An answer to a screen that is gone is not shown to another.

use super::Session;
use crate::app::Message;
use crate::app::action::{Action, Failure};
use crate::app::perform::{self, Compared, Found, Imported, Loaded, Saved, Sent};
use crate::app::screen::home::CameBack;
use crate::app::screen::{Screen, client, clients, exchange, home, intake};
use crate::app::services::Services;
use crate::app::toast::{Undo, was_saved};
use crate::domain::coc::Cocs;
use crate::domain::directory::Directory;
use crate::domain::{Agency, Card, Instant, history};
use iced::Task;
use std::sync::Arc;

/// What an answer is to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// The save of the form that was on show.
    Save,
    /// What a notice offered to take back, whatever was saved before: the name of that.
    Undo(String),
}

impl Session {
    /// A save or the undo of one is on the disk, or failed.
    pub(super) fn came_back(
        &mut self,
        deed: Deed,
        visit: u64,
        answer: Result<Saved, Failure>,
        now: Instant,
        services: &Services,
    ) -> Task<Message> {
        self.saving = self.saving.saturating_sub(1);
        let news = if self.changes_followed(&answer) { self.ask_whether_sent() } else { Task::none() };
        let saved = self.saved(deed, visit, answer, now, services);
        Task::batch([saved, news, self.go_on_closing(now)])
    }

    pub(super) fn saved(
        &mut self,
        deed: Deed,
        visit: u64,
        answer: Result<Saved, Failure>,
        now: Instant,
        services: &Services,
    ) -> Task<Message> {
        match &answer {
            Ok(saved) => {
                self.saved = Some(now);
                self.known.unsent = saved.unsent;
                self.known.follow(&saved.charts, &saved.written);
                let owed = &self.known.owing;
                self.toasts.answered(|client| {
                    saved.whole.is_some() || saved.owing.revision() > owed.revision() && !owed.agrees(&saved.owing, client)
                });
                self.tell_saved(&deed, saved, visit == self.visit, now);
                // What is being kept or ends at this moment the save may not have seen.
                match self.keeping {
                    0 => self.known.drafts.clone_from(&saved.drafts),
                    _ => self.known.drafts.retain(|name| !saved.ended.contains(name)),
                }
                self.known.owe(&saved.owing);
                self.known.whose.extend(saved.whose.clone().unwrap_or_default());
                self.notices.extend(saved.notices.iter().cloned());
                match &saved.whole {
                    Some((agency, directory)) => {
                        self.forget_discarded();
                        self.changed_whole(agency.clone(), directory.clone());
                    }
                    None => {
                        for chart in &saved.charts {
                            let (card, before) = (Card::of(chart), self.known.directory.get(chart.id()));
                            let card = before.iter().fold(card, Card::after);
                            Arc::make_mut(&mut self.known.directory).upsert(card);
                        }
                    }
                }
            }
            Err(failure) => self.tell(failure),
        }
        let looked = match &answer {
            Ok(saved) if saved.whole.is_some() => Task::batch([self.look_who_owes(now), self.look_for_cocs()]),
            Ok(saved) if saved.parted_from_coc => {
                self.seeking = None;
                self.look_for_cocs()
            }
            _ => Task::none(),
        };
        Task::batch([looked, self.show_saved(&deed, visit, answer, now, services)])
    }

    /// Looks at what is owed of all that was written here; each save tells of itself.
    pub(super) fn look_who_owes(&mut self, now: Instant) -> Task<Message> {
        let (task, handle) = perform::owing(&self.handle, &self.ledger, now).abortable();
        self.looking = Some(handle.abort_on_drop());
        task
    }

    /// More changed than is followed chart by chart: what was looked for in all of them is to be looked for anew.
    fn changed_whole(&mut self, agency: Arc<Agency>, directory: Arc<Directory>) {
        self.known.cocs = Cocs::of(&agency);
        self.seeking = None;
        (self.known.agency, self.known.directory) = (agency, directory);
    }

    /// Looks for the CoCs of which there can be an export, where one can be chosen and that was not looked for yet.
    pub(super) fn look_for_cocs(&mut self) -> Task<Message> {
        if self.seeking.is_some() || !matches!(self.screen, Screen::Exchange) {
            return Task::none();
        }
        self.known.told_cocs = Cocs::default();
        let (task, handle) = perform::cocs(&self.handle, &self.known.agency).abortable();
        self.seeking = Some(handle.abort_on_drop());
        task
    }

    /// They were found, and are those that there are, with what saves told meanwhile. What was not is looked for when Exchange is opened again.
    pub(super) fn found_cocs(&mut self, answer: Result<Cocs, Failure>) -> Task<Message> {
        match answer {
            Ok(mut found) => {
                found.extend(self.known.told_cocs.clone());
                self.known.cocs = found;
            }
            Err(failure) => {
                self.seeking = None;
                self.tell(&failure);
            }
        }
        Task::none()
    }

    fn show_saved(&mut self, deed: &Deed, visit: u64, answer: Result<Saved, Failure>, now: Instant, services: &Services) -> Task<Message> {
        if visit != self.visit {
            // The screen was left before the answer, and its leaving kept a draft of what is now saved: that draft goes.
            let ended = answer.map(|saved| saved.ended).unwrap_or_default();
            let stale: Vec<String> = ended.into_iter().filter(|name| self.known.drafts.contains(name)).collect();
            return Task::batch(stale.into_iter().map(|name| self.draft(name, None, now)).collect::<Vec<_>>());
        }
        let event = answer.as_ref().ok().and_then(|saved| saved.event.clone());
        let charts = answer.map(|saved| saved.charts);
        match &mut self.screen {
            // The form that is open now is not what was saved: it stays as it is.
            Screen::Client(_) if *deed != Deed::Save => match charts {
                Ok(charts) => self.screen(Message::Client(client::Message::TakenBack(charts)), now, services),
                Err(_) => Task::none(),
            },
            Screen::Exchange if *deed != Deed::Save => match charts {
                Ok(charts) => self.exchange(exchange::Message::Loaded(charts), now, services),
                Err(_) => Task::none(),
            },
            Screen::Home(home) if *deed != Deed::Save => {
                if let (Ok([chart]), Some(event)) = (charts.as_deref(), event) {
                    home.came_back(CameBack::Referral(chart.id().clone(), event), &self.known.context(now));
                }
                Task::none()
            }
            _ if *deed != Deed::Save => Task::none(),
            Screen::Clients(_) => self.screen(Message::Clients(clients::Message::Saved(charts)), now, services),
            Screen::Client(_) => self.screen(Message::Client(client::Message::Saved(charts)), now, services),
            Screen::Intake(_) => self.screen(Message::Intake(intake::Message::Saved(charts)), now, services),
            Screen::Exchange => {
                let not = |_| exchange::Message::KeyIn(exchange::keyin::Message::NotTicked);
                self.exchange(charts.map_or_else(not, exchange::Message::Loaded), now, services)
            }
            _ => Task::none(),
        }
    }

    /// Says what was saved, and of whom. What is saved on the screen on show can be taken back at once; what Finish of a workflow writes of
    /// a whole household is undone in History, where it can be looked at first.
    fn tell_saved(&mut self, deed: &Deed, saved: &Saved, here: bool, now: Instant) {
        let undone = history::undone_by(&saved.what);
        let at_once = here && matches!(self.screen, Screen::Home(_) | Screen::Client(_) | Screen::Exchange);
        let words = match (undone, deed) {
            (_, Deed::Undo(of)) => format!("{of} undone"),
            (Some(undone), Deed::Save) => {
                let what = if let Screen::Client(record) = &self.screen { record.undoing().filter(|_| here) } else { None };
                what.map_or_else(|| format!("Save {undone} undone"), |what| format!("Save {undone} undone: {what}"))
            }
            (None, Deed::Save) => was_saved(&saved.what),
        };
        let only = if let [chart] = saved.charts.as_slice() { Some(chart.id().clone()) } else { None };
        let client = match &self.screen {
            Screen::Intake(intake) if here => Some(intake.client().clone()),
            _ => only,
        };
        let undo = (at_once && undone.is_none()).then(|| (saved.sequence, saved.what.clone()));
        self.toasts.saved(words, client.map(|client| (client, saved.event.clone())), undo, now);
    }

    /// Takes back what this notice offers to: a save of Home a moment ago, or that something was discarded.
    pub(super) fn take_back(&mut self, toast: Option<u64>, now: Instant, services: &Services) -> Task<Message> {
        let (sequence, of) = match toast.and_then(|toast| self.toasts.take_undo(toast)) {
            Some(Undo::Draft(discarded)) => return self.bring_back(*discarded, now, services),
            Some(Undo::Save(sequence, of)) => (sequence, of),
            None => {
                self.toasts.hint("Nothing can be taken back here now. The client's History undoes any save.", now);
                return Task::none();
            }
        };
        self.saving += 1;
        let stamp = self.known.context(now).stamp();
        let taken = perform::take_back(&self.handle, &self.ledger, self.visit, (sequence, of), stamp, "Taken back right after it");
        // Its notice goes, and with it the button that may have had the keyboard.
        Task::batch([self.ask_after_notice(), taken])
    }

    pub(super) fn loaded(&mut self, visit: u64, answer: Result<Loaded, Failure>, now: Instant, services: &Services) -> Task<Message> {
        if visit != self.visit {
            return Task::none();
        }
        if let Ok(loaded) = &answer {
            self.known.written.clone_from(&loaded.written);
        }
        match (answer, &self.screen) {
            (Err(failure), _) => self.say(&failure),
            (Ok(loaded), Screen::Home(_)) => self.screen(Message::Home(home::Message::Loaded(loaded)), now, services),
            (Ok(loaded), Screen::Client(_)) => self.screen(Message::Client(client::Message::Loaded(loaded)), now, services),
            (Ok(loaded), Screen::Clients(_)) => self.screen(Message::Clients(clients::Message::Loaded(loaded.drafts)), now, services),
            (Ok(loaded), Screen::Exchange) => self.exchange(exchange::Message::Loaded(loaded.charts), now, services),
            (Ok(loaded), Screen::Intake(_)) => self.screen(Message::Intake(intake::Message::Loaded(loaded)), now, services),
            _ => Task::none(),
        }
    }

    pub(super) fn compared(&mut self, answer: Result<Compared, Failure>, now: Instant, services: &Services) -> Task<Message> {
        match answer {
            Ok(Compared { prepared: Some(_), .. }) if self.locked => {
                self.transfer = None;
                let words = "The import that was being compared is not taken over, because the desk was locked meanwhile. Import it again.";
                self.notices.push(words.to_owned());
                Task::none()
            }
            Ok(Compared { outcome, question, prepared }) if prepared.is_some() => {
                self.transfer_ended(false);
                self.prepared = prepared;
                let action = self.exchange.compared(outcome, question);
                // Who went elsewhere meanwhile keeps the keyboard there.
                if matches!(self.screen, Screen::Exchange) { self.act(action, now, services) } else { Task::none() }
            }
            answer => {
                let ended = self.exported(answer.map(|compared| compared.outcome), now);
                Task::batch([ended, self.land(now, services)])
            }
        }
    }

    pub(super) fn imported(&mut self, answer: Result<Imported, Failure>, now: Instant, services: &Services) -> Task<Message> {
        let outcome = answer.map(|Imported { outcome, agency, directory, unsent, drafts, whose }| {
            self.known.unsent = unsent;
            (self.known.drafts, self.known.whose) = (drafts, whose);
            self.forget_discarded();
            self.changed_whole(agency, directory);
            self.saved = Some(now);
            outcome
        });
        let ended = Task::batch([self.exported(outcome, now), self.ask_whether_sent(), self.look_who_owes(now)]);
        let look = self.exchange.look(&self.known.context(now));
        let here = matches!(self.screen, Screen::Exchange);
        let look = if here { self.act(look, now, services) } else { Task::none() };
        Task::batch([ended, self.land(now, services), look, self.look_for_cocs()])
    }

    /// What had the keyboard while something was under way may be gone: what is said of it has it, in sight. Who went elsewhere meanwhile
    /// keeps it there.
    fn land(&mut self, now: Instant, services: &Services) -> Task<Message> {
        let here = matches!(self.screen, Screen::Exchange) && !self.locked;
        if here { self.act(Action::Focus(self.exchange.landed().to_owned()), now, services) } else { Task::none() }
    }

    /// An export was written, or waits for a word.
    pub(super) fn sent(&mut self, answer: Result<Sent, Failure>, now: Instant, services: &Services) -> Task<Message> {
        match answer {
            Ok(Sent::Written { outcome, exports, ahead }) => {
                self.known.exports = exports;
                // That an export was made is a save.
                self.saved = if self.known.read_only { self.saved } else { Some(now) };
                // What left something out, or hashed it, is no answer to the HMIS.
                self.known.unsent = ahead;
                let news = self.ask_whether_sent();
                let ended = self.exported(Ok(outcome), now);
                Task::batch([ended, news, self.land(now, services)])
            }
            Ok(Sent::Held(found)) => {
                self.transfer_ended(false);
                let words = found.headline.clone();
                let action = self.exchange.held(found, &self.known.context(now));
                self.told_on_exchange(words, action, now, services)
            }
            Err(failure) => Task::batch([self.exported(Err(failure), now), self.land(now, services)]),
        }
    }

    /// A check came back.
    pub(super) fn checked(&mut self, answer: Result<Found, Failure>, now: Instant, services: &Services) -> Task<Message> {
        match answer {
            Ok(found) => {
                self.transfer_ended(false);
                let words = found.headline.clone();
                let action = self.exchange.checked(found, &self.known.context(now));
                self.told_on_exchange(words, action, now, services)
            }
            Err(failure) => Task::batch([self.exported(Err(failure), now), self.land(now, services)]),
        }
    }

    /// The page says it and takes the keyboard, or who is elsewhere hears of it.
    fn told_on_exchange(&mut self, words: String, action: Action, now: Instant, services: &Services) -> Task<Message> {
        match self.screen {
            Screen::Exchange if !self.locked => return self.act(action, now, services),
            _ if self.locked => self.notices.push(words),
            _ => self.toasts.of_transfer(words),
        }
        Task::none()
    }

    /// The key-in sheet was written, or not. Who does not see its page hears of it.
    pub(super) fn printed(&mut self, answer: Result<String, Failure>, now: Instant, services: &Services) -> Task<Message> {
        self.transfer_ended(false);
        let words = match &answer {
            Ok(words) => words.clone(),
            Err(failure) => format!("{}. {}", failure.what, failure.why),
        };
        match self.screen {
            _ if self.locked => self.notices.push(words),
            Screen::Exchange => {}
            _ => self.toasts.of_transfer(words),
        }
        self.exchange(exchange::Message::KeyIn(exchange::keyin::Message::Printed(answer)), now, services)
    }

    /// Nothing is under way on Exchange any more; an export that was `written` looked at all that was saved.
    fn transfer_ended(&mut self, written: bool) {
        self.transfer = None;
        self.toasts.over(written);
    }

    pub(super) fn exported(&mut self, answer: Result<exchange::Outcome, Failure>, now: Instant) -> Task<Message> {
        self.transfer_ended(answer.as_ref().is_ok_and(|outcome| outcome.exported));
        let here = matches!(self.screen, Screen::Exchange);
        match &answer {
            // Nobody sees a toast now; a notice waits until it is read.
            Ok(outcome) if !here && self.locked => self.notices.push(outcome.headline.clone()),
            Ok(outcome) if !here => self.toasts.done(outcome.headline.clone(), now),
            Ok(_) => {}
            // The page says it.
            Err(failure) if here && !self.locked => self.trail.failed(failure),
            Err(failure) => self.tell(failure),
        }
        self.exchange.finished(answer);
        // What was just written is not written over by the next.
        self.exchange.propose(&self.known.documents, now.date());
        Task::none()
    }
}
