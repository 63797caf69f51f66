//! The foot of a form of the record: what saves, leaves and deletes it; and the question before something is lost.

use crate::app::Element;
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{space, text};
use crate::app::widget::{Kind, button};
use iced::widget::{column, row};

/// The look of the button that does what a form is for.
pub const MAIN: Kind = Kind::Primary;

/// The id of the button that goes on in the form.
pub const STAY: &str = "stay";

/// What a form asks before it does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Leave without saving?
    GiveUp,
    /// Delete what the form shows?
    Delete,
}

/// What the buttons of a foot send.
pub struct Foot<M> {
    /// Saves, and closes the form.
    pub save: M,
    /// Closes it without.
    pub cancel: M,
    /// Deletes what is recorded, and what that is called: `note`. None for what is new.
    pub delete: Option<(&'static str, M)>,
    /// Does what was asked.
    pub sure: M,
    /// Goes on in the form instead.
    pub back: M,
}

impl<M: Clone> Foot<M> {
    /// The buttons, or the question.
    pub fn view<'a>(self, asks: Option<Asks>) -> Element<'a, M>
    where
        M: 'a,
    {
        let what = self.delete.as_ref().map_or("record", |(what, _)| *what);
        let (words, stay, sure) = match asks {
            Some(Asks::GiveUp) => ("Leave without saving? What you typed is lost.".to_owned(), "Keep editing", "Leave without saving"),
            Some(Asks::Delete) => (format!("Delete this {what}? History can bring it back."), "Keep it", "Delete it"),
            None => {
                let save = button("Save & Close").id("save").icon(Icon::Check).kind(MAIN).hint(shortcut::hint(Command::Save));
                let delete = self.delete.map(|(_, delete)| button("Delete").id("delete").on_press(delete));
                let cancel = button("Cancel").id("cancel").on_press(self.cancel);
                return row![save.on_press(self.save), cancel].push(delete).spacing(space::S8).into();
            }
        };
        let buttons = row![button(stay).id(STAY).kind(MAIN).on_press(self.back), button(sure).id("sure").on_press(self.sure)];
        column![text::strong(words), buttons.spacing(space::S8)].spacing(space::S8).into()
    }
}
