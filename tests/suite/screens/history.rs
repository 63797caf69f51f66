//! The History of a client: read, as of a day, taken back; by keyboard, on a real store.

use super::intake::becomes;
use super::resolving::{enroll, open};
use super::work::set;
use crate::desk::{Desk, People};
use crate::visits::{referred, rejected};
use iced::keyboard::key::Named;
use iced::{Rectangle, Size};
use wayhome::app::Message;
use wayhome::app::action::{Destination, Failure, Part};
use wayhome::app::perform::Past;
use wayhome::app::preset::fixed_clock;
use wayhome::app::screen::client::{self, history};
use wayhome::app::screen::home::{self, State};
use wayhome::app::screen::{intake, settings};
use wayhome::app::shortcut::Command;
use wayhome::domain::hud::{Enrollment, Relationship};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::referral::is_open;
use wayhome::domain::{Card, Chart, ClientId, EnrollmentId, at, date};

fn has(desk: &mut Desk, part: &str) -> bool {
    desk.seen().texts.iter().any(|(text, _)| text.contains(part))
}

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// The history of a client whose referral was just resolved as rejected.
fn opened() -> (Desk, ClientId) {
    let mut desk = Desk::with(People::Typical);
    let client = rejected(&mut desk);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::History)));
    (desk, client)
}

#[test]
fn an_undo_shows_its_button_with_its_reason_also_where_there_is_little_room() {
    // A window of 1280 by 800 with text of 150 %.
    let size = Size::new(853.0, 533.0);
    let (mut desk, _) = opened();
    desk.resize(size);
    desk.key(Named::Enter);
    desk.type_text("u");
    desk.quiet();
    desk.frame();
    assert_eq!(focused(&mut desk), "undo-reason");
    let (seen, heard) = (desk.seen(), desk.heard());
    let stop = |id: &str| seen.stops.iter().find(|stop| stop.id == id).unwrap().bounds;
    let scrolled = heard.nodes.iter().find(|node| node.id == heard.focus).unwrap().bounds.y - stop("undo-reason").y;
    let save = stop("save");
    assert!(save.y + save.height + scrolled <= size.height - 26.0, "{save:?} scrolled by {scrolled}");
    let list = stop("undo-preview");
    assert!(list.y + scrolled >= 100.0 && list.height > 100.0, "and what it writes: {list:?} scrolled by {scrolled}");
}

#[test]
fn who_saved_is_told_beside_the_guide_and_in_a_narrow_window_too() {
    let (mut desk, client) = opened();
    for size in [Size::new(1280.0, 800.0), Size::new(800.0, 600.0)] {
        desk.resize(size);
        desk.send(Message::Command(Command::Guide));
        desk.send(Message::Go(Destination::Client(client.clone(), Part::History)));
        let heard = desk.heard();
        let told = |words: &str| heard.nodes.iter().any(|node| *node.name == *words);
        assert!(told("Who"), "{size:?}: {:?}", desk.seen().texts);
        let shows = desk.seen().texts.iter().filter(|(text, _)| text.contains("Mai Green")).count();
        assert!(shows > 0, "{size:?}: {:?}", desk.seen().texts);
    }
}

/// True where the referral of this client still waits.
fn is_waiting(desk: &mut Desk, client: &ClientId) -> bool {
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(None))));
    let event = desk.charts.iter().find(|c| c.id() == client).and_then(|c| c.events.iter().find(|e| is_open(e))).unwrap().event_id.clone();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(Some(event)))));
    !has(desk, "client rejected") || !desk.seen().values.iter().any(|v| v.contains("client rejected"))
}

#[test]
fn a_save_is_found_read_and_taken_back_by_keyboard_alone() {
    let (mut desk, client) = opened();
    assert_eq!(desk.app.title(), "History · Wayhome");
    assert_eq!(focused(&mut desk), "history");
    assert!(has(&mut desk, "2 saves, the newest first."));
    assert!(has(&mut desk, "Referral Result: blank → Unsuccessful referral: client rejected"));
    desk.key(Named::Enter);
    assert!(has(&mut desk, "blank → Unsuccessful referral: client rejected"));
    assert_eq!(focused(&mut desk), "history-then");
    desk.tab();
    desk.key(Named::Enter);
    assert_eq!(focused(&mut desk), "undo-reason", "{:?}", desk.seen().texts);
    // Not without a reason.
    desk.command("s");
    assert!(has(&mut desk, "Say in a few words why this save is taken back."));
    desk.type_text("The wrong client");
    desk.command("s");
    let told = desk.seen().texts;
    let undo = told.iter().find(|(text, _)| text.starts_with("Undo of save ")).map(|(text, _)| text.as_str());
    assert!(undo.is_some_and(|text| text.ends_with(": Referral result")), "it says what was taken back: {undo:?}");
    let notice = told.iter().any(|(text, _)| text.starts_with("Save ") && text.ends_with(" undone: Referral result"));
    assert!(notice, "and so does the notice: {told:?}");
    assert!(has(&mut desk, "3 saves, the newest first."));
    assert!(has(&mut desk, "Referral result · undone"));
    assert!(has(&mut desk, "The wrong client"), "the reason stands in the list");
    assert!(is_waiting(&mut desk, &client), "the referral is open again");
    desk.send(Message::Go(Destination::Home));
}

