//! Which referral an intake answers: the one from which it was begun; where it was begun from none, the one that fits what is chosen.

use super::Intake;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::onward;
use crate::domain::hud::{EventCode, ReferralResult};
use crate::domain::intake::Purpose;
use crate::domain::referral::{is_open_card, is_refused_card, lacks_enrollment, resulting_stay, takes_result};
use crate::domain::{Card, ClientId, Code, EventCard, EventId, ProjectId, date};

impl Intake {
    /// The referral that Finish answers. Begun from none, it is one that waits for a result, or for the enrollment that its result speaks
    /// of: to the chosen program before another, and of these the oldest.
    pub(super) fn referral(&self, cx: &Context<'_>) -> Option<EventCard> {
        let card = cx.card(&self.client)?;
        if let Some(given) = given(&card, &self.draft.referral, cx) {
            return Some(given.clone());
        }
        let there = |e: &EventCard| location(e) == self.draft.project;
        waiting(&card, cx).min_by_key(|e| (!there(e), !is_open_card(e), e.date)).cloned()
    }

    /// That the referral was refused since the intake was begun, from it or from none: Finish would enroll the household all the same.
    pub(super) fn refused(&self, cx: &Context<'_>) -> Option<String> {
        if self.draft.purpose != Purpose::Intake {
            return None;
        }
        // Begun from none, it was for the one that waited then, as Home says on its line.
        let since = || self.draft.begun_on().and_then(|since| onward::refused(&self.client, since, cx));
        let event = self.referral(cx).map_or_else(since, |event| Some(event).filter(is_refused_card))?;
        let on = event.result_date.map(|day| format!(" on {}", date::show(day))).unwrap_or_default();
        Some(format!("The referral was unsuccessful{on}, so nobody needs to be enrolled. Finish enrolls this household all the same."))
    }

    /// Whose open referral it most likely answers, and which.
    pub fn answers(&self, cx: &Context<'_>) -> Option<(ClientId, EventId)> {
        let referral = (self.draft.purpose == Purpose::Intake).then(|| self.referral(cx))?;
        referral.map(|event| (self.client.clone(), event.id))
    }

    /// The program to begin with: that of the referral from which it is begun, else the one that all that wait name. Where they name
    /// several, the worker chooses.
    pub(super) fn program_of_referral(&self, cx: &Context<'_>) -> ProjectId {
        let Some(card) = cx.card(&self.client) else { return ProjectId::default() };
        if let Some(given) = given(&card, &self.draft.referral, cx) {
            return location(given);
        }
        let mut named = waiting(&card, cx).map(location);
        let first = named.next().unwrap_or_default();
        if named.all(|other| other == first) { first } else { ProjectId::default() }
    }

    /// What was begun is taken up again from this referral, blank where it is from none. What was begun for another one that still waits goes
    /// on for that, and says so.
    pub(super) fn take_up_from(&mut self, given: EventId, cx: &Context<'_>) -> Action {
        if given.is_blank() || given == self.draft.referral {
            return Action::None;
        }
        let meant = self.referral(cx).filter(|e| e.id == self.draft.referral || location(e) == self.draft.project);
        if let Some(other) = meant.filter(|e| e.id != given) {
            let program = cx.agency.project_name(other.location.as_str());
            let words =
                format!("This intake was begun for the referral to {program}, and Finish leads there. Finish it, or discard it and");
            return Action::Caution(format!("{words} begin again from the other referral."));
        }
        self.draft.referral = given;
        self.changed = true;
        if self.draft.project.is_blank() {
            self.draft.project = self.program_of_referral(cx);
        }
        Action::None
    }
}

/// The program that a referral names.
fn location(event: &EventCard) -> ProjectId {
    ProjectId::new(event.location.as_str())
}

/// True for a referral to a program of the organization.
fn is_ours(event: &EventCard, cx: &Context<'_>) -> bool {
    let project = cx.agency.project(&location(event));
    project.is_some_and(|p| Some(&p.organization_id) == cx.organization())
}

/// The referrals to the organization that wait for a result, or for the enrollment that their result speaks of.
fn waiting<'a>(card: &'a Card, cx: &'a Context<'_>) -> impl Iterator<Item = &'a EventCard> {
    card.events.iter().filter(|e| (is_open_card(e) || lacks_enrollment(card, e, cx.agency)) && is_ours(e, cx))
}

/// This referral of the client, where an intake may answer it: also one that was rejected, whose result is being changed; not one that
/// led to an enrollment already.
fn given<'a>(card: &'a Card, event: &EventId, cx: &Context<'_>) -> Option<&'a EventCard> {
    let event = card.events.iter().find(|e| e.id == *event)?;
    let result = event.result.as_str().parse().ok().and_then(ReferralResult::from_code);
    let settled = result == Some(ReferralResult::Accepted) && resulting_stay(card, event, cx.agency).is_some();
    let referral = event.code.and_then(EventCode::from_code).is_some_and(takes_result);
    (referral && !settled && is_ours(event, cx)).then_some(event)
}
