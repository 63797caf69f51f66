//! Tab walks: on every screen Tab visits every control once, in the order that `tests/walks` expects, and Shift+Tab the other way.
//!
//! A screen was changed on purpose? Run `WAYHOME_ACCEPT_WALKS=1 cargo test --test suite walks`, READ what changed (`git diff
//! tests/walks`), and commit it with the change. A walk that is missing, or that belongs to no screen, fails.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::accept::Accepted;
use crate::desk::{Desk, People};
use crate::visits::{ONCE, VISITS, Visit};
use iced::keyboard::key::Named;
use std::collections::BTreeSet;
use wayhome::app::widget::access::Role;

const WALKS: Accepted = Accepted("walks");

/// What is wrong with the walk over the screen that this visit leads to.
fn faults(desk: &mut Desk, visit: &Visit) -> Vec<String> {
    let text = (visit.go)(desk);
    assert!(desk.shows(&text), "{}: no {text:?}", visit.name);
    let walk = desk.walk(Desk::tab);
    let mut faults = Vec::new();

    let mut back = desk.walk(Desk::back);
    back.reverse();
    if back != walk {
        faults.push(format!("Shift+Tab is not the way back\n{}", difference(&walk, &back)));
    }
    let stops = desk.seen().stops;
    for stop in &stops {
        if stop.id.is_empty() || stop.label.trim().is_empty() {
            faults.push(format!("without id or name: {stop:?}"));
        }
    }
    let boxes = by_arrows(desk, &walk);
    let reached: BTreeSet<&String> = walk.iter().chain(&boxes).collect();
    faults.extend(stops.iter().filter(|s| !reached.contains(&s.id)).map(|s| format!("Tab never comes to {}", s.id)));
    faults.extend(expected(visit.name, &walk));
    faults.into_iter().map(|fault| format!("{}: {fault}", visit.name)).collect()
}

/// The boxes to which the arrows lead from those at which Tab stops: a list of them is one stop.
fn by_arrows(desk: &mut Desk, walk: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let boxes: Vec<String> = desk.seen().stops.into_iter().filter(|s| s.role == Role::CheckBox).map(|s| s.id).collect();
    for first in walk.iter().filter(|id| boxes.contains(id)) {
        while desk.seen().focused().as_ref() != Some(first) {
            desk.tab();
        }
        loop {
            let before = desk.seen().focused();
            desk.key(Named::ArrowDown);
            let now = desk.seen().focused();
            match now {
                Some(id) if Some(&id) != before.as_ref() && boxes.contains(&id) => found.insert(id),
                _ => break,
            };
        }
    }
    found
}

/// Compares with the walk that was accepted, or accepts this one.
fn expected(name: &str, walk: &[String]) -> Option<String> {
    let (accepted, how) = WALKS.differs(name, &(walk.join("\n") + "\n"))?;
    let accepted: Vec<String> = accepted.lines().map(str::to_owned).collect();
    Some(format!("the walk {how}\n{}", difference(&accepted, walk)))
}

/// Both walks as one list: what both have, what only the first has (`-`), what only the second has (`+`).
fn difference(old: &[String], new: &[String]) -> String {
    match (old, new) {
        ([], []) => String::new(),
        ([a, old @ ..], [b, new @ ..]) if a == b => format!("      {a}\n{}", difference(old, new)),
        ([_, ..], [b, new @ ..]) if !old.contains(b) => format!("    + {b}\n{}", difference(old, new)),
        ([a, old @ ..], new) => format!("    - {a}\n{}", difference(old, new)),
        ([], [b, new @ ..]) => format!("    + {b}\n{}", difference(&[], new)),
    }
}

#[test]
fn tab_walks_every_screen_of_a_desk_at_work() {
    let mut desk = Desk::with(People::Typical);
    WALKS.nothing(&VISITS.iter().flat_map(|visit| faults(&mut desk, visit)).collect::<Vec<_>>());
}

#[test]
fn tab_walks_the_screens_that_are_seen_once() {
    WALKS.nothing(&ONCE.iter().flat_map(|visit| faults(&mut visit.desk(), visit)).collect::<Vec<_>>());
}

#[test]
fn every_walk_belongs_to_a_screen() {
    WALKS.files(&VISITS.iter().chain(ONCE).map(|visit| format!("{}.txt", visit.name)).collect());
}

#[test]
fn a_difference_is_one_list() {
    let walk = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let lines = |old: &str, new: &str| difference(&walk(old), &walk(new)).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(lines("a b c", "a b c"), "a b c");
    assert_eq!(lines("a b c", "a x c d"), "a + x - b c + d");
    assert_eq!(lines("x a b", "a b x"), "- x a b + x", "moved");
}
