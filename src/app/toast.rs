//! What is said of what was done: short words that pass, the last of them, and beside them for its twelve seconds what was discarded and can
//! be brought back; a caution or a failure, which stay until they are put away or their screen is left.

use super::action::Destination;
use super::session::discard::Discarded;
use crate::domain::keyin::TAKEN_BACK;
use crate::domain::{ClientId, EventId, Instant};
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
    /// Whose record it is about, and which referral. The name is put in where it is drawn, as privacy mode wants it, and is kept nowhere.
    pub about: Option<(ClientId, Option<EventId>)>,
    /// Whose answers are still missing, and how many; the names are put in as above.
    pub owed: Vec<(ClientId, usize)>,
    /// Where what it says can be mended.
    pub way: Option<Destination>,
    /// What can be taken back from here.
    pub undo: Option<Undo>,
    /// What it says.
    pub kind: Kind,
    /// When it goes by itself; none for what stays.
    pub until: Option<Instant>,
    /// About what Exchange does: it has no save to be about, and is not so any more once the next piece of work is over.
    transfer: bool,
    /// Said by what happens now; not so any more once something else does.
    fresh: bool,
}

/// What a notice offers to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    /// The save of this number and name.
    Save(u64, String),
    /// That this was given up.
    Draft(Box<Discarded>),
}

/// So long it says that something was done, and so long where that can be taken back, s.
const SHORT: i64 = 4;
const LONG: i64 = 12;

/// That a save of this name was written. What was done is said in the name of some already.
pub fn was_saved(what: &str) -> String {
    if what.ends_with(" deleted") || what.starts_with(TAKEN_BACK) { what.to_owned() } else { format!("{what} saved") }
}

/// What a toast says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something was done.
    Done,
    /// Nothing was done: why, or what comes first.
    Hint,
    /// It was done, and is not as it should be.
    Caution,
    /// It was not done.
    Failed,
}

impl Toasts {
    /// Says that something was done; goes after four seconds.
    pub fn done(&mut self, words: impl Into<String>, now: Instant) {
        self.say(Kind::Done, words.into(), None, None, now);
    }

    /// Says why nothing was done, or what comes first; goes after four seconds. As nothing was done, what can be taken back still can.
    pub fn hint(&mut self, words: impl Into<String>, now: Instant) {
        self.all.retain(|t| t.until.is_none() || t.undo.is_some());
        self.push(Kind::Hint, words.into(), Some(now + Duration::seconds(SHORT)));
    }

    /// Says that something was saved, about whom, and which save can be taken back from here.
    pub fn saved(
        &mut self,
        words: impl Into<String>,
        about: Option<(ClientId, Option<EventId>)>,
        undo: Option<(u64, String)>,
        now: Instant,
    ) {
        // What was wrong with the save before is mended by this one, or said of it again. Missing answers are told of by `answered`.
        self.all.retain(|t| t.kind != Kind::Caution || t.fresh || t.way.is_some());
        self.say(Kind::Done, words.into(), about, undo.map(|(sequence, what)| Undo::Save(sequence, what)), now);
    }

    /// Says that unfinished work was given up, of whom, and offers to bring it back.
    pub fn discarded(&mut self, words: impl Into<String>, of: Option<ClientId>, discarded: Discarded, now: Instant) {
        self.say(Kind::Done, words.into(), of.map(|client| (client, None)), Some(Undo::Draft(Box::new(discarded))), now);
    }

    fn say(&mut self, kind: Kind, words: String, about: Option<(ClientId, Option<EventId>)>, undo: Option<Undo>, now: Instant) {
        // One at a time passes, and is taken back: the last. What was discarded is kept nowhere else, so no word takes its place.
        self.all.retain(|t| t.until.is_none() || t.holds_draft());
        self.push(kind, words, Some(now + Duration::seconds(if undo.is_some() { LONG } else { SHORT })));
        if let Some(last) = self.all.last_mut() {
            (last.about, last.undo) = (about, undo);
        }
    }

