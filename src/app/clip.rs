//! What was copied leaves the clipboard after half a minute, and when the desk is locked or closed: whatever is copied from a desk may
//! say who somebody is, and every other program can read it there.
//!
//! Only what was put there from here is taken away. To know it again, no more than a number made of it is remembered.

use super::Message;
use super::widget::keyboard::Copied;
use iced::{Task, clipboard};
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;
use zeroize::Zeroizing;

/// So long what was copied may stay.
const STAYS: Duration = Duration::from_secs(30);

/// What of ours is in the clipboard.
#[derive(Default)]
pub struct Clip {
    keyed: RandomState,
    /// The number of the text, and until when it may stay.
    ours: Option<(u64, Duration)>,
}

impl Clip {
    /// Something was copied now.
    pub fn copied(&mut self, text: &str, now: Duration) {
        self.ours = Some((self.keyed.hash_one(text), now + STAYS));
    }

    /// How long it may still stay; none where nothing is there.
    pub fn left(&self, now: Duration) -> Option<Duration> {
        self.ours.map(|(_, until)| until.saturating_sub(now))
    }

    /// Whether it is to leave.
    pub fn is_over(&self, now: Duration) -> bool {
        self.ours.is_some_and(|(_, until)| until <= now)
    }

    /// Looks what the clipboard holds, where something of ours may be in it.
    pub fn look(&self) -> Task<Message> {
        if self.ours.is_none() {
            return Task::none();
        }
        clipboard::read().map(|found| Message::Clipboard(found.map(|text| Copied(Zeroizing::new(text)))))
    }

    /// Empties the clipboard, where it still holds what was copied here.
    pub fn empty(&mut self, found: Option<Copied>) -> Task<Message> {
        let Some((ours, _)) = self.ours.take() else { return Task::none() };
        let still = found.is_some_and(|found| self.keyed.hash_one(found.0.as_str()) == ours);
        if still { clipboard::write(String::new()) } else { Task::none() }
    }
}
