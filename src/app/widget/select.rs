//! One answer of a long list: closed it is a line, open it is a list below that line, in the page and not over it.
//!
//! Keys, closed: Enter, Space or an arrow up or down opens it, a letter opens it on the answers that it fits, a number chooses, Delete and
//! Backspace clear. A letter is the beginning of many words, and whoever types it does not see them: it gives no answer. A number is one answer.
//! Open: typing narrows the list, Backspace widens it, arrows, PgUp, PgDn, Home and End move, Esc closes, Enter and Tab take the answer that was
//! gone to and go on, and what saves or goes to a step takes it first. Where nobody typed or moved, Enter chooses and stays: once more goes on.
//! Left in any other way it stays as it was.
//!
//! States: empty, chosen, open, narrowed, nothing fits, focused (ring), invalid (red line), disabled (no `on_choose`). Words that are
//! too long for a line go on in a second one; what is chosen always shows whole.
//!
//! ```ignore
//! select("project", "Project", programs, self.project.clone())
//!     .placeholder("Choose a project…")
//!     .on_choose(Message::Project)
//! ```

mod laid;
mod paint;

use super::access::{Ask, Info, Role};
use super::control::{self, control};
use super::focus::Focus;
use super::option::{Answers, Opt, Typed};
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
use laid::Laid;
use std::borrow::Cow;

/// Rows in sight at once.
const ROWS: usize = 8;

/// See [`select`].
pub struct Select<'a, M> {
    id: Id,
    answers: Answers<'a, M>,
    placeholder: Cow<'static, str>,
    width: Length,
    opened: bool,
    info: Info,
}

/// One answer of a long list. `selected` is the value of the chosen option; without `on_choose` it is disabled.
pub fn select<'a, M>(id: impl Into<Id>, label: impl Into<Cow<'static, str>>, options: Vec<Opt>, selected: Option<String>) -> Select<'a, M> {
    let info = Info { set_size: Some(options.len()), activates: true, ..Info::new(Role::ComboBox, label) };
    let answers = Answers::new(Role::ListItem, options, selected);
    Select { id: id.into(), answers, placeholder: "Choose…".into(), width: Length::Fill, opened: false, info }
}

impl<'a, M> Select<'a, M> {
    /// What choosing sends: the value, or None when it was cleared.
    pub fn on_choose(mut self, message: impl Fn(Option<String>) -> M + 'a) -> Self {
        self.answers.on_choose = Some(Box::new(message));
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

    /// Open as it comes, for who came to choose; from then on it is as the worker left it.
    pub const fn opened(mut self, opened: bool) -> Self {
        self.opened = opened;
        self
    }

    fn fitting(&self, query: &str) -> Vec<usize> {
        let ranked = self.answers.options.iter().enumerate().filter_map(|(at, option)| Some((option.rank(query)?, at)));
        let mut fitting: Vec<(u8, usize)> = ranked.collect();
        fitting.sort_unstable();
        fitting.into_iter().map(|(_, at)| at).collect()
    }

    /// What the closed line says.
    fn head(&self, open: Option<&Open>) -> Cow<'_, str> {
        match (open, self.answers.chosen()) {
            (Some(open), _) if !open.query.is_empty() => open.query.clone().into(),
            (Some(_), None) => "Type to narrow the list".into(),
            (_, Some(option)) => option.label.as_str().into(),
            (None, None) => self.placeholder.as_ref().into(),
        }
    }

    fn open(&self, state: &mut State) {
        state.open = Some(Open::default());
        state.typed.clear();
        if let Some(open) = &mut state.open {
            open.go(self.answers.selected.unwrap_or(0), self.answers.options.len());
        }
    }

