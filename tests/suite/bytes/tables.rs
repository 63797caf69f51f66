//! What databases and spreadsheets leave in files beside the rows: their word for nothing, lines that are no rows, rounded ids, commas at the
//! end of a line.

use super::*;
use wayhome::domain::progress::Progress;
use wayhome::domain::{Day, File, Rule, Severity};
use wayhome::exchange::Checked;

const NOTHING: &str = "Taken as blank, since NULL and 0000-00-00 are how a database shows that nothing is there";

fn checked(files: &Files) -> Checked {
    let folder = TempDir::new().unwrap();
    spread(&folder.path().join("set"), files);
    let today: Day = "2026-11-30".parse().unwrap();
    Checked::file(&folder.path().join("set"), today, &Progress::default()).unwrap()
}

/// Each line of a text but the first, made another.
fn rows(text: &str, made: impl Fn(&str) -> String) -> Vec<u8> {
    let line = |(at, line): (usize, &str)| if at == 0 { line.to_owned() } else { made(line) } + "\n";
    text.lines().enumerate().map(line).collect::<String>().into_bytes()
}

#[test]
fn r_imp_3_the_word_of_a_database_for_nothing_is_blank_and_counted() {
    let files = with("Event.csv", |text| {
        let text = put(&put(text, 1, "DateDeleted", "NULL"), 2, "DateDeleted", "0000-00-00 00:00:00");
        put(&text, 1, "ResultDate", "null").into_bytes()
    });
    let source = taken(&files).unwrap();
    assert_eq!(of_column(&source, "Event.csv", "DateDeleted"), [(Outcome::Changed, format!("{NOTHING}: 2 cells.").as_str())]);
    assert_eq!(of_column(&source, "Event.csv", "ResultDate"), [(Outcome::Changed, format!("{NOTHING}: 1 cell.").as_str())]);
    let events: Vec<_> = source.charts().flat_map(|chart| chart.events).collect();
    let stays =
        taken(&with("Enrollment.csv", |text| put(&put(text, 1, "HouseholdID", "NULL"), 2, "HouseholdID", "NULL").into_bytes())).unwrap();
    assert_eq!(of_column(&stays, "Enrollment.csv", "HouseholdID"), [(Outcome::Changed, format!("{NOTHING}: 2 cells.").as_str())]);
    assert!(events.iter().all(|event| event.date_deleted.is_blank()), "and nobody is deleted by it");
    let named = taken(&with("Client.csv", |text| put(text, 1, "LastName", "NULL").into_bytes())).unwrap();
    assert!(named.charts().any(|chart| chart.client.last_name.as_str() == "NULL"), "somebody may be called so");
    let suffix = taken(&with("Client.csv", |text| put(text, 1, "NameSuffix", "NULL").into_bytes())).unwrap();
    assert_eq!(of_column(&suffix, "Client.csv", "NameSuffix"), [(Outcome::Changed, format!("{NOTHING}: 1 cell.").as_str())]);
}

#[test]
fn r_imp_3_what_deletes_a_row_and_is_no_date_is_said() {
    let said = |deleted: &str| {
        let files = with("Event.csv", |text| put(&put(text, 1, "DateDeleted", deleted), 1, "EventDate", "soon").into_bytes());
        let of = |said: &wayhome::exchange::Said| said.file == "Event.csv" && said.line == Some(2);
        let found: Vec<_> = checked(&files).said.into_iter().filter(of).collect();
        found
            .into_iter()
            .map(|said| (said.rule, said.severity, said.column.unwrap_or_default().into_owned(), said.words))
            .collect::<Vec<_>>()
    };
    let [(rule, severity, column, words)] = &said("gone")[..] else { panic!("one finding, of what deletes it") };
    assert_eq!((*rule, *severity, column.as_str()), (Rule::R_IMP_3, Severity::Stop, "DateDeleted"));
    assert!(words.contains("and deletes the row all the same"), "{words}");
    assert!(said("2026-11-20 10:00:00").is_empty(), "of a row that is deleted nothing is said");
}

#[test]
fn r_imp_4_a_line_that_is_no_row_is_refused_and_nobody_is_made_of_it() {
    let clients = taken(&files()).unwrap().folders.len();
    let files = with("Client.csv", |text| {
        let header = text.lines().next().unwrap();
        let dashes = header.split(',').map(|_| "----------").collect::<Vec<_>>().join(",");
        format!("{}\n{header}\n{dashes}\n(9 rows affected)\n", text.trim_end()).into_bytes()
    });
    let source = taken(&files).unwrap();
    assert_eq!(source.folders.len(), clients);
    assert!(source.whole.contains(&File::Client), "nothing that came is missing by it");
    let refused = ["it repeats the names of the columns", "it is a line of dashes", "it says how many rows there are"];
    assert_eq!(said(&source.report, "Client.csv"), refused.map(|words| (Outcome::Refused, format!("It is no row: {words}."))));
}

