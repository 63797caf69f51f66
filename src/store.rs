//! What is kept: every record, sealed, on this computer's disk.
//!
//! **The promise: when a commit is acknowledged, it is on the disk, sealed, and no kill, power cut, full disk, bit flip or bug in a
//! library loses it without the program saying so.**
//!
//! The [`journal`] is the truth and is synced before a commit is acknowledged; the [`state`] is what all commits add up to, in a
//! database that can be thrown away and made again. The window talks to the store through a [`Handle`], the command line directly.

mod audit;
mod backup;
mod codec;
mod disk;
mod error;
mod history;
mod journal;
mod obstacle;
mod place;
mod rebuild;
mod records;
mod restore;
mod seal;
mod second;
mod state;
mod tally;
mod vault;
mod verify;
mod worker;

pub use audit::{Audited, audit};
pub use backup::{Backup, Made, Proof, Stop};
pub use disk::{Disk, Output, RealDisk, replace};
pub use error::{Error, Notice};
pub use journal::Sizes;
pub use obstacle::{Found, Holds, Obstacle, What, survey};
pub use place::Place;
pub use rebuild::set_aside;
pub use restore::{Restored, restore, restore_on};
pub use seal::Key;
pub use second::Second;
pub use vault::{Cost, Passphrase, RecoveryKey, Secret, check_passphrase, is_group};
pub use verify::{Report, verify, verify_backup};
pub use worker::Handle;

use crate::domain::{Agency, Card, Change, Chart, ClientId, Commit, Instant, Text, UserId};
use history::Written;
use journal::{End, Journal, Mark, Reader, Spot};
use place::{Anchor, Lock};
use rebuild::{belongs, rebuild, replay};
use records::{Plan, Records, Trouble};
use serde::{Deserialize, Serialize};
use state::{Broken, Cabinet};
use std::cell::RefCell;
use std::fs;
use std::sync::Arc;
use std::time::Duration;
use vault::Vault;

/// The worker: every commit bears this.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// The name, as colleagues know it.
    pub name: String,
    /// The HMIS user id.
    pub user: UserId,
}

impl Profile {
    const NAME: &'static str = "worker.name";
    const USER: &'static str = "worker.user";

    /// A worker of this name; their id in the files is its letters and digits, at most 32.
    pub fn new(name: &str) -> Self {
        let letters: String = name.chars().filter(|c| c.is_alphanumeric()).take(32).collect();
        let user = UserId::new(if letters.is_empty() { "worker".to_owned() } else { letters });
        Self { name: name.trim().to_owned(), user }
    }

    /// The changes that make this the store's profile.
    pub fn changes(&self) -> Vec<Change> {
        let set = |name: &str, after: &str| Change::Setting { name: name.to_owned(), after: Text::new(after) };
        vec![set(Self::NAME, &self.name), set(Self::USER, self.user.as_str())]
    }

    fn of(records: &Records) -> Self {
        let text = |name| records.setting(name).unwrap_or_default();
        Self { name: text(Self::NAME).as_str().to_owned(), user: UserId::new(text(Self::USER).as_str()) }
    }
}

/// The journal of a store that was just made is shorter.
const MADE: u64 = 4 << 10;

/// One commit as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, counted from 1.
    pub sequence: u64,
    /// When it was made, in local time.
    pub at: Instant,
    /// Who made it.
    pub worker: Profile,
    /// What it is.
    pub commit: Commit,
    /// The hash of its last frame.
    hash: [u8; 32],
    /// Where its frames stand.
    spots: Vec<Spot>,
    /// How many of the changes are in the frames up to each.
    ends: Vec<usize>,
}

/// What a commit that is held in memory is sealed for.
const HELD: &[u8] = b"wayhome held 1";

