//! The widget behind a line of text: the toolkit's input inside, what it does not know around it.

use super::Input;
use super::history::{self, History};
use super::mask::Clean;
use crate::app::theme::{Tone, text as roles};
use crate::app::widget::access::{Ask, Info, Line};
use crate::app::widget::draw::{self, Press};
use crate::app::widget::{Control, Element, control};
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, layout, renderer, text};
use iced::keyboard::key::Named;
use iced::widget::text_input::{self, Value, cursor};
use iced::{Event, Length, Point, Rectangle, Renderer, Size, Theme, mouse, window};

/// The toolkit's state of the wrapped input.
type Raw = text_input::State<<Renderer as text::Renderer>::Paragraph>;

/// Between the line and the words below it, px.
const GAP: f32 = 4.0;

/// The line, and below it what is to be said about what was typed last.
pub struct Live<'a, M> {
    pub(super) input: Input<'a, M>,
    raw: Element<'a, String>,
    note: Option<Element<'a, String>>,
}

pub struct State {
    id: Id,
    focused: bool,
    history: History,
    /// What stood there before each change of which nobody has drawn yet. Where several keys come at once, the page may be laid out
    /// anew between them, with the text that the screen had before the first.
    behind: Vec<String>,
    note: Option<String>,
    asked: Option<Ask>,
    /// A press of the mouse brought the keyboard, and is not over yet.
    entered: bool,
}

impl State {
    fn new(id: &Id, text: &str) -> Self {
        Self { id: id.clone(), focused: false, history: History::new(text), behind: Vec::new(), note: None, asked: None, entered: false }
    }

    fn changed(&mut self, text: &str) {
        self.behind.push(self.history.text().to_owned());
        self.history.changed(text);
    }
}

impl<M> Control for Live<'_, M> {
    fn info_mut(&mut self) -> &mut Info {
        &mut self.input.info
    }
}

impl<'a, M: Clone> Live<'a, M> {
    pub fn new(mut input: Input<'a, M>) -> Self {
        input.info.disabled = input.on_input.is_none();
        let raw = input.raw(&input.value);
        Self { input, raw, note: None }
    }

    /// Whether what stands in it is hidden.
    pub const fn is_masked(&self) -> bool {
        self.input.is_masked()
    }

    /// Whether it has the keyboard.
    pub fn is_focused(tree: &Tree) -> bool {
        tree.children[0].state.downcast_ref::<Raw>().is_focused()
    }

    /// Whether some of its text is marked, as it is after Tab.
    fn marks(&self, tree: &Tree) -> bool {
        let shown = |text: &str| Value::new(&self.input.mask.map_or_else(|| text.to_owned(), |mask| mask.shown(text)));
        let cursor = tree.children[0].state.downcast_ref::<Raw>().cursor();
        Self::is_focused(tree) && cursor.selection(&shown(Self::text(tree))).is_some()
    }

    /// Where the cursor stands; the end of what is marked.
    fn caret(&self, tree: &Tree) -> usize {
        let shown = self.input.mask.map_or_else(|| Self::text(tree).to_owned(), |mask| mask.shown(Self::text(tree)));
        match tree.children[0].state.downcast_ref::<Raw>().cursor().state(&Value::new(&shown)) {
            cursor::State::Index(at) => at,
            cursor::State::Selection { start, end } => start.max(end),
        }
    }

    /// The line as screen readers are told it, with the cursor in it: as it stands on the screen, but for what is a secret.
    fn line(&self, tree: &Tree) -> Line {
        let text = Self::text(tree);
        let value = Value::new(&self.input.mask.map_or_else(|| text.to_owned(), |mask| mask.shown(text)));
        let (anchor, caret) = match tree.children[0].state.downcast_ref::<Raw>().cursor().state(&value) {
            cursor::State::Index(at) => (at, at),
            cursor::State::Selection { start, end } => (start, end),
        };
        let hidden = self.input.secret || self.input.masked;
        Line { shown: if hidden { value.secure() } else { value }.to_string(), anchor, caret }
    }

    /// Gives it the keyboard.
    pub fn take_focus(tree: &mut Tree) {
        tree.children[0].state.downcast_mut::<Raw>().focus();
    }

    /// What was asked of it, other than to take a text.
    pub fn take_ask(tree: &mut Tree) -> Option<Ask> {
        let asked = &mut tree.state.downcast_mut::<State>().asked;
        if matches!(asked, Some(Ask::SetText(_))) { None } else { asked.take() }
    }

    /// The text that stands in it now.
    pub fn text(tree: &Tree) -> &str {
        tree.state.downcast_ref::<State>().history.text()
    }