#[test]
fn r_imp_4_a_line_that_holds_nothing_but_a_key_is_no_row() {
    let whole = taken(&files()).unwrap();
    let (key, counted) = ("nothing stands in it but what would be its key.", "it says how many rows there are.");
    let cut = "the file ends in what would be its key. It may have been cut short: take the export from your HMIS again.";
    // What stands below the rows, what is said of it, and whether all rows of the file are there.
    let feet = [
        ("(14 rows)\n", counted, true),
        ("(1 row)\r\n", counted, true),
        ("\n14 rows selected.\n", counted, true),
        ("\u{1a}", key, true),
        ("EOF\n", key, true),
        ("EOF\n(9 rows affected)\n", key, true),
        ("26CL0099", cut, false),
        ("\"26CL0099\"", cut, false),
    ];
    for (foot, words, all) in feet {
        let files = with("Client.csv", |text| format!("{}\n{foot}", text.trim_end()).into_bytes());
        let source = taken(&files).unwrap();
        assert_eq!(source.folders.len(), whole.folders.len(), "{foot:?}");
        let first = said(&source.report, "Client.csv").into_iter().next();
        assert_eq!(first, Some((Outcome::Refused, format!("It is no row: {words}"))), "{foot:?}");
        assert_eq!(source.whole.contains(&File::Client), all, "{foot:?}");
        let line = whole.report.files.iter().find(|count| count.file == "Client.csv").unwrap().read + 2;
        let found =
            checked(&files).said.into_iter().any(|said| said.file == "Client.csv" && said.line >= Some(line) && said.words.contains(words));
        assert!(found, "a check says it, too: {foot:?}");
    }
    // Between rows it may be what is left of one.
    let between = taken(&with("Client.csv", |text| text.replacen('\n', "\n26CL0099\n", 1).into_bytes())).unwrap();
    assert_eq!((between.folders.len(), between.whole.contains(&File::Client)), (whole.folders.len(), false));
}

#[test]
fn r_imp_4_a_rounded_id_is_nobodys() {
    let taken_with = |file: &str, column: &str, id: &str| taken(&with(file, |text| put(text, 1, column, id).into_bytes())).unwrap();
    let ids = [
        ("Client.csv", "PersonalID"),
        ("Enrollment.csv", "PersonalID"),
        ("Event.csv", "EnrollmentID"),
        ("Enrollment.csv", "HouseholdID"),
        ("Project.csv", "OrganizationID"),
    ];
    for (file, column) in ids {
        for id in ["8.12346E+16", "8E+09"] {
            let source = taken_with(file, column, id);
            let of = of_column(&source, file, column);
            assert!(matches!(of[..], [(Outcome::Refused, words)] if words.starts_with("A spreadsheet has rounded this id")), "{of:?}");
        }
    }
    let source = taken_with("Export.csv", "ExportID", "8.12346E+16");
    assert_eq!(source.export.source_type, taken(&files()).unwrap().export.source_type, "by that of the export nothing hangs together");
    for id in ["E+16", "12.3E+16", "8.1E+", "8.E+16", "8.1E-16"] {
        assert!(of_column(&taken_with("Client.csv", "PersonalID", id), "Client.csv", "PersonalID").is_empty(), "{id} is an id");
    }
}

#[test]
fn r_imp_3_a_comma_at_the_end_of_a_line_is_no_cell() {
    let ended: [Made<'_>; 3] = [
        &|text| rows(text, |line| format!("{line},")),
        &|text| text.lines().map(|line| format!("{line},\n")).collect::<String>().into_bytes(),
        &|text| text.replacen('\n', ",\n", 1).into_bytes(),
    ];
    let clean = said(&taken(&files()).unwrap().report, "Event.csv");
    for made in ended {
        let source = taken(&with("Event.csv", made)).unwrap();
        assert_eq!(said(&source.report, "Event.csv"), clean);
        assert!(source.whole.contains(&File::Event), "so what is missing in it was left out");
    }
    // A comma in a name has moved the cells, the last of which is blank: that is no comma at the end.
    let moved = with("Client.csv", |text| {
        let named = text.replacen('\n', ",Shoes\n", 1).replace("\r", "");
        rows(&named, |line| format!("{},", line.replacen(',', ",Jr,", 1)))
    });
    let words = "The row has 1 cell more than the header; what is beyond it was not taken over.";
    assert!(said(&taken(&moved).unwrap().report, "Client.csv").contains(&(Outcome::Refused, words.to_owned())));
    let more = taken(&with("Event.csv", |text| rows(text, |line| format!("{line},,more")))).unwrap();
    // Nor where all lines end in one, the header too.
    let shifted = with("Event.csv", |text| {
        let ended: String = text.lines().map(|line| format!("{line},\n")).collect();
        let (header, below) = ended.split_once('\n').unwrap();
        let (first, rest) = below.split_once('\n').unwrap();
        let (ids, answers) = first.split_at(first.match_indices(',').nth(4).unwrap().0);
        format!("{header}\n{ids},Jr{answers}\n{rest}").into_bytes()
    });
    let source = taken(&shifted).unwrap();
    assert!(
        said(&source.report, "Event.csv").iter().any(|(outcome, words)| *outcome == Outcome::Refused && words.contains("than the header"))
    );
    assert!(!source.whole.contains(&File::Event));
    let words = "The row has 2 cells more than the header; what is beyond it was not taken over.";
    assert!(said(&more.report, "Event.csv").contains(&(Outcome::Refused, words.to_owned())));
}
