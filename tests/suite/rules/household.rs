//! A household that was entered wrongly, put right in its project entry: somebody who never was part of it, two households in one, a
//! start whose day was another, and what moves along with it.

use super::life::{Life, STAY, stops};
use super::*;
use wayhome::domain::intake::{Draft, Fate, Purpose};

fn housed() -> (Life, Draft) {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let draft = life.visit(Purpose::Entry, STAY);
    (life, draft)
}

/// The referral that this enrollment answers, with its result on a day.
fn referral(life: &mut Life, made: &str, result: &str) {
    let event = Event {
        event_id: EventId::new("EV1"),
        personal_id: ClientId::new("C1"),
        enrollment_id: EnrollmentId::new("E-CE"),
        event_date: on(made),
        event: Value::Known(EventCode::SupportiveOpening),
        location_crisis_or_ph_housing: Text::new("P-PSH"),
        referral_result: Value::Known(ReferralResult::Accepted),
        result_date: on(result),
        ..Event::default()
    };
    let beside = Referral {
        event_id: event.event_id.clone(),
        personal_id: event.personal_id.clone(),
        resulting_enrollment_id: EnrollmentId::new(STAY),
        ..Referral::default()
    };
    life.charts[0].events.push(event);
    life.charts[0].referrals.push(beside);
}

#[test]
fn who_was_entered_by_mistake_is_marked_as_deleted_with_all_that_was_recorded() {
    let (mut life, mut draft) = housed();
    draft.set_fate(3, Fate::Mistaken);
    assert!(!life.with(|case| draft.steps(case)).iter().any(|s| s.member() == Some(3)), "nothing is asked of them any more");
    let plan = life.with(|case| draft.finish(case)).unwrap();
    let rows = plan.commit.changes.iter().filter(|c| c.is_row()).count();
    life.finish(&draft).unwrap();
    let gone = &life.charts[3];
    let live = |row: &dyn Row| row.file().column("DateDeleted").is_some_and(|at| row.cell(at).is_empty());
    assert!(gone.enrollments.iter().all(|e| e.date_deleted.known() == Some(stamp().now)));
    assert_eq!(gone.rows().filter(|r| r.file() != File::Client && live(*r)).count(), 0);
    assert_eq!(gone.rows().count() - 1, rows, "each row once, and nobody else's");
    assert!(life.charts[..3].iter().all(|c| c.rows().all(live)));
    assert!(life.found().is_empty(), "{:#?}", life.found());
}

#[test]
fn r_enr_11_the_head_is_not_taken_out_before_another_is_head() {
    let (life, mut draft) = housed();
    draft.set_fate(0, Fate::Mistaken);
    assert_eq!(draft.members[0].fate, Fate::Stays);
    draft.set_head(1);
    draft.set_fate(0, Fate::Mistaken);
    assert_eq!((draft.members[0].fate, draft.members[1].fate), (Fate::Mistaken, Fate::Stays));
    assert!(life.with(|case| draft.finish(case)).is_ok());
    draft.set_head(0);
    assert_eq!(draft.members[0].fate, Fate::Stays, "who is made head again stays");
}

#[test]
fn a_referral_keeps_the_enrollment_that_it_names() {
    let (mut life, mut draft) = housed();
    referral(&mut life, "2026-10-03", "2026-11-10");
    draft.set_head(1);
    draft.set_fate(0, Fate::Mistaken);
    assert_eq!(stops(&life.with(|case| draft.findings(case))), ["R-RES-6"]);
    life.charts[0].events[0].enrollment_id = EnrollmentId::new(STAY);
    assert_eq!(stops(&life.with(|case| draft.findings(case))), ["R-420-2"]);
}

#[test]
fn r_enr_8_who_is_taken_apart_gets_a_household_of_their_own_back_to_the_start() {
    let (mut life, _) = housed();
    life.charts[0].enrollments[0].move_in_date = on("2026-11-15");
    let mut draft = life.visit(Purpose::Entry, STAY);
    draft.set_fate(1, Fate::Apart);
    draft.set_fate(2, Fate::Apart);
    assert_eq!(life.with(|case| draft.apart_head(case)), Some(1), "the adult");
    life.answer(&mut draft);
    life.finish(&draft).unwrap();
    let rows: Vec<&Enrollment> = life.charts.iter().map(|c| &c.enrollments[0]).collect();
    assert_eq!((rows[0].household_id.as_str(), rows[3].household_id.as_str()), ("H1", "H1"));
    assert_eq!(rows[1].household_id, rows[2].household_id);
    assert_ne!(rows[1].household_id, rows[0].household_id);
    assert!(rows[1].relationship_to_hoh.is(Relationship::Head) && rows[2].relationship_to_hoh.is(Relationship::Child));
    assert_eq!((rows[1].enrollment_coc.as_str(), &rows[1].move_in_date), ("MN-504", &on("2026-11-15")), "what stands once for each");
    assert!(rows.iter().all(|r| r.entry_date == on("2026-11-10")));
    assert!(life.found().is_empty(), "{:#?}", life.found());
}

#[test]
fn the_result_of_the_referral_moves_with_the_start_that_it_bears() {
    let (mut life, _) = housed();
    referral(&mut life, "2026-10-03", "2026-11-10");
    let mut draft = life.visit(Purpose::Entry, STAY);
    assert_eq!(life.with(|case| draft.moved(0, case)), None, "nothing is corrected yet");
    draft.members[0].set(at::enrollment::ENTRY_DATE, "2026-11-08");
    let moved = life.with(|case| draft.moved(0, case)).unwrap();
    assert_eq!((moved.from, moved.to), (day("2026-11-10"), day("2026-11-08")));
    assert!(moved.rows > 5 && moved.results.len() == 1 && moved.results[0].fits, "{moved:?}");
    // The worker may say that the result was on that day all the same.
    draft.results_stay = true;
    let stays = life.with(|case| draft.finish(case)).unwrap();
    assert!(!stays.commit.changes.iter().filter_map(Change::of_row).any(|c| c.file() == Some(File::Event)));
    draft.results_stay = false;
    life.finish(&draft).unwrap();
    assert_eq!(life.charts[0].events[0].result_date, on("2026-11-08"));
}

#[test]
fn r_420_12_a_result_does_not_move_before_its_referral() {
    let (mut life, _) = housed();
    referral(&mut life, "2026-11-09", "2026-11-10");
    let mut draft = life.visit(Purpose::Entry, STAY);
    draft.members[0].set(at::enrollment::ENTRY_DATE, "2026-11-08");
    assert!(!life.with(|case| draft.moved(0, case)).unwrap().results[0].fits);
    life.finish(&draft).unwrap();
    assert_eq!(life.charts[0].events[0].result_date, on("2026-11-10"), "it stays, and Finish says so");
}