#[test]
fn what_was_changed_since_is_not_undone_and_esc_leads_back_step_by_step() {
    let (mut desk, client) = opened();
    desk.type_text("u");
    desk.type_text("Wrong");
    desk.command("s");
    desk.quiet();
    // The save that was taken back, again.
    desk.key(Named::ArrowDown);
    desk.type_text("u");
    assert!(desk.shows("This save cannot be undone as it is. Nothing was changed."));
    let why = desk.seen().texts.into_iter().map(|(text, _)| text).find(|text| text.contains("Referral Result")).unwrap();
    assert!(why.contains("changed since, last by save ") && why.contains("first, or change it where it stands."), "{why}");
    assert_eq!(focused(&mut desk), "undo-back");
    desk.key(Named::Escape);
    assert_eq!(focused(&mut desk), "history-then");
    desk.key(Named::Escape);
    assert_eq!(focused(&mut desk), "history");
    // The undo of the undo brings the result again.
    desk.key(Named::ArrowUp);
    desk.type_text("u");
    desk.type_text("It was the right one");
    desk.command("s");
    assert!(has(&mut desk, "4 saves, the newest first."), "{:?}", desk.seen().texts);
    assert!(!is_waiting(&mut desk, &client));
}

#[test]
fn a_record_is_seen_as_it_was() {
    let (mut desk, _) = opened();
    desk.key(Named::ArrowDown);
    desk.type_text("s");
    assert!(has(&mut desk, "This is the record as it was after save 2 of "));
    assert!(desk.shows("Client information"));
    assert!(!has(&mut desk, "client rejected"), "the result came later");
    desk.key(Named::Escape);
    assert_eq!(focused(&mut desk), "history");
    desk.key(Named::Tab);
    assert_eq!(focused(&mut desk), "history-day");
    desk.type_text("t");
    desk.key(Named::Enter);
    assert!(has(&mut desk, &format!("This is the record as it was at the end of {}.", date::show(fixed_clock().date()))));
    assert!(has(&mut desk, "client rejected"));
    // The button of the banner has the keyboard.
    desk.key(Named::Enter);
    assert_eq!(focused(&mut desk), "history");
    desk.key(Named::Tab);
    desk.command("a");
    desk.type_text("1/1/2020");
    desk.key(Named::Enter);
    assert!(desk.shows("This client was not on this desk yet."));
}

#[test]
fn a_reason_that_was_begun_is_kept_and_taken_up_again() {
    let (mut desk, client) = opened();
    desk.type_text("u");
    desk.type_text("Half a rea");
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    desk.type_text("u");
    assert!(desk.seen().values.iter().any(|value| value == "Half a rea"));
    desk.click("cancel");
    desk.type_text("u");
    assert!(!desk.seen().values.iter().any(|value| value == "Half a rea"), "cancel gives it up");
}

#[test]
fn the_undo_of_everything_that_was_imported_takes_the_client_from_the_desk() {
    let mut desk = Desk::with(People::Typical);
    let (client, _) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::History)));
    desk.type_text("u");
    assert!(has(&mut desk, "gone, as if it had not come"), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "they leave this desk with everything that was recorded about them"), "{:?}", desk.seen().texts);
    desk.type_text("The wrong file");
    desk.command("s");
    assert_eq!(focused(&mut desk), "undo-sure", "nothing goes without a word about the clients");
    assert!(desk.shows("The wrong file") || desk.seen().values.iter().any(|value| value == "The wrong file"));
    desk.type_text(" ");
    desk.command("s");
    assert_eq!(desk.app.title(), "Clients · Wayhome", "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Home));
    assert!(has(&mut desk, "There is no data yet."));
}

