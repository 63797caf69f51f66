//! How Exchange looks: what is read, what is written, and what came of it.

use super::findings::{Findings, Parts};
use super::hands::Half;
use super::{Asked, Exchange, Message, Outcome, Phase, STALE, Typed, keyin, staying};
use crate::app::Element;
use crate::app::action::Failure;
use crate::app::backups::day;
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::progress;
use crate::app::widget::badge::section;
use crate::app::widget::table::TWO_LINES;
use crate::app::widget::{Kind, Opt, banner, button, card, choice, field, heading, input, landing, list, rest};
use crate::domain::words::count;
use crate::exchange::Missing;
use iced::widget::{column, container, row, space as gap};
use iced::{Alignment, Length};

/// From this width on reading and writing stand side by side, px.
const WIDE: f32 = 820.0;
/// What is said of a transfer that is done; it gets the keyboard then, and Enter there does nothing.
pub(super) const OUTCOME: &str = "outcome";
/// What writes an export without the households of errors.
pub(super) const LEAVE_OUT: &str = "leave-out";
/// The choice of what becomes of records that an export does not hold any more.
pub(super) const MISSING: &str = "missing";
/// Lines of a report that are built as widgets; a file with thousands of faults must not slow the window.
const SHOWN: usize = 100;

impl Exchange {
    /// The screen. What a check found takes the page until it is put away.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        if let Some(sheet) = &self.keyin {
            let back = button("Back to Exchange").id("keyin-back").icon(Icon::ArrowLeft);
            let back = back.on_press_maybe((!sheet.is_writing()).then_some(Message::LeaveKeyIn));
            let head = row![back, heading("Key-in sheet")].spacing(space::S12).align_y(Alignment::Center);
            let lead = "What stands here and not in your HMIS, to type into its own forms in their order. What is new gets \
                        another ID there; the next import knows it again by its client, program and day.";
            let writing = (sheet.is_writing() && !sheet.stands_below(cx)).then(|| self.under_way(keyin::WRITING));
            let lead = |shown: bool| shown.then(|| text::secondary(lead));
            let page = column![head].push(lead(!cx.low())).push(sheet.view(cx).map(Message::KeyIn)).push(writing);
            return page.push(lead(cx.low())).spacing(space::S12).width(Length::Fill).into();
        }
        match &self.phase {
            Phase::Held(findings) => return self.found(findings, Tone::Warn, self.held_up(findings, cx), cx),
            Phase::Checked(findings) if !findings.is_empty() => {
                let below = row![].push(self.again(cx)).push(back()).spacing(space::S8);
                return self.found(findings, Tone::Info, below.into(), cx);
            }
            Phase::Compared(outcome, asked) => return self.compared_with(outcome, asked.as_ref()),
            _ => {}
        }
        let sides: Element<'_, Message> = if cx.room.page.width >= WIDE {
            let left = column![self.reading(), self.by_hand(cx)].spacing(space::S16).width(Length::Fill);
            row![left, self.writing(cx)].spacing(space::S16).into()
        } else {
            column![self.reading(), self.by_hand(cx), self.writing(cx)].spacing(space::S16).into()
        };
        column![
            heading("Exchange"),
            text::secondary("Bring in what your HMIS exported, and send back what you did here."),
            gap().height(space::S8),
            // What was done is said where one looks first, and what there is to say of each row of it below.
            self.outcome(),
            gap().height(space::S8),
            sides,
        ]
        .push(if let Phase::Done(outcome) = &self.phase { self.lines(outcome) } else { None })
        .push(self.undecided.view(cx))
        .spacing(space::S4)
        .width(Length::Fill)
        .into()
    }

    fn reading(&self) -> Element<'_, Message> {
        let path = input("import-path", "HMIS CSV to import", &self.from).on_input(Message::From).on_submit(Message::Import);
        let start = button("Import").id("import").icon(Icon::Download).kind(Kind::Primary).on_press(Message::Import);
        let check = button("Check the file").id("check-file").tip("Says what is wrong in the file, and takes nothing over");
        let check = check.on_press(Message::CheckFile);
        card(
            column![
                section("Import HMIS CSV"),
                text::hint("A zip or a folder of HMIS CSV, FY2026 or FY2024."),
                field("HMIS CSV to import", path),
                row![start, browse("import-path", false), check].spacing(space::S8).align_y(Alignment::Center).wrap(),
            ]
            .push(self.hint.map(text::hint))
            .push(self.beside(Half::Reading))
            .spacing(space::S12)
            .width(Length::Fill),
        )
    }

    fn writing<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let path = input("export-path", "Zip to write", &self.to).on_input(Message::To).on_submit(Message::Export);
        card(
            column![
                section("Export HMIS CSV"),
                text::hint("A zip for your HMIS with what you choose here, checked before it is written."),
                text::hint(standing(cx)),
                self.sending.view(cx).map(Message::Sending),
                row![container(field("Zip to write", path)).width(Length::Fill), browse("export-path", true)]
                    .spacing(space::S8)
                    .align_y(Alignment::End),
            ]
            .push(self.hint.map(text::hint))
            .spacing(space::S12)
            .width(Length::Fill),
        )
    }

    /// For an HMIS that takes no CSV.
    fn by_hand<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let open = button("Open the key-in sheet").id("keyin").icon(Icon::ClipboardCheck).on_press(Message::OpenKeyIn);
        let words = match cx.unsent.clients {
            0 => "Your HMIS takes no CSV? The key-in sheet lists what to type into it, form by form.".to_owned(),
            some => format!("Your HMIS takes no CSV? The key-in sheet lists what to type of {}, form by form.", count(some, "client")),
        };
        card(column![section("Enter by hand"), text::hint(words), row![open]].spacing(space::S12).width(Length::Fill))
    }

    /// How far what was begun in this half is, or why it was not done.
    pub(super) fn beside(&self, half: Half) -> Option<Element<'_, Message>> {
        let why = |failure: &Failure| format!("{}. {}", failure.what, failure.why);
        match &self.phase {
            _ if self.half != half => None,
            Phase::Working(what) => Some(self.under_way(what)),
            Phase::Off(failure) => Some(banner(Tone::Info, why(failure), None)),
            Phase::Failed(failure) => Some(banner(Tone::Bad, why(failure), None)),
            _ => None,
        }
    }

    /// What came of it.
    fn outcome(&self) -> Element<'_, Message> {
        match &self.phase {
            Phase::Checked(findings) => said(findings.headline()),
            Phase::Done(outcome) => said(&outcome.headline),
            _ => gap().into(),
        }
    }

    /// What an import would do, on a page of its own: whether it is taken over is asked below it.
    fn compared_with<'a>(&'a self, outcome: &'a Outcome, asked: Option<&'a Asked>) -> Element<'a, Message> {
        column![heading("Exchange"), banner(Tone::Info, outcome.headline.clone(), None)]
            .push(asked.map(missing))
            .push(self.lines(outcome))
            .spacing(space::S12)
            .width(Length::Fill)
            .into()
    }

    /// What is under way and how far, and the way to call it off.
    pub(super) fn under_way<'a>(&'a self, what: &'a str) -> Element<'a, Message> {
        let words = match () {
            () if self.progress.is_cancelled() => "Cancelling…".to_owned(),
            () if self.too_late => format!("{what} It is being written to the disk already, so it cannot be cancelled any more."),
            () => format!("{what} {}", self.progress.words()).trim_end().to_owned(),
        };
        let press = (!self.progress.is_cancelled() && !self.progress.is_sealed()).then_some(Message::CallOff);
        let cancel = button("Cancel").id("call-off").on_press_maybe(press);
        // What is under way is its name already.
        let told = words.strip_prefix(what).map_or(words.as_str(), str::trim_start).to_owned();
        column![progress(what, (words, told), self.progress.count()), row![cancel]].spacing(space::S12).into()
    }

    /// The ways out for an export whose check found errors: without those households, or as it is, and why.
    fn held_up<'a>(&'a self, findings: &'a Findings, cx: &Context<'_>) -> Element<'a, Message> {
        let leave = findings.leaving().map(|leaving| {
            let go = || {
                let key = shortcut::hint(Command::Save);
                let keys = shortcut::line(&[(Command::Save, "leads here, and exports from here")]);
                let go = button("Export without these households").id(LEAVE_OUT).icon(Icon::Upload).hint(key).on_press(Message::LeaveOut);
                row![go, text::hint(keys)].spacing(space::S8).align_y(Alignment::Center)
            };
            let who = staying::words(leaving, cx).map(text::secondary);
            column![text::hint(leaving.words())].push(who).push(leaving.is_here().then(go)).spacing(space::S8)
        });
        let why =
            input("anyway", "Export anyway because", &self.anyway.0).on_input(|text| Message::Why(Typed(text))).on_submit(Message::Anyway);
        let press = (!self.anyway.0.trim().is_empty()).then_some(Message::Anyway);
        let go = button("Export anyway").id("export-anyway").icon(Icon::Upload).on_press_maybe(press);
        let why = field("Export anyway because", why)
            .hint("Such as: the HMIS team asked for it as it is. Kept with the export in the history of your records.");
        column![]
            .push(leave)
            .push(container(why).max_width(space::FORM))
            .push(row![go].push(self.again(cx)).push(back()).spacing(space::S8))
            .spacing(space::S12)
            .into()
    }

    /// What a check found, on a page of its own; what can be done about it stands below the rules.
    fn found<'a>(&self, findings: &'a Findings, tone: Tone, below: Element<'a, Message>, cx: &Context<'a>) -> Element<'a, Message> {
        let stale = self.is_stale(cx).then(|| banner(Tone::Warn, STALE, Some((self.again_words(), Message::Again))));
        let Parts { title, table, hint } = findings.view(cx);
        // What holds an export up says whose it is already.
        let held = matches!(self.phase, Phase::Held(_));
        let headline = if held { findings.headline().to_owned() } else { findings.counted() };
        let head = column![heading("Exchange"), banner(tone, headline, None)]
            .push(stale)
            .push(title.map(|title| title.map(Message::Findings)))
            .push(gap())
            .spacing(space::S12)
            .width(Length::Fill);
        let foot =
            column![gap(), hint.map(Message::Findings)].push((!findings.is_open()).then_some(below)).spacing(space::S8).width(Length::Fill);
        rest(head, table.map(Message::Findings), cx.room.page.height, TWO_LINES * 4.0).foot(foot).into()
    }

    /// After something was corrected; where the check is older, its banner asks.
    /// What is held up is written once nothing holds it up any more, and the button says so.
    pub(super) const fn again_words(&self) -> &'static str {
        if matches!(self.phase, Phase::Held(_)) { "Check again and export" } else { "Check again" }
    }

    fn again<'a>(&self, cx: &Context<'_>) -> Option<Element<'a, Message>> {
        (!self.is_stale(cx)).then(|| button(self.again_words()).id("check-again").on_press(Message::Again).into())
    }

    fn lines<'a>(&'a self, outcome: &'a Outcome) -> Option<Element<'a, Message>> {
        if outcome.lines.is_empty() {
            return None;
        }
        let shown = outcome.lines.iter().take(SHOWN).map(|(place, words)| {
            row![text::secondary(place.clone()).width(Length::FillPortion(2)), text::body(words.clone()).width(Length::FillPortion(5))]
                .spacing(space::S16)
                .into()
        });
        // To be read: no line of it leads anywhere, so none takes the keyboard.
        let rows = list("report", "Report", shown.collect(), None);
        let rest = outcome.lines.len().saturating_sub(SHOWN);
        // What was imported or written is the same no more: a check of the file says again what it had to say.
        let command = if matches!(self.phase, Phase::Compared(..)) { "wayhome import FILE --dry-run" } else { "wayhome check" };
        let more = (rest > 0).then(|| text::hint(format!("{rest} more lines. The command `{command}` prints them all.")));
        let title = if outcome.exported { "Notes on this export" } else { "Notes on this import" };
        Some(column![card(column![section(title), rows].spacing(space::S8))].push(more).spacing(space::S12).into())
    }
}

