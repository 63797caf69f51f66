//! Unfinished work on Home: where it is listed, thrown away by one key, and brought back.

use super::letters::cursor;
use super::resolving::open;
use super::work::{has, set};
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::Edit;
use wayhome::app::screen::home::{self, State};
use wayhome::app::screen::{client, intake};
use wayhome::domain::at;
use wayhome::domain::note::Which;
use wayhome::domain::referral::is_open;

#[test]
fn an_intake_of_somebody_who_was_rejected_is_thrown_away_by_one_key_and_comes_back() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(Message::Go(Destination::Intake(client.clone(), None)));
    desk.send(Message::Intake(intake::Message::Next));
    let chart = desk.charts.iter().find(|chart| *chart.id() == client).unwrap();
    let mut open: Vec<_> = chart.events.iter().filter(|event| is_open(event)).map(|event| event.event_id.clone()).collect();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(open.pop()))));
    assert!(open.is_empty(), "one referral");
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.command("s");
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Begun));
    assert!(has(&mut desk, "Not finished 1") && desk.shows("Unsuccessful: discard it"), "{:?}", desk.seen().texts);
    desk.click("open-referrals");
    desk.key(Named::Delete);
    assert!(desk.shows("Intake discarded") && desk.shows("Undo") && desk.shows("Discarded"), "{:?}", desk.seen().texts);
    desk.command("u");
    assert_eq!(desk.app.title(), "Home · Wayhome");
    assert!(
        desk.shows("Unsuccessful: discard it") && desk.seen().focused().as_deref() == Some("open-referrals"),
        "{:?}",
        desk.seen().texts
    );
    desk.key(Named::Delete);
    desk.quiet();
    // Locked, it is gone for good; a referral is no unfinished work.
    desk.command("l");
    desk.unlock();
    desk.send(Message::Go(Destination::Home));
    assert!(!has(&mut desk, "Not finished") && !desk.shows("Discarded"), "{:?}", desk.seen().texts);
    desk.click("open-referrals");
    desk.key(Named::Delete);
    assert!(desk.shows("Delete throws away unfinished work. This line is none."), "{:?}", desk.seen().texts);
}

#[test]
fn an_intake_that_was_begun_is_listed_where_no_line_of_its_client_goes_on_with_it() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    let begin = |desk: &mut Desk| {
        desk.send(Message::Go(Destination::Intake(client.clone(), None)));
        desk.send(Message::Intake(intake::Message::Next));
        desk.send(Message::Go(Destination::Home));
        desk.send(Message::Home(home::Message::Only(None)));
    };
    begin(&mut desk);
    assert!(desk.shows("Intake begun 1") && !has(&mut desk, "Not finished"), "its referral leads there: {:?}", desk.seen().texts);
    // A result is typed, and the line of the referral leads to that.
    let event = {
        let chart = desk.charts.iter().find(|chart| *chart.id() == client).unwrap();
        chart.events.iter().find(|event| is_open(event)).unwrap().event_id.clone()
    };
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(Some(event)))));
    desk.send(set(at::event::REFERRAL_RESULT, "3"));
    desk.send(Message::Go(Destination::Home));
    assert!(desk.shows("Not saved 1") && has(&mut desk, "Not finished 1"), "{:?}", desk.seen().texts);
    desk.send(Message::Home(home::Message::Begun));
    desk.send(Message::Home(home::Message::Opened(0)));
    assert_eq!(desk.app.title(), "Intake · Wayhome");
}

/// Begins a case note of each of so many clients, and shows on Home what is not finished.
fn notes_begun(desk: &mut Desk, many: usize) {
    let clients: Vec<_> = desk.charts.iter().take(many).map(|chart| chart.id().clone()).collect();
    for client in clients {
        desk.send(Message::Go(Destination::Client(client, Part::Notes(Some(Which::New)))));
        let typed = Edit::Set(at::case_note::NOTE, "Called about the lease.".to_owned());
        desk.send(Message::Client(client::Message::Notes(client::notes::Message::Edit(typed))));
    }
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Begun));
}

/// The keyboard on the first of three lines of what is not finished.
fn on_the_first_of_three() -> Desk {
    let mut desk = Desk::with(People::Typical);
    notes_begun(&mut desk, 3);
    desk.click("open-referrals");
    desk.key(Named::Home);
    desk
}

/// How many lines of Home are discarded, and how many not finished.
fn lines(desk: &mut Desk) -> (usize, usize) {
    (standing(desk, "Discarded"), standing(desk, "Not finished"))
}

/// How many lines of Home stand so.
fn standing(desk: &mut Desk, so: &str) -> usize {
    desk.seen().texts.iter().filter(|(text, _)| text == so).count()
}

