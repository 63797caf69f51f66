//! Toasts: short words that something was done; a caution or a failure, which stay until they are put away or their screen is left.

use super::action::Destination;
use crate::domain::{ClientId, EventId, Instant};
use chrono::Duration;

/// What is being said.
#[derive(Debug, Default)]
pub struct Toasts {
    next: u64,
    all: Vec<Toast>,
    /// When one last went by itself.
    gone: Option<Instant>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Which.
    pub id: u64,
    /// The words.
    pub words: String,
    /// Whose record it is about, and which referral. The name is put in where it is drawn, as privacy mode wants it, and is kept nowhere.
    pub about: Option<(ClientId, Option<EventId>)>,
    /// Whose answers are still missing, and how many; the names are put in as above.
    pub owed: Vec<(ClientId, usize)>,
    /// Where what it says can be mended.
    pub way: Option<Destination>,
    /// The save that can be taken back from here.
    pub undo: Option<u64>,
    /// What it says.
    pub kind: Kind,
    /// When it goes by itself; none for what stays.
    pub until: Option<Instant>,
    /// Said by what happens now; not so any more once something else does.
    fresh: bool,
}

/// So long it says that something was done, and so long where that can be taken back, s.
const SHORT: i64 = 4;
const LONG: i64 = 12;
/// From seeing something to the key that answers it, s.
const MOMENT: i64 = 2;

/// What a toast says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something was done.
    Done,
    /// It was done, and is not as it should be.
    Caution,
    /// It was not done.
    Failed,
}

impl Toasts {
    /// Says that something was done; goes after four seconds.
    pub fn done(&mut self, words: impl Into<String>, now: Instant) {
        self.say(words.into(), None, None, now);
    }

    /// Says that something was saved, about whom, and which save can be taken back from here.
    pub fn saved(&mut self, words: impl Into<String>, about: Option<(ClientId, Option<EventId>)>, undo: Option<u64>, now: Instant) {
        // What was wrong with the save before is mended by this one, or said of it again.
        self.all.retain(|t| t.kind != Kind::Caution || t.fresh);
        self.say(words.into(), about, undo, now);
    }

    fn say(&mut self, words: String, about: Option<(ClientId, Option<EventId>)>, undo: Option<u64>, now: Instant) {
        // One at a time is taken back: the last.
        self.all.retain(|t| t.undo.is_none());
        self.push(Kind::Done, words, Some(now + Duration::seconds(if undo.is_some() { LONG } else { SHORT })));
        if let Some(last) = self.all.last_mut() {
            (last.about, last.undo) = (about, undo);
        }
    }

    /// The save that can be taken back now, where it is of a referral that is meant.
    pub fn undo_of(&self, meant: impl Fn(&(ClientId, EventId)) -> bool) -> Option<u64> {
        let about = |t: &&Toast| t.about.clone().is_some_and(|(client, event)| event.is_some_and(|event| meant(&(client, event))));
        self.all.iter().filter(about).find_map(|t| t.undo)
    }

    /// True where this save can be taken back now; it is offered once.
    pub fn take_undo(&mut self, sequence: u64) -> bool {
        let before = self.all.len();
        self.all.retain(|t| t.undo != Some(sequence));
        self.all.len() < before
    }

    /// Says that something was done and what is wrong with it; stays, in place of what merely said that it was done, and is about the
    /// same record.
    pub fn caution(&mut self, words: impl Into<String>) {
        let about = self.all.iter().rev().find(|t| t.fresh).and_then(|t| t.about.clone());
        // What can be taken back is offered on.
        self.all.retain(|t| t.kind == Kind::Failed || t.undo.is_some() && !t.fresh);
        self.push(Kind::Caution, words.into(), None);
        if let Some(last) = self.all.last_mut() {
            last.about = about;
        }
    }

    /// Says that something was saved and answers are missing: whose, how many, and where they are given. Stays as a caution does.
    pub fn owed(&mut self, words: impl Into<String>, owed: Vec<(ClientId, usize)>, way: Destination) {
        self.caution(words);
        if let Some(last) = self.all.last_mut() {
            (last.about, last.owed, last.way) = (None, owed, Some(way));
        }
    }

