//! A record that named the wrong client, and that the HMIS gives to another one: it stands in one chart, and never in two.

use super::*;
use wayhome::domain::hud::AssessmentQuestions;
use wayhome::exchange::{Outcome, Source};
use wayhome::transfer::{self, Imported};

/// A current living situation of the first client, on their stay, and the answers to an assessment.
const RECORD: &str = "CLS260";
const ASSESSMENT: &str = "A260";
const ANSWER: &str = "AQ260";

impl Case {
    /// The HMIS has this record with the other client from nine o'clock on, on this stay.
    fn corrects(&mut self, key: &str, stay: &str) {
        self.hands_over(|row| row.key() == key);
        let now = self.now.clone();
        let row = self.folder(&now).0.iter_mut().find(|row| row.key() == key).unwrap();
        put(row, "EnrollmentID", stay);
    }

    /// A stay of the other client.
    fn other_stay(&self) -> String {
        self.chart(&self.now).enrollments[0].key()
    }

    fn imports(&mut self, source: &Source) -> Imported {
        transfer::import(&mut self.desk.store, source.clone(), moment(20)).unwrap()
    }

    /// A delta that has this client alone.
    fn delta_of(&self, client: &ClientId) -> Source {
        let mut delta = written(&self.hmis, 11);
        delta.export.export_directive = Value::Known(ExportDirective::DeltaRefresh);
        delta.folders.retain(|folder| folder.client().as_ref().is_none_or(|of| of == client));
        delta
    }

    /// In whose charts a row stands, with the stay on which it does.
    fn places(&self, key: &str) -> Vec<(ClientId, String)> {
        let mut places = Vec::new();
        for folder in transfer::folders(&self.desk.store).unwrap() {
            let rows = folder.0.iter().filter(|row| row.key() == key && Row::file(*row).info().origin.travels());
            places.extend(rows.map(|row| {
                let stay = Row::file(row).column("EnrollmentID").map(|at| row.cell(at).to_owned()).unwrap_or_default();
                (folder.client().unwrap(), stay)
            }));
        }
        places
    }
}

fn lines(imported: &Imported, outcome: Outcome) -> Vec<String> {
    imported.report.of(outcome).filter(|line| line.rule == "R-IMP-7").map(|line| line.words.clone()).collect()
}

#[test]
fn r_imp_7_a_record_of_another_client_goes_there_and_stands_once() {
    for is_delta in [false, true] {
        let mut case = Case::new();
        let stay = case.other_stay();
        case.corrects(RECORD, &stay);
        let next = if is_delta { case.delta_of(&case.now) } else { written(&case.hmis, 11) };
        let imported = case.imports(&next);
        assert_eq!(case.places(RECORD), [(case.now.clone(), stay.clone())], "delta: {is_delta}");
        let counts = imported.counts;
        assert_eq!((counts.moved, counts.refused, counts.updated, counts.new), (1, 0, 1, 0), "{counts:?}");
        let said = lines(&imported, Outcome::Kept);
        let names = |line: &&String| [RECORD, case.once.as_str(), case.now.as_str()].iter().all(|id| line.contains(id));
        assert_eq!(said.iter().filter(names).count(), 1, "{said:?}");
        let again = case.imports(&next).counts;
        assert_eq!((again.moved, again.new, again.updated, again.refused), (0, 0, 0, 0), "the same again is no news: {again:?}");
    }
}

#[test]
fn r_imp_7_a_record_that_named_the_wrong_client_goes_to_the_one_of_its_stay() {
    let mut case = Case::new();
    let right = case.hmis.0.clone();
    let stay = case.stay.clone();
    // So the HMIS had it first: on the stay of the one, and with the other.
    case.corrects(RECORD, &stay);
    case.desk = Desk::of(&Hmis(case.hmis.0.clone()));
    assert_eq!(case.places(RECORD), [(case.now.clone(), stay.clone())]);
    case.hmis = Hmis(right);
    let once = case.once.clone();
    let row = case.folder(&once).0.iter_mut().find(|row| row.key() == RECORD).unwrap();
    put(row, "DateUpdated", &moment(10).write());
    let next = written(&case.hmis, 11);
    assert_eq!(case.imports(&next).counts.moved, 1);
    assert_eq!(case.places(RECORD), [(case.once.clone(), stay)]);
}

#[test]
fn r_imp_7_the_work_in_a_corrected_record_goes_along_and_all_of_it_is_taken_back() {
    let mut case = Case::new();
    let chart = case.chart(&case.once);
    let before = chart.living_situations.iter().find(|row| row.key() == RECORD).unwrap().clone();
    let mut after = before.clone();
    after.put(at::current_living_situation::LOCATION_DETAILS, "Under the bridge");
    case.saves(8, Some(&before), &mut after);
    let rows = |case: &Case, client: &ClientId| -> Vec<Packed> {
        let chart = case.chart(client);
        chart.rows().map(Row::pack).collect()
    };
    let before = (rows(&case, &case.once), rows(&case, &case.now));
    let stay = case.other_stay();
    case.corrects(RECORD, &stay);
    let next = written(&case.hmis, 11);
    let counts = case.imports(&next).counts;
    assert_eq!((counts.moved, counts.kept, counts.conflicting), (1, 1, 0), "{counts:?}");
    let chart = case.chart(&case.now);
    let here = chart.living_situations.iter().find(|row| row.key() == RECORD).unwrap();
    assert_eq!((here.location_details.as_str(), here.enrollment_id.as_str()), ("Under the bridge", stay.as_str()));
    assert!(chart.theirs.iter().any(|kept| kept.theirs_id.as_str().ends_with(RECORD)), "and is still to be sent");
    case.takes_back();
    assert!((rows(&case, &case.once), rows(&case, &case.now)) == before);
}

