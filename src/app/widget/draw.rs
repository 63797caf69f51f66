//! What the hand-drawn widgets share: boxes, words, the focus ring, and reading an event.

use crate::app::font;
use crate::app::icon::Icon;
use crate::app::theme::Tokens;
pub use crate::app::widget::measure::width;
use iced::advanced::renderer::{Quad, Renderer as _};
use iced::advanced::text::{Alignment, LineHeight, Renderer as _, Shaping, Text, Wrapping};
use iced::alignment::Vertical;
use iced::border::{self, Border};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::{Color, Event, Font, Pixels, Rectangle, Renderer, Size, mouse, touch};

/// Width of the focus ring, px.
pub const RING: f32 = 2.0;

/// A filled box with a line around it.
pub fn quad(renderer: &mut Renderer, bounds: Rectangle, fill: Color, border: Border) {
    renderer.fill_quad(Quad { bounds, border, ..Quad::default() }, fill);
}

/// The ring just outside of something with such corners, with a gap of 1 px, so that it shows around a filled control too.
pub fn ring_around(renderer: &mut Renderer, bounds: Rectangle, radius: f32, tokens: &Tokens) {
    let border = border::rounded(radius + RING + 1.0).width(RING).color(tokens.focus);
    quad(renderer, bounds.expand(RING + 1.0), Color::TRANSPARENT, border);
}

/// The ring just inside of `bounds`, for what has no room around it. Four bars: the renderer would fill what is inside of a ring with
/// nothing, pixel by pixel, and a row is the widest thing that has one.
pub fn ring_inside(renderer: &mut Renderer, bounds: Rectangle, tokens: &Tokens) {
    let Rectangle { x, y, width, height } = bounds;
    let (right, bottom) = (x + width - RING, y + height - RING);
    let flat = |y| Rectangle { x, y, width, height: RING };
    let upright = |x| Rectangle { x, y, width: RING, height };
    for bar in [flat(y), flat(bottom), upright(x), upright(right)] {
        quad(renderer, bar, tokens.focus, Border::default());
    }
}

/// One line of words, centred upright in `bounds`, cut off at its right end.
#[derive(Clone, Copy)]
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
    /// Draws lines made by [`lines`], one below the other, from the top of `bounds`; `content` is left out.
    pub fn draw_lines(self, lines: &[String], renderer: &mut Renderer, bounds: Rectangle, viewport: &Rectangle) {
        let (height, top) = (line_height(self.size), bounds.y);
        for (n, line) in lines.iter().enumerate() {
            let place = Rectangle { y: (top + n as f32 * height).round(), height, ..bounds };
            Words { content: line.trim_end(), ..self }.draw(renderer, place, viewport);
        }
    }

    /// Draws it, cut with an ellipsis where it is wider than its place.
    ///
    /// Three habits of the software renderer decide how. It takes a text's place for the corner of what it covers, so an aligned text
    /// that changes would leave a part of the former one standing: the text is placed by its upper left corner. It wraps whatever is
    /// too wide: nothing too wide is given to it. And it clips a text only where the clip given with it reaches out of the layer: so
    /// the whole place is given, and never what is visible of it.
    pub fn draw(self, renderer: &mut Renderer, bounds: Rectangle, viewport: &Rectangle) {
        let height = line_height(self.size);
        let mut text = Text {
            content: self.content.to_owned(),
            bounds: Size::new(bounds.width, height),
            size: Pixels(self.size),
            line_height: LineHeight::default(),
            font: self.font,
            align_x: Alignment::Left,
            align_y: Vertical::Top,
            shaping: Shaping::Auto,
            wrapping: Wrapping::None,
        };
        shorten(&mut text);
        let free = match self.align {
            Alignment::Center => (bounds.width - measure(&text)).max(0.0) / 2.0,
            // Whole px: the least bit too little, and the last letter would be wrapped away.
            Alignment::Right => (bounds.width - measure(&text)).floor().max(0.0),
            _ => 0.0,
        };
        text.bounds.width = bounds.width - free;
        let place = Rectangle { x: bounds.x + free, y: bounds.center_y() - height / 2.0, width: text.bounds.width, height };
        if place.intersects(viewport) {
            renderer.fill_text(text, place.position(), self.color, place);
        }
    }
}

/// The mark at the left edge of the row of the cursor: the pointer may lie on another row, which has none.
pub fn cursor_mark(renderer: &mut Renderer, row: Rectangle, tokens: &Tokens) {
    quad(renderer, Rectangle { width: MARK, ..row }, tokens.primary, Border::default());
}

/// Width of that mark, px.
const MARK: f32 = 3.0;

/// Lines that each fit into a width, broken between words, and inside a word only where it is wider than all.
pub fn lines(content: &str, size: f32, font: Font, most: f32) -> Vec<String> {
    let fits = |line: &str| line.chars().count() as f32 * size <= most || width(line.trim_end(), size, font) <= most;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in content.split_inclusive(' ') {
        let longer = line.clone() + word;
        if fits(&longer) {
            line = longer;
            continue;
        }
        lines.extend(Some(std::mem::take(&mut line)).filter(|line| !line.is_empty()));
        line = word.to_owned();
        while !fits(&line) && line.chars().count() > 1 {
            let letters: Vec<char> = line.chars().collect();
            let kept = (1..letters.len()).take_while(|kept| fits(&letters[..*kept].iter().collect::<String>())).last().unwrap_or(1);
            let (whole, rest) = letters.split_at(kept);
            lines.push(whole.iter().collect());
            line = rest.iter().collect();
        }
    }
    lines.push(line);
    lines
}

/// Height of a line of text, px.
pub fn line_height(size: f32) -> f32 {
    LineHeight::default().to_absolute(Pixels(size)).0
}

/// Cuts a text that is wider than its bounds, and says so by an ellipsis.
fn shorten(text: &mut Text) {
    // No letter is wider than the type is high, so most texts need no measuring.
    let surely_fits = text.content.chars().count() as f32 * text.size.0 <= text.bounds.width;
    if surely_fits || measure(text) <= text.bounds.width {
        return;
    }
    let letters: Vec<char> = text.content.chars().collect();
    let cut = |kept: usize| letters.iter().take(kept).collect::<String>().trim_end().to_owned() + "…";
    let (mut fits, mut too_wide) = (0, letters.len());
    while fits + 1 < too_wide {
        let kept = usize::midpoint(fits, too_wide);
        text.content = cut(kept);
        if measure(text) <= text.bounds.width {
            fits = kept;
        } else {
            too_wide = kept;
        }
    }
    text.content = cut(fits);
}

/// How wide a text is on one line.
fn measure(text: &Text) -> f32 {
    width(&text.content, text.size.0, text.font)
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

/// True for a key that is held down: what it does once is not done again by holding it.
pub const fn is_held(event: &Event) -> bool {
    matches!(event, Event::Keyboard(keyboard::Event::KeyPressed { repeat: true, .. }))
}

/// Enter or Space.
pub fn activates(press: Press) -> bool {
    matches!(press, Press::Named(Named::Enter, _) | Press::Char(' '))
}
