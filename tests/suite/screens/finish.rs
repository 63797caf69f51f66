//! The end of a workflow: what is still missing is said, Finish leads to it and back, and no key too many decides anything.

use super::history::household;
use super::intake::funded;
use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use wayhome::app::action::{Destination, Part, Then};
use wayhome::app::screen::intake;
use wayhome::app::shortcut::Command;
use wayhome::app::widget::Progress;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Form, Question, Slot};
use wayhome::domain::hud::{Enrollment, ProjectType, Relationship};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Card, Chart, ClientId, EnrollmentId, at, date};

fn to(desk: &mut Desk, step: Step) {
    desk.send(Message::Intake(intake::Message::To(step)));
}

fn focused(desk: &mut Desk) -> String {
    desk.seen().focused().unwrap_or_default()
}

/// The exit of somebody who was asked nothing, on Finish.
fn leaving() -> (Desk, ClientId, EnrollmentId) {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client.clone(), stay.clone())));
    to(&mut desk, Step::Summary);
    (desk, client, stay)
}

#[test]
fn a_save_says_what_is_still_missing_of_whom_and_leads_there() {
    let (mut desk, client, _) = leaving();
    let name = desk.charts.iter().find(|c| *c.id() == client).unwrap().client.first_name.to_string();
    assert!(has(&mut desk, "still missing"), "on Finish already: {:?}", desk.seen().texts);
    desk.command("s");
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    assert!(!desk.shows("Exit saved"), "not as if all were well: {:?}", desk.seen().texts);
    let texts: Vec<String> = desk.seen().texts.into_iter().map(|(text, _)| text).collect();
    let said = |begins: &str| texts.iter().any(|text| text.starts_with(begins) && text.contains("still missing"));
    assert!(said("Exit saved. ") && said("Project exit: "), "{texts:?}");
    assert!(
        texts.iter().any(|text| text.contains(&format!("{name} ")) && text.contains(" · ") && text.contains(": ")),
        "of whom: {texts:?}"
    );
    let answer = desk.seen().stops.into_iter().find(|stop| stop.id.starts_with("notice-act: ")).expect("a way there").id;
    desk.click(&answer);
    assert_eq!(desk.app.title(), "Exit · Wayhome");
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    assert_eq!(focused(&mut desk), form::question_id(0, destination));
}

#[test]
fn the_enrollment_says_what_is_missing_and_leads_there() {
    let (mut desk, client, stay) = leaving();
    desk.command("s");
    desk.quiet();
    desk.send(Message::Go(Destination::Client(client, Part::Enrollments)));
    desk.click(&format!("missing-project-exit-{stay}"));
    assert_eq!(desk.app.title(), "Exit · Wayhome");
}

#[test]
fn the_head_of_household_s_card_says_what_the_others_miss_and_leads_there() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    let name = |desk: &Desk, of: &ClientId| desk.charts.iter().find(|c| c.id() == of).unwrap().client.first_name.to_string();
    let of = name(&desk, &member);
    // Everybody leaves, and nobody was asked anything.
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, head.clone(), stay)));
    to(&mut desk, Step::Summary);
    desk.command("s");
    desk.quiet();
    desk.send(Message::Go(Destination::Client(head.clone(), Part::Enrollments)));
    let of_them = |text: &&(String, iced::Rectangle)| text.0.starts_with(&of) && text.0.contains(": Project exit: ");
    assert!(desk.seen().texts.iter().any(|text| of_them(&text) && text.0.contains("still missing")), "{:?}", desk.seen().texts);
    let way = |stop: &crate::desk::Stop| stop.label.starts_with(&format!("Answer them: {of}")) && stop.label.contains("Project exit");
    let answer = desk.seen().stops.into_iter().find(way).expect("a way there").id;
    desk.click(&answer);
    assert_eq!(desk.app.title(), "Exit · Wayhome");
    assert!(desk.seen().texts.iter().any(|(text, _)| text.starts_with("Exit: ") && text.contains(&of)), "{:?}", desk.seen().texts);
    // On the card of who leads nobody stands what is theirs alone.
    desk.send(Message::Go(Destination::Client(member, Part::Enrollments)));
    let led = name(&desk, &head);
    assert!(!desk.seen().stops.iter().any(|stop| stop.label.starts_with(&format!("Answer them: {led}"))));
}

