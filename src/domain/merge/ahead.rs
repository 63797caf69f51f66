//! In which rows this desk is ahead of the HMIS: something stands in them that the HMIS does not have yet.

use super::differing::Differing;
use super::edits::{Base, Edits};
use super::entered::Entered;
use crate::domain::chart::Chart;
use crate::domain::entry::{Instant, Scalar, Text};
use crate::domain::history::is_stamp;
use crate::domain::hud::File;
use crate::domain::row::Row;
use std::collections::HashSet;

/// The rows of a chart that hold something that the HMIS does not have: changed since it last told of them ([`Edits`]), known to be
/// other there ([`Theirs`](crate::domain::hud::Theirs)), or changed since they were typed into it ([`Entered`]). Stamps do not count, nor
/// does what was changed back.
pub fn ahead(chart: &Chart, edits: &Edits) -> HashSet<(File, String)> {
    differing(chart, edits, |_, _, _| true)
}

/// The same without what was made and deleted again before the HMIS could have it ([`never_there`]): what is counted, and what stands on
/// the key-in sheet. No export has the others.
pub fn untold(chart: &Chart, edits: &Edits, exported: &[Span]) -> HashSet<(File, String)> {
    differing(chart, edits, |row, hmis, typed| typed || !never_there(row, hmis, exported))
}

/// The rows that hold something that the HMIS does not have, among those that count: by what it told of them, and whether anything of
/// them was typed into it.
fn differing(chart: &Chart, edits: &Edits, counts: impl Fn(&dyn Row, &Base, bool) -> bool) -> HashSet<(File, String)> {
    let mut typed: Vec<Entered> = chart.entered.iter().filter_map(Entered::read).collect();
    typed.sort_by_key(|one| one.at);
    let rows = chart.rows().filter(|row| row.file().info().origin.travels());
    let is_ahead = |row: &&dyn Row| {
        let mut has = told(chart, edits, *row);
        let cells: Vec<_> = typed.iter().filter(|one| one.is_of(*row)).flat_map(|one| &one.cells).collect();
        let counts = counts(*row, &has, !cells.is_empty());
        has.extend(cells.into_iter().map(|(column, text)| (*column, text.clone())));
        let differs =
            |(column, text): (&u16, &Text)| !is_stamp(row.file(), usize::from(*column)) && row.peek(usize::from(*column)) != text.as_str();
        counts && has.iter().any(differs)
    };
    rows.filter(is_ahead).map(|row| (row.file(), row.key())).collect()
}

/// True where the HMIS knows no such row: none was there, as far as it told.
pub fn is_new(row: &dyn Row, hmis: &Base) -> bool {
    u16::try_from(row.file().info().key).ok().and_then(|key| hmis.get(&key)).is_some_and(Text::is_blank)
}

/// From a moment to a moment, in which something was written for the HMIS: of an export that is noted, its moment alone.
pub type Span = (Instant, Instant);

/// True for a row that was made and deleted again with nothing written for the HMIS in between.
pub fn never_there(row: &dyn Row, hmis: &Base, exported: &[Span]) -> bool {
    let file = row.file();
    let text = |name: &str| file.column(name).map(|at| row.peek(at).into_owned()).filter(|text| !text.is_empty());
    let Some(deleted) = text("DateDeleted") else { return false };
    let (made, deleted) = (text("DateCreated").and_then(|text| Instant::read(&text)), Instant::read(&deleted));
    let may_hold = |(from, to): &Span| made.is_none_or(|made| *to >= made) && deleted.is_none_or(|deleted| *from <= deleted);
    is_new(row, hmis) && !exported.iter().any(may_hold)
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
