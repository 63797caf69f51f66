//! A page of which one part takes the room that is left: a table between what stands above and below it. Used by Home and Clients.

use super::Element;
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::advanced::{Clipboard, Layout, Shell, layout, overlay, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, Theme, Vector, mouse};

/// See [`rest`].
pub struct Rest<'a, M> {
    /// Head, body, foot, and what the foot is as high as: always four, so that the body's state outlives a foot that comes and goes. The last
    /// is laid out alone, and neither drawn nor told.
    parts: [Element<'a, M>; 4],
    room: f32,
    least: f32,
}

/// `head` as high as it is, and `body` in what is left of `room`, or in `least` where less is left: then the page is higher than its
/// room, and the scrollable around it scrolls. All in px.
pub fn rest<'a, M: 'a>(head: impl Into<Element<'a, M>>, body: impl Into<Element<'a, M>>, room: f32, least: f32) -> Rest<'a, M> {
    Rest { parts: [head.into(), body.into(), iced::widget::space().into(), iced::widget::space().into()], room, least }
}

impl<'a, M: 'a> Rest<'a, M> {
    /// What stands below the body, as high as it is; it follows a body that needs less than its room.
    pub fn foot(mut self, foot: impl Into<Element<'a, M>>) -> Self {
        self.parts[2] = foot.into();
        self
    }

    /// Keeps so much room for the foot as this would need: one that says more at one time than at another does not move the body.
    pub fn foot_as_high_as(mut self, longest: impl Into<Element<'a, M>>) -> Self {
        self.parts[3] = longest.into();
        self
    }
}

impl<'a, M: 'a> From<Rest<'a, M>> for Element<'a, M> {
    fn from(rest: Rest<'a, M>) -> Self {
        Element::new(rest)
    }
}

impl<M> Widget<M, Theme, Renderer> for Rest<'_, M> {
    fn children(&self) -> Vec<Tree> {
        self.parts.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.parts);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let width = limits.max().width;
        let [head, body, foot, longest] = &mut self.parts;
        let [head_tree, body_tree, foot_tree, longest_tree] = tree.children.as_mut_slice() else { return layout::Node::new(Size::ZERO) };
        let part = |part: &mut Element<'_, M>, tree: &mut Tree, height: f32| {
            part.as_widget_mut().layout(tree, renderer, &layout::Limits::new(Size::ZERO, Size::new(width, height)).width(Length::Fill))
        };
        let head = part(head, head_tree, f32::INFINITY);
        let foot = part(foot, foot_tree, f32::INFINITY);
        let foot_height = foot.size().height.max(part(longest, longest_tree, f32::INFINITY).size().height);
        let left = self.room - head.size().height - foot_height;
        let body = part(body, body_tree, left.max(self.least));
        let (below_head, below_body) = (head.size().height, head.size().height + body.size().height);
        let height = below_body + foot_height;
        let parts = vec![head, body.translate(Vector::new(0.0, below_head)), foot.translate(Vector::new(0.0, below_body))];
        layout::Node::with_children(Size::new(width, height), parts)
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
        for ((part, tree), layout) in self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            part.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
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
        for ((part, tree), layout) in self.parts.iter().zip(&tree.children).zip(layout.children()) {
            part.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
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