#[test]
fn finish_leads_to_an_answer_and_back() {
    let (mut desk, ..) = leaving();
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    for esc in [false, true] {
        desk.click("jump-0");
        assert_eq!(focused(&mut desk), form::question_id(0, destination));
        assert!(desk.shows("Back to Finish"), "{:?}", desk.seen().texts);
        if esc {
            desk.key(Named::Escape);
        } else {
            desk.command("s");
        }
        assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exit · Wayhome", "finish"));
    }
    // A lock in between changes nothing.
    desk.click("jump-0");
    desk.send(Message::Command(Command::Lock));
    desk.unlock();
    assert_eq!((focused(&mut desk), desk.shows("Back to Finish")), (form::question_id(0, destination), true));
    desk.key(Named::Escape);
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exit · Wayhome", "finish"));
    // Whoever came by the steps is not on such an errand.
    to(&mut desk, Step::When);
    assert!(!desk.shows("Back to Finish"));
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
}

#[test]
fn ctrl_s_goes_to_finish_in_the_intake_as_in_a_correction_and_a_step_back_returns() {
    let mut desk = funded();
    to(&mut desk, Step::Universal(0));
    let before = focused(&mut desk);
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish");
    desk.send(Message::Intake(intake::Message::Back));
    assert_eq!(focused(&mut desk), before, "where one was");
    let (mut desk, ..) = leaving();
    to(&mut desk, Step::When);
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish", "and in an exit that is new");
}

#[test]
fn ctrl_s_twice_writes_nothing_that_nobody_has_read() {
    let (mut desk, client, _) = leaving();
    let unread = "Nothing is saved yet. Read what Finish writes, then press Enter, or Ctrl+S once more.";
    to(&mut desk, Step::When);
    desk.command("s");
    assert!(desk.shows("Enter finishes") && !desk.shows(unread));
    desk.command("s");
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exit · Wayhome", "finish"));
    assert!(desk.shows(unread), "{:?}", desk.seen().texts);
    // Gone elsewhere and back, it begins anew.
    desk.send(Message::Intake(intake::Message::Back));
    desk.command("s");
    desk.command("s");
    assert!(desk.shows(unread));
    desk.command("s");
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "and once more writes");
    // Enter writes what Ctrl+S led to.
    desk.quiet();
    let exit = desk.seen().stops.into_iter().find(|stop| stop.label == "Correct exit").expect("the exit is recorded").id;
    desk.click(&exit);
    let day = form::member_id(0, at::exit::EXIT_DATE);
    desk.click(&day);
    desk.command("a");
    desk.type_text("-1");
    desk.command("s");
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Exit 11/"), "{client:?}");
}

#[test]
fn where_nothing_was_answered_finish_says_so_and_offers_no_save() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    for (purpose, says) in [
        (Purpose::Update, "Nothing was answered, so there is nothing to save."),
        (Purpose::Entry, "Nothing was changed, so there is nothing to save."),
    ] {
        desk.send(Message::Go(Destination::Visit(purpose, client.clone(), stay.clone())));
        to(&mut desk, Step::Summary);
        assert!(has(&mut desk, says), "{:?}", desk.seen().texts);
        assert!(!has(&mut desk, "Finish records") && !has(&mut desk, "Finish writes") && !has(&mut desk, "finishes"));
        let offered: Vec<String> = desk.seen().stops.into_iter().map(|stop| stop.label).collect();
        assert!(!offered.contains(&"Finish".to_owned()) && offered.contains(&"Close".to_owned()), "{offered:?}");
        desk.command("s");
        assert_eq!(focused(&mut desk), "finish", "Ctrl+S says it once more and stays");
        desk.key(Named::Enter);
        assert_eq!(desk.app.title(), "Enrollments · Wayhome");
        assert!(!has(&mut desk, "Continue: "), "{:?}", desk.seen().texts);
    }
}

