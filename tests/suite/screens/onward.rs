//! The button beside a client's name says what comes next for them now, and leads there.

use super::history::household;
use super::resolving::open;
use super::straight::{focused, to};
use super::typist::referred_family;
use super::work::set;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::home::State;
use wayhome::app::screen::intake;
use wayhome::domain::intake::Step;
use wayhome::domain::{ClientId, at};

/// What the button says on this part of the record.
fn says(desk: &mut Desk, client: &ClientId, part: Part) -> String {
    desk.send(Message::Go(Destination::Client(client.clone(), part)));
    desk.seen().stops.into_iter().find(|stop| stop.id == "onward").expect("the button").label
}

#[test]
fn after_a_rejection_it_enrolls_all_the_same() {
    for begun in [false, true] {
        let mut desk = Desk::with(People::Typical);
        let client = open(&mut desk, State::New);
        let event = desk
            .charts
            .iter()
            .find(|chart| *chart.id() == client)
            .unwrap()
            .events
            .iter()
            .find(|event| wayhome::domain::referral::is_open(event));
        let event = Part::Events(event.map(|event| event.event_id.clone()));
        assert_eq!(says(&mut desk, &client, Part::Profile), "Intake");
        if begun {
            desk.send(Message::Go(Destination::Intake(client.clone(), None)));
            desk.send(Message::Intake(intake::Message::Next));
            assert_eq!(says(&mut desk, &client, Part::Profile), "Continue intake");
        }
        assert_eq!(says(&mut desk, &client, event.clone()), if begun { "Continue intake" } else { "Intake" });
        desk.send(set(at::event::REFERRAL_RESULT, "3"));
        desk.command("s");
        for part in [event, Part::Profile] {
            assert_eq!(says(&mut desk, &client, part), "Enroll all the same", "begun: {begun}");
        }
        desk.click("onward");
        assert_eq!(desk.app.title(), "Intake · Wayhome");
    }
}

#[test]
fn after_the_intake_it_records_the_result_and_then_opens_the_enrollment() {
    let (mut desk, client, event, child) = referred_family();
    assert_eq!(says(&mut desk, &client, Part::Profile), "Intake", "coordinated entry is where they come from");
    desk.send(Message::Go(Destination::Intake(client.clone(), Some(event.clone()))));
    assert_eq!(focused(&mut desk), format!("present-{child}"));
    to(&mut desk, Step::Summary);
    desk.key(Named::Enter);
    desk.quiet();
    assert_eq!(says(&mut desk, &client, Part::Profile), "Record the result");
    desk.click("onward");
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("CE Event · Wayhome", "save"));
    assert!(desk.shows("Open the enrollment") && !desk.shows("Record the result"), "that is what Save does: {:?}", desk.seen().texts);
    desk.key(Named::Enter);
    assert!(desk.shows("Referral result saved"), "{:?}", desk.seen().texts);
    for part in [Part::Events(Some(event)), Part::Profile] {
        assert_eq!(says(&mut desk, &client, part), "Open the enrollment");
    }
    desk.click("onward");
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
    assert_eq!(says(&mut desk, &client, Part::Enrollments), "Intake", "another one, where they are on show");
}

#[test]
fn of_who_is_enrolled_it_opens_the_enrollment() {
    let mut desk = Desk::with(People::Typical);
    let (client, ..) = household(&mut desk);
    assert_eq!(says(&mut desk, &client, Part::Profile), "Open the enrollment");
}
