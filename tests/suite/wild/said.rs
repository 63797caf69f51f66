//! What is never silent: rows that hang apart, that came as deleted, or bear a stamp that is far ahead, and cells that nobody can read.

use super::*;
use wayhome::domain::{Commit, EventId, Row, Stamp, UserId, at};
use wayhome::exchange::Line;

/// An event more, of the first event's client, under an enrollment of somebody else.
fn astray(files: &mut Files) {
    let (client, stay) = (at(files, "Event.csv", "PersonalID"), at(files, "Event.csv", "EnrollmentID"));
    let theirs = at(files, "Enrollment.csv", "PersonalID");
    let mut row = files["Event.csv"][1].clone();
    let other = files["Enrollment.csv"][1..].iter().find(|stay| stay[theirs] != row[client]).unwrap()[0].clone();
    (row[0], row[stay]) = ("EV-ASTRAY".to_owned(), other);
    files.get_mut("Event.csv").unwrap().push(row);
}

/// What a colleague noted beside it.
fn answered(files: &mut Files) {
    let event = files["Event.csv"].last().unwrap().clone();
    let names = [
        "CustomQuestionID",
        "EnrollmentID",
        "PersonalID",
        "CustomQuestionGroup",
        "CustomQuestionOrder",
        "CustomQuestion",
        "CustomAnswer",
        "CustomDetailAnswer",
        "DateCreated",
        "DateUpdated",
        "UserID",
        "DateDeleted",
        "ExportID",
    ];
    let stamp = "2026-11-20 10:00:00";
    let label = at::referral::DATE_ACKNOWLEDGED.label();
    let row = ["EV-ASTRAY-1", &event[1], &event[2], &event[0], "1", label, "2026-11-20", "", stamp, stamp, "U1", "", "EXP1"];
    files.insert("CustomReferral.csv".to_owned(), vec![names.map(str::to_owned).to_vec(), row.map(str::to_owned).to_vec()]);
}

fn of_column<'r>(report: &'r Report, file: &str, column: &str) -> Vec<&'r Line> {
    report.lines.iter().filter(|line| line.file == file && line.column.as_deref() == Some(column)).collect()
}

#[test]
fn r_imp_5_a_row_under_the_enrollment_of_another_client_is_kept_by_each_import_and_said() {
    let mut whole = files();
    astray(&mut whole);
    answered(&mut whole);
    let line = whole["Event.csv"].len() as u64;
    let (mut first, mut second, mut third) = (Desk::new(), Desk::new(), Desk::new());
    let mut reports = vec![first.reads(&whole)];
    second.reads(&files());
    reports.push(second.reads(&whole));
    third.reads(&files());
    let event = whole["Event.csv"].len() - 1;
    reports.push(third.reads(&delta(&whole, "Event.csv", &[event])));
    let noted = |desk: &mut Desk| content(&desk.sends()).contains_key(&("CustomReferral.csv".to_owned(), "EV-ASTRAY-1".to_owned()));
    assert_eq!([&mut first, &mut second].map(noted), [true, true], "with what a colleague noted beside it");
    for (at, (counts, report)) in reports.iter().enumerate() {
        assert_eq!((counts.refused, report.refused()), (0, 0), "{at}: {report}");
        let said = of_column(report, "Event.csv", "EnrollmentID");
        let line = if at == 2 { 2 } else { line };
        assert!(matches!(said[..], [one] if one.line == line && one.outcome == Outcome::Kept), "{at}: {said:?}");
    }
    let sent = content(&first.sends());
    assert!(sent.contains_key(&("Event.csv".to_owned(), "EV-ASTRAY".to_owned())));
    assert_eq!(content(&second.sends()), sent, "the same stands in both");
    // The delta had no answers, and an export row of its own.
    for (desk, new) in [(&mut first, 0), (&mut second, 0), (&mut third, 1)] {
        let (counts, _) = desk.reads(&whole);
        assert_eq!((counts.new, counts.updated, counts.refused), (new, new, 0));
        assert_eq!(content(&desk.sends()), sent);
    }
}

