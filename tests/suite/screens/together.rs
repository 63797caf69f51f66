//! Several keys that come together, as of a fast hand or a scanner: the window hears of them before it has drawn what the first one did. What
//! is typed on Case Notes begins a note with all of it.

use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::client::notes;
use wayhome::app::{Message, form};
use wayhome::domain::at::case_note::{NOTE, NOTE_DATE};

/// The case notes of somebody who has none, with the keyboard on the button.
fn open() -> Desk {
    let mut desk = Desk::with(People::Typical);
    let client = desk.charts.iter().find(|chart| chart.notes.is_empty() && !chart.enrollments.is_empty()).unwrap().id().clone();
    desk.send(Message::Go(Destination::Client(client, Part::Notes(None))));
    assert_eq!(desk.seen().focused().as_deref(), Some("add-note"));
    desk
}

fn writes(desk: &mut Desk, text: &str) -> bool {
    let seen = desk.seen();
    seen.focused() == Some(form::id(NOTE)) && seen.values.iter().any(|value| value == text)
}

#[test]
fn what_is_typed_at_once_on_the_notes_begins_one_with_all_of_it() {
    for text in ["Called about the lease.", "called", "Not home", "Up at 6", "10/12: no answer", "Éva called\nNext: Monday"] {
        let mut desk = open();
        desk.type_together(text);
        assert!(writes(&mut desk, text), "{text}: {:?}", desk.seen().values);
        desk.command("s");
        assert!(desk.shows(text) && desk.seen().focused().as_deref() == Some("notes"), "{text}: {:?}", desk.seen().texts);
        // The list has notes now, and one more begins in the same way.
        desk.quiet();
        desk.type_together(text);
        desk.type_text("!");
        assert!(writes(&mut desk, &format!("{text}!")), "{text}: {:?}", desk.seen().values);
    }
}

#[test]
fn one_letter_after_another_is_the_same() {
    let mut desk = open();
    desk.type_text("Called about the lease.");
    assert!(writes(&mut desk, "Called about the lease."), "{:?}", desk.seen().values);
    // Where no control of the list has the keyboard too.
    let mut desk = open();
    desk.click("menu-notes");
    desk.type_text("Called");
    assert!(writes(&mut desk, "Called"), "{:?}", desk.seen().values);
}

#[test]
fn every_letter_on_the_notes_is_one_and_takes_nothing_back() {
    let mut desk = open();
    assert!(has(&mut desk, "Type, and a new note begins with it") && !has(&mut desk, "U takes back"));
    desk.type_together("no answer");
    assert!(writes(&mut desk, "no answer"), "{:?}", desk.seen().values);
    desk.command("s");
    assert!(!has(&mut desk, "U takes back"), "{:?}", desk.seen().texts);
    desk.type_together("unable to reach her");
    assert!(writes(&mut desk, "unable to reach her"), "{:?}", desk.seen().values);
    desk.command("s");
    assert!(has(&mut desk, "no answer") && has(&mut desk, "unable to reach her"), "{:?}", desk.seen().texts);
    desk.command("u");
    assert!(has(&mut desk, "no answer") && !has(&mut desk, "unable to reach her"), "{:?}", desk.seen().texts);
    desk.command_shift("n");
    assert!(writes(&mut desk, ""), "its key begins an empty one: {:?}", desk.seen().values);
}

#[test]
fn enter_and_space_press_what_has_the_keyboard_as_ever() {
    for key in [Named::Enter, Named::Space] {
        let mut desk = open();
        desk.key(key);
        assert!(writes(&mut desk, ""), "{:?}", desk.seen().values);
        desk.type_text("First");
        desk.command("s");
        desk.quiet();
        desk.key(Named::Enter);
        assert!(writes(&mut desk, "First"), "the list opens its note: {:?}", desk.seen().values);
    }
    // Also where all of it came together, with the save.
    let mut desk = open();
    desk.type_together("First");
    desk.command("s");
    desk.key(Named::Enter);
    assert!(writes(&mut desk, "First"), "{:?}", desk.seen().values);
}

#[test]
fn what_is_typed_goes_on_below_a_note_that_was_begun() {
    let mut desk = open();
    desk.type_together("Half a thought");
    desk.key(Named::Escape);
    assert!(has(&mut desk, "Continue: new case note"));
    desk.type_together("and more");
    assert!(writes(&mut desk, "Half a thought\nand more"), "{:?}", desk.seen().values);
    desk.click(&form::id(NOTE_DATE));
    desk.type_text("t");
    assert!(desk.seen().values.iter().any(|value| value == "Half a thought\nand more"), "another field has its own letters");
}

#[test]
fn a_note_that_is_begun_by_a_letter_is_hidden_in_privacy_mode_and_told_nowhere() {
    let mut desk = open();
    desk.key(Named::F9);
    desk.type_together("Zqtyped");
    assert!(!desk.heard().text().contains("Zq"), "{}", desk.heard().text());
    let message = format!("{:?}", notes::Message::Typed(notes::Letter('Z')));
    assert!(!message.contains('Z'), "{message}");
}
