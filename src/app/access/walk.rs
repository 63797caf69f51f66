//! One traversal of the view: collects what screen readers are told, or does what one of them asks for.
//!
//! The toolkit's operations know of bounds, words and focus; what a thing *is* comes as an [`Info`] before anything else of it. So
//! `traverse` leads into what was reported last; a container that nobody gave a meaning is passed through; what a scrollable holds is
//! moved by how far it is scrolled. Names that stand in the words of a thing are known only when it was left, so the tree is put in
//! order at the end, by [`order`](super::order).
//!
//! A request is done by a second traversal, which gives the same ids. Where that changes who has the keyboard, the focus walks of
//! [`focus`] follow, so that it is brought into view as by Tab.

use super::order;
use super::snapshot::{ById, Node, NodeId, ROOT, Snapshot, Words};
use crate::app::widget::access::{Ask, Info, Role};
use crate::app::widget::focus::{self, Frame, Goal, Survey};
use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable, Operation, Outcome, Scrollable, TextInput};
use iced::widget::text_input::Value;
use iced::{Rectangle, Vector};
use std::any::Any;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is to be done with a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Give it the keyboard, or the control that it is a part of.
    Focus,
    /// Have the widget do what it understands.
    Ask(Ask),
    /// Mark its text from one place to another; the cursor is at the second. A place is a line, and a character of it.
    Mark((usize, usize), (usize, usize)),
    /// Scroll it into view.
    Reveal,
}

/// What a client asks for. It does not show itself: it may hold what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Of which node.
    pub node: NodeId,
    /// What.
    pub act: Act,
}

/// What is known of a node while the tree is made, beside itself.
#[derive(Debug)]
struct Draft {
    /// Which stop of the Tab order it is.
    stop: Option<usize>,
    /// The scrollables around it.
    around: Vec<usize>,
    /// Its place without any scrolling.
    part: Rectangle,
}

/// A node that is being walked through, and how many of each kind are in it so far: ids of what has none of its own are counted by that.
#[derive(Debug)]
struct Inside {
    at: usize,
    counts: [u32; Role::COUNT],
}

impl Inside {
    const fn of(at: usize) -> Self {
        Self { at, counts: [0; Role::COUNT] }
    }
}

/// The operation.
#[derive(Debug)]
pub struct Walk {
    request: Option<Request>,
    meant: Arc<AtomicBool>,
    /// All that was met, each behind what it is in; the first is the window.
    nodes: Vec<Node>,
    /// In which node each of them is.
    parents: Vec<usize>,
    drafts: Vec<Draft>,
    used: HashSet<u64, ById>,
    /// From the window to the node that is being walked through.
    within: Vec<Inside>,
    /// The node that was reported last: what is traversed next is in it.
    last: Option<usize>,
    scrolled: Vec<Vector>,
    frames: Vec<Frame>,
    around: Vec<usize>,
    entering: Option<Vector>,
    stops: usize,
    focus: Option<usize>,
    /// The node that the request is about.
    found: Option<usize>,
}

impl Walk {
    /// Collects, for a window of this title.
    pub fn new(title: impl Into<Words>) -> Self {
        Self {
            request: None,
            meant: Arc::default(),
            nodes: vec![Node::new(ROOT, Role::Window, title, Rectangle::default())],
            parents: vec![0],
            drafts: vec![Draft { stop: None, around: Vec::new(), part: Rectangle::default() }],
            // Those of the window and of what is said of the page.
            used: HashSet::from_iter([0, 1, 2]),
            within: vec![Inside::of(0)],
            last: None,
            scrolled: vec![Vector::ZERO],
            frames: Vec::new(),
            around: Vec::new(),
            entering: None,
            stops: 0,
            focus: None,
            found: None,
        }
    }

    /// Does what was asked for; `meant` becomes true where it found its node and does more than look.
    pub fn doing(request: Request, meant: Arc<AtomicBool>) -> Self {
        Self { request: Some(request), meant, ..Self::new("") }
    }

    /// With room for so many nodes: about as many as there were the last time.
    #[must_use]
    pub fn expecting(mut self, nodes: usize) -> Self {
        self.nodes.reserve(nodes);
        self.parents.reserve(nodes);
        self.drafts.reserve(nodes);
        self.used.reserve(nodes);
        self
    }

    /// What it found, once it is over.
    pub fn snapshot(self) -> Snapshot {
        order::order(self.nodes, &self.parents, self.focus)
    }

    /// True where the request found its node.
    pub fn is_found(&self) -> bool {
        self.found.is_some()
    }

    fn add(&mut self, id: Option<&Id>, role: Role, key: Option<u64>, part: Rectangle) -> usize {
        let (parent, count) = self.within.last_mut().map_or((0, 0), |inside| {
            let count = inside.counts.get_mut(role as usize);
            (inside.at, count.map_or(0, |count| std::mem::replace(count, *count + 1)))
        });
        let mut hasher = DefaultHasher::new();
        match (id, key) {
            (Some(id), _) => id.hash(&mut hasher),
            (None, Some(key)) => (self.nodes[parent].id, role, key, "key").hash(&mut hasher),
            (None, None) => (self.nodes[parent].id, role, count).hash(&mut hasher),
        }
        // Two of one name on a screen are a mistake that a test finds; here they only must not be one.
        let id = (hasher.finish()..).find(|id| self.used.insert(*id)).unwrap_or_default();
        let moved = self.scrolled.last().copied().unwrap_or(Vector::ZERO);
        let at = self.nodes.len();
        self.nodes.push(Node::new(NodeId(id), role, "", part - moved));
        self.parents.push(parent);
        // Only for what is to be scrolled to.
        let around = if self.request.is_some() { self.around.clone() } else { Vec::new() };
        self.drafts.push(Draft { stop: None, around, part });
        if self.request.as_ref().is_some_and(|request| request.node.0 == id) {
            self.found = Some(at);
        }
        at
    }

