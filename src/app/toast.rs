//! Toasts: short words that something was done, or a failure that stays until it is put away.

use crate::domain::Instant;
use chrono::Duration;

/// What is being said.
#[derive(Debug, Default)]
pub struct Toasts {
    next: u64,
    all: Vec<Toast>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Which.
    pub id: u64,
    /// The words.
    pub words: String,
    /// When it goes by itself; none for a failure, which stays.
    pub until: Option<Instant>,
}

impl Toasts {
    /// Says that something was done; goes after four seconds.
    pub fn done(&mut self, words: impl Into<String>, now: Instant) {
        self.push(words.into(), Some(now + Duration::seconds(4)));
    }

    /// Says that something failed; stays.
    pub fn failed(&mut self, words: impl Into<String>) {
        self.push(words.into(), None);
    }

    fn push(&mut self, words: String, until: Option<Instant>) {
        self.all.retain(|t| t.words != words);
        self.all.push(Toast { id: self.next, words, until });
        self.next += 1;
    }

    /// Puts one away.
    pub fn dismiss(&mut self, id: u64) {
        self.all.retain(|t| t.id != id);
    }

    /// Puts the latest away; false where there was none.
    pub fn dismiss_last(&mut self) -> bool {
        self.all.pop().is_some()
    }

    /// Lets those go whose time is over.
    pub fn tick(&mut self, now: Instant) {
        self.all.retain(|t| t.until.is_none_or(|until| now < until));
    }

    /// True where one will go by itself, so that time must be watched.
    pub fn any_passing(&self) -> bool {
        self.all.iter().any(|t| t.until.is_some())
    }

    /// True where nothing is being said.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What is being said now.
    pub fn iter(&self) -> impl Iterator<Item = &Toast> {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_success_goes_and_a_failure_stays() {
        let now = Instant::default();
        let mut toasts = Toasts::default();
        toasts.done("Saved", now);
        toasts.failed("Not saved");
        toasts.tick(now + Duration::seconds(5));
        assert_eq!(toasts.iter().map(|t| t.words.as_str()).collect::<Vec<_>>(), ["Not saved"]);
        assert!(!toasts.any_passing());
    }
}
