//! The Housing Move-in Date of one enrollment: what a successful referral waits for until somebody lives there.
//!
//! One field, so saving closes it. It is never proposed (R-ENR-17b): only the worker knows the day.

use crate::app::Element;
use crate::app::action::{Action, Part};
use crate::app::context::Context;
use crate::app::form::{self, Edit, Form};
use crate::app::icon::Icon;
use crate::app::screen::client::profile::first_stop;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{Kind, button, card};
use crate::domain::hud::Enrollment;
use crate::domain::intake::NOT_THEIRS;
use crate::domain::{Change, Chart, EnrollmentId, Entry, EventId, Text, at, date, referral};
use iced::Length;
use iced::widget::{column, row};

/// The form on show.
pub struct MoveIn {
    stay: EnrollmentId,
    form: Form,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Edits the date.
    Edit(Edit),
    /// Saves, and closes the form.
    Save,
    /// Puts the form away; what is typed is kept as a draft.
    Leave,
    /// Puts the form away and gives up what is not saved.
    Cancel,
}

/// The one field.
const FIELD: crate::domain::FieldId = at::enrollment::MOVE_IN_DATE;

/// The name of the draft of an enrollment's move-in.
pub fn draft_name(stay: &EnrollmentId) -> String {
    format!("move-in/{stay}")
}

/// The enrollment of which a draft of this name is.
pub fn drafted(name: &str) -> Option<EnrollmentId> {
    name.strip_prefix("move-in/").map(EnrollmentId::new)
}

impl MoveIn {
    /// The form of an enrollment, with what was typed before; none where the client has no such enrollment any more.
    pub fn new(stay: &EnrollmentId, chart: &Chart, drafts: &[(String, Text)]) -> Option<Self> {
        let row = chart.enrollment(stay).filter(|row| row.date_deleted.is_blank())?;
        let mut form = Form::of(&[row], [FIELD]);
        if let Some((_, draft)) = drafts.iter().find(|(name, _)| *name == draft_name(stay)) {
            form.resume(draft);
        }
        Some(Self { stay: stay.clone(), form })
    }

    /// The control that has the keyboard first.
    pub fn first() -> String {
        form::id(FIELD)
    }

    /// Which enrollment it is.
    pub fn stay(&self) -> &EnrollmentId {
        &self.stay
    }

    /// The referral that led to the enrollment, where one is linked.
    pub fn event<'a>(&self, chart: &'a Chart) -> Option<&'a EventId> {
        chart.referrals.iter().find(|r| r.resulting_enrollment_id == self.stay).map(|r| &r.event_id)
    }

    /// What is half typed.
    pub fn draft(&self) -> Option<(String, Text)> {
        self.form.changed().then(|| (draft_name(&self.stay), self.form.draft()))
    }

    /// One message, one action, and whether the form is closed by it.
    pub fn update(&mut self, message: Message, chart: &Chart, cx: &Context<'_>) -> (Action, bool) {
        let name = draft_name(&self.stay);
        match message {
            Message::Edit(Edit::Help(field)) => (Action::Help(field), false),
            Message::Edit(edit) => {
                let due = self.form.edit(edit);
                (if due { Action::Draft(name, Some(self.form.draft())) } else { Action::None }, false)
            }
            Message::Save => {
                let Some(row) = self.typed(chart, cx) else { return (Action::None, true) };
                match referral::record_move_in(chart, &self.stay, row.move_in_date, cx.agency, &cx.stamp()) {
                    Ok(plan) if plan.is_empty() => (Action::Draft(name, None).and(Action::Hint("Nothing was changed.".to_owned())), true),
                    Ok(mut plan) => {
                        // The draft goes with the save: both or neither.
                        plan.commit.changes.push(Change::Draft { name, after: None });
                        (Action::Save(Box::new(plan.commit)), false)
                    }
                    Err(findings) => {
                        self.form.show_all();
                        (first_stop(&findings), false)
                    }
                }
            }
            Message::Leave => (self.draft().map_or(Action::None, |(name, text)| Action::Draft(name, Some(text))), true),
            Message::Cancel => (Action::Draft(name, None), true),
        }
    }

    fn typed(&self, chart: &Chart, cx: &Context<'_>) -> Option<Enrollment> {
        let mut row = chart.enrollment(&self.stay)?.clone();
        self.form.fill(&mut row, cx.today());
        Some(row)
    }

    /// The part. The messages of the record are needed for the way to the CE Event.
    pub fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, super::Message> {
        let Some(row) = self.typed(chart, cx) else {
            return text::secondary(NOT_THEIRS).into();
        };
        let plan = referral::record_move_in(chart, &self.stay, row.move_in_date.clone(), cx.agency, &cx.stamp());
        let findings = plan.map_or_else(|findings| findings, |plan| plan.findings);
        let program = cx.agency.project_name(row.project_id.as_str());
        let since = format!("Project start {}", date::us(&row.entry_date.text()));
        let save = button("Save & Close").id("save").icon(Icon::Check).kind(Kind::Primary).hint(shortcut::hint(Command::Save));
        let buttons = row![
            save.on_press(super::Message::MoveIn(Message::Save)),
            button("Cancel").id("cancel").on_press(super::Message::MoveIn(Message::Cancel)),
        ];
        let keys = [(Command::Save, "saves and closes"), (Command::Close, "closes and keeps what you typed")];
        let never = self.event(chart).map(|event| {
            let open = button("Open the CE Event").id("move-in-event").icon(Icon::ArrowRight);
            let words = text::hint("Never housed? Enter the reason in the CE Event. The referral stays successful and leaves Home.");
            column![words, open.on_press(super::Message::Menu(Part::Events(Some(event.clone()))))].spacing(space::S8)
        });
        let page = column![
            section("Move-in"),
            column![text::strong(program), text::secondary(since)].spacing(space::S4),
            self.form.control(FIELD, &findings, cx, |edit| super::Message::MoveIn(Message::Edit(edit))),
            buttons.spacing(space::S8),
            text::hint(shortcut::line(&keys)),
        ];
        card(page.push(never).spacing(space::S16).max_width(cx.form()).width(Length::Fill))
    }
}