    /// A key while it is closed; true where it was for us.
    fn closed_key(&mut self, press: Press, state: &mut State, shell: &mut Shell<'_, M>) -> bool {
        state.taken = false;
        if !matches!(press, Press::Named(Named::Enter, _)) {
            state.answered = false;
        }
        match press {
            // The answer was just given by Enter: once more goes on.
            Press::Named(Named::Enter, _) if std::mem::take(&mut state.answered) => return false,
            Press::Named(Named::Enter | Named::ArrowDown | Named::ArrowUp, _) => self.open(state),
            Press::Char(' ') => self.open(state),
            Press::Named(Named::Delete | Named::Backspace, _) => self.answers.choose(None, shell),
            Press::Char(digit) if digit.is_ascii_digit() => {
                let found = state.typed.push(digit, &self.answers.options, self.answers.selected, Instant::now());
                // Whoever knows the number has given the answer: Enter goes on.
                state.answered = found.is_some();
                found.into_iter().for_each(|at| self.answers.choose(Some(at), shell));
            }
            Press::Char(letter) if !letter.is_control() => {
                state.typed.clear();
                state.open = Some(Open { query: letter.to_string(), moved: true, ..Open::default() });
            }
            Press::Char(_) | Press::Named(..) => return false,
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
                    self.answers.choose(Some(*at), shell);
                    (state.taken, state.answered) = (open.moved, true);
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
                *open = Open { query, moved: true, ..Open::default() };
            }
            Press::Char(char) if !char.is_control() => {
                let mut query = std::mem::take(&mut open.query);
                query.push(char);
                *open = Open { query, moved: true, ..Open::default() };
            }
            _ => return false,
        }
        if let Some(open) = &mut state.open {
            open.moved |= matches!(press, Press::Named(..));
        }
        true
    }
}

control!(Select);

impl<'a, M: 'a> From<Select<'a, M>> for Element<'a, M> {
    fn from(mut select: Select<'a, M>) -> Self {
        select.info.disabled = select.answers.on_choose.is_none();
        Element::new(select)
    }
}

#[derive(Default)]
struct State {
    focus: Focus,
    typed: Typed,
    open: Option<Open>,
    laid: Laid,
    hovered: Option<usize>,
    asked: bool,
    asked_row: Option<control::Asked>,
    /// It was closed with an answer under the cursor that somebody had gone to: where it has the keyboard still, by what goes on, that is
    /// the answer.
    left: Option<Open>,
    /// Enter chose, and nothing was done since.
    answered: bool,
    /// A key took what somebody had gone to, so that it goes on at once.
    taken: bool,
    /// It came open.
    opened: bool,
}

/// The open list.
#[derive(Debug, Default)]
struct Open {
    query: String,
    /// Place among the fitting ones.
    cursor: usize,
    /// First row in sight.
    top: usize,
    /// Somebody typed, or went along the list.
    moved: bool,
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
        self.left = self.open.take().filter(|open| open.moved);
        (self.answered, self.taken) = (false, false);
    }
}

