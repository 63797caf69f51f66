//! In which rows this desk is ahead of the HMIS: something stands in them that the HMIS does not have yet.

use super::differing::Differing;
use super::edits::{Base, Edits};
use super::entered::Entered;
use crate::domain::chart::Chart;
use crate::domain::history::is_stamp;
use crate::domain::hud::File;
use crate::domain::row::Row;
use std::collections::HashSet;

/// The rows of a chart that hold something that the HMIS does not have: changed since it last told of them ([`Edits`]), known to be
/// other there ([`Theirs`](crate::domain::hud::Theirs)), or changed since they were typed into it ([`Entered`]). Stamps do not count, nor
/// does what was changed back.
pub fn ahead(chart: &Chart, edits: &Edits) -> HashSet<(File, String)> {
    let mut typed: Vec<Entered> = chart.entered.iter().filter_map(Entered::read).collect();
    typed.sort_by_key(|one| one.at);
    let rows = chart.rows().filter(|row| row.file().info().origin.travels());
    let is_ahead = |row: &&dyn Row| {
        let mut has = told(chart, edits, *row);
        let cells = typed.iter().filter(|one| one.is_of(*row)).flat_map(|one| &one.cells);
        has.extend(cells.map(|(column, text)| (*column, text.clone())));
        has.iter().any(|(column, text)| !is_stamp(row.file(), usize::from(*column)) && row.peek(usize::from(*column)) != text.as_str())
    };
    rows.filter(is_ahead).map(|row| (row.file(), row.key())).collect()
}

/// What the HMIS told last of the cells of a row that were changed here, or are known to be other there.
pub fn told(chart: &Chart, edits: &Edits, row: &dyn Row) -> Base {
    let (file, key) = (row.file(), row.key());
    let mut told = edits.of(file, &key).cloned().unwrap_or_default();
    let id = super::id(file, &key);
    // An import is known better than what was before the work.
    let known = chart.theirs.iter().find(|kept| kept.theirs_id.as_str() == id).and_then(Differing::read);
    told.extend(known.into_iter().flat_map(|known| known.cells));
    told
}
