//! The second place for backups: a USB stick or a share that the worker chose. It is used whenever it is there.
//!
//! Which folder it is, and what was proved there last, stands sealed beside the mirrors: the folder may be away, and a restore takes the
//! mirrors along.

use super::Store;
use super::backup::{Backup, Proof};
use super::codec;
use super::disk::Disk;
use super::error::Error;
use super::place::Place;
use super::seal::Key;
use super::vault::Vault;
use crate::domain::Instant;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

const LABEL: &[u8] = b"wayhome second place 1";

/// The second place, as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Second {
    /// Its folder.
    pub folder: PathBuf,
    /// When a backup was proved there last, in local time.
    pub at: Instant,
    /// The last save in it.
    pub sequence: u64,
}

impl Second {
    /// What is known of it; none where none is chosen.
    pub(super) fn read(place: &Place, store: &[u8; 16], key: &Key) -> Option<Self> {
        codec::decode(&key.open(&[LABEL, store].concat(), &fs::read(place.second()).ok()?)?)
    }

    fn write(&self, disk: &dyn Disk, place: &Place, store: &[u8; 16], key: &Key) -> Result<(), Error> {
        let sealed = key.seal(&[LABEL, store].concat(), &codec::encode(self)?)?;
        let path = place.second();
        disk.folders(path.parent().unwrap_or(&path)).and_then(|()| disk.replace(&path, &sealed)).map_err(Error::not_backed_up)
    }

    /// True where a backup of this store stands in the folder. A stick that is away may leave its folder behind, empty: a backup in there
    /// would lie on the wrong disk.
    fn is_there(&self, store: &[u8; 16]) -> bool {
        fs::read(self.folder.join("vault")).is_ok_and(|bytes| Vault::owner(&bytes) == Some(*store))
    }
}

impl Place {
    fn second(&self) -> PathBuf {
        self.data.join("backups").join("second")
    }
}

impl Store {
    /// The second place for backups; none where none is chosen.
    pub fn second(&self) -> Option<Second> {
        Second::read(&self.place, &self.vault.store, &self.vault.key)
    }

    /// From now on backups are made beside the records alone. What is in the second place stays there.
    ///
    /// # Errors
    /// What the disk says.
    pub fn forget_second(&mut self) -> Result<(), Error> {
        self.disk.forget(&self.place.second()).map_err(Error::not_backed_up)
    }
}

impl Backup {
    /// Makes this folder the second place: a backup is written there and proved first.
    ///
    /// # Errors
    /// As [`write_to`](Self::write_to); then the second place is the one that it was.
    pub fn choose_second(&self, folder: &Path, now: Instant) -> Result<Second, Error> {
        let folder = std::path::absolute(folder).map_err(Error::not_backed_up)?;
        let proof = self.write_to(&folder, now)?;
        self.note(folder, proof)
    }

    /// Writes to the second place where it is there: what is known of it afterwards, and why it could not be written.
    pub(super) fn write_second(&self, now: Instant) -> (Option<Second>, Option<Error>) {
        let Some(known) = Second::read(&self.place, &self.store, &self.key) else { return (None, None) };
        if !known.is_there(&self.store) {
            return (Some(known), None);
        }
        match self.write_to(&known.folder, now).and_then(|proof| self.note(known.folder.clone(), proof)) {
            Ok(second) => (Some(second), None),
            Err(error) => (Some(known), Some(error)),
        }
    }

    fn note(&self, folder: PathBuf, Proof { at, sequence, .. }: Proof) -> Result<Second, Error> {
        let second = Second { folder, at, sequence };
        second.write(&*self.disk, &self.place, &self.store, &self.key)?;
        Ok(second)
    }
}
