//! From what a walk met to the tree that is told: names from the words inside, fields told by their controls, nothing twice.

use super::snapshot::{Node, ROOT, Snapshot};
use crate::app::widget::access::{Live, Role};

/// Between the parts of a name or a description that was put together.
const AND: &str = ", ";

/// The tree of these nodes, each of which stands behind what it is in, the one that `parents` says. `focus` is the node that has the
/// keyboard.
pub(super) fn order(nodes: Vec<Node>, parents: &[usize], focus: Option<usize>) -> Snapshot {
    let mut order = Order { first: vec![NONE; nodes.len()], next: vec![NONE; nodes.len()], children: vec![Vec::new(); nodes.len()], nodes };
    for (at, parent) in parents.iter().enumerate().skip(1).rev() {
        order.next[at] = std::mem::replace(&mut order.first[*parent], at);
    }
    let mut top = order.settle_all(0);
    if let Some(modal) = order.last_modal(&top) {
        // Nothing else can be reached; what is said in passing is heard all the same.
        let said = top.iter().copied().filter(|at| *at != modal && order.nodes[*at].live != Live::Off);
        top = said.chain([modal]).collect();
    }
    order.children[0] = top;
    order.snapshot(focus)
}

/// No node.
const NONE: usize = usize::MAX;

struct Order {
    nodes: Vec<Node>,
    /// The first of what was met in each.
    first: Vec<usize>,
    /// What was met behind each, in the same.
    next: Vec<usize>,
    /// What is told in each.
    children: Vec<Vec<usize>>,
}

impl Order {
    /// Puts all that was met in a node in order.
    fn settle_all(&mut self, at: usize) -> Vec<usize> {
        let mut settled = Vec::new();
        let mut child = self.first[at];
        while child != NONE {
            self.settle(child, &mut settled);
            child = self.next[child];
        }
        settled
    }

    /// Puts a node and what is in it in order; adds what stands in its place.
    fn settle(&mut self, at: usize, told: &mut Vec<usize>) {
        let mut inside = self.settle_all(at);
        let node = &self.nodes[at];
        match node.role {
            // What says nothing is said elsewhere.
            Role::Text => told.extend((!node.name.is_empty()).then_some(at)),
            Role::Group if node.name.is_empty() && !node.focusable => told.append(&mut inside),
            Role::Field => told.append(&mut self.tie(at, inside)),
            _ => {
                if node.name.is_empty() && is_named_by_words(node.role) {
                    self.nodes[at].name = self.words(&inside).join(AND).into();
                }
                let node = &self.nodes[at];
                inside.retain(|child| self.nodes[*child].role != Role::Text || !says(node, &self.nodes[*child].name));
                self.children[at] = inside;
                told.push(at);
            }
        }
    }

    /// The words among these, also of what is in them, but not of what can be pressed by itself.
    fn words(&self, nodes: &[usize]) -> Vec<String> {
        let mut words = Vec::new();
        for at in nodes {
            let node = &self.nodes[*at];
            if node.role == Role::Text {
                words.push(node.name.to_string());
            } else if !node.focusable {
                if !node.name.is_empty() && !node.activates {
                    words.push(node.name.to_string());
                }
                words.extend(self.words(&self.children[*at]));
            }
        }
        words
    }

