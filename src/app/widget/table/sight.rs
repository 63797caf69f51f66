//! Which rows of a table are in sight, and building them.

use super::part::State;
use super::{ENDLESS, HEAD, Table};
use crate::app::widget::Element;
use iced::advanced::layout::Limits;
use iced::advanced::widget::{Tree, tree};
use iced::alignment::Vertical;
use iced::widget::{Row, container};
use iced::{Padding, Point, Renderer, Size};

/// The first row in sight, the least distance from `first` at which row `at` is one of the `fit` rows in sight.
pub(super) const fn reveal(first: usize, fit: usize, at: usize) -> usize {
    let highest = (at + 1).saturating_sub(fit);
    if first < highest {
        highest
    } else if first > at {
        at
    } else {
        first
    }
}

impl<'a, M: 'a> Table<'a, M> {
    /// How many whole rows fit into this height; one where there is room for none.
    pub(super) fn fitting(&self, height: f32) -> usize {
        let fit = if height.is_finite() { ((height - HEAD) / self.row_height) as usize } else { ENDLESS };
        fit.max(1).min(self.total)
    }

    /// Builds the rows in sight; brings the first of them within its range before.
    pub(super) fn build(&mut self, tree: &mut Tree, renderer: &Renderer, width: f32) {
        let fit = self.fit;
        let state = tree.state.downcast_mut::<State>();
        let said = self.said();
        let anew = state.said.replace(said) != Some(said);
        // What stands above or below may have grown: the line that was in sight stays there.
        let fitted = std::mem::replace(&mut state.fit, fit);
        let seen = self.selected.is_some_and(|at| (state.first..state.first + fitted).contains(&at));
        state.first = state.first.min(self.total - fit);
        if (anew || seen)
            && let Some(at) = self.selected
        {
            state.first = reveal(state.first, fit, at);
        }
        let first = state.first;
        let widths: Vec<f32> = self.spans(width).iter().map(|span| span.width).collect();
        self.rows = (first..first + fit).map(|at| self.line(at, &widths)).collect();
        tree.diff_children(&self.rows);
        let limits = Limits::new(Size::ZERO, Size::new(width, self.row_height));
        let lines = self.rows.iter_mut().zip(&mut tree.children).enumerate();
        self.nodes = lines
            .map(|(n, (row, tree))| {
                let place = Point::new(0.0, HEAD + n as f32 * self.row_height);
                row.as_widget_mut().layout(tree, renderer, &limits).move_to(place)
            })
            .collect();
    }

    /// A row: its cells, each in its column.
    fn line(&self, at: usize, widths: &[f32]) -> Element<'a, M> {
        let cells = (self.row)(at).into_iter().zip(&self.columns).zip(widths).map(|((cell, column), width)| {
            container(cell).width(*width).height(self.row_height).align_x(column.align).align_y(Vertical::Center).into()
        });
        Row::with_children(cells).spacing(super::column::GAP).padding(Padding::ZERO.left(super::column::INSET)).into()
    }
}

/// The state of a table that was not shown before.
pub(super) fn fresh() -> tree::State {
    tree::State::new(State::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_revealed_row_is_in_sight_and_the_last_page_is_full(total in 1_usize.., first in any::<usize>(), fit in 1_usize..100, at in any::<usize>()) {
            let (fit, at) = (fit.min(total), at % total);
            let first = reveal(first.min(total - fit), fit, at);
            prop_assert!(first <= at && at - first < fit);
            prop_assert!(first <= total - fit);
        }
    }
}
