//! From what a walk met to the tree that is told: names from the words inside, fields told by their controls, nothing twice.

use super::snapshot::{Node, NodeId, ROOT, Snapshot};
use super::walk::Draft;
use crate::app::widget::access::{Live, Role};

/// Between the parts of a name or a description that was put together.
const AND: &str = ", ";

/// The tree. `focus` is the node that has the keyboard.
pub(super) fn order(drafts: Vec<Draft>, focus: Option<usize>) -> Snapshot {
    let mut order = Order { children: vec![Vec::new(); drafts.len()], drafts };
    for at in 1..order.drafts.len() {
        let parent = order.drafts[at].parent;
        order.children[parent].push(at);
    }
    let mut top: Vec<usize> = order.take(0).into_iter().flat_map(|child| order.settle(child)).collect();
    if let Some(modal) = order.last_modal(&top) {
        // Nothing else can be reached; what is said in passing is heard all the same.
        let said = top.iter().copied().filter(|at| *at != modal && order.drafts[*at].node.live != Live::Off);
        top = said.chain([modal]).collect();
    }
    order.children[0] = top;
    order.snapshot(focus)
}

struct Order {
    drafts: Vec<Draft>,
    children: Vec<Vec<usize>>,
}

impl Order {
    fn take(&mut self, at: usize) -> Vec<usize> {
        std::mem::take(&mut self.children[at])
    }

    fn node(&mut self, at: usize) -> &mut Node {
        &mut self.drafts[at].node
    }

    fn role(&self, at: usize) -> Role {
        self.drafts[at].node.role
    }

    /// Puts a node and what is in it in order; gives what stands in its place.
    fn settle(&mut self, at: usize) -> Vec<usize> {
        let children: Vec<usize> = self.take(at).into_iter().flat_map(|child| self.settle(child)).collect();
        let node = &self.drafts[at].node;
        match node.role {
            Role::Text => return vec![at],
            Role::Group if node.name.is_empty() && !node.focusable => return children,
            Role::Field => return self.tie(at, children),
            _ => {}
        }
        if node.name.is_empty() && is_named_by_words(node.role) {
            let words: Vec<String> = self.words(&children);
            self.node(at).name = words.join(AND).into();
        }
        let kept: Vec<usize> = children.into_iter().filter(|child| !self.is_said_by(at, *child)).collect();
        self.children[at] = kept;
        vec![at]
    }

    /// The words among these, also of what is in them, but not of what can be pressed by itself.
    fn words(&self, nodes: &[usize]) -> Vec<String> {
        let mut words = Vec::new();
        for at in nodes {
            let node = &self.drafts[*at].node;
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

    /// True for words that the node around them says itself.
    fn is_said_by(&self, around: usize, child: usize) -> bool {
        let (node, words) = (&self.drafts[around].node, &self.drafts[child].node);
        let says = |text: &str| text.contains(words.name.as_ref());
        words.role == Role::Text
            && match node.role {
                Role::Button | Role::ComboBox | Role::Progress => true,
                role => (is_named_by_words(role) || role == Role::Dialog) && says(&node.name),
            }
    }

    /// A field: its one control says what stands around it. With more than one control it is a group with a name.
    fn tie(&mut self, field: usize, children: Vec<usize>) -> Vec<usize> {
        let controls: Vec<usize> = children.iter().copied().filter(|at| is_control(self.role(*at))).collect();
        let Some(&control) = controls.first() else { return children };
        let required = self.drafts[field].node.required;
        let name = self.drafts[control].node.name.clone();
        let mut findings = Vec::new();
        let mut help = Vec::new();
        for at in &children {
            let node = &self.drafts[*at].node;
            match node.role {
                Role::Status => findings.push(node.name.to_string()),
                Role::Text if node.name != name && node.name != REQUIRED => help.push(node.name.to_string()),
                _ => {}
            }
        }
        let several = controls.iter().filter(|at| self.drafts[**at].node.focusable).count() > 1;
        let mut parts: Vec<String> = Vec::new();
        for part in findings.into_iter().chain(self.node(control).description.take()).chain(if several { Vec::new() } else { help }) {
            if !parts.iter().any(|said| said.contains(&part)) {
                parts.push(part);
            }
        }
        let node = self.node(control);
        node.required |= required;
        node.description = (!parts.is_empty()).then(|| sentences(&parts));
        let told = children.into_iter().filter(|at| several && self.drafts[*at].node.name != name || self.role(*at) != Role::Text);
        // The question comes before what helps with it.
        let (before, after): (Vec<usize>, Vec<usize>) = told.partition(|at| *at < control && self.role(*at) == Role::Button);
        let (itself, rest): (Vec<usize>, Vec<usize>) = after.into_iter().partition(|at| *at == control);
        itself.into_iter().chain(before).chain(rest).collect()
    }

    fn last_modal(&self, top: &[usize]) -> Option<usize> {
        let deeper = top.iter().rev().find_map(|at| self.last_modal(&self.children[*at]));
        deeper.or_else(|| top.iter().rev().copied().find(|at| self.drafts[*at].node.modal))
    }

    /// The nodes that are left, parents first.
    fn snapshot(mut self, focus: Option<usize>) -> Snapshot {
        let mut left = Vec::new();
        let mut next = vec![0];
        while let Some(at) = next.pop() {
            left.push(at);
            next.extend(self.children[at].iter().rev());
        }
        let has_focus = focus.filter(|at| left.contains(at));
        for at in &left {
            let ids: Vec<NodeId> = self.children[*at].iter().map(|child| self.drafts[*child].node.id).collect();
            let active = self.children[*at].iter().find(|child| self.drafts[**child].active).map(|child| self.drafts[*child].node.id);
            let node = self.node(*at);
            node.children = ids;
            node.active = active.filter(|_| node.focusable);
        }
        let focus = has_focus.map_or(ROOT, |at| self.drafts[at].node.id);
        let mut nodes: Vec<Option<Node>> = self.drafts.into_iter().map(|draft| Some(draft.node)).collect();
        let nodes = left.into_iter().filter_map(|at| nodes.get_mut(at)?.take()).collect();
        Snapshot { nodes, focus }
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
