//! What an export moves of several clients, and what it may not move.

use super::*;

#[test]
fn r_imp_7_a_stay_that_was_deleted_here_is_one_stay_with_whoever_has_it() {
    let mut case = Case::new();
    let before = case.chart(&case.once).enrollments.iter().find(|row| row.key() == case.stay).cloned().unwrap();
    let mut after = before.clone();
    after.put(at::enrollment::DATE_DELETED, &moment(8).write());
    case.saves(8, Some(&before), &mut after);
    case.joins();
    case.reads();
    let has = |client: &ClientId| case.rows(client).contains(&(File::Enrollment, case.stay.clone()));
    assert!(!has(&case.once) && has(&case.now));
}

#[test]
fn r_imp_7_a_stay_that_the_hmis_deleted_and_brings_back_with_another_client_is_one_stay() {
    let mut case = Case::new();
    let (once, stay) = (case.once.clone(), case.stay.clone());
    let of_stay = |row: &Packed| Row::file(row).column("EnrollmentID").is_some_and(|at| row.cell(at) == stay);
    for row in case.folder(&once).0.iter_mut().filter(|row| of_stay(row)) {
        put(row, "DateDeleted", &moment(8).write());
        put(row, "DateUpdated", &moment(8).write());
    }
    let told = written(&case.hmis, 8);
    assert!(case.desk.reads(&told).deleted > 1);
    case.hands_over(of_stay);
    let now = case.now.clone();
    case.folder(&now).0.iter_mut().filter(|row| of_stay(row)).for_each(|row| put(row, "DateDeleted", ""));
    let counts = case.reads();
    assert!(counts.moved > 1 && counts.refused == 0, "{counts:?}");
    let has = |client: &ClientId| case.rows(client).into_iter().filter(|(file, key)| *file == File::Enrollment && *key == stay).count();
    assert_eq!((has(&once), has(&now)), (0, 1));
    assert!(case.chart(&now).events.iter().any(|event| event.event_id.as_str() == EVENT && event.date_deleted.is_blank()));
}

#[test]
fn r_imp_7_yesterdays_file_moves_nothing_back() {
    let mut case = Case::new();
    let old = written(&case.hmis, 7);
    // The HMIS joins the two and leaves the stamps of the rows alone.
    let (once, now) = (case.once.clone(), case.now.clone());
    case.joins();
    for row in &mut case.folder(&now).0 {
        if Row::file(row) != File::Client {
            let kept = old.folders.iter().flat_map(|folder| &folder.0).find(|other| other.file == row.file && other.key() == row.key());
            let stamp = kept.and_then(|row| Row::file(row).column("DateUpdated").map(|at| row.cell(at).to_owned()));
            put(row, "DateUpdated", &stamp.unwrap_or_default());
        }
    }
    assert!(case.reads().moved > 1);
    let counts = case.desk.reads(&old);
    assert!(counts.moved == 0 && counts.refused > 0, "{counts:?}");
    assert!(case.rows(&once).is_empty());
}

#[test]
fn r_imp_7_what_one_client_gets_another_lets_go_of_in_one_export() {
    let mut case = Case::new();
    let (once, now) = (case.once.clone(), case.now.clone());
    let third = case.hmis.0.folders.iter().filter_map(Folder::client).find(|client| *client != once && *client != now).unwrap();
    let stays = |case: &Case, client: &ClientId| -> Vec<String> { case.chart(client).enrollments.iter().map(Row::key).collect() };
    let (first, second) = (stays(&case, &once), stays(&case, &now));
    for (from, to) in [(once.clone(), now.clone()), (now.clone(), third.clone())] {
        let theirs = stays(&case, &from);
        (case.once, case.now) = (from, to);
        case.hands_over(|row| Row::file(row).column("EnrollmentID").is_some_and(|at| theirs.contains(&row.cell(at).to_owned())));
    }
    let counts = case.reads();
    assert_eq!(counts.refused, 0, "{counts:?}");
    assert!(stays(&case, &once).is_empty());
    assert_eq!(stays(&case, &now), first);
    assert!(second.iter().all(|stay| stays(&case, &third).contains(stay)));
}

