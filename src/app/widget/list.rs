//! Rows of which one is chosen: clients, referrals, events.
//!
//! Keys: one stop for Tab, and what can be pressed inside a row is a stop of its own. Arrows, PgUp, PgDn, Home and End move, Enter
//! opens, Delete does what `on_delete` says, a letter what `on_key` does.
//!
//! States: nothing chosen, one chosen, under the pointer, focused (ring in the chosen row), to be read only (no `on_move`).
//!
//! ```ignore
//! list("referrals", "Open referrals", rows, self.chosen)
//!     .on_move(Message::At)
//!     .on_activate(Message::Open)
//! ```

use super::access::{Ask, Info, Role};
use super::control::{self, control};
use super::focus::Focus;
use super::{Element, draw};
use crate::app::theme::{Tokens, space};
use draw::Press;
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, overlay, renderer};
use iced::border::Border;
use iced::keyboard::key::Named;
use iced::{Event, Length, Padding, Point, Rectangle, Renderer, Size, Theme, Vector, mouse};
use std::borrow::Cow;
use std::hash::Hash;

/// Rows that PgUp and PgDn go.
const PAGE: usize = 10;
/// Left and right of a row's content, px; none where rows are only read, so that they stand in line with what is around them.
const INSET: f32 = space::S16;

/// The message of a letter on a row, if it has one.
type OnKey<'a, M> = Box<dyn Fn(char, usize) -> Option<M> + 'a>;

/// See [`list`].
pub struct List<'a, M> {
    id: Id,
    rows: Vec<Element<'a, M>>,
    items: Vec<Info>,
    selected: Option<usize>,
    on_move: Option<Box<dyn Fn(usize) -> M + 'a>>,
    on_activate: Option<Box<dyn Fn(usize) -> M + 'a>>,
    on_key: Option<OnKey<'a, M>>,
    on_delete: Option<Box<dyn Fn(usize) -> M + 'a>>,
    activates_on_click: bool,
    info: Info,
}

/// Rows of which one is chosen; lines between them, each at least 38 px high. `selected` is a place from 0.
pub fn list<'a, M: 'a>(
    id: impl Into<Id>,
    label: impl Into<Cow<'static, str>>,
    rows: Vec<Element<'a, M>>,
    selected: Option<usize>,
) -> List<'a, M> {
    let items = control::parts(Role::ListItem, rows.iter().map(|_| None));
    let info = Info { set_size: Some(rows.len()), ..Info::new(Role::List, label) };
    let selected = selected.filter(|at| *at < rows.len());
    List {
        id: id.into(),
        rows,
        items,
        selected,
        on_move: None,
        on_activate: None,
        on_key: None,
        on_delete: None,
        activates_on_click: false,
        info,
    }
}

impl<'a, M> List<'a, M> {
    /// What the arrows and a click send: the row they lead to.
    pub fn on_move(mut self, message: impl Fn(usize) -> M + 'a) -> Self {
        self.on_move = Some(Box::new(message));
        self
    }

    /// What Enter and a double click send.
    pub fn on_activate(mut self, message: impl Fn(usize) -> M + 'a) -> Self {
        self.on_activate = Some(Box::new(message));
        self
    }

    /// One click is enough.
    pub const fn activate_on_click(mut self, on: bool) -> Self {
        self.activates_on_click = on;
        self
    }

    /// What a letter means for the chosen row, if it means something.
    pub fn on_key(mut self, message: impl Fn(char, usize) -> Option<M> + 'a) -> Self {
        self.on_key = Some(Box::new(message));
        self
    }

    /// What Delete sends: it asks before anything is lost.
    pub fn on_delete(mut self, message: impl Fn(usize) -> M + 'a) -> Self {
        self.on_delete = Some(Box::new(message));
        self
    }

    /// How many there are in all, where the rows are only a page of them; `first` is the place of the first row.
    pub fn of(mut self, first: usize, total: usize) -> Self {
        self.info.set_size = Some(total);
        for (at, item) in self.items.iter_mut().enumerate() {
            item.position = Some(first + at);
        }
        self
    }

