//! Proving a store without changing anything: the whole chain, and the database against what the journal says.

use super::backup::Proof;
use super::disk::{Disk, RealDisk};
use super::error::Error;
use super::journal::{End, Reader, Walk};
use super::open::keyless;
use super::place::{Anchor, Lock, Place};
use super::rebuild::replay;
use super::records::{OTHER_FORM, Records};
use super::state::{Broken, Cabinet, Shelf};
use super::vault::{Secret, Vault};
use super::{Store, seal};
use std::collections::BTreeMap;
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
    /// What is as it may be, and is put right by itself.
    pub notes: Vec<String>,
}

impl Report {
    fn problem(&mut self, words: impl Into<String>) {
        self.problems.push(words.into());
    }

    fn note(&mut self, words: impl Into<String>) {
        self.notes.push(words.into());
    }

    /// So many values of a kind are not what the journal says.
    fn differing(&mut self, count: usize, kind: &str) {
        if count > 0 {
            self.problem(format!("{count} values ({kind}) of the working copy differ from the journal; the journal is right."));
        }
    }
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
    let (vault, notice) = Vault::open(place, secret, None).map_err(keyless)?;
    let mut report = Report::default();
    if notice.is_some() {
        report.problem("One of the two key files is damaged or missing; opening the records renews it.");
    }
    let anchor = Anchor::read(place, &vault.store, &vault.key);
    let reader = Reader::new(place.journal(), vault.store, &vault.key);
    let mut records = Records::empty(Cabinet::memory(), &vault.key);
    let walk = walk(&reader, anchor.map_or(0, |a| a.sequence), &mut records, &mut report)?;
    let last = walk.mark.sequence;
    match anchor {
        Some(a) if a.sequence > last => {
            report.problem(format!("The journal ends with save {last}, but save {} was confirmed on this computer.", a.sequence));
        }
        Some(a) if a.sequence == last && a.hash != walk.mark.hash => {
            report.problem(format!("Save {last} is not the one that was confirmed on this computer."));
        }
        _ => {}
    }
    match compare(place, &records, &vault.key, &mut report) {
        Ok(()) => {}
        // So a program that is stopped in the middle of a large save leaves it, and so an earlier version did: nothing is damaged.
        Err(Broken(cause)) if cause == OTHER_FORM => {
            report.note("The working copy was not written to its end, or by an earlier version; opening makes it anew from the journal.");
        }
        Err(Broken(cause)) => report.problem(format!("The working copy cannot be read ({cause}); opening the records rebuilds it.")),
    }
    Ok(report)
}

/// Proves a backup where it stands, without restoring it: its chain to the end, every commit, and that its end is the one that was proved
/// when it was made. Nothing of it is changed; a wrong secret is counted beside it.
///
/// # Errors
/// What keeps it from being looked at: [`Error::NoBackup`], [`Error::WrongPassphrase`], [`Error::NewerVersion`], …
pub fn verify_backup(folder: &Path, secret: &Secret) -> Result<Report, Error> {
    let backup = Place { data: folder.to_owned(), anchor: None };
    if !backup.vault().exists() || !backup.journal().exists() {
        return Err(Error::NoBackup);
    }
    let (vault, _) = Vault::open(&backup, secret, None)?;
    let reader = Reader::new(backup.journal(), vault.store, &vault.key);
    let proof = Proof::read(folder, &vault.store, &vault.key);
    let mut report = Report::default();
    let mut records = Records::empty(Cabinet::memory(), &vault.key);
    let mut passed = None;
    walk(&reader, proof.map_or(0, |proof| proof.sequence), &mut records, &mut report)?;
    reader.walk_marks(&mut |mark| {
        if proof.is_some_and(|proof| proof.sequence == mark.sequence) {
            passed = Some(mark.hash);
        }
    })?;
    match (proof, passed) {
        (None, _) => report.note("It bears no proof of its last backup, which was perhaps interrupted. The next backup proves it again."),
        (Some(proof), Some(hash)) if hash == proof.hash => {}
        (Some(proof), Some(_)) => {
            report.problem(format!("Save {} is not the one that was proved when the backup was made.", proof.sequence))
        }
        (Some(proof), None) => report.problem(format!("It was proved up to save {}, which is not whole any more.", proof.sequence)),
    }
    Ok(report)
}

/// Proves a journal and applies every commit of it; says what is wrong with its end.
fn walk(reader: &Reader, known: u64, records: &mut Records, report: &mut Report) -> Result<Walk, Error> {
    let walk = reader.walk(1, known, &mut |entry| {
        replay(records, &entry).map_err(|Broken(cause)| {
            tracing::error!(cause, "a commit cannot be applied");
            Error::damaged("The journal of the records")
        })
    })?;
    let last = walk.mark.sequence;
    match &walk.end {
        End::Clean => {}
        End::Torn { doubtful: false } => {
            report.note(format!("Behind save {last} stands one that was interrupted; opening takes it back."));
        }
        End::Torn { doubtful: true } => {
            report.problem(format!("Behind save {last} stands one that cannot be read; opening sets it aside."))
        }
        End::Damaged { file, at, after } => {
            let saves = after.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            let behind = if saves.is_empty() { "nothing readable".to_owned() } else { format!("saves {saves}") };
            report.problem(format!("The journal is damaged in {file} at byte {at}, after save {last}; behind it: {behind}."));
        }
    }
    (report.commits, report.clients) = (last, records.meta().clients);
    Ok(walk)
}

fn compare(place: &Place, truth: &Records, key: &seal::Key, report: &mut Report) -> Result<(), Broken> {
    if !place.state().exists() {
        report.note("The working copy is not there; opening the records makes it.");
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
        report.note(format!("The working copy ends with save {}, the journal with {}; opening catches up.", here.sequence, there.sequence));
        Ok(())
    } else {
        each_value(truth, &records, report)
    };
    records.close();
    outcome
}

/// Compares what two states hold, value by value.
fn each_value(truth: &Records, copy: &Records, report: &mut Report) -> Result<(), Broken> {
    for shelf in Shelf::ALL.into_iter().filter(|shelf| *shelf != Shelf::Meta) {
        let (truth, copy) = (truth.contents(shelf)?, copy.contents(shelf)?);
        let different = truth.iter().filter(|(row, value)| copy.get(row) != Some(value)).count();
        let surplus = copy.keys().filter(|row| !truth.contains_key(row)).count();
        report.differing(different + surplus, &format!("{shelf:?}"));
    }
    report.differing(usize::from(!truth.meta().tells_the_same(copy.meta())), "Meta");
    let (truth, copy): (BTreeMap<_, _>, BTreeMap<_, _>) = (truth.kept_cards()?.cards().collect(), copy.kept_cards()?.cards().collect());
    let different = truth.iter().filter(|(row, card)| copy.get(row) != Some(card)).count();
    let surplus = copy.keys().filter(|row| !truth.contains_key(row)).count();
    report.differing(different + surplus, "Cards");
    Ok(())
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
