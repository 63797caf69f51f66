//! The key-in sheet as a worker uses it: opened, ticked off and taken back by the keyboard, masked, printed.

use super::work::{has, open_event, set};
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::Destination;
use wayhome::app::screen::exchange::{self, keyin};
use wayhome::app::shortcut::Command;
use wayhome::domain::{ClientId, at};

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// Resolves a referral as rejected and adds a name to the same client, so that two forms are to be typed; opens the sheet.
pub fn opened(desk: &mut Desk) -> ClientId {
    let (client, _) = open_event(desk);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Moved in with family"));
    desk.command("s");
    desk.send(Message::Go(Destination::Client(client.clone(), wayhome::app::action::Part::Profile)));
    desk.click("profile-edit");
    let edit = wayhome::app::form::Edit::Set(at::client::MIDDLE_NAME, "Aurelia".to_owned());
    desk.send(Message::Client(wayhome::app::screen::client::Message::Profile(wayhome::app::screen::client::profile::Message::Edit(edit))));
    desk.command("s");
    desk.send(Message::Go(Destination::Exchange));
    desk.click("keyin");
    desk.quiet();
    client
}

#[test]
fn forms_are_ticked_off_and_taken_back_by_the_keyboard() {
    let mut desk = Desk::with(People::Typical);
    opened(&mut desk);
    assert!(desk.shows("2 forms of 1 client left to enter."), "{:?}", desk.seen().texts);
    assert_eq!(focused(&mut desk), "keyin-list");
    assert!(has(&mut desk, "Client Information") && desk.shows("Aurelia"), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "CE Event of ") && desk.shows("To enter"), "the record's day stands with its form: {:?}", desk.seen().texts);
    desk.type_text(" ");
    assert!(desk.shows("1 form of 1 client left to enter, 1 entered."), "{:?}", desk.seen().texts);
    assert!(desk.shows("Unsuccessful referral: client rejected"), "the next one is there: {:?}", desk.seen().texts);
    assert!(has(&mut desk, "Work on 1 client not in your HMIS yet"), "the same number: {:?}", desk.seen().texts);
    // Enter looks at it, and ticks nothing that nobody has read.
    desk.key(Named::Enter);
    assert!(focused(&mut desk).starts_with("keyin-tick-event-") && desk.shows("1 form of 1 client left to enter, 1 entered."));
    desk.key(Named::Enter);
    assert!(desk.shows("All entered: 2 forms."), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "not in your HMIS yet"));
    // A slip is taken back where it was made, and says what was done and no more.
    desk.type_text(" ");
    assert!(has(&mut desk, "Tick taken back: CE Event"), "{:?}", desk.seen().texts);
    assert!(!desk.seen().texts.iter().any(|(text, _)| text.starts_with("Tick taken back") && text.ends_with("saved")));
    assert!(desk.shows("1 form of 1 client left to enter, 1 entered."));
    desk.quiet();
    desk.key(Named::Escape);
    assert!(desk.shows("Import HMIS CSV"));
    assert_eq!(focused(&mut desk), "keyin");
}

#[test]
fn a_tick_is_taken_back_by_its_notice_and_the_cursor_is_on_it_again() {
    let mut desk = Desk::with(People::Typical);
    opened(&mut desk);
    for _ in 0..2 {
        desk.type_text(" ");
        assert!(desk.shows("1 form of 1 client left to enter, 1 entered.") && desk.shows("Undo"), "{:?}", desk.seen().texts);
        desk.command("u");
        assert!(
            desk.shows("2 forms of 1 client left to enter.") && has(&mut desk, "Key-in of Client Information undone"),
            "{:?}",
            desk.seen().texts
        );
        assert_eq!(focused(&mut desk), "keyin-list");
        assert!(desk.shows("Aurelia"), "the form is there again: {:?}", desk.seen().texts);
    }
}

