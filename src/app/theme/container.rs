//! Styles of the boxes that things stand in; for `iced::widget::container(..).style(container::card)`.

use super::palette::{Tokens, Tone};
use super::space;
use iced::border::{self, Border};
use iced::widget::container::Style;
use iced::{Background, Color, Theme};

/// A card: surface, line around it, corners of 8.
pub fn card(theme: &Theme) -> Style {
    let tokens = Tokens::of(theme);
    filled(tokens.surface, tokens.text).border(border::rounded(space::RADIUS_CARD).width(1).color(tokens.line))
}

/// The top bar, the status bar, the navigation: surface without a line; put a `rule` beside it.
pub fn bar(theme: &Theme) -> Style {
    let tokens = Tokens::of(theme);
    filled(tokens.surface, tokens.text)
}

/// A quiet group inside a card.
pub fn panel(theme: &Theme) -> Style {
    let tokens = Tokens::of(theme);
    filled(tokens.page, tokens.text).border(border::rounded(space::RADIUS).width(1).color(tokens.line))
}

/// A box in the tint of a tone, its words in the tone's colour.
pub fn tinted(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let colors = Tokens::of(theme).tone(tone);
        filled(colors.tint, colors.text).border(border::rounded(space::RADIUS))
    }
}

/// A strip across the window in the tint of a tone.
pub fn strip(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let colors = Tokens::of(theme).tone(tone);
        filled(colors.tint, colors.text)
    }
}

/// A pill in the tint of a tone, with a thin line: on a chosen row, which is tinted too, it is still one.
pub fn pill(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| {
        let colors = Tokens::of(theme).tone(tone);
        let line = mixed(colors.tint, colors.text, 0.25);
        filled(colors.tint, colors.text).border(border::rounded(space::RADIUS_PILL).width(1).color(line))
    }
}

/// So much of the second colour in the first; opaque, since half-transparent edges are drawn darker where a patch ends.
fn mixed(first: Color, second: Color, share: f32) -> Color {
    let mix = |a: f32, b: f32| a + (b - a) * share;
    Color::from_rgb(mix(first.r, second.r), mix(first.g, second.g), mix(first.b, second.b))
}

/// The dialog: a card with a strong line, since nothing casts a shadow.
pub fn dialog(theme: &Theme) -> Style {
    let tokens = Tokens::of(theme);
    filled(tokens.surface, tokens.text).border(border::rounded(space::RADIUS_CARD).width(2).color(tokens.secondary))
}

/// The bubble of a tooltip.
pub fn tip(theme: &Theme) -> Style {
    let tokens = Tokens::of(theme);
    filled(tokens.text, tokens.surface).border(border::rounded(space::RADIUS))
}

/// A 1-px line as style of `iced::widget::rule`.
pub fn line(theme: &Theme) -> iced::widget::rule::Style {
    iced::widget::rule::Style {
        color: Tokens::of(theme).line,
        radius: 0.0.into(),
        fill_mode: iced::widget::rule::FillMode::Full,
        snap: true,
    }
}

fn filled(color: Color, text: Color) -> Style {
    Style { background: Some(Background::Color(color)), text_color: Some(text), border: Border::default(), ..Style::default() }
}
