//! An export and its check as the worker meets them: by the keyboard alone, from the finding to its field and back.
#![allow(clippy::unwrap_used)]

use super::work::set;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::{client, exchange, home, settings};
use wayhome::app::shortcut::Command;
use wayhome::app::widget::access::Role;
use wayhome::domain::{Card, Chart, at};

pub fn has(desk: &mut Desk, words: &str) -> bool {
    desk.seen().texts.iter().any(|(text, _)| text.contains(words))
}

pub fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// Chooses to export everything.
pub fn everything(desk: &mut Desk) {
    let which = exchange::sending::Message::Which(Some("all".to_owned()));
    desk.send(Message::Exchange(exchange::Message::Sending(which)));
}

/// Exports everything to a fresh file; the check finds what the invented people have of mistakes, one of which was written in here.
fn held() -> Desk {
    let mut desk = Desk::mistaken();
    desk.send(Message::Go(Destination::Exchange));
    everything(&mut desk);
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    desk.click("export");
    desk
}

#[test]
fn a_finding_leads_to_its_record_and_field() {
    let mut desk = held();
    assert!(has(&mut desk, "Not exported yet. ") && !desk.folder.path().join("out.zip").exists());
    assert_eq!(focused(&mut desk), "findings");
    // The first rule of what came from the HMIS that is no error is about the results of CE Events.
    open_what_came(&mut desk);
    desk.key(Named::ArrowDown);
    desk.key(Named::ArrowDown);
    desk.key(Named::Enter);
    assert!(has(&mut desk, "R-RES-6") && desk.shows("Go to the field"), "{:?}", desk.seen().texts);
    assert_eq!(focused(&mut desk), "finding-lines");
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    assert_eq!(focused(&mut desk), "Referral.ResultingEnrollmentID");
    // What is typed there and not finished is said beside the finding.
    assert!(has(&mut desk, "Resulting Enrollment"));
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.key(Named::Escape);
    assert!(has(&mut desk, "is typed and not finished. The finding stays until Ctrl+S"), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    desk.send(Message::Client(client::Message::Events(client::events::Message::Discard)));
    // Esc leads back to the finding; so it does once something else of the record was looked at.
    desk.key(Named::Escape);
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exchange · Wayhome", "finding-lines"));
    assert!(!has(&mut desk, "is typed and not finished."));
    desk.key(Named::Enter);
    desk.command_shift("p");
    desk.key(Named::Escape);
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exchange · Wayhome", "finding-lines"));
    // Whoever went elsewhere is not led back.
    desk.key(Named::Enter);
    desk.command("h");
    let client = desk.charts[0].id().clone();
    desk.send(Message::Go(Destination::Client(client, Part::Profile)));
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Client · Wayhome");
    desk.command("o");
    assert!(desk.shows("All rules"), "what was found waits where one left it");
    desk.click("findings-back");
    desk.click("check-again");
    assert!(has(&mut desk, "Not exported yet. ") && !desk.shows("All rules"));
}

/// Unfolds what came from the HMIS, with the keyboard on its row.
fn open_what_came(desk: &mut Desk) {
    desk.key(Named::End);
    assert!(has(desk, "It goes back as it came and holds nothing up. Enter shows them."), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    assert!(has(desk, "Enter folds them."));
}

#[test]
fn what_is_to_be_corrected_here_stands_apart_from_what_came_from_the_hmis() {
    let mut desk = held();
    let rows = |desk: &mut Desk| {
        desk.heard().nodes.into_iter().filter(|node| node.role == Role::Row).map(|node| node.name.to_string()).collect::<Vec<_>>()
    };
    let folded = rows(&mut desk);
    assert!(folded[0].starts_with("error, ") && folded[0].contains("R-INS-2") && folded[0].ends_with("1 finding"), "{folded:?}");
    let came = folded.last().unwrap();
    assert!(came.starts_with("As it came from your HMIS: 23 errors, "), "{folded:?}");
    assert!(!folded.iter().any(|row| row.contains("R-SSN-2")), "folded: {folded:?}");
    desk.key(Named::Enter);
    assert!(has(&mut desk, "R-INS-2 · error · 1 finding"), "{:?}", desk.seen().texts);
    desk.key(Named::Escape);
    open_what_came(&mut desk);
    desk.key(Named::ArrowDown);
    desk.key(Named::Enter);
    assert!(has(&mut desk, "R-INS-2 · error · 23 findings · as it came from your HMIS"), "{:?}", desk.seen().texts);
    desk.key(Named::Escape);
    desk.key(Named::ArrowUp);
    desk.key(Named::Enter);
    assert_eq!(rows(&mut desk), folded, "Enter folds them again");

    // Of the records the counts are said first, those of one's own before the others; of a file nobody here wrote anything.
    desk.key(Named::Escape);
    desk.click("check-export");
    assert!(has(&mut desk, "Written here: 1 error") && has(&mut desk, "As it came from your HMIS: 23 errors, "), "{:?}", desk.seen().texts);
    desk.key(Named::Escape);
    desk.click("import-path");
    desk.type_text("tests/fixtures/fy2026-northern-lakes.zip");
    desk.click("check-file");
    assert!(has(&mut desk, "Checked 14 clients: ") && !has(&mut desk, "Written here: ") && !has(&mut desk, "As it came"));
}

#[test]
fn no_sentence_of_a_check_is_cut() {
    for (size, percent) in [((1280.0, 800.0), "100"), ((1024.0, 768.0), "150"), ((800.0, 600.0), "150")] {
        let mut desk = Desk::mistaken();
        desk.send(Message::Sidebar(true));
        desk.send(Message::Settings(settings::Message::Scale(Some(percent.to_owned()))));
        desk.send(Message::Settings(settings::Message::Apply));
        desk.quiet();
        desk.resize(iced::Size::new(size.0, size.1));
        desk.send(Message::Go(Destination::Exchange));
        desk.click("check-export");
        assert!(has(&mut desk, "Checked "));
        let cut = |desk: &mut Desk| desk.cut();
        open_what_came(&mut desk);
        assert_eq!(cut(&mut desk), Vec::<String>::new(), "{size:?}");
        desk.key(Named::ArrowDown);
        desk.key(Named::Enter);
        assert!(desk.shows("All rules"));
        assert_eq!(cut(&mut desk), Vec::<String>::new(), "{size:?}");
    }
}

#[test]
fn esc_leads_back_step_by_step() {
    let mut desk = held();
    desk.key(Named::Enter);
    assert!(desk.shows("All rules"));
    desk.key(Named::Escape);
    assert!(!desk.shows("All rules"));
    assert_eq!(focused(&mut desk), "findings");
    desk.key(Named::Escape);
    assert!(desk.shows("Import HMIS CSV"));
    assert_eq!(focused(&mut desk), "export-path");
}

#[test]
fn an_export_is_written_anyway_only_with_a_reason() {
    let mut desk = held();
    let out = desk.folder.path().join("out.zip");
    desk.click("anyway");
    desk.key(Named::Enter);
    assert!(!out.exists(), "a blank is no reason");
    desk.type_text("They came from the HMIS");
    desk.key(Named::Enter);
    assert!(out.is_file() && has(&mut desk, "Exported "));
    assert!(has(&mut desk, "Last export today 9:30 AM: everything."), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Saved today 9:30 AM"), "that it was written is noted");
}

/// Acknowledges a referral and exports what was changed: the work in another household holds it up. Who would stay out, in words, and where it
/// is to be written.
pub fn half_held(desk: &mut Desk) -> (String, std::path::PathBuf) {
    desk.send(Message::Home(home::Message::Sorted(home::By::State)));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    desk.send(Message::Go(Destination::Exchange));
    let which = exchange::sending::Message::Which(Some("since".to_owned()));
    desk.send(Message::Exchange(exchange::Message::Sending(which)));
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    desk.click("export");
    let who = desk.seen().texts.into_iter().find(|(text, _)| text.contains("out: ")).map(|(text, _)| text);
    (who.unwrap_or_default(), out)
}

#[test]
fn an_export_of_changes_leaves_the_unfinished_households_out_by_the_keyboard() {
    let mut desk = Desk::mistaken();
    let (_, out) = half_held(&mut desk);
    assert!(has(&mut desk, "If you leave these households out, 1 client is exported and 1 client is not."), "{:?}", desk.seen().texts);
    desk.tab();
    assert_eq!(focused(&mut desk), "leave-out");
    desk.key(Named::Enter);
    assert!(out.is_file() && has(&mut desk, "Left out until the errors are corrected: 1 client"), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Last export today 9:30 AM: what was changed here, without 1 unfinished client."), "{:?}", desk.seen().texts);
    let counted = "Work on 1 client not in your HMIS yet, on 1 more exported on 11/20/2026, not yet confirmed · ";
    assert!(has(&mut desk, counted), "what went out is said apart from what stays: {:?}", desk.seen().texts);
    desk.click("keyin");
    assert!(has(&mut desk, "If your HMIS takes") && !has(&mut desk, "held a part alone"), "{:?}", desk.seen().texts);
}

#[test]
fn ctrl_s_leads_to_the_export_without_the_unfinished_households_and_writes_it_there() {
    let mut desk = Desk::mistaken();
    let (_, out) = half_held(&mut desk);
    desk.key(Named::Enter);
    desk.command("s");
    assert!(has(&mut desk, "press Esc: what else can be done stands below the rules"), "nothing stands below a rule that is open");
    desk.key(Named::Escape);
    desk.click("anyway");
    desk.command("s");
    assert!(focused(&mut desk) == "anyway" && has(&mut desk, "Enter exports it as it is, once the reason stands there."));
    desk.send(Message::Go(Destination::Exchange));
    desk.command("s");
    assert!(focused(&mut desk) == "leave-out" && !out.exists(), "it is led there first");
    assert!(has(&mut desk, "Ctrl+S leads here, and exports from here"), "{:?}", desk.seen().texts);
    desk.command("s");
    assert!(out.is_file(), "{:?}", desk.seen().texts);
}

#[test]
fn the_guide_says_that_the_last_export_left_a_household_out_beside_that_household_alone() {
    let mut desk = Desk::mistaken();
    let (who, _) = half_held(&mut desk);
    desk.send(Message::Exchange(exchange::Message::LeaveOut));
    assert!(has(&mut desk, "Left out until the errors are corrected: 1 client"), "{:?}", desk.seen().texts);
    desk.send(Message::Command(Command::Guide));
    let name = who.trim_start_matches("Stays out: ").trim_end_matches('.').to_owned();
    let referred = |chart: &&Chart| !chart.events.is_empty();
    let (theirs, others): (Vec<_>, Vec<_>) = desk.charts.iter().filter(referred).partition(|chart| Card::of(chart).name() == name);
    let of = |charts: &[&Chart]| charts.first().map(|chart| chart.id().clone()).unwrap();
    let (theirs, other) = (of(&theirs), of(&others));
    for (client, said) in [(theirs.clone(), true), (other, false), (theirs, true)] {
        desk.send(Message::Go(Destination::Client(client, Part::Events(None))));
        assert_eq!(has(&mut desk, "The last export left this household out"), said, "{:?}", desk.seen().texts);
    }
}

#[test]
fn an_export_in_which_nobody_but_the_unfinished_household_is_can_wait_and_says_whom_to_finish() {
    let mut desk = Desk::mistaken();
    desk.send(Message::Go(Destination::Exchange));
    let which = exchange::sending::Message::Which(Some("since".to_owned()));
    desk.send(Message::Exchange(exchange::Message::Sending(which)));
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    desk.click("export");
    assert!(has(&mut desk, "so it can wait: finish their records first, and check again."), "{:?}", desk.seen().texts);
    let names = |text: &str| text.starts_with("To finish: ") && text.ends_with(". Enter on a rule shows where.");
    assert!(desk.seen().texts.iter().any(|(text, _)| names(text)), "{:?}", desk.seen().texts);
    assert!(!desk.shows("Export without these households") && !out.exists());
}

#[test]
fn r_csv_9_a_full_export_leaves_nobody_out() {
    let mut desk = held();
    assert!(has(&mut desk, "An export of what was changed here can leave them out."), "{:?}", desk.seen().texts);
    assert!(!desk.shows("Export without these households"));
    desk.send(Message::Exchange(exchange::Message::LeaveOut));
    assert!(desk.shows("Export anyway") && !desk.folder.path().join("out.zip").exists(), "it waits as before");
}

#[test]
fn a_check_writes_nothing_and_takes_nothing_over() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Exchange));
    desk.click("check-export");
    assert!(has(&mut desk, "Checked ") && !desk.shows("Export anyway"));
    desk.click("check-back");
    desk.click("import-path");
    desk.type_text("tests/fixtures/fy2026-northern-lakes.zip");
    desk.click("check-file");
    assert!(has(&mut desk, "Checked 14 clients: "), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    assert!(has(&mut desk, " · line "), "a finding in a file says its line");
    assert!(has(&mut desk, "Nothing saved since you opened the desk"));
    desk.key(Named::Escape);
    desk.key(Named::Escape);
    desk.click("check-file");
    desk.command("l");
    desk.unlock();
    assert!(!has(&mut desk, "Checked 14 clients: "), "nothing of it stays over a lock");
}

#[test]
fn what_the_hmis_does_not_have_is_counted_in_the_status_bar() {
    let mut desk = Desk::with(People::Typical);
    assert!(!has(&mut desk, "not in your HMIS yet"));
    desk.send(Message::Home(home::Message::Sorted(home::By::State)));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    assert!(has(&mut desk, "Work on 1 client not in your HMIS yet"), "{:?}", desk.seen().texts);
    desk.command("l");
    desk.unlock();
    assert!(has(&mut desk, "Work on 1 client not in your HMIS yet"), "it is counted again when the desk is opened");
}

#[test]
fn only_the_file_that_was_asked_about_is_replaced() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Exchange));
    let file = |name: &str| desk.folder.path().join(name);
    let (asked, other) = (file("asked.zip"), file("other.zip"));
    for path in [&asked, &other] {
        std::fs::write(path, "theirs").unwrap();
    }
    let to = |path: &std::path::Path| Message::Exchange(exchange::Message::To(path.display().to_string()));
    desk.send(to(&asked));
    desk.click("export");
    assert!(desk.shows("Replace"));
    desk.send(to(&other));
    assert!(!desk.shows("Replace"), "what was asked is about another file");
    desk.send(Message::Exchange(exchange::Message::Replace));
    desk.click("export");
    assert!(desk.shows("Replace"), "each file is asked about");
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "theirs");
}

