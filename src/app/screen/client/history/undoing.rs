//! Taking a save back: first everything that will be written, then the reason, then one save.

use super::words;
use super::{Message, Typed};
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::perform::FoundUndo;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::table::WRAPPED;
use crate::app::widget::{Cell, Column, Kind, banner, button, card, cell, check, field, input, spoken, table};
use crate::domain::client::race;
use crate::domain::field::Origin;
use crate::domain::history::{Back, Refusal, Undo, is_bookkeeping};
use crate::domain::hud::File;
use crate::domain::naming::Records;
use crate::domain::words::count;
use crate::domain::{Change, ClientId, FieldId, Severity, Text};
use iced::Length;
use iced::widget::{column, container, row};
use std::collections::BTreeSet;

/// An undo on its way.
#[derive(Debug)]
pub struct Undoing {
    sequence: u64,
    /// What the save is called.
    what: String,
    /// None while it is looked for.
    found: Option<FoundUndo>,
    /// Every change: the row, and the cell where it is one of several.
    lines: Vec<(usize, Option<usize>)>,
    at: usize,
    reason: Typed,
    /// A save was tried without a reason.
    asked: bool,
    /// Ticked: whole clients are to leave the desk.
    sure: bool,
}

/// The id of the tick without which no client leaves the desk.
const SURE: &str = "undo-sure";
/// The id of the reason.
const REASON: &str = "undo-reason";
/// As many characters as a reason may have.
const LONGEST: usize = 250;
/// So many reasons against an undo are told.
const TOLD: usize = 12;
/// As many clients are named above the preview; of more it says how many.
const NAMED: usize = 4;
/// A line of the preview, px: one of less weight more than elsewhere, since it says whose the record is.
const LINE: f32 = WRAPPED + 16.0;
/// The titles of the preview, px.
const HEAD: f32 = 36.0;
/// What stands around the preview, px; and what asks about clients that would leave.
const AROUND: f32 = 284.0;
const LEAVING: f32 = 100.0;
/// What says that an export has it, in two lines.
const EXPORTED: f32 = 56.0;

fn draft_name(sequence: u64) -> String {
    format!("undo/{sequence}")
}

impl Undoing {
    /// Begins; a reason that was typed before is taken up.
    pub fn new(sequence: u64, what: &str, drafts: &[(String, Text)]) -> Self {
        let name = draft_name(sequence);
        let typed = drafts.iter().find(|(draft, _)| *draft == name).map(|(_, text)| text.as_str().to_owned());
        let reason = Typed(typed.unwrap_or_default());
        Self { sequence, what: what.to_owned(), found: None, lines: Vec::new(), at: 0, reason, asked: false, sure: false }
    }

    /// What the save is called.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// True where this save is to be taken back.
    pub fn is_of(&self, sequence: u64) -> bool {
        self.sequence == sequence
    }

    /// A reason that is half typed.
    pub fn draft(&self) -> Option<(String, Text)> {
        let reason = Text::new(&self.reason.0);
        (!reason.is_blank()).then(|| (draft_name(self.sequence), reason))
    }

    /// The end of the draft.
    pub fn undraft(&mut self) -> Action {
        self.reason = Typed::default();
        Action::Draft(draft_name(self.sequence), None)
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        match message {
            Message::Found(_, Ok(found)) => {
                let focus = if found.undo.is_ok() { REASON } else { "undo-back" };
                self.lines = found.undo.as_ref().map(lines).unwrap_or_default();
                self.found = Some(found);
                Action::Focus(focus.to_owned())
            }
            Message::MovedPreview(at) => {
                self.at = at;
                Action::None
            }
            Message::Reason(reason) => {
                self.reason = reason;
                Action::None
            }
            Message::Sure(sure) => {
                self.sure = sure;
                Action::None
            }
            Message::ReasonLeft => self.draft().map_or(Action::None, |(name, text)| Action::Draft(name, Some(text))),
            Message::Save => self.save(cx),
            _ => Action::None,
        }
    }

    fn save(&mut self, cx: &Context<'_>) -> Action {
        let Some(FoundUndo { undo: Ok(undo), .. }) = &self.found else { return Action::None };
        let reason = Text::new(&self.reason.0);
        if reason.is_blank() {
            self.asked = true;
            return Action::Focus(REASON.to_owned());
        }
        if leaving(undo) > 0 && !self.sure {
            return Action::Focus(SURE.to_owned());
        }
        let mut commit = undo.commit(&cx.stamp(), &reason);
        // The draft goes with the save: both or neither.
        commit.changes.push(Change::Draft { name: draft_name(self.sequence), after: None });
        Action::Save(Box::new(commit))
    }

