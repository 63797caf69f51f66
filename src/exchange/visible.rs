//! Names that came with an export, as they may be shown: what would move the cursor, ring or turn the text around is written out.

use std::borrow::Cow;

/// The text with each character that is an order rather than a letter written out, such as `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Nearly every name is plain letters.
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) || !text.contains(is_an_order) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_an_order(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// Controls, the ends of lines and paragraphs, what has no width and is no part of a letter, and what turns the direction of writing.
fn is_an_order(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_written_out_and_letters_are_not() {
        assert_eq!(visible("\u{1b}[31mRED\u{7}\n"), "\\u{1b}[31mRED\\u{7}\\n");
        assert_eq!(visible("a\u{202e}vsc.b\u{85}\u{2028}"), "a\\u{202e}vsc.b\\u{85}\\u{2028}");
        assert!(matches!(visible("Núñez, 𝄞 שלום"), Cow::Borrowed(_)));
    }
}
