//! The lock always wins, and loses nothing: whatever is half typed, whatever is on its way.

use super::progress::importing;
use super::work::{has, open_event, set};
use crate::desk::{Desk, People, later};
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::{Edit, id as control};
use wayhome::app::screen::{adding, client, clients, exchange, home, intake, settings, unlock};
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, form};
use wayhome::domain::at;
use wayhome::domain::intake::Step;

fn lock(desk: &mut Desk) {
    desk.command("l");
    assert!(desk.shows("Open your desk"));
    assert_eq!(desk.app.title(), "Wayhome");
}

fn focused(desk: &mut Desk) -> Option<String> {
    desk.seen().focused()
}

fn value(desk: &mut Desk, text: &str) -> bool {
    desk.seen().values.iter().any(|value| value == text)
}

#[test]
fn a_half_typed_form_comes_back_with_the_cursor_in_its_word() {
    let mut desk = Desk::with(People::Typical);
    open_event(&mut desk);
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.click(&control(at::referral::NOT_HOUSED_REASON));
    desk.type_text("Unit filled");
    (0..7).for_each(|_| desk.key(Named::ArrowLeft));
    lock(&mut desk);
    assert!(!value(&mut desk, "Unit filled"));

    desk.unlock();
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    assert_eq!(focused(&mut desk), Some(control(at::referral::NOT_HOUSED_REASON)));
    assert!(value(&mut desk, "Unit filled"), "{:?}", desk.seen().values);
    desk.type_text(" was");
    assert!(value(&mut desk, "Unit was filled"), "the next letter goes on where the last one ended: {:?}", desk.seen().values);
    // The way back is gone: the next opening begins at Home.
    assert!(desk.shows("What you typed before is here again. It is not saved yet."));
}

#[test]
fn every_screen_is_there_again() {
    let mut desk = Desk::with(People::Typical);
    let client = desk.charts[0].id().clone();

    // An intake, at its step, with a search under way.
    desk.send(Message::Go(Destination::Intake(client.clone(), None)));
    desk.send(Message::Intake(intake::Message::To(Step::Program)));
    let day = form::member_id(0, at::enrollment::ENTRY_DATE);
    desk.click(&day);
    lock(&mut desk);
    desk.unlock();
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    assert_eq!(focused(&mut desk), Some(day));
    desk.send(Message::Intake(intake::Message::To(Step::Family)));
    desk.type_text("smi");
    lock(&mut desk);
    desk.unlock();
    assert_eq!(focused(&mut desk).as_deref(), Some("find-member"));
    assert!(value(&mut desk, "smi"));

    // A form in which nothing is typed yet.
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Profile)));
    desk.click("profile-edit");
    lock(&mut desk);
    desk.unlock();
    assert_eq!(focused(&mut desk), Some(control(at::client::FIRST_NAME)));
    desk.type_text("Q");
    lock(&mut desk);
    desk.unlock();
    assert!(desk.seen().values.iter().any(|value| value.ends_with('Q')), "and one in which something is");

    // A search; a client being added.
    desk.send(Message::Go(Destination::Clients));
    desk.type_text("zzyzx nobody");
    lock(&mut desk);
    desk.unlock();
    assert!(value(&mut desk, "zzyzx nobody"));
    desk.send(Message::Clients(clients::Message::Add));
    desk.click(&control(at::client::LAST_NAME));
    lock(&mut desk);
    desk.unlock();
    assert_eq!((desk.app.title().as_str(), focused(&mut desk)), ("Add client · Wayhome", Some(control(at::client::LAST_NAME))));
    assert!(value(&mut desk, "zzyzx") && value(&mut desk, "nobody"));

    // A new CE Event.
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Workgroup(Some("Priority List Managers".to_owned()))));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.send(Message::Go(Destination::Client(client, Part::Events(None))));
    desk.send(Message::Client(client::Message::Events(client::events::Message::New)));
    lock(&mut desk);
    desk.unlock();
    assert!(desk.shows("New CE Event"));

    // Settings that are not applied; a path; what went wrong.
    desk.send(Message::Go(Destination::Exchange));
    desk.type_text("/somewhere/out.zip");
    desk.send(Message::Sidebar(true));
    desk.click("location");
    desk.type_text("Front desk");
    lock(&mut desk);
    desk.unlock();
    assert_eq!(focused(&mut desk).as_deref(), Some("location"));
    assert!(value(&mut desk, "Front desk"));
    desk.send(Message::Sidebar(false));
    assert!(value(&mut desk, "/somewhere/out.zip"), "{:?}", desk.seen().values);
    desk.send(Message::Go(Destination::Help));
    desk.click("problem-wrong");
    desk.type_text("It did this");
    lock(&mut desk);
    desk.unlock();
    assert_eq!(focused(&mut desk).as_deref(), Some("problem-wrong"));
    assert!(value(&mut desk, "It did this"));
}

