//! Every screen, and how one gets there: the list that the shapes, the walks and the pictures share. A new screen is entered here once.
#![allow(clippy::unwrap_used)]

use crate::desk::{Desk, People};
use crate::recovery;
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part, Then};
use wayhome::app::form::Edit;
use wayhome::app::preset::fixed_clock;
use wayhome::app::screen::client::{during, history};
use wayhome::app::screen::{adding, client, clients, exchange, home, intake, settings, unlock};
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, aside};
use wayhome::domain::ask::{Form, Slot};
use wayhome::domain::client::race;
use wayhome::domain::hud::{DisabilityType, Enrollment, Project, ProjectType, Relationship};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::note;
use wayhome::domain::occasion::{Kind, Which};
use wayhome::domain::referral::is_open;
use wayhome::domain::{Card, Chart, ClientId, Directory, EnrollmentId, EventId, OrganizationId, at};

/// A screen, on a desk at work.
pub struct Visit {
    /// What it is called; its walk and its pictures bear this name.
    pub name: &'static str,
    /// Goes there, and gives a text that must stand on it.
    pub go: fn(&mut Desk) -> String,
}

impl Visit {
    /// A desk to go there on. An export is held up where somebody wrote in a mistake.
    pub fn desk(&self) -> Desk {
        if matches!(self.name, "exchange-held" | "exchange-came" | "exchange-finding" | "exchange-leaving") {
            Desk::mistaken()
        } else {
            Desk::with(People::Typical)
        }
    }
}

const fn visit(name: &'static str, go: fn(&mut Desk) -> String) -> Visit {
    Visit { name, go }
}

