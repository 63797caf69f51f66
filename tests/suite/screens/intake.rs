//! The intake says what is needed, what is done and what it will write.

use super::resolving::open;
use super::work::has;
use crate::desk::{Desk, People, records};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::home::State;
use wayhome::app::screen::intake;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Form, Slot};
use wayhome::domain::hud::{Funder, ProjectType, YesNo};
use wayhome::domain::intake::Step;
use wayhome::domain::referral::is_open;
use wayhome::domain::{ClientId, Day, Value, at};

fn intake(state: State) -> Desk {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, state);
    desk.send(Message::Go(Destination::Intake(client, None)));
    desk
}

#[test]
fn who_is_enrolled_already_is_told_at_the_start() {
    let mut desk = intake(State::Enrolled);
    assert!(has(&mut desk, "It needs the result of the referral, no second intake."), "{:?}", desk.seen().texts);
    assert!(desk.seen().focused().unwrap().starts_with("Record the result: "));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "CE Event · Wayhome");
    assert!(desk.shows("Referral Result"));
    assert!(!has(&mut intake(State::New), "no second intake"));
}

#[test]
fn where_the_referral_was_refused_since_each_page_says_what_finish_does_all_the_same() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    let chart = desk.charts.iter().find(|chart| *chart.id() == client).unwrap();
    let event = chart.events.iter().find(|event| is_open(event)).unwrap().event_id.clone();
    desk.command("n");
    desk.send(Message::Intake(intake::Message::Next));
    assert!(!has(&mut desk, "The referral was unsuccessful"));
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(Some(event)))));
    desk.send(super::work::set(at::event::REFERRAL_RESULT, "3"));
    desk.command("s");
    desk.send(Message::Go(Destination::Intake(client, None)));
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    let words = "The referral was unsuccessful on 11/20/2026, so nobody needs to be enrolled. Finish enrolls this household all the same.";
    assert!(desk.shows(words), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(desk.shows(words), "{:?}", desk.seen().texts);
}

#[test]
fn a_step_is_done_once_somebody_was_there() {
    let mut desk = intake(State::New);
    let done = |desk: &mut Desk| desk.seen().said.iter().filter(|said| *said == "done").count();
    assert_eq!(done(&mut desk), 0, "{:?}", desk.seen().said);
    desk.send(Message::Intake(intake::Message::Next));
    assert_eq!(done(&mut desk), 1, "Family Members");
    desk.send(Message::Intake(intake::Message::Next));
    assert_eq!(done(&mut desk), 2, "and the program");
    // It is known after the intake was left, too.
    desk.key(Named::Escape);
    desk.send(Message::Client(wayhome::app::screen::client::Message::Intake));
    assert_eq!(done(&mut desk), 2);
}

#[test]
fn finish_says_what_it_will_write() {
    let mut desk = intake(State::New);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(&mut desk, "Finish writes 1 enrollment in "), "{:?}", desk.seen().texts);
    let line = desk.seen().texts.into_iter().map(|(text, _)| text).find(|text| text.ends_with(" answers are left")).unwrap();
    assert!(line.contains(" · starts "), "{line}");
}

#[test]
fn the_key_that_goes_back_does_so_from_every_field_and_the_one_that_takes_a_word_never_does() {
    let mut desk = intake(State::New);
    let back = |desk: &mut Desk| desk.press(Key::Named(Named::Enter), None, Modifiers::COMMAND | Modifiers::SHIFT);
    let erase = |desk: &mut Desk| desk.press(Key::Named(Named::Backspace), None, Modifiers::COMMAND);
    for field in [at::enrollment::ENTRY_DATE, at::enrollment::PROJECT_ID].map(|field| form::member_id(0, field)) {
        desk.send(Message::Intake(intake::Message::To(Step::Program)));
        assert!(
            desk.shows("Ctrl+Enter goes on · Ctrl+Shift+Enter goes back · Ctrl+S goes to Finish · Esc leaves and keeps what you typed")
        );
        desk.click(&field);
        erase(&mut desk);
        assert!(desk.shows("Program Enrollment"), "{field}");
        back(&mut desk);
        assert!(desk.shows("Find a family member"), "{field}: {:?}", desk.seen().texts);
    }
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    back(&mut desk);
    assert!(!has(&mut desk, "Finish writes "), "{:?}", desk.seen().texts);
    joining(&mut desk, "Zqname");
    desk.command("a");
    desk.type_text("Ann Lee");
    erase(&mut desk);
    assert!(desk.seen().values.contains(&"Ann ".to_owned()), "{:?}", desk.seen().values);
    assert_eq!(desk.seen().focused(), Some(form::id(at::client::FIRST_NAME)));
}

