//! The end of a workflow: what Finish writes, and where it leads.

use super::summary::FINISH;
use super::{Intake, rail};
use crate::app::action::{Action, Destination, Failure, Part, Then};
use crate::app::context::Context;
use crate::domain::ask::Question;
use crate::domain::finding::{gravest_first, saved_but};
use crate::domain::intake::{Draft, MemberFinding, Purpose, Step, still_missing, whose};
use crate::domain::occasion::{Stay, Which};
use crate::domain::stamp::Plan;
use crate::domain::{Chart, ClientId, EnrollmentId, Severity, at};

/// Whether the intake goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Open,
    /// Its enrollments are on the disk, and its draft went with that save.
    Finished,
    /// The user gave it up; leaving takes the draft away.
    Discarded,
}

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
    /// What is said where Finish would write nothing.
    pub(super) fn nothing(&self) -> &'static str {
        match self.draft.purpose {
            _ if !self.is_untouched() => "There is nothing to save as it stands. What you typed is kept until you discard it.",
            Purpose::Update | Purpose::Annual if self.draft.corrected().is_none() => "Nothing was answered, so there is nothing to save.",
            _ => "Nothing was changed, so there is nothing to save.",
        }
    }

    /// What Finish would write now, or what was found where something of it stops it. All of that is shown from here on.
    fn planned(&mut self, cx: &Context<'_>) -> Result<Plan, Vec<MemberFinding>> {
        (self.asked, self.met) = (true, None);
        let stamp = cx.stamp();
        self.draft.finish(&self.case(cx, &stamp))
    }

    pub(super) fn finish(&mut self, cx: &Context<'_>) -> Action {
        match self.planned(cx) {
            // What was typed and is not written, such as the answers of somebody who is not part of it, is kept as Esc keeps it.
            Ok(plan) if !plan.writes() => {
                if self.is_untouched() {
                    self.end = End::Discarded;
                }
                self.leave()
            }
            Ok(plan) => self.write(plan, cx),
            Err(found) => self.mend_first(&found, cx),
        }
    }

    /// Ctrl+S on Finish. It leads there from every page, so hands that press a key twice have read nothing: it writes nothing, whoever came
    /// how. What stops Finish, it leads to; else the keyboard goes to the button whose Enter writes, and a line says so.
    pub(super) fn save_key(&mut self, cx: &Context<'_>) -> Action {
        match self.planned(cx) {
            Ok(plan) if !plan.writes() => Action::Hint(self.nothing().to_owned()),
            Ok(_) => {
                (self.unwritten, self.opened) = (true, false);
                Action::Focus(FINISH.to_owned())
            }
            Err(found) => self.mend_first(&found, cx),
        }
    }

    fn write(&mut self, plan: Plan, cx: &Context<'_>) -> Action {
        let stamp = cx.stamp();
        self.saving = true;
        self.answered = self.referral(cx).map(|e| e.id.clone());
        self.owed = self.draft.owed(&self.case(cx, &stamp));
        // Of an assessment it may be that it does not count.
        let assesses = matches!(self.draft.purpose, Purpose::Annual | Purpose::Update);
        let flagged = plan.findings.into_iter().filter(|found| assesses && found.severity != Severity::Note);
        self.warned = gravest_first(flagged.collect());
        Action::Save(Box::new(plan.commit))
    }

    /// To the first finding that stops it.
    fn mend_first(&mut self, found: &[MemberFinding], cx: &Context<'_>) -> Action {
        match found.iter().find(|f| f.finding.severity == Severity::Stop) {
            Some(first) => self.mend_at(rail::step_of(first, self.draft.purpose), rail::control_of(first, &self.draft), cx),
            None => {
                self.draft.step = Step::Summary;
                Action::None
            }
        }
    }

    /// To the move-in date, which is recorded beside this, and back from there. What was typed is kept.
    pub(super) fn to_move_in(&self, member: usize) -> Action {
        let Some(one) = self.draft.members.get(member) else { return Action::None };
        let stay = EnrollmentId::new(one.get(at::enrollment::ENROLLMENT_ID));
        let words = format!("The {} is kept, and goes on after the move-in.", self.draft.purpose.label().to_lowercase());
        let said = if self.is_untouched() { Action::None } else { Action::Say(words) };
        // An exit alone asks for it.
        Action::Go(Destination::Client(one.client.clone(), Part::MoveIn(stay, Then::Exit))).and(said)
    }

    /// Goes to what is recorded already. What was typed is kept; where that is nothing, nothing of it is.
    pub(super) fn instead(&mut self, cx: &Context<'_>) -> Action {
        let stamp = cx.stamp();
        let Some((client, mend)) = self.draft.instead(&self.case(cx, &stamp)) else { return Action::None };
        if self.draft.is_untouched() {
            self.end = End::Discarded;
        }
        Action::Go(Destination::Mend(client, mend))
    }

    /// The enrollment is on the disk. What is left to do is the first contact, where the program has one (R-CLS-2), else the referral's
    /// result, so that is where the worker goes.
    pub(super) fn saved(&mut self, answer: Result<Vec<Chart>, Failure>, cx: &Context<'_>) -> Action {
        self.saving = false;
        let Ok(charts) = answer else { return Action::None };
        self.end = End::Finished;
        let said = self.say_owed();
        if let Some((client, contact)) = first_contact(&self.draft, &charts, cx) {
            return Action::Go(Destination::Client(client, contact)).and(said);
        }
        if self.draft.purpose == Purpose::Intake {
            let result = Part::Events(self.answered.take());
            return Action::Go(Destination::Client(self.client.clone(), result)).and(said);
        }
        self.leave().and(said)
    }

    /// What was saved is not all that is asked for: how many answers are missing, whose, and the way to the first of them; or it is flagged.
    fn say_owed(&mut self) -> Action {
        let owed = std::mem::take(&mut self.owed);
        // Those of whose record it is first: that is where the worker is led.
        let Some(first) = owed.iter().find(|owed| owed.client == self.client).or(owed.first()) else {
            let what = format!("{} saved", self.draft.purpose.label());
            return saved_but(&what, &self.warned).map_or(Action::None, Action::Caution);
        };
        let way = Destination::Mend(first.client.clone(), self.draft.way_to(first));
        let questions: Vec<Question> = owed.iter().map(|owed| owed.question).collect();
        let words = format!("{} saved. {}", self.draft.purpose.label(), still_missing(&questions));
        Action::Owed { words, whose: whose(&owed), way }
    }
}
