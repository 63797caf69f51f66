//! The letters of Home do what the line below the list says, and what was just saved is taken back.

use super::home::{many, next, organizations};
use super::work::{has, set};
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Failure, Part};
use wayhome::app::form::Edit;
use wayhome::app::perform::Saved;
use wayhome::app::screen::client;
use wayhome::app::screen::home::{self, State};
use wayhome::app::widget::access::Role;
use wayhome::domain::at;

#[test]
fn a_letter_acknowledges_nobody_who_is_enrolled() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    assert!(has(&mut desk, "What this referral waits for is its result"), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Referral acknowledged"));
}

#[test]
fn the_keys_below_the_list_are_those_of_the_marked_line() {
    let mut desk = Desk::with(People::Typical);
    let mut met = Vec::new();
    organizations(&mut desk, |desk| {
        for (state, is, says) in [
            (State::New, "Next: acknowledge, or result", "Enter opens it at its result · A acknowledges it today"),
            (State::Enrolled, "Next: record the result", "Enter opens it · R resolves it: the household is enrolled"),
            (State::Awaited, "Next: move-in date", "Enter enters the move-in date"),
        ] {
            desk.send(Message::Home(home::Message::Only(Some(state))));
            if next(desk).iter().all(|next| next == is) && !next(desk).is_empty() {
                assert!(has(desk, says), "{state:?}: {:?}", desk.seen().texts);
                assert_eq!(has(desk, "R resolves it"), state != State::Awaited, "{state:?}");
                met.push(state);
            }
        }
    });
    assert!([State::New, State::Enrolled, State::Awaited].iter().all(|state| met.contains(state)), "{met:?}");
}

#[test]
fn the_keys_below_the_list_do_what_they_say() {
    let mut desk = Desk::with(People::Typical);
    let mut met = false;
    organizations(&mut desk, |desk| {
        desk.send(Message::Home(home::Message::Only(Some(State::New))));
        if met || !next(desk).iter().any(|next| next == "Next: acknowledge, or result") {
            return;
        }
        met = true;
        desk.send(Message::Home(home::Message::Only(None)));
        assert!(!has(desk, "U takes back"), "nothing was saved yet: {:?}", desk.seen().texts);
        let new = next(desk).iter().position(|next| next == "Next: acknowledge, or result").unwrap();
        desk.click("open-referrals");
        desk.key(Named::Home);
        (0..new).for_each(|_| desk.key(Named::ArrowDown));
        desk.type_text("a");
        assert!(has(desk, "U takes back what was just saved") && !has(desk, "A acknowledges it today"), "{:?}", desk.seen().texts);
        desk.type_text("u");
        assert!(has(desk, "A acknowledges it today") && !has(desk, "U takes back"), "{:?}", desk.seen().texts);
    });
    assert!(met);
}

#[test]
fn r_on_who_is_enrolled_proposes_the_success_and_waits_for_save() {
    let mut desk = Desk::with(People::Typical);
    let enrolled = |desk: &mut Desk| {
        desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
        next(desk).iter().filter(|next| *next == "Next: record the result").count()
    };
    let before = enrolled(&mut desk);
    assert!(before > 0);
    desk.click("open-referrals");
    desk.type_text("r");
    assert_eq!((desk.app.title().as_str(), desk.seen().focused().as_deref()), ("CE Event · Wayhome", Some("save")));
    assert!(desk.shows("Resulting Enrollment") && desk.shows("Not saved yet"), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Saved, but"), "nothing was saved");
    // Left as it was proposed, nothing of it is kept.
    desk.key(Named::Escape);
    assert_eq!(enrolled(&mut desk), before);
    assert!(!has(&mut desk, "Not saved 1"), "{:?}", desk.seen().texts);
    desk.click("open-referrals");
    desk.type_text("r");
    desk.click("save-close");
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(desk.shows("Referral result saved"), "{:?}", desk.seen().texts);
    // It left the list, and the same key as for an acknowledgment takes it back.
    desk.type_text("u");
    assert!(desk.shows("Referral result undone"), "{:?}", desk.seen().texts);
    assert_eq!(enrolled(&mut desk), before);
}

#[test]
fn with_large_text_what_r_proposes_is_in_sight_with_the_keyboard_on_save() {
    let mut desk = Desk::with(People::Typical);
    // 1024 × 768 px at a text of 125 %.
    desk.resize(iced::Size::new(819.0, 614.0));
    desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
    desk.click("open-referrals");
    desk.type_text("r");
    assert_eq!(desk.seen().focused().as_deref(), Some("save"));
    desk.frame();
    let titled = desk.heard().nodes.iter().find(|node| node.name == "CE Event" && node.bounds.y > 60.0).map(|node| node.bounds);
    assert!(titled.is_some_and(|at| at.y < 614.0), "the page is at its beginning: {titled:?}");
}

#[test]
fn a_result_that_was_just_saved_is_taken_back_in_its_form_too() {
    let mut desk = result_saved();
    desk.type_text("u");
    assert!(desk.shows("Referral result undone"), "{:?}", desk.seen().texts);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    assert!(!desk.shows(at::referral::RESULTING_ENROLLMENT_ID.label()), "the form shows what is recorded now: {:?}", desk.seen().texts);
}

/// Saves the result of a referral whose household is enrolled, in its form.
fn result_saved() -> Desk {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(State::Enrolled))));
    desk.click("open-referrals");
    desk.type_text("r");
    desk.key(Named::Enter);
    assert!(desk.shows("Referral result saved") && desk.shows("Undo"), "{:?}", desk.seen().texts);
    desk
}