#[test]
fn closing_a_finish_that_writes_nothing_keeps_what_was_typed() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client, stay)));
    let income = Question { slot: Slot::Income, field: at::income_benefits::INCOME_FROM_ANY_SOURCE };
    to(&mut desk, Step::Assess(1, Form::Income));
    desk.click(&form::question_id(1, income));
    desk.type_text("0");
    // Who was answered for is not part of it after all.
    for member in [0, 1] {
        desk.send(Message::Intake(intake::Message::Present(member, member == 0)));
    }
    to(&mut desk, Step::Summary);
    let says = "There is nothing to save as it stands. What you typed is kept until you discard it.";
    assert!(has(&mut desk, says), "{:?}", desk.seen().texts);
    assert!(desk.seen().stops.iter().any(|stop| stop.id == "discard"));
    desk.click("finish");
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
    let go_on = desk.seen().stops.into_iter().find(|stop| stop.label.starts_with("Continue: Update")).expect("it is kept").id;
    desk.click(&go_on);
    desk.send(Message::Intake(intake::Message::Present(1, true)));
    to(&mut desk, Step::Summary);
    assert!(has(&mut desk, "Finish records the update of 2 people"), "{:?}", desk.seen().texts);
}

#[test]
fn ctrl_s_on_finish_leads_to_what_stops_it_and_does_not_ask_to_press_it_again() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Project(None)));
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish");
    assert!(has(&mut desk, "This cannot be recorded yet."), "{:?}", desk.seen().texts);
    desk.command("s");
    assert_eq!(focused(&mut desk), form::member_id(0, at::enrollment::PROJECT_ID));
    assert!(!has(&mut desk, "Nothing is saved yet."), "{:?}", desk.seen().texts);
}

#[test]
fn what_does_not_go_on_takes_no_answer_from_an_open_list() {
    let (mut desk, ..) = leaving();
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    let list = form::question_id(0, destination);
    let answered = |desk: &mut Desk| desk.seen().texts.iter().any(|(text, _)| text.starts_with("Self ") && text.contains(" for "));
    for command in ["=", "-", "g", ","] {
        to(&mut desk, Step::Assess(0, Form::Leaving));
        desk.click(&list);
        desk.key(Named::Escape);
        desk.type_text("r");
        desk.command(command);
        desk.send(Message::Sidebar(false));
        to(&mut desk, Step::Summary);
        assert!(!answered(&mut desk), "Ctrl+{command}: {:?}", desk.seen().texts);
    }
    for goes_on in [true, false] {
        to(&mut desk, Step::Assess(0, Form::Leaving));
        desk.click(&list);
        desk.key(Named::Delete);
        desk.type_text("r");
        if goes_on {
            desk.command("s");
        } else {
            desk.key(Named::Tab);
            to(&mut desk, Step::Summary);
        }
        assert!(answered(&mut desk), "{:?}", desk.seen().texts);
    }
}

#[test]
fn a_workflow_that_was_opened_and_not_changed_leaves_nothing_to_continue() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, member) = household(&mut desk);
    let enrollments = || Message::Go(Destination::Client(client.clone(), Part::Enrollments));
    for purpose in [Purpose::Entry, Purpose::Update, Purpose::Exit] {
        desk.send(Message::Go(Destination::Visit(purpose, client.clone(), stay.clone())));
        (0..4).for_each(|_| desk.press(Key::Named(Named::Enter), None, Modifiers::COMMAND));
        desk.command("s");
        desk.send(enrollments());
        assert!(!has(&mut desk, "Continue: "), "{purpose:?}: {:?}", desk.seen().texts);
    }
    // Changed and changed back is not changed either.
    let entry = || Message::Go(Destination::Visit(Purpose::Entry, client.clone(), stay.clone()));
    desk.send(entry());
    super::intake::becomes(&mut desk, &member, "mistake");
    desk.send(enrollments());
    assert!(has(&mut desk, "Continue: Project entry"), "{:?}", desk.seen().texts);
    desk.send(entry());
    super::intake::becomes(&mut desk, &member, "stays");
    desk.send(enrollments());
    assert!(!has(&mut desk, "Continue: "), "{:?}", desk.seen().texts);
}

