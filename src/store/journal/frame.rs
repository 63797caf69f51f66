//! How one frame of the journal lies on the disk, and how one is proved.
//!
//! ```text
//! mark 4 · length 4 · sequence 8 · key id 4 · hash of the frame before 32 · nonce 24 · check 4 · sealed payload
//! ```
//!
//! Sealed with the store's id, the segment and the whole head as associated data, so that a frame opens only where it was written.
//! The check of the head finds the next frame behind a damaged one; it protects nothing.

use crate::store::seal::{self, Key, NONCE, TAG};
use crate::store::{codec, error::Error};
use zeroize::Zeroizing;

const MARK: &[u8; 4] = b"\xF5WHf";
/// Of a frame: mark, length, sequence, key, hash of the one before, nonce, check.
pub(super) const HEAD: usize = 4 + 4 + 8 + 4 + 32 + NONCE + 4;
/// Of the data key; reserved for keys of single clients, which can be destroyed.
const KEY_ID: u32 = 0;

/// What of a commit a frame carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// All of it.
    Whole = 0,
    /// Its beginning.
    Begin = 1,
    /// More of it.
    More = 2,
    /// Its end; before it is written, everything else of the commit is synced.
    End = 3,
}

impl Part {
    /// True where a commit is complete with this frame.
    pub fn ends(self) -> bool {
        matches!(self, Self::Whole | Self::End)
    }

    /// True where a commit begins with this frame.
    pub fn begins(self) -> bool {
        matches!(self, Self::Whole | Self::Begin)
    }
}

/// A frame that was proved.
pub struct Frame {
    /// The commit's number.
    pub sequence: u64,
    /// The hash of the frame before, as this one says.
    pub before: [u8; 32],
    /// Its own hash.
    pub hash: [u8; 32],
    /// Where the next one begins.
    pub end: usize,
    /// What it carries.
    pub part: Part,
    payload: Zeroizing<Vec<u8>>,
}

/// Why there is no frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// The file ends before the frame does.
    Short,
    /// It does not open.
    Broken,
}

/// What binds a frame to its place.
pub struct Binding<'a> {
    /// The journal's key.
    pub key: &'a Key,
    /// The store.
    pub store: &'a [u8; 16],
    /// The segment's number.
    pub segment: u32,
}

impl Binding<'_> {
    fn label(&self, head: &[u8]) -> Vec<u8> {
        [&self.store[..], &self.segment.to_le_bytes(), head].concat()
    }

    /// Makes a frame, and its hash.
    pub fn write(&self, sequence: u64, before: &[u8; 32], part: Part, body: &[u8]) -> Result<(Vec<u8>, [u8; 32]), Error> {
        let mut payload = Zeroizing::new(Vec::with_capacity(body.len() + 1));
        payload.push(part as u8);
        payload.extend_from_slice(body);
        let nonce: [u8; NONCE] = seal::random()?;
        let length = u32::try_from(payload.len() + TAG).map_err(|_| Error::Unkeepable)?;
        let mut frame = [&MARK[..], &length.to_le_bytes(), &sequence.to_le_bytes(), &KEY_ID.to_le_bytes(), before, &nonce].concat();
        frame.extend_from_slice(&seal::sha256(&[&frame])[..4]);
        let sealed = self.key.seal_with(&nonce, &self.label(&frame), &payload)?;
        frame.extend_from_slice(&sealed);
        let hash = seal::sha256(&[&frame]);
        Ok((frame, hash))
    }

    /// Proves the frame that begins at `at`.
    pub fn read(&self, bytes: &[u8], at: usize) -> Result<Frame, Flaw> {
        let rest = bytes.get(at..).ok_or(Flaw::Short)?;
        let head = rest.get(..HEAD).ok_or(Flaw::Short)?;
        if head[..4] != *MARK || seal::sha256(&[&head[..HEAD - 4]])[..4] != head[HEAD - 4..] {
            return Err(Flaw::Broken);
        }
        let (length, head_rest) = head[4..].split_first_chunk().ok_or(Flaw::Broken)?;
        let (sequence, head_rest) = head_rest.split_first_chunk().ok_or(Flaw::Broken)?;
        let (_key_id, head_rest) = head_rest.split_first_chunk::<4>().ok_or(Flaw::Broken)?;
        let (before, head_rest) = head_rest.split_first_chunk().ok_or(Flaw::Broken)?;
        let (nonce, _) = head_rest.split_first_chunk().ok_or(Flaw::Broken)?;
        let end = HEAD + u32::from_le_bytes(*length) as usize;
        let frame = rest.get(..end).ok_or(Flaw::Short)?;
        let payload = self.key.open_with(nonce, &self.label(head), &frame[HEAD..]).ok_or(Flaw::Broken)?;
        let part = match payload.first() {
            Some(0) => Part::Whole,
            Some(1) => Part::Begin,
            Some(2) => Part::More,
            Some(3) => Part::End,
            _ => return Err(Flaw::Broken),
        };
        let sequence = u64::from_le_bytes(*sequence);
        Ok(Frame { sequence, before: *before, hash: seal::sha256(&[frame]), end: at + end, part, payload })
    }

    /// Every frame from `at` on that can still be proved by itself, whatever lies between them.
    pub fn survivors<'b>(&'b self, bytes: &'b [u8], mut at: usize) -> impl Iterator<Item = Frame> + 'b {
        std::iter::from_fn(move || {
            loop {
                let rest = bytes.get(at..)?;
                at += rest.windows(MARK.len()).position(|w| w == MARK)?;
                match self.read(bytes, at) {
                    Ok(frame) => {
                        at = frame.end;
                        return Some(frame);
                    }
                    Err(_) => at += 1,
                }
            }
        })
    }
}

/// How many bytes follow the head of a frame, as it says itself.
pub(super) fn length(head: &[u8]) -> Option<u64> {
    let (length, _) = head.strip_prefix(MARK)?.split_first_chunk()?;
    Some(u64::from(u32::from_le_bytes(*length)))
}

impl Frame {
    /// What it carries, decoded.
    pub fn decode<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        codec::decode(self.payload.get(1..)?)
    }
}
