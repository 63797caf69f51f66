//! Restoring a backup: into a fresh folder, proved there, then put in the place of the records. What stood there is kept aside.

use super::error::Error;
use super::journal::{End, Mark, Reader};
use super::place::{self, Anchor, Lock, Place};
use super::vault::{Secret, Vault};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a restore put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The last save that is in it.
    pub sequence: u64,
    /// The last save that the backup holds.
    pub newest: u64,
    /// The name under which the records that stood there are kept; none where none did.
    pub kept: Option<String>,
}

/// Puts the records back as a backup holds them, whole or as of a save. Nobody may have them open.
///
/// # Errors
/// [`Error::NoBackup`], [`Error::WrongPassphrase`], [`Error::NoSuchSave`], [`Error::BackupDamaged`], [`Error::InUse`], or what the disk
/// says. Until the very last step the records that are there stay as they are.
pub fn restore(from: &Path, secret: &Secret, as_of: Option<u64>, place: &Place) -> Result<Restored, Error> {
    let backup = Place { data: from.to_owned(), anchor: None };
    if !backup.vault().exists() || !backup.journal().exists() {
        return Err(Error::NoBackup);
    }
    let (vault, _) = Vault::open(&backup, secret, false)?;
    let reader = Reader::new(backup.journal(), vault.store, &vault.key);
    let (wanted, newest) = find(&reader, as_of)?;

    // Whoever has the records open keeps them.
    let lock = if place.data.exists() { Some(Lock::take(place)?) } else { None };
    // Beside the records, so that the last step is a rename on one disk.
    let fresh = Place { data: beside(&place.data, "restored"), anchor: None };
    clear(&fresh.data)?;
    let made = make(&reader, wanted, &backup, &fresh, &vault).and_then(|()| {
        // The lock's file moves with its folder, so it is let go at the last moment.
        drop(lock);
        swap(place, &fresh)
    });
    if made.is_err() {
        clear(&fresh.data)?;
    }
    let kept = made?;
    // The state that was put back is the one to be remembered: opening it is no surprise.
    let anchor = Anchor { sequence: wanted.sequence, hash: wanted.hash };
    if let Err(error) = anchor.write(place, &vault.store, &vault.key) {
        tracing::warn!(%error, "the anchor was not written");
    }
    Ok(Restored { sequence: wanted.sequence, newest: newest.sequence, kept })
}

/// The end of the wanted save, and of the last one that the backup holds.
fn find(reader: &Reader, as_of: Option<u64>) -> Result<(Mark, Mark), Error> {
    let mut found = None;
    let walk = reader.walk_marks(&mut |mark| {
        if Some(mark.sequence) == as_of {
            found = Some(mark);
        }
    })?;
    let last = walk.mark.sequence;
    let wanted = match as_of {
        // A save before the damage is proved all the same.
        Some(sequence) => found.ok_or(Error::NoSuchSave { wanted: sequence, last })?,
        None if walk.end == End::Clean => walk.mark,
        None => return Err(Error::BackupDamaged { good: last }),
    };
    Ok((wanted, walk.mark))
}

/// The fresh folder, proved by reading it back.
fn make(reader: &Reader, until: Mark, backup: &Place, fresh: &Place, vault: &Vault) -> Result<(), Error> {
    copy(reader, until, backup, fresh).map_err(Error::folder)?;
    let proof = Reader::new(fresh.journal(), vault.store, &vault.key).prove(until.sequence)?;
    if proof.end == End::Clean && proof.mark == until { Ok(()) } else { Err(Error::NotProved) }
}

fn copy(reader: &Reader, until: Mark, backup: &Place, fresh: &Place) -> io::Result<()> {
    place::folder(&fresh.journal())?;
    for segment in 1..=until.segment {
        let from = reader.path(segment);
        let mut bytes = fs::read(&from)?;
        if segment == until.segment {
            bytes.truncate(usize::try_from(until.length).unwrap_or(usize::MAX));
        }
        place::replace(&fresh.journal().join(from.file_name().unwrap_or_default()), &bytes)?;
    }
    let vault = fs::read(backup.vault())?;
    place::replace(&fresh.vault_copy(), &vault)?;
    place::replace(&fresh.vault(), &vault)
}

/// Puts the fresh folder in the place of the old one, and the old one aside; its backups move over, so that they go on.
fn swap(place: &Place, fresh: &Place) -> Result<Option<String>, Error> {
    if !place.data.exists() {
        fs::rename(&fresh.data, &place.data).map_err(Error::folder)?;
        return Ok(None);
    }
    let aside = place::aside(&place.data);
    fs::rename(&place.data, &aside).map_err(Error::folder)?;
    if let Err(error) = fs::rename(&fresh.data, &place.data) {
        // Back to how it was; where even that fails, the folder's name says where the records are.
        let _ = fs::rename(&aside, &place.data);
        return Err(Error::folder(error));
    }
    let _ = fs::rename(aside.join("backups"), place.data.join("backups"));
    Ok(aside.file_name().map(|name| name.to_string_lossy().into_owned()))
}

/// A folder of another name beside this one.
fn beside(path: &Path, name: &str) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{name}"));
    PathBuf::from(beside)
}

/// Takes away what an earlier restore left half made; it was never in the records' place.
fn clear(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::folder(e)),
        _ => Ok(()),
    }
}
