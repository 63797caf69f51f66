//! Everything that the store does to its files, in eight operations behind a trait: so that tests can record each of them, let each of
//! them fail, and rebuild what a power cut would have left.
//!
//! Not through it go the files of the database, which can be made again, and the lock, which nobody reads after a cut.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What the store asks of a disk. None of it is durable before it is synced: bytes and lengths with their file, names with their folder.
pub trait Disk: Send + Sync {
    /// Makes a folder that only this user may enter; the one above it is there.
    ///
    /// # Errors
    /// Whatever the system says; as for every operation.
    fn folder(&self, path: &Path) -> io::Result<()>;
    /// Makes an empty file that only this user may read. None of this name may be there.
    ///
    /// # Errors
    /// As [`folder`](Self::folder).
    fn create(&self, path: &Path) -> io::Result<Output>;
    /// Appends all of these bytes.
    ///
    /// # Errors
    /// As [`folder`](Self::folder); a part of them may have been written.
    fn append(&self, file: &Output, bytes: &[u8]) -> io::Result<()>;
    /// Cuts a file back to this many bytes.
    ///
    /// # Errors
    /// As [`folder`](Self::folder).
    fn cut(&self, file: &Output, length: u64) -> io::Result<()>;
    /// Makes what was appended and cut durable.
    ///
    /// # Errors
    /// As [`folder`](Self::folder); then nothing is known about any of it.
    fn sync(&self, file: &Output) -> io::Result<()>;
    /// Moves a file or a folder, over a file that may be there.
    ///
    /// # Errors
    /// As [`folder`](Self::folder).
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file or an empty folder.
    ///
    /// # Errors
    /// As [`folder`](Self::folder).
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    ///
    /// # Errors
    /// As [`folder`](Self::folder).
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// A file that is open to be appended to.
pub struct Output {
    path: PathBuf,
    file: File,
}

impl Output {
    /// A file that is there.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: OpenOptions::new().append(true).open(path)? })
    }

    /// The name under which it was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes it has.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn length(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }
}

/// The real one.
pub struct RealDisk;

impl Disk for RealDisk {
    fn folder(&self, path: &Path) -> io::Result<()> {
        #[cfg_attr(not(unix), expect(unused_mut, reason = "only unix has modes"))]
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }
    fn create(&self, path: &Path) -> io::Result<Output> {
        let file = private(OpenOptions::new().append(true).create_new(true)).open(path)?;
        Ok(Output { path: path.to_owned(), file })
    }
    fn append(&self, file: &Output, bytes: &[u8]) -> io::Result<()> {
        (&file.file).write_all(bytes)
    }
    fn cut(&self, file: &Output, length: u64) -> io::Result<()> {
        file.file.set_len(length)
    }
    fn sync(&self, file: &Output) -> io::Result<()> {
        file.file.sync_data()
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        if fs::symlink_metadata(path)?.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) }
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Windows has no such thing and needs none.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }
}

/// What is made of these operations.
impl dyn Disk + '_ {
    /// Makes a folder, and those above it, each with a durable name.
    pub(super) fn folders(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        self.folders(above(path))?;
        match self.folder(path) {
            Err(_) if path.is_dir() => return Ok(()),
            made => made?,
        }
        self.sync_folder(above(path))
    }

    /// Replaces a file whole: after a power cut it is the old one or the new one.
    pub(super) fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write(path, bytes, true)?;
        self.sync_folder(above(path))
    }

    /// Replaces a file without waiting for the disk: after a power cut it is the old one, the new one, or unreadable.
    pub(super) fn replace_lazily(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write(path, bytes, false)
    }

    /// Writes the file beside its place, then moves it there.
    fn write(&self, path: &Path, bytes: &[u8], durably: bool) -> io::Result<()> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = Path::new(&beside);
        // One that was being written when the power failed.
        self.forget(beside)?;
        let file = self.create(beside)?;
        self.append(&file, bytes)?;
        if durably {
            self.sync(&file)?;
        }
        drop(file);
        self.rename(beside, path)
    }

    /// Removes a file that need not be there.
    pub(super) fn forget(&self, path: &Path) -> io::Result<()> {
        match fs::symlink_metadata(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            _ => self.remove(path),
        }
    }

    /// Removes a folder, which need not be there, and everything in it.
    pub(super) fn forget_folder(&self, path: &Path) -> io::Result<()> {
        let entries = match fs::read_dir(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() { self.forget_folder(&entry.path())? } else { self.remove(&entry.path())? }
        }
        self.remove(path)
    }
}

/// The folder in which this is.
pub(super) fn above(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that only this user may read.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Replaces a file of the user's whole: after a power cut it is the old one or the new one.
///
/// # Errors
/// Whatever the system says; then the old one is still there.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let disk: &dyn Disk = &RealDisk;
    disk.replace(path, bytes)
}
