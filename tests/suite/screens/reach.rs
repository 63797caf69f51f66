//! What can be reached by keys alone, without a walk through everything before it.

use super::work::has;
use crate::desk::{Desk, People};
use crate::visits::referred;
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};

fn record(part: Part) -> Desk {
    let mut desk = Desk::with(People::Typical);
    let (client, _) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client, part)));
    desk
}

#[test]
fn every_part_of_a_record_has_a_key() {
    let mut desk = record(Part::Profile);
    for (key, title) in [("h", "History"), ("e", "Enrollments"), ("p", "Client")] {
        desk.command_shift(key);
        assert_eq!(desk.app.title(), format!("{title} · Wayhome"));
    }
    desk.command("e");
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
}

#[test]
fn up_and_down_go_through_the_menu_of_a_record() {
    let mut desk = record(Part::Enrollments);
    // The keyboard is where something can be done, or in the menu where nothing can; from the frame on Tab comes to the menu.
    while desk.seen().focused().as_deref() != Some("menu-enrollments") {
        desk.tab();
    }
    let mut focused = |key| {
        desk.key(key);
        desk.seen().focused().unwrap()
    };
    assert_eq!(focused(Named::ArrowDown), "menu-events");
    assert_eq!(focused(Named::ArrowDown), "menu-notes");
    assert_eq!(focused(Named::ArrowDown), "menu-history");
    assert_eq!(focused(Named::ArrowDown), "menu-history", "the last one");
    assert_eq!(focused(Named::ArrowUp), "menu-notes");
    assert_eq!(focused(Named::ArrowUp), "menu-events");
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    // Elsewhere they do what they did.
    let list = desk.seen().focused();
    desk.key(Named::ArrowUp);
    assert_eq!(desk.seen().focused(), list);
}

#[test]
fn the_help_of_a_record_lists_the_keys_that_work_there() {
    let mut desk = record(Part::Profile);
    desk.key(Named::F1);
    assert!(desk.shows("Keys in a client's record") && !desk.shows("Keys in a form"), "{:?}", desk.seen().texts);
    desk.key(Named::Escape);
    desk.click("profile-edit");
    desk.click("save");
    desk.click("profile-edit");
    desk.back();
    desk.key(Named::F1);
    assert!(desk.shows("Keys in a form"), "{:?}", desk.seen().texts);
}

#[test]
fn the_letters_of_the_history_work_in_a_save_that_is_open() {
    let mut desk = record(Part::History);
    desk.key(Named::Enter);
    desk.type_text("s");
    assert!(has(&mut desk, "This is the record as it was after save "));
    desk.key(Named::Escape);
    desk.key(Named::Enter);
    desk.type_text("u");
    assert!(has(&mut desk, "Undo save "), "{:?}", desk.seen().texts);
    // In the reason they are words.
    desk.type_text("us");
    assert!(desk.seen().values.iter().any(|value| value == "us"));
}

#[test]
fn the_end_of_the_help_is_one_key_away() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Help));
    let top = |desk: &mut Desk| desk.picture();
    let before = top(&mut desk);
    desk.key(Named::End);
    assert!(top(&mut desk) != before);
    desk.key(Named::Home);
    assert!(top(&mut desk) == before);
}

#[test]
fn a_number_is_typed_on_a_closed_list_of_numbers() {
    let mut desk = Desk::with(People::Typical);
    desk.command(",");
    desk.click("scale");
    desk.key(Named::Escape);
    desk.type_text("150");
    assert!(desk.seen().values.iter().any(|value| value == "150%"), "{:?}", desk.seen().values);
}
