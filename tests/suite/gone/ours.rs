//! An export that this program wrote says nothing of what the HMIS has (R-IMP-7): read back, it brings what is not here and no more.

use super::*;

/// The zip that this desk writes of all it has, read.
fn written(desk: &mut Desk, id: &str) -> Source {
    written_of(desk, id, Take::Everything)
}

fn written_of(desk: &mut Desk, id: &str, take: Take) -> Source {
    let folder = TempDir::new().unwrap();
    let scope = Scope { take, ..Scope::default() };
    let order = Order { path: folder.path().join("out.zip"), scope, on_errors: OnErrors::Write("A test".to_owned()) };
    let answer = transfer::export(&mut desk.store, &order, ExportId::new(id), moment(10), &Progress::default()).unwrap();
    assert!(matches!(answer, Answer::Written(_)));
    wayhome::exchange::read(&order.path).unwrap()
}

/// Somebody of the HMIS is enrolled here at eight.
fn enrolls(case: &mut Case) {
    let mut stay = case.chart(TWICE).enrollment(&EnrollmentId::new("E26C001")).unwrap().clone();
    for (field, text) in
        [(at::enrollment::ENROLLMENT_ID, "OURS"), (at::enrollment::EXPORT_ID, ""), (at::enrollment::HOUSEHOLD_ID, "HH-OURS")]
    {
        stay.put(field, text);
    }
    case.saves(8, None, &mut stay);
}

#[test]
fn r_imp_7_what_was_enrolled_here_is_no_word_of_the_hmis_be_an_own_export_read_back() {
    let mut case = Case::new();
    enrolls(&mut case);
    let unsent = |case: &Case| Unsent::of(&case.desk.store).unwrap().ahead();
    let ours = written(&mut case.desk, "DESK");
    let before = unsent(&case);
    assert_eq!((before.clients, before.exported), (1, 1));
    for _ in 0..2 {
        case.desk.reads(&ours);
        assert_eq!(unsent(&case), before, "the HMIS has told of nothing");
        assert_eq!(case.said(), (vec![], vec![]), "nor can it have deleted that");
    }
    case.reads(Missing::Mark);
    assert!(case.deleted(TWICE).is_empty());
    assert_eq!(unsent(&case).clients, 1);
}

#[test]
fn r_imp_7_an_own_export_that_is_taken_back_and_brought_back_is_no_work() {
    let mut case = Case::new();
    enrolls(&mut case);
    let mut ours = written(&mut case.desk, "DESK");
    let mut other = folder_of(&mut ours, TWICE).0.iter().find(|row| row.key() == "OURS").unwrap().clone();
    other.put(at::enrollment::ENROLLMENT_ID, "COLLEAGUE");
    folder_of(&mut ours, TWICE).0.push(other);
    assert_eq!(case.desk.reads(&ours).new, 1, "those of the export and its user are nothing new of anybody");
    let unsent = |case: &Case| Unsent::of(&case.desk.store).unwrap().count();
    assert_eq!(unsent(&case), 1, "what another desk wrote is not ours to send");
    case.takes_back(0);
    assert_eq!(unsent(&case), 1);
    case.takes_back(0);
    assert_eq!(unsent(&case), 1);
    assert!(case.chart(TWICE).enrollment(&EnrollmentId::new("COLLEAGUE")).is_some());
}

#[test]
fn r_imp_7_an_own_export_of_before_asks_nothing_and_takes_nothing_back() {
    let mut case = Case::new();
    let results = |case: &mut Case, hour, result| {
        case.desk.writes(hour, &[(at::event::REFERRAL_RESULT, result), (at::event::RESULT_DATE, "2026-11-20")])
    };
    results(&mut case, 8, "1");
    let ours = written(&mut case.desk, "DESK");
    results(&mut case, 11, "2");
    let prepared = transfer::prepare(&case.desk.store, ours.clone(), moment(20), &Progress::default()).unwrap();
    assert_eq!((prepared.counts.kept, prepared.counts.conflicting), (1, 0), "what this desk had before is no other side");
    assert_eq!(prepared.report.of(Outcome::Kept).filter(|line| line.words.contains("in this export of Wayhome")).count(), 1);
    case.desk.reads(&ours);
    assert_eq!((case.desk.cell(at::event::REFERRAL_RESULT).as_str(), case.desk.differing()), ("2", vec![]));
    assert_eq!(Unsent::of(&case.desk.store).unwrap().count(), 1);
    // The HMIS takes the first answer, which was sent: that it is another one, nobody but the HMIS said.
    let event = crate::exchange::event_of(&mut case.next, EVENT);
    [(at::event::REFERRAL_RESULT, "1"), (at::event::RESULT_DATE, "2026-11-20"), (at::event::DATE_UPDATED, "2026-12-01 09:00:00")]
        .iter()
        .for_each(|(field, text)| event.put(*field, text));
    assert_eq!(case.reads(Missing::Keep).conflicting, 1);
}

