//! Why an exchange did not happen. Every error is a sentence for the user: what, why, what to do next; never a client's data.

use super::dialect::Dialect;
use super::package::Shut;
use super::visible::visible;
use crate::domain::progress::Cancelled;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The path cannot be opened.
    #[error("“{}” cannot be opened. Check that it is still there and that you may read it.", plain(path))]
    Open {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Neither a folder nor a zip that can be read.
    #[error(
        "“{}” is not a zip file. Choose another file, or the folder with the unpacked files. If you downloaded it, it may be cut short: download it again.",
        plain(path)
    )]
    NotAZip {
        /// Which.
        path: PathBuf,
    },
    /// A device, a pipe or a socket.
    #[error("“{}” is neither a file nor a folder. Choose the zip of the export, or the folder with its files.", plain(path))]
    NoFile {
        /// Which.
        path: PathBuf,
    },
    /// Exports beside each other, so that nobody knows which one is meant.
    #[error(
        "There are several exports in it, in the folders {}. Nothing was imported. Choose the folder of the one that you mean; unpack a zip first.",
        named(folders)
    )]
    Several {
        /// Where.
        folders: Vec<String>,
    },
    /// A file without which nothing is read leads elsewhere, or is none.
    #[error("{file} is {why}. Nothing was imported. Put the file itself in its place.")]
    Shut {
        /// Which file.
        file: String,
        /// What it is.
        why: Shut,
    },
    /// A zip with a passphrase.
    #[error("The zip is protected by a password. Unpack it first and choose the folder.")]
    Encrypted,
    /// Compressed by a method that we do not read.
    #[error("{file} is compressed in a way that cannot be read here. Unpack the zip first and choose the folder.")]
    Compression {
        /// Which file of the zip.
        file: String,
    },
    /// Larger than any honest export.
    #[error("{file} is larger than an HMIS export can be, or a quote in it is never closed. Nothing was imported. Ask for a new export.")]
    TooLarge {
        /// Which file.
        file: String,
    },
    /// The bytes of a file cannot be read to their end.
    #[error("{file} is damaged and cannot be read to its end. Nothing was imported. Download the export again.")]
    Damaged {
        /// Which file.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// One of the five files that we need is not there (R-IMP-2).
    #[error(
        "{file} is missing. An HMIS CSV export needs at least Export, Organization, Project, Client and Enrollment. Ask for a complete export."
    )]
    MissingFile {
        /// Which file.
        file: String,
    },
    /// One of the five files that we need lacks a column without which its rows mean nothing (R-IMP-2).
    #[error("{file} has no column {column}, so its rows cannot be told apart. Nothing was imported. Ask for a complete export.")]
    MissingColumn {
        /// Which file.
        file: String,
        /// Which column.
        column: String,
    },
    /// A file without which nothing is read is something else than HMIS CSV.
    #[error("{file} cannot be read: {dialect}. Nothing was imported. {}", dialect.help())]
    Dialect {
        /// Which file.
        file: String,
        /// What it is.
        dialect: Dialect,
    },
    /// The system gives no thread to read with.
    #[error(
        "The export cannot be read now, because the computer is too busy: {source}. Nothing was imported. Close other programs and try again."
    )]
    Busy {
        /// Why.
        source: io::Error,
    },
    /// Neither FY2024 nor FY2026 (R-IMP-1).
    #[error("The export is neither of FY2024 nor of FY2026. Ask for an export in the HMIS CSV format of one of these years.")]
    Version,
    /// Names and Social Security Numbers are hashed (R-IMP-9).
    #[error(
        "The export is hashed: its names and Social Security Numbers cannot be shown, so it cannot be worked with. Ask for an export without hashing (HashStatus 1)."
    )]
    Hashed,
    /// Somebody called it off.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A page to print could not be written; what stood there before still stands there.
    #[error(
        "The sheet could not be written to “{}”: {source}. Nothing was changed there. Check the space on the disk and your rights, or choose another folder.",
        plain(path)
    )]
    Paper {
        /// Where to.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The export could not be written; what stood there before still stands there.
    #[error(
        "The export could not be written to “{}”: {source}. Nothing was changed there. Check the space on the disk and your rights, or choose another folder.",
        plain(path)
    )]
    Write {
        /// Where to.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// What a failure to write an export means: that it was called off travels through the writer.
    pub(super) fn of_writing(path: &Path, source: io::Error) -> Self {
        match called_off(&source) {
            Some(cancelled) => Self::Cancelled(cancelled),
            None => Self::Write { path: path.to_owned(), source },
        }
    }

    /// The same of a page to print.
    pub(super) fn of_printing(path: &Path, source: io::Error) -> Self {
        match called_off(&source) {
            Some(cancelled) => Self::Cancelled(cancelled),
            None => Self::Paper { path: path.to_owned(), source },
        }
    }
}

/// A path as it may be shown.
fn plain(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// So many folders are named.
const NAMED: usize = 5;

/// The names of folders in a sentence.
fn named(folders: &[String]) -> String {
    let mut names: Vec<String> = folders.iter().take(NAMED).map(|name| format!("“{name}”")).collect();
    if let more @ 1.. = folders.len().saturating_sub(NAMED) {
        names.push(format!("{more} more"));
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

fn called_off(source: &io::Error) -> Option<Cancelled> {
    source.get_ref().and_then(|error| error.downcast_ref()).copied()
}
