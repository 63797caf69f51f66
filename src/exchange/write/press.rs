//! The files of an export, packed while they grow: on a thread of their own and in memory, where they take an eighth of what they hold. At
//! the end they are put into the zip as they are.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};
use zip::write::{PreparedZipFile, SimpleFileOptions, ZipFileBuilder};
use zip::{CompressionMethod, DateTime, System};

/// So many pieces may wait.
const WAITING: usize = 8;

/// How every file of an export lies in its zip.
pub(super) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o600)
}

/// A piece of the file of this number.
type Piece = (usize, String);

/// Where the pieces go.
pub(super) struct Press {
    tell: SyncSender<Piece>,
    thread: JoinHandle<io::Result<Vec<PreparedZipFile>>>,
}

impl Press {
    /// One for files of these names.
    pub fn begin(names: Vec<String>) -> io::Result<Self> {
        let (tell, pieces) = sync_channel(WAITING);
        Ok(Self { tell, thread: Builder::new().name("press".to_owned()).spawn(move || pack(&names, &pieces))? })
    }

    /// The next piece of a file.
    pub fn add(&self, file: usize, piece: String) {
        // Where nobody takes it any more, the end says why.
        let _ = self.tell.send((file, piece));
    }

    /// Everything, packed.
    pub fn end(self) -> io::Result<Vec<PreparedZipFile>> {
        drop(self.tell);
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("packing failed")))
    }
}

fn pack(names: &[String], pieces: &Receiver<Piece>) -> io::Result<Vec<PreparedZipFile>> {
    let mut files: Vec<ZipFileBuilder> = names.iter().map(|name| Ok(ZipFileBuilder::new(name, options())?)).collect::<io::Result<_>>()?;
    for (file, piece) in pieces {
        files.get_mut(file).map_or(Ok(()), |file| file.write_all(piece.as_bytes()))?;
    }
    files.into_iter().map(|file| Ok(file.finish()?)).collect()
}
