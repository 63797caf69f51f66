//! The words of a table's cell: one line, and a second one of less weight below it; cut with an ellipsis where they are too long.

use super::super::{Element, draw};
use crate::app::font;
use crate::app::theme::{Tokens, text as roles};
use draw::Words;
use iced::advanced::text::Alignment;
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::advanced::{Layout, layout, renderer};
use iced::{Font, Length, Rectangle, Renderer, Size, Theme, mouse};

/// See [`cell`].
pub struct Cell {
    text: String,
    font: Font,
    under: Option<String>,
}

/// One line of words. What is reported of it is the whole text, however little of it there is room for.
pub fn cell(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), font: font::REGULAR, under: None }
}

impl Cell {
    /// It stands out, as the name in a row.
    pub const fn strong(mut self) -> Self {
        self.font = font::SEMIBOLD;
        self
    }

    /// A second line of less weight; the rows must be high enough for it.
    pub fn under(self, text: impl Into<String>) -> Self {
        self.under_maybe(Some(text))
    }

    /// As `under`; one line where there is none.
    pub fn under_maybe(mut self, text: Option<impl Into<String>>) -> Self {
        self.under = text.map(Into::into);
        self
    }

    fn lines(&self) -> impl Iterator<Item = (&str, f32, Font)> {
        let under = self.under.as_deref().map(|text| (text, roles::LABEL, font::REGULAR));
        std::iter::once((self.text.as_str(), roles::BODY, self.font)).chain(under)
    }

    /// The place of each line in that of the cell.
    fn places(&self, bounds: Rectangle) -> impl Iterator<Item = (&str, f32, Font, Rectangle)> {
        let mut y = bounds.y;
        self.lines().map(move |(text, size, font)| {
            let line = Rectangle { y, height: draw::line_height(size), ..bounds };
            y += line.height;
            (text, size, font, line)
        })
    }
}

impl<'a, M: 'a> From<Cell> for Element<'a, M> {
    fn from(cell: Cell) -> Self {
        Element::new(cell)
    }
}

impl<M> Widget<M, Theme, Renderer> for Cell {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        let width = self.lines().map(|(text, size, font)| draw::width(text, size, font)).fold(0.0, f32::max);
        let height = self.lines().map(|(_, size, _)| draw::line_height(size)).sum();
        layout::Node::new(limits.resolve(Length::Shrink, Length::Shrink, Size::new(width.ceil(), height)))
    }

    fn operate(&mut self, _: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        self.places(layout.bounds()).filter(|(text, ..)| !text.is_empty()).for_each(|(text, .., line)| operation.text(None, line, text));
    }

    fn draw(
        &self,
        _: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let tokens = Tokens::of(theme);
        for (at, (content, size, font, line)) in self.places(layout.bounds()).enumerate() {
            let color = if at == 0 { tokens.text } else { tokens.secondary };
            Words { content, size, font, color, align: Alignment::Left }.draw(renderer, line, viewport);
        }
    }
}
