//! What clients of the system's bus know, told change by change: at any moment exactly what is on the screen, whatever was on it before.
#![cfg(feature = "access")]
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::desk::{Desk, People};
use crate::visits::{VISITS, Visit};
use accesskit::{Node, NodeId, TreeUpdate};
use accesskit_consumer::{NodeRef, Tree, TreeChangeHandler};
use std::collections::HashMap;
use wayhome::app::access::snapshot::Snapshot;
use wayhome::app::access::teller::Teller;

/// So many screens in an order of chance.
const STEPS: usize = 1500;

/// What a client has: it takes what it is told over what it had, and forgets what nothing leads to any more.
#[derive(Default, Clone, PartialEq)]
struct Known {
    nodes: HashMap<NodeId, Node>,
    focus: Option<NodeId>,
}

impl Known {
    fn take(&mut self, update: TreeUpdate) {
        self.focus = Some(update.focus);
        self.nodes.extend(update.nodes);
        let mut left = HashMap::new();
        let mut next = vec![NodeId(1)];
        while let Some(id) = next.pop() {
            let node = self.nodes.remove(&id).unwrap_or_else(|| panic!("{id:?} is in something, and nobody told of it"));
            next.extend(node.children());
            assert!(left.insert(id, node).is_none(), "{id:?} is in two things");
        }
        self.nodes = left;
    }

    /// The first thing in which this is another one.
    fn difference(&self, other: &Self) -> String {
        let here = self.nodes.iter().filter(|(id, node)| other.nodes.get(id) != Some(node)).map(|(_, node)| format!("\n- {node:?}"));
        let there = other.nodes.iter().filter(|(id, node)| self.nodes.get(id) != Some(node)).map(|(_, node)| format!("\n+ {node:?}"));
        here.take(3).chain(there.take(3)).collect()
    }
}

struct Nobody;

impl TreeChangeHandler for Nobody {
    fn node_added(&mut self, _: &NodeRef<'_>) {}
    fn node_updated(&mut self, _: &NodeRef<'_>, _: &NodeRef<'_>) {}
    fn focus_moved(&mut self, _: Option<&NodeRef<'_>>, _: Option<&NodeRef<'_>>) {}
    fn node_removed(&mut self, _: &NodeRef<'_>) {}
}

/// A client that is told change by change, and what it must know.
struct Client {
    teller: Teller,
    known: Known,
    /// What an adapter makes of it: it panics where it is told nonsense.
    adapter: Option<Tree>,
}

impl Client {
    fn new() -> Self {
        Self { teller: Teller::default(), known: Known::default(), adapter: None }
    }

    /// Tells of a screen. Gives how much of it that took.
    fn tell(&mut self, screen: &Snapshot) -> usize {
        let Some(update) = self.teller.tell(screen.clone(), 1.0, self.adapter.is_none()) else { return 0 };
        let told = update.nodes.len();
        self.known.take(update.clone());
        match &mut self.adapter {
            None => self.adapter = Some(Tree::new(update, true)),
            Some(tree) => tree.update_and_process_changes(update, &mut Nobody),
        }
        told
    }

    /// It knows what somebody would who was told all of it at once.
    fn knows(&self, screen: &Snapshot, name: &str) {
        let mut whole = Known::default();
        whole.take(self.teller.clone().tell(screen.clone(), 1.0, true).unwrap());
        assert!(self.known == whole, "{name}:{}", self.known.difference(&whole));
        let focus = self.adapter.as_ref().unwrap().state().focus_in_tree().locate().0;
        assert_eq!(focus.0, screen.focus.0, "{name}: what has the keyboard");
        assert!(self.teller.clone().tell(screen.clone(), 1.0, false).is_none(), "{name}: nothing is told twice");
    }
}

/// Each screen as one comes to it, and after a Tab.
fn screens() -> Vec<(&'static str, Snapshot)> {
    let mut desk = Desk::with(People::Typical);
    let mut heard = |visit: &Visit| {
        (visit.go)(&mut desk);
        let come = desk.heard();
        desk.tab();
        [(visit.name, come), (visit.name, desk.heard())]
    };
    VISITS.iter().flat_map(&mut heard).collect()
}

#[test]
fn every_screen_after_every_other_in_any_order() {
    let screens = screens();
    let come: Vec<_> = screens.iter().step_by(2).collect();
    let mut client = Client::new();
    // There and back: each after each.
    for (at, there) in come.iter().enumerate() {
        for back in &come[at + 1..] {
            for (name, screen) in [there, back] {
                client.tell(screen);
                client.knows(screen, name);
            }
        }
    }
    // And by chance, the keyboard now here, now there.
    let mut chance: usize = 7;
    for _ in 0..STEPS {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (name, screen) = &screens[(chance >> 33) % screens.len()];
        client.tell(screen);
        client.knows(screen, name);
    }
}

#[test]
fn what_is_taken_back_is_gone_and_the_next_screen_is_told_whole() {
    let mut desk = Desk::with(People::Typical);
    let mut client = Client::new();
    let home = desk.heard();
    client.tell(&home);
    let hidden = client.teller.hide("Wayhome", false);
    client.known.take(hidden);
    assert_eq!(client.known.nodes.len(), 1, "the window alone");
    assert!(client.teller.knows_nothing());
    let nothing = client.teller.nothing();
    client.known.take(nothing);
    assert!(client.tell(&home) > home.nodes.len(), "all of it, and where one is");
    client.knows(&home, "home");
}

#[test]
fn tab_tells_two_controls_and_not_the_screen() {
    let mut desk = Desk::with(People::Typical);
    let mut client = Client::new();
    client.tell(&desk.heard());
    for _ in 0..30 {
        desk.tab();
        let heard = desk.heard();
        let told = client.tell(&heard);
        assert!(told < 12, "{told} nodes for one Tab");
        client.knows(&heard, "home");
    }
}
