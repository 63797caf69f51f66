//! Unfinished work that was given up is kept in memory, each by itself, and its notice and then a line of Home offer to bring it back: until
//! an import or the undo of one changes what it is about, it is begun anew, or the desk is locked.

use super::Session;
use super::place::Place;
use crate::app::Message;
use crate::app::screen::Screen;
use crate::app::screen::home::CameBack;
use crate::app::services::Services;
use crate::domain::{ClientId, Instant, Text};
use iced::Task;
use std::fmt;

/// Unfinished work that was given up. It does not show itself.
#[derive(Clone)]
pub struct Discarded {
    /// That it was given up, in words.
    pub what: String,
    /// Whose it is.
    pub of: Option<ClientId>,
    /// Its name among the drafts.
    pub name: String,
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
    /// So much changed that it may be about records that bear other names now, or are gone: nothing offers it any more.
    pub(super) fn forget_discarded(&mut self) {
        self.known.discarded.clear();
        self.toasts.forget_drafts();
    }

    /// Keeps it as a draft again, and opens it where it was. What else was given up can still come back.
    pub(super) fn bring_back(&mut self, discarded: Discarded, now: Instant, services: &Services) -> Task<Message> {
        let Discarded { name, text, place, .. } = discarded;
        let kept = self.draft(name.clone(), Some(text), now);
        let returned = self.return_to(place, now, services);
        if let Screen::Home(home) = &mut self.screen {
            home.came_back(CameBack::Begun(name), &self.known.context(now));
        }
        kept.chain(returned)
    }
}
