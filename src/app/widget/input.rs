//! A line of text: the toolkit's text input with undo, focus and blur messages, and a name.

use super::access::{Ask, Info, Role};
use super::{Element, draw};
use crate::app::theme::{Tokens, space, text as roles};
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, renderer, text};
use iced::border;
use iced::keyboard::key::Named;
use iced::widget::text_input::{self, Status, TextInput};
use iced::{Background, Event, Length, Rectangle, Renderer, Size, Theme, Vector, keyboard, mouse};
use std::borrow::Cow;
use std::cell::RefCell;

/// Steps that undo goes back.
const UNDO: usize = 100;

/// The toolkit's state of the wrapped input.
type Raw = text_input::State<<Renderer as text::Renderer>::Paragraph>;

/// What a text becomes when its typist is done with it; None leaves it.
type Finish<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

/// See [`input`].
pub struct Input<'a, M> {
    id: Id,
    value: String,
    on_input: Option<Box<dyn Fn(String) -> M + 'a>>,
    on_submit: Option<M>,
    on_blur: Option<M>,
    on_focus: Option<M>,
    finish: Option<Finish<'a>>,
    secure: bool,
    width: Length,
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
        secure: false,
        width: Length::Fill,
        size: roles::BODY,
        info: Info { sets_text: true, ..Info::new(Role::TextInput, label) },
    }
}

impl<'a, M> Input<'a, M> {
    /// What every change sends: the whole new text.
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

    /// On blur and Enter the text becomes what this gives, by `on_input`; None leaves it.
    pub(super) fn finish(mut self, finish: impl Fn(&str) -> Option<String> + 'a) -> Self {
        self.finish = Some(Box::new(finish));
        self
    }

    /// Shows dots instead of letters, cannot be copied, and is not said aloud.
    pub const fn secure(mut self, secure: bool) -> Self {
        self.secure = secure;
        self.info.role = if secure { Role::Password } else { Role::TextInput };
        self
    }

    /// What it shows while empty: an example, never the label.
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.info.placeholder = Some(placeholder.into());
        self
    }

    /// Something is wrong with its text; the words for that go into `description` and into the field around it.
    pub const fn invalid(mut self, invalid: bool) -> Self {
        self.info.invalid = invalid;
        self
    }

    /// An answer is expected.
    pub const fn required(mut self, required: bool) -> Self {
        self.info.required = required;
        self
    }

    /// What else screen readers say about it.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.info.description = Some(description.into());
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

    /// The toolkit's input for a text; its messages are the new texts.
    fn raw(&self, value: &str) -> Element<'a, String> {
        let invalid = self.info.invalid;
        let raw = TextInput::new(self.info.placeholder.as_deref().unwrap_or_default(), value)
            .id(self.id.clone())
            .secure(self.secure)
            .width(self.width)
            .size(self.size)
            .padding([8, 10])
            .style(move |theme, status| style(theme, status, invalid));
        if self.on_input.is_some() { raw.on_input(|text| text).into() } else { raw.into() }
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
    fn from(mut input: Input<'a, M>) -> Self {
        input.info.disabled = input.on_input.is_none();
        input.info.value = (!input.secure).then(|| input.value.clone());
        let raw = input.raw(&input.value);
        Element::new(Live { input, raw })
    }
}

struct Live<'a, M> {
    input: Input<'a, M>,
    raw: Element<'a, String>,
}

struct State {
    id: Id,
    focused: bool,
    text: String,
    undo: Vec<String>,
    redo: Vec<String>,
    /// The last change was one more letter of a word: the next one belongs to the same step.
    in_word: bool,
    asked: Option<String>,
}

impl State {
    fn new(id: &Id, text: &str) -> Self {
        let (undo, redo) = (Vec::new(), Vec::new());
        Self { id: id.clone(), focused: false, text: text.to_owned(), undo, redo, in_word: false, asked: None }
    }

    /// Remembers a change that the user made.
    fn changed(&mut self, text: &str) {
        let letter = text.strip_prefix(self.text.as_str()).is_some_and(|more| {
            let mut more = more.chars();
            more.next().is_some_and(char::is_alphanumeric) && more.next().is_none()
        });
        let before = std::mem::replace(&mut self.text, text.to_owned());
        if !(letter && self.in_word) && before != self.text {
            self.undo.push(before);
            if self.undo.len() > UNDO {
                self.undo.remove(0);
            }
        }
        self.in_word = letter;
        self.redo.clear();
    }

    fn step(&mut self, back: bool) -> Option<String> {
        let (from, to) = if back { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
        let text = from.pop()?;
        to.push(std::mem::replace(&mut self.text, text.clone()));
        self.in_word = false;
        Some(text)
    }
}

/// True: undo, false: redo.
fn undo_key(event: &Event) -> Option<bool> {
    let Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. }) = event else { return None };
    if !modifiers.command() || modifiers.alt() {
        return None;
    }
    match key.to_latin(*physical_key)?.to_ascii_lowercase() {
        'z' => Some(!modifiers.shift()),
        'y' => Some(false),
        _ => None,
    }
}

