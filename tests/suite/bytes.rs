//! The bytes of files as other programs write them: blanks of every alphabet, ends of lines, fillings of nothing, and files that are no HMIS CSV.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

mod quotes;
mod tables;

use crate::packages::{Files, files, said, spread};
use std::path::Path;
use tempfile::TempDir;
use wayhome::exchange::{Dialect, Error, Outcome, Source, Version, read};

/// How another program writes the text of a file.
type Made<'a> = &'a dyn Fn(&str) -> Vec<u8>;

/// The fixture with one file made of what it was.
fn with(name: &str, made: impl FnOnce(&str) -> Vec<u8>) -> Files {
    let mut files = files();
    let text = String::from_utf8(files[name].clone()).unwrap();
    files.insert(name.to_owned(), made(&text));
    files
}

fn taken(files: &Files) -> Result<Source, Error> {
    let folder = TempDir::new().unwrap();
    spread(&folder.path().join("set"), files);
    read(&folder.path().join("set"))
}

fn of_column<'a>(source: &'a Source, file: &str, column: &str) -> Vec<(Outcome, &'a str)> {
    let lines = source.report.lines.iter().filter(|line| line.file == file && line.column.as_deref() == Some(column));
    lines.map(|line| (line.outcome, line.words.as_str())).collect()
}

/// Writes a cell of a row, counted from the header, of a text without commas in quotes.
fn put(text: &str, row: usize, column: &str, cell: &str) -> String {
    let at = text.lines().next().unwrap().split(',').position(|name| name.trim_matches('"') == column).unwrap();
    let lines = text.lines().enumerate().map(|(line, text)| {
        let mut cells: Vec<&str> = text.split(',').collect();
        if line == row {
            cells[at] = cell;
        }
        cells.join(",") + "\n"
    });
    lines.collect()
}

#[test]
fn r_imp_3_blanks_of_every_alphabet_are_left_out_and_said() {
    let blanks = ["\u{a0}", "\u{2003}", "\u{3000}", "\u{85}", "\u{b}", "\u{2028}", " ", "\t"];
    let files = with("Client.csv", |text| {
        let first =
            (1..=blanks.len()).fold(text.to_owned(), |text, row| put(&text, row, "FirstName", &format!("{}Quorra", blanks[row - 1])));
        let first = put(&first, 9, "FirstName", "Quorra\u{2003}");
        put(&first, 10, "LastName", "\u{a0}").into_bytes()
    });
    let source = taken(&files).unwrap();
    assert_eq!(of_column(&source, "Client.csv", "FirstName"), [(Outcome::Changed, "Taken without the blanks around it: 9 cells.")]);
    assert_eq!(of_column(&source, "Client.csv", "LastName"), [(Outcome::Changed, "Taken without the blanks around it: 1 cell.")]);
    assert_eq!(source.charts().filter(|chart| chart.client.first_name.as_str() == "Quorra").count(), 9);

    // The same in a row that is Windows-1252, and in a column that is not HUD's.
    let files = with("Client.csv", |text| {
        let rows = put(text, 1, "FirstName", "@Zo#");
        let more = |row| ["Shoes", "x", "\u{3000}x"].get(row).copied().unwrap_or("x");
        let lines: String = rows.lines().enumerate().map(|(row, line)| format!("{line},{}\n", more(row))).collect();
        lines.bytes().map(|byte| if byte == b'@' { 0xA0 } else { byte }).map(|byte| if byte == b'#' { 0xEB } else { byte }).collect()
    });
    let source = taken(&files).unwrap();
    assert_eq!(of_column(&source, "Client.csv", "FirstName"), [(Outcome::Changed, "Taken without the blanks around it: 1 cell.")]);
    assert!(of_column(&source, "Client.csv", "Shoes").contains(&(Outcome::Changed, "Taken without the blanks around it: 1 cell.")));
    assert!(source.charts().any(|chart| chart.client.first_name.as_str() == "Zoë"));
}

