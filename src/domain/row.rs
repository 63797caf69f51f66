//! Rows by position, for everything that does not care which file it has: storage, history, import, export.

mod cells;
mod sheet;

use super::field::FieldId;
use super::hud::File;
pub(super) use cells::Building;
use cells::Cells;
use serde::{Deserialize, Serialize};
pub use sheet::Sheet;
use std::borrow::Cow;
use std::fmt;

/// A row of any file. Typed access is by the generated struct's fields; this is access by column position.
pub trait Row: Send + Sync {
    /// The file it stands in.
    fn file(&self) -> File;
    /// The text of a cell in HUD's form, as it is kept where it is kept so; empty where there is none.
    fn peek(&self, column: usize) -> Cow<'_, str>;
    /// Sets a cell from its text. `set(c, cell(c))` changes nothing.
    fn set(&mut self, column: usize, text: &str);

    /// Shows every cell that holds something, by column: sooner than asking for each.
    fn each(&self, show: &mut dyn FnMut(u16, &str)) {
        for (column, at) in (0..).zip(0..self.file().info().columns.len()) {
            let text = self.peek(at);
            if !text.is_empty() {
                show(column, &text);
            }
        }
    }

    /// The text of a cell in HUD's form; empty where there is none.
    fn cell(&self, column: usize) -> String {
        self.peek(column).into_owned()
    }

    /// The primary key.
    fn key(&self) -> String {
        self.cell(self.file().info().key)
    }

    /// The text of a field; empty where the field is another file's.
    fn get(&self, field: FieldId) -> String {
        if field.file == self.file() { self.cell(usize::from(field.column)) } else { String::new() }
    }

    /// Sets a field; does nothing where the field is another file's.
    fn put(&mut self, field: FieldId, text: &str) {
        if field.file == self.file() {
            self.set(usize::from(field.column), text);
        }
    }

    /// The row as it is stored.
    fn pack(&self) -> Packed {
        let cells = (0..).zip(0..self.file().info().columns.len());
        Packed::new(self.file(), cells.map(|(column, at)| (column, self.cell(at))))
    }
}

/// A row as it is stored: the file's number and every cell that is not empty. Independent of the row structs, so that a column
/// more in a later HUD year is no new format. File numbers and column positions are those of FY2026.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Packed {
    /// Position of the file in [`File::ALL`].
    pub file: u8,
    cells: Cells,
}

/// A stored row of a file that is known can be changed like a typed one.
impl Row for Packed {
    fn file(&self) -> File {
        self.file().unwrap_or(File::Export)
    }
    fn peek(&self, column: usize) -> Cow<'_, str> {
        Cow::Borrowed(Packed::cell(self, column))
    }
    fn each(&self, show: &mut dyn FnMut(u16, &str)) {
        self.cells().for_each(|(column, text)| show(column, text));
    }
    fn set(&mut self, column: usize, text: &str) {
        if let Ok(column) = u16::try_from(column) {
            Packed::set(self, column, text);
        }
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Packed({:?}, {} cells)", self.file(), self.cells().count())
    }
}

impl Packed {
    /// A row of these cells. Texts are kept without the spaces around them.
    pub fn new(file: File, cells: impl IntoIterator<Item = (u16, impl AsRef<str>)>) -> Self {
        let mut building = Building::default();
        cells.into_iter().for_each(|(column, text)| building.add(column, text.as_ref().trim()));
        Self { file: file as u8, cells: building.done() }
    }

    /// A row of cells that were put together as they are kept.
    pub(super) fn of(file: u8, cells: Building) -> Self {
        Self { file, cells: cells.done() }
    }

    /// Its file, where this version knows it.
    pub fn file(&self) -> Option<File> {
        File::from_number(self.file)
    }

    /// True where no cell holds anything: no row.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Column position and text of every cell that is not empty, by column.
    pub fn cells(&self) -> impl Iterator<Item = (u16, &str)> + Clone {
        self.cells.iter()
    }

    /// The text of a cell; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        u16::try_from(column).map_or("", |column| self.cells.get(column))
    }

    /// The text of a field; empty where the field is another file's.
    pub fn get(&self, field: FieldId) -> &str {
        if field.file as u8 == self.file { self.cells.get(field.column) } else { "" }
    }

    /// Sets a cell, without the spaces around the text; a blank one takes it away.
    pub fn set(&mut self, column: u16, text: &str) {
        self.cells.set(column, text.trim());
    }

    /// The primary key.
    pub fn key(&self) -> &str {
        self.file().map_or("", |f| self.cell(f.info().key))
    }

    /// The row as its own type; an empty one where it is of another file.
    pub fn typed<R: Row + Default>(&self) -> R {
        let mut row = R::default();
        if self.file() == Some(row.file()) {
            self.fill(&mut row);
        }
        row
    }

    /// The same of these fields alone, in less time: nothing of the others.
    pub fn typed_of<R: Row + Default>(&self, fields: &[FieldId]) -> R {
        let mut row = R::default();
        let bit = |column: u16| 1_u128.checked_shl(u32::from(column)).unwrap_or_default();
        let wanted = fields.iter().filter(|field| field.file as u8 == self.file).fold(0, |bits, field| bits | bit(field.column));
        for (column, text) in self.cells().filter(|(column, _)| wanted & bit(*column) != 0) {
            row.set(usize::from(column), text);
        }
        row
    }

    fn fill(&self, row: &mut dyn Row) {
        for (column, text) in self.cells() {
            row.set(usize::from(column), text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Entry, Value, hud::Event};

    #[test]
    fn packing_keeps_odd_cells() {
        let mut event = Event { event_date: Value::parse("02/30/2026"), ..Event::default() };
        event.set(0, "EV1");
        let packed = event.pack();
        assert_eq!(packed.key(), "EV1");
        assert!(packed.typed::<Event>() == event);
    }
}
