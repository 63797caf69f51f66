//! Content that can be seen but not reached: what lies under a dialog, a form while it is being saved.
//!
//! Keys: while it is on, none gets in, and Tab passes it by; afterwards the keyboard is back where it was.
//!
//! States: on, off; both look the same.
//!
//! ```ignore
//! inert(form, self.saving)
//! ```

use super::access::{Ask, Info};
use super::wrap::forward;
use super::{Element, focus};
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell};
use iced::{Event, Rectangle, Renderer, Theme, mouse};
use std::any::Any;

struct Inert<'a, M> {
    on: bool,
    content: Element<'a, M>,
}

/// While `on`, `content` gets no keys and no mouse and is left out of every operation, so Tab passes it by. The focus it had comes
/// back when it is reachable again.
pub fn inert<'a, M: 'a>(content: impl Into<Element<'a, M>>, on: bool) -> Element<'a, M> {
    Element::new(Inert { on, content: content.into() })
}

/// Who had the focus when it became inert.
#[derive(Default)]
struct State {
    was_on: bool,
    had_focus: Option<(Option<String>, usize)>,
}

/// Whoever asked for something here asked while it could be reached.
struct Forget;

impl Operation for Forget {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        if let Some(info) = state.downcast_mut::<Info>() {
            info.ask = Some(Ask::Forget);
        }
    }
}

impl<M> Widget<M, Theme, Renderer> for Inert<'_, M> {
    forward!(M);

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        if !self.on {
            self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
        }
    }

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
        let state = tree.state.downcast_mut::<State>();
        let content = &mut tree.children[0];
        if std::mem::replace(&mut state.was_on, self.on) != self.on {
            if self.on {
                self.content.as_widget_mut().operate(content, layout, renderer, &mut Forget);
                let place = focus::focused(&mut self.content, content, layout, renderer);
                let id = focus::focused_id(&mut self.content, content, layout, renderer);
                state.had_focus = place.map(|place| (id, place));
                focus::clear(&mut self.content, content, layout, renderer);
            } else if let Some((id, place)) = state.had_focus.take()
                && focus::focused(&mut self.content, content, layout, renderer).is_none()
            {
                // By its name: what came and went before it meanwhile would put another in its place.
                let mut go = |goal| focus::go(&mut self.content, content, layout, renderer, goal);
                if !id.is_some_and(|id| go(focus::Goal::Id(id.into()))) {
                    go(focus::Goal::Nth(place));
                }
            }
            shell.request_redraw();
        }
        let (cursor, reaches) = if self.on { (mouse::Cursor::Unavailable, matches!(event, Event::Window(_))) } else { (cursor, true) };
        if reaches {
            self.content.as_widget_mut().update(content, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
    }
}
