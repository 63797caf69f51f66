//! What a screen reader is told of every screen: the rules that hold for all of them, and each screen's tree as text in `tests/trees`.
//!
//! A screen was changed on purpose? Run `WAYHOME_ACCEPT_TREES=1 cargo test --test suite trees`, READ what changed (`git diff
//! tests/trees`) as if you could not see the screen, and commit it with the change. A tree that is missing, or that belongs to no
//! screen, fails.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::desk::{Desk, People, documents};
use crate::visits::{ONCE, VISITS, Visit};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};
use wayhome::app::access::snapshot::{Node, Snapshot, word};
use wayhome::app::widget::access::Role;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trees")
}

fn accepting() -> bool {
    env::var_os("WAYHOME_ACCEPT_TREES").is_some()
}

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
    let path = folder().join(format!("{name}.txt"));
    // Three screens propose a file in this machine's folder of documents, which is another one on each.
    let text = &text.replace(&format!("{}/", wayhome::world::documents().display()), &format!("{}/", documents().display()));
    if accepting() {
        fs::create_dir_all(folder()).unwrap();
        fs::write(&path, text).unwrap();
        return None;
    }
    let Ok(accepted) = fs::read_to_string(&path) else {
        return Some(format!("tests/trees/{name}.txt is missing; the tree is\n{text}"));
    };
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (accepted.lines().collect(), text.lines().collect());
    let gone = old.difference(&new).map(|line| format!("    - {line}"));
    let come = new.difference(&old).map(|line| format!("    + {line}"));
    let lines: Vec<String> = gone.chain(come).collect();
    (accepted != *text).then(|| format!("the tree has changed (- expected, + now; no line where only the order did)\n{}", lines.join("\n")))
}

fn nothing(faults: &[String]) {
    let accept = "Accept a change that is wanted with: WAYHOME_ACCEPT_TREES=1 cargo test --test suite trees";
    assert!(faults.is_empty(), "{} faults\n{}\n{accept}", faults.len(), faults.join("\n"));
}

#[test]
fn every_screen_of_a_desk_at_work_can_be_heard() {
    let mut desk = Desk::with(People::Typical);
    nothing(&VISITS.iter().flat_map(|visit| faults(&mut desk, visit)).collect::<Vec<_>>());
}

#[test]
fn the_screens_that_are_seen_once_can_be_heard() {
    nothing(&ONCE.iter().flat_map(|visit| faults(&mut Desk::with(People::Typical), visit)).collect::<Vec<_>>());
}

#[test]
fn every_tree_belongs_to_a_screen() {
    let known: BTreeSet<String> = VISITS.iter().chain(ONCE).map(|visit| format!("{}.txt", visit.name)).collect();
    for entry in fs::read_dir(folder()).into_iter().flatten() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !known.contains(&name) && accepting() {
            fs::remove_file(folder().join(&name)).unwrap();
        } else {
            nothing(&if known.contains(&name) { Vec::new() } else { vec![format!("tests/trees/{name} belongs to no screen")] });
        }
    }
}

/// What an adapter would answer to, as it is told screen after screen. Each panics where it is told nonsense.
#[cfg(feature = "access")]
#[test]
fn an_adapter_takes_every_screen_after_every_other() {
    use accesskit_consumer::{NodeRef, Tree, TreeChangeHandler};
    use wayhome::app::access::teller::Teller;

    struct Nobody;
    impl TreeChangeHandler for Nobody {
        fn node_added(&mut self, _: &NodeRef<'_>) {}
        fn node_updated(&mut self, _: &NodeRef<'_>, _: &NodeRef<'_>) {}
        fn focus_moved(&mut self, _: Option<&NodeRef<'_>>, _: Option<&NodeRef<'_>>) {}
        fn node_removed(&mut self, _: &NodeRef<'_>) {}
    }

    let mut desk = Desk::with(People::Typical);
    let mut teller = Teller::default();
    let mut tree = Tree::new(teller.tell(desk.heard(), 1.0, true).unwrap(), true);
    for visit in VISITS {
        (visit.go)(&mut desk);
        let heard = desk.heard();
        let (focus, all) = (heard.focus, heard.nodes.len());
        let update = teller.tell(heard.clone(), 1.0, false);
        let told = update.as_ref().map_or(0, |update| update.nodes.len());
        if let Some(update) = update {
            tree.update_and_process_changes(update, &mut Nobody);
        }
        let has = tree.state().focus_in_tree();
        assert_eq!(has.locate().0.0, focus.0, "{}: what has the keyboard", visit.name);
        assert!(told <= 2 * all + 2, "{}: {told} of {all}", visit.name);
        assert!(teller.tell(heard, 1.0, false).is_none(), "{}: nothing is told twice", visit.name);
    }
    // Locked: at once nothing can be read any more, and then the lock alone.
    tree.update_and_process_changes(teller.hide("Wayhome", false), &mut Nobody);
    assert_eq!(tree.state().root().children().count(), 0, "what stood on the screen is gone");
    assert!(teller.knows_nothing(), "and forgotten");
    let heard = desk.heard();
    let all = heard.nodes.len();
    let update = teller.tell(heard, 1.0, false).unwrap();
    assert!(update.tree.is_none() && update.nodes.len() >= all, "the next screen is told whole");
    tree.update_and_process_changes(update, &mut Nobody);
    assert!(tree.state().root().children().count() > 0);
    tree.update_and_process_changes(teller.nothing(), &mut Nobody);
    // On a screen that does not scroll: where it does, everything in it moves.
    (VISITS[0].go)(&mut desk);
    if let Some(update) = teller.tell(desk.heard(), 1.0, false) {
        tree.update_and_process_changes(update, &mut Nobody);
    }
    for _ in 0..30 {
        desk.tab();
        if let Some(update) = teller.tell(desk.heard(), 1.0, false) {
            assert!(update.nodes.len() < 12, "Tab changes two controls, not {}", update.nodes.len());
            tree.update_and_process_changes(update, &mut Nobody);
        }
    }
}
