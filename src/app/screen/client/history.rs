//! History: every save that changed the client's records, the newest first; one of them in detail; the record as it was then; and taking
//! one back.

mod undoing;
mod words;
mod written;

pub use words::told as in_words;

use crate::app::Element;
use crate::app::action::{Action, Failure};
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::perform::{FoundUndo, Past, Told};
use crate::app::screen::help::pages::Spot;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::banner_id;
use crate::app::widget::badge::section;
use crate::app::widget::table::WRAPPED;
use crate::app::widget::{Column, badge, banner, button, card, cell, date, field, letters, spoken, table};
use crate::domain::history::{Unclear, chart_as_of, undone_by};
use crate::domain::naming::Records;
use crate::domain::{Change, Chart, ClientId, Day, Text, date as days, words::count};
use crate::store::Entry;
use iced::Length;
use iced::widget::{column, container, row};
use std::collections::BTreeSet;
use undoing::Undoing;

/// The history of a client.
#[derive(Debug)]
pub struct History {
    client: ClientId,
    /// The newest first; none until they are read.
    entries: Option<Vec<Told>>,
    /// Of those who are told of too, so that their records have names.
    others: Vec<Chart>,
    /// Saves that a later one took back.
    undone: BTreeSet<u64>,
    at: usize,
    day: Typed,
    face: Face,
}

/// What of it is on show.
#[derive(Debug)]
enum Face {
    List,
    /// One save.
    Save(usize),
    /// The record as it was.
    Then(Box<Then>),
    /// About to take a save back.
    Undo(Box<Undoing>),
}

/// The record after one of its saves.
#[derive(Debug)]
struct Then {
    chart: Result<Option<Chart>, Unclear>,
    words: String,
}

/// What was typed: it may say anything, so it does not show itself.
#[derive(Clone, Default, PartialEq)]
pub struct Typed(pub String);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed")
    }
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// The saves are here.
    Read(Result<Past, Failure>),
    /// Moved to a save.
    Moved(usize),
    /// Opened a save.
    Opened(usize),
    /// Pressed a letter on a save: U or S.
    Pressed(char, usize),
    /// Typed the day.
    Day(Typed),
    /// Shows the record as it was at the end of that day.
    ShowDay,
    /// Shows the record as it was after the save that is open.
    ShowSave,
    /// Begins to take back the save that is open.
    Begin,
    /// What the undo of this save would write, or what stands against it.
    Found(u64, Result<FoundUndo, Failure>),
    /// Moved in the preview.
    MovedPreview(usize),
    /// Typed the reason.
    Reason(Typed),
    /// Ticked that whole clients are to leave the desk, or not.
    Sure(bool),
    /// Left the reason.
    ReasonLeft,
    /// Writes the undo.
    Save,
    /// Gives the undo up.
    Cancel,
    /// Back from what is open.
    Back,
}

/// The table's id, and that of the day.
const LIST: &str = "history";
const DAY: &str = "history-day";
/// The words of the button that leads back from an earlier state.
const NOW: &str = "Back to the record as it is now";
/// Widths of the columns whose content has a known length, px.
const WHEN: f32 = 132.0;
const NUMBER: f32 = 64.0;
/// Narrower than this, px, a page leaves no room for who saved.
const WIDE: f32 = 760.0;
/// What stands around the table, px; and the line of the menu, where it stands above.
const AROUND: f32 = 222.0;
const MENU: f32 = 50.0;

impl History {
    /// The history, and the wish for it.
    pub fn new(client: &ClientId, cx: &Context<'_>) -> (Self, Action) {
        let history = Self {
            client: client.clone(),
            entries: None,
            others: Vec::new(),
            undone: BTreeSet::new(),
            at: 0,
            day: Typed::default(),
            face: Face::List,
        };
        (history, Action::Past(client.clone(), cx.directory.ever_with(client)))
    }

    /// What is on screen, for its help page.
    pub fn spot(&self) -> Spot {
        match &self.face {
            Face::List | Face::Save(_) => Spot::History,
            Face::Then(_) => Spot::Then,
            Face::Undo(_) => Spot::Undo,
        }
    }

