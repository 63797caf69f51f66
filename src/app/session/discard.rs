//! What was given up is kept in memory for as long as its notice offers to bring it back; a lock drops it with the notice.

use super::Session;
use super::place::Place;
use crate::app::Message;
use crate::app::services::Services;
use crate::domain::{Instant, Text};
use iced::Task;
use std::fmt;

/// Unfinished work that was given up. It does not show itself.
#[derive(Clone)]
pub struct Discarded {
    /// Its name among the drafts.
    pub(super) name: String,
    /// What was typed.
    pub(super) text: Text,
    /// Where in it the worker was.
    pub(super) place: Place,
}

impl PartialEq for Discarded {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.text) == (&other.name, &other.text)
    }
}

impl Eq for Discarded {}

impl fmt::Debug for Discarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Discarded")
    }
}

impl Session {
    /// Keeps it as a draft again, and opens it where it was. Nothing was begun in its place: the notice goes with the screen that shows it.
    pub(super) fn bring_back(&mut self, discarded: Discarded, now: Instant, services: &Services) -> Task<Message> {
        let Discarded { name, text, place } = discarded;
        let kept = self.draft(name, Some(text), now);
        kept.chain(self.return_to(place, now, services))
    }
}
