//! Reading single frames where they stand, without walking there.
//!
//! A frame that opens is proved by its seal to be of this store, in this segment, with this number. That it is chained to the ones before
//! was proved when the store was opened or is proved by the backup, and is not proved again here.

use super::frame::HEAD;
use super::walk::Piece;
use super::{Reader, Spot};
use crate::store::Entry;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// The longest frame that is read: longer than any that is written.
const LONGEST: u64 = 128 << 20;

impl Reader {
    /// The frame of commit `sequence` that stands there, as a commit of its own; none where there is no such frame.
    pub fn pick(&self, spot: Spot, sequence: u64) -> Option<Entry> {
        let bytes = self.bytes_at(spot).ok()?;
        let frame = self.binding(spot.segment).read(&bytes, 0).ok().filter(|frame| frame.sequence == sequence)?;
        Some(frame.decode::<Piece>()?.entry(&frame, spot))
    }

    fn bytes_at(&self, spot: Spot) -> io::Result<Vec<u8>> {
        let mut file = File::open(self.path(spot.segment))?;
        file.seek(SeekFrom::Start(spot.at))?;
        let mut bytes = vec![0; HEAD];
        file.read_exact(&mut bytes)?;
        let length = super::frame::length(&bytes).filter(|length| *length <= LONGEST).ok_or(io::ErrorKind::InvalidData)?;
        file.take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
