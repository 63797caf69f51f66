//! The guided workflows by keyboard: the whole intake of a program, and what follows until the exit, each left and taken up again.

use super::work::has;
use crate::desk::{Desk, People};
use crate::visits::awaited;
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::screen::intake;
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Form, Slot};
use wayhome::domain::hud::{DisabilityType, ProjectType};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{ClientId, EnrollmentId, ProjectId, at};
use wayhome::domain::{FieldId, ask::Question};

/// A household that waits for its move-in, its enrollment, and the organization of its program in the context.
fn stay(desk: &mut Desk) -> (ClientId, EnrollmentId) {
    let (client, stay) = awaited(desk).unwrap();
    let project = desk.charts.iter().find_map(|c| c.enrollment(&stay)).unwrap().project_id.clone();
    let organization = desk.agency.owner(&project).unwrap().organization_id.clone();
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(wayhome::app::screen::settings::Message::Organization(Some(organization.to_string()))));
    desk.send(Message::Settings(wayhome::app::screen::settings::Message::Apply));
    desk.quiet();
    (client, stay)
}

fn next(desk: &mut Desk) {
    desk.send(Message::Command(wayhome::app::shortcut::Command::Next));
}

fn id(member: usize, slot: Slot, field: FieldId) -> String {
    form::question_id(member, Question { slot, field })
}

#[test]
fn a_household_leaves_and_its_exit_can_be_corrected() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = stay(&mut desk);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Enrollments)));
    desk.click(&format!("exit-{stay}"));
    assert_eq!(desk.app.title(), "Exit · Wayhome");
    assert_eq!(desk.seen().focused(), Some(form::member_id(0, at::exit::EXIT_DATE)));
    next(&mut desk);
    assert_eq!(desk.seen().focused(), Some(id(0, Slot::Exit, at::exit::DESTINATION)));
    // A long list: open it, type a part of the words, choose.
    desk.key(Named::Enter);
    desk.type_text("410");
    desk.key(Named::Enter);
    // Locked in the middle, and continued where it was.
    desk.command("l");
    desk.unlock();
    assert_eq!(desk.app.title(), "Exit · Wayhome");
    assert!(has(&mut desk, "Rental by client, no ongoing housing subsidy"), "{:?}", desk.seen().texts);
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(&mut desk, "has no move-in date"), "R-ENR-18 is said before it is written: {:?}", desk.seen().texts);
    desk.command("s");
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Exited") && has(&mut desk, "Exit 11/20/2026"), "{:?}", desk.seen().texts);
    // A wrong destination is corrected in the same row.
    desk.click(&format!("exit-{stay}"));
    assert!(has(&mut desk, "Day and Members"));
    next(&mut desk);
    desk.type_text("435");
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome", "{:?}", desk.seen().texts);
    // Opened once more, it says what it was corrected to; and finished untouched it writes nothing.
    desk.click(&format!("exit-{stay}"));
    next(&mut desk);
    assert!(desk.seen().texts.iter().any(|(text, _)| text.contains("ongoing housing subsidy") && !text.contains("no ongoing")));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(&mut desk, "Nothing was changed, so there is nothing to save."), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
    assert!(!has(&mut desk, "Continue: "), "{:?}", desk.seen().texts);
}

#[test]
fn esc_leaves_a_workflow_and_the_enrollment_leads_back() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = stay(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client, stay.clone())));
    next(&mut desk);
    desk.key(Named::Enter);
    desk.type_text("410");
    desk.key(Named::Enter);
    desk.key(Named::Escape);
    assert_eq!(desk.app.title(), "Enrollments · Wayhome");
    assert!(has(&mut desk, "Continue: Exit"), "{:?}", desk.seen().texts);
    desk.click(&format!("exit-{stay}"));
    assert!(has(&mut desk, "Rental by client"), "the same step with the same answer: {:?}", desk.seen().texts);
}

