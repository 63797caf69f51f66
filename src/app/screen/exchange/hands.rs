//! Where the hands are on Exchange: what gets the keyboard when it is opened, and when something comes of what was begun.

use super::findings::Findings;
use super::{Asked, Exchange, Message, Outcome, Phase, STALE, keyin, pages};
use crate::app::action::{Action, Subject};
use crate::app::context::Context;
use crate::app::perform::Found;
use crate::app::widget::badge::banner_id;
use crate::exchange::Missing;

/// The first thing to choose of an export.
pub(super) const WHAT: &str = "export-what";

/// In which half of the screen something was begun. How far it is and why it was not done stand there, below what was pressed; what came of
/// it stands below both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Half {
    /// Where a file is read.
    #[default]
    Reading,
    /// Where one is written.
    Writing,
}

impl Half {
    /// The half of what begins with this; none where nothing does.
    pub(super) const fn of(message: &Message) -> Option<Self> {
        match message {
            Message::Import | Message::Take | Message::CheckFile => Some(Self::Reading),
            Message::Export | Message::Replace | Message::Anyway | Message::LeaveOut | Message::CheckExport => Some(Self::Writing),
            _ => None,
        }
    }
}

impl Exchange {
    /// What gets the keyboard when the screen is shown: always the path of the import, so that the hands know where they are, unless another
    /// page is on show in its place.
    pub fn first(&self, cx: &Context<'_>) -> String {
        match &self.phase {
            _ if self.keyin.is_some() => keyin::LIST.to_owned(),
            Phase::Held(_) | Phase::Checked(_) if self.is_stale(cx) => banner_id(self.again_words(), STALE),
            Phase::Held(findings) => findings.first().to_owned(),
            Phase::Checked(findings) if !findings.is_empty() => findings.first().to_owned(),
            _ => "import-path".to_owned(),
        }
    }

    /// The same for who comes to export: the first thing to choose of that. An export that is held up is what they come for; the key-in sheet
    /// is put away, but for one that is being written, and so is what was found in a file.
    pub fn first_to_send(&mut self, cx: &Context<'_>) -> String {
        if !self.is_writing_page() {
            self.keyin = None;
        }
        // What was found in a file is nobody's export.
        if matches!((&self.phase, &self.subject), (Phase::Checked(_), Some(Subject::File(_)))) {
            self.phase = Phase::Choosing;
        }
        Some(self.first(cx)).filter(|first| first != "import-path").unwrap_or_else(|| WHAT.to_owned())
    }

    /// What gets the keyboard when an import or an export is over: what is said of it, where Enter does nothing; or what it is begun with,
    /// beside which it says why it was not done.
    pub fn landed(&self) -> &'static str {
        match (&self.phase, self.half) {
            (Phase::Done(_), _) => pages::OUTCOME,
            (_, Half::Reading) => "import-path",
            (_, Half::Writing) => "export",
        }
    }

    /// An import was compared with what is here. What is asked about it gets the keyboard.
    pub fn compared(&mut self, outcome: Outcome, question: Option<String>) -> Action {
        let first = if question.is_some() { pages::MISSING } else { "take" };
        let asked = question.map(|question| Asked { question, chosen: Missing::Keep });
        self.phase = Phase::Compared(outcome, asked);
        Action::Focus(first.to_owned())
    }

    /// An export waits for a word: its check found errors.
    pub fn held(&mut self, found: Found, cx: &Context<'_>) -> Action {
        let findings = Findings::new(found, cx);
        let first = findings.first();
        self.phase = Phase::Held(findings);
        Action::Focus(first.to_owned())
    }

    /// A check is there: the first rule that spoke, or what is said where none did.
    pub fn checked(&mut self, found: Found, cx: &Context<'_>) -> Action {
        let findings = Findings::new(found, cx);
        let first = if findings.is_empty() { pages::OUTCOME } else { findings.first() };
        self.phase = Phase::Checked(findings);
        Action::Focus(first.to_owned())
    }

    pub(super) fn leave_keyin(&mut self) -> Action {
        self.keyin = None;
        Action::Focus("keyin".to_owned())
    }

    /// Back to what can be imported and exported.
    pub(super) fn leave(&mut self) -> Action {
        self.phase = Phase::Choosing;
        Action::Focus("export-path".to_owned())
    }
}
