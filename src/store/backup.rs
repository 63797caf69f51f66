//! Backups: a copy of the journal and the key file, read back and proved before it counts.
//!
//! The journal only grows, so one copy holds every earlier state, and a second backup copies what came since. There are two mirrors,
//! written in turn, so that a fault while writing one leaves the other; a folder elsewhere can be a third. A backup runs beside the
//! store's own thread: it copies what was confirmed when it was begun, and saves go on meanwhile.

use super::Store;
use super::disk::{Disk, Output};
use super::error::Error;
use super::journal::{End, Mark, Reader};
use super::place::{self, Place};
use super::seal::Key;
use super::vault::Vault;
use crate::domain::Instant;
use chrono::DateTime;
use std::cmp::Ordering;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file in a mirror that says what was proved. Sealed, so that nobody else can say it.
const PROOF: &str = "proof";
const LABEL: &[u8] = b"wayhome proof 1";
const LENGTH: usize = 8 + 8 + 32;

/// What a backup holds, proved by reading it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// When it was proved, in local time.
    pub at: Instant,
    /// The last save in it.
    pub sequence: u64,
    /// The hash of that save's last frame: two journals with the same hash hold the same.
    pub(super) hash: [u8; 32],
}

/// A backup to be made: what was confirmed when it was begun.
pub struct Backup {
    disk: Arc<dyn Disk>,
    place: Place,
    reader: Reader,
    store: [u8; 16],
    key: Key,
    mark: Mark,
}

impl Store {
    /// A backup of everything that is saved now. Run it on another thread.
    ///
    /// # Errors
    /// [`Error::ReadOnly`] where the journal is damaged: a copy of it would take the place of a better one.
    pub fn backup(&self) -> Result<Backup, Error> {
        if self.read_only() {
            return Err(Error::ReadOnly);
        }
        let Vault { store, key, .. } = &self.vault;
        Ok(Backup {
            disk: self.disk.clone(),
            place: self.place.clone(),
            reader: self.reader.clone(),
            store: *store,
            key: key.clone(),
            mark: self.mark,
        })
    }

    /// The last proof of each of the two mirrors, the latest first.
    pub fn proofs(&self) -> Vec<Proof> {
        let Vault { store, key, .. } = &self.vault;
        let mut proofs: Vec<Proof> = self.place.mirrors().iter().filter_map(|mirror| Proof::read(mirror, store, key)).collect();
        proofs.sort_by_key(|proof| std::cmp::Reverse((proof.at, proof.sequence)));
        proofs
    }
}

impl Place {
    /// The two folders that are written in turn.
    fn mirrors(&self) -> [PathBuf; 2] {
        ["a", "b"].map(|name| self.data.join("backups").join(name))
    }
}

impl Backup {
    /// Copies into the mirror that was not written last, and proves it; into the other one where that cannot be written. `now` is
    /// when, in local time.
    ///
    /// # Errors
    /// As [`write_to`](Self::write_to).
    pub fn write(&self, now: Instant) -> Result<Proof, Error> {
        let [mut first, mut second] = self.place.mirrors();
        let age = |mirror: &Path| Proof::read(mirror, &self.store, &self.key).map(|proof| (proof.at, proof.sequence));
        if age(&second) < age(&first) {
            std::mem::swap(&mut first, &mut second);
        }
        self.write_to(&first, now).or_else(|error| {
            tracing::warn!(%error, "one mirror cannot be written");
            self.write_to(&second, now).map_err(|_| error)
        })
    }

    /// Copies into a folder what it lacks, and proves it by reading it back.
    ///
    /// # Errors
    /// [`Error::OtherRecords`] where the folder holds a backup of another store, [`Error::OwnFolder`] where it belongs to the records
    /// themselves, [`Error::NotProved`] where what is read back differs from what was saved, or what the disk says.
    pub fn write_to(&self, folder: &Path, now: Instant) -> Result<Proof, Error> {
        self.disk.folders(folder).map_err(Error::not_backed_up)?;
        if let Ok(bytes) = fs::read(folder.join("vault"))
            && Vault::owner(&bytes).is_some_and(|owner| owner != self.store)
        {
            return Err(Error::OtherRecords);
        }
        if self.is_of_the_records(folder).map_err(Error::not_backed_up)? {
            return Err(Error::OwnFolder);
        }
        if !self.continues(folder) {
            // It holds more than the records do, or another history: somebody may need it.
            put_aside(&*self.disk, folder).map_err(Error::not_backed_up)?;
        }
        // What was proved before counts no more until the new proof is there.
        self.disk.forget(&folder.join(PROOF)).and_then(|()| self.disk.sync_folder(folder)).map_err(Error::not_backed_up)?;
        let mut proved = self.copy(folder).and_then(|()| self.prove(folder));
        if matches!(proved, Err(Error::NotProved)) {
            // Remains of an interrupted backup: kept aside, and everything is copied anew.
            put_aside(&*self.disk, folder).map_err(Error::not_backed_up)?;
            proved = self.copy(folder).and_then(|()| self.prove(folder));
        }
        proved?;
        let proof = Proof { at: now, sequence: self.mark.sequence, hash: self.mark.hash };
        proof.write(&*self.disk, folder, &self.store, &self.key)?;
        Ok(proof)
    }

