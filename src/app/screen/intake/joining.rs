//! Somebody new joins the household on Family Members: searched for first, kept in the draft, written with the household.

use super::household::{PRESENT, member_id};
use super::{Intake, Message};
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::screen::adding::{self, Adding, Outcome, Place};
use crate::app::shortcut::Command;
use crate::domain::intake::{Purpose, Step};
use crate::domain::{Card, ClientId, EnrollmentId, Text};

const PLACE: Place =
    Place { title: "Add a person", this: "Add to the household", none: "None of these: add a new person", save: "Add to the household" };

impl Intake {
    /// The card of a member, also of who is new.
    pub(super) fn card<'a>(&'a self, client: &ClientId, cx: &Context<'a>) -> Option<&'a Card> {
        cx.card(client).or_else(|| self.new.iter().find(|card| card.client == *client))
    }

    /// What a member is called, also who is new.
    pub(super) fn called(&self, client: &ClientId, cx: &Context<'_>) -> String {
        self.card(client, cx).map_or_else(|| cx.client_name(client), |card| cx.name(card))
    }

    /// Puts those who are new beside those who are recorded.
    pub(super) fn meet(&mut self) {
        let is_new = |client: &ClientId, new: &[Card]| new.iter().any(|card| card.client == *client);
        self.charts.retain(|chart| !is_new(chart.id(), &self.new));
        self.draft.meet(&self.charts);
        self.charts.extend(self.draft.new_charts());
        self.new = self.draft.new_cards();
    }

    /// True while somebody new is being added on the page on show.
    pub(super) fn joins(&self) -> bool {
        self.draft.step == Step::Family && self.adding.is_some()
    }

    pub(super) fn join(&mut self, cx: &Context<'_>) -> Action {
        if !matches!(self.draft.purpose, Purpose::Intake | Purpose::Entry) {
            return Action::None;
        }
        let draft = Text::new(&self.draft.joining);
        let (adding, action) = Adding::begin(&self.find, Some(&draft).filter(|draft| !draft.is_blank()), u8::MAX, cx);
        self.adding = Some(adding);
        // What was kept of the one before goes when the next one is begun.
        self.draft.set_aside.clear();
        self.note_joining();
        self.changed |= !self.draft.joining.is_empty();
        action
    }

    /// Opens the form again with what was typed of somebody who was taken for one of those who are here.
    pub(super) fn take_up(&mut self, cx: &Context<'_>) -> Action {
        self.draft.joining = std::mem::take(&mut self.draft.set_aside);
        let action = self.join(cx);
        self.keep().and(action)
    }

    /// Takes up what was half typed of somebody new.
    pub(super) fn rejoin(&mut self, cx: &Context<'_>) {
        if !self.draft.joining.is_empty() {
            let _ = self.join(cx);
        }
    }

    pub(super) fn while_joining(&mut self, command: Command, cx: &Context<'_>) -> Action {
        if command == Command::Close {
            self.note_joining();
            self.adding = None;
            return self.keep().and(Action::Focus("find-member".to_owned()));
        }
        self.joining(adding::Message::Save, cx)
    }

    fn note_joining(&mut self) {
        self.draft.joining = self.adding.as_ref().and_then(Adding::draft).map(|text| text.to_string()).unwrap_or_default();
    }

    pub(super) fn joining(&mut self, message: adding::Message, cx: &Context<'_>) -> Action {
        let Some(adding) = &mut self.adding else { return Action::None };
        let outcome = adding.update(message, &self.new, cx);
        match outcome {
            Outcome::On(action) => {
                self.note_joining();
                self.changed = true;
                action
            }
            Outcome::Due => {
                self.note_joining();
                self.keep()
            }
            Outcome::This(client) => {
                self.note_joining();
                // It may be the wrong one: then nothing is typed twice.
                let typed = std::mem::take(&mut self.draft.joining);
                self.joined();
                self.draft.set_aside = typed;
                let is_member = self.draft.members.iter().any(|member| member.client == client);
                if is_member { self.keep().and(Action::Focus("find-member".to_owned())) } else { self.update(Message::Add(client), cx) }
            }
            Outcome::Done(row) => {
                self.joined();
                let at = u8::try_from(self.draft.members.len()).unwrap_or(u8::MAX);
                let client = row.personal_id.clone();
                self.draft.join(*row, EnrollmentId::from_random(cx.fresh(at)), cx.today());
                self.meet();
                self.keep().and(Action::Focus(member_id(PRESENT, &client)))
            }
            Outcome::GivenUp => {
                self.joined();
                self.keep().and(Action::Focus("find-member".to_owned()))
            }
        }
    }

    /// Back on the page.
    fn joined(&mut self) {
        self.adding = None;
        self.draft.joining.clear();
        self.find.clear();
    }

    /// The form in place of the page, while somebody new is being added.
    pub(super) fn joining_view<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        self.adding.as_ref().map(|adding| adding.view(PLACE, &self.new, cx).map(Message::New))
    }
}