    /// The user changed the text by something else than typing into the line.
    pub fn set(&mut self, text: String, tree: &mut Tree, shell: &mut Shell<'_, M>) {
        tree.state.downcast_mut::<State>().changed(&text);
        self.put(text, tree, shell);
    }

    /// Shows another text and says so.
    fn put(&mut self, text: String, tree: &mut Tree, shell: &mut Shell<'_, M>) {
        let Some(on_input) = &self.input.on_input else { return };
        self.raw = self.input.raw(&text);
        tree.children[0].state.downcast_mut::<Raw>().move_cursor_to_end();
        tree.state.downcast_mut::<State>().note = None;
        shell.publish(on_input(text));
        shell.invalidate_layout();
        shell.request_redraw();
    }

    /// Normalises the text: its typist is done with it.
    fn finish(&mut self, tree: &mut Tree, shell: &mut Shell<'_, M>) {
        let text = self.input.finished(Self::text(tree));
        if text != Self::text(tree) {
            self.set(text, tree, shell);
        }
    }

    /// What was typed stands in the line already; takes of it what may stand there.
    fn typed(&mut self, typed: &str, tree: &mut Tree, shell: &mut Shell<'_, M>) {
        let before = Self::text(tree).to_owned();
        let (text, note) = self.input.taken(&before, typed);
        let shown = self.input.mask.map_or_else(|| text.clone(), |mask| mask.shown(&text));
        if shown != typed {
            let raw = tree.children[0].state.downcast_mut::<Raw>();
            let at = match raw.cursor().state(&Value::new(typed)) {
                cursor::State::Index(at) | cursor::State::Selection { end: at, .. } => at,
            };
            let behind = typed.get(Value::new(typed).until(at).to_string().len()..).unwrap_or_default();
            raw.move_cursor_to(self.cursor_before(behind, &shown));
            self.raw = self.input.raw(&text);
            shell.invalidate_layout();
        }
        let state = tree.state.downcast_mut::<State>();
        if state.note != note {
            state.note = note;
            shell.invalidate_layout();
        }
        if text != before {
            state.changed(&text);
            if let Some(on_input) = &self.input.on_input {
                shell.publish(on_input(text));
            }
        }
        shell.request_redraw();
    }

    /// Where the cursor stands in `shown` if it stood just before `behind`, which the line may have put separators into.
    fn cursor_before(&self, behind: &str, shown: &str) -> usize {
        let carries = |c: &char| self.input.mask.filter(|mask| mask.fits(shown)).is_none_or(|mask| mask.carries(*c));
        let mut rest = behind.chars().filter(carries).count();
        let mut head = shown;
        while rest > 0 {
            let Some(last) = head.chars().next_back() else { break };
            head = &head[..head.len() - last.len_utf8()];
            rest -= usize::from(carries(&last));
        }
        Value::new(head).len()
    }

    /// A key that the toolkit's input would not understand, or not as we do; true where it goes no further.
    fn key(&mut self, event: &Event, tree: &mut Tree, shell: &mut Shell<'_, M>) -> bool {
        if let Some(back) = history::key(event) {
            shell.capture_event();
            let state = tree.state.downcast_mut::<State>();
            let before = state.history.text().to_owned();
            if let Some(text) = state.history.step(back) {
                state.behind.push(before);
                self.put(text, tree, shell);
            }
            return true;
        }
        match draw::press(event) {
            Some(Press::Named(Named::Enter, _)) => {
                self.finish(tree, shell);
                if let Some(message) = &self.input.on_submit {
                    shell.publish(message.clone());
                    shell.capture_event();
                }
                true
            }
            // The toolkit would drop the focus and swallow the key.
            Some(Press::Named(Named::Escape, _)) => true,
            _ => false,
        }
    }
}

/// As `Shell::merge`, which would want a message of ours for each text.
fn adopt<M>(shell: &mut Shell<'_, M>, inner: &Shell<'_, String>) {
    if inner.is_event_captured() {
        shell.capture_event();
    }
    if inner.is_layout_invalid() {
        shell.invalidate_layout();
    }
    shell.request_redraw_at(inner.redraw_request());
    shell.input_method_mut().merge(inner.input_method());
}

