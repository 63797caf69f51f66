//! Bytes to text: UTF-16 where a mark says so, UTF-8 where they are UTF-8, Windows-1252 where they are not (R-IMP-3).

use std::borrow::Cow;
use std::io::{self, Cursor, Read};

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

/// The bytes of a file as UTF-8, and true where the mark at its beginning says that they are UTF-16, as databases write what they call
/// Unicode. The mark of UTF-8 is left out; without any they are as they are.
pub(super) fn utf_16<'a>(mut bytes: Box<dyn Read + 'a>) -> io::Result<(Box<dyn Read + 'a>, bool)> {
    let mut begin = Vec::with_capacity(3);
    bytes.by_ref().take(3).read_to_end(&mut begin)?;
    let (unit, mark): (fn([u8; 2]) -> u16, usize) = match begin[..] {
        [0xFF, 0xFE, ..] => (u16::from_le_bytes, 2),
        [0xFE, 0xFF, ..] => (u16::from_be_bytes, 2),
        // Who reads on does not know it after so short a piece, and would take the quote behind it for a letter.
        [0xEF, 0xBB, 0xBF] => return Ok((bytes, false)),
        _ => return Ok((Box::new(Cursor::new(begin).chain(bytes)), false)),
    };
    let bytes = Box::new(Cursor::new(begin.split_off(mark)).chain(bytes));
    Ok((Box::new(Utf16 { bytes, unit, half: None, ready: Cursor::default(), held: Vec::new() }), true))
}

/// UTF-16 that is turned into UTF-8 while it is read.
struct Utf16<'a> {
    bytes: Box<dyn Read + 'a>,
    unit: fn([u8; 2]) -> u16,
    /// The first byte of a unit whose second was not read yet.
    half: Option<u8>,
    ready: Cursor<Vec<u8>>,
    /// The first half of a pair whose second was not read yet.
    held: Vec<u16>,
}

impl Read for Utf16<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.ready.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let mut chunk = vec![0; 1 << 13];
            let read = self.bytes.read(&mut chunk)?;
            let bytes: Vec<u8> = self.half.take().into_iter().chain(chunk.into_iter().take(read)).collect();
            let pairs = bytes.chunks_exact(2);
            self.half = pairs.remainder().first().copied();
            let mut units = std::mem::take(&mut self.held);
            units.extend(pairs.filter_map(|pair| pair.try_into().ok()).map(self.unit));
            if read > 0 && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
                self.held.extend(units.pop());
            }
            if read == 0 && units.is_empty() {
                return Ok(0);
            }
            self.ready = Cursor::new(String::from_utf16_lossy(&units).into_bytes());
        }
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
    fn utf_16_is_read_by_its_mark() {
        let text = "Núñez, 𝄞".repeat(3000);
        for (mark, bytes) in [([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xFE, 0xFF], u16::to_be_bytes)] {
            let written: Vec<u8> = mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect();
            let (mut reader, converted) = utf_16(Box::new(Cursor::new(written))).unwrap_or_else(|e| panic!("{e}"));
            let mut read = String::new();
            reader.read_to_string(&mut read).unwrap_or_else(|e| panic!("{e}"));
            assert!(converted && read == text);
        }
        for bytes in [&b""[..], b"\xFF", b"\xEF\xBB\xBFID", b"ID"] {
            let (mut reader, converted) = utf_16(Box::new(Cursor::new(bytes))).unwrap_or_else(|e| panic!("{e}"));
            let mut read = Vec::new();
            reader.read_to_end(&mut read).unwrap_or_else(|e| panic!("{e}"));
            assert!(!converted && read == bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
        }
    }

    #[test]
    fn windows_1252_is_read_where_utf_8_fails() {
        assert_eq!(text(b"O\x92Neill").0, "O’Neill");
        assert_eq!(text(b"N\xFA\xF1ez \x80").0, "Núñez €");
        assert_eq!(text("Núñez".as_bytes()), (Cow::Borrowed("Núñez"), false));
    }
}
