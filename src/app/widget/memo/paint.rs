//! What is seen of a text of several lines: its cursor that blinks, what is marked, the words or an example of them.

use super::script::Script;
use crate::app::theme::{Tokens, text as roles};
use crate::app::widget::access::Info;
use crate::app::widget::draw;
use iced::advanced::text::editor::Selection;
use iced::advanced::text::{Alignment, Renderer as _};
use iced::border::Border;
use iced::time::{Duration, Instant};
use iced::{Point, Rectangle, Renderer};

/// So long the cursor is seen, and so long it is not.
const BLINK: Duration = Duration::from_millis(500);

/// When the cursor is seen.
pub(super) struct Blink {
    since: Instant,
    /// The time of the last frame.
    pub now: Instant,
    /// The window has the keyboard.
    pub in_front: bool,
}

impl Blink {
    pub fn new() -> Self {
        let now = Instant::now();
        Self { since: now, now, in_front: true }
    }

    pub fn is_seen(&self) -> bool {
        self.in_front && (self.now.saturating_duration_since(self.since).as_millis() / BLINK.as_millis()).is_multiple_of(2)
    }

    /// When that changes.
    pub fn turns(&self) -> Instant {
        let passed = self.now.saturating_duration_since(self.since).as_millis() % BLINK.as_millis();
        self.now + BLINK.saturating_sub(Duration::from_millis(u64::try_from(passed).unwrap_or_default()))
    }
}

/// What a frame shows.
pub(super) struct Seen<'a> {
    pub script: &'a Script,
    pub focused: bool,
    /// The cursor is to be seen now.
    pub caret: bool,
    pub info: &'a Info,
}

impl Seen<'_> {
    /// Draws it into this part of the box.
    pub fn draw(&self, renderer: &mut Renderer, text: Rectangle, tokens: &Tokens, viewport: &Rectangle) {
        let offset = text.position() - Point::ORIGIN;
        match self.script.selection().filter(|_| self.focused) {
            Some(Selection::Range(parts)) => {
                for part in parts {
                    draw::quad(renderer, part + offset, tokens.selection, Border::default());
                }
            }
            Some(Selection::Caret(_)) if self.caret => {
                if let Some(caret) = self.script.caret() {
                    // On a whole px, so that it is one column and sharp.
                    let caret = Rectangle { x: (caret.x + offset.x).floor(), y: caret.y + offset.y, ..caret };
                    draw::quad(renderer, caret, tokens.text, Border::default());
                }
            }
            _ => {}
        }
        let color = if self.info.disabled { tokens.secondary } else { tokens.text };
        match &self.info.placeholder {
            Some(example) if self.script.text().is_empty() => {
                let words = draw::Words {
                    content: example,
                    size: roles::BODY,
                    font: renderer.default_font(),
                    color: tokens.secondary,
                    align: Alignment::Left,
                };
                let line = Rectangle { height: draw::line_height(roles::BODY), ..text };
                words.draw(renderer, line, viewport);
            }
            _ => renderer.fill_editor(self.script.editor(), text.position(), color, text),
        }
    }
}
