//! The draft of a workflow: kept when an answer is given and when the screen is left, and not where nothing was done.

use super::Intake;
use super::closing::End;
use crate::app::action::Action;
use crate::domain::Text;

impl Intake {
    /// What is unfinished, where something was done since it was last kept; nothing to keep any more, where it was discarded, or is as it
    /// was when it was opened.
    pub fn draft(&self) -> Option<(String, Option<Text>)> {
        match self.end {
            End::Open if self.is_untouched() => (self.changed && self.kept).then(|| (self.draft.name(), None)),
            End::Open => self.changed.then(|| (self.draft.name(), Some(self.text()))),
            End::Discarded => Some((self.draft.name(), None)),
            End::Finished => None,
        }
    }

    /// What was to be kept is not on the disk.
    pub fn not_kept(&mut self) {
        self.changed = self.end == End::Open;
        self.kept = true;
    }

    pub(super) fn is_untouched(&self) -> bool {
        self.begun.as_ref().is_some_and(|begun| self.draft.says_as(begun))
    }

    pub(super) fn text(&self) -> Text {
        Text::new(serde_json::to_string(&self.draft).unwrap_or_default())
    }

    /// Keeps it now.
    pub(super) fn keep(&mut self) -> Action {
        self.changed = false;
        let after = (!self.is_untouched()).then(|| self.text());
        if after.is_none() && !self.kept {
            return Action::None;
        }
        self.kept = after.is_some();
        Action::Draft(self.draft.name(), after)
    }
}
