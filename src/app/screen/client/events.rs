//! CE Event: the client's coordinated entry events, and the form that resolves one.
//!
//! The form is upright and in the guide's order. What was referred is the referrer's: only Priority List Managers change it
//! (R-RES-5); everybody resolves. What the form proposes (the resulting enrollment, the result date) is visible and can be changed.

use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::{self, Edit, Form};
use crate::app::icon::Icon;
use crate::app::screen::client::profile::first_stop;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{Kind, Opt, badge, banner, button, card, icon_button, list};
use crate::domain::hud::{Event, Referral, ReferralResult};
use crate::domain::{
    Change, Chart, ClientId, EnrollmentId, Entry, EventId, FieldId, Finding, Row, Text, Value, at, check, date, referral, referring,
};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};

/// The events of a client.
pub struct Events {
    at: usize,
    open: Option<Open>,
}

/// The form on show.
struct Open {
    event: Event,
    kept: Referral,
    new: bool,
    form: Form,
    resumed: bool,
    close: bool,
    /// True while the store keeps a draft of this form.
    drafted: bool,
    /// What the form itself proposed, so that it may propose anew, or take it back.
    proposed: Proposed,
}

/// The resulting enrollment and the result date that the form proposed, as they stand in it.
#[derive(Default)]
struct Proposed {
    enrollment: String,
    date: String,
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
    /// Closes the form; what is typed is kept as a draft.
    Leave,
    /// Closes the form and gives up what is not saved.
    Cancel,
    /// Gives up the draft that was taken up again.
    Discard,
}

/// What was referred: the referrer's part.
const REFERRED: [FieldId; 3] = [at::event::EVENT, at::event::EVENT_DATE, at::event::LOCATION_CRISIS_OR_PH_HOUSING];

/// Every field of the form, in the guide's order.
const FIELDS: [FieldId; 11] = [
    at::event::ENROLLMENT_ID,
    at::event::EVENT,
    at::event::EVENT_DATE,
    at::event::LOCATION_CRISIS_OR_PH_HOUSING,
    at::event::PROB_SOL_DIV_RR_RESULT,
    at::event::REFERRAL_CASE_MANAGE_AFTER,
    at::referral::DATE_ACKNOWLEDGED,
    at::event::REFERRAL_RESULT,
    at::event::RESULT_DATE,
    at::referral::RESULTING_ENROLLMENT_ID,
    at::referral::NOT_HOUSED_REASON,
];

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

    /// One message, one action.
    pub fn update(&mut self, message: Message, chart: &Chart, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        match message {
            Message::Moved(at) => self.at = at,
            Message::Opened(at) => {
                let Some(event) = listed(chart).get(at).map(|e| (*e).clone()) else { return Action::None };
                self.at = at;
                let open = Open::of(event, chart, drafts, false);
                let first = open.first(cx);
                self.open = Some(open);
                return Action::Focus(first);
            }
            Message::New if referral::may_create(cx.desk.workgroup) => {
                let open = Open::of(fresh(chart, cx), chart, drafts, true);
                self.open = Some(open);
                return Action::Focus(form::id(at::event::EVENT));
            }
            Message::New => return Action::Say("Only Priority List Managers create CE Events.".to_owned()),
            Message::Edit(edit) => return self.open.as_mut().map_or(Action::None, |open| open.edit(edit, chart, cx)),
            Message::Save { close } => return self.save(close, chart, cx),
            Message::Leave => {
                let Some(open) = self.open.take() else { return Action::None };
                let kept = if open.form.changed() { Action::Draft(open.name(), Some(open.form.draft())) } else { Action::None };
                return kept.and(to_list());
            }
            Message::Cancel => {
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
                let action = open.undraft().and(Action::Say("Nothing was changed.".to_owned()));
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
    pub fn saved(&mut self, chart: &Chart, _cx: &Context<'_>) -> (Action, String) {
        let Some(open) = &mut self.open else { return (Action::None, String::new()) };
        let name = open.name();
        if open.close {
            self.open = None;
            return (to_list(), name);
        }
        if let Some(event) = chart.event(&open.event.event_id) {
            *open = Open::of(event.clone(), chart, &[], false);
        }
        (Action::None, name)
    }

    /// What is half typed.
    pub fn draft(&self) -> Option<(String, Text)> {
        let open = self.open.as_ref().filter(|o| o.form.changed())?;
        Some((open.name(), open.form.draft()))
    }

    /// The part.
    pub fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        match &self.open {
            Some(open) => open.view(chart, cx),
            None => self.list(chart, cx),
        }
    }

    fn list<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        let events = listed(chart);
        let mut page = column![
            row![text::section("CE Event"), gap().width(Length::Fill),]
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
                .on_key(|key, at| (key == 'r').then_some(Message::Opened(at))),
        );
        card(page.push(text::hint("Enter opens the event.")))
    }
}

