//! What was discarded comes back where it was, until it cannot any more.

use super::intake::funded;
use super::straight::{INCOME, focused, in_an_annual, to};
use super::work::has;
use crate::desk::Desk;
use iced::keyboard::key::Named;
use std::sync::Arc;
use wayhome::app::action::{Destination, Part};
use wayhome::app::perform::Saved;
use wayhome::app::screen::{client, home, intake};
use wayhome::app::{Message, form};
use wayhome::domain::ask::Form;
use wayhome::domain::intake::Step;
use wayhome::domain::{Card, Directory};

/// Gives up the workflow on show, from its Finish.
fn discard(desk: &mut Desk) {
    desk.command("s");
    desk.click("discard");
    desk.tab();
    desk.key(Named::Enter);
}

#[test]
fn an_intake_that_was_discarded_comes_back_where_it_was() {
    for by_letter in [true, false] {
        let mut desk = funded();
        desk.send(Message::Intake(intake::Message::Next));
        to(&mut desk, Step::Assess(0, Form::Income));
        desk.click(&form::question_id(0, INCOME));
        desk.type_text("0");
        discard(&mut desk);
        assert!(has(&mut desk, "Intake discarded"), "{:?}", desk.seen().texts);
        assert_ne!(desk.app.title(), "Intake · Wayhome");
        if by_letter {
            desk.type_text("u");
        } else {
            desk.key(Named::F6);
            desk.key(Named::Enter);
        }
        assert_eq!(desk.app.title(), "Intake · Wayhome", "{:?}", desk.seen().texts);
        assert!(focused(&mut desk).starts_with("jump-"), "neither what writes nor what discards: {}", focused(&mut desk));
        assert!(desk.seen().stops.iter().any(|stop| stop.id == "finish"), "on Finish, where it was");
        to(&mut desk, Step::Assess(0, Form::Income));
        assert!(desk.seen().values.iter().any(|value| value == "No"), "{:?}", desk.seen().values);
        // It is a draft again.
        let mut desk = desk.again();
        desk.unlock();
        assert!(has(&mut desk, "Not finished 1") || has(&mut desk, "Next: finish the intake"), "{:?}", desk.seen().texts);
    }
}

#[test]
fn what_was_discarded_is_gone_with_its_notice_and_with_a_lock() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Next));
    discard(&mut desk);
    desk.command("l");
    desk.unlock();
    assert!(!has(&mut desk, "discarded"), "{:?}", desk.seen().texts);
    desk.type_text("u");
    assert_ne!(desk.app.title(), "Intake · Wayhome");
    // Its time is over.
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Next));
    discard(&mut desk);
    desk.wait(11);
    assert!(has(&mut desk, "Intake discarded"), "{:?}", desk.seen().texts);
    desk.wait(12);
    assert!(!has(&mut desk, "Intake discarded"), "{:?}", desk.seen().texts);
    desk.type_text("u");
    assert_ne!(desk.app.title(), "Intake · Wayhome");
    // Another screen is shown, on which another may have been begun in its place.
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Next));
    discard(&mut desk);
    desk.send(Message::Go(Destination::Exchange));
    assert!(!desk.seen().stops.iter().any(|stop| stop.id.starts_with("notice-")), "{:?}", desk.seen().stops);
    desk.send(Message::Go(Destination::Home));
    desk.type_text("u");
    assert_ne!(desk.app.title(), "Intake · Wayhome");
}

#[test]
fn what_was_discarded_is_brought_back_on_home_until_something_else_is_or_the_desk_is_locked() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Next));
    desk.command("s");
    desk.click("discard");
    assert!(has(&mut desk, "can be brought back on Home"), "said before: {:?}", desk.seen().texts);
    desk.tab();
    desk.key(Named::Enter);
    desk.send(Message::Go(Destination::Exchange));
    desk.wait(30);
    desk.send(Message::Go(Destination::Home));
    assert!(desk.shows("Discarded") && !has(&mut desk, "Not finished 1"), "listed, and counted no more: {:?}", desk.seen().texts);
    desk.send(Message::Home(home::Message::Begun));
    assert!(desk.shows("Discarded"), "{:?}", desk.seen().texts);
    desk.send(Message::Home(home::Message::Only(None)));
    desk.click("open-referrals");
    desk.key(Named::End);
    assert!(has(&mut desk, "Enter brings it back."), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    assert!(focused(&mut desk).starts_with("jump-"), "not on Discard: {}", focused(&mut desk));
    desk.send(Message::Go(Destination::Home));
    assert!(!desk.shows("Discarded") && has(&mut desk, "Intake"), "it is a draft again: {:?}", desk.seen().texts);
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Next));
    discard(&mut desk);
    desk.command("l");
    desk.unlock();
    desk.send(Message::Go(Destination::Home));
    assert!(!desk.shows("Discarded"), "{:?}", desk.seen().texts);
}

#[test]
fn what_was_discarded_does_not_outlive_a_save_that_changes_the_whole() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Next));
    discard(&mut desk);
    let directory = Directory::new(desk.charts.iter().map(Card::of).collect::<Vec<_>>());
    let whole = Some((Arc::new(desk.agency.clone()), Arc::new(directory)));
    let undone = Saved { what: "Undo of save 1".to_owned(), whole, ..Saved::default() };
    desk.send(Message::Saved(u64::MAX, Ok(undone)));
    assert!(!has(&mut desk, "discarded"), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Home));
    assert!(!desk.shows("Discarded"), "{:?}", desk.seen().texts);
}

#[test]
fn another_word_leaves_what_was_discarded_in_reach() {
    for narrow in [false, true] {
        for by_letter in [true, false] {
            let mut desk = funded();
            if narrow {
                desk.resize(iced::Size::new(900.0, 700.0));
            }
            desk.send(Message::Intake(intake::Message::Next));
            discard(&mut desk);
            desk.send(Message::Client(client::Message::Menu(Part::Profile)));
            desk.click("profile-edit");
            desk.command("s");
            assert!(has(&mut desk, "Nothing was changed."), "{:?}", desk.seen().texts);
            assert_eq!(has(&mut desk, "Intake discarded"), !narrow, "one line in a narrow window: {:?}", desk.seen().texts);
            assert!(has(&mut desk, if narrow { "Undo discard" } else { "Undo" }), "{:?}", desk.seen().texts);
            if by_letter {
                desk.type_text("u");
            } else {
                desk.key(Named::F6);
                desk.key(Named::Enter);
            }
            assert_eq!(desk.app.title(), "Intake · Wayhome", "narrow {narrow}, by letter {by_letter}");
            // Where the word is gone, it stands alone again.
            let mut desk = funded();
            discard(&mut desk);
            desk.send(Message::Client(client::Message::Menu(Part::Profile)));
            desk.click("profile-edit");
            desk.command("s");
            desk.wait(5);
            assert!(!has(&mut desk, "Nothing was changed.") && has(&mut desk, "Intake discarded"), "{:?}", desk.seen().texts);
        }
    }
}

#[test]
fn an_annual_that_was_discarded_comes_back_and_ends_on_home() {
    let mut desk = in_an_annual();
    desk.click(&form::question_id(0, INCOME));
    desk.type_text("0");
    discard(&mut desk);
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(has(&mut desk, "Annual Assessment discarded"), "{:?}", desk.seen().texts);
    desk.type_text("u");
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Annual Assessment · Wayhome", "jump-0"));
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    assert_eq!(desk.app.title(), "Home · Wayhome", "{:?}", desk.seen().texts);
}
