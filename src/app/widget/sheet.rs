//! A page that is drawn at once when it is scrolled or laid out anew. Used by [`scroll`](super::scroll).
//!
//! The software renderer compares each text and box with the frame before, and draws every patch that differs by itself: where a page
//! moves that is a hundred patches, and each fills the large areas below it again. It draws a layer once, and whole, where the bounds
//! of the layer differ. So the page is a layer whose height says how it lies, in hundredths of a pixel; what is typed or chosen
//! changes no layout and stays a small patch.

use super::Element;
use super::wrap::{forward, operates, updates};
use iced::advanced::widget::{Tree, Widget};
use iced::advanced::{Layout, Renderer as _, renderer};
use iced::{Rectangle, Renderer, Theme, mouse};

/// `content` as a page of a scrollable.
pub fn sheet<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    Element::new(Sheet { content: content.into() })
}

struct Sheet<'a, M> {
    content: Element<'a, M>,
}

impl<M> Widget<M, Theme, Renderer> for Sheet<'_, M> {
    forward!(M, but draw);
    operates!();
    updates!(M);

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
        at_once(renderer, *viewport, lie(layout, viewport.y.to_bits()), |renderer| {
            self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
        });
    }
}

/// Draws in a layer of its own, which is drawn anew at once and whole where `lie` is not what it was in the frame before.
pub(super) fn at_once(renderer: &mut Renderer, bounds: Rectangle, lie: u32, draw: impl FnOnce(&mut Renderer)) {
    renderer.with_layer(Rectangle { height: bounds.height - sliver(lie), ..bounds }, draw);
}

/// How the layout lies on the screen, as one number of many.
fn lie(layout: Layout<'_>, seed: u32) -> u32 {
    let Rectangle { x, y, width, height } = layout.bounds();
    let lie = [x, y, width, height].iter().fold(seed, |lie, side| (lie ^ side.to_bits()).wrapping_mul(0x0100_0193).rotate_left(7));
    layout.children().fold(lie, |lie, child| self::lie(child, lie))
}

/// Less than a pixel, another one for each lie, and large enough for the precision of a coordinate.
fn sliver(lie: u32) -> f32 {
    f32::from((lie >> 24) as u8) / 4096.0
}
