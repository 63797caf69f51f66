//! In which rows this desk is ahead of the HMIS: something stands in them that the HMIS does not have yet.

use super::differing::Differing;
use super::edits::{Base, Edits};
use crate::domain::chart::Chart;
use crate::domain::field::Origin;
use crate::domain::history::is_stamp;
use crate::domain::hud::File;
use crate::domain::row::Row;
use std::collections::HashSet;

/// The rows of a chart that hold something that the HMIS does not have: changed since it last told of them ([`Edits`]), or known to be
/// other there ([`Theirs`](crate::domain::hud::Theirs)). Stamps do not count, nor does what was changed back.
pub fn ahead(chart: &Chart, edits: &Edits) -> HashSet<(File, String)> {
    let known: Vec<Differing> = chart.theirs.iter().filter_map(Differing::read).collect();
    let mut found = HashSet::new();
    for row in chart.rows().filter(|row| row.file().info().origin != Origin::Beside) {
        let (file, key) = (row.file(), row.key());
        let told = known.iter().find(|one| one.file == file && one.key == key).map(|one| &one.cells);
        let edited = edits.of(file, &key);
        if told.is_some_and(|cells| differs(row, cells, None)) || edited.is_some_and(|base| differs(row, base, told)) {
            found.insert((file, key));
        }
    }
    found
}

/// True where a cell of the row is another one than these; not looking at those that are `told` better.
fn differs(row: &dyn Row, cells: &Base, told: Option<&Base>) -> bool {
    cells.iter().any(|(column, text)| {
        let at = usize::from(*column);
        !is_stamp(row.file(), at) && told.is_none_or(|told| !told.contains_key(column)) && row.cell(at) != text.as_str()
    })
}
