//! A node in AccessKit's terms, and what comes back from there.
//!
//! Two roles are told as what works with screen readers today: a table whose rows are chosen is told as a list of them, since AccessKit's
//! adapters for Linux and Windows offer no navigation by cells; and what a closed combo box holds is told as its one option, since AT-SPI
//! has no value in words.

use super::Signal;
use super::snapshot::{Node, NodeId};
use super::walk::{Act, Request};
use crate::app::widget::access::{Ask, Line, Live, Role};
use accesskit::{Action, ActionData, ActionRequest, Invalid, Rect, TextPosition, TextSelection, Toggled};

/// A node in AccessKit's terms.
type Told = (accesskit::NodeId, accesskit::Node);

/// Tells of a node: itself, and its text or its value as a node of its own; the value as a chosen one only where the node was `met`.
pub(super) fn tell(node: &Node, has_focus: bool, met: bool, all: &mut Vec<Told>) {
    let mut told = accesskit::Node::new(role(node));
    if node.role == Role::Text {
        told.set_value(&*node.name);
    } else if !node.name.is_empty() {
        told.set_label(&*node.name);
    }
    told.set_bounds(rect(node));
    describe(&mut told, node);
    acts(&mut told, node);
    let mut children: Vec<accesskit::NodeId> = node.children.iter().map(|id| accesskit::NodeId(id.0)).collect();
    if let Some(active) = node.keys_at.filter(|_| has_focus) {
        told.set_active_descendant(accesskit::NodeId(active.0));
    }
    let within = part_of(node.id, 0);
    if let Some(line) = &node.line {
        let lines: Vec<(&str, Vec<u8>)> = lines(&line.shown, node.role).into_iter().map(|line| (line, lengths(line))).collect();
        let at = |place| position(node.id, &lines, place);
        told.set_text_selection(TextSelection { anchor: at(line.anchor), focus: at(line.caret) });
        children.splice(0..0, (0..lines.len()).map(|n| part_of(node.id, n)));
        all.extend(lines.into_iter().enumerate().map(|(n, (line, lengths))| (part_of(node.id, n), run(line, lengths, node))));
    } else if let Some(value) = node.value.as_ref().filter(|value| !value.is_empty()) {
        told.set_value(value.as_str());
        if node.role == Role::ComboBox && node.children.is_empty() {
            let mut option = accesskit::Node::new(accesskit::Role::ListBoxOption);
            option.set_label(value.as_str());
            if met {
                option.set_selected(true);
            }
            option.set_bounds(rect(node));
            children.insert(0, within);
            all.push((within, option));
        }
    }
    told.set_children(children);
    all.push((accesskit::NodeId(node.id.0), told));
}

/// Tells the id of what is told of a node from its own.
const PART: u64 = 0x5bd1_e995_0000_0001;

/// The id of what is told of a node beside itself: the `n`th line of its text, the first where there is but one.
fn part_of(id: NodeId, n: usize) -> accesskit::NodeId {
    accesskit::NodeId(id.0 ^ PART ^ ((n as u64) << 1))
}

/// Which of the lines of a node this is the id of; the first for any other id.
fn which_part(part: accesskit::NodeId, id: NodeId) -> usize {
    let n = (part.0 ^ id.0 ^ PART) >> 1;
    usize::try_from(n).ok().filter(|n| part_of(id, *n) == part && *n < u32::MAX as usize).unwrap_or_default()
}

/// The lines of a text, each with the end of line that it has. Only a text of several lines has more than one.
fn lines(text: &str, role: Role) -> Vec<&str> {
    if role != Role::Memo {
        return vec![text];
    }
    // After the last end of line begins one more, in which nothing stands yet.
    let last = (text.is_empty() || text.ends_with('\n')).then_some("");
    text.split_inclusive('\n').chain(last).collect()
}

fn lengths(line: &str) -> Vec<u8> {
    Line { shown: line.to_owned(), ..Line::default() }.lengths()
}

/// The place of a character of the whole text: in which line, and where in it.
fn position(id: NodeId, lines: &[(&str, Vec<u8>)], place: usize) -> TextPosition {
    let mut rest = place;
    for (n, (_, lengths)) in lines.iter().enumerate() {
        if rest < lengths.len() || n + 1 == lines.len() {
            return TextPosition { node: part_of(id, n), character_index: rest.min(lengths.len()) };
        }
        rest -= lengths.len();
    }
    TextPosition { node: part_of(id, 0), character_index: 0 }
}

fn rect(node: &Node) -> Rect {
    let bounds = node.bounds;
    let (x, y) = (f64::from(bounds.x), f64::from(bounds.y));
    Rect { x0: x, y0: y, x1: x + f64::from(bounds.width), y1: y + f64::from(bounds.height) }
}

/// A line of text that is edited.
fn run(line: &str, lengths: Vec<u8>, node: &Node) -> accesskit::Node {
    let mut run = accesskit::Node::new(accesskit::Role::TextRun);
    let mut starts = Vec::new();
    let (mut before, mut byte) = (true, 0);
    for (at, length) in lengths.iter().enumerate() {
        let space = line.get(byte..).and_then(|rest| rest.chars().next()).is_some_and(char::is_whitespace);
        if before && !space {
            // AccessKit counts them in a byte; what lies further on in a line has no words.
            starts.extend(u8::try_from(at));
        }
        before = space;
        byte += usize::from(*length);
    }
    run.set_value(line);
    run.set_character_lengths(lengths);
    run.set_word_starts(starts);
    run.set_bounds(rect(node));
    run
}

