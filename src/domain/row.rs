//! Rows by position, for everything that does not care which file it has: storage, history, import, export.

mod cells;
mod columns;
mod sheet;

use super::entry::trimmed;
use super::field::FieldId;
use super::hud::File;
pub(super) use cells::Building;
use cells::Cells;
pub use columns::{Columns, OfFile};
use serde::{Deserialize, Serialize};
pub use sheet::{Laid, Sheet};
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
        self.look(field).into_owned()
    }

    /// The same, as it is kept where it is kept so.
    fn look(&self, field: FieldId) -> Cow<'_, str> {
        if field.file == self.file() { self.peek(usize::from(field.column)) } else { Cow::Borrowed("") }
    }

    /// Sets a field; does nothing where the field is another file's.
    fn put(&mut self, field: FieldId, text: &str) {
        if field.file == self.file() {
            self.set(usize::from(field.column), text);
        }
    }

    /// The row as it is stored.
    fn pack(&self) -> Packed {
        let mut cells = Building::default();
        self.each(&mut |column, text| cells.add(column, trimmed(text)));
        Packed::of(self.file() as u8, cells)
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
        cells.into_iter().for_each(|(column, text)| building.add(column, trimmed(text.as_ref())));
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
        self.cells.set(column, trimmed(text));
    }

    /// The primary key.
    pub fn key(&self) -> &str {
        self.file().map_or("", |f| self.cell(f.info().key))
    }

    /// The row as its own type; an empty one where it is of another file.
    pub fn typed<R: Row + Default>(&self) -> R {
        self.typed_of(&Columns::ALL)
    }

    /// The same of these columns alone, in less time: nothing of the others.
    pub fn typed_of<R: Row + Default>(&self, columns: &Columns) -> R {
        let mut row = R::default();
        if self.file() == Some(row.file()) {
            self.fill(&mut row, columns);
        }
        row
    }

    /// The same at the end of others of its file, where it is to stand: a row of many columns is not carried there.
    pub(super) fn typed_onto<R: Row + Default>(&self, rows: &mut Vec<R>, columns: &Columns) {
        rows.resize_with(rows.len() + 1, R::default);
        if let Some(row) = rows.last_mut() {
            self.fill(row, columns);
        }
    }

    fn fill(&self, row: &mut dyn Row, columns: &Columns) {
        let wanted = columns.of(self.file);
        for (column, text) in self.cells().filter(|(column, _)| wanted.has(*column)) {
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
