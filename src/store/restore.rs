//! Restoring a backup: into a fresh folder, proved there, then put in the place of the records. What stood there is kept aside.

use super::backup::Proof;
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
/// [`Error::NoBackup`], [`Error::WrongPassphrase`], [`Error::NoSuchSave`], [`Error::BackupDamaged`], [`Error::BackupUnreadable`] (also where
/// its last save is not the one that was proved), [`Error::NoRoom`], [`Error::InUse`], or what the disk
/// says. Until the very last step the records that are there stay as they are.
pub fn restore(from: &Path, secret: &Secret, as_of: Option<u64>, place: &Place) -> Result<Restored, Error> {
    // One that was cut off before comes first: this one would take its folder away.
    finish(place);
    let backup = Place { data: from.to_owned(), anchor: None };
    if !backup.vault().exists() || !backup.journal().exists() {
        return Err(Error::NoBackup);
    }
    let (vault, _) = Vault::open(&backup, secret, false)?;
    let reader = Reader::new(backup.journal(), vault.store, &vault.key);
    // The proof knows how far the backup once reached, and by which save: a copy that lost its end, or has another, is not whole.
    let proof = Proof::read(from, &vault.store, &vault.key);
    let (wanted, newest, proved) = find(&reader, as_of, proof.map_or(0, |proof| proof.sequence))?;
    if let (None, Some(proof)) = (as_of, proof) {
        match proved {
            Some(mark) if mark.hash == proof.hash => {}
            Some(_) => return Err(Error::BackupUnreadable),
            None => return Err(Error::BackupDamaged { good: newest.sequence }),
        }
    }

    // Whoever has the records open keeps them.
    let lock = if place.data.exists() { Some(Lock::take(place)?) } else { None };
    // Beside the records, so that the last step is a rename on one disk.
    let fresh = Place { data: beside(&place.data, "restored"), anchor: None };
    clear(&fresh.data)?;
    let parent = fresh.data.ancestors().skip(1).find(|above| above.exists());
    place::room(parent.unwrap_or(&fresh.data), length(&reader, wanted))?;
    let made = make(&reader, wanted, &backup, &fresh, &vault).and_then(|()| {
        // Windows renames no folder in which a file is open.
        let held = if cfg!(windows) { None } else { lock };
        let swapped = swap(place, &fresh);
        drop(held);
        swapped
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

/// The end of the wanted save, of the last one that the backup holds, and of the one that its proof names.
fn find(reader: &Reader, as_of: Option<u64>, proof: u64) -> Result<(Mark, Mark, Option<Mark>), Error> {
    let (mut found, mut proved) = (None, None);
    let walk = reader.walk_marks(&mut |mark| {
        if Some(mark.sequence) == as_of {
            found = Some(mark);
        }
        if mark.sequence == proof {
            proved = Some(mark);
        }
    })?;
    let last = walk.mark.sequence;
    let wanted = match as_of {
        // A save before the damage is proved all the same.
        Some(sequence) => found.ok_or(Error::NoSuchSave { wanted: sequence, last })?,
        None if walk.end == End::Clean => walk.mark,
        None if last == 0 => return Err(Error::BackupUnreadable),
        None => return Err(Error::BackupDamaged { good: last }),
    };
    Ok((wanted, walk.mark, proved))
}

/// How many bytes of a journal are to be put back.
fn length(reader: &Reader, until: Mark) -> u64 {
    let whole = (1..until.segment).map(|segment| fs::metadata(reader.path(segment)).map_or(0, |file| file.len()));
    whole.sum::<u64>() + until.length
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
    let parent = place.data.parent().unwrap_or(&place.data).to_owned();
    if !place.data.exists() {
        fs::rename(&fresh.data, &place.data).and_then(|()| place::sync_folder(&parent)).map_err(Error::folder)?;
        return Ok(None);
    }
    let aside = place::aside(&place.data);
    fs::rename(&place.data, &aside).map_err(Error::folder)?;
    if let Err(error) = fs::rename(&fresh.data, &place.data) {
        // Back to how it was.
        let back = fs::rename(&aside, &place.data);
        return Err(back.map_or_else(|_| Error::MovedAside { folder: aside.display().to_string() }, |()| Error::folder(error)));
    }
    // From here on the restore has happened. The backups go on beside the records.
    let _ = fs::rename(aside.join("backups"), place.data.join("backups"));
    let _ = place::sync_folder(&parent);
    Ok(aside.file_name().map(|name| name.to_string_lossy().into_owned()))
}

/// Ends a restore that was cut off between its two renames: the fresh folder was proved before the first of them.
pub fn finish(place: &Place) {
    let fresh = beside(&place.data, "restored");
    if !place.data.exists() && fresh.join("vault").exists() && fs::rename(&fresh, &place.data).is_ok() {
        // The one put aside last has the backups.
        if let Some(last) = place::asides(&place.data).last() {
            let _ = fs::rename(place::beside(&place.data, *last).join("backups"), place.data.join("backups"));
        }
    }
}

/// A folder of another name beside this one.
fn beside(path: &Path, name: &str) -> PathBuf {
    let mut beside = path.components().collect::<PathBuf>().into_os_string();
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
