//! Making a store and opening one: vault, journal, state, in this order; what does not fit is mended, or said.

use super::disk::{Disk, RealDisk};
use super::journal::{End, Journal, Mark, Reader, Walk};
use super::keys::strengthen;
use super::place::{self, Anchor, Lock, Place};
use super::rebuild::{AHEAD, belongs, rebuild, replay};
use super::records::{OTHER_FORM, Records};
use super::state::{Broken, Cabinet};
use super::vault::{Cost, Passphrase, RecoveryKey, Secret, Vault, check_passphrase};
use super::{Entry, Error, Key, Notice, Profile, Store, restore};
use crate::domain::{Commit, Instant};
use std::cell::RefCell;
use std::fs;
use std::sync::{Arc, mpsc};
use std::thread;

/// The journal of a store that was just made is shorter.
const MADE: u64 = 4 << 10;

impl Store {
    /// True where a store stands. A restore that a power cut ended between its last two steps is ended first.
    pub fn exists(place: &Place) -> bool {
        Self::exists_on(&RealDisk, place)
    }

    fn exists_on(disk: &dyn Disk, place: &Place) -> bool {
        restore::finish(disk, place);
        // A making that was cut off leaves a journal of one small commit; one that holds more has lost its key files.
        let orphan = || fs::metadata(place.journal().join("00000001.log")).is_ok_and(|file| file.len() > MADE);
        place.vault().exists() || place.vault_copy().exists() || orphan()
    }

    /// Makes a store, and the recovery key, which is shown once. `now` is when, in local time.
    ///
    /// # Errors
    /// [`Error::Exists`], [`Error::Weak`] (unless the cost is that of tests and demonstrations), or what the disk says.
    pub fn create(
        place: &Place,
        passphrase: &Passphrase,
        profile: &Profile,
        cost: Cost,
        now: Instant,
    ) -> Result<(Self, RecoveryKey), Error> {
        Self::create_on(real(), place, passphrase, profile, cost, now)
    }

    /// Lets tests make a store on a disk that records or fails.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    #[doc(hidden)]
    pub fn create_on(
        disk: Arc<dyn Disk>,
        place: &Place,
        passphrase: &Passphrase,
        profile: &Profile,
        cost: Cost,
        now: Instant,
    ) -> Result<(Self, RecoveryKey), Error> {
        if cost != Cost::WEAK {
            check_passphrase(passphrase.as_str(), &profile.name).map_err(Error::Weak)?;
        }
        disk.folders(&place.data).map_err(Error::folder)?;
        if let Some(anchor) = &place.anchor {
            disk.folders(anchor).map_err(Error::folder)?;
        }
        let lock = Lock::take(place)?;
        if Self::exists_on(&*disk, place) {
            return Err(Error::Exists);
        }
        // The vault is written last: it is what makes the folder a store. Remains of an attempt that was interrupted are kept aside.
        for remains in [place.journal(), place.state()].iter().filter(|p| p.exists()) {
            disk.rename(remains, &place::aside(remains)).map_err(Error::folder)?;
        }
        let (vault, recovery) = Vault::new(passphrase, cost)?;
        let reader = Reader::new(place.journal(), vault.store, &vault.key);
        let mut journal = Journal::create(&disk, reader.clone())?;
        let first = Commit::new("Create the records", profile.changes());
        let mark = journal.append(&first, profile, now)?;
        vault.create(&*disk, place).map_err(Error::folder)?;
        let (records, notice) = rebuild(&*disk, place, &reader, &vault.key, mark.sequence)?;
        let notices = Some(notice).filter(|n| *n != Notice::Rebuilt).into_iter().collect();
        let store = Self::assemble(disk, place, vault, reader, Some(journal), mark, records, lock, notices);
        Ok((store, recovery))
    }

    /// Opens the store. The notices are for the worker.
    ///
    /// # Errors
    /// [`Error::NoStore`], [`Error::InUse`], [`Error::WrongPassphrase`], [`Error::Wait`], [`Error::NewerVersion`], [`Error::NoKeys`],
    /// [`Error::NoJournal`], [`Error::Damaged`], or what the disk says.
    pub fn open(place: &Place, secret: &Secret) -> Result<(Self, Vec<Notice>), Error> {
        Self::open_on(real(), place, secret)
    }