/// Back to the list of events.
fn to_list() -> Action {
    Action::Focus("events".to_owned())
}

/// The name of the draft of a new event of a client.
fn new_draft(client: &ClientId) -> String {
    format!("event/new/{client}")
}

/// The events, newest first; deleted ones are not shown.
fn listed(chart: &Chart) -> Vec<&Event> {
    let mut events: Vec<&Event> = chart.events.iter().filter(|e| e.date_deleted.is_blank()).collect();
    events.sort_by(|a, b| b.event_date.known().cmp(&a.event_date.known()).then_with(|| a.event_id.cmp(&b.event_id)));
    events
}

fn line<'a>(at: usize, event: &'a Event, cx: &Context<'a>) -> Element<'a, Message> {
    let what = at::event::EVENT.in_words(&event.event.text());
    let place = cx.agency.project_name(event.location_crisis_or_ph_housing.as_str());
    let result = at::event::REFERRAL_RESULT.in_words(&event.referral_result.text());
    let state: Element<'a, Message> = if referral::is_open(event) {
        badge("Open", Tone::Warn)
    } else if result.is_empty() {
        badge("No result due", Tone::Neutral)
    } else {
        badge(result, if event.referral_result.is(ReferralResult::Accepted) { Tone::Ok } else { Tone::Neutral })
    };
    row![
        text::body(date::us(&event.event_date.text())).width(90),
        column![text::strong(what), text::hint(place), row![state]].spacing(space::S4).width(Length::Fill),
        icon_button(Icon::Edit, "Edit this CE Event").id(format!("edit-{}", event.event_id)).on_press(Message::Opened(at)),
    ]
    .spacing(space::S16)
    .align_y(Alignment::Center)
    .into()
}

/// A new event on the client's newest enrollment as head, the CE project's first.
fn fresh(chart: &Chart, cx: &Context<'_>) -> Event {
    let candidates = referring::enrollments(chart, cx.agency);
    Event {
        event_id: EventId::from_random(cx.fresh(0)),
        enrollment_id: candidates.first().map(|e| e.enrollment_id.clone()).unwrap_or_default(),
        personal_id: chart.id().clone(),
        event_date: Value::Known(cx.today()),
        ..Event::default()
    }
}

impl Open {
    fn of(event: Event, chart: &Chart, drafts: &[(String, Text)], new: bool) -> Self {
        let kept = if new { Referral { event_id: event.event_id.clone(), ..Referral::default() } } else { chart.referral(&event.event_id) };
        let form = Form::of(&[&event, &kept], FIELDS);
        let mut open = Self { event, kept, new, form, resumed: false, close: false, drafted: false, proposed: Proposed::default() };
        if let Some((_, text)) = drafts.iter().find(|(name, _)| *name == open.name()) {
            open.form.resume(text);
            open.resumed = open.form.changed();
            open.drafted = true;
        }
        open
    }

    /// The draft's name. A new event's is the client's: its own id is drawn anew each time.
    fn name(&self) -> String {
        if self.new { new_draft(&self.event.personal_id) } else { format!("event/{}", self.event.event_id) }
    }

    /// Takes the draft away, where one is kept.
    fn undraft(&mut self) -> Action {
        if std::mem::take(&mut self.drafted) { Action::Draft(self.name(), None) } else { Action::None }
    }