#[test]
fn an_intake_into_supportive_housing_asks_and_keeps_everything() {
    let mut desk = Desk::with(People::Typical);
    let (client, _) = stay(&mut desk);
    let housing = desk.agency.projects.iter().find(|p| p.project_type.is(ProjectType::PermanentSupportive)).unwrap();
    let (program, organization): (ProjectId, _) = (housing.project_id.clone(), housing.organization_id.to_string());
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(wayhome::app::screen::settings::Message::Organization(Some(organization))));
    desk.send(Message::Settings(wayhome::app::screen::settings::Message::Apply));
    desk.send(Message::Go(Destination::Intake(client.clone(), None)));
    desk.send(Message::Intake(intake::Message::Project(Some(program.to_string()))));
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Income))));
    let income = |field| id(0, Slot::Income, field);
    assert_eq!(desk.seen().focused(), Some(income(at::income_benefits::INCOME_FROM_ANY_SOURCE)));
    // Yes by its number, then down to the third source, ticked by Space, its amount as people write it.
    desk.type_text("1");
    desk.tab();
    (0..2).for_each(|_| desk.key(Named::ArrowDown));
    assert_eq!(desk.seen().focused(), Some(income(at::income_benefits::SSI)));
    desk.key(Named::Space);
    desk.tab();
    assert_eq!(desk.seen().focused(), Some(income(at::income_benefits::SSI_AMOUNT)));
    desk.type_text("$1,967.5");
    desk.key(Named::Enter);
    assert_eq!(desk.seen().focused(), Some(income(at::income_benefits::SSDI)), "no source below it is left out");
    desk.key(Named::Enter);
    assert_eq!(
        desk.seen().focused(),
        Some(income(at::income_benefits::BENEFITS_FROM_ANY_SOURCE)),
        "and one key from there to what follows"
    );
    assert!(desk.shows("$1967.50"), "the total: {:?}", desk.seen().texts);
    assert!(!has(&mut desk, "and none is chosen"), "nobody is called wrong before they can tick");
    // Unticked, its amount does not count; ticked again, it is there again.
    let tick = income(at::income_benefits::SSI);
    desk.click(&tick);
    assert!(desk.shows("$0.00"), "{:?}", desk.seen().texts);
    desk.click(&tick);
    assert!(desk.shows("$1967.50"));
    // A disability opens its own question, and only its own.
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Disabilities))));
    desk.type_text("1");
    let lasting = |kind| id(0, Slot::Disability(kind), at::disabilities::INDEFINITE_AND_IMPAIRS);
    let stops: Vec<String> = desk.seen().stops.into_iter().map(|s| s.id).collect();
    assert!(stops.contains(&lasting(DisabilityType::Physical)) && !stops.contains(&lasting(DisabilityType::MentalHealth)));
    // Killed and started again: the draft is on the disk.
    let mut desk = desk.again();
    desk.unlock();
    desk.send(Message::Go(Destination::Intake(client, None)));
    desk.send(Message::Intake(intake::Message::To(Step::Assess(0, Form::Income))));
    assert!(desk.shows("$1967.50"), "{:?}", desk.seen().texts);
}

#[test]
fn r_ctx_1_a_stay_in_a_program_of_another_organization_says_so_on_every_page() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = awaited(&desk).unwrap();
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client.clone(), stay.clone())));
    assert!(has(&mut desk, "This program belongs to "), "{:?}", desk.seen().texts);
    next(&mut desk);
    assert!(has(&mut desk, "This program belongs to "));
    let (client, stay) = self::stay(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client, stay)));
    assert!(!has(&mut desk, "This program belongs to "), "{:?}", desk.seen().texts);
}

#[test]
fn what_a_finding_in_the_summary_is_about_is_one_jump_away() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = stay(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client, stay)));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    assert!(has(&mut desk, "The destination is missing."), "{:?}", desk.seen().texts);
    desk.click("jump-0");
    assert_eq!(desk.seen().focused(), Some(id(0, Slot::Exit, at::exit::DESTINATION)));
}
