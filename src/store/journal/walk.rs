//! Reading the journal from a segment on: the chain is proved frame by frame, whole commits are handed out, and where it stops, the
//! reason is found: the clean end, a save that was interrupted, or damage.

use super::frame::{Flaw, Frame};
use super::{HEAD, Mark, Reader, Spot, name};
use crate::domain::{Change, Commit, Instant, Text};
use crate::store::error::Error;
use crate::store::{Entry, Profile};
use serde::Deserialize;
use std::fs::{self, File};
use std::io::Read;

/// How many bytes from the end are proved whenever a store is opened; a shorter journal is proved whole.
const RECENT: u64 = 32 << 20;

/// Where and why a walk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// After a complete commit, with nothing behind it.
    Clean,
    /// Behind the last complete commit stands a part of one that was never confirmed.
    Torn {
        /// True where it could also be a confirmed one, damaged: it is complete in length.
        doubtful: bool,
    },
    /// Confirmed commits are unreadable or missing.
    Damaged {
        /// The segment's file name.
        file: String,
        /// The first byte that is not as it was written.
        at: u64,
        /// The commits behind it that can be read.
        after: Vec<u64>,
    },
}

/// What a walk found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The end of the last complete commit of the proved chain.
    pub mark: Mark,
    /// What stands behind it.
    pub end: End,
    /// The hash of the commit before the first that was asked for, where it was passed: whoever continues from it must have the same.
    pub passed: Option<[u8; 32]>,
}

/// As [`super::Piece`] was written.
#[derive(Deserialize)]
pub(super) struct Piece {
    at: Instant,
    worker: Profile,
    what: String,
    reason: Text,
    changes: Vec<Change>,
}

impl Piece {
    /// What a frame carries, as a commit of its own.
    pub(super) fn entry(self, frame: &Frame, spot: Spot) -> Entry {
        let Self { at, worker, what, reason, changes } = self;
        let (ends, spots) = (vec![changes.len()], vec![spot]);
        Entry { sequence: frame.sequence, at, worker, commit: Commit { what, reason, changes }, hash: frame.hash, spots, ends }
    }
}

/// What the walk carries from frame to frame.
struct Chain {
    mark: Mark,
    /// Known from the second frame on; the first one's own word is taken where the walk begins in the middle.
    hash: Option<[u8; 32]>,
    /// The last commit that is complete; none where the walk begins in the middle and has not seen one.
    sequence: Option<u64>,
    pending: Option<Entry>,
    passed: Option<[u8; 32]>,
    /// True inside the parts of a commit, whether they are collected or not.
    inside: bool,
}

impl Reader {
    /// Proves the journal and hands out the commits from number `from` on, in order. `known` is the last commit that others remember:
    /// an unreadable frame up to it was confirmed once, so it is damage.
    ///
    /// # Errors
    /// What `each` returns, a newer format, or a folder that cannot be read.
    pub fn walk(&self, from: u64, known: u64, each: &mut dyn FnMut(Entry) -> Result<(), Error>) -> Result<Walk, Error> {
        self.walk_segments(self.start(from, u64::MAX)?, from, known, each)
    }

    /// Like [`walk`](Self::walk), but proves the last [`RECENT`] bytes at least, even where they hold nothing to hand out.
    pub fn walk_recent(&self, from: u64, known: u64, each: &mut dyn FnMut(Entry) -> Result<(), Error>) -> Result<Walk, Error> {
        let start = self.start(from, RECENT)?;
        let walk = self.walk_segments(start, from, known, each)?;
        // Nothing complete in that much: only the beginning can tell. Nothing has been handed out yet.
        if start > 1 && walk.mark.sequence == 0 { self.walk_segments(1, from, known, each) } else { Ok(walk) }
    }

    /// Proves the whole journal and hands out nothing.
    ///
    /// # Errors
    /// As [`walk`](Self::walk).
    pub fn prove(&self, known: u64) -> Result<Walk, Error> {
        self.walk_segments(1, u64::MAX, known, &mut |_| Ok(()))
    }

    /// Proves the whole journal and hands out the end of each commit.
    ///
    /// # Errors
    /// As [`walk`](Self::walk).
    pub fn walk_marks(&self, each: &mut dyn FnMut(Mark)) -> Result<Walk, Error> {
        self.walk_with(1, u64::MAX, 0, &mut |_| Ok(()), each)
    }

    /// The segment from which a walk must begin, so that commit `from` and the last `recent` bytes are within.
    fn start(&self, from: u64, recent: u64) -> Result<u32, Error> {
        let (mut segment, mut size) = (self.last()?, 0);
        while segment > 1 {
            let mut head = [0; HEAD];
            let read = File::open(self.path(segment)).and_then(|mut file| file.read_exact(&mut head).and_then(|()| file.metadata()));
            let (Ok(metadata), Some(first)) = (read, self.first(segment, &head)) else { return Ok(1) };
            size += metadata.len();
            if first < from && (recent == u64::MAX || size >= recent) {
                return Ok(segment);
            }
            segment -= 1;
        }
        Ok(1)
    }

