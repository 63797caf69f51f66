//! The journal: the truth. Sealed frames, each bound to the one before it, appended to segments and never changed.
//!
//! [`Journal::append`] returns when a commit is on the disk. [`Walk`] proves the chain and hands out the commits; everything that the
//! store shows can be made again from them.

mod disk;
mod frame;
mod walk;

pub use disk::{Disk, RealDisk};
pub use walk::{End, Walk};

use super::codec;
use super::error::Error;
use super::place;
use super::seal::{self, Key};
use super::{Entry, Profile};
use crate::domain::{Change, Commit, Instant};
use frame::{Binding, Part};
use serde::Serialize;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// A segment that is longer is followed by the next one.
const SEGMENT: u64 = 16 << 20;
/// A commit that is about larger is written in parts of about this size.
const PART: usize = 1 << 20;
const MAGIC: &[u8; 8] = b"WAYHOMEJ";
const VERSION: u16 = 1;
/// magic, version, store, segment, first sequence, check
const HEAD: usize = 8 + 2 + 16 + 4 + 8 + 4;

/// The end of the last complete commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// The commit's number; 0 before the first.
    pub sequence: u64,
    /// The hash of its last frame.
    pub hash: [u8; 32],
    /// The segment in which it ends.
    pub segment: u32,
    /// Where the next frame begins.
    pub length: u64,
}

/// A journal to be read: its folder and what proves it.
#[derive(Clone)]
pub struct Reader {
    folder: PathBuf,
    store: [u8; 16],
    key: Key,
}

impl Reader {
    /// The journal in this folder.
    pub fn new(folder: PathBuf, store: [u8; 16], key: &Key) -> Self {
        Self { folder, store, key: key.derive(b"wayhome journal") }
    }

    /// True where there is at least one segment.
    pub fn exists(&self) -> bool {
        self.path(1).exists()
    }

    /// The file of a segment.
    pub fn path(&self, segment: u32) -> PathBuf {
        self.folder.join(name(segment))
    }

    /// Its name.
    pub fn file(&self, segment: u32) -> String {
        name(segment)
    }

    fn binding(&self, segment: u32) -> Binding<'_> {
        Binding { key: &self.key, store: &self.store, segment }
    }

    /// The number of the last segment, whatever is missing before it.
    fn last(&self) -> Result<u32, Error> {
        let names = fs::read_dir(&self.folder).map_err(Error::folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.filter_map(|name| name.strip_suffix(".log")?.parse().ok()).max().unwrap_or(0))
    }

    fn head(&self, segment: u32, first: u64) -> Vec<u8> {
        let mut head = [&MAGIC[..], &VERSION.to_le_bytes(), &self.store, &segment.to_le_bytes(), &first.to_le_bytes()].concat();
        let check = seal::sha256(&[&head]);
        head.extend_from_slice(&check[..4]);
        head
    }

    /// The number of the commit with which a segment begins; none where its head is not whole.
    fn first(&self, segment: u32, bytes: &[u8]) -> Option<u64> {
        let first = u64::from_le_bytes(bytes.get(HEAD - 12..HEAD - 4)?.try_into().ok()?);
        (bytes[..HEAD] == self.head(segment, first)).then_some(first)
    }
}

fn name(segment: u32) -> String {
    format!("{segment:08}.log")
}

/// The journal, open at its end.
pub struct Journal {
    reader: Reader,
    disk: Box<dyn Disk>,
    file: File,
    mark: Mark,
    syncs: u64,
    /// After a failed sync, or a failed cut: what is on the disk is no longer known.
    unsure: bool,
}

impl Journal {
    /// A new journal; its folder must not have one.
    pub fn create(reader: Reader) -> Result<Self, Error> {
        place::folder(&reader.folder).map_err(Error::folder)?;
        let file = begin(&reader, 1, 1).map_err(Error::folder)?;
        let mark = Mark { segment: 1, length: HEAD as u64, ..Mark::default() };
        Ok(Self { reader, disk: Box::new(RealDisk), file, mark, syncs: 0, unsure: false })
    }

    /// Opens the journal at the end that a [`Walk`] found. What stands behind it is cut off; where `keep` is given, a copy of it is
    /// kept in that file.
    pub fn open(reader: Reader, mark: Mark, keep: Option<&Path>) -> Result<Self, Error> {
        let path = reader.path(mark.segment);
        if let Some(keep) = keep {
            let bytes = fs::read(&path).map_err(Error::folder)?;
            let rest = usize::try_from(mark.length).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
            place::replace(keep, rest).map_err(Error::folder)?;
        }
        let file = cut_after(&reader, mark, &mut RealDisk).map_err(Error::folder)?;
        Ok(Self { reader, disk: Box::new(RealDisk), file, mark, syncs: 0, unsure: false })
    }

    /// How often a commit waited for the disk.
    pub fn syncs(&self) -> u64 {
        self.syncs
    }

    /// Puts another disk in the place of the real one.
    pub fn set_disk(&mut self, disk: Box<dyn Disk>) {
        self.disk = disk;
    }

    /// After this, nothing is appended until the journal is opened again.
    pub fn distrust(&mut self) {
        self.unsure = true;
    }

