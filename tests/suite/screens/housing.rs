//! The move-in date that an exit lacks: where it is asked, and the way back from it.

use super::finish::{focused, to};
use super::work::has;
use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part, Then};
use wayhome::app::{Message, form};
use wayhome::domain::ask::{Form, Question, Slot};
use wayhome::domain::hud::{Enrollment, ProjectType, Relationship};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{ClientId, EnrollmentId, at};

/// Answers in an exit where the client goes, and comes to Finish.
fn leaves_for_a_rental(desk: &mut Desk) {
    let destination = Question { slot: Slot::Exit, field: at::exit::DESTINATION };
    to(desk, Step::Assess(0, Form::Leaving));
    desk.click(&form::question_id(0, destination));
    desk.type_text("410");
    desk.key(Named::Enter);
    to(desk, Step::Summary);
}

#[test]
fn r_enr_18_finish_leads_to_the_move_in_date_that_is_missing_in_who_leaves() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = unhoused(&mut desk);
    desk.send(Message::Go(Destination::Visit(Purpose::Exit, client, stay)));
    leaves_for_a_rental(&mut desk);
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
    leaves_for_a_rental(&mut desk);
    desk.key(Named::Enter);
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
