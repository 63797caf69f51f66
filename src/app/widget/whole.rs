//! A part of the frame that is as high as whole pixels of the window. It has no keys and no states.
//!
//! ```ignore
//! column![whole(top, scale), page, whole(status, scale)]
//! ```
//!
//! Lines of text are a fraction of a pixel high, so a page between bars of text would begin within one. The software renderer draws a
//! box that lies inside of a patch without a mask, softened edges included, and clears a patch only where it covers the middle of a
//! pixel: what a layer draws along such an edge of its own stays there for ever. So layers begin and end with a whole pixel.

use super::Element;
use super::wrap::{forward, operates, updates};
use iced::advanced::layout::{Limits, Node};
use iced::advanced::widget::{Tree, Widget};
use iced::{Renderer, Size, Theme};

struct Whole<'a, M> {
    content: Element<'a, M>,
    /// Pixels of the window for each px.
    scale: f32,
}

/// `content`, made a little higher where its height is no whole number of pixels at this scale.
pub fn whole<'a, M: 'a>(content: impl Into<Element<'a, M>>, scale: f32) -> Element<'a, M> {
    Element::new(Whole { content: content.into(), scale })
}

impl<M> Widget<M, Theme, Renderer> for Whole<'_, M> {
    forward!(M, but layout);

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &Limits) -> Node {
        let content = self.content.as_widget_mut();
        let node = content.layout(&mut tree.children[0], renderer, limits);
        let height = rounded(node.size().height, self.scale).min(limits.max().height);
        if height <= node.size().height {
            return node;
        }
        let limits = Limits::new(Size::new(limits.min().width, height), limits.max());
        content.layout(&mut tree.children[0], renderer, &limits)
    }

    operates!();
    updates!(M);
}

/// The next height that is a whole number of pixels; what is one already, but for the precision of a number, stays.
fn rounded(height: f32, scale: f32) -> f32 {
    (height * scale - 0.01).ceil().max(0.0) / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_height_becomes_whole_pixels() {
        for (height, scale, whole) in
            [(0.0, 1.0, 0.0), (102.6, 1.0, 103.0), (103.0, 1.0, 103.0), (33.0, 1.5, 33.333_332), (10.0, 0.8, 10.0)]
        {
            assert_eq!(rounded(height, scale), whole, "{height} at {scale}");
        }
    }
}