#[test]
fn after_the_minutes_of_the_settings_the_desk_is_locked_and_not_before() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Idle(Some("5".to_owned()))));
    desk.send(Message::Settings(settings::Message::Apply));
    for _ in 0..4 {
        later(60, 0);
        desk.send(Message::Tick);
    }
    desk.key(Named::ArrowDown);
    for _ in 0..4 {
        later(60, 0);
        desk.send(Message::Tick);
        assert!(desk.shows("Home"), "a key was pressed meanwhile");
    }
    later(60, 0);
    desk.send(Message::Tick);
    assert!(desk.shows("Open your desk"));
    desk.unlock();
    assert!(desk.shows("Home"));
}

#[test]
fn a_computer_that_slept_wakes_up_locked_and_its_first_key_is_not_typed() {
    let mut desk = Desk::with(People::Typical);
    open_event(&mut desk);
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.click(&control(at::referral::NOT_HOUSED_REASON));
    desk.type_text("Unit");
    later(1, 3600);
    desk.type_text("x");
    assert!(desk.shows("Open your desk"));
    desk.unlock();
    assert!(value(&mut desk, "Unit"), "{:?}", desk.seen().values);
}

#[test]
fn a_save_under_way_is_finished_and_leaves_no_draft_of_itself() {
    let mut desk = Desk::with(People::Typical);
    let (client, event) = open_event(&mut desk);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Found other housing"));
    let saved = desk.hold(Message::Client(client::Message::Command(Command::Save)));
    assert!(!saved.is_empty());
    lock(&mut desk);
    assert!(desk.shows("Closing the records…"));
    // Typed before it is closed: it is not forgotten.
    desk.unlock();
    assert!(desk.shows("Opening…"));
    saved.into_iter().for_each(|answer| desk.send(answer));
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    assert!(!desk.shows("What you typed before is here again. It is not saved yet."));
    desk.send(Message::Go(Destination::Client(client, Part::Events(Some(event)))));
    assert!(value(&mut desk, "Found other housing") && !desk.shows("What you typed before is here again. It is not saved yet."));
}

/// Begins an export whatever its check finds; the answer is still to come.
fn export_anyway(desk: &mut Desk) -> Vec<Message> {
    super::sending::everything(desk);
    desk.send(Message::Exchange(exchange::Message::Why("A test of the lock".to_owned().into())));
    desk.hold(Message::Exchange(exchange::Message::Anyway))
}

#[test]
fn an_export_under_way_is_finished_and_its_report_is_there() {
    let mut desk = Desk::with(People::Typical);
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Go(Destination::Exchange));
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    let exported = export_anyway(&mut desk);
    lock(&mut desk);
    assert!(has(&mut desk, "The import or export that was under way is finished first."));
    desk.send(Message::Close);
    assert!(!desk.exited(), "the window waits for it too");
    exported.into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.exited() && out.is_file());

    let mut desk = Desk::with(People::Typical);
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Go(Destination::Exchange));
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    let exported = export_anyway(&mut desk);
    lock(&mut desk);
    exported.into_iter().for_each(|answer| desk.send(answer));
    desk.unlock();
    assert!(has(&mut desk, "Exported"), "{:?}", desk.seen().texts);
}