/// Family Members, where somebody of this name is being added.
fn joining(desk: &mut Desk, name: &str) {
    desk.send(Message::Intake(intake::Message::To(Step::Family)));
    desk.click("find-member");
    desk.type_text(name);
    assert!(desk.shows("Nobody is found."), "{:?}", desk.seen().texts);
    desk.tab();
    assert_eq!(desk.seen().focused().as_deref(), Some("new-member"));
    desk.key(Named::Enter);
    desk.click(&form::id(at::client::FIRST_NAME));
}

#[test]
fn who_is_new_joins_the_household_and_is_written_with_it() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(Message::Go(Destination::Intake(client.clone(), None)));
    joining(&mut desk, "Quorra Zephyrine");
    assert!(desk.seen().values.iter().any(|value| value == "Zephyrine"), "what was searched for stands there");
    // Half typed, locked, and there again.
    desk.command("a");
    desk.type_text("Quorrabelle");
    desk.command("l");
    desk.unlock();
    assert!(desk.seen().values.iter().any(|value| value == "Quorrabelle"), "{:?}", desk.seen().values);
    desk.key(Named::Escape);
    assert!(desk.shows("Continue adding a person") && desk.app.title() == "Intake · Wayhome");
    desk.click("new-member");
    desk.click(&form::id(at::client::DOB));
    desk.type_text("5/6/2019");
    desk.command("s");
    // Back on the page, the new member ticked, and the next one can be looked for.
    let there = desk.seen();
    assert_eq!(there.focused().as_deref(), Some("find-member"));
    assert!(there.checked.iter().any(|words| words == "Quorrabelle Zephyrine is present"), "{:?}", there.checked);
    assert!(desk.shows("7 years old"));
    // Killed and started again: nobody is lost, and nobody is on the desk yet.
    let mut desk = desk.again();
    desk.unlock();
    desk.send(Message::Go(Destination::Clients));
    desk.type_text("Quorrabelle");
    assert!(has(&mut desk, "No one found."), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Intake(client.clone(), None)));
    assert!(desk.seen().checked.iter().any(|words| words == "Quorrabelle Zephyrine is present"), "{:?}", desk.seen().texts);
    // The same person twice is seen, and is one.
    joining(&mut desk, "Quorabelle Zephyrin");
    desk.command("s");
    assert!(desk.shows("Is it one of these?") && has(&mut desk, "Quorrabelle Zephyrine"), "{:?}", desk.seen().texts);
    // A key too many answers nothing.
    assert_eq!(desk.seen().focused().as_deref(), Some("likely"));
    desk.key(Named::Enter);
    desk.key(Named::Space);
    assert_eq!(desk.seen().focused().as_deref(), Some("likely"));
    desk.tab();
    desk.key(Named::Enter);
    assert_eq!(desk.seen().checked.iter().filter(|words| words.contains("Zephyrine")).count(), 1);
    // Nothing is left to do of what was typed: to go on with it would make them twice.
    assert!(!desk.shows("Continue adding a person") && !desk.shows("Go on with what you typed"), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(&mut desk, "Is added as a new client."), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Finish writes 2 enrollments in "), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Enrollments)));
    assert!(has(&mut desk, "With Quorrabelle Zephyrine"), "{:?}", desk.seen().texts);
    // One save: the household's.
    desk.send(Message::Go(Destination::Clients));
    desk.type_text("Quorrabelle");
    desk.key(Named::Enter);
    desk.send(Message::Client(wayhome::app::screen::client::Message::Menu(Part::History)));
    assert!(has(&mut desk, "One save.") && has(&mut desk, "Intake"), "{:?}", desk.seen().texts);
}

#[test]
fn finish_leaves_nobody_behind_who_is_half_typed() {
    let mut desk = intake(State::New);
    joining(&mut desk, "Quorra Zephyrine");
    desk.click(&form::id(at::client::DOB));
    desk.type_text("5/6/2019");
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    let says = "Somebody new is half typed on Family Members.";
    assert!(has(&mut desk, says), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    assert_eq!(desk.seen().focused(), Some(form::id(at::client::FIRST_NAME)));
    // Closed, the jump opens it again.
    desk.key(Named::Escape);
    assert!(desk.shows("Continue adding a person"));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    let jump = desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("jump-") && stop.label.contains(says)).unwrap().id;
    desk.click(&jump);
    assert_eq!(desk.seen().focused(), Some(form::id(at::client::FIRST_NAME)));
    assert!(desk.seen().values.iter().any(|value| value == "Zephyrine"));
    desk.click("cancel");
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(!has(&mut desk, says), "{:?}", desk.seen().texts);
}

