//! The widget behind a text of several lines.

use super::keys::{self, Deed};
use super::paint::{Blink, Seen};
use super::script::{self, Script};
use super::{Memo, PADDING};
use crate::app::theme::{Tokens, Tone, text as roles};
use crate::app::widget::access::{Ask, Info, Line};
use crate::app::widget::input::history::{self, History};
use crate::app::widget::{Control, Element, control, draw, input};
use iced::advanced::text::Renderer as _;
use iced::advanced::text::editor::Motion;
use iced::advanced::widget::operation::{Focusable, TextInput};
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, InputMethod, Layout, Shell, clipboard, input_method, layout, mouse as mice, renderer};
use iced::{Event, Length, Pixels, Point, Rectangle, Renderer, Size, Theme, Vector, mouse, window};

/// Between the box and the words below it, px.
const GAP: f32 = 4.0;

/// The box, and below it what is to be said about what was typed last.
pub struct Live<'a, M> {
    memo: Memo<'a, M>,
    note: Option<Element<'a, M>>,
}

struct State {
    id: iced::advanced::widget::Id,
    /// Whose text it is.
    of: String,
    script: Script,
    history: History,
    /// What stood there before each change of which nobody has drawn yet. Where several keys come at once, the page may be laid out
    /// anew between them, with the text that the screen had before the first.
    behind: Vec<String>,
    focused: bool,
    /// It had the keyboard when it looked last.
    was_focused: bool,
    hovered: bool,
    note: Option<String>,
    /// As it was laid out last.
    laid: Laid,
    asked: Option<Ask>,
    blink: Blink,
    composing: Option<input_method::Preedit>,
    /// The last click, and whether the button is still down.
    click: Option<mice::Click>,
    drags: bool,
}

/// What the room is made for.
#[derive(Default, PartialEq)]
struct Laid {
    /// Of the text, px.
    width: f32,
    /// Of the text, px.
    height: f32,
    note: Option<String>,
}

impl State {
    fn new<M>(memo: &Memo<'_, M>) -> Self {
        Self {
            id: memo.id.clone(),
            of: memo.of.clone(),
            script: Script::new(&memo.value, memo.masked),
            history: History::new(&memo.value),
            behind: Vec::new(),
            focused: false,
            was_focused: false,
            hovered: false,
            note: None,
            laid: Laid::default(),
            asked: None,
            blink: Blink::new(),
            composing: None,
            click: None,
            drags: false,
        }
    }
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
        self.blink = Blink::new();
    }

    fn unfocus(&mut self) {
        self.focused = false;
    }
}

impl TextInput for State {
    fn text(&self) -> &str {
        self.script.shown()
    }

    fn move_cursor_to_front(&mut self) {
        self.script.mark(0, 0);
    }

    fn move_cursor_to_end(&mut self) {
        let end = self.script.text().len();
        self.script.mark(end, end);
    }

    fn move_cursor_to(&mut self, position: usize) {
        self.script.mark_counted(position, position);
    }

    /// Asked for by whoever gives it the keyboard: the next letter must not take the whole text away.
    fn select_all(&mut self) {
        self.move_cursor_to_end();
    }

    fn select_range(&mut self, start: usize, end: usize) {
        self.script.mark_counted(start, end);
    }
}

impl<M> Control for Live<'_, M> {
    fn info_mut(&mut self) -> &mut Info {
        &mut self.memo.info
    }
}

/// The place of the box in that of the whole.
fn frame(layout: Layout<'_>) -> Rectangle {
    layout.children().next().unwrap_or(layout).bounds()
}

impl<'a, M: Clone> Live<'a, M> {
    pub fn new(mut memo: Memo<'a, M>) -> Self {
        memo.info.disabled = memo.on_input.is_none();
        Self { memo, note: None }
    }

