//! Says what a stock widget is, without changing how it looks or works. It has no keys and no states.
//!
//! ```ignore
//! semantics(Info::new(Role::Image, "Referrals by month"), picture)
//! ```

use super::Element;
use super::access::Info;
use super::wrap::forward;
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::advanced::{Clipboard, Layout, Shell};
use iced::{Event, Rectangle, Renderer, Theme, mouse};

struct Semantics<'a, M> {
    info: Info,
    content: Element<'a, M>,
}

/// Reports `info` before what `content` reports; for charts, pictures, groups.
pub fn semantics<'a, M: 'a>(info: Info, content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    Element::new(Semantics { info, content: content.into() })
}

impl<M> Widget<M, Theme, Renderer> for Semantics<'_, M> {
    forward!(M);

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.custom(None, layout.bounds(), &mut self.info);
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
        });
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
        self.content.as_widget_mut().update(&mut tree.children[0], event, layout, cursor, renderer, clipboard, shell, viewport);
    }
}
