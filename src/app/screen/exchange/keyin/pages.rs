//! How the key-in sheet looks: the forms at the left, what is typed into the chosen one beside them.

use super::{KeyIn, LIST, Message, PATH, Page};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::screen::exchange::foot::replaces;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::table::TWO_LINES;
use crate::app::widget::{Cell, Column, Kind, banner, button, card, cell, check, field, input, spoken, subheading, table};
use crate::domain::keyin::{Entry, Line};
use crate::domain::naming::Records;
use crate::domain::words::count;
use crate::domain::{Chart, date};
use crate::transfer::PRIVATE;
use iced::widget::{column, container, row};
use iced::{Alignment, Length};

/// From this width on the form stands beside the list, px.
const WIDE: f32 = 880.0;
/// What stands around the list, px, with what stays below the page.
const AROUND: f32 = 300.0;
/// In a window lower than this, px, what writes the page to print is the end of the page.
const LOWEST: f32 = 450.0;
/// The titles of the list, px.
const HEAD: f32 = 36.0;
/// The column of the ticks, px.
const TICK: f32 = 92.0;

impl KeyIn {
    /// The page.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        if !self.read {
            return text::secondary("Reading what your HMIS does not have…").into();
        }
        let (left, done) = self.sheets.counts();
        let of = || format!("{} of {} left to enter", count(left, "form"), count(self.sheets.clients(), "client"));
        let told = match (left, done) {
            (0, 0) => "Nothing to enter: your HMIS has everything that stands here.".to_owned(),
            (0, done) => format!("All entered: {}.", count(done, "form")),
            (_, 0) => format!("{}.", of()),
            (_, done) => format!("{}, {done} entered.", of()),
        };
        let last = cx.exports.last().filter(|_| left > 0);
        let exported = self.sheets.exported_words().map(|words| banner(Tone::Info, words, None));
        // What a part of the records holds is known to the file alone.
        let part = last.filter(|export| !export.is_told()).map(|export| {
            let when = date::when(export.at);
            text::hint(if export.hashed {
                format!("The export of {when} was hashed, which no HMIS takes. It is not counted here.")
            } else {
                format!("The export of {when} held a part alone: {}. It is not said here what of this is in it.", export.scope)
            })
        });
        let older = (done > 0).then(|| check("keyin-all", "Show what was entered before", self.all).on_toggle(Message::All));
        let page = column![text::section(told)].push(exported).push(part).spacing(space::S12).width(Length::Fill);
        if self.shown.is_empty() {
            return page.push(older).into();
        }
        let beside = cx.room.page.width >= WIDE;
        let form = self.shown.get(self.at).and_then(|at| self.entry(*at)).map(|(chart, entry)| {
            let records = Records::of(chart, cx.book());
            self.form(entry, &records, beside, cx)
        });
        let sides: Element<'_, Message> = if beside {
            row![container(self.forms(cx)).width(Length::FillPortion(5))]
                .push(form.map(|form| container(form).width(Length::FillPortion(6))))
                .spacing(space::S16)
                .into()
        } else {
            column![self.forms(cx)].push(form).spacing(space::S16).into()
        };
        // What comes and goes stands below the list, which keeps its place and with it the keyboard.
        let paper = (left > 0 && !self.stands_below(cx)).then(|| card(column![section("On paper"), self.paper()].spacing(space::S12)));
        page.push(sides).push(older).push(paper).into()
    }

    /// True where what writes the page to print stays below this one; where lines are few, it is the end of it.
    pub fn stands_below(&self, cx: &Context<'_>) -> bool {
        cx.room.window.height >= LOWEST
    }

    /// What writes the page to print, where it stays below this one; none where there is nothing to type.
    pub fn foot<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        (self.left() > 0 && self.stands_below(cx)).then(|| self.paper())
    }

    fn forms<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let cx_of_line = *cx;
        let line = move |at: usize| {
            let Some((chart, entry)) = self.shown.get(at).and_then(|at| self.entry(*at)) else { return Vec::new() };
            let words = line_of((chart, entry), &cx_of_line);
            let state = match () {
                _ if entry.is_done() => "Entered",
                _ if entry.exported.is_empty() => "To enter",
                _ => "Exported",
            };
            vec![words.cell().into(), cell(state).into()]
        };
        let longest = self.longest.iter().filter_map(|at| self.entry(*self.shown.get(*at)?));
        let longest = longest.map(|entry| (0, line_of(entry, cx).cell())).collect();
        let columns = vec![Column::new("Client and form", Length::Fill), Column::new("In the HMIS", TICK)];
        let beside = cx.room.page.width >= WIDE;
        let list = table(LIST, "Forms to enter in the HMIS", columns, self.shown.len(), line)
            .selected(Some(self.at))
            .on_move(Message::Moved)
            .on_activate(Message::Form)
            .on_key(|key, at| (key == ' ').then_some(Message::Tick(at)))
            .row_key(move |at| {
                let entry = self.shown.get(at).and_then(|at| self.entry(*at));
                entry.map(|(_, entry)| (&entry.client, entry.form, &entry.record.1))
            })
            .row_height(TWO_LINES)
            .whole(longest);
        // Where the form stands below, both are in sight: what is typed, and of the list what is left.
        let (left, least) = if beside { (cx.room.page.height - AROUND, 6.0) } else { (cx.room.page.height * 0.4, 3.0) };
        let high = left.max(HEAD + TWO_LINES * least);
        let keys = text::hint(
            "Enter goes to the form · Once it is saved in your HMIS: Space ticks and goes on · Up, Space or Ctrl+U takes it back",
        );
        column![container(card::sheet(list)).max_height(high), keys].spacing(space::S8).width(Length::Fill).into()
    }

    /// What is typed into one form; the tick stands below it, or near the list where that is above.
    fn form<'a>(&'a self, entry: &'a Entry, records: &Records<'a>, beside: bool, cx: &Context<'a>) -> Element<'a, Message> {
        let done = entry.is_done();
        let which = Some(entry.which(records)).filter(|which| !which.is_empty()).map(text::secondary);
        let note = Some(entry.note()).filter(|note| !note.is_empty() && !done).map(text::hint);
        let sent = Some(entry.sent()).filter(|sent| !sent.is_empty()).map(text::hint);
        let ticked = done.then(|| text::hint(entry.ticked()));
        let lines = if done { &entry.done } else { &entry.lines };
        let words = if done { "Not entered after all" } else { "Entered in HMIS" };
        let press = (!cx.read_only).then_some(Message::Tick(self.at));
        let tick = button(words).id(self.tick_id(entry)).icon(if done { Icon::Undo } else { Icon::Check }).on_press_maybe(press);
        let tick = if done { tick } else { tick.kind(Kind::Primary) };
        let title = format!("{} · {}", records.client_name(&entry.client), entry.form.name());
        let head = column![subheading(title.clone(), text::strong(title))];
        let head = head.push(which).push(note).push(sent).push(ticked).spacing(space::S4);
        let typed = column(lines.iter().map(|line| typed(line, records))).spacing(space::S8);
        let parts: [Element<'_, Message>; 3] =
            if beside { [head.into(), typed.into(), tick.into()] } else { [head.into(), tick.into(), typed.into()] };
        card(column(parts).spacing(space::S16).width(Length::Fill))
    }

    fn paper(&self) -> Element<'_, Message> {
        let path = input(PATH, "PDF to write", &self.path).on_input(Message::Path).on_submit(Message::Print);
        let print = button("Write PDF").id("keyin-print").icon(Icon::Download).hint(shortcut::hint(Command::Save)).on_press(Message::Print);
        let browse = button("Browse…").id("keyin-path-browse").icon(Icon::FolderOpen).on_press(Message::Browse);
        let outcome: Option<Element<'_, Message>> = match &self.page {
            Page::None | Page::Writing => None,
            Page::Done(words) => Some(banner(Tone::Ok, words.clone(), None)),
            Page::Off(failure) => Some(banner(Tone::Info, format!("{}. {}", failure.what, failure.why), None)),
            Page::Failed(failure) => Some(banner(Tone::Bad, format!("{}. {}", failure.what, failure.why), None)),
            Page::Asking(path) => Some(replaces(path, Message::Replace, "keyin-replace")),
        };
        let keys = text::hint(shortcut::line(&[(Command::Save, "writes it")]));
        // One child, whatever is said: the path and the buttons keep the keyboard.
        let said = column![].push(self.hint.map(text::hint)).push(outcome);
        column![
            said,
            // Said before it can be written.
            row![text::hint(PRIVATE).width(Length::Fill), keys].spacing(space::S12),
            row![container(field("PDF to write", path)).width(Length::Fill), print, browse].spacing(space::S8).align_y(Alignment::End),
        ]
        .spacing(space::S8)
        .width(Length::Fill)
        .into()
    }
}

