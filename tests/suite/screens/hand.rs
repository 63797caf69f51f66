//! The hand in forms: what a key does where the keyboard stands, and what is said there, agree.

use super::intake::funded;
use super::work::{has, set};
use crate::desk::{Desk, People, records};
use crate::visits::referred;
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::{self, Edit};
use wayhome::app::screen::{client, home, intake};
use wayhome::app::widget::access::Role;
use wayhome::app::{Message, preset};
use wayhome::domain::ask::{Form, Question, Slot};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Card, at, date};

const INCOME: Question = Question { slot: Slot::Income, field: at::income_benefits::INCOME_FROM_ANY_SOURCE };

fn to(desk: &mut Desk, step: Step) {
    desk.send(Message::Intake(intake::Message::To(step)));
}

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// A referral that nobody acknowledged, opened from Home by Enter.
#[test]
fn what_home_says_is_next_is_where_enter_leads() {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
    assert!(desk.shows("Next: acknowledge, or result"), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Enter opens it at its result · A acknowledges it today"), "{:?}", desk.seen().texts);
    desk.click("open-referrals");
    desk.key(Named::Enter);
    assert_eq!(focused(&mut desk), form::id(at::event::REFERRAL_RESULT));
}

#[test]
fn a_save_of_a_form_is_taken_back_by_the_key_that_its_button_names() {
    let mut desk = Desk::with(People::Typical);
    let (client, event) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client, Part::Events(event))));
    desk.send(set(at::event::REFERRAL_RESULT, "2"));
    desk.command("s");
    let heard = desk.heard().text();
    assert!(heard.lines().any(|line| line.contains("button “Undo”") && line.contains("Ctrl+U")), "{heard}");
    // In a field, where a letter is an answer.
    desk.click(&form::id(at::referral::DATE_ACKNOWLEDGED));
    desk.command("u");
    assert!(has(&mut desk, "Referral result undone"), "{:?}", desk.seen().texts);
    assert_eq!(focused(&mut desk), form::id(at::event::REFERRAL_RESULT), "the next result is typed at once");
    desk.quiet();
    desk.command("u");
    assert!(has(&mut desk, "Nothing can be taken back here now."), "{:?}", desk.seen().texts);
    desk.wait(5);
    assert!(!has(&mut desk, "Nothing can be taken back here now."), "it passes: {:?}", desk.seen().texts);
}

#[test]
fn a_day_that_cannot_be_read_is_where_the_page_begins_again() {
    let mut desk = funded();
    to(&mut desk, Step::Universal(0));
    for (field, text) in
        [(at::enrollment::LIVING_SITUATION, "116"), (at::enrollment::LENGTH_OF_STAY, "10"), (at::enrollment::DATE_TO_STREET_ESSH, "11/2")]
    {
        desk.send(Message::Intake(intake::Message::Edit(0, Slot::Enrollment, Edit::Set(field, text.to_owned()))));
    }
    to(&mut desk, Step::Program);
    to(&mut desk, Step::Universal(0));
    assert_eq!(focused(&mut desk), form::member_id(0, at::enrollment::DATE_TO_STREET_ESSH), "{:?}", desk.seen().values);
}

#[test]
fn an_amount_is_typed_right_after_its_box_was_ticked() {
    let mut desk = funded();
    to(&mut desk, Step::Assess(0, Form::Income));
    desk.click(&form::question_id(0, INCOME));
    desk.type_text("1");
    let earned = Question { field: at::income_benefits::EARNED, ..INCOME };
    let amount = Question { field: at::income_benefits::EARNED_AMOUNT, ..INCOME };
    desk.tab();
    assert_eq!(focused(&mut desk), form::question_id(0, earned));
    // Where nothing is ticked a digit means nothing.
    desk.type_text("7");
    assert_eq!(focused(&mut desk), form::question_id(0, earned));
    desk.key(Named::Space);
    desk.type_text("850");
    assert_eq!(focused(&mut desk), form::question_id(0, amount));
    assert!(desk.seen().values.iter().any(|value| value == "850"), "{:?}", desk.seen().values);
    // Enter in it goes on to the next box.
    desk.key(Named::Enter);
    assert_eq!(focused(&mut desk), form::question_id(0, Question { field: at::income_benefits::UNEMPLOYMENT, ..INCOME }));
}

/// By its number, and by letters; what the answer asks then is next.
#[test]
fn a_long_list_takes_enter_once() {
    for typed in ["116", "place not"] {
        let mut desk = funded();
        to(&mut desk, Step::Universal(0));
        assert_eq!(focused(&mut desk), form::member_id(0, at::enrollment::LIVING_SITUATION));
        desk.type_text(typed);
        desk.key(Named::Enter);
        assert_eq!(focused(&mut desk), form::member_id(0, at::enrollment::LENGTH_OF_STAY), "{typed}");
        assert!(has(&mut desk, "Place not meant for habitation"), "{:?}", desk.seen().values);
    }
}

#[test]
fn who_was_added_is_there_and_the_next_one_can_be_looked_for() {
    let mut desk = funded();
    desk.click("find-member");
    desk.type_text("Quorra Zephyrine");
    desk.click("new-member");
    desk.command("s");
    assert!(desk.seen().checked.iter().any(|words| words == "Quorra Zephyrine is present"), "{:?}", desk.seen().checked);
    assert_eq!(focused(&mut desk), "find-member");
    desk.tab();
    desk.key(Named::Enter);
    assert!(desk.shows("Add a new person"), "{:?}", desk.seen().texts);
    assert!(!desk.shows("Correct a new person"), "nobody is corrected who was only added: {:?}", desk.seen().texts);
}

