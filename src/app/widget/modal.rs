//! A dialog over a page that cannot be reached meanwhile.
//!
//! Keys: Tab stays inside, Esc closes. The first control of the dialog gets the keyboard when it opens; when it is gone the keyboard
//! is back where it was.
//!
//! States: with a dialog, without.
//!
//! ```ignore
//! modal(page, self.leaving.then(|| dialog(title, body, actions)), Message::Stay)
//! ```

use super::focus::{self, Goal};
use super::inert::inert;
use super::wrap::{forward, operates};
use super::{Element, draw};
use crate::app::theme::space;
use draw::Press;
use iced::advanced::widget::{Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell};
use iced::keyboard::key::Named;
use iced::widget::{center, stack};
use iced::{Event, Rectangle, Renderer, Theme, mouse};

/// The page with a dialog over it, if there is one. Esc sends `on_close`; a click beside the dialog does nothing, so that no answer is
/// lost by a slip. Always wrap the page in it, also without a dialog, or the page forgets its focus and its scrolling.
pub fn modal<'a, M: Clone + 'a>(base: impl Into<Element<'a, M>>, dialog: Option<Element<'a, M>>, on_close: M) -> Element<'a, M> {
    let base = inert(base, dialog.is_some());
    let over = dialog.map(|dialog| center(Element::new(Trap { content: dialog, on_close })).padding(space::S24).into());
    stack(std::iter::once(base).chain(over)).width(iced::Fill).height(iced::Fill).into()
}

struct Trap<'a, M> {
    content: Element<'a, M>,
    on_close: M,
}

#[derive(Default)]
struct State {
    entered: bool,
}

impl<M: Clone> Widget<M, Theme, Renderer> for Trap<'_, M> {
    forward!(M);

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    operates!();

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let content = &mut tree.children[0];
        if !std::mem::replace(&mut tree.state.downcast_mut::<State>().entered, true)
            && focus::focused(&mut self.content, content, layout, renderer).is_none()
        {
            focus::go(&mut self.content, content, layout, renderer, Goal::Nth(0));
            shell.request_redraw();
        }
        self.content.as_widget_mut().update(content, event, layout, cursor, renderer, clipboard, shell, viewport);
        if !shell.is_event_captured() && matches!(draw::press(event), Some(Press::Named(Named::Escape, _))) {
            shell.publish(self.on_close.clone());
            shell.capture_event();
        }
    }
}
