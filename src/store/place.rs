//! Where a store stands on the disk: its folder, the lock on it, and the anchor outside of it.

use super::disk::{Disk, above, private};
use super::error::Error;
use super::seal::Key;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Where a store is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder of the records.
    pub data: PathBuf,
    /// The folder that remembers the last save, so that an older copy of the records is noticed; none where nothing should.
    pub anchor: Option<PathBuf>,
}

impl Place {
    /// True where a store stands that no process has open.
    pub fn is_left(&self) -> bool {
        // Whoever makes one takes the lock first.
        self.journal().is_dir() && matches!(Lock::look(self), Ok(Some(_)))
    }

    /// The key file.
    pub(super) fn vault(&self) -> PathBuf {
        self.data.join("vault")
    }

    /// Its copy.
    pub(super) fn vault_copy(&self) -> PathBuf {
        self.data.join("vault.copy")
    }

    /// The count of wrong tries.
    pub(super) fn tries(&self) -> PathBuf {
        self.data.join("tries")
    }

    /// The folder of the journal.
    pub(super) fn journal(&self) -> PathBuf {
        self.data.join("journal")
    }

    /// The folder of the database.
    pub(super) fn state(&self) -> PathBuf {
        self.data.join("state")
    }

    fn anchor(&self, store: &[u8; 16]) -> Option<PathBuf> {
        let name = store[..4].iter().fold("anchor-".to_owned(), |name, byte| name + &format!("{byte:02x}"));
        self.anchor.as_ref().map(|folder| folder.join(name))
    }
}

/// The lock of a store; released when dropped, and by the system when the process dies.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock and writes down who holds it.
    pub fn take(place: &Place) -> Result<Self, Error> {
        let path = place.data.join("lock");
        let mut file =
            private(OpenOptions::new().read(true).write(true).create(true).truncate(false)).open(&path).map_err(Error::folder)?;
        lock(&file, &path)?;
        let since = chrono::Local::now().format("%m/%d/%Y %H:%M");
        // Only for the words of a second opener: a failure to write them is no reason not to open.
        let _ = file.set_len(0).and_then(|()| write!(file, "{} since {since}", holder()));
        Ok(Self { _file: file })
    }

    /// Takes the lock of a store that is only looked at: writes nothing.
    pub fn look(place: &Place) -> Result<Option<Self>, Error> {
        let path = place.data.join("lock");
        match File::open(&path) {
            Ok(file) => lock(&file, &path).map(|()| Some(Self { _file: file })),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::folder(e)),
        }
    }
}

/// So often, with a pause of [`MOMENT`], a lock is tried that only this process can hold.
const TRIES: u32 = 30;
const MOMENT: Duration = Duration::from_millis(10);

fn lock(file: &File, path: &Path) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => {
                let by = fs::read_to_string(path).ok().filter(|by| !by.is_empty());
                // A program that this process is just starting holds a copy of a lock that was let go, for the blink of an eye.
                let ours = by.as_ref().is_some_and(|by| by.starts_with(&holder()));
                if !ours || tries == TRIES {
                    return Err(Error::InUse { by: by.unwrap_or_else(|| "another process".to_owned()) });
                }
                tries += 1;
                thread::sleep(MOMENT);
            }
            Err(TryLockError::Error(e)) => return Err(Error::folder(e)),
        }
    }
}

fn holder() -> String {
    format!("process {},", std::process::id())
}

/// The name `stem.set-aside-N` behind the last one that is there.
pub fn aside(path: &Path) -> PathBuf {
    beside(path, asides(path).last().map_or(1, |last| last.saturating_add(1)))
}

/// The numbers N of everything `stem.set-aside-N` that is there, in order.
pub fn asides(path: &Path) -> Vec<u32> {
    let stem = path.components().next_back().map(|name| format!("{}{ASIDE}", name.as_os_str().to_string_lossy())).unwrap_or_default();
    let entries = path.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten();
    let number = |entry: io::Result<fs::DirEntry>| entry.ok()?.file_name().to_str()?.strip_prefix(&stem)?.parse().ok();
    let mut numbers: Vec<u32> = entries.filter_map(number).collect();
    numbers.sort_unstable();
    numbers
}

/// `stem.set-aside-N` of this number.
pub fn beside(path: &Path, n: u32) -> PathBuf {
    // Without a slash at the end, which would name something inside of it.
    let mut name = path.components().collect::<PathBuf>().into_os_string();
    name.push(format!("{ASIDE}{n}"));
    PathBuf::from(name)
}

const ASIDE: &str = ".set-aside-";

/// So many bytes more than what is to be written must be free: for the small files, and for the saves that go on meanwhile.
const SPARE: u64 = 4 << 20;

/// Whether the disk of this folder has room for so many bytes. Where the system does not tell, the writing itself will.
pub fn room(folder: &Path, bytes: u64) -> Result<(), Error> {
    let wanted = bytes.saturating_add(SPARE);
    match fs4::available_space(folder) {
        Ok(free) if free < wanted => Err(Error::NoRoom { wanted, free }),
        _ => Ok(()),
    }
}

/// The last save, as it is remembered outside of the store's folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Its number.
    pub sequence: u64,
    /// The hash of its last frame.
    pub hash: [u8; 32],
}

const ANCHOR: &[u8] = b"wayhome anchor 1";

impl Anchor {
    /// What is remembered of this store; none where nothing is, or nothing that this store's key made.
    pub fn read(place: &Place, store: &[u8; 16], key: &Key) -> Option<Self> {
        let plain = key.open(ANCHOR, &fs::read(place.anchor(store)?).ok()?)?;
        let (sequence, hash) = plain.split_first_chunk::<8>()?;
        Some(Self { sequence: u64::from_le_bytes(*sequence), hash: hash.try_into().ok()? })
    }

    /// Remembers. Not synced: an anchor that lags behind warns a little later, and a save must not wait for it.
    pub fn write(self, disk: &dyn Disk, place: &Place, store: &[u8; 16], key: &Key) -> Result<(), Error> {
        self.put(disk, place, store, key, &|path, sealed| disk.replace_lazily(path, sealed)).map_err(Error::folder)
    }

    /// Remembers for certain: where the records are older from now on than they were, one that lags behind would be a false alarm.
    pub fn write_durably(self, disk: &dyn Disk, place: &Place, store: &[u8; 16], key: &Key) -> Result<(), Error> {
        self.put(disk, place, store, key, &|path, sealed| disk.replace(path, sealed)).map_err(Error::folder)
    }

    fn put(
        self,
        disk: &dyn Disk,
        place: &Place,
        store: &[u8; 16],
        key: &Key,
        replace: &dyn Fn(&Path, &[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(path) = place.anchor(store) else { return Ok(()) };
        let sealed = key.seal(ANCHOR, &[&self.sequence.to_le_bytes()[..], &self.hash].concat()).map_err(io::Error::other)?;
        // The folder may be new: a store that was brought from another computer.
        disk.folders(above(&path)).and_then(|()| replace(&path, &sealed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_room_is_refused_before_anything_is_written() {
        let folder = std::env::temp_dir();
        assert!(room(&folder, 1).is_ok());
        let Err(error) = room(&folder, u64::MAX / 2) else { panic!("so much room") };
        assert!(error.to_string().starts_with("There is not enough room: "), "{error}");
    }
}
