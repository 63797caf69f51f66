//! Each screen with nobody, typical people and very long names, in the windows and text sizes that must work.

use crate::desk::{Desk, People};
use crate::visits::{self, ONCE, VISITS};
use iced::{Point, Rectangle, Size};
use std::collections::BTreeSet;
use wayhome::app::Message;
use wayhome::app::shortcut::Command;
use wayhome::app::widget::access::Role;

/// The smallest window that must work in each text size, a usual one, and the smallest that the desk lets itself be made.
const WINDOWS: [(Size, u16); 6] = [
    (Size::new(1024.0, 768.0), 80),
    (Size::new(1024.0, 768.0), 100),
    (Size::new(1024.0, 768.0), 150),
    (Size::new(1024.0, 768.0), 200),
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
    // The words of a control that stand in it at their beginning end in it.
    for stop in &seen.stops {
        let begins = |bounds: &Rectangle| stop.bounds.contains(Point::new(bounds.x + 1.0, bounds.center_y()));
        let beyond = |bounds: &Rectangle| bounds.x + bounds.width > stop.bounds.x + stop.bounds.width + 0.5;
        if seen.texts.iter().any(|(words, at)| *words == stop.label && begins(at) && beyond(at)) {
            faults.push(format!("{:?} is wider than its control, {:?}", stop.label, stop.bounds));
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
        for visit in VISITS {
            let text = (visit.go)(&mut desk);
            wrong.extend(faults(&mut desk, &text).into_iter().map(|fault| format!("{}, {}px {percent}%: {fault}", visit.name, size.width)));
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
    visits::recovery(&mut desk);
    check(&mut desk, "Your recovery key");

    let mut desk = Desk::with(People::Typical);
    while desk.app.scale() < 1.5 {
        desk.send(Message::Command(Command::Larger));
    }
    desk.send(Message::Command(Command::Lock));
    check(&mut desk, "Open your desk");

    for name in ["recovery-journal", "recovery-older", "recovery-keys", "recovery-restore"] {
        let mut desk = Desk::with(People::Typical);
        while desk.app.scale() < 1.5 {
            desk.send(Message::Command(Command::Larger));
        }
        let text = ONCE.iter().find(|visit| visit.name == name).map(|visit| (visit.go)(&mut desk));
        check(&mut desk, &text.unwrap_or_default());
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}
