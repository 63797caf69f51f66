//! Files are damaged: bits flip, blocks become zero, ends are missing, parts change places, yesterday's file is put back.

use super::script::{self, PASSPHRASE, SIZES, Seen, place, secret};
use super::{Dice, Files, Tally, Wrong, disks, goes_on, open, read_folder, sentence, write_folder};
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wayhome::store::{Cost, Error, Notice, Passphrase, Place, Store, restore_on, verify};

/// So many saves are in the store that is damaged.
const SAVES: u64 = 21;
/// The old files that are put back are of this save.
const OLD: u64 = 12;

/// A sound store, and all that there is to damage in it.
pub struct Sound {
    /// Everything below the root.
    files: Files,
    /// The same, some saves before.
    old: Files,
    /// What was shown after each save.
    seen: BTreeMap<u64, Seen>,
    /// Where in the journal a frame begins: segment and byte.
    frames: Vec<(PathBuf, usize)>,
}

impl Sound {
    /// A store with a few rounds of the script in it, closed.
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let place = place(folder.path());
        let (phrase, profile) = (Passphrase::new(PASSPHRASE), script::profile());
        let (mut store, _) = Store::create_on(disks::unsynced(), &place, &phrase, &profile, Cost::WEAK, script::now()).unwrap();
        let (mut seen, mut old) = (BTreeMap::from([(1, Seen::of(&store).unwrap())]), Files::new());
        for sequence in 2..=SAVES {
            store.set_sizes(SIZES);
            store.commit(&script::commit(sequence), script::now()).unwrap();
            seen.insert(sequence, Seen::of(&store).unwrap());
            if sequence == OLD {
                drop(store);
                old = read_folder(folder.path());
                store = open(&place, &[PASSPHRASE]).unwrap().0;
            }
        }
        store.backup().unwrap().write(script::now()).unwrap();
        drop(store);
        let files = read_folder(folder.path());
        let frames = files.iter().filter(|(path, _)| path.starts_with("data/journal"));
        let begins = |bytes: &[u8]| bytes.windows(4).enumerate().filter(|(_, w)| *w == b"\xF5WHf").map(|(at, _)| at).collect::<Vec<_>>();
        let frames = frames.flat_map(|(path, bytes)| begins(bytes).into_iter().map(|at| (path.clone(), at))).collect();
        Self { files, old, seen, frames }
    }

    fn whole(&self) -> &Seen {
        &self.seen[&SAVES]
    }

    fn below(&self, folder: &str) -> Vec<usize> {
        let big = |at: &usize| self.files[*at].0.starts_with(folder) && !self.files[*at].1.is_empty();
        (0..self.files.len()).filter(big).collect()
    }

    fn old(&self, path: &Path) -> Option<&Vec<u8>> {
        self.old.iter().find(|(p, _)| p == path).map(|(_, bytes)| bytes)
    }
}

/// A bit flips, a block becomes zero, or the end is missing.
fn hurt(bytes: &mut Vec<u8>, how: usize, dice: &mut Dice) {
    let at = dice.below(bytes.len());
    match how {
        0 => bytes[at] ^= 1 << dice.below(8),
        1 => {
            let length = [16, 512, 4096][dice.below(3)];
            bytes[at..].iter_mut().take(length).for_each(|byte| *byte = 0);
        }
        _ => bytes.truncate(at),
    }
}

/// The database is damaged: it is always made again, and nothing is lost.
pub fn database(sound: &Sound, trials: Range<usize>) -> Tally {
    each(trials, "database", |trial, root| {
        let (mut files, mut dice) = (sound.files.clone(), Dice::of(trial));
        let victims = sound.below("data/state");
        let victim = victims[dice.below(victims.len())];
        match trial % 5 {
            3 => {
                write_folder(root, &files);
                swap_values(&root.join("data/state"), &mut dice);
                files = read_folder(root);
            }
            4 => {
                // One old file, or all of them.
                let all = dice.hits(50);
                for at in if all { victims } else { vec![victim] } {
                    if let Some(old) = sound.old(&files[at].0) {
                        files[at].1.clone_from(old);
                    }
                }
            }
            how => hurt(&mut files[victim].1, how, &mut dice),
        }
        write_folder(root, &files);
        let place = place(root);
        let (store, mut notices) = open(&place, &[PASSPHRASE])?;
        Seen::of(&store)?;
        notices.extend(store.take_notices());
        if let Some(other) = notices.iter().find(|n| **n != Notice::Rebuilt) {
            return Err(Wrong::Lost(other.to_string()));
        }
        goes_on(&place, store, &[sound.whole()], &[], &[PASSPHRASE])?;
        Ok(!notices.is_empty())
    })
}

