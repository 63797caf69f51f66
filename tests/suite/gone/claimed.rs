//! What a full export should hold and does not (R-CSV-9 to R-CSV-12, R-IMP-7), and what its silence says nothing of.

use super::*;

#[test]
fn r_imp_7_a_stay_that_is_gone_takes_with_it_what_hangs_on_it() {
    let mut case = Case::without(is_stay);
    let prepared = case.prepares();
    assert_eq!((prepared.counts.gone, prepared.counts.held, prepared.is_empty()), (5, 0, false), "{:?}", prepared.counts);
    assert_eq!(
        prepared.question().unwrap(),
        "5 records that your HMIS sent before are not in this full export: 1 enrollment, 1 current living situation, 1 assessment and 2 CE Events."
    );
    assert_eq!(case.said(), (vec![format!("Enrollment {STAY}")], vec![]));
    case.reads(Missing::Mark);
    assert_eq!(case.deleted(CLIENT).len(), 5);
    let chart = case.chart(CLIENT);
    let stay = chart.enrollment(&EnrollmentId::new(STAY)).unwrap();
    assert_eq!(stay.date_deleted.known(), Some(moment(9)), "when the export was written");
    assert_eq!((stay.date_updated.known(), stay.user_id.as_str()), (Instant::read("2026-11-02 09:15:00"), "U1"), "the HMIS is its author");
    assert!(chart.client.date_deleted.is_blank(), "the export has the client");
    assert!(case.prepares().is_empty(), "and the same again finds nothing to do");
}

#[test]
fn r_imp_7_a_record_alone_is_gone_where_its_stay_is_there() {
    let mut case = Case::without(|row| row.key() == EVENT || row.key() == "A260");
    assert_eq!(case.said().0, ["Assessment A260", "Event EV260001"]);
    case.reads(Missing::Mark);
    assert_eq!(case.deleted(CLIENT), ["Assessment A260", "Event EV260001"]);
}

#[test]
fn r_imp_7_a_client_goes_where_nothing_else_of_theirs_is_here() {
    let mut case = Case::without(|row| row.cell(File::Client.info().key) == MEMBER || hangs_on(row, MEMBER_STAY));
    assert_eq!(case.said().0, [format!("Enrollment {MEMBER_STAY}"), format!("Client {MEMBER}")]);
    case.reads(Missing::Mark);
    assert!(!case.chart(MEMBER).client.date_deleted.is_blank());
    assert!(case.prepares().is_empty());

    let mut case = Case::new();
    // The second stay is of a program that the export does not name.
    case.next.agency.projects.retain(|project| project.project_id.as_str() != "P03");
    case.next.folders.retain(|folder| folder.client() != Some(ClientId::new(TWICE)));
    case.reads(Missing::Mark);
    let chart = case.chart(TWICE);
    assert!(chart.client.date_deleted.is_blank(), "something of theirs is here");
    assert!(chart.enrollment(&EnrollmentId::new(SECOND)).unwrap().date_deleted.is_blank());
    assert!(!chart.enrollment(&EnrollmentId::new("E26C001")).unwrap().date_deleted.is_blank());
}