/// Fails where something on screen says an id: one that was drawn, or one of this client's records.
fn says_no_id(desk: &mut Desk, client: &ClientId) {
    let chart = desk.charts.iter().find(|chart| chart.id() == client).unwrap();
    let ids: Vec<String> = chart.rows().map(|row| row.key()).filter(|key| key != client.as_str()).collect();
    for (text, _) in desk.seen().texts {
        let drawn = text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.len() >= 20);
        assert!(!drawn && !ids.iter().any(|id| text.contains(id)), "{text}");
    }
}

#[test]
fn records_are_called_by_what_they_are_and_never_by_their_ids() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    enroll(&mut desk, &client);
    desk.send(set(at::event::REFERRAL_RESULT, "1"));
    desk.command("s");
    desk.send(Message::Go(Destination::Client(client.clone(), Part::History)));
    let (today, texts) = (date::show(fixed_clock().date()), desk.seen().texts);
    let led = texts.iter().find_map(|(text, _)| text.split("Resulting Enrollment: ").nth(1)).unwrap();
    let enrollment = led.split(" · ").next().unwrap().trim_start_matches("blank → ").to_owned();
    assert!(enrollment.ends_with(&format!(", {today}")) && enrollment.len() > today.len() + 4, "{enrollment}");
    says_no_id(&mut desk, &client);
    // Each save, opened; the record as it was then; and what stands against the undo of the intake.
    for face in ['\n', 's', 'u'] {
        for save in 0..3 {
            desk.send(Message::Client(client::Message::History(match face {
                '\n' => history::Message::Opened(save),
                key => history::Message::Pressed(key, save),
            })));
            says_no_id(&mut desk, &client);
            let refused = has(&mut desk, "This save cannot be undone as it is.");
            assert_eq!(refused, face == 'u' && save > 0, "{:?}", desk.seen().texts);
            if refused && save == 1 {
                assert!(
                    has(&mut desk, &format!("Enrollment · {enrollment} cannot be taken away: CE Event answers for your CoC · ")),
                    "{:?}",
                    desk.seen().texts
                );
            }
            desk.key(Named::Escape);
        }
    }
}

#[test]
fn an_undo_shows_no_other_saves_answer() {
    let (mut desk, _) = opened();
    desk.send(Message::Client(client::Message::History(history::Message::Pressed('u', 0))));
    let title = desk.app.title();
    let failure = Failure::new("Not undone", "Of another save.");
    desk.send(Message::Client(client::Message::History(history::Message::Found(1, Err(failure)))));
    assert_eq!(desk.app.title(), title);
    assert!(!has(&mut desk, "Of another save."));
}

#[test]
fn a_history_that_cannot_be_read_says_so() {
    let mut desk = Desk::with(People::Typical);
    let (client, _) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    let failure = Failure::new("No history", "A part of the journal cannot be read.");
    desk.send(Message::Client(client::Message::History(history::Message::Read(Err(failure.clone())))));
    assert!(desk.shows("No history. A part of the journal cannot be read."));
    desk.send(Message::Client(client::Message::History(history::Message::Found(2, Err(failure)))));
    desk.send(Message::Answered(
        u64::MAX,
        Box::new(client::Message::History(history::Message::Read(Ok(Past { saves: Vec::new(), others: Vec::new() })))),
    ));
    assert!(!desk.shows("Nothing was saved about this client on this desk yet."), "an answer to a screen that is gone is dropped");
}

#[test]
fn the_undo_of_an_acknowledgment_says_what_it_takes_back_and_not_that_the_event_goes() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Pressed('a', 0)));
    desk.send(Message::Go(Destination::Client(client, Part::History)));
    let today = date::show(fixed_clock().date());
    assert!(has(&mut desk, &format!("Date Referral Acknowledged: {today}")), "the list says it: {:?}", desk.seen().texts);
    desk.type_text("u");
    assert!(has(&mut desk, "CE Event answers for your CoC · Referral to "), "{:?}", desk.seen().texts);
    assert!(desk.shows(&format!("Date Referral Acknowledged: {today}")) && desk.shows("Date Referral Acknowledged: blank"));
    assert!(!has(&mut desk, "marked as deleted") && !desk.seen().texts.iter().any(|(text, _)| text.starts_with("CE Event · ")));
}

/// A household of the organization in the context, of whose members one besides the head has no CE Event: head, stay, that member.
pub fn household(desk: &mut Desk) -> (ClientId, EnrollmentId, ClientId) {
    let (head, stay, members) = household_with(desk, 1);
    (head, stay, members[0].clone())
}

