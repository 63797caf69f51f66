//! What becomes of an answer: typed, chosen, or taken over from the head of household or from what was recorded before.

use super::{Intake, steps};
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::{self, Edit, question_id};
use crate::app::shortcut::Command;
use crate::domain::ask::{self, Answers, Question, Slot};
use crate::domain::intake::Taken;
use crate::domain::{Kind, at, date as days};

/// What came of taking answers over: `5 answers of 10/10/2026 are filled in. Ask whether they still hold.`
fn said(whose: &str, Taken { filled, stay }: Taken) -> String {
    let filled = match filled {
        0 => "Nothing is filled in: what has no answer yet has none there either.".to_owned(),
        1 => format!("1 answer of {whose} is filled in. Ask whether it holds."),
        more => format!("{more} answers of {whose} are filled in. Ask whether they hold."),
    };
    match stay {
        0 => filled,
        1 => format!("{filled} 1 answer that you gave differs, and stays as it is."),
        more => format!("{filled} {more} answers that you gave differ, and stay as they are."),
    }
}

impl Intake {
    pub(super) fn edit(&mut self, member: usize, slot: Slot, edit: Edit, cx: &Context<'_>) -> Action {
        let of_day = !self.draft.purpose.enrolls() && matches!(&edit, Edit::Set(field, _) if *field == self.draft.day_field());
        let Some(one) = self.draft.members.get_mut(member) else { return Action::None };
        if matches!(edit, Edit::Left(_)) {
            self.typing = None;
        }
        if let (Edit::Set(field, _) | Edit::Left(field), Some(met)) = (&edit, &mut self.met) {
            met.insert((member, Question { slot, field: *field }));
        }
        match edit {
            Edit::Set(field, text) => {
                let question = Question { slot, field };
                self.typing = (matches!(field.info().kind, Kind::Day) && !days::is_whole(&text)).then_some((member, question));
                let before = one.answer(question).to_owned();
                let cell = form::cell(field, &text, cx.today());
                if of_day {
                    self.draft.on = cell;
                    self.changed = true;
                    self.typed.insert((member, question), text);
                    return Action::None;
                }
                one.put(question, &cell);
                let head = one.is_head();
                if head && field == at::enrollment::ENTRY_DATE {
                    self.enter_together(&before, &cell);
                }
                self.changed = true;
                // A choice is made at once, so it is kept at once; text is kept when its field is left.
                if field.is_coded() {
                    return self.keep();
                }
                self.typed.insert((member, question), text);
            }
            Edit::Left(_) if self.changed => return self.keep(),
            Edit::Left(_) | Edit::Help(_) => {}
        }
        Action::None
    }

    /// What can be taken over on the page on show, with its key and what that does.
    pub(super) fn takes(&self, cx: &Context<'_>) -> Vec<(Command, &'static str)> {
        let Some(one) = self.draft.step.member().and_then(|at| self.draft.members.get(at)) else { return Vec::new() };
        let stamp = cx.stamp();
        let asked = self.draft.questions(self.draft.step, &self.case(cx, &stamp));
        let last = steps::brings(&self.recorded(cx), &asked).then_some((Command::Last, "takes over what was recorded last"));
        let copy = steps::copies(self, one, &asked).then_some((Command::Copy, "copies from the head of household"));
        self.denies(cx).into_iter().chain(last).chain(copy).collect()
    }

    /// A key that takes something over; where there is nothing it says so.
    pub(super) fn take_by_key(&mut self, command: Command, cx: &Context<'_>) -> Action {
        match command {
            _ if !self.takes(cx).iter().any(|(offered, _)| *offered == command) => {
                Action::Hint("There is nothing to take over on this page.".to_owned())
            }
            Command::Copy => self.copy(cx),
            _ => self.last(cx),
        }
    }

    /// The head of household's answers to the questions of the page on show, for its member.
    pub(super) fn copy(&mut self, cx: &Context<'_>) -> Action {
        let Some(mut head) = self.draft.members.iter().find(|m| m.is_head()).cloned() else { return Action::None };
        // Whether somebody has a disabling condition is nobody's but their own.
        head.set(at::enrollment::DISABLING_CONDITION, "");
        // And whoever served, served by themselves.
        head.more.remove(&Slot::Client);
        self.take(&head, "the head of household", cx)
    }

    /// What was recorded last of the member on show: Default Last.
    pub(super) fn last(&mut self, cx: &Context<'_>) -> Action {
        let recorded = self.recorded(cx);
        let asked = self.draft.questions(self.draft.step, &self.case(cx, &cx.stamp()));
        let of = steps::recorded_on(&recorded, &asked);
        self.take(&recorded, of.as_deref().unwrap_or("before"), cx)
    }

    /// `whose` says where the answers come from.
    fn take(&mut self, from: &dyn Answers, whose: &str, cx: &Context<'_>) -> Action {
        let (step, stamp) = (self.draft.step, cx.stamp());
        let Some(member) = step.member() else { return Action::None };
        // Which questions are asked follows from the answers that are taken over, so until nothing more comes of it.
        let (mut questions, mut taken) = (Vec::new(), Taken::default());
        loop {
            let asked = self.draft.questions(step, &self.case(cx, &stamp));
            if asked == questions {
                break;
            }
            let more = self.draft.take(member, from, &asked);
            taken = Taken { filled: taken.filled + more.filled, ..more };
            questions = asked;
        }
        // What was typed for this member is not what stands in the rows any more.
        self.typed.retain(|(at, _), _| *at != member);
        // On to what is left to answer; where that is nothing, to the next page.
        let next = self.open_question(member, cx).0.map_or_else(|| "next".to_owned(), |question| question_id(member, question));
        self.keep().and(Action::Focus(next)).and(Action::Hint(said(whose, taken)))
    }

    /// What was recorded of the member on show before this start.
    pub(super) fn recorded(&self, cx: &Context<'_>) -> ask::Rows {
        let Some(member) = self.draft.step.member().and_then(|at| self.draft.members.get(at)) else { return ask::Rows::new() };
        let enrollment = member.enrollment();
        // At the start what was true before it; of the stay's own rows nothing, they are later ones.
        let (until, but) = match self.draft.purpose.enrolls() {
            true => (enrollment.entry_date.known(), Some(&enrollment.enrollment_id)),
            false => (self.draft.day().known(), None),
        };
        let chart = self.charts.iter().find(|c| *c.id() == member.client);
        chart.map(|chart| ask::last(chart, until.unwrap_or_else(|| cx.today()), but)).unwrap_or_default()
    }

    /// Members enter with the head of household: who had the same start date still has it, who was given another keeps that.
    fn enter_together(&mut self, before: &str, after: &str) {
        let field = at::enrollment::ENTRY_DATE;
        for (at, one) in self.draft.members.iter_mut().enumerate().filter(|(_, m)| m.get(field) == before) {
            one.set(field, after);
            self.typed.remove(&(at, Question { slot: Slot::Enrollment, field }));
        }
    }
}
