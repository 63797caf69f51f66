//! What a client knows already, and what it must be told now: changed nodes alone, in AccessKit's terms.

use super::snapshot::{ById, Node, NodeId, PLACE, ROOT, Snapshot};
use super::told::tell;
use crate::app::widget::access::{Live, Role};
use accesskit::{Affine, TreeId, TreeInfo, TreeUpdate};
use iced::Rectangle;
use std::collections::{HashMap, HashSet};

/// Tells one client.
#[derive(Debug, Clone, Default)]
pub struct Teller {
    told: Vec<Node>,
    /// Where each of them stands in that.
    places: HashMap<NodeId, usize, ById>,
    focus: Option<NodeId>,
    scale: f32,
    /// The combo boxes that had the focus since their page is on show: what they hold is told as chosen. Told of all of them, screen
    /// readers say each at every new page.
    met: HashSet<NodeId, ById>,
}

impl Teller {
    /// What changed since the last time; everything, where the client knows nothing yet (`anew`). None where nothing did. `scale` is pixels
    /// of the screen for each px of the view.
    pub fn tell(&mut self, snapshot: Snapshot, scale: f32, anew: bool) -> Option<TreeUpdate> {
        self.changes(placed(snapshot), scale, anew)
    }

    /// Takes everything back but the window: what stood on the screen can be read no more, whether or not there is another frame. It is
    /// forgotten, so the next screen is told whole.
    pub fn hide(&mut self, title: &'static str, anew: bool) -> TreeUpdate {
        self.forget();
        let window = Node::new(ROOT, Role::Window, title, Rectangle::default());
        let update = self.changes(Snapshot { nodes: vec![window], focus: ROOT }, self.scale, anew);
        self.forget();
        update.unwrap_or_else(|| self.nothing())
    }

    /// Forgets what was told.
    pub fn forget(&mut self) {
        *self = Self { scale: self.scale, ..Self::default() };
    }

    /// How many nodes were told.
    pub fn knows(&self) -> usize {
        self.told.len()
    }

    /// True where nothing was told, or all of it is forgotten.
    pub fn knows_nothing(&self) -> bool {
        self.told.is_empty()
    }

    /// That nothing changed.
    pub fn nothing(&self) -> TreeUpdate {
        let focus = accesskit::NodeId(self.focus.unwrap_or(ROOT).0);
        TreeUpdate { nodes: Vec::new(), tree: None, tree_id: TreeId::ROOT, focus }
    }

    fn changes(&mut self, snapshot: Snapshot, scale: f32, anew: bool) -> Option<TreeUpdate> {
        let rescaled = std::mem::replace(&mut self.scale, scale) != scale;
        if anew || rescaled {
            self.told.clear();
        }
        let met = self.met.insert(snapshot.focus).then_some(snapshot.focus);
        // A control says where the keys are in it only while it has them.
        let moved = |node: &Node| node.keys_at.is_some() && (self.focus == Some(node.id)) != (snapshot.focus == node.id);
        let is_new = |at: usize, node: &Node| moved(node) || met == Some(node.id) || self.before(at, node.id) != Some(node);
        let mut nodes = Vec::new();
        for (_, node) in snapshot.nodes.iter().enumerate().filter(|(at, node)| is_new(*at, node)) {
            tell(node, snapshot.focus == node.id, self.met.contains(&node.id), &mut nodes);
        }
        if nodes.is_empty() && self.focus == Some(snapshot.focus) {
            return None;
        }
        if let Some((_, window)) = nodes.iter_mut().find(|(id, _)| id.0 == ROOT.0) {
            window.set_transform(Affine::scale(f64::from(scale)));
        }
        let tree = anew.then(|| {
            let mut tree = TreeInfo::new(accesskit::NodeId(ROOT.0));
            (tree.toolkit_name, tree.toolkit_version) = (Some("iced".into()), Some("0.14".into()));
            tree
        });
        self.focus = Some(snapshot.focus);
        self.keep(snapshot.nodes);
        Some(TreeUpdate { nodes, tree, tree_id: TreeId::ROOT, focus: accesskit::NodeId(snapshot.focus.0) })
    }

    /// What was told of this node, which stands at this place now: mostly where it stood before.
    fn before(&self, at: usize, id: NodeId) -> Option<&Node> {
        let told = |at: usize| self.told.get(at).filter(|node| node.id == id);
        told(at).or_else(|| told(*self.places.get(&id)?))
    }

    fn keep(&mut self, nodes: Vec<Node>) {
        if !nodes.iter().map(|node| node.id).eq(self.told.iter().map(|node| node.id)) {
            self.places.clear();
            self.places.extend(nodes.iter().enumerate().map(|(at, node)| (node.id, at)));
            self.met.retain(|id| self.places.contains_key(id));
        }
        self.told = nodes;
    }
}

/// Adds what is said whenever another page is on show.
fn placed(mut snapshot: Snapshot) -> Snapshot {
    let mut place = Node::new(PLACE, Role::Status, snapshot.place(), Rectangle::default());
    place.live = Live::Polite;
    if let Some(window) = snapshot.nodes.first_mut() {
        window.children.push(PLACE);
    }
    snapshot.nodes.push(place);
    snapshot
}
