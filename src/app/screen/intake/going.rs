//! Where the worker goes in a workflow, and what has the keyboard there: on to the next page and back, at once to Finish, from Finish to an
//! answer, and out of it.

use super::{Back, Intake, Whence, control_id, question_id, summary};
use crate::app::action::{Action, Destination, Part};
use crate::app::context::Context;
use crate::app::form;
use crate::domain::ask::{self, Answers, Question};
use crate::domain::at;
use crate::domain::intake::{IntakeCase, Member, Purpose, Step};

impl Intake {
    /// Back to where it was started: Home, or a record, perhaps that of somebody else of the household.
    pub(super) fn leave(&self) -> Action {
        Action::Go(match &self.whence {
            Whence::Enrollments => Destination::Client(self.client.clone(), Part::Enrollments),
            Whence::Home => Destination::Home,
            Whence::Exchange => Destination::Exchange,
            Whence::Record(client, part) => Destination::Client(client.clone(), part.clone()),
        })
    }

    pub(super) fn step(&mut self, by: isize, cx: &Context<'_>) -> Action {
        let stamp = cx.stamp();
        let steps = self.draft.steps(&self.case(cx, &stamp));
        if let (Some(Back::From(step)), true) = (self.back, by < 0)
            && steps.contains(&step)
        {
            return self.go(step, cx);
        }
        let here = steps.iter().position(|s| *s == self.draft.step).unwrap_or_default();
        let next = here.checked_add_signed(by).and_then(|at| steps.get(at)).copied();
        next.map_or(Action::None, |step| self.go(step, cx))
    }

    /// True where Finish follows the page on show. Enter in the last field of any other goes on to the next page; here it stops on the button
    /// that leads to Finish: there Enter writes, and a key too many must not.
    pub(super) fn leads_to_finish(&self, cx: &Context<'_>) -> bool {
        let stamp = cx.stamp();
        let steps = self.draft.steps(&self.case(cx, &stamp));
        let here = steps.iter().position(|step| *step == self.draft.step);
        here.and_then(|here| steps.get(here + 1)).is_none_or(|next| *next == Step::Summary)
    }

    /// True on the page that asks for the program, while none is chosen: what is asked next follows from it.
    pub(super) fn lacks_program(&self) -> bool {
        self.draft.purpose == Purpose::Intake && self.draft.step == Step::Program && self.draft.project.is_blank()
    }

    pub(super) fn go(&mut self, step: Step, cx: &Context<'_>) -> Action {
        // The first of them is on show without having been gone to.
        self.draft.seen.extend([self.draft.step, step]);
        self.draft.step = step;
        self.asked = self.asked || step == Step::Summary;
        if step == Step::Summary {
            self.met = None;
        }
        self.changed = true;
        (self.discarding, self.opened, self.unwritten) = (false, false, false);
        (self.wants_program, self.takes_out) = (false, None);
        self.denied.clear();
        self.added_by = None;
        // Whoever goes elsewhere from Finish is on their way again; whoever was sent to an answer may still go back.
        self.back = self.back.filter(|back| *back == Back::Finish && step != Step::Summary);
        Action::Open(self.first(cx))
    }

    /// At once to Finish: a correction of one answer need not go through all pages.
    pub(super) fn go_to_finish(&mut self, cx: &Context<'_>) -> Action {
        let (from, errand) = (self.draft.step, self.back == Some(Back::Finish));
        let focus = self.go(Step::Summary, cx);
        self.back = (!errand).then_some(Back::From(from));
        self.keep().and(focus)
    }

    /// Goes to a step, to the control in which something is to be mended; where that stands in the form of who joins, it is opened.
    pub(super) fn mend_at(&mut self, step: Step, control: String, cx: &Context<'_>) -> Action {
        let _ = self.go(step, cx);
        (self.back, self.met) = (Some(Back::Finish), None);
        if control == form::id(at::client::FIRST_NAME) && self.adding.is_none() {
            self.rejoin(cx);
        }
        Action::Open(control)
    }

    /// The control of the step on show that has the keyboard first.
    pub(super) fn first(&self, cx: &Context<'_>) -> String {
        match self.draft.step {
            Step::Family if self.adding.is_some() => form::id(at::client::FIRST_NAME),
            // Who lives with them is decided before anybody else is looked for.
            Step::Family => self.added_by.clone().unwrap_or_else(|| self.first_of_family(cx)),
            // The program of the referral is chosen; since when is what is entered.
            Step::Program if self.draft.purpose == Purpose::Entry || !self.draft.project.is_blank() => {
                let member = self.draft.members.iter().position(Member::stays).unwrap_or_default();
                control_id(member, at::enrollment::ENTRY_DATE)
            }
            Step::Program => control_id(0, at::enrollment::PROJECT_ID),
            Step::When => control_id(0, self.draft.day_field()),
            Step::Summary if self.opened => summary::first_left(&self.draft.judged(&self.case(cx, &cx.stamp())).found),
            Step::Summary => summary::FINISH.to_owned(),
            Step::Universal(member) | Step::Assess(member, _) => {
                let (open, asked) = self.open_question(member, cx);
                open.or(asked).map(|q| question_id(member, q)).unwrap_or_default()
            }
        }
    }

    /// The first question of the page on show that has no answer yet, and the first of them all. A box that is not ticked is answered; a day
    /// or an amount that cannot be read is not.
    pub(super) fn open_question(&self, member: usize, cx: &Context<'_>) -> (Option<Question>, Option<Question>) {
        self.open_on(self.draft.step, member, &self.case(cx, &cx.stamp()))
    }

    /// True where a question of this page has no answer yet.
    pub(super) fn is_open(&self, step: Step, case: &IntakeCase<'_>) -> bool {
        step.member().is_some_and(|member| self.open_on(step, member, case).0.is_some())
    }

    fn open_on(&self, step: Step, member: usize, case: &IntakeCase<'_>) -> (Option<Question>, Option<Question>) {
        let asked = self.draft.questions(step, case);
        let one = self.draft.members.get(member);
        let open = |q: &&Question| {
            let answered = q.field == at::enrollment::ENROLLMENT_COC || ask::is_tick(**q);
            !answered && one.is_some_and(|one| !ask::is_read(q.field, one.answer(**q)))
        };
        (asked.iter().find(open).copied(), asked.first().copied())
    }
}
