//! How a table looks: titles, the bar.

use super::Table;
use super::part::State;
use crate::app::font;
use crate::app::icon::Icon;
use crate::app::theme::{Tokens, text as roles};
use crate::app::widget::draw::{self, Words};
use iced::advanced::text::Alignment;
use iced::alignment::Horizontal;
use iced::{Rectangle, Renderer, border, mouse};

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

    pub(super) fn draw_bar(&self, state: &State, renderer: &mut Renderer, tokens: &Tokens, bounds: Rectangle, cursor: mouse::Cursor) {
        let Some(bar) = self.bar(bounds) else { return };
        let thumb = bar.thumb(state.first);
        let held = state.grip.is_some() || cursor.is_over(thumb);
        draw::quad(renderer, thumb, if held { tokens.secondary } else { tokens.control }, border::rounded(4));
    }
}
