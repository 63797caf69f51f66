//! A text of several lines with a cursor, as it is edited and as it stands on the screen.
//!
//! Lines are broken, and the cursor goes up and down, by the toolkit's editor. What is hidden stands in it as dots; the text itself is
//! here, and only `replace` changes it. Places are bytes of the text, unless they say that people count them.

use crate::app::theme::text::BODY;
use crate::app::widget::input::mask;
use iced::advanced::text::editor::{Action, Cursor, Edit, Editor as _, Motion, Position, Selection};
use iced::advanced::text::highlighter::PlainText;
use iced::advanced::text::{self, LineHeight, Wrapping};
use iced::widget::text_input::Value;
use iced::{Font, Pixels, Point, Rectangle, Renderer, Size};
use std::ops::Range;
use std::sync::Arc;

/// The toolkit's editor.
pub type Editor = <Renderer as text::Renderer>::Editor;

/// What stands for a character that is hidden.
const DOT: &str = "•";
/// So many lines PageUp and PageDown go.
const PAGE: usize = 12;

/// See the module.
pub struct Script {
    text: String,
    /// What is shown instead of it.
    dots: Option<String>,
    editor: Editor,
    /// The width for which the lines are broken; none where they are to be broken anew.
    laid: Option<f32>,
}

/// A text as it may stand here: its lines are divided by `\n`, and what nobody sees is gone.
pub fn clean(text: &str) -> String {
    cleaned(text).collect()
}

/// Letter by letter, so that no more of a paste is held than has room.
pub fn cleaned(text: &str) -> impl Iterator<Item = char> {
    let mut before = None;
    text.chars().filter_map(move |c| match (before.replace(c), c) {
        (Some('\r'), '\n') => None,
        (_, '\n' | '\r' | '\u{2028}' | '\u{2029}') => Some('\n'),
        (_, c) => mask::seen(c),
    })
}

/// How many characters people count in a text.
fn count(text: &str) -> usize {
    Value::new(text).len()
}

/// Where so many characters end.
fn end_of(text: &str, characters: usize) -> usize {
    Value::new(text).until(characters).to_string().len()
}

/// The same with a dot for each character.
fn dotted(text: &str) -> String {
    text.split('\n').map(|line| DOT.repeat(count(line))).collect::<Vec<_>>().join("\n")
}

