//! Unfinished work that nobody wants to finish, such as the intake of somebody whose referral was unsuccessful after all: Delete on its line
//! throws it away, and its notice and its line bring it back.

use super::Home;
use super::tasks::Task;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::domain::Text;

/// The table that has the keyboard again where what was thrown away is brought back.
const LIST: &str = "open-referrals";

impl Home {
    /// Asks for what was typed: it is kept in memory until it cannot come back any more.
    pub(super) fn throw(&mut self, at: usize, cx: &Context<'_>) -> Action {
        match self.listed.task_at(at) {
            // It says why not.
            Some(Task::Begun(begun)) if cx.read_only => Action::Draft(begun.name.clone(), None),
            Some(Task::Begun(begun)) => {
                self.throwing.push(begun.name.clone());
                Action::Load(Vec::new())
            }
            Some(Task::Discarded(..)) => Action::Hint("This is discarded already. Enter brings it back.".to_owned()),
            _ => Action::Hint("Delete throws away unfinished work. This line is none.".to_owned()),
        }
    }

    /// What was typed is here.
    pub(super) fn thrown(&mut self, drafts: &[(String, Text)], cx: &Context<'_>) -> Action {
        let thrown = std::mem::take(&mut self.throwing).into_iter().filter_map(|name| self.discard(name, drafts, cx));
        thrown.fold(Action::None, Action::and)
    }

    fn discard(&self, name: String, drafts: &[(String, Text)], cx: &Context<'_>) -> Option<Action> {
        let begun = self.listed.begun_of(&name).filter(|_| cx.drafts.contains(&name))?;
        let text = drafts.iter().find(|(draft, _)| *draft == name).map(|(_, text)| text.clone())?;
        let (what, of) = (format!("{} discarded", begun.what()), begun.client.clone());
        Some(Action::Discard { what, of, name: name.clone(), text, at: LIST }.and(Action::Draft(name, None)))
    }
}
