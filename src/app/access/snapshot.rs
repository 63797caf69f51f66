//! What a screen reader can know of the screen: nodes with names, roles and states, in the order in which they are read.

use crate::app::widget::access::{Info, Live, Role};
use crate::app::widget::steps::ON_SHOW;
use iced::Rectangle;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::{Deref, DerefMut};

/// Which node. The same thing on the same screen has the same one from frame to frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u64);

/// Hashes an id, which is a hash already, as itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |all, byte| all.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, id: u64) {
        self.0 = id;
    }
}

/// See [`Itself`].
pub type ById = BuildHasherDefault<Itself>;

/// The window.
pub const ROOT: NodeId = NodeId(1);
/// What is said when another page is on show.
pub const PLACE: NodeId = NodeId(2);

/// Words that are told.
pub type Words = Cow<'static, str>;

/// One thing on the screen: what it [says](Info) of itself, and what only the walk knows. What can be left out of the first, it says of
/// nothing: its name stands in the node, what was asked and what must stay in view is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Which.
    pub id: NodeId,
    /// What it is called; for words, the words.
    pub name: Words,
    /// What it says of itself.
    pub info: Info,
    /// Can have the keyboard.
    pub focusable: bool,
    /// The part that the keys are at.
    pub keys_at: Option<NodeId>,
    /// Where it is in the window, px of the view.
    pub bounds: Rectangle,
    /// What is in it.
    pub children: Vec<NodeId>,
}

impl Node {
    /// Something of this kind, without more.
    pub fn new(id: NodeId, role: Role, name: impl Into<Words>, bounds: Rectangle) -> Self {
        let info = Info { role, ..Info::default() };
        Self { id, name: name.into(), info, focusable: false, keys_at: None, bounds, children: Vec::new() }
    }
}

impl Deref for Node {
    type Target = Info;

    fn deref(&self) -> &Info {
        &self.info
    }
}

impl DerefMut for Node {
    fn deref_mut(&mut self) -> &mut Info {
        &mut self.info
    }
}

/// The whole screen at one moment. Each node stands before what is in it; the first is the window.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// All of them.
    pub nodes: Vec<Node>,
    /// What has the keyboard; the window where nothing has it.
    pub focus: NodeId,
}

impl Snapshot {
    /// A node by its id.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// The first node of this role and name.
    pub fn find(&self, role: Role, name: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.role == role && node.name == name)
    }

    /// Where this is, in words: the title of the window without the name of the program, what the page calls itself, the step that is on
    /// show.
    pub fn place(&self) -> String {
        let title = self.nodes.first().map_or("", |window| &window.name);
        let title = title.strip_suffix(" · Wayhome").unwrap_or(title);
        let headings = self.nodes.iter().filter(|node| node.role == Role::Heading);
        let heading = headings.min_by_key(|node| node.level).map_or("", |node| &node.name);
        let page = match () {
            () if heading.is_empty() => title.to_owned(),
            () if heading.starts_with(title) => heading.to_owned(),
            () => format!("{title}: {heading}"),
        };
        let step = self.nodes.iter().find(|node| node.role == Role::ListItem && node.description.as_deref() == Some(ON_SHOW));
        step.map_or_else(|| page.clone(), |step| format!("{page}, {}", step.name))
    }

    /// As text: one line for each node, what is in it further in. What a sighted reader compares, and a blind one would hear.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if let Some(window) = self.nodes.first() {
            self.line(window, 0, &mut text);
        }
        text
    }

    fn line(&self, node: &Node, depth: usize, text: &mut String) {
        let _ = write!(text, "{:indent$}{}", "", word(node.role), indent = depth * 2);
        if let Some(level) = node.level {
            let _ = write!(text, " {level}");
        }
        if !node.name.is_empty() {
            let _ = write!(text, " “{}”", node.name.replace('\n', "⏎"));
        }
        // A text that is edited is told as such, and then nothing else as what it holds.
        let held = node.line.as_ref().map(|line| &line.shown).or(node.value.as_ref());
        if let Some(held) = held.filter(|held| !held.is_empty()) {
            let _ = write!(text, " = “{}”", held.replace('\n', "⏎"));
        }
        let is_toggle = node.role == Role::Button;
        let states = [
            (node.id == self.focus, "focused"),
            (node.checked == Some(true), "checked"),
            (node.checked == Some(false), "not checked"),
            (is_toggle && node.selected == Some(true), "pressed"),
            (is_toggle && node.selected == Some(false), "not pressed"),
            (!is_toggle && node.selected == Some(true), "selected"),
            (node.expanded == Some(true), "open"),
            (node.expanded == Some(false), "closed"),
            (node.required, "required"),
            (node.invalid, "wrong"),
            (node.disabled, "disabled"),
            (node.modal, "modal"),
            (node.live == Live::Polite, "said"),
            (node.live == Live::Assertive, "said at once"),
        ];
        for (_, word) in states.iter().filter(|(is, _)| *is) {
            let _ = write!(text, ", {word}");
        }
        if let Some(size) = node.set_size {
            let _ = write!(text, ", {size} in all");
        }
        if let Some((done, of)) = node.progress {
            let _ = write!(text, ", {done} of {}", of.map_or_else(|| "?".to_owned(), |of| of.to_string()));
        }
        if let Some(more) = &node.description {
            let _ = write!(text, " ({more})");
        }
        if let Some(example) = node.placeholder.as_ref().filter(|_| node.line.as_ref().is_none_or(|line| line.shown.is_empty())) {
            let _ = write!(text, " [{example}]");
        }
        text.push('\n');
        for child in node.children.iter().filter_map(|id| self.node(*id)) {
            self.line(child, depth + 1, text);
        }
    }
}

/// A role in a word.
pub const fn word(role: Role) -> &'static str {
    match role {
        Role::Group | Role::Field => "group",
        Role::Button => "button",
        Role::Link => "link",
        Role::CheckBox => "check box",
        Role::RadioGroup => "radio group",
        Role::Radio => "radio",
        Role::ComboBox => "combo box",
        Role::TextInput => "entry",
        Role::Memo => "text area",
        Role::Password => "password",
        Role::DateInput => "date",
        Role::List => "list",
        Role::ListItem => "item",
        Role::TabList => "tab list",
        Role::Tab => "tab",
        Role::Heading => "heading",
        Role::Dialog => "dialog",
        Role::Status => "status",
        Role::Alert => "alert",
        Role::Image => "image",
        Role::Table => "table",
        Role::Row => "row",
        Role::ColumnHeader => "column header",
        Role::Progress => "progress",
        Role::Text => "text",
        Role::Window => "window",
    }
}
