//! What is said in passing, at the right edge of a page: it takes no room, so nothing moves, and it covers no control where there is a
//! place between them, and never what has the keyboard. It has no keys of its own.
//!
//! States: below the top bar; further down, where a control lies there. It stays where it is while nothing comes below it.
//!
//! ```ignore
//! aloft(page, message, Margin { top: 64.0, right: 0.0 })
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
    margin: Margin,
}

/// What is never lain over, px: the bar at the top, and what stands at the right of the page.
#[derive(Debug, Clone, Copy)]
pub struct Margin {
    /// From the top.
    pub top: f32,
    /// From the right edge.
    pub right: f32,
}

/// `page` in the whole place, and over its right edge what is `said`, as far down as there is a place for it.
pub fn aloft<'a, M: 'a>(page: impl Into<Element<'a, M>>, said: Option<Element<'a, M>>, margin: Margin) -> Element<'a, M> {
    let (is_said, said) = (said.is_some(), said.unwrap_or_else(|| iced::widget::space().into()));
    Element::new(Aloft { parts: [page.into(), said], said: is_said, margin })
}

#[derive(Default)]
struct State {
    /// How far below the top it lies, px; none while nothing is said.
    y: Option<f32>,
    /// Something happened that may move controls: looked at once more a frame later, when they have moved.
    moved: bool,
}

/// The steps in which a place is looked for, px.
const STEP: usize = 6;
/// To cover what has the keyboard is worse than to cover anything else.
const KEYBOARD: f32 = 1e6;

/// How much of controls a place covers: nothing is best.
fn covered(place: Rectangle, controls: &[(Rectangle, bool)]) -> f32 {
    let area = |(control, focused): &(Rectangle, bool)| {
        let common = control.expand(draw::RING + 1.0).intersection(&place)?;
        Some(common.width * common.height * if *focused { KEYBOARD } else { 1.0 })
    };
    controls.iter().filter_map(area).sum()
}

/// Where it lies: where it is now, if it covers nothing there; else the first place from the top that covers least.
fn best(now: Option<f32>, top: f32, said: Rectangle, whole: Rectangle, controls: &[(Rectangle, bool)]) -> f32 {
    let last = (whole.height - said.height).max(top);
    let cost = |y: f32| covered(Rectangle { y: whole.y + y, ..said }, controls);
    if let Some(now) = now.filter(|now| *now <= last && cost(*now) == 0.0) {
        return now;
    }
    let all = (0..).step_by(STEP).map(|down| top + down as f32).take_while(|y| *y < last).chain([last]);
    let costs = all.map(|y| (y, cost(y)));
    costs.reduce(|least, next| if next.1 < least.1 { next } else { least }).map_or(top, |(y, _)| y)
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
        let whole = limits.max();
        let ([page, said], [page_tree, said_tree]) = (&mut self.parts, tree.children.as_mut_slice()) else {
            return layout::Node::new(whole);
        };
        let below = page.as_widget_mut().layout(page_tree, renderer, &layout::Limits::new(whole, whole));
        let room = layout::Limits::new(Size::ZERO, whole);
        let said = said.as_widget_mut().layout(said_tree, renderer, &room);
        let size = said.size();
        let x = (whole.width - self.margin.right - size.width).max(0.0);
        let state = tree.state.downcast_mut::<State>();
        // At once where it belongs: to be moved a frame later costs another layout, and is seen.
        state.y = self.said.then(|| {
            let controls = focus::places(page, page_tree, Layout::new(&below), renderer);
            let place = Rectangle { x, y: 0.0, width: size.width, height: size.height };
            best(state.y, self.margin.top, place, Rectangle::with_size(whole), &controls)
        });
        let y = state.y.unwrap_or(self.margin.top);
        layout::Node::with_children(whole, vec![below, said.move_to(Point::new(x, y))])
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
        let state = tree.state.downcast_mut::<State>();
        if !drawn {
            state.moved = true;
            return;
        }
        if std::mem::take(&mut state.moved) {
            shell.request_redraw();
        }
        let mut places = layout.children();
        let (Some(page), Some(said), Some(content)) = (places.next(), places.next(), tree.children.first_mut()) else { return };
        let controls = focus::places(&mut self.parts[0], content, page, renderer);
        let state = tree.state.downcast_mut::<State>();
        let y = Some(best(state.y, self.margin.top, said.bounds(), layout.bounds(), &controls));
        if std::mem::replace(&mut state.y, y) != y {
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
    fn it_covers_no_control_where_there_is_a_place_and_never_what_has_the_keyboard() {
        let whole = Rectangle { x: 0.0, y: 0.0, width: 1000.0, height: 600.0 };
        let said = Rectangle { x: 600.0, y: 50.0, width: 400.0, height: 60.0 };
        let at = |y: f32, height: f32, focused: bool| (Rectangle { x: 500.0, y, width: 450.0, height }, focused);
        let place = |now, controls: &[(Rectangle, bool)]| best(now, 50.0, said, whole, controls);
        assert_eq!(place(None, &[]), 50.0);
        let free = place(None, &[at(40.0, 40.0, false), at(300.0, 40.0, true)]);
        assert!((83.0..300.0 - 60.0).contains(&free), "between them: {free}");
        assert_eq!(place(Some(free), &[at(300.0, 40.0, false)]), free, "it stays where it is");
        let full: Vec<_> = (0..15).map(|n| at(n as f32 * 40.0, 40.0, n == 1)).collect();
        let least = place(None, &full);
        assert!(least >= 83.0, "away from what has the keyboard: {least}");
        let beside = (Rectangle { x: 0.0, y: 0.0, width: 500.0, height: 600.0 }, true);
        assert_eq!(place(None, &[beside]), 50.0, "what lies beside it is used as before");
    }
}
