//! The three things that the journal does to a disk, behind a trait: so that tests can let each of them fail or be cut.

use std::fs::File;
use std::io::{self, Write};

/// What the journal asks of a disk.
pub trait Disk: Send {
    /// Appends all of these bytes to a segment.
    ///
    /// # Errors
    /// Whatever the system says; a part of them may have been written.
    fn append(&mut self, file: &mut File, bytes: &[u8]) -> io::Result<()>;
    /// Makes everything appended durable.
    ///
    /// # Errors
    /// Whatever the system says; then nothing is known about what was appended.
    fn sync(&mut self, file: &File) -> io::Result<()>;
    /// Cuts a segment back.
    ///
    /// # Errors
    /// Whatever the system says.
    fn cut(&mut self, file: &File, length: u64) -> io::Result<()>;
}

/// The real one.
pub struct RealDisk;

impl Disk for RealDisk {
    fn append(&mut self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }
    fn sync(&mut self, file: &File) -> io::Result<()> {
        file.sync_data()
    }
    fn cut(&mut self, file: &File, length: u64) -> io::Result<()> {
        file.set_len(length)?;
        file.sync_all()
    }
}