#[test]
fn a_page_without_an_answer_is_there_again_after_a_lock() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, client, stay)));
    to(&mut desk, Step::Universal(1));
    let before = focused(&mut desk);
    desk.command("l");
    desk.unlock();
    assert_eq!((desk.app.title().as_str(), focused(&mut desk)), ("Project Entry · Wayhome", before));
}

#[test]
fn a_lock_changes_neither_what_was_seen_nor_what_ctrl_s_does_on_finish() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client, stay)));
    desk.command("s");
    // How far each step is.
    let before = desk.seen().said;
    assert!(before.iter().any(|said| said == Progress::ToDo.words()), "{before:?}");
    for _ in 0..2 {
        desk.command("l");
        desk.unlock();
        assert_eq!((focused(&mut desk).as_str(), desk.seen().said), ("finish-read", before.clone()));
    }
}

#[test]
fn a_workflow_that_is_opened_at_finish_has_the_keyboard_where_enter_writes_nothing() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Next));
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish", "who goes there from the page before");
    let texts = desk.seen().texts;
    let named = |chart: &&Chart| texts.iter().any(|(text, _)| text.contains(&Card::of(chart).name()));
    let intake = desk.charts.iter().find(named).unwrap().id().clone();
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Go(Destination::Intake(intake, None)));
    assert!(focused(&mut desk).starts_with("jump-"), "what is missing first: {}", focused(&mut desk));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Intake · Wayhome", "a second Enter goes there");
    assert!(!desk.seen().stops.iter().any(|stop| stop.id == "finish"), "{:?}", desk.seen().texts);
    desk.command("s");
    assert_eq!(focused(&mut desk), "finish");
    // Where nothing is missing, it is on what Finish says first.
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Update, client, stay)));
    to(&mut desk, Step::Summary);
    desk.command("l");
    desk.unlock();
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Update Assessment · Wayhome", "finish-read"));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Update Assessment · Wayhome");
}

#[test]
fn ctrl_s_asks_before_it_writes_also_after_a_lock() {
    let (mut desk, ..) = leaving();
    to(&mut desk, Step::When);
    desk.command("s");
    desk.command("l");
    desk.unlock();
    assert!(desk.shows("Enter on Finish finishes"), "{:?}", desk.seen().texts);
    desk.command("s");
    assert!(has(&mut desk, "Nothing is saved yet."), "{:?}", desk.seen().texts);
    // And the way back is there still.
    desk.command("l");
    desk.unlock();
    assert!(has(&mut desk, "Nothing is saved yet."), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Back));
    assert_eq!(focused(&mut desk), form::member_id(0, at::exit::EXIT_DATE));
}

#[test]
fn r_enr_18_finish_leads_to_the_move_in_date_that_is_missing_in_who_leaves() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = unhoused(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client, stay)));
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    to(&mut desk, Step::Assess(0, Form::Leaving));
    desk.click(&form::question_id(0, destination));
    desk.type_text("410");
    desk.key(Named::Enter);
    to(&mut desk, Step::Summary);
    let jump = desk.seen().stops.into_iter().find(|stop| stop.label.contains("has no move-in date")).expect("the finding").id;
    desk.click(&jump);
    assert_eq!(desk.app.title(), "Move-in · Wayhome");
    assert_eq!(focused(&mut desk), form::id(at::enrollment::MOVE_IN_DATE));
    assert!(desk.shows("The exit is kept, and goes on after the move-in."));
    desk.quiet();
    desk.key(Named::Escape);
    assert_eq!((desk.app.title().as_str(), focused(&mut desk).as_str()), ("Exit · Wayhome", jump.as_str()), "back where it was");
    to(&mut desk, Step::Assess(0, Form::Leaving));
    assert!(has(&mut desk, "Rental by client"), "what was typed is kept: {:?}", desk.seen().texts);
}

