//! What takes long says how far it is, and is called off by a button or by Esc.

use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Failure};
use wayhome::app::screen::exchange;

/// An import that is under way: what it answers is held back.
pub fn importing(desk: &mut Desk) -> Vec<Message> {
    desk.send(Message::Go(Destination::Exchange));
    desk.send(Message::Exchange(exchange::Message::From("tests/fixtures/fy2026-northern-lakes.zip".to_owned())));
    desk.hold(Message::Exchange(exchange::Message::Import))
}

#[test]
fn an_import_under_way_says_how_far_it_is_and_esc_calls_it_off() {
    let mut desk = Desk::with(People::Typical);
    let _late = importing(&mut desk);
    assert!(has(&mut desk, "Comparing: ") && has(&mut desk, " clients"), "{:?}", desk.seen().texts);
    assert!(desk.seen().stops.iter().any(|stop| stop.id == "call-off"));
    desk.quiet();
    desk.key(Named::Escape);
    assert!(desk.shows("Cancelling…"), "{:?}", desk.seen().texts);
    let off = Failure::new("Nothing imported", "It was cancelled, and everything is as it was before.");
    desk.send(Message::Compared(Err(off)));
    assert!(desk.shows("Nothing imported. It was cancelled, and everything is as it was before."));
    assert!(!has(&mut desk, "Cancelling…"));
}

#[test]
fn the_key_in_sheet_waits_for_what_is_under_way() {
    let mut desk = Desk::with(People::Typical);
    let compared = importing(&mut desk);
    desk.send(Message::Exchange(exchange::Message::OpenKeyIn));
    assert!(has(&mut desk, "Something is under way on Exchange.") && desk.shows("Import HMIS CSV"), "{:?}", desk.seen().texts);
    compared.into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.shows("Import now") && !has(&mut desk, "Something is under way"), "{:?}", desk.seen().texts);
}

#[test]
fn what_is_being_saved_cannot_be_called_off_and_says_so() {
    let mut desk = Desk::with(People::Typical);
    let compared = importing(&mut desk);
    compared.into_iter().for_each(|answer| desk.send(answer));
    let saved = desk.hold(Message::Exchange(exchange::Message::Take));
    assert!(has(&mut desk, "it cannot be cancelled any more"), "{:?}", desk.seen().texts);
    desk.send(Message::Exchange(exchange::Message::CallOff));
    assert!(has(&mut desk, "so it cannot be cancelled any more"), "{:?}", desk.seen().texts);
    saved.into_iter().for_each(|answer| desk.send(answer));
    assert!(has(&mut desk, "Imported: "));
}
