//! A question that gets the keyboard before anybody answers it: where a page asks something that nobody expected, one key too many must
//! not press the first answer.
//!
//! Keys: Enter and Space do nothing; Tab goes on to the answers.
//!
//! States: normal, focused (ring).
//!
//! ```ignore
//! landing("likely", "Is it one of these?", banner(Tone::Warn, "Is it one of these?", None))
//! ```

use super::access::{Info, Live, Role};
use super::focus::Focus;
use super::wrap::forward;
use super::{Element, draw, unspoken};
use crate::app::theme::{Tokens, space};
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, renderer};
use iced::{Event, Rectangle, Renderer, Theme, mouse};
use std::borrow::Cow;

struct Landing<'a, M> {
    id: Id,
    info: Info,
    content: Element<'a, M>,
}

/// `content` asks what `words` say, and has no control in it.
pub fn landing<'a, M: 'a>(id: impl Into<Id>, words: impl Into<Cow<'static, str>>, content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    let info = Info { level: Some(2), live: Live::Polite, ..Info::new(Role::Heading, words) };
    Element::new(Landing { id: id.into(), info, content: unspoken(content) })
}

impl<M> Widget<M, Theme, Renderer> for Landing<'_, M> {
    forward!(M, but draw);

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Focus>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Focus::default())
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.custom(Some(&self.id), layout.bounds(), &mut self.info);
        operation.focusable(Some(&self.id), layout.bounds(), tree.state.downcast_mut::<Focus>());
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        _: Layout<'_>,
        _: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        _: &Rectangle,
    ) {
        let focus = tree.state.downcast_mut::<Focus>();
        if draw::is_press(event) {
            if focus.set(false) {
                shell.request_redraw();
            }
        } else if focus.is_on() && draw::press(event).is_some_and(draw::activates) {
            shell.capture_event();
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
        if tree.state.downcast_ref::<Focus>().is_on() {
            draw::ring_around(renderer, layout.bounds(), space::RADIUS, Tokens::of(theme));
        }
    }
}
