//! Backups by themselves: after changes, at most every half hour, and before an import. They run beside the work, and end with it.

use super::{Session, perform};
use crate::app::Message;
use crate::app::action::{Failure, Wish};
use crate::domain::Instant;
use crate::store::{Error, Made, Second, Stop};
use iced::Task;

impl Session {
    pub(super) fn back_up_when_due(&mut self, now: Instant) -> Task<Message> {
        if self.known.backups.due(self.saved, now) { self.back_up(now) } else { Task::none() }
    }

    /// Begins a backup, unless one is under way. What is saved when this is called is in it.
    pub(super) fn back_up(&mut self, now: Instant) -> Task<Message> {
        if self.known.backups.running || self.known.read_only {
            return Task::none();
        }
        self.known.backups.begin(now);
        let stop = self.stop();
        perform::back_up(&self.handle, now, stop)
    }

    /// What the settings ask for.
    pub(super) fn wish(&mut self, wish: Wish, now: Instant) -> Task<Message> {
        if self.known.backups.running {
            return Task::none();
        }
        if self.known.read_only {
            self.known.backups.last = Some(Err(Failure::new("Not backed up", Error::ReadOnly)));
            return Task::none();
        }
        match wish {
            Wish::Now => self.back_up(now),
            Wish::Second(folder) => {
                self.known.backups.begin(now);
                let stop = self.stop();
                perform::choose_second(&self.handle, folder, now, stop)
            }
            Wish::NoSecond => perform::forget_second(&self.handle),
        }
    }

    pub(super) fn backed_up(&mut self, answer: Result<Made, Error>) -> Task<Message> {
        if let Err(error) = &answer {
            self.trail.failed(&Failure::new("Not backed up", error));
        }
        self.known.backups.end(answer);
        Task::none()
    }

    pub(super) fn second(&mut self, answer: Result<Option<Second>, Error>) -> Task<Message> {
        if let Err(error) = &answer
            && self.locked
        {
            self.tell(&Failure::new("The second place for backups is not taken", error));
        }
        self.known.backups.chosen(answer);
        Task::none()
    }

    /// Ends a backup that is under way, at its next piece. Until its answer is here it holds the keys.
    pub(super) fn end_backup(&self) {
        self.stop.now();
    }

    /// What ends the backup that now begins, and no other.
    fn stop(&mut self) -> Stop {
        self.stop = Stop::default();
        self.stop.clone()
    }
}
