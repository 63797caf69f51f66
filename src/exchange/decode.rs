//! Bytes to text: UTF-8 where they are UTF-8, Windows-1252 where they are not (R-IMP-3).

use std::borrow::Cow;

/// What Windows-1252 puts in 0x80 to 0x9F. The five bytes that it leaves open stand for themselves, as the web reads them.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a cell, and whether it had to be read as Windows-1252.
pub(super) fn text(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (Cow::Owned(bytes.iter().copied().map(windows_1252).collect()), true),
    }
}

/// The same, without the spaces around it.
pub(super) fn trimmed(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match text(bytes) {
        (Cow::Borrowed(text), foreign) => (Cow::Borrowed(text.trim()), foreign),
        (Cow::Owned(text), foreign) => (Cow::Owned(text.trim().to_owned()), foreign),
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_is_read_where_utf_8_fails() {
        assert_eq!(text(b"O\x92Neill").0, "O’Neill");
        assert_eq!(text(b"N\xFA\xF1ez \x80").0, "Núñez €");
        assert_eq!(text("Núñez".as_bytes()), (Cow::Borrowed("Núñez"), false));
    }
}
