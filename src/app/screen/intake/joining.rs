//! Somebody new joins the household on Family Members: searched for first, kept in the draft, written with the household.

use super::household::{FIND, member_id};
use super::{Intake, Message};
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::screen::adding::{self, Adding, Outcome, Place};
use crate::app::shortcut::Command;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{banner, button, group, landing};
use crate::domain::intake::{Purpose, Step};
use crate::domain::{Card, ClientId, EnrollmentId, Text};
use iced::widget::column;

const PLACE: Place = Place {
    title: "Add a new person",
    within: true,
    this: "Add this person, who is here",
    none: "None of these: add a new person",
    save: "Add to the household",
};

const CORRECTS: Place =
    Place { title: "Correct a new person", within: true, this: "Take this person", none: "None of these: save", save: "Save" };

/// What is said where somebody who is here was taken in place of who was typed.
const TAKEN: &str = "Added who is here already. What you typed is kept until you add the next person.";

/// The same of somebody who was a member before.
const MEMBER: &str = "They are a member already. What you typed is kept until you add the next person.";

/// The question who of those on the desk a new member is.
pub(super) const LIKELY: &str = "likely";

impl Intake {
    /// The card of a member, also of who is new.
    pub(super) fn card(&self, client: &ClientId, cx: &Context<'_>) -> Option<Card> {
        cx.card(client).or_else(|| self.new.iter().find(|card| card.client == *client).cloned())
    }

    /// What a member is called, also who is new.
    pub(super) fn called(&self, client: &ClientId, cx: &Context<'_>) -> String {
        self.card(client, cx).map_or_else(|| cx.client_name(client), |card| cx.name(&card))
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

    /// The next one, or who is half typed.
    pub(super) fn join(&mut self, cx: &Context<'_>) -> Action {
        if self.draft.joining.is_empty() {
            self.draft.correcting = ClientId::default();
        }
        self.open(cx)
    }

    /// The row of a new member, to be corrected before it is written.
    pub(super) fn correct(&mut self, client: ClientId, cx: &Context<'_>) -> Action {
        if !self.draft.joining.is_empty() && self.draft.correcting != client {
            let words = "Somebody else is half typed. Save that or cancel it first.";
            return Action::Hint(words.to_owned()).and(Action::Focus("new-member".to_owned()));
        }
        self.draft.correcting = client;
        self.open(cx)
    }

    fn open(&mut self, cx: &Context<'_>) -> Action {
        if !matches!(self.draft.purpose, Purpose::Intake | Purpose::Entry) {
            return Action::None;
        }
        let draft = Text::new(&self.draft.joining);
        let draft = Some(&draft).filter(|draft| !draft.is_blank());
        let (adding, action) = match self.draft.newcomer(&self.draft.correcting) {
            Some(row) => Adding::again(&row, draft, cx),
            None => Adding::begin(&self.find, &self.family(cx), draft, u8::MAX, cx),
        };
        self.adding = Some(adding);
        // What was kept of the one before goes when the next one is begun.
        self.draft.set_aside.clear();
        self.note_joining();
        self.changed |= !self.draft.joining.is_empty();
        action
    }

    /// The last name of the head of household, which who joins them may bear too.
    fn family(&self, cx: &Context<'_>) -> String {
        let head = self.draft.members.iter().find(|member| member.is_head());
        let card = head.and_then(|head| self.card(&head.client, cx));
        card.map(|card| card.last.to_string()).unwrap_or_default()
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
            let _ = self.open(cx);
        }
    }