/// Every screen of a desk at work. Each goes there from wherever the one before has led.
pub const VISITS: &[Visit] = &[
    visit("home", |desk| {
        go(desk, Destination::Home);
        "Home".to_owned()
    }),
    visit("clients", |desk| {
        go(desk, Destination::Clients);
        "Find a client".to_owned()
    }),
    visit("clients-found", |desk| {
        go(desk, Destination::Clients);
        let name = desk.charts[0].client.last_name.as_str().split(' ').next().unwrap().to_owned();
        desk.type_text(if name.is_empty() { "NOBODY" } else { &name });
        "Clients".to_owned()
    }),
    visit("client-add", |desk| {
        let card = desk.charts[0].client.clone();
        go(desk, Destination::Clients);
        desk.type_text(&format!("{} {}", card.first_name.as_str(), card.last_name.as_str()));
        desk.send(Message::Clients(clients::Message::Add));
        // Leaving a name looks for people who are here already.
        desk.send(Message::Clients(clients::Message::New(adding::Message::Edit(Edit::Left(at::client::FIRST_NAME)))));
        "Add client".to_owned()
    }),
    visit("profile", |desk| {
        record(desk, Part::Profile);
        "Client information".to_owned()
    }),
    visit("profile-edit", |desk| {
        record(desk, Part::Profile);
        desk.click("profile-edit");
        "First Name".to_owned()
    }),
    visit("profile-races", |desk| {
        record(desk, Part::Profile);
        desk.click("profile-edit");
        let first = wayhome::app::form::id(at::client::AM_IND_AK_NATIVE);
        while desk.seen().focused().is_some_and(|focused| focused != first) {
            desk.tab();
        }
        race::name().to_owned()
    }),
    visit("enrollments", |desk| {
        record(desk, Part::Enrollments);
        "Enrollments".to_owned()
    }),
    visit("events", |desk| {
        record(desk, Part::Events(None));
        "CE Event".to_owned()
    }),
    visit("event", |desk| {
        let (client, event) = referred(desk);
        go(desk, Destination::Client(client, Part::Events(event.clone())));
        if event.is_some() { "Referral Result" } else { "CE Event" }.to_owned()
    }),
    visit("history", |desk| {
        record(desk, Part::History);
        "What for, and what changed".to_owned()
    }),
    visit("history-save", |desk| {
        record(desk, Part::History);
        desk.send(history(history::Message::Opened(0)));
        "Back to the list".to_owned()
    }),
    visit("history-then", |desk| {
        record(desk, Part::History);
        desk.send(history(history::Message::Opened(0)));
        desk.send(history(history::Message::ShowSave));
        "Back to the record as it is now".to_owned()
    }),
    visit("event-new", |desk| {
        workgroup(desk, "Priority List Managers");
        record(desk, Part::Events(None));
        desk.send(Message::Client(client::Message::Events(client::events::Message::New)));
        "New CE Event".to_owned()
    }),
    visit("move-in", |desk| {
        workgroup(desk, "HMIS Users");
        match awaited(desk) {
            Some((client, stay)) => {
                go(desk, Destination::Client(client, Part::MoveIn(stay, Then::Home)));
                "Housing Move-in Date".to_owned()
            }
            None => "CE Event".to_owned(),
        }
    }),
    visit("intake-family", |desk| {
        intake(desk, Step::Family);
        "Find a family member".to_owned()
    }),
    visit("intake-program", |desk| {
        intake(desk, Step::Program);
        "Project Start Date".to_owned()
    }),
    visit("intake-universal", |desk| {
        intake(desk, Step::Universal(0));
        let prior = Edit::Set(at::enrollment::LIVING_SITUATION, "116".to_owned());
        desk.send(Message::Intake(intake::Message::Edit(0, Slot::Enrollment, prior)));
        "Back".to_owned()
    }),
    visit("intake-income", |desk| {
        funded(desk, Step::Assess(0, Form::Income));
        for (field, answer) in [
            (at::income_benefits::INCOME_FROM_ANY_SOURCE, "1"),
            (at::income_benefits::SSI, "1"),
            (at::income_benefits::SSI_AMOUNT, "967"),
            (at::income_benefits::INSURANCE_FROM_ANY_SOURCE, "0"),
        ] {
            desk.send(Message::Intake(intake::Message::Edit(0, Slot::Income, Edit::Set(field, answer.to_owned()))));
        }
        "Back".to_owned()
    }),
    visit("intake-disabilities", |desk| {
        funded(desk, Step::Assess(0, Form::Disabilities));
        let mental = Slot::Disability(DisabilityType::MentalHealth);
        let yes = Edit::Set(at::disabilities::DISABILITY_RESPONSE, "1".to_owned());
        desk.send(Message::Intake(intake::Message::Edit(0, mental, yes)));
        "Back".to_owned()
    }),
    visit("intake-finish", |desk| {
        intake(desk, Step::Summary);
        "Discard this intake".to_owned()
    }),
    visit("intake-health", |desk| {
        funded(desk, Step::Assess(0, Form::Health));
        let survivor = Edit::Set(at::health_and_dv::DOMESTIC_VIOLENCE_SURVIVOR, "1".to_owned());
        desk.send(Message::Intake(intake::Message::Edit(0, Slot::Health, survivor)));
        "Back".to_owned()
    }),
    visit("exit", |desk| over(desk, Purpose::Exit, Step::When).unwrap_or("Who leaves").to_owned()),
    visit("exit-leaving", |desk| over(desk, Purpose::Exit, Step::Assess(0, Form::Leaving)).unwrap_or("Exit Destination").to_owned()),
    visit("entry", |desk| over(desk, Purpose::Entry, Step::Program).unwrap_or("Project Start Date").to_owned()),
    visit("exchange", |desk| {
        go(desk, Destination::Exchange);
        desk.click("import");
        "Import HMIS CSV".to_owned()
    }),
    visit("help", |desk| {
        go(desk, Destination::Help);
        "Shortcuts".to_owned()
    }),
    visit("settings", |desk| {
        go(desk, Destination::Home);
        desk.send(Message::Sidebar(true));
        "Location (optional)".to_owned()
    }),
    visit("settings-programs", |desk| {
        desk.send(Message::Sidebar(true));
        desk.click("programs");
        "Programs and organizations".to_owned()
    }),
    visit("settings-security", |desk| {
        security(desk);
        "Make a new recovery key…".to_owned()
    }),
    visit("passphrase-change", |desk| {
        security(desk);
        desk.click("change-passphrase");
        for (id, text) in [("old", "x"), ("new", "wayhome wayhome"), ("again", "wayhome")] {
            desk.click(id);
            desk.type_text(text);
        }
        "Change the passphrase".to_owned()
    }),
    visit("settings-backups", |desk| {
        go(desk, Destination::Home);
        desk.send(Message::Sidebar(true));
        desk.click("backups");
        "Second backup location".to_owned()
    }),
    visit("home-annual", |desk| {
        let due = annual(desk);
        go(desk, Destination::Home);
        desk.send(Message::Home(home::Message::Annuals));
        if due.is_some() { "Due by" } else { "Home" }.to_owned()
    }),
    visit("during", |desk| {
        let on_show = match in_entry(desk) {
            Some((client, stay)) => {
                go(desk, Destination::Client(client, Part::During(stay, None)));
                "During the stay"
            }
            None => "Home",
        };
        on_show.to_owned()
    }),
    visit("during-contact", |desk| {
        let Some((client, stay)) = in_entry(desk) else { return "Home".to_owned() };
        let contact = Which::new(Kind::of("4.12").unwrap());
        go(desk, Destination::Client(client, Part::During(stay, Some(contact))));
        for (field, answer) in
            [(at::current_living_situation::CURRENT_LIVING_SITUATION, "435"), (at::current_living_situation::LEAVE_SITUATION14_DAYS, "1")]
        {
            desk.send(arose(during::Message::Edit(None, Edit::Set(field, answer.to_owned()))));
        }
        "Rental Subsidy Type".to_owned()
    }),
    visit("during-assessment", |desk| {
        let Some((client, stay)) = in_entry(desk) else { return "Home".to_owned() };
        let assessment = Which::new(Kind::of("4.19").unwrap());
        go(desk, Destination::Client(client, Part::During(stay, Some(assessment))));
        desk.send(arose(during::Message::AddLine(0)));
        desk.send(arose(during::Message::AddLine(1)));
        "Result Type".to_owned()
    }),
    visit("notes", |desk| {
        noted(desk, None);
        "Case Notes".to_owned()
    }),
    visit("note-new", |desk| {
        noted(desk, Some(note::Which::New));
        if !desk.shows("What you typed before is here again. It is not saved yet.") {
            desk.type_text("Called the landlord: the lease is ready to sign.");
            desk.key(Named::Enter);
            desk.key(Named::Enter);
            desk.type_text("Next: the inspection on Friday, and the keys after that.");
        }
        "New case note".to_owned()
    }),
    visit("note-closed", |desk| {
        let closed =
            desk.charts.iter().find_map(|c| Some((c.id().clone(), c.notes.iter().find(|n| note::is_closed(n))?.case_note_id.clone())));
        match closed {
            Some((client, key)) => {
                go(desk, Destination::Client(client, Part::Notes(Some(note::Which::Kept(key.as_str().to_owned())))));
                "Read only".to_owned()
            }
            None => "New case note".to_owned(),
        }
    }),
];

