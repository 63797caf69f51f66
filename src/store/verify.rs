//! Proving a store without changing anything: the whole chain, and the database against what the journal says.

use super::disk::{Disk, RealDisk};
use super::error::Error;
use super::journal::{End, Reader};
use super::place::{Anchor, Lock, Place};
use super::rebuild::replay;
use super::records::Records;
use super::state::{Broken, Cabinet, Shelf};
use super::vault::{Secret, Vault};
use super::{Store, seal};
use std::fs;
use std::io;
use std::path::Path;

/// What was proved, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Commits in the proved chain.
    pub commits: u64,
    /// Clients after the last of them.
    pub clients: u64,
    /// What is wrong, in words; empty where all is well.
    pub problems: Vec<String>,
}

/// Proves a store that nobody else has open. The database is looked at in a copy, which is removed afterwards.
///
/// # Errors
/// What keeps it from being looked at: [`Error::NoStore`], [`Error::InUse`], [`Error::WrongPassphrase`], [`Error::NewerVersion`], …
pub fn verify(place: &Place, secret: &Secret) -> Result<Report, Error> {
    if !Store::exists(place) {
        return Err(Error::NoStore);
    }
    let _lock = Lock::look(place)?;
    let (vault, notice) = Vault::open(place, secret, None)?;
    let mut problems: Vec<String> = Vec::new();
    if notice.is_some() {
        problems.push("One of the two key files is damaged or missing; opening the records renews it.".to_owned());
    }
    let anchor = Anchor::read(place, &vault.store, &vault.key);
    let reader = Reader::new(place.journal(), vault.store, &vault.key);
    let mut records = Records::empty(Cabinet::memory(), &vault.key);
    let walk = reader.walk(1, anchor.map_or(0, |a| a.sequence), &mut |entry| {
        replay(&mut records, &entry).map_err(|Broken(cause)| {
            tracing::error!(cause, "a commit cannot be applied");
            Error::damaged("The journal of the records")
        })
    })?;
    let last = walk.mark.sequence;
    match walk.end {
        End::Clean => {}
        End::Torn { doubtful: false } => {
            problems.push(format!("Behind save {last} stands one that was interrupted; opening takes it back."))
        }
        End::Torn { doubtful: true } => problems.push(format!("Behind save {last} stands one that cannot be read; opening sets it aside.")),
        End::Damaged { file, at, after } => {
            let saves = after.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            let behind = if saves.is_empty() { "nothing readable".to_owned() } else { format!("saves {saves}") };
            problems.push(format!("The journal is damaged in {file} at byte {at}, after save {last}; behind it: {behind}."));
        }
    }
    match anchor {
        Some(a) if a.sequence > last => {
            problems.push(format!("The journal ends with save {last}, but save {} was confirmed on this computer.", a.sequence));
        }
        Some(a) if a.sequence == last && a.hash != walk.mark.hash => {
            problems.push(format!("Save {last} is not the one that was confirmed on this computer."));
        }
        _ => {}
    }
    if let Err(Broken(cause)) = compare(place, &records, &vault.key, &mut problems) {
        problems.push(format!("The working copy cannot be read ({cause}); opening the records rebuilds it."));
    }
    Ok(Report { commits: last, clients: records.meta().clients, problems })
}

fn compare(place: &Place, truth: &Records, key: &seal::Key, problems: &mut Vec<String>) -> Result<(), Broken> {
    if !place.state().exists() {
        problems.push("The working copy is missing; opening the records rebuilds it.".to_owned());
        return Ok(());
    }
    let copy = Copy::of(&place.state()).map_err(|e| Broken(e.to_string()))?;
    let cabinet = Cabinet::open(&copy.0)?;
    let records = Records::load(cabinet, key).map_err(|(cabinet, broken)| {
        cabinet.close();
        broken
    })?;
    let (there, here) = (truth.meta(), records.meta());
    let outcome = if here.sequence < there.sequence {
        // It follows at the next opening; what it holds of earlier saves is proved then by the cells that each change expects.
        problems
            .push(format!("The working copy ends with save {}, the journal with {}; opening catches up.", here.sequence, there.sequence));
        Ok(())
    } else {
        Shelf::ALL.iter().try_for_each(|shelf| {
            let (truth, copy) = (truth.contents(*shelf)?, records.contents(*shelf)?);
            let different = truth.iter().filter(|(row, value)| copy.get(row) != Some(value)).count();
            let surplus = copy.keys().filter(|row| !truth.contains_key(row)).count();
            if different + surplus > 0 {
                let count = different + surplus;
                problems.push(format!("{count} values ({shelf:?}) of the working copy differ from the journal; the journal is right."));
            }
            Ok(())
        })
    };
    records.close();
    outcome
}

/// A copy of a folder, removed when dropped. What is in it is sealed.
struct Copy(std::path::PathBuf);

impl Copy {
    fn of(folder: &Path) -> io::Result<Self> {
        let name: [u8; 8] = seal::random().map_err(io::Error::other)?;
        let copy = Self(std::env::temp_dir().join(format!("wayhome-verify-{:016x}", u64::from_le_bytes(name))));
        copy_folder(folder, &copy.0)?;
        Ok(copy)
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    RealDisk.folder(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() { copy_folder(&entry.path(), &to)? } else { fs::copy(entry.path(), to).map(drop)? }
    }
    Ok(())
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
