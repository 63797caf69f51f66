//! A line of text: the toolkit's text input with a name, undo, masks and lengths, and messages for focus and blur.
//!
//! Keys: those of every text field; Ctrl+Z and Ctrl+Y undo and redo by words, also after the field was left; Enter submits, or goes
//! to the next control.
//!
//! States: empty with a placeholder, filled, focused (ring), invalid (red line), disabled (no `on_input`), secret (`secret`), hidden
//! (`masked`). What a paste brings is cleaned, and what does not fit is said below the line.
//!
//! ```ignore
//! input("ssn", "Social Security Number", &self.ssn)
//!     .mask(Mask::Ssn)
//!     .masked(self.privacy)
//!     .on_input(Message::Ssn)
//! ```

pub(super) mod history;
mod live;
pub(super) mod mask;

use super::access::{Info, Role};
use super::control::control;
use super::{Element, draw};
use crate::app::theme::{Tokens, space, text as roles};
use iced::advanced::widget::Id;
use iced::border;
use iced::widget::text_input::{self, Status, TextInput};
use iced::{Background, Length, Padding, Theme};
use std::borrow::Cow;

pub(super) use live::Live;
pub use mask::Mask;

/// What a text becomes, or how it is said; None leaves it.
type Turn<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

/// See [`input`].
pub struct Input<'a, M> {
    id: Id,
    value: String,
    on_input: Option<Box<dyn Fn(String) -> M + 'a>>,
    on_submit: Option<M>,
    on_blur: Option<M>,
    on_focus: Option<M>,
    finish: Option<Turn<'a>>,
    spoken: Option<Turn<'a>>,
    mask: Option<Mask>,
    limit: usize,
    secret: bool,
    /// The letters of the secret are on the screen.
    shown: bool,
    masked: bool,
    /// What stands in it is there to be typed over.
    proposed: bool,
    width: Length,
    tail: f32,
    size: f32,
    info: Info,
}

/// A line of text. Without `on_input` it is disabled: it shows its value and cannot be focused.
pub fn input<'a, M>(id: impl Into<Id>, label: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Input<'a, M> {
    Input {
        id: id.into(),
        value: value.into(),
        on_input: None,
        on_submit: None,
        on_blur: None,
        on_focus: None,
        finish: None,
        spoken: None,
        mask: None,
        limit: usize::MAX,
        secret: false,
        shown: false,
        masked: false,
        proposed: false,
        width: Length::Fill,
        tail: 10.0,
        size: roles::BODY,
        info: Info { sets_text: true, ..Info::new(Role::TextInput, label) },
    }
}

impl<'a, M> Input<'a, M> {
    /// What every change sends: the whole new text, in the form of its mask if it has one.
    pub fn on_input(mut self, message: impl Fn(String) -> M + 'a) -> Self {
        self.on_input = Some(Box::new(message));
        self
    }

    /// What Enter sends; without it Enter goes to the next control.
    pub fn on_submit(mut self, message: M) -> Self {
        self.on_submit = Some(message);
        self
    }

    /// What is sent when the focus leaves it.
    pub fn on_blur(mut self, message: M) -> Self {
        self.on_blur = Some(message);
        self
    }

    /// What is sent when it gets the focus.
    pub fn on_focus(mut self, message: M) -> Self {
        self.on_focus = Some(message);
        self
    }

    /// The form of what is typed.
    pub const fn mask(mut self, mask: Mask) -> Self {
        self.mask = Some(mask);
        self
    }

    /// The most characters that fit; what is cut from a paste is said below the line. Longer text that is there already stays.
    pub const fn limit(mut self, characters: usize) -> Self {
        self.limit = characters;
        self
    }

    /// A secret: is not said aloud, and is taken exactly as it is typed. Until it is `shown` to who asks for that, there are dots instead of
    /// its letters, and it cannot be copied. Screen readers are told the dots in any case: whoever sits near hears what they say.
    pub const fn secret(mut self, shown: bool) -> Self {
        (self.secret, self.shown) = (true, shown);
        self.info.role = Role::Password;
        self
    }

    /// Hidden from who looks over the shoulder: shows dots, cannot be copied and is not said aloud, but is edited as ever.
    pub const fn masked(mut self, masked: bool) -> Self {
        self.masked = masked;
        self
    }

    /// What stands in it was proposed: a click into it marks it whole, as Tab does, so that typing replaces it.
    pub const fn proposed(mut self, proposed: bool) -> Self {
        self.proposed = proposed;
        self
    }

    pub(super) const fn is_masked(&self) -> bool {
        self.masked
    }

