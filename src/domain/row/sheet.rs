//! Rows that lie together: an import holds a million of them, and most of what stands in one stands in its neighbours too: whose it is,
//! of which enrollment and export, who wrote it and when. On a sheet such a text stands once.

use super::cells::{self, Cells};
use super::{File, Packed, trimmed};
use foldhash::fast::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::vec;
use zeroize::Zeroizing;

/// A shorter text is not looked for: to say where it stands takes as much.
const SHORTEST: usize = 4;

/// So many rows share a sheet where nothing else says how many.
const HAND: usize = 256;

/// Of so many texts it is remembered where they stand.
const REMEMBERED: usize = 512;

/// A sheet that is being filled. Its rows are given out all at once, and share its memory until the last of them is dropped or
/// [set](Packed::set); then it is wiped.
pub struct Sheet {
    text: Zeroizing<String>,
    /// The numbers of its rows' files, and where each row begins.
    rows: Vec<(u8, usize)>,
    /// The last cells in which a text of some hash stands in full.
    known: [usize; REMEMBERED],
    hasher: RandomState,
}

impl Default for Sheet {
    fn default() -> Self {
        Self { text: Zeroizing::default(), rows: Vec::new(), known: [0; REMEMBERED], hasher: RandomState::default() }
    }
}

impl Sheet {
    /// Lays rows that are on sheets with many others on sheets of their own, so that those others need not stay in memory.
    pub fn apart<'r>(rows: impl Iterator<Item = &'r mut Packed>) {
        let (mut sheet, mut rows) = (Self::default(), rows.peekable());
        while rows.peek().is_some() {
            let mut hand: Vec<&mut Packed> = rows.by_ref().take(HAND).collect();
            hand.iter().for_each(|row| sheet.copy(row));
            hand.iter_mut().zip(sheet.take()).for_each(|(row, laid)| **row = laid);
        }
    }

    /// True where no row is on it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Begins a row, whose cells come by column, each once.
    pub fn row(&mut self, file: File) -> Laying<'_> {
        self.begin(file as u8)
    }

    /// Puts a row on it that lies elsewhere.
    pub fn copy(&mut self, row: &Packed) {
        let mut copy = self.begin(row.file);
        row.cells().for_each(|(column, text)| copy.cell(column, text));
        copy.done();
    }

    fn begin(&mut self, file: u8) -> Laying<'_> {
        let begin = self.text.len();
        self.rows.push((file, begin));
        self.room(cells::COUNT);
        cells::count(&mut self.text, begin, 0);
        Laying { sheet: self, begin, count: 0, last: None }
    }

    /// Makes room for so many bytes more, and as many again as there are.
    fn room(&mut self, more: usize) {
        let (needed, spare) = (self.text.len() + more, self.text.capacity());
        cells::make_room(&mut self.text, needed, spare);
    }

    fn cell(&mut self, column: u16, text: &str) {
        self.room(text.len() + cells::NUMBERS);
        let here = self.text.len();
        if text.len() < SHORTEST {
            return cells::write(&mut self.text, column, text);
        }
        let slot = self.hasher.hash_one(text) as usize % REMEMBERED;
        let known = self.known[slot];
        if known > 0 && cells::at(&self.text, known) == Some(text) {
            return cells::refer(&mut self.text, column, here - known);
        }
        self.known[slot] = here;
        cells::write(&mut self.text, column, text);
    }

    /// Its rows, in the order in which they came; then it is empty and can be filled again.
    pub fn take(&mut self) -> Laid {
        let text = Arc::new(cells::exact(&self.text));
        // Not wiped here, or whoever fills it a thousand times would wipe it as often; it is when it is dropped.
        self.text.clear();
        self.known.fill(0);
        Laid { text, rows: std::mem::take(&mut self.rows).into_iter() }
    }
}

/// A row that is being put on a sheet.
pub struct Laying<'s> {
    sheet: &'s mut Sheet,
    begin: usize,
    count: usize,
    last: Option<u16>,
}