    /// The event and what we keep beside it, as they stand in the form.
    fn rows(&self, cx: &Context<'_>) -> (Event, Referral) {
        let (mut event, mut kept) = (self.event.clone(), self.kept.clone());
        self.form.fill(&mut event, cx.today());
        self.form.fill(&mut kept, cx.today());
        (event, kept)
    }

    fn edit(&mut self, edit: Edit, chart: &Chart, cx: &Context<'_>) -> Action {
        let chose_result = matches!(&edit, Edit::Set(field, _) if *field == at::event::REFERRAL_RESULT);
        let left = matches!(edit, Edit::Left(_));
        let due = self.form.edit(edit);
        if chose_result {
            self.propose(chart, cx);
        }
        if due {
            self.drafted = true;
            Action::Draft(self.name(), Some(self.form.draft()))
        } else if left && !self.form.changed() {
            self.undraft()
        } else {
            Action::None
        }
    }

    /// A result was chosen, or taken away: the enrollment that fits and the date that goes with it follow, unless the user entered
    /// others.
    fn propose(&mut self, chart: &Chart, cx: &Context<'_>) {
        let (event, _) = self.rows(cx);
        let result = event.referral_result.known();
        let (linked, dated) = (at::referral::RESULTING_ENROLLMENT_ID, at::event::RESULT_DATE);
        if self.form.text(linked) == self.proposed.enrollment {
            let fitting = if result == Some(ReferralResult::Accepted) { referral::proposed(chart, &event, cx.agency) } else { None };
            self.form.propose(linked, fitting.as_ref().map_or("", EnrollmentId::as_str));
            self.proposed.enrollment = self.form.text(linked).to_owned();
        }
        if self.form.text(dated) == self.proposed.date {
            let (_, kept) = self.rows(cx);
            let entry = chart.enrollment(&kept.resulting_enrollment_id).and_then(|e| e.entry_date.known());
            let day = result.map(|result| referral::result_date_default(result, entry, cx.today()));
            self.form.propose(dated, &Value::from(day).text());
            self.proposed.date = self.form.text(dated).to_owned();
        }
    }

    /// The control that has the keyboard first.
    fn first(&self, cx: &Context<'_>) -> String {
        form::id(if referral::may_create(cx.desk.workgroup) { at::event::EVENT } else { at::referral::DATE_ACKNOWLEDGED })
    }

    /// The fields to show: those that the event's code asks for, and any that hold something.
    fn fields(&self, event: &Event, cx: &Context<'_>) -> Vec<FieldId> {
        let mine = referral::may_create(cx.desk.workgroup);
        let dependents = event.event.known().map(|c| c.dependents()).unwrap_or_default();
        let result = event.event.known().is_some_and(referral::takes_result);
        let filled = |field: FieldId| !self.form.text(field).is_empty();
        let shown = |field: &FieldId| match *field {
            at::event::ENROLLMENT_ID => self.new,
            field if REFERRED.contains(&field) && !mine => false,
            at::event::EVENT | at::event::EVENT_DATE => true,
            at::event::RESULT_DATE => filled(at::event::REFERRAL_RESULT) || filled(*field),
            at::referral::RESULTING_ENROLLMENT_ID => event.referral_result.is(ReferralResult::Accepted) || filled(*field),
            at::referral::DATE_ACKNOWLEDGED | at::referral::NOT_HOUSED_REASON => result || filled(*field),
            field => dependents.contains(&field) || filled(field),
        };
        FIELDS.iter().copied().filter(|f| shown(f)).collect()
    }

    fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        let (event, kept) = self.rows(cx);
        let case = check::EventCase { chart, agency: cx.agency, today: cx.today() };
        let findings = check::event(&case, &event, &kept);
        let mut page =
            column![text::section(if self.new { "New CE Event" } else { "CE Event" })].spacing(space::S16).max_width(space::FORM);
        if self.resumed {
            page = page.push(banner(
                Tone::Info,
                "What you typed before is here again. It is not saved yet.",
                Some(("Discard", Message::Discard)),
            ));
        }
        if !referral::may_create(cx.desk.workgroup) {
            page = page.push(referred(&event, &findings, cx));
        }
        for field in self.fields(&event, cx) {
            page = page.push(self.control(field, &event, chart, &findings, cx));
        }
        let save = button("Save").id("save").icon(Icon::Check).kind(Kind::Primary).hint(shortcut::hint(Command::Save));
        let close = button("Save & Close").id("save-close").hint(shortcut::hint(Command::SaveClose));
        let buttons = row![
            save.on_press(Message::Save { close: false }),
            close.on_press(Message::Save { close: true }),
            button("Cancel").id("cancel").on_press(Message::Cancel)
        ];
        card(page.push(buttons.spacing(space::S8)))
    }

    fn control<'a>(
        &'a self,
        field: FieldId,
        event: &Event,
        chart: &'a Chart,
        findings: &[Finding],
        cx: &Context<'a>,
    ) -> Element<'a, Message> {
        let options = match field {
            at::event::LOCATION_CRISIS_OR_PH_HOUSING => locations(event, self.form.text(field), cx),
            at::referral::RESULTING_ENROLLMENT_ID => resulting(event, chart, self.form.text(field), cx),
            at::event::ENROLLMENT_ID => referring(chart, cx),
            _ => return self.form.control(field, findings, cx, Message::Edit),
        };
        self.form.control_of(field, options, findings, cx, Message::Edit)
    }
}

/// What was referred, as facts, with what the rules say about it.
fn referred<'a>(event: &Event, findings: &[Finding], cx: &Context<'a>) -> Element<'a, Message> {
    let facts = REFERRED.into_iter().filter_map(|field| {
        let cell = event.get(field);
        let shown = match field {
            at::event::LOCATION_CRISIS_OR_PH_HOUSING => cx.agency.project_name(&cell),
            _ => field.in_words(&cell),
        };
        (!cell.is_empty())
            .then(|| row![text::secondary(field.label()).width(140), text::body(shown).width(Length::Fill)].spacing(space::S16).into())
    });
    let words = findings.iter().filter(|f| REFERRED.contains(&f.field)).map(|f| text::hint(f.words.clone()).into());
    column![column(facts).spacing(space::S4), column(words).spacing(space::S4)].spacing(space::S8).into()
}

fn locations(event: &Event, kept: &str, cx: &Context<'_>) -> Vec<Opt> {
    let on = event.event_date.known().unwrap_or_else(|| cx.today());
    let projects = event.event.known().map(|code| referral::locations(cx.agency, code, on)).unwrap_or_default();
    let mut options: Vec<Opt> = projects.iter().map(|p| Opt::plain(p.project_id.as_str(), p.project_name.as_str())).collect();
    if !kept.is_empty() && !options.iter().any(|o| o.value == kept) {
        options.push(Opt::plain(kept, format!("{} (as it came)", cx.agency.project_name(kept))));
    }
    options
}

fn resulting(event: &Event, chart: &Chart, kept: &str, cx: &Context<'_>) -> Vec<Opt> {
    let candidates = referral::resulting_candidates(chart, event, cx.agency);
    let mut options: Vec<Opt> = candidates
        .iter()
        .map(|c| {
            let from = c.entry.map(date::show).unwrap_or_default();
            Opt::plain(c.enrollment.as_str(), format!("{} · {from}", cx.agency.project_name(c.project.as_str()))).detail(c.why)
        })
        .collect();
    if !kept.is_empty() && !options.iter().any(|o| o.value == kept) {
        options.push(Opt::plain(kept, format!("Enrollment {kept} (not in this record)")));
    }
    options
}

fn referring(chart: &Chart, cx: &Context<'_>) -> Vec<Opt> {
    referring::enrollments(chart, cx.agency)
        .iter()
        .map(|e| {
            let from = date::us(&e.entry_date.text());
            Opt::plain(e.enrollment_id.as_str(), format!("{} · {from}", cx.agency.project_name(e.project_id.as_str())))
        })
        .collect()
}