    /// The notice from which something can be taken back now; of a save, where it is of a referral that is meant.
    pub fn undo_of(&self, meant: impl Fn(&(ClientId, EventId)) -> bool) -> Option<&Toast> {
        let about = |t: &Toast| t.about.clone().is_some_and(|(client, event)| event.is_some_and(|event| meant(&(client, event))));
        let offers = |t: &&Toast| t.holds_draft() || t.undo.is_some() && about(t);
        self.all.iter().rfind(offers)
    }

    /// The notice from which anything can be taken back now.
    pub fn undo(&self) -> Option<u64> {
        self.all.iter().rfind(|t| t.undo.is_some()).map(|t| t.id)
    }

    /// What this notice offers to take back; it is offered once.
    pub fn take_undo(&mut self, id: u64) -> Option<Undo> {
        let at = self.all.iter().position(|t| t.id == id && t.undo.is_some())?;
        self.all.remove(at).undo
    }

    /// What was discarded under this name is back, or was begun anew: its notice goes.
    pub fn forget_draft(&mut self, name: &str) {
        self.all.retain(|t| !matches!(&t.undo, Some(Undo::Draft(discarded)) if discarded.name == name));
    }

    /// Nothing that was discarded can come back any more.
    pub fn forget_drafts(&mut self) {
        self.all.retain(|t| !t.holds_draft());
    }

    /// Says that something was done and what is wrong with it; stays, in place of what merely said that it was done, is about the same
    /// record, and offers to take the same save back.
    pub fn caution(&mut self, words: impl Into<String>) {
        let said = self.all.iter().rev().find(|t| t.fresh && !t.holds_draft());
        let (about, undo) = said.map(|t| (t.about.clone(), t.undo.clone())).unwrap_or_default();
        // What can be taken back is offered on, and so is the way to what is missing.
        self.all.retain(|t| t.kind == Kind::Failed || t.holds_draft() || t.way.is_some() || t.leads() && !t.fresh);
        self.push(Kind::Caution, words.into(), None);
        if let Some(last) = self.all.last_mut() {
            (last.about, last.undo) = (about, undo);
        }
    }

    /// Says that something was saved and answers are missing: whose, how many, and where they are given. Stays as a caution does.
    pub fn owed(&mut self, words: impl Into<String>, owed: Vec<(ClientId, usize)>, way: Destination) {
        // What was missing of the same people is counted anew.
        self.all.retain(|t| t.way.is_none() || !owed.iter().any(|(client, _)| t.owes(client)));
        self.caution(words);
        if let Some(last) = self.all.last_mut() {
            (last.about, last.owed, last.way) = (None, owed, Some(way));
        }
    }

    /// What these people owe is another now: nothing is said any more of what was missing of theirs.
    pub fn answered(&mut self, whose: impl Fn(&ClientId) -> bool) {
        self.all.retain(|t| t.fresh || !t.owed.iter().any(|(client, _)| whose(client)));
    }

    /// The notice of missing answers that was said last.
    pub fn missing(&self) -> Option<&Toast> {
        self.staying().filter(|t| t.way.is_some()).last()
    }

    /// Says that Exchange is at work, or what came of it; stays, beside what is said of saves, until the next piece of work is over.
    pub fn of_transfer(&mut self, words: impl Into<String>) {
        self.push(Kind::Caution, words.into(), None);
        if let Some(last) = self.all.last_mut() {
            last.transfer = true;
        }
    }

    /// Something that was under way is over: nothing waits for it any more, and why it was not begun before is said no longer. Where an export
    /// was `written`, its check looked at all that was saved, and says itself what is wrong with it; what can be taken back or leads to what
    /// is missing still does.
    pub fn over(&mut self, written: bool) {
        self.all.retain(|t| match t.kind {
            _ if t.fresh => true,
            Kind::Hint => false,
            Kind::Caution => !t.transfer && (t.leads() || !written),
            Kind::Done | Kind::Failed => true,
        });
    }

    /// Says that something failed; stays.
    pub fn failed(&mut self, words: impl Into<String>) {
        self.push(Kind::Failed, words.into(), None);
    }

