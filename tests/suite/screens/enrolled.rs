//! The enrollments of a record: what is owed at each stay is judged when it changes, and not at each view.

use super::history::household;
use super::work::has;
use crate::desk::{Desk, People, records};
use std::time::Instant as Clock;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::preset::fixed_clock;
use wayhome::app::screen::{client, intake, settings};
use wayhome::domain::check;
use wayhome::domain::household::MOST;
use wayhome::domain::hud::{Enrollment, Exit, Relationship};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Change, Chart, ClientId, Commit, EnrollmentId, Entry as _, HouseholdId, Value};
use wayhome::store::Store;

#[test]
fn what_is_owed_follows_the_organization_in_the_settings() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    let ours =
        desk.agency.project(&desk.charts.iter().find_map(|c| c.enrollment(&stay)).unwrap().project_id).unwrap().organization_id.clone();
    // They leave, and nobody says where to.
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client, stay)));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    let owed = |desk: &mut Desk| has(desk, " still missing");
    let choose = |desk: &mut Desk, organization: String| {
        desk.send(Message::Sidebar(true));
        desk.send(Message::Settings(settings::Message::Organization(Some(organization))));
        desk.send(Message::Settings(settings::Message::Apply));
        desk.quiet();
    };
    assert!(owed(&mut desk), "{:?}", desk.seen().texts);
    let other = desk.agency.organizations.iter().find(|o| o.organization_id != ours).unwrap().organization_id.to_string();
    choose(&mut desk, other);
    assert!(!owed(&mut desk), "the stay of another organization: {:?}", desk.seen().texts);
    choose(&mut desk, ours.to_string());
    assert!(owed(&mut desk));
}

/// R-ENR-18, R-CTX-1: who left for a permanent place without a move-in date is said to have, and it can be recorded: by the organization.
#[test]
fn a_move_in_that_was_missed_is_recorded_after_the_exit() {
    let (agency, mut charts) = records(People::Typical);
    let waits = |row: &Enrollment| {
        let asks = row.entry_date.known().is_some_and(|on| check::asks_move_in(&agency, &row.project_id, on));
        asks && row.relationship_to_hoh.is(Relationship::Head)
    };
    let chart = charts.iter_mut().find(|chart| chart.enrollments.iter().any(waits)).unwrap();
    let stay = chart.enrollments.iter_mut().find(|row| waits(row)).unwrap();
    stay.move_in_date = Value::Blank;
    let (client, stay, project) = (stay.personal_id.clone(), stay.enrollment_id.clone(), stay.project_id.clone());
    chart.exits.retain(|exit| exit.enrollment_id != stay);
    chart.exits.push(Exit {
        exit_id: "XM".into(),
        enrollment_id: stay.clone(),
        personal_id: client.clone(),
        exit_date: Value::parse("2026-11-19"),
        destination: Value::parse("410"),
        ..Exit::default()
    });
    let ours = agency.owner(&project).unwrap().organization_id.to_string();
    let other = agency.organizations.iter().find(|o| o.organization_id.as_str() != ours).unwrap().organization_id.to_string();
    let mut desk = Desk::of((agency, charts));
    let mut seen_by = |organization: &str| {
        desk.send(Message::Sidebar(true));
        desk.send(Message::Settings(settings::Message::Organization(Some(organization.to_owned()))));
        desk.send(Message::Settings(settings::Message::Apply));
        desk.send(Message::Go(Destination::Client(client.clone(), Part::Enrollments)));
        desk.quiet();
        let offered = desk.seen().stops.iter().any(|stop| stop.id == format!("move-in-{stay}"));
        (has(&mut desk, "has no move-in date"), offered)
    };
    assert_eq!(seen_by(&ours), (true, true));
    assert_eq!(seen_by(&other), (false, false));
}

/// A client with a household of six, together in seven stays, six of which ended.
fn crowded() -> (Desk, ClientId, EnrollmentId) {
    let (agency, mut charts) = records(People::Typical);
    let heads = |c: &Chart| {
        c.enrollments.iter().find(|e| e.relationship_to_hoh.is(Relationship::Head) && c.exit(&e.enrollment_id).is_none()).cloned()
    };
    let stay: Enrollment = charts.iter().find_map(heads).unwrap();
    let (head, mut others): (Vec<_>, Vec<_>) = (0..charts.len()).partition(|at| *charts[*at].id() == stay.personal_id);
    others.truncate(5);
    for n in 0..6 {
        for at in head.iter().chain(&others) {
            let mut row = stay.clone();
            (row.enrollment_id, row.household_id) = (EnrollmentId::new(format!("X{at}-{n}")), HouseholdId::new(format!("XH{n}")));
            row.personal_id = charts[*at].id().clone();
            if *at != head[0] {
                row.relationship_to_hoh = Value::parse("5");
            }
            let exit = Exit {
                exit_id: format!("XE{at}-{n}").as_str().into(),
                enrollment_id: row.enrollment_id.clone(),
                personal_id: row.personal_id.clone(),
                exit_date: Value::parse("2026-11-01"),
                ..Exit::default()
            };
            charts[*at].enrollments.push(row);
            charts[*at].exits.push(exit);
        }
    }
    (Desk::of((agency, charts)), stay.personal_id, stay.enrollment_id)
}

/// Chooses the organization of this stay's program.
fn choose_ours(desk: &mut Desk, stay: &EnrollmentId) {
    let project = desk.charts.iter().find_map(|chart| chart.enrollment(stay)).unwrap().project_id.clone();
    let organization = desk.agency.owner(&project).unwrap().organization_id.to_string();
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Organization(Some(organization))));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.quiet();
}

