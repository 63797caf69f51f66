//! Where the keyboard goes by itself, and where a workflow ends: where whoever works by keyboard alone goes on.

use super::history::household;
use super::intake::funded;
use super::work::has;
use crate::desk::{Desk, People};
use crate::visits::{annual, referred};
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::{home, intake};
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, form};
use wayhome::domain::annual::Window;
use wayhome::domain::ask::{Form, Question, Slot};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Card, Chart, at};

const INCOME: Question = Question { slot: Slot::Income, field: at::income_benefits::INCOME_FROM_ANY_SOURCE };

fn to(desk: &mut Desk, step: Step) {
    desk.send(Message::Intake(intake::Message::To(step)));
}

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// Answers a question of the annual assessment on show, and goes to its Finish.
fn assessed(desk: &mut Desk) {
    assert_eq!(desk.app.title(), "Annual Assessment · Wayhome");
    to(desk, Step::Assess(0, Form::Income));
    desk.click(&form::question_id(0, INCOME));
    desk.type_text("0");
    to(desk, Step::Summary);
}

#[test]
fn r_ann_1_an_annual_assessment_names_its_days_and_ends_where_it_was_begun() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = annual(&mut desk).unwrap();
    let own = desk.charts.iter().find_map(|c| c.enrollment(&stay)).unwrap().clone();
    let days = Window::begun(own.entry_date.known().unwrap(), wayhome::app::preset::fixed_clock().date()).unwrap().in_words();
    // From the list of Home.
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Home(home::Message::Annuals));
    let from = days.split(' ').next().unwrap().to_owned();
    assert!(has(&mut desk, &format!("from {from}")), "{:?}", desk.seen().texts);
    desk.send(Message::Home(home::Message::Opened(0)));
    assert!(has(&mut desk, &format!("A day from {days}.")), "{:?}", desk.seen().texts);
    assessed(&mut desk);
    assert!(has(&mut desk, ", dated 11/20/2026."), "the day that it will bear: {:?}", desk.seen().texts);
    // Also after a lock.
    desk.command("l");
    desk.unlock();
    desk.click("finish");
    desk.quiet();
    assert_eq!(desk.app.title(), "Home · Wayhome", "{:?}", desk.seen().texts);
    // From the record.
    let mut desk = Desk::with(People::Typical);
    assert!(annual(&mut desk).is_some());
    desk.send(Message::Go(Destination::Client(client, Part::Enrollments)));
    assert!(has(&mut desk, &days), "{:?}", desk.seen().texts);
    desk.click(&format!("annual-assessment-{stay}"));
    assessed(&mut desk);
    desk.key(Named::Enter);
    desk.quiet();
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    // What is taken over later says of which day it is.
    desk.click(&format!("update-assessment-{stay}"));
    to(&mut desk, Step::Assess(0, Form::Income));
    assert!(desk.shows("Default Last: answers of 11/20/2026"), "{:?}", desk.seen().texts);
}

#[test]
fn a_referral_opens_at_its_result_in_every_state() {
    let mut desk = Desk::with(People::Typical);
    let (client, event) = referred(&desk);
    let open = || Message::Go(Destination::Client(client.clone(), Part::Events(event.clone())));
    let result = form::id(at::event::REFERRAL_RESULT);
    desk.send(open());
    assert_eq!(focused(&mut desk), result, "a new one");
    desk.back();
    assert_eq!(focused(&mut desk), form::id(at::referral::DATE_ACKNOWLEDGED), "the acknowledgment is one step away");
    desk.type_text("t");
    desk.command("s");
    desk.quiet();
    desk.send(open());
    assert_eq!(focused(&mut desk), result, "an acknowledged one");
}

#[test]
fn what_is_taken_over_leads_on_to_the_first_question_without_an_answer() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client, stay)));
    to(&mut desk, Step::Assess(0, Form::Income));
    desk.click(&form::question_id(0, INCOME));
    desk.type_text("1");
    desk.click(&form::question_id(0, Question { field: at::income_benefits::SSI, ..INCOME }));
    to(&mut desk, Step::Assess(1, Form::Income));
    desk.click("copy-head");
    let next = Question { field: at::income_benefits::SSI_AMOUNT, ..INCOME };
    assert_eq!(focused(&mut desk), form::question_id(1, next), "no box to tick: {:?}", desk.seen().checked);
}

#[test]
fn what_is_answered_stays_when_the_head_s_answers_are_taken_over() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client, stay)));
    let insured = Question { field: at::income_benefits::INSURANCE_FROM_ANY_SOURCE, ..INCOME };
    for (member, income) in [(0, "1"), (1, "0")] {
        to(&mut desk, Step::Assess(member, Form::Income));
        desk.click(&form::question_id(member, INCOME));
        desk.type_text(income);
        if member == 0 {
            desk.click(&form::question_id(0, insured));
            desk.type_text("0");
        }
    }
    let answers = |desk: &mut Desk| desk.seen().values.iter().filter(|value| *value == "No").count();
    assert_eq!(answers(&mut desk), 1, "{:?}", desk.seen().values);
    desk.command_shift("d");
    assert_eq!(answers(&mut desk), 2, "the answer stays, and the open one is taken over: {:?}", desk.seen().values);
    assert!(
        has(&mut desk, " filled in") && has(&mut desk, "1 answer that you gave differs, and stays as it is."),
        "{:?}",
        desk.seen().texts
    );
}

#[test]
fn help_leads_back_to_the_cursor_of_the_search_and_to_the_field() {
    let opened = |help: bool| {
        let mut desk = Desk::with(People::Typical);
        desk.command("k");
        desk.type_text("a");
        desk.key(Named::ArrowDown);
        desk.key(Named::ArrowDown);
        if help {
            desk.send(Message::Command(Command::Manual));
            assert_eq!(desk.app.title(), "Help · Wayhome");
            desk.key(Named::Escape);
            assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Clients · Wayhome", "search"));
        }
        desk.key(Named::Enter);
        assert_eq!(desk.app.title(), "Client · Wayhome");
        let texts = desk.seen().texts;
        let shown = |chart: &&Chart| texts.iter().any(|(text, _)| *text == Card::of(chart).name());
        (desk.charts.iter().find(shown).unwrap().id().clone(), desk)
    };
    let ((straight, _), (by_help, mut desk)) = (opened(false), opened(true));
    assert_eq!(by_help, straight);
    desk.click("profile-edit");
    let field = form::id(at::client::LAST_NAME);
    desk.click(&field);
    desk.send(Message::Command(Command::Manual));
    desk.key(Named::Escape);
    assert_eq!(focused(&mut desk), field);
}

#[test]
fn an_intake_is_given_up_at_the_end_of_finish_and_asks_once() {
    let mut desk = funded();
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish");
    desk.tab();
    assert_ne!(focused(&mut desk), "discard", "nobody comes there by chance");
    desk.click("discard");
    assert!(has(&mut desk, "Discard this intake? What you typed of "), "{:?}", desk.seen().texts);
    assert_eq!(focused(&mut desk), "stay");
    // Ctrl+S writes nothing while it asks, and Enter keeps it.
    desk.command("s");
    assert_eq!(focused(&mut desk), "stay");
    desk.key(Named::Enter);
    assert_eq!(focused(&mut desk), "discard");
    desk.key(Named::Enter);
    desk.tab();
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Intake discarded"), "{:?}", desk.seen().texts);
    desk.quiet();
    assert_ne!(desk.app.title(), "Intake · Wayhome");
    assert!(!has(&mut desk, "Continue intake"), "{:?}", desk.seen().texts);
}
