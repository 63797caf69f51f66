//! How a select looks: the closed line, the open list.

use super::laid::{CODE, GAP, INSET, LINE, ROW, SIGN};
use super::{ROWS, Select, State};
use crate::app::font;
use crate::app::icon::Icon;
use crate::app::theme::{Tokens, space, text as roles};
use crate::app::widget::draw::{self, Words};
use iced::advanced::text::Alignment;
use iced::border;
use iced::{Color, Point, Rectangle, Renderer, Size, mouse};

impl<M> Select<'_, M> {
    pub(super) fn draw_line(
        &self,
        state: &State,
        renderer: &mut Renderer,
        tokens: &Tokens,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let enabled = !self.info.disabled;
        let bounds = state.laid.line(bounds);
        let edge = match () {
            () if state.focus.is_on() => border::rounded(space::RADIUS).width(draw::RING).color(tokens.focus),
            () if self.info.invalid => border::rounded(space::RADIUS).width(1).color(tokens.bad.text),
            () if enabled && cursor.is_over(bounds) => border::rounded(space::RADIUS).width(1).color(tokens.secondary),
            () => border::rounded(space::RADIUS).width(1).color(if enabled { tokens.control } else { tokens.line }),
        };
        draw::quad(renderer, bounds, if enabled { tokens.surface } else { tokens.page }, edge);

        let narrowed = state.open.as_ref().is_some_and(|open| !open.query.is_empty());
        let color = match () {
            () if narrowed => tokens.primary,
            () if enabled && self.answers.selected.is_some() => tokens.text,
            () => tokens.secondary,
        };
        let words = Rectangle { x: bounds.x + INSET, width: bounds.width - 2.0 * INSET - SIGN, ..bounds };
        plain("", color).draw_lines(&state.laid.head, renderer, lowered(words, LINE, roles::BODY), viewport);
        let sign = if state.open.is_some() { Icon::ChevronUp } else { Icon::ChevronDown };
        let place = Rectangle { x: bounds.x + bounds.width - INSET - SIGN + 6.0, width: 20.0, height: LINE, ..bounds };
        draw::icon(renderer, sign, 16.0, if enabled { tokens.secondary } else { tokens.control }, place, viewport);
    }

    pub(super) fn draw_list(&self, state: &State, renderer: &mut Renderer, tokens: &Tokens, bounds: Rectangle, viewport: &Rectangle) {
        let (Some(open), Some(list)) = (&state.open, state.laid.list(bounds)) else { return };
        draw::quad(renderer, list, tokens.surface, border::rounded(space::RADIUS).width(1).color(tokens.control));
        if state.laid.rows.is_empty() {
            plain("Nothing fits; Backspace widens the list", tokens.secondary).draw(renderer, inset(list, INSET, INSET), viewport);
        }
        let coded = self.answers.options.iter().any(|option| option.number().is_some());
        for (n, (row, place)) in state.laid.rows(bounds).enumerate() {
            let Some(option) = self.answers.options.get(row.at) else { continue };
            let chosen = self.answers.selected == Some(row.at);
            let fill = match () {
                () if open.top + n == open.cursor => Some(tokens.selected),
                () if state.hovered == Some(n) => Some(tokens.hover),
                () => None,
            };
            if let Some(fill) = fill {
                draw::quad(renderer, place, fill, border::rounded(4));
            }
            let mut left = INSET - GAP;
            if coded {
                let words =
                    Words { size: roles::LABEL, font: font::MEDIUM, ..plain(option.number().unwrap_or_default(), tokens.secondary) };
                words.draw(renderer, Rectangle { x: place.x + left, width: CODE - 4.0, height: ROW, ..place }, viewport);
                left += CODE;
            }
            let words = Words { font: if chosen { font::SEMIBOLD } else { font::REGULAR }, ..plain("", tokens.text) };
            let room = inset(place, left, INSET - GAP + SIGN);
            words.draw_lines(&row.label, renderer, lowered(room, ROW, roles::BODY), viewport);
            let (align, at) = match row.below {
                Some(below) => (Alignment::Left, Rectangle { y: room.y + below, ..room }),
                None => (Alignment::Right, lowered(room, ROW, roles::LABEL)),
            };
            Words { size: roles::LABEL, align, ..plain("", tokens.secondary) }.draw_lines(&row.detail, renderer, at, viewport);
            if chosen {
                let place = Rectangle { x: place.x + place.width - SIGN + 2.0, width: 16.0, height: ROW, ..place };
                draw::icon(renderer, Icon::Check, 14.0, tokens.primary, place, viewport);
            }
        }
        if state.laid.fitting > ROWS {
            let track = list.height - 2.0 * GAP;
            let height = (track * ROWS as f32 / state.laid.fitting as f32).max(16.0);
            let most = (state.laid.fitting - ROWS) as f32;
            let thumb =
                Rectangle { x: list.x + list.width - 7.0, y: list.y + GAP + (track - height) * open.top as f32 / most, width: 4.0, height };
            draw::quad(renderer, thumb, tokens.control, border::rounded(2));
        }
    }
}

/// Words of the usual size at the left.
const fn plain(content: &str, color: Color) -> Words<'_> {
    Words { content, size: roles::BODY, font: font::REGULAR, color, align: Alignment::Left }
}

/// So far down that the first line of words stands in the middle of a line of such a height.
fn lowered(place: Rectangle, height: f32, size: f32) -> Rectangle {
    Rectangle { y: place.y + ((height - draw::line_height(size)) / 2.0).round(), ..place }
}

/// Less on the left and on the right.
fn inset(place: Rectangle, left: f32, right: f32) -> Rectangle {
    let at = Point::new(place.x + left, place.y);
    Rectangle::new(at, Size::new((place.width - left - right).max(0.0), place.height))
}
