//! What happens in a guided workflow: what the user did, and what came back.

use super::Standing;
use crate::app::action::Failure;
use crate::app::form::Edit;
use crate::app::perform::Loaded;
use crate::app::screen::adding;
use crate::app::shortcut::Command;
use crate::domain::ask::Slot;
use crate::domain::intake::{Fate, Step};
use crate::domain::{Chart, ClientId, EventId};

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// A shortcut.
    Command(Command),
    /// Charts of the members, and the drafts.
    Loaded(Loaded),
    /// Finish came back.
    Saved(Result<Vec<Chart>, Failure>),
    /// Goes to a step.
    To(Step),
    /// Goes to a step, to the control of this id, where something is to be mended.
    Mend(Step, String),
    /// Goes to Finish at once; back to it, where it led to an answer.
    Summary,
    /// After a lock: where the worker was before.
    Returned(Standing),
    /// The next step.
    Next,
    /// The step before.
    Back,
    /// Chose the program, by its id.
    Project(Option<String>),
    /// Edits a field of a member, in this row of theirs.
    Edit(usize, Slot, Edit),
    /// A member is present in this stay, or not.
    Present(usize, bool),
    /// Searches for a family member.
    Find(Find),
    /// Adds a person to the household.
    Add(ClientId),
    /// Begins to add somebody who is new on the desk.
    Join,
    /// Takes up what was typed of somebody who was taken for one who is here.
    TakeUp,
    /// Opens the row of somebody who is new, to correct it.
    Correct(ClientId),
    /// The first, who is new, is the second, who is here.
    Same(ClientId, ClientId),
    /// Who is new is none of those who are here.
    Other(ClientId),
    /// In the form of who is new.
    New(adding::Message),
    /// Takes a member out.
    Remove(usize),
    /// Goes to where it is decided what becomes of a member who is recorded: who is taken out, and how.
    TakeOut(ClientId),
    /// Makes a member the head of household.
    Head(usize),
    /// Decides what becomes of a member who is recorded.
    Fate(usize, Fate),
    /// The result of a referral moves with the start that it bears, or not.
    Results(EventId, bool),
    /// Takes the head of household's answers on the page on show over to its member.
    Copy,
    /// Takes over what was recorded last of the member whose page is on show.
    Last,
    /// Answers no to what is blank in the list on show, or takes that back.
    Deny,
    /// Corrects what is recorded already, instead of recording it once more.
    Instead,
    /// Writes the enrollment.
    Finish,
    /// Goes to the referral that the household's enrollment answers already.
    Record,
    /// Goes to the move-in date of a member's enrollment, which this workflow does not write.
    MoveIn(usize),
    /// Opens the settings.
    Settings,
    /// Asks whether the intake is to be given up.
    Discard,
    /// Gives it up.
    GiveUp,
    /// Does not give it up.
    Keep,
}

/// What was typed to find a member; it may be a name.
#[derive(Clone)]
pub struct Find(pub(super) String);

impl std::fmt::Debug for Find {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Find")
    }
}

impl From<String> for Find {
    fn from(text: String) -> Self {
        Self(text)
    }
}
