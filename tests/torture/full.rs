//! The disk is full, read-only or broken, at each operation in turn.

use super::disks::{self, Failing, Fault};
use super::script::{self, CHANGED, PASSPHRASE, SIZES, Seen, Step, place, secret, story};
use super::{Tally, Wrong, open, sentence};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use wayhome::store::{Cost, Disk, Error, Passphrase, Place, Store, restore_on};

/// The ways in which a disk fails: one operation, or all from one on; full, read-only, broken.
pub const WAYS: [(usize, ErrorKind); 4] =
    [(1, ErrorKind::StorageFull), (usize::MAX, ErrorKind::StorageFull), (usize::MAX, ErrorKind::ReadOnlyFilesystem), (1, ErrorKind::Other)];

/// How many operations the story has.
pub fn positions() -> usize {
    let disk = Failing::never();
    let folder = TempDir::new().unwrap();
    let mut run = Run::new(place(folder.path()));
    for step in story() {
        run.step(&(disk.clone() as Arc<dyn Disk>), step).unwrap();
    }
    assert_eq!(disk.kinds(), ["append", "create", "folder", "remove", "rename", "sync", "sync folder"], "cut is met by a failure alone");
    disk.count()
}

/// Lets these operations fail, each in these ways, and judges what comes of it.
pub fn fail(positions: impl Iterator<Item = usize>, ways: &[(usize, ErrorKind)]) -> Tally {
    let mut tally = Tally::default();
    for at in positions {
        for (times, kind) in ways {
            let fault = Fault { at, times: *times, kind: *kind };
            let folder = TempDir::new().unwrap();
            tally.count(&format!("{fault:?}"), one(folder.path(), fault));
        }
    }
    tally
}

/// A run of the story that knows what must be there.
struct Run {
    place: Place,
    store: Option<Store>,
    passphrase: &'static str,
}

impl Run {
    fn new(place: Place) -> Self {
        Self { place, store: None, passphrase: PASSPHRASE }
    }

    /// The store, opened where it is not, on this disk.
    fn store(&mut self, disk: &Arc<dyn Disk>) -> Result<&mut Store, Error> {
        if self.store.is_none() {
            let (mut store, _) = Store::open_on(disk.clone(), &self.place, &secret(self.passphrase))?;
            store.set_sizes(SIZES);
            self.store = Some(store);
        }
        self.store.as_mut().ok_or(Error::Closed)
    }

    fn step(&mut self, disk: &Arc<dyn Disk>, step: Step) -> Result<(), Error> {
        match step {
            Step::Create => {
                let (phrase, profile) = (Passphrase::new(PASSPHRASE), script::profile());
                let (mut made, _) = Store::create_on(disk.clone(), &self.place, &phrase, &profile, Cost::WEAK, script::now())?;
                made.set_sizes(SIZES);
                self.store = Some(made);
            }
            Step::Save => {
                let store = self.store(disk)?;
                store.commit(&script::commit(store.sequence() + 1), script::now())?;
            }
            Step::Reopen => {
                self.store = None;
                self.store(disk)?;
            }
            Step::Passphrase => {
                self.store(disk)?.change_passphrase(&Passphrase::new(CHANGED), Cost::WEAK)?;
                self.passphrase = CHANGED;
            }
            Step::Backup(mirror) => {
                let folder = self.place.data.join("backups").join(mirror);
                self.store(disk)?.backup()?.write_to(&folder, script::now())?;
            }
            Step::Restore(mirror, until) => {
                self.store = None;
                let from = self.place.data.join("backups").join(mirror);
                restore_on(&**disk, &from, &secret(self.passphrase), Some(until), &self.place)?;
            }
        }
        Ok(())
    }

    /// What the store shows, opened anew if need be.
    fn seen(&mut self) -> Result<Seen, Wrong> {
        if self.store.is_none() {
            self.store = Some(open(&self.place, &[self.passphrase])?.0);
        }
        Seen::of(self.store.as_ref().unwrap())
    }

