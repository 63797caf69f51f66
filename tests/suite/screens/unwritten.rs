//! Keys at the end of a workflow: one alone writes, and no key too many decides anything; a lock changes neither.

use super::finish::{focused, leaving, to};
use super::history::household;
use super::intake::funded;
use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::intake;
use wayhome::app::widget::Progress;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Form, Question, Slot};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Card, Chart, at};

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
fn ctrl_s_writes_nothing_on_finish_however_one_came_there() {
    let (mut desk, client, _) = leaving();
    let unread = "Nothing is saved yet. Read what Finish writes, then press Enter.";
    // By a step, and by Ctrl+S itself.
    for by_itself in [false, true] {
        to(&mut desk, Step::When);
        if by_itself {
            desk.command("s");
        } else {
            to(&mut desk, Step::Summary);
        }
        assert!(desk.shows("Enter finishes") && !desk.shows(unread), "{:?}", desk.seen().texts);
        for _ in 0..3 {
            desk.key(Named::Tab);
            desk.command("s");
            assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exit · Wayhome", "finish"));
            assert!(desk.shows(unread), "{:?}", desk.seen().texts);
        }
    }
    // Gone elsewhere and back, it begins anew.
    desk.send(Message::Intake(intake::Message::Back));
    desk.command("s");
    assert!(!desk.shows(unread));
    // Enter writes what Ctrl+S led to.
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
    desk.quiet();
    let exit = desk.seen().stops.into_iter().find(|stop| stop.label == "Correct exit").expect("the exit is recorded").id;
    desk.click(&exit);
    let day = form::member_id(0, at::exit::EXIT_DATE);
    desk.click(&day);
    desk.command("a");
    desk.type_text("-1");
    desk.command("s");
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Exit 11/"), "{client:?}");
}

#[test]
fn where_nothing_was_answered_finish_says_so_and_offers_no_save() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    for (purpose, says) in [
        (Purpose::Update, "Nothing was answered, so there is nothing to save."),
        (Purpose::Entry, "Nothing was changed, so there is nothing to save."),
    ] {
        desk.send(Message::Go(Destination::Visit(purpose, client.clone(), stay.clone())));
        to(&mut desk, Step::Summary);
        assert!(has(&mut desk, says), "{:?}", desk.seen().texts);
        assert!(!has(&mut desk, "Finish records") && !has(&mut desk, "Finish writes") && !has(&mut desk, "finishes"));
        let offered: Vec<String> = desk.seen().stops.into_iter().map(|stop| stop.label).collect();
        assert!(!offered.contains(&"Finish".to_owned()) && offered.contains(&"Close".to_owned()), "{offered:?}");
        desk.command("s");
        assert_eq!(focused(&mut desk), "finish", "Ctrl+S says it once more and stays");
        desk.key(Named::Enter);
        assert_eq!(desk.app.title(), "Enrollments · Wayhome");
        assert!(!has(&mut desk, "Continue: "), "{:?}", desk.seen().texts);
    }
}

#[test]
fn closing_a_finish_that_writes_nothing_keeps_what_was_typed() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client, stay)));
    let income = Question { slot: Slot::Income, field: at::income_benefits::INCOME_FROM_ANY_SOURCE };
    to(&mut desk, Step::Assess(1, Form::Income));
    desk.click(&form::question_id(1, income));
    desk.type_text("0");
    // Who was answered for is not part of it after all.
    for member in [0, 1] {
        desk.send(Message::Intake(intake::Message::Present(member, member == 0)));
    }
    to(&mut desk, Step::Summary);
    let says = "There is nothing to save as it stands. What you typed is kept until you discard it.";
    assert!(has(&mut desk, says), "{:?}", desk.seen().texts);
    assert!(desk.seen().stops.iter().any(|stop| stop.id == "discard"));
    desk.click("finish");
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
    let go_on = desk.seen().stops.into_iter().find(|stop| stop.label.starts_with("Continue: Update")).expect("it is kept").id;
    desk.click(&go_on);
    desk.send(Message::Intake(intake::Message::Present(1, true)));
    to(&mut desk, Step::Summary);
    assert!(has(&mut desk, "Finish records the update of 2 people"), "{:?}", desk.seen().texts);
}

#[test]
fn ctrl_s_on_finish_leads_to_what_stops_it_and_does_not_ask_to_press_it_again() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Project(None)));
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish");
    assert!(has(&mut desk, "This cannot be recorded yet."), "{:?}", desk.seen().texts);
    desk.command("s");
    assert_eq!(focused(&mut desk), form::member_id(0, at::enrollment::PROJECT_ID));
    assert!(!has(&mut desk, "Nothing is saved yet."), "{:?}", desk.seen().texts);
}

