//! How a workflow begins: an intake with its referral's program, a workflow over a stay with what is recorded; either where it was left.

use super::{Intake, RECORD, Whence, rail};
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::widget::badge::banner_id;
use crate::domain::household::{self, Resident};
use crate::domain::intake::{Draft, Member, Mend, NOT_THEIRS, Purpose, correction_key, visit_key, visit_name};
use crate::domain::{Chart, ClientId, Entry, Text, Value, at, date};
use std::collections::BTreeSet;

/// What is said where a correction is begun that means another row than the one that was opened now.
const ANOTHER: &str = "Another row of this day is being corrected already. Finish that, or discard it, and open this one again.";

impl Intake {
    /// A workflow over an enrollment: the one that was begun, or a new one. `seed` makes the ids of new rows.
    pub fn visit(mend: Mend, client: ClientId, seed: [u8; 16], whence: Whence, cx: &Context<'_>) -> (Self, Action) {
        let (mut intake, _) = Self::new((client, None), seed, whence, cx);
        let of = Value::from(mend.of).text();
        (intake.stay, intake.mend) = (mend.stay, mend.question.map(|question| (question, mend.missing)));
        intake.draft = Draft { purpose: mend.purpose, of, row: mend.row, ..Draft::default() };
        intake.draft.id = intake.key(cx);
        let household = intake.residents(cx).into_iter().map(|r| r.client).collect();
        (intake, Action::Load(household))
    }

    /// What the draft of a workflow over this stay is known by.
    fn key(&self, cx: &Context<'_>) -> String {
        let stay = cx.card(&self.client).and_then(|card| card.enrollments.into_iter().find(|e| e.id == self.stay));
        correction_key(&stay.map_or_else(|| self.stay.to_string(), |stay| visit_key(&stay)), self.draft.corrected())
    }

    /// The household of that enrollment; the client alone where it has none.
    fn residents(&self, cx: &Context<'_>) -> Vec<Resident> {
        let stay = &self.stay;
        let Some(card) = cx.card(&self.client) else { return Vec::new() };
        let Some(own) = card.enrollments.iter().find(|e| e.id == *stay) else { return Vec::new() };
        let mates = cx.directory.household_of(&own.household);
        if mates.is_empty() { household::alone(&card, stay).into_iter().collect() } else { mates }
    }

    /// Where the keyboard goes once everything is there: to the question that is to be corrected, to what is missing on its page, or to
    /// what comes first.
    fn arrive(&mut self, cx: &Context<'_>) -> Action {
        let Some((question, missing)) = self.mend.take() else { return Action::Focus(self.open_first(cx)) };
        let mine = |m: &Member| m.client == self.client && m.get(at::enrollment::ENROLLMENT_ID) == self.stay.as_str();
        let member = self.draft.members.iter().position(mine).unwrap_or_default();
        let step = rail::page_of(member, question, self.draft.purpose);
        let stamp = cx.stamp();
        if !self.draft.steps(&self.case(cx, &stamp)).contains(&step) {
            let words = format!("{} is not asked of this person in this program. Correct it in your HMIS.", question.label());
            return Action::Focus(self.open_first(cx)).and(Action::Caution(words));
        }
        self.draft.step = step;
        self.draft.seen.insert(step);
        let hidden = step.member().is_some() && !self.draft.questions(step, &self.case(cx, &stamp)).contains(&question);
        Action::Focus(if hidden || missing { self.first(cx) } else { rail::control_at(member, question, &self.draft) })
    }

    /// What is to be corrected is not recorded any more. What was typed of it is taken up as a new one, where none is begun.
    fn gone(&mut self, mend: &Mend, kept: Option<Draft>, residents: &[Resident], cx: &Context<'_>) -> Action {
        let (purpose, before) = (self.draft.purpose, self.draft.name());
        let what = mend.of.map(|of| format!("The {} of {}", purpose.label().to_lowercase(), date::show(of)));
        let Some(what) = what else {
            return self.leave().and(Action::Caution(NOT_THEIRS.to_owned()));
        };
        self.draft.of.clear();
        let key = self.key(cx);
        let begun = cx.drafts.contains(&visit_name(purpose, &key));
        let new = Draft::visit(purpose, key, &self.stay, residents, &self.charts, cx.today());
        match (kept, new) {
            (Some(kept), Some(new)) if !begun => {
                self.draft = kept.anew(new);
                let words =
                    format!("{what} is not recorded any more. What you typed is taken up as a new one. Discard it if it is not needed.");
                let load = Action::Load(self.draft.members.iter().map(|m| m.client.clone()).collect());
                self.keep().and(Action::Draft(before, None)).and(load).and(Action::Caution(words))
            }
            (Some(_), Some(_)) => {
                let words = "is not recorded any more, and another one is begun. Finish or discard that, then continue this one: what you \
                             typed is kept.";
                self.leave().and(Action::Caution(format!("{what} {words}")))
            }
            (_, None) => self.leave().and(Action::Caution(NOT_THEIRS.to_owned())),
            _ => self.leave().and(Action::Caution(format!("{what} is not recorded any more: it was undone, or its day was corrected."))),
        }
    }

    pub(super) fn loaded(&mut self, charts: Vec<Chart>, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        let first = !self.loaded;
        self.loaded = true;
        self.charts = charts;
        self.new.clear();
        if !first {
            self.draft.know_service(&self.charts);
            self.meet();
            return self.keep().and(self.arrive(cx));
        }
        let kept = drafts.iter().find(|(name, _)| *name == self.draft.name());
        let kept = kept.and_then(|(_, text)| Draft::read(text.as_str()));
        if self.draft.purpose != Purpose::Intake {
            let (key, residents) = (self.key(cx), self.residents(cx));
            // What was begun stays with the row with which it was begun.
            let meant = self.draft.row.take();
            let row = kept.as_ref().map_or_else(|| meant.clone(), |kept| kept.row.clone());
            let mend = Mend { of: self.draft.corrected(), row, ..Mend::begin(self.draft.purpose, self.stay.clone()) };
            let Some(now) = Draft::correct(&mend, key, &residents, &self.charts, cx.today()) else {
                return self.gone(&mend, kept, &residents, cx);
            };
            self.begun = Some(now.clone());
            let Some(draft) = kept else {
                self.draft = now;
                self.draft.know_service(&self.charts);
                return self.arrive(cx);
            };
            (self.draft, self.kept, self.met) = (draft, true, Some(BTreeSet::new()));
            // Something else may have been saved since, or imported: what was typed stays, all else is as it is now.
            self.draft.rebase(now);
            self.rejoin(cx);
            let another = meant.filter(|meant| self.draft.passes_over(meant));
            let load = Action::Load(self.draft.members.iter().map(|m| m.client.clone()).collect());
            return load.and(another.map_or(Action::None, |_| Action::Caution(ANOTHER.to_owned())));
        }
        if let Some(draft) = kept {
            let from = std::mem::take(&mut self.draft.referral);
            (self.draft, self.kept, self.met) = (draft, true, Some(BTreeSet::new()));
            let said = self.take_up_from(from, cx);
            self.rejoin(cx);
            return Action::Load(self.draft.members.iter().map(|m| m.client.clone()).collect()).and(said);
        }
        self.draft.know_service(&self.charts);
        self.draft.project = self.program_of_referral(cx);
        // Who reads on is asked first.
        Action::Focus(self.enrolled(cx).map_or_else(|| self.first(cx), |words| banner_id(RECORD, &words)))
    }
}
