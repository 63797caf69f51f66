//! Files of an export that are not HUD's, kept whole: packed, and as text, which is what the records hold.

use crate::domain::Text;
use crate::domain::hud::ExtraFile;
use base64ct::{Base64, Encoding};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::io::{self, Read};

/// One file, packed, as text.
const MOST_OF_A_FILE: usize = 16 << 20;
/// All of them together: they lie in one place of the records, which holds 64 MiB.
const MOST_OF_ALL: usize = 40 << 20;
/// What a file may hold before it is packed.
const MOST_UNPACKED: u64 = 256 << 20;
/// The longest name.
const LONGEST_NAME: usize = 200;

/// True for a name under which a file can be kept and written anywhere.
pub(super) fn is_a_name(name: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.contains(odd)
}

/// A file as it is kept; none where it is too large for that.
///
/// # Errors
/// Where its bytes cannot be read.
pub(super) fn keep(name: &str, bytes: impl Read) -> io::Result<Option<ExtraFile>> {
    let mut packed = Vec::new();
    let most = MOST_OF_A_FILE / 4 * 3;
    let mut encoder = DeflateEncoder::new(bytes.take(MOST_UNPACKED + 1), Compression::best());
    encoder.by_ref().take(most as u64 + 1).read_to_end(&mut packed)?;
    let kept = || ExtraFile { extra_file_id: Text::new(name), content: Text::new(Base64::encode_string(&packed)) };
    Ok((packed.len() <= most && encoder.total_in() <= MOST_UNPACKED).then(kept))
}

/// The bytes of a file that was kept; none where they cannot be unpacked.
pub(super) fn bytes(kept: &ExtraFile) -> Option<Vec<u8>> {
    let packed = Base64::decode_vec(kept.content.as_str()).ok()?;
    let mut bytes = Vec::new();
    let read = DeflateDecoder::new(packed.as_slice()).take(MOST_UNPACKED + 1).read_to_end(&mut bytes);
    read.ok().filter(|count| *count as u64 <= MOST_UNPACKED).map(|_| bytes)
}

/// True where one more file still finds room beside these.
pub(super) fn fits<'a>(kept: impl IntoIterator<Item = &'a ExtraFile>, more: &ExtraFile) -> bool {
    kept.into_iter().map(|file| file.content.as_str().len()).sum::<usize>() + more.content.as_str().len() <= MOST_OF_ALL
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_kept_unpacks_to_itself(content: Vec<u8>) {
            let kept = keep("Custom.csv", content.as_slice()).unwrap().unwrap();
            prop_assert_eq!(bytes(&kept).unwrap(), content);
        }
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_kept_and_noise_is_not_unpacked() {
        // What cannot be packed: a counter, hashed.
        let noise = (0u32..400_000).flat_map(|n| <sha2::Sha256 as sha2::Digest>::digest(n.to_le_bytes()));
        let noise: Vec<u8> = noise.collect();
        assert!(noise.len() > MOST_OF_A_FILE / 4 * 3);
        assert!(keep("Custom.csv", noise.as_slice()).unwrap().is_none());
        let odd = ExtraFile { extra_file_id: Text::new("x"), content: Text::new("no base64!") };
        assert!(bytes(&odd).is_none());
    }
}
