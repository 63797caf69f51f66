//! Restoring a backup: into a fresh folder, proved there, then put in the place of the records. What stood there is kept aside.

use super::backup::Proof;
use super::disk::{Disk, RealDisk, above};
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
    restore_on(&RealDisk, from, secret, as_of, place)
}

/// Lets tests restore on a disk that records or fails.
///
/// # Errors
/// As [`restore`].
#[doc(hidden)]
pub fn restore_on(disk: &dyn Disk, from: &Path, secret: &Secret, as_of: Option<u64>, place: &Place) -> Result<Restored, Error> {
    // One that was cut off before comes first: this one would take its folder away.
    finish(disk, place);
    let backup = Place { data: from.to_owned(), anchor: None };
    if !backup.vault().exists() || !backup.journal().exists() {
        return Err(Error::NoBackup);
    }
    let (vault, _) = Vault::open(&backup, secret, None)?;
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
    clear(disk, &fresh)?;
    let parent = fresh.data.ancestors().skip(1).find(|above| above.exists());
    place::room(parent.unwrap_or(&fresh.data), length(&reader, wanted))?;
    let made = make(disk, &reader, wanted, &backup, &fresh, &vault).and_then(|()| {
        // Windows renames no folder in which a file is open.
        let held = if cfg!(windows) { None } else { lock };
        let swapped = swap(disk, place, &fresh);
        drop(held);
        swapped
    });
    if made.is_err()
        && let Err(error) = clear(disk, &fresh)
    {
        tracing::warn!(%error, "what was half restored is still there");
    }
    let kept = made?;
    // The state that was put back is the one to be remembered: opening it is no surprise.
    let anchor = Anchor { sequence: wanted.sequence, hash: wanted.hash };
    if let Err(error) = anchor.write_durably(disk, place, &vault.store, &vault.key) {
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

/// The fresh folder, proved by reading it back. The key file is put in last: with it, the folder can take the place of the records.
fn make(disk: &dyn Disk, reader: &Reader, until: Mark, backup: &Place, fresh: &Place, vault: &Vault) -> Result<(), Error> {
    copy(disk, reader, until, fresh).map_err(Error::folder)?;
    let proof = Reader::new(fresh.journal(), vault.store, &vault.key).prove(until.sequence)?;
    if proof.end != End::Clean || proof.mark != until {
        return Err(Error::NotProved);
    }
    let key_file = || {
        let vault = fs::read(backup.vault())?;
        disk.replace(&fresh.vault_copy(), &vault)?;
        disk.replace(&fresh.vault(), &vault)
    };
    key_file().map_err(Error::folder)
}

fn copy(disk: &dyn Disk, reader: &Reader, until: Mark, fresh: &Place) -> io::Result<()> {
    disk.folders(&fresh.journal())?;
    for segment in 1..=until.segment {
        let from = reader.path(segment);
        let mut bytes = fs::read(&from)?;
        if segment == until.segment {
            bytes.truncate(usize::try_from(until.length).unwrap_or(usize::MAX));
        }
        disk.replace(&fresh.journal().join(from.file_name().unwrap_or_default()), &bytes)?;
    }
    Ok(())
}

/// Puts the fresh folder in the place of the old one, and the old one aside; its backups move over, so that they go on.
fn swap(disk: &dyn Disk, place: &Place, fresh: &Place) -> Result<Option<String>, Error> {
    let parent = above(&place.data);
    if !place.data.exists() {
        disk.rename(&fresh.data, &place.data).and_then(|()| disk.sync_folder(parent)).map_err(Error::folder)?;
        return Ok(None);
    }
    let aside = place::aside(&place.data);
    disk.rename(&place.data, &aside).map_err(Error::folder)?;
    // The first rename is durable before the second: a disk that did only the second would have no name left for the old records.
    if let Err(error) = disk.sync_folder(parent).and_then(|()| disk.rename(&fresh.data, &place.data)) {
        // Back to how it was.
        let back = disk.rename(&aside, &place.data);
        return Err(back.map_or_else(|_| Error::MovedAside { folder: aside.display().to_string() }, |()| Error::folder(error)));
    }
    // From here on the restore has happened: where a cut takes the second rename back, the next start does it again.
    if let Err(error) = disk.sync_folder(parent).and_then(|()| bring_backups(disk, &aside, place)) {
        tracing::warn!(%error, "the backups of the records stay aside");
    }
    Ok(aside.file_name().map(|name| name.to_string_lossy().into_owned()))
}

/// The backups go on beside the records that were restored, where they are of the same ones.
fn bring_backups(disk: &dyn Disk, aside: &Path, place: &Place) -> io::Result<()> {
    let (from, to) = (aside.join("backups"), place.data.join("backups"));
    let owner = |folder: &Path| Vault::owner(&fs::read(folder.join("vault")).ok()?);
    let records = owner(&place.data);
    let of_others = ["a", "b"].iter().filter_map(|mirror| owner(&from.join(mirror))).any(|owner| Some(owner) != records);
    if to.exists() || !from.exists() || of_others {
        return Ok(());
    }
    disk.rename(&from, &to)?;
    disk.sync_folder(&place.data)?;
    disk.sync_folder(aside)
}

/// Ends a restore that was cut off: the fresh folder was proved before its key file was put in.
pub fn finish(disk: &dyn Disk, place: &Place) {
    let fresh = beside(&place.data, "restored");
    if !place.data.exists() && fresh.join("vault").exists() {
        let moved = disk.rename(&fresh, &place.data).and_then(|()| disk.sync_folder(above(&place.data)));
        if let Err(error) = moved {
            tracing::warn!(%error, "a restore that was cut off cannot be ended");
        }
    }
    // The one put aside last has the backups, until they are brought over.
    if let Some(last) = place::asides(&place.data).last()
        && place.data.exists()
        && let Err(error) = bring_backups(disk, &place::beside(&place.data, *last), place)
    {
        tracing::warn!(%error, "the backups of the records stay aside");
    }
}

/// A folder of another name beside this one.
fn beside(path: &Path, name: &str) -> PathBuf {
    let mut beside = path.components().collect::<PathBuf>().into_os_string();
    beside.push(format!(".{name}"));
    PathBuf::from(beside)
}

/// Takes away what an earlier restore left half made; it was never in the records' place. The key file goes first, so that what a cut
/// leaves of it never takes that place.
fn clear(disk: &dyn Disk, fresh: &Place) -> Result<(), Error> {
    let cleared = || {
        if fresh.data.exists() {
            disk.forget(&fresh.vault())?;
            disk.sync_folder(&fresh.data)?;
        }
        disk.forget_folder(&fresh.data)
    };
    cleared().map_err(Error::folder)
}