impl Laying<'_> {
    /// Its next cell. Texts are kept without the spaces around them, and empty ones are not kept.
    pub fn cell(&mut self, column: u16, text: &str) {
        debug_assert!(self.last < Some(column), "cells come by column, each once");
        let text = trimmed(text);
        if !text.is_empty() {
            self.last = Some(column);
            self.count += 1;
            self.sheet.cell(column, text);
        }
    }

    /// After the last one.
    pub fn done(self) {
        cells::count(&mut self.sheet.text, self.begin, self.count);
    }
}

/// The rows of a sheet that was [taken](Sheet::take).
pub struct Laid {
    text: Arc<Zeroizing<String>>,
    rows: vec::IntoIter<(u8, usize)>,
}

impl Iterator for Laid {
    type Item = Packed;
    fn next(&mut self) -> Option<Packed> {
        let (file, at) = self.rows.next()?;
        Some(Packed { file, cells: Cells::Shared(self.text.clone(), at) })
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl ExactSizeIterator for Laid {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn lay<'a>(sheet: &mut Sheet, file: File, cells: impl IntoIterator<Item = (u16, &'a str)>) {
        let mut row = sheet.row(file);
        cells.into_iter().for_each(|(column, text)| row.cell(column, text));
        row.done();
    }

    proptest! {
        /// Rows on a sheet are the rows that came, whatever they have in common, also once one of them is changed.
        #[test]
        fn a_sheet_keeps_every_cell_of_every_row(
            rows in proptest::collection::vec(proptest::collection::btree_map(0_u16..90, "[ab]{0,6}|[a-zé ]{0,80}", 0..9), 0..40),
            others in 0_usize..40,
        ) {
            let own = |row: &BTreeMap<u16, String>| Packed::new(File::Enrollment, row.iter().map(|(column, text)| (*column, text)));
            let mut sheet = Sheet::default();
            let (first, second) = rows.split_at(others.min(rows.len()));
            for part in [first, second] {
                part.iter().for_each(|row| lay(&mut sheet, File::Enrollment, row.iter().map(|(column, text)| (*column, text.as_str()))));
                let mut shared: Vec<Packed> = sheet.take().collect();
                prop_assert!(shared.iter().eq(part.iter().map(own).collect::<Vec<_>>().iter()));
                for (at, row) in part.iter().enumerate() {
                    for column in [0, 7, 89] {
                        shared[at].set(column, "another");
                        prop_assert_eq!(shared[at].cell(usize::from(column)), "another");
                        let before = row.get(&column).map_or("", |text| text.trim());
                        shared[at].set(column, before);
                    }
                    prop_assert!(shared[at] == own(row));
                }
            }
        }
    }

    #[test]
    fn rows_that_are_laid_apart_are_as_they_were_and_let_go_of_the_others() {
        let mut sheet = Sheet::default();
        (0..1000).for_each(|row| lay(&mut sheet, File::Event, [(0, format!("EV{row}").as_str()), (1, "2026-11-22 10:00:00")]));
        let mut rows: Vec<Packed> = sheet.take().collect();
        let before: Vec<Packed> = rows.iter().map(|row| Packed::new(File::Event, row.cells())).collect();
        let Cells::Shared(shared, _) = &rows[0].cells else { panic!("the rows share a sheet") };
        let shared = Arc::downgrade(shared);
        Sheet::apart(rows.iter_mut().take(700));
        assert!(rows == before && shared.strong_count() == 300);
        rows.truncate(700);
        assert_eq!(shared.strong_count(), 0);
    }

    #[test]
    fn what_stands_in_many_rows_stands_there_once() {
        let mut sheet = Sheet::default();
        (0..100).for_each(|_| lay(&mut sheet, File::Event, [(0, "0123456789abcdef"), (1, "2026-11-22 10:00:00")]));
        assert!(sheet.text.len() < 1000, "{} bytes", sheet.text.len());
    }
}