#[test]
fn the_sheet_is_seen_from_its_beginning_with_the_keyboard_on_what_is_left() {
    let mut desk = Desk::with(People::Typical);
    desk.resize(iced::Size::new(1024.0, 600.0));
    opened(&mut desk);
    desk.frame();
    assert_eq!(focused(&mut desk), "keyin-list");
    let (seen, heard) = (desk.seen(), desk.heard());
    let list = seen.stops.iter().find(|stop| stop.id == "keyin-list").unwrap().bounds;
    let scrolled = list.y - heard.nodes.iter().find(|node| node.id == heard.focus).unwrap().bounds.y;
    assert!(scrolled.abs() < 0.5, "{scrolled} px of the page are out of sight");
    assert!(heard.nodes.iter().any(|node| node.name.contains("To enter") && node.info.selected == Some(true)), "{:?}", seen.texts);
}

#[test]
fn on_a_small_screen_with_large_text_nothing_of_a_form_is_cut() {
    let mut desk = Desk::with(People::Typical);
    while desk.app.scale() < 1.5 {
        desk.send(Message::Command(Command::Larger));
    }
    desk.resize(iced::Size::new(1024.0, 768.0));
    opened(&mut desk);
    assert_eq!(desk.cut(), Vec::<String>::new());
}

/// Exports what is on the sheet, and opens it again.
pub fn exported(desk: &mut Desk) {
    opened(desk);
    desk.key(Named::Escape);
    let out = desk.folder.path().join("wayhome-today.zip");
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    desk.click("export");
    desk.click("keyin");
    desk.quiet();
}

#[test]
fn what_an_export_holds_is_said_and_nothing_is_ticked_by_itself() {
    let mut desk = Desk::with(People::Typical);
    exported(&mut desk);
    let says = "Both are in the export of 11/20/2026";
    assert!(desk.shows("2 forms of 1 client left to enter.") && has(&mut desk, says), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "(wayhome-today.zip)") && desk.shows("Exported"), "{:?}", desk.seen().texts);
    // One that is typed all the same is ticked off, and says nothing against the other.
    desk.type_text(" ");
    assert!(desk.shows("1 form of 1 client left to enter, 1 entered.") && has(&mut desk, "It is in the export of 11/20/2026"));
    // What is changed after the export is not in it.
    let (client, _) = open_event(&mut desk);
    desk.send(Message::Go(Destination::Client(client, wayhome::app::action::Part::Profile)));
    desk.click("profile-edit");
    let edit = wayhome::app::form::Edit::Set(at::client::MIDDLE_NAME, "Bernadette".to_owned());
    desk.send(Message::Client(wayhome::app::screen::client::Message::Profile(wayhome::app::screen::client::profile::Message::Edit(edit))));
    desk.command("s");
    desk.send(Message::Go(Destination::Exchange));
    assert!(desk.shows("2 forms of 1 client left to enter.") && has(&mut desk, "1 of the 2 is in the export"), "{:?}", desk.seen().texts);
}

#[test]
fn a_double_click_ticks_one_form() {
    let mut desk = Desk::with(People::Typical);
    opened(&mut desk);
    let tick = |at| Message::Exchange(exchange::Message::KeyIn(keyin::Message::Tick(at)));
    let saved = desk.hold(tick(0));
    desk.send(tick(1));
    saved.into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.shows("1 form of 1 client left to enter, 1 entered."), "{:?}", desk.seen().texts);
    desk.send(tick(1));
    assert!(desk.shows("All entered: 2 forms."), "{:?}", desk.seen().texts);
}

#[test]
fn what_was_entered_is_found_again_after_a_restart() {
    let mut desk = Desk::with(People::Typical);
    opened(&mut desk);
    desk.type_text(" ");
    let mut desk = desk.again();
    desk.unlock();
    desk.send(Message::Go(Destination::Exchange));
    desk.click("keyin");
    assert!(desk.shows("1 form of 1 client left to enter, 1 entered."), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Entered in HMIS on "));
    desk.click("keyin-all");
    desk.click("keyin-list");
    desk.key(Named::Home);
    assert!(has(&mut desk, "Entered in HMIS on ") && has(&mut desk, " by "), "{:?}", desk.seen().texts);
    let tick = desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("keyin-tick-")).unwrap().id;
    desk.click(&tick);
    assert!(desk.shows("2 forms of 1 client left to enter."));
}