    /// The part.
    pub fn view<'a>(&'a self, records: Records<'a>, cx: &Context<'a>) -> Element<'a, Message> {
        let spacing = if cx.low() { space::S8 } else { space::S12 };
        let page = column![section(format!("Undo save {}: {}", self.sequence, self.what))].spacing(spacing).width(Length::Fill);
        card(match &self.found {
            None => page.push(text::secondary("Looking at what was changed since…")),
            Some(found) => {
                let records = records.with(&found.charts);
                match &found.undo {
                    Err(refusals) => page.extend(refused(refusals, &records)),
                    Ok(undo) => page.extend(self.offered(undo, records, cx)),
                }
            }
        })
    }

    fn offered<'a>(&'a self, undo: &'a Undo, records: Records<'a>, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
        let clients: BTreeSet<&ClientId> = undo.rows.iter().filter_map(|row| row.change.owner.as_ref()).collect();
        let of = match clients.len() {
            0 => String::new(),
            1..=NAMED => format!(" of {}", clients.iter().map(|client| records.client_name(client)).collect::<Vec<_>>().join(", ")),
            many => format!(" of {}", count(many, "client")),
        };
        let stamped = undo.rows.iter().filter(|row| row.is_stamped()).count();
        // In a low window the reason and the button have the room of what explains.
        let explains = !cx.low();
        let stamps = (stamped > 0 && explains).then(|| {
            let records = if stamped == 1 { "The record".to_owned() } else { count(stamped, "record") };
            text::hint(format!("{records} will show you and today as the last update, so that your HMIS sees what is newer."))
        });
        let lead =
            format!("A new save puts back {}{of}. Nothing is erased: both saves stay in the history.", count(undo.rows.len(), "record"));
        let total = self.lines.len();
        let line = move |at: usize| self.lines.get(at).map(|line| preview(undo, *line, &records)).unwrap_or_default();
        let columns = vec![
            Column::new("Record and field", Length::FillPortion(3)),
            Column::new("Now", Length::FillPortion(3)),
            Column::new("After the undo", Length::FillPortion(3)),
        ];
        let list = table("undo-preview", "What will be written", columns, total, line)
            .selected(Some(self.at.min(total.saturating_sub(1))))
            .on_move(Message::MovedPreview)
            .row_height(LINE);
        let leaving = leaving(undo);
        let exported = undo.exported_words();
        let around = AROUND + if leaving > 0 { LEAVING } else { 0.0 } + if exported.is_some() { EXPORTED } else { 0.0 };
        // What is asked for stands below: where there is little room, the preview is a line high, and is gone through line by line.
        let high = (cx.room.page.height - around).max(HEAD + LINE);
        let missing = self.asked && self.reason.0.trim().is_empty();
        let findings = missing.then(|| (Severity::Stop, "Say in a few words why this save is taken back.".to_owned()));
        let reason = input(REASON, "Reason", self.reason.0.clone())
            .limit(LONGEST)
            .on_input(|text| Message::Reason(Typed(text)))
            .on_blur(Message::ReasonLeft);
        // Where they are needed: Enter goes on to the button.
        let keys = [(Command::Save, "undoes the save"), (Command::Close, "leads back and keeps the reason")];
        let hint = format!("Such as: wrong client · {}", shortcut::line(&keys));
        let reason =
            container(field("Reason", reason).hint(hint).required(true).findings(findings.into_iter().collect())).max_width(cx.form());
        let save = button("Undo this save").id("save").icon(Icon::Undo).kind(Kind::Primary);
        let save = save.hint(shortcut::hint(Command::Save)).on_press(Message::Save);
        let cancel = button("Cancel").id("cancel").on_press(Message::Cancel);
        let lead: Option<Element<'a, Message>> = if leaving == 0 {
            explains.then(|| text::body(lead).into())
        } else {
            let words = format!(
                "This save brought {}. Undone, they leave this desk with everything that was recorded about them; an import of the same file \
                 brings them back.",
                count(leaving, "client")
            );
            Some(banner(Tone::Bad, words, None))
        };
        let sure = (leaving > 0)
            .then(|| check(SURE, format!("Take {} off this desk", count(leaving, "client")), self.sure).on_toggle(Message::Sure));
        let mut page: Vec<Element<'a, Message>> = lead.into_iter().collect();
        page.push(container(card::sheet(list)).max_height(high).into());
        page.extend(stamps.map(Into::into));
        page.extend(exported.map(|words| text::hint(words).into()));
        page.push(reason.into());
        page.extend(sure.map(Into::into));
        page.push(row![save, cancel].spacing(space::S8).into());
        page
    }
}

