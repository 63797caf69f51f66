//! Every screen, and how one gets there: the list that the shapes, the walks and the pictures share. A new screen is entered here once.
#![allow(clippy::unwrap_used)]

mod once;
mod ways;

use crate::desk::{Desk, People};
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part, Then};
use wayhome::app::form::Edit;
use wayhome::app::screen::client::{during, history};
use wayhome::app::screen::{adding, client, clients, home, intake};
use wayhome::domain::ask::{Form, Slot};
use wayhome::domain::at;
use wayhome::domain::client::race;
use wayhome::domain::hud::DisabilityType;
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::note;
use wayhome::domain::occasion::{Kind, Which};

pub use once::ONCE;
pub use ways::*;

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