/// The case notes of who has most of them.
fn noted(desk: &mut Desk, which: Option<note::Which>) {
    let client = desk.charts.iter().max_by_key(|chart| chart.notes.len()).map(|chart| chart.id().clone()).unwrap();
    go(desk, Destination::Client(client, Part::Notes(which)));
}

/// Compares another system's export with the records.
fn compare(desk: &mut Desk) {
    go(desk, Destination::Exchange);
    desk.click("import-path");
    desk.type_text("tests/fixtures/fy2024-other-writer.zip");
    desk.click("import");
}

/// An export whose check finds errors.
fn hold(desk: &mut Desk) {
    go(desk, Destination::Exchange);
    crate::screens::sending::everything(desk);
    desk.click("export-path");
    desk.command("a");
    desk.type_text(&desk.folder.path().join("out.zip").display().to_string());
    desk.key(Named::Enter);
}

/// Screens that a desk does not come back from to the others: each on a desk of its own.
pub const ONCE: &[Visit] = &[
    visit("exchange-compared", |desk| {
        compare(desk);
        "Import now".to_owned()
    }),
    visit("exchange-missing", |desk| {
        crate::screens::missing::ask(desk);
        "Mark them as deleted, as your HMIS has it".to_owned()
    }),
    visit("exchange-report", |desk| {
        compare(desk);
        desk.click("take");
        "Notes on this import".to_owned()
    }),
    visit("exchange-held", |desk| {
        hold(desk);
        "Export anyway".to_owned()
    }),
    visit("exchange-leaving", |desk| {
        let _ = crate::screens::sending::half_held(desk);
        desk.quiet();
        "Export without these households".to_owned()
    }),
    visit("exchange-finding", |desk| {
        hold(desk);
        desk.key(Named::Enter);
        "All rules".to_owned()
    }),
    visit("exchange-options", |desk| {
        go(desk, Destination::Exchange);
        for (id, option) in [("export-what", "enrollments active"), ("export-program", "bridge")] {
            desk.click(id);
            desk.type_text(option);
            desk.key(Named::Enter);
        }
        desk.click("export-hashed");
        "For a checker or a warehouse. Your HMIS needs them in plain text.".to_owned()
    }),
    visit("exchange-choices", |desk| {
        crate::screens::choices::tear(desk);
        // The folder of a test is another one each time.
        desk.send(Message::Exchange(exchange::Message::From("/media/stick/export.zip".to_owned())));
        desk.quiet();
        // With large text too the answers are in sight.
        while !desk.seen().focused().is_some_and(|id| id.starts_with("take-hmis-")) {
            desk.tab();
        }
        "Changed here and in the HMIS: 1 answer".to_owned()
    }),
    visit("exchange-keyin", |desk| {
        crate::screens::keyin::opened(desk);
        desk.type_text(" ");
        desk.quiet();
        "1 form left to enter, 1 entered.".to_owned()
    }),
    visit("exchange-keyin-exported", |desk| {
        crate::screens::keyin::exported(desk);
        "2 forms left to enter.".to_owned()
    }),
    // As on a small screen with large text: the form stands below the list.
    visit("exchange-keyin-small", |desk| {
        desk.resize(iced::Size::new(1024.0, 768.0));
        crate::screens::keyin::opened(desk);
        "2 forms left to enter.".to_owned()
    }),
    visit("exchange-came", |desk| {
        hold(desk);
        desk.key(Named::End);
        desk.key(Named::Enter);
        "Export anyway".to_owned()
    }),
    visit("exchange-working", |desk| {
        go(desk, Destination::Exchange);
        desk.send(Message::Exchange(exchange::Message::From("tests/fixtures/fy2026-northern-lakes.zip".to_owned())));
        // Its answer is on its way.
        drop(desk.hold(Message::Exchange(exchange::Message::Import)));
        "Cancel".to_owned()
    }),
    visit("intake-join", |desk| {
        let name = desk.charts[0].client.clone();
        intake(desk, Step::Family);
        desk.click("new-member");
        desk.type_text(name.first_name.as_str());
        desk.tab();
        desk.tab();
        desk.type_text(name.last_name.as_str());
        desk.tab();
        "Add a new person".to_owned()
    }),
    visit("intake-found", |desk| {
        let name = desk.charts.iter().rev().find(|chart| chart.events.is_empty()).map(|chart| Card::of(chart).name());
        intake(desk, Step::Family);
        desk.type_text(&name.unwrap());
        "Already on this desk".to_owned()
    }),
    visit("event-proposed", |desk| {
        desk.send(Message::Home(home::Message::Only(Some(home::State::Enrolled))));
        desk.send(Message::Home(home::Message::Pressed('r', 0)));
        "Referral Result".to_owned()
    }),
    visit("home-guide", |desk| {
        desk.send(Message::Command(Command::Guide));
        "Guide".to_owned()
    }),
    visit("home-acknowledged", |desk| {
        desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
        desk.send(Message::Home(home::Message::Pressed('a', 0)));
        "Acknowledgment saved".to_owned()
    }),
    visit("event-saved", |desk| {
        let (client, event) = referred(desk);
        go(desk, Destination::Client(client, Part::Events(event)));
        let result = Edit::Set(at::event::REFERRAL_RESULT, "1".to_owned());
        desk.send(Message::Client(client::Message::Events(client::events::Message::Edit(result))));
        desk.send(Message::Client(client::Message::Command(Command::Save)));
        "Referral Result".to_owned()
    }),
    visit("history-undo", |desk| {
        let client = rejected(desk);
        go(desk, Destination::Client(client, Part::History));
        desk.send(history(history::Message::Opened(0)));
        desk.send(history(history::Message::Begin));
        "After the undo".to_owned()
    }),
    visit("history-household", |desk| {
        let (head, stay, member) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Entry, head.clone(), stay));
        crate::screens::intake::becomes(desk, &member, "mistake");
        desk.send(Message::Intake(intake::Message::To(Step::Summary)));
        desk.send(Message::Intake(intake::Message::Finish));
        desk.quiet();
        go(desk, Destination::Client(head, Part::History));
        "What for, and what changed".to_owned()
    }),
    visit("exit-saved", |desk| {
        let (client, stay, _) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Exit, client, stay));
        desk.send(Message::Intake(intake::Message::To(Step::Summary)));
        desk.send(Message::Intake(intake::Message::Finish));
        "Answer them".to_owned()
    }),
    visit("home-owed", |desk| {
        let (client, stay, _) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Exit, client.clone(), stay));
        desk.send(Message::Intake(intake::Message::To(Step::Summary)));
        desk.send(Message::Intake(intake::Message::Finish));
        // Something is begun besides.
        go(desk, Destination::Client(client, Part::Profile));
        desk.click("profile-edit");
        let edit = Edit::Set(at::client::MIDDLE_NAME, "Quincy".to_owned());
        desk.send(Message::Client(client::Message::Profile(client::profile::Message::Edit(edit))));
        desk.quiet();
        go(desk, Destination::Home);
        desk.send(Message::Home(home::Message::Only(None)));
        "Answers owed".to_owned()
    }),
    visit("exit-unread", |desk| {
        let (client, stay, _) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Exit, client, stay));
        desk.command("s");
        desk.command("s");
        "Nothing is saved yet. Read what Finish writes, then press Enter, or Ctrl+S once more.".to_owned()
    }),
    visit("update-empty", |desk| {
        let (client, stay, _) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Update, client, stay));
        desk.send(Message::Intake(intake::Message::To(Step::Summary)));
        "Nothing was answered, so there is nothing to save.".to_owned()
    }),
    visit("entry-mistaken", |desk| {
        let (head, stay, member) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Entry, head, stay));
        crate::screens::intake::becomes(desk, &member, "mistake");
        "In this household".to_owned()
    }),
    visit("history-refused", |desk| {
        let client = rejected(desk);
        go(desk, Destination::Client(client, Part::History));
        desk.send(history(history::Message::Opened(1)));
        desk.send(history(history::Message::Begin));
        "This save cannot be undone as it is. Nothing was changed.".to_owned()
    }),
    visit("event-help", |desk| {
        let (client, event) = referred(desk);
        go(desk, Destination::Client(client, Part::Events(event)));
        desk.send(Message::Aside(aside::Message::Show(aside::Topic::Field(at::event::REFERRAL_RESULT))));
        "What it means".to_owned()
    }),
    visit("lock", |desk| {
        desk.send(Message::Command(Command::Lock));
        "Open your desk".to_owned()
    }),
    visit("settings-backups-made", |desk| {
        desk.send(Message::Sidebar(true));
        desk.click("backups");
        desk.click("backups-now");
        "Second backup location".to_owned()
    }),
    visit("recovery-journal", |desk| {
        broken(desk, recovery::flip_the_journal);
        "A part of the journal is damaged".to_owned()
    }),
    visit("recovery-older", |desk| {
        broken(desk, recovery::put_an_old_copy_back);
        "These records are older than they were".to_owned()
    }),
    visit("recovery-keys", |desk| {
        broken(desk, recovery::damage_both_key_files);
        "Both key files are damaged or missing".to_owned()
    }),
    visit("recovery-restore", |desk| {
        *desk = Desk::new();
        desk.click("restore");
        "Folder of a backup".to_owned()
    }),
    visit("lock-first", |desk| {
        *desk = Desk::new();
        "Make a new desk".to_owned()
    }),
    visit("lock-paused", |desk| {
        std::fs::write(desk.folder.path().join("records/tries"), format!("9 {}\n", u64::MAX / 2)).unwrap();
        desk.send(Message::Command(Command::Lock));
        "Open your desk".to_owned()
    }),
    visit("recovery-back", |desk| {
        *desk = Desk::new();
        recovery(desk);
        desk.click("recovery-written");
        "Is it on paper?".to_owned()
    }),
    visit("lock-recovery", |desk| {
        *desk = Desk::new();
        recovery(desk);
        "Your recovery key".to_owned()
    }),
];

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