#[test]
fn r_imp_7_rows_that_came_as_deleted_are_counted_by_a_first_import_too() {
    let mut whole = files();
    for row in [1, 3] {
        put(&mut whole, "Event.csv", row, "DateDeleted", "2026-11-20 10:00:00");
    }
    let mut desk = Desk::new();
    let (path, now) = (desk.write(&whole), desk.now());
    let done = transfer::import(&mut desk.store, read(&path).unwrap(), now).unwrap();
    assert_eq!(done.counts.gone_before, 2);
    assert!(done.headline.contains(" new (2 of them marked as deleted there), 0 updated"), "{}", done.headline);
    let (counts, _) = desk.reads(&whole);
    assert_eq!((counts.gone_before, counts.deleted), (0, 0));
}

/// An event of the second row as another client's of the desk, another record of the same number: it is refused. Its line in the report.
fn refused(desk: &mut Desk, whole: &mut Files) -> (String, String) {
    let (client, theirs) = (at(whole, "Event.csv", "PersonalID"), at(whole, "Enrollment.csv", "PersonalID"));
    let (mine, key) = (whole["Event.csv"][2][client].clone(), whole["Event.csv"][2][0].clone());
    let other = whole["Enrollment.csv"][1..].iter().find(|row| row[theirs] != mine).unwrap().clone();
    desk.reads(whole);
    let cells =
        [("PersonalID", &*other[theirs]), ("EnrollmentID", &other[0]), ("DateCreated", "2020-02-02 10:00:00"), ("EventDate", "2020-02-02")];
    cells.into_iter().for_each(|(column, text)| put(whole, "Event.csv", 2, column, text));
    (key, other[theirs].clone())
}

#[test]
fn r_imp_4_of_two_rows_of_one_key_the_refused_one_is_told_by_its_own_line() {
    for (first, later, line) in [(8, 9, 4), (9, 8, 3), (8, 8, 4)] {
        let (mut desk, mut whole) = (Desk::new(), files());
        let (key, _) = refused(&mut desk, &mut whole);
        put(&mut whole, "Event.csv", 2, "DateUpdated", &format!("2026-11-30 {first:02}:00:00"));
        let mut again = whole["Event.csv"][2].clone();
        again[at(&whole, "Event.csv", "DateUpdated")] = format!("2026-11-30 {later:02}:00:00");
        again[at(&whole, "Event.csv", "Event")] = "12".to_owned();
        whole.get_mut("Event.csv").unwrap().insert(3, again);
        let (_, report) = desk.reads(&whole);
        let said: Vec<u64> =
            report.lines.iter().filter(|one| one.rule == "R-IMP-7" && one.words.contains(&key)).map(|one| one.line).collect();
        assert_eq!(said, [line], "{first} and {later}: {report}");
    }
}

#[test]
fn the_second_look_at_a_file_tells_how_far_it_is_and_can_be_called_off() {
    let (mut desk, mut whole) = (Desk::new(), files());
    refused(&mut desk, &mut whole);
    for at in 0..600 {
        let mut row = whole["Event.csv"][1].clone();
        row[0] = format!("EV-{at}");
        whole.get_mut("Event.csv").unwrap().push(row);
    }
    let (source, now) = (read(&desk.write(&whole)).unwrap(), desk.now());
    let progress = Progress::default();
    transfer::prepare(&desk.store, source.clone(), now, &progress).unwrap();
    assert_eq!(progress.words(), "Reading: 512 rows");
    let last = (1..).map(Progress::off_at).take_while(|off| transfer::prepare(&desk.store, source.clone(), now, off).is_err()).last();
    assert!(last.unwrap().words().starts_with("Reading"), "called off while it looks");
}

