//! The session's part in the help: the panel at the right, the referral that the guide follows, the problem report.

use super::{Session, perform, widget};
use crate::app::action::{Destination, Failure};
use crate::app::desk::Desk;
use crate::app::guide::{self, Followed};
use crate::app::screen::Screen;
use crate::app::screen::help::pages::Spot;
use crate::app::screen::help::problem;
use crate::app::services::Services;
use crate::app::theme::Look;
use crate::app::widget::badge::{NOTICE, notice_id};
use crate::app::widget::focus::Spot as Place;
use crate::app::{Message, aside, moved, report};
use crate::domain::{ClientId, Instant, Text};
use iced::Task;
use iced::advanced::widget::operate;
use iced::advanced::widget::operation::scrollable::{AbsoluteOffset, RelativeOffset, scroll_by, scroll_to, snap_to};
use std::path::PathBuf;

/// How far PgUp and PgDn go, px.
const FAR: f32 = 320.0;

impl Session {
    /// What is on screen, for its help page.
    pub fn spot(&self) -> Spot {
        match (&self.settings, &self.screen) {
            (Some(settings), _) => settings.spot(),
            (None, Screen::Home(_)) => Spot::Home,
            (None, Screen::Clients(s)) => s.spot(),
            (None, Screen::Client(s)) => s.spot(),
            (None, Screen::Intake(s)) => s.spot(),
            (None, Screen::Exchange) => Spot::Exchange,
            (None, Screen::Help(_)) => Spot::Help,
        }
    }

    /// F1: asks who has the keyboard.
    pub(super) fn ask_about() -> Task<Message> {
        widget::focus::asked().map(|control| Message::Aside(aside::Message::About(control)))
    }

    /// What happens in the panel.
    pub(super) fn in_aside(&mut self, message: aside::Message, now: Instant) -> Task<Message> {
        match message {
            aside::Message::About(control) => {
                if self.aside.about(control, self.spot()) {
                    read()
                } else {
                    self.close_page()
                }
            }
            aside::Message::Show(topic) => {
                self.aside.show(topic);
                read()
            }
            aside::Message::Moved(control) => {
                if self.aside.follow(control, self.spot()) {
                    to_top(aside::SCROLL)
                } else {
                    Task::none()
                }
            }
            aside::Message::Keep(guide) => self.want_guide(guide, now),
            aside::Message::Close => self.close_page(),
            aside::Message::Left(control) => {
                self.aside.back(control.as_deref()).map_or_else(Task::none, |id| moved(widget::focus::focus(id)))
            }
        }
    }

    /// Puts the help page away; the keyboard goes back where it was, unless it is somewhere else on the page by now.
    pub(super) fn close_page(&mut self) -> Task<Message> {
        self.aside.close();
        widget::focus::asked().map(|control| Message::Aside(aside::Message::Left(control)))
    }

    /// Shows the guide, or puts it away for good.
    pub(super) fn toggle_guide(&mut self, now: Instant) -> Task<Message> {
        if self.aside.toggle(self.known.desk.guide, self.window) {
            return Task::batch([self.want_guide(true, now), read()]);
        }
        self.put_guide_away(now)
    }

    /// By whichever key it was closed: it stays away until it is asked for, also where there is room for it again.
    pub(super) fn put_guide_away(&mut self, now: Instant) -> Task<Message> {
        let left = self.close_page();
        Task::batch([self.want_guide(false, now), left])
    }

    fn want_guide(&mut self, guide: bool, now: Instant) -> Task<Message> {
        if guide == self.known.desk.guide {
            return Task::none();
        }
        self.apply_quietly(Desk { guide, ..self.known.desk.clone() }, now)
    }

    /// F6: to the latest notice, or back from it.
    pub(super) fn go_to_notice(&mut self, from: Option<Place>) -> Task<Message> {
        if from.as_ref().is_some_and(|spot| spot.control.starts_with(NOTICE)) {
            return self.leave_notice(from.as_ref());
        }
        let latest = self.toasts.staying().last().map(|toast| notice_id(toast.id, toast.way.is_some() || toast.undo.is_some()));
        let undo = || self.toasts.undo().map(|toast| notice_id(toast, true));
        let Some(id) = latest.or_else(undo) else { return Task::none() };
        self.before_notice = from;
        moved(widget::focus::focus(id))
    }

    /// A notice is put away: asks whether its button had the keyboard.
    pub(super) fn ask_after_notice(&self) -> Task<Message> {
        if self.before_notice.is_some() { widget::focus::spot().map(Message::FromNotice) } else { Task::none() }
    }

    /// The keyboard goes back where it was before it went to a notice, unless it is somewhere else on the page by now.
    pub(super) fn leave_notice(&mut self, now: Option<&Place>) -> Task<Message> {
        let back = self.before_notice.take().filter(|_| now.is_none_or(|spot| spot.control.starts_with(NOTICE)));
        back.map_or_else(Task::none, |spot| moved(widget::focus::back_to(&spot)))
    }

    /// PgDn and PgUp that no list wanted: the help page scrolls, or the page.
    pub(super) fn scroll(&self, down: bool) -> Task<Message> {
        let id = if self.aside.page().is_some() { aside::SCROLL } else { super::PAGE };
        moved(operate(scroll_by(id.into(), AbsoluteOffset { x: 0.0, y: if down { FAR } else { -FAR } })))
    }