#[test]
fn privacy_hides_who_it_is() {
    let mut desk = Desk::with(People::Typical);
    let client = opened(&mut desk);
    let name = desk.charts.iter().find(|chart| *chart.id() == client).unwrap().client.last_name.as_str().to_owned();
    assert!(has(&mut desk, &name) && desk.shows("Aurelia"));
    desk.send(Message::Command(Command::Privacy));
    assert!(!has(&mut desk, &name) && !has(&mut desk, "Aurelia"), "{:?}", desk.seen().texts);
    assert!(desk.shows("hidden"));
}

#[test]
fn the_paper_is_written_where_one_says_and_asks_before_it_replaces() {
    let mut desk = Desk::with(People::Typical);
    opened(&mut desk);
    assert!(has(&mut desk, "names and answers of clients, readable for everybody"), "said before");
    desk.click("keyin-print");
    assert!(has(&mut desk, "Nothing written. The folder"), "{:?}", desk.seen().texts);
    let path = desk.folder.path().join("sheet.pdf");
    desk.send(Message::Exchange(exchange::Message::KeyIn(keyin::Message::Path(path.display().to_string()))));
    desk.click("keyin-print");
    assert!(has(&mut desk, "Wrote 2 forms of 1 client on 1 page to "), "{:?}", desk.seen().texts);
    desk.frame();
    let (seen, height) = (desk.seen(), desk.size().height);
    for told in ["Wrote 2 forms of 1 client", "Write PDF"] {
        let place = seen.texts.iter().find(|(text, _)| text.starts_with(told)).unwrap().1;
        assert!(place.y > 0.0 && place.y + place.height < height - 24.0, "{told} is in sight: {place:?}");
    }
    std::fs::write(&path, "mine").unwrap();
    desk.command("s");
    assert!(has(&mut desk, "is there already"));
    assert_eq!((focused(&mut desk).as_str(), std::fs::read_to_string(&path).unwrap().as_str()), ("keyin-replace", "mine"));
    desk.key(Named::Enter);
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn a_sheet_that_is_being_read_is_not_said_to_be_empty() {
    let mut desk = Desk::with(People::Typical);
    opened(&mut desk);
    desk.key(Named::Escape);
    let read = desk.hold(Message::Exchange(exchange::Message::OpenKeyIn));
    desk.command("s");
    assert!(desk.shows("The key-in sheet is being read. Try again once it is there."), "{:?}", desk.seen().texts);
    read.into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.shows("2 forms of 1 client left to enter."), "{:?}", desk.seen().texts);
}

/// The sheet is being written; the answer is held back.
fn writing(desk: &mut Desk) -> (std::path::PathBuf, Vec<Message>) {
    opened(desk);
    let path = desk.folder.path().join("sheet.pdf");
    let send = |message| Message::Exchange(exchange::Message::KeyIn(message));
    desk.send(send(keyin::Message::Path(path.display().to_string())));
    let written = desk.hold(send(keyin::Message::Print));
    assert!(!written.is_empty());
    (path, written)
}

#[test]
fn a_sheet_that_is_being_written_is_awaited_and_its_end_is_told() {
    let mut desk = Desk::with(People::Typical);
    let (_, written) = writing(&mut desk);
    desk.send(Message::Exchange(exchange::Message::LeaveKeyIn));
    assert!(!desk.shows("Import HMIS CSV"), "its page stays");
    desk.send(Message::Command(Command::Lock));
    assert!(has(&mut desk, "The key-in sheet that was being written is ended first."), "{:?}", desk.seen().texts);
    written.into_iter().for_each(|answer| desk.send(answer));
    desk.unlock();
    assert!(has(&mut desk, "Wrote 2 forms of 1 client"), "{:?}", desk.seen().texts);
}

#[test]
fn a_sheet_that_was_called_off_is_no_failure() {
    let mut desk = Desk::with(People::Typical);
    let (_, _late) = writing(&mut desk);
    desk.quiet();
    desk.key(Named::Escape);
    desk.send(Message::Printed(Err(wayhome::app::action::Failure::new("Nothing written", "It was cancelled."))));
    assert!(desk.shows("Nothing written. It was cancelled."), "{:?}", desk.seen().texts);
}

