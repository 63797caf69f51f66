//! Leaving: nothing that was typed is lost by it, whether a screen is left, the window is closed or the desk is locked.

use super::{Answer, Closing, Session};
use crate::app::action::Failure;
use crate::app::screen::Screen;
use crate::app::{Message, perform};
use crate::domain::{Change, Commit, Instant, Text};
use iced::Task;

impl Session {
    /// Closes the window once the last draft is on the disk.
    pub(super) fn close(&mut self, now: Instant) -> Task<Message> {
        if self.closing == Closing::Refused {
            return Task::done(Message::Exit);
        }
        self.closing = Closing::Waiting;
        self.end_backup();
        if self.unkept().is_none() { Task::done(Message::Exit) } else { self.keep_draft(now) }
    }

    pub(super) fn kept(&mut self, answer: Result<(), Failure>) -> Task<Message> {
        self.keeping = self.keeping.saturating_sub(1);
        match (answer, self.closing) {
            // The last of them: another may be the very draft for which the window waits.
            (Ok(()), Closing::Waiting) if self.keeping == 0 => Task::done(Message::Exit),
            (Ok(()), _) => Task::none(),
            (Err(failure), Closing::Waiting) => {
                self.closing = Closing::Refused;
                self.toasts.failed("What you typed could not be kept. Close the window again to leave without it.");
                self.say(&failure)
            }
            (Err(failure), _) => self.say(&failure),
        }
    }

    /// Keeps a draft under its name, or takes it away.
    pub(super) fn draft(&mut self, name: String, after: Option<Text>, now: Instant) -> Task<Message> {
        self.known.drafts.retain(|d| *d != name);
        if after.is_some() {
            self.known.drafts.push(name.clone());
        }
        self.keep(Commit::new("Draft", vec![Change::Draft { name, after }]), now)
    }

    /// Keeps a draft or a setting; `kept` hears of it.
    pub(super) fn keep(&mut self, commit: Commit, now: Instant) -> Task<Message> {
        self.keeping += 1;
        perform::keep(&self.handle, commit, now)
    }

    /// What the screen on show has not kept yet.
    pub(super) fn unkept(&self) -> Option<(String, Option<Text>)> {
        match &self.screen {
            _ if self.known.read_only => None,
            Screen::Client(s) => s.draft(),
            Screen::Clients(s) => s.draft(),
            Screen::Intake(s) => s.draft(),
            _ => None,
        }
    }

    /// The draft of the screen that is being left.
    pub(super) fn keep_draft(&mut self, now: Instant) -> Task<Message> {
        self.unkept().map_or_else(Task::none, |(name, text)| self.draft(name, text, now))
    }

    /// The last draft is kept, then the store is closed on a thread of its own: the keys are wiped before it says so.
    pub(super) fn lock(&mut self, now: Instant) -> Answer {
        self.transfer = None;
        Answer::Lock(self.keep_draft(now).discard().chain(self.close_store()))
    }
}
