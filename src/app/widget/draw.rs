//! What the hand-drawn widgets share: boxes, words, the focus ring, and reading an event.

use crate::app::font;
use crate::app::icon::Icon;
use crate::app::theme::{Tokens, space};
use iced::advanced::renderer::{Quad, Renderer as _};
use iced::advanced::text::{Alignment, LineHeight, Renderer as _, Shaping, Text, Wrapping};
use iced::alignment::Vertical;
use iced::border::{self, Border};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::{Color, Event, Font, Pixels, Point, Rectangle, Renderer, mouse, touch};

/// Width of the focus ring, px.
pub const RING: f32 = 2.0;

/// A filled box with a line around it.
pub fn quad(renderer: &mut Renderer, bounds: Rectangle, fill: Color, border: Border) {
    renderer.fill_quad(Quad { bounds, border, ..Quad::default() }, fill);
}

/// The ring just outside of `bounds`, with a gap of 1 px, so that it shows around a filled control too.
pub fn ring_around(renderer: &mut Renderer, bounds: Rectangle, tokens: &Tokens) {
    let border = border::rounded(space::RADIUS + 3.0).width(RING).color(tokens.focus);
    quad(renderer, bounds.expand(RING + 1.0), Color::TRANSPARENT, border);
}

/// The ring just inside of `bounds`, for what has no room around it.
pub fn ring_inside(renderer: &mut Renderer, bounds: Rectangle, tokens: &Tokens) {
    let border = border::rounded(space::RADIUS).width(RING).color(tokens.focus);
    quad(renderer, bounds, Color::TRANSPARENT, border);
}

/// One line of words, centred upright in `bounds`, cut off at its right end.
pub struct Words<'a> {
    /// What it says.
    pub content: &'a str,
    /// Size, px.
    pub size: f32,
    /// Weight.
    pub font: Font,
    /// Colour.
    pub color: Color,
    /// Left, centre or right in `bounds`.
    pub align: Alignment,
}

impl Words<'_> {
    /// Draws it.
    pub fn draw(self, renderer: &mut Renderer, bounds: Rectangle, viewport: &Rectangle) {
        let Some(clip) = bounds.intersection(viewport) else { return };
        let x = match self.align {
            Alignment::Center => bounds.center_x(),
            Alignment::Right => bounds.x + bounds.width,
            _ => bounds.x,
        };
        let text = Text {
            content: self.content.to_owned(),
            bounds: bounds.size(),
            size: Pixels(self.size),
            line_height: LineHeight::default(),
            font: self.font,
            align_x: self.align,
            align_y: Vertical::Center,
            shaping: Shaping::Auto,
            wrapping: Wrapping::None,
        };
        renderer.fill_text(text, Point::new(x, bounds.center_y()), self.color, clip);
    }
}

/// An icon in the middle of `bounds`.
pub fn icon(renderer: &mut Renderer, icon: Icon, size: f32, color: Color, bounds: Rectangle, viewport: &Rectangle) {
    let content = icon.glyph().to_string();
    Words { content: &content, size, font: font::ICONS, color, align: Alignment::Center }.draw(renderer, bounds, viewport);
}

/// The left button or a finger went down.
pub fn is_press(event: &Event) -> bool {
    matches!(event, Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) | Event::Touch(touch::Event::FingerPressed { .. }))
}

/// The left button or a finger went up.
pub fn is_release(event: &Event) -> bool {
    matches!(
        event,
        Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerLifted { .. } | touch::Event::FingerLost { .. })
    )
}

/// A key press, reduced to what a focused control cares about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// A key with a name, and whether Shift was down.
    Named(Named, bool),
    /// A character that was typed (not with Ctrl, Alt or Cmd).
    Char(char),
}

/// The press in `event`; None for everything else, also for presses with a command key.
pub fn press(event: &Event) -> Option<Press> {
    let Event::Keyboard(keyboard::Event::KeyPressed { modified_key, modifiers, text, .. }) = event else { return None };
    if modifiers.intersects(Modifiers::CTRL | Modifiers::LOGO) || (modifiers.alt() && text.is_none()) {
        return None;
    }
    match modified_key {
        Key::Named(Named::Space) => Some(Press::Char(' ')),
        Key::Named(named) => Some(Press::Named(*named, modifiers.shift())),
        Key::Character(text) => text.chars().next().map(Press::Char),
        Key::Unidentified => None,
    }
}

/// Enter or Space.
pub fn activates(press: Press) -> bool {
    matches!(press, Press::Named(Named::Enter, _) | Press::Char(' '))
}
