//! R-NOTE: case notes.

use super::*;
use wayhome::domain::history::{Households, Shared};
use wayhome::domain::note::{self, judge, remove, write};

fn noted(day: &str, text: &str) -> CaseNote {
    CaseNote { personal_id: ClientId::new("C1"), note_date: on(day), note: text.into(), ..CaseNote::default() }
}

/// A client without a stay.
fn nobody() -> Chart {
    Chart::of(&ClientId::new("C1"), [])
}

/// A note after its save.
fn after(plan: &Plan, before: &CaseNote) -> CaseNote {
    let mut row = before.pack();
    plan.commit.changes[0].of_row().unwrap().apply(&mut row);
    row.typed()
}

#[test]
fn r_note_1_a_note_has_a_day_that_is_not_to_come_and_says_something() {
    assert_eq!(judge(&noted("2026-11-22", "Called."), None, &nobody(), today()), []);
    let fields = |note: &CaseNote| judge(note, None, &nobody(), today()).iter().map(|found| found.field).collect::<Vec<_>>();
    assert_eq!(fields(&noted("2026-11-23", "Called.")), [at::case_note::NOTE_DATE]);
    assert_eq!(fields(&noted("2026-11-22", " \n ")), [at::case_note::NOTE]);
    assert_eq!(fields(&CaseNote::default()), [at::case_note::NOTE_DATE, at::case_note::NOTE]);
    assert!(write(noted("2026-11-23", "x"), None, &nobody(), &"Mai".into(), [1; 16], &stamp()).is_err());
}

#[test]
fn r_imp_7_a_note_is_about_a_stay_of_this_client_or_stays_as_it_was_kept() {
    let mut chart = nobody();
    let note = CaseNote { enrollment_id: EnrollmentId::new("E1"), ..noted("2026-11-22", "Called.") };
    assert_eq!(said(&judge(&note, None, &chart, today())), [("R-IMP-7", Severity::Stop)]);
    assert_eq!(judge(&note, Some(&note), &chart, today()), [], "its stay was taken away since");
    chart.enrollments = vec![enrollment("E1", "P-PSH", "2026-05-01")];
    assert_eq!(judge(&note, None, &chart, today()), []);
}

#[test]
fn a_new_note_knows_who_wrote_it_and_a_correction_does_not_change_that() {
    let plan = write(noted("2026-11-20", "Called.\nNobody there."), None, &nobody(), &"Mai Green".into(), [1; 16], &stamp()).unwrap();
    let kept = after(&plan, &CaseNote::default());
    assert_eq!((kept.written_by.as_str(), kept.note.as_str()), ("Mai Green", "Called.\nNobody there."));
    assert!(kept.date_created.known().is_some() && kept.user_id.as_str() == "U7" && kept.case_note_id.as_str().len() == 32);
    let mut other = kept.clone();
    assert!(write(other.clone(), Some(&kept), &nobody(), &"Ana".into(), [2; 16], &stamp()).unwrap().is_empty(), "nothing is changed");
    other.note = "Called again.".into();
    let plan = write(other, Some(&kept), &nobody(), &"Ana".into(), [2; 16], &stamp()).unwrap();
    let change = plan.commit.changes[0].of_row().unwrap();
    assert!(!change.is_new() && !change.cells.iter().any(|cell| cell.column == at::case_note::WRITTEN_BY.column));
}

#[test]
fn r_note_2_a_note_that_is_read_only_is_neither_changed_nor_deleted() {
    let open = noted("2026-11-20", "Called.");
    let closed = CaseNote { read_only: Value::Known(YesNo::Yes), ..open.clone() };
    assert!(write(closed.clone(), Some(&open), &nobody(), &"Mai".into(), [1; 16], &stamp()).is_ok(), "it is closed by a save");
    assert_eq!(
        said(&write(noted("2026-11-20", "Other"), Some(&closed), &nobody(), &"Mai".into(), [1; 16], &stamp()).unwrap_err()),
        [("R-NOTE-2", Severity::Stop)]
    );
    assert_eq!(said(&remove(&closed, &stamp()).unwrap_err()), [("R-NOTE-2", Severity::Stop)]);
    let plan = remove(&open, &stamp()).unwrap();
    let gone = after(&plan, &open);
    assert!(!gone.date_deleted.is_blank() && gone.note == open.note, "marked, and still in the history");
}

#[test]
fn notes_stand_newest_first_and_a_new_one_is_about_the_stay_under_way() {
    let mut chart = Chart::of(&ClientId::new("C1"), []);
    chart.notes = vec![noted("2026-11-01", "old"), noted("2026-11-20", "first"), noted("2026-11-20", "second"), noted("2026-11-10", "x")];
    chart.notes[3].date_deleted = Value::Known(stamp().now);
    let told: Vec<&str> = note::notes(&chart).iter().map(|note| note.note.as_str()).collect();
    assert_eq!(told, ["second", "first", "old"]);

    let ours = OrganizationId::new("O-N");
    chart.enrollments = [("OLD", "P-TH", "2025-01-01"), ("LEFT", "P-RRH", "2026-10-01"), ("NOW", "P-PSH", "2026-05-01")]
        .map(|(id, project, entry)| enrollment(id, project, entry))
        .into();
    chart.enrollments.push(enrollment("THEIRS", "P-CE", "2026-11-01"));
    chart.exits = vec![Exit { enrollment_id: EnrollmentId::new("LEFT"), exit_date: on("2026-11-02"), ..Exit::default() }];
    let offered: Vec<&str> = note::stays(&chart, &agency(), Some(&ours)).iter().map(|stay| stay.enrollment_id.as_str()).collect();
    assert_eq!(offered, ["LEFT", "NOW", "OLD"], "of another organization's programs none");
    let fresh = note::fresh(&chart, &agency(), Some(&ours), today());
    assert_eq!((fresh.enrollment_id.as_str(), fresh.note_date.known()), ("NOW", Some(today())));
    assert!(note::fresh(&chart, &agency(), None, today()).enrollment_id.is_blank(), "about the client");
}

#[test]
fn a_note_is_of_its_client_alone_also_where_it_is_about_a_stay_that_others_share() {
    let stay = |id: &str| Enrollment { household_id: HouseholdId::new("H1"), ..enrollment(id, "P-PSH", "2026-05-01") };
    let mut head = Chart::of(&ClientId::new("C2"), []);
    head.enrollments = vec![stay("THEIRS")];
    let mut member = Chart::of(&ClientId::new("C1"), []);
    member.enrollments = vec![stay("MINE")];
    member.notes = vec![CaseNote {
        case_note_id: "N1".into(),
        enrollment_id: EnrollmentId::new("MINE"),
        ..noted("2026-11-20", "Flees from the head.")
    }];
    let told = |member: &Chart| {
        let shared = Shared::of(member, [], &Households::of(&head, []));
        let made = |row: &dyn Row| shared.tells(1, &Change::row(None, row).unwrap());
        (made(&member.enrollments[0]), made(&member.notes[0]))
    };
    assert_eq!(told(&member), (true, false));
    // Nor of a stranger, who was taken out of the household.
    member.enrollments[0].date_deleted = Value::Known(stamp().now);
    assert_eq!(told(&member), (true, false));
}
