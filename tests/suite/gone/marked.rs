//! What becomes of what was marked as deleted (R-IMP-7): it is no work, goes out in no export, and comes back.

use super::*;

#[test]
fn r_imp_7_nothing_is_taken_away_until_somebody_chooses_that() {
    let mut case = Case::without(is_stay);
    let before = visible(&case.desk);
    for _ in 0..2 {
        assert_eq!(case.reads(Missing::Keep).gone, 5, "and the next full export says it again");
        assert!(visible(&case.desk) == before);
    }
    assert_eq!(transfer::import(&mut case.desk.store, case.next.clone(), moment(21)).unwrap().counts.gone, 5);
    assert!(visible(&case.desk) == before);
    assert_eq!(case.reads(Missing::Mark).gone, 5);
    assert!(visible(&case.desk) != before);
}

#[test]
fn r_imp_7_a_mark_is_the_hmiss_word_and_no_work_of_this_desk() {
    let mut case = Case::without(is_stay);
    case.reads(Missing::Mark);
    assert_eq!(Unsent::of(&case.desk.store).unwrap().count(), 0);
    // Where the HMIS sends it again, it comes back; and an older export does not bring it back.
    let mut older = Hmis::new().0;
    older.export.put(at::export::EXPORT_DATE, &moment(1).write());
    older.agency.exports[0] = older.export.clone();
    assert_eq!(case.desk.reads(&older).older, 5);
    assert_eq!(case.deleted(CLIENT).len(), 5);
    let again = Case::new();
    case.next = again.next;
    case.export(at::export::EXPORT_DATE, &moment(12).write());
    case.reads(Missing::Keep);
    assert!(case.deleted(CLIENT).is_empty(), "{:?}", case.deleted(CLIENT));
}

#[test]
fn r_imp_7_what_stands_again_by_a_colleagues_export_is_something_new() {
    let mut case = Case::without(is_stay);
    case.reads(Missing::Mark);
    assert_eq!(case.deleted(CLIENT).len(), 5);
    case.next = Case::new().next;
    case.export(at::export::SOFTWARE_NAME, "Wayhome");
    case.export(at::export::EXPORT_DATE, &moment(12).write());
    let prepared = transfer::prepare(&case.desk.store, case.next.clone(), moment(20), &Progress::default()).unwrap();
    assert!(prepared.headline.starts_with("Ready to import: ") && !prepared.is_nothing_new(), "{}", prepared.headline);
    transfer::take(&mut case.desk.store, prepared, Missing::Keep, moment(20), &Progress::default()).unwrap();
    assert!(case.deleted(CLIENT).is_empty(), "{:?}", case.deleted(CLIENT));
}

#[test]
fn r_imp_7_an_export_that_says_no_time_of_day_claims_nothing() {
    let mut case = Case::without(is_stay);
    case.export(at::export::EXPORT_DATE, "2026-11-29");
    assert_eq!(case.reads(Missing::Mark).gone, 0);
}

/// The rows that an export of this scope holds, by file and key.
fn sent(case: &mut Case, scope: Scope) -> BTreeSet<(File, String)> {
    let folder = TempDir::new().unwrap();
    let order = Order { path: folder.path().join("out.zip"), scope, on_errors: OnErrors::Write("A test".to_owned()) };
    let answer = transfer::export(&mut case.desk.store, &order, ExportId::new("D"), moment(23), &Progress::default()).unwrap();
    assert!(matches!(answer, Answer::Written(_)));
    let source = wayhome::exchange::read(&order.path).unwrap();
    assert_eq!(source.export.implementation_id.as_str(), case.desk.store.installation(), "R-CSV-9");
    source.folders.iter().flat_map(|folder| &folder.0).map(|row| (Row::file(row), row.key().to_owned())).collect()
}

