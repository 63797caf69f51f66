//! The limits that keep a hostile file from filling the memory, counted while it is read.

use super::quotes::Quotes;
use crate::exchange::decode;
use crate::exchange::error::Error;
use std::collections::VecDeque;
use std::io::{self, Read};

/// One row. Longer ones are a quote that is never closed, or an attack.
const MOST_BYTES_OF_A_ROW: u64 = 4 << 20;

/// What a file may hold, by what was read of it so far.
pub(super) type Most = Box<dyn Fn() -> u64>;

/// The bytes of one file, counted.
pub(in crate::exchange) struct Guard<'a> {
    name: String,
    inner: Box<dyn Read + 'a>,
    left: &'a mut u64,
    most: Most,
    left_of_row: u64,
    /// None where nobody reads it row by row.
    quotes: Option<Quotes>,
    /// How its first line ends; none before that was seen.
    ends: Option<Ends>,
    /// Behind which bytes lines end that nobody asked for yet. Only where a CR alone ends them: the CSV reader counts the others itself.
    marks: VecDeque<u64>,
    /// How many of these were asked for; before there were any, how many lines ended in what was read before.
    passed: u64,
    /// Bytes read so far.
    total: u64,
    last: u8,
    ended: bool,
}

/// What ends a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Lf,
    CrLf,
    /// A CR as on old Macs, or one here and something else there.
    Cr,
}

/// A limit was reached.
#[derive(Debug, thiserror::Error)]
#[error("a limit of size was reached")]
struct Limit;

impl<'a> Guard<'a> {
    /// Guards the bytes of the file of this name. `left` is what all files together may still hold, `most` what this one may.
    pub(super) fn new(name: String, inner: Box<dyn Read + 'a>, left: &'a mut u64, most: Most) -> Self {
        Self {
            name,
            inner,
            left,
            most,
            left_of_row: MOST_BYTES_OF_A_ROW,
            quotes: Some(Quotes::default()),
            ends: None,
            marks: VecDeque::new(),
            passed: 0,
            total: 0,
            last: 0,
            ended: false,
        }
    }

    /// The same as UTF-8, and true where its first bytes said that it is UTF-16.
    pub fn into_text(mut self) -> Result<(Self, bool), Error> {
        match decode::utf_16(std::mem::replace(&mut self.inner, Box::new(io::empty()))) {
            Ok((inner, converted)) => Ok((Self { inner, ..self }, converted)),
            Err(source) => Err(self.failure(source)),
        }
    }
}

