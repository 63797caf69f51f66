//! A table of any length: it builds only the rows in sight, and is exact at a million of them.
//!
//! What it keeps is the number of the first row in sight, never a distance in px. All rows are equally high, and only whole rows are
//! shown, so the table is as high as its rows, or as the whole rows that fit into its place. Used by Home, Clients and Settings.
//!
//! One stop for Tab, after those of the titles that sort: Up, Down, PgUp, PgDn, Home and End move the cursor and keep it in sight,
//! Enter activates, letters are the program's. The wheel and the bar at the right scroll and leave the cursor where it is.

mod bar;
mod cell;
mod column;
mod input;
mod paint;
mod part;
mod sight;
mod widget;

pub use cell::{Cell, cell};
pub use column::Column;

use super::access::{Info, Role};
use super::draw::Press;
use super::{Element, control};
use crate::app::theme::space;
use iced::advanced::layout;
use iced::keyboard::key::Named;
use std::borrow::Cow;
use std::hash::Hash;

/// Height of a row of two lines, px.
pub const TWO_LINES: f32 = 52.0;

/// The same where lines are few, px.
pub const TIGHT: f32 = 44.0;

/// Height of a row whose cells wrap: two lines and two of less weight below, px.
pub const WRAPPED: f32 = 84.0;

/// Height of the titles, px.
const HEAD: f32 = 34.0;
/// So many rows are shown where the place has no end.
const ENDLESS: usize = 20;

/// The cells of a row.
type Row<'a, M> = Box<dyn Fn(usize) -> Vec<Element<'a, M>> + 'a>;
/// The message of a row or a column.
type To<'a, M> = Option<Box<dyn Fn(usize) -> M + 'a>>;
/// The message of a letter on a row, if it has one.
type OnKey<'a, M> = Option<Box<dyn Fn(char, usize) -> Option<M> + 'a>>;

/// See [`table`].
pub struct Table<'a, M> {
    id: Cow<'static, str>,
    columns: Vec<Column>,
    total: usize,
    row: Row<'a, M>,
    selected: Option<usize>,
    sorted: Option<(usize, bool)>,
    on_move: To<'a, M>,
    on_activate: To<'a, M>,
    on_sort: To<'a, M>,
    on_key: OnKey<'a, M>,
    on_delete: To<'a, M>,
    activates_on_click: bool,
    row_height: f32,
    /// The longest cells, and their columns: no row is lower than they need.
    longest: Vec<(usize, Cell)>,
    key: u64,
    row_key: Option<Box<dyn Fn(usize) -> u64 + 'a>>,
    info: Info,
    /// How many rows are in sight.
    fit: usize,
    /// Those, and their places in the table.
    rows: Vec<Element<'a, M>>,
    nodes: Vec<layout::Node>,
}

/// A table of `total` rows; `row` makes the cells of one, and is asked for those in sight only. A title that sorts has the id
/// `{id}-{title}`, in lower case and with `-` for each space.
pub fn table<'a, M: 'a>(
    id: impl Into<Cow<'static, str>>,
    label: impl Into<Cow<'static, str>>,
    columns: Vec<Column>,
    total: usize,
    row: impl Fn(usize) -> Vec<Element<'a, M>> + 'a,
) -> Table<'a, M> {
    Table {
        id: id.into(),
        columns,
        total,
        row: Box::new(row),
        selected: None,
        sorted: None,
        on_move: None,
        on_activate: None,
        on_sort: None,
        on_key: None,
        on_delete: None,
        activates_on_click: false,
        row_height: space::ROW,
        longest: Vec::new(),
        key: 0,
        row_key: None,
        info: Info { set_size: Some(total), ..Info::new(Role::Table, label) },
        fit: 0,
        rows: Vec::new(),
        nodes: Vec::new(),
    }
}

impl<'a, M> Table<'a, M> {
    /// The row of the cursor, from 0; none where there is no such row.
    pub fn selected(mut self, at: Option<usize>) -> Self {
        self.selected = at.filter(|at| *at < self.total);
        self
    }

    /// What a key and a click send: the row they lead to. Without it the table cannot have the keyboard.
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