/// What is said once something is over.
fn said<'a>(words: &str) -> Element<'a, Message> {
    landing(OUTCOME, words.to_owned(), banner(Tone::Ok, words, None))
}

/// What becomes of records that the export does not hold any more.
fn missing<'a>(asked: &'a Asked) -> Element<'a, Message> {
    let marks = asked.chosen == Missing::Mark;
    let options = vec![Opt::plain("keep", "Keep them here"), Opt::plain("mark", "Mark them as deleted, as your HMIS has it")];
    let chosen = if marks { "mark" } else { "keep" }.to_owned();
    let choice = choice(MISSING, format!("What becomes of them? {}", asked.question), options, Some(chosen))
        .on_choose(|value| Message::Missing(if value.as_deref() == Some("mark") { Missing::Mark } else { Missing::Keep }));
    let hint = "Such an export leaves out what was deleted in your HMIS, and what is no longer of its programs or its period. The list below \
                says which. What is marked comes back when you undo “Mark as deleted” in History, or when your HMIS sends it again.";
    card(column![text::strong(asked.question.as_str()), choice, text::hint(hint)].spacing(space::S8).width(Length::Fill))
}

fn back<'a>() -> Element<'a, Message> {
    button("Back to Exchange").id("check-back").icon(Icon::ArrowLeft).on_press(Message::Leave).into()
}

/// How far the HMIS and this desk are apart.
fn standing(cx: &Context<'_>) -> String {
    let ahead = cx.unsent.words().map(|words| format!("{words}."));
    let mut ahead = ahead.unwrap_or_else(|| "Nothing was changed here that your HMIS does not have.".to_owned());
    if cx.unsent.exported > 0 {
        ahead.push_str(" The next import from your HMIS confirms what it took.");
    }
    match cx.exports.last() {
        Some(export) => format!("{ahead} Last export {}: {}.", day(export.at, cx.now), export.scope),
        None => ahead,
    }
}

fn browse<'a>(id: &'static str, save: bool) -> Element<'a, Message> {
    button("Browse…")
        .called(if save { "Browse for a zip to write…" } else { "Browse for a file to import…" })
        .id(format!("{id}-browse"))
        .icon(Icon::FolderOpen)
        .on_press(Message::Browse(save))
        .into()
}