    /// The request, if it is about this node.
    fn wanted(&self, at: usize) -> Option<&Act> {
        self.request.as_ref().filter(|_| self.found == Some(at)).map(|request| &request.act)
    }

    /// True for an answer or a row of a control that takes no input at the moment.
    fn is_part_of_disabled(&self, at: usize) -> bool {
        let whole = self.parents.get(at).and_then(|whole| self.nodes.get(*whole));
        whole.is_some_and(|whole| whole.disabled)
    }

    /// The stop of the Tab order that a node is, or is a part of.
    fn stop(&self, mut at: usize) -> Option<usize> {
        loop {
            let draft = self.drafts.get(at)?;
            if draft.stop.is_some() || at == 0 {
                return draft.stop;
            }
            at = self.parents.get(at).copied().unwrap_or(0);
        }
    }
}

impl Node {
    fn take(&mut self, info: &Info) {
        let mut says = info.clone();
        self.name = says.label.take().unwrap_or_default();
        says.description = says.description.filter(|words| !words.trim().is_empty());
        says.activates &= !says.disabled;
        says.sets_text &= !says.disabled;
        // What moves without being another thing is not told.
        (says.reveal, says.caret, says.key, says.ask) = (None, None, None, None);
        self.info = says;
    }
}

impl<T: 'static> Operation<T> for Walk {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        let entered = self.last.take();
        let moved = self.entering.take();
        self.within.extend(entered.map(Inside::of));
        if let Some(moved) = moved {
            let before = self.scrolled.last().copied().unwrap_or(Vector::ZERO);
            self.scrolled.push(before + moved);
            self.around.push(self.frames.len() - 1);
        }
        operate(self);
        if entered.is_some() {
            self.within.pop();
        }
        if moved.is_some() {
            self.scrolled.pop();
            self.around.pop();
        }
        self.last = None;
        self.entering = None;
    }

    fn container(&mut self, _: Option<&Id>, _: Rectangle) {
        self.last = None;
        self.entering = None;
    }

    fn scrollable(&mut self, _: Option<&Id>, bounds: Rectangle, content: Rectangle, translation: Vector, _: &mut dyn Scrollable) {
        self.last = None;
        self.entering = Some(translation);
        self.frames.push(Frame { bounds, content, translation });
    }

    fn custom(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        let Some(info) = state.downcast_mut::<Info>() else { return };
        // A row keeps its node while the rows around it come and go.
        let key = info.key.or(info.position.map(|at| at as u64));
        let at = self.add(id, info.role, key, bounds);
        self.last = Some(at);
        if let Some(Act::Ask(ask)) = self.wanted(at)
            && info.understands(ask)
            && !self.is_part_of_disabled(at)
        {
            info.ask = Some(ask.clone());
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.take(info);
        }
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        let at = match self.last.filter(|at| self.drafts.get(*at).is_some_and(|draft| draft.part == bounds)) {
            Some(at) => at,
            // Something that says nothing of itself; a test finds it.
            None => self.add(id, Role::Group, None, bounds),
        };
        self.last = Some(at);
        let stop = self.stops;
        self.stops += 1;
        if let Some(draft) = self.drafts.get_mut(at) {
            draft.stop = Some(stop);
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.focusable = true;
        }
        if state.is_focused() {
            self.focus = Some(at);
        }
    }

    fn text_input(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn TextInput) {
        let Some(at) = self.last else { return };
        if let Some(Act::Mark(anchor, caret)) = self.wanted(at) {
            // Where a line begins in the whole text.
            let start = |line: usize| state.text().split_inclusive('\n').take(line).map(|line| Value::new(line).len()).sum::<usize>();
            let (anchor, caret) = (start(anchor.0).saturating_add(anchor.1), start(caret.0).saturating_add(caret.1));
            if anchor == caret {
                state.move_cursor_to(caret);
            } else {
                state.select_range(anchor, caret);
            }
        }
    }

    fn text(&mut self, _: Option<&Id>, bounds: Rectangle, text: &str) {
        self.last = None;
        let text = text.trim();
        let around = self.within.last().and_then(|inside| self.nodes.get(inside.at));
        if !is_said(text) || around.is_some_and(|node| !node.name.is_empty() && order::says(node, text)) {
            return;
        }
        let at = self.add(None, Role::Text, None, bounds);
        if let Some(node) = self.nodes.get_mut(at) {
            node.name = text.to_owned().into();
        }
    }

    fn finish(&self) -> Outcome<T> {
        let (Some(at), Some(request)) = (self.found, &self.request) else { return Outcome::None };
        let Some(draft) = self.drafts.get(at) else { return Outcome::None };
        self.meant.store(request.act != Act::Reveal, Ordering::Relaxed);
        match request.act {
            // A press goes to what is pressed, as that of a mouse does.
            Act::Focus | Act::Ask(_) => self.stop(at).map_or(Outcome::None, |stop| Outcome::Chain(Box::new(Survey::new(Goal::Nth(stop))))),
            Act::Mark(..) => Outcome::None,
            Act::Reveal => Outcome::Chain(Box::new(focus::into_view(draft.part, &draft.around, &self.frames))),
        }
    }
}

/// False for what is drawn as a letter and is none: the icons are a font of their own.
pub fn is_said(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !('\u{e000}'..='\u{f8ff}').contains(&c))
}
