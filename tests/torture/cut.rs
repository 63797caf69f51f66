//! The power is cut: a run is recorded, and the folder is built as it may look after a cut at any moment of it.

use super::script::{self, CHANGED, PASSPHRASE, SIZES, Seen, Step, place, secret, story};
use super::world::{Log, mixture};
use super::{Dice, Files, Tally, Wrong, disks, goes_on, open, read_folder, write_folder};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use wayhome::store::{Cost, Disk, Error, Notice, Passphrase, Store, restore_on};

/// What was so after a step.
#[derive(Clone)]
struct Moment {
    step: Step,
    /// None before there is a store.
    seen: Option<Arc<Seen>>,
    passphrase: &'static str,
    /// What was proved of each mirror, and what opens it.
    mirrors: BTreeMap<&'static str, (Arc<Seen>, &'static str)>,
    /// Which of the states of the database are of these records.
    states: Range<usize>,
}

/// A run that was recorded.
pub struct Run {
    log: Log,
    moments: Vec<Moment>,
    states: Vec<Files>,
}

impl Run {
    /// Runs the story on a disk that writes down what is done. With `honest` false, nothing is ever synced.
    pub fn record(honest: bool) -> Self {
        let folder = TempDir::new().unwrap();
        let place = place(folder.path());
        let log = Arc::new(Mutex::new(Log::of(folder.path())));
        let disk: Arc<dyn Disk> = disks::Recorder::writing(&log, honest);
        let mut moments: Vec<Moment> = Vec::new();
        let (mut store, mut passphrase, mut mirrors): (Option<Store>, _, BTreeMap<_, _>) = (None, PASSPHRASE, BTreeMap::new());
        let (mut states, mut first) = (Vec::new(), 0);
        let open = |passphrase: &str| {
            let (mut store, _) = Store::open_on(disk.clone(), &place, &secret(passphrase)).unwrap();
            store.set_sizes(SIZES);
            store
        };
        for step in story() {
            match step {
                Step::Create => {
                    let phrase = Passphrase::new(PASSPHRASE);
                    let (mut made, _) =
                        Store::create_on(disk.clone(), &place, &phrase, &script::profile(), Cost::WEAK, script::now()).unwrap();
                    made.set_sizes(SIZES);
                    store = Some(made);
                }
                Step::Save => {
                    let store = store.as_mut().unwrap();
                    store.commit(&script::commit(store.sequence() + 1), script::now()).unwrap();
                }
                Step::Reopen => {
                    drop(store.take());
                    store = Some(open(passphrase));
                }
                Step::Passphrase => {
                    passphrase = CHANGED;
                    store.as_mut().unwrap().change_passphrase(&Passphrase::new(CHANGED), Cost::WEAK).unwrap();
                    // The mirrors follow.
                    mirrors.values_mut().for_each(|(_, theirs)| *theirs = CHANGED);
                }
                Step::Backup(mirror) => {
                    let store = store.as_ref().unwrap();
                    store.backup().unwrap().write_to(&place.data.join("backups").join(mirror), script::now()).unwrap();
                    mirrors.insert(mirror, (Arc::new(Seen::of(store).unwrap()), passphrase));
                }
                Step::Restore(mirror, until) => {
                    drop(store.take());
                    first = states.len();
                    restore_on(&*disk, &place.data.join("backups").join(mirror), &secret(passphrase), Some(until), &place).unwrap();
                }
            }
            let seen = if matches!(step, Step::Restore(..)) {
                // Looked at elsewhere: nothing is done to the records by looking.
                let other = TempDir::new().unwrap();
                let files = read_folder(folder.path());
                write_folder(other.path(), &files);
                let (store, _) = super::open(&script::place(other.path()), &[passphrase]).unwrap();
                Seen::of(&store)
            } else {
                Seen::of(store.as_ref().unwrap())
            };
            let seen = Some(Arc::new(seen.unwrap()));
            states.push(read_folder(&place.data.join("state")));
            moments.push(Moment { step, seen, passphrase, mirrors: mirrors.clone(), states: first..states.len() });
            log.lock().unwrap().say(moments.len() - 1);
        }
        drop((store, disk));
        let log = Arc::try_unwrap(log).unwrap_or_else(|_| panic!("the log is still written")).into_inner().unwrap();
        Self { log, moments, states }
    }

    /// Cuts the power so many times, at any moments, and judges what is left.
    pub fn cut(&self, trials: Range<usize>) -> Tally {
        let (folder, mut tally) = (TempDir::new().unwrap(), Tally::default());
        for trial in trials {
            let root = folder.path().join("cut");
            tally.count(&format!("cut {trial}"), self.one(trial, &root));
        }
        tally
    }

