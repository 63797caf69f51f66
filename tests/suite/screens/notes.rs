//! Case notes by keyboard: written, read, corrected, closed, deleted; left, killed, locked and taken up again; hidden.

use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::client;
use wayhome::app::{Message, form};
use wayhome::domain::hud::CaseNote;
use wayhome::domain::note::{self, Which};
use wayhome::domain::{ClientId, FieldId, at};

const DAY: FieldId = at::case_note::NOTE_DATE;
const ABOUT: FieldId = at::case_note::ENROLLMENT_ID;
const NOTE: FieldId = at::case_note::NOTE;
const READ_ONLY: FieldId = at::case_note::READ_ONLY;

/// A client without a case note, whose notes are on show.
fn open() -> (Desk, ClientId) {
    let mut desk = Desk::with(People::Typical);
    let client = desk.charts.iter().find(|chart| chart.notes.is_empty() && !chart.enrollments.is_empty()).unwrap().id().clone();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Profile)));
    notes(&mut desk);
    (desk, client)
}

/// Ctrl+Shift+N.
fn notes(desk: &mut Desk) {
    desk.command_shift("n");
}

/// Writes a note of two lines and saves it.
fn written(desk: &mut Desk, first: &str, second: &str) {
    desk.command_shift("n");
    assert_eq!(desk.seen().focused(), Some(form::id(NOTE)), "one letter, and one writes");
    desk.type_text(first);
    desk.key(Named::Enter);
    desk.type_text(second);
    desk.command("s");
}

fn notes_shown(desk: &mut Desk) -> Vec<String> {
    desk.seen().texts.into_iter().map(|(text, _)| text).filter(|text| text.contains('\n')).collect()
}

#[test]
fn a_note_is_written_read_whole_corrected_and_deleted_by_keyboard() {
    let (mut desk, _) = open();
    assert_eq!(desk.app.title(), "Case Notes · Wayhome");
    assert!(has(&mut desk, "No case note yet.") && has(&mut desk, "no export has them"));
    assert_eq!(desk.seen().focused().as_deref(), Some("add-note"));
    written(&mut desk, "Called about the lease.", "Next: Monday.");
    assert_eq!(desk.seen().focused().as_deref(), Some("notes"), "back to the list");
    written(&mut desk, "Second", "note");
    assert_eq!(notes_shown(&mut desk), ["Second\nnote", "Called about the lease.\nNext: Monday."], "the newest first, whole");
    assert!(desk.seen().texts.iter().any(|(text, _)| text.contains("Mai Green")), "by whom: {:?}", desk.seen().texts);
    desk.key(Named::ArrowDown);
    desk.key(Named::Enter);
    desk.click(&form::id(DAY));
    desk.command("a");
    desk.type_text("-3");
    desk.click(&form::id(NOTE));
    desk.press(Key::Named(Named::End), None, Modifiers::COMMAND);
    desk.type_text(" At ten.");
    desk.command("s");
    assert_eq!(notes_shown(&mut desk), ["Second\nnote", "Called about the lease.\nNext: Monday. At ten."]);
    desk.key(Named::Enter);
    desk.click("delete");
    assert_eq!(desk.seen().focused().as_deref(), Some("stay"), "the safe answer has the keyboard");
    desk.click("sure");
    assert_eq!(notes_shown(&mut desk), ["Second\nnote"]);
    notes(&mut desk);
    assert!(has(&mut desk, "New case note"), "the same keys begin a new one");
}

