//! Commands that make a backup and put one back.

use super::{Done, Stop, now, print, secret};
use crate::domain::words::count;
use crate::store;
use std::path::{Path, PathBuf};

/// Copies what is saved, and proves the copy.
pub fn backup(data: Option<PathBuf>, folder: Option<&Path>, secret: &secret::Source) -> Done {
    let store = secret.open(data)?;
    let backup = store.backup()?;
    let Some(folder) = folder else { return mirrored(&backup.write(now())?) };
    let proof = backup.write_to(folder, now())?;
    print(format!("Backed up, read back and proved: {}.", count(proof.sequence, "save")))
}

/// Says what became of the mirrors and of the second place; a fault of one of them is no success.
fn mirrored(made: &store::Made) -> Done {
    print(format!("Backed up, read back and proved: {}, {}.", count(made.proof.sequence, "save"), count(made.rows, "row")))?;
    if let Some(second) = made.second.as_ref().filter(|second| second.sequence == made.proof.sequence && made.missed.is_none()) {
        print(format!("The second place has it too: {}.", second.folder.display()))?;
    }
    let mirror = made.mirror.as_ref().map(|error| format!("One of the two mirrors has it, the other could not be written. {error}"));
    let second = made.missed.as_ref().map(|error| format!("The second place could not be written. {error}"));
    let faults: Vec<String> = mirror.into_iter().chain(second).collect();
    if faults.is_empty() { Ok(()) } else { Err(Stop::environment(faults.join(" "))) }
}

/// Puts a backup back.
pub fn restore(data: Option<PathBuf>, folder: &Path, as_of: Option<u64>, secret: &secret::Source) -> Done {
    let done = store::restore(folder, &secret.secret()?, as_of, &secret::place(data)?)?;
    let part = if done.sequence < done.newest { format!(" of {}", done.newest) } else { String::new() };
    let kept = done.kept.map(|name| format!(" The records that were here are kept in the folder {name}.")).unwrap_or_default();
    print(format!("Restored as of save {}{part}.{kept}", done.sequence))
}