    /// A reason that is half typed.
    pub fn draft(&self) -> Option<(String, Text)> {
        match &self.face {
            Face::Undo(undoing) => undoing.draft(),
            _ => None,
        }
    }

    /// True where Esc closes something of it.
    pub fn is_open(&self) -> bool {
        !matches!(self.face, Face::List)
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        match message {
            Message::Read(Ok(past)) => {
                self.undone = undone(&past.saves);
                (self.entries, self.others) = (Some(past.saves), past.others);
                Action::Focus(LIST.to_owned())
            }
            Message::Read(Err(failure)) => Action::Fail(failure),
            Message::Moved(at) => {
                self.at = at;
                Action::None
            }
            Message::Opened(at) => self.open(at),
            Message::Pressed('s', at) => {
                self.at = at;
                self.face = Face::Save(at);
                self.show_save()
            }
            Message::Pressed(_, at) => {
                self.at = at;
                self.face = Face::Save(at);
                self.begin(drafts, cx)
            }
            Message::Day(day) => {
                self.day = day;
                Action::None
            }
            Message::ShowDay => match days::typed(&self.day.0, cx.today()) {
                Some(day) => self.show_day(day),
                None => Action::Focus(DAY.to_owned()).and(Action::Hint("Enter the day first, such as 11/22/2026.".to_owned())),
            },
            Message::ShowSave => self.show_save(),
            Message::Begin => self.begin(drafts, cx),
            // An answer to an undo that was given up is not shown under the title of another.
            Message::Found(sequence, _) if !matches!(&self.face, Face::Undo(undoing) if undoing.is_of(sequence)) => Action::None,
            Message::Found(_, Err(failure)) => self.back().and(Action::Fail(failure)),
            Message::Back => self.back(),
            message => match &mut self.face {
                Face::Undo(undoing) if matches!(message, Message::Cancel) => {
                    let gone = undoing.undraft();
                    gone.and(self.back())
                }
                Face::Undo(undoing) => undoing.update(message, cx),
                _ => Action::None,
            },
        }
    }

    /// What the save is called that is about to be taken back.
    pub fn undoing(&self) -> Option<&str> {
        if let Face::Undo(undoing) = &self.face { Some(undoing.what()) } else { None }
    }

    /// What a save is called; of an undo also what it took back, as that is called: `Undo of save 21: Referral result`.
    fn named(&self, entry: &Entry) -> String {
        let what = entry.commit.what.as_str();
        // A save takes back an earlier one, whatever its name says.
        let undone = undone_by(what).filter(|of| *of < entry.sequence);
        let undone = undone.and_then(|of| self.entries.as_ref()?.iter().find(|told| told.entry.sequence == of));
        undone.map_or_else(|| what.to_owned(), |told| format!("{what}: {}", self.named(&told.entry)))
    }

    fn entry(&self, at: usize) -> Option<&Told> {
        self.entries.as_ref()?.get(at)
    }

    /// The save that is open.
    fn opened(&self) -> Option<&Told> {
        match &self.face {
            Face::Save(at) => self.entry(*at),
            _ => None,
        }
    }

    fn open(&mut self, at: usize) -> Action {
        if self.entry(at).is_none() {
            return Action::None;
        }
        self.at = at;
        self.face = Face::Save(at);
        Action::Focus("history-then".to_owned())
    }

    fn back(&mut self) -> Action {
        let draft = self.draft().map_or(Action::None, |(name, text)| Action::Draft(name, Some(text)));
        let face = std::mem::replace(&mut self.face, Face::List);
        match face {
            Face::Undo(_) => draft.and(self.open(self.at)),
            Face::List | Face::Save(_) | Face::Then(_) => Action::Focus(LIST.to_owned()),
        }
    }