#[test]
fn who_was_elsewhere_hears_of_a_transfer_that_was_finished_meanwhile() {
    let mut desk = Desk::with(People::Typical);
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    let exported = export_anyway(&mut desk);
    lock(&mut desk);
    exported.into_iter().for_each(|answer| desk.send(answer));
    desk.unlock();
    assert!(desk.shows("Home") && has(&mut desk, "Exported"), "{:?}", desk.seen().texts);
}

#[test]
fn an_import_that_is_being_compared_is_let_go_and_the_desk_opens_again() {
    let mut desk = Desk::with(People::Typical);
    let compared = importing(&mut desk);
    lock(&mut desk);
    assert!(has(&mut desk, "The import or export that was under way is finished first."));
    compared.into_iter().for_each(|answer| desk.send(answer));
    assert!(!has(&mut desk, "is finished first"), "{:?}", desk.seen().texts);
    desk.unlock();
    assert!(has(&mut desk, "The import that was being compared is not taken over"), "{:?}", desk.seen().texts);
    compares_again(&mut desk);
}

#[test]
fn what_was_compared_before_a_lock_is_compared_again() {
    let mut desk = Desk::with(People::Typical);
    importing(&mut desk).into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.shows("Import now"));
    lock(&mut desk);
    desk.unlock();
    desk.send(Message::Exchange(exchange::Message::Take));
    compares_again(&mut desk);
}

/// Exchange is free, and an import goes its way.
fn compares_again(desk: &mut Desk) {
    desk.send(Message::Go(Destination::Exchange));
    assert!(!desk.shows("Import now") && !has(desk, "Importing"), "{:?}", desk.seen().texts);
    importing(desk).into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.shows("Import now"), "{:?}", desk.seen().texts);
}

#[test]
fn a_backup_under_way_comes_to_its_end_first() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Sorted(home::By::State)));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    let backed_up = desk.hold(Message::Tick);
    assert!(!backed_up.is_empty());
    lock(&mut desk);
    assert!(has(&mut desk, "The backup that was under way is ended first."));
    backed_up.into_iter().for_each(|answer| desk.send(answer));
    desk.unlock();
    assert!(has(&mut desk, "Backup verified today 9:30 AM"));
}

#[test]
fn what_cannot_be_written_is_kept_sealed_until_the_desk_is_opened() {
    let mut desk = Desk::stuck();
    open_event(&mut desk);
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.quiet();
    desk.click(&control(at::referral::NOT_HOUSED_REASON));
    desk.type_text("Unit filled");
    lock(&mut desk);
    assert!(has(&mut desk, "What you typed last is not on the disk yet: The disk did not confirm the save"), "{:?}", desk.seen().texts);
    desk.send(Message::Close);
    assert!(!desk.exited() && has(&mut desk, "Not closed yet."));
    desk.click("passphrase");
    desk.unlock();
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    assert!(value(&mut desk, "Unit filled"), "{:?}", desk.seen().values);
    assert_eq!(focused(&mut desk), Some(control(at::referral::NOT_HOUSED_REASON)));
}

#[test]
fn an_intake_that_could_not_be_kept_is_held_too() {
    let mut desk = Desk::stuck();
    let client = desk.charts[0].id().clone();
    desk.send(Message::Go(Destination::Intake(client, None)));
    desk.send(Message::Intake(intake::Message::To(Step::Program)));
    let day = form::member_id(0, at::enrollment::ENTRY_DATE);
    desk.click(&day);
    desk.command("a");
    desk.type_text("11/02/2026");
    // The field is left: it is to be kept, and is not.
    desk.tab();
    assert!(has(&mut desk, "Not kept."), "{:?}", desk.seen().texts);
    desk.send(Message::Close);
    assert!(!desk.exited(), "the window does not close over it");
    lock(&mut desk);
    assert!(has(&mut desk, "What you typed last is not on the disk yet"), "{:?}", desk.seen().texts);
    desk.click("passphrase");
    desk.unlock();
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    assert!(value(&mut desk, "Monday, November 2, 2026"), "{:?}", desk.seen().values);
}

