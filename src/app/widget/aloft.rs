//! What is said in passing, over the bottom of a page: it takes no room, so nothing below it moves, and it never covers what has the
//! keyboard. It has no keys of its own.
//!
//! States: at the bottom; at the top, while what has the keyboard lies where it would be.
//!
//! ```ignore
//! aloft(page, message, 64.0)
//! ```

use super::focus;
use super::{Element, draw};
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, layout, overlay, renderer};
use iced::{Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector, mouse, window};

struct Aloft<'a, M> {
    /// The page, and what lies over it: always two, so that the page's state outlives what comes and goes.
    parts: [Element<'a, M>; 2],
    said: bool,
    top: f32,
}

/// `page` in the whole place, and over its bottom what is `said`, as wide as the place; `top` px below its top where it would cover what
/// has the keyboard.
pub fn aloft<'a, M: 'a>(page: impl Into<Element<'a, M>>, said: Option<Element<'a, M>>, top: f32) -> Element<'a, M> {
    let (is_said, said) = (said.is_some(), said.unwrap_or_else(|| iced::widget::space().into()));
    Element::new(Aloft { parts: [page.into(), said], said: is_said, top })
}

#[derive(Default)]
struct State {
    above: bool,
    /// Something happened that may move what has the keyboard: looked at once more a frame later, when it has moved.
    moved: bool,
}

/// Whether it lies at the top: what has the keyboard is where it would be at the bottom, and not at the top too.
fn is_above(keyboard: Option<Rectangle>, bottom: Rectangle, top: Rectangle) -> bool {
    let covers = |place: &Rectangle| keyboard.is_some_and(|it| it.expand(draw::RING + 1.0).intersects(place));
    covers(&bottom) && !covers(&top)
}

impl<M> Aloft<'_, M> {
    /// Where it would lie at the bottom, and at the top.
    fn places(&self, layout: Layout<'_>) -> Option<[Rectangle; 2]> {
        let (whole, said) = (layout.bounds(), layout.children().nth(1)?.bounds());
        let at = |y: f32| Rectangle { y: whole.y + y, ..said };
        Some([at(whole.height - said.height), at(self.top)])
    }
}

impl<M> Widget<M, Theme, Renderer> for Aloft<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.parts.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.parts);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let above = tree.state.downcast_ref::<State>().above;
        let whole = limits.max();
        let ([page, said], [page_tree, said_tree]) = (&mut self.parts, tree.children.as_mut_slice()) else {
            return layout::Node::new(whole);
        };
        let page = page.as_widget_mut().layout(page_tree, renderer, &layout::Limits::new(whole, whole));
        let room = layout::Limits::new(Size::ZERO, whole);
        let said = said.as_widget_mut().layout(said_tree, renderer, &room);
        let size = said.size();
        let y = if above { self.top } else { whole.height - size.height };
        layout::Node::with_children(whole, vec![page, said.move_to(Point::new(whole.width - size.width, y))])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.traverse(&mut |operation| {
            for ((part, tree), layout) in self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()) {
                part.as_widget_mut().operate(tree, layout, renderer, operation);
            }
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
        let on_top = self.said && layout.children().nth(1).is_some_and(|said| cursor.is_over(said.bounds()));
        // What lies on top has the mouse first; the page has the keys first.
        let parts = self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()).enumerate();
        for (at, ((part, tree), layout)) in parts {
            let cursor = if on_top && at == 0 { mouse::Cursor::Unavailable } else { cursor };
            part.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
        if !self.said {
            return;
        }
        let drawn = matches!(event, Event::Window(window::Event::RedrawRequested(_)));
        let places = self.places(layout);
        let state = tree.state.downcast_mut::<State>();
        if !drawn {
            state.moved = true;
            return;
        }
        if std::mem::take(&mut state.moved) {
            shell.request_redraw();
        }
        let (Some(page), Some(content), Some([bottom, top])) = (layout.children().next(), tree.children.first_mut(), places) else {
            return;
        };
        let above = is_above(focus::place(&mut self.parts[0], content, page, renderer), bottom, top);
        let state = tree.state.downcast_mut::<State>();
        if std::mem::replace(&mut state.above, above) != above {
            shell.invalidate_layout();
            shell.request_redraw();
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
        for (at, ((part, tree), layout)) in self.parts.iter().zip(&tree.children).zip(layout.children()).enumerate() {
            let draw = |renderer: &mut Renderer| part.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
            // A layer of its own: the words of the page would lie over its box.
            if at == 0 {
                draw(renderer)
            } else if self.said {
                renderer.with_layer(layout.bounds(), draw)
            }
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let parts = self.parts.iter().zip(&tree.children).zip(layout.children());
        let shapes = parts.map(|((part, tree), layout)| part.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer));
        shapes.max().unwrap_or_default()
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        overlay::from_children(&mut self.parts, tree, layout, renderer, viewport, translation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_leaves_what_has_the_keyboard_in_sight() {
        let at = |y: f32, height: f32| Rectangle { x: 0.0, y, width: 400.0, height };
        let (bottom, top) = (at(700.0, 60.0), at(64.0, 60.0));
        assert!(!is_above(None, bottom, top));
        assert!(!is_above(Some(at(300.0, 40.0)), bottom, top), "elsewhere");
        assert!(is_above(Some(at(690.0, 40.0)), bottom, top));
        assert!(!is_above(Some(at(0.0, 800.0)), bottom, top), "it is everywhere");
    }
}
