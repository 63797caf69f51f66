//! What the store has to say when something cannot be done ([`Error`]), and what it noticed although it went well ([`Notice`]).
//!
//! Every sentence is for the worker: what, why, what to do next. None of them names a client.

use crate::domain::words;
use std::io;
use std::sync::Arc;

/// Why the store could not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The passphrase or the recovery key does not unwrap the data key.
    #[error("This passphrase or recovery key does not open the records. Check Caps Lock and the keyboard's language, then try again.")]
    WrongPassphrase,
    /// Too many wrong tries one after the other.
    #[error("Too many wrong tries. Wait {}, then try again.", words::span(*seconds))]
    Wait {
        /// How long it takes until the next one, seconds.
        seconds: u64,
    },
    /// A new passphrase or recovery key was not written: the ones before still count.
    #[error(
        "Nothing was changed, because {}. The passphrase and the recovery key stay as they were; make room or check the disk, then try again.",
        why(source)
    )]
    KeysNotChanged {
        /// The cause.
        source: Arc<io::Error>,
    },
    /// It was written, but the disk did not confirm it.
    #[error(
        "The change is made, but the disk did not confirm it. Keep the old one too: after a power cut it may be the one that opens the records. Check the disk, then change it once more."
    )]
    KeysUnsure,
    /// What was typed cannot be a recovery key.
    #[error(
        "This is not a complete recovery key: it has 8 groups of 5 characters. Compare it with the printed one, character by character."
    )]
    MistypedRecoveryKey,
    /// Another process holds the lock.
    #[error("The records are already open in another window of Wayhome ({by}). Use that window, or close it and try again.")]
    InUse {
        /// Who, as far as it is known.
        by: String,
    },
    /// Written by a later version.
    #[error("These records were made by a newer Wayhome. Install the current version, then open them again.")]
    NewerVersion,
    /// No store in the folder.
    #[error("There are no records in this folder yet. Create them, or choose the folder in which they are kept.")]
    NoStore,
    /// A store stands there already.
    #[error("There are records in this folder already, and they are not overwritten. Open them, or choose another folder.")]
    Exists,
    /// Something that cannot be done without is unreadable.
    #[error("{what} cannot be read. Nothing was changed; restore the records from a backup.")]
    Damaged {
        /// What it is, as the subject of the sentence.
        what: String,
    },
    /// Neither key file can be read, or both are gone.
    #[error(
        "Both key files of the records (vault and vault.copy) are damaged or missing. Nothing was changed; restore a backup, which has its own."
    )]
    NoKeys,
    /// The journal is gone, or its first segment.
    #[error("The journal of the records is not there, or its beginning. Nothing was changed; restore a backup.")]
    NoJournal,
    /// The folder could not be read or made.
    #[error("The records' folder cannot be used because {}. Check the folder and try again.", why(source))]
    Folder {
        /// The cause.
        source: Arc<io::Error>,
    },
    /// The computer has no thread left that it takes.
    #[error(
        "The records cannot be opened now, because the computer is too busy: {}. Nothing was changed. Close other programs and try again.",
        why(source)
    )]
    Busy {
        /// The cause.
        source: Arc<io::Error>,
    },
    /// A commit was not written; everything acknowledged before is still there.
    #[error(
        "Nothing can be written, because {}. What you entered is still here; make room or check the disk, then save again.",
        why(source)
    )]
    NotSaved {
        /// The cause.
        source: Arc<io::Error>,
    },
    /// The disk failed while confirming a commit, or a failed one could not be taken back: nothing is known about it until reopening.
    #[error("The disk did not confirm the save, so nothing more can be saved now. Copy what you entered, close Wayhome and open it again.")]
    Unconfirmed,
    /// The store was opened to be read only.
    #[error("The records are open for reading only, because part of their journal is damaged. Restore a backup to go on.")]
    ReadOnly,
    /// A backup could not be written.
    #[error("The backup was not made, because {}. The records are safe; make room or check the disk, then back up again.", why(source))]
    NotBackedUp {
        /// The cause.
        source: Arc<io::Error>,
    },
    /// The disk is too full for what is to be copied.
    #[error("There is not enough room: {} are needed, and {} are free. Nothing was changed; make room or choose another disk.", size(*wanted), size(*free))]
    NoRoom {
        /// Bytes that are needed.
        wanted: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// The copy is whole, but the present state has another number of rows: the working copy is wrong.
    #[error(
        "The copy is whole and holds {copy} rows, but the desk shows {here}. Lock the desk and open it again; if this is said again, run `wayhome verify`."
    )]
    Miscounted {
        /// Rows in the copy.
        copy: u64,
        /// Rows of the present state.
        here: u64,
    },
    /// The desk was locked or closed meanwhile.
    #[error("The backup was ended because the desk was closed. The next one goes on where it ended.")]
    Stopped,
    /// What was read back is not what was written.
    #[error("The copy was written, but what can be read back differs. Do not rely on it; choose another disk and back up again.")]
    NotProved,
    /// The folder has a backup of another store.
    #[error("This folder holds a backup of other records, and it is not overwritten. Choose another folder.")]
    OtherRecords,
    /// The folder belongs to the records.
    #[error("This folder belongs to the records themselves. Choose another one for the backup, or none for the mirrors beside them.")]
    OwnFolder,
    /// Nothing in the backup can be proved.
    #[error("This backup cannot be read at all. Nothing was changed; choose another backup.")]
    BackupUnreadable,
    /// The folders could not change places.
    #[error("The backup could not take the place of the records. The records are whole in the folder {folder}; rename it back.")]
    MovedAside {
        /// Where they are.
        folder: String,
    },
    /// There is no backup in the folder.
    #[error("There is no backup in this folder. Choose the folder that holds the file “vault” and the folder “journal”.")]
    NoBackup,
    /// The backup cannot be proved to its end.
    #[error("This backup is damaged after save {good}. Nothing was changed; restore it as of save {good}, or choose another backup.")]
    BackupDamaged {
        /// The last save that is whole.
        good: u64,
    },
    /// The backup does not hold that save.
    #[error("Save {wanted} is not in this backup, which ends with save {last}. Choose a number up to {last}.")]
    NoSuchSave {
        /// The save that was asked for.
        wanted: u64,
        /// The last one that it holds.
        last: u64,
    },
    /// The rows of the commit are no longer what its author saw.
    #[error("This record was changed meanwhile. Open it again to see its present state, then repeat your change.")]
    Stale,
    /// A commit that cannot be kept at all.
    #[error("One entry is too large, or of a kind that this version of Wayhome does not know. Shorten it, or update Wayhome.")]
    Unkeepable,
    /// The passphrase is too easy to guess.
    #[error("{0}")]
    Weak(&'static str),
    /// The system gave no randomness, or not enough memory for the key derivation.
    #[error("The records' key could not be made, because the system refused memory or randomness. Close other programs and try again.")]
    NoKey,
    /// The store's thread is gone.
    #[error("The records are closed. What was saved is safe; open them again to go on.")]
    Closed,
}

