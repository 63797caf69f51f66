//! What Home lists besides referrals: the answers that are owed, and what was begun.

use super::history::household;
use super::work::has;
use crate::desk::{Desk, People, records};
use crate::visits::context;
use iced::Size;
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Failure, Part, Then};
use wayhome::app::form::{self, Edit};
use wayhome::app::preset;
use wayhome::app::screen::{client, clients, home, intake, unlock};
use wayhome::app::shortcut::Command;
use wayhome::domain::ask::{Question, Slot};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{ClientId, EnrollmentId, at};

const DESTINATION: Question = Question { slot: Slot::Exit, field: at::exit::DESTINATION };

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// A household that left and was asked nothing, and Home.
fn left() -> (Desk, ClientId, EnrollmentId) {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Home));
    assert!(!has(&mut desk, "Answers owed"), "what was imported is nobody's work here: {:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client.clone(), stay.clone())));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    desk.send(Message::Go(Destination::Home));
    (desk, client, stay)
}

#[test]
fn answers_that_are_owed_stand_on_home_and_enter_leads_to_them_and_esc_back() {
    let (mut desk, ..) = left();
    assert!(has(&mut desk, "Answers owed 1") && has(&mut desk, "1 household owes answers."), "{:?}", desk.seen().texts);
    desk.send(Message::Home(home::Message::Owed));
    assert!(has(&mut desk, " of Project exit, of 2 people") && has(&mut desk, "since today"), "{:?}", desk.seen().texts);
    assert!(desk.shows("Next: answer them") && has(&mut desk, "Enter goes to the answers that are owed"), "{:?}", desk.seen().texts);
    desk.click("open-referrals");
    desk.type_text("r");
    assert!(has(&mut desk, "This line is about answers that are owed."));
    desk.key(Named::Enter);
    assert_eq!((desk.app.title().as_str(), focused(&mut desk)), ("Exit · Wayhome", form::question_id(0, DESTINATION)));
    desk.key(Named::Escape);
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Home · Wayhome", "open-referrals"));
    assert!(desk.shows("Next: answer them"), "on the same line: {:?}", desk.seen().texts);
    // Among all of them it is its own line too.
    desk.send(Message::Home(home::Message::Only(None)));
    assert!(has(&mut desk, "Enter goes to the answers that are owed"), "the cursor is still on it: {:?}", desk.seen().texts);
}

#[test]
fn answers_that_are_begun_are_one_line_also_once_the_household_has_left() {
    let (mut desk, ..) = left();
    desk.send(Message::Home(home::Message::Owed));
    desk.send(Message::Home(home::Message::Opened(0)));
    desk.send(Message::Intake(intake::Message::Edit(0, DESTINATION.slot, Edit::Set(DESTINATION.field, "435".to_owned()))));
    desk.command("h");
    desk.send(Message::Home(home::Message::Owed));
    assert!(desk.shows("Not saved yet") && desk.shows("Next: go on answering"), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Not finished"), "not beside it: {:?}", desk.seen().texts);
}

#[test]
fn that_a_look_at_what_is_owed_failed_is_said_and_what_was_known_stands() {
    let (mut desk, ..) = left();
    desk.send(Message::Owing(Err(Failure::new("Home may not list all answers that are owed", "The disk cannot be read."))));
    assert!(desk.shows("Home may not list all answers that are owed. The disk cannot be read."), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Answers owed 1"), "{:?}", desk.seen().texts);
}

#[test]
fn what_is_owed_is_known_again_when_the_desk_is_opened_and_goes_with_the_save() {
    let (mut desk, client, stay) = left();
    desk.send(Message::Command(Command::Lock));
    desk.unlock();
    assert!(has(&mut desk, "Answers owed 1"), "{:?}", desk.seen().texts);
    // Another organization owes nothing of it.
    let project = desk.charts.iter().flat_map(|chart| &chart.enrollments).find(|e| e.enrollment_id == stay).unwrap().project_id.clone();
    let owner = desk.agency.owner(&project).unwrap().organization_id.clone();
    let other = desk.agency.organizations.iter().find(|o| o.organization_id != owner).unwrap().organization_id.to_string();
    context(&mut desk, other);
    desk.send(Message::Go(Destination::Home));
    assert!(!has(&mut desk, "Answers owed"), "{:?}", desk.seen().texts);
    context(&mut desk, owner.to_string());
    // The save is undone: nothing was written here any more.
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    desk.send(Message::Client(client::Message::History(client::history::Message::Opened(0))));
    desk.send(Message::Client(client::Message::History(client::history::Message::Begin)));
    desk.send(Message::Client(client::Message::History(client::history::Message::Reason(client::history::Typed(
        "Entered by mistake".to_owned(),
    )))));
    desk.send(Message::Client(client::Message::Command(Command::Save)));
    desk.quiet();
    desk.send(Message::Go(Destination::Home));
    assert!(!has(&mut desk, "Answers owed"), "{:?}", desk.seen().texts);
}

/// Between the unlock and the first answer of who looks.
#[test]
fn until_it_is_known_what_is_owed_home_says_that_it_is_looked_for_and_the_line_under_the_cursor_stays() {
    let (mut desk, ..) = left();
    let lines = |desk: &mut Desk| -> Vec<_> {
        desk.seen().texts.into_iter().filter(|(text, _)| text.starts_with("Next: ") && text != "Next: answer them").collect()
    };
    for size in [desk.size(), Size::new(683.0, 512.0)] {
        desk.resize(size);
        desk.send(Message::Command(Command::Lock));
        desk.click("passphrase");
        desk.type_text(preset::PASSPHRASE);
        let opened = desk.hold(Message::Unlock(unlock::Message::Go)).pop().unwrap();
        let looking = desk.hold(opened);
        assert!(has(&mut desk, "Looking for answers owed.") && !has(&mut desk, "Answers owed"), "{:?}", desk.seen().texts);
        desk.send(Message::Home(home::Message::Pressed('o', 0)));
        assert!(!has(&mut desk, "Nobody owes answers now."), "nobody knows yet: {:?}", desk.seen().texts);
        desk.quiet();
        let before = lines(&mut desk);
        assert!(!before.is_empty());
        looking.into_iter().for_each(|answer| desk.send(answer));
        assert!(!has(&mut desk, "Looking for answers owed."), "{:?}", desk.seen().texts);
        assert_eq!(lines(&mut desk), before, "nothing has moved");
    }
}

#[test]
fn what_is_found_where_nothing_was_listed_has_the_keyboard() {
    let (client, stay, _) = household(&mut Desk::with(People::Typical));
    let (agency, mut charts) = records(People::Typical);
    let own = charts.iter().flat_map(|chart| &chart.enrollments).find(|e| e.enrollment_id == stay).unwrap().clone();
    charts.iter_mut().for_each(|chart| {
        chart.events.clear();
        chart.enrollments.retain(|e| e.household_id == own.household_id);
    });
    charts.retain(|chart| !chart.enrollments.is_empty());
    let owner = agency.owner(&own.project_id).unwrap().organization_id.to_string();
    let mut desk = Desk::of((agency, charts));
    context(&mut desk, owner);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client, stay)));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Command(Command::Lock));
    desk.click("passphrase");
    desk.type_text(preset::PASSPHRASE);
    let opened = desk.hold(Message::Unlock(unlock::Message::Go)).pop().unwrap();
    let looking = desk.hold(opened);
    assert!(!desk.shows("Nothing waits for you"), "nobody knows yet: {:?}", desk.seen().texts);
    desk.quiet();
    assert_eq!(focused(&mut desk), "home-import");
    looking.into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.shows("Next: answer them"), "{:?}", desk.seen().texts);
    assert_eq!(focused(&mut desk), "open-referrals");
}

