//! Backups by themselves: after changes, at most every half hour, and before an import. They run beside the work.

use super::{Session, perform};
use crate::app::Message;
use crate::app::action::Failure;
use crate::domain::{Instant, date};
use crate::store::Proof;
use chrono::Duration;
use iced::Task;

/// So long after a backup the next one may begin by itself, minutes.
const PAUSE: i64 = 30;

/// What is known of the backups.
#[derive(Debug)]
pub struct Backup {
    proof: Option<Proof>,
    /// True where the records held more than the proof when they were opened.
    behind: bool,
    running: bool,
    /// When one was begun last in this session.
    tried: Option<Instant>,
}

impl Backup {
    /// With the last proof on the disk, if there is one, and the last save.
    pub fn new(proof: Option<Proof>, sequence: u64) -> Self {
        Self { proof, behind: proof.is_some_and(|proof| proof.sequence < sequence), running: false, tried: None }
    }

    /// True while one is being made.
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// For the status bar: `Backup proved today 13:40`.
    pub fn words(&self, now: Instant) -> String {
        match self.proof {
            None => "No backup yet".to_owned(),
            Some(proof) if proof.at.date() == now.date() => format!("Backup proved today {}", proof.at.format("%H:%M")),
            Some(proof) => format!("Backup proved {}", date::show(proof.at.date())),
        }
    }

    /// Something was saved since the last proof, and the last try is long enough ago.
    fn due(&self, saved: Option<Instant>, now: Instant) -> bool {
        let unproved = self.behind || saved.is_some_and(|at| self.proof.is_none_or(|proof| proof.at < at));
        let last = self.tried.max(self.proof.map(|proof| proof.at));
        unproved && last.is_none_or(|last| now - last >= Duration::minutes(PAUSE))
    }
}

impl Session {
    pub(super) fn back_up_when_due(&mut self, now: Instant) -> Task<Message> {
        if self.backup.due(self.saved, now) { self.back_up(now) } else { Task::none() }
    }

    /// Begins a backup, unless one is under way. What is saved when this is called is in it.
    pub(super) fn back_up(&mut self, now: Instant) -> Task<Message> {
        if self.backup.running || self.known.read_only {
            return Task::none();
        }
        self.backup.running = true;
        self.backup.tried = Some(now);
        perform::back_up(&self.handle, now)
    }

    pub(super) fn backed_up(&mut self, answer: Result<Proof, Failure>) -> Task<Message> {
        self.backup.running = false;
        match answer {
            Ok(proof) => {
                self.backup.proof = Some(proof);
                self.backup.behind = false;
                Task::none()
            }
            Err(failure) => self.say(&failure),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> Instant {
        Instant::default() + Duration::minutes(i64::from(hour * 60 + minute))
    }

    #[test]
    fn one_is_due_after_a_save_and_not_sooner_than_half_an_hour_after_the_last() {
        let mut backup = Backup::new(None, 1);
        assert!(!backup.due(None, at(9, 0)), "nothing was changed");
        assert!(backup.due(Some(at(9, 0)), at(9, 1)));
        backup.tried = Some(at(9, 1));
        assert!(!backup.due(Some(at(9, 20)), at(9, 30)));
        assert!(backup.due(Some(at(9, 20)), at(9, 31)));
        assert_eq!(backup.words(at(9, 0)), "No backup yet");
    }
}
