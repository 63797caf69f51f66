//! What a table remembers, and where its parts are.

use super::bar::{self, Bar};
use super::column::{self, Span};
use super::{HEAD, Table};
use crate::app::widget::focus::Focus;
use iced::advanced::mouse::Click;
use iced::{Point, Rectangle, mouse};

/// The row of the cursor, the number of rows, the sorting, the key.
pub(super) type Said = (Option<usize>, usize, Option<(usize, bool)>, u64);

/// Kept from one view to the next.
#[derive(Default)]
pub(super) struct State {
    pub(super) focus: Focus,
    /// Whether each title has the keyboard.
    pub(super) titles: Vec<Focus>,
    /// Number of the first row in sight.
    pub(super) first: usize,
    /// How many rows were in sight.
    pub(super) fit: usize,
    pub(super) said: Option<Said>,
    /// Px that the wheel turned and that were less than a row.
    pub(super) wheel: f32,
    /// How far below its top the thumb is held, px.
    pub(super) grip: Option<f32>,
    pub(super) hovered: Option<Part>,
    pub(super) click: Option<Click>,
    pub(super) clicked: Option<usize>,
    /// What a screen reader pressed, and what that was about.
    pub(super) asked: Option<(Part, Option<u64>)>,
}

/// Something in a table that can be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The title of a sortable column.
    Title(usize),
    /// A row, by its number.
    Row(usize),
    /// The scroll bar.
    Bar,
}

impl<M> Table<'_, M> {
    /// The bar at the right of the rows; none where all rows are in sight.
    pub(super) fn bar(&self, bounds: Rectangle) -> Option<Bar> {
        let rows = self.rows_in(bounds);
        let track = Rectangle { x: rows.x + rows.width, width: bar::WIDTH, ..rows };
        Bar::new(track, self.total, self.fit)
    }

    /// Where the rows are, without the bar.
    pub(super) fn rows_in(&self, bounds: Rectangle) -> Rectangle {
        let height = (bounds.height - HEAD).max(0.0);
        Rectangle { y: bounds.y + HEAD, width: self.inner(bounds.width), height, ..bounds }
    }

    /// The place of the nth row in sight.
    pub(super) fn row_in(&self, bounds: Rectangle, n: usize) -> Rectangle {
        let rows = self.rows_in(bounds);
        Rectangle { y: rows.y + n as f32 * self.row_height, height: self.row_height, ..rows }
    }

    /// The places of the columns, from the left edge of the table.
    pub(super) fn spans(&self, width: f32) -> Vec<Span> {
        column::spans(&self.columns, self.inner(width))
    }

    /// The place of a title.
    pub(super) fn title_in(&self, bounds: Rectangle, span: Span) -> Rectangle {
        Rectangle { x: bounds.x + span.x, width: span.width, height: HEAD, ..bounds }
    }

    /// What is left of this width for the rows.
    fn inner(&self, width: f32) -> f32 {
        if self.fit < self.total { (width - bar::WIDTH).max(0.0) } else { width }
    }

    /// What the pointer is on.
    pub(super) fn part_at(&self, bounds: Rectangle, first: usize, cursor: mouse::Cursor) -> Option<Part> {
        let Point { x, y } = cursor.position_over(bounds)?;
        let rows = self.rows_in(bounds);
        if y < rows.y {
            let over = |span: &Span| (span.x - column::GAP / 2.0..span.x + span.width + column::GAP / 2.0).contains(&(x - bounds.x));
            return self.spans(bounds.width).iter().position(over).filter(|at| self.sorts(*at)).map(Part::Title);
        }
        if x >= rows.x + rows.width {
            return self.bar(bounds).map(|_| Part::Bar);
        }
        let n = ((y - rows.y) / self.row_height) as usize;
        (n < self.fit).then_some(Part::Row(first + n))
    }

    /// The id of a title.
    pub(super) fn title_id(&self, column: usize) -> String {
        let title = self.columns.get(column).map_or("", |column| &column.title);
        format!("{}-{}", self.id, title.to_lowercase().replace(' ', "-"))
    }
}
