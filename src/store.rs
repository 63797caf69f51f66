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
mod deck;
mod disk;
mod error;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod history;
mod journal;
mod keys;
mod obstacle;
mod open;
mod place;
mod profile;
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
pub use profile::Profile;
pub use rebuild::set_aside;
pub use restore::{Restored, restore, restore_on};
pub use seal::Key;
pub use second::Second;
pub use vault::{Cost, Passphrase, RecoveryKey, Secret, check_passphrase, is_group};
pub use verify::{Report, verify, verify_backup};
pub use worker::Handle;

use crate::domain::folder::Folder;
use crate::domain::hud::ExtraFile;
use crate::domain::{Agency, Card, Chart, ClientId, Commit, File, Instant, Packed, Roll, Sheet, Text};
use history::Written;
use journal::{Journal, Mark, Reader, Spot};
use place::{Anchor, Lock};
use rebuild::rebuild;
use records::{Plan, Records, Trouble};
use state::Broken;
use std::cell::RefCell;
use std::sync::Arc;
use vault::Vault;

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
    /// Who works here.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// By what this installation is known to others (HUD `ImplementationID`, R-CSV-9): chance made it with the records, so it tells nothing of
    /// anybody, and it stays theirs when they are brought to another computer.
    pub fn installation(&self) -> String {
        let digits: String = self.vault.store.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("Wayhome-{digits}")
    }

    /// The number of the last commit.
    pub fn sequence(&self) -> u64 {
        self.mark.sequence
    }

    /// When a commit was made, in local time; none where it cannot be read.
    pub fn when(&self, sequence: u64) -> Option<Instant> {
        let mut at = None;
        let walked = self.reader.walk(sequence.max(1), self.mark.sequence, &mut |entry| {
            if entry.sequence < sequence {
                return Ok(());
            }
            at = Some(entry.at).filter(|_| entry.sequence == sequence);
            Err(Error::Stopped)
        });
        walked.err().filter(|error| matches!(error, Error::Stopped)).and(at)
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
        self.read(|records| Ok(records.meta().rows))
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

    /// The files that an import brought and that are not HUD's.
    ///
    /// # Errors
    /// As [`agency`](Self::agency).
    pub fn extra_files(&self) -> Result<Vec<ExtraFile>, Error> {
        let rows = self.read(|records| records.agency_file(File::ExtraFile))?;
        Ok(rows.iter().map(Packed::typed).collect())
    }

    /// Every client in short, in the order in which they came.
    ///
    /// # Errors
    /// As [`agency`](Self::agency).
    pub fn roll(&self) -> Result<Roll, Error> {
        self.read(|records| Ok(records.roll().clone()))
    }

    /// How many clients there are.
    ///
    /// # Errors
    /// As [`agency`](Self::agency).
    pub fn clients(&self) -> Result<usize, Error> {
        self.read(|records| Ok(records.roll().len()))
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

    /// The rows of one client.
    ///
    /// # Errors
    /// As [`agency`](Self::agency).
    pub fn folder(&self, id: &ClientId) -> Result<Folder, Error> {
        Ok(Folder::of(id, self.read(|records| records.stored(id))?))
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

    /// The rows of every client, in the order in which they came.
    ///
    /// # Errors
    /// As [`agency`](Self::agency), and what `each` returns.
    pub fn each_folder(&self, each: &mut dyn FnMut(Folder) -> Result<(), Error>) -> Result<(), Error> {
        let (clients, mut sheet) = (self.read(|records| Ok(records.clients()))?, Sheet::default());
        for id in clients {
            let mut folder = self.folder(&id)?;
            // Whoever asks for all of them holds them all.
            folder.lay(&mut sheet, &mut |_| {});
            each(folder)?;
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
        let mut confirmed = |entry: Entry| if entry.sequence <= last { each(entry.cell_by_cell()) } else { Ok(()) };
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
    fn append<'c>(&mut self, commit: &'c Commit, now: Instant) -> Result<Option<Plan<'c>>, Error> {
        if self.read_only() {
            return Err(Error::ReadOnly);
        }
        let ends = self.journal.as_ref().map(|journal| journal.ends(&commit.changes)).unwrap_or_default();
        let written = Written::new(self.mark.sequence + 1, ends, &commit.changes);
        let plan = self.heal(|records| records.plan(commit, &written))?;
        match &mut self.journal {
            Some(journal) if !plan.is_empty() => self.mark = journal.append(commit, &self.profile, now)?,
            _ => return Ok(None),
        }
        Ok(Some(plan))
    }

    /// The second half: the database and the index follow. Whatever fails here is made again from the journal.
    fn settle(&mut self, plan: Option<Plan<'_>>) {
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

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(records) = self.records.take() {
            records.close();
        }
    }
}