    /// One cut.
    pub fn one(&self, trial: usize, root: &Path) -> Result<bool, Wrong> {
        let mut dice = Dice::of(trial);
        let end = dice.below(self.log.length() + 1);
        self.log.after_cut(end, &mut dice).write(root);
        let done = self.log.said(end);
        let before = done.map(|at| &self.moments[at]);
        let going_on = self.moments.get(done.map_or(0, |at| at + 1));
        let place = place(root);
        if place.data.exists() {
            // While a restore goes on, both folders have a database of their own.
            let states = before.filter(|m| !matches!(m.step, Step::Restore(..))).map_or(&[][..], |m| &self.states[m.states.clone()]);
            if let Some(state) = mixture(states, &mut dice) {
                write_folder(&place.data.join("state"), &state);
            }
        }
        let context = || format!("operation {end}, after {:?}, in {:?}", before.map(|m| m.step), going_on.map(|m| m.step));
        self.judge(&place, before, going_on, end).map_err(|wrong| wrong.at(&context()))
    }

    fn judge(&self, place: &wayhome::store::Place, before: Option<&Moment>, going_on: Option<&Moment>, end: usize) -> Result<bool, Wrong> {
        let Some(before) = before else {
            // The store was being made. Nobody was told that it is there: either it is, or it can be made now.
            return match Store::create_on(
                disks::unsynced(),
                place,
                &Passphrase::new(PASSPHRASE),
                &script::profile(),
                Cost::WEAK,
                script::now(),
            ) {
                Ok((store, _)) => goes_on(place, store, &[self.moments[0].seen.as_deref().unwrap()], &[], &[PASSPHRASE]).map(|()| false),
                Err(Error::Exists) => {
                    let (store, _) = open(place, &[PASSPHRASE])?;
                    goes_on(place, store, &[self.moments[0].seen.as_deref().unwrap()], &[], &[PASSPHRASE]).map(|()| false)
                }
                Err(error) => Err(Wrong::Closed(super::sentence(&error)?)),
            };
        };
        if !Store::exists(place) {
            return Err(Wrong::Lost("there is no store".to_owned()));
        }
        let passphrases: Vec<&str> = match going_on {
            Some(next) if next.passphrase != before.passphrase => vec![next.passphrase, before.passphrase],
            _ => vec![before.passphrase],
        };
        let allowed: Vec<&Seen> = [Some(before), going_on].into_iter().flatten().filter_map(|m| m.seen.as_deref()).collect();
        let earlier: Vec<&Seen> = self.moments.iter().filter_map(|m| m.seen.as_deref()).collect();
        let (store, notices) = open(place, &passphrases)?;
        let restored = |moment: &Moment| matches!(moment.step, Step::Restore(..));
        let restoring = restored(before) || going_on.is_some_and(restored);
        for notice in &notices {
            match notice {
                Notice::Interrupted | Notice::SetAside { .. } | Notice::Rebuilt | Notice::KeyFileRenewed => {}
                Notice::Older { .. } | Notice::Different { .. } if restoring => {}
                other => return Err(Wrong::Lost(other.to_string())),
            }
        }
        goes_on(place, store, &allowed, &earlier, &passphrases)?;
        // A third of the cuts asks the backups, too: each that was proved, except the one that was being written.
        if end.is_multiple_of(3) {
            for (mirror, (seen, passphrase)) in &before.mirrors {
                if !going_on.is_some_and(|next| next.step == Step::Backup(mirror)) {
                    let either: Vec<&str> = std::iter::once(*passphrase).chain(passphrases.iter().copied()).collect();
                    proved(&place.data.join("backups").join(mirror), seen, &either)?;
                }
            }
        }
        Ok(!notices.is_empty())
    }
}

/// A mirror brings back what was proved of it.
fn proved(mirror: &Path, seen: &Seen, passphrases: &[&str]) -> Result<(), Wrong> {
    let elsewhere = TempDir::new().unwrap();
    let place = place(elsewhere.path());
    let lost = |error: Error| Wrong::Lost(format!("the backup in {}: {error}", mirror.display()));
    let restore = |passphrase: &&str| restore_on(&*disks::unsynced(), mirror, &secret(passphrase), None, &place);
    let mut tried = passphrases.iter().map(restore).skip_while(|done| matches!(done, Err(Error::WrongPassphrase)));
    tried.next().unwrap_or(Err(Error::WrongPassphrase)).map_err(lost)?;
    let (store, _) = open(&place, passphrases)?;
    if Seen::of(&store)? == *seen { Ok(()) } else { Err(Wrong::Torn(format!("the backup in {}", mirror.display()))) }
}
