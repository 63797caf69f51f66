//! A disk in memory that knows what is durable: every operation in order, and what a power cut may leave of them.
//!
//! What was not synced may be there, be missing, or be there in part (old bytes, zeros, garbage, by blocks of 512 bytes), each write for
//! itself, whatever came later. A name (made, moved, removed) is durable only once the folders that have it were synced; before that it
//! may be as it was, in the order of the operations or out of it. So this disk is worse than those that are sold.

use super::{Dice, Files};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

const BLOCK: usize = 512;
/// The folder in which everything is.
const ROOT: usize = 0;

/// An operation, by the names that it had.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// A folder was made.
    Folder(&'a Path),
    /// A file was made.
    Create(&'a Path),
    /// Bytes were written, from this one on.
    Write(&'a Path, u64, &'a [u8]),
    /// A file was cut, or made longer, to this length.
    Cut(&'a Path, u64),
    /// A file or folder was synced.
    Sync(&'a Path),
    /// Something was moved.
    Rename(&'a Path, &'a Path),
    /// Something was removed.
    Remove(&'a Path),
}

type Name = (usize, OsString);

/// An operation, by what it was done to.
#[derive(Debug, Clone)]
enum Op {
    Link { name: Name, thing: usize },
    Move { from: Name, to: Name, thing: usize },
    Unlink { name: Name },
    Write { thing: usize, at: usize, bytes: Vec<u8> },
    Cut { thing: usize, length: usize },
    Sync { thing: usize, since: usize },
    Said(usize),
}

/// Every operation below a root, in order, and what was acknowledged between them.
pub struct Log {
    root: PathBuf,
    names: BTreeMap<Name, usize>,
    things: usize,
    folders: BTreeSet<usize>,
    ops: Vec<Op>,
}

impl Log {
    /// An empty one of a folder that is empty.
    pub fn of(root: &Path) -> Self {
        Self { root: root.to_owned(), names: BTreeMap::new(), things: ROOT + 1, folders: BTreeSet::from([ROOT]), ops: Vec::new() }
    }

    /// How many operations there are.
    pub fn length(&self) -> usize {
        self.ops.len()
    }

    /// Writes down that something is said from here on: a number that counts up.
    pub fn say(&mut self, number: usize) {
        self.ops.push(Op::Said(number));
    }

    /// The last number that was said before an operation; none where none was.
    pub fn said(&self, before: usize) -> Option<usize> {
        self.ops[..before].iter().rev().find_map(|op| if let Op::Said(number) = op { Some(*number) } else { None })
    }

    /// Everything is durable so far.
    pub fn settle(&mut self) {
        for thing in 0..self.things {
            self.ops.push(Op::Sync { thing, since: self.ops.len() });
        }
    }

    /// Writes down an operation that was done. One on a name outside of the root, or on one that is not known, is left out.
    pub fn note(&mut self, event: Event<'_>) {
        self.note_since(event, self.ops.len());
    }

    /// As [`note`](Self::note); a sync covers only what had been done `since`.
    pub fn note_since(&mut self, event: Event<'_>, since: usize) {
        let op = match event {
            Event::Folder(path) | Event::Create(path) => {
                let Some(name) = self.name(path) else { return };
                let thing = self.things;
                self.things += 1;
                if matches!(event, Event::Folder(_)) {
                    self.folders.insert(thing);
                }
                self.names.insert(name.clone(), thing);
                Op::Link { name, thing }
            }
            Event::Write(path, at, bytes) => {
                let Some(thing) = self.find(path) else { return };
                Op::Write { thing, at: at as usize, bytes: bytes.to_vec() }
            }
            Event::Cut(path, length) => {
                let Some(thing) = self.find(path) else { return };
                Op::Cut { thing, length: length as usize }
            }
            Event::Sync(path) => {
                let Some(thing) = self.find(path) else { return };
                Op::Sync { thing, since }
            }
            Event::Rename(from, to) => {
                let (Some(from), Some(to)) = (self.name(from), self.name(to)) else { return };
                let Some(thing) = self.names.remove(&from) else { return };
                self.names.insert(to.clone(), thing);
                Op::Move { from, to, thing }
            }
            Event::Remove(path) => {
                let Some(name) = self.name(path) else { return };
                self.names.remove(&name);
                Op::Unlink { name }
            }
        };
        self.ops.push(op);
    }

    /// True where this name is known.
    pub fn knows(&self, path: &Path) -> bool {
        self.find(path).is_some()
    }

    fn find(&self, path: &Path) -> Option<usize> {
        let mut at = ROOT;
        for part in path.strip_prefix(&self.root).ok()?.components() {
            let Component::Normal(part) = part else { return None };
            at = *self.names.get(&(at, part.to_owned()))?;
        }
        Some(at)
    }

    fn name(&self, path: &Path) -> Option<Name> {
        Some((self.find(path.parent()?)?, path.file_name()?.to_owned()))
    }

    /// What a cut before operation `end` may leave.
    pub fn after_cut(&self, end: usize, dice: &mut Dice) -> World {
        let ops = &self.ops[..end];
        // Up to which operation each thing is durable.
        let mut durable = vec![0; self.things];
        for op in ops {
            if let Op::Sync { thing, since } = op {
                durable[*thing] = durable[*thing].max(*since);
            }
        }
        let kind = Kind::of(dice);
        // In order, names are there up to some operation; out of it, each for itself.
        let names_until = if kind.names_in_order { Some(dice.below(end + 1)) } else { None };
        let mut world = World { names: BTreeMap::new(), bytes: BTreeMap::new(), folders: self.folders.clone() };
        for (at, op) in ops.iter().enumerate() {
            let mut named = |folders: &[usize]| {
                folders.iter().all(|folder| at < durable[*folder]) || names_until.map_or_else(|| dice.hits(kind.kept), |until| at < until)
            };
            match op {
                Op::Link { name, thing } => {
                    if named(&[name.0]) {
                        world.names.insert(name.clone(), *thing);
                    }
                }
                Op::Move { from, to, thing } => {
                    if named(&[from.0, to.0]) {
                        world.names.retain(|name, there| there != thing || name == to);
                        world.names.remove(from);
                        world.names.insert(to.clone(), *thing);
                    }
                }
                Op::Unlink { name } => {
                    if named(&[name.0]) {
                        world.names.remove(name);
                    }
                }
                Op::Write { thing, at: from, bytes } => {
                    let file = world.bytes.entry(*thing).or_default();
                    write(file, *from, bytes, if at < durable[*thing] { None } else { Some((&kind, &mut *dice)) });
                }
                Op::Cut { thing, length } => {
                    if at < durable[*thing] || dice.hits(kind.kept) {
                        world.bytes.entry(*thing).or_default().resize(*length, 0);
                    }
                }
                Op::Sync { .. } | Op::Said(_) => {}
            }
        }
        world
    }
}

/// How bad a cut is.
struct Kind {
    names_in_order: bool,
    /// So many of a hundred operations that were not synced are kept.
    kept: usize,
    /// So many of a hundred writes that are kept are torn.
    torn: usize,
}

impl Kind {
    fn of(dice: &mut Dice) -> Self {
        let kept = [0, 30, 60, 90, 100][dice.below(5)];
        Self { names_in_order: dice.hits(50), kept, torn: [0, 50, 100][dice.below(3)] }
    }
}

fn write(file: &mut Vec<u8>, from: usize, bytes: &[u8], undurable: Option<(&Kind, &mut Dice)>) {
    let mut put = |at: usize, bytes: &[u8]| {
        if file.len() < at + bytes.len() {
            file.resize(at + bytes.len(), 0);
        }
        file[at..at + bytes.len()].copy_from_slice(bytes);
    };
    let Some((kind, dice)) = undurable else { return put(from, bytes) };
    if !dice.hits(kind.kept) {
        return;
    }
    if !dice.hits(kind.torn) {
        return put(from, bytes);
    }
    if dice.hits(40) {
        // Its beginning.
        return put(from, &bytes[..dice.below(bytes.len() + 1)]);
    }
    // Its blocks, as they lie on the disk.
    let mut at = 0;
    while at < bytes.len() {
        let length = (BLOCK - (from + at) % BLOCK).min(bytes.len() - at);
        let block = &bytes[at..at + length];
        match dice.below(4) {
            0 => put(from + at, block),
            1 => put(from + at, &vec![0; length]),
            2 => put(from + at, &(0..length).map(|_| dice.below(256) as u8).collect::<Vec<u8>>()),
            _ => {}
        }
        at += length;
    }
}

/// What lies on a disk after a cut.
pub struct World {
    names: BTreeMap<Name, usize>,
    bytes: BTreeMap<usize, Vec<u8>>,
    folders: BTreeSet<usize>,
}

impl World {
    /// Writes it into a folder, which is emptied before.
    pub fn write(&self, root: &Path) {
        let _ = fs::remove_dir_all(root);
        fs::create_dir_all(root).unwrap();
        self.write_below(ROOT, root, 0);
    }

    fn write_below(&self, folder: usize, path: &Path, depth: usize) {
        for ((_, name), thing) in self.names.range((folder, OsString::new())..(folder + 1, OsString::new())) {
            let path = path.join(name);
            if self.folders.contains(thing) {
                fs::create_dir_all(&path).unwrap();
                assert!(depth < 20, "a folder in itself");
                self.write_below(*thing, &path, depth + 1);
            } else {
                fs::write(&path, self.bytes.get(thing).map_or(&[][..], |bytes| bytes)).unwrap();
            }
        }
    }
}

/// A folder that was written without this log: as it was at some moments, and which of them, or none, a cut left. The database is such
/// a one: it is never waited for, so any mixture of its files may be there.
pub fn mixture(moments: &[Files], dice: &mut Dice) -> Option<Files> {
    if moments.is_empty() || dice.hits(25) {
        return None;
    }
    let latest = moments.len() - 1;
    let moment = |dice: &mut Dice| if dice.hits(50) { latest } else { dice.below(moments.len()) };
    let base = moment(dice);
    if dice.hits(40) {
        return Some(moments[base].clone());
    }
    let mut files = moments[base].clone();
    for (path, bytes) in &mut files {
        let other = &moments[moment(dice)];
        let Some((_, theirs)) = other.iter().find(|(p, _)| p == path) else { continue };
        if dice.hits(50) {
            bytes.clone_from(theirs);
        } else {
            for (at, block) in bytes.chunks_mut(4096).enumerate() {
                if let Some(theirs) = theirs.get(at * 4096..at * 4096 + block.len())
                    && dice.hits(30)
                {
                    block.copy_from_slice(theirs);
                }
            }
        }
    }
    Some(files)
}