#[test]
fn r_imp_7_a_stamp_that_is_far_ahead_is_said_by_its_row_and_work_on_it_is_newer_all_the_same() {
    let (mut desk, mut whole) = (Desk::new(), files());
    put(&mut whole, "Client.csv", 3, "DateUpdated", "2026-12-02 00:30:00");
    put(&mut whole, "Event.csv", 2, "DateUpdated", "2036-05-01 10:00:00");
    let (_, report) = desk.reads(&whole);
    assert_eq!(of_column(&report, "Client.csv", "DateUpdated"), Vec::<&Line>::new(), "a clock of another zone");
    let said = of_column(&report, "Event.csv", "DateUpdated");
    assert!(matches!(said[..], [one] if (one.line, one.rule, one.outcome) == (3, "R-IMP-7", Outcome::Kept)), "{said:?}");
    assert!(said[0].words.contains(&whole["Event.csv"][2][0]) && said[0].words.contains("more than a day ahead"), "{said:?}");
    put(&mut whole, "Client.csv", 4, "DateUpdated", "2036-05-01 10:00:00");
    let (_, report) = desk.reads(&whole);
    let lines = of_column(&report, "Client.csv", "DateUpdated").iter().map(|line| line.line).collect::<Vec<_>>();
    assert_eq!(lines, [5]);
    assert_eq!(content(&desk.sends()), content(&whole));
    // Who was told is not told again, nor by what this desk writes itself.
    for again in [whole.clone(), desk.sends()] {
        let (_, report) = desk.reads(&again);
        assert!(report.lines.iter().all(|line| !line.words.contains("ahead")), "{:?}", report.lines);
    }

    // What is written in it here is newer, so that another desk takes it.
    let event = EventId::new(&whole["Event.csv"][2][0]);
    let charts = transfer::folders(&desk.store).unwrap();
    let before = charts.iter().find_map(|folder| folder.chart().event(&event).cloned()).unwrap();
    let (mut after, now) = (before.clone(), desk.now());
    [(at::event::REFERRAL_RESULT, "2"), (at::event::RESULT_DATE, "2026-11-20")]
        .into_iter()
        .for_each(|(field, text)| after.put(field, text));
    let change = Stamp::new(UserId::new("W1"), now).change(Some(&before), &mut after).unwrap();
    desk.store.commit(&Commit::new("CE Event", vec![change]), now).unwrap();
    let (path, now) = (desk.folder.path().join("work.zip"), desk.now());
    let order = Order { path: path.clone(), scope: Scope::default(), on_errors: OnErrors::Write("A test".to_owned()) };
    transfer::export(&mut desk.store, &order, ExportId::new("WORK"), now, &Progress::default()).unwrap();
    let mut second = Desk::new();
    second.reads(&whole);
    let now = second.now();
    let done = transfer::import(&mut second.store, read(&path).unwrap(), now).unwrap();
    assert_eq!((done.counts.updated, done.counts.older), (1, 0), "{}", done.headline);

    // A clock of ours that is behind sees all of them so: a few are named, the rest is counted.
    for at in 0..100 {
        let mut row = whole["Enrollment.csv"][1].clone();
        row[0] = format!("E-{at}");
        whole.get_mut("Enrollment.csv").unwrap().push(row);
    }
    let mut desk = Desk::new();
    let path = desk.write(&whole);
    let done = transfer::import(&mut desk.store, read(&path).unwrap(), Instant::read("2001-01-01 00:00:00").unwrap()).unwrap();
    let said = of_column(&done.report, "Enrollment.csv", "DateUpdated");
    let rows = whole["Enrollment.csv"].len() - 1;
    assert_eq!((said.len(), said[100].words.as_str()), (101, format!("The same of {} more rows.", rows - 100).as_str()));
}

#[test]
fn r_imp_6_a_code_with_a_fraction_and_a_date_of_no_known_form_are_said_by_cell_and_go_back_as_they_came() {
    let mut whole = files();
    let cells = [
        ("Event.csv", "ReferralResult", "1.0"),
        ("Event.csv", "ResultDate", "2026/11/05"),
        ("Client.csv", "DOB", "1990/11/05"),
        ("Client.csv", "VeteranStatus", "0.0"),
        ("Enrollment.csv", "DateUpdated", "2026/11/05 10:00"),
    ];
    cells.into_iter().for_each(|(file, column, text)| put(&mut whole, file, 2, column, text));
    let mut desk = Desk::new();
    let (_, report) = desk.reads(&whole);
    let checked = Checked::file(&desk.write(&whole), "2026-12-01".parse().unwrap(), &Progress::default()).unwrap();
    for (file, column, text) in cells {
        let said = of_column(&report, file, column);
        assert!(matches!(said[..], [one] if (one.line, one.rule, one.outcome) == (3, "R-IMP-6", Outcome::Kept)), "{column}: {said:?}");
        let found = checked.said.iter().filter(|said| said.file == file && said.line == Some(3) && said.column.as_deref() == Some(column));
        assert!(found.count() > 0, "{file}, {column} {text}: a check says it of the cell");
    }
    assert_eq!(content(&desk.sends()), content(&whole));
}
