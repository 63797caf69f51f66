//! What stays although a full export does not hold it any more (R-IMP-7): work, households, and what is elsewhere.

use super::*;

#[test]
fn r_imp_7_a_household_is_marked_as_a_whole_or_not_at_all() {
    let mut case = Case::without(is_of_household);
    assert_eq!(case.said().0.len(), 4);
    let mut note = row::<CaseNote>(&[
        (at::case_note::CASE_NOTE_ID, "N1"),
        (at::case_note::ENROLLMENT_ID, MEMBER_STAY),
        (at::case_note::PERSONAL_ID, MEMBER),
        (at::case_note::NOTE, "A word"),
    ]);
    case.saves(8, None, &mut note);
    let (gone, stays) = case.said();
    assert_eq!((gone, stays.len()), (vec![], 4), "{stays:?}");

    let mut case = Case::without(is_of_household);
    let prepared = case.prepares();
    let draft = Change::Draft { name: format!("move-in/{MEMBER_STAY}"), after: Some("{}".into()) };
    case.desk.store.commit(&Commit::new("Draft", vec![draft]), moment(8)).unwrap();
    let done = transfer::take(&mut case.desk.store, prepared, Missing::Mark, moment(20), &Progress::default()).unwrap();
    assert_eq!((done.counts.gone, done.counts.held), (0, 4), "nor where somebody is writing something of a member");
}

#[test]
fn r_imp_7_a_member_of_before_or_after_the_period_keeps_the_household_here() {
    // The head came before the period, and may have left before it or be gone with the others: nobody knows.
    for (entry, exit, gone) in
        [("2026-03-01", "", 0), ("2026-03-01", "2026-03-20", 0), ("2026-03-01", "2026-03-05", 3), ("2026-12-02", "", 0)]
    {
        let mut hmis = Hmis::new();
        let head = folder_of(&mut hmis.0, CLIENT);
        head.0.iter_mut().filter(|row| row.key() == STAY).for_each(|row| row.put(at::enrollment::ENTRY_DATE, entry));
        if !exit.is_empty() {
            let mut row = row::<Exit>(&[(at::exit::EXIT_ID, "X1"), (at::exit::ENROLLMENT_ID, STAY), (at::exit::PERSONAL_ID, CLIENT)]);
            row.put(at::exit::EXIT_DATE, exit);
            row.put(at::exit::EXPORT_ID, "EXP1");
            head.0.push(row.pack());
        }
        let mut case = Case { desk: Desk::of(&hmis), ..Case::without(is_of_household) };
        case.export(at::export::EXPORT_START_DATE, "2026-03-10");
        let enrollments = |said: &[String]| said.iter().filter(|one| one.starts_with("Enrollment")).count();
        for clients in ["are in the export", "are not"] {
            let (missing, stays) = case.said();
            assert_eq!((enrollments(&missing), enrollments(&stays)), (gone, 3 - gone), "{entry} to {exit}, who {clients}: {stays:?}");
            case.next.folders.retain(|folder| folder.has(File::Enrollment));
        }
    }
}

#[test]
fn r_imp_7_what_a_refused_row_names_is_not_gone() {
    let mut case = Case::without(is_stay);
    let loose = Hmis::new().0.folders.into_iter().flat_map(|folder| folder.0).find(|row| row.key() == EVENT).unwrap();
    case.next.loose.push(wayhome::exchange::Loose { line: 2, column: "EnrollmentID", row: loose, beside: None, remarks: Vec::new() });
    assert_eq!(case.said(), (vec![], vec![format!("Enrollment {STAY}")]), "the HMIS still has records of the stay");
}