    /// Tells of what was changed, which then is the past of the next change.
    fn changed(&self, note: Option<String>, state: &mut State, shell: &mut Shell<'_, M>) {
        state.note = note;
        state.behind.push(state.history.text().to_owned());
        state.history.changed(state.script.text());
        self.tell(state, shell);
    }

    fn tell(&self, state: &mut State, shell: &mut Shell<'_, M>) {
        state.blink = Blink::new();
        if let Some(on_input) = &self.memo.on_input {
            shell.publish(on_input(state.script.text().to_owned()));
        }
        shell.request_redraw();
    }

    /// Breaks the lines of a text that was changed. The page is laid out anew only where it needs another room.
    fn settle(state: &mut State, renderer: &Renderer, shell: &mut Shell<'_, M>) {
        let width = state.laid.width;
        let height = state.script.lay(width, renderer.default_font());
        let now = Laid { width, height, note: state.note.clone() };
        if control::changed(&mut state.laid, now) {
            shell.invalidate_layout();
        }
    }

    /// Puts a text in place of what is marked, as much of it as fits.
    fn put(&self, text: &str, state: &mut State, shell: &mut Shell<'_, M>) {
        let marked = state.script.marked();
        let before = state.script.text().chars().count();
        let kept = before - state.script.marked_text().chars().count();
        let room = self.memo.limit.max(before).saturating_sub(kept);
        // What does not fit is counted and never held.
        let mut letters = script::cleaned(text);
        let fits: String = letters.by_ref().take(room).collect();
        let cut = letters.count();
        state.script.replace(marked, &fits);
        self.changed((cut > 0).then(|| input::cut_words(self.memo.limit, cut)), state, shell);
    }

    fn erase(&self, motion: Motion, state: &mut State, shell: &mut Shell<'_, M>) {
        let mut part = state.script.marked();
        if part.is_empty() {
            part = match motion {
                Motion::Left | Motion::Right => state.script.beside(motion == Motion::Left),
                motion => {
                    state.script.go(motion, true);
                    state.script.marked()
                }
            };
        }
        if !part.is_empty() {
            state.script.replace(part, "");
            self.changed(None, state, shell);
        }
    }

    fn key(&self, event: &Event, state: &mut State, clipboard: &mut dyn Clipboard, shell: &mut Shell<'_, M>) {
        if let Some(back) = history::key(event) {
            let before = state.history.text().to_owned();
            if let Some(text) = state.history.step(back) {
                state.behind.push(before);
                state.script.become_text(&text);
                state.note = None;
                self.tell(state, shell);
            }
            return shell.capture_event();
        }
        let Event::Keyboard(event) = event else { return };
        let Some(deed) = keys::deed(event) else { return };
        shell.capture_event();
        shell.request_redraw();
        state.blink = Blink::new();
        match deed {
            Deed::Go(motion, marks) => state.script.go(motion, marks),
            Deed::MarkAll => state.script.mark_all(),
            Deed::Type(text) => self.put(&text, state, shell),
            Deed::Erase(motion) => self.erase(motion, state, shell),
            Deed::Copy(_) if self.memo.masked || state.script.marked().is_empty() => {}
            Deed::Copy(goes) => {
                clipboard.write(clipboard::Kind::Standard, state.script.marked_text().to_owned());
                if goes {
                    self.erase(Motion::Left, state, shell);
                }
            }
            Deed::Paste => {
                if let Some(text) = clipboard.read(clipboard::Kind::Standard).filter(|text| !text.is_empty()) {
                    self.put(&text, state, shell);
                }
            }
        }
    }

