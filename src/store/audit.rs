//! The trail: every commit from the first on, proved link by link, without opening the records.

use super::error::Error;
use super::journal::{End, Reader};
use super::place::{Anchor, Lock, Place};
use super::vault::{Secret, Vault};
use super::{Entry, Store};

/// What the trail is, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// Saves in the proved chain.
    pub saves: u64,
    /// The hash of the last of them, in hexadecimal.
    pub hash: String,
    /// What is wrong, in words; empty where all is well.
    pub problems: Vec<String>,
}

impl Entry {
    /// The hash of the commit's last frame, in hexadecimal: it stands for this commit and every one before it.
    pub fn hash(&self) -> String {
        hex(&self.hash)
    }
}

/// Proves the chain of a store that nobody else has open, and hands out each commit on the way, one at a time. Nothing of it
/// is changed; a wrong secret is counted.
///
/// # Errors
/// What `each` returns, and what keeps the journal from being looked at.
pub fn audit(place: &Place, secret: &Secret, each: &mut dyn FnMut(Entry) -> Result<(), Error>) -> Result<Audited, Error> {
    if !Store::exists(place) {
        return Err(Error::NoStore);
    }
    let _lock = Lock::look(place)?;
    let (vault, _) = Vault::open(place, secret, None)?;
    let anchor = Anchor::read(place, &vault.store, &vault.key);
    let reader = Reader::new(place.journal(), vault.store, &vault.key);
    let walk = reader.walk(1, anchor.map_or(0, |a| a.sequence), &mut |entry| each(entry.cell_by_cell()))?;
    let last = walk.mark.sequence;
    let mut problems = Vec::new();
    match walk.end {
        End::Clean => {}
        End::Torn { .. } => problems.push(format!("Behind save {last} stands one that was never confirmed; it is not in the trail.")),
        End::Damaged { file, at, after } => {
            let behind = match (after.first(), after.last()) {
                (Some(first), Some(last)) => format!("saves {first} to {last} stand behind the damage and are not in the trail"),
                _ => "nothing readable stands behind it".to_owned(),
            };
            problems.push(format!("The chain breaks after save {last}, in {file} at byte {at}; {behind}."));
        }
    }
    match anchor {
        Some(a) if a.sequence > last => {
            problems.push(format!("The trail ends with save {last}, but save {} was confirmed on this computer.", a.sequence));
        }
        Some(a) if a.sequence == last && a.hash != walk.mark.hash => {
            problems.push(format!("Save {last} is not the one that was confirmed on this computer."));
        }
        _ => {}
    }
    Ok(Audited { saves: last, hash: hex(&walk.mark.hash), problems })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
