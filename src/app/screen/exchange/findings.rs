//! What a check found: first how often each rule speaks, then the records about which one does, and from each the way to its field.

use crate::app::Element;
use crate::app::action::{Action, Destination, Part, Then};
use crate::app::context::Context;
use crate::app::form;
use crate::app::icon::Icon;
use crate::app::perform::Found;
use crate::app::theme::{space, text};
use crate::app::widget::badge::section;
use crate::app::widget::field::finding;
use crate::app::widget::table::TWO_LINES;
use crate::app::widget::{Column, button, card, cell, spoken, table};
use crate::domain::rule::Rule;
use crate::domain::words::count;
use crate::domain::{ClientId, EnrollmentId, EventId, FieldId, File, Severity, at, history, occasion};
use crate::domain::{ask, client, intake};
use crate::exchange::{Count, Said};
use iced::widget::{column, row};
use iced::{Alignment, Length};

/// The ids of the two tables.
pub const RULES: &str = "findings";
const LINES: &str = "finding-lines";
/// The button that leads from the lines back to the rules.
const BACK: &str = "findings-back";
const SEVERITY: f32 = 84.0;
const NUMBER: f32 = 84.0;

/// What a check found, and how far the worker looked at it.
#[derive(Debug)]
pub struct Findings {
    found: Found,
    counts: Vec<Count>,
    at: usize,
    open: Option<Open>,
    /// How often the records had changed when it was made.
    revision: u64,
}

/// What is shown of it: what stands above the table, the table, what stands below it.
pub struct Parts<'a> {
    pub title: Option<Element<'a, Message>>,
    pub table: Element<'a, Message>,
    pub hint: Element<'a, Message>,
}

/// A rule that was opened: what it said, and which of it is chosen.
#[derive(Debug)]
struct Open {
    lines: Vec<usize>,
    at: usize,
}

/// What the worker did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Moved among the rules.
    Moved(usize),
    /// Opened a rule.
    Opened(usize),
    /// Moved among what it said.
    MovedLine(usize),
    /// Wants to go to the record and the field.
    Jump(usize),
    /// Back to the rules.
    Back,
}

impl Findings {
    /// What was found, nothing opened.
    pub fn new(found: Found, cx: &Context<'_>) -> Self {
        Self { counts: found.checked.counts(), found, at: 0, open: None, revision: cx.directory.revision() }
    }

    /// True where the records changed since.
    pub fn is_older(&self, cx: &Context<'_>) -> bool {
        self.revision != cx.directory.revision()
    }

    /// In a sentence.
    pub fn headline(&self) -> &str {
        &self.found.headline
    }

