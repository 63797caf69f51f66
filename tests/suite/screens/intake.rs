//! The intake says what is needed, what is done and what it will write.

use super::resolving::open;
use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::Destination;
use wayhome::app::screen::home::State;
use wayhome::app::screen::intake;
use wayhome::domain::intake::Step;

fn intake(state: State) -> Desk {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, state);
    desk.send(Message::Go(Destination::Intake(client)));
    desk
}

#[test]
fn who_is_enrolled_already_is_told_at_the_start() {
    let mut desk = intake(State::Enrolled);
    assert!(has(&mut desk, "It needs the result of the referral, no second intake."), "{:?}", desk.seen().texts);
    assert!(desk.seen().focused().unwrap().starts_with("Record the result: "));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    assert!(desk.shows("Referral Result"));
    assert!(!has(&mut intake(State::New), "no second intake"));
}

#[test]
fn a_step_is_done_once_somebody_was_there() {
    let mut desk = intake(State::New);
    let done = |desk: &mut Desk| desk.seen().said.iter().filter(|said| *said == "done").count();
    assert_eq!(done(&mut desk), 0, "{:?}", desk.seen().said);
    desk.send(Message::Intake(intake::Message::Next));
    assert_eq!(done(&mut desk), 1, "Family Members");
    desk.send(Message::Intake(intake::Message::Next));
    assert_eq!(done(&mut desk), 2, "and the program");
    // It is known after the intake was left, too.
    desk.key(Named::Escape);
    desk.send(Message::Client(wayhome::app::screen::client::Message::Intake));
    assert_eq!(done(&mut desk), 2);
}

#[test]
fn finish_says_what_it_will_write() {
    let mut desk = intake(State::New);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(&mut desk, "Finish writes 1 enrollment in "), "{:?}", desk.seen().texts);
    let line = desk.seen().texts.into_iter().map(|(text, _)| text).find(|text| text.ends_with(" questions answered")).unwrap();
    assert!(line.contains(" · starts ") && line.contains(" of "), "{line}");
}
