//! R-IMP-7 on the desk: what both sides changed is shown with both answers, and waits for the worker.

use super::work::{has, open_event, set};
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use std::path::{Path, PathBuf};
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::client::{self, history};
use wayhome::app::screen::exchange;
use wayhome::domain::entry::Scalar;
use wayhome::domain::{ClientId, EventId, ExportId, Instant, Row, UserId, at};
use wayhome::exchange::{ExportRequest, Worker, write};

/// An export of the records as the desk began with them, in which this event has a result, written later than everything else.
fn export(desk: &Desk, event: &EventId, result: &str) -> PathBuf {
    let (agency, mut charts) = (crate::desk::records(People::Typical).0, desk.charts.clone());
    let event = charts.iter_mut().flat_map(|chart| &mut chart.events).find(|other| other.event_id == *event).unwrap();
    event.put(at::event::REFERRAL_RESULT, result);
    event.put(at::event::DATE_UPDATED, "2026-11-21 09:00:00");
    let now = Instant::read("2030-01-03 09:00:00").unwrap();
    let request = ExportRequest {
        agency: &agency,
        now,
        begun: now,
        users: now,
        export_id: ExportId::new("NEXT"),
        implementation: "HMIS",
        software_version: "1",
        period: (now.date(), now.date()),
        worker: Worker { id: UserId::default(), first: "", last: "", email: "" },
        aside: None,
    };
    let path = desk.folder.path().join("next.zip");
    write(&path, &request, &charts).unwrap();
    crate::exchange::as_of_hmis(&path);
    path
}

fn compare(desk: &mut Desk, path: &Path) {
    desk.send(Message::Go(Destination::Exchange));
    desk.send(Message::Exchange(exchange::Message::From(path.display().to_string())));
    desk.click("import");
}

fn torn() -> Desk {
    let mut desk = Desk::with(People::Typical);
    tear(&mut desk);
    desk
}

/// The worker rejects a referral that the HMIS has as rejected by the provider, and imports what it says.
pub fn tear(desk: &mut Desk) -> ClientId {
    let (client, event) = open_event(desk);
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    let path = export(desk, &event, "3");
    compare(desk, &path);
    assert!(has(desk, "In 1 record both sides changed the same answer"), "{:?}", desk.seen().texts);
    desk.click("take");
    client
}

/// Settles the first answer that waits.
fn choose(desk: &mut Desk, side: &str) {
    let first = desk.seen().stops.into_iter().find(|stop| stop.id.starts_with(side)).unwrap();
    desk.click(&first.id);
}

#[test]
fn what_both_changed_is_shown_with_both_answers() {
    let mut desk = torn();
    assert!(desk.shows("Changed here and in the HMIS: 1 answer"), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Referral Result"));
    assert!(desk.shows("Keep what is here") && desk.shows("Take the HMIS's answer"));
    choose(&mut desk, "keep-here");
    assert!(!desk.shows("Keep what is here"));
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Go(Destination::Exchange));
    assert!(!desk.shows("Keep what is here"), "it is settled");
}

#[test]
fn a_choice_waits_however_often_one_goes_elsewhere() {
    let mut desk = torn();
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Go(Destination::Exchange));
    assert!(desk.shows("Changed here and in the HMIS: 1 answer"));
    choose(&mut desk, "take-hmis");
    assert!(!desk.shows("Take the HMIS's answer"));
}

#[test]
fn an_undo_speaks_of_the_answer_of_the_hmis_and_not_of_how_it_is_kept() {
    let mut desk = Desk::with(People::Typical);
    let client = tear(&mut desk);
    let undo = |desk: &mut Desk, save| {
        desk.send(Message::Go(Destination::Client(client.clone(), Part::History)));
        desk.send(Message::Client(client::Message::History(history::Message::Pressed('u', save))));
        assert!(!has(desk, "Theirs") && !has(desk, "{"), "{:?}", desk.seen().texts);
    };
    undo(&mut desk, 0);
    assert!(has(&mut desk, "The answer of the HMIS to CE Event · Referral to "), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Exchange));
    choose(&mut desk, "keep-here");
    // It is settled by a later save now.
    undo(&mut desk, 1);
    assert!(has(&mut desk, "This save cannot be undone as it is."), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "The answer of the HMIS to CE Event · Referral to "), "{:?}", desk.seen().texts);
}

#[test]
fn an_import_that_is_called_off_changes_nothing() {
    let mut desk = Desk::with(People::Typical);
    let (_, event) = open_event(&mut desk);
    let path = export(&desk, &event, "3");
    compare(&mut desk, &path);
    desk.click("cancel-import");
    assert!(!has(&mut desk, "Ready to import"));
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Ready to import"), "and it can be compared again");
}
