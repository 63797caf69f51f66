//! What is known of the backups: for the status bar, for the settings, and for whether one is due.

use super::action::Failure;
use crate::domain::words::count;
use crate::domain::{Instant, date};
use crate::store::{Error, Made, Proof, Second};
use chrono::Duration;

/// So long after a backup the next one may begin by itself, minutes.
const PAUSE: i64 = 30;

/// From so many days on it is said that the second place was not there.
const AWAY: i64 = 7;

/// What is known of the backups.
#[derive(Debug, Clone, Default)]
pub struct Backups {
    /// The last proof of a mirror.
    pub proof: Option<Proof>,
    /// The second place, where one is chosen.
    pub second: Option<Second>,
    /// True while one is under way.
    pub running: bool,
    /// Why a place that should have the backup has not; stays until it has.
    pub trouble: Option<String>,
    /// What the last one in this session did, in a sentence.
    pub last: Option<Result<String, Failure>>,
    /// True where the records held more than the proof when they were opened.
    behind: bool,
    /// When one was begun last in this session.
    tried: Option<Instant>,
}

impl Backups {
    /// With the last proof on the disk, if there is one, the second place, and the last save.
    pub fn new(proof: Option<Proof>, second: Option<Second>, sequence: u64) -> Self {
        Self { behind: proof.is_some_and(|proof| proof.sequence < sequence), proof, second, ..Self::default() }
    }

    /// For the status bar: `Backup verified today 1:40 PM`.
    pub fn words(&self, now: Instant) -> String {
        let mirrors = match self.proof {
            None => "No backup yet".to_owned(),
            Some(proof) => format!("Backup verified {}", day(proof.at, now)),
        };
        let away = self.away(now).map(|days| format!(" · Second place not seen for {}", count(days.unsigned_abs(), "day")));
        mirrors + &away.unwrap_or_default()
    }

    /// For so many days the second place was not there, where that is long.
    pub fn away(&self, now: Instant) -> Option<i64> {
        self.second.as_ref().map(|second| (now.date() - second.at.date()).num_days()).filter(|days| *days >= AWAY)
    }

    /// Something was saved since the last proof, and the last try is long enough ago.
    pub fn due(&self, saved: Option<Instant>, now: Instant) -> bool {
        let unproved = self.behind || saved.is_some_and(|at| self.proof.is_none_or(|proof| proof.at < at));
        let last = self.tried.max(self.proof.map(|proof| proof.at));
        unproved && last.is_none_or(|last| now - last >= Duration::minutes(PAUSE))
    }

    /// One begins.
    pub fn begin(&mut self, now: Instant) {
        (self.running, self.tried) = (true, Some(now));
    }

    /// It came to its end. What did not work is kept for the screen.
    pub fn end(&mut self, answer: Result<Made, Error>) {
        self.running = false;
        match answer {
            Ok(made) => {
                let mirror =
                    made.mirror.map(|why| format!("One of the two folders for backups could not be written; the other has all. {why}"));
                let missed = made.missed.map(|why| format!("The second place for backups could not be written. {why}"));
                self.trouble = mirror.or(missed);
                let all = format!("{} and {}", count(made.proof.sequence, "save"), count(made.rows, "row"));
                self.last = Some(Ok(format!("Backed up, read back and proved: {all}.")));
                (self.proof, self.second, self.behind) = (Some(made.proof), made.second, false);
            }
            // The desk is being left; there is nobody to tell.
            Err(Error::Stopped) => {}
            Err(why) => {
                self.trouble = Some(format!("No backup could be made beside the records. {why}"));
                self.last = Some(Err(Failure::new("Not backed up", why)));
            }
        }
    }

    /// The second place was chosen or given up, or that did not work.
    pub fn chosen(&mut self, answer: Result<Option<Second>, Error>) {
        self.running = false;
        match answer {
            Ok(second) => {
                self.last = Some(Ok(match &second {
                    Some(second) => {
                        format!("A backup of {} is in the second place now, read back and proved.", count(second.sequence, "save"))
                    }
                    None => "There is no second place any more. What is in it stays there.".to_owned(),
                }));
                (self.second, self.trouble) = (second, None);
            }
            Err(why) => self.last = Some(Err(Failure::new("Second place not taken", why))),
        }
    }
}

/// A day and time as the desk says it: `today 1:40 PM`, `11/22/2026 1:40 PM`.
pub fn day(at: Instant, now: Instant) -> String {
    let time = date::time(at);
    if at.date() == now.date() { format!("today {time}") } else { format!("{} {time}", date::show(at.date())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> Instant {
        Instant::default() + Duration::minutes(i64::from(hour * 60 + minute))
    }

    #[test]
    fn one_is_due_after_a_save_and_not_sooner_than_half_an_hour_after_the_last() {
        let mut backup = Backups::new(None, None, 1);
        assert!(!backup.due(None, at(9, 0)), "nothing was changed");
        assert!(backup.due(Some(at(9, 0)), at(9, 1)));
        backup.begin(at(9, 1));
        assert!(!backup.due(Some(at(9, 20)), at(9, 30)));
        assert!(backup.due(Some(at(9, 20)), at(9, 31)));
        assert_eq!(backup.words(at(9, 0)), "No backup yet");
    }

    #[test]
    fn a_second_place_that_is_away_is_said_after_a_week() {
        let second = Second { folder: "/media/stick".into(), at: at(9, 0), sequence: 4 };
        let backup = Backups::new(None, Some(second), 4);
        assert_eq!(backup.words(at(9, 0) + Duration::days(6)), "No backup yet");
        assert_eq!(backup.words(at(9, 0) + Duration::days(7)), "No backup yet · Second place not seen for 7 days");
    }

    #[test]
    fn what_did_not_work_stays_until_it_does() {
        let mut backup = Backups::default();
        backup.end(Err(Error::ReadOnly));
        assert!(backup.trouble.is_some() && matches!(backup.last, Some(Err(_))));
        let kept = backup.trouble.clone();
        backup.end(Err(Error::Stopped));
        assert_eq!(backup.trouble, kept);
        backup.chosen(Ok(None));
        assert_eq!(backup.trouble, None);
    }
}