/// The button that takes the last save back.
fn undo(desk: &mut Desk) {
    let button = desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("notice-act")).unwrap().id;
    desk.click(&button);
    assert!(desk.shows("Referral result undone"), "{:?}", desk.seen().texts);
}

#[test]
fn what_is_typed_in_another_form_stays_where_a_result_is_taken_back() {
    let mut desk = result_saved();
    desk.send(Message::Client(client::Message::Menu(Part::Profile)));
    desk.send(Message::Client(client::Message::Profile(client::profile::Message::Begin)));
    let edit = Edit::Set(at::client::MIDDLE_NAME, "Quincy".to_owned());
    desk.send(Message::Client(client::Message::Profile(client::profile::Message::Edit(edit))));
    undo(&mut desk);
    assert!(desk.seen().values.iter().any(|value| value == "Quincy"), "{:?}", desk.seen().values);
    assert!(desk.shows("Not saved yet"), "{:?}", desk.seen().texts);
}

#[test]
fn what_is_typed_since_in_the_same_form_stays_over_what_is_recorded_now() {
    let mut desk = result_saved();
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Unit was filled"));
    undo(&mut desk);
    assert!(desk.seen().values.iter().any(|value| value == "Unit was filled"), "{:?}", desk.seen().values);
    assert!(desk.shows("Not saved yet"), "{:?}", desk.seen().texts);
    assert!(!desk.shows(at::referral::RESULTING_ENROLLMENT_ID.label()), "the result is taken back: {:?}", desk.seen().texts);
}

#[test]
fn what_is_undone_is_named_by_what_was_taken_back_and_by_nothing_that_was_to_be() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(State::New))));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    let toast = |desk: &mut Desk| desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("notice-act")).unwrap().id;
    let id: u64 = toast(&mut desk).rsplit(' ').next().unwrap().parse().unwrap();
    let failed = desk.hold(Message::TakeBack(id)).into_iter().map(|answer| match answer {
        Message::TakenBack(visit, of, _) => Message::TakenBack(visit, of, Err(Failure::new("Not undone", "The disk is full."))),
        other => other,
    });
    failed.for_each(|answer| desk.send(answer));
    assert!(desk.shows("Not undone. The disk is full."), "{:?}", desk.seen().texts);
    let elsewhere = Saved { what: "Undo of save 7".to_owned(), ..Saved::default() };
    desk.send(Message::Saved(u64::MAX, Ok(elsewhere)));
    assert!(desk.shows("Save 7 undone"), "{:?}", desk.seen().texts);
}

/// The line of Home that has the cursor, as it is told.
pub fn cursor(desk: &mut Desk) -> String {
    let row = desk.heard().nodes.into_iter().find(|node| node.role == Role::Row && node.selected == Some(true));
    row.expect("a line has the cursor").name.to_string()
}

#[test]
fn u_puts_the_cursor_on_the_one_that_came_back() {
    let mut desk = many();
    let mut met = false;
    organizations(&mut desk, |desk| {
        desk.send(Message::Home(home::Message::Only(Some(State::New))));
        if met || next(desk).iter().filter(|next| *next == "Next: acknowledge, or result").count() < 2 {
            return;
        }
        met = true;
        desk.click("open-referrals");
        desk.key(Named::Home);
        desk.key(Named::ArrowDown);
        let second = cursor(desk);
        desk.type_text("a");
        assert_ne!(cursor(desk), second, "it went on to another state");
        for _ in 0..2 {
            assert!(has(desk, "U takes back what was just saved"), "on any line: {:?}", desk.seen().texts);
            desk.key(Named::ArrowUp);
        }
        desk.type_text("u");
        assert_eq!(cursor(desk), second);
        assert!(!has(desk, "U takes back"), "{:?}", desk.seen().texts);
    });
    assert!(met);
}
