//! What an export has beside HUD's columns. It is kept with the row it stood in, so that nothing of a file is lost and an export can give
//! it back (R-IMP-1, and the columns that FY2024 had and FY2026 has not).

use super::entry::{Entry, Text, Value};
use super::hud::{ExtraOfAgency, ExtraOfClient, File};
use super::id::ClientId;
use super::merge;
use super::row::{Packed, Row};
use std::collections::{BTreeMap, BTreeSet};

/// The cells of one row that stand in no column of HUD's, by the name of their column.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Extras(BTreeMap<String, String>);

impl Extras {
    /// Reads what is kept; nothing where that cannot be read.
    pub fn read(kept: &str) -> Self {
        Self(serde_json::from_str(kept).unwrap_or_default())
    }

    /// As they are to be kept; blank where there are none.
    pub fn write(&self) -> Text {
        if self.0.is_empty() { Text::default() } else { Text::new(serde_json::to_string(&self.0).unwrap_or_default()) }
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The cell of a column; blank where there is none.
    pub fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    /// These cells, and of the `earlier` ones those whose column this export does not have at all: of them it says nothing.
    #[must_use]
    pub fn over(mut self, earlier: &Self, told: &BTreeSet<&str>) -> Self {
        for (column, text) in earlier.0.iter().filter(|(column, _)| !told.contains(column.as_str())) {
            self.0.entry(column.clone()).or_insert_with(|| text.clone());
        }
        self
    }

    /// The row in which they are kept beside the row of this file and key.
    pub fn keep(&self, file: File, key: &str, owner: Option<&ClientId>, updated: &str) -> Packed {
        let (extra_id, cells, date_updated) = (Text::new(merge::id(file, key)), self.write(), Value::parse(updated));
        match owner {
            Some(owner) => ExtraOfClient { extra_id, personal_id: owner.clone(), cells, date_updated }.pack(),
            None => ExtraOfAgency { extra_id, cells, date_updated }.pack(),
        }
    }
}

impl FromIterator<(String, String)> for Extras {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(cells: I) -> Self {
        Self(cells.into_iter().collect())
    }
}

/// Which columns a file has beside HUD's, in their order, as they are kept.
pub fn keep_columns(file: File, columns: &[String]) -> ExtraOfAgency {
    let cells = Text::new(serde_json::to_string(columns).unwrap_or_default());
    ExtraOfAgency { extra_id: Text::new(file.info().name), cells, date_updated: Value::default() }
}

/// Which columns each file has beside HUD's, in their order.
pub fn columns(kept: &[ExtraOfAgency]) -> BTreeMap<File, Vec<String>> {
    let of = |row: &ExtraOfAgency| {
        let file = File::ALL.iter().copied().find(|file| file.info().name == row.extra_id.as_str())?;
        Some((file, serde_json::from_str(row.cells.as_str()).ok()?))
    };
    kept.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extras(cells: &[(&str, &str)]) -> Extras {
        cells.iter().map(|(column, text)| ((*column).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let some = extras(&[("Woman", "1"), ("Local \"note\"", "a, b\nc")]);
        assert!(Extras::read(some.write().as_str()) == some);
        assert!(Extras::read(Extras::default().write().as_str()).is_empty());
        assert!(Extras::read("nonsense").is_empty());
    }

    #[test]
    fn a_later_export_changes_only_the_columns_that_it_has() {
        let earlier = extras(&[("Woman", "1"), ("Note", "old"), ("Shelf", "3")]);
        let told = BTreeSet::from(["Note", "Shelf"]);
        assert!(extras(&[("Note", "new")]).over(&earlier, &told) == extras(&[("Woman", "1"), ("Note", "new")]));
    }

    #[test]
    fn columns_keep_their_order() {
        let names = ["Zeta".to_owned(), "Alpha".to_owned()];
        assert_eq!(columns(&[keep_columns(File::Client, &names)])[&File::Client], names);
    }
}
