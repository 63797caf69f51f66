//! The program at work on a real store: what is said is on the disk, what is late is dropped, what is typed is never lost.

use crate::desk::{Desk, People, documents};
use iced::keyboard::key::Named;
use iced_test::Ice;
use std::fs;
use std::path::Path;
use wayhome::app::action::{Destination, Failure, Part};
use wayhome::app::form::Edit;
use wayhome::app::preset::fixed_clock;
use wayhome::app::services::{Dialogs, Services};
use wayhome::app::shortcut::Command;
use wayhome::app::{Boot, Message, application, screen};
use wayhome::domain::referral::is_open;
use wayhome::domain::{ClientId, EventId, at};
use wayhome::store::{Cost, Place};

fn referred(desk: &Desk) -> (ClientId, EventId) {
    let open = |c: &wayhome::domain::Chart| Some((c.id().clone(), c.events.iter().find(|e| is_open(e))?.event_id.clone()));
    desk.charts.iter().find_map(open).unwrap()
}

pub fn set(field: wayhome::domain::FieldId, text: &str) -> Message {
    Message::Client(screen::client::Message::Events(screen::client::events::Message::Edit(Edit::Set(field, text.to_owned()))))
}

pub fn open_event(desk: &mut Desk) -> (ClientId, EventId) {
    let (client, event) = referred(desk);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(Some(event.clone())))));
    assert!(desk.shows("Referral Result"), "the form is open");
    (client, event)
}

pub fn has(desk: &mut Desk, part: &str) -> bool {
    desk.seen().texts.iter().any(|(text, _)| text.contains(part))
}

/// Types two groups of the recovery key on show back, as from paper.
pub fn note(desk: &mut Desk) {
    let texts = desk.seen().texts;
    let key = texts.iter().map(|(text, _)| text.replace('\n', " - ")).find(|text| text.matches(" - ").count() == 7).unwrap();
    let groups: Vec<&str> = key.split(" - ").collect();
    desk.click("recovery-written");
    for id in ["recovery-first", "recovery-second"] {
        let label = desk.seen().stops.iter().find(|stop| stop.id == id).unwrap().label.clone();
        let nth: usize = label.split(' ').nth(1).unwrap().parse().unwrap();
        desk.click(id);
        desk.type_text(&groups[nth - 1].to_lowercase());
    }
    desk.key(Named::Enter);
}

#[test]
fn from_the_first_start_to_the_export() {
    let mut desk = Desk::new();
    for (id, text) in [
        ("worker-name", "Mai Green"),
        ("passphrase", "heron porch lantern gravel tuesday"),
        ("passphrase-again", "heron porch lantern gravel tuesday"),
    ] {
        desk.click(id);
        desk.type_text(text);
    }
    desk.click("create");
    assert!(desk.shows("Your recovery key"), "{:?}", desk.seen());
    note(&mut desk);
    assert!(!has(&mut desk, "on paper"), "nobody asks for it again");
    assert!(desk.shows("There is no data yet. Import the HMIS CSV export of your HMIS to begin."));

    desk.command("o");
    desk.click("import-path");
    desk.type_text("tests/fixtures/fy2026-northern-lakes.zip");
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Ready to import: 105 rows new"));
    assert!(has(&mut desk, "Nothing is written yet."));
    assert_eq!(desk.seen().focused().as_deref(), Some("take"));
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Imported: "));
    assert_eq!(desk.seen().focused().as_deref(), Some("outcome"), "on what is said of it");

    desk.command(",");
    let organization = screen::settings::Message::Organization(Some("ORG2".to_owned()));
    desk.send(Message::Settings(organization));
    desk.click("settings-apply");
    assert!(has(&mut desk, "Imported: "), "Apply leaves the user where they are");
    desk.command("h");
    assert!(has(&mut desk, "open referral"), "Home shows those of the organization: {:?}", desk.seen().texts);

    let out = desk.folder.path().join("out.zip");
    desk.command("o");
    desk.send(Message::Exchange(screen::exchange::Message::To(out.display().to_string())));
    desk.click("export");
    assert!(has(&mut desk, "Nothing was changed here yet, so there is nothing to send."), "the HMIS has all of it");
    super::sending::everything(&mut desk);
    desk.click("export");
    assert!(has(&mut desk, "Exported ") && has(&mut desk, "6 errors in what came so from your HMIS"), "{:?}", desk.seen().texts);
    assert!(out.metadata().unwrap().len() > 1000);

    desk.command("l");
    assert!(desk.shows("Open your desk"));
    desk.type_text("not the passphrase");
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Not opened. "));
    desk.send(Message::Unlock(screen::unlock::Message::Typed(screen::unlock::Secret(zeroize::Zeroizing::new(
        "heron porch lantern gravel tuesday".to_owned(),
    )))));
    desk.click("open");
    assert!(has(&mut desk, "open referral"), "the desk is as it was left");
}

