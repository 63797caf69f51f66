//! A household of several: whoever lives with the client stands on Family Members to be ticked, and Finish says who is left out.

use super::straight::{focused, to};
use super::typist::{referred_family, referred_family_of};
use super::work::has;
use crate::desk::Desk;
use crate::visits::context;
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::Destination;
use wayhome::app::shortcut::Command;
use wayhome::domain::hud::{Enrollment, Exit};
use wayhome::domain::intake::Step;
use wayhome::domain::{Card, Chart, ClientId, Day, EnrollmentId, ProjectId, Row, Value, at};

/// The intake of who was referred with a child, on Family Members; and the child.
fn family() -> (Desk, ClientId) {
    let (mut desk, client, event, child) = referred_family();
    desk.send(Message::Go(Destination::Intake(client, Some(event))));
    (desk, child)
}

fn first_name(desk: &Desk, client: &ClientId) -> String {
    desk.charts.iter().find(|chart| chart.id() == client).unwrap().client.first_name.to_string()
}

#[test]
fn who_lives_with_the_client_is_one_space_and_stays_where_they_stand() {
    let (mut desk, child) = family();
    let called = Card::of(desk.charts.iter().find(|chart| *chart.id() == child).unwrap()).name();
    let tick = format!("present-{child}");
    let ticked = |desk: &mut Desk| desk.seen().checked.contains(&format!("{called} is present"));
    let place = |desk: &mut Desk| desk.seen().stops.into_iter().find(|stop| stop.id == tick).map(|stop| stop.bounds.y);
    assert_eq!((focused(&mut desk), ticked(&mut desk)), (tick.clone(), false), "to be ticked");
    let before = place(&mut desk);
    for on in [true, false, true] {
        desk.key(Named::Space);
        assert_eq!((focused(&mut desk), ticked(&mut desk)), (tick.clone(), on), "{:?}", desk.seen().texts);
        assert_eq!(place(&mut desk), before);
    }
    to(&mut desk, Step::Summary);
    assert!(has(&mut desk, "Finish writes 2 enrollments in ") && !has(&mut desk, "not in this intake"), "{:?}", desk.seen().texts);
}

#[test]
fn finish_says_who_of_the_household_is_left_out_and_leads_to_them() {
    let (mut desk, child) = family();
    let name = first_name(&desk, &child);
    let says = |name: &str| format!("{name} of this household is not in this intake. Add them on Family Members, or finish without them.");
    to(&mut desk, Step::Summary);
    assert!(desk.shows(&says(&name)), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Finish writes 1 enrollment in ") && focused(&mut desk) == "finish", "it holds nobody up");
    desk.key(Named::F9);
    assert!(has(&mut desk, "of this household is not in this intake.") && !has(&mut desk, &name), "{:?}", desk.seen().texts);
    desk.key(Named::F9);
    let way = desk.seen().stops.into_iter().find(|stop| stop.id.contains("not in this intake")).expect("the way to them").id;
    desk.click(&way);
    assert_eq!(focused(&mut desk), format!("present-{child}"));
    // Ticked and taken out again, they are left out again.
    desk.key(Named::Space);
    desk.key(Named::Space);
    to(&mut desk, Step::Summary);
    assert!(desk.shows(&says(&name)), "{:?}", desk.seen().texts);
}

#[test]
fn a_tick_during_a_search_keeps_the_keyboard_and_what_is_typed() {
    let (mut desk, child) = family();
    let tick = format!("present-{child}");
    let name = first_name(&desk, &child);
    desk.click("find-member");
    desk.type_text(&name);
    assert!(!desk.seen().stops.into_iter().any(|stop| stop.id == format!("add-{child}")), "who is to be ticked stands there once");
    desk.click(&tick);
    assert!(desk.seen().values.contains(&name), "{:?}", desk.seen().values);
    assert_eq!(focused(&mut desk), tick);
}

#[test]
fn finish_names_nobody_whom_the_client_has_left() {
    let leaves = |chart: &mut Chart, stay: &EnrollmentId| {
        let mut exit = Exit { exit_id: "LEFT".into(), enrollment_id: stay.clone(), personal_id: chart.id().clone(), ..Exit::default() };
        exit.put(at::exit::EXIT_DATE, "2026-11-01");
        chart.exits.push(exit);
    };
    let (mut desk, client, event, _) = referred_family_of(leaves);
    desk.send(Message::Go(Destination::Intake(client, Some(event))));
    to(&mut desk, Step::Summary);
    assert!(has(&mut desk, "Finish writes 1 enrollment in ") && !has(&mut desk, "not in this intake"), "{:?}", desk.seen().texts);
}

#[test]
fn from_a_child_that_is_ticked_the_next_tab_is_the_next_child() {
    let (desk, client, event, child) = referred_family();
    let (agency, mut charts) = (desk.agency.clone(), desk.charts.clone());
    let with = charts.iter().find(|chart| *chart.id() == child).unwrap().enrollments.last().unwrap().clone();
    let sibling = charts.iter_mut().rfind(|chart| chart.events.is_empty() && ![&client, &child].contains(&chart.id())).unwrap();
    let other = sibling.id().clone();
    sibling.client.dob = Value::from(Day::from_ymd_opt(2018, 5, 6));
    sibling.enrollments = vec![Enrollment { enrollment_id: EnrollmentId::new("WITH2"), personal_id: other.clone(), ..with }];
    let referral = charts.iter().find(|chart| *chart.id() == client).unwrap().events.iter().find(|it| it.event_id == event).unwrap();
    let program = ProjectId::new(referral.location_crisis_or_ph_housing.as_str());
    let organization = agency.owner(&program).unwrap().organization_id.to_string();
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Command(Command::Guide));
    context(&mut desk, organization);
    desk.send(Message::Go(Destination::Intake(client, Some(event))));
    let ticks = [format!("present-{child}"), format!("present-{other}")];
    let first = focused(&mut desk);
    assert!(ticks.contains(&first), "{first}");
    desk.key(Named::Space);
    desk.tab();
    let second = focused(&mut desk);
    assert!(ticks.contains(&second) && second != first, "{second}");
    desk.key(Named::Space);
    desk.tab();
    assert_eq!(focused(&mut desk), "find-member");
    // Enter where nobody is looked for goes on, as the line below says.
    desk.key(Named::Enter);
    assert!(has(&mut desk, "The program of your organization, and who enters it when."), "{:?}", desk.seen().texts);
}

#[test]
fn enter_in_a_search_that_is_typed_leads_to_somebody_new() {
    let (mut desk, _) = family();
    desk.click("find-member");
    desk.type_text("Zzyzx");
    let y = |desk: &mut Desk, words: &str| desk.seen().texts.iter().find(|(text, _)| text.contains(words)).map(|(_, at)| at.y);
    let (nobody, button) = (y(&mut desk, "Nobody is found."), y(&mut desk, "Add a new person"));
    assert!(nobody.is_some() && nobody < button, "{nobody:?} {button:?}");
    desk.key(Named::Enter);
    assert_eq!(focused(&mut desk), "new-member");
}
