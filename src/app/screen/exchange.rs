//! Exchange: read the HMIS CSV that the HMIS exported, and write the work back as HMIS CSV.

mod undecided;

use crate::app::Element;
use crate::app::action::{Action, Failure};
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{Kind, banner, button, card, field, heading, input, list};
use crate::domain::merge::Side;
use crate::domain::{Chart, Day};
use iced::widget::{column, row, space as gap};
use iced::{Alignment, Length};
use std::path::{Path, PathBuf};
use undecided::Undecided;

/// Import and export.
#[derive(Debug, Default)]
pub struct Exchange {
    from: String,
    to: String,
    phase: Phase,
    at: usize,
    hint: Option<&'static str>,
    /// The path that was proposed last for the export.
    proposed: String,
    undecided: Undecided,
}

/// The name of an export of a day; it says nothing about anybody.
pub fn file_name(today: Day) -> String {
    format!("wayhome-{today}.zip")
}

/// How far a transfer is.
#[derive(Debug, Default)]
enum Phase {
    #[default]
    Choosing,
    Working(&'static str),
    /// Compared with what is here; nothing is written yet.
    Compared(Outcome),
    /// There is such a file already: it is asked whether it is to be replaced.
    Asking(PathBuf),
    Done(Outcome),
    Failed(Failure),
}

/// What a transfer did: a headline, the counts, and every line of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What was done, in a sentence.
    pub headline: String,
    /// True for an export.
    pub exported: bool,
    /// Lines of the report: where, and what was done about it.
    pub lines: Vec<(String, String)>,
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed the file to read.
    From(String),
    /// Typed the file to write.
    To(String),
    /// Wants a file dialog.
    Browse(bool),
    /// The dialog's answer, and whether it came too fast to have been shown.
    Chosen(bool, Option<PathBuf>, bool),
    /// Start reading.
    Import,
    /// Take over what was compared.
    Take,
    /// Leave everything as it is.
    Cancel,
    /// The charts in which both sides changed something.
    Loaded(Vec<Chart>),
    /// Chose a side for one of those answers.
    Choose(usize, Side),
    /// Start writing; asks first, where there is such a file.
    Export,
    /// Start writing in place of the file that is there.
    Replace,
    /// Moved in the report.
    Moved(usize),
}

impl Exchange {
    /// Proposes a path for the export of a day, in this folder, under a name that is not taken; not where the user chose another path.
    pub fn propose(&mut self, folder: &Path, today: Day) {
        if self.to != self.proposed {
            return;
        }
        let name = file_name(today);
        let stem = name.trim_end_matches(".zip");
        let more = (2..100).map(|n| format!("{stem}-{n}.zip"));
        let free = std::iter::once(name.clone()).chain(more).map(|name| folder.join(name)).find(|path| !path.exists());
        self.proposed = free.unwrap_or_else(|| folder.join(&name)).display().to_string();
        self.to.clone_from(&self.proposed);
    }