    /// What a letter means for the row of the cursor, if it means something.
    pub fn on_key(mut self, message: impl Fn(char, usize) -> Option<M> + 'a) -> Self {
        self.on_key = Some(Box::new(message));
        self
    }

    /// What Delete sends: the row of the cursor.
    pub fn on_delete(mut self, message: impl Fn(usize) -> M + 'a) -> Self {
        self.on_delete = Some(Box::new(message));
        self
    }

    /// The column by which the rows are sorted, and whether from the greatest to the least.
    pub const fn sorted(mut self, column: usize, descending: bool) -> Self {
        self.sorted = Some((column, descending));
        self
    }

    /// What the title of a sortable column sends: the column.
    pub fn on_sort(mut self, message: impl Fn(usize) -> M + 'a) -> Self {
        self.on_sort = Some(Box::new(message));
        self
    }

    /// Height of each row, px; [`space::ROW`] by default, [`TWO_LINES`] for cells of two.
    pub const fn row_height(mut self, px: f32) -> Self {
        self.row_height = px.max(1.0);
        self
    }

    /// The longest cells that wrap, and the numbers of their columns: where they have no room on a row of its height, all rows are as much
    /// higher as they need.
    pub fn whole(mut self, longest: Vec<(usize, Cell)>) -> Self {
        self.longest = longest;
        self
    }

    /// What the rows are about, such as what was searched for: where it changed, the cursor is brought back in sight.
    pub fn key(mut self, key: impl Hash) -> Self {
        self.key = control::key(key);
        self
    }

    /// What a row is about, such as its client: a screen reader that presses a row presses that one, wherever it is meanwhile, and nothing
    /// where it is gone. Without it, it presses the place.
    pub fn row_key<K: Hash>(mut self, key: impl Fn(usize) -> K + 'a) -> Self {
        self.row_key = Some(Box::new(move |at| control::key(key(at))));
        self
    }

    /// What this row is about, where that is known.
    fn key_of(&self, row: usize) -> Option<u64> {
        self.row_key.as_ref().map(|key| key(row))
    }

    /// True where it can have the keyboard.
    fn is_stop(&self) -> bool {
        self.on_move.is_some() && self.total > 0
    }

    /// True where the title of this column is a button.
    fn sorts(&self, column: usize) -> bool {
        self.on_sort.is_some() && self.columns.get(column).is_some_and(|column| column.sorts)
    }

    /// The row to which a key leads; none where it leads nowhere.
    fn target(&self, key: Named) -> Option<usize> {
        let (at, last) = (self.selected, self.total.checked_sub(1)?);
        let page = self.fit.saturating_sub(1).max(1);
        let to = match key {
            Named::ArrowDown => at.map_or(0, |at| at + 1),
            Named::ArrowUp => at.unwrap_or(0).saturating_sub(1),
            Named::PageDown => at.unwrap_or(0) + page,
            Named::PageUp => at.unwrap_or(0).saturating_sub(page),
            Named::Home => 0,
            Named::End => last,
            _ => return None,
        };
        Some(to.min(last))
    }

    /// The message of a press that moves nothing.
    fn answer(&self, press: Press) -> Option<M> {
        let at = self.selected?;
        match press {
            Press::Named(Named::Enter, _) => self.on_activate.as_ref().map(|message| message(at)),
            Press::Named(Named::Delete, _) => self.on_delete.as_ref().map(|message| message(at)),
            Press::Char(char) => self.on_key.as_ref().and_then(|message| message(char, at)),
            Press::Named(..) => None,
        }
    }

    /// Which rows are in sight, as one number of many.
    fn lie(&self, first: usize) -> u32 {
        control::key((first, self.fit, self.total, self.sorted, self.key)) as u32
    }

    /// What the program says of the rows: where that changed, the cursor is brought in sight.
    fn said(&self) -> part::Said {
        (self.selected, self.total, self.sorted, self.key)
    }
}

impl<'a, M: 'a> From<Table<'a, M>> for Element<'a, M> {
    fn from(table: Table<'a, M>) -> Self {
        Element::new(table)
    }
}
