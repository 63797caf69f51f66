//! The vault: the small file that turns a passphrase, or the recovery key, into the key of the records.
//!
//! A random data key seals everything. It lies here twice: wrapped by a key that Argon2id makes from the passphrase, and by the
//! recovery key. So a new passphrase rewrites this file alone. The file is replaced whole and has a copy beside it.

use super::disk::Disk;
use super::error::{Error, Notice};
use super::place::Place;
use super::seal::{self, Key, NONCE, TAG};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt;
use std::fs;
use std::io;
use std::time::{Duration, Instant};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const MAGIC: &[u8; 8] = b"WAYHOMEV";
const VERSION: u16 = 1;
/// magic, version, store, memory, passes, lanes, salt
const HEAD: usize = 8 + 2 + 16 + 4 + 4 + 4 + 16;
const WRAP: usize = NONCE + 32 + TAG;
const LENGTH: usize = HEAD + 2 * WRAP + 32;

/// A passphrase; wiped when dropped, silent in `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

impl Passphrase {
    /// As it was typed; only a line end after it is cut off.
    pub fn new(text: impl Into<String>) -> Self {
        let mut text: String = text.into();
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
        Self(text)
    }

    /// The text, to be judged.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

/// Passphrases that everybody tries first.
const COMMON: [&str; 12] = [
    "correcthorsebatterystaple",
    "passwordpassword",
    "123456789012345",
    "1234567890123456",
    "012345678901234",
    "qwertyuiopasdfg",
    "qwertyuiopasdfgh",
    "abcdefghijklmno",
    "iloveyouiloveyou",
    "letmeinletmeinletmein",
    "onetwothreefourfive",
    "thequickbrownfoxjumps",
];

/// Whether a new passphrase is good enough: at least 15 characters or 5 words, and none that everybody tries first.
///
/// # Errors
/// A sentence that says what to do.
pub fn check_passphrase(text: &str) -> Result<(), &'static str> {
    let text = text.trim_end_matches(['\r', '\n']);
    if text.chars().count() < 15 && text.split_whitespace().count() < 5 {
        return Err("The passphrase is too short. Use at least 15 characters, or five words; spaces are welcome.");
    }
    let plain: String = text.to_lowercase().split_whitespace().collect();
    let mut different: Vec<char> = plain.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 4 || COMMON.iter().any(|common| plain.starts_with(common)) {
        return Err("This passphrase is among the first that anybody would try. Choose words that only you put together.");
    }
    Ok(())
}

/// The digits of a recovery key: those of Crockford's base 32, without the letters I, L, O and U, which are easily misread.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The recovery key: 192 random bits and 8 of checksum, shown as 8 groups of 5 characters. Wiped when dropped, silent in `Debug`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 24]);

impl RecoveryKey {
    fn random() -> Result<Self, Error> {
        seal::random().map(Self)
    }

    /// Reads what was typed, whatever its case and its separators; O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`Error::MistypedRecoveryKey`] where its length or its checksum is wrong.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut bits = Zeroizing::new(Vec::with_capacity(200));
        for typed in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let digit = match typed.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = DIGITS.iter().position(|d| char::from(*d) == digit).ok_or(Error::MistypedRecoveryKey)?;
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

    fn key(&self, store: &[u8; 16]) -> Key {
        Key::new(seal::hmac(&self.0, &[b"wayhome recovery ", &store[..]].concat()))
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey")
    }
}

/// What opens a store.
#[derive(Debug, Clone)]
pub enum Secret {
    /// The worker's passphrase.
    Passphrase(Passphrase),
    /// The key that was printed when the store was created.
    Recovery(RecoveryKey),
}

impl Secret {
    /// What was typed to open the records: a recovery key where it reads as one (its checksum says so), a passphrase otherwise.
    pub fn typed(text: &str) -> Self {
        RecoveryKey::parse(text).map_or_else(|_| Self::Passphrase(Passphrase::new(text)), Self::Recovery)
    }
}

