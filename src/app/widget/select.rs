//! One answer of a long list: closed it is one line, open it is a list below that line, in the page and not over it.
//!
//! Closed: Enter, Space or Down opens it, typing chooses by number or beginning. Open: typing narrows the list, arrows move, Enter
//! chooses, Esc closes, Tab closes and goes on.

mod paint;

use super::access::{Ask, Info, Role};
use super::focus::Focus;
use super::option::{Opt, Typed};
use super::{Element, draw};
use crate::app::theme::Tokens;
use draw::Press;
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, renderer};
use iced::keyboard::key::Named;
use iced::mouse::ScrollDelta;
use iced::time::Instant;
use iced::{Event, Length, Rectangle, Renderer, Size, Theme, mouse};
use std::borrow::Cow;

/// Height of the closed line, px; as an input.
const LINE: f32 = 34.0;
/// Height of a row of the open list, px.
const ROW: f32 = 32.0;
/// Rows in sight at once.
const ROWS: usize = 8;
/// Between line and list, and above and below the rows, px.
const GAP: f32 = 4.0;
/// Room for the number before a label, px.
const CODE: f32 = 30.0;
/// From the left edge to the words, px.
const INSET: f32 = 10.0;

/// See [`select`].
pub struct Select<'a, M> {
    id: Id,
    options: Vec<Opt>,
    items: Vec<Info>,
    selected: Option<usize>,
    on_choose: Option<Box<dyn Fn(Option<String>) -> M + 'a>>,
    placeholder: Cow<'static, str>,
    width: Length,
    info: Info,
}

/// One answer of a long list. `selected` is the value of the chosen option; without `on_choose` it is disabled.
pub fn select<'a, M>(id: impl Into<Id>, label: impl Into<Cow<'static, str>>, options: Vec<Opt>, selected: Option<String>) -> Select<'a, M> {
    let selected = selected.and_then(|value| options.iter().position(|option| option.value == value));
    let item =
        |(at, option): (usize, &Opt)| Info { position: Some(at), activates: true, ..Info::new(Role::ListItem, option.label.clone()) };
    let items = options.iter().enumerate().map(item).collect();
    let info = Info { set_size: Some(options.len()), activates: true, ..Info::new(Role::ComboBox, label) };
    Select { id: id.into(), options, items, selected, on_choose: None, placeholder: "Choose…".into(), width: Length::Fill, info }
}

impl<'a, M> Select<'a, M> {
    /// What choosing sends: the value, or None when it was cleared.
    pub fn on_choose(mut self, message: impl Fn(Option<String>) -> M + 'a) -> Self {
        self.on_choose = Some(Box::new(message));
        self
    }

    /// What it shows while nothing is chosen.
    pub fn placeholder(mut self, placeholder: impl Into<Cow<'static, str>>) -> Self {
        self.placeholder = placeholder.into();
        self
    }

    /// Its width; all there is by default.
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// A rule found something wrong with it.
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

    fn fitting(&self, query: &str) -> Vec<usize> {
        self.options.iter().enumerate().filter(|(_, option)| option.fits(query)).map(|(at, _)| at).collect()
    }

    fn choose(&mut self, selected: Option<usize>, shell: &mut Shell<'_, M>) {
        if let Some(on_choose) = &self.on_choose
            && selected != self.selected
        {
            self.selected = selected;
            let value = selected.and_then(|at| self.options.get(at)).map(|option| option.value.clone());
            shell.publish(on_choose(value));
        }
    }

    fn open(&self, state: &mut State) {
        state.open = Some(Open::default());
        state.typed.clear();
        if let Some(open) = &mut state.open {
            open.go(self.selected.unwrap_or(0), self.options.len());
        }
    }

    /// A key while it is closed; true where it was for us.
    fn closed_key(&mut self, press: Press, state: &mut State, shell: &mut Shell<'_, M>) -> bool {
        match press {
            Press::Named(Named::Enter | Named::ArrowDown | Named::ArrowUp, _) | Press::Char(' ') => self.open(state),
            Press::Named(Named::Delete | Named::Backspace, _) => self.choose(None, shell),
            Press::Char(char) => {
                if let Some(at) = state.typed.push(char, &self.options, self.selected, Instant::now()) {
                    self.choose(Some(at), shell);
                }
            }
            Press::Named(..) => return false,
        }
        true
    }