#[test]
fn r_imp_7_what_was_only_inferred_is_in_no_export() {
    let mut hmis = Hmis::new();
    let deleted = crate::exchange::event_of(&mut hmis.0, "EV260002");
    [at::event::DATE_DELETED, at::event::DATE_UPDATED].iter().for_each(|field| deleted.put(*field, "2026-11-02 10:00:00"));
    let mut case = Case { desk: Desk::of(&hmis), ..Case::without(is_stay) };
    case.next.folders.iter_mut().for_each(|folder| folder.0.retain(|row| row.key() != "EV260002"));
    case.reads(Missing::Mark);
    let marked: BTreeSet<String> = case.deleted(CLIENT).into_iter().collect();
    assert_eq!(marked.len(), 5);
    // Something to send in every scope.
    let event = case.chart(TWICE).events.iter().find(|event| event.date_deleted.is_blank()).cloned();
    let mut ours = event.unwrap_or_else(|| {
        row(&[(at::event::PERSONAL_ID, TWICE), (at::event::ENROLLMENT_ID, "E26C001"), (at::event::EVENT_DATE, "2026-11-20")])
    });
    ours.put(at::event::EVENT_ID, "OURS");
    case.saves(21, None, &mut ours);
    let period = Period { start: Day::from_ymd_opt(2025, 10, 1).unwrap(), end: Day::from_ymd_opt(2026, 12, 31).unwrap() };
    let takes = [Take::Everything, Take::Active(period), Take::Updated(period), Take::Unsent, Take::Since];
    for take in takes {
        let rows = sent(&mut case, Scope { take, ..Scope::default() });
        let marks: Vec<_> = rows.iter().filter(|(file, key)| marked.contains(&format!("{} {key}", file.info().name))).collect();
        assert!(marks.is_empty() && rows.contains(&(File::Event, "OURS".to_owned())), "{take:?}: {marks:?}");
        let goes_back = matches!(take, Take::Everything | Take::Updated(_));
        assert_eq!(rows.contains(&(File::Event, "EV260002".to_owned())), goes_back, "what the HMIS deleted: {take:?}");
        if matches!(take, Take::Unsent) {
            // A delta goes from the last export on: something new is to be in it.
            ours.put(at::event::EVENT_DATE, "2026-11-21");
            let before = case.chart(TWICE).event(&EventId::new("OURS")).unwrap().clone();
            case.saves(24, Some(&before), &mut ours);
        }
    }
    assert!(case.desk.store.installation() != Case::new().desk.store.installation(), "R-CSV-9: another installation is another");
}

#[test]
fn r_imp_7_taken_back_an_import_gives_back_what_it_marked() {
    let mut case = Case::without(is_stay);
    case.loses(|row| row.cell(File::Client.info().key) == MEMBER || hangs_on(row, MEMBER_STAY));
    case.next.folders[1].0[0].put(at::client::FIRST_NAME, "Another");
    let before = state(&case.desk);
    assert_eq!(case.reads(Missing::Mark).gone, 7);
    assert!(state(&case.desk) != before);
    let first_name =
        |case: &Case| case.desk.store.chart(&case.next.folders[1].client().unwrap()).unwrap().unwrap().client.first_name.clone();
    case.takes_back(0);
    assert_eq!((case.deleted(CLIENT).len(), first_name(&case).as_str()), (0, "Another"), "the marks alone");
    assert_eq!(Unsent::of(&case.desk.store).unwrap().count(), 0, "and that is no work either");
    assert_eq!(case.prepares().counts.gone, 7, "it is said again");
    case.takes_back(2);
    assert!(state(&case.desk) == before);
    assert_eq!(case.reads(Missing::Mark).gone, 7, "and it can be read again");
    case.takes_back(1);
    assert_eq!((case.deleted(CLIENT).len(), first_name(&case).as_str() == "Another"), (5, false), "and the import alone");
}

#[test]
fn r_imp_7_a_mark_is_known_be_its_import_taken_back_or_its_id_another_exports() {
    let marks = |case: &mut Case| {
        let marked: BTreeSet<String> = case.deleted(CLIENT).into_iter().collect();
        let rows = sent(case, Scope::default());
        (marked.len(), rows.iter().filter(|(file, key)| marked.contains(&format!("{} {key}", file.info().name))).count())
    };
    let mut case = Case::without(is_stay);
    case.reads(Missing::Mark);
    case.takes_back(1);
    assert_eq!(marks(&mut case), (5, 0), "the import alone was taken back, and the export that it brought");

    let mut case = Case::without(is_stay);
    case.reads(Missing::Mark);
    case.export(at::export::EXPORT_DATE, &moment(12).write());
    case.reads(Missing::Keep);
    assert_eq!(case.desk.store.agency().unwrap().exports.len(), 2);
    assert_eq!(marks(&mut case), (5, 0), "a later export bears its id");
}

#[test]
fn r_imp_7_records_that_do_not_open_as_usual_are_written_as_the_hmis_told_them() {
    let mut case = Case::without(is_stay);
    case.reads(Missing::Mark);
    let stay: Vec<Packed> = rescued(&case).into_iter().filter(is_stay).collect();
    let is_live = |row: &Packed| row.cell(Row::file(row).column("DateDeleted").unwrap()).is_empty();
    assert!(stay.len() == 5 && stay.iter().all(is_live), "who reads it knows nothing of our marks");
}