/// One with so many of them.
fn household_with(desk: &mut Desk, others: usize) -> (ClientId, EnrollmentId, Vec<ClientId>) {
    let at = |e: &Enrollment| (e.household_id.to_string(), e.project_id.to_string());
    let ended = |chart: &Chart, e: &Enrollment| chart.exit(&e.enrollment_id).is_some() || e.household_id.is_blank();
    let heads = || {
        let stays = desk.charts.iter().flat_map(|c| c.enrollments.iter().map(move |e| (c, e)));
        stays.filter(|(c, e)| e.relationship_to_hoh.is(Relationship::Head) && !ended(c, e))
    };
    let member = |chart: &&Chart, stay: &Enrollment| {
        let shares = chart.enrollments.iter().any(|e| at(e) == at(stay) && !e.relationship_to_hoh.is(Relationship::Head));
        shares && chart.events.is_empty() && chart.referrals.is_empty()
    };
    let found = heads().find_map(|(head, stay)| {
        let members: Vec<ClientId> = desk.charts.iter().filter(|chart| member(chart, stay)).map(|chart| chart.id().clone()).collect();
        (members.len() >= others).then(|| (head.id().clone(), stay.enrollment_id.clone(), members, stay.project_id.clone()))
    });
    let (head, stay, members, project) = found.unwrap();
    let organization = desk.agency.owner(&project).unwrap().organization_id.to_string();
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Organization(Some(organization))));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.quiet();
    (head, stay, members)
}

#[test]
fn a_note_about_one_of_the_household_is_in_nobody_elses_history() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    let household_id = desk.charts.iter().find(|c| *c.id() == head).unwrap().enrollment(&stay).unwrap().household_id.clone();
    let its = desk.charts.iter().find(|c| *c.id() == member).unwrap();
    let its = its.enrollments.iter().find(|e| e.household_id == household_id).unwrap().enrollment_id.to_string();
    // About the stay that they share.
    desk.send(Message::Go(Destination::Client(member.clone(), Part::Notes(None))));
    desk.command_shift("n");
    desk.send(Message::Client(client::Message::Notes(client::notes::Message::Edit(wayhome::app::form::Edit::Set(
        at::case_note::ENROLLMENT_ID,
        its,
    )))));
    desk.type_text("Zq flees somebody");
    desk.command("s");
    desk.send(Message::Go(Destination::Client(member.clone(), Part::History)));
    desk.quiet();
    assert!(has(&mut desk, "1 new record: Case note"), "{:?}", desk.seen().texts);
    let silent = |desk: &mut Desk| {
        desk.send(Message::Go(Destination::Client(head.clone(), Part::History)));
        assert!(!has(desk, "1 new record: Case note"), "{:?}", desk.seen().texts);
    };
    silent(&mut desk);
    // Nor where they are taken out of the household as a stranger.
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head.clone(), stay.clone())));
    becomes(&mut desk, &member, "mistake");
    finish(&mut desk);
    silent(&mut desk);
    assert!(has(&mut desk, "Project Entry"), "what was taken away is told of");
}

fn finish(desk: &mut Desk) {
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    desk.quiet();
}