    /// Says that something failed; stays.
    pub fn failed(&mut self, words: impl Into<String>) {
        self.push(Kind::Failed, words.into(), None);
    }

    fn push(&mut self, kind: Kind, words: String, until: Option<Instant>) {
        self.all.retain(|t| t.words != words);
        self.all.push(Toast { id: self.next, words, about: None, owed: Vec::new(), way: None, undo: None, kind, until, fresh: true });
        self.next += 1;
    }

    /// Something else happens: what was said until now belongs to what was on screen.
    pub fn turn(&mut self) {
        self.all.iter_mut().for_each(|t| t.fresh = false);
    }

    /// Another screen is shown: what stayed on the one before does not follow, but for what this very step says. Nothing is taken back from
    /// there.
    pub fn leave(&mut self) {
        self.all.retain(|t| t.fresh || t.until.is_some());
        self.all.iter_mut().for_each(|t| t.undo = None);
    }

    /// Puts one away.
    pub fn dismiss(&mut self, id: u64) {
        self.all.retain(|t| t.id != id);
    }

    /// Puts the latest away; false where there was none. What went by itself a moment ago was meant, too: the key that was to put it
    /// away must not close the form below it.
    pub fn dismiss_last(&mut self, now: Instant) -> bool {
        let gone = self.gone.take().is_some_and(|at| now - at < Duration::seconds(MOMENT));
        self.all.pop().is_some() || gone
    }

    /// Lets those go whose time is over.
    pub fn tick(&mut self, now: Instant) {
        let before = self.all.len();
        self.all.retain(|t| t.until.is_none_or(|until| now < until));
        if self.all.len() < before {
            self.gone = Some(now);
        }
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

    #[test]
    fn the_last_save_can_be_taken_back_once() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        toasts.saved("Acknowledgment saved", Some((ClientId::new("C1"), None)), Some(7), now);
        toasts.saved("Acknowledgment saved", Some((ClientId::new("C2"), None)), Some(8), now);
        toasts.tick(now + Duration::seconds(10));
        assert_eq!(toasts.iter().count(), 1, "there is time to take it back");
        assert_eq!((toasts.take_undo(7), toasts.take_undo(8), toasts.take_undo(8), toasts.is_empty()), (false, true, false, true));
        toasts.saved("Acknowledgment saved", None, Some(9), now);
        toasts.tick(now + Duration::seconds(13));
        assert!(!toasts.take_undo(9), "too late: the history still can");
    }

    #[test]
    fn what_stays_goes_with_its_screen() {
        let mut toasts = Toasts::default();
        toasts.done("CE Event saved", Instant::default());
        toasts.caution("Saved, but: no enrollment.");
        assert_eq!(toasts.iter().map(|t| t.kind).collect::<Vec<_>>(), [Kind::Caution], "one of both is enough");
        toasts.leave();
        assert!(!toasts.is_empty(), "said by the step that leads elsewhere");
        toasts.turn();
        toasts.leave();
        assert!(toasts.is_empty());
    }

    #[test]
    fn what_was_wrong_with_a_save_is_not_said_once_another_one_is_made() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        toasts.saved("Living Situation saved", None, None, now);
        toasts.caution("Saved, but: Verified By is not answered.");
        toasts.turn();
        toasts.done("Backup made", now);
        assert_eq!(toasts.iter().filter(|t| t.kind == Kind::Caution).count(), 1, "a backup mends nothing");
        toasts.saved("Living Situation saved", None, None, now);
        assert!(toasts.iter().all(|t| t.kind == Kind::Done));
    }

    #[test]
    fn esc_at_the_moment_in_which_a_toast_goes_is_meant_for_it() {
        let at = |second: i64| Instant::default() + Duration::seconds(second);
        let mut toasts = Toasts::default();
        toasts.done("Saved", at(0));
        toasts.tick(at(3));
        assert!(!toasts.is_empty());
        toasts.tick(at(4));
        assert!(toasts.is_empty());
        assert!(toasts.dismiss_last(at(5)), "it was just there");
        assert!(!toasts.dismiss_last(at(5)), "the next one is for the form");
        toasts.done("Saved", at(10));
        toasts.tick(at(14));
        assert!(!toasts.dismiss_last(at(16)), "long gone");
    }
}