#[test]
fn a_note_that_was_just_saved_is_taken_back_by_its_notice() {
    let (mut desk, _) = open();
    written(&mut desk, "First", "note");
    assert!(desk.shows("Case note saved") && desk.shows("Undo"), "{:?}", desk.seen().texts);
    desk.command("u");
    assert!(desk.shows("Case note undone") && has(&mut desk, "No case note yet."), "{:?}", desk.seen().texts);
    assert_eq!(desk.seen().focused().as_deref(), Some("add-note"));
    // What is typed since stays, and so does the keyboard.
    written(&mut desk, "Second", "note");
    desk.command_shift("n");
    desk.type_text("Third");
    desk.command("u");
    assert!(desk.shows("Case note undone") && desk.shows("Not saved yet"), "{:?}", desk.seen().texts);
    assert_eq!(desk.seen().focused(), Some(form::id(NOTE)));
    desk.type_text(" note");
    desk.command("s");
    assert_eq!(notes_shown(&mut desk), [""; 0], "of one line: {:?}", desk.seen().texts);
    assert!(desk.shows("Third note"), "{:?}", desk.seen().texts);
}

#[test]
fn delete_on_the_list_asks_once_and_leads_back_there() {
    let (mut desk, _) = open();
    written(&mut desk, "First", "note");
    written(&mut desk, "Second", "note");
    desk.key(Named::ArrowDown);
    desk.key(Named::Delete);
    assert!(has(&mut desk, "Delete this note? History can bring it back."), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    assert_eq!((desk.seen().focused().as_deref(), notes_shown(&mut desk).len()), (Some("notes"), 2), "Enter keeps it");
    desk.key(Named::Delete);
    desk.tab();
    desk.key(Named::Enter);
    desk.quiet();
    assert_eq!(notes_shown(&mut desk), ["Second\nnote"]);
}

#[test]
fn history_says_which_lines_of_a_note_came_and_went() {
    let (mut desk, client) = open();
    written(&mut desk, "Called about the lease.", "No answer.");
    desk.key(Named::Enter);
    desk.click(&form::id(NOTE));
    desk.press(Key::Named(Named::End), None, Modifiers::COMMAND);
    desk.key(Named::Enter);
    desk.type_text("Next: Monday.");
    desk.command("s");
    desk.quiet();
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    assert!(has(&mut desk, "Note: 1 line added"), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    let texts: Vec<String> = desk.seen().texts.into_iter().map(|(text, _)| text).collect();
    let lines = ["1 line added", "Called about the lease.", "No answer.", "Added", "Next: Monday."];
    assert!(lines.iter().all(|line| texts.iter().any(|text| text == line)), "each line by itself: {texts:?}");
}

#[test]
fn what_cannot_be_a_note_is_said_and_stops_the_save() {
    let (mut desk, _) = open();
    desk.command_shift("n");
    desk.command("s");
    assert!(has(&mut desk, "Write the note."));
    assert_eq!(desk.seen().focused(), Some(form::id(NOTE)));
    desk.type_text("Something");
    desk.click(&form::id(DAY));
    desk.command("a");
    desk.type_text("+2");
    desk.command("s");
    assert!(has(&mut desk, "The day is in the future."));
    assert_eq!(desk.seen().focused(), Some(form::id(DAY)));
}

#[test]
fn a_note_that_is_read_only_is_not_changed_any_more_until_history_takes_that_back() {
    let (mut desk, client) = open();
    desk.command_shift("n");
    desk.type_text("As it is to stay.");
    desk.click(&form::id(READ_ONLY));
    desk.command("s");
    assert!(has(&mut desk, "Read only"));
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Who has more to say adds another note."), "{:?}", desk.seen().texts);
    assert_eq!(desk.seen().focused().as_deref(), Some("close"));
    let stops: Vec<String> = desk.seen().stops.into_iter().map(|stop| stop.id).collect();
    assert!(!stops.iter().any(|id| id.starts_with("CaseNote.") || id == "delete" || id == "save"), "{stops:?}");
    desk.command("s");
    desk.quiet();
    desk.key(Named::Escape);
    assert_eq!(desk.seen().focused().as_deref(), Some("notes"));
    // The save that closed it is taken back: nothing is left of the note but its past.
    desk.send(Message::Go(Destination::Client(client.clone(), Part::History)));
    desk.type_text("u");
    desk.type_text("Written too early");
    desk.command("s");
    desk.quiet();
    desk.send(Message::Go(Destination::Client(client, Part::Notes(None))));
    assert!(has(&mut desk, "No case note yet."), "{:?}", desk.seen().texts);
}

#[test]
fn what_is_half_typed_survives_leaving_the_lock_and_a_kill() {
    let (mut desk, client) = open();
    desk.command_shift("n");
    desk.type_text("Half a thou");
    desk.command("l");
    desk.unlock();
    assert_eq!(desk.app.title(), "Case Notes · Wayhome");
    assert!(desk.seen().values.iter().any(|value| value == "Half a thou"), "{:?}", desk.seen().values);
    assert_eq!(desk.seen().focused(), Some(form::id(NOTE)));
    desk.type_text("ght, and so long that it is kept without a pause anywhere in it. The end is new");
    // Killed: nobody said goodbye.
    let mut desk = desk.again();
    desk.unlock();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Notes(None))));
    assert!(has(&mut desk, "Continue: new case note"));
    desk.click("add-note");
    let kept = desk.seen().values.into_iter().find(|value| value.starts_with("Half a thought, and so long that it is kept"));
    assert!(kept.is_some(), "{:?}", desk.seen().values);
    assert!(has(&mut desk, "What you typed before is here again."));
    desk.key(Named::Escape);
    desk.click("add-note");
    desk.send(Message::Client(client::Message::Notes(client::notes::Message::Discard)));
    desk.key(Named::Escape);
    assert!(has(&mut desk, "Add case note"), "nothing is left of it: {:?}", desk.seen().texts);
}