/// The place of the line in that of the whole.
fn line<'a>(layout: Layout<'a>) -> Layout<'a> {
    layout.children().next().unwrap_or(layout)
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
        } else if state.history.text() != self.input.value && !state.behind.contains(&self.input.value) {
            if state.focused {
                state.history.changed(&self.input.value);
            } else {
                *state = State::new(&self.input.id, &self.input.value);
            }
        }
        tree.diff_children(std::slice::from_ref(&self.raw));
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.input.width, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_ref::<State>();
        if state.behind.contains(&self.input.value) {
            // It has not heard of what was typed yet.
            self.raw = self.input.raw(state.history.text());
        }
        let words = state.note.clone();
        let raw = self.raw.as_widget_mut().layout(&mut tree.children[0], renderer, limits);
        let mut size = raw.size();
        let mut parts = vec![raw];
        tree.children.truncate(1);
        self.note = words.map(|words| roles::toned(words, Tone::Warn).into());
        if let Some(note) = &mut self.note {
            let mut place = Tree::new(&*note);
            let limits = layout::Limits::new(Size::ZERO, Size::new(size.width, f32::INFINITY));
            let node = note.as_widget_mut().layout(&mut place, renderer, &limits).move_to(Point::new(0.0, size.height + GAP));
            size.height += GAP + node.size().height;
            parts.push(node);
            tree.children.push(place);
        }
        layout::Node::with_children(size, parts)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let (id, bounds) = (Some(&self.input.id), line(layout).bounds());
        self.input.info.value = self.input.aloud(Self::text(tree));
        self.input.info.line = Some(self.line(tree));
        self.input.info.caret = Self::is_focused(tree).then(|| self.caret(tree));
        let raw = tree.children[0].state.downcast_mut::<Raw>();
        let asked = control::report(operation, id, bounds, &mut self.input.info, raw);
        // After `focusable`: the toolkit puts the cursor at the end on focus, and a walk that lands here marks the text after that.
        operation.text_input(id, bounds, raw);
        if asked.is_some() {
            tree.state.downcast_mut::<State>().asked = asked;
        }
        if let (Some(note), Some(tree), Some(layout)) = (&mut self.note, tree.children.get_mut(1), layout.children().nth(1)) {
            operation.traverse(&mut |operation| note.as_widget_mut().operate(tree, layout, renderer, operation));
        }
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
        let disabled = self.input.info.disabled;
        if matches!(event, Event::Window(window::Event::RedrawRequested(_))) {
            // All that was typed has been heard of.
            tree.state.downcast_mut::<State>().behind.clear();
        }
        if disabled {
            tree.state.downcast_mut::<State>().asked = None;
        }
        // The toolkit would mark text in a disabled input and draw it focused.
        if disabled && !matches!(event, Event::Window(_)) {
            return;
        }
        if let Some(Ask::SetText(text)) = tree.state.downcast_mut::<State>().asked.take_if(|ask| matches!(ask, Ask::SetText(_))) {
            let (text, note) = self.input.taken("", &text);
            self.set(text, tree, shell);
            tree.state.downcast_mut::<State>().note = note;
            return;
        }
        if Self::is_focused(tree) && !shell.is_event_captured() && self.key(event, tree, shell) {
            return;
        }

        let mut texts = Vec::new();
        if !shell.is_event_captured() || draw::is_press(event) {
            let mut inner = Shell::new(&mut texts);
            let cursor = if shell.is_event_captured() || disabled { mouse::Cursor::Unavailable } else { cursor };
            let (raw, place) = (&mut tree.children[0], line(layout));
            let mut clean = Clean(clipboard);
            let clipboard: &mut dyn Clipboard = if self.input.secret { clean.0 } else { &mut clean };
            self.raw.as_widget_mut().update(raw, event, place, cursor, renderer, clipboard, &mut inner, viewport);
            adopt(shell, &inner);
        }
        for text in texts {
            self.typed(&text, tree, shell);
        }
        let now = Self::is_focused(tree);
        let state = tree.state.downcast_mut::<State>();
        if draw::is_press(event) {
            state.entered = now && !state.focused;
        } else if draw::is_release(event) && std::mem::take(&mut state.entered) && self.input.proposed && now && !self.marks(tree) {
            // Not at the press: until the release the toolkit marks what the mouse is drawn over.
            tree.children[0].state.downcast_mut::<Raw>().select_all();
            shell.request_redraw();
        }
        if control::changed(&mut tree.state.downcast_mut::<State>().focused, now) {
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
        let parts = std::iter::once(&self.raw).chain(&self.note);
        for ((part, tree), layout) in parts.zip(&tree.children).zip(layout.children()) {
            part.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
        // The toolkit draws marked text in a layer of its own. One layer more would have every later one drawn anew.
        if !self.marks(tree) {
            renderer.with_layer(line(layout).bounds(), |_| {});
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.raw.as_widget().mouse_interaction(&tree.children[0], line(layout), cursor, viewport, renderer)
    }
}
