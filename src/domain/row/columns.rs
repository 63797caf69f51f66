//! Some of the columns of every file, to be asked for each cell of a million rows.

use crate::domain::field::FieldId;
use crate::domain::hud::File;

/// A set of columns, file by file.
pub struct Columns([OfFile; FILES]);

/// So many files there are.
const FILES: usize = File::ALL.len();

/// Some of the columns of one file: a bit for each, in words of 64. A test counts that no file has more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfFile([u64; 2]);

impl Columns {
    /// Every column.
    pub const ALL: Self = Self([OfFile([u64::MAX; 2]); FILES]);

    /// Those of which that is true.
    pub fn new(wanted: impl Fn(FieldId) -> bool) -> Self {
        let mut columns = Self([OfFile::NONE; FILES]);
        for (file, of_file) in File::ALL.iter().zip(&mut columns.0) {
            let fields = (0..).zip(file.info().columns).map(|(column, _)| FieldId { file: *file, column });
            fields.filter(|field| wanted(*field)).for_each(|field| of_file.set(field.column, true));
        }
        columns
    }

    /// Those of a file, by its number.
    pub fn of(&self, file: u8) -> OfFile {
        self.0.get(usize::from(file)).copied().unwrap_or(OfFile::NONE)
    }
}

impl OfFile {
    /// None.
    const NONE: Self = Self([0; 2]);

    /// True where there is none.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// True where this column is among them.
    pub fn has(self, column: u16) -> bool {
        self.0.get(usize::from(column / 64)).is_some_and(|word| word >> (column % 64) & 1 == 1)
    }

    /// Takes a column in, or out.
    pub fn set(&mut self, column: u16, wanted: bool) {
        let Some(word) = self.0.get_mut(usize::from(column / 64)) else { return };
        let bit = 1 << (column % 64);
        *word = if wanted { *word | bit } else { *word & !bit };
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = u16> {
        let mut left = self;
        std::iter::from_fn(move || {
            let (at, word) = (0..).zip(left.0).find(|(_, word)| *word != 0)?;
            let column = at * 64 + u16::try_from(word.trailing_zeros()).ok()?;
            left.set(column, false);
            Some(column)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_bit() {
        assert!(File::ALL.iter().all(|file| file.info().columns.len() <= 128));
    }

    #[test]
    fn a_set_holds_what_it_was_made_of() {
        let odd = Columns::new(|field| field.column % 2 == 1);
        for file in File::ALL {
            let mut columns = odd.of(*file as u8);
            assert!(columns.iter().eq((0..).zip(file.info().columns).map(|(column, _)| column).filter(|column| column % 2 == 1)));
            columns.iter().for_each(|column| columns.set(column, false));
            assert!(columns.is_empty());
        }
    }
}
