//! After a successful referral: until when it waits for the move-in, and what is written when it has come.

use super::*;
use wayhome::domain::directory::AwaitedMoveIn;
use wayhome::domain::referral::{awaits_move_in, lacks_enrollment, record_move_in, resulting_stay};

/// Client C1, whose referral was successful and led to E-PSH.
fn successful() -> Chart {
    let mut chart = chart();
    chart.events[0].referral_result = Value::Known(ReferralResult::Accepted);
    chart.events[0].result_date = on("2026-11-10");
    chart.referrals = vec![Referral {
        event_id: EventId::new("EV1"),
        personal_id: ClientId::new("C1"),
        resulting_enrollment_id: EnrollmentId::new("E-PSH"),
        ..Referral::default()
    }];
    chart
}

/// Which enrollment's move-in the first event of this chart waits for.
fn waits(chart: &Chart) -> Option<String> {
    let card = Card::of(chart);
    awaits_move_in(&card, &card.events[0], &agency()).map(|stay| stay.id.to_string())
}

fn changed(change: impl FnOnce(&mut Chart)) -> Option<String> {
    let mut chart = successful();
    change(&mut chart);
    waits(&chart)
}

#[test]
fn r_420_15_successful_is_enrolled_and_not_yet_housed() {
    assert_eq!(waits(&successful()).as_deref(), Some("E-PSH"));
    assert_eq!(waits(&chart()), None, "open: it waits for its result");
    let refused = |result| changed(move |c| c.events[0].referral_result = Value::Known(result));
    assert_eq!(refused(ReferralResult::ClientRejected), None);
    assert_eq!(refused(ReferralResult::ProviderRejected), None);
}

#[test]
fn r_420_16_a_result_on_another_kind_of_event_waits_for_nothing() {
    for code in [EventCode::CrisisAssessment, EventCode::HousingAssessment, EventCode::ProblemSolving] {
        assert_eq!(changed(|c| c.events[0].event = Value::Known(code)), None, "{code:?}");
    }
    let mut chart = successful();
    chart.events[0].event = Value::Known(EventCode::CrisisAssessment);
    chart.referrals.clear();
    chart.enrollments.truncate(1);
    let card = Card::of(&chart);
    assert!(!lacks_enrollment(&card, &card.events[0], &agency()), "nor is anybody to be enrolled");
}

#[test]
fn r_enr_15_a_move_in_or_an_exit_ends_it() {
    assert_eq!(changed(|c| c.enrollments[1].move_in_date = on("2026-11-20")), None);
    let exit = Exit {
        enrollment_id: EnrollmentId::new("E-PSH"),
        personal_id: ClientId::new("C1"),
        exit_date: on("2026-11-21"),
        ..Exit::default()
    };
    assert_eq!(changed(|c| c.exits.push(exit)), None);
}

#[test]
fn r_res_4_the_reason_why_nobody_was_housed_ends_it() {
    assert_eq!(changed(|c| c.referrals[0].not_housed_reason = "Unit was sold".into()), None);
}

#[test]
fn r_enr_14_it_is_asked_of_the_head_in_programs_with_a_move_in() {
    for (project, asked) in [("P-PSH", true), ("P-RRH", true), ("P-TH", false), ("P-CE", false), ("GONE", false)] {
        let waits = changed(|c| c.enrollments[1].project_id = ProjectId::new(project));
        assert_eq!(waits.is_some(), asked, "{project}");
    }
    assert_eq!(changed(|c| c.enrollments[1].relationship_to_hoh = Value::Known(Relationship::Child)), None);
}

#[test]
fn r_res_2_without_a_link_the_stay_in_the_referred_program_counts() {
    let unlinked = |change: &dyn Fn(&mut Chart)| {
        changed(|c| {
            c.referrals.clear();
            change(c);
        })
    };
    assert_eq!(unlinked(&|_| {}).as_deref(), Some("E-PSH"));
    assert_eq!(unlinked(&|c| c.enrollments[1].entry_date = on("2026-10-31")), None, "before the referral");
    assert_eq!(unlinked(&|c| c.enrollments[1].project_id = ProjectId::new("P-RRH")), None, "another program");
    // Of a joint opening either half will do; the move-in is in the rapid re-housing half (R-ENR-19).
    let joint = unlinked(&|c| {
        c.events[0].event = Value::Known(EventCode::JointOpening);
        c.events[0].location_crisis_or_ph_housing = "P-TH".into();
        c.enrollments[1].project_id = ProjectId::new("P-RRH");
    });
    assert_eq!(joint.as_deref(), Some("E-PSH"));
    let mut chart = successful();
    chart.referrals.clear();
    chart.enrollments[1].move_in_date = on("2026-11-12");
    let card = Card::of(&chart);
    assert!(resulting_stay(&card, &card.events[0], &agency()).is_some(), "housed, and still what came of it");
}

