//! The zip or folder that an export comes in, and the limits that keep a hostile one from filling the memory.
//!
//! Only the base name of an entry is ever used, and nothing is unpacked to the disk.

use super::error::Error;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// All files together, unpacked.
const MOST_BYTES: u64 = 4 << 30;
/// One row. Longer ones are a quote that is never closed, or an attack.
const MOST_BYTES_OF_A_ROW: u64 = 4 << 20;
/// HMIS CSV packs to a fifth, seldom to a fiftieth.
const MOST_RATIO: u64 = 250;
/// Below this size the ratio does not matter.
const SMALL: u64 = 16 << 20;
/// Folders inside a chosen folder.
const DEPTH: usize = 3;

/// What an export comes in.
pub(super) struct Package {
    archive: Option<ZipArchive<BufReader<File>>>,
    items: Vec<Item>,
    left: u64,
    /// True where two entries of the zip bear the same whole name; only one of them can be reached.
    pub twins: bool,
}

/// One file of it.
pub(super) struct Item {
    /// Its name without any folder.
    pub name: String,
    place: Place,
}

enum Place {
    Zip(usize),
    Disk(PathBuf),
}

impl Package {
    /// Opens a zip or a folder and lists its files.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let unopened = |source| Error::Open { path: path.to_owned(), source };
        if fs::metadata(path).map_err(unopened)?.is_dir() {
            let mut items = Vec::new();
            list(path, DEPTH, &mut items).map_err(unopened)?;
            items.sort_by(|a, b| a.name.cmp(&b.name));
            return Ok(Self { archive: None, items, left: MOST_BYTES, twins: false });
        }
        let file = File::open(path).map_err(unopened)?;
        let archive = ZipArchive::new(BufReader::new(file)).map_err(|_| Error::NotAZip { path: path.to_owned() })?;
        let mut items = Vec::new();
        for at in 0..archive.len() {
            let entry = archive.by_index_data(at).map_err(|_| Error::NotAZip { path: path.to_owned() })?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            let base = name.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
            if !base.is_empty() && !entry.is_dir() {
                items.push(Item { name: base, place: Place::Zip(at) });
            }
        }
        let twins = archive.has_duplicate_names();
        Ok(Self { archive: Some(archive), items, left: MOST_BYTES, twins })
    }

    /// True for two files of one folder, and for all files of a zip.
    pub fn lie_together(&self, one: usize, other: usize) -> bool {
        let folder = |at: usize| match self.items.get(at).map(|item| &item.place) {
            Some(Place::Disk(path)) => path.parent(),
            _ => None,
        };
        folder(one) == folder(other)
    }

    /// Its files.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Opens the bytes of a file, guarded by the limits.
    pub fn bytes(&mut self, at: usize) -> Result<Guard<'_>, Error> {
        let item = &self.items[at];
        let name = item.name.clone();
        let (inner, most): (Box<dyn Read + '_>, u64) = match (&item.place, &mut self.archive) {
            (Place::Zip(entry), Some(archive)) => {
                let entry = archive.by_index(*entry).map_err(|e| refusal(&name, e))?;
                let most = entry.compressed_size().saturating_mul(MOST_RATIO).max(SMALL);
                (Box::new(entry), most)
            }
            (Place::Disk(path), _) => {
                let open = File::open(path).map_err(|source| Error::Open { path: path.clone(), source })?;
                (Box::new(open), MOST_BYTES)
            }
            (Place::Zip(_), None) => (Box::new(io::empty()), 0),
        };
        Ok(Guard {
            name,
            inner,
            left: &mut self.left,
            left_of_file: most,
            left_of_row: MOST_BYTES_OF_A_ROW,
            quotes: 0,
            crlf: None,
            last: 0,
            ended: false,
        })
    }
}

fn list(folder: &Path, depth: usize, items: &mut Vec<Item>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() && depth > 0 {
            list(&entry.path(), depth - 1, items)?;
        } else if kind.is_file() {
            items.push(Item { name: entry.file_name().to_string_lossy().trim().to_owned(), place: Place::Disk(entry.path()) });
        }
    }
    Ok(())
}

fn refusal(name: &str, error: ZipError) -> Error {
    let file = name.to_owned();
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Error::Encrypted,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Error::Compression { file },
        ZipError::Io(source) => Error::Damaged { file, source },
        error => Error::Damaged { file, source: io::Error::new(io::ErrorKind::InvalidData, error.to_string()) },
    }
}

/// The bytes of one file, counted.
pub(super) struct Guard<'a> {
    name: String,
    inner: Box<dyn Read + 'a>,
    left: &'a mut u64,
    left_of_file: u64,
    left_of_row: u64,
    quotes: u64,
    /// Whether its first line ends in CR LF; none before that end was seen.
    crlf: Option<bool>,
    last: u8,
    ended: bool,
}

/// A limit was reached.
#[derive(Debug, thiserror::Error)]
#[error("a limit of size was reached")]
struct Limit;

impl<'a> Guard<'a> {
    /// The same as UTF-8, and true where its first bytes said that it is UTF-16.
    pub fn into_text(mut self) -> Result<(Self, bool), Error> {
        match super::decode::utf_16(std::mem::replace(&mut self.inner, Box::new(io::empty()))) {
            Ok((inner, converted)) => Ok((Self { inner, ..self }, converted)),
            Err(source) => Err(self.failure(source)),
        }
    }
}

impl Guard<'_> {
    /// What is not read row by row has no limit of a row.
    pub fn as_a_whole(&mut self) {
        self.left_of_row = u64::MAX;
    }

    /// A row is complete: the next one has the whole allowance of a row.
    pub fn next_row(&mut self) {
        self.left_of_row = MOST_BYTES_OF_A_ROW;
    }

    /// True where the file has ended and one of its quotes has no partner.
    pub fn ended_in_a_quote(&self) -> bool {
        self.ended && self.quotes % 2 == 1
    }

    /// True where the CSV reader has consumed the line feed of the row that it gave last: not where it stops at the CR of a CR LF,
    /// nor where it ran into the end of the file.
    pub fn line_feed_consumed(&self) -> bool {
        self.crlf == Some(false) && !self.ended
    }

    /// What a failure to read on means.
    pub fn failure(&self, source: io::Error) -> Error {
        let file = self.name.clone();
        if source.get_ref().is_some_and(|e| e.is::<Limit>()) { Error::TooLarge { file } } else { Error::Damaged { file, source } }
    }
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let bytes = &buffer[..count];
        self.ended = count == 0;
        self.quotes += bytes.iter().map(|b| u64::from(*b == b'"')).sum::<u64>();
        if let (None, Some(at)) = (self.crlf, bytes.iter().position(|b| *b == b'\n')) {
            self.crlf = Some(at.checked_sub(1).map_or(self.last, |before| bytes[before]) == b'\r');
        }
        self.last = bytes.last().copied().unwrap_or(self.last);
        for left in [&mut *self.left, &mut self.left_of_file, &mut self.left_of_row] {
            *left = u64::try_from(count).ok().and_then(|n| left.checked_sub(n)).ok_or_else(|| io::Error::other(Limit))?;
        }
        Ok(count)
    }
}