    /// Closes it and opens it on a sound disk, with the passphrase that is the one, or with the one that was being set.
    fn reopen(&mut self, passphrases: &[&'static str]) -> Result<Seen, Wrong> {
        self.store = None;
        let (store, _) = open(&self.place, passphrases)?;
        self.store = Some(store);
        self.seen()
    }
}

/// One fault: whatever it stops says so; everything before it is there, and nothing is there by half; repeated on a sound disk, it is
/// done, and the story goes on to its end.
fn one(folder: &Path, fault: Fault) -> Result<bool, Wrong> {
    let failing = Failing::new(fault);
    let disk: Arc<dyn Disk> = failing.clone();
    let mut run = Run::new(place(folder));
    let mut before: Option<Seen> = None;
    let mut said = false;
    for (at, step) in story().into_iter().enumerate() {
        // Opening on a disk that fails is a step of its own; here only what is asked for may fail.
        let outcome = run.step(&disk, step);
        let context = |wrong: Wrong| wrong.at(&format!("step {at}, {step:?}, {:?}", failing.failed()));
        if let Err(error) = outcome {
            sentence(&error).map_err(context)?;
            said = true;
            after_failure(&mut run, step, &error, before.as_ref()).map_err(context)?;
        }
        if failing.failed().is_some() {
            // The disk is sound again from here on, and what was acknowledged is still there after reopening.
            let sound = disks::unsynced();
            let expected = run.seen().map_err(context)?;
            if run.reopen(&[run.passphrase]).map_err(context)? != expected {
                return Err(context(Wrong::Lost("reopening shows something else".to_owned())));
            }
            for step in story().into_iter().skip(at + 1) {
                run.step(&sound, step).map_err(|e| context(Wrong::Closed(format!("then {step:?}: {e}"))))?;
            }
            return finish(&mut run).map_err(context).map(|()| said);
        }
        before = Some(run.seen().map_err(context)?);
    }
    finish(&mut run).map(|()| said)
}

/// After a step that failed: the state before it, or after it, and the step can be done now.
fn after_failure(run: &mut Run, step: Step, error: &Error, before: Option<&Seen>) -> Result<(), Wrong> {
    let sound = disks::unsynced();
    let Some(before) = before else {
        // Making it failed: it can be made again, or is there and can be opened.
        return match run.step(&sound, Step::Create) {
            Ok(()) => Ok(()),
            Err(Error::Exists) => run.seen().map(drop),
            Err(error) => Err(Wrong::Closed(format!("it cannot be made any more: {error}"))),
        };
    };
    if let (Step::Save | Step::Backup(_), Some(store)) = (step, &mut run.store) {
        // Still open: it shows what was so before, and where it does not ask to be closed, the next save is taken.
        if Seen::of(store)? != *before {
            return Err(Wrong::Torn("a failed step shows".to_owned()));
        }
        store.set_disk(sound.clone());
        if !matches!(error, Error::Unconfirmed) {
            return match run.step(&sound, step) {
                Err(Error::Unconfirmed) => {
                    run.reopen(&[run.passphrase])?;
                    run.step(&sound, step).map_err(|e| Wrong::Closed(format!("again: {e}")))
                }
                Err(error) => Err(Wrong::Closed(format!("again: {error}"))),
                Ok(()) => Ok(()),
            };
        }
    }
    let passphrases: &[&'static str] = if step == Step::Passphrase { &[PASSPHRASE, CHANGED] } else { &[run.passphrase] };
    let seen = run.reopen(passphrases)?;
    if seen == *before {
        return match run.step(&sound, step) {
            Ok(()) => Ok(()),
            Err(error) => Err(Wrong::Closed(format!("again: {error}"))),
        };
    }
    match step {
        // It was not confirmed, and is there after all, whole.
        Step::Save if seen.sequence == before.sequence + 1 && seen.history(seen.sequence) == [script::commit(seen.sequence)] => Ok(()),
        Step::Restore(_, until) if seen.sequence == until => Ok(()),
        _ if seen.sequence < before.sequence => Err(Wrong::Lost(format!("{} of {}", seen.sequence, before.sequence))),
        _ => Err(Wrong::Torn(format!("it shows save {}", seen.sequence))),
    }
}

/// The end of the story, whatever failed on the way.
fn finish(run: &mut Run) -> Result<(), Wrong> {
    let seen = run.reopen(&[run.passphrase])?;
    let expected: Vec<_> = (2..=seen.sequence).map(script::commit).collect();
    if seen.sequence != 11 || seen.history(2) != expected {
        return Err(Wrong::Torn(format!("the end of the story is save {}", seen.sequence)));
    }
    Ok(())
}