    fn show_save(&mut self) -> Action {
        let Some(Told { entry, .. }) = self.opened() else { return Action::None };
        let (sequence, when) = (entry.sequence, days::when(entry.at));
        self.show(format!("This is the record as it was after save {sequence} of {when}."), |entry| entry.sequence <= sequence)
    }

    fn show_day(&mut self, day: Day) -> Action {
        self.show(format!("This is the record as it was at the end of {}.", days::show(day)), |entry| entry.at.date() <= day)
    }

    fn show(&mut self, words: String, then: impl Fn(&Entry) -> bool) -> Action {
        let Some(entries) = &self.entries else { return Action::None };
        let own = entries.iter().rev().filter(|told| told.of.is_empty()).map(|told| &told.entry);
        let chart = chart_as_of(&self.client, own.take_while(|entry| then(entry)).map(Entry::past));
        let words = format!("{words} Read only.");
        let focus = Action::Focus(banner_id(NOW, &words));
        self.face = Face::Then(Box::new(Then { chart, words }));
        focus
    }

    fn begin(&mut self, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        let Some(Told { entry, .. }) = self.opened() else { return Action::None };
        if cx.read_only {
            return Action::Hint("These records can only be read, so nothing is undone.".to_owned());
        }
        let undoing = Undoing::new(entry.sequence, &self.named(entry), drafts);
        let sequence = entry.sequence;
        self.face = Face::Undo(Box::new(undoing));
        Action::Undo(sequence)
    }