#[test]
fn a_referral_is_resolved_and_leaves_home() {
    let mut desk = Desk::with(People::Typical);
    let (client, event) = open_event(&mut desk);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    assert!(desk.shows("Result Date"), "asked for once there is a result, and proposed");
    desk.command("s");
    assert!(desk.shows("Referral result saved"));
    desk.send(Message::Go(Destination::Client(client, Part::Events(None))));
    assert!(has(&mut desk, "client rejected"), "{event}");
}

#[test]
fn a_key_on_home_acknowledges_a_referral_today() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Home));
    let acknowledged = |desk: &mut Desk| desk.seen().texts.iter().filter(|(text, _)| text == "Acknowledged").count();
    let before = acknowledged(&mut desk);
    // Sorted by state, what nobody has done anything about comes first.
    desk.click("open-referrals-state");
    desk.send(Message::Home(wayhome::app::screen::home::Message::Pressed('a', 0)));
    assert!(desk.shows("Acknowledgment saved"));
    assert_eq!(acknowledged(&mut desk), before + 1);
    let again = acknowledged_row(&mut desk);
    desk.send(Message::Home(wayhome::app::screen::home::Message::Pressed('a', again)));
    assert!(desk.shows("This referral is acknowledged already."));
}

#[test]
fn an_acknowledgment_says_of_whom_and_is_taken_back_by_a_key_or_a_button() {
    use wayhome::app::screen::home;
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    let names: Vec<String> = desk.charts.iter().map(|chart| wayhome::domain::Card::of(chart).name()).collect();
    let told =
        |desk: &mut Desk| desk.seen().texts.into_iter().find(|(text, _)| names.iter().any(|name| text.starts_with(&format!("{name} · "))));
    let new = |desk: &mut Desk| desk.seen().texts.iter().filter(|(text, _)| text == "Next: acknowledge, or result").count();
    let before = new(&mut desk);
    assert!(told(&mut desk).is_none());
    desk.type_text("a");
    assert!(desk.shows("Acknowledgment saved") && told(&mut desk).is_some(), "{:?}", desk.seen().texts);
    // With privacy on, it says nobody's name; the record stays the same.
    desk.key(Named::F9);
    assert!(told(&mut desk).is_none() && has(&mut desk, "Client NL"));
    desk.key(Named::F9);
    assert_eq!(new(&mut desk), before - 1);
    desk.type_text("u");
    assert!(desk.shows("Acknowledgment undone"), "{:?}", desk.seen().texts);
    assert_eq!(new(&mut desk), before);
    desk.type_text("u");
    assert!(has(&mut desk, "Nothing can be taken back here now."));
    desk.quiet();
    desk.type_text("a");
    // The button is reached by Tab.
    let undo = |desk: &mut Desk| desk.seen().focused().is_some_and(|id| id.starts_with("notice-act: "));
    assert!((0..40).any(|_| {
        desk.tab();
        undo(&mut desk)
    }));
    desk.key(Named::Enter);
    assert_eq!(new(&mut desk), before);
    desk.quiet();
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    desk.send(Message::Go(Destination::Clients));
    assert!(!desk.seen().stops.iter().any(|stop| stop.id.starts_with("notice-act: ")), "it is offered where it was done");
}