#[test]
fn a_lock_puts_the_sheet_away() {
    let mut desk = Desk::with(People::Typical);
    opened(&mut desk);
    desk.send(Message::Command(Command::Lock));
    desk.unlock();
    desk.send(Message::Go(Destination::Exchange));
    assert!(desk.shows("Import HMIS CSV"));
}

#[test]
fn nothing_to_enter_says_so() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Exchange));
    desk.click("keyin");
    assert!(desk.shows("Nothing to enter: your HMIS has everything that stands here."));
    assert_eq!(focused(&mut desk), "keyin-back");
}

#[test]
fn a_press_that_began_on_another_form_ticks_none() {
    let mut desk = Desk::with(People::Typical);
    opened(&mut desk);
    let button = |desk: &mut Desk| desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("keyin-tick-")).unwrap();
    let first = button(&mut desk);
    let saved = desk.hold(Message::Exchange(exchange::Message::KeyIn(keyin::Message::Tick(0))));
    // The second press of a slow double click begins while the first is being saved, and ends after it.
    let at = desk.hold_down("keyin-ticking");
    saved.into_iter().for_each(|answer| desk.send(answer));
    let second = button(&mut desk);
    assert!(second.id != first.id && second.bounds.contains(at), "{second:?} in the place of {first:?}");
    desk.let_go(at);
    assert!(desk.shows("1 form of 1 client left to enter, 1 entered."), "{:?}", desk.seen().texts);
    // By the keyboard it goes on form by form.
    while desk.seen().focused().is_none_or(|id| id != second.id) {
        desk.tab();
    }
    desk.key(Named::Enter);
    assert!(desk.shows("All entered: 2 forms."), "{:?}", desk.seen().texts);
}

#[test]
fn the_day_of_a_form_is_whole_at_every_width() {
    let mut desk = Desk::with(People::Long);
    opened(&mut desk);
    for width in [800.0, 900.0, 1024.0, 1280.0] {
        desk.resize(iced::Size::new(width, 800.0));
        desk.frame();
        let day = |text: &str| text.starts_with("CE Event of ") && text.split('/').count() == 3;
        let seen = desk.seen();
        let list = seen.stops.iter().find(|stop| stop.id == "keyin-list").unwrap().bounds;
        let days: Vec<_> = seen.texts.iter().filter(|(text, place)| day(text) && list.contains(place.center())).collect();
        assert!(!days.is_empty(), "{width}: {:?}", seen.texts);
        assert!(days.iter().all(|(_, place)| place.x + place.width <= list.x + list.width), "{width}: {days:?} in {list:?}");
    }
}

#[test]
fn beside_the_guide_the_way_to_the_sheet_and_its_first_open_line_are_in_sight() {
    let mut desk = Desk::guided(People::Typical);
    desk.resize(iced::Size::new(1280.0, 800.0));
    opened(&mut desk);
    desk.type_text(" ");
    desk.quiet();
    desk.key(Named::Escape);
    let place = |desk: &mut Desk, id: &str| desk.seen().stops.into_iter().find(|stop| stop.id == id).map(|stop| stop.bounds).unwrap();
    let foot = place(&mut desk, "export").y;
    let button = place(&mut desk, "keyin");
    assert!(button.y + button.height < foot, "{button:?}");
    desk.send(Message::Go(Destination::Exchange));
    let steps = (1..12).find(|_| {
        desk.tab();
        focused(&mut desk) == "keyin"
    });
    assert!(steps.is_some_and(|steps| steps <= 4), "{steps:?} from the path of the import");
    desk.key(Named::Enter);
    desk.quiet();
    desk.frame();
    let list = place(&mut desk, "keyin-list");
    assert!(focused(&mut desk) == "keyin-list" && list.y > 0.0 && list.y + list.height < foot, "{list:?}");
    assert!(desk.shows("Unsuccessful referral: client rejected"), "what is open: {:?}", desk.seen().texts);
}
