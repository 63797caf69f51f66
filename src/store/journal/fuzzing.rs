//! Frames from any bytes, and from a true journal that was written over.

use super::frame::{Binding, Part};
use crate::store::seal::Key;

/// Each edit of a true journal: where, and the byte that is written there.
const EDIT: usize = 3;

/// Nothing opens that was not written, wherever it is looked for.
pub fn frames(bytes: &[u8]) {
    let (key, store) = (Key::new([7; 32]), [9; 16]);
    let binding = Binding { key: &key, store: &store, segment: 1 };
    assert_eq!(binding.survivors(bytes, 0).count(), 0, "a frame that nobody sealed opens");
    for at in 0..bytes.len().min(64) {
        assert!(binding.read(bytes, at).is_err());
    }
    let (mut journal, mut hashes, mut before) = (Vec::new(), Vec::new(), [0; 32]);
    for sequence in 1..=3_u64 {
        let body = [b'x'; 40].repeat(sequence as usize);
        let Ok((frame, hash)) = binding.write(sequence, &before, Part::Whole, &body) else { return };
        journal.extend_from_slice(&frame);
        hashes.push(hash);
        before = hash;
    }
    for edit in bytes.chunks_exact(EDIT) {
        let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % journal.len();
        journal[at] = edit[2];
    }
    let mut cut = journal.len();
    if let Some(last) = bytes.chunks_exact(EDIT).remainder().first() {
        cut -= usize::from(*last).min(cut);
    }
    for frame in binding.survivors(&journal[..cut], 0) {
        assert!(hashes.contains(&frame.hash) && frame.end <= cut, "a frame opens that was not written so");
        let _ = frame.decode::<crate::domain::Commit>();
    }
}
