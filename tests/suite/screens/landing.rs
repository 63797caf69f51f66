//! Where one lands on Exchange: at what the guide sent one to, and on what came of it, in sight; and what is said of it elsewhere.

use super::intake::funded;
use super::sending::{everything, focused, has};
use super::work::set;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use std::sync::Arc;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::perform::Found;
use wayhome::app::screen::{exchange, home, intake, settings};
use wayhome::app::shortcut::Command;
use wayhome::app::widget::access::Role;
use wayhome::domain::at;
use wayhome::domain::intake::Step;

const SAMPLE: &str = "tests/fixtures/fy2026-northern-lakes.zip";

/// True where this is in the window as it is scrolled, whole and above the status bar.
fn is_in_sight(desk: &mut Desk, begins: &str) -> bool {
    desk.frame();
    let height = desk.size().height;
    let nodes = desk.heard().nodes;
    let found = nodes.iter().find(|node| node.name.starts_with(begins)).unwrap_or_else(|| panic!("{begins}"));
    found.bounds.y > 0.0 && found.bounds.y + found.bounds.height < height - 24.0
}

fn import(desk: &mut Desk, path: &str) {
    desk.command("o");
    desk.command("a");
    desk.type_text(path);
    desk.key(Named::Enter);
}

/// Imports a file, and lands on what came of it.
fn take(desk: &mut Desk, path: &str) {
    import(desk, path);
    assert_eq!(focused(desk), "take");
    desk.key(Named::Enter);
    assert_eq!(focused(desk), "outcome");
    assert!(is_in_sight(desk, "Imported: "));
}

#[test]
fn what_came_of_an_import_is_in_sight_beside_the_guide_and_has_the_keyboard() {
    let mut desk = Desk::guided(People::Typical);
    take(&mut desk, SAMPLE);
    desk.key(Named::Enter);
    assert_eq!(focused(&mut desk), "outcome", "one Enter too many does nothing");
    // The same file once more: there is nothing to take.
    import(&mut desk, SAMPLE);
    assert!(is_in_sight(&mut desk, "Nothing to import"));
    assert_eq!(focused(&mut desk), "outcome");
    // With large text too.
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Scale(Some("150".to_owned()))));
    desk.send(Message::Settings(settings::Message::Apply));
    take(&mut desk, "tests/fixtures/fy2024-other-writer.zip");
}

#[test]
fn why_nothing_was_done_stands_beside_what_was_pressed() {
    let mut desk = Desk::guided(People::Typical);
    import(&mut desk, "/nowhere/export.zip");
    assert!(is_in_sight(&mut desk, "Nothing imported. "));
    assert_eq!(focused(&mut desk), "import-path", "where it is corrected");
    desk.send(Message::Go(Destination::Export));
    desk.send(Message::Exchange(exchange::Message::To("/nowhere/out.zip".to_owned())));
    let reached = (0..20).any(|_| {
        desk.tab();
        focused(&mut desk) == "export"
    });
    assert!(reached);
    desk.key(Named::Enter);
    assert!(is_in_sight(&mut desk, "Nothing exported. ") && focused(&mut desk) == "export-path", "where it is corrected");
}

#[test]
fn a_check_that_finds_nothing_says_so_in_sight() {
    let mut desk = Desk::guided(People::Typical);
    desk.command("o");
    let headline = "Checked 3 clients: nothing found.".to_owned();
    desk.send(Message::Checked(Ok(Found { headline: headline.clone(), checked: Arc::default(), leaving: None })));
    assert_eq!(focused(&mut desk), "outcome");
    assert!(is_in_sight(&mut desk, &headline));
}

/// True where this button is in the window as it is scrolled, whole and above the status bar.
fn is_at_hand(desk: &mut Desk, label: &str) -> bool {
    desk.frame();
    let height = desk.size().height;
    let nodes = desk.heard().nodes;
    let found = nodes.iter().find(|node| node.role == Role::Button && &*node.name == label).unwrap_or_else(|| panic!("{label}"));
    found.bounds.y > 0.0 && found.bounds.y + found.bounds.height < height - 24.0
}