    /// The screen's title.
    pub fn title(&self) -> String {
        "Exchange".to_owned()
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        match message {
            Message::From(path) => self.from = path,
            Message::To(path) => self.to = path,
            Message::Browse(save) => return Action::Browse { save },
            Message::Chosen(save, Some(path), _) => {
                let path = path.display().to_string();
                *(if save { &mut self.to } else { &mut self.from }) = path;
                self.hint = None;
            }
            Message::Chosen(_, None, at_once) => {
                self.hint = at_once.then_some("No file dialog is available here. Type the path of the file.")
            }
            Message::Import if self.busy() => {}
            Message::Import if self.from.trim().is_empty() => {
                self.fail("Nothing imported", "Type the path of the HMIS CSV zip, or browse for it.")
            }
            Message::Import if cx.read_only => self.fail("Nothing imported", "This store can only be read."),
            Message::Import => {
                self.phase = Phase::Working("Comparing the export with your records…");
                return Action::Import(PathBuf::from(self.from.trim()));
            }
            Message::Take if matches!(self.phase, Phase::Compared(_)) => {
                self.phase = Phase::Working("Importing…");
                return Action::Take;
            }
            Message::Take => {}
            Message::Cancel => {
                self.phase = Phase::Choosing;
                return Action::Focus("import-path".to_owned());
            }
            Message::Loaded(charts) => self.undecided.loaded(charts),
            Message::Choose(at, side) => return self.undecided.choose(at, side, cx),
            Message::Export | Message::Replace if self.busy() => {}
            Message::Export if self.to.trim().is_empty() => {
                self.fail("Nothing exported", "Type a path for the zip to write, or browse for one.")
            }
            Message::Export | Message::Replace => {
                let to = PathBuf::from(self.to.trim());
                if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
                    let why = format!("The folder “{}” does not exist. Choose another folder.", folder.display());
                    self.fail("Nothing exported", &why);
                    return Action::None;
                }
                if to.is_file() && !matches!(message, Message::Replace) {
                    self.phase = Phase::Asking(to);
                    return Action::Focus("replace".to_owned());
                }
                self.phase = Phase::Working("Writing the export…");
                return Action::Export(PathBuf::from(self.to.trim()));
            }
            Message::Moved(at) => self.at = at,
        }
        Action::None
    }

    /// What waits for a choice is fetched anew.
    pub fn look(&mut self, cx: &Context<'_>) -> Action {
        self.undecided = Undecided::default();
        Undecided::load(cx)
    }

    /// An import was compared with what is here.
    pub fn compared(&mut self, outcome: Outcome) -> Action {
        self.at = 0;
        self.phase = Phase::Compared(outcome);
        Action::Focus("take".to_owned())
    }

    /// A transfer came to its end.
    pub fn finished(&mut self, answer: Result<Outcome, Failure>) {
        self.at = 0;
        self.phase = answer.map_or_else(Phase::Failed, Phase::Done);
    }

    fn busy(&self) -> bool {
        matches!(self.phase, Phase::Working(_))
    }

    fn fail(&mut self, what: &str, why: &str) {
        self.phase = Phase::Failed(Failure::new(what, why));
    }

    /// The screen.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        column![
            heading("Exchange"),
            text::secondary("Bring in what your HMIS exported, and send back what you did here."),
            gap().height(space::S16),
            row![self.reading(), self.writing()].spacing(space::S16),
            gap().height(space::S16),
            self.outcome(),
        ]
        .push(self.undecided.view(cx))
        .spacing(space::S4)
        .width(Length::Fill)
        .into()
    }

    fn reading(&self) -> Element<'_, Message> {
        let start = button("Import").id("import").icon(Icon::Download).kind(Kind::Primary);
        let path = input("import-path", "HMIS CSV to import", &self.from).on_input(Message::From).on_submit(Message::Import);
        self.file(
            "Import HMIS CSV",
            "A zip or a folder of HMIS CSV, FY2026 or FY2024.",
            "import-path",
            path.into(),
            false,
            start.on_press(Message::Import).into(),
        )
    }

    fn writing(&self) -> Element<'_, Message> {
        let start = button("Export").id("export").icon(Icon::Upload).kind(Kind::Primary);
        let path = input("export-path", "Zip to write", &self.to).on_input(Message::To).on_submit(Message::Export);
        self.file(
            "Export HMIS CSV",
            "All 24 files and CustomReferral.csv, for your HMIS.",
            "export-path",
            path.into(),
            true,
            start.on_press(Message::Export).into(),
        )
    }

    fn file<'a>(
        &'a self,
        title: &'static str,
        about: &'static str,
        id: &'static str,
        path: Element<'a, Message>,
        save: bool,
        start: Element<'a, Message>,
    ) -> Element<'a, Message> {
        let browse = button("Browse…").id(format!("{id}-browse")).icon(Icon::FolderOpen).on_press(Message::Browse(save));
        let label = if save { "Zip to write" } else { "HMIS CSV to import" };
        card(
            column![
                text::section(title),
                text::hint(about),
                field(label, path),
                row![start, browse].spacing(space::S8).align_y(Alignment::Center),
            ]
            .push(self.hint.map(text::hint))
            .spacing(space::S12)
            .width(Length::Fill),
        )
    }

    fn outcome(&self) -> Element<'_, Message> {
        match &self.phase {
            Phase::Choosing => gap().into(),
            Phase::Working(what) => banner(Tone::Info, *what, None),
            Phase::Asking(path) => {
                let words = format!("“{}” is there already. Replace it, or enter another name.", path.display());
                let replace = button("Replace").id("replace").on_press(Message::Replace);
                card(column![text::body(words), replace].spacing(space::S12).width(Length::Fill))
            }
            Phase::Failed(failure) => banner(Tone::Bad, format!("{}. {}", failure.what, failure.why), None),
            Phase::Compared(outcome) => {
                let take = button("Import now").id("take").icon(Icon::Download).kind(Kind::Primary).on_press(Message::Take);
                let cancel = button("Cancel").id("cancel-import").on_press(Message::Cancel);
                let choice = row![take, cancel].spacing(space::S8);
                column![banner(Tone::Info, outcome.headline.clone(), None), choice].push(self.lines(outcome)).spacing(space::S12).into()
            }
            Phase::Done(outcome) => {
                column![banner(Tone::Ok, outcome.headline.clone(), None)].push(self.lines(outcome)).spacing(space::S12).into()
            }
        }
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
        let rows = list("report", "Report", shown.collect(), Some(self.at.min(outcome.lines.len() - 1))).on_move(Message::Moved);
        let rest = outcome.lines.len().saturating_sub(SHOWN);
        let more = (rest > 0).then(|| text::hint(format!("{rest} more lines. The command `wayhome check` prints them all.")));
        let title = if outcome.exported { "Notes on this export" } else { "Notes on this import" };
        Some(column![card(column![text::section(title), rows].spacing(space::S8))].push(more).spacing(space::S12).into())
    }
}

/// Lines of a report that are built as widgets; a file with thousands of faults must not slow the window.
const SHOWN: usize = 100;
