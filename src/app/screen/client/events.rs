//! CE Event: the list of the client's coordinated entry events, and one of them open in its form.

mod choosing;
mod form;

use crate::app::Element;
use crate::app::action::{Action, Destination};
use crate::app::context::Context;
use crate::app::form::{Edit, id as control};
use crate::app::icon::Icon;
use crate::app::screen::client::profile::first_stop;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{badge, button, card, icon_button, list};
use crate::domain::finding::saved_but;
use crate::domain::hud::{Event, ReferralResult};
use crate::domain::{Change, Chart, Code, Entry, EventId, Text, at, date, referral};
use form::{Open, SAVE, fresh};
pub use form::{draft_name, drafted, drafted_new, new_draft};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// The events of a client.
pub struct Events {
    at: usize,
    open: Option<Open>,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Moved to an event.
    Moved(usize),
    /// Opened one in the form.
    Opened(usize),
    /// Begins a new event.
    New,
    /// Edits a field.
    Edit(Edit),
    /// Saves, and closes the form if asked to.
    Save {
        /// True to close the form after.
        close: bool,
    },
    /// The household is enrolled already, and this referral led to that: the result is successful.
    Successful,
    /// The same is proposed and only to be saved: nothing of it is kept where the form is left.
    Propose,
    /// The household is to be enrolled first; what is typed is kept as a draft.
    Intake,
    /// Closes the form; what is typed is kept as a draft.
    Leave,
    /// Closes the form and gives up what is not saved; asks first, where something was typed.
    Cancel,
    /// Closes the form and gives up what is not saved.
    GiveUp,
    /// Goes on in the form.
    Stay,
    /// Gives up the draft that was taken up again.
    Discard,
}

impl Events {
    /// The list, or one event in its form.
    pub fn new(event: Option<EventId>, chart: &Chart, drafts: &[(String, Text)], cx: &Context<'_>) -> (Self, Action) {
        let mut events = Self { at: 0, open: None };
        let at = event.and_then(|id| listed(chart).iter().position(|e| e.event_id == id));
        let action = match at {
            Some(at) => events.update(Message::Opened(at), chart, drafts, cx),
            None => to_list(),
        };
        (events, action)
    }

    /// The event that is open in its form.
    pub fn event(&self) -> Option<&EventId> {
        self.open.as_ref().map(Open::event)
    }

    /// The same, where it is recorded already.
    pub fn recorded(&self) -> Option<&EventId> {
        self.event().filter(|_| !self.is_new())
    }

    /// The event that is open in its form, and the result that stands there.
    pub fn chosen(&self) -> Option<(&EventId, Option<ReferralResult>)> {
        let open = self.open.as_ref()?;
        let stands = open.form.text(at::event::REFERRAL_RESULT).parse().ok().and_then(ReferralResult::from_code);
        Some((open.event(), stands))
    }

