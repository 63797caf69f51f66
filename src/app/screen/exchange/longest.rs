//! Which of many rows may be the highest once their words are broken into lines: so few that a table measures them each time.

use crate::app::context::Context;
use crate::app::desk::Desk;

/// How wide the words of a cell are on one line, and those below them ([`Cell::spans`](crate::app::widget::Cell::spans)).
pub type Spans = (u32, u32);

/// Those of these rows beside which no other has at least as much in both parts: whatever the width of the column, one of them is the highest,
/// while the one of most words may have little below them.
pub fn longest(rows: impl Iterator<Item = (usize, Spans)>) -> Vec<usize> {
    let mut rows: Vec<(usize, Spans)> = rows.collect();
    rows.sort_by_key(|(_, length)| std::cmp::Reverse(*length));
    let mut below = None;
    let more = |(_, (_, under)): &(usize, Spans)| {
        let is_more = below.is_none_or(|most| *under > most);
        below = below.max(Some(*under));
        is_more
    };
    rows.into_iter().filter(more).map(|(at, _)| at).collect()
}

/// Looks at something as it is read without privacy: names that are hidden now may be shown while it stands there.
pub fn unhidden<R>(cx: &Context<'_>, look: impl FnOnce(&Context<'_>) -> R) -> R {
    let desk = Desk { privacy: false, ..cx.desk.clone() };
    look(&Context { desk: &desk, ..*cx })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_row_of_most_words_is_not_alone_measured() {
        let rows = [(0, (80, 0)), (1, (40, 10)), (2, (60, 90)), (3, (60, 20)), (4, (80, 0)), (5, (10, 120))];
        assert_eq!(longest(rows.into_iter()), [0, 2, 5]);
        assert_eq!(longest(std::iter::empty()), [0; 0]);
    }

    proptest! {
        #[test]
        fn no_row_needs_more_lines_than_the_highest_of_them(
            rows in proptest::collection::vec((0_u32..400, 0_u32..400), 1..60),
            width in 1_u32..80,
        ) {
            let lines = |(words, under): Spans| words.div_ceil(width) + under.div_ceil(width);
            let measured = longest(rows.iter().copied().enumerate());
            let highest = measured.into_iter().map(|at| lines(rows[at])).max();
            prop_assert_eq!(highest, rows.iter().map(|row| lines(*row)).max());
        }
    }
}
