//! Where in a workflow the worker is: left by a lock, and come back to with no more seen than before.

use super::{Intake, summary};
use crate::app::action::{Action, Part};
use crate::app::context::Context;
use crate::domain::ClientId;
use crate::domain::intake::Step;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where a step back leads that is not the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Back {
    /// To Finish, which led to an answer that is to be mended.
    Finish,
    /// From Finish to the step from which the worker went there at once.
    From(Step),
}

/// Where a workflow leads when it is left.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Whence {
    /// To the enrollments of its client.
    #[default]
    Enrollments,
    /// To Home.
    Home,
    /// To what a check found, or what waits for a choice, on Exchange.
    Exchange,
    /// To a part of a record: an answer of somebody is also asked for in the record of who answers for the household.
    Record(ClientId, Part),
}

/// Where in a workflow the worker is, and what of it no draft keeps where nothing was typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Standing {
    /// The page on show.
    step: Step,
    /// Those that were seen.
    #[serde(default)]
    seen: BTreeSet<Step>,
    /// What Finish says was seen.
    asked: bool,
    /// Finish says that nothing is saved yet.
    #[serde(default)]
    unwritten: bool,
    /// The way back that is offered, where it is not to the step before.
    back: Option<Back>,
    /// Where leaving it leads.
    #[serde(default)]
    whence: Whence,
}

impl Intake {
    /// Where in it the worker is, for coming back after a lock.
    pub fn stands(&self) -> Standing {
        let Self { asked, unwritten, back, .. } = *self;
        Standing { step: self.draft.step, seen: self.draft.seen.clone(), asked, unwritten, back, whence: self.whence.clone() }
    }

    /// The worker is there again, and has seen no more of it than before.
    pub(super) fn stand(&mut self, at: Standing, cx: &Context<'_>) -> Action {
        self.whence = at.whence;
        let stamp = cx.stamp();
        if self.draft.steps(&self.case(cx, &stamp)).contains(&at.step) {
            (self.draft.step, self.draft.seen) = (at.step, at.seen);
            (self.asked, self.unwritten, self.back) = (at.asked, at.unwritten, at.back);
        }
        Action::Open(self.open_first(cx))
    }

    /// What has the keyboard where it is opened, and not gone on with from the page before: Enter opens it, and once more writes nothing.
    pub(super) fn open_first(&mut self, cx: &Context<'_>) -> String {
        self.opened = self.draft.step == Step::Summary;
        self.first(cx)
    }
}

/// True for a control that writes a workflow or gives it up: whoever comes back to it has not the keyboard there.
pub fn ends(control: &str) -> bool {
    matches!(control, summary::FINISH | summary::DISCARD)
}
