//! During the stay: what arose between project start and exit of one enrollment, the newest first, and one record of it open in its form.
//!
//! Which kinds there are, which program offers them and what is asked, the table of occasions says (`domain/occasion`); no line here knows
//! a grant.

mod form;

pub use form::drafted;

use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::Edit;
use crate::app::icon::Icon;
use crate::app::screen::client::foot::{Asks, STAY};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{badge, banner, button, card, letters, list};
use crate::domain::finding::{gravest_first, saved_but};
use crate::domain::intake::NOT_THEIRS;
use crate::domain::occasion::{Kind, Recorded, Stay, Told, Which};
use crate::domain::{Change, Chart, EnrollmentId, Entry, Severity, Text, date};
use form::Open;
use iced::widget::{column, row};
use iced::{Alignment, Length};

/// The records of a stay.
pub struct During {
    stay: EnrollmentId,
    at: usize,
    open: Option<Open>,
    /// Whether to delete it was asked from the list: who keeps it is there again.
    from_list: bool,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Moved to a record.
    Moved(usize),
    /// Opened one in the form.
    Opened(usize),
    /// Begins a new one of the kind of this HUD number, or goes on with it.
    New(&'static str),
    /// Begins one of the first kind that is offered.
    First,
    /// Edits a field, of the record or of this line of it.
    Edit(Option<usize>, Edit),
    /// Adds a line of this sort.
    AddLine(usize),
    /// Takes a line away.
    DropLine(usize),
    /// Saves, and closes the form.
    Save,
    /// Closes the form; what is typed is kept as a draft.
    Leave,
    /// Closes the form and gives up what is not saved; asks first, where something was typed.
    Cancel,
    /// Asks whether the record is to be deleted.
    Delete,
    /// Opens one in the form, and asks that of it.
    DeleteAt(usize),
    /// Does what was asked.
    Sure,
    /// Goes on in the form.
    Back,
    /// Gives up the draft that was taken up again.
    Discard,
    /// Opens the settings, where the organization is chosen.
    Settings,
}

/// The id of the list.
const LIST: &str = "occasions";
const LIST_KEYS: &str = "Enter in the list opens the record · Delete asks whether to delete it";
/// Of another organization's stay.
const LOOK_KEYS: &str = "Enter in the list opens the record, to be read";

/// The stay, as it is in the chart.
fn stay<'a>(chart: &'a Chart, id: &EnrollmentId, cx: &Context<'a>) -> Option<Stay<'a>> {
    Stay::of(chart, id, cx.agency, cx.organization(), cx.today())
}

/// How the enrollment's card leads here: how many records there are; none where there are none and the program offers none.
pub fn count(chart: &Chart, id: &EnrollmentId, cx: &Context<'_>) -> Option<usize> {
    let stay = stay(chart, id, cx)?;
    let recorded = stay.recorded().len();
    (recorded > 0 || !stay.offered().is_empty()).then_some(recorded)
}

/// True where something was typed into a form of this stay and not saved.
pub fn is_begun(id: &EnrollmentId, cx: &Context<'_>) -> bool {
    let of = format!("/{id}/");
    cx.drafts.iter().any(|name| name.starts_with(form::DRAFTS) && name.contains(&of))
}

/// What is said on the enrollment's card of a first contact that is due (R-CLS-2); none where none is.
pub fn due(chart: &Chart, id: &EnrollmentId, cx: &Context<'_>) -> Option<&'static str> {
    let contact = stay(chart, id, cx).filter(|stay| stay.guard().is_none())?.first_contact();
    contact.map(|_| "The current living situation of the first day is missing. Enter it under During the stay.")
}

impl During {
    /// The list, or one record in its form; none where the client has no such enrollment any more.
    pub fn new(
        id: &EnrollmentId,
        which: Option<&Which>,
        chart: &Chart,
        drafts: &[(String, Text)],
        cx: &Context<'_>,
    ) -> Option<(Self, Action)> {
        let stay = stay(chart, id, cx)?;
        let mut during = Self { stay: id.clone(), at: 0, open: None, from_list: false };
        let opened = which.and_then(|which| Some((which.kind()?, which.key.as_deref())));
        let action = match opened.and_then(|(kind, key)| Open::of(kind, key, &stay, drafts)) {
            Some(open) => during.begin(open, &stay),
            // Who comes here mostly adds something.
            None => Action::Focus(stay.offered().first().map_or_else(|| list_or_menu(&stay), |kind| add_id(kind))),
        };
        Some((during, action))
    }

    fn begin(&mut self, open: Open, stay: &Stay<'_>) -> Action {
        // What belongs to another organization is read.
        let first = if stay.guard().is_some() { "cancel".to_owned() } else { open.first() };
        (self.open, self.from_list) = (Some(open), false);
        Action::Focus(first)
    }

    /// Which stay it is.
    pub fn stay(&self) -> &EnrollmentId {
        &self.stay
    }

    /// Which record is open in its form.
    pub fn which(&self) -> Option<Which> {
        self.open.as_ref().map(Open::which)
    }

    /// What is half typed.
    pub fn draft(&self) -> Option<(String, Text)> {
        self.open.as_ref().and_then(Open::unkept)
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, chart: &Chart, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        let Some(stay) = stay(chart, &self.stay, cx) else { return Action::Caution(NOT_THEIRS.to_owned()) };
        match message {
            Message::Moved(at) => self.at = at,
            Message::Opened(at) => {
                self.at = at;
                let recorded = stay.recorded();
                let open = recorded.get(at).and_then(|one| Open::of(one.kind, Some(&one.key), &stay, drafts));
                return open.map_or(Action::None, |open| self.begin(open, &stay));
            }
            Message::DeleteAt(at) => {
                self.at = at;
                if let Some(finding) = stay.guard() {
                    return Action::Hint(finding.words);
                }
                let recorded = stay.recorded();
                let open = recorded.get(at).and_then(|one| Open::of(one.kind, Some(&one.key), &stay, drafts));
                let Some(open) = open else { return Action::None };
                (self.open, self.from_list) = (Some(open), true);
                return self.ask(Asks::Delete);
            }
            Message::First => {
                let open = stay.offered().first().and_then(|kind| Open::of(kind, None, &stay, drafts));
                return open.map_or(Action::None, |open| self.begin(open, &stay));
            }
            Message::New(id) => {
                let open = Kind::of(id).and_then(|kind| Open::of(kind, None, &stay, drafts));
                return open.map_or(Action::None, |open| self.begin(open, &stay));
            }
            Message::Settings => return Action::Settings(true),
            Message::Edit(_, Edit::Help(field)) => return Action::Help(field),
            Message::Edit(line, edit) => {
                // Who types in it did not come for the question alone.
                self.from_list = false;
                return self.open.as_mut().map_or(Action::None, |open| open.edit(line, edit));
            }
            Message::AddLine(sort) => return self.open.as_mut().map_or(Action::None, |open| open.add_line(sort)),
            Message::DropLine(at) => return self.open.as_mut().map_or(Action::None, |open| open.drop_line(at)),
            Message::Save => return self.save(&stay, cx),
            Message::Leave => {
                let Some(open) = self.open.take() else { return Action::None };
                let kept = open.unkept().map_or(Action::None, |(name, text)| Action::Draft(name, Some(text)));
                return kept.and(to_list(&stay));
            }
            Message::Cancel if self.draft().is_some() => return self.ask(Asks::GiveUp),
            Message::Delete if stay.guard().is_none() => return self.ask(Asks::Delete),
            Message::Delete => {}
            Message::Sure if self.open.as_ref().is_some_and(|open| open.asks == Some(Asks::Delete)) => return self.remove(&stay, cx),
            Message::Cancel | Message::Sure => {
                let Some(mut open) = self.open.take() else { return Action::None };
                return open.undraft().and(to_list(&stay));
            }
            Message::Back if self.from_list => {
                self.open = None;
                return to_list(&stay);
            }
            Message::Back => {
                let Some(open) = self.open.as_mut() else { return Action::None };
                open.asks = None;
                return Action::Focus("cancel".to_owned());
            }
            Message::Discard => {
                let Some(open) = self.open.as_mut() else { return Action::None };
                let undrafted = open.undraft();
                let anew = Open::of(open.kind, open.key.as_deref(), &stay, &[]);
                return undrafted.and(anew.map_or(Action::None, |open| self.begin(open, &stay)));
            }
        }
        Action::None
    }

    fn ask(&mut self, what: Asks) -> Action {
        let Some(open) = self.open.as_mut() else { return Action::None };
        open.asks = Some(what);
        Action::Focus(STAY.to_owned())
    }

    fn save(&mut self, stay: &Stay<'_>, cx: &Context<'_>) -> Action {
        let Some(open) = &mut self.open else { return Action::None };
        if let Some(finding) = stay.guard() {
            return Action::Caution(finding.words);
        }
        match stay.record(open.kind, &open.record(cx.today()), open.key.as_deref(), cx.seed, &cx.stamp()) {
            Ok(plan) if plan.is_empty() => {
                let action = open.undraft().and(Action::Hint("Nothing was changed.".to_owned()));
                self.open = None;
                action.and(to_list(stay))
            }
            Ok(mut plan) => {
                open.concerns = gravest_first(plan.findings.into_iter().filter(|f| f.severity != Severity::Note).collect());
                // The draft goes with the save: both or neither.
                plan.commit.changes.push(Change::Draft { name: open.name(), after: None });
                Action::Save(Box::new(plan.commit))
            }
            Err(found) => {
                open.show_all();
                let first = found.iter().find(|told| told.finding.severity == Severity::Stop);
                first.map_or(Action::None, |told| Action::Focus(self::control(told)))
            }
        }
    }

    fn remove(&mut self, stay: &Stay<'_>, cx: &Context<'_>) -> Action {
        let Some((open, key)) = self.open.as_mut().and_then(|open| Some((open.key.clone()?, open)).map(|(key, open)| (open, key))) else {
            return Action::None;
        };
        match stay.remove(open.kind, &key, &cx.stamp()) {
            Ok(mut plan) => {
                open.concerns.clear();
                plan.commit.changes.push(Change::Draft { name: open.name(), after: None });
                Action::Save(Box::new(plan.commit))
            }
            Err(found) => {
                open.asks = None;
                let caution = Action::Caution(found.first().map(|told| told.finding.words.clone()).unwrap_or_default());
                if !self.from_list {
                    return caution;
                }
                self.open = None;
                caution.and(to_list(stay))
            }
        }
    }

    /// The save is on the disk. Says also which draft went with it.
    pub fn saved(&mut self, chart: &Chart, cx: &Context<'_>) -> (Action, String) {
        let (Some(open), Some(stay)) = (self.open.take(), stay(chart, &self.stay, cx)) else { return (Action::None, String::new()) };
        // The cursor stays on the one that was corrected, and after a deleted one on its place; after a new one it begins at the top.
        let recorded = stay.recorded();
        let place = |key: &String| recorded.iter().position(|one| one.key == *key).unwrap_or(self.at.min(recorded.len().saturating_sub(1)));
        self.at = open.key.as_ref().map_or(0, place);
        let said = saved_but("Saved", &open.concerns);
        (said.map_or(Action::None, Action::Caution).and(to_list(&stay)), open.name())
    }

    /// The part.
    pub fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        let Some(stay) = stay(chart, &self.stay, cx) else {
            return text::secondary(NOT_THEIRS).into();
        };
        match &self.open {
            Some(open) => open.view(&stay, cx),
            None => self.list(&stay, cx),
        }
    }

    fn list<'a>(&'a self, stay: &Stay<'a>, cx: &Context<'a>) -> Element<'a, Message> {
        let recorded = stay.recorded();
        let mut head = column![section("During the stay"), program(stay, cx)].spacing(space::S4);
        if let Some(finding) = stay.guard() {
            head = head.push(banner(Tone::Warn, finding.words, Some(("Settings", Message::Settings))));
        } else if let Some(contact) = stay.first_contact() {
            let words = "No current living situation is recorded on the day of the project start. Enter where the client stayed.";
            head = head.push(banner(Tone::Info, words, Some(("Enter it", Message::New(contact.id)))));
        }
        let add = stay.offered().into_iter().map(|kind| {
            let new = form::draft_name(&self.stay, kind, None);
            let begun = cx.drafts.iter().any(|name| *name == new || form::is_orphan(name, kind, stay));
            let label = format!("{}{}", if begun { "Continue: " } else { "Add " }, kind.name);
            button(label).id(add_id(kind)).icon(Icon::Plus).on_press(Message::New(kind.id)).into()
        });
        let page = column![head, row(add).spacing(space::S8).wrap()].spacing(space::S16).width(Length::Fill);
        let adds = stay.offered().first().map(|kind| format!("A adds {}", kind.name));
        let by_letter = |key| (key == 'a').then_some(Message::First);
        if recorded.is_empty() {
            let nothing = text::secondary("Nothing is recorded yet between project start and exit.");
            return letters(card(page.push(nothing).push(adds.map(text::hint))), by_letter);
        }
        let lines = recorded.iter().map(|one| line(one, &self.stay, cx)).collect();
        let rows = list(LIST, "During the stay", lines, Some(self.at.min(recorded.len() - 1)))
            .on_move(Message::Moved)
            .on_activate(Message::Opened)
            .on_delete(Message::DeleteAt)
            .keys(recorded.iter().map(|one| (one.kind.id, &one.key)));
        let list_keys = if stay.guard().is_some() { LOOK_KEYS } else { LIST_KEYS };
        let keys = adds.into_iter().chain([list_keys.to_owned()]).collect::<Vec<_>>().join(" · ");
        letters(card(page.push(rows).push(text::hint(keys))), by_letter)
    }
}

