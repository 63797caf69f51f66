//! The end of a workflow: what is still missing is said, Finish leads to it and back, and no key too many decides anything.

use super::history::household;
use super::intake::funded;
use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::intake;
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Question, Slot};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{ClientId, EnrollmentId, at};

fn to(desk: &mut Desk, step: Step) {
    desk.send(Message::Intake(intake::Message::To(step)));
}

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// The exit of somebody who was asked nothing, on Finish.
fn leaving() -> (Desk, ClientId, EnrollmentId) {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client.clone(), stay.clone())));
    to(&mut desk, Step::Summary);
    (desk, client, stay)
}

#[test]
fn a_save_says_what_is_still_missing_of_whom_and_leads_there() {
    let (mut desk, client, _) = leaving();
    let name = desk.charts.iter().find(|c| *c.id() == client).unwrap().client.first_name.to_string();
    assert!(has(&mut desk, "still missing"), "on Finish already: {:?}", desk.seen().texts);
    desk.command("s");
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    assert!(!desk.shows("Exit saved"), "not as if all were well: {:?}", desk.seen().texts);
    let texts: Vec<String> = desk.seen().texts.into_iter().map(|(text, _)| text).collect();
    let said = |begins: &str| texts.iter().any(|text| text.starts_with(begins) && text.contains("still missing"));
    assert!(said("Exit saved. ") && said("Project exit: "), "{texts:?}");
    assert!(
        texts.iter().any(|text| text.contains(&format!("{name} ")) && text.contains(" · ") && text.contains(": ")),
        "of whom: {texts:?}"
    );
    let answer = desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("notice-act: ")).expect("a way there").id;
    desk.click(&answer);
    assert_eq!(desk.app.title(), "Exit · Wayhome");
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    assert_eq!(focused(&mut desk), form::question_id(0, destination));
}

#[test]
fn the_enrollment_says_what_is_missing_and_leads_there() {
    let (mut desk, client, stay) = leaving();
    desk.command("s");
    desk.quiet();
    desk.send(Message::Go(Destination::Client(client, Part::Enrollments)));
    desk.click(&format!("missing-project-exit-{stay}"));
    assert_eq!(desk.app.title(), "Exit · Wayhome");
}

#[test]
fn finish_leads_to_an_answer_and_back() {
    let (mut desk, ..) = leaving();
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    for esc in [false, true] {
        desk.click("jump-0");
        assert_eq!(focused(&mut desk), form::question_id(0, destination));
        assert!(desk.shows("Back to Finish"), "{:?}", desk.seen().texts);
        if esc {
            desk.key(Named::Escape);
        } else {
            desk.command("s");
        }
        assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exit · Wayhome", "finish"));
    }
    // A lock in between changes nothing.
    desk.click("jump-0");
    desk.send(Message::Command(Command::Lock));
    desk.unlock();
    assert_eq!((focused(&mut desk), desk.shows("Back to Finish")), (form::question_id(0, destination), true));
    desk.key(Named::Escape);
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exit · Wayhome", "finish"));
    // Whoever came by the steps is not on such an errand.
    to(&mut desk, Step::When);
    assert!(!desk.shows("Back to Finish"));
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
}

#[test]
fn ctrl_s_goes_to_finish_in_the_intake_as_in_a_correction_and_a_step_back_returns() {
    let mut desk = funded();
    to(&mut desk, Step::Universal(0));
    let before = focused(&mut desk);
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish");
    desk.send(Message::Intake(intake::Message::Back));
    assert_eq!(focused(&mut desk), before, "where one was");
    let (mut desk, ..) = leaving();
    to(&mut desk, Step::When);
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish", "and in an exit that is new");
}

#[test]
fn finish_begins_with_what_has_the_keyboard_and_tells_a_stop_from_an_error_of_an_export() {
    let mut desk = funded();
    to(&mut desk, Step::Summary);
    let top = |desk: &mut Desk, id: &str| desk.seen().stops.into_iter().find(|stop| stop.id == id).unwrap().bounds.y;
    assert!(top(&mut desk, "finish") < top(&mut desk, "jump-0"));
    assert!(desk.shows("Error in an export") && !desk.shows("Stops Finish"), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Project(None)));
    assert!(desk.shows("Stops Finish"), "{:?}", desk.seen().texts);
    let jump = desk.seen().stops.into_iter().find(|stop| stop.label.starts_with("Go there: Stops Finish: "));
    assert!(jump.is_some(), "and a screen reader says so: {:?}", desk.seen().stops);
}

#[test]
fn r_upd_1_a_second_update_of_a_day_is_warned_of_and_the_first_is_corrected_instead() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    let update = || Message::Go(Destination::Visit(Purpose::Update, client.clone(), stay.clone()));
    let warned = |desk: &mut Desk| has(desk, "An update of this day is recorded already.");
    let income = Question { slot: Slot::Income, field: at::income_benefits::INCOME_FROM_ANY_SOURCE };
    desk.send(update());
    assert!(!warned(&mut desk));
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, wayhome::domain::ask::Form::Income))));
    desk.click(&form::question_id(0, income));
    desk.type_text("0");
    to(&mut desk, Step::Summary);
    desk.command("s");
    desk.quiet();
    desk.send(update());
    assert!(warned(&mut desk), "at once: {:?}", desk.seen().texts);
    to(&mut desk, Step::Summary);
    assert!(warned(&mut desk), "and on Finish");
    to(&mut desk, Step::When);
    desk.click("instead");
    assert!(has(&mut desk, "What was recorded on this day is corrected."), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Enrollments)));
    assert!(!desk.shows("Continue: Update"), "nothing was typed into the second: {:?}", desk.seen().texts);
}

#[test]
fn enter_through_a_correction_changes_nobodys_household() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head, stay)));
    let list = format!("fate-{member}");
    for _ in 0..60 {
        desk.key(Named::Enter);
        if focused(&mut desk) == list {
            break;
        }
    }
    assert_eq!(focused(&mut desk), list, "Enter goes from field to field");
    (0..3).for_each(|_| desk.key(Named::Enter));
    let texts = desk.seen().texts;
    assert!(!texts.iter().any(|(text, _)| text.starts_with("Finish gives") || text.starts_with("Finish takes")), "{texts:?}");
    assert_ne!(focused(&mut desk), list, "and on");
    // Chosen on purpose, it says what it means.
    super::intake::becomes(&mut desk, &member, "mistake");
    assert!(has(&mut desk, "Finish takes this person out of the household"), "{:?}", desk.seen().texts);
    super::intake::becomes(&mut desk, &member, "stays");
    assert!(!has(&mut desk, "Finish takes this person out"), "{:?}", desk.seen().texts);
}
