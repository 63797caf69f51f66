//! How one gets to a screen: what several of the visits do, and tests besides.

use crate::desk::Desk;
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::Edit;
use wayhome::app::preset::fixed_clock;
use wayhome::app::screen::client::{during, history};
use wayhome::app::screen::{client, intake, settings, unlock};
use wayhome::app::shortcut::Command;
use wayhome::domain::hud::{Enrollment, Project, ProjectType, Relationship};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::note;
use wayhome::domain::referral::is_open;
use wayhome::domain::{Card, Chart, ClientId, Directory, EnrollmentId, EventId, OrganizationId, at};

/// The case notes of who has most of them.
pub fn noted(desk: &mut Desk, which: Option<note::Which>) {
    let client = desk.charts.iter().max_by_key(|chart| chart.notes.len()).map(|chart| chart.id().clone()).unwrap();
    go(desk, Destination::Client(client, Part::Notes(which)));
}

/// Compares another system's export with the records.
pub fn compare(desk: &mut Desk) {
    go(desk, Destination::Exchange);
    desk.click("import-path");
    desk.type_text("tests/fixtures/fy2024-other-writer.zip");
    desk.click("import");
}

/// An export whose check finds errors.
pub fn hold(desk: &mut Desk) {
    go(desk, Destination::Exchange);
    crate::screens::sending::everything(desk);
    desk.click("export-path");
    desk.command("a");
    desk.type_text(&desk.folder.path().join("out.zip").display().to_string());
    desk.key(Named::Enter);
}

/// Locks the desk after a backup, damages its records, and tries to open them.
pub fn broken(desk: &mut Desk, damage: fn(&mut Desk)) {
    desk.send(Message::BackUp);
    damage(desk);
    if desk.app.title() != "Wayhome" {
        desk.send(Message::Command(Command::Lock));
    }
    desk.unlock();
}

/// Shows a recovery key, as after a store was made.
pub fn recovery(desk: &mut Desk) {
    let key = ["0H4XW"; 8].join("-");
    desk.send(Message::Unlock(unlock::Message::Made(unlock::Secret(zeroize::Zeroizing::new(key)))));
}

/// A client with an open referral, and that referral; where nobody has one, somebody.
pub fn referred(desk: &Desk) -> (ClientId, Option<EventId>) {
    let with = desk.charts.iter().find_map(|c| Some((c.id().clone(), Some(c.events.iter().find(|e| is_open(e))?.event_id.clone()))));
    with.unwrap_or_else(|| (desk.charts[0].id().clone(), None))
}

/// A client whose household is enrolled after a successful referral and has not moved in, and that enrollment.
pub fn awaited(desk: &Desk) -> Option<(ClientId, EnrollmentId)> {
    let (agency, today) = (&desk.agency, fixed_clock().date());
    let directory = Directory::new(desk.charts.iter().map(Card::of).collect::<Vec<_>>());
    let mut waiting = agency.organizations.iter().flat_map(|o| directory.awaited_move_ins(agency, &o.organization_id, today));
    waiting.next().map(|it| (it.client.client, it.stay.id))
}

/// A head of household who is in coordinated entry, and their enrollment there; its organization in the context.
pub fn in_entry(desk: &mut Desk) -> Option<(ClientId, EnrollmentId)> {
    let entry = |e: &Enrollment| desk.agency.project(&e.project_id).is_some_and(|p| p.project_type.is(ProjectType::CoordinatedEntry));
    let stays = |c: &Chart| {
        let mut head = c.enrollments.iter().filter(|e| e.relationship_to_hoh.is(Relationship::Head) && entry(e));
        head.find(|e| c.exit(&e.enrollment_id).is_none()).map(|e| (c.id().clone(), e.clone()))
    };
    let (client, stay) = desk.charts.iter().find_map(stays)?;
    let organization = desk.agency.owner(&stay.project_id)?.organization_id.to_string();
    context(desk, organization);
    Some((client, stay.enrollment_id))
}

/// The household that is first to be assessed for the year, and its enrollment; its organization in the context.
pub fn annual(desk: &mut Desk) -> Option<(ClientId, EnrollmentId)> {
    let directory = Directory::new(desk.charts.iter().map(Card::of).collect::<Vec<_>>());
    let due = |id: &OrganizationId| {
        let first = directory.due_annuals(&desk.agency, id, fixed_clock().date()).first().map(|it| (it.client.clone(), it.stay.id.clone()));
        first.map(|it| (id.to_string(), it))
    };
    let (organization, first) = desk.agency.organizations.iter().find_map(|o| due(&o.organization_id))?;
    context(desk, organization);
    Some(first)
}

/// Chooses an organization.
pub fn context(desk: &mut Desk, organization: String) {
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Organization(Some(organization))));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.quiet();
    // A frame in between, as there always is in a window: the page below gets its keyboard back.
    desk.key(Named::Shift);
}

pub fn arose(message: during::Message) -> Message {
    Message::Client(client::Message::During(message))
}

/// Resolves the open referral of a client as rejected, and says whose it was.
pub fn rejected(desk: &mut Desk) -> ClientId {
    let (client, event) = referred(desk);
    go(desk, Destination::Client(client.clone(), Part::Events(event)));
    let edit =
        |field, text: &str| Message::Client(client::Message::Events(client::events::Message::Edit(Edit::Set(field, text.to_owned()))));
    desk.send(edit(at::event::REFERRAL_RESULT, "2"));
    desk.send(edit(at::referral::NOT_HOUSED_REASON, "Moved in with family"));
    desk.send(Message::Client(client::Message::Command(Command::Save)));
    desk.quiet();
    client
}

pub fn history(message: history::Message) -> Message {
    Message::Client(client::Message::History(message))
}

pub fn go(desk: &mut Desk, destination: Destination) {
    desk.send(Message::Sidebar(false));
    desk.send(Message::Go(destination));
}

pub fn record(desk: &mut Desk, part: Part) {
    let (client, _) = referred(desk);
    go(desk, Destination::Client(client, part));
}

pub fn intake(desk: &mut Desk, step: Step) {
    let (client, _) = referred(desk);
    go(desk, Destination::Intake(client, None));
    desk.send(Message::Intake(intake::Message::To(step)));
}

/// The intake into supportive housing with a grant of the CoC, which asks most.
pub fn funded(desk: &mut Desk, step: Step) {
    intake(desk, Step::Program);
    let housing = |p: &&Project| p.project_type.is(ProjectType::PermanentSupportive);
    let program = desk.agency.projects.iter().find(housing).map(|p| p.project_id.to_string());
    desk.send(Message::Intake(intake::Message::Project(program)));
    desk.send(Message::Intake(intake::Message::To(step)));
}

/// A workflow over the enrollment of a household that waits for its move-in; what is shown instead where there is none.
pub fn over(desk: &mut Desk, purpose: Purpose, step: Step) -> Option<&'static str> {
    let Some((client, stay)) = awaited(desk) else {
        record(desk, Part::Enrollments);
        return Some("Enrollments");
    };
    go(desk, Destination::Visit(purpose, client, stay));
    desk.send(Message::Intake(intake::Message::To(step)));
    None
}

pub fn security(desk: &mut Desk) {
    go(desk, Destination::Home);
    // A frame in between, as there always is in a window: the page below gets its keyboard back.
    desk.key(iced::keyboard::key::Named::Shift);
    desk.send(Message::Sidebar(true));
    desk.click("security");
}

pub fn workgroup(desk: &mut Desk, name: &str) {
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Workgroup(Some(name.to_owned()))));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.quiet();
}