    /// Home and End that nothing else wanted: the beginning or the end of the help page, or of the page.
    pub(super) fn scroll_to(&self, end: bool) -> Task<Message> {
        let id = if self.aside.page().is_some() { aside::SCROLL } else { super::PAGE };
        moved(operate(snap_to(id.into(), RelativeOffset { x: None, y: Some(if end { 1.0 } else { 0.0 }) })))
    }

    /// Opens Help, which leads back to where the keyboard was.
    pub(super) fn open_help(&mut self, spot: Option<Place>, now: Instant) -> Task<Message> {
        let opened = !matches!(self.screen, Screen::Help(_));
        let gone = self.go(Destination::Help, now);
        if opened {
            self.before = self.before.take().map(|place| place.with(spot));
        }
        gone
    }

    /// Whose record is in sight.
    pub fn in_sight(&self) -> Option<&ClientId> {
        match &self.screen {
            Screen::Client(record) => Some(record.client()),
            Screen::Intake(intake) => Some(intake.client()),
            _ => None,
        }
    }

    /// The guide follows the record in sight, where there is a referral to follow in it.
    pub(super) fn follow(&mut self, now: Instant) -> Task<Message> {
        let cx = self.known.context(now);
        let Some(card) = self.in_sight().and_then(|client| cx.card(client)) else { return Task::none() };
        let on_show = match &self.screen {
            Screen::Client(record) => record.event().map(|(_, event)| event.clone()),
            Screen::Intake(intake) => intake.answers(&cx).map(|(_, event)| event),
            _ => None,
        };
        let followed = self.known.desk.following.as_ref();
        let Some(event) = guide::in_sight(&card, on_show.as_ref(), followed, &cx) else { return Task::none() };
        let is_it = |known: &&Followed| known.event == event && known.client == card.client;
        let (known, before) = (followed.filter(is_it), self.opened.as_ref().filter(is_it).is_some());
        let opened = on_show.as_ref() == Some(&event);
        if known.is_some_and(|known| known.opened || !opened) {
            return Task::none();
        }
        let exported = known.is_some_and(|known| known.exported);
        let following = Some(Followed { client: card.client.clone(), event: event.clone(), exported, opened: opened || before });
        let desk = Desk { following, ..self.known.desk.clone() };
        // Whose record was merely looked at is in no save, and so in no trail.
        let kept = if opened && !before {
            self.opened = desk.following.clone();
            self.apply_quietly(desk, now)
        } else {
            self.known.desk = desk;
            Task::none()
        };
        Task::batch([kept, self.ask_whether_sent()])
    }

    /// Asks whether the HMIS can have everything of the client whom the guide follows.
    pub(super) fn ask_whether_sent(&self) -> Task<Message> {
        let client = self.known.desk.following.as_ref().map(|followed| followed.client.clone());
        client.map_or_else(Task::none, |client| perform::is_sent(&self.handle, &self.ledger, client))
    }

    /// Whether the HMIS can have everything of this client. The store is asked again when the records are opened, so nothing of it is kept.
    pub(super) fn is_sent(&mut self, client: &ClientId, exported: bool) -> Task<Message> {
        if let Some(followed) = self.known.desk.following.as_mut().filter(|followed| followed.client == *client) {
            followed.exported = exported;
        }
        Task::none()
    }

    /// True where a save may have changed what the guide follows.
    pub(super) fn changes_followed(&self, answer: &Result<perform::Saved, Failure>) -> bool {
        let followed = self.known.desk.following.as_ref().map(|followed| &followed.client);
        // A save of very many records does not say which.
        answer.as_ref().is_ok_and(|saved| saved.whole.is_some() || saved.charts.iter().any(|chart| Some(chart.id()) == followed))
    }

    /// Writes a problem report.
    pub(super) fn report(&mut self, path: PathBuf, wrong: &Text, now: Instant) -> Task<Message> {
        self.trail.file("problem report to", &path);
        let desk = &self.known.desk;
        let facts = report::Facts {
            wrong: wrong.as_str(),
            now,
            window: (self.window.width, self.window.height),
            scale: desk.scale,
            look: desk.look.map_or("as the system", Look::label),
            clients: self.known.directory.len(),
            drafts: self.known.drafts.len(),
            read_only: self.known.read_only,
        };
        perform::report(path, report::write(&facts, &self.trail))
    }

    /// A problem report is written, or not.
    pub(super) fn reported(&mut self, answer: Result<PathBuf, Failure>, now: Instant, services: &Services) -> Task<Message> {
        if let Err(failure) = &answer {
            self.trail.failed(failure);
        }
        match (&self.screen, answer) {
            (Screen::Help(_), answer) => self.screen(Message::Help(problem::Message::Written(answer)), now, services),
            (_, Ok(_)) => {
                self.toasts.done("The problem report is written", now);
                Task::none()
            }
            (_, Err(failure)) => self.say(&failure),
        }
    }
}

/// A help page or the guide is read from its beginning, and what it explains is in sight: what is left for it may have become less.
fn read() -> Task<Message> {
    to_top(aside::SCROLL).chain(moved(widget::focus::reveal()))
}

/// A new page is read from its beginning.
pub(super) fn to_top(page: &'static str) -> Task<Message> {
    moved(operate(scroll_to(page.into(), AbsoluteOffset { x: None, y: Some(0.0) })))
}
