//! What another system wrote: it is listed and opened, untouched it stays as it came, and what a rule speaks against can be cleared.

use super::*;

/// An assessment as another system numbers it: each group from 1, one line of it bare.
fn brought() -> Place {
    let mut place = Place::new(ProjectType::CoordinatedEntry, &[4]);
    place.chart.assessments = vec![Assessment {
        assessment_id: "A1".into(),
        enrollment_id: EnrollmentId::new("E1"),
        personal_id: ClientId::new("C1"),
        assessment_date: on("2026-11-12"),
        assessment_location: "Lakes".into(),
        assessment_type: Value::Known(3),
        assessment_level: Value::Known(2),
        prioritization_status: Value::Known(1),
        ..Assessment::default()
    }];
    let question = |key: &str, group: &str, order: &str, text: &str| {
        let mut row = AssessmentQuestions {
            assessment_question_id: key.into(),
            assessment_id: "A1".into(),
            enrollment_id: EnrollmentId::new("E1"),
            personal_id: ClientId::new("C1"),
            assessment_question_group: group.into(),
            assessment_question: text.into(),
            user_id: UserId::new("another"),
            ..AssessmentQuestions::default()
        };
        row.put(at::assessment_questions::ASSESSMENT_QUESTION_ORDER, order);
        row
    };
    place.chart.questions = vec![
        question("Q1", "Health", "1", "Any illness?"),
        question("Q2", "Housing", "1", "Where do you sleep?"),
        question("Q3", "Health", "2", "Any medication?"),
        question("Q4", "Housing", "3", "For how long?"),
        question("Q5", "", "", ""),
    ];
    place
}

#[test]
fn r_asm_1_a_save_writes_the_lines_that_were_changed_and_no_others() {
    use at::assessment_questions as q;
    let (place, kind) = (brought(), Kind::of("4.19").unwrap());
    // Which lines are written, each with its number.
    let written = |change: &dyn Fn(&mut Record)| -> Vec<(String, String)> {
        let mut place = brought();
        let plan = place.run(|stay| {
            let mut record = stay.kept(kind, "A1").unwrap();
            change(&mut record);
            stay.record(kind, &record, Some("A1"), [2; 16], &stamp()).unwrap()
        });
        place.take(&plan);
        let lines = place.chart.questions.iter().filter(|q| q.user_id == stamp().user);
        lines
            .map(|q| match q.date_deleted.is_blank() {
                true => (q.assessment_question.to_string(), q.assessment_question_order.text()),
                false => (q.assessment_question.to_string(), "deleted".to_owned()),
            })
            .collect()
    };
    let pair = |text: &str, number: &str| (text.to_owned(), number.to_owned());
    let keys = |record: Record| record.lines.iter().map(|line| line.key().to_owned()).collect::<Vec<_>>();
    assert_eq!(place.run(|stay| keys(stay.kept(kind, "A1").unwrap())), ["Q1", "Q3", "Q2", "Q4", "Q5"], "a group stands together");
    assert_eq!(written(&|_| {}), []);
    assert_eq!(written(&|record| record.row.set(at::assessment::ASSESSMENT_LOCATION.column, "Lake Street")), []);
    let answered = |record: &mut Record| record.lines[3].set(q::ASSESSMENT_ANSWER.column, "A year");
    assert_eq!(written(&answered), [pair("For how long?", "3")]);
    assert_eq!(written(&|record| drop(record.lines.remove(0))), [pair("Any illness?", "deleted"), pair("Any medication?", "1")]);
    let added = |record: &mut Record| {
        let cells = [(q::ASSESSMENT_QUESTION_GROUP.column, "Health"), (q::ASSESSMENT_QUESTION.column, "Any injury?")];
        record.lines.push(Packed::new(File::AssessmentQuestions, cells));
    };
    assert_eq!(written(&added), [pair("Any injury?", "3")]);
    // What was bare when it came stays; what is emptied here stops.
    let told = place.run(|stay| {
        let mut record = stay.kept(kind, "A1").unwrap();
        [q::ASSESSMENT_QUESTION_GROUP, q::ASSESSMENT_QUESTION].iter().for_each(|field| record.lines[1].set(field.column, ""));
        stay.record(kind, &record, Some("A1"), [3; 16], &stamp()).unwrap_err()
    });
    assert!(told.iter().any(|told| told.line == Some(1) && told.finding.severity == Severity::Stop), "{told:?}");
}

