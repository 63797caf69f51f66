//! How a select looks: the closed line, the open list.

use super::{CODE, GAP, INSET, Select, State, list, row};
use crate::app::font;
use crate::app::icon::Icon;
use crate::app::theme::{Tokens, space, text as roles};
use crate::app::widget::draw::{self, Words};
use iced::advanced::text::Alignment;
use iced::border;
use iced::{Point, Rectangle, Renderer, Size, mouse};

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
        let enabled = self.on_choose.is_some();
        let edge = match () {
            () if state.focus.is_on() => border::rounded(space::RADIUS).width(draw::RING).color(tokens.focus),
            () if self.info.invalid => border::rounded(space::RADIUS).width(1).color(tokens.bad.text),
            () if enabled && cursor.is_over(bounds) => border::rounded(space::RADIUS).width(1).color(tokens.secondary),
            () => border::rounded(space::RADIUS).width(1).color(if enabled { tokens.control } else { tokens.line }),
        };
        draw::quad(renderer, bounds, if enabled { tokens.surface } else { tokens.page }, edge);

        let chosen = self.selected.and_then(|at| self.options.get(at));
        let (content, color) = match (&state.open, chosen) {
            (Some(open), _) if !open.query.is_empty() => (open.query.as_str(), tokens.primary),
            (Some(_), None) => ("Type to narrow the list", tokens.secondary),
            (_, Some(option)) => (option.label.as_str(), if enabled { tokens.text } else { tokens.secondary }),
            (None, None) => (self.placeholder.as_ref(), tokens.secondary),
        };
        let words = Rectangle { x: bounds.x + INSET, width: bounds.width - 2.0 * INSET - 20.0, ..bounds };
        Words { content, size: roles::BODY, font: font::REGULAR, color, align: Alignment::Left }.draw(renderer, words, viewport);
        let sign = if state.open.is_some() { Icon::ChevronUp } else { Icon::ChevronDown };
        let place = Rectangle { x: bounds.x + bounds.width - 28.0, width: 20.0, ..bounds };
        draw::icon(renderer, sign, 16.0, tokens.secondary, place, viewport);
    }

    pub(super) fn draw_list(&self, state: &State, renderer: &mut Renderer, tokens: &Tokens, bounds: Rectangle, viewport: &Rectangle) {
        let (Some(open), Some(rows)) = (&state.open, state.laid_out) else { return };
        draw::quad(renderer, list(bounds), tokens.surface, border::rounded(space::RADIUS).width(1).color(tokens.control));
        let fitting = self.fitting(&open.query);
        let plain = |content, color| Words { content, size: roles::BODY, font: font::REGULAR, color, align: Alignment::Left };
        if fitting.is_empty() {
            let place = row(bounds, 0);
            plain("Nothing fits; Backspace widens the list", tokens.secondary).draw(renderer, inset(place, INSET, INSET), viewport);
        }
        let coded = self.options.iter().any(|option| option.code.is_some());
        for (n, (place_of, at)) in fitting.iter().enumerate().skip(open.top).take(rows).enumerate() {
            let Some(option) = self.options.get(*at) else { continue };
            let place = row(bounds, n);
            let chosen = self.selected == Some(*at);
            let fill = match () {
                () if place_of == open.cursor => Some(tokens.selected),
                () if state.hovered == Some(n) => Some(tokens.hover),
                () => None,
            };
            if let Some(fill) = fill {
                draw::quad(renderer, place, fill, border::rounded(4));
            }
            let mut left = INSET - GAP;
            if coded {
                if let Some(code) = &option.code {
                    let words = Words { size: roles::LABEL, font: font::MEDIUM, ..plain(code, tokens.secondary) };
                    words.draw(renderer, Rectangle { x: place.x + left, width: CODE - 4.0, ..place }, viewport);
                }
                left += CODE;
            }
            let detail = option.detail.as_deref().unwrap_or_default();
            let share = if detail.is_empty() { 0.0 } else { (place.width * 0.4).max(0.0) };
            let weight = if chosen { font::SEMIBOLD } else { font::REGULAR };
            let words = Words { font: weight, ..plain(&option.label, tokens.text) };
            words.draw(renderer, inset(place, left, share + 28.0), viewport);
            if !detail.is_empty() {
                let place = inset(place, place.width - share - 20.0, 26.0);
                Words { size: roles::LABEL, align: Alignment::Right, ..plain(detail, tokens.secondary) }.draw(renderer, place, viewport);
            }
            if chosen {
                let place = Rectangle { x: place.x + place.width - 24.0, width: 16.0, ..place };
                draw::icon(renderer, Icon::Check, 14.0, tokens.primary, place, viewport);
            }
        }
        if fitting.len() > rows {
            let list = list(bounds);
            let track = list.height - 2.0 * GAP;
            let height = (track * rows as f32 / fitting.len() as f32).max(16.0);
            let most = (fitting.len() - rows) as f32;
            let thumb =
                Rectangle { x: list.x + list.width - 7.0, y: list.y + GAP + (track - height) * open.top as f32 / most, width: 4.0, height };
            draw::quad(renderer, thumb, tokens.control, border::rounded(2));
        }
    }
}

/// Less on the left and on the right.
fn inset(place: Rectangle, left: f32, right: f32) -> Rectangle {
    let at = Point::new(place.x + left, place.y);
    Rectangle::new(at, Size::new((place.width - left - right).max(0.0), place.height))
}