/// Acknowledges a referral on Home, so that there is something to send.
fn work(desk: &mut Desk) {
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
}

#[test]
fn exchange_begins_at_its_beginning_and_says_what_was_exported() {
    let mut desk = Desk::with(People::Typical);
    desk.command("o");
    assert_eq!(focused(&mut desk), "import-path", "nothing to send");
    work(&mut desk);
    desk.command("o");
    assert_eq!(focused(&mut desk), "import-path", "the hands know where they are");
    let chosen = |desk: &mut Desk| desk.heard().nodes.iter().find(|node| &*node.name == "What to export").unwrap().info.value.clone();
    assert_eq!(chosen(&mut desk).as_deref(), Some("Changed here"), "an import told what the HMIS has");
    assert!(desk.shows("Proposed: your HMIS has what you imported, so it needs only what you changed here."), "{:?}", desk.seen().texts);
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    desk.click("export");
    assert!(has(&mut desk, "Exported work on 1 client ("), "{:?}", desk.seen().texts);
    assert_eq!(focused(&mut desk), "outcome", "what is said of it is in sight");
    desk.key(Named::Enter);
    assert_eq!(focused(&mut desk), "outcome", "and Enter does nothing there");
    desk.tab();
    assert_ne!(focused(&mut desk), "report", "its lines lead nowhere and take no keyboard");
    assert_eq!(chosen(&mut desk).as_deref(), Some("Changed here since the last export"), "the usual one from now on");
    assert!(has(&mut desk, "Proposed: it brings your HMIS what is new since the export of 11/20/2026."), "{:?}", desk.seen().texts);
    // Another choice says when it is right, also once its list is closed.
    desk.click("export-what");
    desk.type_text("all work");
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Right where it did not take an export, or you are not sure: "), "{:?}", desk.seen().texts);
    let words = "Work on 1 client exported on 11/20/2026, not yet confirmed by your HMIS";
    assert!(has(&mut desk, words), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "The next import from your HMIS confirms what it took."), "{:?}", desk.seen().texts);
    desk.command("l");
    desk.unlock();
    assert!(has(&mut desk, words), "it is known when the desk is opened");
    desk.command("h");
    desk.command("o");
    assert_eq!(focused(&mut desk), "import-path", "what is next is to hear from the HMIS");
}