/// A form in the list, in words.
pub(super) struct InList {
    /// Whose.
    pub client: String,
    /// Which form, of which day and record: `CE Event of 11/25/2026 · Referral to …`.
    pub under: String,
}

impl InList {
    /// How it stands there.
    pub fn cell(self) -> Cell {
        cell(self.client).strong().under(self.under).wrap()
    }
}

/// How a form stands in the list.
pub(super) fn line_of((chart, entry): (&Chart, &Entry), cx: &Context<'_>) -> InList {
    let records = Records::of(chart, cx.book());
    let (which, day) = (entry.which(&records), entry.day(&records).unwrap_or_default());
    // The record's day stands with its form: beside what was exported it reads as the day of that.
    let rest = which.strip_suffix(&day).filter(|_| !day.is_empty()).map_or(which.as_str(), |rest| rest.trim_end_matches(", "));
    let form = if day.is_empty() { entry.form.name().to_owned() } else { format!("{} of {day}", entry.form.name()) };
    let parts = [form.as_str(), rest];
    let under = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    InList { client: records.client_name(chart.id()), under }
}

/// A field: what is typed, and what stands there.
fn typed<'a>(line: &'a Line, records: &Records<'a>) -> Element<'a, Message> {
    let was = Some(line.was(records)).filter(|was| !was.is_empty()).map(|was| format!("was: {was}"));
    let said: Vec<String> = [Some(format!("{}: {}", line.label(), line.value(records))), was.clone()].into_iter().flatten().collect();
    let value = column![text::strong(line.value(records))].push(was.map(text::hint));
    let line = row![text::secondary(line.label()).width(Length::FillPortion(2)), value.width(Length::FillPortion(3))];
    spoken(said.join(", "), line.spacing(space::S16))
}