#[test]
fn r_csv_10_what_is_not_in_the_scope_of_an_export_is_not_missing_in_it() {
    let silent = |change: &dyn Fn(&mut Case)| {
        let mut case = Case::without(is_stay);
        change(&mut case);
        case.prepares().counts.gone
    };
    assert_eq!(silent(&|_| {}), 5, "a full refresh of a reporting period");
    let export = |field: FieldId, text: &'static str| move |case: &mut Case| case.export(field, text);
    assert_eq!(silent(&export(at::export::EXPORT_DIRECTIVE, "1")), 0, "a delta tells of what changed");
    assert_eq!(silent(&export(at::export::EXPORT_DIRECTIVE, "3")), 0);
    assert_eq!(silent(&export(at::export::EXPORT_DIRECTIVE, "")), 0);
    assert_eq!(silent(&export(at::export::EXPORT_PERIOD_TYPE, "1")), 0, "rows that were updated");
    assert_eq!(silent(&export(at::export::EXPORT_PERIOD_TYPE, "4")), 0, "nobody knows what it holds");
    assert_eq!(silent(&export(at::export::EXPORT_END_DATE, "2026-03-09")), 0, "the stay began on the tenth");
    assert_eq!(silent(&export(at::export::EXPORT_END_DATE, "2026-03-10")), 5);
    assert_eq!(silent(&export(at::export::EXPORT_START_DATE, "2027-01-01")), 0, "a period that ends before it begins");
    assert_eq!(silent(&export(at::export::EXPORT_START_DATE, "")), 0);
    assert_eq!(silent(&export(at::export::SOURCE_ID, "MN-500")), 0, "of another HMIS");
    assert_eq!(silent(&export(at::export::IMPLEMENTATION_ID, "OTHER")), 0);
    assert_eq!(silent(&export(at::export::SOFTWARE_NAME, "Wayhome")), 0, "what a desk holds is not all that the HMIS holds");
    assert_eq!(silent(&export(at::export::EXPORT_ID, "EXP1")), 0, "the id of another export");
    assert_eq!(silent(&export(at::export::EXPORT_ID, "")), 0);
    assert_eq!(silent(&export(at::export::EXPORT_DATE, "2026-11-03 05:00:00")), 0, "older than what was read");
    assert_eq!(silent(&export(at::export::EXPORT_DATE, "")), 0);
    assert_eq!(silent(&export(at::export::EXPORT_DATE, "2062-12-01 09:00:00")), 0, "of a day to come");
    assert_eq!(silent(&|case| case.next.agency.projects.retain(|project| project.project_id.as_str() != "P01")), 0, "its program");
    assert_eq!(silent(&|case| case.next.agency.cocs.iter_mut().for_each(|row| row.put(at::project_coc::COC_CODE, "MN-500"))), 0, "its CoC");
    for file in [File::Event, File::Assessment] {
        assert_eq!(silent(&|case| case.next.whole.retain(|one| *one != file)), 5, "what hangs on a stay goes with it");
    }
    assert_eq!(
        silent(&|case| case.next.whole.retain(|one| *one != File::Enrollment)),
        0,
        "rows of the file were refused, or it was not there"
    );
}

#[test]
fn r_csv_10_a_stay_that_began_before_the_period_may_have_ended_before_it_too() {
    for (start, gone) in [("2026-03-10", 5), ("2026-03-11", 0), ("2026-10-01", 0)] {
        let mut case = Case::without(is_stay);
        case.export(at::export::EXPORT_START_DATE, start);
        assert_eq!(case.prepares().counts.gone, gone, "of a stay since March 10 that nobody heard ended, from {start}");
    }
    for (day, gone) in [("2026-10-01", 6), ("2026-03-09", 0), ("someday", 0)] {
        let mut hmis = Hmis::new();
        let mut exit = row::<Exit>(&[(at::exit::EXIT_ID, "X1"), (at::exit::ENROLLMENT_ID, STAY), (at::exit::PERSONAL_ID, CLIENT)]);
        exit.put(at::exit::EXIT_DATE, day);
        exit.put(at::exit::EXPORT_ID, "EXP1");
        folder_of(&mut hmis.0, CLIENT).0.push(exit.pack());
        let case = Case { desk: Desk::of(&hmis), ..Case::without(is_stay) };
        assert_eq!(case.prepares().counts.gone, gone, "{day}");
    }
}

/// An HMIS whose program P01 is of two CoCs, the one of these households and that of all others.
fn of_two_cocs(source: &mut Source, households: &[&str]) {
    let mut other = source.agency.cocs.iter().find(|row| row.project_id.as_str() == "P01").unwrap().clone();
    other.put(at::project_coc::PROJECT_COC_ID, "CP99");
    other.put(at::project_coc::COC_CODE, "MN-500");
    source.agency.cocs.push(other);
    let is_of = |row: &&mut Packed| {
        households.contains(&row.get(at::enrollment::HOUSEHOLD_ID)) && !row.get(at::enrollment::ENROLLMENT_COC).is_empty()
    };
    source
        .folders
        .iter_mut()
        .flat_map(|folder| &mut folder.0)
        .filter(is_of)
        .for_each(|row| row.put(at::enrollment::ENROLLMENT_COC, "MN-500"));
}

