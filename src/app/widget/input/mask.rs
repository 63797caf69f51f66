//! What may stand in a line of text, and what becomes of text that may not: masks, lengths, and what a paste brings along.

use crate::domain::ssn;
use iced::advanced::clipboard::{self, Clipboard};

/// The form of what is typed. The message carries what the data want, the line shows it as people read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mask {
    /// A Social Security Number: digits, and `x` for each digit that is not known. Kept as `123456789`, shown as `123-45-6789`; the
    /// last four alone become `xxxxx1234` when the field is left.
    Ssn,
}

impl Mask {
    /// The most characters of it.
    pub const fn limit(self) -> usize {
        match self {
            Self::Ssn => 9,
        }
    }

    /// Whether a character carries meaning; all others are put in and taken out by the line itself.
    pub const fn carries(self, c: char) -> bool {
        match self {
            Self::Ssn => c.is_ascii_digit() || c.eq_ignore_ascii_case(&'x'),
        }
    }

    /// What of a text carries meaning.
    pub fn bare(self, text: &str) -> String {
        text.chars().filter(|c| self.carries(*c)).map(|c| c.to_ascii_lowercase()).collect()
    }

    /// Whether a text is of this form, so far as it goes. One that is not came from elsewhere: it is shown and kept as it is.
    pub fn fits(self, text: &str) -> bool {
        text.chars().all(|c| self.carries(c) || separates(c)) && self.bare(text).len() <= self.limit()
    }

    /// A text as it is shown.
    pub fn shown(self, text: &str) -> String {
        if !self.fits(text) {
            return text.to_owned();
        }
        let mut shown = String::new();
        for (at, c) in self.bare(text).chars().enumerate() {
            if matches!(at, 3 | 5) {
                shown.push('-');
            }
            shown.push(c);
        }
        shown
    }

    /// What a text becomes when its typist is done with it; None leaves it.
    pub fn done(self, text: &str) -> Option<String> {
        ssn::typed(text).map(|text| text.as_str().to_owned())
    }

    /// What may be typed, for somebody who typed something else.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ssn => "Digits only, and x for a digit that is not known",
        }
    }
}

const fn separates(c: char) -> bool {
    matches!(c, '-' | ' ' | '.')
}

/// The text without what nobody sees: line breaks and tabs become blanks, control characters and those without width go.
pub fn clean(text: &str) -> String {
    text.replace("\r\n", " ").chars().filter_map(seen).collect()
}

/// What a character becomes in a line of text; none for one that nobody sees.
pub fn seen(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// The new text where it is within the limit; else without the end of what was put in, and how many characters that were. A text that
/// was too long before may stay so, but grows no more.
pub fn limited(before: &str, after: &str, limit: usize) -> (String, usize) {
    let (old, new): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let excess = new.len().saturating_sub(limit.max(old.len()));
    if excess == 0 {
        return (after.to_owned(), 0);
    }
    let same = |(a, b): &(&char, &char)| a == b;
    let end = new.iter().rev().zip(old.iter().rev()).take_while(same).count();
    let kept = new.len() - end - excess;
    (new[..kept].iter().chain(&new[new.len() - end..]).collect(), excess)
}

/// A clipboard whose texts are clean.
pub struct Clean<'a>(pub &'a mut dyn Clipboard);

impl Clipboard for Clean<'_> {
    fn read(&self, kind: clipboard::Kind) -> Option<String> {
        self.0.read(kind).map(|text| clean(&text))
    }

    fn write(&mut self, kind: clipboard::Kind, contents: String) {
        self.0.write(kind, contents);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_in_three_groups_as_far_as_it_goes() {
        for (text, shown) in [
            ("", ""),
            ("123", "123"),
            ("1234", "123-4"),
            ("12345", "123-45"),
            ("123456789", "123-45-6789"),
            ("xxxxx1234", "xxx-xx-1234"),
            ("123-45-6789", "123-45-6789"),
        ] {
            assert_eq!(Mask::Ssn.shown(text), shown);
        }
    }

    #[test]
    fn what_is_no_number_stays_as_it_came() {
        for text in ["unknown", "1234567890", "12-345/6789"] {
            assert_eq!(Mask::Ssn.shown(text), text);
        }
    }

    #[test]
    fn the_last_four_alone_are_understood() {
        assert_eq!(Mask::Ssn.done("1234").as_deref(), Some("xxxxx1234"));
        assert_eq!(Mask::Ssn.done("123"), None);
    }

    #[test]
    fn a_paste_brings_nothing_that_is_not_seen() {
        assert_eq!(clean("Ann\r\nLee\u{200b}\u{7}\tMay\u{feff}"), "Ann Lee May");
        assert_eq!(clean("Zoë 李"), "Zoë 李");
    }

    #[test]
    fn what_does_not_fit_is_cut_from_what_was_put_in() {
        assert_eq!(limited("", "abcdef", 4), ("abcd".to_owned(), 2));
        assert_eq!(limited("abyz", "abcdyz", 5), ("abcyz".to_owned(), 1));
        assert_eq!(limited("aaa", "aaaa", 3), ("aaa".to_owned(), 1));
        assert_eq!(limited("abc", "ab", 1), ("ab".to_owned(), 0));
        assert_eq!(limited("too long", "too longer", 3), ("too long".to_owned(), 2));
    }
}
