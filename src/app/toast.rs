//! What is said of what was done: short words that pass, the last of them, and beside them for its twelve seconds what was discarded and can
//! be brought back; a caution or a failure, which stay until they are put away or their screen is left.

use super::action::Destination;
use super::session::discard::Discarded;
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
    if what.ends_with(" deleted") { what.to_owned() } else { format!("{what} saved") }
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
        // What was wrong with the save before is mended by this one, or said of it again.
        self.all.retain(|t| t.kind != Kind::Caution || t.fresh);
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
        self.all.retain(|t| t.kind == Kind::Failed || t.holds_draft() || t.leads() && !t.fresh);
        self.push(Kind::Caution, words.into(), None);
        if let Some(last) = self.all.last_mut() {
            (last.about, last.undo) = (about, undo);
        }
    }

    /// Says that something was saved and answers are missing: whose, how many, and where they are given. Stays as a caution does.
    pub fn owed(&mut self, words: impl Into<String>, owed: Vec<(ClientId, usize)>, way: Destination) {
        self.caution(words);
        if let Some(last) = self.all.last_mut() {
            (last.about, last.owed, last.way) = (None, owed, Some(way));
        }
    }

    /// Says that Exchange is at work, or what came of it; stays, beside what is said of saves, until the next piece of work is over.
    pub fn of_transfer(&mut self, words: impl Into<String>) {
        self.push(Kind::Caution, words.into(), None);
        if let Some(last) = self.all.last_mut() {
            last.transfer = true;
        }
    }

    /// Something that was under way is over: nothing waits for it any more. Where an export was `written`, its check looked at all that was
    /// saved, and says itself what is wrong with it; what can be taken back or leads to what is missing still does.
    pub fn over(&mut self, written: bool) {
        self.all.retain(|t| t.kind != Kind::Caution || t.fresh || !t.transfer && (t.leads() || !written));
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

    /// True where something can be done from it: it is wanted as long as that is so.
    const fn leads(&self) -> bool {
        self.undo.is_some() || self.way.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Part;

    #[test]
    fn a_success_goes_and_a_failure_stays() {
        let now = Instant::default();
        let mut toasts = Toasts::default();
        toasts.done("Saved", now);
        toasts.failed("Not saved");
        toasts.tick(now + Duration::seconds(5));
        assert_eq!(toasts.staying().map(|t| t.words.as_str()).collect::<Vec<_>>(), ["Not saved"]);
        assert!(!toasts.any_passing());
    }

    #[test]
    fn a_caution_goes_with_the_end_of_what_it_waits_for() {
        let mut toasts = Toasts::default();
        toasts.owed("Intake saved. 2 answers are missing", Vec::new(), Destination::Home);
        toasts.turn();
        toasts.over(false);
        assert_eq!(toasts.staying().count(), 1, "they are missing after an import too");
        toasts.of_transfer("Something is under way");
        toasts.turn();
        toasts.failed("Not saved");
        toasts.over(false);
        let missing = "Intake saved. 2 answers are missing";
        assert_eq!(toasts.staying().map(|t| t.words.as_str()).collect::<Vec<_>>(), [missing, "Not saved"]);
        toasts.turn();
        toasts.over(true);
        assert_eq!(toasts.staying().map(|t| t.words.as_str()).collect::<Vec<_>>(), [missing, "Not saved"], "an export answers nothing");
    }

    #[test]
    fn what_is_said_of_a_save_outlives_work_that_has_nothing_to_do_with_it() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        let words = |toasts: &Toasts| toasts.staying().map(|t| t.words.clone()).collect::<Vec<_>>();
        toasts.saved("Living Situation saved", None, None, now);
        toasts.caution("Saved, but: Verified By is not answered.");
        toasts.turn();
        toasts.of_transfer("Something is under way");
        toasts.turn();
        toasts.over(false);
        assert_eq!(words(&toasts), ["Saved, but: Verified By is not answered."]);
        // What came of the check is said beside it.
        toasts.of_transfer("2 errors found");
        assert_eq!(words(&toasts), ["Saved, but: Verified By is not answered.", "2 errors found"]);
        toasts.turn();
        toasts.over(true);
        assert_eq!(words(&toasts), [""; 0], "the export says itself what is wrong with it");
        toasts.saved("Referral result saved", None, Some((7, "Referral result".to_owned())), now);
        toasts.caution("Saved, but: no enrollment.");
        toasts.turn();
        toasts.over(false);
        toasts.over(true);
        assert_eq!((words(&toasts), toasts.undo().is_some()), (vec!["Saved, but: no enrollment.".to_owned()], true));
    }

    #[test]
    fn a_hint_takes_nothing_away_that_can_be_taken_back() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        toasts.saved("Acknowledgment saved", None, Some((7, "Acknowledgment".to_owned())), now);
        toasts.turn();
        toasts.hint("Nothing can be taken back here now.", now);
        assert_eq!(toasts.passing().map(|t| t.kind), Some(Kind::Hint));
        assert_eq!(toasts.held().map(|t| t.id), toasts.undo());
        toasts.tick(now + Duration::seconds(5));
        assert_eq!((toasts.passing().map(|t| t.id), toasts.held()), (toasts.undo(), None), "and is said again after it");
    }

    #[test]
    fn what_was_saved_with_a_concern_is_taken_back_on_home_as_long_as_any_save() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        let about = Some((ClientId::new("C1"), Some(EventId::new("EV1"))));
        for (to, offers) in [(Destination::Home, true), (Destination::Clients, false)] {
            toasts.saved("Referral result saved", about.clone(), Some((7, "Referral result".to_owned())), now);
            toasts.caution("Saved, but: no enrollment.");
            toasts.turn();
            let later = now + Duration::seconds(600);
            toasts.leave(&to, later);
            assert_eq!(toasts.staying().count(), 0, "the concern is left behind");
            assert_eq!(toasts.passing().map(|t| t.words.as_str()), offers.then_some("Referral result saved"));
            toasts.tick(later + Duration::seconds(LONG - 1));
            assert_eq!(toasts.undo().is_some(), offers);
            toasts.tick(later + Duration::seconds(LONG));
            assert!(toasts.undo().is_none());
        }
    }

    #[test]
    fn a_hint_passes_and_is_no_success() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        toasts.hint("Enter the day first", now);
        assert_eq!(toasts.passing().map(|t| t.kind), Some(Kind::Hint));
        toasts.tick(now + Duration::seconds(5));
        assert!(!toasts.any_passing());
    }

    #[test]
    fn the_last_save_can_be_taken_back_once() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        let of = |sequence| (sequence, "Acknowledgment".to_owned());
        let save = Undo::Save(8, "Acknowledgment".to_owned());
        toasts.saved("Acknowledgment saved", Some((ClientId::new("C1"), None)), Some(of(7)), now);
        toasts.saved("Acknowledgment saved", Some((ClientId::new("C2"), None)), Some(of(8)), now);
        toasts.tick(now + Duration::seconds(10));
        let (gone, offered) = (0, toasts.undo().unwrap());
        assert_eq!(toasts.passing().and_then(|t| t.undo.clone()), Some(save.clone()), "there is time to take it back");
        let taken = [gone, offered, offered].map(|notice| toasts.take_undo(notice));
        assert_eq!(taken, [None, Some(save), None]);
        assert_eq!(toasts.passing(), None);
        toasts.saved("Acknowledgment saved", None, Some(of(9)), now);
        toasts.tick(now + Duration::seconds(13));
        assert_eq!(toasts.undo(), None, "too late: the history still can");
    }

    #[test]
    fn what_stays_goes_with_its_screen() {
        let mut toasts = Toasts::default();
        toasts.done("CE Event saved", Instant::default());
        toasts.caution("Saved, but: no enrollment.");
        assert_eq!((toasts.staying().count(), toasts.passing()), (1, None), "one of both is enough");
        toasts.leave(&Destination::Clients, Instant::default());
        assert_eq!(toasts.staying().count(), 1, "said by the step that leads elsewhere");
        toasts.turn();
        toasts.leave(&Destination::Clients, Instant::default());
        assert_eq!(toasts.staying().count(), 0);
    }

    #[test]
    fn what_is_said_of_a_client_does_not_stand_below_the_form_of_the_next() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        let [one, next] = ["C1", "C2"].map(ClientId::new);
        let said = |toasts: &Toasts| toasts.passing().map(|t| t.words.clone());
        let mut saved = |to: &Destination| {
            toasts.saved("Referral result saved", Some((one.clone(), None)), Some((7, "Referral result".to_owned())), now);
            toasts.leave(to, now);
            let at_once = said(&toasts);
            toasts.turn();
            toasts.leave(to, now);
            (at_once.is_some(), said(&toasts).is_some())
        };
        let record = |of: &ClientId| Destination::Client(of.clone(), Part::Profile);
        assert_eq!(saved(&record(&next)), (true, false), "the step that saved it says so, wherever it leads");
        assert_eq!(
            (saved(&record(&one)), saved(&Destination::Clients)),
            ((true, true), (true, true)),
            "on the record itself, and on a list"
        );
        toasts.hint("Nothing was changed.", now);
        toasts.turn();
        toasts.make_way(None);
        assert_eq!(said(&toasts), None);
        toasts.done("Settings applied", now);
        toasts.turn();
        toasts.leave(&record(&next), now);
        assert!(said(&toasts).is_some(), "it is about nobody");
    }

    #[test]
    fn what_was_saved_with_a_concern_is_taken_back_from_the_caution_and_once() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        let about = (ClientId::new("C1"), Some(EventId::new("EV1")));
        toasts.saved("Referral result saved", Some(about.clone()), Some((7, "Referral result".to_owned())), now);
        toasts.caution("Saved, but: no enrollment.");
        assert_eq!((toasts.staying().count(), toasts.passing()), (1, None), "one of both is enough");
        assert_eq!(toasts.offered(), Some((&about.0, &EventId::new("EV1"))));
        toasts.turn();
        let offered = toasts.undo_of(|_| true).unwrap().id;
        assert_eq!(toasts.take_undo(offered), Some(Undo::Save(7, "Referral result".to_owned())));
        assert_eq!((toasts.undo(), toasts.staying().count()), (None, 0), "what was wrong with it is not true any more");
    }

    #[test]
    fn what_was_wrong_with_a_save_is_not_said_once_another_one_is_made() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        toasts.saved("Living Situation saved", None, None, now);
        toasts.caution("Saved, but: Verified By is not answered.");
        toasts.turn();
        toasts.done("Backup made", now);
        assert_eq!(toasts.staying().count(), 1, "a backup mends nothing");
        toasts.saved("Living Situation saved", None, None, now);
        assert_eq!((toasts.staying().count(), toasts.passing().is_some()), (0, true));
    }

    #[test]
    fn esc_puts_away_what_stays_and_is_not_eaten_by_what_passes() {
        let (now, mut toasts) = (Instant::default(), Toasts::default());
        toasts.failed("Not exported");
        toasts.done("Saved", now);
        assert_eq!((toasts.dismiss_last(), toasts.dismiss_last()), (true, false), "the second one is for the form");
        assert!(toasts.passing().is_some());
        toasts.done("Settings applied", now);
        assert_eq!(toasts.passing().map(|t| t.words.as_str()), Some("Settings applied"), "one at a time");
    }
}
