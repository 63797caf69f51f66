//! A text of several lines, such as a case note: it grows with what is typed, so that all of it stays in sight.
//!
//! Keys: those of every text field; Enter makes a line, Tab goes on; Up, Down, PageUp and PageDown go by lines, Ctrl+Home and Ctrl+End to
//! the ends, Ctrl with Left and Right by words, Ctrl+Backspace and Ctrl+Delete take a word; Shift marks. Ctrl+Z and Ctrl+Y undo and redo
//! by words, also after the field was left. Two clicks mark a word, three a line.
//!
//! States: empty with a placeholder, filled, focused (ring), invalid (red line), disabled (no `on_input`), hidden (`masked`). What a paste
//! brings is cleaned and keeps its lines, and what does not fit is said below it. Unlike a line of text it marks nothing when Tab comes
//! to it: one letter would take the whole note away.
//!
//! ```ignore
//! memo("text", "Note", &self.text)
//!     .limit(LONGEST)
//!     .masked(self.privacy)
//!     .on_input(Message::Text)
//! ```

mod keys;
mod live;
mod paint;
mod script;

use super::access::{Info, Role};
use super::control::control;
use super::{Element, draw};
use crate::app::theme::{Tokens, space};
use iced::advanced::widget::Id;
use iced::border::{self, Border};
use iced::{Color, Padding, Theme};
use std::borrow::Cow;

use live::Live;

/// Between the line around it and its text, px.
const PADDING: Padding = Padding { top: 8.0, right: 10.0, bottom: 8.0, left: 10.0 };
/// How many lines it shows at least.
const LINES: u16 = 5;

/// See [`memo`].
pub struct Memo<'a, M> {
    id: Id,
    /// Whose text it is.
    of: String,
    value: String,
    on_input: Option<Box<dyn Fn(String) -> M + 'a>>,
    on_blur: Option<M>,
    limit: usize,
    lines: u16,
    masked: bool,
    info: Info,
}

/// A text of several lines. Without `on_input` it is disabled: it shows its value and cannot be focused.
pub fn memo<'a, M>(id: impl Into<Id>, label: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Memo<'a, M> {
    Memo {
        id: id.into(),
        of: String::new(),
        value: script::clean(&value.into()),
        on_input: None,
        on_blur: None,
        limit: usize::MAX,
        lines: LINES,
        masked: false,
        info: Info { sets_text: true, ..Info::new(Role::Memo, label) },
    }
}

impl<'a, M> Memo<'a, M> {
    /// Whose text it is, where one form is for several records: that of another one has a past of its own.
    pub fn of(mut self, record: impl Into<String>) -> Self {
        self.of = record.into();
        self
    }

    /// What every change sends: the whole new text, its lines divided by `\n`.
    pub fn on_input(mut self, message: impl Fn(String) -> M + 'a) -> Self {
        self.on_input = Some(Box::new(message));
        self
    }

    /// What is sent when the focus leaves it.
    pub fn on_blur(mut self, message: M) -> Self {
        self.on_blur = Some(message);
        self
    }

    /// The most characters that fit; what is cut from a paste is said below the text. Longer text that is there already stays.
    pub const fn limit(mut self, characters: usize) -> Self {
        self.limit = characters;
        self
    }

    /// How many lines it shows at least; it has room for more as they come.
    pub const fn lines(mut self, lines: u16) -> Self {
        self.lines = lines;
        self
    }

    /// Hidden from who looks over the shoulder: shows dots, cannot be copied and is not said aloud, but is edited as ever.
    pub const fn masked(mut self, masked: bool) -> Self {
        self.masked = masked;
        self
    }

    /// What it shows while empty: an example, never the label.
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.info.placeholder = Some(placeholder.into());
        self
    }

    /// Its box: the fill, and the line around it.
    fn look(&self, theme: &Theme, focused: bool, hovered: bool) -> (Color, Border) {
        let tokens = Tokens::of(theme);
        let (line, width) = match () {
            () if focused => (tokens.focus, draw::RING),
            () if self.info.invalid => (tokens.bad.text, 1.0),
            () if self.info.disabled => (tokens.line, 1.0),
            () if hovered => (tokens.secondary, 1.0),
            () => (tokens.control, 1.0),
        };
        let fill = if self.info.disabled { tokens.page } else { tokens.surface };
        (fill, border::rounded(space::RADIUS).width(width).color(line))
    }
}

control!(Memo);

impl<'a, M: Clone + 'a> From<Memo<'a, M>> for Element<'a, M> {
    fn from(memo: Memo<'a, M>) -> Self {
        Element::new(Live::new(memo))
    }
}
