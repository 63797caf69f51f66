//! What the guide says of a step beside a screen: it names no key and no button that this screen does not have, since the step's own button
//! leads to where it is done. The Help screen says all of it.

use super::{Step, Task};
use crate::app::screen::help::pages::Spot;
use crate::app::shortcut::{Command, hint};

impl Step {
    /// The same beside this screen, which may be `there`, where it is done.
    #[must_use]
    pub fn beside(self, spot: Spot, there: bool) -> Self {
        if !self.state.is_left() {
            return self;
        }
        match words(self.task, spot, there) {
            Some(how) => Self { how, ..self },
            None => self,
        }
    }
}

/// How it is done from there; none where what is said of it fits anywhere.
fn words(task: Task, spot: Spot, there: bool) -> Option<String> {
    let save = hint(Command::Save);
    Some(match (task, there) {
        (Task::Place, true) => CHOOSE.to_owned(),
        (Task::Place, false) => {
            "The workgroup, and the organization that owns the housing program: its referrals stand on Home.".to_owned()
        }
        (Task::Open, true) => format!("{GO_TO_ONE} {}", finds()),
        (Task::Open, false) => format!("{} {}", lists(), finds()),
        (Task::Acknowledge, true) => {
            format!("{IF_ASKED}: {FIELD} {save} saves.")
        }
        (Task::Acknowledge, false) if spot == Spot::Home => format!("{IF_ASKED}: A on its line acknowledges it today."),
        (Task::Acknowledge, false) => format!("{IF_ASKED}. The date belongs to the CE Event."),
        (Task::Enroll, true) => intake(spot),
        (Task::Enroll, false) => "The intake takes you through it, and writes the enrollment at its end.".to_owned(),
        (Task::Result, true) => format!("Choose Referral Result. {WHICH_DAY} {save} saves."),
        (Task::Result, false) => format!("The CE Event takes it. {WHICH_DAY}"),
        (Task::Send, true) => "Write the export here, and give its file to your HMIS.".to_owned(),
        (Task::Send, false) => format!("An export ({}) {WRITES}", hint(Command::Export)),
        (Task::Save | Task::MoveIn | Task::Left, _) => return None,
    })
}

/// Where to work.
pub(super) const CHOOSE: &str = "Choose the workgroup, and the organization that owns the housing program. Then Apply.";

/// How a line of a list is opened.
pub(super) const GO_TO_ONE: &str = "Go to one with Up and Down and press Enter.";

/// Where it is acknowledged.
pub(super) const FIELD: &str = "Date Referral Acknowledged, one field above Referral Result.";

/// What an export does.
pub(super) const WRITES: &str = "writes HMIS CSV. Give that file to your HMIS.";

/// What Home is for.
pub(super) fn lists() -> String {
    format!("Home ({}) lists the open referrals to your organization, oldest first.", hint(Command::Home))
}

/// How anybody is found.
pub(super) fn finds() -> String {
    format!("{} finds any client.", hint(Command::Find))
}

/// When it is acknowledged.
pub(super) const IF_ASKED: &str = "If your CoC asks for it, before you contact the client";

/// Which day a result has, and what goes with it.
pub(super) const WHICH_DAY: &str = "Successful: Result Date is the day of enrollment, and Resulting Enrollment is the new one. Unsuccessful: the day it was determined, and the reason if you know it.";

/// What a page of the intake wants.
fn intake(spot: Spot) -> String {
    let wants = match spot {
        Spot::Family => {
            "Check everyone who is enrolling, and who is head of household; Space ticks who stands there. Type the name of another member, to add somebody new or who is found on this desk."
        }
        Spot::Universal => "Answer with the number of the answer. Each answer decides which questions follow.",
        Spot::Assess => "Answer with the number of the answer. What is not known yet can be answered later.",
        Spot::Finish => {
            let how =
                "Where something is marked, Go there opens its answer. Enter on Finish writes the enrollment, then opens the referral.";
            return how.to_owned();
        }
        Spot::Join => return spot.page().next.to_owned(),
        _ => spot.page().next,
    };
    format!("{wants} {} leads to the next page.", hint(Command::Next))
}

#[cfg(test)]
mod tests {
    use super::super::{Facts, State, steps};
    use super::*;
    use crate::domain::hud::ReferralResult;

    #[test]
    fn beside_a_screen_no_step_names_what_that_screen_does_not_have() {
        let facts = Facts { result: Some(ReferralResult::Accepted), ..Facts::default() };
        for spot in Spot::ALL {
            for step in steps(&Facts { result: None, ..facts }).into_iter().chain(steps(&facts)) {
                let (what, there) = (step.what, step.to.is(spot));
                let how = Step { state: State::Current, ..step }.beside(spot, there).how;
                let names = |part: &str| how.contains(part);
                let lacks = [
                    (names("Then Apply"), matches!(spot, Spot::Settings | Spot::Programs)),
                    (names("Up and Down") || names("A on its line"), spot == Spot::Home),
                    (names("Ctrl+S saves"), spot == Spot::Event),
                    (names("leads to the next page"), matches!(spot, Spot::Family | Spot::Program | Spot::Universal | Spot::Assess)),
                    (names("on Finish") || names("Go there"), spot == Spot::Finish),
                    (names("Copy") || names("Default Last") || names("No to all"), false),
                ];
                assert!(lacks.iter().all(|(named, has)| !named || *has), "{spot:?}, {what}: {how}");
            }
        }
    }
}
