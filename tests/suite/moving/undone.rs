//! A move is taken back whole, or it is said what stands in the way.

use super::*;

#[test]
fn r_imp_7_a_move_is_taken_back_whole() {
    let mut case = Case::new();
    case.works();
    let before = (case.chart(&case.once), case.chart(&case.now));
    case.joins();
    case.reads();
    assert!(draft(&case).contains(case.now.as_str()));
    case.takes_back();
    assert!(draft(&case).contains(case.once.as_str()), "what is half typed goes back too");
    let sorted = |chart: &Chart| {
        let mut rows: Vec<Packed> = chart.rows().map(Row::pack).collect();
        rows.sort_by_key(|row| (row.file, row.key().to_owned()));
        rows
    };
    assert!(sorted(&case.chart(&case.once)) == sorted(&before.0) && sorted(&case.chart(&case.now)) == sorted(&before.1));
}

#[test]
fn r_imp_7_what_is_known_of_the_hmis_goes_back_with_the_record_that_it_is_about() {
    let mut case = Case::new();
    case.works();
    // This one tells of the records without the work.
    case.reads();
    let known = |case: &Case| {
        [&case.once, &case.now].map(|client| {
            let kept = case.chart(client).theirs.into_iter();
            kept.map(|kept| (kept.theirs_id, kept.personal_id, kept.cells, kept.date_deleted.is_blank())).collect::<Vec<_>>()
        })
    };
    let before = known(&case);
    assert!(!before[0].is_empty() && before[1].is_empty());
    case.joined();
    assert!(known(&case)[0].is_empty() && !known(&case)[1].is_empty());
    case.takes_back();
    assert_eq!(known(&case), before);
}

#[test]
fn r_imp_7_what_went_as_deleted_goes_back_as_deleted() {
    let mut case = Case::new();
    case.works();
    let before = case.chart(&case.once).services.iter().find(|row| row.key() == "OURS-S").cloned().unwrap();
    let mut after = before.clone();
    after.put(at::services::DATE_DELETED, &moment(8).write());
    case.saves(8, Some(&before), &mut after);
    case.joins();
    case.reads();
    assert!(case.rows(&case.now).contains(&(File::Services, "OURS-S".to_owned())));
    case.takes_back();
    assert!(!case.chart(&case.once).services.iter().find(|row| row.key() == "OURS-S").unwrap().date_deleted.is_blank());
}

#[test]
fn r_imp_7_what_is_kept_beside_since_stands_in_the_way_back() {
    let mut case = Case::new();
    let import = case.joined();
    case.desk.writes(21, &[(at::event::LOCATION_CRISIS_OR_PH_HOUSING, "P9")]);
    // The next import keeps that, and notes beside it what the HMIS has.
    case.reads();
    assert!(case.desk.store.undo(import).unwrap().is_err());
}

#[test]
fn r_imp_7_a_move_on_which_something_was_hung_since_is_not_taken_back() {
    let mut case = Case::new();
    let import = case.joined();
    let stay = EnrollmentId::new(&case.stay);
    let mut service = Services { services_id: "LATER".into(), enrollment_id: stay, personal_id: case.now.clone(), ..Services::default() };
    case.saves(21, None, &mut service);
    let refused = case.desk.store.undo(import).unwrap().unwrap_err();
    assert!(refused.len() == 1 && refused[0].to_string().contains("LATER"), "{refused:?}");
}

#[test]
fn r_imp_7_the_history_of_both_clients_is_whole_after_a_move_and_its_undo() {
    let mut case = Case::new();
    case.works();
    let (stood, other) = (case.rows(&case.once), case.rows(&case.now));
    case.joins();
    case.reads();
    let as_of = |case: &Case, client: &ClientId, save: u64| {
        let mut entries = case.desk.store.history_of(client).unwrap();
        entries.reverse();
        let past = entries.iter().take_while(|entry| entry.sequence <= save).map(wayhome::store::Entry::past);
        let chart = wayhome::domain::history::chart_as_of(client, past).unwrap();
        let rows = |chart: Chart| chart.rows().filter(|row| row.file() != File::Client).map(|row| (row.file(), row.key())).collect();
        chart.map_or_else(Vec::new, rows)
    };
    let same = |mut a: Vec<(File, String)>, mut b: Vec<(File, String)>| {
        a.sort();
        b.sort();
        assert_eq!(a, b);
    };
    let import = case.desk.store.sequence();
    same(as_of(&case, &case.once, import - 1), stood.clone());
    same(as_of(&case, &case.now, import - 1), other.clone());
    same(as_of(&case, &case.now, import), case.rows(&case.now));
    case.takes_back();
    let back = case.desk.store.sequence();
    same(as_of(&case, &case.once, back), case.rows(&case.once));
    same(as_of(&case, &case.now, back), case.rows(&case.now));
    same(as_of(&case, &case.once, import), Vec::new());
}

#[test]
fn r_imp_7_a_closed_note_does_not_stand_in_the_way_back() {
    let mut case = Case::new();
    case.works();
    let before = case.chart(&case.once).notes[0].clone();
    let mut closed = before.clone();
    closed.put(at::case_note::READ_ONLY, "1");
    case.saves(8, Some(&before), &mut closed);
    case.joined();
    case.takes_back();
    assert_eq!(case.chart(&case.once).notes.len(), 2);
}

#[test]
fn r_imp_7_a_note_that_was_written_since_stands_in_the_way_back() {
    let mut case = Case::new();
    let import = case.joined();
    let stay = EnrollmentId::new(&case.stay);
    let mut note = CaseNote {
        case_note_id: "LATER".into(),
        enrollment_id: stay,
        personal_id: case.now.clone(),
        note: "A word".into(),
        ..CaseNote::default()
    };
    case.saves(21, None, &mut note);
    assert_eq!(case.desk.store.undo(import).unwrap().unwrap_err().len(), 1);
}

#[test]
fn r_imp_7_work_between_an_undo_and_its_undo_is_still_to_be_sent() {
    let mut case = Case::new();
    case.joined();
    case.takes_back();
    let undo = case.desk.store.sequence();
    case.desk.writes(22, &[(at::event::LOCATION_CRISIS_OR_PH_HOUSING, "P9")]);
    let redo = wayhome::transfer::undo(&case.desk.store, undo).unwrap().unwrap();
    case.desk.store.commit(&redo.commit(&Stamp::new(UserId::new("W1"), moment(23)), &"A test".into()), moment(23)).unwrap();
    assert_eq!(case.desk.chart().id(), &case.now, "moved once more");
    assert!(wayhome::transfer::Unsent::of(&case.desk.store).unwrap().ahead().clients > 0);
    let counts = case.reads();
    assert_eq!((counts.kept, counts.conflicting), (1, 0), "{counts:?}");
    assert_eq!(case.desk.cell(at::event::LOCATION_CRISIS_OR_PH_HOUSING), "P9");
}