/// An open store. Dropping it releases the lock and wipes the keys.
pub struct Store {
    disk: Arc<dyn Disk>,
    place: Place,
    vault: Vault,
    reader: Reader,
    /// None where the store is open for reading only.
    journal: Option<Journal>,
    mark: Mark,
    /// Reads heal a damaged database, hence the cell.
    records: RefCell<Option<Records>>,
    profile: Profile,
    notices: RefCell<Vec<Notice>>,
    _lock: Lock,
}

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
        let mut records = match Cabinet::open(&place.state()) {
            Ok(cabinet) => Records::load(cabinet, &vault.key).map_err(|(cabinet, broken)| {
                cabinet.close();
                broken
            }),
            Err(broken) => Err(broken),
        };
        let known = anchor.map_or(0, |a| a.sequence).max(records.as_ref().map_or(0, |r| r.meta().sequence));
        let walk = match &mut records {
            Ok(present) => {
                let before = present.meta().clone();
                let mut trouble = Ok(());
                let walk = reader.walk_recent(before.sequence + 1, known, &mut |entry| {
                    if trouble.is_ok() {
                        trouble = replay(present, &entry);
                    }
                    Ok(())
                })?;
                if let Err(broken) = trouble.and_then(|()| belongs(&before, &walk))
                    && let Ok(unfit) = std::mem::replace(&mut records, Err(broken))
                {
                    unfit.close();
                }
                walk
            }
            Err(_) => reader.prove(known)?,
        };
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
                if cause == records::OTHER_FORM {
                    tracing::info!(cause, "the database is rebuilt");
                } else {
                    tracing::warn!(cause, "the database is rebuilt");
                }
                match rebuild(&*disk, place, &reader, &vault.key, walk.mark.sequence) {
                    Ok((records, notice)) => {
                        // What an earlier version kept is made anew without a word: nothing was damaged.
                        notices.extend(Some(notice).filter(|n| cause != records::OTHER_FORM || *n != Notice::Rebuilt));
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

    /// Who works here.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The number of the last commit.
    pub fn sequence(&self) -> u64 {
        self.mark.sequence
    }

    /// When a commit was made, in local time; none where it cannot be read.
    pub fn when(&self, sequence: u64) -> Option<Instant> {
        let mut at = None;
        let walked = self.reader.walk(sequence.max(1), self.mark.sequence, &mut |entry| {
            if entry.sequence == sequence {
                at = Some(entry.at);
            }
            Ok(())
        });
        walked.ok().and(at)
    }

    /// Takes the records as they are for the right ones, where this computer remembers later or other ones: the anchor follows.
    pub fn accept(&self) {
        if self.read_only() {
            return;
        }
        let anchor = Anchor { sequence: self.mark.sequence, hash: self.mark.hash };
        // Until it is on the disk, a save that is cut off after this would look like damage.
        if let Err(error) = anchor.write_durably(&*self.disk, &self.place, &self.vault.store, &self.vault.key) {
            tracing::warn!(%error, "the anchor was not written");
        }
    }

    /// How many rows there are, of clients and of the agency.
    ///
    /// # Errors
    /// As [`agency`](Self::agency).
    pub fn rows(&self) -> Result<u64, Error> {
        self.read(Records::rows)
    }

    /// True where nothing can be saved, because the journal is damaged.
    pub fn read_only(&self) -> bool {
        self.journal.is_none()
    }

    /// What was noticed since this was asked last, after opening.
    pub fn take_notices(&self) -> Vec<Notice> {
        self.notices.take()
    }

    /// How often the disk was waited for.
    pub fn syncs(&self) -> u64 {
        self.journal.as_ref().map_or(0, Journal::syncs)
    }

    /// Lets tests put a failing disk under an open store.
    #[doc(hidden)]
    pub fn set_disk(&mut self, disk: Arc<dyn Disk>) {
        if let Some(journal) = &mut self.journal {
            journal.set_disk(disk.clone());
        }
        self.disk = disk;
    }

    /// Lets tests have many segments and parts without many bytes.
    #[doc(hidden)]
    pub fn set_sizes(&mut self, sizes: Sizes) {
        if let Some(journal) = &mut self.journal {
            journal.set_sizes(sizes);
        }
    }

    /// The rows that belong to no client.
    ///
    /// # Errors
    /// [`Error::Damaged`] where even the journal does not bring them back; as for all reads.
    pub fn agency(&self) -> Result<Agency, Error> {
        self.read(Records::agency)
    }

    /// Every client in short, in the order in which they came.
    ///
    /// # Errors
    /// As [`agency`](Self::agency).
    pub fn cards(&self) -> Result<Vec<Card>, Error> {
        self.read(Records::cards)
    }

    /// One client in short.
    ///
    /// # Errors
    /// As [`agency`](Self::agency).
    pub fn card(&self, id: &ClientId) -> Result<Option<Card>, Error> {
        self.read(|records| records.card(id))
    }

    /// One client whole.
    ///
    /// # Errors
    /// As [`agency`](Self::agency).
    pub fn chart(&self, id: &ClientId) -> Result<Option<Chart>, Error> {
        self.read(|records| records.chart(id))
    }

    /// Every chart, one after the other, in the order in which the clients came.
    ///
    /// # Errors
    /// What `each` returns, and as [`agency`](Self::agency).
    pub fn each_chart(&self, each: &mut dyn FnMut(Chart) -> Result<(), Error>) -> Result<(), Error> {
        for id in self.read(|records| Ok(records.clients()))? {
            if let Some(chart) = self.chart(&id)? {
                each(chart)?;
            }
        }
        Ok(())
    }

    /// A draft, as its form wrote it.
    pub fn draft(&self, name: &str) -> Option<Text> {
        self.records.borrow().as_ref()?.draft(name)
    }

    /// Every draft by its name.
    pub fn drafts(&self) -> Vec<(String, Text)> {
        self.records.borrow().as_ref().map(Records::drafts).unwrap_or_default()
    }

    /// A setting, as the desk wrote it; none where it is blank.
    pub fn setting(&self, name: &str) -> Option<Text> {
        self.records.borrow().as_ref()?.setting(name)
    }

    /// The commits from number `from` on, in order, read from the journal itself.
    ///
    /// # Errors
    /// What `each` returns; [`Error::Damaged`] where the journal does not reach the last commit any more.
    pub fn history(&self, from: u64, each: &mut dyn FnMut(Entry) -> Result<(), Error>) -> Result<(), Error> {
        let last = self.mark.sequence;
        // Behind the last one may stand one that the disk did not confirm.
        let mut confirmed = |entry: Entry| if entry.sequence <= last { each(entry) } else { Ok(()) };
        let walk = self.reader.walk(from.max(1), last, &mut confirmed)?;
        if walk.mark.sequence < self.mark.sequence { Err(Error::damaged("The journal of the records")) } else { Ok(()) }
    }

    /// Keeps a commit and returns its number; when it returns, the commit is on the disk. A commit that changes nothing writes nothing
    /// and returns the number of the last one. `now` is when, in local time.
    ///
    /// # Errors
    /// [`Error::Stale`] where a cell is not as the commit says it was; [`Error::NotSaved`], [`Error::Unconfirmed`], [`Error::ReadOnly`],
    /// [`Error::Unkeepable`]. In every case nothing of the commit counts.
    pub fn commit(&mut self, commit: &Commit, now: Instant) -> Result<u64, Error> {
        let plan = self.append(commit, now)?;
        let sequence = self.sequence();
        self.settle(plan);
        Ok(sequence)
    }

    /// Seals a commit that cannot be written, to be kept in memory meanwhile.
    ///
    /// # Errors
    /// [`Error::Unkeepable`], [`Error::NoKey`].
    pub fn hold(&self, commit: &Commit) -> Result<Vec<u8>, Error> {
        self.vault.key.seal(&[HELD, &self.vault.store].concat(), &codec::encode(commit)?)
    }

    /// What [`hold`](Self::hold) sealed; none where it is another store's.
    pub fn take_back(&self, held: &[u8]) -> Option<Commit> {
        codec::decode(&self.vault.key.open(&[HELD, &self.vault.store].concat(), held)?)
    }

    /// The first half of a commit: after it, the commit is on the disk and may be acknowledged.
    fn append(&mut self, commit: &Commit, now: Instant) -> Result<Option<Plan>, Error> {
        if self.read_only() {
            return Err(Error::ReadOnly);
        }
        let ends = self.journal.as_ref().map(|journal| journal.ends(&commit.changes)).unwrap_or_default();
        let written = Written { sequence: self.mark.sequence + 1, ends };
        let plan = self.heal(|records| records.plan(commit, &written))?;
        match &mut self.journal {
            Some(journal) if !plan.is_empty() => self.mark = journal.append(commit, &self.profile, now)?,
            _ => return Ok(None),
        }
        Ok(Some(plan))
    }

    /// The second half: the database and the index follow. Whatever fails here is made again from the journal.
    fn settle(&mut self, plan: Option<Plan>) {
        let (Some(plan), Mark { sequence, hash, .. }) = (plan, self.mark) else { return };
        let spots = self.journal.as_ref().map(Journal::spots).unwrap_or_default();
        let applied = self.records.get_mut().as_mut().map(|records| records.apply(plan, sequence, hash, spots));
        if !matches!(applied, Some(Ok(()))) {
            self.rebuild();
        }
        if let Some(records) = self.records.get_mut() {
            self.profile = Profile::of(records);
        }
        self.remember();
    }

    /// After this nothing is saved until the store is opened again: a job has failed in the middle of something.
    fn distrust(&mut self) {
        if let Some(journal) = &mut self.journal {
            journal.distrust();
        }
    }

    /// How long nobody may try a passphrase on these records, after too many wrong tries; zero where one may.
    pub fn pause(place: &Place) -> Duration {
        Vault::pause(place)
    }

    /// Whether this opens the records. A wrong one counts like one at the lock.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`], [`Error::Wait`].
    pub fn prove(&self, secret: &Secret) -> Result<(), Error> {
        self.vault.prove(&self.place, secret)
    }

    /// What a try of the passphrase costs.
    pub fn cost(&self) -> Cost {
        self.vault.cost()
    }

    /// Seals the data key under another passphrase, here and in the mirrors. The recovery key stays as it is.
    ///
    /// # Errors
    /// [`Error::Weak`]; [`Error::KeysNotChanged`]: then the old passphrase is still the one; [`Error::KeysUnsure`].
    pub fn change_passphrase(&mut self, passphrase: &Passphrase, cost: Cost) -> Result<(), Error> {
        if cost != Cost::WEAK {
            check_passphrase(passphrase.as_str(), &self.profile.name).map_err(Error::Weak)?;
        }
        let changed = self.vault.with_passphrase(passphrase, cost)?;
        self.change_keys(changed)
    }

    /// Makes this the recovery key, here and in the mirrors; the one before opens nothing any more. Call it once the worker has the new
    /// one on paper.
    ///
    /// # Errors
    /// [`Error::KeysNotChanged`]: then the old one is still the one; [`Error::KeysUnsure`].
    pub fn change_recovery_key(&mut self, recovery: &RecoveryKey) -> Result<(), Error> {
        let changed = self.vault.with_recovery(recovery)?;
        self.change_keys(changed)
    }

    fn change_keys(&mut self, changed: Vault) -> Result<(), Error> {
        let done = self.vault.change(&*self.disk, &self.place, changed);
        if matches!(done, Ok(()) | Err(Error::KeysUnsure)) {
            self.renew_mirrors();
        }
        done
    }

    fn remember(&self) {
        let anchor = Anchor { sequence: self.mark.sequence, hash: self.mark.hash };
        if let Err(error) = anchor.write(&*self.disk, &self.place, &self.vault.store, &self.vault.key) {
            tracing::warn!(%error, "the anchor was not written");
        }
    }

    fn read<T>(&self, read: impl Fn(&Records) -> Result<T, Broken>) -> Result<T, Error> {
        self.heal(|records| Ok(read(records)?))
    }

    /// Asks the state; where it is broken, makes it again and asks once more.
    fn heal<T>(&self, ask: impl Fn(&Records) -> Result<T, Trouble>) -> Result<T, Error> {
        for attempt in 0..2 {
            let answer = self.records.borrow().as_ref().map(&ask);
            match answer {
                Some(Ok(answer)) => return Ok(answer),
                Some(Err(Trouble::Refused(error))) => return Err(error),
                Some(Err(Trouble::Broken(Broken(cause)))) => tracing::warn!(cause, "the database is rebuilt"),
                None => {}
            }
            if attempt == 0 {
                self.rebuild();
            }
        }
        Err(Error::damaged("The working copy of the records"))
    }

    fn rebuild(&self) {
        if let Some(unfit) = self.records.take() {
            unfit.close();
        }
        match rebuild(&*self.disk, &self.place, &self.reader, &self.vault.key, self.mark.sequence) {
            Ok((records, notice)) => {
                self.records.replace(Some(records));
                self.notices.borrow_mut().push(notice);
            }
            Err(error) => tracing::error!(%error, "the database cannot be rebuilt"),
        }
    }
}

/// A passphrase is the one moment at which its cost can be raised. Whatever comes of it, the records open.
fn strengthen(disk: &dyn Disk, place: &Place, vault: &mut Vault, secret: &Secret) {
    let Some(renewed) = vault.renewed(secret) else { return };
    match renewed.and_then(|renewed| vault.change(disk, place, renewed)) {
        Ok(()) => tracing::info!(cost = ?vault.cost(), "the key file was renewed"),
        Err(error) => tracing::warn!(%error, "the key file was not renewed"),
    }
}

/// Where records stand, a key file that is not there is one that was lost.
fn keyless(error: Error) -> Error {
    if matches!(error, Error::NoStore | Error::Damaged { .. }) { Error::NoKeys } else { error }
}

fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(records) = self.records.take() {
            records.close();
        }
    }
}