    pub(super) fn while_joining(&mut self, command: Command, cx: &Context<'_>) -> Action {
        if command == Command::Close {
            self.note_joining();
            self.adding = None;
            return self.keep().and(Action::Focus(FIND.to_owned()));
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
            Outcome::This(client) if self.draft.is_new(&self.draft.correcting) => {
                let new = std::mem::take(&mut self.draft.correcting);
                self.joined();
                self.same(&new, client)
            }
            Outcome::This(client) => {
                self.note_joining();
                // It may be the wrong one: then nothing is typed twice.
                let typed = std::mem::take(&mut self.draft.joining);
                self.joined();
                let is_member = self.draft.members.iter().any(|member| member.client == client);
                let words = if is_member { MEMBER } else { TAKEN };
                let said = if typed.is_empty() { Action::None } else { Action::Say(words.to_owned()) };
                self.draft.lay_aside(typed, client.clone());
                let added = if is_member { self.keep().and(Action::Focus(FIND.to_owned())) } else { self.update(Message::Add(client), cx) };
                added.and(said)
            }
            Outcome::Done(row) => {
                self.joined();
                let at = u8::try_from(self.draft.members.len()).unwrap_or(u8::MAX);
                let client = row.personal_id.clone();
                self.draft.join(*row, EnrollmentId::from_random(cx.fresh(at)), cx.today());
                self.draft.tell_apart(&client, cx.directory);
                self.meet();
                self.draft.know_service(&self.charts);
                // On to the next one, as from who was found: what stands beside the member corrects them and takes them out.
                self.keep().and(Action::Focus(FIND.to_owned()))
            }
            Outcome::GivenUp => {
                self.joined();
                self.keep().and(Action::Focus(FIND.to_owned()))
            }
        }
    }

    /// Back on the page.
    fn joined(&mut self) {
        self.adding = None;
        self.draft.correcting = ClientId::default();
        self.draft.joining.clear();
        self.find.clear();
    }

    /// A new member is somebody who is here.
    pub(super) fn same(&mut self, new: &ClientId, here: ClientId) -> Action {
        self.lay_aside(new, here.clone());
        self.draft.take_existing(new, here);
        self.typed.clear();
        self.changed = true;
        Action::Load(self.draft.members.iter().map(|m| m.client.clone()).collect())
    }

    /// A new member is none of those who are here.
    pub(super) fn other(&mut self, new: &ClientId, cx: &Context<'_>) -> Action {
        self.draft.tell_apart(new, cx.directory);
        self.keep().and(Action::Focus(FIND.to_owned()))
    }

    /// What was typed of a new member, who is taken out or is `taken`, is kept until the next one is begun; true where that was one.
    pub(super) fn lay_aside(&mut self, client: &ClientId, taken: ClientId) -> bool {
        let row = self.draft.newcomer(client);
        if let Some(row) = &row {
            self.draft.lay_aside(adding::typed(row).to_string(), taken);
        }
        row.is_some()
    }

    /// Who on the desk may be this new member, and what can be said of it.
    pub(super) fn likely_view<'a>(&'a self, new: &ClientId, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let likely = self.draft.likely(new, cx.directory);
        if likely.is_empty() {
            return None;
        }
        let name = self.called(new, cx);
        let words = format!("Is {name} one of these, who are on this desk?");
        let lines = likely.into_iter().filter_map(|one| {
            let card = cx.card(&one.client)?;
            let take = button("Take this person")
                .called(format!("Take this person: {}", cx.name(&card)))
                .id(format!("take-{}", one.client))
                .on_press(Message::Same(new.clone(), one.client));
            Some(group(cx.name(&card), column![adding::person(&card, cx), text::hint(one.why), take].spacing(space::S4)))
        });
        let other = button("Another person")
            .called(format!("Another person: {name}"))
            .id(member_id("other", new))
            .on_press(Message::Other(new.clone()));
        let asks = landing(member_id(LIKELY, new), words.clone(), banner(Tone::Warn, words, None));
        Some(column![asks].extend(lines).push(other).spacing(space::S8).into())
    }

    /// The form in place of the page, while somebody new is being added.
    pub(super) fn joining_view<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let place = if self.draft.correcting.is_blank() { PLACE } else { CORRECTS };
        self.adding.as_ref().map(|adding| adding.view(place, &self.new, cx).map(Message::New))
    }
}
