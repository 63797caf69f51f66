//! What comes back to a record: a save that is on the disk, and the undo of one, which leaves what is half typed as it is.

use super::enrollments::Enrollments;
use super::{Record, Shown, move_in, profile, wanted};
use crate::app::action::{Action, Destination, Failure, Part, Then};
use crate::app::context::Context;
use crate::domain::Chart;

impl Record {
    pub(super) fn saved(&mut self, answer: Result<Vec<Chart>, Failure>, cx: &Context<'_>) -> Action {
        self.saving = false;
        let Ok(charts) = answer else { return Action::None };
        self.kept = true;
        self.follow(&charts);
        match (&mut self.shown, &self.chart) {
            (Shown::MoveIn(form), Some(_)) => {
                let stay = form.stay().clone();
                let name = move_in::draft_name(&stay);
                self.drafts.retain(|(n, _)| *n != name);
                self.shown = Shown::Enrollments(Enrollments::default());
                self.after_move_in(stay, cx)
            }
            (Shown::During(during), Some(chart)) => {
                let (action, done) = during.saved(chart, cx);
                self.drafts.retain(|(name, _)| *name != done);
                action
            }
            (Shown::Notes(notes), Some(chart)) => {
                let (action, done) = notes.saved(chart);
                self.drafts.retain(|(name, _)| *name != done);
                action
            }
            (Shown::Events(events), Some(chart)) => {
                let (action, done) = events.saved(chart, cx);
                self.drafts.retain(|(name, _)| *name != done);
                if events.event().is_none() && self.then == Then::Home { action.and(Action::Go(Destination::Home)) } else { action }
            }
            (Shown::Profile(profile), Some(_)) => {
                let name = profile::draft_name(&self.client);
                self.drafts.retain(|(n, _)| *n != name);
                profile.saved()
            }
            (Shown::History(_), _) => {
                // Everything may have changed, also that the client is here at all.
                self.shown = Shown::Waiting(Part::History);
                wanted(&self.client, cx)
            }
            _ => Action::None,
        }
    }

    /// What changed of these people.
    fn follow(&mut self, charts: &[Chart]) {
        if let Some(chart) = charts.iter().find(|c| *c.id() == self.client) {
            self.chart = Some(chart.clone());
        }
        self.mates.follow(charts);
    }

    /// Another save than that of the form on show was taken back: what is typed stays, over what is recorded now.
    pub(super) fn taken_back(&mut self, charts: &[Chart], cx: &Context<'_>) -> Action {
        self.follow(charts);
        match (&mut self.shown, &self.chart) {
            (Shown::Events(events), Some(chart)) => {
                let changed = events.follow(chart);
                self.kept &= !changed;
                // What had the keyboard may have gone with the result.
                events.first(cx).filter(|_| changed).map_or(Action::None, Action::Focus)
            }
            // There is one save more now.
            (Shown::History(history), _) if history.draft().is_none() => {
                self.shown = Shown::Waiting(Part::History);
                wanted(&self.client, cx)
            }
            (Shown::Profile(_) | Shown::MoveIn(_) | Shown::During(_) | Shown::Notes(_), Some(_)) => self.anew(cx),
            _ => Action::None,
        }
    }

    /// The part on show is made anew over what is recorded now: what is half typed in it is taken up again, and then the keyboard stays; it
    /// goes along where that form is not there any more.
    fn anew(&mut self, cx: &Context<'_>) -> Action {
        let corrects = matches!(&self.shown, Shown::Profile(profile) if profile.edits());
        let kept = self.draft().map_or(Action::None, |(name, text)| Action::Draft(name, text));
        let typed = matches!(kept, Action::Draft(_, Some(_)));
        let (kept, part) = (self.noted(kept), self.part());
        let shown = self.show(part, cx);
        match () {
            () if typed && self.draft().is_some() => kept,
            () if corrects => self.profile(profile::Message::Begin, cx),
            // What had the keyboard may have gone with the save.
            () => kept.and(shown),
        }
    }
}
