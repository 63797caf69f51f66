//! Report a problem: one question, one file. The program adds what it knows of itself; see [`report`](crate::app::report).

use crate::app::Element;
use crate::app::action::{Action, Failure};
use crate::app::icon::Icon;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{banner, button, field, input};
use crate::domain::{Day, Text};
use iced::widget::{column, row};
use std::path::{Path, PathBuf};

/// The question, the path, and what came of it.
#[derive(Debug)]
pub struct Problem {
    wrong: Typed,
    path: Typed,
    hint: Option<&'static str>,
    done: Option<Result<PathBuf, Failure>>,
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed what went wrong.
    Wrong(Typed),
    /// Typed where to write the report.
    Path(Typed),
    /// Wants a file dialog.
    Browse,
    /// The dialog's answer, and whether it came too fast to have been shown.
    Chosen(Option<PathBuf>, bool),
    /// Writes the report.
    Write,
    /// The report is written, or not.
    Written(Result<PathBuf, Failure>),
}

/// What was typed; it may name somebody, so it does not show itself.
#[derive(Clone, Default)]
pub struct Typed(pub String);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed")
    }
}

impl Problem {
    /// An empty question, and a path in the user's documents.
    pub fn new(documents: &Path, today: Day) -> Self {
        let path = documents.join(file_name(today)).display().to_string();
        Self { wrong: Typed::default(), path: Typed(path), hint: None, done: None }
    }

    /// What went wrong, and the path.
    pub fn typed(&self) -> (&str, &str) {
        (&self.wrong.0, &self.path.0)
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Wrong(text) => self.wrong = text,
            Message::Path(text) => self.path = text,
            Message::Browse => return Action::BrowseReport,
            Message::Chosen(Some(path), _) => {
                self.path = Typed(path.display().to_string());
                self.hint = None;
            }
            Message::Chosen(None, at_once) => {
                self.hint = at_once.then_some("No file dialog is available here. Type the path of the file.");
            }
            Message::Write if self.path.0.trim().is_empty() => {
                self.done = Some(Err(Failure::new("Nothing written", "Type a path for the report, or browse for one.")));
            }
            Message::Write => return Action::Report(PathBuf::from(self.path.0.trim()), Text::new(&self.wrong.0)),
            Message::Written(answer) => self.done = Some(answer),
        }
        Action::None
    }

    /// The card.
    pub fn view(&self) -> Element<'_, Message> {
        let wrong = input("problem-wrong", "What went wrong?", &self.wrong.0)
            .placeholder("What did you do, and what happened instead?")
            .on_input(|text| Message::Wrong(Typed(text)));
        let path =
            input("problem-path", "File to write", &self.path.0).on_input(|text| Message::Path(Typed(text))).on_submit(Message::Write);
        let write = button("Write the report").id("problem-write").icon(Icon::FileText).on_press(Message::Write);
        let browse = button("Browse…").id("problem-browse").icon(Icon::FolderOpen).on_press(Message::Browse);
        let about = "Writes a text file for the people who look after Wayhome: your sentence, the version, the size of the window, and what \
                     the program did last. It holds no client's data. Nothing is sent; you give the file to them.";
        column![
            section("Report a problem"),
            text::secondary(about),
            field("What went wrong?", wrong).hint("Do not name a client."),
            field("File to write", path),
            row![write, browse].spacing(space::S8),
        ]
        .push(self.hint.map(text::hint))
        .push(self.done.as_ref().map(|done| match done {
            Ok(path) => banner(Tone::Ok, format!("The report is in {}.", path.display()), None),
            Err(failure) => banner(Tone::Bad, format!("{}. {}", failure.what, failure.why), None),
        }))
        .spacing(space::S12)
        .max_width(space::FORM + 160.0)
        .into()
    }
}

/// The name proposed for a report.
pub fn file_name(today: Day) -> String {
    format!("wayhome-problem-{today}.txt")
}