#[test]
fn a_second_delete_takes_nothing_else_along_and_each_comes_back_by_itself() {
    let mut desk = on_the_first_of_three();
    desk.key(Named::Delete);
    assert!(has(&mut desk, "Enter brings it back"), "the cursor is on what was discarded: {:?}", desk.seen().texts);
    desk.key(Named::Delete);
    assert!(desk.shows("This is discarded already. Enter brings it back."), "{:?}", desk.seen().texts);
    assert_eq!(lines(&mut desk), (1, 2));
    desk.key(Named::ArrowDown);
    desk.key(Named::Delete);
    assert_eq!(lines(&mut desk), (2, 1), "both are kept");
    for left in [1, 0] {
        desk.command("u");
        assert_eq!(lines(&mut desk), (left, 3 - left), "{:?}", desk.seen().texts);
    }
    // By its line, whatever was discarded after it.
    desk.key(Named::Home);
    desk.key(Named::Delete);
    desk.key(Named::End);
    desk.key(Named::Delete);
    desk.key(Named::Home);
    desk.key(Named::Enter);
    assert_eq!(lines(&mut desk), (1, 2), "{:?}", desk.seen().texts);
    desk.command("u");
    assert_eq!(lines(&mut desk), (0, 3), "its notice is still there");
}

#[test]
fn a_key_that_is_held_down_discards_one_line() {
    let mut desk = on_the_first_of_three();
    desk.hold_key(Named::Delete);
    assert_eq!(lines(&mut desk), (1, 2), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "This is discarded already"), "{:?}", desk.seen().texts);
    desk.hold_key(Named::ArrowDown);
    desk.key(Named::Delete);
    assert_eq!(standing(&mut desk, "Discarded"), 2, "arrows go on while they are held: {:?}", desk.seen().texts);
}

#[test]
fn an_acknowledgment_and_a_discard_wait_for_their_answers_side_by_side() {
    let mut desk = Desk::with(People::Typical);
    notes_begun(&mut desk, 1);
    desk.send(Message::Home(home::Message::Only(None)));
    let row_of = |desk: &mut Desk, key: &str| {
        let at = (0..40).find(|at| {
            desk.send(Message::Home(home::Message::Moved(*at)));
            has(desk, key)
        });
        at.unwrap()
    };
    let (new, begun) = (row_of(&mut desk, "A acknowledges"), row_of(&mut desk, "Delete discards it"));
    let mut answers = desk.hold(Message::Home(home::Message::Pressed('a', new)));
    answers.extend(desk.hold(Message::Home(home::Message::Thrown(begun))));
    answers.into_iter().for_each(|answer| desk.send(answer));
    assert_eq!(standing(&mut desk, "Discarded"), 1, "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "cknowledged") && desk.shows("Acknowledged 1"), "{:?}", desk.seen().texts);
}

#[test]
fn what_was_thrown_away_counts_no_more_and_u_brings_it_back_with_the_cursor_on_it() {
    let mut desk = on_the_first_of_three();
    let counted = |desk: &mut Desk, n: u32| desk.shows(&format!("Not finished {n}")) && has(desk, "N shows all again");
    let first = cursor(&mut desk);
    assert!(counted(&mut desk, 3) && !has(&mut desk, "U brings back"), "{:?}", desk.seen().texts);
    desk.key(Named::Delete);
    assert!(counted(&mut desk, 2), "{:?}", desk.seen().texts);
    desk.key(Named::ArrowDown);
    assert!(has(&mut desk, "U brings back what was just discarded"), "from any line: {:?}", desk.seen().texts);
    assert_ne!(cursor(&mut desk), first);
    desk.type_text("u");
    assert_eq!((cursor(&mut desk), lines(&mut desk)), (first, (0, 3)));
    assert!(counted(&mut desk, 3) && !has(&mut desk, "U brings back"), "{:?}", desk.seen().texts);
    // Also of the header and of the tab of all.
    desk.send(Message::Home(home::Message::Only(None)));
    let told = |desk: &mut Desk| {
        desk.seen().texts.into_iter().map(|(text, _)| text).filter(|text| text.contains(" not finished.")).collect::<Vec<_>>()
    };
    assert!(told(&mut desk).iter().any(|text| text.contains("3 not finished.")), "{:?}", told(&mut desk));
    desk.send(Message::Home(home::Message::Begun));
    desk.key(Named::Delete);
    desk.send(Message::Home(home::Message::Only(None)));
    assert!(told(&mut desk).iter().any(|text| text.contains("2 not finished.")), "{:?}", told(&mut desk));
}