#[test]
fn lines_are_counted_whatever_ends_them() {
    let odd = |text: &str| put(&put(text, 3, "EntryDate", "10/7/2026"), 6, "EntryDate", "soon");
    let lines = |source: &Source| -> Vec<u64> {
        let of = |line: &&wayhome::exchange::Line| line.file == "Enrollment.csv" && line.column.as_deref() == Some("EntryDate");
        source.report.lines.iter().filter(of).map(|line| line.line).collect()
    };
    for (ends, expected) in [("\n", [4, 7]), ("\r\n", [4, 7]), ("\r", [4, 7]), ("\r\r", [7, 13])] {
        let files = with("Enrollment.csv", |text| odd(text).replace('\n', ends).into_bytes());
        assert_eq!(lines(&taken(&files).unwrap()), expected, "{ends:?}");
    }
    // One line that ends otherwise than all others: the header's, one before, between and behind the two, also far down in the file.
    let mixed = |text: &str, filled: &str, other: usize, (one, all): (&str, &str)| {
        let (head, rows) = text.split_once('\n').unwrap();
        let text = [head, "\n", filled, rows].concat();
        let ended = |(at, line): (usize, &str)| [line, if at == other { one } else { all }].concat();
        text.lines().enumerate().map(ended).collect::<String>().into_bytes()
    };
    for (ends, other) in [("\r", "\n"), ("\r", "\r\n"), ("\n", "\r\n"), ("\r\n", "\n"), ("\n", "\r"), ("\r\n", "\r")]
        .into_iter()
        .flat_map(|ends| [0, 1, 2, 3, 5, 6, 7].map(|other| (ends, other)))
    {
        let files = with("Enrollment.csv", |text| mixed(&odd(text), "", other, ends));
        assert_eq!(lines(&taken(&files).unwrap()), [4, 7], "{ends:?} once, after line {}", other + 1);
    }
    let filled = "\"NOBODY\",\"NOBODY\",\"NOBODY\"\n".repeat(20_000);
    for ends in [("\n", "\r\n"), ("\r\n", "\n"), ("\r", "\n"), ("\r", "\r\n")] {
        for other in [0, 2_431, 10_000, 19_999] {
            let files = with("Enrollment.csv", |text| mixed(&odd(text), &filled, other, ends));
            assert_eq!(lines(&taken(&files).unwrap()), [20_004, 20_007], "{ends:?} once, after line {}", other + 1);
        }
    }
    // A text of two lines, and no end behind the last row.
    for end in ["\r", "\n"] {
        let files = with("Enrollment.csv", |text| {
            let text = put(&odd(text), 1, "EnrollmentCoC", "\"MN\n504\"").replace('\n', end);
            text.trim_end().to_owned().into_bytes()
        });
        assert_eq!(lines(&taken(&files).unwrap()), [5, 8], "{end:?}");
        let last = files["Enrollment.csv"].split(|byte| *byte == end.as_bytes()[0]).count() as u64;
        let files = with("Enrollment.csv", |text| {
            let rows = text.lines().count() - 1;
            put(&put(text, rows, "EntryDate", "soon"), 1, "EnrollmentCoC", "\"MN\n504\"")
                .replace('\n', end)
                .trim_end()
                .to_owned()
                .into_bytes()
        });
        assert_eq!(lines(&taken(&files).unwrap()), [last], "{end:?}");
    }
}

#[test]
fn a_row_of_nothing_but_nuls_is_no_row() {
    let whole = taken(&files()).unwrap();
    let source = taken(&with("Client.csv", |text| [text.as_bytes(), &[0; 4096]].concat())).unwrap();
    assert_eq!((source.folders.len(), source.report.kept()), (whole.folders.len(), whole.report.kept()));
    let lines = said(&source.report, "Client.csv");
    assert!(lines.len() == 1 && lines[0].0 == Outcome::Refused && lines[0].1.starts_with("4,096 bytes of nothing"), "{lines:?}");
}