/// How many clients would be here no more.
fn leaving(undo: &Undo) -> usize {
    undo.rows.iter().filter(|back| back.file == File::Client && back.vanishes()).count()
}

/// One line for each row that comes or goes, and one for each cell of a row that changes.
fn lines(undo: &Undo) -> Vec<(usize, Option<usize>)> {
    let of = |(at, back): (usize, &Back)| -> Vec<(usize, Option<usize>)> {
        // How an answer of the HMIS is kept tells nobody anything.
        if back.marked || back.vanishes() || back.change.is_new() || !words::is_work(&back.change) {
            return vec![(at, None)];
        }
        let own =
            |cell: &usize| back.change.cells.get(*cell).is_some_and(|c| !is_bookkeeping(FieldId { file: back.file, column: c.column }));
        let is_race =
            |cell: &usize| back.change.cells.get(*cell).is_some_and(|c| race::is_part(FieldId { file: back.file, column: c.column }));
        let cells = 0..back.change.cells.len();
        // Race and ethnicity is one question.
        let first = cells.clone().find(is_race);
        let cells: Vec<_> = cells.filter(own).filter(|cell| !is_race(cell) || Some(*cell) == first).map(|cell| (at, Some(cell))).collect();
        // Only stamps: still a record that is written.
        if cells.is_empty() { vec![(at, None)] } else { cells }
    };
    undo.rows.iter().enumerate().flat_map(of).collect()
}

fn preview<'a>(undo: &Undo, (at, cell_at): (usize, Option<usize>), records: &Records<'_>) -> Vec<Element<'a, Message>> {
    let Some(back) = undo.rows.get(at) else { return Vec::new() };
    // Whose it is comes first: a line that is too long is cut at its end.
    let owner = back.change.owner.as_ref().map(|client| records.client_name(client));
    let which = [owner, Some(words::title(&back.change, records))].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (first, now, then) = match cell_at.and_then(|at| back.change.cells.get(at)) {
        Some(change) => {
            let field = FieldId { file: back.file, column: change.column };
            if let Some(deletion) = words::deletion(field, change) {
                let now = if change.before.is_blank() { "here" } else { "marked as deleted" };
                return [cell(which).strong(), cell(now), cell(deletion.to_lowercase())].map(|cell| cell.wrap().into()).into();
            }
            if race::is_part(field) {
                let (now, then) = words::races_around(&back.change, records);
                return shown(cell(race::name()).strong().under(which), now, then);
            }
            let words = |text: &Text| words::told(field, text.as_str(), records);
            (cell(field.label()).strong().under(which), words(&change.before), words(&change.after))
        }
        // It is ours alone: what it says is taken back, and the event beside which it stands stays.
        None if back.marked && back.file.info().origin == Origin::Local => {
            let (said, gone) = words::beside(back, records);
            (cell(which).strong(), said, gone)
        }
        None if back.marked => (cell(which).strong(), "here".to_owned(), "marked as deleted".to_owned()),
        None if back.vanishes() => (cell(which).strong(), "here".to_owned(), "gone, as if it had not come".to_owned()),
        None if back.change.is_new() => (cell(which).strong(), "not here".to_owned(), "here again".to_owned()),
        None if !words::is_work(&back.change) => (cell(which).strong(), "as it is now".to_owned(), "as it was before".to_owned()),
        None => (cell(which).strong(), "as updated".to_owned(), "its former date of update".to_owned()),
    };
    shown(first, now, then)
}

/// A line of the preview: which record and field, what stands there, and what will.
fn shown<'a>(first: Cell, now: String, then: String) -> Vec<Element<'a, Message>> {
    let (said_now, said_then) = (format!("now: {now}"), format!("after the undo: {then}"));
    vec![first.wrap().into(), spoken(said_now, cell(now).wrap()), spoken(said_then, cell(then).wrap())]
}

/// Why not, in words.
fn refused<'a>(refusals: &[Refusal], records: &Records<'_>) -> Vec<Element<'a, Message>> {
    let mut page: Vec<Element<'a, Message>> = vec![banner(Tone::Warn, "This save cannot be undone as it is. Nothing was changed.", None)];
    page.extend(refusals.iter().take(TOLD).map(|refusal| text::body(refusal.in_words(&|file, key| records.name_of(file, key))).into()));
    let rest = refusals.len().saturating_sub(TOLD);
    page.extend((rest > 0).then(|| text::secondary(format!("And {rest} more of the kind.")).into()));
    page.push(button("Back to the save").id("undo-back").on_press(Message::Back).into());
    page
}