fn describe(told: &mut accesskit::Node, node: &Node) {
    if let Some(words) = &node.description {
        told.set_description(words.as_str());
    }
    if let Some(example) = &node.placeholder {
        told.set_placeholder(example.as_str());
    }
    match (node.role, node.checked, node.selected) {
        (_, Some(on), _) | (Role::Button, None, Some(on)) => told.set_toggled(if on { Toggled::True } else { Toggled::False }),
        (_, None, Some(on)) => told.set_selected(on),
        (_, None, None) => {}
    }
    if let Some(open) = node.expanded {
        told.set_expanded(open);
    }
    if node.disabled {
        told.set_disabled();
    }
    if node.invalid {
        told.set_invalid(Invalid::True);
    }
    if node.required {
        told.set_required();
    }
    if node.modal {
        told.set_modal();
    }
    match node.live {
        Live::Off => {}
        Live::Polite => told.set_live(accesskit::Live::Polite),
        Live::Assertive => told.set_live(accesskit::Live::Assertive),
    }
    if let Some(at) = node.position {
        told.set_position_in_set(at);
    }
    if let Some(size) = node.set_size {
        told.set_size_of_set(size);
    }
    if let Some(level) = node.level {
        told.set_level(usize::from(level));
    }
    if let Some((done, Some(of))) = node.progress {
        told.set_numeric_value(done as f64);
        told.set_min_numeric_value(0.0);
        told.set_max_numeric_value(of as f64);
    }
}

fn acts(told: &mut accesskit::Node, node: &Node) {
    if node.focusable {
        told.add_action(Action::Focus);
    }
    if node.activates {
        told.add_action(Action::Click);
        if node.expanded.is_some() {
            told.add_action(if node.expanded == Some(true) { Action::Collapse } else { Action::Expand });
        }
    }
    if node.sets_text {
        told.add_action(Action::SetValue);
    }
    if node.line.is_some() && node.focusable {
        told.add_action(Action::SetTextSelection);
    }
    if node.focusable && node.role == Role::DateInput {
        told.add_action(Action::Increment);
        told.add_action(Action::Decrement);
    }
    told.add_action(Action::ScrollIntoView);
}

fn role(node: &Node) -> accesskit::Role {
    use accesskit::Role as To;
    match node.role {
        Role::Group | Role::Field => To::Group,
        Role::Button => To::Button,
        Role::Link => To::Link,
        Role::CheckBox => To::CheckBox,
        Role::RadioGroup => To::RadioGroup,
        Role::Radio => To::RadioButton,
        Role::ComboBox => To::ComboBox,
        Role::TextInput => To::TextInput,
        Role::Memo => To::MultilineTextInput,
        Role::Password => To::PasswordInput,
        Role::DateInput => To::DateInput,
        Role::List | Role::Table if node.focusable => To::ListBox,
        Role::List | Role::Table => To::List,
        Role::ListItem | Role::Row if node.selected.is_some() => To::ListBoxOption,
        Role::ListItem | Role::Row => To::ListItem,
        Role::TabList => To::TabList,
        Role::Tab => To::Tab,
        Role::Heading => To::Heading,
        Role::Dialog => To::Dialog,
        Role::Status => To::Status,
        Role::Alert => To::Alert,
        Role::Image => To::Image,
        Role::ColumnHeader if node.focusable => To::Button,
        Role::ColumnHeader | Role::Text => To::Label,
        Role::Progress => To::ProgressIndicator,
        Role::Window => To::Window,
    }
}

/// What a client asks for, in our terms; none for what no widget understands.
pub(super) fn asked(request: ActionRequest) -> Option<Signal> {
    let node = NodeId(request.target_node.0);
    let act = match (request.action, request.data) {
        (Action::Focus, _) => Act::Focus,
        (Action::Click | Action::Expand | Action::Collapse, _) => Act::Ask(Ask::Activate),
        (Action::SetValue, Some(ActionData::Value(text))) => Act::Ask(Ask::SetText(text.into())),
        (Action::Increment, _) => Act::Ask(Ask::Increment),
        (Action::Decrement, _) => Act::Ask(Ask::Decrement),
        (Action::SetTextSelection, Some(ActionData::SetTextSelection(selection))) => {
            let place = |at: TextPosition| (which_part(at.node, node), at.character_index);
            Act::Mark(place(selection.anchor), place(selection.focus))
        }
        (Action::ScrollIntoView | Action::ScrollToPoint, _) => Act::Reveal,
        _ => return None,
    };
    Some(Signal::Asked(Request { node, act }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_several_lines_is_told_line_by_line_and_each_place_has_one_of_them() {
        let id = NodeId(0x1234_5678_9abc_def0);
        for (text, told) in [("", vec![""]), ("a", vec!["a"]), ("a\n", vec!["a\n", ""]), ("zo\u{eb}\n\nb", vec!["zo\u{eb}\n", "\n", "b"])] {
            assert_eq!(lines(text, Role::Memo), told);
            let lines: Vec<(&str, Vec<u8>)> = told.into_iter().map(|line| (line, lengths(line))).collect();
            let mut before = (0, 0);
            for place in 0..=text.chars().count() {
                let at = position(id, &lines, place);
                let (line, character) = (which_part(at.node, id), at.character_index);
                let start: usize = lines.iter().take(line).map(|(_, lengths)| lengths.len()).sum();
                assert_eq!(start + character, place, "{text:?}");
                assert!(place == 0 || (line, character) > before, "{text:?}: no two places are one");
                before = (line, character);
            }
        }
        assert_eq!(which_part(accesskit::NodeId(7), id), 0, "of something else");
        assert_eq!(lines("one\ntwo", Role::TextInput).len(), 1);
    }
}