    /// True where the folder is the records' own, or in it without being one of the mirrors.
    fn is_of_the_records(&self, folder: &Path) -> io::Result<bool> {
        let (folder, records) = (folder.canonicalize()?, self.place.data.canonicalize()?);
        let mirror = self.place.mirrors().iter().any(|mirror| mirror.canonicalize().is_ok_and(|mirror| mirror == folder));
        Ok(folder.starts_with(records) && !mirror)
    }

    /// True where the folder holds nothing that the records do not hold too, as far as lengths and its last proof tell.
    fn continues(&self, folder: &Path) -> bool {
        let later = Proof::read(folder, &self.store, &self.key).is_some_and(|proof| {
            proof.sequence > self.mark.sequence || (proof.sequence == self.mark.sequence && proof.hash != self.mark.hash)
        });
        let reader = Reader::new(folder.join("journal"), self.store, &self.key);
        let length = |path: PathBuf| fs::metadata(path).map_or(0, |file| file.len());
        let longer = |segment: u32| match segment.cmp(&self.mark.segment) {
            Ordering::Less => length(reader.path(segment)) > length(self.reader.path(segment)),
            Ordering::Equal => length(reader.path(segment)) > self.mark.length,
            Ordering::Greater => reader.path(segment).exists(),
        };
        !later && !(1..=self.mark.segment + 1).any(longer)
    }

    fn copy(&self, folder: &Path) -> Result<(), Error> {
        let journal = folder.join("journal");
        let copied = || -> io::Result<()> {
            self.disk.folders(&journal)?;
            for segment in 1..=self.mark.segment {
                let from = self.reader.path(segment);
                let length = if segment == self.mark.segment { self.mark.length } else { fs::metadata(&from)?.len() };
                extend(&*self.disk, &from, &journal.join(from.file_name().unwrap_or_default()), length)?;
            }
            self.disk.sync_folder(&journal)?;
            // Last, because it is what makes the folder a backup.
            let vault = fs::read(self.place.vault()).or_else(|_| fs::read(self.place.vault_copy()))?;
            self.disk.replace(&folder.join("vault"), &vault)
        };
        copied().map_err(Error::not_backed_up)
    }

    /// Reads the copy back: its chain must end with the very save that is the last one here.
    fn prove(&self, folder: &Path) -> Result<(), Error> {
        let reader = Reader::new(folder.join("journal"), self.store, &self.key);
        let walk = reader.walk(1, self.mark.sequence, &mut |_| Ok(()))?;
        let vault = fs::read(folder.join("vault")).map_err(Error::not_backed_up)?;
        let whole = walk.end == End::Clean && (walk.mark.sequence, walk.mark.hash) == (self.mark.sequence, self.mark.hash);
        if whole && Vault::owner(&vault) == Some(self.store) { Ok(()) } else { Err(Error::NotProved) }
    }
}

impl Proof {
    /// What was last proved of a folder; none where nothing was, or where it does not bear this store's seal.
    pub(super) fn read(folder: &Path, store: &[u8; 16], key: &Key) -> Option<Self> {
        let plain = key.open(&[LABEL, store].concat(), &fs::read(folder.join(PROOF)).ok()?)?;
        let plain: &[u8; LENGTH] = plain.as_slice().try_into().ok()?;
        let (at, rest) = plain.split_first_chunk::<8>()?;
        let (sequence, hash) = rest.split_first_chunk::<8>()?;
        let at = DateTime::from_timestamp(i64::from_le_bytes(*at), 0)?.naive_utc();
        Some(Self { at, sequence: u64::from_le_bytes(*sequence), hash: hash.try_into().ok()? })
    }

    fn write(self, disk: &dyn Disk, folder: &Path, store: &[u8; 16], key: &Key) -> Result<(), Error> {
        let at = self.at.and_utc().timestamp().to_le_bytes();
        let plain = [&at[..], &self.sequence.to_le_bytes(), &self.hash].concat();
        let sealed = key.seal(&[LABEL, store].concat(), &plain)?;
        disk.replace(&folder.join(PROOF), &sealed).map_err(Error::not_backed_up)
    }
}

/// Moves what a folder holds of a backup into a folder of its own in it, from which it can be restored.
fn put_aside(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let aside = place::aside(&folder.join("earlier"));
    disk.folders(&aside)?;
    for name in ["journal", "vault", PROOF] {
        let there = folder.join(name);
        if there.exists() {
            disk.rename(&there, &aside.join(name))?;
        }
    }
    disk.sync_folder(&aside)?;
    disk.sync_folder(folder)
}

/// So many bytes are copied at a time.
const CHUNK: usize = 1 << 20;

/// Makes the copy as long as the original, by what it lacks.
fn extend(disk: &dyn Disk, from: &Path, to: &Path, length: u64) -> io::Result<()> {
    let copy = if to.exists() { Output::open(to)? } else { disk.create(to)? };
    let mut there = copy.length()?;
    if there < length {
        let mut original = File::open(from)?;
        original.seek(SeekFrom::Start(there))?;
        let mut chunk = vec![0; CHUNK];
        while there < length {
            let wanted = usize::try_from(length - there).unwrap_or(CHUNK).min(CHUNK);
            original.read_exact(&mut chunk[..wanted])?;
            disk.append(&copy, &chunk[..wanted])?;
            there += wanted as u64;
        }
    }
    // Also where nothing was copied: an earlier backup may have been killed before it came to this.
    disk.sync(&copy)
}
