//! The box that a page's parts stand in. It has no keys and no states.
//!
//! ```ignore
//! card(column![badge::section("Enrollment"), form])
//! ```
//!
//! It paints itself in bands. For each patch of a window that changed the software renderer fills every box below the patch whole, not
//! the patch alone; a card is the largest box of a page, so that each letter typed in it would cost as much as the card.

use super::wrap::{forward, operates, updates};
use super::{Element, draw};
use crate::app::theme::{Tokens, space};
use iced::advanced::widget::{Tree, Widget};
use iced::advanced::{Layout, renderer};
use iced::border::{self, Radius};
use iced::widget::container;
use iced::{Border, Color, Length, Rectangle, Renderer, Theme, mouse};

/// Height of a band, px: less than that of a row or a field, so that little of what a patch does not cover whole is filled through its
/// mask, which takes ten times as long.
const BAND: f32 = 20.0;
/// Height of the first and the last one, px.
const CORNER: f32 = 2.0 * space::RADIUS_CARD;
/// Width of the line around a card, px.
const LINE: f32 = 1.0;

/// A card: surface, line, rounded, with room inside; as wide as its place.
pub fn card<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    boxed(content, space::S20)
}

/// A card with so much room inside, px: less of it where a window is low and narrow.
pub fn roomy<'a, M: 'a>(content: impl Into<Element<'a, M>>, inside: f32) -> Element<'a, M> {
    boxed(content, inside)
}

/// A card without room inside, for a table: its rows reach from line to line.
pub fn sheet<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    boxed(content, LINE)
}

fn boxed<'a, M: 'a>(content: impl Into<Element<'a, M>>, inside: f32) -> Element<'a, M> {
    Element::new(Card { content: container(content).padding(inside).width(Length::Fill).into() })
}

struct Card<'a, M> {
    content: Element<'a, M>,
}

impl<M> Widget<M, Theme, Renderer> for Card<'_, M> {
    forward!(M, but draw);
    operates!();
    updates!(M);

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
        let tokens = Tokens::of(theme);
        let bounds = layout.bounds();
        line_around(renderer, bounds, tokens.line, viewport);
        for (band, border) in bands(bounds.shrink(LINE), space::RADIUS_CARD - LINE).filter(|(band, _)| band.intersects(viewport)) {
            draw::quad(renderer, band, tokens.surface, border);
        }
        let style = renderer::Style { text_color: tokens.text };
        self.content.as_widget().draw(&tree.children[0], renderer, theme, &style, layout, cursor, viewport);
    }
}

/// The first and the last band whole, for their corners, and of those between the two sides; what is inside is painted over.
fn line_around(renderer: &mut Renderer, bounds: Rectangle, color: Color, viewport: &Rectangle) {
    for (band, border) in bands(bounds, space::RADIUS_CARD).filter(|(band, _)| band.intersects(viewport)) {
        if border == Border::default() {
            // Wider than the line, and painted over as in the first band: where the edge is none of the screen's, both look alike.
            let left = Rectangle { width: LINE + 2.0, ..band };
            draw::quad(renderer, left, color, border);
            draw::quad(renderer, Rectangle { x: band.x + band.width - left.width, ..left }, color, border);
        } else {
            draw::quad(renderer, band, color, border);
        }
    }
}

/// The bands of a rounded box from its top down; the first and the last are as high as their corners need, since of them alone the line
/// is painted whole. They overlap by a px, so that nothing shows between two of them where their edge is none of the screen's.
fn bands(bounds: Rectangle, radius: f32) -> impl Iterator<Item = (Rectangle, Border)> {
    let between = bounds.height - 2.0 * CORNER;
    let count = if between > 0.0 { 2 + (between / BAND).floor().max(1.0) as usize } else { 1 };
    (0..count).map(move |at| {
        let (first, last) = (at == 0, at + 1 == count);
        let above = if first { 0.0 } else { CORNER + (at - 1) as f32 * BAND };
        let (y, ends) = match count - at {
            1 if !first => (bounds.height - CORNER, bounds.height),
            1 => (0.0, bounds.height),
            2 if !first => (above, bounds.height - CORNER + 1.0),
            _ => (above, if first { CORNER } else { above + BAND } + 1.0),
        };
        let corners = Radius::new(0.0).top(if first { radius } else { 0.0 }).bottom(if last { radius } else { 0.0 });
        (Rectangle { y: bounds.y + y, height: ends - y, ..bounds }, border::rounded(corners))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::{Point, Size};

    #[test]
    fn bands_cover_the_box_without_a_gap() {
        for height in [0.0, 7.0, 39.9, 40.0, 79.0, 80.5, 1234.5] {
            let bounds = Rectangle::new(Point::new(3.0, 11.25), Size::new(500.0, height));
            let bands: Vec<_> = bands(bounds, 8.0).collect();
            assert_eq!(bands[0].0.y, bounds.y);
            assert_eq!(bands.last().map(|(band, _)| band.y + band.height), Some(bounds.y + bounds.height), "{height}");
            assert!(bands.windows(2).all(|pair| pair[0].0.y + pair[0].0.height > pair[1].0.y), "{height}");
            assert!(bands.iter().all(|(band, _)| (band.x, band.width) == (bounds.x, bounds.width)));
            assert!(bands.iter().all(|(band, _)| band.height <= 2.0 * BAND), "{height}");
        }
    }
}
