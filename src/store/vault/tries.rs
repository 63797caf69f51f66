//! The growing pause after wrong passphrases. It outlives the program and needs no key: a small file beside the vault counts.
//!
//! It slows down somebody at the keyboard. Who has the files can take this one away; against them stands the cost of each try.

use crate::store::disk::replace;
use crate::store::error::Error;
use crate::store::place::Place;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// So many wrong tries cost nothing: everybody mistypes.
const FREE: u32 = 3;
/// The first pause and the longest one, seconds. Nobody is locked out for ever.
const FIRST: u64 = 5;
const LONGEST: u64 = 300;

/// The wrong tries since the last right one.
pub(super) struct Tries {
    path: PathBuf,
    wrong: u32,
    /// When the last of them was, seconds since 1970.
    last: u64,
}

impl Tries {
    /// What was counted; nothing where there is no file, or none that can be read.
    pub fn of(place: &Place) -> Self {
        let path = place.tries();
        let text = fs::read_to_string(&path).unwrap_or_default();
        let numbers = text.trim().split_once(' ').and_then(|(wrong, last)| Some((wrong.parse().ok()?, last.parse().ok()?)));
        let (wrong, last) = numbers.unwrap_or_default();
        Self { path, wrong, last }
    }

    /// How long nobody may try.
    pub fn pause(&mut self, now: SystemTime) -> Duration {
        let now = seconds(now);
        if self.last > now {
            // The clock was put back. The pause begins anew, so that it ends.
            self.last = now;
            self.write();
        }
        Duration::from_secs((self.last + pause(self.wrong)).saturating_sub(now))
    }

    /// # Errors
    /// [`Error::Wait`] while nobody may try.
    pub fn allow(&mut self, now: SystemTime) -> Result<(), Error> {
        let seconds = self.pause(now).as_secs();
        if seconds == 0 { Ok(()) } else { Err(Error::Wait { seconds }) }
    }

    /// One more was wrong.
    pub fn wrong(mut self, now: SystemTime) {
        (self.wrong, self.last) = (self.wrong.saturating_add(1), seconds(now));
        self.write();
    }

    /// The right one: all is forgotten.
    pub fn right(self) {
        if self.wrong > 0
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "the count of wrong tries stays");
        }
    }

    fn write(&self) {
        if let Err(error) = replace(&self.path, format!("{} {}\n", self.wrong, self.last).as_bytes()) {
            tracing::warn!(%error, "a wrong try is not counted");
        }
    }
}

fn seconds(now: SystemTime) -> u64 {
    now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// The pause after so many wrong tries, seconds: 5, 10, 20, 40, 80, 160, 300.
fn pause(wrong: u32) -> u64 {
    match wrong.checked_sub(FREE + 1) {
        None => 0,
        Some(more) => FIRST.checked_shl(more.min(16)).unwrap_or(LONGEST).min(LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn the_pause_grows_survives_a_restart_and_ends() {
        let folder = TempDir::new().unwrap();
        let place = Place { data: folder.path().to_owned(), anchor: None };
        let at = |second: u64| UNIX_EPOCH + Duration::from_secs(1_000_000 + second);
        let left = |second: u64| Tries::of(&place).pause(at(second)).as_secs();
        for second in 0..3 {
            Tries::of(&place).wrong(at(second));
            assert_eq!(left(second), 0, "everybody mistypes");
        }
        Tries::of(&place).wrong(at(3));
        assert_eq!((left(3), left(6), left(8)), (5, 2, 0));
        assert!(matches!(Tries::of(&place).allow(at(4)), Err(Error::Wait { seconds: 4 })));
        for _ in 0..40 {
            Tries::of(&place).wrong(at(10));
        }
        assert_eq!((left(10), left(310)), (300, 0), "never for ever");

        assert_eq!(left(0), 300, "the clock was put back");
        assert_eq!(left(300), 0, "and the pause ends all the same");
        Tries::of(&place).right();
        assert_eq!((left(0), place.tries().exists()), (0, false));
    }

    #[test]
    fn what_cannot_be_read_counts_as_nothing() {
        let folder = TempDir::new().unwrap();
        let place = Place { data: folder.path().to_owned(), anchor: None };
        for text in ["", "many wrong", "7", "-1 5", "99999999999999999999 1"] {
            fs::write(place.tries(), text).unwrap();
            assert_eq!(Tries::of(&place).pause(SystemTime::now()), Duration::ZERO, "{text:?}");
        }
    }
}