    fn push(&mut self, kind: Kind, words: String, until: Option<Instant>) {
        self.all.retain(|t| t.words != words || t.holds_draft());
        self.all.push(Toast {
            id: self.next,
            words,
            about: None,
            owed: Vec::new(),
            way: None,
            undo: None,
            kind,
            until,
            transfer: false,
            fresh: true,
        });
        self.next += 1;
    }

    /// Something else happens: what was said until now belongs to what was on screen.
    pub fn turn(&mut self) {
        self.all.iter_mut().for_each(|t| t.fresh = false);
    }

    /// Another screen is shown: what stayed on the one before does not follow, and nothing is taken back from there, but for what this very
    /// step says. On Home what was just saved of a referral is taken back as well, and what was discarded, where that is seen again, also where it was saved with a
    /// concern; in the record of a client nothing is said of anybody else.
    pub fn leave(&mut self, to: &Destination, now: Instant) {
        let of_referral = |t: &Toast| t.about.as_ref().is_some_and(|(_, event)| event.is_some());
        let offers_on = |t: &Toast| *to == Destination::Home && (of_referral(t) || t.holds_draft());
        let concern = self.all.iter_mut().rfind(|t| !t.fresh && t.kind == Kind::Caution && offers_on(t));
        if let Some(concern) = concern
            && let Some(Undo::Save(_, what)) = &concern.undo
        {
            // What is wrong is said where it is mended; that it was saved passes as the word of any other save does.
            (concern.words, concern.kind, concern.until) = (was_saved(what), Kind::Done, Some(now + Duration::seconds(LONG)));
        }
        self.all.retain(|t| t.fresh || t.until.is_some());
        self.all.iter_mut().filter(|t| !t.fresh && !offers_on(t)).for_each(|t| t.undo = None);
        if to.client().is_some() {
            self.make_way(to.client());
        }
    }

    /// The form of this client opens, or that of somebody new: below it stands nothing that is said of anybody else, nor why something was
    /// not done on the form before.
    pub fn make_way(&mut self, to: Option<&ClientId>) {
        let of_another = |t: &Toast| t.kind == Kind::Hint || t.about.as_ref().is_some_and(|(client, _)| Some(client) != to);
        self.all.retain(|t| t.fresh || !of_another(t));
    }

    /// Puts one away.
    pub fn dismiss(&mut self, id: u64) {
        self.all.retain(|t| t.id != id);
    }

    /// Puts the latest away of what stays; false where there was none. What passes is in nobody's way, so the key is not meant for it.
    pub fn dismiss_last(&mut self) -> bool {
        let last = self.all.iter().rposition(|t| t.until.is_none());
        last.map(|at| self.all.remove(at)).is_some()
    }

    /// Lets those go whose time is over.
    pub fn tick(&mut self, now: Instant) {
        self.all.retain(|t| t.until.is_none_or(|until| now < until));
    }

    /// True where one will go by itself, so that time must be watched.
    pub fn any_passing(&self) -> bool {
        self.passing().is_some()
    }

    /// What stays, the latest last.
    pub fn staying(&self) -> impl Iterator<Item = &Toast> {
        self.all.iter().filter(|t| t.until.is_none())
    }

    /// What goes by itself: what was said last.
    pub fn passing(&self) -> Option<&Toast> {
        self.all.iter().rfind(|t| t.until.is_some())
    }

    /// What can be taken back and passes, where something else was said since.
    pub fn held(&self) -> Option<&Toast> {
        let last = self.passing()?.id;
        self.all.iter().rfind(|t| t.until.is_some() && t.undo.is_some() && t.id != last)
    }
}

impl Toast {
    /// True where it holds the only copy of what was typed.
    pub const fn holds_draft(&self) -> bool {
        matches!(self.undo, Some(Undo::Draft(_)))
    }

    /// True where it says of this client that answers are missing.
    fn owes(&self, client: &ClientId) -> bool {
        self.owed.iter().any(|(of, _)| of == client)
    }

    /// True where something can be done from it: it is wanted as long as that is so.
    const fn leads(&self) -> bool {
        self.undo.is_some() || self.way.is_some()
    }
}

#[cfg(test)]
mod tests;