#[test]
fn r_enr_18_a_recorded_exit_that_nobody_changed_is_not_said_to_be_kept_and_comes_next_again() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = unhoused(&mut desk);
    let exit = || Message::Go(Destination::Visit(Purpose::Exit, client.clone(), stay.clone()));
    desk.send(exit());
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    to(&mut desk, Step::Assess(0, Form::Leaving));
    desk.click(&form::question_id(0, destination));
    desk.type_text("410");
    desk.key(Named::Enter);
    to(&mut desk, Step::Summary);
    desk.command("s");
    desk.quiet();
    desk.send(exit());
    to(&mut desk, Step::Summary);
    let jump = desk.seen().stops.into_iter().find(|stop| stop.label.contains("has no move-in date")).expect("the finding").id;
    desk.click(&jump);
    assert_eq!(desk.app.title(), "Move-in · Wayhome");
    assert!(!has(&mut desk, "is kept"), "{:?}", desk.seen().texts);
    desk.command("l");
    desk.unlock();
    desk.type_text("t");
    desk.command("s");
    desk.quiet();
    assert_eq!(desk.app.title(), "Exit · Wayhome", "{:?}", desk.seen().texts);
    to(&mut desk, Step::Summary);
    assert!(!has(&mut desk, "has no move-in date"), "{:?}", desk.seen().texts);
}

#[test]
fn a_move_in_from_home_leads_back_there_whatever_else_is_begun() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = unhoused(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client.clone(), stay.clone())));
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    to(&mut desk, Step::Assess(0, Form::Leaving));
    desk.click(&form::question_id(0, destination));
    desk.type_text("410");
    desk.key(Named::Enter);
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Go(Destination::Client(client, Part::MoveIn(stay, Then::Home))));
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Home · Wayhome");
}

/// A head of household of permanent housing who is enrolled, and has no move-in date.
fn unhoused(desk: &mut Desk) -> (ClientId, EnrollmentId) {
    let found = desk.charts.iter().find_map(|chart| {
        let waits = |e: &&Enrollment| {
            let project = desk.agency.project(&e.project_id);
            let housing = project.is_some_and(|p| p.project_type.is(ProjectType::RapidRehousing));
            housing && e.relationship_to_hoh.is(Relationship::Head) && e.move_in_date.is_blank() && chart.exit(&e.enrollment_id).is_none()
        };
        let stay = chart.enrollments.iter().find(waits)?;
        let organization = desk.agency.project(&stay.project_id)?.organization_id.to_string();
        Some((chart.id().clone(), stay.enrollment_id.clone(), organization))
    });
    let (client, stay, organization) = found.expect("somebody waits for housing");
    crate::visits::context(desk, organization);
    (client, stay)
}

#[test]
fn finish_begins_with_what_has_the_keyboard_and_tells_a_stop_from_an_error_of_an_export() {
    let mut desk = funded();
    to(&mut desk, Step::Summary);
    let top = |desk: &mut Desk, id: &str| desk.seen().stops.into_iter().find(|stop| stop.id == id).unwrap().bounds.y;
    assert!(top(&mut desk, "finish") < top(&mut desk, "jump-0"));
    assert!(desk.shows("Error in an export") && !desk.shows("Stops Finish"), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::Project(None)));
    assert!(desk.shows("Stops Finish"), "{:?}", desk.seen().texts);
    let jump = desk.seen().stops.into_iter().find(|stop| stop.label.starts_with("Go there: Stops Finish: "));
    assert!(jump.is_some(), "and a screen reader says so: {:?}", desk.seen().stops);
}

#[test]
fn finish_says_what_becomes_of_whom_before_it_is_written() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    let called = Card::of(desk.charts.iter().find(|c| *c.id() == member).unwrap()).name();
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head, stay)));
    super::intake::becomes(&mut desk, &member, "mistake");
    to(&mut desk, Step::Summary);
    let says = format!("Finish takes {called} out of the household and marks the enrollment in ");
    assert!(has(&mut desk, &says) && has(&mut desk, "The client stays in Clients"), "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "is taken out: the enrollment and "), "with how many records: {:?}", desk.seen().texts);
    // Of an intake: who is not part of it.
    let mut desk = funded();
    let at = desk.seen().stops.iter().filter(|stop| stop.id.starts_with("fate-")).count();
    desk.send(Message::Intake(intake::Message::Present(at, false)));
    to(&mut desk, Step::Summary);
    assert!(has(&mut desk, "Is not checked as present, so no enrollment is made."), "{:?}", desk.seen().texts);
}