#[test]
fn the_saves_that_made_three_households_of_one_stand_in_the_history_of_everybody_who_was_in_it_then() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, members) = household_with(&mut desk, 2);
    let (first, second) = (&members[0], &members[1]);
    let name = |desk: &Desk, of: &ClientId| desk.charts.iter().find(|c| c.id() == of).unwrap().client.first_name.to_string();
    let own = desk.charts.iter().find(|c| *c.id() == head).unwrap().enrollment(&stay).cloned().unwrap();
    let in_it = |c: &&Chart| c.enrollments.iter().any(|e| e.household_id == own.household_id && e.project_id == own.project_id);
    let all: Vec<ClientId> = desk.charts.iter().filter(in_it).map(|c| c.id().clone()).collect();
    assert!(all.len() > 2);
    let split = |desk: &mut Desk, member: &ClientId| {
        desk.send(Message::Go(Destination::Visit(Purpose::Entry, head.clone(), stay.clone())));
        becomes(desk, member, "gets");
        finish(desk);
    };
    // The splits in somebody's History, the newest first: of whom; of nobody where it is their own.
    let told = |desk: &mut Desk, whose: &ClientId| {
        desk.send(Message::Go(Destination::Client(whose.clone(), Part::History)));
        let saves = desk.seen().texts.into_iter().filter(|(text, _)| text.starts_with("Project Entry")).map(|(text, _)| text);
        let of = |save: String| save.split_once(" · of ").map(|(_, of)| of.to_owned()).unwrap_or_default();
        saves.map(of).collect::<Vec<String>>()
    };
    split(&mut desk, first);
    let names = [first, second].map(|member| name(&desk, member));
    let is = |of: &str, member: usize| of.contains(&names[member]);
    for whose in &all {
        let saves = told(&mut desk, whose);
        assert!(saves.len() == 1 && if whose == first { saves[0].is_empty() } else { is(&saves[0], 0) }, "{whose}: {saves:?}");
    }
    split(&mut desk, second);
    let everywhere = |desk: &mut Desk| {
        for whose in &all {
            let saves = told(desk, whose);
            let holds = match whose {
                // Who was gone already is not told of what came then.
                whose if whose == first => saves.len() == 1 && saves[0].is_empty(),
                whose if whose == second => saves.len() == 2 && saves[0].is_empty() && is(&saves[1], 0),
                _ => saves.len() == 2 && is(&saves[0], 1) && is(&saves[1], 0),
            };
            assert!(holds, "{whose}: {saves:?}");
        }
    };
    everywhere(&mut desk);
    // Also after the records were opened anew.
    desk.command("l");
    desk.unlock();
    everywhere(&mut desk);
    // What is saved of that person afterwards is no more of the household.
    let theirs = desk.charts.iter().find(|c| c.id() == first).unwrap().enrollments.iter();
    let apart = theirs.filter(|e| e.project_id == own.project_id).map(|e| e.enrollment_id.clone()).next().unwrap();
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, first.clone(), apart)));
    finish(&mut desk);
    desk.send(Message::Go(Destination::Client(head.clone(), Part::History)));
    assert!(!desk.seen().texts.iter().any(|(text, _)| text.starts_with("Exit")), "{:?}", desk.seen().texts);
}

#[test]
fn who_was_taken_out_of_the_household_is_found_in_the_history_of_its_head_and_brought_back_there() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    let name = desk.charts.iter().find(|c| *c.id() == member).unwrap().client.first_name.to_string();
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head.clone(), stay)));
    becomes(&mut desk, &member, "mistake");
    finish(&mut desk);
    desk.send(Message::Go(Destination::Client(head.clone(), Part::History)));
    let of = |text: &&(String, Rectangle)| text.0.starts_with("Project Entry") && text.0.contains(" · of ") && text.0.contains(&name);
    assert!(desk.seen().texts.iter().any(|text| of(&text)), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, " records marked as deleted: "), "{:?}", desk.seen().texts);
    // It is not of the head's record: that stands as it was.
    desk.type_text("s");
    assert!(has(&mut desk, "This is the record as it was after save "), "{:?}", desk.seen().texts);
    desk.key(Named::Escape);
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Marked as deleted") && !has(&mut desk, "Date Deleted"), "{:?}", desk.seen().texts);
    // Whose it is stands first, so that it is read however long the rest is.
    let called = Card::of(desk.charts.iter().find(|c| *c.id() == member).unwrap()).name();
    let theirs = |desk: &mut Desk| desk.seen().texts.iter().filter(|(text, _)| text.starts_with(&format!("{called} · "))).count();
    assert!(theirs(&mut desk) > 1, "the save says whose each record is: {:?}", desk.seen().texts);
    desk.type_text("u");
    assert_eq!(focused(&mut desk), "undo-reason", "{:?}", desk.seen().texts);
    assert!(theirs(&mut desk) > 1, "{:?}", desk.seen().texts);
    assert!(has(&mut desk, &format!(" records of {called}. Nothing is erased")), "{:?}", desk.seen().texts);
    // What is not in the head's record has its name all the same.
    let ids = |desk: &mut Desk| {
        let chart = desk.charts.iter().find(|c| *c.id() == member).unwrap().clone();
        let seen = desk.seen().texts;
        chart.rows().filter(|row| seen.iter().any(|(text, _)| text.split(' ').any(|word| word == row.key()))).count()
    };
    assert_eq!(ids(&mut desk), 0, "{:?}", desk.seen().texts);
    desk.type_text("It was the right one");
    desk.command("s");
    let undone = desk.seen().texts.iter().filter(|(text, _)| text.starts_with("Undo of save ") && text.contains(" · of ")).count();
    assert_eq!(undone, 1, "{:?}", desk.seen().texts);
    // Undone twice it is refused, and says of what and of whom in words.
    desk.quiet();
    desk.key(Named::ArrowDown);
    desk.type_text("u");
    assert!(desk.shows("This save cannot be undone as it is. Nothing was changed."));
    assert!(has(&mut desk, &format!(" of {name}")) && ids(&mut desk) == 0, "{:?}", desk.seen().texts);
}