/// What one try of a passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// About 0.7 s on two cores.
    pub const STRONG: Self = Self { memory: 256 << 10, passes: 3, lanes: 1 };
    /// The least that a real store may have.
    pub const FLOOR: Self = Self { memory: 64 << 10, passes: 3, lanes: 1 };
    /// For tests and the demonstration with invented people.
    pub const WEAK: Self = Self { memory: 8, passes: 1, lanes: 1 };

    /// The most of [`STRONG`](Self::STRONG) that this computer does within about a second and a half; never below [`FLOOR`](Self::FLOOR).
    pub fn calibrated() -> Self {
        let start = Instant::now();
        if derive(Self::FLOOR, &[0; 16], b"calibration").is_err() {
            return Self::FLOOR;
        }
        let floor = start.elapsed();
        let bearable = |times: u32| floor * times <= Duration::from_millis(1500);
        let times = if bearable(4) {
            4
        } else if bearable(2) {
            2
        } else {
            1
        };
        Self { memory: Self::FLOOR.memory * times, ..Self::FLOOR }
    }

    /// Bounds, so that a forged header cannot ask for all memory.
    fn bearable(self) -> bool {
        self.memory <= 4 << 20 && (1..=64).contains(&self.passes) && (1..=16).contains(&self.lanes)
    }
}

fn derive(cost: Cost, salt: &[u8; 16], passphrase: &[u8]) -> Result<Key, Error> {
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).map_err(|_| Error::NoKey)?;
    let mut key = Zeroizing::new([0; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(passphrase, salt, &mut *key).map_err(|_| Error::NoKey)?;
    Ok(Key::new(*key))
}

/// The opened vault.
pub struct Vault {
    /// The store's identity: binds every sealed thing to this store.
    pub store: [u8; 16],
    /// The key of everything.
    pub key: Key,
    cost: Cost,
    salt: [u8; 16],
    recovery: [u8; WRAP],
}

impl Vault {
    /// Makes a vault and the bytes of its file; nothing is written.
    pub fn new(passphrase: &Passphrase, cost: Cost) -> Result<(Self, RecoveryKey, Vec<u8>), Error> {
        let recovery = RecoveryKey::random()?;
        let (store, key, salt) = (seal::random()?, Key::random()?, seal::random()?);
        let wrapped = wrap(&recovery.key(&store), b"recovery", &store, &key)?;
        let vault = Self { store, key, cost, salt, recovery: wrapped };
        let bytes = vault.bytes(passphrase)?;
        Ok((vault, recovery, bytes))
    }

    /// Writes the file and its copy.
    pub fn write(disk: &dyn Disk, place: &Place, bytes: &[u8]) -> io::Result<()> {
        disk.replace(&place.vault(), bytes)?;
        disk.replace(&place.vault_copy(), bytes)
    }

    /// Opens the vault; the copy serves where the file is damaged, and is renewed where it lags behind.
    pub fn open(place: &Place, secret: &Secret, renew: Option<&dyn Disk>) -> Result<(Self, Option<Notice>), Error> {
        let (file, copy) = (fs::read(place.vault()).ok(), fs::read(place.vault_copy()).ok());
        let (bytes, head, mut notice) = match (file.as_deref().map(Head::read), copy.as_deref().map(Head::read)) {
            (None, None) => return Err(Error::NoStore),
            (Some(Ok(head)), _) => (file.clone(), head, None),
            (_, Some(Ok(head))) => (copy.clone(), head, Some(Notice::KeyFileRenewed)),
            (Some(Err(e)), _) | (None, Some(Err(e))) => return Err(e),
        };
        let vault = head.open(secret)?;
        if file != copy {
            notice = Some(Notice::KeyFileRenewed);
            if let Some(disk) = renew {
                Self::write(disk, place, &bytes.unwrap_or_default()).map_err(Error::folder)?;
            }
        }
        Ok((vault, notice))
    }

    /// The identity of the store to which these bytes of a vault belong; none where they are no whole vault.
    pub fn owner(bytes: &[u8]) -> Option<[u8; 16]> {
        Head::read(bytes).ok().map(|head| head.store)
    }

    /// The file with another passphrase; the data key and the recovery key stay.
    pub fn change_passphrase(&mut self, passphrase: &Passphrase, cost: Cost) -> Result<Vec<u8>, Error> {
        (self.salt, self.cost) = (seal::random()?, cost);
        self.bytes(passphrase)
    }

    fn bytes(&self, passphrase: &Passphrase) -> Result<Vec<u8>, Error> {
        let Cost { memory, passes, lanes } = self.cost;
        let mut bytes = [&MAGIC[..], &VERSION.to_le_bytes(), &self.store].concat();
        [memory, passes, lanes].iter().for_each(|n| bytes.extend(n.to_le_bytes()));
        bytes.extend(self.salt);
        let kek = derive(self.cost, &self.salt, passphrase.0.as_bytes())?;
        let label = bytes.clone();
        bytes.extend(wrap(&kek, b"passphrase", &label, &self.key)?);
        bytes.extend(self.recovery);
        bytes.extend(seal::sha256(&[&bytes]));
        Ok(bytes)
    }
}

fn wrap(kek: &Key, label: &[u8], head: &[u8], key: &Key) -> Result<[u8; WRAP], Error> {
    kek.seal(&[label, head].concat(), key.bytes())?.try_into().map_err(|_| Error::NoKey)
}

/// A vault as it lies on the disk, proved to be whole.
struct Head<'a> {
    label: &'a [u8],
    store: [u8; 16],
    cost: Cost,
    salt: [u8; 16],
    passphrase: &'a [u8; WRAP],
    recovery: &'a [u8; WRAP],
}