#[test]
fn r_imp_7_an_older_export_and_another_record_of_the_same_key_move_nothing_and_add_nothing() {
    let (is_older, is_another) = ((3, "2026-11-02 09:15:00", "2026-03-10"), (9, "2026-11-01 08:00:00", "2026-01-31"));
    for (updated, made, day) in [is_older, is_another] {
        for is_delta in [false, true] {
            let mut case = Case::new();
            let (stay, once, now) = (case.other_stay(), case.once.clone(), case.now.clone());
            case.corrects(RECORD, &stay);
            let row = case.folder(&now).0.iter_mut().find(|row| row.key() == RECORD).unwrap();
            let stamp = if updated == 3 { "2026-11-01 00:00:00".to_owned() } else { moment(updated).write() };
            [("DateUpdated", stamp.as_str()), ("DateCreated", made), ("InformationDate", day)]
                .iter()
                .for_each(|(column, text)| put(row, column, text));
            let next = if is_delta { case.delta_of(&now) } else { written(&case.hmis, 11) };
            let before = case.places(RECORD);
            let imported = case.imports(&next);
            assert_eq!(case.places(RECORD), before, "it stays with {once}");
            assert_eq!((imported.counts.moved, imported.counts.refused, imported.counts.new), (0, 1, 0), "{:?}", imported.counts);
            let said = lines(&imported, Outcome::Refused);
            assert!(said.iter().any(|line| line.contains(RECORD) && line.contains("not taken over")), "{said:?}");
        }
    }
}

#[test]
fn r_imp_7_a_record_goes_to_a_client_who_comes_back_with_the_same_import() {
    for comes_back in [false, true] {
        let mut case = Case::new();
        let (stay, now) = (case.other_stay(), case.now.clone());
        let of_now = |case: &mut Case, deleted: &str, hour: u32| {
            let client = case.folder(&now).0.iter_mut().find(|row| Row::file(*row) == File::Client).unwrap();
            put(client, "DateDeleted", deleted);
            put(client, "DateUpdated", &moment(hour).write());
        };
        of_now(&mut case, &moment(5).write(), 5);
        let first = written(&case.hmis, 6);
        case.imports(&first);
        assert!(!case.chart(&now).client.date_deleted.is_blank());
        if comes_back {
            of_now(&mut case, "", 9);
        }
        case.corrects(RECORD, &stay);
        let next = written(&case.hmis, 11);
        let imported = case.imports(&next);
        let (owner, moved, refused) = if comes_back { (now.clone(), 1, 0) } else { (case.once.clone(), 0, 1) };
        assert_eq!(case.places(RECORD)[0].0, owner, "{:?}", imported.counts);
        assert_eq!((case.places(RECORD).len(), imported.counts.moved, imported.counts.refused), (1, moved, refused));
        if comes_back {
            case.takes_back();
            assert_eq!((case.places(RECORD)[0].0.clone(), case.chart(&now).client.date_deleted.is_blank()), (case.once.clone(), false));
            case.takes_back();
            assert_eq!(
                (case.places(RECORD)[0].0.clone(), case.chart(&now).client.date_deleted.is_blank()),
                (now.clone(), true),
                "and again"
            );
        }
    }
}

#[test]
fn r_imp_7_the_answers_of_an_assessment_go_where_it_goes() {
    let mut case = Case::new();
    let (stay, once, now) = (case.stay.clone(), case.once.clone(), case.now.clone());
    let mut answer = AssessmentQuestions {
        assessment_question_id: ANSWER.into(),
        assessment_id: ASSESSMENT.into(),
        enrollment_id: EnrollmentId::new(&stay),
        personal_id: once.clone(),
        ..AssessmentQuestions::default()
    };
    for (column, text) in [("DateCreated", "2026-11-02 09:15:00"), ("DateUpdated", "2026-11-02 09:15:00"), ("ExportID", "EXP1")] {
        let at = File::AssessmentQuestions.column(column).unwrap();
        Row::set(&mut answer, at, text);
    }
    case.folder(&once).0.push(answer.pack());
    case.desk = Desk::of(&Hmis(case.hmis.0.clone()));
    let other = case.other_stay();
    case.corrects(ASSESSMENT, &other);
    let next = case.delta_of(&now);
    assert_eq!(case.imports(&next).counts.moved, 2);
    for key in [ASSESSMENT, ANSWER] {
        assert_eq!(case.places(key), [(now.clone(), other.clone())], "{key}");
    }
}
