//! A box to tick, with its words at the right: one thing that is so or is not.
//!
//! Keys: Space ticks it and takes the tick away; Enter goes on.
//!
//! States: ticked or not, under the pointer, focused (ring), disabled (no `on_toggle`).
//!
//! ```ignore
//! check("consent", "Consent on file", self.consent).on_toggle(Message::Consent)
//! ```

use super::access::{Info, Role};
use super::control::{self, control};
use super::focus::Focus;
use super::{Element, draw};
use crate::app::icon::Icon;
use crate::app::theme::{Tokens, text as roles};
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, renderer};
use iced::border;
use iced::{Event, Length, Padding, Rectangle, Renderer, Size, Theme, mouse};
use std::borrow::Cow;

/// Side of the box, px.
const BOX: f32 = 18.0;
/// From the left edge to the words, px.
const INDENT: f32 = BOX + 8.0;

/// See [`check`].
pub struct Check<'a, M> {
    id: Id,
    checked: bool,
    on_toggle: Option<Box<dyn Fn(bool) -> M + 'a>>,
    content: Element<'a, M>,
    info: Info,
}

/// A box to tick. Space or a click toggles it; without `on_toggle` it is disabled.
pub fn check<'a, M: 'a>(id: impl Into<Id>, label: impl Into<Cow<'static, str>>, checked: bool) -> Check<'a, M> {
    let label = label.into();
    Check {
        id: id.into(),
        checked,
        on_toggle: None,
        info: Info { checked: Some(checked), activates: true, ..Info::new(Role::CheckBox, label.clone()) },
        content: roles::body(label).into(),
    }
}

impl<'a, M> Check<'a, M> {
    /// What a toggle sends: the new state.
    pub fn on_toggle(mut self, message: impl Fn(bool) -> M + 'a) -> Self {
        self.on_toggle = Some(Box::new(message));
        self
    }
}

control!(Check);

impl<'a, M: 'a> From<Check<'a, M>> for Element<'a, M> {
    fn from(mut check: Check<'a, M>) -> Self {
        check.info.disabled = check.on_toggle.is_none();
        Element::new(check)
    }
}

#[derive(Default)]
struct State {
    focus: Focus,
    hovered: bool,
    asked: bool,
}

impl<M> Check<'_, M> {
    fn toggle(&mut self, shell: &mut Shell<'_, M>) {
        if let Some(on_toggle) = &self.on_toggle {
            self.checked = !self.checked;
            shell.publish(on_toggle(self.checked));
            shell.request_redraw();
        }
    }
}

impl<M> Widget<M, Theme, Renderer> for Check<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let padding = Padding { top: 4.0, right: 4.0, bottom: 4.0, left: INDENT };
        layout::padded(limits, Length::Shrink, Length::Shrink, padding, |limits| {
            self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
        })
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        self.info.checked = Some(self.checked);
        let ask = control::report(operation, Some(&self.id), bounds, &mut self.info, &mut state.focus);
        control::keep(&mut state.asked, ask.as_ref());
        operation.traverse(&mut |operation| {
            if let Some(layout) = layout.children().next() {
                self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
            }
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        _: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        if self.on_toggle.is_none() {
            state.asked = false;
            return;
        }
        let over = cursor.is_over(layout.bounds());
        if control::changed(&mut state.hovered, over) {
            shell.request_redraw();
        }
        let asked = std::mem::take(&mut state.asked);
        if draw::is_press(event) {
            if state.focus.set(over && !shell.is_event_captured()) {
                shell.request_redraw();
            }
            if state.focus.is_on() {
                shell.capture_event();
                self.toggle(shell);
            }
        } else if asked {
            self.toggle(shell);
        } else if state.focus.is_on() && !shell.is_event_captured() && draw::press(event) == Some(draw::Press::Char(' ')) {
            shell.capture_event();
            self.toggle(shell);
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let tokens = Tokens::of(theme);
        let bounds = layout.bounds();
        let Some(content) = layout.children().next() else { return };
        let square = Rectangle { x: bounds.x, y: content.bounds().y, width: BOX, height: BOX };
        let enabled = self.on_toggle.is_some();
        let hovered = enabled && cursor.is_over(bounds);
        let (fill, line) = match (self.checked, enabled, hovered) {
            (true, true, true) => (tokens.primary_hover, tokens.primary_hover),
            (true, true, false) => (tokens.primary, tokens.primary),
            (true, false, _) => (tokens.secondary, tokens.secondary),
            (false, true, true) => (tokens.hover, tokens.primary),
            (false, true, false) => (tokens.surface, tokens.secondary),
            (false, false, _) => (tokens.page, tokens.control),
        };
        draw::quad(renderer, square, fill, border::rounded(4).width(1).color(line));
        if self.checked {
            let mark = if enabled { tokens.on_primary } else { tokens.surface };
            draw::icon(renderer, Icon::Check, 14.0, mark, square, viewport);
        }
        let style = renderer::Style { text_color: if enabled { tokens.text } else { tokens.secondary } };
        self.content.as_widget().draw(&tree.children[0], renderer, theme, &style, content, cursor, viewport);
        if state.focus.is_on() {
            draw::ring_around(renderer, bounds, 4.0, tokens);
        }
    }

    fn mouse_interaction(&self, _: &Tree, layout: Layout<'_>, cursor: mouse::Cursor, _: &Rectangle, _: &Renderer) -> mouse::Interaction {
        control::pointer(self.on_toggle.is_some(), layout, cursor)
    }
}
