//! How a workflow begins: an intake with its referral's program, a workflow over a stay with what is recorded; either where it was left.

use super::{Intake, RECORD};
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::widget::badge::banner_id;
use crate::domain::household::{self, Resident};
use crate::domain::intake::{Draft, Purpose, visit_key};
use crate::domain::{Chart, ClientId, EnrollmentId, ProjectId, Text};

impl Intake {
    /// A workflow over an enrollment: the one that was begun, or a new one. `seed` makes the ids of new rows.
    pub fn visit(purpose: Purpose, client: ClientId, stay: EnrollmentId, seed: [u8; 16], cx: &Context<'_>) -> (Self, Action) {
        let (mut intake, _) = Self::new(client, seed, false, cx);
        intake.stay = stay;
        intake.draft = Draft { purpose, id: intake.key(cx), ..Draft::default() };
        let household = intake.residents(cx).into_iter().map(|r| r.client).collect();
        (intake, Action::Load(household))
    }

    /// What the draft of a workflow over this stay is known by.
    fn key(&self, cx: &Context<'_>) -> String {
        let card = cx.card(&self.client).and_then(|card| card.enrollments.iter().find(|e| e.id == self.stay));
        card.map_or_else(|| self.stay.to_string(), visit_key)
    }

    /// The household of that enrollment; the client alone where it has none.
    fn residents(&self, cx: &Context<'_>) -> Vec<Resident> {
        let stay = &self.stay;
        let Some(card) = cx.card(&self.client) else { return Vec::new() };
        let Some(own) = card.enrollments.iter().find(|e| e.id == *stay) else { return Vec::new() };
        let mates = cx.directory.household_of(&own.household);
        if mates.is_empty() { household::alone(card, stay).into_iter().collect() } else { mates }
    }

    pub(super) fn loaded(&mut self, charts: Vec<Chart>, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        let first = !self.loaded;
        self.loaded = true;
        self.charts = charts;
        if !first {
            self.draft.know_service(&self.charts);
            return self.keep().and(Action::Focus(self.first(cx)));
        }
        let kept = drafts.iter().find(|(name, _)| *name == self.draft.name());
        let kept = kept.and_then(|(_, text)| serde_json::from_str::<Draft>(text.as_str()).ok());
        if self.draft.purpose != Purpose::Intake {
            let (key, residents) = (self.key(cx), self.residents(cx));
            let Some(now) = Draft::visit(self.draft.purpose, key, &self.stay, &residents, &self.charts, cx.today()) else {
                return self.leave().and(Action::Caution("This enrollment is not in the client's record any more.".to_owned()));
            };
            let Some(draft) = kept else {
                self.draft = now;
                self.draft.know_service(&self.charts);
                return Action::Focus(self.first(cx));
            };
            self.draft = draft;
            // Something else may have been saved since, or imported: what was typed stays, all else is as it is now.
            self.draft.rebase(now);
            return Action::Load(self.draft.members.iter().map(|m| m.client.clone()).collect());
        }
        if let Some(draft) = kept {
            self.draft = draft;
            self.draft.reached = self.draft.reached.max(self.draft.step.place());
            return Action::Load(self.draft.members.iter().map(|m| m.client.clone()).collect());
        }
        self.draft.know_service(&self.charts);
        self.draft.project = self.referral(cx).map(|e| ProjectId::new(e.location.as_str())).unwrap_or_default();
        // Who reads on is asked first.
        Action::Focus(self.enrolled(cx).map_or_else(|| self.first(cx), |words| banner_id(RECORD, &words)))
    }
}