#[test]
fn what_does_not_go_on_takes_no_answer_from_an_open_list() {
    let (mut desk, ..) = leaving();
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    let list = form::question_id(0, destination);
    let answered = |desk: &mut Desk| desk.seen().texts.iter().any(|(text, _)| text.starts_with("Self ") && text.contains(" for "));
    for command in ["=", "-", "g", ","] {
        to(&mut desk, Step::Assess(0, Form::Leaving));
        desk.click(&list);
        desk.key(Named::Escape);
        desk.type_text("r");
        desk.command(command);
        desk.send(Message::Sidebar(false));
        to(&mut desk, Step::Summary);
        assert!(!answered(&mut desk), "Ctrl+{command}: {:?}", desk.seen().texts);
    }
    for goes_on in [true, false] {
        to(&mut desk, Step::Assess(0, Form::Leaving));
        desk.click(&list);
        desk.key(Named::Delete);
        desk.type_text("r");
        if goes_on {
            desk.command("s");
        } else {
            desk.key(Named::Tab);
            to(&mut desk, Step::Summary);
        }
        assert!(answered(&mut desk), "{:?}", desk.seen().texts);
    }
}

#[test]
fn a_workflow_that_was_opened_and_not_changed_leaves_nothing_to_continue() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, member) = household(&mut desk);
    let enrollments = || Message::Go(Destination::Client(client.clone(), Part::Enrollments));
    for purpose in [Purpose::Entry, Purpose::Update, Purpose::Exit] {
        desk.send(Message::Go(Destination::Visit(purpose, client.clone(), stay.clone())));
        (0..4).for_each(|_| desk.press(Key::Named(Named::Enter), None, Modifiers::COMMAND));
        desk.command("s");
        desk.send(enrollments());
        assert!(!has(&mut desk, "Continue: "), "{purpose:?}: {:?}", desk.seen().texts);
    }
    // Changed and changed back is not changed either.
    let entry = || Message::Go(Destination::Visit(Purpose::Entry, client.clone(), stay.clone()));
    desk.send(entry());
    super::intake::becomes(&mut desk, &member, "mistake");
    desk.send(enrollments());
    assert!(has(&mut desk, "Continue: Project entry"), "{:?}", desk.seen().texts);
    desk.send(entry());
    super::intake::becomes(&mut desk, &member, "stays");
    desk.send(enrollments());
    assert!(!has(&mut desk, "Continue: "), "{:?}", desk.seen().texts);
}

#[test]
fn a_page_without_an_answer_is_there_again_after_a_lock() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, client, stay)));
    to(&mut desk, Step::Universal(1));
    let before = focused(&mut desk);
    desk.command("l");
    desk.unlock();
    assert_eq!((desk.app.title().as_str(), focused(&mut desk)), ("Project Entry · Wayhome", before));
}

#[test]
fn a_lock_changes_neither_what_was_seen_nor_what_ctrl_s_does_on_finish() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client, stay)));
    desk.command("s");
    // How far each step is.
    let before = desk.seen().said;
    assert!(before.iter().any(|said| said == Progress::ToDo.words()), "{before:?}");
    for _ in 0..2 {
        desk.command("l");
        desk.unlock();
        assert_eq!((focused(&mut desk).as_str(), desk.seen().said), ("finish-read", before.clone()));
    }
}

#[test]
fn a_workflow_that_is_opened_at_finish_has_the_keyboard_where_enter_writes_nothing() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Next));
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish", "who goes there from the page before");
    let texts = desk.seen().texts;
    let named = |chart: &&Chart| texts.iter().any(|(text, _)| text.contains(&Card::of(chart).name()));
    let intake = desk.charts.iter().find(named).unwrap().id().clone();
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Go(Destination::Intake(intake, None)));
    assert!(focused(&mut desk).starts_with("jump-"), "what is missing first: {}", focused(&mut desk));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Intake · Wayhome", "a second Enter goes there");
    assert!(!desk.seen().stops.iter().any(|stop| stop.id == "finish"), "{:?}", desk.seen().texts);
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish");
    // Where nothing is missing, it is on what Finish says first.
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client, stay)));
    to(&mut desk, Step::Summary);
    desk.command("l");
    desk.unlock();
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Update Assessment · Wayhome", "finish-read"));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Update Assessment · Wayhome");
}

#[test]
fn ctrl_s_says_that_nothing_is_saved_also_after_a_lock() {
    let (mut desk, ..) = leaving();
    to(&mut desk, Step::When);
    desk.command("s");
    desk.command("l");
    desk.unlock();
    assert!(desk.shows("Enter on Finish finishes"), "{:?}", desk.seen().texts);
    desk.command("s");
    assert!(has(&mut desk, "Nothing is saved yet."), "{:?}", desk.seen().texts);
    // And the way back is there still.
    desk.command("l");
    desk.unlock();
    assert!(has(&mut desk, "Nothing is saved yet."), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Back));
    assert_eq!(focused(&mut desk), form::member_id(0, at::exit::EXIT_DATE));
}