    fn walk_segments(&self, start: u32, from: u64, known: u64, each: &mut dyn FnMut(Entry) -> Result<(), Error>) -> Result<Walk, Error> {
        self.walk_with(start, from, known, each, &mut |_| ())
    }

    fn walk_with(
        &self,
        start: u32,
        from: u64,
        known: u64,
        each: &mut dyn FnMut(Entry) -> Result<(), Error>,
        passed: &mut dyn FnMut(Mark),
    ) -> Result<Walk, Error> {
        let last = self.last()?;
        let whole = start <= 1;
        let mut chain = Chain {
            mark: Mark { segment: start.max(1), length: HEAD as u64, ..Mark::default() },
            hash: whole.then_some([0; 32]),
            sequence: whole.then_some(0),
            pending: None,
            passed: (whole && from == 1).then_some([0; 32]),
            inside: false,
        };
        for segment in start.max(1)..=last.max(1) {
            let bytes = fs::read(self.path(segment)).unwrap_or_default();
            if bytes.get(8..10).is_some_and(|v| bytes.starts_with(super::MAGIC) && u16::from_le_bytes([v[0], v[1]]) > super::VERSION) {
                return Err(Error::NewerVersion);
            }
            if self.first(segment, &bytes).is_none() {
                let flaw = if bytes.len() < HEAD { Flaw::Short } else { Flaw::Broken };
                return self.stopped(chain, flaw, segment, 0, &bytes, known);
            }
            let mut at = HEAD;
            while at < bytes.len() {
                let frame = match self.binding(segment).read(&bytes, at) {
                    Ok(frame) if chain.fits(&frame) => frame,
                    Ok(_) => return self.stopped(chain, Flaw::Broken, segment, at, &bytes, known),
                    Err(flaw) => return self.stopped(chain, flaw, segment, at, &bytes, known),
                };
                if !chain.take(&frame, from, Spot { segment, at: at as u64 }, each)? {
                    return self.stopped(chain, Flaw::Broken, segment, at, &bytes, known);
                }
                at = frame.end;
                if frame.part.ends() {
                    passed(chain.mark);
                }
            }
        }
        let end = if chain.inside || chain.mark.segment != last.max(1) && chain.sequence.is_some() {
            End::Torn { doubtful: false }
        } else {
            End::Clean
        };
        Ok(Walk { mark: chain.mark, end, passed: chain.passed })
    }

    /// Decides what it means that the walk stopped at a byte.
    fn stopped(&self, chain: Chain, flaw: Flaw, segment: u32, at: usize, bytes: &[u8], known: u64) -> Result<Walk, Error> {
        let mut after: Vec<u64> = Vec::new();
        let mut note = |frame: Frame| {
            // One that was read before may lie there once more, in a block that the disk had used.
            if frame.part.ends() && frame.sequence > chain.mark.sequence && after.last() != Some(&frame.sequence) {
                after.push(frame.sequence);
            }
        };
        self.binding(segment).survivors(bytes, at).for_each(&mut note);
        for later in segment + 1..=self.last()? {
            let bytes = fs::read(self.path(later)).unwrap_or_default();
            self.binding(later).survivors(&bytes, 0).for_each(&mut note);
        }
        // A walk that began in the middle and saw no commit cannot know; one from the start will.
        let known = if chain.sequence.is_none() { u64::MAX } else { known };
        let end = if after.is_empty() && known <= chain.mark.sequence {
            End::Torn { doubtful: flaw == Flaw::Broken }
        } else {
            End::Damaged { file: name(segment), at: at as u64, after }
        };
        Ok(Walk { mark: chain.mark, end, passed: chain.passed })
    }
}

impl Chain {
    /// True where this frame is the next one.
    fn fits(&self, frame: &Frame) -> bool {
        let next = self.sequence.is_none_or(|s| frame.sequence == s + 1);
        let chained = self.hash.is_none_or(|hash| frame.before == hash);
        let in_order = self.sequence.is_none() || frame.part.begins() != self.inside;
        next && chained && in_order
    }

    /// Takes it; false where it cannot be decoded.
    fn take(&mut self, frame: &Frame, from: u64, spot: Spot, each: &mut dyn FnMut(Entry) -> Result<(), Error>) -> Result<bool, Error> {
        self.hash = Some(frame.hash);
        self.inside = !frame.part.ends();
        if frame.sequence >= from {
            let Some(entry) = frame.decode::<Piece>().map(|piece| piece.entry(frame, spot)) else { return Ok(false) };
            match &mut self.pending {
                Some(pending) => pending.join(entry),
                None => self.pending = Some(entry),
            }
        }
        if frame.part.ends() {
            self.sequence = Some(frame.sequence);
            if frame.sequence + 1 == from {
                self.passed = Some(frame.hash);
            }
            self.mark = Mark { sequence: frame.sequence, hash: frame.hash, segment: spot.segment, length: frame.end as u64 };
            if let Some(entry) = self.pending.take() {
                each(entry)?;
            }
        }
        Ok(true)
    }
}