#[test]
fn a_file_that_is_no_hmis_csv_is_called_what_it_is() {
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| move |text: &str| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let little = utf_16(u16::to_le_bytes);
    let big = utf_16(u16::to_be_bytes);
    let made: [(Dialect, Made<'_>); 12] = [
        (Dialect::Semicolons, &|text| text.replace(',', ";").into_bytes()),
        (Dialect::Semicolons, &|text| text.replace('"', "").replace(',', ";").into_bytes()),
        (Dialect::Tabs, &|text| format!("\u{feff}{}", text.replace(',', "\t")).into_bytes()),
        (Dialect::Bars, &|text| text.replace(',', "|").into_bytes()),
        (Dialect::Titled, &|text| format!("All of October\r\n{text}").into_bytes()),
        (Dialect::Titled, &|text| format!("Report,October,Clients\n\nall\n{text}").into_bytes()),
        (Dialect::Sep, &|text| format!("sep=,\r\n{text}").into_bytes()),
        (Dialect::Sep, &|text| format!("SEP=;\n{}", text.replace(',', ";")).into_bytes()),
        (Dialect::Spaced, &|text| {
            let quoted =
                |line: &str| line.split(',').map(|cell| format!("\"{}\"", cell.trim_matches('"'))).collect::<Vec<_>>().join(", ") + "\n";
            text.lines().map(quoted).collect::<String>().into_bytes()
        }),
        // The header bare, and of the rows only what is text in quotes.
        (Dialect::Spaced, &|text| {
            let quoted = |cell: &str| match cell.trim_matches('"') {
                text if text.contains(char::is_alphabetic) => format!("\"{text}\""),
                other => other.to_owned(),
            };
            let line = |(at, line): (usize, &str)| match at {
                0 => line.replace('"', "").replace(',', ", "),
                _ => line.split(',').map(quoted).collect::<Vec<_>>().join(", "),
            };
            text.lines().enumerate().map(|row| line(row) + "\n").collect::<String>().into_bytes()
        }),
        (Dialect::Utf16, &little),
        (Dialect::Utf16, &big),
    ];
    for (expected, made) in made {
        for name in ["Export.csv", "Client.csv"] {
            let refused = taken(&with(name, made)).unwrap_err();
            assert!(
                matches!(&refused, Error::Dialect { file, dialect } if file == name && *dialect == expected),
                "{expected:?}: {refused}"
            );
        }
        let source = taken(&with("Event.csv", made)).unwrap();
        let words = format!("The file was not read: {expected}. {}", expected.help());
        assert_eq!(said(&source.report, "Event.csv"), [(Outcome::Refused, words)], "{expected:?}");
    }
    // Blanks behind the commas alone are read.
    let spaced = |text: &str| text.replace('"', "").replace(',', ", ").into_bytes();
    assert_eq!(taken(&with("Project.csv", spaced)).unwrap().report.kept(), taken(&files()).unwrap().report.kept());
    // So is a name that truly begins with a blank and a quote, among others that do not.
    let named = taken(&with("Client.csv", |text| put(text, 1, "NameSuffix", "\" \"\"III\"\"\"").into_bytes())).unwrap();
    let suffixes: Vec<String> = named.charts().map(|chart| chart.client.name_suffix.as_str().to_owned()).collect();
    assert!(suffixes.contains(&"\"III\"".to_owned()), "{suffixes:?}");
}

#[test]
fn r_imp_1_a_version_that_is_not_known_is_said() {
    for version in ["2028 v1.0", "2022 v1.2", ""] {
        let source = taken(&with("Export.csv", |text| put(text, 1, "CSVVersion", version).into_bytes())).unwrap();
        let lines = of_column(&source, "Export.csv", "CSVVersion");
        assert!(lines.len() == 1 && lines[0].1.contains(version) && lines[0].1.contains("read as FY2026"), "{lines:?}");
        assert_eq!(source.version, Version::Fy2026);
    }
    assert!(of_column(&read(Path::new("tests/fixtures/fy2026-northern-lakes.zip")).unwrap(), "Export.csv", "CSVVersion").is_empty());
}