#[test]
fn what_exchange_is_for_is_in_sight_with_its_key_wherever_one_is_on_it() {
    for size in [iced::Size::new(1280.0, 800.0), iced::Size::new(683.0, 512.0)] {
        let mut desk = Desk::guided(People::Typical);
        desk.resize(size);
        desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
        desk.send(Message::Home(home::Message::Pressed('a', 0)));
        desk.command("o");
        for _ in 0..12 {
            assert!(is_at_hand(&mut desk, "Export") && desk.shows("Ctrl+S exports"), "{:?}", focused(&mut desk));
            desk.tab();
        }
        let out = desk.folder.path().join("out.zip");
        desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
        desk.send(Message::Go(Destination::Home));
        desk.command("o");
        desk.command("s");
        assert!(!out.is_file() && desk.shows("Ctrl+S exports from here."), "nobody was at the export: {:?}", desk.seen().texts);
        assert_eq!(focused(&mut desk), "export-what");
        desk.command("s");
        assert!(out.is_file() && is_in_sight(&mut desk, "Exported work on 1 client ("), "{:?}", desk.seen().texts);
        assert_eq!(focused(&mut desk), "outcome");
        assert!(has(&mut desk, "Work on 1 client exported on "), "the same number: {:?}", desk.seen().texts);
        // Again: not by the key that was pressed once too often.
        let written = std::fs::metadata(&out).unwrap().modified().unwrap();
        desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
        for _ in 0..2 {
            desk.command("s");
            assert!(
                desk.shows("Exported just now, and not once more. Enter exports what is chosen here.") && !desk.shows("Ctrl+S exports"),
                "{:?}",
                desk.seen().texts
            );
            assert_eq!(focused(&mut desk), "export");
        }
        // By its button: the file is there, and only another button replaces it.
        desk.key(Named::Enter);
        for _ in 0..2 {
            assert_eq!(focused(&mut desk), "replace");
            assert!(is_at_hand(&mut desk, "Replace"));
            desk.command("s");
        }
        assert_eq!(std::fs::metadata(&out).unwrap().modified().unwrap(), written);
        // Who went away and comes back presses it for something new.
        desk.send(Message::Go(Destination::Home));
        desk.command("o");
        desk.command("s");
        assert!(desk.shows("Ctrl+S exports from here.") && focused(&mut desk) == "export-what", "{:?}", desk.seen().texts);
        desk.command("s");
        assert_eq!(focused(&mut desk), "replace", "it began, and asks about the file that is there");
    }
}

#[test]
fn an_import_that_was_compared_has_a_page_of_its_own_and_its_keys() {
    let mut desk = Desk::guided(People::Typical);
    desk.command("o");
    desk.type_text(SAMPLE);
    desk.command("s");
    assert!(has(&mut desk, "Enter on the path imports.") && desk.shows("Import HMIS CSV"), "{:?}", desk.seen().texts);
    assert_eq!(focused(&mut desk), "export-what", "nothing is exported from there");
    desk.click("import-path");
    desk.key(Named::Enter);
    assert!(is_in_sight(&mut desk, "Ready to import: ") && is_at_hand(&mut desk, "Import now"));
    assert!(!desk.shows("Export HMIS CSV"), "it is asked about alone");
    desk.key(Named::Escape);
    assert_eq!((focused(&mut desk).as_str(), desk.shows("Export HMIS CSV")), ("import-path", true));
    desk.key(Named::Enter);
    desk.command("s");
    assert!(is_in_sight(&mut desk, "Imported: ") && focused(&mut desk) == "outcome", "{:?}", desk.seen().texts);
    // The key that took it over, pressed once more.
    desk.command("s");
    assert!(
        is_in_sight(&mut desk, "Imported: ") && desk.shows("Imported just now. Enter exports what is chosen here."),
        "{:?}",
        desk.seen().texts
    );
    assert!(!has(&mut desk, "Exported "), "{:?}", desk.seen().texts);
}

#[test]
fn ones_own_export_read_back_is_nothing_new() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    desk.send(Message::Exchange(exchange::Message::Export));
    assert!(out.is_file());
    import(&mut desk, &out.display().to_string());
    let said = "Nothing new. Wayhome wrote this file itself, and all of it stands here: 0 rows new, 0 updated, ";
    assert!(is_in_sight(&mut desk, said) && focused(&mut desk) == "outcome", "{:?}", desk.seen().texts);
    assert!(!desk.shows("Import now"), "there is nothing to take");
    assert!(has(&mut desk, "What your HMIS exports after that is the next to import."), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Work on 1 client exported on "), "and it is no word of the HMIS: {:?}", desk.seen().texts);
}

/// The button of the guide that leads on.
fn lead(desk: &mut Desk) -> String {
    desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("aside-go-")).expect("a way there").id
}