    /// True while a new event is being written.
    pub fn is_new(&self) -> bool {
        self.open.as_ref().is_some_and(Open::is_new)
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, chart: &Chart, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        match message {
            Message::Moved(at) => self.at = at,
            Message::Opened(at) => {
                let Some(event) = listed(chart).get(at).map(|e| (*e).clone()) else { return Action::None };
                self.at = at;
                let mut open = Open::of(event, chart, drafts, false);
                open.complete(chart, cx);
                let first = open.first(cx);
                self.open = Some(open);
                return Action::Focus(first);
            }
            Message::New if referral::may_create(cx.desk.workgroup) => {
                let open = Open::of(fresh(chart, cx), chart, drafts, true);
                self.open = Some(open);
                return Action::Focus(control(at::event::EVENT));
            }
            Message::New => return Action::Hint("Only Priority List Managers create CE Events.".to_owned()),
            Message::Edit(Edit::Help(field)) => return Action::Help(field),
            Message::Edit(edit) => return self.open.as_mut().map_or(Action::None, |open| open.edit(edit, chart, cx)),
            Message::Save { close } => return self.save(close, chart, cx),
            Message::Intake => return Action::Go(Destination::Intake(chart.id().clone(), self.recorded().cloned())),
            Message::Leave => {
                let Some(open) = self.open.take() else { return Action::None };
                let kept = open.unkept().map_or(Action::None, |text| Action::Draft(open.name(), Some(text)));
                return kept.and(to_list());
            }
            Message::Successful => {
                let Some(open) = self.open.as_mut() else { return Action::None };
                let accepted = Edit::Set(at::event::REFERRAL_RESULT, ReferralResult::Accepted.code().to_string());
                // The question is answered and goes away, and the button with it.
                return open.edit(accepted, chart, cx).and(Action::Focus(control(at::event::RESULT_DATE)));
            }
            Message::Propose => {
                let Some(open) = self.open.as_mut() else { return Action::None };
                let proposed = open.propose_success(chart, cx);
                // What is proposed stands at the beginning of the page, Save below it.
                return Action::Open(if proposed { SAVE.to_owned() } else { open.first(cx) });
            }
            Message::Cancel if self.open.as_ref().is_some_and(|open| open.unkept().is_some()) => {
                let Some(open) = self.open.as_mut() else { return Action::None };
                open.asks = true;
                return Action::Focus(form::STAY.to_owned());
            }
            Message::Stay => {
                let Some(open) = self.open.as_mut() else { return Action::None };
                open.asks = false;
                return Action::Focus("cancel".to_owned());
            }
            Message::Cancel | Message::GiveUp => {
                let Some(mut open) = self.open.take() else { return Action::None };
                return open.undraft().and(to_list());
            }
            Message::Discard => {
                let Some(open) = &mut self.open else { return Action::None };
                open.form.undo();
                open.resumed = false;
                return open.undraft().and(Action::Focus(open.first(cx)));
            }
        }
        Action::None
    }

    fn save(&mut self, close: bool, chart: &Chart, cx: &Context<'_>) -> Action {
        let Some(open) = &mut self.open else { return Action::None };
        let (event, kept) = open.rows(cx);
        match referral::save_event(chart, event, kept, cx.agency, &cx.stamp(), cx.desk.workgroup) {
            Ok(plan) if plan.is_empty() => {
                let action = open.undraft().and(Action::Hint("Nothing was changed.".to_owned()));
                if close {
                    self.open = None;
                    return action.and(to_list());
                }
                action
            }
            Ok(mut plan) => {
                open.close = close;
                // The draft goes with the save: both or neither.
                plan.commit.changes.push(Change::Draft { name: open.name(), after: None });
                Action::Save(Box::new(plan.commit))
            }
            Err(findings) => {
                open.form.show_all();
                first_stop(&findings)
            }
        }
    }

    /// The save is on the disk. Says also which draft went with it.
    pub fn saved(&mut self, chart: &Chart, cx: &Context<'_>) -> (Action, String) {
        let Some(open) = &mut self.open else { return (Action::None, String::new()) };
        let (name, close) = (open.name(), open.close);
        if let Some(event) = chart.event(&open.event.event_id) {
            *open = Open::of(event.clone(), chart, &[], false);
        }
        let concerns = open.concerns(chart, cx);
        let said = saved_but("Saved", &concerns).map_or(Action::None, Action::Caution);
        if close {
            self.open = None;
            return (said.and(to_list()), name);
        }
        let Some(first) = concerns.first() else { return (Action::None, name) };
        open.form.show_all();
        (said.and(Action::Focus(control(first.field))), name)
    }

    /// The event that is open was changed by what is not this form: it shows what is recorded now, and above that what was typed. True
    /// where it was.
    pub fn follow(&mut self, chart: &Chart) -> bool {
        let Some(open) = self.open.as_mut().filter(|open| !open.is_new()) else { return false };
        open.rebase(chart)
    }

    /// Where the hand goes on in the event that is open.
    pub fn first(&self, cx: &Context<'_>) -> Option<String> {
        self.open.as_ref().map(|open| open.first(cx))
    }

