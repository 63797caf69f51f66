//! What may happen to a store, done to it on purpose, and judged: shared by the short version in the tests and the long one in
//! `benches/torture`.
//!
//! Every part is a function that does so many trials and returns a [`Tally`]. A trial is given by its number alone, so that a failure
//! that is printed can be repeated.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "a helper of tests, of which each target uses a part")]

pub mod cut;
pub mod damage;
pub mod disks;
pub mod full;
pub mod kill;
pub mod script;
pub mod world;

use script::{Seen, secret};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use wayhome::store::{Error, Notice, Place, Store};

/// What is wrong after a trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Something that was acknowledged is not there.
    Lost(String),
    /// Something is there that nobody saved like this.
    Torn(String),
    /// The store does not open, or does not go on.
    Closed(String),
    /// Something is missing or changed, and nobody says so; or it is said in no sentence.
    Silent(String),
}

impl Wrong {
    /// With where it happened.
    pub fn at(self, place: &str) -> Self {
        let with = |what| format!("{what} ({place})");
        match self {
            Self::Lost(what) => Self::Lost(with(what)),
            Self::Torn(what) => Self::Torn(with(what)),
            Self::Closed(what) => Self::Closed(with(what)),
            Self::Silent(what) => Self::Silent(with(what)),
        }
    }
}

/// What came of many trials.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// How many were made.
    pub trials: usize,
    /// How many lost something that was acknowledged.
    pub lost: usize,
    /// How many showed something that nobody saved.
    pub torn: usize,
    /// How many did not open or go on.
    pub closed: usize,
    /// How many changed something without a word.
    pub silent: usize,
    /// In how many something was mended and said.
    pub said: usize,
    /// What was wrong, for the first few.
    pub wrong: Vec<String>,
}

impl Tally {
    /// Counts one trial: what was wrong, or whether something was said.
    pub fn count(&mut self, trial: &str, outcome: Result<bool, Wrong>) {
        self.trials += 1;
        let (count, what) = match outcome {
            Ok(said) => return self.said += usize::from(said),
            Err(Wrong::Lost(what)) => (&mut self.lost, what),
            Err(Wrong::Torn(what)) => (&mut self.torn, what),
            Err(Wrong::Closed(what)) => (&mut self.closed, what),
            Err(Wrong::Silent(what)) => (&mut self.silent, what),
        };
        *count += 1;
        if self.wrong.len() < 10 {
            self.wrong.push(format!("{trial}: {what}"));
        }
    }

    /// True where no trial went wrong.
    pub fn held(&self) -> bool {
        self.failed() == 0
    }

    /// How many went wrong.
    pub fn failed(&self) -> usize {
        self.lost + self.torn + self.closed + self.silent
    }
}

/// A plain generator of numbers (xorshift): the same for the same seed on every machine.
pub struct Dice(u64);

impl Dice {
    /// Those of a trial.
    pub fn of(trial: usize) -> Self {
        let mut dice = Self((trial as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..4 {
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() >> 11) as usize % end.max(1)
    }

    /// True in so many of a hundred cases.
    pub fn hits(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A folder in memory: what lies where, from its root.
pub type Files = Vec<(PathBuf, Vec<u8>)>;

/// Reads a folder whole; none of it where it is not there.
pub fn read_folder(root: &Path) -> Files {
    fn collect(root: &Path, folder: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(root, &path, files);
            } else if let Ok(bytes) = fs::read(&path) {
                files.push((path.strip_prefix(root).unwrap().to_owned(), bytes));
            }
        }
    }
    let mut files = Files::new();
    collect(root, root, &mut files);
    files.sort();
    files
}

/// Writes a folder so that it holds these files and no others.
pub fn write_folder(root: &Path, files: &Files) {
    let _ = fs::remove_dir_all(root);
    fs::create_dir_all(root).unwrap();
    for (path, bytes) in files {
        let to = root.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
}

/// Opens a store with the first of these passphrases that fits. A panic is caught and told as one.
pub fn open(place: &Place, passphrases: &[&str]) -> Result<(Store, Vec<Notice>), Wrong> {
    for passphrase in passphrases {
        match catch_unwind(AssertUnwindSafe(|| Store::open_on(disks::unsynced(), place, &secret(passphrase)))) {
            Err(_) => return Err(Wrong::Closed("a panic came out of it".to_owned())),
            Ok(Err(Error::WrongPassphrase)) => {}
            Ok(Err(error)) => return Err(Wrong::Closed(sentence(&error)?)),
            Ok(Ok(opened)) => return Ok(opened),
        }
    }
    Err(Wrong::Closed("no passphrase opens it".to_owned()))
}

/// An error in its words, which must be a sentence.
pub fn sentence(error: &Error) -> Result<String, Wrong> {
    let words = error.to_string();
    if words.len() > 20 && words.ends_with('.') { Ok(words) } else { Err(Wrong::Silent(format!("no sentence: {words}"))) }
}

/// The store holds one of these states, whole, and can go on.
pub fn goes_on(place: &Place, mut store: Store, allowed: &[&Seen], earlier: &[&Seen], passphrases: &[&str]) -> Result<(), Wrong> {
    if store.read_only() {
        return Err(Wrong::Lost(format!("only up to save {}, for reading", store.sequence())));
    }
    let seen = Seen::of(&store)?;
    if !allowed.contains(&&seen) {
        let at = format!("it stands at save {}, allowed are {:?}", seen.sequence, allowed.iter().map(|s| s.sequence).collect::<Vec<_>>());
        return Err(if earlier.contains(&&seen) { Wrong::Lost(at) } else { Wrong::Torn(at) });
    }
    let next = store.commit(&script::still(seen.sequence), script::now()).map_err(|e| Wrong::Closed(format!("it does not save: {e}")))?;
    drop(store);
    let (store, notices) = open(place, passphrases)?;
    if !notices.is_empty() || store.sequence() != next {
        return Err(Wrong::Lost(format!("saved {next}, then {} with {notices:?}", store.sequence())));
    }
    Ok(())
}