#[test]
fn the_guide_leads_to_the_export() {
    let mut desk = Desk::guided(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Opened(0)));
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.command("s");
    assert!(desk.shows("Go to the export"), "{:?}", desk.seen().texts);
    let lead = lead(&mut desk);
    desk.click(&lead);
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exchange · Wayhome", "export-what"));
    assert!(is_in_sight(&mut desk, "Export HMIS CSV"));
    // By its key too, which the guide names, also from the key-in sheet.
    desk.send(Message::Exchange(exchange::Message::OpenKeyIn));
    assert!(has(&mut desk, "Key-in sheet"));
    desk.command_shift("o");
    assert_eq!(focused(&mut desk), "export-what");
    // What was found in a file is nobody's export.
    desk.send(Message::Exchange(exchange::Message::From("tests/fixtures/fy2024-other-writer.zip".to_owned())));
    desk.send(Message::Exchange(exchange::Message::CheckFile));
    desk.quiet();
    assert!(has(&mut desk, "Checked "), "{:?}", desk.seen().texts);
    desk.command_shift("o");
    assert_eq!(focused(&mut desk), "export-what");
    assert!(is_in_sight(&mut desk, "Export HMIS CSV"));
    desk.command("o");
    assert_eq!(focused(&mut desk), "import-path", "the hands know where they are");
    desk.command("h");
    assert!(has(&mut desk, "(Ctrl+Shift+O) writes HMIS CSV."), "{:?}", desk.seen().texts);
}

#[test]
fn what_holds_an_export_up_is_what_one_comes_to_export_for() {
    let mut desk = Desk::mistaken();
    desk.send(Message::Go(Destination::Export));
    everything(&mut desk);
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    desk.click("export");
    desk.command("h");
    desk.send(Message::Command(Command::Export));
    assert!(has(&mut desk, "Not exported yet. ") && focused(&mut desk) == "findings");
}

#[test]
fn who_would_stay_out_of_an_export_is_named_as_privacy_has_it() {
    let mut desk = Desk::mistaken();
    let (before, _) = super::sending::half_held(&mut desk);
    assert!(before.starts_with("Stays out: ") && before.ends_with('.'), "{before}");
    let name = before.trim_start_matches("Stays out: ").trim_end_matches('.').to_owned();
    assert!(desk.charts.iter().any(|chart| wayhome::domain::Card::of(chart).name() == name), "{name}");
    desk.key(Named::F9);
    let hidden = desk.seen().texts.into_iter().find(|(text, _)| text.starts_with("Stays out: ")).unwrap().0;
    assert!(!hidden.contains(&name) && hidden.contains("Client "), "{hidden}");
}

#[test]
fn what_a_rule_found_in_one_record_stands_as_its_form_asks() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    desk.command("o");
    desk.click("check-export");
    for _ in 0..40 {
        desk.key(Named::Enter);
        if has(&mut desk, "R-PLS-5 · error") {
            break;
        }
        desk.key(Named::Escape);
        desk.key(Named::ArrowDown);
    }
    let rows: Vec<String> =
        desk.heard().nodes.into_iter().filter(|node| node.role == Role::Row).map(|node| node.name.to_string()).collect();
    let place = |words: &str| rows.iter().position(|row| row.contains(words)).unwrap_or_else(|| panic!("{words}: {rows:?}"));
    assert!(place("Prior Living Situation is missing") < place("Length of Stay in Prior Living Situation is missing"), "{rows:?}");
}

#[test]
fn finish_names_one_key_and_so_does_the_guide_beside_it() {
    let mut desk = funded();
    desk.send(Message::Command(Command::Guide));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(&mut desk, "Where something is marked, Go there opens its answer"), "{:?}", desk.seen().texts);
    assert!(desk.shows("Enter finishes") && !has(&mut desk, "Esc leads back"), "{:?}", desk.seen().texts);
}

#[test]
fn what_was_saved_of_a_referral_is_taken_back_on_home_too() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Opened(0)));
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.command("s");
    assert!(desk.shows("Undo"), "{:?}", desk.seen().texts);
    desk.command("h");
    assert!(desk.shows("Undo"), "{:?}", desk.seen().texts);
    desk.command("u");
    assert!(desk.shows("Referral result undone"), "{:?}", desk.seen().texts);
    // Saved with a concern, the concern stays behind, and what takes it back goes along.
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Opened(0)));
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    desk.command("s");
    assert!(has(&mut desk, "Saved, but: ") && desk.shows("Undo"), "{:?}", desk.seen().texts);
    desk.wait(60);
    desk.command("h");
    assert!(desk.shows("Referral result saved") && desk.shows("Undo") && !has(&mut desk, "Saved, but: "), "{:?}", desk.seen().texts);
    desk.wait(11);
    desk.command("u");
    assert!(desk.shows("Referral result undone"), "{:?}", desk.seen().texts);
    // Of somebody else's record nothing of it is offered.
    desk.send(Message::Home(home::Message::Opened(0)));
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.command("s");
    let other = desk.charts.last().unwrap().id().clone();
    desk.send(Message::Go(Destination::Client(other, Part::Profile)));
    assert!(!desk.shows("Undo"), "{:?}", desk.seen().texts);
}
