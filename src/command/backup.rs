//! Commands that make a backup and put one back.

use super::{Done, now, print, secret};
use crate::domain::words::count;
use crate::store;
use std::path::{Path, PathBuf};

/// Copies what is saved, and proves the copy.
pub fn backup(data: Option<PathBuf>, folder: Option<&Path>, secret: &secret::Source) -> Done {
    let store = secret.open(data)?;
    let backup = store.backup()?;
    let proof = match folder {
        Some(folder) => backup.write_to(folder, now())?,
        None => backup.write(now())?,
    };
    print(format!("Backed up, read back and proved: {}.", count(proof.sequence, "save")))
}

/// Puts a backup back.
pub fn restore(data: Option<PathBuf>, folder: &Path, as_of: Option<u64>, secret: &secret::Source) -> Done {
    let done = store::restore(folder, &secret.secret()?, as_of, &secret::place(data)?)?;
    let part = if done.sequence < done.newest { format!(" of {}", done.newest) } else { String::new() };
    let kept = done.kept.map(|name| format!(" The records that were here are kept in the folder {name}.")).unwrap_or_default();
    print(format!("Restored as of save {}{part}.{kept}", done.sequence))
}