/// Which stay it is, in a line.
fn program<'a>(stay: &Stay<'a>, cx: &Context<'a>) -> Element<'a, Message> {
    let since = date::us(&stay.row.entry_date.text());
    text::secondary(format!("{} · Project start {since}", cx.agency.project_name(stay.row.project_id.as_str()))).into()
}

/// The control that a finding is about.
fn control(told: &Told) -> String {
    told.line.map_or_else(|| crate::app::form::id(told.finding.field), |at| crate::app::form::member_id(at, told.finding.field))
}

fn line<'a>(one: &Recorded, stay: &EnrollmentId, cx: &Context<'a>) -> Element<'a, Message> {
    let what = (!one.what.is_empty()).then(|| text::hint(one.what.clone()));
    let typed = cx.drafts.contains(&form::draft_name(stay, one.kind, Some(&one.key)));
    row![
        text::body(one.on.map(date::show).unwrap_or_default()).width(90),
        column![text::strong(one.kind.name)].push(what).spacing(space::S4).width(Length::Fill),
    ]
    .push(typed.then(|| badge("Not saved yet", Tone::Warn)))
    .spacing(space::S16)
    .align_y(Alignment::Center)
    .into()
}

/// Back to the list; where nothing is recorded yet, to what can be added first.
fn to_list(stay: &Stay<'_>) -> Action {
    let first = stay.offered().first().filter(|_| stay.recorded().is_empty()).map(|kind| add_id(kind));
    Action::Focus(first.unwrap_or_else(|| list_or_menu(stay)))
}

/// The list; where it is empty, the menu.
fn list_or_menu(stay: &Stay<'_>) -> String {
    if stay.recorded().is_empty() { "menu-enrollments" } else { LIST }.to_owned()
}

/// The id of the button that begins a new record of a kind.
fn add_id(kind: &Kind) -> String {
    format!("add-{}", kind.id)
}
