//! The journal: the truth. Sealed frames, each bound to the one before it, appended to segments and never changed.
//!
//! [`Journal::append`] returns when a commit is on the disk. [`Walk`] proves the chain and hands out the commits; everything that the
//! store shows can be made again from them.

mod frame;
#[cfg(any(test, fuzzing))]
pub(super) mod fuzzing;
mod pick;
mod walk;

pub use walk::{End, Walk};

use super::codec;
use super::disk::{Disk, Output};
use super::error::Error;
use super::seal::{self, Key};
use super::{Entry, Profile};
use crate::domain::{Change, Commit, Instant};
use frame::{Binding, Part};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// When the journal begins something new.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// A segment that is longer is followed by the next one.
    pub segment: u64,
    /// A commit that is about larger is written in parts of about this size.
    pub part: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { segment: 16 << 20, part: 1 << 20 }
    }
}

/// Where a frame stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The segment.
    pub segment: u32,
    /// Its first byte.
    pub at: u64,
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
    disk: Arc<dyn Disk>,
    file: Output,
    mark: Mark,
    sizes: Sizes,
    /// Where the frames of the last commit stand.
    spots: Vec<Spot>,
    syncs: u64,
    /// After a failed sync, or a failed cut: what is on the disk is no longer known.
    unsure: bool,
}

impl Journal {
    /// A new journal; its folder must not have one.
    pub fn create(disk: &Arc<dyn Disk>, reader: Reader) -> Result<Self, Error> {
        disk.folders(&reader.folder).map_err(Error::folder)?;
        let file = begin(&**disk, &reader, 1, 1).map_err(Error::folder)?;
        let mark = Mark { segment: 1, length: HEAD as u64, ..Mark::default() };
        Ok(Self { reader, disk: disk.clone(), file, mark, sizes: Sizes::default(), spots: Vec::new(), syncs: 0, unsure: false })
    }

    /// Opens the journal at the end that a [`Walk`] found. What stands behind it is cut off; where `keep` is given, a copy of it is
    /// kept in that file. `confirmed` says that the last commit is remembered as one that is on the disk.
    pub fn open(disk: &Arc<dyn Disk>, reader: Reader, mark: Mark, keep: Option<&Path>, confirmed: bool) -> Result<Self, Error> {
        let path = reader.path(mark.segment);
        if let Some(keep) = keep {
            let bytes = fs::read(&path).map_err(Error::folder)?;
            let rest = usize::try_from(mark.length).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
            disk.replace(keep, rest).map_err(Error::folder)?;
        }
        let mut file = cut_after(&**disk, &reader, mark).map_err(Error::folder)?;
        let mut unsure = false;
        if !confirmed {
            // It may stand in the system's memory alone, and a disk that failed to take it once is not asked for it again: written
            // anew, so that what is shown from now on, and what is saved behind it, is on the disk.
            drop(file);
            let anew = fs::read(&path).and_then(|bytes| disk.replace(&path, &bytes));
            if let Err(error) = &anew {
                tracing::warn!(%error, "the last save cannot be confirmed");
            }
            unsure = anew.is_err();
            file = Output::open(&path).map_err(Error::folder)?;
        }
        Ok(Self { reader, disk: disk.clone(), file, mark, sizes: Sizes::default(), spots: Vec::new(), syncs: 0, unsure })
    }

    /// How often a commit waited for the disk.
    pub fn syncs(&self) -> u64 {
        self.syncs
    }

    /// Where the frames of the last commit stand.
    pub fn spots(&self) -> &[Spot] {
        &self.spots
    }

    /// How many of these changes would be written up to the end of each frame.
    pub fn ends(&self, changes: &[Change]) -> Vec<usize> {
        let ends = pieces(changes, self.sizes.part).into_iter().scan(0, |end, piece| {
            *end += piece.len();
            Some(*end)
        });
        ends.collect()
    }

    /// Goes on with another disk.
    pub fn set_disk(&mut self, disk: Arc<dyn Disk>) {
        self.disk = disk;
    }

    /// Goes on with segments and parts of another size.
    pub fn set_sizes(&mut self, sizes: Sizes) {
        self.sizes = sizes;
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
        let pieces = pieces(&commit.changes, self.sizes.part);
        let last = pieces.len() - 1;
        self.spots.clear();
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
        if self.mark.length >= self.sizes.segment {
            if part == Part::More {
                self.sync()?;
            }
            let next = self.mark.segment + 1;
            self.file = begin(&*self.disk, &self.reader, next, self.mark.sequence).map_err(Error::not_saved)?;
            (self.mark.segment, self.mark.length) = (next, HEAD as u64);
        }
        self.spots.push(Spot { segment: self.mark.segment, at: self.mark.length });
        let (frame, hash) = self.reader.binding(self.mark.segment).write(self.mark.sequence, &self.mark.hash, part, body)?;
        self.disk.append(&self.file, &frame).map_err(Error::not_saved)?;
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
        let cut = cut_after(&*self.disk, &self.reader, self.mark).ok();
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
fn begin(disk: &dyn Disk, reader: &Reader, segment: u32, first: u64) -> io::Result<Output> {
    let file = disk.create(&reader.path(segment))?;
    disk.append(&file, &reader.head(segment, first))?;
    disk.sync(&file)?;
    disk.sync_folder(&reader.folder)?;
    Ok(file)
}

/// Removes everything behind the mark: later segments from the last on, then the rest of its own.
fn cut_after(disk: &dyn Disk, reader: &Reader, mark: Mark) -> io::Result<Output> {
    let last = reader.last().unwrap_or(mark.segment);
    for segment in (mark.segment + 1..=last).rev() {
        disk.forget(&reader.path(segment))?;
    }
    if last > mark.segment {
        // One that came back after a power cut would stand behind what is saved next.
        disk.sync_folder(&reader.folder)?;
    }
    let file = Output::open(&reader.path(mark.segment))?;
    if file.length()? > mark.length {
        disk.cut(&file, mark.length)?;
        disk.sync(&file)?;
    }
    Ok(file)
}

/// The changes in runs of about so many bytes; at least one run.
fn pieces(changes: &[Change], part: usize) -> Vec<&[Change]> {
    let (mut pieces, mut start, mut size) = (Vec::new(), 0, 0);
    for (at, change) in changes.iter().enumerate() {
        let weight = weight(change);
        if size > 0 && size + weight > part {
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
        Change::New(row) => 64 + row.cells().map(|(_, text)| 8 + text.len()).sum::<usize>(),
        Change::Draft { name, after } => 16 + name.len() + after.as_ref().map_or(0, |t| t.as_str().len()),
        Change::Setting { name, after } => 16 + name.len() + after.as_str().len(),
    }
}

impl Entry {
    /// The same, with new rows cell by cell, as whoever looks at it expects them.
    pub(super) fn cell_by_cell(self) -> Self {
        Self { commit: self.commit.cell_by_cell(), ..self }
    }

    /// Joins the next part of a commit that was written in parts.
    pub(super) fn join(&mut self, part: Self) {
        self.commit.changes.extend(part.commit.changes);
        self.ends.push(self.commit.changes.len());
        self.spots.extend(part.spots);
        self.hash = part.hash;
    }
}
