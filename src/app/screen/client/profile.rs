//! Client information: what the record says of the person, and a form to correct it.

pub mod races;

use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::{self, Edit, Form};
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{Kind, button, card, fact};
use crate::domain::ask;
use crate::domain::client::race::{self, as_answered};
use crate::domain::client::{asked, fields, proposed_qualities, save_client, unasked};
use crate::domain::hud::Client;
use crate::domain::{Change, Chart, ClientId, FieldId, Finding, Row, Severity, Text, at, check, ssn};
use iced::widget::{column, container, row};
use iced::{Alignment, Length};

/// The profile: read, or being corrected.
#[derive(Debug, Default)]
pub struct Profile {
    form: Option<Form>,
}

/// The name of the draft of a client's information.
pub fn draft_name(client: &ClientId) -> String {
    format!("client/{client}")
}

/// Whose information a draft of this name corrects.
pub fn drafted(name: &str) -> Option<ClientId> {
    name.strip_prefix("client/").map(ClientId::new)
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Starts to correct.
    Begin,
    /// As `Begin`, unless the form is open already.
    Resume,
    /// Edits a field.
    Edit(Edit),
    /// Saves.
    Save,
    /// Puts the form away; what is typed is kept as a draft.
    Leave,
    /// Puts the form away and gives up what is not saved.
    Cancel,
}

impl Profile {
    /// The facts; or the form, where a draft waits to be taken up again.
    pub fn new(chart: &Chart, drafts: &[(String, Text)], cx: &Context<'_>) -> (Self, Action) {
        let Some((_, draft)) = drafts.iter().find(|(name, _)| *name == draft_name(chart.id())) else {
            return (Self::default(), Action::Focus("profile-edit".to_owned()));
        };
        let mut form = Form::of(&[&as_answered(&chart.client)], fields());
        form.resume(draft);
        let row = typed(&form, chart, cx);
        propose_qualities(&mut form, row);
        (Self { form: Some(form) }, Action::Focus(form::id(at::client::FIRST_NAME)))
    }

    /// True while it is being corrected.
    pub fn edits(&self) -> bool {
        self.form.is_some()
    }

    /// What is half typed.
    pub fn draft(&self, client: &ClientId) -> Option<(String, Text)> {
        let form = self.form.as_ref().filter(|f| f.changed())?;
        Some((draft_name(client), form.draft()))
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, chart: &Chart, cx: &Context<'_>) -> Action {
        match (message, &mut self.form) {
            (Message::Resume, Some(_)) => Action::None,
            (Message::Begin | Message::Resume, form) => {
                *form = Some(Form::of(&[&as_answered(&chart.client)], fields()));
                Action::Focus(form::id(at::client::FIRST_NAME))
            }
            (Message::Edit(Edit::Help(field)), _) => Action::Help(field),
            (Message::Edit(edit), Some(form)) => {
                let due = races::edit(form, edit);
                propose_qualities(form, typed(form, chart, cx));
                if due { Action::Draft(draft_name(chart.id()), Some(form.draft())) } else { Action::None }
            }
            (Message::Save, Some(_)) => self.save(chart, cx),
            (Message::Leave, Some(form)) => {
                let kept = if form.changed() { Action::Draft(draft_name(chart.id()), Some(form.draft())) } else { Action::None };
                self.form = None;
                kept.and(Action::Focus("profile-edit".to_owned()))
            }
            (Message::Cancel, Some(_)) => {
                self.form = None;
                Action::Draft(draft_name(chart.id()), None).and(Action::Focus("profile-edit".to_owned()))
            }
            (Message::Edit(_) | Message::Save | Message::Leave | Message::Cancel, None) => Action::None,
        }
    }

    fn save(&mut self, chart: &Chart, cx: &Context<'_>) -> Action {
        let Some(form) = &mut self.form else { return Action::None };
        // Saved from within a field, that field was not left.
        propose_qualities(form, typed(form, chart, cx));
        match save_client(&chart.client, typed(form, chart, cx), &cx.stamp()) {
            Ok(plan) if plan.is_empty() => {
                self.form = None;
                Action::Draft(draft_name(chart.id()), None)
                    .and(Action::Hint("Nothing was changed.".to_owned()))
                    .and(Action::Focus("profile-edit".to_owned()))
            }
            Ok(mut plan) => {
                // The draft goes with the save: both or neither.
                plan.commit.changes.push(Change::Draft { name: draft_name(chart.id()), after: None });
                Action::Save(Box::new(plan.commit))
            }
            Err(findings) => {
                form.show_all();
                first_stop(&findings)
            }
        }
    }

    /// The save is on the disk.
    pub fn saved(&mut self) -> Action {
        self.form = None;
        Action::Focus("profile-edit".to_owned())
    }

