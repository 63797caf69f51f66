//! Cells as HUD allows them to be written (R-CSV-2, R-CSV-6, R-CSV-7, R-SSN-4), and what that changed.

use super::Adjusted;
use crate::domain::{File, Kind, Row, Text, at, code, ssn};
use crate::exchange::file_name;
use crate::exchange::own::Own;

/// Data not collected, where a list has it.
const NOT_COLLECTED: u32 = 99;
/// Shorter columns of text hold numbers: SSN, ZIP, geocode, CoC code, telephone.
const SHORTEST_PROSE: usize = 33;
/// Characters that HUD does not allow in strings (R-CSV-2).
pub(super) const FORBIDDEN: [char; 6] = ['<', '>', '[', ']', '{', '}'];

/// What was adjusted so far: the column, why, and in how many cells.
#[derive(Debug, Clone, Default)]
pub(in crate::exchange) struct Forms {
    adjusted: Vec<((File, usize), &'static str, u64)>,
}

impl Forms {
    /// Brings the cells of a row that were written here into form, and names the export that it is of; the others stay as the HMIS told them.
    /// What is adjusted is noted where the row is `sent`.
    pub fn bring(&mut self, row: &mut dyn Row, export_id: &str, sent: bool, own: Option<&Own>) {
        let file = row.file();
        if let Some(at) = file.column("ExportID") {
            row.set(at, export_id);
        }
        let Some(own) = own else { return };
        let ours = |(position, name): (usize, &str)| name != "ExportID" && own.has(position);
        let columns = file.info().columns.iter().map(|column| column.name).enumerate();
        for (position, _) in columns.filter(|column| ours(*column)) {
            let text = row.cell(position);
            let after = self.cell(file, position, text.clone(), sent);
            if after != text {
                row.set(position, &after);
            }
        }
    }

    /// The text of a cell as HUD allows it to be written.
    pub fn cell(&mut self, file: File, position: usize, mut text: String, noted: bool) -> String {
        let column = &file.info().columns[position];
        let mut note = |words| {
            if noted {
                self.note(file, position, words);
            }
        };
        match column.kind {
            Kind::Code(list) if text.is_empty() && !column.nullable && code::find(list, NOT_COLLECTED).is_some() => {
                text = NOT_COLLECTED.to_string();
                note("Left blank; exported as 99 (Data not collected).");
            }
            Kind::Id | Kind::Text(32) if text.chars().count() > 32 => {
                note(
                    "The id is longer than HUD's 32 characters. It was not cut, since it would then be another id; the receiver may refuse it.",
                );
            }
            Kind::Text(_) if is_ssn(file, position) && ssn::is_placeholder(&Text::new(&text)) => {
                text.clear();
                note("A placeholder is nobody's number, and HUD wants none in an export: it was left out.");
            }
            Kind::Text(most) if most != 32 => {
                if text.contains(FORBIDDEN) {
                    text = text.replace(FORBIDDEN, "").trim().to_owned();
                    note("HUD does not allow < > [ ] { } in text: they were left out.");
                }
                if let Some((end, _)) = text.char_indices().nth(most) {
                    if most < SHORTEST_PROSE {
                        note(
                            "Longer than HUD allows, and a number that would be another one if it were cut: written as it is. Correct it first.",
                        );
                        return text;
                    }
                    text.truncate(end);
                    note("Longer than HUD allows: the end was cut off in the export. The desk keeps the whole text.");
                }
            }
            _ => {}
        }
        text
    }

    /// Notes an adjustment of one cell.
    pub fn note(&mut self, file: File, column: usize, words: &'static str) {
        match self.adjusted.iter_mut().find(|(place, said, _)| *place == (file, column) && *said == words) {
            Some((_, _, cells)) => *cells += 1,
            None => self.adjusted.push(((file, column), words, 1)),
        }
    }

    /// Everything that was adjusted.
    pub fn into_adjusted(self) -> Vec<Adjusted> {
        let said = self.adjusted.into_iter();
        said.map(|((file, at), words, cells)| {
            let column = file.info().columns[at].name.to_owned();
            Adjusted { file: file_name(file), column, words: words.to_owned(), cells }
        })
        .collect()
    }
}

fn is_ssn(file: File, position: usize) -> bool {
    file == at::client::SSN.file && position == usize::from(at::client::SSN.column)
}