#[test]
fn the_key_that_goes_on_adds_who_is_typed_or_says_what_is_missing() {
    let mut desk = intake(State::New);
    joining(&mut desk, "Quorra Zephyrine");
    let next = |desk: &mut Desk| desk.press(Key::Named(Named::Enter), None, Modifiers::COMMAND);
    desk.click(&form::id(at::client::DOB));
    desk.type_text("5/6/2119");
    next(&mut desk);
    assert_eq!(desk.seen().focused(), Some(form::id(at::client::DOB)), "what stops it: {:?}", desk.seen().texts);
    desk.command("a");
    desk.type_text("5/6/2019");
    next(&mut desk);
    assert_eq!(desk.seen().focused().as_deref(), Some("find-member"), "added, and still here: {:?}", desk.seen().texts);
    next(&mut desk);
    assert_eq!(desk.seen().focused(), Some(form::member_id(0, at::enrollment::ENTRY_DATE)), "its program is chosen");
}

#[test]
fn a_form_that_was_closed_stays_closed_while_others_are_added() {
    let mut desk = intake(State::New);
    joining(&mut desk, "Quorra Zephyrine");
    desk.click(&form::id(at::client::DOB));
    desk.type_text("5/6/2019");
    desk.key(Named::Escape);
    assert!(desk.shows("Continue adding a person"));
    let (_, charts) = records(People::Typical);
    let other = charts.iter().rev().find(|chart| !chart.events.iter().any(is_open)).unwrap().id();
    desk.click("find-member");
    desk.command("a");
    desk.type_text(other.as_str());
    let add = desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("add-")).unwrap().id;
    desk.click(&add);
    assert!(desk.shows("Continue adding a person"), "{:?}", desk.seen().texts);
    desk.type_text("b");
    assert_eq!(desk.seen().focused().as_deref(), Some("find-member"));
}

/// An intake with a new member, and whose it is.
fn joined() -> (Desk, ClientId) {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    desk.send(Message::Go(Destination::Intake(client.clone(), None)));
    joining(&mut desk, "Quorra Zephyrine");
    desk.click(&form::id(at::client::DOB));
    desk.type_text("5/6/2019");
    desk.command("s");
    (desk, client)
}

fn press(desk: &mut Desk, what: &str) {
    let id = desk.seen().stops.into_iter().map(|stop| stop.id).find(|id| id.starts_with(what)).unwrap();
    desk.click(&id);
}