#[test]
fn a_check_that_is_older_than_the_last_save_says_so() {
    let mut desk = held();
    let stale = "Something was saved after this check. Check again to see what is left.";
    assert!(!desk.shows(stale));
    work(&mut desk);
    // Whatever had the keyboard, also the cross of the guide: what asks gets it.
    desk.send(Message::Command(wayhome::app::shortcut::Command::Guide));
    desk.quiet();
    while focused(&mut desk) != "aside-close" {
        desk.tab();
    }
    desk.command("o");
    assert!(desk.shows(stale) && !desk.seen().stops.iter().any(|stop| stop.id == "check-again"), "one button is enough");
    assert_eq!(focused(&mut desk), format!("Check again and export: {stale}"));
    desk.key(Named::Enter);
    assert!(!desk.shows(stale) && has(&mut desk, "Not exported yet. "));
}

#[test]
fn the_rules_that_spoke_take_the_room_that_there_is() {
    let mut desk = held();
    open_what_came(&mut desk);
    let rows = |desk: &mut Desk| desk.seen().stops.iter().find(|stop| stop.id == "findings").map(|stop| stop.bounds.height).unwrap();
    let usual = rows(&mut desk);
    desk.resize(iced::Size::new(1280.0, 560.0));
    let few = rows(&mut desk);
    assert!(usual > few + 100.0, "{usual} {few}");
}

#[test]
fn the_keyboard_goes_on_from_what_to_export_whatever_was_chosen() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Exchange));
    // A choice that takes the reason away, one that brings two days below it, and one that takes them away.
    for (typed, lands) in [("everything", "export-program"), ("rows updated", "export-start"), ("everything", "export-program")] {
        desk.click("export-what");
        desk.key(Named::Escape);
        assert_eq!(focused(&mut desk), "export-what");
        desk.type_text(typed);
        desk.tab();
        desk.frame();
        assert_eq!(focused(&mut desk), lands, "{typed}");
        desk.tab();
        assert!(!focused(&mut desk).is_empty(), "{typed}");
    }
}