    /// Lets tests open a store on a disk that records or fails.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    #[doc(hidden)]
    pub fn open_on(disk: Arc<dyn Disk>, place: &Place, secret: &Secret) -> Result<(Self, Vec<Notice>), Error> {
        if !Self::exists_on(&*disk, place) {
            return Err(Error::NoStore);
        }
        let lock = Lock::take(place)?;
        let (mut vault, notice) = Vault::open(place, secret, Some(&*disk)).map_err(keyless)?;
        strengthen(&*disk, place, &mut vault, secret);
        let mut notices: Vec<Notice> = notice.into_iter().collect();
        let reader = Reader::new(place.journal(), vault.store, &vault.key);
        if !reader.exists() {
            return Err(Error::NoJournal);
        }
        let anchor = Anchor::read(place, &vault.store, &vault.key);
        let remembered = anchor.map_or(0, |a| a.sequence);
        let Read { records, walk, known } = read_both(place, &reader, &vault.key, remembered)?;
        if let End::Damaged { file, at, .. } = &walk.end {
            tracing::error!(file, at, "the journal is damaged");
            return Self::open_damaged(disk, place, vault, reader, lock, known, notices);
        }
        if known > walk.mark.sequence {
            notices.push(Notice::Older { found: walk.mark.sequence, known });
        } else if anchor.is_some_and(|a| a.sequence == walk.mark.sequence && a.hash != walk.mark.hash) {
            notices.push(Notice::Different { sequence: walk.mark.sequence });
        }
        let mut keep = None;
        if let End::Torn { doubtful } = walk.end {
            let sequence = walk.mark.sequence + 1;
            let file = format!("unreadable-{sequence}");
            keep = doubtful.then(|| place::aside(&place.journal().join(&file)));
            notices.push(match keep.as_ref().and_then(|p| p.file_name()) {
                Some(file) => Notice::SetAside { sequence, file: file.to_string_lossy().into_owned() },
                None => Notice::Interrupted,
            });
        }
        let confirmed = anchor.is_some_and(|a| a.sequence >= walk.mark.sequence);
        let journal = Journal::open(&disk, reader.clone(), walk.mark, keep.as_deref(), confirmed)?;
        let records = match records {
            Ok(records) => records,
            Err(Broken(cause)) => {
                if cause == OTHER_FORM {
                    tracing::info!(cause, "the database is rebuilt");
                } else {
                    tracing::warn!(cause, "the database is rebuilt");
                }
                match rebuild(&*disk, place, &reader, &vault.key, walk.mark.sequence) {
                    Ok((records, notice)) => {
                        // What an earlier version kept is made anew without a word: nothing was damaged.
                        notices.extend(Some(notice).filter(|n| cause != OTHER_FORM || *n != Notice::Rebuilt));
                        records
                    }
                    // Damage that is older than what is proved at every opening, met now that all is read.
                    Err(Error::Damaged { .. }) => return Self::open_damaged(disk, place, vault, reader, lock, known, notices),
                    Err(error) => return Err(error),
                }
            }
        };
        let store = Self::assemble(disk, place, vault, reader, Some(journal), walk.mark, records, lock, Vec::new());
        Ok((store, notices))
    }

    /// The longest proved prefix, in memory; nothing on the disk is touched.
    fn open_damaged(
        disk: Arc<dyn Disk>,
        place: &Place,
        vault: Vault,
        reader: Reader,
        lock: Lock,
        known: u64,
        mut notices: Vec<Notice>,
    ) -> Result<(Self, Vec<Notice>), Error> {
        let mut records = Records::empty(Cabinet::memory(), &vault.key);
        let walk =
            reader.walk(1, known, &mut |entry| replay(&mut records, &entry).map_err(|_| Error::damaged("The journal of the records")))?;
        if let End::Damaged { file, at, after } = walk.end {
            notices.push(Notice::JournalDamaged { good: walk.mark.sequence, file, at, after });
        }
        Ok((Self::assemble(disk, place, vault, reader, None, walk.mark, records, lock, Vec::new()), notices))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a store, each made in another way")]
    fn assemble(
        disk: Arc<dyn Disk>,
        place: &Place,
        vault: Vault,
        reader: Reader,
        journal: Option<Journal>,
        mark: Mark,
        records: Records,
        lock: Lock,
        notices: Vec<Notice>,
    ) -> Self {
        let profile = Profile::of(&records);
        let (records, notices) = (RefCell::new(Some(records)), RefCell::new(notices));
        Self { disk, place: place.clone(), vault, reader, journal, mark, records, profile, notices, _lock: lock }
    }
}

/// What stands on the disk.
struct Read {
    /// The state as of the last commit, or why it cannot be used.
    records: Result<Records, Broken>,
    walk: Walk,
    /// The last commit that anybody remembers.
    known: u64,
}

/// Reads the state, and proves the journal meanwhile; the commits that the state lacks are applied to it.
fn read_both(place: &Place, reader: &Reader, key: &Key, remembered: u64) -> Result<Read, Error> {
    let begun = Cabinet::open(&place.state()).and_then(|cabinet| {
        Records::begin(cabinet, key).map_err(|(cabinet, broken)| {
            cabinet.close();
            broken
        })
    });
    let mut records = match begun {
        Ok(records) => records,
        Err(broken) => return Ok(Read { records: Err(broken), walk: reader.prove(remembered)?, known: remembered }),
    };
    let before = records.meta().clone();
    let known = remembered.max(before.sequence);
    thread::scope(|scope| {
        let (tell, commits) = mpsc::sync_channel::<Entry>(AHEAD);
        let next = before.sequence + 1;
        let walk = move || {
            reader.walk_recent(next, known, &mut |entry| {
                // Nobody listens any more where the state cannot be used.
                let _ = tell.send(entry);
                Ok(())
            })
        };
        let walk = match thread::Builder::new().spawn_scoped(scope, walk) {
            Ok(walk) => walk,
            Err(source) => {
                records.close();
                return Err(Error::busy(source));
            }
        };
        let filled = records.fill();
        let followed = filled.and_then(|()| commits.into_iter().try_for_each(|entry| replay(&mut records, &entry)));
        let walk = walk.join().map_err(|_| Error::damaged("The journal of the records"))??;
        let records = match followed.and_then(|()| belongs(&before, &walk)) {
            Ok(()) => Ok(records),
            Err(broken) => {
                records.close();
                Err(broken)
            }
        };
        Ok(Read { records, walk, known })
    })
}

/// Where records stand, a key file that is not there is one that was lost.
pub(super) fn keyless(error: Error) -> Error {
    if matches!(error, Error::NoStore | Error::Damaged { .. }) { Error::NoKeys } else { error }
}

pub(super) fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}
