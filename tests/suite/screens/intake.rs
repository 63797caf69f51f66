//! The intake says what is needed, what is done and what it will write.

use super::resolving::open;
use super::work::has;
use crate::desk::{Desk, People, records};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use wayhome::app::action::{Destination, Part};
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
fn ctrl_backspace_goes_a_step_back_and_in_a_text_takes_a_word() {
    let mut desk = intake(State::New);
    let press = |desk: &mut Desk| desk.press(Key::Named(Named::Backspace), None, Modifiers::COMMAND);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    press(&mut desk);
    assert!(!has(&mut desk, "Finish writes "), "{:?}", desk.seen().texts);
    joining(&mut desk, "Zqname");
    desk.command("a");
    desk.type_text("Ann Lee");
    press(&mut desk);
    assert!(desk.seen().values.contains(&"Ann ".to_owned()), "{:?}", desk.seen().values);
    assert_eq!(desk.seen().focused(), Some(form::id(at::client::FIRST_NAME)));
}

/// Family Members, where somebody of this name is being added.
fn joining(desk: &mut Desk, name: &str) {
    desk.send(Message::Intake(intake::Message::To(Step::Family)));
    desk.click("find-member");
    desk.type_text(name);
    assert!(desk.shows("Nobody is found."), "{:?}", desk.seen().texts);
    desk.tab();
    assert_eq!(desk.seen().focused().as_deref(), Some("new-member"));
    desk.key(Named::Enter);
    assert_eq!(desk.seen().focused(), Some(form::id(at::client::FIRST_NAME)));
}

#[test]
fn who_is_new_joins_the_household_and_is_written_with_it() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(Message::Go(Destination::Intake(client.clone())));
    joining(&mut desk, "Quorra Zephyrine");
    assert!(desk.seen().values.iter().any(|value| value == "Zephyrine"), "what was searched for stands there");
    // Half typed, locked, and there again.
    desk.command("a");
    desk.type_text("Quorrabelle");
    desk.command("l");
    desk.unlock();
    assert!(desk.seen().values.iter().any(|value| value == "Quorrabelle"), "{:?}", desk.seen().values);
    desk.key(Named::Escape);
    assert!(desk.shows("Continue adding a person") && desk.app.title() == "Intake · Wayhome");
    desk.click("new-member");
    desk.click(&form::id(at::client::DOB));
    desk.type_text("5/6/2019");
    desk.command("s");
    // Back on the page, the new member ticked.
    let there = desk.seen();
    assert!(there.focused().is_some_and(|id| id.starts_with("present-")), "{:?}", there.focused());
    assert!(there.checked.iter().any(|words| words == "Quorrabelle Zephyrine is present"), "{:?}", there.checked);
    assert!(desk.shows("7 years old"));
    // Killed and started again: nobody is lost, and nobody is on the desk yet.
    let mut desk = desk.again();
    desk.unlock();
    desk.send(Message::Go(Destination::Clients));
    desk.type_text("Quorrabelle");
    assert!(has(&mut desk, "No one found."), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Intake(client.clone())));
    assert!(desk.seen().checked.iter().any(|words| words == "Quorrabelle Zephyrine is present"), "{:?}", desk.seen().texts);
    // The same person twice is seen, and is one.
    joining(&mut desk, "Quorabelle Zephyrin");
    desk.command("s");
    assert!(desk.shows("Is it one of these?") && has(&mut desk, "Quorrabelle Zephyrine"), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    assert_eq!(desk.seen().checked.iter().filter(|words| words.contains("Zephyrine")).count(), 1);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(&mut desk, "Is added as a new client."), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Finish writes 2 enrollments in "), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Enrollments)));
    assert!(has(&mut desk, "With Quorrabelle Zephyrine"), "{:?}", desk.seen().texts);
    // One save: the household's.
    desk.send(Message::Go(Destination::Clients));
    desk.type_text("Quorrabelle");
    desk.key(Named::Enter);
    desk.send(Message::Client(wayhome::app::screen::client::Message::Menu(Part::History)));
    assert!(has(&mut desk, "One save.") && has(&mut desk, "Intake"), "{:?}", desk.seen().texts);
}

/// The intake of a household into supportive housing with a grant of the CoC.
fn funded() -> Desk {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    let housing = desk.agency.projects.iter().find(|p| p.project_type.is(ProjectType::PermanentSupportive)).unwrap();
    let (program, organization) = (housing.project_id.to_string(), housing.organization_id.to_string());
    crate::visits::context(&mut desk, organization);
    desk.send(Message::Go(Destination::Intake(client)));
    desk.send(Message::Intake(intake::Message::Project(Some(program))));
    desk
}

#[test]
fn what_an_export_calls_an_error_is_one_on_finish_too() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    let errors = desk.seen().texts.into_iter().find(|(text, _)| text.starts_with("An export will call ")).unwrap().0;
    assert!(has(&mut desk, "Income from Any Source is not answered."), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    desk.send(Message::Go(Destination::Exchange));
    desk.click("check-export");
    for _ in 0..40 {
        desk.key(Named::Enter);
        if has(&mut desk, "R-INS-2 · ") {
            break;
        }
        desk.key(Named::Escape);
        desk.key(Named::ArrowDown);
    }
    assert!(has(&mut desk, "R-INS-2 · error"), "{errors} {:?}", desk.seen().texts);
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
