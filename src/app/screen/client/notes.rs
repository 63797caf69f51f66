//! Case notes: what the organization writes down about a client for itself, the newest first and each to be read whole; one of them open
//! in its form.

mod form;

pub use form::drafted;

use super::foot::{Asks, STAY};
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::{self as fields, Edit};
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{arrives, badge, begins, button, card, list};
use crate::domain::hud::CaseNote;
use crate::domain::note::{self, Which};
use crate::domain::words::count;
use crate::domain::{Change, Chart, Entry as _, Severity, Text, at, date};
use form::Open;
use iced::Length;
use iced::widget::{column, row};

/// The notes of a client.
pub struct Notes {
    at: usize,
    /// Every note is shown, not the newest alone.
    all: bool,
    open: Option<Open>,
    /// Whether to delete it was asked from the list: who keeps it is there again.
    from_list: bool,
    /// The key of the note that is being saved.
    saves: Option<String>,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Moved to a note.
    Moved(usize),
    /// Opened one.
    Opened(usize),
    /// Begins a new one, or goes on with it.
    New,
    /// Typed into a new one before its field had the keyboard: on the list, or since.
    Typed(Letter),
    /// Shows the older ones too.
    All,
    /// Edits a field.
    Edit(Edit),
    /// Saves, and closes the form.
    Save,
    /// Closes the form; what is typed is kept as a draft.
    Leave,
    /// Closes the form and gives up what is not saved; asks first, where something was typed.
    Cancel,
    /// Asks whether the note is to be deleted.
    Delete,
    /// Opens one, and asks that of it.
    DeleteAt(usize),
    /// Does what was asked.
    Sure,
    /// Goes on in the form.
    Back,
    /// Gives up the draft that was taken up again.
    Discard,
}

/// A letter of a note. It does not show itself.
#[derive(Clone, Copy)]
pub struct Letter(pub char);

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Letter")
    }
}

/// The id of the list.
const LIST: &str = "notes";
/// The id of the button that begins a new note.
const ADD: &str = "add-note";
/// How a new note begins.
const KEYS: &str = "Type, and a new note begins with it";
/// So many notes are shown at first.
const NEWEST: usize = 50;

impl Notes {
    /// The list, or one note in its form.
    pub fn new(which: Option<&Which>, chart: &Chart, drafts: &[(String, Text)], cx: &Context<'_>) -> (Self, Action) {
        let mut notes = Self { at: 0, all: false, open: None, from_list: false, saves: None };
        let open = which.and_then(|which| Open::of(which.clone(), chart, drafts, cx));
        let action = open.map_or_else(|| to_list(chart), |open| notes.begin(open));
        (notes, action)
    }

    fn begin(&mut self, open: Open) -> Action {
        let first = open.first();
        (self.open, self.from_list) = (Some(open), false);
        Action::Focus(first)
    }

    /// Which note is open in its form.
    pub fn which(&self) -> Option<Which> {
        self.open.as_ref().map(|open| open.which.clone())
    }

    /// True where the note on show can be changed.
    pub fn edits(&self) -> bool {
        self.open.as_ref().is_some_and(|open| !open.is_closed())
    }

    /// What is half typed.
    pub fn draft(&self) -> Option<(String, Text)> {
        self.open.as_ref().and_then(Open::unkept)
    }

    /// What is to become of the draft when the form is left: it is kept, or ends where nothing differs any more.
    pub fn to_keep(&self) -> Option<(String, Option<Text>)> {
        self.open.as_ref().and_then(Open::to_keep)
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, chart: &Chart, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        match message {
            Message::Moved(at) => self.at = at,
            Message::Opened(at) => {
                self.at = at;
                let which = note::notes(chart).get(at).map(|note| Which::Kept(note.case_note_id.as_str().to_owned()));
                return which.map_or(Action::None, |which| self.open(which, chart, drafts, cx));
            }
            Message::DeleteAt(at) if note::notes(chart).get(at).is_some_and(|kept| note::is_closed(kept)) => {
                self.at = at;
                return Action::Hint("This note is read only, so it cannot be deleted.".to_owned());
            }
            Message::DeleteAt(at) => {
                let opened = self.update(Message::Opened(at), chart, drafts, cx);
                return match &self.open {
                    None => opened,
                    Some(_) => {
                        self.from_list = true;
                        self.ask(Asks::Delete)
                    }
                };
            }
            Message::New if self.which() == Some(Which::New) => {}
            Message::New => {
                // What is half typed in the note on show is kept as a draft.
                let left = self.leave();
                return left.and(self.open(Which::New, chart, drafts, cx));
            }
            Message::Typed(Letter(letter)) => {
                let begun = self.update(Message::New, chart, drafts, cx);
                return self.open.as_mut().map_or(Action::None, |open| begun.and(open.append(letter)));
            }
            Message::All => {
                self.all = true;
                self.at = NEWEST;
                return Action::Focus(LIST.to_owned());
            }
            Message::Edit(Edit::Help(field)) => return Action::Help(field),
            Message::Edit(edit) => {
                // Who types in it did not come for the question alone.
                self.from_list = false;
                return self.open.as_mut().map_or(Action::None, |open| open.edit(edit));
            }
            Message::Save => return self.save(chart, cx),
            Message::Leave => return self.leave().and(to_list(chart)),
            Message::Cancel if self.draft().is_some() => return self.ask(Asks::GiveUp),
            Message::Delete => return self.ask(Asks::Delete),
            Message::Sure if self.open.as_ref().is_some_and(|open| open.asks == Some(Asks::Delete)) => return self.remove(cx),
            Message::Cancel | Message::Sure => {
                let Some(mut open) = self.open.take() else { return Action::None };
                return open.undraft().and(to_list(chart));
            }
            Message::Back if self.from_list => {
                self.open = None;
                return to_list(chart);
            }
            Message::Back => {
                let Some(open) = self.open.as_mut() else { return Action::None };
                open.asks = None;
                return Action::Focus("cancel".to_owned());
            }
            Message::Discard => {
                let Some(open) = self.open.as_mut() else { return Action::None };
                let (undrafted, which) = (open.undraft(), open.which.clone());
                return undrafted.and(self.open(which, chart, &[], cx));
            }
        }
        Action::None
    }

