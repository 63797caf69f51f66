//! The columns of a table, and where each of them stands.

use crate::app::theme::space;
use iced::Length;
use iced::alignment::Horizontal;
use std::borrow::Cow;

/// Left and right of a row's cells, px.
pub(super) const INSET: f32 = space::S16;
/// Between two columns, px.
pub(super) const GAP: f32 = space::S16;

/// A column: its title, its width, where its cells stand in it.
#[derive(Debug, Clone)]
pub struct Column {
    pub(super) title: Cow<'static, str>,
    pub(super) align: Horizontal,
    pub(super) sorts: bool,
    width: Length,
}

impl Column {
    /// A column of fixed width in px, or of a portion of what the fixed ones leave.
    pub fn new(title: impl Into<Cow<'static, str>>, width: impl Into<Length>) -> Self {
        Self { title: title.into(), align: Horizontal::Left, sorts: false, width: width.into() }
    }

    /// Its cells and its title stand at the right, as amounts do.
    pub const fn right(mut self) -> Self {
        self.align = Horizontal::Right;
        self
    }

    /// The rows can be sorted by it: its title is a button.
    pub const fn sortable(mut self) -> Self {
        self.sorts = true;
        self
    }
}

/// Where a column begins and how wide it is, px from the left edge of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    pub(super) x: f32,
    pub(super) width: f32,
}

/// The places of the columns in so many px.
pub(super) fn spans(columns: &[Column], width: f32) -> Vec<Span> {
    let parts = |column: &Column| match column.width {
        Length::Fixed(_) => 0,
        Length::FillPortion(parts) => parts.max(1),
        Length::Fill | Length::Shrink => 1,
    };
    let fixed = |column: &Column| if let Length::Fixed(px) = column.width { px } else { 0.0 };
    let all: u16 = columns.iter().map(parts).fold(0, u16::saturating_add);
    let gaps = GAP * columns.len().saturating_sub(1) as f32;
    let left = (width - 2.0 * INSET - gaps - columns.iter().map(fixed).sum::<f32>()).max(0.0);
    let mut x = INSET;
    let mut place = |column: &Column| {
        let width = match parts(column) {
            0 => fixed(column),
            parts => (left * f32::from(parts) / f32::from(all)).floor(),
        };
        let span = Span { x, width };
        x += width + GAP;
        span
    };
    columns.iter().map(&mut place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portions_share_what_fixed_columns_leave() {
        let columns = [Column::new("A", Length::FillPortion(3)), Column::new("B", 100), Column::new("C", Length::Fill)];
        let widths: Vec<_> = spans(&columns, 564.0).into_iter().map(|s| (s.x, s.width)).collect();
        assert_eq!(widths, [(16.0, 300.0), (332.0, 100.0), (448.0, 100.0)]);
        assert_eq!(spans(&columns, 10.0)[0].width, 0.0, "no room is not less than none");
        assert!(spans(&[], 100.0).is_empty());
    }
}
