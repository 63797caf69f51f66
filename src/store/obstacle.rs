//! Why records cannot be opened as usual, what of them is safe, and which backups there are: what somebody must know to decide.

use super::Store;
use super::backup::Proof;
use super::error::{Error, Notice};
use super::place::Place;
use super::seal::Key;
use super::second::Second;
use super::vault::{Secret, Vault};
use crate::domain::Instant;
use std::fs;
use std::path::{Path, PathBuf};

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The journal is damaged before its end.
    Journal {
        /// The segment's file name.
        file: String,
        /// Where the damage begins.
        at: u64,
        /// The saves behind it that can still be read.
        after: Vec<u64>,
    },
    /// The journal or its beginning is gone.
    NoJournal,
    /// Neither key file can be read.
    NoKeys,
    /// This computer remembers a later save.
    Older {
        /// The last save that is remembered.
        known: u64,
    },
    /// This computer remembers another save of the same number.
    Different,
    /// A later version made them.
    Newer,
    /// Another window has them open.
    InUse {
        /// Who, as far as it is known.
        by: String,
    },
    /// The folder cannot be used, or the working copy neither be read nor made.
    Other,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What is wrong.
    pub what: What,
    /// The same as a sentence: what, why, what next.
    pub words: String,
    /// The last save that can be read, and when it was made; none where none can.
    pub good: Option<(u64, Option<Instant>)>,
    /// The backups that were looked for.
    pub backups: Vec<Found>,
}

/// A backup, or the place where one would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its folder.
    pub folder: PathBuf,
    /// What it holds.
    pub holds: Holds,
}

/// What a folder holds, as far as its last proof tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It was proved.
    Proved(Proof),
    /// It is not proved: the last backup into it was perhaps interrupted.
    Unproved,
    /// It opens with another passphrase, or its key file is damaged.
    Closed,
    /// The folder is not there, or holds no backup.
    Nothing,
}

impl Obstacle {
    /// What keeps records from being opened, with the backups that are beside them. None where it is for the lock to say: a wrong
    /// passphrase, or no records at all.
    pub fn of(place: &Place, secret: &Secret, error: &Error) -> Option<Self> {
        let what = match error {
            Error::NoJournal => What::NoJournal,
            Error::NoKeys => What::NoKeys,
            Error::NewerVersion => What::Newer,
            Error::InUse { by } => What::InUse { by: by.clone() },
            Error::Folder { .. } | Error::Damaged { .. } => What::Other,
            _ => return None,
        };
        // Records that another window has open, or a later version made, are whole.
        let whole = matches!(what, What::InUse { .. } | What::Newer);
        let backups = if whole { Vec::new() } else { survey(place, secret, &[]) };
        Some(Self { what, words: error.to_string(), good: None, backups })
    }

    /// What somebody must decide before they work with a store that was opened; none where all is well.
    pub fn among(notices: &[Notice], store: &Store) -> Option<Self> {
        let (notice, what) = notices.iter().find_map(|notice| {
            let what = match notice {
                Notice::JournalDamaged { file, at, after, .. } => What::Journal { file: file.clone(), at: *at, after: after.clone() },
                Notice::Older { known, .. } => What::Older { known: *known },
                Notice::Different { .. } => What::Different,
                _ => return None,
            };
            Some((notice, what))
        })?;
        let good = Some((store.sequence(), store.when(store.sequence()))).filter(|(sequence, _)| *sequence > 0);
        let mut keys = Keys { secret: None, known: Some((store.vault.store, store.vault.key.clone())) };
        Some(Self { what, words: notice.to_string(), good, backups: keys.look(&store.place, &[]) })
    }
}

/// What backups there are: the two mirrors, the second place where it is known, and these folders. Nothing is written, and nothing is
/// proved anew; a restore does that.
pub fn survey(place: &Place, secret: &Secret, folders: &[PathBuf]) -> Vec<Found> {
    let known = Vault::look(place, secret).ok().map(|vault| (vault.store, vault.key));
    Keys { secret: Some(secret), known }.look(place, folders)
}

/// The key that opened last: mostly it opens the next backup too, and deriving it again takes a second.
struct Keys<'a> {
    secret: Option<&'a Secret>,
    known: Option<([u8; 16], Key)>,
}

impl Keys<'_> {
    fn look(&mut self, place: &Place, folders: &[PathBuf]) -> Vec<Found> {
        let mut all = place.mirrors().to_vec();
        all.extend_from_slice(folders);
        let mut found: Vec<Found> = all.into_iter().map(|folder| self.found(folder)).collect();
        let second = self.known.as_ref().and_then(|(store, key)| Second::read(place, store, key));
        if let Some(Second { folder, .. }) = second.filter(|second| found.iter().all(|f| f.folder != second.folder)) {
            found.insert(2, self.found(folder));
        }
        found
    }

    fn found(&mut self, folder: PathBuf) -> Found {
        let holds = self.holds(&folder);
        Found { folder, holds }
    }

    fn holds(&mut self, folder: &Path) -> Holds {
        let backup = Place { data: folder.to_owned(), anchor: None };
        let Ok(bytes) = fs::read(backup.vault()) else { return Holds::Nothing };
        let owner = Vault::owner(&bytes);
        if owner.is_none() || self.known.as_ref().map(|(store, _)| *store) != owner {
            let opened = self.secret.and_then(|secret| Vault::look(&backup, secret).ok());
            let Some(vault) = opened else { return Holds::Closed };
            self.known = Some((vault.store, vault.key));
        }
        let proof = self.known.as_ref().and_then(|(store, key)| Proof::read(folder, store, key));
        proof.map_or(Holds::Unproved, Holds::Proved)
    }
}