/// A piece of work, and how it is done.
type Work = (&'static str, fn(&mut Case));

/// What keeps a stay here.
fn works() -> Vec<Work> {
    vec![
        ("an unsent answer", |case| case.desk.writes(8, &[(at::event::REFERRAL_RESULT, "1"), (at::event::RESULT_DATE, "2026-11-20")])),
        ("a service", |case| {
            let mut row = row::<Services>(&[
                (at::services::SERVICES_ID, "OURS"),
                (at::services::ENROLLMENT_ID, STAY),
                (at::services::PERSONAL_ID, CLIENT),
            ]);
            case.saves(8, None, &mut row);
        }),
        ("a case note", |case| {
            let mut note = row::<CaseNote>(&[
                (at::case_note::CASE_NOTE_ID, "N1"),
                (at::case_note::ENROLLMENT_ID, STAY),
                (at::case_note::PERSONAL_ID, CLIENT),
                (at::case_note::NOTE, "A word"),
            ]);
            case.saves(8, None, &mut note);
        }),
        ("what is kept beside an event", |case| {
            let mut row = row::<Referral>(&[
                (at::referral::EVENT_ID, EVENT),
                (at::referral::ENROLLMENT_ID, STAY),
                (at::referral::PERSONAL_ID, CLIENT),
            ]);
            row.put(at::referral::DATE_ACKNOWLEDGED, "2026-11-26");
            case.saves(8, None, &mut row);
        }),
        ("half typed", |case| {
            let draft = Change::Draft { name: format!("occasion/event/{STAY}/{EVENT}"), after: Some("{}".into()) };
            case.desk.store.commit(&Commit::new("Draft", vec![draft]), moment(8)).unwrap();
        }),
    ]
}

#[test]
fn r_imp_7_work_that_hangs_on_a_stay_keeps_it_here_and_it_is_said() {
    for (what, work) in works() {
        let mut case = Case::without(is_stay);
        work(&mut case);
        for _ in 0..2 {
            assert_eq!(case.said(), (vec![], vec![format!("Enrollment {STAY}")]), "{what}");
            let counts = case.reads(Missing::Mark);
            assert_eq!((counts.gone, counts.held), (0, 1), "{what}");
            assert!(case.deleted(CLIENT).is_empty(), "{what}: {:?}", case.deleted(CLIENT));
        }
    }
}

#[test]
fn r_imp_7_what_was_deleted_here_keeps_its_stay_and_can_be_taken_back() {
    let mut case = Case::without(is_stay);
    case.desk.writes(8, &[(at::event::DATE_DELETED, "2026-12-01 08:00:00")]);
    assert_eq!(case.said(), (vec![], vec![format!("Enrollment {STAY}")]));
    let prepared = case.prepares();
    assert_eq!(prepared.report.of(Outcome::Kept).filter(|line| line.words.contains("could still be taken back")).count(), 1);
    case.reads(Missing::Mark);
    assert_eq!(case.deleted(CLIENT), [format!("Event {EVENT}")]);
}

#[test]
fn r_imp_7_the_stay_to_which_a_referral_led_is_never_taken_away() {
    let mut case = Case::without(|row| hangs_on(row, SECOND));
    another_in_the_second_program(&mut case.next);
    let mut row = row::<Referral>(&[
        (at::referral::EVENT_ID, "EV260002"),
        (at::referral::ENROLLMENT_ID, "E26C001"),
        (at::referral::PERSONAL_ID, TWICE),
    ]);
    row.put(at::referral::RESULTING_ENROLLMENT_ID, SECOND);
    assert_eq!(case.said().0, [format!("Enrollment {SECOND}")]);
    case.saves(8, None, &mut row);
    assert_eq!(case.said(), (vec![], vec![format!("Enrollment {SECOND}")]));
}

#[test]
fn r_imp_7_what_is_half_typed_after_the_comparison_is_spared_too() {
    let mut case = Case::without(is_stay);
    let prepared = case.prepares();
    let draft = Change::Draft { name: format!("move-in/{STAY}"), after: Some("{}".into()) };
    case.desk.store.commit(&Commit::new("Draft", vec![draft]), moment(8)).unwrap();
    let done = transfer::take(&mut case.desk.store, prepared, Missing::Mark, moment(20), &Progress::default()).unwrap();
    assert_eq!((done.counts.gone, done.counts.held), (0, 1));
    assert!(case.deleted(CLIENT).is_empty());
    assert_eq!(done.report.of(Outcome::Gone).count(), 0, "what is said of it is true");
    assert_eq!(done.report.of(Outcome::Kept).filter(|line| line.words.contains(STAY)).count(), 1);
}

#[test]
fn r_imp_7_what_went_to_another_stay_or_client_is_not_gone() {
    // Two stays are one in the HMIS: its records are written on the other.
    let mut case = Case::new();
    let folder = case.next.folders.iter_mut().find(|folder| folder.client() == Some(ClientId::new(TWICE))).unwrap();
    let field = |row: &Packed| Row::file(row).column("EnrollmentID");
    folder.0.retain(|row| Row::file(row) != File::Enrollment || row.key() != "E26C001");
    for row in folder.0.iter_mut().filter(|row| hangs_on(row, "E26C001")) {
        let at = field(row).unwrap();
        Row::set(row, at, SECOND);
        let updated = Row::file(row).column("DateUpdated").unwrap();
        Row::set(row, updated, "2026-12-01 08:00:00");
    }
    assert_eq!(case.said(), (vec!["Enrollment E26C001".to_owned()], vec![]));
    case.reads(Missing::Mark);
    assert_eq!(case.deleted(TWICE), ["Enrollment E26C001"]);
    assert!(case.chart(TWICE).events.iter().all(|event| event.enrollment_id.as_str() == SECOND));

    // A stay goes to another client.
    let mut case = Case::new();
    let (mut moved, rest): (Vec<Packed>, Vec<Packed>) = std::mem::take(&mut case.next.folders[0].0).into_iter().partition(is_stay);
    case.next.folders[0].0 = rest;
    for row in &mut moved {
        let at = Row::file(row).column("PersonalID").unwrap();
        Row::set(row, at, MEMBER);
        let updated = Row::file(row).column("DateUpdated").unwrap();
        Row::set(row, updated, "2026-12-01 08:00:00");
    }
    let member = case.next.folders.iter_mut().find(|folder| folder.client() == Some(ClientId::new(MEMBER))).unwrap();
    member.0.extend(moved);
    let counts = case.reads(Missing::Mark);
    assert_eq!((counts.moved, counts.gone), (5, 0), "{counts:?}");
}
