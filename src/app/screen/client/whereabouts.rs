//! Where in a client's record the worker is: what the screen is called, the help that goes with it, the way back, and what is to be kept when
//! it is left.

use super::{Record, Shown, Shows};
use crate::app::action::Part;
use crate::app::screen::help::pages::Spot;
use crate::app::screen::intake::Whence;
use crate::domain::hud::ReferralResult;
use crate::domain::{ClientId, EventId, Text};

impl Record {
    /// The screen's title; it does not name the client.
    pub fn title(&self) -> String {
        match &self.shown {
            Shown::Events(_) => "CE Event",
            Shown::Enrollments(_) => "Enrollments",
            Shown::MoveIn(_) => "Move-in",
            Shown::During(_) => "During the Stay",
            Shown::Notes(_) => "Case Notes",
            Shown::History(_) => "History",
            Shown::Profile(_) | Shown::Waiting(_) => "Client",
        }
        .to_owned()
    }

    /// What is on screen, for its help page.
    pub fn spot(&self) -> Spot {
        match &self.shown {
            Shown::Events(events) if events.event().is_some() => Spot::Event,
            Shown::Events(_) | Shown::Waiting(Part::Events(_)) => Spot::Events,
            Shown::MoveIn(_) | Shown::Waiting(Part::MoveIn(..)) => Spot::MoveIn,
            Shown::During(during) if during.which().is_some() => Spot::Occasion,
            Shown::During(_) | Shown::Waiting(Part::During(..) | Part::Arose(..)) => Spot::During,
            Shown::Enrollments(_) | Shown::Waiting(Part::Enrollments | Part::Answer { .. }) => Spot::Enrollments,
            Shown::Notes(notes) if notes.which().is_some() => Spot::Note,
            Shown::Notes(_) | Shown::Waiting(Part::Notes(_)) => Spot::Notes,
            Shown::History(history) => history.spot(),
            Shown::Waiting(Part::History) => Spot::History,
            Shown::Profile(profile) if profile.edits() => Spot::Correct,
            Shown::Profile(_) | Shown::Waiting(Part::Profile) => Spot::Profile,
        }
    }

    /// True where something was opened in it that Esc closes first: a save of the history, a note.
    pub fn reads_on(&self) -> bool {
        match &self.shown {
            Shown::History(history) => history.is_open(),
            Shown::Notes(notes) => notes.which().is_some(),
            _ => false,
        }
    }

    /// Whose record it is.
    pub fn client(&self) -> &ClientId {
        &self.client
    }

    /// Where a workflow leads that is begun here: back to this part, and of what is only on the way to it to the enrollments.
    pub fn whence(&self) -> Whence {
        let part = match self.part() {
            Part::MoveIn(..) | Part::Arose(..) | Part::Answer { .. } => Part::Enrollments,
            part => part,
        };
        Whence::Record(self.client.clone(), part)
    }

    /// The part on show.
    pub(super) fn part(&self) -> Part {
        match &self.shown {
            Shown::Profile(_) => Part::Profile,
            Shown::Enrollments(_) => Part::Enrollments,
            Shown::MoveIn(form) => Part::MoveIn(form.stay().clone(), self.then),
            Shown::During(during) => Part::During(during.stay().clone(), during.which()),
            Shown::Events(events) => Part::Events(events.event().cloned()),
            Shown::Notes(notes) => Part::Notes(notes.which()),
            Shown::History(_) => Part::History,
            Shown::Waiting(part) => part.clone(),
        }
    }

    /// The CE Event that is open in its form and recorded already: what an intake that is begun here answers.
    pub fn recorded_event(&self) -> Option<&EventId> {
        if let Shown::Events(events) = &self.shown { events.recorded() } else { None }
    }

    /// What the save is called that is about to be taken back.
    pub fn undoing(&self) -> Option<&str> {
        if let Shown::History(history) = &self.shown { history.undoing() } else { None }
    }

    /// The client and the CE Event that is open in its form, or whose household's move-in is.
    pub fn event(&self) -> Option<(&ClientId, &EventId)> {
        match &self.shown {
            Shown::Events(events) => Some((&self.client, events.event()?)),
            Shown::MoveIn(form) => Some((&self.client, form.event(self.chart.as_ref()?)?)),
            _ => None,
        }
    }

    /// The CE Event that is open in its form, and the result that stands there.
    pub fn chosen(&self) -> Option<(&EventId, Option<ReferralResult>)> {
        if let Shown::Events(events) = &self.shown { events.chosen() } else { None }
    }

    /// Whose record it is, which part is on show, and which form is open in it.
    pub fn place(&self) -> (ClientId, Part, Shows) {
        let (part, form) = match &self.shown {
            Shown::Profile(profile) if profile.edits() => (self.part(), Shows::Profile),
            // It has an id and is not kept yet: what leads back to it is its form.
            Shown::Events(events) if events.is_new() => (Part::Events(None), Shows::NewEvent),
            _ => (self.part(), Shows::Nothing),
        };
        (self.client.clone(), part, form)
    }

    /// Unfinished work to keep when the record is left.
    pub fn draft(&self) -> Option<(String, Option<Text>)> {
        match &self.shown {
            Shown::Events(events) => events.draft().map(|(name, text)| (name, Some(text))),
            Shown::Profile(profile) => profile.draft(&self.client).map(|(name, text)| (name, Some(text))),
            Shown::MoveIn(form) => form.draft().map(|(name, text)| (name, Some(text))),
            Shown::During(during) => during.draft().map(|(name, text)| (name, Some(text))),
            Shown::Notes(notes) => notes.to_keep(),
            Shown::History(history) => history.draft().map(|(name, text)| (name, Some(text))),
            _ => None,
        }
    }
}