    /// What it shows while empty: an example, never the label.
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.info.placeholder = Some(placeholder.into());
        self
    }

    /// Its width; all there is by default.
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// Size of its letters, px.
    pub const fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    pub(super) const fn role(mut self, role: Role) -> Self {
        self.info.role = role;
        self
    }

    /// On blur and Enter the text becomes what this gives, by `on_input`; None leaves it.
    pub(super) fn finish(mut self, finish: impl Fn(&str) -> Option<String> + 'a) -> Self {
        self.finish = Some(Box::new(finish));
        self
    }

    /// How screen readers say its text; None for as it is written.
    pub(super) fn spoken(mut self, spoken: impl Fn(&str) -> Option<String> + 'a) -> Self {
        self.spoken = Some(Box::new(spoken));
        self
    }

    /// Px that stay free at the right end of the line.
    pub(super) const fn tail(mut self, tail: f32) -> Self {
        self.tail = tail;
        self
    }

    /// The toolkit's input for a text; its messages are the new texts as they stand in the line.
    fn raw(&self, text: &str) -> Element<'a, String> {
        let invalid = self.info.invalid;
        let shown = self.mask.map_or_else(|| text.to_owned(), |mask| mask.shown(text));
        let raw = TextInput::new(self.info.placeholder.as_deref().unwrap_or_default(), &shown)
            .id(self.id.clone())
            .secure(self.secret && !self.shown || self.masked)
            .width(self.width)
            .size(self.size)
            .padding(Padding { top: 8.0, right: self.tail, bottom: 8.0, left: 10.0 })
            .style(move |theme, status| style(theme, status, invalid));
        if self.on_input.is_some() { raw.on_input(|text| text).into() } else { raw.into() }
    }

    /// What is said aloud of a text.
    fn aloud(&self, text: &str) -> Option<String> {
        let said = || self.spoken.as_ref().and_then(|spoken| spoken(text)).unwrap_or_else(|| text.to_owned());
        (!self.secret && !self.masked).then(said)
    }

    /// What a text becomes when its typist is done with it.
    fn finished(&self, text: &str) -> String {
        let finished = self.finish.as_ref().and_then(|finish| finish(text)).or_else(|| self.mask?.done(text));
        finished.unwrap_or_else(|| if self.secret { text } else { text.trim() }.to_owned())
    }

    /// What is taken of a text that was typed or pasted over another one, and what is to be said about the rest.
    fn taken(&self, before: &str, typed: &str) -> (String, Option<String>) {
        if self.secret {
            return (typed.to_owned(), None);
        }
        match self.mask.filter(|mask| mask.fits(before)) {
            Some(mask) => {
                let strange = typed.chars().any(|c| !mask.carries(c) && !matches!(c, '-' | ' ' | '.'));
                let (text, cut) = mask::limited(&mask.bare(before), &mask.bare(typed), mask.limit());
                (text, (strange || cut > 0).then(|| if strange { mask.words().to_owned() } else { cut_words(mask.limit(), cut) }))
            }
            None => {
                let (text, cut) = mask::limited(before, &mask::clean(typed), self.limit);
                (text, (cut > 0).then(|| cut_words(self.limit, cut)))
            }
        }
    }
}

control!(Input);

/// What is said of a text that did not fit whole.
pub(super) fn cut_words(limit: usize, cut: usize) -> String {
    match cut {
        1 => format!("Only {limit} characters fit here; one was left out"),
        cut => format!("Only {limit} characters fit here; {cut} were left out"),
    }
}

/// Line, ring and colours of a text input.
fn style(theme: &Theme, status: Status, invalid: bool) -> text_input::Style {
    let tokens = Tokens::of(theme);
    let (line, width) = match status {
        Status::Focused { .. } => (tokens.focus, draw::RING),
        _ if invalid => (tokens.bad.text, 1.0),
        Status::Hovered => (tokens.secondary, 1.0),
        Status::Disabled => (tokens.line, 1.0),
        Status::Active => (tokens.control, 1.0),
    };
    let disabled = status == Status::Disabled;
    text_input::Style {
        background: Background::Color(if disabled { tokens.page } else { tokens.surface }),
        border: border::rounded(space::RADIUS).width(width).color(line),
        icon: tokens.secondary,
        placeholder: tokens.secondary,
        value: if disabled { tokens.secondary } else { tokens.text },
        selection: tokens.selection,
    }
}

impl<'a, M: Clone + 'a> From<Input<'a, M>> for Element<'a, M> {
    fn from(input: Input<'a, M>) -> Self {
        Element::new(Live::new(input))
    }
}