    /// True where nothing was found.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// True while a rule is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        match message {
            Message::Moved(at) => self.at = at,
            Message::Opened(at) => {
                let Some(of) = self.counts.get(at) else { return Action::None };
                let said = self.found.checked.said.iter().enumerate();
                let lines = said.filter(|(_, said)| (said.severity, said.rule) == (of.severity, of.rule)).map(|(at, _)| at).collect();
                (self.at, self.open) = (at, Some(Open { lines, at: 0 }));
                return Action::Focus(LINES.to_owned());
            }
            Message::MovedLine(at) => {
                if let Some(open) = &mut self.open {
                    open.at = at;
                }
            }
            Message::Jump(at) => {
                if let Some(open) = &mut self.open {
                    open.at = at;
                }
                return self.line(at).map_or(Action::None, |said| jump(said, cx));
            }
            Message::Back => {
                self.open = None;
                return Action::Focus(RULES.to_owned());
            }
        }
        Action::None
    }

    /// What gets the keyboard when it is shown.
    pub fn first(&self) -> &'static str {
        if self.open.is_some() { LINES } else { RULES }
    }

    fn line(&self, at: usize) -> Option<&Said> {
        self.found.checked.said.get(*self.open.as_ref()?.lines.get(at)?)
    }

    /// The rules, or what one of them said.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Parts<'a> {
        match &self.open {
            Some(open) => self.lines(open, cx),
            None => self.rules(),
        }
    }

    fn rules(&self) -> Parts<'_> {
        let columns = vec![
            Column::new("Severity", SEVERITY),
            Column::new("What the rule says", Length::Fill),
            Column::new("Findings", NUMBER).right(),
        ];
        let line = move |at: usize| {
            let Some(of) = self.counts.get(at) else { return Vec::new() };
            let says = cell(of.rule.info().says).under(format!("{} · {}", of.rule, of.rule.info().advice));
            vec![cell(of.severity.word()).into(), says.into(), spoken(count(of.count, "finding"), cell(of.count.to_string()))]
        };
        let rules = table(RULES, "Rules that found something", columns, self.counts.len(), line)
            .selected(Some(self.at.min(self.counts.len().saturating_sub(1))))
            .on_move(Message::Moved)
            .on_activate(Message::Opened)
            .row_height(TWO_LINES);
        Parts { title: None, table: card::sheet(rules), hint: text::hint("Enter shows what a rule found.").into() }
    }

    fn lines<'a>(&'a self, open: &'a Open, cx: &Context<'a>) -> Parts<'a> {
        let of = self.line(0).map(|said| (said.rule, said.severity));
        let says = of.map_or("", |(rule, _)| rule.info().says);
        let all = self.counts.get(self.at).map_or(0, |of| of.count);
        let title = of.map(|(rule, severity)| format!("{rule} · {} · {}", severity.word(), count(all, "finding"))).unwrap_or_default();
        let unlisted = all.saturating_sub(open.lines.len() as u64);
        let (total, cx) = (open.lines.len(), *cx);
        let line = move |at: usize| {
            let Some(said) = self.line(at) else { return Vec::new() };
            vec![cell(whose(said, &cx)).strong().under(place(said, &cx)).into(), cell(said.words.clone()).under(value(said)).into()]
        };
        let columns = vec![Column::new("Where", Length::FillPortion(2)), Column::new("What is wrong", Length::FillPortion(5))];
        let lines = table(LINES, "What the rule found", columns, total, line)
            .selected(Some(open.at.min(total.saturating_sub(1))))
            .on_move(Message::MovedLine)
            .on_activate(Message::Jump)
            .key(self.at)
            .row_height(TWO_LINES);
        let back = button("All rules").id(BACK).icon(Icon::ArrowLeft).on_press(Message::Back);
        let more = (unlisted > 0).then(|| text::hint(format!("{unlisted} more are counted and not listed. `wayhome check` prints them.")));
        let title = row![back, column![section(says), text::hint(title)].width(Length::Fill)].spacing(space::S12);
        let hint = column![]
            .push(self.line(open.at).map(|said| chosen(said, open.at, &cx)))
            .push(more)
            .push(text::hint("Enter goes to the record · Esc leads back to all rules"))
            .spacing(space::S8);
        Parts { title: Some(title.align_y(Alignment::Center).into()), table: card::sheet(lines), hint: hint.into() }
    }
}

/// The whole of a finding, and the way to its field.
fn chosen<'a>(said: &'a Said, at: usize, cx: &Context<'_>) -> Element<'a, Message> {
    let lead: Element<'_, Message> = match target(said, cx) {
        Some((_, _, Some(_))) => button("Go to the field").id("finding-jump").on_press(Message::Jump(at)).into(),
        Some(_) => {
            let go = button("Show the record").id("finding-jump").on_press(Message::Jump(at));
            row![go, text::hint(elsewhere(said))].spacing(space::S12).align_y(Alignment::Center).into()
        }
        None if said.owner.is_none() => text::hint("It belongs to no client. Correct it in your HMIS, or ask who wrote the file.").into(),
        None => text::hint("This client is not on this desk. Ask who wrote the file.").into(),
    };
    let guard = guard(said, cx).map(|words| finding(Severity::Stop, words));
    card(
        column![text::body(said.words.clone()), text::secondary(said.rule.info().advice)]
            .push(guard)
            .push(lead)
            .spacing(space::S8)
            .width(Length::Fill),
    )
}

/// What a form would refuse there: a program of another organization is corrected by that one (R-CTX-1). The check looks at all of them,
/// as whoever receives an export does.
fn guard(said: &Said, cx: &Context<'_>) -> Option<String> {
    let (owner, part, _) = target(said, cx)?;
    let refuses = matches!(part, Part::Answer { .. } | Part::Arose(..));
    let stay = cx.card(&owner)?.enrollments.into_iter().find(|stay| refuses && stay.id == said.stay)?;
    intake::context_guard(cx.agency, &stay.project, cx.organization()).map(|finding| finding.words)
}

