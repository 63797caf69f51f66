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

/// What others may have of the work of this desk: what the HMIS told last, and what was written out for it since.
#[derive(Debug, Default)]
pub struct Heard {
    /// What was changed here since the HMIS told of its records, by what it told.
    pub edits: Edits,
    /// The exports since then, the latest first, back to one that holds all work. None where an import told of the records after them.
    pub lately: Vec<Lately>,
    /// Whatever was written out.
    pub exported: Exported,
}

/// An export that the HMIS may have taken since it told of its records.
#[derive(Debug, Default)]
pub struct Lately {
    /// What was changed here since, by what stood there then.
    pub edits: Edits,
    /// The rows that are known to have stayed out of it.
    pub stayed: HashSet<(File, String)>,
    /// True where it held all other work: of that, no export before it counts any more.
    pub whole: bool,
}

impl Heard {
    /// The same for who knows only what the HMIS told, and that nothing was written out.
    pub fn of(edits: Edits) -> Self {
        Self { edits, ..Self::default() }
    }

    /// What the HMIS has in the cells of a row that were changed here, or are known to be other there, as far as is known: what it told of
    /// them. Where that stands here again, it may by now have what an export holds.
    pub fn may_have(&self, chart: &Chart, row: &dyn Row) -> Base {
        let mut has = told(chart, &self.edits, row);
        for (column, text) in self.written(&(row.file(), row.key())).flatten() {
            let here = row.peek(usize::from(*column));
            if text.as_str() != here && has.get(column).is_none_or(|told| told.as_str() == here) {
                has.insert(*column, text.clone());
            }
        }
        has
    }

    /// True where a row stands as in each export that the HMIS may have of it.
    pub fn stands_as_written(&self, row: &dyn Row) -> bool {
        self.written(&(row.file(), row.key())).all(|cells| stands(row, cells))
    }

    /// What stood in a row, where that was changed since, in each export that the HMIS may have of it: from the latest back to the one that
    /// held it for sure.
    fn written(&self, row: &(File, String)) -> impl Iterator<Item = &Base> {
        let may_hold: Vec<&Lately> = self.lately.iter().filter(|late| !late.stayed.contains(row)).collect();
        let sure = may_hold.iter().position(|late| late.whole).map_or(may_hold.len(), |at| at + 1);
        let cells: Vec<&Base> = may_hold.into_iter().take(sure).filter_map(|late| late.edits.of(row.0, &row.1)).collect();
        cells.into_iter()
    }

    /// True for a row that was made and deleted again with nothing written for the HMIS in between that may hold it.
    pub fn is_never_there(&self, chart: &Chart, row: &dyn Row) -> bool {
        let file = row.file();
        let text = |name: &str| file.column(name).map(|at| row.peek(at).into_owned()).filter(|text| !text.is_empty());
        let Some(deleted) = text("DateDeleted") else { return false };
        let (made, deleted) = (text("DateCreated").and_then(|text| Instant::read(&text)), Instant::read(&deleted));
        is_new(row, &told(chart, &self.edits, row)) && !self.exported.may_hold(&(file, row.key()), made, deleted)
    }

    /// The rows of a chart that hold something that the HMIS does not have, or may not have by now: what is counted, and what stands on the
    /// key-in sheet. What was made and deleted again before the HMIS could have it is none of them; no export has it.
    pub fn untold(&self, chart: &Chart) -> HashSet<(File, String)> {
        differing(chart, |row| self.may_have(chart, row), |row, typed| typed || !self.is_never_there(chart, row))
    }
}

/// What was written for the HMIS: when, and what stayed out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported(Vec<Writing>);

/// Something that was written for the HMIS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// Between which moments; of an export that is noted, its moment alone.
    pub span: (Instant, Instant),
    /// The rows that are known to have stayed out.
    pub without: HashSet<(File, String)>,
}

impl Exported {
    /// True where something may hold a row that was made at one moment and deleted at another; where either is not known, at any.
    pub fn may_hold(&self, row: &(File, String), made: Option<Instant>, deleted: Option<Instant>) -> bool {
        let in_time = |(from, to): (Instant, Instant)| made.is_none_or(|made| to >= made) && deleted.is_none_or(|deleted| from <= deleted);
        self.0.iter().any(|writing| in_time(writing.span) && !writing.without.contains(row))
    }
}

impl FromIterator<Writing> for Exported {
    fn from_iter<I: IntoIterator<Item = Writing>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

/// The rows of a chart that hold something that the HMIS does not have: changed since it last told of them ([`Edits`]), known to be
/// other there ([`Theirs`](crate::domain::hud::Theirs)), or changed since they were typed into it ([`Entered`]). Stamps do not count, nor
/// does what was changed back.
pub fn ahead(chart: &Chart, edits: &Edits) -> HashSet<(File, String)> {
    differing(chart, |row| told(chart, edits, row), |_, _| true)
}

/// The rows that hold something else than the HMIS `has`, among those that count: by the row, and whether anything of it was typed into the
/// HMIS.
fn differing(chart: &Chart, has: impl Fn(&dyn Row) -> Base, counts: impl Fn(&dyn Row, bool) -> bool) -> HashSet<(File, String)> {
    let mut typed: Vec<Entered> = chart.entered.iter().filter_map(Entered::read).collect();
    typed.sort_by_key(|one| one.at);
    let rows = chart.rows().filter(|row| row.file().info().origin.travels());
    let is_ahead = |row: &&dyn Row| {
        let mut has = has(*row);
        let cells: Vec<_> = typed.iter().filter(|one| one.is_of(*row)).flat_map(|one| &one.cells).collect();
        let counts = counts(*row, !cells.is_empty());
        has.extend(cells.into_iter().map(|(column, text)| (*column, text.clone())));
        counts && !stands(*row, &has)
    };
    rows.filter(is_ahead).map(|row| (row.file(), row.key())).collect()
}

/// True where a row holds this, but for who wrote it and when.
pub fn stands(row: &dyn Row, cells: &Base) -> bool {
    cells.iter().all(|(column, text)| is_stamp(row.file(), usize::from(*column)) || row.peek(usize::from(*column)) == text.as_str())
}

/// True where the HMIS knows no such row: none was there, as far as it told.
pub fn is_new(row: &dyn Row, hmis: &Base) -> bool {
    u16::try_from(row.file().info().key).ok().and_then(|key| hmis.get(&key)).is_some_and(Text::is_blank)
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