    /// A field: its one control says what stands around it. With more than one control it is a group with a name.
    fn tie(&mut self, field: usize, children: Vec<usize>) -> Vec<usize> {
        let controls: Vec<usize> = children.iter().copied().filter(|at| is_control(self.nodes[*at].role)).collect();
        let Some(&control) = controls.first() else { return children };
        let required = self.nodes[field].required;
        let name = self.nodes[control].name.clone();
        let mut findings = Vec::new();
        let mut help = Vec::new();
        for at in &children {
            let node = &self.nodes[*at];
            match node.role {
                Role::Status => findings.push(node.name.to_string()),
                Role::Text if node.name != name && node.name != REQUIRED => help.push(node.name.to_string()),
                _ => {}
            }
        }
        let several = controls.iter().filter(|at| self.nodes[**at].focusable).count() > 1;
        let mut parts: Vec<String> = Vec::new();
        for part in findings.into_iter().chain(self.nodes[control].description.take()).chain(if several { Vec::new() } else { help }) {
            if !parts.iter().any(|said| said.contains(&part)) {
                parts.push(part);
            }
        }
        let node = &mut self.nodes[control];
        node.required |= required;
        node.description = (!parts.is_empty()).then(|| sentences(&parts));
        let told = children.into_iter().filter(|at| several && self.nodes[*at].name != name || self.nodes[*at].role != Role::Text);
        // The question comes before what helps with it.
        let (before, after): (Vec<usize>, Vec<usize>) = told.partition(|at| *at < control && self.nodes[*at].role == Role::Button);
        let (itself, rest): (Vec<usize>, Vec<usize>) = after.into_iter().partition(|at| *at == control);
        itself.into_iter().chain(before).chain(rest).collect()
    }

    fn last_modal(&self, top: &[usize]) -> Option<usize> {
        let deeper = top.iter().rev().find_map(|at| self.last_modal(&self.children[*at]));
        deeper.or_else(|| top.iter().rev().copied().find(|at| self.nodes[*at].modal))
    }

    /// The nodes that are left, parents first.
    fn snapshot(mut self, focus: Option<usize>) -> Snapshot {
        let mut is_left = vec![false; self.nodes.len()];
        let mut next = vec![0];
        while let Some(at) = next.pop() {
            is_left[at] = true;
            let children = std::mem::take(&mut self.children[at]);
            let ids = children.iter().map(|child| self.nodes[*child].id).collect();
            let keys_at = children.iter().find(|child| self.nodes[**child].active).map(|child| self.nodes[*child].id);
            let node = &mut self.nodes[at];
            node.children = ids;
            node.keys_at = keys_at.filter(|_| node.focusable);
            next.extend(children);
        }
        let focus = focus.filter(|at| is_left[*at]).map_or(ROOT, |at| self.nodes[at].id);
        let mut is_left = is_left.into_iter();
        self.nodes.retain(|_| is_left.next().unwrap_or_default());
        Snapshot { nodes: self.nodes, focus }
    }
}

/// True for words that a node says itself, so that they are not told a second time in it.
pub(super) fn says(node: &Node, words: &str) -> bool {
    match node.role {
        Role::Button | Role::ComboBox | Role::Progress => true,
        // A title in it, not a word that happens to be in its name.
        Role::Group => node.name.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(AND)),
        role => (is_named_by_words(role) || role == Role::Dialog) && node.name.contains(words),
    }
}

/// What the name's line says of a field that must be answered; its control says so in its own way.
const REQUIRED: &str = "required";

/// One after the other, each with an end.
fn sentences(parts: &[String]) -> String {
    let mut all = String::new();
    for part in parts {
        if !all.is_empty() {
            all.push_str(if all.ends_with(['.', '!', '?', ':']) { " " } else { ". " });
        }
        all.push_str(part);
    }
    all
}

/// Called by the words in it.
const fn is_named_by_words(role: Role) -> bool {
    matches!(
        role,
        Role::Button
            | Role::Link
            | Role::CheckBox
            | Role::Radio
            | Role::ListItem
            | Role::Tab
            | Role::Heading
            | Role::Status
            | Role::Alert
            | Role::Row
            | Role::ColumnHeader
    )
}

/// Takes an answer.
const fn is_control(role: Role) -> bool {
    matches!(
        role,
        Role::TextInput
            | Role::Memo
            | Role::Password
            | Role::DateInput
            | Role::ComboBox
            | Role::RadioGroup
            | Role::CheckBox
            | Role::List
            | Role::Table
    )
}