    /// The part.
    pub fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        match &self.form {
            Some(form) => edit(form, chart, cx),
            None => read(chart, cx),
        }
    }
}

/// Puts the keyboard where the first thing stands that stops the save.
pub fn first_stop(findings: &[Finding]) -> Action {
    let first = findings.iter().find(|f| f.severity == Severity::Stop).map(|f| form::id(f.field));
    first.map_or(Action::None, Action::Focus)
}

/// Each data quality, and what it is the quality of.
const QUALITIES: [(FieldId, &[FieldId]); 3] = [
    (at::client::NAME_DATA_QUALITY, &[at::client::FIRST_NAME, at::client::LAST_NAME]),
    (at::client::SSN_DATA_QUALITY, &[at::client::SSN]),
    (at::client::DOB_DATA_QUALITY, &[at::client::DOB]),
];

/// HUD's answer where there is none.
const NOT_COLLECTED: &str = "99";

/// Proposes the data quality that goes with what was entered, where nobody answered it, now or earlier; `row` is what stands in the
/// form. What was proposed goes again with what it was proposed for.
pub fn propose_qualities(form: &mut Form, mut row: Client) {
    let unanswered = |quality| matches!(form.saved(quality), "" | NOT_COLLECTED);
    let open = QUALITIES.iter().filter(|(quality, _)| !form.is_touched(*quality) && unanswered(*quality));
    let open: Vec<(FieldId, bool)> = open.map(|(quality, of)| (*quality, of.iter().any(|field| form.differs(*field)))).collect();
    for (quality, _) in open.iter().filter(|(_, entered)| *entered) {
        row.put(*quality, "");
    }
    let proposed = proposed_qualities(&row);
    for (quality, entered) in open {
        match proposed.iter().find(|(field, _)| *field == quality && entered) {
            Some((_, answer)) => form.settle_on(quality, answer),
            None => form.restore(quality),
        }
    }
}

/// Takes each quality that is the one that goes with what is entered for a proposal, in the form of somebody new that is made of a row:
/// there nothing else tells who answered it, and nothing that is saved would come back.
pub fn know_qualities(form: &mut Form, mut row: Client) {
    for (quality, _) in QUALITIES {
        row.put(quality, "");
    }
    for (quality, answer) in proposed_qualities(&row) {
        if form.text(quality) == answer {
            form.settle_on(quality, &answer);
        }
    }
}

fn typed(form: &Form, chart: &Chart, cx: &Context<'_>) -> Client {
    let mut row = chart.client.clone();
    form.fill(&mut row, cx.today());
    race::settle(&mut row, &chart.client);
    row.ssn = ssn::typed(row.ssn.as_str()).unwrap_or_else(|| row.ssn.clone());
    row
}

fn read<'a>(chart: &'a Chart, cx: &Context<'_>) -> Element<'a, Message> {
    let client = as_answered(&chart.client);
    let first_race = race::answers().next();
    let asks = asked(&client, &chart.client, cx.today());
    let facts = fields().filter_map(move |field| match field {
        field if Some(field) == first_race => race::in_words(&client).map(|words| fact(race::name(), words)),
        field if race::is_part(field) => None,
        field => {
            let cell = client.get(field);
            let shown = cx.in_words(field, &cell);
            // Who has not to be asked owes no answer.
            let uncollected = ask::is_uncollected(field, &cell) && asks.contains(&field);
            let shown = if uncollected { format!("{shown}. {}", ask::UNCOLLECTED_HINT) } else { shown };
            (!cell.is_empty()).then(|| fact(field.label(), shown))
        }
    });
    let act = button("Edit").id("profile-edit").icon(Icon::Edit).on_press(Message::Begin);
    // Above the facts: it has the keyboard first, and a record is to be seen from its beginning.
    let head = row![container(section("Client information")).width(Length::Fill), act].align_y(Alignment::Center);
    card(column![head, column(facts).spacing(space::S8)].spacing(space::S16).width(Length::Fill))
}

fn edit<'a>(form: &'a Form, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
    let row = typed(form, chart, cx);
    let mut findings = check::client(&row, cx.today());
    findings.extend(unasked(&row, &chart.client, cx.today()));
    let controls = races::controls(form, asked(&row, &chart.client, cx.today()), &findings, cx, Message::Edit);
    let save = button("Save").id("save").icon(Icon::Check).kind(Kind::Primary).hint(shortcut::hint(Command::Save)).on_press(Message::Save);
    let cancel = button("Cancel").id("cancel").on_press(Message::Cancel);
    card(
        column![
            section("Client information"),
            column(controls).spacing(space::S16).max_width(cx.form()),
            row![save, cancel].spacing(space::S8),
            text::hint(shortcut::line(&[(Command::Save, "saves"), (Command::Close, "closes and keeps what you typed")])),
        ]
        .spacing(space::S16)
        .width(Length::Fill),
    )
}
