//! An intake as fast as it is told: no key that nobody needs, and never an answer that nobody gave.

use super::intake::funded;
use super::work::has;
use crate::desk::Desk;
use wayhome::app::screen::intake;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{self, Form, Question, Slot};
use wayhome::domain::hud::DisabilityType;
use wayhome::domain::intake::Step;
use wayhome::domain::{Code, at};

fn to(desk: &mut Desk, step: Step) {
    desk.send(Message::Intake(intake::Message::To(step)));
}

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

const fn disability(kind: DisabilityType) -> Question {
    Question { slot: Slot::Disability(kind), field: at::disabilities::DISABILITY_RESPONSE }
}

/// How many radio groups of the page hold this answer.
fn answered(desk: &mut Desk, answer: &str) -> usize {
    desk.seen().values.iter().filter(|value| *value == answer).count()
}

#[test]
fn every_list_that_is_asked_as_one_has_a_no() {
    let listed: Vec<Question> = ask::ELEMENTS
        .iter()
        .flat_map(|e| e.fields.iter().filter(|f| f.listed).map(|f| Question { slot: e.slot, field: f.field }))
        .collect();
    assert_eq!(listed.iter().filter(|q| matches!(q.slot, Slot::Disability(_))).count(), DisabilityType::ALL.len());
    for question in listed {
        let no = question.no().unwrap_or_else(|| panic!("{question:?}"));
        assert_eq!(question.in_words(&no), "No", "{question:?}");
    }
}

#[test]
fn one_key_answers_no_to_all_disabilities_that_are_blank_and_takes_it_back() {
    let mut desk = funded();
    to(&mut desk, Step::Assess(0, Form::Disabilities));
    assert_eq!(focused(&mut desk), form::question_id(0, disability(DisabilityType::Physical)));
    assert!(desk.shows("Does any of these apply?") && desk.shows("Ctrl+B"), "{:?}", desk.seen().texts);
    // One of them is there: the rest is not.
    desk.click(&form::question_id(0, disability(DisabilityType::MentalHealth)));
    desk.type_text("1");
    desk.command("b");
    assert_eq!(answered(&mut desk, "No"), 5, "{:?}", desk.seen().values);
    assert_eq!(answered(&mut desk, "Yes"), 1);
    assert!(has(&mut desk, "No to 5 questions. Ctrl+B takes that back."), "{:?}", desk.seen().texts);
    // On to what the yes asks.
    let impairs = Question { slot: Slot::Disability(DisabilityType::MentalHealth), field: at::disabilities::INDEFINITE_AND_IMPAIRS };
    assert_eq!(focused(&mut desk), form::question_id(0, impairs));
    // One of the five is another answer after all: taken back are the other four.
    desk.click(&form::question_id(0, disability(DisabilityType::Hiv)));
    desk.type_text("9");
    desk.command("b");
    assert_eq!(answered(&mut desk, "No"), 0, "{:?}", desk.seen().values);
    assert_eq!((answered(&mut desk, "Yes"), answered(&mut desk, "Client prefers not to answer")), (1, 1));
    assert_eq!(focused(&mut desk), form::question_id(0, disability(DisabilityType::Physical)));
    // By the button too; where nothing is left the keyboard is on what comes next.
    desk.click("deny");
    desk.click(&form::question_id(0, impairs));
    desk.type_text("0");
    to(&mut desk, Step::Assess(0, Form::Income));
    desk.command("b");
    assert!(has(&mut desk, "There is no list with a blank answer on this page."), "{:?}", desk.seen().texts);
    assert_eq!(answered(&mut desk, "No"), 0, "{:?}", desk.seen().values);
    // What was said on another page is not taken back on this one.
    to(&mut desk, Step::Assess(0, Form::Disabilities));
    assert_eq!(answered(&mut desk, "No"), 5);
    desk.command("b");
    assert_eq!(answered(&mut desk, "No"), 5, "{:?}", desk.seen().values);
}

#[test]
fn no_to_all_is_an_answer_to_each() {
    let mut desk = funded();
    let missing = |desk: &mut Desk| {
        to(desk, Step::Summary);
        let names: Vec<&str> = DisabilityType::ALL.iter().map(|kind| disability(*kind).label()).collect();
        desk.seen().texts.iter().filter(|(text, _)| names.iter().any(|name| text.starts_with(&format!("{name} is not answered")))).count()
    };
    assert_eq!(missing(&mut desk), DisabilityType::ALL.len(), "{:?}", desk.seen().texts);
    to(&mut desk, Step::Assess(0, Form::Disabilities));
    desk.command("b");
    assert_eq!(focused(&mut desk), "next");
    assert_eq!(missing(&mut desk), 0, "{:?}", desk.seen().texts);
}
