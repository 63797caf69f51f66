//! Cells as HUD allows them to be written (R-CSV-2, R-CSV-6, R-CSV-7, R-SSN-4), and what that changed.

use super::Adjusted;
use crate::domain::merge::Own;
use crate::domain::{Column, File, Kind, Row, Text, at, ssn};
use crate::exchange::file_name;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Data not collected, where a list has it.
const NOT_COLLECTED: u32 = 99;
/// Shorter columns of text hold numbers: SSN, ZIP, geocode, CoC code, telephone.
const SHORTEST_PROSE: usize = 33;
/// Characters that HUD does not allow in strings (R-CSV-2).
const FORBIDDEN: [char; 6] = ['<', '>', '[', ']', '{', '}'];

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
        let of_export = export_id_of(file);
        let mut after: Vec<(usize, String)> = of_export.map(|at| (at, export_id.to_owned())).into_iter().collect();
        if let Some(own) = own {
            each_cell(row, |at, text| {
                if Some(at) == of_export || !own.has(at) {
                    return;
                }
                let formed = self.cell(file, at, Cow::Borrowed(text), sent);
                if formed != text {
                    after.push((at, formed.into_owned()));
                }
            });
        }
        after.iter().for_each(|(at, text)| row.set(*at, text));
    }

    /// The text of a cell as HUD allows it to be written.
    pub fn cell<'t>(&mut self, file: File, position: usize, mut text: Cow<'t, str>, noted: bool) -> Cow<'t, str> {
        let column = &file.info().columns[position];
        let mut note = |words| {
            if noted {
                self.note(file, position, words);
            }
        };
        match column.kind {
            Kind::Code(_) if text.is_empty() && is_asked(column) => {
                text = Cow::Owned(NOT_COLLECTED.to_string());
                note("Left blank; exported as 99 (Data not collected).");
            }
            Kind::Id | Kind::Text(32) if text.len() > 32 && text.chars().count() > 32 => {
                note(
                    "The id is longer than HUD's 32 characters. It was not cut, since it would then be another id; the receiver may refuse it.",
                );
            }
            Kind::Text(_) if is_ssn(file, position) && ssn::is_placeholder(&Text::new(&text)) => {
                text = Cow::Borrowed("");
                note("A placeholder is nobody's number, and HUD wants none in an export: it was left out.");
            }
            Kind::Text(most) if most != 32 => {
                if text.bytes().any(is_forbidden) {
                    text = Cow::Owned(text.replace(FORBIDDEN, "").trim().to_owned());
                    note("HUD does not allow < > [ ] { } in text: they were left out.");
                }
                if text.len() > most
                    && let Some((end, _)) = text.char_indices().nth(most)
                {
                    if most < SHORTEST_PROSE {
                        note(
                            "Longer than HUD allows, and a number that would be another one if it were cut: written as it is. Correct it first.",
                        );
                        return text;
                    }
                    text.to_mut().truncate(end);
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

/// Shows every cell that holds something, and those that hold nothing and may not, by column.
pub(super) fn each_cell(row: &dyn Row, mut show: impl FnMut(usize, &str)) {
    // The columns that may not be blank, a bit for each.
    static ASKED: LazyLock<Vec<u128>> = LazyLock::new(|| {
        let bits = |file: &File| (0_u32..).zip(file.info().columns).filter(|(_, c)| is_asked(c)).fold(0, |bits, (at, _)| bits | bit(at));
        File::ALL.iter().map(bits).collect()
    });
    let mut asked = ASKED.get(row.file() as usize).copied().unwrap_or_default();
    let blanks_before = |asked: &mut u128, column: u32, show: &mut dyn FnMut(usize, &str)| {
        while *asked != 0 && asked.trailing_zeros() < column {
            show(asked.trailing_zeros() as usize, "");
            *asked &= *asked - 1;
        }
    };
    row.each(&mut |column, text| {
        let column = u32::from(column);
        blanks_before(&mut asked, column, &mut show);
        asked &= !bit(column);
        show(column as usize, text);
    });
    blanks_before(&mut asked, u128::BITS, &mut show);
}

/// The bit of a column; a test counts that there are enough of them.
fn bit(column: u32) -> u128 {
    1_u128.checked_shl(column).unwrap_or_default()
}

/// True for a code that is asked of everybody, and whose list has a number for who was not.
fn is_asked(column: &Column) -> bool {
    matches!(column.kind, Kind::Code(_)) && !column.nullable && column.lists(NOT_COLLECTED)
}

/// The column in which a row says of which export it is.
pub(super) fn export_id_of(file: File) -> Option<usize> {
    static COLUMNS: LazyLock<Vec<Option<usize>>> = LazyLock::new(|| File::ALL.iter().map(|file| file.column("ExportID")).collect());
    COLUMNS.get(file as usize).copied().flatten()
}

fn is_forbidden(byte: u8) -> bool {
    matches!(byte, b'<' | b'>' | b'[' | b']' | b'{' | b'}')
}

fn is_ssn(file: File, position: usize) -> bool {
    file == at::client::SSN.file && position == usize::from(at::client::SSN.column)
}
