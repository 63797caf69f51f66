//! Stored values as bytes: a version byte, then bincode, with a limit on what a damaged length may ask for.
//!
//! Only authenticated bytes are decoded: most records with a flipped bit would still decode to something.

use super::error::Error;
use bincode::config;
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

/// Of the stored structs. bincode cannot skip an unknown field, so every change of one is a new version, with the old struct kept.
const VERSION: u8 = 1;

/// The largest value that is read back, and so the largest that is written.
pub const LIMIT: usize = 64 << 20;

/// So much is set aside for a value: a chart with a few stays in it.
const ROOM: usize = 8 << 10;

/// A value as bytes.
pub fn encode(value: &impl Serialize) -> Result<Zeroizing<Vec<u8>>, Error> {
    // Encoded into a buffer with room for most, since growing takes time and leaves copies of plain text behind in memory.
    let mut bytes = Zeroizing::new(Vec::with_capacity(ROOM));
    bytes.push(VERSION);
    bincode::serde::encode_into_std_write(value, &mut *bytes, config::standard()).map_err(|_| Error::Unkeepable)?;
    if bytes.len() > LIMIT { Err(Error::Unkeepable) } else { Ok(bytes) }
}

/// The value in these bytes; none where they are of another version, too many, too few, or not this type's.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (version, rest) = bytes.split_first()?;
    if *version != VERSION {
        return None;
    }
    let (value, used) = bincode::serde::borrow_decode_from_slice(rest, config::standard().with_limit::<LIMIT>()).ok()?;
    (used == rest.len()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes_and_nothing_else() {
        let value = ("Rivera".to_owned(), vec![1u32, 2, 3]);
        let bytes = encode(&value).unwrap();
        assert_eq!(decode(&bytes), Some(value));
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(decode::<(String, Vec<u32>)>(&longer), None);
        assert_eq!(decode::<(String, Vec<u32>)>(&bytes[..bytes.len() - 1]), None);
        assert_eq!(decode::<(String, Vec<u32>)>(&[&[9], &bytes[1..]].concat()), None);
        assert_eq!(decode::<()>(&[]), None);
    }

    #[test]
    fn a_damaged_length_asks_for_no_memory() {
        // A string that claims 2^62 bytes.
        let bytes = [&[VERSION, 253][..], &(1u64 << 62).to_le_bytes(), b"short"].concat();
        assert_eq!(decode::<String>(&bytes), None);
    }
}