/// Two sealed values of a drawer change places.
fn swap_values(state: &Path, dice: &mut Dice) {
    let database = sled::open(state).unwrap();
    let rows: Vec<_> = database.scan_prefix(*b"c").map(Result::unwrap).collect();
    let (one, two) = (dice.below(rows.len()), dice.below(rows.len()));
    database.insert(&rows[one].0, &rows[two].1).unwrap();
    database.insert(&rows[two].0, &rows[one].1).unwrap();
    database.flush().unwrap();
}

/// The journal is damaged: it is said, the longest proved part opens, for reading only, and the damaged files stay as they are. In a
/// third of the trials the database is gone, too.
pub fn journal(sound: &Sound, trials: Range<usize>) -> Tally {
    each(trials, "journal", |trial, root| {
        let (mut files, mut dice) = (sound.files.clone(), Dice::of(trial));
        let segments = sound.below("data/journal");
        let victim = segments[dice.below(segments.len())];
        match trial % 7 {
            3 => {
                // A segment is gone, not the first: without it there is no journal at all.
                drop(files.remove(segments[1 + dice.below(segments.len() - 1)]));
            }
            4 => {
                let old = sound.old(&files[victim].0).cloned().unwrap_or_default();
                files[victim].1 = old;
            }
            5 => {
                // A frame is written over the beginning of another one.
                let frame = |at: usize| &sound.frames[at];
                let ((from, a), (to, b)) = (frame(dice.below(sound.frames.len())), frame(dice.below(sound.frames.len())));
                let source = sound.files.iter().find(|(path, _)| path == from).unwrap().1[*a..].to_vec();
                let target = &mut files.iter_mut().find(|(path, _)| path == to).unwrap().1;
                let length = source.len().min(target.len() - b).min(300);
                target[*b..*b + length].copy_from_slice(&source[..length]);
            }
            6 => {
                let noise: Vec<u8> = (0..1 + dice.below(2000)).map(|_| dice.below(256) as u8).collect();
                files[victim].1.extend(noise);
            }
            how => hurt(&mut files[victim].1, how, &mut dice),
        }
        if files == sound.files {
            return Ok(false);
        }
        if trial % 3 == 0 {
            files.retain(|(path, _)| !path.starts_with("data/state"));
        }
        write_folder(root, &files);
        let place = place(root);
        let damaged = read_folder(&place.data.join("journal"));
        let (store, notices) = open(&place, &[PASSPHRASE])?;
        let seen = Seen::of(&store)?;
        if sound.seen.get(&seen.sequence).map_or(seen.sequence > 0, |expected| seen != *expected) {
            return Err(Wrong::Torn(format!("save {} is not as it was", seen.sequence)));
        }
        let named = notices.iter().any(|notice| match notice {
            Notice::JournalDamaged { good, after, .. } => *good == seen.sequence && after.iter().all(|s| (good + 1..=SAVES).contains(s)),
            Notice::Older { found, known } => (*found, *known) == (seen.sequence, SAVES),
            _ => false,
        });
        if seen.sequence < SAVES && !named {
            return Err(Wrong::Silent(format!("saves after {} are gone: {notices:?}", seen.sequence)));
        }
        // Everything is there, and something else, too: that is said as well.
        if notices.is_empty() {
            return Err(Wrong::Silent("the files differ".to_owned()));
        }
        if store.read_only() && read_folder(&place.data.join("journal")) != damaged {
            return Err(Wrong::Lost("what was damaged has been changed".to_owned()));
        }
        if !store.read_only() && seen.sequence < SAVES && !notices.iter().any(|n| matches!(n, Notice::Older { .. })) {
            return Err(Wrong::Silent("it can be written to".to_owned()));
        }
        drop(store);
        let proved = verify(&place, &secret(PASSPHRASE)).map_err(|e| Wrong::Closed(e.to_string()))?;
        if seen.sequence < SAVES && proved.problems.is_empty() {
            return Err(Wrong::Silent("the proof finds nothing".to_owned()));
        }
        Ok(true)
    })
}