impl<'a> Head<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let (whole, damaged) = (bytes, || Error::damaged("The key file of the records (vault)"));
        let bytes = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let (version, bytes) = bytes.split_first_chunk().ok_or_else(damaged)?;
        if u16::from_le_bytes(*version) > VERSION {
            return Err(Error::NewerVersion);
        }
        if whole.len() != LENGTH || seal::sha256(&[&whole[..LENGTH - 32]]) != whole[LENGTH - 32..] {
            return Err(damaged());
        }
        let (store, bytes) = bytes.split_first_chunk().ok_or_else(damaged)?;
        let (memory, bytes) = bytes.split_first_chunk().ok_or_else(damaged)?;
        let (passes, bytes) = bytes.split_first_chunk().ok_or_else(damaged)?;
        let (lanes, bytes) = bytes.split_first_chunk().ok_or_else(damaged)?;
        let (salt, bytes) = bytes.split_first_chunk().ok_or_else(damaged)?;
        let (passphrase, bytes) = bytes.split_first_chunk().ok_or_else(damaged)?;
        let (recovery, _) = bytes.split_first_chunk().ok_or_else(damaged)?;
        let cost = Cost { memory: u32::from_le_bytes(*memory), passes: u32::from_le_bytes(*passes), lanes: u32::from_le_bytes(*lanes) };
        if !cost.bearable() {
            return Err(damaged());
        }
        Ok(Self { label: &whole[..HEAD], store: *store, cost, salt: *salt, passphrase, recovery })
    }

    fn open(&self, secret: &Secret) -> Result<Vault, Error> {
        let opened = match secret {
            Secret::Passphrase(text) => {
                let kek = derive(self.cost, &self.salt, text.0.as_bytes())?;
                kek.open(&[b"passphrase", self.label].concat(), self.passphrase)
            }
            Secret::Recovery(key) => key.key(&self.store).open(&[b"recovery", &self.store[..]].concat(), self.recovery),
        };
        let key: [u8; 32] = opened.as_deref().and_then(|k| k.as_slice().try_into().ok()).ok_or(Error::WrongPassphrase)?;
        Ok(Vault { store: self.store, key: Key::new(key), cost: self.cost, salt: self.salt, recovery: *self.recovery })
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
    fn passphrases_need_length_and_nothing_else() {
        assert!(check_passphrase("a lot of small words").is_ok());
        assert!(check_passphrase("wir fünf gehen heim").is_ok());
        assert!(check_passphrase("blåbærsyltetøy!!").is_ok());
        assert!(check_passphrase("short").is_err());
        assert!(check_passphrase("aaaaaaaaaaaaaaaaaaaa").is_err());
        assert!(check_passphrase("Correct Horse Battery Staple").is_err());
    }
}
