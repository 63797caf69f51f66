//! Where the parts of a select lie: the closed line, as high as its words need, and the rows of the open list.

use super::{Open, Select};
use crate::app::font;
use crate::app::theme::text as roles;
use crate::app::widget::draw;
use iced::Rectangle;

/// Height of a line with one line of words, px; as an input.
pub const LINE: f32 = 34.0;
/// Height of a row with one line of words, px.
pub const ROW: f32 = 32.0;
/// Between line and list, and above and below the rows, px.
pub const GAP: f32 = 4.0;
/// Room for the number before a label, px.
pub const CODE: f32 = 30.0;
/// From the edges to the words, px.
pub const INSET: f32 = 10.0;
/// At the right: the arrow of the line, the mark of the chosen row, px.
pub const SIGN: f32 = 24.0;
/// The most of a row that its detail takes beside the label.
const SHARE: f32 = 0.4;
/// Less room than this, and the detail stands below the label, px; so it does where it needs more than one line.
const BESIDE: f32 = 340.0;

/// What a layout depends on; another one needs a new layout.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Basis {
    selected: Option<usize>,
    query_and_top: Option<(String, usize)>,
}

/// A row in sight.
#[derive(Debug, Default)]
pub struct Row {
    /// Which option.
    pub at: usize,
    /// Its words.
    pub label: Vec<String>,
    /// Its words of less weight.
    pub detail: Vec<String>,
    /// Px from the top to them where they stand below the label.
    pub below: Option<f32>,
    top: f32,
    height: f32,
}

/// The parts, from the upper left corner of the select.
#[derive(Debug, Default)]
pub struct Laid {
    /// What all of it was made from.
    pub basis: Basis,
    /// The words of the closed line.
    pub head: Vec<String>,
    /// The rows in sight.
    pub rows: Vec<Row>,
    /// How many fit the query.
    pub fitting: usize,
    list: Option<f32>,
}

/// What the present layout must be made from.
pub fn basis<M>(select: &Select<'_, M>, open: Option<&Open>) -> Basis {
    Basis { selected: select.answers.selected, query_and_top: open.map(|open| (open.query.clone(), open.top)) }
}

impl Laid {
    /// Lays out the line, and the list where it is open. The list does not shrink while it is scrolled, so that the page below it
    /// stays where it is.
    pub fn new<M>(select: &Select<'_, M>, open: Option<&Open>, width: f32, before: &Self) -> Self {
        let head = lines(&select.head(open), roles::BODY, width - 2.0 * INSET - SIGN);
        let mut laid = Self { basis: basis(select, open), head, ..Self::default() };
        let Some(open) = open else { return laid };
        let fitting = select.fitting(&open.query);
        laid.fitting = fitting.len();
        let coded = select.answers.options.iter().any(|option| option.number().is_some());
        let room = width - 2.0 * INSET - SIGN - if coded { CODE } else { 0.0 };
        let in_sight = || fitting.iter().skip(open.top).take(super::ROWS);
        // A word stands beside its label; what is a paragraph is read below it, and then so is what stands with it.
        let is_word = |at: &usize| {
            let detail = select.answers.options.get(*at).and_then(|option| option.detail.as_deref());
            detail.is_none_or(|detail| lines(detail, roles::LABEL, room * SHARE).len() < 2)
        };
        let beside = room >= BESIDE && in_sight().all(is_word);
        let share = if beside { room * SHARE } else { room };
        let mut top = 0.0;
        for at in in_sight().copied() {
            let Some(option) = select.answers.options.get(at) else { continue };
            let detail = option.detail.as_deref().map(|detail| lines(detail, roles::LABEL, share)).unwrap_or_default();
            let taken = if beside && !detail.is_empty() { share + INSET } else { 0.0 };
            let label = lines(&option.label, roles::BODY, room - taken);
            let more = |lines: usize, size| draw::line_height(size) * lines as f32;
            let (high, low) = (ROW + more(label.len() - 1, roles::BODY), more(detail.len(), roles::LABEL));
            let below = (!beside && !detail.is_empty()).then_some(high - 7.0);
            let height = if below.is_some() { high + low } else { high.max(ROW + low - draw::line_height(roles::LABEL)) };
            laid.rows.push(Row { at, label, detail, below, top, height });
            top += height;
        }
        let least = match (&before.basis.query_and_top, before.list) {
            (Some((query, _)), Some(list)) if *query == open.query => list,
            _ => ROW,
        };
        laid.list = Some(top.max(least));
        laid
    }

    /// Height of all of it.
    pub fn height(&self) -> f32 {
        self.head_height() + self.list.map_or(0.0, |list| list + 3.0 * GAP)
    }

    fn head_height(&self) -> f32 {
        LINE + draw::line_height(roles::BODY) * (self.head.len().max(1) as f32 - 1.0)
    }

    /// The closed line.
    pub fn line(&self, bounds: Rectangle) -> Rectangle {
        Rectangle { height: self.head_height(), ..bounds }
    }

    /// The open list below it.
    pub fn list(&self, bounds: Rectangle) -> Option<Rectangle> {
        let list = self.list?;
        Some(Rectangle { y: bounds.y + self.head_height() + GAP, height: list + 2.0 * GAP, ..bounds })
    }

    /// The rows in sight with their places.
    pub fn rows(&self, bounds: Rectangle) -> impl Iterator<Item = (&Row, Rectangle)> {
        let inner = self.list(bounds).unwrap_or_default().shrink(GAP);
        self.rows.iter().map(move |row| (row, Rectangle { y: inner.y + row.top, height: row.height, ..inner }))
    }
}

fn lines(content: &str, size: f32, width: f32) -> Vec<String> {
    // A chosen row is drawn in the heavier type; measured in it, the words never move by being chosen.
    draw::lines(content, size, font::SEMIBOLD, width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::widget::{Opt, select};
    use std::sync::PoisonError;

    /// Without our fonts every text would be without width.
    fn load_fonts() {
        let mut system = iced_test::renderer::graphics::text::font_system().write().unwrap_or_else(PoisonError::into_inner);
        font::ALL.iter().for_each(|font| system.load_font((*font).into()));
    }

    fn below(details: [&'static str; 2]) -> Vec<bool> {
        let options = details.map(|detail| Opt::plain(detail, "Changed here").detail(detail)).to_vec();
        let select: Select<'_, ()> = select("what", "What to export", options, None);
        let laid = Laid::new(&select, Some(&Open::default()), 474.0, &Laid::default());
        laid.rows.iter().map(|row| row.below.is_some()).collect()
    }

    #[test]
    fn a_paragraph_stands_below_its_label_and_a_word_beside_it() {
        load_fonts();
        assert_eq!(below(["Rapid re-housing", "Shelter"]), [false, false]);
        let long = "Right where it did not take an export, or you are not sure: all your work that none of its own exports had yet.";
        assert_eq!(below([long, "Every day"]), [true, true], "all alike");
    }
}
