//! How a table looks: titles, the bar.

use super::Table;
use super::part::State;
use crate::app::font;
use crate::app::icon::Icon;
use crate::app::theme::{Tokens, text as roles};
use crate::app::widget::draw::{self, Words};
use iced::advanced::text::Alignment;
use iced::advanced::widget::Tree;
use iced::advanced::{Layout, renderer};
use iced::alignment::Horizontal;
use iced::border::{self, Border};
use iced::{Rectangle, Renderer, Theme, mouse};

/// Room for the sign of a sorted column, px.
const SIGN: f32 = 16.0;

impl<'a, M: 'a> Table<'a, M> {
    pub(super) fn draw_title(&self, at: usize, renderer: &mut Renderer, tokens: &Tokens, bounds: Rectangle, viewport: &Rectangle) {
        let Some(column) = self.columns.get(at) else { return };
        let mut place = bounds;
        let right = column.align == Horizontal::Right;
        if let Some((_, descending)) = self.sorted.filter(|(by, _)| *by == at) {
            let words = draw::width(&column.title, roles::LABEL, font::MEDIUM).min(bounds.width - SIGN);
            let x = if right { bounds.x + bounds.width - words - SIGN } else { bounds.x + words };
            let sign = Rectangle { x, width: SIGN, ..bounds };
            let icon = if descending { Icon::ChevronDown } else { Icon::ChevronUp };
            draw::icon(renderer, icon, 12.0, tokens.secondary, sign, viewport);
            place.width -= SIGN;
            place.x += if right { SIGN } else { 0.0 };
        }
        let align = if right { Alignment::Right } else { Alignment::Left };
        let words = Words { content: &column.title, size: roles::LABEL, font: font::MEDIUM, color: tokens.secondary, align };
        words.draw(renderer, place, viewport);
    }

    /// The rows in sight, on their lines.
    #[expect(clippy::too_many_arguments, reason = "those of `Widget::draw`")]
    pub(super) fn draw_rows(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let (tokens, bounds) = (Tokens::of(theme), layout.bounds());
        for (n, ((row, tree), layout)) in self.rows.iter().zip(&tree.children).zip(Self::places(&self.nodes, layout)).enumerate() {
            // The bar lies beside the rows, where there is one.
            let row_in = self.row_in(bounds, n);
            let place = if self.bar(bounds).is_some() { row_in } else { Rectangle { width: bounds.width, ..row_in } };
            if place.intersection(viewport).is_none() {
                continue;
            }
            let chosen = self.selected == Some(state.first + n);
            if chosen || (cursor.is_over(place) && self.on_move.is_some()) {
                draw::quad(renderer, place, if chosen { tokens.selected } else { tokens.row_hover }, Border::default());
            }
            draw::quad(renderer, Rectangle { height: 1.0, ..place }, tokens.line, Border::default());
            if chosen {
                draw::cursor_mark(renderer, place, tokens);
            }
            row.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
            if chosen && state.focus.is_on() {
                draw::ring_inside(renderer, place, tokens);
            }
        }
        let cursor_in_sight = self.selected.is_some_and(|at| (state.first..state.first + self.fit).contains(&at));
        if state.focus.is_on() && !cursor_in_sight {
            draw::ring_inside(renderer, Rectangle { width: bounds.width, ..self.rows_in(bounds) }, tokens);
        }
    }

    pub(super) fn draw_bar(&self, state: &State, renderer: &mut Renderer, tokens: &Tokens, bounds: Rectangle, cursor: mouse::Cursor) {
        let Some(bar) = self.bar(bounds) else { return };
        let thumb = bar.thumb(state.first);
        let held = state.grip.is_some() || cursor.is_over(thumb);
        draw::quad(renderer, thumb, if held { tokens.secondary } else { tokens.control }, border::rounded(4));
    }
}