#[test]
fn a_save_says_what_and_of_whom_in_the_status_bar() {
    let mut desk = Desk::with(People::Typical);
    let (client, _) = open_event(&mut desk);
    let navigation = |desk: &mut Desk| desk.seen().stops.into_iter().find(|stop| stop.id == "nav-lock").unwrap().bounds;
    let before = navigation(&mut desk);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    let name = desk.charts.iter().find(|chart| *chart.id() == client).map(|chart| wayhome::domain::Card::of(chart).name()).unwrap();
    let bottom = desk.size().height;
    let seen = desk.seen();
    let said = seen.texts.iter().find(|(text, _)| text.starts_with(&format!("{name} · "))).expect("of whom").1;
    assert!(said.y + said.height <= bottom && said.y > bottom - 25.0, "{said:?}");
    assert_eq!(navigation(&mut desk), before, "nothing moved");
    // It is in nobody's way: Esc means the form.
    desk.key(Named::Escape);
    assert!(desk.seen().texts.iter().any(|(text, _)| text.starts_with(&format!("{name} · "))));
}

#[test]
fn what_is_taken_back_is_the_referral_under_the_cursor() {
    use wayhome::app::screen::home;
    let mut desk = Desk::with(People::Typical);
    let new = |desk: &mut Desk| desk.seen().texts.iter().filter(|(text, _)| text == "Next: acknowledge, or result").count();
    desk.send(Message::Home(home::Message::Sorted(home::By::State)));
    let before = new(&mut desk);
    desk.type_text("a");
    assert_eq!(new(&mut desk), before - 1);
    // The cursor followed the one that was acknowledged; this is another.
    desk.send(Message::Home(home::Message::Pressed('u', 5)));
    assert!(has(&mut desk, "Nothing can be taken back here now."), "{:?}", desk.seen().texts);
    assert_eq!(new(&mut desk), before - 1);
    desk.type_text("u");
    assert!(desk.shows("Acknowledgment undone"), "{:?}", desk.seen().texts);
    assert_eq!(new(&mut desk), before);
}

/// The place of the first acknowledged referral where they are sorted by state.
fn acknowledged_row(desk: &mut Desk) -> usize {
    let states: Vec<String> = desk.seen().texts.into_iter().map(|(text, _)| text).collect();
    states.iter().filter(|text| *text == "New").count()
}

#[test]
fn a_backup_is_made_by_itself_after_a_save() {
    let mut desk = Desk::with(People::Typical);
    let begun = desk.hold(Message::Tick);
    assert!(begun.is_empty(), "nothing was saved, so there is nothing new to copy");
    assert!(has(&mut desk, "No backup yet"));
    desk.send(Message::Home(wayhome::app::screen::home::Message::Sorted(wayhome::app::screen::home::By::State)));
    desk.send(Message::Home(wayhome::app::screen::home::Message::Pressed('a', 0)));
    desk.send(Message::Tick);
    assert!(has(&mut desk, "Backup verified today 9:30 AM"));
    assert!(desk.folder.path().join("records/backups/a/vault").exists());
    assert!(desk.hold(Message::Tick).is_empty(), "not twice in half an hour");
}

#[test]
fn a_late_answer_is_not_shown_to_another_screen() {
    let mut desk = Desk::with(People::Typical);
    let (first, second) = (desk.charts[0].id().clone(), desk.charts[1].id().clone());
    let late = desk.hold(Message::Go(Destination::Client(first, Part::Profile)));
    assert!(!late.is_empty(), "the chart was asked for");
    let own = desk.hold(Message::Go(Destination::Client(second, Part::Profile)));
    late.into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.shows("Opening the record…"), "still waiting for its own chart");
    own.into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.shows("Client information"));
}