/// The key files: one damaged is renewed from the other; with both damaged, a sentence, and nothing is changed.
pub fn vault(sound: &Sound, trials: Range<usize>) -> Tally {
    each(trials, "vault", |trial, root| {
        let (mut files, mut dice) = (sound.files.clone(), Dice::of(trial));
        let victims: Vec<usize> = (0..files.len())
            .filter(|at| ["data/vault", "data/vault.copy"].iter().any(|v| files[*at].0.as_path() == Path::new(v)))
            .collect();
        let both = trial % 4 == 3;
        for victim in if both { victims } else { vec![victims[trial % 2]] } {
            hurt(&mut files[victim].1, dice.below(3), &mut dice);
        }
        if files == sound.files {
            return Ok(false);
        }
        write_folder(root, &files);
        let place = place(root);
        let opened = catch_unwind(AssertUnwindSafe(|| Store::open_on(disks::unsynced(), &place, &secret(PASSPHRASE))));
        match opened.map_err(|_| Wrong::Closed("a panic came out of it".to_owned()))? {
            Ok(_) if both => Err(Wrong::Silent("opened without a key file".to_owned())),
            Err(error) if both => {
                sentence(&error)?;
                if without_lock(read_folder(root)) == without_lock(files) {
                    Ok(true)
                } else {
                    Err(Wrong::Lost("something was changed".to_owned()))
                }
            }
            Err(error) => Err(Wrong::Closed(error.to_string())),
            Ok((store, notices)) => {
                if notices != [Notice::KeyFileRenewed] {
                    return Err(Wrong::Silent(format!("{notices:?}")));
                }
                goes_on(&place, store, &[sound.whole()], &[], &[PASSPHRASE])?;
                let now = |name: &str| std::fs::read(place.data.join(name)).unwrap();
                if now("vault") == now("vault.copy") { Ok(true) } else { Err(Wrong::Silent("not renewed".to_owned())) }
            }
        }
    })
}

/// The anchor is a reminder alone: without it everything is there.
pub fn anchor(sound: &Sound, trials: Range<usize>) -> Tally {
    each(trials, "anchor", |trial, root| {
        let (mut files, mut dice) = (sound.files.clone(), Dice::of(trial));
        let victim = sound.below("config")[0];
        hurt(&mut files[victim].1, trial % 3, &mut dice);
        write_folder(root, &files);
        let place = place(root);
        let (store, notices) = open(&place, &[PASSPHRASE])?;
        if !notices.is_empty() {
            return Err(Wrong::Silent(format!("{notices:?}")));
        }
        goes_on(&place, store, &[sound.whole()], &[], &[PASSPHRASE]).map(|()| false)
    })
}

/// A backup is damaged: it brings back everything, or says that it does not; the next one is whole again.
pub fn backup(sound: &Sound, trials: Range<usize>) -> Tally {
    each(trials, "backup", |trial, root| {
        let (mut files, mut dice) = (sound.files.clone(), Dice::of(trial));
        let victims = sound.below("data/backups");
        // The small files as often as the segments.
        let small: Vec<usize> = victims.iter().copied().filter(|at| files[*at].0.extension().is_none()).collect();
        let victims = if trial % 2 == 0 { small } else { victims };
        let victim = victims[dice.below(victims.len())];
        hurt(&mut files[victim].1, dice.below(3), &mut dice);
        write_folder(root, &files);
        let records = place(root);
        let mirror = records.data.join("backups/a");
        let elsewhere = script::place(&root.join("elsewhere"));
        let said = match restored(&mirror, None, &elsewhere) {
            Ok(seen) if seen == *sound.whole() => false,
            Ok(seen) => return Err(Wrong::Silent(format!("it brings back save {}", seen.sequence))),
            Err(error) => {
                sentence(&error)?;
                if let Error::BackupDamaged { good } = error {
                    let seen = restored(&mirror, Some(good), &elsewhere).map_err(|e| Wrong::Lost(format!("nor as of save {good}: {e}")))?;
                    if seen != sound.seen[&good] {
                        return Err(Wrong::Torn(format!("as of save {good}")));
                    }
                }
                true
            }
        };
        let (store, _) = open(&records, &[PASSPHRASE])?;
        store
            .backup()
            .and_then(|backup| backup.write_to(&mirror, script::now()))
            .map_err(|e| Wrong::Closed(format!("the next one: {e}")))?;
        drop(store);
        let again = restored(&mirror, None, &script::place(&root.join("again"))).map_err(|e| Wrong::Lost(format!("the next one: {e}")))?;
        if again == *sound.whole() { Ok(said) } else { Err(Wrong::Torn("the next one".to_owned())) }
    })
}

/// The lock says when it was taken last.
fn without_lock(mut files: Files) -> Files {
    files.retain(|(path, _)| !path.ends_with("lock"));
    files
}

fn restored(mirror: &Path, until: Option<u64>, place: &Place) -> Result<Seen, Error> {
    restore_on(&*disks::unsynced(), mirror, &secret(PASSPHRASE), until, place)?;
    let (store, _) = Store::open_on(disks::unsynced(), place, &secret(PASSPHRASE))?;
    Seen::of(&store).map_err(|_| Error::Closed)
}

fn each(trials: Range<usize>, what: &str, one: impl Fn(usize, &Path) -> Result<bool, Wrong>) -> Tally {
    let (folder, mut tally) = (TempDir::new().unwrap(), Tally::default());
    for trial in trials {
        let outcome = catch_unwind(AssertUnwindSafe(|| one(trial, &folder.path().join("store"))));
        tally.count(&format!("{what} {trial}"), outcome.unwrap_or_else(|_| Err(Wrong::Closed("a panic came out of it".to_owned()))));
    }
    tally
}
