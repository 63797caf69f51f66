//! Making the state from the journal: the commits that it lacks, or all of them.

use super::Entry;
use super::disk::{Disk, RealDisk};
use super::error::{Error, Notice};
use super::history::Written;
use super::journal::{Reader, Walk};
use super::place::{self, Lock, Place};
use super::records::{Meta, Records, Trouble};
use super::seal::Key;
use super::state::{Broken, Cabinet};
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;

/// True where a state that stood at `before` continues this journal.
pub fn belongs(before: &Meta, walk: &Walk) -> Result<(), Broken> {
    if walk.passed == Some(before.hash) && before.sequence <= walk.mark.sequence {
        Ok(())
    } else {
        Err(Broken("the database is of another journal, or ahead of it".to_owned()))
    }
}

/// Applies a commit of the journal to the state.
pub fn replay(records: &mut Records, entry: &Entry) -> Result<(), Broken> {
    let trouble = |trouble| match trouble {
        Trouble::Broken(broken) => broken,
        Trouble::Refused(error) => Broken(format!("commit {} does not fit: {error}", entry.sequence)),
    };
    let written = Written::new(entry.sequence, entry.ends.clone(), &entry.commit.changes);
    let plan = records.plan(&entry.commit, &written).map_err(trouble)?;
    records.apply(plan, entry.sequence, entry.hash, &entry.spots).map_err(trouble)
}

/// Makes the state again from the journal up to its last commit: on the disk, or in memory where the disk does not serve. The unfit one
/// is kept aside. [`Error::Damaged`] where the journal does not reach so far.
pub fn rebuild(disk: &dyn Disk, place: &Place, reader: &Reader, key: &Key, last: u64) -> Result<(Records, Notice), Error> {
    let path = place.state();
    let moved = !path.exists() || disk.rename(&path, &place::aside(&path)).is_ok();
    prune(&path);
    let on_disk = if moved { Cabinet::open(&path) } else { Err(Broken("the unfit database cannot be moved".to_owned())) };
    match on_disk.map(|cabinet| refill(cabinet, reader, key, last)) {
        Ok(Ok(records)) => return Ok((records, Notice::Rebuilt)),
        Ok(Err(Trouble::Refused(error))) => return Err(error),
        Ok(Err(Trouble::Broken(Broken(cause)))) | Err(Broken(cause)) => {
            tracing::warn!(cause, "the database cannot be kept on the disk");
        }
    }
    match refill(Cabinet::memory(), reader, key, last) {
        Ok(records) => Ok((records, Notice::InMemory)),
        Err(Trouble::Refused(error)) => Err(error),
        Err(Trouble::Broken(_)) => Err(Error::damaged("The journal of the records")),
    }
}

/// Sets the database aside, so that the next opening makes it again from the journal. Nobody may have the records open.
///
/// # Errors
/// [`Error::InUse`], or what the disk says.
pub fn set_aside(place: &Place) -> Result<(), Error> {
    let _lock = Lock::take(place)?;
    let path = place.state();
    if path.exists() {
        RealDisk.rename(&path, &place::aside(&path)).map_err(Error::folder)?;
        prune(&path);
    }
    Ok(())
}

/// So many unfit databases are kept aside.
const KEPT: usize = 2;

/// Removes the oldest databases that were set aside: everything in them can be made again, and they are as large as the records. What was
/// set aside of the journal is never touched.
fn prune(path: &Path) {
    let numbers = place::asides(path);
    for number in numbers.iter().take(numbers.len().saturating_sub(KEPT)) {
        let old = place::beside(path, *number);
        let removed = if old.is_dir() { fs::remove_dir_all(&old) } else { fs::remove_file(&old) };
        tracing::warn!(number, removed = removed.is_ok(), "an old working copy that was set aside is removed");
    }
}

/// So many commits are read ahead of the one that is applied: one may be an import of everything.
pub const AHEAD: usize = 2;

/// Fills an empty cabinet from the journal: proved and read on a thread of its own while what was read before is applied.
fn refill(cabinet: Cabinet, reader: &Reader, key: &Key, last: u64) -> Result<Records, Trouble> {
    let mut records = Records::empty(cabinet, key);
    let outcome = thread::scope(|scope| {
        let (tell, commits) = mpsc::sync_channel::<Entry>(AHEAD);
        let walk = move || {
            reader.walk(1, 0, &mut |entry| {
                // Behind the last one may stand one that the disk did not confirm. Nobody listens any more where one did not fit.
                if entry.sequence <= last {
                    let _ = tell.send(entry);
                }
                Ok(())
            })
        };
        let walk = thread::Builder::new().spawn_scoped(scope, walk).map_err(Error::busy)?;
        let applied = commits.into_iter().try_for_each(|entry| replay(&mut records, &entry));
        match walk.join() {
            Ok(Ok(walk)) if walk.mark.sequence < last => Err(Error::damaged("The journal of the records").into()),
            Ok(Ok(_)) => applied.map_err(Trouble::Broken),
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(Broken("reading the journal failed".to_owned()).into()),
        }
    });
    match outcome {
        Ok(()) => Ok(records),
        Err(trouble) => {
            records.close();
            Err(trouble)
        }
    }
}