#[test]
fn closing_waits_for_a_save_and_keeps_no_draft_behind_it() {
    let mut desk = Desk::with(People::Typical);
    let (client, event) = open_event(&mut desk);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Found other housing"));
    let saved = desk.hold(Message::Client(client::Message::Command(Command::Save)));
    desk.send(Message::Close);
    assert!(!desk.exited());
    saved.into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.exited());
    let mut desk = desk.again();
    desk.unlock();
    desk.send(Message::Go(Destination::Client(client, Part::Events(Some(event)))));
    assert!(value(&mut desk, "Found other housing") && !desk.shows("What you typed before is here again. It is not saved yet."));
}

#[test]
fn who_goes_elsewhere_is_not_led_back() {
    let mut desk = Desk::with(People::Typical);
    open_event(&mut desk);
    lock(&mut desk);
    desk.click("passphrase");
    desk.type_text(wayhome::app::preset::PASSPHRASE);
    let opened = desk.hold(Message::Unlock(unlock::Message::Go));
    // The desk is open, and the record not yet here.
    let loaded: Vec<Message> = opened.into_iter().flat_map(|answer| desk.hold(answer)).collect();
    assert!(loaded.iter().any(|answer| matches!(answer, Message::Loaded(..))));
    desk.send(Message::Go(Destination::Home));
    loaded.into_iter().for_each(|answer| desk.send(answer));
    let other = desk.charts[1].id().clone();
    desk.send(Message::Go(Destination::Client(other, Part::Profile)));
    assert_eq!(desk.app.title(), "Client · Wayhome", "the place in another record is forgotten");
}

#[test]
fn who_was_told_may_leave_without_it() {
    let mut desk = Desk::stuck();
    desk.send(Message::Go(Destination::Clients));
    desk.send(Message::Clients(clients::Message::Add));
    desk.send(Message::Clients(clients::Message::New(adding::Message::Edit(Edit::Set(at::client::FIRST_NAME, "Quorra".to_owned())))));
    lock(&mut desk);
    desk.send(Message::Close);
    assert!(!desk.exited());
    desk.send(Message::Close);
    assert!(desk.exited());
}

#[test]
fn what_was_copied_leaves_the_clipboard() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Clients));
    let copy = |desk: &mut Desk| {
        desk.click("search");
        desk.command("a");
        desk.type_text("123-45-6789");
        desk.command("a");
        desk.command("c");
        assert_eq!(desk.clipboard.as_deref(), Some("123-45-6789"));
    };
    copy(&mut desk);
    later(29, 0);
    desk.send(Message::Tick);
    assert_eq!(desk.clipboard.as_deref(), Some("123-45-6789"));
    later(1, 0);
    desk.send(Message::Tick);
    assert_eq!(desk.clipboard.as_deref(), Some(""), "after half a minute");

    copy(&mut desk);
    desk.clipboard = Some("of another program".to_owned());
    later(30, 0);
    desk.send(Message::Tick);
    assert_eq!(desk.clipboard.as_deref(), Some("of another program"));

    copy(&mut desk);
    lock(&mut desk);
    assert_eq!(desk.clipboard.as_deref(), Some(""), "at the lock");
    desk.unlock();
    copy(&mut desk);
    desk.send(Message::Close);
    assert!(desk.exited());
    assert_eq!(desk.clipboard.as_deref(), Some(""), "and when the window closes");
}

#[test]
fn what_is_hidden_gives_nothing_to_the_clipboard() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Clients));
    desk.type_text("123-45-6789");
    desk.send(Message::Command(Command::Privacy));
    for key in ["a", "c", "x"] {
        desk.command(key);
    }
    assert_eq!(desk.clipboard, None);
    lock(&mut desk);
    desk.type_text("a secret");
    desk.command("a");
    desk.command("c");
    assert_eq!(desk.clipboard, None);
}