    /// A key while it is open; true where it was for us.
    fn open_key(&mut self, press: Press, state: &mut State, shell: &mut Shell<'_, M>) -> bool {
        let Some(open) = &mut state.open else { return false };
        let fitting = self.fitting(&open.query);
        let last = fitting.len().saturating_sub(1);
        match press {
            Press::Named(Named::Escape, _) => state.open = None,
            Press::Named(Named::Enter, _) => {
                if let Some(at) = fitting.get(open.cursor) {
                    self.choose(Some(*at), shell);
                    state.open = None;
                }
            }
            Press::Named(Named::ArrowDown, _) => open.go(open.cursor + 1, fitting.len()),
            Press::Named(Named::ArrowUp, _) => open.go(open.cursor.saturating_sub(1), fitting.len()),
            Press::Named(Named::PageDown, _) => open.go(open.cursor + ROWS, fitting.len()),
            Press::Named(Named::PageUp, _) => open.go(open.cursor.saturating_sub(ROWS), fitting.len()),
            Press::Named(Named::Home, _) => open.go(0, fitting.len()),
            Press::Named(Named::End, _) => open.go(last, fitting.len()),
            Press::Named(Named::Backspace, _) => {
                let mut query = std::mem::take(&mut open.query);
                query.pop();
                *open = Open { query, ..Open::default() };
            }
            Press::Char(char) if !char.is_control() => {
                let mut query = std::mem::take(&mut open.query);
                query.push(char);
                *open = Open { query, ..Open::default() };
            }
            _ => return false,
        }
        true
    }
}

impl<'a, M: 'a> From<Select<'a, M>> for Element<'a, M> {
    fn from(mut select: Select<'a, M>) -> Self {
        select.info.disabled = select.on_choose.is_none();
        Element::new(select)
    }
}

#[derive(Default)]
struct State {
    focus: Focus,
    typed: Typed,
    open: Option<Open>,
    /// Rows in the layout; None while closed.
    laid_out: Option<usize>,
    hovered: Option<usize>,
    asked: bool,
    asked_row: Option<usize>,
}

/// The open list.
#[derive(Default)]
struct Open {
    query: String,
    /// Place among the fitting ones.
    cursor: usize,
    /// First row in sight.
    top: usize,
}

impl Open {
    fn go(&mut self, cursor: usize, rows: usize) {
        self.cursor = cursor.min(rows.saturating_sub(1));
        self.top = self.top.clamp((self.cursor + 1).saturating_sub(ROWS), self.cursor);
    }
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focus.is_on()
    }

    fn focus(&mut self) {
        self.focus.set(true);
    }

    fn unfocus(&mut self) {
        self.focus.set(false);
        self.open = None;
    }
}

/// The closed line.
fn line(bounds: Rectangle) -> Rectangle {
    Rectangle { height: LINE, ..bounds }
}

/// The open list below it.
fn list(bounds: Rectangle) -> Rectangle {
    Rectangle { y: bounds.y + LINE + GAP, height: (bounds.height - LINE - GAP).max(0.0), ..bounds }
}

/// Row `n` of those in sight.
fn row(bounds: Rectangle, n: usize) -> Rectangle {
    let list = list(bounds);
    Rectangle { x: list.x + GAP, y: list.y + GAP + n as f32 * ROW, width: list.width - 2.0 * GAP, height: ROW }
}