#[test]
fn r_imp_7_a_desk_without_an_hmis_keeps_its_work_too() {
    let mut hmis = Hmis::new();
    hmis.0.export.put(at::export::SOFTWARE_NAME, "Wayhome");
    hmis.0.agency.exports[0] = hmis.0.export.clone();
    let mut case = Case { desk: Desk::of(&hmis), ..Case::new() };
    assert_eq!(Unsent::of(&case.desk.store).unwrap().count(), 0, "records that were rescued are no work of this desk");
    enrolls(&mut case);
    let ours = written(&mut case.desk, "DESK");
    case.desk.reads(&ours);
    assert_eq!(Unsent::of(&case.desk.store).unwrap().count(), 1);
}

#[test]
fn r_imp_7_an_export_of_a_desk_that_is_read_back_makes_no_second_hmis_of_it() {
    for (stamp, gone) in [("", 5), ("EXP1", 5), ("DESK", 0)] {
        let mut hmis = Hmis::new();
        let stay = folder_of(&mut hmis.0, CLIENT).0.iter_mut().filter(|row| is_stay(row));
        stay.for_each(|row| {
            let at = Row::file(row).column("ExportID").unwrap();
            Row::set(row, at, stamp);
        });
        let mut case = Case { desk: Desk::of(&hmis), ..Case::without(is_stay) };
        let mut ours = hmis.0;
        let fields = [(at::export::EXPORT_ID, "DESK"), (at::export::SOFTWARE_NAME, "Wayhome"), (at::export::IMPLEMENTATION_ID, "A-DESK")];
        fields.iter().for_each(|(field, text)| ours.export.put(*field, text));
        ours.agency.exports[0] = ours.export.clone();
        case.desk.reads(&ours);
        assert_eq!(case.prepares().counts.gone, gone, "{stamp}: what came from a desk alone, the HMIS may never have had");
    }
}

#[test]
fn r_imp_7_a_desk_of_nobody_has_the_word_of_the_hmis_from_another_desk() {
    let mut case = Case::new();
    enrolls(&mut case);
    let ours = written(&mut case.desk, "DESK");
    case.desk = Desk::of(&Hmis(ours.clone()));
    let noted = |case: &Case| case.desk.store.setting("exchange.imports").unwrap().as_str().to_owned();
    let first = noted(&case);
    assert!(first.parse::<u64>().unwrap() > 0, "whoever asks later looks no further back: {first}");
    assert_eq!(Unsent::of(&case.desk.store).unwrap().count(), 0);
    case.desk.reads(&ours);
    assert_eq!(noted(&case), first, "read again, it tells nothing");
}

#[test]
fn r_imp_7_what_a_colleague_wrote_beside_a_result_comes_to_another_desk_in_a_delta_and_in_a_full_export() {
    for take in [Take::Since, Take::Everything] {
        let hmis = Hmis::new();
        let (mut desk, mut colleague) = (Desk::of(&hmis), Desk::of(&hmis));
        colleague.writes(8, &[(at::event::REFERRAL_RESULT, "2"), (at::event::RESULT_DATE, "2026-11-20")]);
        let event = colleague.chart().event(&EventId::new(EVENT)).unwrap().clone();
        let mut beside = Referral {
            event_id: event.event_id,
            enrollment_id: event.enrollment_id,
            personal_id: event.personal_id,
            ..Referral::default()
        };
        let cells = [(at::referral::DATE_ACKNOWLEDGED, "2026-11-10"), (at::referral::NOT_HOUSED_REASON, "2")];
        cells.iter().for_each(|(field, text)| beside.put(*field, text));
        let change = Stamp::new(UserId::new("W1"), moment(8)).change(None, &mut beside).unwrap();
        colleague.store.commit(&Commit::new("Result", vec![change]), moment(8)).unwrap();
        let theirs = written_of(&mut colleague, "DESK", take);
        let counts = desk.reads(&theirs);
        assert_eq!((counts.refused, counts.updated, counts.conflicting), (0, 1, 0), "{counts:?}");
        let referral = desk.chart().referral(&EventId::new(EVENT));
        for (field, text) in cells {
            assert_eq!(referral.get(field), text);
        }
        assert_eq!(desk.cell(at::event::REFERRAL_RESULT), "2");
        let again = desk.reads(&theirs);
        assert_eq!((again.refused, again.new, again.updated), (0, 0, 0), "{again:?}");
    }
}