#[test]
fn what_an_import_brought_is_listed_and_opened_and_untouched_writes_nothing() {
    let mut place = Place::new(ProjectType::RapidRehousing, &[3]);
    place.chart.living_situations = vec![CurrentLivingSituation {
        current_living_sit_id: "L1".into(),
        enrollment_id: EnrollmentId::new("E1"),
        personal_id: ClientId::new("C1"),
        information_date: on("2026-10-01"),
        current_living_situation: Value::Known(116),
        leave_situation14_days: Value::Known(YesNo::Yes),
        verified_by: "another desk".into(),
        ..CurrentLivingSituation::default()
    }];
    place.chart.services = vec![
        Services {
            services_id: "S1".into(),
            enrollment_id: EnrollmentId::new("E1"),
            record_type: Value::Known(RecordType::BedNight),
            ..Services::default()
        },
        Services {
            services_id: "S2".into(),
            enrollment_id: EnrollmentId::new("E1"),
            record_type: Value::Known(RecordType::HOPWAService),
            type_provided: Value::Known(77),
            ..Services::default()
        },
    ];
    assert!(place.offered().is_empty(), "this program records neither");
    assert_eq!(place.recorded(), [("4.12", "L1".to_owned()), ("W1", "S2".to_owned())], "bed nights have their own place");
    place.run(|stay| {
        for one in stay.recorded() {
            let record = stay.kept(one.kind, &one.key).unwrap();
            let plan = stay.record(one.kind, &record, Some(&one.key), [1; 16], &stamp());
            let plan = plan.unwrap_or_else(|told| panic!("{}: what was there already stops nothing (R-420-16): {told:?}", one.kind.id));
            assert!(plan.is_empty(), "{}", one.kind.id);
            let flagged: &[_] = match one.kind.id {
                "4.12" => &[("R-CLS-1", Severity::Fix), ("R-CLS-1", Severity::Fix)],
                _ => &[("R-SVC-1", Severity::Fix), ("R-SVC-1", Severity::Fix)],
            };
            assert_eq!(said(&plan.findings), flagged, "and is said: {:?}", plan.findings);
        }
    });
}

/// What another system wrote against a rule, opened here: the field that is to be cleared is on show, and clearing it is a save.
#[test]
fn what_is_to_be_cleared_can_be_cleared() {
    use at::{current_living_situation as c, enrollment as e, exit as x, services as s};
    let mut place = Place::new(ProjectType::StreetOutreach, &[11, 21]).left("2026-11-15");
    place.chart.living_situations = vec![CurrentLivingSituation {
        current_living_sit_id: "L1".into(),
        enrollment_id: EnrollmentId::new("E1"),
        information_date: on("2026-11-12"),
        current_living_situation: Value::Known(116),
        leave_situation14_days: Value::Known(YesNo::Yes),
        ..CurrentLivingSituation::default()
    }];
    place.chart.services = vec![Services {
        services_id: "S1".into(),
        enrollment_id: EnrollmentId::new("E1"),
        record_type: Value::Known(RecordType::PATHService),
        type_provided: Value::Known(1),
        date_provided: on("2026-11-12"),
        fa_amount: Value::Known(Money(500)),
        ..Services::default()
    }];
    let row = &mut place.chart.enrollments[0];
    row.put(e::DATE_OF_PATH_STATUS, "2026-11-12");
    row.put(e::CLIENT_ENROLLED_IN_PATH, "1");
    row.put(e::REASON_NOT_ENROLLED, "1");
    place.chart.exits[0].put(x::AFTERCARE_DATE, "2026-11-20");
    place.chart.exits[0].put(x::AFTERCARE_PROVIDED, "0");
    place.chart.exits[0].put(x::TELEPHONE, "1");
    for (kind, key, field, beside) in [
        ("4.12", "L1", c::LEAVE_SITUATION14_DAYS, c::LOCATION_DETAILS),
        ("P1", "S1", s::FA_AMOUNT, s::TYPE_PROVIDED),
        ("P3", "E1", e::REASON_NOT_ENROLLED, e::DATE_OF_PATH_STATUS),
        ("R20", "X1", x::TELEPHONE, x::AFTERCARE_DATE),
    ] {
        let (id, kind) = (kind, Kind::of(kind).unwrap());
        assert_eq!(
            wayhome::domain::occasion::locate(&place.chart, field, key).map(|(_, which)| which.kind),
            Some(id.to_owned()),
            "{id}: the finding leads to it"
        );
        place.run(|stay| {
            let kept = stay.kept(kind, key).unwrap();
            assert!(stay.fields(kind, &kept.row, Some(&kept.row)).contains(&field), "{id}");
            let judged = stay.judge(kind, &kept, Some(&kept));
            assert!(judged.iter().any(|told| told.finding.field == field), "{id}: {judged:?}");
            // Another correction leaves it: what is on show goes by the worker's hand alone.
            let mut other = kept.clone();
            let text = if beside.info().kind == wayhome::domain::Kind::Day { "2026-11-15" } else { "2" };
            other.row.set(beside.column, text);
            assert_eq!(stay.settled(kind, &other, Some(&kept)).row.get(field), kept.row.get(field), "{id}");
            let mut record = kept.clone();
            record.row.set(field.column, "");
            assert!(stay.fields(kind, &record.row, Some(&kept.row)).contains(&field), "{id}: it stays where the keyboard is");
            let plan = stay.record(kind, &record, Some(key), [3; 16], &stamp()).unwrap();
            assert!(!plan.is_empty() && plan.findings.iter().all(|f| f.field != field), "{id}: {:?}", plan.findings);
        });
    }
}