impl Script {
    /// A clean text, the cursor at its end.
    pub fn new(text: &str, hidden: bool) -> Self {
        let dots = hidden.then(|| dotted(text));
        let editor = Editor::with_text(dots.as_deref().unwrap_or(text));
        let mut script = Self { text: text.to_owned(), dots, editor, laid: None };
        script.mark(text.len(), text.len());
        script
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, or the dots for it.
    pub fn shown(&self) -> &str {
        self.dots.as_deref().unwrap_or(&self.text)
    }

    /// Shows it, or dots for it.
    pub fn hide(&mut self, hidden: bool) {
        if self.dots.is_some() != hidden {
            let (anchor, caret) = self.ends();
            *self = Self::new(&self.text, hidden);
            self.mark(anchor, caret);
        }
    }

    /// For the canvas.
    pub const fn editor(&self) -> &Editor {
        &self.editor
    }

    /// Where a place is in the editor.
    fn position(&self, place: usize) -> Position {
        let before = self.text.get(..place).unwrap_or(&self.text);
        let line = before.matches('\n').count();
        let last = before.rsplit('\n').next().unwrap_or_default();
        Position { line, column: if self.dots.is_some() { count(last) * DOT.len() } else { last.len() } }
    }

    /// The place of a position in the editor.
    fn place(&self, position: Position) -> usize {
        let starts = self.text.split_inclusive('\n').map(str::len);
        let start: usize = starts.take(position.line).sum();
        let line = self.text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        start + if self.dots.is_some() { end_of(line, position.column / DOT.len()) } else { position.column.min(line.len()) }
    }

    /// Where the marked part begins, and where the cursor stands.
    fn ends(&self) -> (usize, usize) {
        let Cursor { position, selection } = self.editor.cursor();
        let caret = self.place(position);
        (selection.map_or(caret, |anchor| self.place(anchor)), caret)
    }

    /// The marked part; empty at the cursor where nothing is marked.
    pub fn marked(&self) -> Range<usize> {
        let (anchor, caret) = self.ends();
        anchor.min(caret)..anchor.max(caret)
    }

    /// The marked text.
    pub fn marked_text(&self) -> &str {
        self.text.get(self.marked()).unwrap_or_default()
    }

    /// Where the marked part begins and where the cursor stands, in characters as people count them.
    pub fn counted(&self) -> (usize, usize) {
        let (anchor, caret) = self.ends();
        let count = |place: usize| count(self.text.get(..place).unwrap_or_default());
        (count(anchor), count(caret))
    }

    /// Marks from one place to another.
    pub fn mark(&mut self, anchor: usize, caret: usize) {
        // Lets go of what was marked, which `move_to` does not.
        self.editor.perform(Action::Move(Motion::DocumentStart));
        let selection = (anchor != caret).then(|| self.position(anchor));
        self.editor.move_to(Cursor { position: self.position(caret), selection });
    }

    /// The same by characters as people count them.
    pub fn mark_counted(&mut self, anchor: usize, caret: usize) {
        let (anchor, caret) = (end_of(&self.text, anchor), end_of(&self.text, caret));
        self.mark(anchor, caret);
    }

    /// Marks everything.
    pub fn mark_all(&mut self) {
        self.mark(0, self.text.len());
    }

    /// Marks the word at the cursor; all of its line where it is hidden.
    pub fn mark_word(&mut self) {
        if self.dots.is_some() {
            return self.mark_line();
        }
        let (_, caret) = self.ends();
        let (before, after) = self.text.split_at(caret);
        let is_apart = |c: char| !c.is_alphanumeric() && c != '\'';
        let start = before.rfind(is_apart).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        let end = after.find(is_apart).unwrap_or(after.len());
        self.mark(start, caret + end);
    }

    /// Marks the line at the cursor, however often it is broken on the screen.
    pub fn mark_line(&mut self) {
        let (_, caret) = self.ends();
        let (before, after) = self.text.split_at(caret);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').unwrap_or(after.len());
        self.mark(start, caret + end);
    }

    /// Moves the cursor; where `marks`, what it passes is marked.
    pub fn go(&mut self, motion: Motion, marks: bool) {
        let (motion, times) = match motion {
            Motion::PageUp => (Motion::Up, PAGE),
            Motion::PageDown => (Motion::Down, PAGE),
            motion => (motion, 1),
        };
        for _ in 0..times {
            self.editor.perform(if marks { Action::Select(motion) } else { Action::Move(motion) });
        }
    }

    /// The pointer went down at a point of the text, or where `drags` came there with its button down.
    pub fn point(&mut self, at: Point, drags: bool) {
        self.editor.perform(if drags { Action::Drag(at) } else { Action::Click(at) });
    }

    /// The character before the cursor, or the one after it; nothing at the end.
    pub fn beside(&self, before: bool) -> Range<usize> {
        let (_, caret) = self.ends();
        let here = count(self.text.get(..caret).unwrap_or_default());
        if before { end_of(&self.text, here.saturating_sub(1))..caret } else { caret..end_of(&self.text, here + 1) }
    }

    /// Puts a clean text in place of a part; the cursor stands behind it.
    pub fn replace(&mut self, part: Range<usize>, with: &str) {
        if (part.is_empty() && with.is_empty()) || self.text.get(part.clone()).is_none() {
            return;
        }
        let end = part.start + with.len();
        if self.dots.is_some() {
            self.text.replace_range(part, with);
            *self = Self::new(&self.text, true);
        } else {
            self.mark(part.start, part.end);
            let edit = if with.is_empty() { Edit::Delete } else { Edit::Paste(Arc::new(with.to_owned())) };
            self.editor.perform(Action::Edit(edit));
            self.text.replace_range(part, with);
        }
        self.mark(end, end);
        self.laid = None;
    }

    /// Makes it another text; the cursor stands behind what is new.
    pub fn become_text(&mut self, text: &str) {
        let same = |(a, b): &(char, char)| a == b;
        let start: usize = self.text.chars().zip(text.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (old, new) = (&self.text[start..], &text[start..]);
        let end: usize = old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (part, with) = (start..self.text.len() - end, &new[..new.len() - end]);
        self.replace(part, with);
    }

    /// Breaks the lines for a width, px. Gives how high they are together.
    pub fn lay(&mut self, width: f32, font: Font) -> f32 {
        if self.laid != Some(width) {
            let mut broken = |height: f32| {
                let size = Size::new(width, height);
                self.editor.update(size, font, Pixels(BODY), LineHeight::default(), Wrapping::WordOrGlyph, &mut PlainText);
                self.editor.min_bounds().height
            };
            let height = broken(f32::INFINITY);
            // A px more than they need, so that the editor never scrolls by itself.
            broken(height + 1.0);
            self.laid = Some(width);
        }
        self.editor.bounds().height
    }

    /// The cursor, or the marked parts, px; none before the lines are broken.
    pub fn selection(&self) -> Option<Selection> {
        self.laid.map(|_| self.editor.selection())
    }

    /// The line of the cursor, from the upper left corner of the text, px.
    pub fn caret(&self) -> Option<Rectangle> {
        let height = crate::app::widget::draw::line_height(BODY);
        match self.selection()? {
            Selection::Caret(at) => Some(Rectangle::new(at, Size::new(1.0, height))),
            Selection::Range(parts) => {
                let (anchor, caret) = self.ends();
                if caret < anchor { parts.first() } else { parts.last() }.copied()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(hidden: bool) -> Script {
        let mut script = Script::new("First line\nzoë 李 came\n\nlast", hidden);
        script.lay(300.0, Font::default());
        script
    }

    #[test]
    fn a_paste_keeps_its_lines_and_nothing_that_is_not_seen() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d\te\u{200b}\u{7}\n"), "a\nb\nc\nd e\n");
    }

    #[test]
    fn places_are_the_same_hidden_or_not() {
        for hidden in [false, true] {
            let script = words(hidden);
            for (at, _) in script.text().char_indices() {
                assert_eq!(script.place(script.position(at)), at, "hidden: {hidden}");
            }
            assert_eq!(script.counted(), (27, 27), "of characters, not of bytes");
        }
    }

    #[test]
    fn the_editor_shows_what_was_edited() {
        for hidden in [false, true] {
            let mut script = words(hidden);
            script.replace(6..10, "word\nand");
            script.replace(0..0, "\n");
            script.replace(script.text().len()..script.text().len(), "\n");
            script.become_text("\nFirst word\nand\nzoë came\n\nlast\n");
            assert_eq!(script.counted().1, 20, "the cursor is where it changed last: {hidden}");
            let lines: Vec<String> = (0..script.editor.line_count()).map(|n| script.editor.line(n).unwrap().text.into_owned()).collect();
            assert_eq!(lines.join("\n"), script.shown());
            assert_eq!(script.text(), "\nFirst word\nand\nzoë came\n\nlast\n");
        }
    }

    #[test]
    fn words_and_lines_are_marked_as_people_see_them() {
        let mut script = words(false);
        script.mark(13, 13);
        script.mark_word();
        assert_eq!(script.marked_text(), "zoë");
        script.mark_line();
        assert_eq!(script.marked_text(), "zoë 李 came");
        script.go(Motion::DocumentEnd, false);
        script.go(Motion::PageUp, true);
        assert_eq!(script.marked().start, 4, "a page up is the first line, as far in");
        let mut hidden = words(true);
        hidden.mark(13, 13);
        hidden.mark_word();
        assert_eq!(hidden.marked_text(), "zoë 李 came", "which words there are is hidden too");
    }

    #[test]
    fn it_is_as_high_as_its_lines() {
        let height = |text: &str| Script::new(text, false).lay(100.0, Font::default());
        let line = height("a\nb") - height("a");
        assert!((height("a\n") - height("a\nb")).abs() < 0.1, "an empty last line is one");
        assert!(height("many words that do not fit into one line of so few pixels") > height("a") + line, "long lines are broken");
    }
}
