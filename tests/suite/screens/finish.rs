//! The end of a workflow: what is still missing is said, Finish leads to it and back, and says before it writes what becomes of whom.

use super::history::household;
use super::intake::funded;
use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::intake;
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Form, Question, Slot};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Card, ClientId, EnrollmentId, at, date};

pub fn to(desk: &mut Desk, step: Step) {
    desk.send(Message::Intake(intake::Message::To(step)));
}

pub fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// The exit of somebody who was asked nothing, on Finish.
pub fn leaving() -> (Desk, ClientId, EnrollmentId) {
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
    desk.key(Named::Enter);
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
    desk.key(Named::Enter);
    desk.quiet();
    desk.send(Message::Go(Destination::Client(client, Part::Enrollments)));
    desk.click(&format!("missing-project-exit-{stay}"));
    assert_eq!(desk.app.title(), "Exit · Wayhome");
}

#[test]
fn the_head_of_household_s_card_says_what_the_others_miss_and_leads_there() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    let name = |desk: &Desk, of: &ClientId| desk.charts.iter().find(|c| c.id() == of).unwrap().client.first_name.to_string();
    let of = name(&desk, &member);
    // Everybody leaves, and nobody was asked anything.
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, head.clone(), stay)));
    to(&mut desk, Step::Summary);
    desk.key(Named::Enter);
    desk.quiet();
    desk.send(Message::Go(Destination::Client(head.clone(), Part::Enrollments)));
    let of_them = |text: &&(String, iced::Rectangle)| text.0.starts_with(&of) && text.0.contains(": Project exit: ");
    assert!(desk.seen().texts.iter().any(|text| of_them(&text) && text.0.contains("still missing")), "{:?}", desk.seen().texts);
    let way = |stop: &crate::desk::Stop| stop.label.starts_with(&format!("Answer them: {of}")) && stop.label.contains("Project exit");
    let answer = desk.seen().stops.into_iter().find(way).expect("a way there").id;
    desk.click(&answer);
    assert_eq!(desk.app.title(), "Exit · Wayhome");
    assert!(desk.seen().texts.iter().any(|(text, _)| text.starts_with("Exit: ") && text.contains(&of)), "{:?}", desk.seen().texts);
    // On the card of who leads nobody stands what is theirs alone.
    desk.send(Message::Go(Destination::Client(member, Part::Enrollments)));
    let led = name(&desk, &head);
    assert!(!desk.seen().stops.iter().any(|stop| stop.label.starts_with(&format!("Answer them: {led}"))));
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
fn finish_begins_with_what_has_the_keyboard_and_tells_a_stop_from_an_error_of_an_export() {
    let mut desk = funded();
    to(&mut desk, Step::Summary);
    let top = |desk: &mut Desk, id: &str| desk.seen().stops.into_iter().find(|stop| stop.id == id).unwrap().bounds.y;
    assert!(top(&mut desk, "finish") < top(&mut desk, "jump-0"));
    assert!(desk.shows("Holds up an export") && !desk.shows("Stops Finish"), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Project(None)));
    assert!(desk.shows("Stops Finish"), "{:?}", desk.seen().texts);
    let jump = desk.seen().stops.into_iter().find(|stop| stop.label.starts_with("Go there: Stops Finish: "));
    assert!(jump.is_some(), "and a screen reader says so: {:?}", desk.seen().stops);
}

#[test]
fn finish_says_what_becomes_of_whom_before_it_is_written() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    let called = Card::of(desk.charts.iter().find(|c| *c.id() == member).unwrap()).name();
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head, stay)));
    super::intake::becomes(&mut desk, &member, "mistake");
    to(&mut desk, Step::Summary);
    let says = format!("Finish takes {called} out of the household and marks the enrollment in ");
    assert!(has(&mut desk, &says) && has(&mut desk, "The client stays in Clients"), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "is taken out: the enrollment and "), "with how many records: {:?}", desk.seen().texts);
    // Of an intake: who is not part of it.
    let mut desk = funded();
    let at = desk.seen().stops.iter().filter(|stop| stop.id.starts_with("fate-")).count();
    desk.send(Message::Intake(intake::Message::Present(at, false)));
    to(&mut desk, Step::Summary);
    assert!(has(&mut desk, "Is not checked as present, so no enrollment is made."), "{:?}", desk.seen().texts);
}

#[test]
fn a_corrected_start_says_which_answers_move_with_it() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, _) = household(&mut desk);
    let was = desk.charts.iter().find_map(|c| c.enrollment(&stay)).unwrap().entry_date.known().unwrap();
    let (was, is) = (date::show(was), date::show(was.succ_opt().unwrap()));
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head, stay)));
    let edit = form::Edit::Set(at::enrollment::ENTRY_DATE, is.clone());
    desk.send(Message::Intake(intake::Message::Edit(0, Slot::Enrollment, edit)));
    to(&mut desk, Step::Summary);
    let says = format!("Project start {was} becomes {is}. The answers that were recorded as of {was} move to {is} with it: ");
    assert!(has(&mut desk, &says), "{:?}", desk.seen().texts);
}

#[test]
fn what_stops_finish_is_said_apart_from_what_may_wait() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Project(None)));
    to(&mut desk, Step::Summary);
    let texts: Vec<String> = desk.seen().texts.into_iter().map(|(text, _)| text).collect();
    let stops = texts.iter().find(|text| text.starts_with("This cannot be recorded yet.")).unwrap();
    assert!(!stops.contains("export") && !stops.contains("still missing"), "{stops}");
    assert!(!texts.iter().any(|text| text.contains("does not stop Finish")));
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
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Income))));
    desk.click(&form::question_id(0, income));
    desk.type_text("0");
    to(&mut desk, Step::Summary);
    desk.key(Named::Enter);
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
    desk.send(Message::Intake(intake::Message::To(Step::Program)));
    super::intake::becomes(&mut desk, &member, "mistake");
    assert!(has(&mut desk, "Finish takes this person out of the household"), "{:?}", desk.seen().texts);
    super::intake::becomes(&mut desk, &member, "stays");
    assert!(!has(&mut desk, "Finish takes this person out"), "{:?}", desk.seen().texts);
}