/// Where a field is corrected that the record does not lead to by itself.
fn elsewhere(said: &Said) -> &'static str {
    match said.field.is_some_and(|field| occasion::is_kept_in(field.file)) {
        true => "Its field is not one of the form. Correct the record, or delete it and enter it where it belongs.",
        false => "This field has no form here. Correct it in your HMIS.",
    }
}

/// Who it is about, where the desk knows them; else the file.
fn whose(said: &Said, cx: &Context<'_>) -> String {
    let here = said.owner.as_ref().filter(|owner| cx.card(owner).is_some());
    here.map_or_else(|| said.file.to_string(), |owner| cx.client_name(owner))
}

/// The record, by its line or its id; and whose it is, where another organization's.
fn place(said: &Said, cx: &Context<'_>) -> String {
    let other = guard(said, cx).map_or("", |_| " · of another organization");
    let record = said.field.map_or_else(|| said.file.to_string(), |field| history::record(field.file));
    match said.line {
        Some(line) => format!("{record} · line {line}{other}"),
        None if said.id.is_empty() => record,
        None => format!("{record} · {}{other}", said.id),
    }
}

/// The field by its label, and what stands in it where that may be shown.
fn value(said: &Said) -> String {
    let label = said.field.map(|field| field.label().to_owned()).or_else(|| said.column.as_ref().map(ToString::to_string));
    match (label, said.value.as_str()) {
        (Some(label), "") => label,
        (Some(label), value) => format!("{label}: {}", said.field.map_or_else(|| value.to_owned(), |field| field.in_words(value))),
        (None, value) => value.to_owned(),
    }
}

/// The part of a record in which a finding can be looked at, and the field that has a form there.
fn target(said: &Said, cx: &Context<'_>) -> Option<(ClientId, Part, Option<FieldId>)> {
    let (owner, field) = said.owner.clone().filter(|owner| cx.card(owner).is_some()).zip(said.field)?;
    let (part, field) = match field.file {
        File::Client => (Part::Profile, client::fields().any(|f| f == field).then_some(field)),
        File::Event | File::Referral => (Part::Events(Some(EventId::new(&said.id))), Some(field)),
        File::Enrollment if field == at::enrollment::MOVE_IN_DATE => (Part::MoveIn(EnrollmentId::new(&said.id), Then::Home), Some(field)),
        _ if occasion::is_asked(field) => (Part::Arose(form::id(field), said.id.to_string()), Some(field)),
        file if occasion::is_kept_in(file) => (Part::Arose(form::id(field), said.id.to_string()), None),
        _ => match answer(said.rule, field) {
            Some(field) => {
                let (file, key) = said.row().unwrap_or((field.file, String::new()));
                (Part::Answer { field: form::id(field), file: file.info().name.to_owned(), key }, Some(field))
            }
            None => (Part::Enrollments, None),
        },
    };
    Some((owner, part, field))
}

/// The answer that mends a finding, where a workflow asks for it. A rule that misses answers says so of the day on which they are missing.
fn answer(rule: Rule, field: FieldId) -> Option<FieldId> {
    use at::{enrollment as e, exit as x, income_benefits as i};
    match (rule, field) {
        (Rule::R_INS_2, _) => Some(i::INCOME_FROM_ANY_SOURCE),
        (Rule::R_ANN_1, e::ENTRY_DATE) => Some(i::INFORMATION_DATE),
        (_, e::ENTRY_DATE | e::RELATIONSHIP_TO_HOH | x::EXIT_DATE) => Some(field),
        _ => (ask::UNIVERSAL.contains(&field) || ask::is_asked(field) || field.info().name == ask::INFORMATION_DATE).then_some(field),
    }
}

fn jump(said: &Said, cx: &Context<'_>) -> Action {
    match target(said, cx) {
        // Such a workflow puts the keyboard itself into the field.
        Some((client, part @ Part::Answer { .. }, _)) => Action::Go(Destination::Client(client, part)),
        Some((client, part, Some(field))) => Action::Point(client, part, field),
        Some((client, part, None)) => Action::Go(Destination::Client(client, part)),
        None => Action::None,
    }
}