    /// The pointer: a click gives it the keyboard and puts the cursor there, a press elsewhere takes it.
    fn pointer(&self, event: &Event, state: &mut State, bounds: Rectangle, cursor: mouse::Cursor, shell: &mut Shell<'_, M>) {
        let text = bounds.shrink(PADDING);
        let at = |cursor: mouse::Cursor| cursor.position().map(|at| at - Vector::new(text.x, text.y));
        match event {
            event if draw::is_press(event) => {
                let over = cursor.position_over(bounds).filter(|_| !shell.is_event_captured());
                state.focused = over.is_some();
                state.drags = over.is_some();
                let (Some(position), Some(point)) = (over, at(cursor)) else { return };
                let click = mice::Click::new(position, mouse::Button::Left, state.click);
                state.script.point(point, false);
                match click.kind() {
                    mice::click::Kind::Single => {}
                    mice::click::Kind::Double => state.script.mark_word(),
                    mice::click::Kind::Triple => state.script.mark_line(),
                }
                state.click = Some(click);
                state.blink = Blink::new();
                shell.capture_event();
                shell.request_redraw();
            }
            Event::Mouse(mouse::Event::CursorMoved { .. }) if state.drags => {
                if let Some(point) = at(cursor) {
                    state.script.point(point, true);
                    shell.request_redraw();
                }
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) | Event::Touch(_) => state.drags = false,
            _ => {}
        }
        let hovered = cursor.is_over(bounds);
        if control::changed(&mut state.hovered, hovered) {
            shell.request_redraw();
        }
    }

    /// What is composed from several keys, such as an accent and its letter.
    fn composed(&self, event: &input_method::Event, state: &mut State, shell: &mut Shell<'_, M>) {
        state.composing = match event {
            input_method::Event::Opened => Some(input_method::Preedit::new()),
            input_method::Event::Closed => None,
            input_method::Event::Preedit(content, selection) => {
                let (content, selection) = (content.clone(), selection.clone());
                Some(input_method::Preedit { content, selection, text_size: Some(Pixels(roles::BODY)) })
            }
            input_method::Event::Commit(text) => {
                self.put(text, state, shell);
                shell.capture_event();
                state.composing.take()
            }
        };
        shell.request_redraw();
    }

    /// Has the cursor blink, and tells the window where letters are put together.
    fn frame(&self, event: &window::Event, state: &mut State, bounds: Rectangle, shell: &mut Shell<'_, M>) {
        match event {
            window::Event::Unfocused => state.blink.in_front = false,
            window::Event::Focused => state.blink = Blink::new(),
            window::Event::RedrawRequested(_) if !state.focused => state.behind.clear(),
            window::Event::RedrawRequested(now) if state.focused && state.blink.in_front => {
                // All that was typed has been heard of.
                state.behind.clear();
                state.blink.now = *now;
                shell.request_redraw_at(state.blink.turns());
                let hidden = self.memo.masked;
                if let Some(caret) = state.script.caret() {
                    shell.request_input_method(&InputMethod::Enabled {
                        cursor: caret + (bounds.shrink(PADDING).position() - Point::ORIGIN),
                        // What is hidden is neither learned nor proposed, and not shown while it is put together.
                        purpose: if hidden { input_method::Purpose::Secure } else { input_method::Purpose::Normal },
                        preedit: state.composing.as_ref().filter(|_| !hidden).map(input_method::Preedit::as_ref),
                    });
                }
            }
            _ => {}
        }
    }
}