/// Somebody leads a household of so many in these stays of one program, all under one household id; the others have the same days.
fn led(people: usize, stays: &[(&str, Option<&str>)]) -> (Desk, ClientId, EnrollmentId) {
    let (agency, mut charts) = records(People::Typical);
    let heads = |c: &Chart| c.enrollments.iter().find(|e| e.relationship_to_hoh.is(Relationship::Head)).cloned();
    let base: Enrollment = charts.iter().find_map(heads).unwrap();
    charts.sort_by_key(|chart| *chart.id() != base.personal_id);
    let told = charts.clone();
    let mut made: Vec<Change> = Vec::new();
    for (at, chart) in charts.iter_mut().take(people).enumerate() {
        for (n, (entry, exit)) in stays.iter().enumerate() {
            let mut row = base.clone();
            (row.enrollment_id, row.household_id) = (EnrollmentId::new(format!("X{at}.{n}")), HouseholdId::new("XH"));
            (row.personal_id, row.entry_date) = (chart.id().clone(), Value::parse(entry));
            row.living_situation = Value::default();
            if at > 0 {
                row.relationship_to_hoh = Value::parse("5");
            }
            let exit = exit.map(|day| Exit {
                exit_id: format!("XE{at}.{n}").as_str().into(),
                enrollment_id: row.enrollment_id.clone(),
                personal_id: row.personal_id.clone(),
                exit_date: Value::parse(day),
                ..Exit::default()
            });
            made.extend(Change::row(None, &row).into_iter().chain(exit.iter().filter_map(|exit| Change::row(None, exit))));
            chart.enrollments.push(row);
            chart.exits.extend(exit);
        }
    }
    // Written here, so that what it lacks is asked of this desk.
    let work = move |store: &mut Store| assert!(store.commit(&Commit::new("A test", made), fixed_clock()).is_ok());
    let mut desk = Desk::worked((agency, told), work);
    desk.charts = charts;
    let stay = EnrollmentId::new("X0.0");
    choose_ours(&mut desk, &stay);
    (desk, base.personal_id, stay)
}

/// The controls that lead to what the others miss.
fn theirs(desk: &mut Desk) -> Vec<String> {
    desk.seen().stops.into_iter().map(|stop| stop.id).filter(|id| id.starts_with("missing-") && id.contains("-with-")).collect()
}

#[test]
fn r_enr_8_under_one_household_id_each_stay_of_the_head_says_what_the_others_miss_of_those_days() {
    let (mut desk, head, _) = led(2, &[("2026-01-05", Some("2026-03-01")), ("2026-03-01", None)]);
    desk.send(Message::Go(Destination::Client(head, Part::Enrollments)));
    let all = theirs(&mut desk);
    assert!(all.iter().any(|id| id.ends_with("-X1.0-with-X0.0")) && all.iter().any(|id| id.ends_with("-X1.1-with-X0.1")), "{all:?}");
    assert!(all.iter().all(|id| id.ends_with("-X1.0-with-X0.0") || id.ends_with("-X1.1-with-X0.1")), "{all:?}");
    let each: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(each.len(), all.len(), "each control has an id of its own");
}

#[test]
fn what_the_others_miss_still_stands_there_after_an_undo() {
    let (mut desk, head, _) = led(2, &[("2026-01-05", None)]);
    desk.send(Message::Go(Destination::Client(head, Part::Notes(None))));
    desk.command_shift("n");
    desk.type_text("Came by");
    desk.command("s");
    desk.quiet();
    let part = |desk: &mut Desk, part| desk.send(Message::Client(client::Message::Menu(part)));
    part(&mut desk, Part::Enrollments);
    let before = theirs(&mut desk);
    assert!(!before.is_empty(), "{:?}", desk.seen().texts);
    part(&mut desk, Part::History);
    desk.type_text("u");
    desk.type_text("Somebody else");
    desk.command("s");
    assert!(has(&mut desk, "Undo of save "), "{:?}", desk.seen().texts);
    part(&mut desk, Part::Enrollments);
    assert_eq!(theirs(&mut desk), before);
}

#[test]
fn an_id_that_more_people_have_than_a_household_is_said_and_nobody_answers_for_them() {
    let (mut desk, head, _) = led(MOST + 1, &[("2026-01-05", None)]);
    desk.send(Message::Go(Destination::Client(head, Part::Enrollments)));
    assert!(has(&mut desk, "Its household id is that of more than 24 people"), "{:?}", desk.seen().texts);
    assert!(theirs(&mut desk).is_empty());
    let (mut desk, head, _) = led(MOST, &[("2026-01-05", None)]);
    desk.send(Message::Go(Destination::Client(head, Part::Enrollments)));
    assert!(!has(&mut desk, "Its household id") && !theirs(&mut desk).is_empty());
}

#[test]
#[ignore = "a measurement: cargo test --test suite the_enrollments_are_seen_quickly -- --ignored --nocapture"]
#[allow(clippy::print_stdout)]
fn the_enrollments_are_seen_quickly() {
    let (mut desk, client, stay) = crowded();
    choose_ours(&mut desk, &stay);
    let time = |desk: &mut Desk| {
        let (begun, rounds) = (Clock::now(), 400);
        (0..rounds).for_each(|_| drop(desk.seen()));
        begun.elapsed() / rounds
    };
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Notes(None))));
    println!("a view of the case notes, beside it: {:?}", time(&mut desk));
    let begun = Clock::now();
    desk.send(Message::Go(Destination::Client(client, Part::Enrollments)));
    println!("opening the enrollments: {:?}", begun.elapsed());
    let missing = desk.seen().stops.iter().filter(|stop| stop.id.starts_with("missing-")).count();
    println!("a view of 7 enrollments with {missing} gaps: {:?}", time(&mut desk));
}