#[test]
fn leaving_a_note_asks_before_it_loses_anything() {
    let (mut desk, _) = open();
    desk.command_shift("n");
    desk.click("cancel");
    assert!(has(&mut desk, "No case note yet."), "nothing was typed, and nothing is asked");
    desk.command_shift("n");
    desk.type_text("Words");
    desk.click("cancel");
    assert!(has(&mut desk, "Leave without saving? What you typed is lost."));
    desk.key(Named::Enter);
    assert!(desk.seen().values.iter().any(|value| value == "Words"));
    desk.click("cancel");
    desk.click("sure");
    assert!(has(&mut desk, "No case note yet.") && has(&mut desk, "Add case note"));
}

#[test]
fn privacy_hides_what_is_read_and_what_is_typed() {
    let (mut desk, _) = open();
    written(&mut desk, "Zqread", "more");
    desk.key(Named::F9);
    desk.command_shift("n");
    desk.type_text("Zqtyped");
    desk.key(Named::Enter);
    desk.type_text("too");
    let heard = desk.heard().text();
    assert!(!heard.contains("Zq") && heard.contains("•••••••⏎•••"), "{heard}");
    assert!(!desk.seen().values.iter().chain(&desk.seen().said).any(|text| text.contains("Zq")));
    desk.command("s");
    assert!(!desk.heard().text().contains("Zq") && has(&mut desk, "hidden"), "{:?}", desk.seen().texts);
    desk.key(Named::F9);
    assert_eq!(notes_shown(&mut desk), ["Zqtyped\ntoo", "Zqread\nmore"]);
}

#[test]
fn a_note_is_about_the_stay_or_the_client_and_history_tells_of_it() {
    let mut desk = Desk::with(People::Typical);
    let open = |note: &&CaseNote| !note::is_closed(note);
    let (noted, note) = desk.charts.iter().find_map(|chart| Some((chart, chart.notes.iter().find(open)?.clone()))).unwrap();
    let client = noted.id().clone();
    let program = desk.agency.project_name(noted.enrollment(&note.enrollment_id).unwrap().project_id.as_str()).to_owned();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Notes(Some(Which::Kept(note.case_note_id.as_str().to_owned()))))));
    assert!(desk.seen().values.iter().any(|value| value.contains(&program)), "{:?}", desk.seen().values);
    desk.click(&form::id(ABOUT));
    desk.type_text("The c");
    desk.key(Named::Enter);
    desk.command("s");
    assert!(has(&mut desk, "The client"), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Case note · "), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, &format!("{program}, ")) && has(&mut desk, "→ blank"), "{:?}", desk.seen().texts);
}

