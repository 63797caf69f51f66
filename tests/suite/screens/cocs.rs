//! R-CSV-11 on the desk: the CoCs of which an export can be chosen are those that an export knows.

use super::missing::{FIRST, STAY, import};
use super::sending::{everything, has};
use crate::desk::{Desk, People};
use iced::Rectangle;
use iced::keyboard::key::Named;
use std::fs;
use std::path::Path;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Failure};
use wayhome::app::form::Edit;
use wayhome::app::screen::{exchange, intake, settings};
use wayhome::app::shortcut::Command;
use wayhome::domain::ask::Slot;
use wayhome::domain::hud::Enrollment;
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{ClientId, EnrollmentId, at};
use wayhome::exchange::read;

/// A desk on which a household's stay came with a CoC that no program has.
fn elsewhere() -> Desk {
    let mut desk = Desk::with(People::Typical);
    let folder = desk.folder.path().join("next");
    zip::ZipArchive::new(fs::File::open(FIRST).unwrap()).unwrap().extract(&folder).unwrap();
    let path = folder.join("Enrollment.csv");
    let text = fs::read_to_string(&path).unwrap();
    let moved: Vec<String> =
        text.lines().map(|line| if line.contains(STAY) { line.replace("MN-599", "MN-500") } else { line.to_owned() }).collect();
    fs::write(&path, moved.join("\r\n")).unwrap();
    desk.send(Message::Go(Destination::Exchange));
    assert!(place(&mut desk, "export-coc").is_none(), "of one CoC there is nothing to choose");
    import(&mut desk, folder.to_str().unwrap());
    desk.click("take");
    desk
}

fn place(desk: &mut Desk, id: &str) -> Option<Rectangle> {
    desk.seen().stops.into_iter().find(|stop| stop.id == id).map(|stop| stop.bounds)
}

/// The desk is opened again, and Exchange before it was looked for CoCs; what that look then says.
fn before_the_look(desk: &mut Desk) -> Vec<Message> {
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Command(Command::Lock));
    desk.unlock();
    let (looks, others): (Vec<_>, Vec<_>) =
        desk.hold(Message::Go(Destination::Exchange)).into_iter().partition(|answer| matches!(answer, Message::Cocs(_)));
    others.into_iter().for_each(|answer| desk.send(answer));
    looks
}

#[test]
fn r_csv_11_a_coc_that_came_with_an_enrollment_alone_is_a_choice_and_its_export_has_that_enrollment() {
    let mut desk = elsewhere();
    let out = desk.folder.path().join("out.zip");
    desk.send(Message::Exchange(exchange::Message::To(out.display().to_string())));
    everything(&mut desk);
    desk.click("export-coc");
    assert!(desk.shows("MN-500") && desk.shows("MN-599"), "{:?}", desk.seen().texts);
    desk.type_text("mn-500");
    desk.key(Named::Enter);
    desk.click("export");
    assert!(has(&mut desk, "Exported "), "{:?}", desk.seen().texts);
    let sent = read(&out).unwrap();
    let stays: Vec<Enrollment> = sent.charts().flat_map(|chart| chart.enrollments.clone()).collect();
    assert!(stays.iter().any(|row| row.enrollment_id.as_str() == STAY && row.enrollment_coc.as_str() == "MN-500"));
    assert!(stays.iter().all(|row| row.household_id.as_str() == "HH26000"), "its household and nobody else: {stays:?}");
}

#[test]
fn where_a_coc_is_found_while_exchange_is_open_nothing_moves_and_what_is_chosen_stays() {
    let mut desk = elsewhere();
    let look = before_the_look(&mut desk);
    let below = ["export-hashed", "export-aside", "export-path"];
    let places = |desk: &mut Desk| below.map(|id| place(desk, id));
    let (before, known) = (places(&mut desk), place(&mut desk, "export-coc"));
    desk.click("export-program");
    assert!((look.len(), known, desk.shows("Birch Point Apartments PSH")) == (1, None, true), "{:?}", desk.seen().texts);
    look.into_iter().for_each(|answer| desk.send(answer));
    assert!(place(&mut desk, "export-coc").is_some() && desk.shows("Birch Point Apartments PSH"), "the list that is open stays open");
    assert_eq!(desk.seen().focused().as_deref(), Some("export-program"));
    desk.key(Named::Escape);
    assert_eq!(places(&mut desk), before);
    let choose = exchange::sending::Message::Coc(Some("MN-500".to_owned()));
    desk.send(Message::Exchange(exchange::Message::Sending(choose)));
    let look = before_the_look(&mut desk);
    assert!(desk.shows("MN-500"), "{:?}", desk.seen().texts);
    look.into_iter().for_each(|answer| desk.send(answer));
    assert!(desk.shows("MN-500"), "{:?}", desk.seen().texts);
}

#[test]
fn that_cocs_could_not_be_looked_for_is_said_and_exchange_looks_again_when_it_is_opened_again() {
    let mut desk = elsewhere();
    drop(before_the_look(&mut desk));
    desk.send(Message::Cocs(Err(Failure::new("Exchange may not list all CoCs", "The disk cannot be read."))));
    assert!(desk.shows("Exchange may not list all CoCs. The disk cannot be read."), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Home));
    desk.send(Message::Go(Destination::Exchange));
    assert!(place(&mut desk, "export-coc").is_some());
    desk.send(Message::Go(Destination::Home));
    let looks = |answers: Vec<Message>| answers.iter().any(|answer| matches!(answer, Message::Cocs(_)));
    assert!(!looks(desk.hold(Message::Go(Destination::Exchange))), "once is enough");
}

#[test]
fn a_coc_that_was_corrected_away_is_no_choice_any_more() {
    let mut desk = elsewhere();
    assert!(place(&mut desk, "export-coc").is_some());
    // The stay is of another organization than the one in the context.
    let (came, stay) = (read(Path::new(FIRST)).unwrap(), EnrollmentId::new(STAY));
    let project = came.charts().find_map(|chart| chart.enrollment(&stay).map(|stay| stay.project_id.clone())).unwrap();
    let organization = came.agency.owner(&project).unwrap().organization_id.to_string();
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Organization(Some(organization))));
    desk.send(Message::Settings(settings::Message::Apply));
    let head = ClientId::new("26CL0000");
    desk.send(Message::Go(Destination::Visit(Purpose::Entry, head, stay)));
    let edit = Edit::Set(at::enrollment::ENROLLMENT_COC, "MN-599".to_owned());
    desk.send(Message::Intake(intake::Message::Edit(0, Slot::Enrollment, edit)));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    desk.send(Message::Intake(intake::Message::Finish));
    desk.quiet();
    desk.send(Message::Go(Destination::Exchange));
    assert!(place(&mut desk, "export-coc").is_none(), "of one CoC there is nothing to choose: {:?}", desk.seen().texts);
}
