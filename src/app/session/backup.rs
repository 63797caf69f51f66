//! Backups by themselves: after changes, at most every half hour, and before an import. They run beside the work, and end with it.

use super::{Session, perform};
use crate::app::Message;
use crate::app::action::{Failure, Wish};
use crate::domain::Instant;
use crate::store::{Error, Made, Second, Stop};
use iced::Task;
use std::sync::mpsc::{self, Receiver, Sender};

/// The backup that is under way: how to end it, and how to wait for its end.
#[derive(Default)]
pub(super) struct Running {
    stop: Stop,
    ended: Option<Receiver<()>>,
}

impl Running {
    /// A new one. The sender is held by whoever works, and dropped at the end.
    fn begin(&mut self) -> (Stop, Sender<()>) {
        let (working, ended) = mpsc::channel();
        *self = Self { stop: Stop::default(), ended: Some(ended) };
        (self.stop.clone(), working)
    }
}

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
        let (stop, working) = self.running.begin();
        perform::back_up(&self.handle, now, stop, working)
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
                let (stop, working) = self.running.begin();
                perform::choose_second(&self.handle, folder, now, stop, working)
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
        self.known.backups.chosen(answer);
        Task::none()
    }

    /// Ends a backup that is under way, at its next piece.
    pub(super) fn end_backup(&self) {
        self.running.stop.now();
    }

    /// Closes the store once a backup that is under way has ended: until then it holds the keys.
    pub(super) fn close_store(&mut self) -> Task<Message> {
        self.end_backup();
        perform::close(self.handle.clone(), self.running.ended.take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn closing_ends_a_backup_and_waits_until_it_has_let_go() {
        let mut running = Running::default();
        assert!(running.ended.is_none(), "nothing to wait for");
        let (stop, working) = running.begin();
        let worker = thread::spawn(move || {
            while !stop.asked() {
                thread::yield_now();
            }
            drop(working);
        });
        running.stop.now();
        let ended = running.ended.take().unwrap();
        assert!(ended.recv().is_err(), "nothing is ever sent");
        worker.join().unwrap();
    }
}
