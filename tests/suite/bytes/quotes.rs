//! Quotes that open, close or stand in cells otherwise than in CSV.

use super::*;
use wayhome::domain::progress::Progress;
use wayhome::domain::{Day, File};
use wayhome::exchange::Checked;

const TORN: &str = "A quote in one of its cells is not doubled, so the cell may not read as it was meant. Compare this row with your HMIS.";

/// The lines of a file of which an import says these words, and those of which a check does.
fn of_lines(files: &Files, file: &str, words: &str) -> (Vec<u64>, Vec<u64>) {
    let folder = TempDir::new().unwrap();
    spread(&folder.path().join("set"), files);
    let today: Day = "2026-11-30".parse().unwrap();
    let report = read(&folder.path().join("set")).unwrap().report;
    let imported = report.lines.iter().filter(|line| line.file == file && line.words == words).map(|line| line.line);
    let checked = Checked::file(&folder.path().join("set"), today, &Progress::default()).unwrap();
    let checked = checked.said.iter().filter(|said| said.file == file && said.words.contains(words)).filter_map(|said| said.line);
    (imported.collect(), checked.collect())
}

#[test]
fn r_imp_3_a_quote_that_is_not_doubled_is_said_by_its_line() {
    let named = |cells: [(usize, &str); 2]| {
        with("Client.csv", |text| cells.iter().fold(text.to_owned(), |text, (row, cell)| put(&text, *row, "FirstName", cell)).into_bytes())
    };
    let set = named([(2, r#""Ed \"Bo\" Lee""#), (4, r#""Ed "Bo" Lee""#)]);
    assert_eq!(of_lines(&set, "Client.csv", TORN), (vec![3, 5], vec![3, 5]));
    assert!(taken(&set).unwrap().whole.contains(&File::Client), "each row is there");
    // Where a line ends in such a row, it may have taken another one in.
    let set = named([(2, "\"Ed \"Bo\""), (2, "\"Ed \"Bo\nLee\"")]);
    assert!(!taken(&set).unwrap().whole.contains(&File::Client));
    // What is CSV, or reads as it was meant, is not mentioned.
    for cell in [r#""Ed ""Bo"" Lee""#, r#"Ed 5" Lee"#, r#"Ed "Bo" Lee"#, "\"Ed\" ", "\"\"", "\"\"\"\""] {
        assert_eq!(of_lines(&named([(2, cell), (4, cell)]), "Client.csv", TORN), (vec![], vec![]), "{cell}");
    }
    let mut answers = files();
    answers.insert("CustomReferral.csv".to_owned(), b"CustomQuestionID,CustomAnswer\n\"a\"b,c\n".to_vec());
    assert_eq!(of_lines(&answers, "CustomReferral.csv", TORN).0, [2]);
}

#[test]
fn r_imp_3_a_file_that_ends_in_a_quote_was_cut() {
    let clients = taken(&files()).unwrap().folders.len();
    for rest in ["\"26CL0099", "\"26CL0099\",\"Quorra", "\"", "\"26CL0099\",\"Quo\nrra"] {
        let source = taken(&with("Client.csv", |text| format!("{}\n{rest}", text.trim_end()).into_bytes())).unwrap();
        assert_eq!(source.folders.len(), clients, "{rest:?} is nobody");
        assert!(said(&source.report, "Client.csv").iter().any(|(outcome, _)| *outcome == Outcome::Refused), "{rest:?}");
        assert!(!source.whole.contains(&File::Client), "{rest:?}");
    }
    // One that stands in a text is no such quote, wherever the file ends.
    let last = with("Client.csv", |text| put(&text.replace('"', ""), 1, "FirstName", "5\" Ed").trim_end().as_bytes().to_vec());
    assert_eq!(taken(&last).unwrap().folders.len(), clients);
}