/// What is written of records that do not open as usual.
fn rescued(case: &Case) -> Vec<Packed> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("rescued.zip");
    transfer::rescue(&case.desk.store, &path, ExportId::new("R"), moment(23)).unwrap();
    wayhome::exchange::read(&path).unwrap().folders.into_iter().flat_map(|folder| folder.0).collect()
}

/// Those of a client's deleted rows that an export of everything gives back.
fn gives_back(case: &mut Case, client: &str) -> Vec<String> {
    let rows = sent(case, Scope::default());
    let is_sent = |deleted: &String| rows.iter().any(|(file, key)| *deleted == format!("{} {key}", file.info().name));
    case.deleted(client).into_iter().filter(is_sent).collect()
}

#[test]
fn r_imp_7_what_the_hmis_deleted_in_the_moment_of_its_export_is_no_mark() {
    // A nightly job there says of what it deletes that it did so when the export was written.
    const OTHER: &str = "EV260002";
    let mut case = Case::without(is_stay);
    let deleted = crate::exchange::event_of(&mut case.next, OTHER);
    let (client, key) = (deleted.get(at::event::PERSONAL_ID).to_owned(), deleted.key().to_owned());
    deleted.put(at::event::DATE_DELETED, &moment(9).write());
    assert_eq!(case.reads(Missing::Mark).gone, 5);
    assert_eq!((case.deleted(CLIENT).len(), case.deleted(&client)), (5, vec![format!("Event {key}")]));
    assert_eq!(gives_back(&mut case, &client), case.deleted(&client), "it goes back as it came");
    assert!(gives_back(&mut case, CLIENT).is_empty());
    let is_live = |row: &Packed| row.cell(Row::file(row).column("DateDeleted").unwrap()).is_empty();
    let rows = rescued(&case);
    assert!(rows.iter().filter(|row| is_stay(row)).all(is_live));
    assert!(rows.iter().filter(|row| row.key() == OTHER).all(|row| !is_live(row)));
    let stay = deleted_stay(&case, &client);
    case.next = delta(12, |row| row.key() == stay || Row::file(row) == File::Client && row.key() == client);
    case.reads(Missing::Keep);
    assert_eq!(case.deleted(&client), [format!("Event {OTHER}")], "nor does its stay bring it back");
}

fn deleted_stay(case: &Case, client: &str) -> String {
    case.chart(client).events.iter().find(|event| !event.date_deleted.is_blank()).unwrap().enrollment_id.to_string()
}

#[test]
fn r_imp_7_what_was_marked_and_the_hmis_deleted_afterwards_is_its_word() {
    for (at_hour, goes_back) in [(9, false), (11, true)] {
        let mut case = Case::without(is_stay);
        case.reads(Missing::Mark);
        case.next = Case::new().next;
        case.export(at::export::EXPORT_DATE, &moment(12).write());
        case.export(at::export::EXPORT_ID, "EXP3");
        let deleted = crate::exchange::event_of(&mut case.next, EVENT);
        deleted.put(at::event::DATE_DELETED, &moment(at_hour).write());
        case.reads(Missing::Keep);
        assert_eq!(case.deleted(CLIENT), [format!("Event {EVENT}")]);
        assert_eq!(!gives_back(&mut case, CLIENT).is_empty(), goes_back, "{at_hour}");
    }
}

#[test]
fn r_imp_7_marks_that_were_taken_back_are_none_and_brought_back_are_again() {
    let mut case = Case::without(is_stay);
    case.reads(Missing::Mark);
    case.takes_back(0);
    case.takes_back(0);
    assert_eq!((case.deleted(CLIENT).len(), gives_back(&mut case, CLIENT).len()), (5, 0));
    // The export was a note of its own.
    case.takes_back(1);
    assert!(case.deleted(CLIENT).is_empty());
    case.next = Case::new().next;
    case.export(at::export::EXPORT_DATE, &moment(12).write());
    case.export(at::export::EXPORT_ID, "EXP3");
    crate::exchange::event_of(&mut case.next, EVENT).put(at::event::DATE_DELETED, &moment(9).write());
    case.reads(Missing::Keep);
    assert_eq!(gives_back(&mut case, CLIENT), [format!("Event {EVENT}")], "the same row, deleted there in the same moment");
}

