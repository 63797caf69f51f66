//! Disks for the store: one that writes down what is done, one that fails at a step, one that waits for nothing.

use super::world::{Event, Log};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use wayhome::store::{Disk, Output, RealDisk};

/// A disk that waits for nothing: for looking at what a cut has left, where nothing is cut any more.
struct Unsynced;

/// A disk that waits for nothing.
pub fn unsynced() -> Arc<dyn Disk> {
    Arc::new(Unsynced)
}

impl Disk for Unsynced {
    fn folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.folder(path)
    }
    fn create(&self, path: &Path) -> io::Result<Output> {
        RealDisk.create(path)
    }
    fn append(&self, file: &Output, bytes: &[u8]) -> io::Result<()> {
        RealDisk.append(file, bytes)
    }
    fn cut(&self, file: &Output, length: u64) -> io::Result<()> {
        RealDisk.cut(file, length)
    }
    fn sync(&self, _: &Output) -> io::Result<()> {
        Ok(())
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// A disk that writes down every operation below a root. With `honest` false it says that it synced and does not.
pub struct Recorder {
    log: Arc<Mutex<Log>>,
    honest: bool,
}

impl Recorder {
    /// One that writes into this log.
    pub fn writing(log: &Arc<Mutex<Log>>, honest: bool) -> Arc<dyn Disk> {
        Arc::new(Self { log: log.clone(), honest })
    }

    fn note(&self, event: Event<'_>) {
        self.log.lock().unwrap().note(event);
    }
}

impl Disk for Recorder {
    fn folder(&self, path: &Path) -> io::Result<()> {
        Unsynced.folder(path)?;
        self.note(Event::Folder(path));
        Ok(())
    }
    fn create(&self, path: &Path) -> io::Result<Output> {
        let file = Unsynced.create(path)?;
        self.note(Event::Create(path));
        Ok(file)
    }
    fn append(&self, file: &Output, bytes: &[u8]) -> io::Result<()> {
        let at = file.length()?;
        Unsynced.append(file, bytes)?;
        self.note(Event::Write(file.path(), at, bytes));
        Ok(())
    }
    fn cut(&self, file: &Output, length: u64) -> io::Result<()> {
        Unsynced.cut(file, length)?;
        self.note(Event::Cut(file.path(), length));
        Ok(())
    }
    fn sync(&self, file: &Output) -> io::Result<()> {
        if self.honest {
            self.note(Event::Sync(file.path()));
        }
        Ok(())
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Unsynced.rename(from, to)?;
        self.note(Event::Rename(from, to));
        Ok(())
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        Unsynced.remove(path)?;
        self.note(Event::Remove(path));
        Ok(())
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        if self.honest {
            self.note(Event::Sync(path));
        }
        Ok(())
    }
}

/// How a disk fails.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// At this operation, counted from 0.
    pub at: usize,
    /// So many operations in a row.
    pub times: usize,
    /// With this word of the system.
    pub kind: io::ErrorKind,
}

/// A disk that fails at a step, and takes a part of what was to be written before it does.
pub struct Failing {
    disk: Arc<dyn Disk>,
    fault: Fault,
    /// How many operations there were, of which kinds, and the last one that failed.
    count: Mutex<(usize, BTreeMap<&'static str, usize>, Option<PathBuf>)>,
}

impl Failing {
    /// One that fails like this.
    pub fn new(fault: Fault) -> Arc<Self> {
        Self::over(unsynced(), fault)
    }

    /// One that fails like this, and is another one otherwise.
    pub fn over(disk: Arc<dyn Disk>, fault: Fault) -> Arc<Self> {
        Arc::new(Self { disk, fault, count: Mutex::default() })
    }

    /// One that never fails, and counts.
    pub fn never() -> Arc<Self> {
        Self::new(Fault { at: usize::MAX, times: 1, kind: io::ErrorKind::Other })
    }

    /// So many operations have been asked for.
    pub fn count(&self) -> usize {
        self.count.lock().unwrap().0
    }

    /// What kinds of operations have been asked for.
    pub fn kinds(&self) -> Vec<&'static str> {
        self.count.lock().unwrap().1.keys().copied().collect()
    }

    /// On what it failed; none where it has not.
    pub fn failed(&self) -> Option<PathBuf> {
        self.count.lock().unwrap().2.clone()
    }

    fn next(&self, kind: &'static str, path: &Path) -> io::Result<()> {
        let mut count = self.count.lock().unwrap();
        let now = count.0;
        count.0 += 1;
        *count.1.entry(kind).or_default() += 1;
        if now >= self.fault.at && now - self.fault.at < self.fault.times {
            count.2 = Some(path.to_owned());
            return Err(self.fault.kind.into());
        }
        Ok(())
    }
}

impl Disk for Failing {
    fn folder(&self, path: &Path) -> io::Result<()> {
        self.next("folder", path).and_then(|()| self.disk.folder(path))
    }
    fn create(&self, path: &Path) -> io::Result<Output> {
        self.next("create", path).and_then(|()| self.disk.create(path))
    }
    fn append(&self, file: &Output, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.next("append", file.path()) {
            // A full disk takes what fits.
            self.disk.append(file, &bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.disk.append(file, bytes)
    }
    fn cut(&self, file: &Output, length: u64) -> io::Result<()> {
        self.next("cut", file.path()).and_then(|()| self.disk.cut(file, length))
    }
    fn sync(&self, file: &Output) -> io::Result<()> {
        self.next("sync", file.path()).and_then(|()| self.disk.sync(file))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.next("rename", from).and_then(|()| self.disk.rename(from, to))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.next("remove", path).and_then(|()| self.disk.remove(path))
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.next("sync folder", path).and_then(|()| self.disk.sync_folder(path))
    }
}