#[test]
fn r_csv_11_of_a_program_of_several_cocs_only_those_with_a_stay_in_the_export_are_claimed() {
    for (households, gone) in [(&["HH26000"][..], 0), (&["HH26000", "HH26002"], 4), (&[], 4)] {
        let mut hmis = Hmis::new();
        of_two_cocs(&mut hmis.0, households);
        let mut case = Case { desk: Desk::of(&hmis), ..Case::new() };
        of_two_cocs(&mut case.next, households);
        case.loses(is_of_household);
        let enrollments = case.said().0.iter().filter(|said| said.starts_with("Enrollment")).count();
        assert_eq!(enrollments, gone, "a member is of the CoC of the head: {households:?}");
    }
}

#[test]
fn r_csv_12_a_program_of_which_the_export_holds_no_stay_is_not_claimed() {
    let mut case = Case::without(|row| hangs_on(row, SECOND));
    assert_eq!(case.prepares().counts.gone, 0, "its row in Project.csv is no word on its stays");
    another_in_the_second_program(&mut case.next);
    assert!(case.prepares().counts.gone > 0);
}

#[test]
fn r_imp_7_a_file_that_lost_more_than_half_says_nothing_of_what_is_missing() {
    let is_event = |row: &Packed| Row::file(row) == File::Event;
    let events = Hmis::new().0.folders.iter().flat_map(|folder| &folder.0).filter(|row| is_event(row)).count();
    for (lost, gone) in [(events / 2, events / 2), (events / 2 + 1, 0), (events, 0)] {
        let mut left = lost;
        let mut case = Case::new();
        for folder in &mut case.next.folders {
            folder.0.retain(|row| {
                let stays = !is_event(row) || left == 0;
                left -= usize::from(!stays);
                stays
            });
        }
        let prepared = case.prepares();
        assert_eq!(prepared.counts.gone, gone as u64, "{lost} of {events}");
        let says = "Event.csv has far fewer rows than your HMIS sent before; nothing in it is taken for deleted.";
        assert_eq!(prepared.report.lines.iter().any(|line| line.words == says), gone == 0);
    }
    let case =
        Case::without(|row| Row::file(row) == File::Enrollment && row.get(at::enrollment::PROJECT_ID) == "P01" && row.key() != "E26C010");
    let prepared = case.prepares();
    assert_eq!((prepared.counts.gone, prepared.counts.held), (0, 0), "all but one stay of a program");
    assert!(prepared.report.lines.iter().any(|line| line.words.contains("nothing that is missing in this export is taken for deleted")));
}

#[test]
fn r_imp_7_a_small_desk_is_asked_though_most_of_its_few_records_are_gone() {
    for (kept, lost, gone) in [(3, 2, 2), (4, 3, 3), (5, 4, 0), (3, 3, 0), (1, 1, 0)] {
        let is_event = |row: &&mut Packed| Row::file(*row) == File::Event;
        let mut hmis = Hmis::new();
        let events = hmis.0.folders.iter_mut().flat_map(|folder| &mut folder.0).filter(is_event);
        events.skip(kept).for_each(|row| row.put(at::event::DATE_DELETED, "2026-11-02 10:00:00"));
        let mut case = Case { desk: Desk::of(&hmis), ..Case::new() };
        let mut left = kept - lost;
        for folder in &mut case.next.folders {
            folder.0.retain(|row| {
                let is_event = Row::file(row) == File::Event;
                let stays = !is_event || left > 0;
                left -= usize::from(is_event && stays);
                stays
            });
        }
        assert_eq!(case.prepares().counts.gone, gone, "{lost} of {kept}");
    }
}

#[test]
fn r_csv_10_records_after_the_period_and_of_another_day_of_it_are_told_apart() {
    let mut case = Case::without(|row| [EVENT, "EV269001"].contains(&row.key()));
    case.export(at::export::EXPORT_END_DATE, "2026-09-04");
    assert_eq!(case.said().0, ["Event EV269001"], "the other one is of the fifth");
}