#[test]
fn who_came_to_the_desk_since_is_not_written_a_second_time() {
    let (mut desk, client) = joined();
    // A colleague enters the same person meanwhile.
    desk.send(Message::Go(Destination::Clients));
    desk.type_text("Quorra Zephyrine");
    desk.click("add-client");
    desk.click(&form::id(at::client::DOB));
    desk.type_text("5/6/2019");
    desk.command("s");
    desk.quiet();
    desk.send(Message::Go(Destination::Intake(client, None)));
    let asks = "Is Quorra Zephyrine one of these, who are on this desk?";
    assert!(has(&mut desk, asks), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    assert!(desk.seen().focused().is_some_and(|id| id.starts_with("likely-")), "{:?}", desk.seen().focused());
    desk.key(Named::Enter);
    assert!(has(&mut desk, asks), "a key too many answers nothing");
    press(&mut desk, "take-");
    assert!(!has(&mut desk, asks), "{:?}", desk.seen().texts);
    assert_eq!(desk.seen().checked.iter().filter(|words| words.contains("Zephyrine")).count(), 1);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(!has(&mut desk, "Is added as a new client.") && has(&mut desk, "Finish writes 2 enrollments in "));
}

#[test]
fn who_is_another_person_is_asked_about_once() {
    let (mut desk, client) = joined();
    desk.send(Message::Go(Destination::Clients));
    desk.type_text("Quorra Zephyrine");
    desk.click("add-client");
    desk.command("s");
    desk.quiet();
    desk.send(Message::Go(Destination::Intake(client, None)));
    press(&mut desk, "other-");
    assert!(!has(&mut desk, "who are on this desk?"), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(&mut desk, "Is added as a new client.") && !has(&mut desk, "may be this person"), "{:?}", desk.seen().texts);
}

#[test]
fn a_new_member_is_corrected_before_finish_and_taken_out_without_a_loss() {
    let (mut desk, _) = joined();
    press(&mut desk, "correct-");
    assert_eq!(desk.seen().focused(), Some(form::id(at::client::FIRST_NAME)));
    desk.command("a");
    desk.type_text("Quorrabelle");
    // Half corrected, killed and there again: still the same one.
    desk.key(Named::Escape);
    assert!(desk.shows("Continue correcting a person"), "{:?}", desk.seen().texts);
    desk.click("new-member");
    desk.command("s");
    let there: Vec<String> = desk.seen().checked.into_iter().filter(|words| words.contains("Zephyrine")).collect();
    assert_eq!(there, ["Quorrabelle Zephyrine is present"]);
    press(&mut desk, "remove-");
    assert!(!desk.seen().checked.iter().any(|words| words.contains("Zephyrine")));
    assert_eq!(desk.seen().focused().as_deref(), Some("take-up"));
    desk.key(Named::Enter);
    assert!(["Quorrabelle", "Zephyrine"].iter().all(|name| desk.seen().values.iter().any(|value| value == name)));
    desk.command("s");
    assert!(desk.seen().checked.iter().any(|words| words == "Quorrabelle Zephyrine is present"), "{:?}", desk.seen().texts);
}

#[test]
fn what_was_typed_of_somebody_who_was_taken_for_another_is_there_once_that_one_is_removed() {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    let other = desk.charts.iter().find(|chart| *chart.id() != client && chart.events.is_empty()).unwrap().clone();
    desk.send(Message::Go(Destination::Intake(client, None)));
    desk.click("new-member");
    desk.type_text(other.client.first_name.as_str());
    desk.click(&form::id(at::client::LAST_NAME));
    desk.command("a");
    desk.type_text(other.client.last_name.as_str());
    desk.command("s");
    assert!(desk.shows("Is it one of these?"), "{:?}", desk.seen().texts);
    desk.click(&format!("match-{}", other.id()));
    assert!(desk.seen().stops.iter().any(|stop| stop.id == format!("remove-{}", other.id())), "{:?}", desk.seen().texts);
    assert!(!desk.shows("Go on with what you typed"), "who was taken is in the household");
    desk.click(&format!("remove-{}", other.id()));
    desk.click("take-up");
    assert!(desk.seen().values.iter().any(|value| *value == other.client.last_name.as_str()), "{:?}", desk.seen().values);
}

#[test]
fn what_was_looked_at_is_one_person_and_another_name_is_looked_for_again() {
    let (mut desk, _) = joined();
    joining(&mut desk, "Quorra Zephyrin");
    desk.click(&form::id(at::client::DOB));
    desk.type_text("5/6/2099");
    desk.click("none-of-these");
    assert_eq!(desk.seen().focused(), Some(form::id(at::client::DOB)), "a day to come stops it");
    desk.command("a");
    desk.type_text("5/6/2019");
    desk.command("s");
    assert_eq!(desk.seen().focused().as_deref(), Some("likely"), "{:?}", desk.seen().texts);
}

/// Decides what becomes of a member, on Program Enrollment, by the words of an answer.
pub fn becomes(desk: &mut Desk, member: &ClientId, words: &str) {
    desk.click(&format!("fate-{member}"));
    desk.type_text(words);
    desk.key(Named::Enter);
}

/// The intake of a household into supportive housing with a grant of the CoC.
pub fn funded() -> Desk {
    let mut desk = Desk::with(People::Typical);
    let client = open(&mut desk, State::New);
    let housing = desk.agency.projects.iter().find(|p| p.project_type.is(ProjectType::PermanentSupportive)).unwrap();
    let (program, organization) = (housing.project_id.to_string(), housing.organization_id.to_string());
    crate::visits::context(&mut desk, organization);
    desk.send(Message::Go(Destination::Intake(client, None)));
    desk.send(Message::Intake(intake::Message::Project(Some(program))));
    desk
}

/// How many errors a check of what would be exported finds; it is on show then.
fn exported_errors(desk: &mut Desk) -> usize {
    desk.send(Message::Go(Destination::Exchange));
    desk.click("check-export");
    let headline = desk.seen().texts.into_iter().find(|(text, _)| text.starts_with("Checked ")).unwrap().0;
    headline.split([':', ',']).nth(1).unwrap().trim().split(' ').next().unwrap().replace(',', "").parse().unwrap()
}

#[test]
fn what_an_export_calls_an_error_is_one_on_finish_too() {
    let mut desk = funded();
    let before = exported_errors(&mut funded());
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    let says = " of these hold up an export until they are mended.";
    let errors = desk.seen().texts.into_iter().find(|(text, _)| text.contains(says)).unwrap().0;
    assert!(has(&mut desk, "Income from Any Source is missing."), "{:?}", desk.seen().texts);
    use at::income_benefits as i;
    let first = [i::INCOME_FROM_ANY_SOURCE, i::BENEFITS_FROM_ANY_SOURCE, i::INSURANCE_FROM_ANY_SOURCE];
    let first = first.map(|field| format!("{} is missing. Ask and enter it.", field.label()));
    let of_first = desk.seen().texts.iter().filter(|(text, _)| first.contains(text)).count();
    assert_eq!(of_first, 3, "of one person: {:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    let promised: usize = errors[..errors.find(says).unwrap()].rsplit(' ').next().unwrap().parse().unwrap();
    // Of the three first questions of one person the export says one thing (R-INS-2), Finish one of each.
    let said = exported_errors(&mut desk) - before;
    assert_eq!(said, promised - of_first + 1, "{errors}");
    assert!(errors.ends_with(says), "one number is enough: {errors}");
    for _ in 0..40 {
        desk.key(Named::Enter);
        if has(&mut desk, "R-INS-2 · ") {
            break;
        }
        desk.key(Named::Escape);
        desk.key(Named::ArrowDown);
    }
    assert!(has(&mut desk, "R-INS-2 · error"), "{errors} {:?}", desk.seen().texts);
    // Enter on it leads to the first of the answers that is missing.
    desk.key(Named::Enter);
    desk.quiet();
    let led = desk.seen().focused().unwrap_or_default();
    assert!(led.contains("IncomeFromAnySource"), "{led}");
}

#[test]
fn finish_says_what_is_left_in_the_order_in_which_the_pages_ask() {
    let mut desk = funded();
    let survivor = form::Edit::Set(at::health_and_dv::DOMESTIC_VIOLENCE_SURVIVOR, "1".to_owned());
    desk.send(Message::Intake(intake::Message::Edit(0, Slot::Health, survivor)));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    let left: Vec<String> = desk.seen().stops.into_iter().filter(|stop| stop.id.starts_with("jump-")).map(|stop| stop.label).collect();
    let place = |words: &str| left.iter().position(|label| label.contains(words)).unwrap_or_else(|| panic!("{words}: {left:?}"));
    let asked = ["Prior Living Situation", "Disabling Condition", "Income from Any Source", "Covered by Health Insurance"];
    let health = at::health_and_dv::WHEN_OCCURRED.label();
    let places: Vec<usize> = asked.into_iter().chain([health]).map(place).collect();
    assert!(places.is_sorted(), "{left:?}");
}

#[test]
fn a_veteran_is_asked_for_their_service_in_the_intake_and_it_is_there_again() {
    let (mut agency, mut charts) = records(People::Typical);
    let housing = agency.projects.iter().find(|p| p.project_type.is(ProjectType::PermanentSupportive)).unwrap().project_id.clone();
    let start_date = Value::Known(Day::from_ymd_opt(2024, 1, 1).unwrap());
    agency.funders.push(Funder {
        funder_id: "FV".into(),
        project_id: housing.clone(),
        funder: Value::Known(33),
        start_date,
        ..Funder::default()
    });
    let chart = charts.iter_mut().find(|chart| chart.events.iter().any(is_open)).unwrap();
    let client = chart.id().clone();
    (chart.client.veteran_status, chart.client.year_entered_service) = (Value::Known(YesNo::Yes), Value::Known(2005));
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Go(Destination::Intake(client, None)));
    desk.send(Message::Intake(intake::Message::To(Step::Program)));
    desk.send(Message::Intake(intake::Message::Project(Some(housing.to_string()))));
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Program))));
    assert!(has(&mut desk, "Veteran's Information") && has(&mut desk, "Year Separated"), "{:?}", desk.seen().texts);
    assert!(desk.seen().values.iter().any(|value| value == "2005"), "what is recorded is shown: {:?}", desk.seen().values);
    desk.click(&form::member_id(0, at::client::YEAR_SEPARATED));
    desk.type_text("2009");
    desk.command("l");
    desk.unlock();
    assert_eq!(desk.app.title(), "Intake · Wayhome");
    assert!(["2005", "2009"].iter().all(|year| desk.seen().values.iter().any(|value| value == year)), "{:?}", desk.seen().values);
}
