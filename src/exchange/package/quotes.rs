//! Which quotes open and close cells while the bytes of a file go by: where one has no partner, or stands in a cell and is not doubled. The
//! CSV reader takes both as they come and says nothing.

use super::guard::occurrences;
use std::collections::VecDeque;

/// The quotes of a file, as far as it was read.
#[derive(Default)]
pub(super) struct Quotes {
    place: Place,
    /// Where a cell seemed to be closed and went on, as far as nobody asked for it yet.
    torn: VecDeque<u64>,
}

/// Where in a cell the reading stands.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In no quotes.
    #[default]
    Outside,
    /// In quotes.
    Inside,
    /// Behind this quote, which closes the cell or is the first of two; `blank` where blanks stand behind it already.
    Behind { quote: u64, blank: bool },
}

impl Quotes {
    /// Looks at the next bytes, the first of which is this one of the file; `before` is the one in front of it, if there is one.
    pub fn watch(&mut self, from: u64, bytes: &[u8], before: Option<u8>) {
        let mut next = self.behind(from, bytes, 0);
        // Most files have none or many; that there is none is seen faster than where each is.
        if occurrences(b'"', bytes) == 0 {
            return;
        }
        for at in quotes(bytes) {
            // The second of two was looked at with the first.
            if at < next {
                continue;
            }
            match self.place {
                Place::Inside => self.place = Place::Behind { quote: from + at as u64, blank: false },
                _ => {
                    let before = if at == 0 { before } else { bytes.get(at - 1).copied() };
                    self.place = if before.is_none_or(ends_a_cell) { Place::Inside } else { Place::Outside };
                }
            }
            next = self.behind(from, bytes, at + 1);
        }
    }

    /// Looks at what stands behind a quote, from here on; where to go on.
    fn behind(&mut self, from: u64, bytes: &[u8], at: usize) -> usize {
        let Place::Behind { quote, blank } = self.place else { return at };
        let rest = bytes.get(at..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let blank = blank || blanks > 0;
        let here = at + blanks;
        match bytes.get(here) {
            None => self.place = Place::Behind { quote, blank },
            Some(b'"') if !blank => {
                self.place = Place::Inside;
                return here + 1;
            }
            Some(byte) => {
                self.place = Place::Outside;
                if !ends_a_cell(*byte) {
                    self.torn.push_back(quote);
                }
            }
        }
        debug_assert!(quote < from + here as u64, "it stands in front of what is behind it");
        here
    }

    /// True where a cell is open.
    pub fn is_open(&self) -> bool {
        self.place == Place::Inside
    }

    /// True where, before this byte of the file, a quote stands in a cell and is not doubled, of which nobody was told yet.
    pub fn torn_to(&mut self, byte: u64) -> bool {
        let mut torn = false;
        while self.torn.pop_front_if(|quote| *quote < byte).is_some() {
            torn = true;
        }
        torn
    }
}

fn ends_a_cell(byte: u8) -> bool {
    matches!(byte, b',' | b'\n' | b'\r')
}

/// So many bytes are looked at together.
const WORD: usize = size_of::<u64>();

/// Where the quotes are.
fn quotes(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let (words, rest) = bytes.as_chunks::<WORD>();
    let after = words.len() * WORD;
    let in_words = (0..).step_by(WORD).zip(words).flat_map(|(at, word)| places(found(*word)).map(move |place| at + place));
    let in_rest = (after..).zip(rest).filter(|(_, byte)| **byte == b'"').map(|(at, _)| at);
    in_words.chain(in_rest)
}

/// The highest bit of each byte that is a quote.
fn found(word: [u8; WORD]) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; WORD]);
    let other = u64::from_le_bytes(word) ^ u64::from_le_bytes([b'"'; WORD]);
    !(((other & LOW) + LOW) | other | LOW)
}

/// The bytes of a word in which a bit is set.
fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros() as usize / WORD);
        bits &= bits.wrapping_sub(1);
        place
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many quotes are torn and whether one is open at the end, however the bytes are handed over.
    fn seen(text: &str) -> (usize, bool) {
        let bytes = text.as_bytes();
        let mut all = Vec::new();
        for hand in 1..=bytes.len() {
            let mut quotes = Quotes::default();
            let (mut from, mut before) = (0, None);
            for bytes in bytes.chunks(hand) {
                quotes.watch(from, bytes, before);
                from += bytes.len() as u64;
                before = bytes.last().copied();
            }
            all.push((quotes.torn.len(), quotes.is_open()));
        }
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{text}: {all:?}");
        all[0]
    }

    #[test]
    fn quotes_are_seen_as_the_reader_takes_them() {
        for whole in ["\"a\",\"b\"\n", "\"a \"\"b\"\" c\",\"\"\n\"\"", "a 5\" b,\"c\"\r\n", "\"a\" ,\"b\"\t\n\"\"\"\"\n", "\"a,\nb\"\n"] {
            assert_eq!(seen(whole), (0, false), "{whole}");
        }
        assert_eq!(seen("x,\"Ed \\\"Bo\\\" Lee\",\"y\"\n"), (1, false));
        assert_eq!(seen("x,\"Ed \"Bo\" Lee\",\"y\"\n\"z\"\n"), (1, false));
        assert_eq!(seen("\"a\" \"b\",\"c\"d\n"), (2, false));
        assert_eq!(seen("\"a\",\"b"), (0, true));
        assert_eq!(seen("a 5\" b,\"c"), (0, true));
        assert!(seen("\"a\"\"").1);
    }
}
