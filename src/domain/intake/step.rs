//! What a guided workflow is for, and where the worker is in it.

use crate::domain::ask::Form;
use crate::domain::hud::Stage;
use serde::{Deserialize, Serialize};

/// What a guided workflow records of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Purpose {
    /// Their enrollment in a program, with everything that is asked at the start.
    #[default]
    Intake,
    /// The same once it is recorded: to complete it, to correct it, to add a member, to change the head of household.
    Entry,
    /// What has changed since: a new dated row, the earlier ones stay.
    Update,
    /// The annual assessment of everybody on one day (R-ANN-1).
    Annual,
    /// Where they went, and what is asked then.
    Exit,
}

impl Purpose {
    /// What users call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Intake => "Intake",
            Self::Entry => "Project Entry",
            Self::Update => "Update Assessment",
            Self::Annual => "Annual Assessment",
            Self::Exit => "Exit",
        }
    }

    /// The point of the stay at which it is recorded (HUD 5.03).
    pub const fn stage(self) -> Stage {
        match self {
            Self::Intake | Self::Entry => Stage::Entry,
            Self::Update => Stage::Update,
            Self::Annual => Stage::Annual,
            Self::Exit => Stage::Exit,
        }
    }

    /// True where the enrollment itself is written.
    pub const fn enrolls(self) -> bool {
        matches!(self, Self::Intake | Self::Entry)
    }

    /// In the name of a draft.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Entry => "entry",
            Self::Update => "update",
            Self::Annual => "annual",
            Self::Exit => "exit",
        }
    }
}

/// Where the worker is in the guided workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Step {
    /// Family Members.
    #[default]
    Family,
    /// Program Enrollment.
    Program,
    /// Of which day the answers are, and who is there.
    When,
    /// Universal Data Assessment of the member at this position.
    Universal(usize),
    /// A page of what the program's type and grants ask of the member at this position.
    Assess(usize, Form),
    /// The summary before Finish.
    Summary,
}

impl Step {
    /// The position of the member whose page it is.
    pub const fn member(self) -> Option<usize> {
        match self {
            Self::Universal(member) | Self::Assess(member, _) => Some(member),
            Self::Family | Self::Program | Self::When | Self::Summary => None,
        }
    }

    /// The page as it is called once a member was taken out: whoever stood behind moves up.
    pub(super) const fn once_left(self, gone: usize) -> Self {
        match self.member() {
            Some(at) if at >= gone && at > 0 => self.of(at - 1),
            _ => self,
        }
    }

    /// The same page of another member.
    pub(super) const fn of(self, member: usize) -> Self {
        match self {
            Self::Universal(_) => Self::Universal(member),
            Self::Assess(_, form) => Self::Assess(member, form),
            step => step,
        }
    }
}