fn arose(message: during::Message) -> Message {
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

fn history(message: history::Message) -> Message {
    Message::Client(client::Message::History(message))
}

fn go(desk: &mut Desk, destination: Destination) {
    desk.send(Message::Sidebar(false));
    desk.send(Message::Go(destination));
}

fn record(desk: &mut Desk, part: Part) {
    let (client, _) = referred(desk);
    go(desk, Destination::Client(client, part));
}

pub fn intake(desk: &mut Desk, step: Step) {
    let (client, _) = referred(desk);
    go(desk, Destination::Intake(client, None));
    desk.send(Message::Intake(intake::Message::To(step)));
}

/// The intake into supportive housing with a grant of the CoC, which asks most.
fn funded(desk: &mut Desk, step: Step) {
    intake(desk, Step::Program);
    let housing = |p: &&Project| p.project_type.is(ProjectType::PermanentSupportive);
    let program = desk.agency.projects.iter().find(housing).map(|p| p.project_id.to_string());
    desk.send(Message::Intake(intake::Message::Project(program)));
    desk.send(Message::Intake(intake::Message::To(step)));
}

/// A workflow over the enrollment of a household that waits for its move-in; what is shown instead where there is none.
fn over(desk: &mut Desk, purpose: Purpose, step: Step) -> Option<&'static str> {
    let Some((client, stay)) = awaited(desk) else {
        record(desk, Part::Enrollments);
        return Some("Enrollments");
    };
    go(desk, Destination::Visit(purpose, client, stay));
    desk.send(Message::Intake(intake::Message::To(step)));
    None
}

fn security(desk: &mut Desk) {
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