impl Guard<'_> {
    /// What is not read row by row has no limit of a row.
    pub fn as_a_whole(&mut self) {
        self.left_of_row = u64::MAX;
        self.quotes = None;
    }

    /// A row is complete: the next one has the whole allowance of a row.
    pub fn next_row(&mut self) {
        self.left_of_row = MOST_BYTES_OF_A_ROW;
    }

    /// True where the file has ended in a cell that a quote opens and none closes.
    pub fn ended_in_a_quote(&self) -> bool {
        self.ended && self.quotes.as_ref().is_some_and(Quotes::is_open)
    }

    /// True where the file has ended: what was read last has no end of a line behind it.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// True where, before this byte, a quote stands in a cell that is in quotes, and is not doubled; each is told of once.
    pub fn torn_to(&mut self, byte: u64) -> bool {
        self.quotes.as_mut().is_some_and(|quotes| quotes.torn_to(byte))
    }

    /// True where the CSV reader has consumed the line feed of the row that it gave last: not where it stops at the CR of a CR LF,
    /// nor where it ran into the end of the file.
    pub fn line_feed_consumed(&self) -> bool {
        self.ends == Some(Ends::Lf) && !self.ended
    }

    /// How many lines end before this byte, and whether one ends just there; none where the CSV reader counts them.
    pub fn lines_to(&mut self, byte: u64) -> Option<(u64, bool)> {
        if self.ends.is_some_and(|ends| ends != Ends::Cr) {
            return None;
        }
        let mut just_there = false;
        while let Some(mark) = self.marks.pop_front_if(|mark| *mark <= byte) {
            self.passed += 1;
            just_there = mark == byte;
        }
        Some((self.passed, just_there))
    }

    /// Finds out how lines end, and notes where, as long as that is asked for.
    fn note_lines(&mut self, bytes: &[u8]) {
        let mut before = self.last;
        for (at, byte) in (self.total + 1..).zip(bytes) {
            match (self.ends, byte, before) {
                (Some(Ends::Lf | Ends::CrLf), _, _) => return,
                (None, b'\n', _) => {
                    self.ends = Some(if before == b'\r' { Ends::CrLf } else { Ends::Lf });
                    return self.marks.clear();
                }
                (None, b'\r', _) | (Some(Ends::Cr), b'\r', _) => self.marks.push_back(at),
                (None, _, b'\r') => self.ends = Some(Ends::Cr),
                (Some(Ends::Cr), b'\n', last) if last != b'\r' => self.marks.push_back(at),
                _ => {}
            }
            before = *byte;
        }
    }

    /// Counts the lines of what was read now, and goes over to marks where they end otherwise than the first one did. All that was read
    /// before is behind the CSV reader, which reads on only once it has used it up; `first` says that the first line ended just now.
    fn watch_lines(&mut self, bytes: &[u8], first: bool) {
        // The CR of a pair may be the last byte of what was read before.
        let torn = !first && self.last == b'\r' && bytes.first() == Some(&b'\n');
        let line_feeds = occurrences(b'\n', bytes);
        let is_mixed = match self.ends {
            Some(Ends::Lf) => bytes.contains(&b'\r'),
            Some(Ends::CrLf) => {
                let to_be_torn = u64::from(bytes.last() == Some(&b'\r'));
                let lone = !first && self.last == b'\r' && !torn;
                lone || occurrences(b'\r', bytes) - to_be_torn != line_feeds - u64::from(torn)
            }
            _ => return,
        };
        if is_mixed {
            self.ends = Some(Ends::Cr);
            self.passed += u64::from(torn);
            self.note_lines(bytes);
        } else {
            self.passed += line_feeds;
        }
    }

    /// What a failure to read on means.
    pub fn failure(&self, source: io::Error) -> Error {
        let file = self.name.clone();
        if source.get_ref().is_some_and(|e| e.is::<Limit>()) { Error::TooLarge { file } } else { Error::Damaged { file, source } }
    }
}

/// How often a byte is among others. They are counted in hands of so few that a byte holds the number of each, which processors do many at
/// a time.
pub(in crate::exchange) fn occurrences(wanted: u8, bytes: &[u8]) -> u64 {
    let of_hand = |hand: &[u8]| hand.iter().map(|byte| u8::from(*byte == wanted)).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|hand| u64::from(of_hand(hand))).sum()
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let bytes = &buffer[..count];
        self.ended = count == 0;
        if let Some(quotes) = &mut self.quotes {
            quotes.watch(self.total, bytes, (self.total > 0).then_some(self.last));
        }
        let first = self.ends.is_none();
        if self.ends.is_none_or(|ends| ends == Ends::Cr) {
            self.note_lines(bytes);
        }
        self.watch_lines(bytes, first);
        self.last = bytes.last().copied().unwrap_or(self.last);
        self.total += u64::try_from(count).unwrap_or_default();
        if self.total > (self.most)() {
            return Err(io::Error::other(Limit));
        }
        for left in [&mut *self.left, &mut self.left_of_row] {
            *left = u64::try_from(count).ok().and_then(|n| left.checked_sub(n)).ok_or_else(|| io::Error::other(Limit))?;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_however_many_there_are() {
        for length in [0, 1, 254, 255, 256, 1000] {
            assert_eq!(occurrences(b'"', &vec![b'"'; length]), length as u64);
            assert_eq!(occurrences(b'"', &vec![b'x'; length]), 0);
        }
        assert_eq!(occurrences(b'\n', b"a\nb\n\r\n"), 3);
    }
}
