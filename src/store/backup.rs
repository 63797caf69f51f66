//! Backups: a copy of the journal and the key file, read back and proved before it counts.
//!
//! The journal only grows, so one copy holds every earlier state, and a second backup copies what came since. There are two mirrors,
//! written in turn, so that a fault while writing one leaves the other; a folder elsewhere can be a third ([`second`](super::second)). A
//! backup runs beside the store's own thread: it copies what was confirmed when it was begun, and saves go on meanwhile.

use super::Store;
use super::disk::{Disk, Output};
use super::error::Error;
use super::journal::{End, Mark, Reader};
use super::place::{self, Place};
use super::seal::Key;
use super::tally::Tally;
use super::vault::Vault;
use crate::domain::Instant;
use chrono::DateTime;
use std::cmp::Ordering;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{self, AtomicBool};

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

/// What a backup did.
#[derive(Debug, Clone)]
pub struct Made {
    /// The mirror's proof.
    pub proof: Proof,
    /// Rows that were counted in the copy; as many as the records have.
    pub rows: u64,
    /// Why the mirror whose turn it was could not be written, where the other one was.
    pub mirror: Option<Error>,
    /// The second place after this, where one is chosen.
    pub second: Option<super::Second>,
    /// Why the second place could not be written, although it is there.
    pub missed: Option<Error>,
}

/// Ends a backup from outside, at its next piece.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Ends it. What was copied stays, without a proof, and the next backup goes on there.
    pub fn now(&self) {
        self.0.store(true, atomic::Ordering::Relaxed);
    }

    /// True once it was asked to end.
    pub fn asked(&self) -> bool {
        self.0.load(atomic::Ordering::Relaxed)
    }
}

/// A backup to be made: what was confirmed when it was begun.
pub struct Backup {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) place: Place,
    reader: Reader,
    pub(super) store: [u8; 16],
    pub(super) key: Key,
    mark: Mark,
    /// Rows of the present state.
    rows: u64,
    stop: Stop,
}

impl Store {
    /// A backup of everything that is saved now. Run it on another thread.
    ///
    /// # Errors
    /// [`Error::ReadOnly`] where the journal is damaged: a copy of it would take the place of a better one. As for all reads.
    pub fn backup(&self) -> Result<Backup, Error> {
        if self.read_only() {
            return Err(Error::ReadOnly);
        }
        let rows = self.rows()?;
        let Vault { store, key, .. } = &self.vault;
        let (disk, place, reader, key) = (self.disk.clone(), self.place.clone(), self.reader.clone(), key.clone());
        Ok(Backup { disk, place, reader, store: *store, key, mark: self.mark, rows, stop: Stop::default() })
    }

    /// The mirrors open to what opens the records, and to nothing that was given up. A mirror that cannot be written keeps its key file
    /// until its next backup.
    pub(super) fn renew_mirrors(&self) {
        for vault in self.place.mirrors().map(|mirror| mirror.join("vault")) {
            let ours = fs::read(&vault).is_ok_and(|bytes| Vault::owner(&bytes) == Some(self.vault.store));
            if ours && let Err(error) = self.disk.replace(&vault, &self.vault.bytes()) {
                tracing::warn!(%error, "the key file of a mirror is as it was");
            }
        }
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
    pub(super) fn mirrors(&self) -> [PathBuf; 2] {
        ["a", "b"].map(|name| self.data.join("backups").join(name))
    }
}

impl Backup {
    /// The same backup, which ends where this is asked to stop.
    #[must_use]
    pub fn stopped_by(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// Copies into the mirror that was not written last, and proves it; into the other one where that cannot be written. Then into the
    /// second place, where one is chosen and there. `now` is when, in local time.
    ///
    /// # Errors
    /// As [`write_to`](Self::write_to), where neither mirror could be written. Then the second place was written all the same.
    pub fn write(&self, now: Instant) -> Result<Made, Error> {
        let [mut first, mut second] = self.place.mirrors();
        let age = |mirror: &Path| Proof::read(mirror, &self.store, &self.key).map(|proof| (proof.at, proof.sequence));
        if age(&second) < age(&first) {
            std::mem::swap(&mut first, &mut second);
        }
        let mut mirror = None;
        let proof = self.write_to(&first, now).or_else(|error| {
            if matches!(error, Error::Stopped) {
                return Err(error);
            }
            tracing::warn!(%error, "one mirror cannot be written");
            mirror = Some(error.clone());
            self.write_to(&second, now).map_err(|_| error)
        });
        let (second, missed) = if matches!(proof, Err(Error::Stopped)) { (None, None) } else { self.write_second(now) };
        Ok(Made { proof: proof?, rows: self.rows, mirror, second, missed })
    }

    /// Copies into a folder what it lacks, and proves it by reading it back: the chain to the very save that is the last one here, and as
    /// many rows as the records have.
    ///
    /// # Errors
    /// [`Error::OtherRecords`] where the folder holds a backup of another store, [`Error::OwnFolder`] where it belongs to the records
    /// themselves, [`Error::NoRoom`], [`Error::NotProved`] where what is read back differs from what was saved, [`Error::Miscounted`],
    /// [`Error::Stopped`], or what the disk says.
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
        let continues = self.continues(folder);
        place::room(folder, self.lacks(folder, continues))?;
        if !continues {
            // It holds more than the records do, or another history: somebody may need it.
            put_aside(&*self.disk, folder).map_err(Error::not_backed_up)?;
        }
        // What was proved before counts no more until the new proof is there.
        self.disk.forget(&folder.join(PROOF)).and_then(|()| self.disk.sync_folder(folder)).map_err(Error::not_backed_up)?;
        let mut proved = self.copy(folder).and_then(|()| self.prove(folder));
        if matches!(proved, Err(Error::NotProved)) {
            // Remains of an interrupted backup: kept aside, and everything is copied anew.
            place::room(folder, self.lacks(folder, false))?;
            put_aside(&*self.disk, folder).map_err(Error::not_backed_up)?;
            proved = self.copy(folder).and_then(|()| self.prove(folder));
        }
        proved?;
        let proof = Proof { at: now, sequence: self.mark.sequence, hash: self.mark.hash };
        proof.write(&*self.disk, folder, &self.store, &self.key)?;
        Ok(proof)
    }

