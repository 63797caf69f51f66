//! Files that are no HMIS CSV, and that somebody made of one: a spreadsheet, or a database with other habits. They are not guessed at, since a
//! comma in a text would tear its row apart; they are called what they are.

use csv::ByteRecord;
use std::fmt;

/// What a file is instead of HMIS CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Columns between semicolons, as spreadsheets write them in many countries.
    Semicolons,
    /// Columns between tabs.
    Tabs,
    /// Columns between bars, as databases print them.
    Bars,
    /// A title or a note above the names of the columns.
    Titled,
    /// A first line such as `sep=,`, which only spreadsheets understand.
    Sep,
    /// A quote that opens behind a blank, and so is none.
    Spaced,
    /// UTF-16 that does not say so.
    Utf16,
}

impl Dialect {
    /// What the first record of a file shows; `find` knows the names of columns.
    pub(super) fn of(header: &ByteRecord, find: impl Fn(&str) -> Option<usize>) -> Option<Self> {
        let bytes = header.as_slice();
        let nuls = bytes.iter().filter(|byte| **byte == 0).count();
        // Of each letter of the alphabet one byte of two is nothing.
        if nuls * 3 > bytes.len() && nuls * 4 < bytes.len() * 3 {
            return Some(Self::Utf16);
        }
        let first = String::from_utf8_lossy(header.get(0)?);
        if first.trim_start_matches('\u{feff}').to_ascii_lowercase().starts_with("sep=") {
            return Some(Self::Sep);
        }
        let bare = |name: &str| find(name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '"'))).is_some();
        let separated = |by| first.split(by).filter(|name| bare(name)).nth(1).is_some();
        let quoted = |cell: &[u8]| {
            let name = String::from_utf8_lossy(cell);
            name.trim().len() < name.len() && name.trim().starts_with('"') && bare(&name)
        };
        if separated(';') {
            Some(Self::Semicolons)
        } else if separated('\t') {
            Some(Self::Tabs)
        } else if separated('|') {
            Some(Self::Bars)
        } else {
            header.iter().skip(1).any(quoted).then_some(Self::Spaced)
        }
    }

    /// What a record below a header shows that names no column: where it names some itself, the first one is a title.
    pub(super) fn of_title(row: &ByteRecord, find: impl Fn(&str) -> Option<usize>) -> Option<Self> {
        let mut named = row.iter().filter(|cell| find(&String::from_utf8_lossy(cell)).is_some());
        named.nth(1).map(|_| Self::Titled)
    }

    /// What a record below the header shows, where the header has no quotes. One cell may truly begin with a blank and a quote: blanks stand
    /// before most of its cells, or they are no habit of who wrote it.
    pub(super) fn of_row(row: &ByteRecord) -> Option<Self> {
        let (mut filled, mut behind_blanks, mut quoted) = (0, 0, false);
        for cell in row.iter().skip(1).filter(|cell| !cell.is_empty()) {
            filled += 1;
            behind_blanks += usize::from(cell.starts_with(b" "));
            quoted |= cell.starts_with(b" ") && cell.trim_ascii_start().starts_with(b"\"");
        }
        (quoted && behind_blanks * 2 > filled).then_some(Self::Spaced)
    }

    /// What there is to do.
    pub fn help(self) -> &'static str {
        match self {
            Self::Semicolons | Self::Tabs | Self::Bars => "A spreadsheet may have saved it so: take the export as your HMIS wrote it.",
            Self::Titled => "Take the export as your HMIS wrote it, or delete the lines above them with a text editor.",
            Self::Sep => "Take the export as your HMIS wrote it, or delete that line with a text editor.",
            Self::Spaced => "Ask for an export without these blanks.",
            Self::Utf16 => "Ask for the export in UTF-8, or save the file as UTF-8 with a text editor.",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Semicolons => "its columns are separated by semicolons instead of commas",
            Self::Tabs => "its columns are separated by tabs instead of commas",
            Self::Bars => "its columns are separated by bars (|) instead of commas",
            Self::Titled => "the names of its columns are not in its first line",
            Self::Sep => "its first line is a note for spreadsheets (sep=) instead of the names of the columns",
            Self::Spaced => "between its commas and quotes stand blanks, so a comma in a text would end the cell",
            Self::Utf16 => "it is UTF-16 without the mark at its beginning that says so",
        })
    }
}