#[test]
fn r_imp_7_marks_of_versions_before_are_known() {
    for form in ["m", "m@"] {
        let mut case = Case::without(is_stay);
        case.reads(Missing::Mark);
        let noted = case.desk.store.setting("exchange.imports").unwrap().to_string();
        let (import, save) = noted.rsplit_once(" m").unwrap();
        let moment_of = if form == "m@" { format!("@{}", moment(9).write().replace(' ', "T")) } else { String::new() };
        let after = format!("{import} m{save}{moment_of}").as_str().into();
        let change = Change::Setting { name: "exchange.imports".to_owned(), after };
        case.desk.store.commit(&Commit::new("Before", vec![change]), moment(21)).unwrap();
        assert_eq!((case.deleted(CLIENT).len(), gives_back(&mut case, CLIENT).len()), (5, 0), "{form}");
    }
}

/// A delta of these rows, written at this hour.
fn delta(hour: u32, is_in: impl Fn(&Packed) -> bool) -> Source {
    let mut case = Case::new();
    case.export(at::export::EXPORT_DIRECTIVE, "1");
    case.export(at::export::EXPORT_PERIOD_TYPE, "1");
    case.export(at::export::EXPORT_DATE, &moment(hour).write());
    case.export(at::export::EXPORT_ID, "DELTA");
    case.loses(|row| !is_in(row));
    case.next
}

#[test]
fn r_imp_7_what_comes_back_brings_back_what_was_marked_with_it() {
    let client = |row: &Packed| Row::file(row) == File::Client && row.key() == CLIENT;
    let marked = || {
        let mut case = Case::without(|row| is_stay(row) || client(row) || is_of_household(row));
        assert_eq!(case.reads(Missing::Mark).gone, 9);
        assert_eq!(case.deleted(CLIENT).len(), 6, "the client too");
        case
    };
    let mut case = marked();
    case.next = delta(12, |row| client(row) || row.key() == STAY);
    assert_eq!(case.prepares().report.lines.iter().filter(|line| line.words.contains("not deleted any more")).count(), 3);
    case.reads(Missing::Keep);
    assert!(case.deleted(CLIENT).is_empty(), "{:?}", case.deleted(CLIENT));
    assert_eq!(case.deleted(MEMBER).len(), 1, "of others it says nothing");
    assert_eq!(Unsent::of(&case.desk.store).unwrap().count(), 0, "that is no work");
    case.takes_back(0);
    assert_eq!(case.deleted(CLIENT).len(), 6);

    // A delta of one event whose stay and client are not in it.
    let mut case = marked();
    case.next = delta(12, |_| false);
    let event = Hmis::new().0.folders.into_iter().flat_map(|folder| folder.0).find(|row| row.key() == EVENT).unwrap();
    case.next.loose.push(wayhome::exchange::Loose { line: 2, column: "EnrollmentID", row: event, beside: None, remarks: Vec::new() });
    case.reads(Missing::Keep);
    assert!(case.deleted(CLIENT).is_empty(), "{:?}", case.deleted(CLIENT));

    // One of a system that never says what it deleted.
    let mut case = marked();
    case.next = delta(12, |row| client(row) || row.key() == STAY || row.key() == EVENT);
    case.next.absent = [at::client::DATE_DELETED, at::enrollment::DATE_DELETED, at::event::DATE_DELETED].to_vec();
    folder_of(&mut case.next, CLIENT).0.iter_mut().filter(|row| row.key() == STAY).for_each(|row| {
        row.put(at::enrollment::DATE_UPDATED, &moment(11).write());
        row.put(at::enrollment::LOS_UNDER_THRESHOLD, "1");
    });
    case.reads(Missing::Keep);
    assert!(case.deleted(CLIENT).is_empty(), "nothing stands here without its stay: {:?}", case.deleted(CLIENT));
    assert_eq!(case.chart(CLIENT).enrollment(&EnrollmentId::new(STAY)).unwrap().get(at::enrollment::LOS_UNDER_THRESHOLD), "1");
    case.takes_back(0);
    assert_eq!(case.deleted(CLIENT).len(), 6);

    // One that was written before.
    let mut case = marked();
    case.next = delta(8, |row| client(row) || row.key() == STAY);
    case.reads(Missing::Keep);
    assert_eq!(case.deleted(CLIENT).len(), 6);

    // A full export says itself what is still missing of it.
    let mut case = marked();
    case.next = Case::without(|row| row.key() == EVENT).next;
    case.export(at::export::EXPORT_ID, "EXP3");
    case.export(at::export::EXPORT_DATE, &moment(12).write());
    assert_eq!(case.said().0, [format!("Event {EVENT}")]);
    case.reads(Missing::Mark);
    assert_eq!(case.deleted(CLIENT), [format!("Event {EVENT}")]);
    assert!(case.deleted(MEMBER).is_empty());
}
