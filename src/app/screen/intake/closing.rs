//! The end of a workflow: what Finish writes, and where it leads.

use super::{End, Intake, rail};
use crate::app::action::{Action, Destination, Failure, Part};
use crate::app::context::Context;
use crate::domain::intake::{Draft, Purpose, Step};
use crate::domain::occasion::{Stay, Which};
use crate::domain::{Chart, ClientId, EnrollmentId, Severity, at};

/// The first contact that the head of household's new stay is still without (R-CLS-2): whose, and its form.
fn first_contact(draft: &Draft, charts: &[Chart], cx: &Context<'_>) -> Option<(ClientId, Part)> {
    let head = draft.members.iter().find(|m| m.is_head()).filter(|_| draft.purpose == Purpose::Intake)?;
    let chart = charts.iter().find(|chart| *chart.id() == head.client)?;
    let id = EnrollmentId::new(head.get(at::enrollment::ENROLLMENT_ID));
    let stay = Stay::of(chart, &id, cx.agency, cx.organization(), cx.today())?;
    let contact = stay.first_contact()?;
    Some((head.client.clone(), Part::During(id, Some(Which::new(contact)))))
}

impl Intake {
    pub(super) fn finish(&mut self, cx: &Context<'_>) -> Action {
        if self.saving {
            return Action::None;
        }
        self.asked = true;
        let stamp = cx.stamp();
        match self.draft.finish(&self.case(cx, &stamp)) {
            Ok(plan) => {
                self.saving = true;
                self.answered = self.referral(cx).map(|e| e.id.clone());
                if plan.commit.changes.iter().all(|change| !change.is_row()) {
                    self.saving = false;
                    self.end = End::Discarded;
                    return self.leave().and(Action::Say("Nothing was changed.".to_owned()));
                }
                Action::Save(Box::new(plan.commit))
            }
            Err(found) => {
                let first = found.iter().find(|f| f.finding.severity == Severity::Stop);
                let to = first.map(|f| (rail::step_of(f, self.draft.purpose), rail::control_of(f, &self.draft)));
                match to {
                    Some((step, control)) => self.mend_at(step, control, cx),
                    None => {
                        self.draft.step = Step::Summary;
                        Action::None
                    }
                }
            }
        }
    }

    /// The enrollment is on the disk. What is left to do is the first contact, where the program has one (R-CLS-2), else the referral's
    /// result, so that is where the worker goes.
    pub(super) fn saved(&mut self, answer: Result<Vec<Chart>, Failure>, cx: &Context<'_>) -> Action {
        self.saving = false;
        let Ok(charts) = answer else { return Action::None };
        self.end = End::Finished;
        if let Some((client, contact)) = first_contact(&self.draft, &charts, cx) {
            return Action::Go(Destination::Client(client, contact));
        }
        let part = if self.draft.purpose == Purpose::Intake { Part::Events(self.answered.take()) } else { Part::Enrollments };
        Action::Go(Destination::Client(self.client.clone(), part))
    }
}