impl Error {
    /// The sentence without what it says of a form that is still on the screen, for what is kept beside it.
    pub fn without_form(&self) -> String {
        match self {
            Self::NotSaved { source } => {
                format!("Nothing can be written, because {}. Make room or check the disk.", why(source))
            }
            other => other.to_string(),
        }
    }

    pub(super) fn folder(source: io::Error) -> Self {
        Self::Folder { source: Arc::new(source) }
    }

    pub(super) fn busy(source: io::Error) -> Self {
        Self::Busy { source: Arc::new(source) }
    }

    pub(super) fn not_saved(source: io::Error) -> Self {
        Self::NotSaved { source: Arc::new(source) }
    }

    pub(super) fn keys_not_changed(source: io::Error) -> Self {
        Self::KeysNotChanged { source: Arc::new(source) }
    }

    pub(super) fn not_backed_up(source: io::Error) -> Self {
        Self::NotBackedUp { source: Arc::new(source) }
    }

    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}

/// Bytes for a person: `4 MB`, `1.5 GB`.
fn size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..1_000_000 => "less than 1 MB".to_owned(),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

/// A cause in the middle of a sentence.
fn why(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => "the disk is full".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be written to".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => format!("the system says “{source}”"),
    }
}

/// Something that the worker should know after opening; nothing acknowledged was lost unless the sentence says so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Notice {
    /// The database was unusable; the journal brought everything back.
    #[error("The working copy of the records was damaged and has been rebuilt from the journal. Nothing was lost.")]
    Rebuilt,
    /// The database cannot be written; the records are held in memory.
    #[error("The working copy of the records cannot be written to the disk. Saving still works; opening takes longer. Check the disk.")]
    InMemory,
    /// A save that was interrupted before it was acknowledged.
    #[error("A save was interrupted before it was confirmed, and has been taken back. Everything that was confirmed is here.")]
    Interrupted,
    /// The last frame is complete in length but unreadable: interrupted, or damaged in the last moment.
    #[error(
        "The last save (number {sequence}) cannot be read, probably because the power failed. It has been set aside as {file}. Check your last entry."
    )]
    SetAside {
        /// Its number.
        sequence: u64,
        /// The file in the journal's folder.
        file: String,
    },
    /// The journal is damaged before its end.
    #[error(
        "The journal of the records is damaged after save {good} ({file}, byte {at}); {}. The records are shown as of save {good}, for reading only. Restore a backup to go on.",
        lost(after)
    )]
    JournalDamaged {
        /// The last save that is whole.
        good: u64,
        /// The segment's file name.
        file: String,
        /// Where the damage begins.
        at: u64,
        /// The saves after the damage that can still be read.
        after: Vec<u64>,
    },
    /// Others remember a later state than the journal holds.
    #[error(
        "These records are older than they were: they end with save {found}, but save {known} was confirmed on this computer. If you put an old copy back, go on; otherwise restore a backup."
    )]
    Older {
        /// The last save in the journal.
        found: u64,
        /// The last save that is remembered.
        known: u64,
    },
    /// The same number of saves, but other ones.
    #[error(
        "These records are not the ones last used on this computer: save {sequence} differs. If you did not put a copy back, restore a backup."
    )]
    Different {
        /// The save that differs.
        sequence: u64,
    },
    /// One of the two key files was unreadable and has been written anew from the other.
    #[error("One of the two key files was damaged or behind, and has been renewed from the other. Nothing was lost.")]
    KeyFileRenewed,
}

fn lost(after: &[u64]) -> String {
    match (after.first(), after.last()) {
        (Some(first), Some(last)) if first != last => format!("saves {first} to {last} stand behind the damage"),
        (Some(one), _) => format!("save {one} stands behind the damage"),
        _ => "nothing readable stands behind it".to_owned(),
    }
}