/// Begins something, and goes Home.
fn begun(begin: impl FnOnce(&mut Desk, &ClientId, &EnrollmentId)) -> Desk {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    begin(&mut desk, &client, &stay);
    desk.command("h");
    desk
}

/// Enter on the one line of unfinished work.
fn goes_on(desk: &mut Desk) -> (String, String) {
    assert!(has(desk, "Not finished 1"), "{:?}", desk.seen().texts);
    desk.send(Message::Home(home::Message::Begun));
    assert!(has(desk, "Enter goes on with it where you left it"), "{:?}", desk.seen().texts);
    desk.send(Message::Home(home::Message::Opened(0)));
    (desk.app.title(), focused(desk))
}

#[test]
fn what_was_begun_stands_on_home_and_enter_goes_on_with_it() {
    let on_profile = |edit| Message::Client(client::Message::Profile(client::profile::Message::Edit(edit)));
    let mut desk = begun(|desk, client, _| {
        desk.send(Message::Go(Destination::Client(client.clone(), Part::Profile)));
        desk.send(Message::Client(client::Message::Profile(client::profile::Message::Begin)));
        desk.send(on_profile(Edit::Set(at::client::MIDDLE_NAME, "Quincy".to_owned())));
    });
    assert_eq!(goes_on(&mut desk).0, "Client · Wayhome");
    assert!(desk.seen().values.iter().any(|value| value == "Quincy"), "{:?}", desk.seen().values);

    let mut desk = begun(|desk, client, stay| {
        desk.send(Message::Go(Destination::Visit(Purpose::Exit, client.clone(), stay.clone())));
        desk.send(Message::Intake(intake::Message::Edit(0, DESTINATION.slot, Edit::Set(DESTINATION.field, "435".to_owned()))));
    });
    assert_eq!(goes_on(&mut desk).0, "Exit · Wayhome");
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Home · Wayhome", "back where it was opened");
    // Known again after a lock, when only the name of the draft says whose it is.
    desk.send(Message::Command(Command::Lock));
    desk.unlock();
    assert_eq!(goes_on(&mut desk).0, "Exit · Wayhome");

    let mut desk = begun(|desk, client, stay| {
        desk.send(Message::Go(Destination::Client(client.clone(), Part::MoveIn(stay.clone(), Then::Enrollments))));
        let edit = Edit::Set(at::enrollment::MOVE_IN_DATE, "11/20/2026".to_owned());
        desk.send(Message::Client(client::Message::MoveIn(client::move_in::Message::Edit(edit))));
    });
    assert_eq!(goes_on(&mut desk), ("Move-in · Wayhome".to_owned(), form::id(at::enrollment::MOVE_IN_DATE)));

    let mut desk = begun(|desk, _, _| {
        desk.send(Message::Go(Destination::Clients));
        desk.send(Message::Clients(clients::Message::Add));
        desk.type_text("Ophelia");
    });
    assert_eq!(goes_on(&mut desk).0, "Add client · Wayhome");
    assert!(desk.seen().values.iter().any(|value| value == "Ophelia"), "{:?}", desk.seen().values);
}