#[test]
fn a_save_that_fails_keeps_what_was_typed() {
    let mut desk = Desk::with(People::Typical);
    open_event(&mut desk);
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Unit was filled"));
    let answers = desk.hold(Message::Client(screen::client::Message::Command(Command::Save)));
    let failed = answers.into_iter().map(|answer| match answer {
        Message::Saved(visit, _) => Message::Saved(visit, Err(Failure::new("Not saved", "The disk is full."))),
        other => other,
    });
    failed.for_each(|answer| desk.send(answer));
    assert!(desk.shows("Not saved. The disk is full."));
    let event = desk.seen();
    assert!(event.stops.iter().any(|s| s.id == "save"), "the form is still open");
    assert!(!desk.shows("Referral result saved"));
    assert!(desk.shows("Unit was filled") || desk.seen().values.iter().any(|v| v == "Unit was filled"), "the text is still there");
}

#[test]
fn closing_keeps_the_draft_and_the_record_offers_it_again() {
    let mut desk = Desk::with(People::Typical);
    let (client, event) = open_event(&mut desk);
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Half a rea"));
    desk.send(Message::Close);
    assert!(desk.exited(), "the window closes after the draft is kept");

    // The same store, as after the next start.
    desk.send(Message::Go(Destination::Client(client, Part::Events(Some(event)))));
    assert!(desk.shows("What you typed before is here again. It is not saved yet."));
}

#[test]
fn the_scripts_play() {
    let folder = Path::new("tests/ice");
    let scripts: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(scripts.len() >= 3);
    for path in scripts {
        // The parser drops what it does not understand.
        let text = fs::read_to_string(&path).unwrap();
        let ice = Ice::parse(&text).unwrap();
        assert_eq!(ice.to_string().trim_end(), text.trim_end(), "{}", path.display());
    }
    let place = Place { data: Path::new("nowhere").to_owned(), anchor: None };
    let services = Services {
        place,
        cost: || Cost::WEAK,
        clock: fixed_clock,
        documents,
        moment: wayhome::world::moment,
        dialogs: Dialogs::scripted([]),
    };
    let played = iced_test::run(application(Boot { services, opened: std::sync::Arc::default(), demo: false }), folder);
    clean();
    played.unwrap();
}

/// Throws away what the presets of this process made.
fn clean() {
    let mine = format!("wayhome-demo-{}-", std::process::id());
    for entry in fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&mine) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[test]
fn choosing_a_result_keeps_the_keyboard_where_it_is() {
    let mut desk = Desk::with(People::Typical);
    // Somebody who is enrolled already: the note that says so goes as soon as a result is chosen.
    let enrolled = |desk: &mut Desk| has(desk, "If this referral led to that, its result is successful.");
    let referrals: Vec<(ClientId, EventId)> =
        desk.charts.iter().flat_map(|c| c.events.iter().filter(|e| is_open(e)).map(|e| (c.id().clone(), e.event_id.clone()))).collect();
    let found = referrals.into_iter().any(|(client, event)| {
        desk.send(Message::Go(Destination::Client(client, Part::Events(Some(event)))));
        enrolled(&mut desk)
    });
    assert!(found, "nobody among the people is enrolled and waits for a result");
    let before = desk.seen().focused();
    assert_eq!(before.as_deref(), Some("Event.ReferralResult"));
    desk.type_text("1");
    assert!(!enrolled(&mut desk));
    assert_eq!(desk.seen().focused(), before);
}

#[test]
fn closing_a_referral_that_was_opened_on_home_leads_back_to_it() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(screen::home::Message::Opened(0)));
    assert!(desk.shows("Nothing changed") && !desk.shows("Not saved yet"));
    desk.send(set(at::referral::NOT_HOUSED_REASON, "Half a reason"));
    assert!(desk.shows("Not saved yet"), "the form says so");
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(desk.shows("Not saved yet"), "what was typed is kept, and Home says so");
    // From the record's own list the form closes to the list.
    let (client, _) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client, Part::Events(None))));
    desk.send(Message::Client(screen::client::Message::Events(screen::client::events::Message::Opened(0))));
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
}
