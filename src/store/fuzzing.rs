//! What the fuzz targets reach in the store: its decoders and the reader of frames.

use super::journal::fuzzing as journal;
use super::{codec, profile::Profile};
use crate::domain::card::{Hand, Slip, pack};
use crate::domain::{Change, Commit, Packed};
use serde::{Serialize, de::DeserializeOwned};

/// Decodes bytes as everything that is stored. What decodes is encoded and decoded to the same again.
pub fn rows(bytes: &[u8]) {
    again::<Vec<Packed>>(bytes);
    again::<Packed>(bytes);
    again::<Commit>(bytes);
    again::<Vec<Change>>(bytes);
    slips(bytes);
    again::<Profile>(bytes);
    // What was read can be looked at by anybody.
    for row in codec::decode::<Vec<Packed>>(bytes).into_iter().flatten() {
        let _ = (row.file(), row.key().len(), row.cells().count());
        crate::domain::Chart::from_packed([&row]).rows().for_each(|row| drop(row.pack()));
    }
}

/// Reads bytes as a packed card and as a hand of them. What was read is packed and read to the same again.
fn slips(bytes: &[u8]) {
    let card = Slip::new(bytes).card();
    let mut packed = Vec::new();
    pack(&card, &mut packed);
    assert!(Slip::new(&packed).card() == card, "a card that was read is not packed as it is");
    if let Some((hand, entries)) = Hand::read(bytes.to_vec().into()) {
        entries.into_iter().filter_map(|(_, at)| at).for_each(|at| drop(hand.slip(at).card()));
    }
}

fn again<T: Serialize + DeserializeOwned + PartialEq>(bytes: &[u8]) {
    let Some(value) = codec::decode::<T>(bytes) else { return };
    let written = codec::encode(&value).ok();
    let read = written.and_then(|written| codec::decode::<T>(&written));
    assert!(read.is_some_and(|read| read == value), "a value that was read is not written as it is");
}

/// Reads bytes as frames, and as what was written over a true journal: what still opens is what was written.
pub fn frames(bytes: &[u8]) {
    journal::frames(bytes);
}
