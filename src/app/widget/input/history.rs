//! The past of a text: undo and redo by words, as far as a hundred steps back.

use iced::{Event, keyboard};

/// Steps that undo goes back.
const UNDO: usize = 100;

/// A text with its past and, after an undo, its future.
#[derive(Default)]
pub struct History {
    text: String,
    undo: Vec<String>,
    redo: Vec<String>,
    /// The last change was one more letter of a word, which ends at this byte: a letter there belongs to the same step.
    in_word: Option<usize>,
}

impl History {
    /// A text without a past.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// The text now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Remembers a change.
    pub fn changed(&mut self, text: &str) {
        if text == self.text {
            return;
        }
        let letter = letter(&self.text, text, self.in_word);
        let goes_on = letter.is_some_and(|(at, _)| self.in_word == Some(at));
        let before = std::mem::replace(&mut self.text, text.to_owned());
        if !goes_on {
            self.undo.push(before);
            if self.undo.len() > UNDO {
                self.undo.remove(0);
            }
        }
        self.in_word = letter.map(|(_, end)| end);
        self.redo.clear();
    }

    /// One step back or forth; None where there is none.
    pub fn step(&mut self, back: bool) -> Option<String> {
        let (from, to) = if back { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
        let text = from.pop()?;
        to.push(std::mem::replace(&mut self.text, text.clone()));
        self.in_word = None;
        Some(text)
    }
}

/// Where one letter came into a text, and where it ends; none for any other change. At `expected`, where it may have been there: of two
/// like letters side by side nobody sees which one is new.
fn letter(before: &str, after: &str, expected: Option<usize>) -> Option<(usize, usize)> {
    let same = before.chars().zip(after.chars()).take_while(|(a, b)| a == b);
    let differs: usize = same.map(|(c, _)| c.len_utf8()).sum();
    let at_place = |at: usize| {
        let letter = after.get(at..)?.chars().next().filter(|c| c.is_alphanumeric())?;
        let end = at + letter.len_utf8();
        (before.get(..at) == after.get(..at) && before.get(at..) == after.get(end..)).then_some((at, end))
    };
    expected.and_then(at_place).or_else(|| at_place(differs))
}

/// Whether a key means undo (true) or redo (false).
pub fn key(event: &Event) -> Option<bool> {
    let Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. }) = event else { return None };
    if !modifiers.command() || modifiers.alt() {
        return None;
    }
    match key.to_latin(*physical_key)?.to_ascii_lowercase() {
        'z' => Some(!modifiers.shift()),
        'y' => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> History {
        let mut history = History::default();
        for at in 1..=text.len() {
            history.changed(&text[..at]);
        }
        history
    }

    #[test]
    fn a_word_is_one_step() {
        let mut history = typed("Ann Lee");
        let back: Vec<_> = std::iter::from_fn(|| history.step(true)).collect();
        assert_eq!(back, ["Ann ", "Ann", ""]);
        let forth: Vec<_> = std::iter::from_fn(|| history.step(false)).collect();
        assert_eq!(forth, ["Ann", "Ann ", "Ann Lee"]);
    }

    #[test]
    fn a_word_in_the_middle_of_a_text_is_one_step_too() {
        let mut history = History::new("The came");
        for text in ["The  came", "The s came", "The so came", "The son came", "The sonn came", "A The sonn came", "A The sonns came"] {
            history.changed(text);
        }
        let back: Vec<_> = std::iter::from_fn(|| history.step(true)).collect();
        assert_eq!(back, ["A The sonn came", "The sonn came", "The  came", "The came"]);
    }

    #[test]
    fn a_deletion_ends_the_word() {
        let mut history = typed("Anne");
        history.changed("Ann");
        history.changed("Anna");
        assert_eq!(history.step(true).as_deref(), Some("Ann"));
        assert_eq!(history.step(true).as_deref(), Some("Anne"));
    }

    #[test]
    fn a_change_after_an_undo_takes_the_future_away() {
        let mut history = typed("Ann");
        history.step(true);
        history.changed("B");
        assert_eq!(history.step(false), None);
        assert_eq!(history.step(true).as_deref(), Some(""));
    }

    #[test]
    fn what_is_no_change_leaves_past_and_future_alone() {
        let mut history = typed("Ann");
        history.step(true);
        history.changed("");
        assert_eq!(history.step(false).as_deref(), Some("Ann"));
    }

    #[test]
    fn the_past_ends_after_a_hundred_steps() {
        let mut history = History::default();
        for n in 0..300 {
            history.changed(&format!("{n}."));
        }
        assert_eq!(std::iter::from_fn(|| history.step(true)).count(), UNDO);
        assert_eq!(history.text(), "199.");
    }
}