#[test]
fn finish_says_since_when() {
    let mut desk = funded();
    to(&mut desk, Step::Summary);
    let today = date::show(preset::fixed_clock().date());
    assert!(has(&mut desk, &format!("that starts today, {today}.")), "{:?}", desk.seen().texts);
    to(&mut desk, Step::Program);
    desk.click(&form::member_id(0, at::enrollment::ENTRY_DATE));
    desk.command("a");
    desk.type_text("11/18/2026");
    to(&mut desk, Step::Summary);
    assert!(has(&mut desk, "that starts on 11/18/2026."), "{:?}", desk.seen().texts);
}

#[test]
fn what_is_not_finished_stands_in_one_order() {
    let mut desk = funded();
    let charts = desk.charts.clone();
    let names: Vec<String> = charts.iter().map(|chart| Card::of(chart).name()).collect();
    let begun = |desk: &mut Desk| {
        desk.send(Message::Go(Destination::Home));
        desk.send(Message::Home(home::Message::Begun));
        let texts = desk.seen().texts.into_iter().map(|(text, _)| text);
        texts.filter(|text| names.contains(text)).collect::<Vec<_>>()
    };
    let others: Vec<_> = charts.iter().rev().filter(|c| c.events.is_empty()).take(3).map(|c| c.id().clone()).collect();
    for client in &others {
        desk.send(Message::Go(Destination::Intake(client.clone(), None)));
        desk.send(Message::Intake(intake::Message::Next));
    }
    let before = begun(&mut desk);
    assert!(before.len() >= 3, "{before:?}");
    for client in &others {
        desk.send(Message::Go(Destination::Intake(client.clone(), None)));
        desk.send(Message::Intake(intake::Message::Next));
        assert_eq!(begun(&mut desk), before);
    }
    let mut desk = desk.again();
    desk.unlock();
    assert_eq!(begun(&mut desk), before, "after a restart too");
}

#[test]
fn what_finish_says_of_enter_is_true_after_a_lock() {
    let mut desk = funded();
    desk.command("s");
    desk.command("s");
    assert!(has(&mut desk, "then press Enter."), "{:?}", desk.seen().texts);
    assert_eq!(focused(&mut desk), "finish");
    desk.command("l");
    desk.unlock();
    assert_ne!(focused(&mut desk), "finish");
    assert!(!has(&mut desk, "then press Enter."), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "then press Enter on Finish."), "{:?}", desk.seen().texts);
}

#[test]
fn a_new_event_with_nothing_to_choose_from_says_why_and_takes_no_text_for_an_id() {
    let (mut agency, mut charts) = records(People::Typical);
    let client = charts[0].id().clone();
    charts[0].enrollments.clear();
    agency.projects.clear();
    let mut desk = Desk::of((agency, charts));
    crate::visits::workgroup(&mut desk, "Priority List Managers");
    desk.send(Message::Go(Destination::Client(client, Part::Events(None))));
    desk.send(Message::Client(client::Message::Events(client::events::Message::New)));
    desk.send(set(at::event::EVENT, "14"));
    for field in [at::event::ENROLLMENT_ID, at::event::LOCATION_CRISIS_OR_PH_HOUSING] {
        let id = form::id(field);
        let heard = desk.heard();
        assert!(heard.find(Role::ComboBox, field.label()).is_some(), "{id}: {}", heard.text());
        // What is typed chooses nothing, and neither does Enter.
        desk.click(&id);
        desk.type_text("x1");
        desk.key(Named::Enter);
        assert!(!desk.seen().values.iter().any(|value| value.contains("x1")), "{:?}", desk.seen().values);
        desk.key(Named::Tab);
    }
    assert!(has(&mut desk, "This client is head of household in no enrollment that goes on"), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "No program on this desk takes such a referral on this day."), "{:?}", desk.seen().texts);
}

#[test]
fn what_was_seen_and_left_open_is_told_from_what_was_not_seen() {
    let mut desk = funded();
    let said = |desk: &mut Desk, words: &str| desk.seen().said.iter().filter(|said| *said == words).count();
    to(&mut desk, Step::Universal(0));
    assert_eq!(said(&mut desk, "seen, answers are open"), 0, "{:?}", desk.seen().said);
    desk.send(Message::Intake(intake::Message::Next));
    assert_eq!(said(&mut desk, "seen, answers are open"), 2, "the page and whose it is: {:?}", desk.seen().said);
    // What is gone to past others leaves them unseen.
    let unseen = said(&mut desk, "to do");
    to(&mut desk, Step::Assess(0, Form::Health));
    assert_eq!(said(&mut desk, "to do"), unseen - 1, "{:?}", desk.seen().said);
    assert_eq!(said(&mut desk, "seen, answers are open"), 3, "{:?}", desk.seen().said);
}

#[test]
fn what_was_recorded_and_is_complete_is_done_before_it_is_seen() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = super::history::household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, client, stay)));
    let said = desk.seen().said;
    assert!(said.iter().filter(|said| *said == "done").count() > 1, "not Family Members alone: {said:?}");
}
