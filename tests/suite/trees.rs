//! What a screen reader is told of every screen: the rules that hold for all of them, and each screen's tree as text in `tests/trees`.
//!
//! A screen was changed on purpose? Run `WAYHOME_ACCEPT_TREES=1 cargo test --test suite trees`, READ what changed (`git diff
//! tests/trees`) as if you could not see the screen, and commit it with the change. A tree that is missing, or that belongs to no
//! screen, fails.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::accept::Accepted;
use crate::desk::{Desk, People};
use crate::visits::{ONCE, VISITS, Visit};
use std::collections::BTreeSet;
use wayhome::app::access::snapshot::{Node, Snapshot, word};
use wayhome::app::widget::access::Role;

const TREES: Accepted = Accepted("trees");

/// What is wrong with the tree of the screen that this visit leads to.
fn faults(desk: &mut Desk, visit: &Visit) -> Vec<String> {
    let text = (visit.go)(desk);
    assert!(desk.shows(&text), "{}: no {text:?}", visit.name);
    let heard = desk.heard();
    let mut faults = rules(&heard);
    faults.extend(expected(visit.name, &heard.text()));
    faults.into_iter().map(|fault| format!("{}: {fault}", visit.name)).collect()
}

/// What breaks a rule that holds for every screen.
fn rules(heard: &Snapshot) -> Vec<String> {
    let mut faults = Vec::new();
    let named = |node: &Node| format!("{} “{}”", word(node.role), node.name);
    for node in &heard.nodes {
        let of_a_kind = !matches!(node.role, Role::Group | Role::Text | Role::Status);
        if node.focusable && (!of_a_kind || node.name.trim().is_empty()) {
            faults.push(format!("can have the keyboard and has no role or no name: {}", named(node)));
        }
        if node.activates && node.name.trim().is_empty() {
            faults.push(format!("can be pressed and has no name: {}", word(node.role)));
        }
        if node.name.chars().chain(node.description.iter().flat_map(|more| more.chars())).any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)) {
            faults.push(format!("an icon is read: {}", named(node)));
        }
        if node.modal && node.name.is_empty() {
            faults.push("a dialog without its question".to_owned());
        }
        let children: Vec<&Node> = node.children.iter().filter_map(|id| heard.node(*id)).collect();
        let mut known = BTreeSet::new();
        for child in children.iter().filter(|child| child.focusable || child.activates) {
            if !known.insert(named(child)) {
                faults.push(format!("two beside each other are called the same: {}", named(child)));
            }
        }
        // Below a control stands what the rules say of it.
        let mut control: Option<&Node> = None;
        for child in children {
            match child.role {
                Role::TextInput | Role::Memo | Role::Password | Role::DateInput | Role::ComboBox | Role::RadioGroup => {
                    control = Some(child)
                }
                Role::Status => {
                    let tied = |control: &Node| control.description.as_deref().is_some_and(|more| more.contains(&*child.name));
                    if control.is_some_and(|control| !tied(control)) {
                        faults.push(format!("its field does not say it: {}", named(child)));
                    }
                }
                Role::Button if child.name.starts_with("Help: ") || child.name.starts_with("Calendar: ") => {}
                _ => control = None,
            }
        }
    }
    let ids: BTreeSet<_> = heard.nodes.iter().map(|node| node.id).collect();
    if ids.len() != heard.nodes.len() {
        faults.push("two nodes are one".to_owned());
    }
    if heard.node(heard.focus).is_none() {
        faults.push("what has the keyboard is not told".to_owned());
    }
    faults
}

/// Compares with the tree that was accepted, or accepts this one.
fn expected(name: &str, text: &str) -> Option<String> {
    let (accepted, how) = TREES.differs(name, text)?;
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (accepted.lines().collect(), text.lines().collect());
    let gone = old.difference(&new).map(|line| format!("    - {line}"));
    let come = new.difference(&old).map(|line| format!("    + {line}"));
    Some(format!("the tree {how}; no line where only the order did\n{}", gone.chain(come).collect::<Vec<_>>().join("\n")))
}

#[test]
fn every_screen_of_a_desk_at_work_can_be_heard() {
    let mut desk = Desk::with(People::Typical);
    TREES.nothing(&VISITS.iter().flat_map(|visit| faults(&mut desk, visit)).collect::<Vec<_>>());
}

#[test]
fn the_screens_that_are_seen_once_can_be_heard() {
    TREES.nothing(&ONCE.iter().flat_map(|visit| faults(&mut visit.desk(), visit)).collect::<Vec<_>>());
}

#[test]
fn every_tree_belongs_to_a_screen() {
    TREES.files(&VISITS.iter().chain(ONCE).map(|visit| format!("{}.txt", visit.name)).collect());
}
