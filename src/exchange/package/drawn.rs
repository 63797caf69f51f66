//! The bytes of a zip, counted as they are drawn from the disk: what a zip says of its own sizes is no measure of them.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A zip whose bytes are counted.
pub(super) struct Drawn {
    file: BufReader<File>,
    read: Arc<AtomicU64>,
}

impl Drawn {
    pub fn new(file: File) -> Self {
        Self { file: BufReader::new(file), read: Arc::default() }
    }

    /// Says at any time how many bytes were read since now.
    pub fn count(&self) -> impl Fn() -> u64 + Send + 'static {
        let (read, before) = (Arc::clone(&self.read), self.read.load(Ordering::Relaxed));
        move || read.load(Ordering::Relaxed).saturating_sub(before)
    }
}

impl Read for Drawn {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(u64::try_from(count).unwrap_or_default(), Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Drawn {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