    /// What is half typed.
    pub fn draft(&self) -> Option<(String, Text)> {
        let open = self.open.as_ref()?;
        open.unkept().map(|text| (open.name(), text))
    }

    /// True where something in the form is not saved, also what the form itself proposed.
    pub fn changed(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.form.changed())
    }

    /// The part.
    pub fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        match &self.open {
            Some(open) => open.view(chart, cx),
            None => self.list(chart, cx),
        }
    }

    /// What ends the form that is open, where it stands below the page.
    pub fn foot<'a>(&self, chart: &Chart, cx: &Context<'_>) -> Option<Element<'a, Message>> {
        self.open.as_ref().filter(|open| open.stands_below(cx)).map(|open| open.foot(chart, cx))
    }

    fn list<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        let events = listed(chart);
        let mut page = column![
            row![section("CE Event"), gap().width(Length::Fill),]
                .push(referral::may_create(cx.desk.workgroup).then(|| {
                    button(if cx.drafts.contains(&new_draft(chart.id())) { "Continue new CE Event" } else { "Add New CE Event" })
                        .id("new-event")
                        .icon(Icon::Plus)
                        .on_press(Message::New)
                }))
                .align_y(Alignment::Center)
        ]
        .spacing(space::S12)
        .width(Length::Fill);
        if events.is_empty() {
            return card(page.push(text::secondary("No CE Event yet. A Priority List Manager writes one when the client is referred.")));
        }
        let rows = events.iter().enumerate().map(|(at, event)| line(at, event, cx)).collect();
        page = page.push(
            list("events", "CE Events", rows, Some(self.at.min(events.len() - 1)))
                .on_move(Message::Moved)
                .on_activate(Message::Opened)
                .keys(events.iter().map(|event| &event.event_id))
                .on_key(|key, at| key.eq_ignore_ascii_case(&'r').then_some(Message::Opened(at))),
        );
        card(page.push(text::hint("Enter opens the event · R begins at its result")))
    }
}

/// Back to the list of events.
fn to_list() -> Action {
    Action::Focus("events".to_owned())
}

/// The events, newest first; deleted ones are not shown.
fn listed(chart: &Chart) -> Vec<&Event> {
    let mut events: Vec<&Event> = chart.events.iter().filter(|e| e.date_deleted.is_blank()).collect();
    events.sort_by(|a, b| b.event_date.known().cmp(&a.event_date.known()).then_with(|| a.event_id.cmp(&b.event_id)));
    events
}

fn line<'a>(at: usize, event: &'a Event, cx: &Context<'a>) -> Element<'a, Message> {
    let what = at::event::EVENT.in_words(&event.event.text());
    let place =
        Some(cx.agency.project_name(event.location_crisis_or_ph_housing.as_str())).filter(|place| !place.is_empty()).map(text::hint);
    let result = at::event::REFERRAL_RESULT.in_words(&event.referral_result.text());
    let state: Element<'a, Message> = if referral::is_open(event) {
        badge("Open", Tone::Warn)
    } else if result.is_empty() {
        badge("No result due", Tone::Neutral)
    } else {
        badge(result, if event.referral_result.is(ReferralResult::Accepted) { Tone::Ok } else { Tone::Neutral })
    };
    let on = (!event.result_date.is_blank())
        .then(|| text::secondary(format!("{} {}", at::event::RESULT_DATE.label(), date::us(&event.result_date.text()))));
    row![
        text::body(date::us(&event.event_date.text())).width(90),
        column![text::strong(what)]
            .push(place)
            .push(row![state].push(on).spacing(space::S12).align_y(Alignment::Center).wrap())
            .spacing(space::S4)
            .width(Length::Fill),
        icon_button(Icon::Edit, "Edit this CE Event").id(format!("edit-{}", event.event_id)).on_press(Message::Opened(at)),
    ]
    .spacing(space::S16)
    .align_y(Alignment::Center)
    .into()
}
