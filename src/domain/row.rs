//! Rows by position, for everything that does not care which file it has: storage, history, import, export.

use super::entry::Text;
use super::field::FieldId;
use super::hud::File;
use serde::{Deserialize, Serialize};

/// A row of any file. Typed access is by the generated struct's fields; this is access by column position.
pub trait Row: Send + Sync {
    /// The file it stands in.
    fn file(&self) -> File;
    /// The text of a cell in HUD's form; empty where there is none.
    fn cell(&self, column: usize) -> String;
    /// Sets a cell from its text. `set(c, cell(c))` changes nothing.
    fn set(&mut self, column: usize, text: &str);

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
        let cells = (0..self.file().info().columns.len())
            .filter_map(|at| Some((u16::try_from(at).ok()?, Text::new(self.cell(at)))).filter(|(_, text)| !text.is_blank()));
        Packed { file: self.file() as u8, cells: cells.collect() }
    }
}

/// A row as it is stored: the file's number and every cell that is not empty. Independent of the row structs, so that a column
/// more in a later HUD year is no new format. File numbers and column positions are those of FY2026.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Packed {
    /// Position of the file in [`File::ALL`].
    pub file: u8,
    /// Column position and text, by column.
    pub cells: Vec<(u16, Text)>,
}

impl Packed {
    /// Its file, where this version knows it.
    pub fn file(&self) -> Option<File> {
        File::from_number(self.file)
    }

    /// The text of a cell.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.iter().find(|(at, _)| usize::from(*at) == column).map_or("", |(_, text)| text.as_str())
    }

    /// Sets a cell.
    pub fn set(&mut self, column: u16, text: &Text) {
        match self.cells.binary_search_by_key(&column, |(at, _)| *at) {
            Ok(at) if text.is_blank() => drop(self.cells.remove(at)),
            Ok(at) => self.cells[at].1 = text.clone(),
            Err(_) if text.is_blank() => {}
            Err(at) => self.cells.insert(at, (column, text.clone())),
        }
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

    fn fill(&self, row: &mut dyn Row) {
        for (column, text) in &self.cells {
            row.set(usize::from(*column), text.as_str());
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
