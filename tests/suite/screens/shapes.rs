//! Each screen with nobody, typical people and very long names, in the windows and text sizes that must work.

use crate::desk::{Desk, People};
use iced::Size;
use std::collections::BTreeSet;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::Edit;
use wayhome::app::shortcut::Command;
use wayhome::app::widget::access::Role;
use wayhome::app::{Message, screen};
use wayhome::domain::intake::Step;
use wayhome::domain::referral::is_open;
use wayhome::domain::{ClientId, EventId, at};

/// A screen to go to, and a text that must stand on it.
pub(super) type Visit = (&'static str, fn(&mut Desk) -> String);

fn client(desk: &Desk) -> (ClientId, Option<EventId>) {
    let with = desk.charts.iter().find_map(|c| Some((c.id().clone(), Some(c.events.iter().find(|e| is_open(e))?.event_id.clone()))));
    with.unwrap_or_else(|| (desk.charts[0].id().clone(), None))
}

fn go(desk: &mut Desk, destination: Destination) {
    desk.send(Message::Go(destination));
}

fn record(desk: &mut Desk, part: Part) {
    let (client, _) = client(desk);
    go(desk, Destination::Client(client, part));
}

fn intake(desk: &mut Desk, step: Step) {
    let (client, _) = client(desk);
    go(desk, Destination::Intake(client));
    desk.send(Message::Intake(screen::intake::Message::To(step)));
}

pub(super) const VISITS: &[Visit] = &[
    ("home", |desk| {
        go(desk, Destination::Home);
        "Home".to_owned()
    }),
    ("clients", |desk| {
        go(desk, Destination::Clients);
        "Find a client".to_owned()
    }),
    ("clients found", |desk| {
        go(desk, Destination::Clients);
        let name = desk.charts[0].client.last_name.as_str().split(' ').next().unwrap().to_owned();
        desk.type_text(if name.is_empty() { "NOBODY" } else { &name });
        "Clients".to_owned()
    }),
    ("add client", |desk| {
        let card = desk.charts[0].client.clone();
        desk.send(Message::Sidebar(false));
        go(desk, Destination::Clients);
        desk.type_text(&format!("{} {}", card.first_name.as_str(), card.last_name.as_str()));
        desk.send(Message::Clients(screen::clients::Message::Add));
        // Leaving a name looks for people who are here already.
        desk.send(Message::Clients(screen::clients::Message::Edit(Edit::Left(at::client::FIRST_NAME))));
        "Add client".to_owned()
    }),
    ("profile", |desk| {
        record(desk, Part::Profile);
        "Client information".to_owned()
    }),
    ("profile being corrected", |desk| {
        record(desk, Part::Profile);
        desk.click("profile-edit");
        "First Name".to_owned()
    }),
    ("enrollments", |desk| {
        record(desk, Part::Enrollments);
        "Enrollment and Services".to_owned()
    }),
    ("events", |desk| {
        record(desk, Part::Events(None));
        "CE Event".to_owned()
    }),
    ("event", |desk| {
        let (client, event) = client(desk);
        go(desk, Destination::Client(client, Part::Events(event.clone())));
        if event.is_some() { "Referral Result" } else { "CE Event" }.to_owned()
    }),
    ("intake: family", |desk| {
        intake(desk, Step::Family);
        "Find a family member".to_owned()
    }),
    ("intake: program", |desk| {
        intake(desk, Step::Program);
        "Project Start Date".to_owned()
    }),
    ("intake: universal", |desk| {
        intake(desk, Step::Universal(0));
        "Back".to_owned()
    }),
    ("intake: finish", |desk| {
        intake(desk, Step::Summary);
        "Discard this intake".to_owned()
    }),
    ("exchange", |desk| {
        go(desk, Destination::Exchange);
        desk.click("import");
        "Import HMIS CSV".to_owned()
    }),
    ("help", |desk| {
        go(desk, Destination::Help);
        "Shortcuts".to_owned()
    }),
    ("settings", |desk| {
        go(desk, Destination::Home);
        desk.send(Message::Sidebar(true));
        "Location (optional)".to_owned()
    }),
    ("programs and organizations", |desk| {
        desk.send(Message::Sidebar(true));
        desk.click("programs");
        "Programs and organizations".to_owned()
    }),
];

/// The smallest window that must work in each text size, a usual one, and the smallest that the desk lets itself be made.
const WINDOWS: [(Size, u16); 5] = [
    (Size::new(1024.0, 768.0), 80),
    (Size::new(1024.0, 768.0), 100),
    (Size::new(1024.0, 768.0), 150),
    (Size::new(1366.0, 768.0), 125),
    (Size::new(800.0, 600.0), 100),
];

/// What is wrong with what is on the screen now.
fn faults(desk: &mut Desk, text: &str) -> Vec<String> {
    let width = desk.size().width;
    let seen = desk.seen();
    let mut faults = Vec::new();
    if !seen.texts.iter().any(|(shown, _)| shown == text) {
        faults.push(format!("no {text:?}"));
    }
    let parts = seen.texts.iter().map(|(t, b)| (t, b)).chain(seen.stops.iter().map(|s| (&s.id, &s.bounds)));
    for (what, bounds) in parts {
        if bounds.x < -0.5 || bounds.x + bounds.width > width + 0.5 {
            faults.push(format!("{what:?} reaches {} of {width}", bounds.x + bounds.width));
        }
    }
    for (what, bounds) in &seen.texts {
        // Squeezed to nothing by its neighbours.
        if what.chars().count() > 3 && bounds.width < 20.0 {
            faults.push(format!("{what:?} has {} px", bounds.width));
        }
    }
    faults.extend(seen.sideways.iter().map(|(bounds, content)| format!("scrolls sideways: {content:?} in {bounds:?}")));
    let mut ids = BTreeSet::new();
    for stop in &seen.stops {
        if stop.id.is_empty() || stop.label.trim().is_empty() || stop.role == Role::Group {
            faults.push(format!("without name or id: {stop:?}"));
        } else if !ids.insert(&stop.id) {
            faults.push(format!("{} stands twice", stop.id));
        }
    }
    faults
}

fn every_screen(people: People) {
    let mut wrong = Vec::new();
    let mut desk = Desk::with(people);
    for (size, percent) in WINDOWS {
        desk.resize(size);
        while f32::from(percent) / 100.0 > desk.app.scale() + 0.01 {
            desk.send(Message::Command(Command::Larger));
        }
        while f32::from(percent) / 100.0 < desk.app.scale() - 0.01 {
            desk.send(Message::Command(Command::Smaller));
        }
        for (name, visit) in VISITS {
            let text = visit(&mut desk);
            wrong.extend(faults(&mut desk, &text).into_iter().map(|fault| format!("{name}, {}px {percent}%: {fault}", size.width)));
            desk.send(Message::Sidebar(false));
        }
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_screen_holds_typical_people() {
    every_screen(People::Typical);
}

#[test]
fn every_screen_holds_nobody() {
    every_screen(People::Nobody);
}

#[test]
fn every_screen_holds_very_long_names() {
    every_screen(People::Long);
}

#[test]
fn the_lock_screen_holds_in_every_window() {
    let mut wrong = Vec::new();
    let mut check = |desk: &mut Desk, text: &str| {
        for (size, _) in WINDOWS {
            desk.resize(size);
            wrong.extend(faults(desk, text).into_iter().map(|fault| format!("{text}, {}px: {fault}", size.width)));
        }
    };
    let mut desk = Desk::new();
    check(&mut desk, "Make a new desk");
    let key = ["0H4XW"; 8].join("-");
    let made = screen::unlock::Message::Made(screen::unlock::Secret(zeroize::Zeroizing::new(key)));
    desk.send(Message::Unlock(made));
    check(&mut desk, "Your recovery key");

    let mut desk = Desk::with(People::Typical);
    while desk.app.scale() < 1.5 {
        desk.send(Message::Command(Command::Larger));
    }
    desk.send(Message::Command(Command::Lock));
    check(&mut desk, "Open your desk");
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}