    /// What each row is about, such as its event; as [`row_key`](super::table::Table::row_key) of a table.
    pub fn keys(mut self, keys: impl IntoIterator<Item = impl Hash>) -> Self {
        for (item, key) in self.items.iter_mut().zip(keys) {
            item.key = Some(control::key(key));
        }
        self
    }

    /// True where it is only read: no row is chosen in it, and none can have the keyboard.
    fn is_read(&self) -> bool {
        self.on_move.is_none()
    }

    fn go(&mut self, to: usize, shell: &mut Shell<'_, M>) {
        let to = to.min(self.rows.len().saturating_sub(1));
        if let Some(on_move) = &self.on_move
            && self.selected != Some(to)
            && !self.rows.is_empty()
        {
            self.selected = Some(to);
            shell.publish(on_move(to));
            shell.request_redraw();
        }
    }

    fn activate(&self, at: usize, shell: &mut Shell<'_, M>) {
        if let Some(on_activate) = &self.on_activate {
            shell.publish(on_activate(at));
        }
    }

    /// True where the key was for us.
    fn key(&mut self, press: Press, shell: &mut Shell<'_, M>) -> bool {
        let at = self.selected;
        match press {
            Press::Named(Named::ArrowDown, _) => self.go(at.map_or(0, |at| at + 1), shell),
            Press::Named(Named::ArrowUp, _) => self.go(at.unwrap_or(0).saturating_sub(1), shell),
            Press::Named(Named::PageDown, _) => self.go(at.unwrap_or(0) + PAGE, shell),
            Press::Named(Named::PageUp, _) => self.go(at.unwrap_or(0).saturating_sub(PAGE), shell),
            Press::Named(Named::Home, _) => self.go(0, shell),
            Press::Named(Named::End, _) => self.go(usize::MAX, shell),
            Press::Named(Named::Enter, _) => match (at, &self.on_activate) {
                (Some(at), Some(_)) => self.activate(at, shell),
                _ => return false,
            },
            Press::Named(Named::Delete, _) => match at.zip(self.on_delete.as_ref()) {
                Some((at, on_delete)) => shell.publish(on_delete(at)),
                None => return false,
            },
            Press::Char(char) => match at.zip(self.on_key.as_ref()).and_then(|(at, on_key)| on_key(char, at)) {
                Some(message) => shell.publish(message),
                None => return false,
            },
            Press::Named(..) => return false,
        }
        true
    }
}

/// True for a key that does something with a line; every other one goes to another line.
const fn does(press: Press) -> bool {
    matches!(press, Press::Named(Named::Enter | Named::Delete, _) | Press::Char(_))
}

control!(List);

impl<'a, M: 'a> From<List<'a, M>> for Element<'a, M> {
    fn from(mut list: List<'a, M>) -> Self {
        let is_read = list.is_read();
        list.info.disabled = list.rows.is_empty() && !is_read;
        list.items.iter_mut().for_each(|item| item.activates = !is_read);
        Element::new(list)
    }
}

#[derive(Default)]
struct State {
    focus: Focus,
    hovered: Option<usize>,
    click: Option<iced::advanced::mouse::Click>,
    clicked: Option<usize>,
    /// The row that a screen reader pressed, and what that was about.
    asked: Option<(usize, Option<u64>)>,
}