#[test]
fn r_imp_7_one_enrollment_goes_and_what_is_the_client_s_own_stays() {
    let mut case = Case::new();
    case.works();
    let stay = case.stay.clone();
    let hangs = |row: &Packed| Row::file(row).column("EnrollmentID").is_some_and(|at| row.cell(at) == stay);
    case.hands_over(hangs);
    let counts = case.reads();
    assert!(counts.moved > 1 && counts.refused == 0, "{counts:?}");
    let (once, now) = (case.rows(&case.once), case.rows(&case.now));
    assert!(once.contains(&(File::CaseNote, "NOTE-CLIENT".to_owned())), "{once:?}");
    for row in [(File::CaseNote, "NOTE-STAY"), (File::Services, "OURS-S"), (File::Referral, EVENT), (File::Event, EVENT)] {
        assert!(now.contains(&(row.0, row.1.to_owned())), "{row:?}");
    }
}

#[test]
fn r_imp_7_a_row_that_the_export_leaves_with_the_former_client_stays_there() {
    let mut case = Case::new();
    let stay = case.stay.clone();
    let exit = |row: &Packed| !matches!(Row::file(row), File::Enrollment | File::Event);
    case.hands_over(|row| !exit(row) && Row::file(row).column("EnrollmentID").is_some_and(|at| row.cell(at) == stay));
    let told: Vec<(File, String)> =
        case.rows(&case.once).into_iter().filter(|(file, _)| !matches!(file, File::Enrollment | File::Event)).collect();
    assert!(!told.is_empty());
    let counts = case.reads();
    assert_eq!(counts.refused, 0, "{counts:?}");
    assert!(told.iter().all(|row| case.rows(&case.once).contains(row)), "as they came");
}

#[test]
fn r_imp_7_an_older_export_moves_nothing_and_says_so() {
    let mut case = Case::new();
    let rows = case.rows(&case.once);
    case.joins();
    // The row of the enrollment is older there than it is here.
    let (stay, now) = (case.stay.clone(), case.now.clone());
    let row = case.folder(&now).0.iter_mut().find(|row| Row::file(*row) == File::Enrollment && row.key() == stay).unwrap();
    put(row, "DateUpdated", "2001-01-01 00:00:00");
    let source = written(&case.hmis, 11);
    let done = wayhome::transfer::import(&mut case.desk.store, source, moment(20)).unwrap();
    assert!(done.counts.refused > 0 && done.report.lines.iter().any(|line| line.words.contains(&stay)));
    assert!(case.rows(&case.once).contains(&(File::Enrollment, stay)) && !rows.is_empty());
}

#[test]
fn r_imp_7_another_system_s_record_of_the_same_number_takes_nothing_away() {
    let mut case = Case::new();
    let before = case.rows(&case.once);
    case.joins();
    case.begins_otherwise();
    let counts = case.reads();
    assert!(counts.moved == 0 && counts.refused > 0, "{counts:?}");
    assert_eq!(case.rows(&case.once), before);
}

#[test]
fn r_imp_7_records_go_to_a_client_who_is_not_here_yet() {
    let mut case = Case::new();
    case.works();
    let client = ClientId::new("NEWCOMER");
    let row = Packed::new(File::Client, [(0, "NEWCOMER"), (1, "Ana")]);
    case.hmis.0.folders.push(Folder(vec![row]));
    case.now = client.clone();
    case.joins();
    let counts = case.reads();
    assert_eq!((counts.new, counts.refused), (1, 0), "{counts:?}");
    let chart = case.chart(&client);
    assert_eq!((chart.client.first_name.as_str(), chart.notes.len()), ("Ana", 2));
    assert!(case.rows(&case.once).is_empty());
}
