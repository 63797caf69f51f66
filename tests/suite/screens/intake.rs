//! The intake says what is needed, what is done and what it will write.

use super::resolving::open;
use super::work::has;
use crate::desk::{Desk, People, records};
use iced::keyboard::key::Named;
use wayhome::app::action::Destination;
use wayhome::app::screen::home::State;
use wayhome::app::screen::intake;
use wayhome::app::{Message, form};
use wayhome::domain::ask::Form;
use wayhome::domain::hud::{Funder, ProjectType, YesNo};
use wayhome::domain::intake::Step;
use wayhome::domain::referral::is_open;
use wayhome::domain::{Day, Value, at};

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

#[test]
fn a_veteran_is_asked_for_their_service_in_the_intake_and_it_is_there_again() {
    let (mut agency, mut charts) = records(People::Typical);
    let housing = agency.projects.iter().find(|p| p.project_type.is(ProjectType::PermanentSupportive)).unwrap().project_id.clone();
    let start_date = Value::Known(Day::from_ymd_opt(2024, 1, 1).unwrap());
    agency.funders.push(Funder {
        funder_id: "FV".into(),
        project_id: housing.clone(),
        funder: Value::Known(33),
        start_date,
        ..Funder::default()
    });
    let chart = charts.iter_mut().find(|chart| chart.events.iter().any(is_open)).unwrap();
    let client = chart.id().clone();
    (chart.client.veteran_status, chart.client.year_entered_service) = (Value::Known(YesNo::Yes), Value::Known(2005));
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Go(Destination::Intake(client)));
    desk.send(Message::Intake(intake::Message::To(Step::Program)));
    desk.send(Message::Intake(intake::Message::Project(Some(housing.to_string()))));
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Program))));
    assert!(has(&mut desk, "Veteran's Information") && has(&mut desk, "Year Separated"), "{:?}", desk.seen().texts);
    assert!(desk.seen().values.iter().any(|value| value == "2005"), "what is recorded is shown: {:?}", desk.seen().values);
    desk.click(&form::member_id(0, at::client::YEAR_SEPARATED));
    desk.type_text("2009");
    desk.command("l");
    desk.unlock();
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    assert!(["2005", "2009"].iter().all(|year| desk.seen().values.iter().any(|value| value == year)), "{:?}", desk.seen().values);
}