    fn open(&mut self, which: Which, chart: &Chart, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        Open::of(which, chart, drafts, cx).map_or(Action::None, |open| self.begin(open))
    }

    fn leave(&mut self) -> Action {
        let kept = self.to_keep().map_or(Action::None, |(name, text)| Action::Draft(name, text));
        self.open = None;
        kept
    }

    fn ask(&mut self, what: Asks) -> Action {
        let Some(open) = self.open.as_mut() else { return Action::None };
        open.asks = Some(what);
        Action::Focus(STAY.to_owned())
    }

    fn save(&mut self, chart: &Chart, cx: &Context<'_>) -> Action {
        let Some(open) = self.open.as_mut().filter(|open| !open.is_closed()) else { return Action::None };
        let kept = open.kept.as_ref();
        match note::write(open.record(cx.today()), kept, chart, &Text::new(&cx.worker.name), cx.seed, &cx.stamp()) {
            Ok(mut plan) => {
                self.saves = plan.commit.changes.iter().find_map(|change| Some(change.of_row()?.key.as_str().to_owned()));
                // The draft goes with the save: both or neither.
                plan.commit.changes.push(Change::Draft { name: open.name(), after: None });
                Action::Save(Box::new(plan.commit))
            }
            Err(found) => {
                open.show_all();
                let first = found.iter().find(|found| found.severity == Severity::Stop);
                first.map_or(Action::None, |found| Action::Focus(fields::id(found.field)))
            }
        }
    }

    fn remove(&mut self, cx: &Context<'_>) -> Action {
        let Some(open) = &mut self.open else { return Action::None };
        let Some(Ok(mut plan)) = open.kept.as_ref().map(|kept| note::remove(kept, &cx.stamp())) else { return Action::None };
        plan.commit.changes.push(Change::Draft { name: open.name(), after: None });
        Action::Save(Box::new(plan.commit))
    }

    /// The save is on the disk. Says also which draft went with it.
    pub fn saved(&mut self, chart: &Chart) -> (Action, String) {
        let Some(open) = self.open.take() else { return (Action::None, String::new()) };
        let saved = self.saves.take();
        let place = saved.and_then(|key| note::notes(chart).iter().position(|note| note.case_note_id.as_str() == key));
        self.at = place.unwrap_or(self.at);
        (to_list(chart), open.name())
    }

    /// The part.
    pub fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        match &self.open {
            Some(open) => arrives(open.view(chart, cx), fields::id(at::case_note::NOTE), typed),
            None => begins(self.list(chart, cx), begin, typed),
        }
    }

    fn list<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        let notes = note::notes(chart);
        let about = "They stay with your organization: no export has them, and the HMIS is not told of them.";
        let begun = form::is_begun(chart, cx);
        let add = button(if begun { "Continue: new case note" } else { "Add case note" })
            .id(ADD)
            .icon(Icon::Plus)
            .hint(shortcut::hint(Command::Notes));
        let page = column![column![section("Case Notes"), text::secondary(about)].spacing(space::S4), add.on_press(Message::New)]
            .spacing(space::S16)
            .width(Length::Fill);
        if notes.is_empty() {
            return card(page.push(text::secondary("No case note yet.")).push(text::hint(KEYS)));
        }
        let shown = if self.all { notes.len() } else { notes.len().min(NEWEST) };
        let lines = notes.iter().take(shown).map(|note| line(note, chart, cx)).collect();
        let rows = list(LIST, "Case Notes", lines, Some(self.at.min(shown - 1)))
            .on_move(Message::Moved)
            .on_activate(Message::Opened)
            .on_delete(Message::DeleteAt);
        let more = (shown < notes.len()).then(|| {
            let words = format!("Show {} too", count(notes.len() - shown, "older note"));
            button(words).id("all-notes").on_press(Message::All)
        });
        let keys = column![text::hint("Enter opens the note · Delete asks whether to delete it"), text::hint(KEYS)].spacing(space::S4);
        card(page.push(rows).push(more).push(keys))
    }
}

/// A note: when, about what, by whom; below it all of its text.
fn line<'a>(note: &'a CaseNote, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
    let typed = cx.drafts.contains(&form::draft_name(chart, &Which::Kept(note.case_note_id.as_str().to_owned())));
    let head =
        row![text::strong(date::us(&note.note_date.text())), text::secondary(form::about_and_by(note, chart, cx)).width(Length::Fill),]
            .push(typed.then(|| badge("Not saved yet", Tone::Warn)))
            .push(note::is_closed(note).then(|| badge("Read only", Tone::Neutral)))
            .spacing(space::S12);
    let said = text::body(cx.in_words(at::case_note::NOTE, note.note.as_str())).width(Length::Fill);
    column![head, said].spacing(space::S4).padding([space::S4, 0.0]).into()
}

/// What the first letter means on the list: it begins a note, whichever it is. Nobody who begins to write takes something back by it.
fn begin(letter: char) -> Option<Message> {
    (!letter.is_whitespace()).then(|| typed(letter))
}

fn typed(letter: char) -> Message {
    Message::Typed(Letter(letter))
}

/// Back to the list; where there is no note yet, to what begins one.
fn to_list(chart: &Chart) -> Action {
    Action::Focus(if note::notes(chart).is_empty() { ADD } else { LIST }.to_owned())
}
