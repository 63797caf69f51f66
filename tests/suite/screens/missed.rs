//! Answers that a household owes: the record says how many, one key leads to the first, and the notice of them stays until one is given.

use super::history::household;
use super::straight::{focused, to};
use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::intake;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Question, Slot};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{ClientId, at};

const DESTINATION: Question = Question { slot: Slot::Exit, field: at::exit::DESTINATION };

/// A household whose exit was finished with nothing answered, at the notice of it.
fn owes() -> (Desk, ClientId, ClientId) {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, head.clone(), stay)));
    to(&mut desk, Step::Summary);
    desk.send(Message::Intake(intake::Message::Finish));
    assert!(has(&mut desk, "Answer them") && names_key(&mut desk), "the notice names its key: {:?}", desk.seen().said);
    (desk, head, member)
}

fn names_key(desk: &mut Desk) -> bool {
    desk.seen().said.iter().any(|words| words == "Ctrl+Shift+A")
}

/// How many the line above the record says, on a part of it.
fn said(desk: &mut Desk, client: &ClientId, part: Part) -> Option<String> {
    desk.send(Message::Go(Destination::Client(client.clone(), part)));
    desk.seen().stops.into_iter().find(|stop| stop.id == "answer-owed").map(|stop| stop.label)
}

/// Ctrl+Shift+A leads to the first answer of the exit.
fn led(desk: &mut Desk) {
    desk.command_shift("a");
    assert_eq!((desk.app.title().as_str(), focused(desk)), ("Exit · Wayhome", form::question_id(0, DESTINATION)));
}

#[test]
fn one_key_leads_to_the_first_missing_answer_from_the_notice_the_record_and_home() {
    let (mut desk, head, member) = owes();
    led(&mut desk);
    for client in [&head, &member] {
        for part in [Part::Profile, Part::Notes(None), Part::History, Part::Events(None)] {
            let words = said(&mut desk, client, part.clone()).unwrap_or_default();
            assert!(words.ends_with(" answers missing"), "{part:?}: {words}");
            assert!(names_key(&mut desk), "with its key: {:?}", desk.seen().said);
            led(&mut desk);
            desk.key(Named::Escape);
            assert_ne!(desk.app.title(), "Exit · Wayhome", "back to where it was pressed");
        }
        assert_eq!(said(&mut desk, client, Part::Enrollments), None, "its cards say it themselves");
        led(&mut desk);
    }
    // After an export too, and after a restart: nothing has answered them.
    let mut desk = desk.again();
    desk.unlock();
    assert!(said(&mut desk, &head, Part::Profile).is_some());
    desk.send(Message::Go(Destination::Home));
    led(&mut desk);
}

#[test]
fn who_owes_nothing_is_told_so_and_stays() {
    let mut desk = Desk::with(People::Typical);
    let (head, ..) = household(&mut desk);
    assert_eq!(said(&mut desk, &head, Part::Profile), None);
    desk.command_shift("a");
    assert!(desk.shows("No answer is missing here."), "{:?}", desk.seen().texts);
    assert_eq!(desk.app.title(), "Client · Wayhome");
}

#[test]
fn the_notice_of_missing_answers_outlives_a_save_that_answers_none_of_them() {
    let (mut desk, ..) = owes();
    let notice = |desk: &mut Desk| desk.seen().stops.iter().any(|stop| stop.id.starts_with("notice-act: ") && stop.label == "Answer them");
    assert!(notice(&mut desk), "{:?}", desk.seen().stops);
    desk.send(Message::Client(wayhome::app::screen::client::Message::Menu(Part::Notes(None))));
    assert!(notice(&mut desk), "another part of the record");
    desk.type_text("Called.");
    desk.command("s");
    assert!(has(&mut desk, "Case note saved") && notice(&mut desk), "a note answers nothing: {:?}", desk.seen().texts);
}

#[test]
fn the_notice_goes_with_the_save_that_answers_one_of_them() {
    let (mut desk, ..) = owes();
    led(&mut desk);
    desk.type_text("435");
    to(&mut desk, Step::Summary);
    desk.send(Message::Intake(intake::Message::Finish));
    let notices = desk.seen().texts.into_iter().filter(|(text, _)| text.contains("still missing")).count();
    assert!(notices >= 1 && has(&mut desk, "Exit saved."), "counted anew: {:?}", desk.seen().texts);
}
