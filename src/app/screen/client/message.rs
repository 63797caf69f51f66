//! What happens in a client's record: what the user did, and what came back; and which form stands open, for coming back to it.

use super::{during, events, history, move_in, notes, profile};
use crate::app::action::{Failure, Part};
use crate::app::perform::Loaded;
use crate::app::shortcut::Command;
use crate::domain::intake::{Mend, Purpose};
use crate::domain::{Chart, ClientId, EnrollmentId, EventId};
use serde::{Deserialize, Serialize};

/// A form that stands open although nothing of it may be kept as a draft yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shows {
    /// None; or that of the CE Event that is named already.
    Nothing,
    /// The form of the client information.
    Profile,
    /// The form of a new CE Event.
    NewEvent,
    /// That of a CE Event whose household is enrolled: its success proposed, to be saved.
    Success,
}

impl Shows {
    /// What opens it.
    pub fn message(self) -> Option<Message> {
        match self {
            Self::Nothing => None,
            Self::Profile => Some(Message::Profile(profile::Message::Resume)),
            Self::NewEvent => Some(Message::Events(events::Message::New)),
            Self::Success => Some(Message::Events(events::Message::Propose)),
        }
    }
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// A shortcut.
    Command(Command),
    /// The chart and the drafts are here.
    Loaded(Loaded),
    /// A save came back, with the chart as it is now.
    Saved(Result<Vec<Chart>, Failure>),
    /// A save was taken back, not that of the form on show; with the charts as they are now.
    TakenBack(Vec<Chart>),
    /// Chose a part in the menu.
    Menu(Part),
    /// Up or, where true, Down while the control of this id had the keyboard: in the menu, to the part beside.
    Along(Option<String>, bool),
    /// Starts or resumes the intake.
    Intake,
    /// Opens a CE Event with the success proposed that the enrollment says already.
    Record(EventId),
    /// Starts or resumes a workflow over an enrollment.
    Visit(Purpose, EnrollmentId),
    /// Goes on with a correction of what was recorded on a day.
    Correct(Mend),
    /// Goes to what somebody of the household was not asked yet.
    Answer(ClientId, Mend),
    /// In the profile.
    Profile(profile::Message),
    /// In the form of a move-in.
    MoveIn(move_in::Message),
    /// In what arose during a stay.
    During(during::Message),
    /// In the CE Events.
    Events(events::Message),
    /// In the case notes.
    Notes(notes::Message),
    /// In the history.
    History(history::Message),
}