impl<M> Widget<M, Theme, Renderer> for List<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.rows.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.rows);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let inset = if self.is_read() { 0.0 } else { INSET };
        let padding = Padding::from([6.0, inset]);
        let limits = limits.loose();
        let width = limits.max().width;
        let mut y = 0.0;
        let rows = self.rows.iter_mut().zip(&mut tree.children).map(|(row, tree)| {
            let content = row.as_widget_mut().layout(tree, renderer, &limits.shrink(padding).width(Length::Fill));
            let height = (content.size().height + padding.y()).max(space::ROW);
            let top = ((height - content.size().height) / 2.0).floor();
            let content = content.move_to(Point::new(inset, top));
            let node = layout::Node::with_children(Size::new(width, height), vec![content]).move_to(Point::new(0.0, y));
            y += height;
            node
        });
        let rows: Vec<_> = rows.collect();
        layout::Node::with_children(Size::new(width, y), rows)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        self.info.reveal = self.selected.and_then(|at| layout.children().nth(at)).map(|row| row.bounds());
        let is_read = self.is_read();
        let ask = if is_read {
            operation.custom(Some(&self.id), bounds, &mut self.info);
            self.info.ask.take()
        } else {
            control::report(operation, Some(&self.id), bounds, &mut self.info, &mut state.focus)
        };
        state.asked.take_if(|_| ask == Some(Ask::Forget));
        operation.traverse(&mut |operation| {
            let rows = self.rows.iter_mut().zip(&mut self.items).zip(&mut tree.children).zip(layout.children()).enumerate();
            for (at, (((row, info), tree), layout)) in rows {
                info.selected = (!is_read).then_some(self.selected == Some(at));
                info.active = !is_read && self.selected == Some(at);
                if control::report_part(operation, None, layout.bounds(), info) {
                    state.asked = Some((at, info.key));
                }
                operation.traverse(&mut |operation| {
                    if let Some(layout) = layout.children().next() {
                        row.as_widget_mut().operate(tree, layout, renderer, operation);
                    }
                });
            }
        });
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
        for ((row, tree), layout) in self.rows.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            if let Some(layout) = layout.children().next() {
                row.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
            }
        }
        let state = tree.state.downcast_mut::<State>();
        let over = layout.children().position(|row| cursor.is_over(row.bounds()));
        if control::changed(&mut state.hovered, over) {
            shell.request_redraw();
        }
        if let Some((at, key)) = state.asked.take()
            && self.items.get(at).is_some_and(|item| item.key == key)
        {
            self.go(at, shell);
            self.activate(at, shell);
        }
        if draw::is_press(event) {
            let over = over.filter(|_| !shell.is_event_captured() && self.on_move.is_some());
            if state.focus.set(over.is_some()) {
                shell.request_redraw();
            }
            if let (Some(at), Some(position)) = (over, cursor.position()) {
                let click = iced::advanced::mouse::Click::new(position, mouse::Button::Left, state.click);
                let again = click.kind() == iced::advanced::mouse::click::Kind::Double && state.clicked == Some(at);
                state.click = Some(click);
                state.clicked = Some(at);
                shell.capture_event();
                self.go(at, shell);
                if again || self.activates_on_click {
                    self.activate(at, shell);
                }
            }
        } else if state.focus.is_on()
            && !shell.is_event_captured()
            && let Some(press) = draw::press(event)
            && (draw::is_held(event) && does(press) || self.key(press, shell))
        {
            shell.capture_event();
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
        let tokens = Tokens::of(theme);
        for (at, ((row, tree), place)) in self.rows.iter().zip(&tree.children).zip(layout.children()).enumerate() {
            let bounds = place.bounds();
            if bounds.intersection(viewport).is_none() {
                continue;
            }
            let chosen = self.selected == Some(at);
            if chosen || (cursor.is_over(bounds) && !self.is_read()) {
                draw::quad(renderer, bounds, if chosen { tokens.selected } else { tokens.row_hover }, Border::default());
            }
            if at > 0 {
                draw::quad(renderer, Rectangle { height: 1.0, ..bounds }, tokens.line, Border::default());
            }
            if chosen {
                draw::cursor_mark(renderer, bounds, tokens);
            }
            if let Some(layout) = place.children().next() {
                row.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
            }
            if chosen && state.focus.is_on() {
                draw::ring_inside(renderer, bounds, tokens);
            }
        }
        if self.selected.is_none() && state.focus.is_on() {
            draw::ring_inside(renderer, layout.bounds(), tokens);
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
        let inner = self
            .rows
            .iter()
            .zip(&tree.children)
            .zip(layout.children())
            .filter_map(|((row, tree), place)| {
                let layout = place.children().next()?;
                Some(row.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer))
            })
            .max()
            .unwrap_or_default();
        if inner == mouse::Interaction::None && !self.is_read() && cursor.is_over(layout.bounds()) {
            mouse::Interaction::Pointer
        } else {
            inner
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        let rows = self.rows.iter_mut().zip(&mut tree.children).zip(layout.children());
        let overlays: Vec<_> = rows
            .filter_map(|((row, tree), place)| row.as_widget_mut().overlay(tree, place.children().next()?, renderer, viewport, translation))
            .collect();
        (!overlays.is_empty()).then(|| overlay::Group::with_children(overlays).overlay())
    }
}