impl<M: Clone> Live<'_, M> {
    /// Puts a text into the field and says so.
    fn put(&mut self, text: String, tree: &mut Tree, shell: &mut Shell<'_, M>) {
        let Some(on_input) = &self.input.on_input else { return };
        self.raw = self.input.raw(&text);
        tree.children[0].state.downcast_mut::<Raw>().move_cursor_to_end();
        shell.publish(on_input(text));
        shell.invalidate_layout();
        shell.request_redraw();
    }

    /// Normalises the text where that is wanted.
    fn finish(&mut self, tree: &mut Tree, shell: &mut Shell<'_, M>) {
        let state = tree.state.downcast_mut::<State>();
        let text = self.input.finish.as_ref().and_then(|finish| finish(&state.text));
        if let Some(text) = text.filter(|text| *text != state.text) {
            state.changed(&text);
            self.put(text, tree, shell);
        }
    }
}

impl<M: Clone> Widget<M, Theme, Renderer> for Live<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::new(&self.input.id, &self.input.value))
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.raw)]
    }

    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        if state.id != self.input.id {
            // Another field took this one's place; neither its past nor its focus is this one's.
            *state = State::new(&self.input.id, &self.input.value);
            tree.children = self.children();
        } else if state.text != self.input.value {
            if state.focused {
                state.changed(&self.input.value);
            } else {
                *state = State::new(&self.input.id, &self.input.value);
            }
        }
        tree.diff_children(std::slice::from_ref(&self.raw));
    }

    fn size(&self) -> Size<Length> {
        self.raw.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.raw.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        let (id, bounds) = (Some(&self.input.id), layout.bounds());
        let state = tree.state.downcast_mut::<State>();
        if !self.input.secure {
            self.input.info.value = Some(state.text.clone());
        }
        operation.custom(id, bounds, &mut self.input.info);
        if let Some(Ask::SetText(text)) = self.input.info.ask.take() {
            state.asked = Some(text);
        }
        let raw = tree.children[0].state.downcast_mut::<Raw>();
        // In this order: the toolkit puts the cursor at the end on focus, and a walk that lands here marks the text after that.
        if self.input.on_input.is_some() {
            operation.focusable(id, bounds, raw);
        }
        operation.text_input(id, bounds, raw);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let Some(on_input) = &self.input.on_input else {
            // The toolkit would mark text in a disabled input and draw it focused.
            if matches!(event, Event::Window(_)) {
                let mut texts = Vec::new();
                let mut inner = Shell::new(&mut texts);
                let cursor = mouse::Cursor::Unavailable;
                self.raw.as_widget_mut().update(&mut tree.children[0], event, layout, cursor, renderer, clipboard, &mut inner, viewport);
            }
            return;
        };
        let focused = tree.children[0].state.downcast_ref::<Raw>().is_focused();
        let asked = tree.state.downcast_mut::<State>().asked.take();
        if let Some(text) = asked {
            tree.state.downcast_mut::<State>().changed(&text);
            self.put(text, tree, shell);
            return;
        }
        if focused && !shell.is_event_captured() {
            if let Some(back) = undo_key(event) {
                shell.capture_event();
                if let Some(text) = tree.state.downcast_mut::<State>().step(back) {
                    self.put(text, tree, shell);
                }
                return;
            }
            match draw::press(event) {
                Some(draw::Press::Named(Named::Enter, _)) => {
                    self.finish(tree, shell);
                    if let Some(message) = &self.input.on_submit {
                        shell.publish(message.clone());
                        shell.capture_event();
                    }
                    return;
                }
                // The toolkit would drop the focus and swallow the key.
                Some(draw::Press::Named(Named::Escape, _)) => return,
                _ => {}
            }
        }

        let mut texts = Vec::new();
        let mut inner = Shell::new(&mut texts);
        if !shell.is_event_captured() || draw::is_press(event) {
            let cursor = if shell.is_event_captured() { mouse::Cursor::Unavailable } else { cursor };
            self.raw.as_widget_mut().update(&mut tree.children[0], event, layout, cursor, renderer, clipboard, &mut inner, viewport);
        }
        let state = RefCell::new(tree.state.downcast_mut::<State>());
        shell.merge(inner, |text| {
            state.borrow_mut().changed(&text);
            on_input(text)
        });
        let now = tree.children[0].state.downcast_ref::<Raw>().is_focused();
        if std::mem::replace(&mut tree.state.downcast_mut::<State>().focused, now) != now {
            if !now {
                self.finish(tree, shell);
            }
            let message = if now { &self.input.on_focus } else { &self.input.on_blur };
            if let Some(message) = message {
                shell.publish(message.clone());
            }
            shell.request_redraw();
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.raw.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.raw.as_widget().mouse_interaction(&tree.children[0], layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        _: &'b mut Tree,
        _: Layout<'b>,
        _: &Renderer,
        _: &Rectangle,
        _: Vector,
    ) -> Option<iced::advanced::overlay::Element<'b, M, Theme, Renderer>> {
        None
    }
}