#[test]
fn the_directory_lists_who_waits_for_a_move_in_until_it_comes() {
    let (agency, north, lakes) = (agency(), OrganizationId::new("O-N"), OrganizationId::new("O-L"));
    let mut people = Directory::new(vec![Card::of(&successful()), Card::of(&chart_of("C2"))]);
    let who = |people: &Directory, of: &OrganizationId| -> Vec<(String, Option<i64>)> {
        let line = |it: AwaitedMoveIn| (it.client.client.to_string(), it.days);
        people.awaited_move_ins(&agency, of, today()).into_iter().map(line).collect()
    };
    assert_eq!(who(&people, &north), [("C1".to_owned(), Some(12))]);
    assert!(who(&people, &lakes).is_empty(), "the organization that owns the program has to do with it");
    assert!(people.awaited_move_in(&ClientId::new("C1"), &EventId::new("EV1"), &agency, today()).is_some());
    let mut housed = successful();
    housed.enrollments[1].move_in_date = on("2026-11-20");
    people.upsert(Card::of(&housed));
    assert!(who(&people, &north).is_empty());
    people.upsert(Card::of(&successful()));
    assert_eq!(who(&people, &north).len(), 1, "a date that was taken away again");
    people.upsert(Card { deleted: true, ..Card::of(&successful()) });
    assert!(who(&people, &north).is_empty());
}

/// The same as `chart`, of another client.
fn chart_of(client: &str) -> Chart {
    let mut chart = chart();
    chart.client.personal_id = ClientId::new(client);
    chart
}

#[test]
fn a_move_in_is_written_and_ends_the_wait() {
    let (chart, stay) = (successful(), EnrollmentId::new("E-PSH"));
    let record = |chart: &Chart, moved| record_move_in(chart, &stay, moved, &agency(), &stamp());
    let plan = record(&chart, on("2026-11-20")).unwrap();
    assert_eq!(plan.commit.changes.len(), 1, "the enrollment alone");
    let mut housed = chart.clone();
    housed.enrollments[1].move_in_date = on("2026-11-20");
    assert!(record(&housed, on("2026-11-20")).unwrap().is_empty(), "as it stands");
    let stopped = |chart: &Chart, moved, rule| has(&record(chart, moved).unwrap_err(), rule, Severity::Stop);
    assert!(stopped(&chart, on("2026-11-09"), "R-ENR-15"), "before the project start");
    assert!(stopped(&chart, on("2026-11-23"), "R-ENR-15"), "in the future");
    assert!(stopped(&chart, Value::Blank, "R-ENR-14"), "no day");
    assert!(stopped(&Chart::default(), on("2026-11-20"), "R-ENR-14"), "gone");
    let cleared = record(&housed, Value::Blank).unwrap();
    assert!(has(&cleared.findings, "R-ENR-17b", Severity::Fix) && !cleared.is_empty(), "to correct an error it may be cleared");
}

#[test]
fn r_res_6_a_successful_referral_without_an_enrollment_is_listed_until_there_is_one() {
    let (agency, north, lakes) = (agency(), OrganizationId::new("O-N"), OrganizationId::new("O-L"));
    let mut chart = successful();
    let stay = chart.enrollments.remove(1);
    chart.referrals.clear();
    let lacks = |chart: &Chart| lacks_enrollment(&Card::of(chart), &Card::of(chart).events[0], &agency);
    assert!(lacks(&chart));
    let mut people = Directory::new(vec![Card::of(&chart)]);
    let listed = |people: &Directory, of: &OrganizationId| people.unenrolled_referrals(&agency, of, today()).len();
    assert_eq!((listed(&people, &north), listed(&people, &lakes)), (1, 0));
    assert!(people.unenrolled_referral(&ClientId::new("C1"), &EventId::new("EV1"), &agency, today()).is_some());

    chart.referrals = successful().referrals;
    assert!(lacks(&chart), "what is linked is not there");
    chart.referrals[0].resulting_enrollment_id = EnrollmentId::default();
    chart.referrals[0].not_housed_reason = "Unit was sold".into();
    assert!(!lacks(&chart), "nobody will be enrolled any more");
    chart.referrals.clear();
    chart.enrollments.push(Enrollment { project_id: ProjectId::new("P-RRH"), ..stay.clone() });
    assert!(lacks(&chart), "enrolled elsewhere");
    chart.enrollments[1] = stay;
    assert!(!lacks(&chart));
    people.upsert(Card::of(&chart));
    assert_eq!(listed(&people, &north), 0);
    assert!(people.unenrolled_referral(&ClientId::new("C1"), &EventId::new("EV1"), &agency, today()).is_none());
}
