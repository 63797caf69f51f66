//! The words of a table's cell: one line, and a second one of less weight below it; cut with an ellipsis where they are too long. A cell
//! that wraps breaks them into as many lines as its row is high.

use super::super::{Element, draw};
use crate::app::font;
use crate::app::theme::{Tokens, space, text as roles};
use draw::Words;
use iced::advanced::text::Alignment;
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::advanced::{Layout, layout, renderer};
use iced::{Font, Length, Rectangle, Renderer, Size, Theme, mouse};

/// What stays free above and below words that are broken into lines, px: they never touch the lines of their row.
const AIR: f32 = space::S8;

/// See [`cell`].
pub struct Cell {
    text: String,
    font: Font,
    under: Option<String>,
    wraps: bool,
    /// The lines of each, as they were laid out; none of a cell that does not wrap.
    broken: [Vec<String>; 2],
}

/// One line of words. What is reported of it is the whole text, however little of it there is room for.
pub fn cell(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), font: font::REGULAR, under: None, wraps: false, broken: [Vec::new(), Vec::new()] }
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

    /// Breaks what is too long into lines; the rows must be high enough for them.
    pub const fn wrap(mut self) -> Self {
        self.wraps = true;
        self
    }

    /// Breaks the words into lines of this width, as many as a row of this height has room for. What stands below keeps a line at least.
    fn break_into(&mut self, width: f32, height: f32) {
        let mut left = height - 2.0 * AIR;
        let below = self.under.is_some();
        let parts: Vec<(String, f32, Font)> = self.lines().map(|(text, size, font)| (text.to_owned(), size, font)).collect();
        for (at, (text, size, font)) in parts.into_iter().enumerate() {
            let kept = if at == 0 && below { draw::line_height(roles::LABEL) } else { 0.0 };
            // A hair more, so that what is as high as its lines loses none to rounding.
            let most = (((left - kept) / draw::line_height(size) + 0.01) as usize).max(1);
            let mut lines = draw::lines(&text, size, font, width);
            if lines.len() > most {
                let rest = lines.split_off(most - 1).concat();
                lines.push(rest);
            }
            left -= lines.len() as f32 * draw::line_height(size);
            if let Some(broken) = self.broken.get_mut(at) {
                *broken = lines;
            }
        }
    }

    /// How wide its words are on one line and those below them, in hundredths of a px: by their letters, whose widths are remembered, so that
    /// thousands of cells are told apart at once.
    pub fn spans(&self) -> (u32, u32) {
        let wide = |(text, size, font): (&str, f32, Font)| {
            let letters = text.chars().map(|letter| draw::width(letter.encode_utf8(&mut [0; 4]), size, font));
            (letters.sum::<f32>() * 100.0) as u32
        };
        let mut parts = self.lines().map(wide);
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    }

    /// How high a row must be in which nothing of it is cut at this width, px.
    pub(super) fn whole(&mut self, width: f32) -> f32 {
        self.break_into(width, f32::INFINITY);
        let lines = self.lines().zip(&self.broken).map(|((_, size, _), broken)| draw::line_height(size) * broken.len() as f32);
        (lines.sum::<f32>() + 2.0 * AIR).ceil()
    }

    fn lines(&self) -> impl Iterator<Item = (&str, f32, Font)> {
        let under = self.under.as_deref().map(|text| (text, roles::LABEL, font::REGULAR));
        std::iter::once((self.text.as_str(), roles::BODY, self.font)).chain(under)
    }

    /// The place of each line in that of the cell.
    fn places(&self, bounds: Rectangle) -> impl Iterator<Item = (&str, f32, Font, Rectangle)> {
        let mut y = bounds.y;
        self.lines().zip(&self.broken).map(move |((text, size, font), broken)| {
            let line = Rectangle { y, height: draw::line_height(size) * broken.len().max(1) as f32, ..bounds };
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
        let mut width = self.lines().map(|(text, size, font)| draw::width(text, size, font)).fold(0.0, f32::max);
        let room = limits.max();
        if self.wraps && width > room.width {
            self.break_into(room.width, room.height);
            width = room.width;
        }
        let lines = self.lines().zip(&self.broken);
        let height = lines.map(|((_, size, _), broken)| draw::line_height(size) * broken.len().max(1) as f32).sum();
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
        for ((at, (content, size, font, line)), broken) in self.places(layout.bounds()).enumerate().zip(&self.broken) {
            let color = if at == 0 { tokens.text } else { tokens.secondary };
            let words = Words { content, size, font, color, align: Alignment::Left };
            if broken.is_empty() { words.draw(renderer, line, viewport) } else { words.draw_lines(broken, renderer, line, viewport) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wraps_fills_its_row_and_no_more() {
        let words = "Referral follow-up · Referral to Rapid Re-Housing project resource opening, 11/20/2026";
        let mut all = cell(words).under(words).wrap();
        all.break_into(200.0, 300.0);
        assert!(all.broken.iter().all(|lines| lines.len() > 2 && lines.concat() == words), "{:?}", all.broken);
        let mut few = cell(words).under(words).wrap();
        few.break_into(200.0, 70.0);
        let lines = few.broken.each_ref().map(Vec::len);
        assert!(lines[0] >= 2 && lines[1] >= 1, "{lines:?}");
        let height = draw::line_height(roles::BODY) * lines[0] as f32 + draw::line_height(roles::LABEL) * lines[1] as f32;
        assert!(height <= 70.0 - 2.0 * AIR && few.broken.iter().all(|lines| lines.concat() == words), "{height}");
        let needs = all.whole(200.0);
        all.break_into(200.0, needs);
        let fits = |(lines, size): (&Vec<String>, f32)| lines.iter().all(|line| draw::width(line.trim_end(), size, font::REGULAR) <= 200.0);
        assert!(all.broken.iter().zip([roles::BODY, roles::LABEL]).all(fits), "{:?}", all.broken);
    }
}