impl<M: Clone> Widget<M, Theme, Renderer> for Live<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::new(&self.memo))
    }

    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        let same = state.id == self.memo.id && state.of == self.memo.of;
        if same && state.behind.contains(&self.memo.value) {
            // It has not heard of what was typed yet.
            return;
        }
        if !same || (state.script.text() != self.memo.value && !state.focused) {
            // Another field or record took this one's place, or its text came from elsewhere; the past is not this one's.
            *state = State { focused: state.focused && state.id == self.memo.id, ..State::new(&self.memo) };
        } else if state.script.text() != self.memo.value {
            state.script.become_text(&self.memo.value);
            state.history.changed(&self.memo.value);
        }
        state.script.hide(self.memo.masked);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        let width = limits.width(Length::Fill).max().width;
        let lines = (width - PADDING.left - PADDING.right).max(1.0);
        let text = state.script.lay(lines, renderer.default_font());
        state.laid = Laid { width: lines, height: text, note: state.note.clone() };
        let least = f32::from(self.memo.lines) * draw::line_height(roles::BODY);
        let mut size = Size::new(width, text.max(least).ceil() + PADDING.top + PADDING.bottom);
        let mut parts = vec![layout::Node::new(size)];
        let words = state.note.clone();
        tree.children.clear();
        self.note = words.map(|words| roles::toned(words, Tone::Warn).into());
        if let Some(note) = &mut self.note {
            let mut place = Tree::new(&*note);
            let limits = layout::Limits::new(Size::ZERO, Size::new(width, f32::INFINITY));
            let node = note.as_widget_mut().layout(&mut place, renderer, &limits).move_to(Point::new(0.0, size.height + GAP));
            size.height += GAP + node.size().height;
            parts.push(node);
            tree.children.push(place);
        }
        layout::Node::with_children(size, parts)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let (id, bounds) = (Some(&self.memo.id), frame(layout));
        let state = tree.state.downcast_mut::<State>();
        let (anchor, caret) = state.script.counted();
        let info = &mut self.memo.info;
        info.value = (!self.memo.masked).then(|| state.script.text().to_owned());
        info.line = Some(Line { shown: state.script.shown().to_owned(), anchor, caret });
        info.caret = state.focused.then_some(caret);
        // A long text is higher than the page: its cursor is what must be in sight.
        let at = state.script.caret().filter(|_| state.focused);
        info.reveal = at.map(|at| at + (bounds.shrink(PADDING).position() - Point::ORIGIN));
        let asked = control::report(operation, id, bounds, info, state);
        operation.text_input(id, bounds, state);
        if asked.is_some() {
            state.asked = asked;
        }
        if let (Some(note), Some(tree), Some(layout)) = (&mut self.note, tree.children.first_mut(), layout.children().nth(1)) {
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
        _: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let asked = state.asked.take();
        if self.memo.info.disabled {
            return;
        }
        if let Some(Ask::SetText(text)) = asked {
            state.script.mark_all();
            self.put(&text, state, shell);
            return Self::settle(state, renderer, shell);
        }
        let bounds = frame(layout);
        match event {
            Event::Keyboard(_) if state.focused && !shell.is_event_captured() => self.key(event, state, clipboard, shell),
            Event::InputMethod(event) if state.focused && !shell.is_event_captured() => self.composed(event, state, shell),
            Event::Mouse(_) | Event::Touch(_) => self.pointer(event, state, bounds, cursor, shell),
            Event::Window(event) => self.frame(event, state, bounds, shell),
            _ => {}
        }
        Self::settle(state, renderer, shell);
        let now = state.focused;
        if control::changed(&mut state.was_focused, now) {
            if let Some(message) = self.memo.on_blur.as_ref().filter(|_| !now) {
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
        let state = tree.state.downcast_ref::<State>();
        let (bounds, tokens) = (frame(layout), Tokens::of(theme));
        let (fill, border) = self.memo.look(theme, state.focused, state.hovered);
        draw::quad(renderer, bounds, fill, border);
        let seen = Seen { script: &state.script, focused: state.focused, caret: state.blink.is_seen(), info: &self.memo.info };
        seen.draw(renderer, bounds.shrink(PADDING), tokens, viewport);
        if let (Some(note), Some(tree), Some(layout)) = (&self.note, tree.children.first(), layout.children().nth(1)) {
            note.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
    }

    fn mouse_interaction(&self, _: &Tree, layout: Layout<'_>, cursor: mouse::Cursor, _: &Rectangle, _: &Renderer) -> mouse::Interaction {
        match cursor.is_over(frame(layout)) {
            true if self.memo.info.disabled => mouse::Interaction::Idle,
            true => mouse::Interaction::Text,
            false => mouse::Interaction::default(),
        }
    }
}