    /// About how many bytes are to be copied into a folder.
    fn lacks(&self, folder: &Path, continues: bool) -> u64 {
        let length = |path: PathBuf| fs::metadata(path).map_or(0, |file| file.len());
        let there = |segment: u32| if continues { length(folder.join("journal").join(self.reader.file(segment))) } else { 0 };
        (1..=self.mark.segment).map(|segment| self.length(segment).unwrap_or_default().saturating_sub(there(segment))).sum()
    }

    /// How many bytes of a segment belong to the backup.
    fn length(&self, segment: u32) -> io::Result<u64> {
        if segment == self.mark.segment { Ok(self.mark.length) } else { Ok(fs::metadata(self.reader.path(segment))?.len()) }
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
                let copy = journal.join(self.reader.file(segment));
                extend(&*self.disk, &self.reader.path(segment), &copy, self.length(segment)?, &self.stop)?;
            }
            self.disk.sync_folder(&journal)?;
            // Last, because it is what makes the folder a backup.
            let vault = fs::read(self.place.vault()).or_else(|_| fs::read(self.place.vault_copy()))?;
            self.disk.replace(&folder.join("vault"), &vault)
        };
        copied().map_err(|error| if self.stop.asked() { Error::Stopped } else { Error::not_backed_up(error) })
    }

    /// Reads the copy back: its chain must end with the very save that is the last one here, and it must hold as many rows.
    fn prove(&self, folder: &Path) -> Result<(), Error> {
        let reader = Reader::new(folder.join("journal"), self.store, &self.key);
        let mut tally = Tally::default();
        let walk = reader.walk(1, self.mark.sequence, &mut |entry| {
            tally.take(&entry.commit);
            if self.stop.asked() { Err(Error::Stopped) } else { Ok(()) }
        })?;
        let vault = fs::read(folder.join("vault")).map_err(Error::not_backed_up)?;
        let whole = walk.end == End::Clean && (walk.mark.sequence, walk.mark.hash) == (self.mark.sequence, self.mark.hash);
        if !whole || Vault::owner(&vault) != Some(self.store) {
            return Err(Error::NotProved);
        }
        if tally.rows() == self.rows { Ok(()) } else { Err(Error::Miscounted { copy: tally.rows(), here: self.rows }) }
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

    /// Of the hash, no more than tells two proofs apart at a glance; for a report.
    pub fn mark(&self) -> String {
        self.hash[..4].iter().map(|byte| format!("{byte:02x}")).collect()
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

/// So many bytes are copied at a time; between two of them a backup can be ended.
const CHUNK: usize = 1 << 20;

/// Makes the copy as long as the original, by what it lacks.
fn extend(disk: &dyn Disk, from: &Path, to: &Path, length: u64, stop: &Stop) -> io::Result<()> {
    let copy = if to.exists() { Output::open(to)? } else { disk.create(to)? };
    let mut there = copy.length()?;
    if there < length {
        let mut original = File::open(from)?;
        original.seek(SeekFrom::Start(there))?;
        let mut chunk = vec![0; CHUNK];
        while there < length {
            if stop.asked() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let wanted = usize::try_from(length - there).unwrap_or(CHUNK).min(CHUNK);
            original.read_exact(&mut chunk[..wanted])?;
            disk.append(&copy, &chunk[..wanted])?;
            there += wanted as u64;
        }
    }
    // Also where nothing was copied: an earlier backup may have been killed before it came to this.
    disk.sync(&copy)
}
