//! The recovery key, and what opens a store.

use super::Passphrase;
use crate::store::error::Error;
use crate::store::seal::{self, Key};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The digits of a recovery key: those of Crockford's base 32, without the letters I, L, O and U, which are easily misread.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The recovery key: 192 random bits and 8 of checksum, shown as 8 groups of 5 characters. Wiped when dropped, silent in `Debug`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 24]);

impl RecoveryKey {
    /// A new one.
    ///
    /// # Errors
    /// [`Error::NoKey`] where the system gives no randomness.
    pub fn random() -> Result<Self, Error> {
        seal::random().map(Self)
    }

    /// Reads what was typed, whatever its case and its separators; O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`Error::MistypedRecoveryKey`] where its length or its checksum is wrong.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut bits = Zeroizing::new(Vec::with_capacity(200));
        for typed in text.chars().filter(|c| !separates(*c)) {
            let value = DIGITS.iter().position(|d| char::from(*d) == digit(typed)).ok_or(Error::MistypedRecoveryKey)?;
            bits.extend((0..5).rev().map(|at| value >> at & 1 == 1));
        }
        if bits.len() != 200 {
            return Err(Error::MistypedRecoveryKey);
        }
        let mut bytes = Zeroizing::new([0u8; 25]);
        for (byte, bits) in bytes.iter_mut().zip(bits.chunks(8)) {
            *byte = bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
        }
        let (key, check) = bytes.split_first_chunk::<24>().ok_or(Error::MistypedRecoveryKey)?;
        let key = Self(*key);
        if check == [key.checksum()] { Ok(key) } else { Err(Error::MistypedRecoveryKey) }
    }

    /// The key as it is printed: 8 groups of 5 characters.
    pub fn text(&self) -> Zeroizing<String> {
        let bits: Zeroizing<Vec<bool>> = Zeroizing::new(
            self.0.iter().chain([&self.checksum()]).flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1 == 1)).collect(),
        );
        let mut text = Zeroizing::new(String::with_capacity(47));
        for (at, bits) in bits.chunks(5).enumerate() {
            if at > 0 && at % 5 == 0 {
                text.push('-');
            }
            let digit = bits.iter().fold(0usize, |digit, bit| digit << 1 | usize::from(*bit));
            text.push(char::from(DIGITS[digit & 31]));
        }
        text
    }

    fn checksum(&self) -> u8 {
        seal::sha256(&[b"wayhome recovery checksum", &self.0])[0]
    }

    pub(super) fn key(&self, store: &[u8; 16]) -> Key {
        Key::new(seal::hmac(&self.0, &[b"wayhome recovery ", &store[..]].concat()))
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey")
    }
}

/// True where what was typed is this group of a recovery key, read as [`RecoveryKey::parse`] reads.
pub fn is_group(group: &str, typed: &str) -> bool {
    let plain = |text: &str| Zeroizing::new(text.chars().filter(|c| !separates(*c)).map(digit).collect::<String>());
    !group.is_empty() && plain(group) == plain(typed)
}

fn separates(c: char) -> bool {
    c.is_whitespace() || c == '-'
}

/// What a character stands for: O is 0, I and L are 1, case says nothing.
fn digit(typed: char) -> char {
    match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

/// What opens a store.
#[derive(Debug, Clone)]
pub enum Secret {
    /// The worker's passphrase.
    Passphrase(Passphrase),
    /// The key that was shown once and written down.
    Recovery(RecoveryKey),
}

impl Secret {
    /// What was typed to open the records: a recovery key where it reads as one (its checksum says so), a passphrase otherwise.
    pub fn typed(text: &str) -> Self {
        RecoveryKey::parse(text).map_or_else(|_| Self::Passphrase(Passphrase::new(text)), Self::Recovery)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recovery_key_survives_paper() {
        let key = RecoveryKey::random().unwrap();
        let text = key.text();
        assert_eq!((text.len(), text.split('-').count()), (47, 8));
        assert_eq!(RecoveryKey::parse(&text).unwrap(), key);
        let sloppy = text.replace('-', " ").to_lowercase().replace('0', "o").replace('1', "l");
        assert_eq!(RecoveryKey::parse(&sloppy).unwrap(), key);
        let first = if text.starts_with('A') { "B" } else { "A" };
        assert!(matches!(RecoveryKey::parse(&format!("{first}{}", &text[1..5])), Err(Error::MistypedRecoveryKey)));
    }

    #[test]
    fn a_group_is_recognised_as_sloppily_as_a_whole_key() {
        assert!(is_group("0H41W", "0H41W"));
        assert!(is_group("0H41W", " oh4-lw "));
        assert!(!is_group("0H41W", "0H41V") && !is_group("0H41W", "0H41") && !is_group("0H41W", "") && !is_group("", ""));
    }
}