/// What stands in the note.
fn typed(desk: &mut Desk) -> Vec<String> {
    desk.seen().values
}

#[test]
fn a_new_note_knows_nothing_of_the_text_of_the_one_before() {
    let (mut desk, _) = open();
    desk.command_shift("n");
    desk.type_text("Of the first");
    desk.command("s");
    desk.key(Named::Enter);
    desk.type_text(" one");
    notes(&mut desk);
    assert_eq!(desk.seen().focused(), Some(form::id(NOTE)));
    desk.command("z");
    desk.type_text("x");
    assert!(typed(&mut desk).contains(&"x".to_owned()), "{:?}", typed(&mut desk));
    desk.key(Named::F1);
    assert!(has(&mut desk, NOTE.label()), "help is about the note: {:?}", desk.seen().texts);
}

#[test]
fn words_that_were_deleted_do_not_come_back_as_a_draft() {
    let (mut desk, _) = open();
    let long = "So long that it is kept without a pause anywhere in it, as every note is.";
    desk.command_shift("n");
    desk.type_text(long);
    desk.command("a");
    desk.key(Named::Delete);
    desk.key(Named::Escape);
    assert!(has(&mut desk, "Add case note"), "{:?}", desk.seen().texts);
    // Nor where a note is as it was.
    written(&mut desk, "One", "two");
    desk.quiet();
    desk.key(Named::Enter);
    desk.type_text("!");
    desk.key(Named::Escape);
    assert!(has(&mut desk, "Not saved yet"));
    desk.key(Named::Enter);
    desk.key(Named::Backspace);
    desk.key(Named::Escape);
    assert!(!has(&mut desk, "Not saved yet"), "{:?}", desk.seen().texts);
    // Another place of the record as well.
    desk.key(Named::Enter);
    desk.type_text(long);
    for _ in long.chars() {
        desk.key(Named::Backspace);
    }
    desk.command_shift("p");
    notes(&mut desk);
    assert!(!has(&mut desk, "Not saved yet"), "{:?}", desk.seen().texts);
}

#[test]
fn what_was_typed_into_a_note_that_is_undone_is_a_new_note() {
    let (mut desk, client) = open();
    written(&mut desk, "First", "second");
    desk.key(Named::Enter);
    desk.type_text(" and what was half typed");
    desk.send(Message::Go(Destination::Client(client.clone(), Part::History)));
    desk.type_text("u");
    desk.type_text("Of somebody else");
    desk.command("s");
    desk.quiet();
    desk.send(Message::Go(Destination::Client(client, Part::Notes(None))));
    assert!(has(&mut desk, "Continue: new case note"), "{:?}", desk.seen().texts);
    desk.click("add-note");
    assert!(has(&mut desk, "What you typed is a new note now."), "{:?}", desk.seen().texts);
    assert!(typed(&mut desk).contains(&"First\nsecond and what was half typed".to_owned()), "{:?}", typed(&mut desk));
    desk.command("s");
    desk.quiet();
    assert_eq!(notes_shown(&mut desk), ["First\nsecond and what was half typed"]);
    assert!(has(&mut desk, "Add case note"), "nothing is left to go on with: {:?}", desk.seen().texts);
}

#[test]
fn ctrl_backspace_takes_a_word_in_every_text_of_the_desk() {
    let (mut desk, client) = open();
    let erase = |desk: &mut Desk| desk.press(Key::Named(Named::Backspace), None, Modifiers::COMMAND);
    desk.command_shift("n");
    desk.type_text("Called about the lease");
    erase(&mut desk);
    assert!(typed(&mut desk).contains(&"Called about the ".to_owned()), "{:?}", typed(&mut desk));
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    desk.type_text("u");
    desk.type_text("The wrong client");
    erase(&mut desk);
    assert!(typed(&mut desk).contains(&"The wrong ".to_owned()), "{:?}", typed(&mut desk));
}