    /// The part.
    pub fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        let records = Records::of(chart, cx.book()).with(&self.others);
        match &self.face {
            Face::List => self.list(records, cx),
            Face::Save(at) => self.entry(*at).map_or_else(|| self.list(records, cx), |told| self.save(told, &records, cx.read_only)),
            Face::Then(then) => then.view(cx),
            Face::Undo(undoing) => undoing.view(records, cx),
        }
    }

    fn list<'a>(&'a self, records: Records<'a>, cx: &Context<'a>) -> Element<'a, Message> {
        let page = column![section("History")].spacing(space::S12).width(Length::Fill);
        let Some(entries) = &self.entries else { return card(page.push(text::secondary("Reading the journal…"))) };
        if entries.is_empty() {
            return card(page.push(text::secondary("Nothing was saved about this client on this desk yet.")));
        }
        let wide = cx.room.page.width >= WIDE;
        // Who did it is asked more often than which number it has, which stands in the save too.
        let what = Column::new("What for, and what changed", Length::FillPortion(if wide { 4 } else { 3 }));
        let mut columns = vec![Column::new("When", WHEN), what, Column::new("Who", Length::FillPortion(1))];
        columns.extend(wide.then(|| Column::new("Save", NUMBER).right()));
        let total = entries.len();
        let line = move |at: usize| self.entry(at).map(|told| self.line(told, wide, &records)).unwrap_or_default();
        let list = table(LIST, "Saves, the newest first", columns, total, line)
            .selected(Some(self.at.min(total - 1)))
            .on_move(Message::Moved)
            .on_activate(Message::Opened)
            .on_key(|key, at| {
                let key = key.to_ascii_lowercase();
                matches!(key, 'u' | 's').then_some(Message::Pressed(key, at))
            })
            .row_height(WRAPPED);
        let around = if cx.narrow() { AROUND + MENU } else { AROUND };
        let high = (cx.room.page.height - around).max(WRAPPED * 4.0);
        let lead = if total > 1 { format!("{}, the newest first.", count(total, "save")) } else { "One save.".to_owned() };
        let others = entries.iter().any(|told| !told.of.is_empty());
        let lead = lead + if others { " What was saved of others in the household alone bears their names." } else { "" };
        let day = date(DAY, "As of the end of", self.day.0.clone(), cx.today())
            .range(None, Some(cx.today()))
            .on_input(|text| Message::Day(Typed(text)))
            .on_submit(Message::ShowDay);
        let show = button("Show the record").id("history-show").icon(Icon::History).on_press(Message::ShowDay);
        // Below the day: beside it stands what the field says of the day.
        let asks = column![field("As of the end of", day), show].spacing(space::S8).max_width(space::FORM);
        let keys = text::hint("Enter opens a save · S shows the record as it was then · U undoes the save");
        column![page.push(text::hint(lead)), container(card::sheet(list)).max_height(high), keys, asks]
            .spacing(space::S12)
            .width(Length::Fill)
            .into()
    }

    /// What a save was for, and of whom where it is not of this client.
    fn titled(&self, told: &Told, records: &Records<'_>) -> String {
        let what = self.named(&told.entry);
        if told.of.is_empty() {
            return what;
        }
        let names: Vec<String> = told.of.iter().map(|client| records.client_name(client)).collect();
        format!("{what} · of {}", names.join(", "))
    }

    fn line<'a>(&self, told: &Told, wide: bool, records: &Records<'_>) -> Vec<Element<'a, Message>> {
        let entry = &told.entry;
        let undone = if self.undone.contains(&entry.sequence) { " · undone" } else { "" };
        let what = cell(format!("{}{undone}", self.titled(told, records))).strong().under(words::summary(&entry.commit, records)).wrap();
        let when = cell(days::show(entry.at.date())).under(days::time(entry.at));
        let number = || spoken(format!("save {}", entry.sequence), cell(entry.sequence.to_string()));
        let mut cells = vec![when.into(), what.into(), cell(entry.worker.name.clone()).wrap().into()];
        cells.extend(wide.then(number));
        cells
    }

    fn save<'a>(&'a self, told: &'a Told, records: &Records<'a>, read_only: bool) -> Element<'a, Message> {
        let entry = &told.entry;
        let undone = self.undone.contains(&entry.sequence);
        let head =
            row![container(section(self.titled(told, records))).width(Length::Fill)].push(undone.then(|| badge("Undone", Tone::Neutral)));
        let facts = format!("Save {} · {} · {}", entry.sequence, days::when(entry.at), entry.worker.name);
        let reason = Some(&entry.commit.reason).filter(|reason| !reason.is_blank()).map(|reason| text::body(format!("Reason: {reason}")));
        let then = button("Show the record as it was then").id("history-then").icon(Icon::History).on_press(Message::ShowSave);
        let undo = button("Undo this save…").id("history-undo").icon(Icon::Undo).on_press_maybe((!read_only).then_some(Message::Begin));
        let back = button("Back to the list").id("history-back").on_press(Message::Back);
        let records = entry.commit.changes.iter().filter_map(|change| match change {
            Change::Row(change) if words::is_work(change) => Some(words::record(change, records)),
            Change::Row(_) | Change::New(_) | Change::Draft { .. } | Change::Setting { .. } => None,
        });
        let page = card(
            column![
                column![head, text::secondary(facts)].push(reason).spacing(space::S4),
                row![then, undo, back].spacing(space::S8).wrap(),
                column(records).spacing(space::S16),
                text::hint("S shows the record as it was then · U undoes the save · Esc leads back to the list"),
            ]
            .spacing(space::S16)
            .width(Length::Fill),
        );
        letters(page, |key| match key {
            's' => Some(Message::ShowSave),
            'u' => Some(Message::Begin),
            _ => None,
        })
    }
}

impl Then {
    fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let page = column![banner(Tone::Info, self.words.clone(), Some((NOW, Message::Back)))].spacing(space::S12).width(Length::Fill);
        match &self.chart {
            Err(unclear) => page.push(text::body(unclear.to_string())),
            Ok(None) => page.push(text::body("This client was not on this desk yet.")),
            Ok(Some(chart)) => page.extend(words::chart(chart, cx)),
        }
        .into()
    }
}

/// The saves that a later one took back, unless that one was taken back itself. The newest first.
fn undone(saves: &[Told]) -> BTreeSet<u64> {
    let mut undone = BTreeSet::new();
    for Told { entry, .. } in saves {
        if let Some(sequence) = undone_by(&entry.commit.what).filter(|_| !undone.contains(&entry.sequence)) {
            undone.insert(sequence);
        }
    }
    undone
}