#[test]
fn a_corrected_start_says_which_answers_move_with_it() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, _) = household(&mut desk);
    let was = desk.charts.iter().find_map(|c| c.enrollment(&stay)).unwrap().entry_date.known().unwrap();
    let (was, is) = (date::show(was), date::show(was.succ_opt().unwrap()));
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head, stay)));
    let edit = form::Edit::Set(at::enrollment::ENTRY_DATE, is.clone());
    desk.send(Message::Intake(intake::Message::Edit(0, Slot::Enrollment, edit)));
    to(&mut desk, Step::Summary);
    let says = format!("Project start {was} becomes {is}. The answers that were recorded as of {was} move to {is} with it: ");
    assert!(has(&mut desk, &says), "{:?}", desk.seen().texts);
}

#[test]
fn what_stops_finish_is_said_apart_from_what_may_wait() {
    let mut desk = funded();
    desk.send(Message::Intake(intake::Message::Project(None)));
    to(&mut desk, Step::Summary);
    let texts: Vec<String> = desk.seen().texts.into_iter().map(|(text, _)| text).collect();
    let stops = texts.iter().find(|text| text.starts_with("This cannot be recorded yet.")).unwrap();
    assert!(!stops.contains("export") && !stops.contains("still missing"), "{stops}");
    assert!(!texts.iter().any(|text| text.contains("does not stop Finish")));
}

#[test]
fn r_upd_1_a_second_update_of_a_day_is_warned_of_and_the_first_is_corrected_instead() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay, _) = household(&mut desk);
    let update = || Message::Go(Destination::Visit(Purpose::Update, client.clone(), stay.clone()));
    let warned = |desk: &mut Desk| has(desk, "An update of this day is recorded already.");
    let income = Question { slot: Slot::Income, field: at::income_benefits::INCOME_FROM_ANY_SOURCE };
    desk.send(update());
    assert!(!warned(&mut desk));
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Income))));
    desk.click(&form::question_id(0, income));
    desk.type_text("0");
    to(&mut desk, Step::Summary);
    desk.command("s");
    desk.quiet();
    desk.send(update());
    assert!(warned(&mut desk), "at once: {:?}", desk.seen().texts);
    to(&mut desk, Step::Summary);
    assert!(warned(&mut desk), "and on Finish");
    to(&mut desk, Step::When);
    desk.click("instead");
    assert!(has(&mut desk, "What was recorded on this day is corrected."), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Enrollments)));
    assert!(!desk.shows("Continue: Update"), "nothing was typed into the second: {:?}", desk.seen().texts);
}

#[test]
fn enter_through_a_correction_changes_nobodys_household() {
    let mut desk = Desk::with(People::Typical);
    let (head, stay, member) = household(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head, stay)));
    let list = format!("fate-{member}");
    for _ in 0..60 {
        desk.key(Named::Enter);
        if focused(&mut desk) == list {
            break;
        }
    }
    assert_eq!(focused(&mut desk), list, "Enter goes from field to field");
    (0..3).for_each(|_| desk.key(Named::Enter));
    let texts = desk.seen().texts;
    assert!(!texts.iter().any(|(text, _)| text.starts_with("Finish gives") || text.starts_with("Finish takes")), "{texts:?}");
    assert_ne!(focused(&mut desk), list, "and on");
    // Chosen on purpose, it says what it means.
    desk.send(Message::Intake(intake::Message::To(Step::Program)));
    super::intake::becomes(&mut desk, &member, "mistake");
    assert!(has(&mut desk, "Finish takes this person out of the household"), "{:?}", desk.seen().texts);
    super::intake::becomes(&mut desk, &member, "stays");
    assert!(!has(&mut desk, "Finish takes this person out"), "{:?}", desk.seen().texts);
}