impl<M> Widget<M, Theme, Renderer> for Select<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        let mut state = State { opened: self.opened, ..State::default() };
        if self.opened {
            self.open(&mut state);
        }
        tree::State::new(state)
    }

    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        if control::changed(&mut state.opened, self.opened) && self.opened {
            self.open(state);
        }
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        let width = limits.width(self.width).resolve(self.width, Length::Shrink, Size::new(200.0, 0.0)).width;
        state.laid = Laid::new(self, state.open.as_ref(), width, &state.laid);
        layout::Node::new(Size::new(width, state.laid.height()))
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        self.info.expanded = Some(state.open.is_some());
        self.info.taken = state.taken;
        self.info.value = self.answers.chosen().map(|option| option.label.clone());
        self.info.least =
            state.open.as_ref().and_then(|open| state.laid.rows(bounds).nth(open.cursor.checked_sub(open.top)?)).map(|(_, row)| row);
        let ask = control::report(operation, Some(&self.id), bounds, &mut self.info, state);
        control::keep(&mut state.asked, ask.as_ref());
        if ask == Some(Ask::Forget) {
            state.asked_row = None;
        }
        let State { laid, asked_row, open, .. } = state;
        let fitting = open.as_ref().map(|open| self.fitting(&open.query)).unwrap_or_default();
        let cursor = open.as_ref().and_then(|open| fitting.get(open.cursor).copied());
        let top = open.as_ref().map_or(0, |open| open.top);
        let list = laid.list(bounds).unwrap_or(bounds);
        let in_sight: Vec<Rectangle> = laid.rows(bounds).map(|(_, place)| place).collect();
        operation.traverse(&mut |operation| {
            let shown = self.info.value.as_deref().unwrap_or(&self.placeholder);
            operation.text(None, laid.line(bounds), shown);
            // Nobody who hears the list scrolls it: what is out of sight is in it all the same, at the end where it would come from.
            for (n, at) in fitting.iter().enumerate() {
                let Some(info) = self.answers.items.get_mut(*at) else { continue };
                info.selected = Some(self.answers.selected == Some(*at));
                info.active = cursor == Some(*at);
                let place = n.checked_sub(top).and_then(|n| in_sight.get(n)).copied();
                let edge = if n < top { list.y } else { list.y + list.height };
                if control::report_part(operation, None, place.unwrap_or(Rectangle { y: edge, height: 0.0, ..list }), info) {
                    *asked_row = Some((*at, info.label.clone()));
                }
                let label = info.label.as_deref().unwrap_or_default();
                if let Some(place) = place {
                    operation.traverse(&mut |operation| operation.text(None, place, label));
                }
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
        let state = tree.state.downcast_mut::<State>();
        if self.info.disabled {
            (state.asked, state.asked_row) = (false, None);
            return;
        }
        if let Some(left) = state.left.take().filter(|_| state.focus.is_on())
            && let Some(at) = self.fitting(&left.query).get(left.cursor)
        {
            self.answers.choose(Some(*at), shell);
            state.taken = true;
        }
        let bounds = layout.bounds();
        let over = state.laid.rows(bounds).position(|(_, place)| cursor.is_over(place));
        let hovered = over.or_else(|| cursor.is_over(state.laid.line(bounds)).then_some(ROWS));
        if control::changed(&mut state.hovered, hovered) {
            shell.request_redraw();
        }
        if let Some(at) = state.asked_row.take().and_then(|asked| control::still(&self.answers.items, asked)) {
            self.answers.choose(Some(at), shell);
            state.open = None;
        }
        if std::mem::take(&mut state.asked) {
            match state.open {
                Some(_) => state.open = None,
                None => self.open(state),
            }
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
                match over.and_then(|n| state.laid.rows.get(n)).map(|row| row.at) {
                    Some(at) => {
                        self.answers.choose(Some(at), shell);
                        state.open = None;
                    }
                    None if cursor.is_over(state.laid.line(bounds)) => match state.open {
                        Some(_) => state.open = None,
                        None => self.open(state),
                    },
                    None => {}
                }
            }
        } else if let Event::Mouse(mouse::Event::WheelScrolled { delta }) = event
            && let Some(open) = &mut state.open
            && state.laid.list(bounds).is_some_and(|list| cursor.is_over(list))
            && !shell.is_event_captured()
        {
            let rows = match delta {
                ScrollDelta::Lines { y, .. } => *y,
                ScrollDelta::Pixels { y, .. } => y / laid::ROW,
            };
            // Sideways there is nothing to see.
            if rows == 0.0 {
                return;
            }
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
        if laid::basis(self, state.open.as_ref()) != state.laid.basis {
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
        self.draw_line(state, renderer, tokens, bounds, cursor, viewport);
        self.draw_list(state, renderer, tokens, bounds, viewport);
    }

    fn mouse_interaction(&self, _: &Tree, layout: Layout<'_>, cursor: mouse::Cursor, _: &Rectangle, _: &Renderer) -> mouse::Interaction {
        control::pointer(!self.info.disabled, layout, cursor)
    }
}