impl<M> Widget<M, Theme, Renderer> for Select<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        state.laid_out = state.open.as_ref().map(|open| self.fitting(&open.query).len().clamp(1, ROWS));
        let list = state.laid_out.map_or(0.0, |rows| rows as f32 * ROW + 3.0 * GAP);
        let size = limits.width(self.width).resolve(self.width, Length::Shrink, Size::new(200.0, LINE + list));
        layout::Node::new(Size::new(size.width, LINE + list))
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        self.info.expanded = Some(state.open.is_some());
        self.info.value = self.selected.and_then(|at| self.options.get(at)).map(|option| option.label.clone());
        operation.custom(Some(&self.id), bounds, &mut self.info);
        state.asked |= self.info.ask.take() == Some(Ask::Activate);
        if self.on_choose.is_some() {
            operation.focusable(Some(&self.id), bounds, state);
        }
        let State { open, asked_row, .. } = state;
        operation.traverse(&mut |operation| {
            let shown = self.info.value.as_deref().unwrap_or(&self.placeholder);
            operation.text(None, line(bounds), shown);
            let Some(open) = open else { return };
            for (n, at) in self.fitting(&open.query).into_iter().skip(open.top).take(ROWS).enumerate() {
                let Some(info) = self.items.get_mut(at) else { continue };
                info.selected = Some(self.selected == Some(at));
                operation.custom(None, row(bounds, n), info);
                if info.ask.take() == Some(Ask::Activate) {
                    *asked_row = Some(at);
                }
                let label = info.label.as_deref().unwrap_or_default();
                operation.traverse(&mut |operation| operation.text(None, row(bounds, n), label));
            }
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        _: &Rectangle,
    ) {
        if self.on_choose.is_none() {
            return;
        }
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        let in_sight = state.open.as_ref().map_or(0, |_| state.laid_out.unwrap_or(0));
        let over = (0..in_sight).find(|n| cursor.is_over(row(bounds, *n)));
        let hovered = over.or_else(|| cursor.is_over(line(bounds)).then_some(ROWS));
        if std::mem::replace(&mut state.hovered, hovered) != hovered {
            shell.request_redraw();
        }
        if let Some(at) = state.asked_row.take() {
            self.choose(Some(at), shell);
            state.open = None;
        }
        if std::mem::take(&mut state.asked) {
            self.open(state);
        }
        if draw::is_press(event) {
            let inside = cursor.is_over(bounds) && !shell.is_event_captured();
            if state.focus.set(inside) {
                state.typed.clear();
                shell.request_redraw();
            }
            if !inside {
                state.open = None;
            } else {
                shell.capture_event();
                shell.request_redraw();
                let clicked = over.and_then(|n| {
                    let open = state.open.as_ref()?;
                    self.fitting(&open.query).get(open.top + n).copied()
                });
                match clicked {
                    Some(at) => {
                        self.choose(Some(at), shell);
                        state.open = None;
                    }
                    None if cursor.is_over(line(bounds)) => match state.open {
                        Some(_) => state.open = None,
                        None => self.open(state),
                    },
                    None => {}
                }
            }
        } else if let Event::Mouse(mouse::Event::WheelScrolled { delta }) = event
            && let Some(open) = &mut state.open
            && cursor.is_over(list(bounds))
            && !shell.is_event_captured()
        {
            let rows = match delta {
                ScrollDelta::Lines { y, .. } => *y,
                ScrollDelta::Pixels { y, .. } => y / ROW,
            };
            let most = self.fitting(&open.query).len().saturating_sub(ROWS);
            let by = (rows.abs().ceil() as usize).max(1);
            open.top = if rows > 0.0 { open.top.saturating_sub(by) } else { (open.top + by).min(most) };
            shell.capture_event();
            shell.request_redraw();
        } else if state.focus.is_on()
            && !shell.is_event_captured()
            && let Some(press) = draw::press(event)
        {
            let ours = if state.open.is_some() { self.open_key(press, state, shell) } else { self.closed_key(press, state, shell) };
            if ours {
                shell.capture_event();
                shell.request_redraw();
            }
        }
        let rows = state.open.as_ref().map(|open| self.fitting(&open.query).len().clamp(1, ROWS));
        if rows != state.laid_out {
            shell.invalidate_layout();
            shell.request_redraw();
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let tokens = Tokens::of(theme);
        let bounds = layout.bounds();
        self.draw_line(state, renderer, tokens, line(bounds), cursor, viewport);
        self.draw_list(state, renderer, tokens, bounds, viewport);
    }

    fn mouse_interaction(&self, _: &Tree, layout: Layout<'_>, cursor: mouse::Cursor, _: &Rectangle, _: &Renderer) -> mouse::Interaction {
        if self.on_choose.is_some() && cursor.is_over(layout.bounds()) { mouse::Interaction::Pointer } else { mouse::Interaction::None }
    }
}