    /// Writes a commit; when it returns, the commit is on the disk. Where it fails, nothing of it is.
    pub fn append(&mut self, commit: &Commit, worker: &Profile, at: Instant) -> Result<Mark, Error> {
        if self.unsure {
            return Err(Error::Unconfirmed);
        }
        let before = self.mark;
        self.mark.sequence += 1;
        let failure = match self.append_parts(commit, worker, at) {
            Ok(()) => return Ok(self.mark),
            Err(failure) => failure,
        };
        self.mark = before;
        match failure {
            Failure::Unconfirmed => {
                self.unsure = true;
                Err(Error::Unconfirmed)
            }
            Failure::Refused(error) => self.take_back().map_or(Err(Error::Unconfirmed), |()| Err(error)),
        }
    }

    fn append_parts(&mut self, commit: &Commit, worker: &Profile, at: Instant) -> Result<(), Failure> {
        let pieces = pieces(&commit.changes);
        let last = pieces.len() - 1;
        for (number, changes) in pieces.into_iter().enumerate() {
            let part = match number {
                _ if last == 0 => Part::Whole,
                0 => Part::Begin,
                n if n == last => Part::End,
                _ => Part::More,
            };
            if part == Part::End {
                // The end of a commit proves its parts, so it may not reach the disk before them.
                self.sync()?;
            }
            let piece = Piece { at, worker, what: &commit.what, reason: &commit.reason, changes };
            self.frame(part, &codec::encode(&piece)?)?;
        }
        self.sync()
    }

    fn frame(&mut self, part: Part, body: &[u8]) -> Result<(), Failure> {
        if self.mark.length >= SEGMENT {
            if part == Part::More {
                self.sync()?;
            }
            let next = self.mark.segment + 1;
            self.file = begin(&self.reader, next, self.mark.sequence).map_err(Error::not_saved)?;
            (self.mark.segment, self.mark.length) = (next, HEAD as u64);
        }
        let (frame, hash) = self.reader.binding(self.mark.segment).write(self.mark.sequence, &self.mark.hash, part, body)?;
        self.disk.append(&mut self.file, &frame).map_err(Error::not_saved)?;
        self.mark.length += frame.len() as u64;
        self.mark.hash = hash;
        Ok(())
    }

    fn sync(&mut self) -> Result<(), Failure> {
        self.syncs += 1;
        self.disk.sync(&self.file).map_err(|_| Failure::Unconfirmed)
    }

    /// Takes back what a failed commit has left behind the mark.
    fn take_back(&mut self) -> Option<()> {
        let cut = cut_after(&self.reader, self.mark, &mut *self.disk).ok();
        self.unsure |= cut.is_none();
        self.file = cut?;
        Some(())
    }
}

/// Why a commit was not written.
enum Failure {
    /// Nothing of it counts; it can be taken back.
    Refused(Error),
    /// A sync failed: the disk may have it or not.
    Unconfirmed,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// An [`Entry`], borrowed, as it is written.
#[derive(Serialize)]
struct Piece<'a> {
    at: Instant,
    worker: &'a Profile,
    what: &'a str,
    reason: &'a crate::domain::Text,
    changes: &'a [Change],
}

/// Begins a segment. Its name and head are durable before the first frame, because a frame waits for its own bytes only.
fn begin(reader: &Reader, segment: u32, first: u64) -> io::Result<File> {
    let path = reader.path(segment);
    let mut file = place::private(OpenOptions::new().append(true).read(true).create_new(true)).open(&path)?;
    io::Write::write_all(&mut file, &reader.head(segment, first))?;
    file.sync_all()?;
    place::sync_folder(&reader.folder)?;
    Ok(file)
}

/// Removes everything behind the mark: later segments from the last on, then the rest of its own.
fn cut_after(reader: &Reader, mark: Mark, disk: &mut dyn Disk) -> io::Result<File> {
    let last = reader.last().unwrap_or(mark.segment);
    for segment in (mark.segment + 1..=last).rev() {
        match fs::remove_file(reader.path(segment)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    let file = OpenOptions::new().append(true).read(true).open(reader.path(mark.segment))?;
    if file.metadata()?.len() > mark.length {
        disk.cut(&file, mark.length)?;
    }
    Ok(file)
}

/// The changes in runs of about [`PART`] bytes; at least one run.
fn pieces(changes: &[Change]) -> Vec<&[Change]> {
    let (mut pieces, mut start, mut size) = (Vec::new(), 0, 0);
    for (at, change) in changes.iter().enumerate() {
        let weight = weight(change);
        if size > 0 && size + weight > PART {
            pieces.push(&changes[start..at]);
            (start, size) = (at, 0);
        }
        size += weight;
    }
    pieces.push(&changes[start..]);
    pieces
}

/// About how many bytes a change takes.
fn weight(change: &Change) -> usize {
    match change {
        Change::Row(row) => 64 + row.cells.iter().map(|c| 8 + c.before.as_str().len() + c.after.as_str().len()).sum::<usize>(),
        Change::Draft { name, after } => 16 + name.len() + after.as_ref().map_or(0, |t| t.as_str().len()),
        Change::Setting { name, after } => 16 + name.len() + after.as_str().len(),
    }
}

impl Entry {
    /// Joins the next part of a commit that was written in parts.
    fn join(&mut self, part: Self) {
        self.commit.changes.extend(part.commit.changes);
        self.hash = part.hash;
    }
}
