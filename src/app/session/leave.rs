//! Leaving: nothing that was typed is lost by it, whether a screen is left, the window is closed or the desk is locked.

use super::place::Place;
use super::{Answer, Closing, Session};
use crate::app::action::Failure;
use crate::app::screen::{Screen, exchange};
use crate::app::services::Services;
use crate::app::toast::Kind;
use crate::app::widget::focus::{self, Spot};
use crate::app::{Message, begun, perform};
use crate::domain::{Change, ClientId, Commit, EnrollmentId, Instant, Text};
use iced::Task;

/// What a locked desk leaves to the one that is opened after it: nothing that says who anybody is.
#[derive(Default)]
pub struct Rest {
    /// The report of a transfer, and the paths that were typed.
    pub exchange: exchange::Exchange,
    /// What failed and was not put away.
    pub failures: Vec<String>,
    /// Notices that were not understood yet.
    pub notices: Vec<String>,
    /// When something was saved last.
    pub saved: Option<Instant>,
    /// Why a place that should have the backup has not.
    pub trouble: Option<String>,
}

impl Session {
    /// Closes the window once everything that is on its way and the last draft are on the disk.
    pub(super) fn close(&mut self, now: Instant) -> Task<Message> {
        if self.closing == Closing::Refused {
            return Task::done(Message::Exit);
        }
        self.closing = Closing::Waiting;
        self.end_backup();
        self.go_on_closing(now)
    }

    /// One thing less is on its way. A draft that is kept behind a save under way would outlive what it became, so the save comes first.
    pub(super) fn go_on_closing(&mut self, now: Instant) -> Task<Message> {
        match self.closing {
            Closing::Waiting if self.saving == 0 && self.keeping == 0 && !self.changing => {
                self.closing = Closing::Keeping;
                if self.unkept().is_none() { Task::done(Message::Exit) } else { self.keep_draft(now) }
            }
            Closing::Keeping if self.keeping == 0 => Task::done(Message::Exit),
            _ => Task::none(),
        }
    }

    pub(super) fn kept(&mut self, answer: Result<(), Failure>, now: Instant) -> Task<Message> {
        self.keeping = self.keeping.saturating_sub(1);
        let Err(failure) = answer else { return self.go_on_closing(now) };
        if let Screen::Intake(intake) = &mut self.screen {
            intake.not_kept();
        }
        if matches!(self.closing, Closing::Waiting | Closing::Keeping) {
            self.closing = Closing::Refused;
            self.toasts.failed("What you typed could not be kept. Close the window again to leave without it.");
        }
        self.say(&failure)
    }

    /// Keeps a draft under its name, or takes it away.
    pub(super) fn draft(&mut self, name: String, after: Option<Text>, now: Instant) -> Task<Message> {
        if !self.known.drafts.contains(&name) {
            self.known.since.remove(&name);
            self.known.since.extend(begun::since(after.iter().map(|text| (&name, text))));
        }
        self.known.drafts.retain(|d| *d != name);
        if after.is_some() {
            // What is begun anew takes the place of what was given up.
            self.known.discarded.retain(|discarded| discarded.name != name);
            self.toasts.forget_draft(&name);
            // In the order in which the store has them, so that no line of Home moves because another one was gone on with.
            let at = self.known.drafts.partition_point(|kept| *kept < name);
            self.known.drafts.insert(at, name.clone());
            self.known.whose.extend(self.on_show().map(|whose| (name.clone(), whose)));
        }
        self.keep(Commit::new("Draft", vec![Change::Draft { name, after }]), now)
    }

    /// Whose record or workflow is on show, and over which stay.
    fn on_show(&self) -> Option<(ClientId, EnrollmentId)> {
        match &self.screen {
            Screen::Client(record) => Some((record.client().clone(), EnrollmentId::default())),
            Screen::Intake(workflow) => Some((workflow.client().clone(), workflow.stay().clone())),
            _ => None,
        }
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

    /// Asks where the worker is in the form; the answer locks the desk.
    pub(super) fn ask_where() -> Task<Message> {
        focus::spot().map(Message::Left)
    }

    /// From now on the desk is out of sight.
    pub(super) fn lock(&mut self, spot: Option<Spot>) -> Answer {
        self.end_backup();
        self.exchange.end_page();
        self.left = spot;
        self.locked = true;
        Answer::Lock
    }

    /// An answer to a desk that was locked meanwhile. Everything else has no one to do it any more.
    pub fn late(&mut self, message: Message, now: Instant, services: &Services) -> Task<Message> {
        let answers = matches!(
            message,
            Message::Saved(..)
                | Message::TakenBack(..)
                | Message::Kept(_)
                | Message::Compared(_)
                | Message::Imported(_)
                | Message::Exported(_)
                | Message::Printed(_)
                | Message::Checked(_)
                | Message::BackedUp(_)
                | Message::Second(_)
                | Message::KeysChanged(_)
                | Message::Reported(_)
        );
        match answers.then(|| self.update(message, now, services)) {
            Some(Answer::Work(task)) => task,
            Some(Answer::Lock) | None => Task::none(),
        }
    }

    /// What is on its way, and must come to its end before the records are closed: in words.
    pub fn waits_for(&self) -> Option<&'static str> {
        match () {
            () if self.transfer.is_some() && self.exchange.is_writing_page() => {
                Some("The key-in sheet that was being written is ended first. Then the records are closed.")
            }
            () if self.transfer.is_some() => {
                Some("The import or export that was under way is finished first. Then the records are closed.")
            }
            () if self.known.backups.running => Some("The backup that was under way is ended first. Then the records are closed."),
            () if self.saving > 0 || self.keeping > 0 || self.changing => Some("Closing the records…"),
            () => None,
        }
    }

    /// Keeps the last draft and the place of the worker, both sealed, and closes the store: the keys are wiped before it says so.
    pub fn end(mut self: Box<Self>, now: Instant) -> (Rest, Task<Message>) {
        let unfinished = (!self.known.read_only).then(|| {
            let draft = self.unkept().map(|(name, after)| Change::Draft { name, after });
            let place = Change::Draft { name: super::place::NAME.to_owned(), after: Some(Place::of(&self).text()) };
            Commit::new("Draft", draft.into_iter().chain([place]).collect())
        });
        let task = perform::leave(self.handle.clone(), unfinished, now);
        self.exchange.forget();
        let failures = self.toasts.staying().filter(|toast| toast.kind == Kind::Failed).map(|toast| toast.words.clone()).collect();
        let rest = Rest {
            exchange: std::mem::take(&mut self.exchange),
            failures,
            notices: std::mem::take(&mut self.notices),
            saved: self.saved,
            trouble: self.known.backups.trouble.take(),
        };
        (rest, task)
    }
}