#[test]
fn r_csv_10_a_system_that_leaves_out_what_is_older_than_the_period_is_known_by_that() {
    let hmis = Hmis::new().0;
    let events = hmis.folders.iter().flat_map(|folder| &folder.0).filter(|row| Row::file(*row) == File::Event);
    let mut days: Vec<(String, String)> = events.map(|row| (row.get(at::event::EVENT_DATE).to_owned(), row.key().to_owned())).collect();
    days.sort();
    let start = days.iter().map(|(day, _)| day).find(|day| **day > days[1].0).unwrap();
    let older: Vec<&str> = days.iter().filter(|(day, _)| day < start).map(|(_, key)| key.as_str()).collect();
    let missing = |lost: &[&str]| {
        let mut case = Case::without(|row| lost.contains(&row.key()));
        case.export(at::export::EXPORT_START_DATE, start);
        case.prepares().counts.gone
    };
    assert_eq!(missing(&older[..1]), 1, "others of before the period are there");
    assert_eq!(missing(&older), 0, "none is there");

    // One alone is no word on all: not one that is told because it was deleted, and not one of many.
    let mut case = Case::without(|row| older[1..].contains(&row.key()));
    case.export(at::export::EXPORT_START_DATE, start);
    assert_eq!(case.prepares().counts.gone, older.len() as u64 - 1);
    let told = crate::exchange::event_of(&mut case.next, older[0]);
    [at::event::DATE_DELETED, at::event::DATE_UPDATED].iter().for_each(|field| told.put(*field, "2026-11-30 10:00:00"));
    assert_eq!(case.prepares().counts.gone, 0);
    let start = &days[days.len() - 1].0;
    let older: Vec<&str> = days.iter().filter(|(day, _)| day < start).map(|(_, key)| key.as_str()).collect();
    assert!(older.len() > 5, "{older:?}");
    for (there, gone) in [(1, 0), (older.len() - 3, 3)] {
        let mut case = Case::without(|row| older[there..].contains(&row.key()));
        case.export(at::export::EXPORT_START_DATE, start);
        assert_eq!(case.prepares().counts.gone, gone, "{there} of {older:?}");
        assert!(!case.prepares().report.lines.iter().any(|line| line.words.contains("far fewer rows")));
    }

    // When a stay ended is told of it whenever that was: one that ended in error goes on.
    let mut hmis = Hmis::new();
    let mut exit = row::<Exit>(&[(at::exit::EXIT_ID, "X1"), (at::exit::ENROLLMENT_ID, STAY), (at::exit::PERSONAL_ID, CLIENT)]);
    [(at::exit::EXIT_DATE, "2026-10-01"), (at::exit::EXPORT_ID, "EXP1")].iter().for_each(|(field, text)| exit.put(*field, text));
    folder_of(&mut hmis.0, CLIENT).0.push(exit.pack());
    let mut case = Case { desk: Desk::of(&hmis), ..Case::new() };
    let folders = &mut case.next.folders;
    let mut other = exit.clone();
    [(at::exit::EXIT_ID, "X2"), (at::exit::ENROLLMENT_ID, "E26C001"), (at::exit::EXIT_DATE, "2026-11-02")]
        .iter()
        .for_each(|(field, text)| other.put(*field, text));
    other.put(at::exit::PERSONAL_ID, TWICE);
    folders.iter_mut().find(|folder| folder.client() == Some(ClientId::new(TWICE))).unwrap().0.push(other.pack());
    case.desk.reads(&case.next.clone());
    case.export(at::export::EXPORT_ID, "EXP3");
    case.export(at::export::EXPORT_START_DATE, "2026-11-01");
    assert_eq!(case.said().0, ["Exit X1"]);
}

#[test]
fn r_imp_7_files_that_were_not_read_whole_say_nothing_of_what_is_missing() {
    let mut case = Case::without(|row| row.key() == EVENT);
    assert_eq!(case.prepares().counts.gone, 1);
    case.next.whole.remove(&File::Event);
    let prepared = case.prepares();
    assert_eq!(prepared.counts.gone, 0);
    assert!(prepared.report.lines.iter().any(|line| line.file == "Event.csv" && line.words.contains("Not all that stands in the file")));
}

