//! The card of a dialog: title, body, actions at the bottom right. [`modal`](super::modal) puts it over the page.
//!
//! Keys: those of `modal` and of what is in it.
//!
//! States: one; the safe action comes first and has the keyboard.
//!
//! ```ignore
//! dialog("Leave without saving?", text::body("It is kept as a draft."), [stay.into(), leave.into()])
//! ```

use super::Element;
use super::access::{Info, Role};
use super::semantics::semantics;
use crate::app::theme::{container as boxes, space, text as roles};
use iced::Fill;
use iced::widget::{Space, column, container, row};

/// The widest a dialog gets, px.
const WIDTH: f32 = 480.0;

/// A dialog. Give the safe action first and the one that does it last; the first control in it gets the focus.
pub fn dialog<'a, M: 'a>(
    title: impl Into<String>,
    body: impl Into<Element<'a, M>>,
    actions: impl IntoIterator<Item = Element<'a, M>>,
) -> Element<'a, M> {
    let title = title.into();
    let mut bar = row![Space::new().width(Fill)].spacing(space::S12);
    for action in actions {
        bar = bar.push(action);
    }
    let content = column![roles::section(title.clone()), body.into(), bar].spacing(space::S16);
    let card = container(content).padding(space::S24).max_width(WIDTH).style(boxes::dialog);
    semantics(Info { modal: true, ..Info::new(Role::Dialog, title) }, card)
}
