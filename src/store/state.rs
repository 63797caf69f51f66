//! The cabinet: sealed values by row number, in sled, or in memory where sled cannot serve. The only file that names sled.
//!
//! Everything here can be made again from the journal, so nothing is synced on the way of a save, and whatever goes wrong is told to
//! the caller, who rebuilds. sled 0.34.7 panics on some damaged files; every call is caught.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long sled's lock is waited for, and how often it is tried.
const LOCK_PATIENCE: Duration = Duration::from_secs(3);
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// So many bytes of pages sled may hold, and it takes several times as much. What it lets go of, the system has still at hand.
const CACHE: u64 = 16 << 20;

/// Which drawer a value lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// The rows of one client.
    Charts = b'c' as isize,
    /// The rows of one agency file.
    Agency = b'a' as isize,
    /// One draft.
    Drafts = b'd' as isize,
    /// One setting.
    Settings = b's' as isize,
    /// Where the frames of one commit stand, by its number.
    Saves = b'j' as isize,
    /// What was applied last.
    Meta = b'm' as isize,
}

/// A drawer and a row number. Row numbers say nothing about a person, and counting them up is what sled bears best.
pub type Key = [u8; 9];

impl Shelf {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Charts, Self::Agency, Self::Drafts, Self::Settings, Self::Saves, Self::Meta];

    /// The key of a row.
    pub fn key(self, row: u64) -> Key {
        let mut key = [self as u8; 9];
        key[1..].copy_from_slice(&row.to_be_bytes());
        key
    }
}

/// The cabinet failed: what sled said, for the log.
#[derive(Debug, Clone)]
pub struct Broken(pub String);

/// What a commit writes into the cabinet: all of it or nothing.
pub type Batch = Vec<(Key, Option<Vec<u8>>)>;

/// Sealed values by key.
pub enum Cabinet {
    /// On the disk, in this folder.
    Sled(sled::Db, PathBuf),
    /// In memory, until the program ends.
    Memory(BTreeMap<Key, Vec<u8>>),
}

/// What a visitor of a shelf is given: the row number and the sealed value. It returns false to stop.
pub type Visitor<'a> = dyn FnMut(u64, &[u8]) -> bool + 'a;

impl Cabinet {
    /// Opens or makes the database in this folder.
    ///
    /// Our own lock says that nobody else has the store, so sled's can be held only by what is about to let go of it: a database
    /// that is closing, or a program being started that has not shed our files yet. That is waited for, not rebuilt.
    pub fn open(path: &Path) -> Result<Self, Broken> {
        let config = sled::Config::new().path(path).cache_capacity(CACHE).print_profile_on_drop(false);
        let until = Instant::now() + LOCK_PATIENCE;
        loop {
            match caught(|| config.open()) {
                Err(Broken(cause)) if cause.contains("could not acquire lock") && Instant::now() < until => thread::sleep(LOCK_PAUSE),
                answer => return answer.map(|db| Self::Sled(db, path.to_owned())),
            }
        }
    }

    /// An empty one in memory.
    pub fn memory() -> Self {
        Self::Memory(BTreeMap::new())
    }

    /// The folder in which it lies; none where it is in memory.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Sled(_, folder) => Some(folder),
            Self::Memory(_) => None,
        }
    }

    /// The sealed value of a key.
    pub fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, Broken> {
        match self {
            Self::Sled(db, _) => caught(|| Ok(db.get(key)?.map(|value| value.to_vec()))),
            Self::Memory(map) => Ok(map.get(key).cloned()),
        }
    }

    /// Visits a shelf by row number.
    pub fn scan(&self, shelf: Shelf, visit: &mut Visitor<'_>) -> Result<(), Broken> {
        let row = |key: &[u8]| key.get(1..).and_then(|row| Some(u64::from_be_bytes(row.try_into().ok()?)));
        match self {
            Self::Sled(db, _) => {
                let mut rows = caught(|| Ok(db.scan_prefix([shelf as u8])))?;
                while let Some((key, value)) = caught(|| rows.next().transpose())? {
                    let row = row(&key).ok_or_else(|| Broken("a key of another length".to_owned()))?;
                    if !visit(row, &value) {
                        break;
                    }
                }
            }
            Self::Memory(map) => {
                for (key, value) in map.range(shelf.key(0)..=shelf.key(u64::MAX)) {
                    if !visit(row(key).unwrap_or_default(), value) {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes a batch as one.
    pub fn write(&mut self, batch: Batch) -> Result<(), Broken> {
        match self {
            Self::Sled(db, _) => {
                let mut writes = sled::Batch::default();
                for (key, value) in batch {
                    match value {
                        Some(value) => writes.insert(&key, value),
                        None => writes.remove(&key),
                    }
                }
                caught(|| db.apply_batch(writes))
            }
            Self::Memory(map) => {
                for (key, value) in batch {
                    match value {
                        Some(value) => drop(map.insert(key, value)),
                        None => drop(map.remove(&key)),
                    }
                }
                Ok(())
            }
        }
    }

    /// Brings everything to the disk and lets go of the files.
    pub fn close(self) {
        if let Self::Sled(db, _) = self {
            // Only saves a replay at the next opening; a failure here loses nothing.
            if let Err(Broken(cause)) = caught(|| db.flush().map(drop)) {
                tracing::warn!(cause, "the database was not flushed");
            }
            let _ = catch_unwind(AssertUnwindSafe(move || drop(db)));
        }
    }
}

fn caught<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, Broken> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(Broken(error.to_string())),
        Err(_) => Err(Broken("sled panicked".to_owned())),
    }
}