#[test]
fn r_imp_7_which_files_are_read_whole() {
    let whole = |file: &str, from: &str, to: &str| {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("export");
        std::fs::create_dir(&path).unwrap();
        let mut zip = zip::ZipArchive::new(std::fs::File::open("tests/fixtures/fy2026-northern-lakes.zip").unwrap()).unwrap();
        zip.extract(&path).unwrap();
        let at = path.join(file);
        let text = std::fs::read_to_string(&at).unwrap();
        assert!(text.contains(from));
        if to == "gone" {
            std::fs::remove_file(&at).unwrap()
        } else {
            std::fs::write(&at, text.replace(from, to)).unwrap()
        }
        wayhome::exchange::read(&path).unwrap().whole
    };
    let all: BTreeSet<File> = File::HUD.iter().copied().collect();
    let but = |file: File| all.iter().copied().filter(|one| *one != file).collect::<BTreeSet<_>>();
    assert_eq!(whole("Event.csv", "EV260002", "EV260002"), all);
    assert_eq!(whole("Event.csv", "EV260002", "EV260001"), all, "of two with one key the later is taken, and neither is missing");
    assert_eq!(whole("Event.csv", "\"EV260002\"", ""), but(File::Event), "a row without a key");
    assert_eq!(whole("Event.csv", "\"26CL0002\"", "\"NOBODY\""), but(File::Event), "a row that hangs on nothing");
    assert_eq!(whole("Event.csv", "\"EV260002\",", "\"EV260002\",\"\","), but(File::Event), "a row with a cell too many");
    assert_eq!(whole("Event.csv", "EventID,", "Event,"), but(File::Event), "a file without its key");
    assert_eq!(whole("Event.csv", "EV260002", "gone"), but(File::Event), "no file");
    assert_eq!(whole("Services.csv", "ServicesID", "ServicesID"), all, "a file without rows says that there is none");
}

#[test]
fn r_imp_7_what_was_never_told_or_came_later_is_not_missing() {
    let mut case = Case::new();
    let event = case.desk.chart().event(&EventId::new(EVENT)).unwrap().clone();
    let mut ours = event.clone();
    ours.put(at::event::EVENT_ID, "OURS");
    case.saves(8, None, &mut ours);
    assert_eq!(case.said(), (vec![], vec![]), "a record made here");
    case.reads(Missing::Mark);
    case.export(at::export::EXPORT_ID, "EXP3");
    assert_eq!(case.said(), (vec![], vec![]), "nor when another import came between");
    assert!(case.deleted(CLIENT).is_empty());

    let mut hmis = Hmis::new();
    crate::exchange::event_of(&mut hmis.0, EVENT).put(at::event::DATE_UPDATED, &moment(10).write());
    let case = Case { desk: Desk::of(&hmis), ..Case::without(is_stay) };
    assert_eq!(case.said(), (vec![], vec![format!("Enrollment {STAY}")]), "the event was written an hour after this export");
}

#[test]
fn r_imp_7_what_another_hmis_told_is_not_missing_in_this_ones_export() {
    let mut case = Case::without(is_stay);
    let mut other = Hmis::new().0;
    other.export.put(at::export::EXPORT_ID, "OTHER");
    other.export.put(at::export::SOURCE_ID, "MN-500");
    other.agency.exports[0] = other.export.clone();
    let mut service =
        row::<Services>(&[(at::services::SERVICES_ID, "S1"), (at::services::ENROLLMENT_ID, STAY), (at::services::PERSONAL_ID, CLIENT)]);
    service.put(at::services::EXPORT_ID, "OTHER");
    other.folders.retain(|folder| folder.client() == Some(ClientId::new(CLIENT)));
    other.folders[0].0.push(service.pack());
    case.desk.reads(&other);
    assert_eq!(case.said(), (vec![], vec![format!("Enrollment {STAY}")]), "a service of another system hangs on it");
    case.export(at::export::SOURCE_ID, "MN-500");
    assert_eq!(case.said(), (vec![], vec![]), "that one never told of the stay");
}

#[test]
fn r_imp_7_an_export_of_tomorrow_is_later_than_one_of_today() {
    let mut case = Case::new();
    case.export(at::export::EXPORT_DATE, &moment(24).write());
    case.reads(Missing::Keep);
    case.export(at::export::EXPORT_ID, "EXP3");
    case.export(at::export::EXPORT_DATE, &moment(9).write());
    case.loses(is_stay);
    assert_eq!(case.prepares().counts.gone, 0, "one limit for both");
}

#[test]
fn r_imp_7_a_comparison_counts_those_of_whom_the_export_has_nothing() {
    let case = Case::without(|row| row.cell(File::Client.info().key) == MEMBER || hangs_on(row, MEMBER_STAY));
    let progress = Progress::default();
    transfer::prepare(&case.desk.store, case.next.clone(), moment(20), &progress).unwrap();
    let clients = Hmis::new().0.folders.len() as u64;
    assert_eq!(progress.count(), (clients, Some(clients)));
}
