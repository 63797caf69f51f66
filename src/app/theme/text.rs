//! The roles of type. What a text is for decides its size, weight and colour.

use super::palette::{Tokens, Tone};
use crate::app::font;
use iced::widget::Text;
use iced::widget::text::{IntoFragment, Style};
use iced::{Color, Theme};

/// Size of a page title.
pub const TITLE: f32 = 22.0;
/// Size of a card's title.
pub const SECTION: f32 = 16.0;
/// Size of running text and controls.
pub const BODY: f32 = 14.0;
/// Size of text of less weight.
pub const SECONDARY: f32 = 13.0;
/// Size of labels, hints, table heads, badges.
pub const LABEL: f32 = 12.0;

/// The title of a page; for screen readers use [`heading`](crate::app::widget::heading), which draws this.
pub fn title<'a>(text: impl IntoFragment<'a>) -> Text<'a> {
    Text::new(text).size(TITLE).font(font::SEMIBOLD)
}

/// The title of a card or of a part of a form.
pub fn section<'a>(text: impl IntoFragment<'a>) -> Text<'a> {
    Text::new(text).size(SECTION).font(font::SEMIBOLD)
}

/// Running text.
pub fn body<'a>(text: impl IntoFragment<'a>) -> Text<'a> {
    Text::new(text).size(BODY)
}

/// Running text that stands out, such as the name in a row.
pub fn strong<'a>(text: impl IntoFragment<'a>) -> Text<'a> {
    body(text).font(font::SEMIBOLD)
}

/// Text of less weight beside or below something.
pub fn secondary<'a>(text: impl IntoFragment<'a>) -> Text<'a> {
    Text::new(text).size(SECONDARY).style(muted)
}

/// The name above a control or a column.
pub fn label<'a>(text: impl IntoFragment<'a>) -> Text<'a> {
    Text::new(text).size(LABEL).font(font::MEDIUM).style(muted)
}

/// A short explanation below a control.
pub fn hint<'a>(text: impl IntoFragment<'a>) -> Text<'a> {
    Text::new(text).size(LABEL).style(muted)
}

/// Small text in the colour of a tone, with an icon beside it.
pub fn toned<'a>(text: impl IntoFragment<'a>, tone: Tone) -> Text<'a> {
    Text::new(text).size(LABEL).style(move |theme: &Theme| colored(Tokens::of(theme).tone(tone).text))
}

/// Style: of less weight.
pub fn muted(theme: &Theme) -> Style {
    colored(Tokens::of(theme).secondary)
}

/// Style: the colour of running text.
pub fn plain(theme: &Theme) -> Style {
    colored(Tokens::of(theme).text)
}

/// Style: the primary colour.
pub fn primary(theme: &Theme) -> Style {
    colored(Tokens::of(theme).primary)
}

/// Style: the colour of a tone.
pub fn tone(tone: Tone) -> impl Fn(&Theme) -> Style {
    move |theme| colored(Tokens::of(theme).tone(tone).text)
}

fn colored(color: Color) -> Style {
    Style { color: Some(color) }
}
