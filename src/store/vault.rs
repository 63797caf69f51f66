//! The vault: the small file that turns a passphrase, or the recovery key, into the key of the records.
//!
//! A random data key seals everything. It lies here twice: wrapped by a key that Argon2id makes from the passphrase, and by the
//! recovery key. So a new passphrase, or a new recovery key, rewrites this file alone. The file is replaced whole and has a copy beside
//! it; the file is what counts, and the copy is written before it, so that it never opens to a passphrase that was given up.

mod cost;
mod passphrase;
mod recovery;
mod tries;

use super::disk::Disk;
use super::error::{Error, Notice};
use super::place::Place;
use super::seal::{self, Key, NONCE, TAG};
use cost::derive;
use std::fs;
use std::io;
use std::time::{Duration, Instant, SystemTime};
use tries::Tries;

pub use cost::Cost;
pub use passphrase::{Passphrase, check_passphrase};
pub use recovery::{RecoveryKey, Secret, is_group};

const MAGIC: &[u8; 8] = b"WAYHOMEV";
const VERSION: u16 = 1;
/// magic, version, store, memory, passes, lanes, salt
const HEAD: usize = 8 + 2 + 16 + 4 + 4 + 4 + 16;
const WRAP: usize = NONCE + 32 + TAG;
const LENGTH: usize = HEAD + 2 * WRAP + 32;

/// The opened vault.
pub struct Vault {
    /// The store's identity: binds every sealed thing to this store.
    pub store: [u8; 16],
    /// The key of everything.
    pub key: Key,
    cost: Cost,
    salt: [u8; 16],
    passphrase: [u8; WRAP],
    recovery: [u8; WRAP],
    effort: Option<Effort>,
}

/// How a passphrase opened the vault.
#[derive(Clone, Copy)]
struct Effort {
    /// How long its key took.
    took: Duration,
    /// False where it opened as it was typed only, not in its normal form: a vault of the first version.
    normal: bool,
}

impl Vault {
    /// Makes a vault; nothing is written.
    pub fn new(passphrase: &Passphrase, cost: Cost) -> Result<(Self, RecoveryKey), Error> {
        let recovery = RecoveryKey::random()?;
        let (store, key) = (seal::random()?, Key::random()?);
        let empty = Self { store, key, cost, salt: [0; 16], passphrase: [0; WRAP], recovery: [0; WRAP], effort: None };
        let vault = empty.with_recovery(&recovery)?.with_passphrase(passphrase, cost)?;
        Ok((vault, recovery))
    }

    /// Writes the file and its copy of a new store. Where one of them cannot be written neither is left: there is no store then.
    pub fn create(&self, disk: &dyn Disk, place: &Place) -> io::Result<()> {
        let bytes = self.bytes();
        let written = disk.replace(&place.vault_copy(), &bytes).and_then(|()| disk.replace(&place.vault(), &bytes));
        if written.is_err() {
            let _ = disk.forget(&place.vault());
            let _ = disk.forget(&place.vault_copy());
        }
        written
    }

    /// Puts a changed vault into the place of this one.
    ///
    /// # Errors
    /// [`Error::KeysNotChanged`]: this one is still what counts. [`Error::KeysUnsure`]: the other one stands there, but the disk did not
    /// confirm it, so that after a power cut it may be either.
    pub fn change(&mut self, disk: &dyn Disk, place: &Place, changed: Self) -> Result<(), Error> {
        let (old, new) = (self.bytes(), changed.bytes());
        let written = disk.replace(&place.vault_copy(), &new).and_then(|()| disk.replace(&place.vault(), &new));
        let stands = written.is_ok() || fs::read(place.vault()).is_ok_and(|bytes| bytes == new);
        if stands {
            *self = changed;
        }
        match written {
            Ok(()) => Ok(()),
            Err(_) if stands => Err(Error::KeysUnsure),
            Err(source) => {
                // What cannot be put back now is put back when the records are opened next: the file counts.
                if let Err(error) = disk.replace(&place.vault_copy(), &old) {
                    tracing::warn!(%error, "the copy of the key file differs from it");
                }
                Err(Error::keys_not_changed(source))
            }
        }
    }

    /// Opens the vault; the copy serves where the file is damaged, and is renewed where it lags behind.
    ///
    /// # Errors
    /// [`Error::NoStore`], [`Error::Damaged`], [`Error::NewerVersion`]; [`Error::Wait`] after too many wrong tries,
    /// [`Error::WrongPassphrase`] for one more.
    pub fn open(place: &Place, secret: &Secret, renew: Option<&dyn Disk>) -> Result<(Self, Option<Notice>), Error> {
        let (file, copy) = (fs::read(place.vault()).ok(), fs::read(place.vault_copy()).ok());
        let (bytes, head, mut notice) = match (file.as_deref().map(Head::read), copy.as_deref().map(Head::read)) {
            (None, None) => return Err(Error::NoStore),
            (Some(Ok(head)), _) => (file.clone(), head, None),
            (_, Some(Ok(head))) => (copy.clone(), head, Some(Notice::KeyFileRenewed)),
            (Some(Err(e)), _) | (None, Some(Err(e))) => return Err(e),
        };
        let vault = head.open_in_turn(place, secret)?;
        if file != copy {
            notice = Some(Notice::KeyFileRenewed);
            if let Some(disk) = renew {
                let bytes = bytes.unwrap_or_default();
                let renewed = disk.replace(&place.vault(), &bytes).and_then(|()| disk.replace(&place.vault_copy(), &bytes));
                renewed.map_err(Error::folder)?;
            }
        }
        Ok((vault, notice))
    }

    /// Opens the vault of a backup with what was typed for the records: a wrong one was counted there. Writes nothing.
    ///
    /// # Errors
    /// [`Error::NoStore`], [`Error::Damaged`], [`Error::NewerVersion`], [`Error::WrongPassphrase`].
    pub fn look(place: &Place, secret: &Secret) -> Result<Self, Error> {
        let bytes = fs::read(place.vault()).or_else(|_| fs::read(place.vault_copy())).map_err(|_| Error::NoStore)?;
        Head::read(&bytes)?.open(secret)
    }

    /// Whether a secret opens the vault as it lies on the disk. A wrong one counts like one at the lock.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn prove(&self, place: &Place, secret: &Secret) -> Result<(), Error> {
        Head::read(&self.bytes())?.open_in_turn(place, secret).map(|_| ())
    }

    /// How long nobody may try, after too many wrong tries.
    pub fn pause(place: &Place) -> Duration {
        Tries::of(place).pause(SystemTime::now())
    }

    /// The identity of the store to which these bytes of a vault belong; none where they are no whole vault.
    pub fn owner(bytes: &[u8]) -> Option<[u8; 16]> {
        Head::read(bytes).ok().map(|head| head.store)
    }

    /// The vault with another passphrase; the data key and the recovery key stay. It is wrapped in its normal form.
    pub fn with_passphrase(&self, passphrase: &Passphrase, cost: Cost) -> Result<Self, Error> {
        let mut vault = Self { cost, salt: seal::random()?, key: self.key.clone(), effort: None, ..*self };
        let kek = derive(cost, &vault.salt, passphrase.normal().as_bytes())?;
        vault.passphrase = wrap(&kek, b"passphrase", &vault.label(), &vault.key)?;
        Ok(vault)
    }

    /// The vault with another recovery key; the one before opens it no more.
    pub fn with_recovery(&self, recovery: &RecoveryKey) -> Result<Self, Error> {
        let wrapped = wrap(&recovery.key(&self.store), b"recovery", &self.store, &self.key)?;
        Ok(Self { recovery: wrapped, key: self.key.clone(), ..*self })
    }

    /// The same passphrase at a higher cost, where this computer bears more than the vault asks of it, or in its normal form; none where
    /// nothing is to be done.
    pub fn renewed(&self, secret: &Secret) -> Option<Result<Self, Error>> {
        let (Secret::Passphrase(passphrase), Some(effort)) = (secret, self.effort) else { return None };
        match self.cost.raised(effort.took) {
            Some(cost) => Some(self.with_passphrase(passphrase, cost)),
            None if !effort.normal => Some(self.with_passphrase(passphrase, self.cost)),
            None => None,
        }
    }

    /// What a try of the passphrase costs.
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.label();
        bytes.extend(self.passphrase);
        bytes.extend(self.recovery);
        bytes.extend(seal::sha256(&[&bytes]));
        bytes
    }

    /// The beginning of the file, which the wrapped key is bound to.
    fn label(&self) -> Vec<u8> {
        let Cost { memory, passes, lanes } = self.cost;
        let mut bytes = [&MAGIC[..], &VERSION.to_le_bytes(), &self.store].concat();
        [memory, passes, lanes].iter().for_each(|n| bytes.extend(n.to_le_bytes()));
        bytes.extend(self.salt);
        bytes
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

    /// Opens, unless somebody guesses too fast; counts what was wrong.
    fn open_in_turn(&self, place: &Place, secret: &Secret) -> Result<Vault, Error> {
        let mut tries = Tries::of(place);
        tries.allow(SystemTime::now())?;
        let opened = self.open(secret);
        match opened {
            Ok(_) => tries.right(),
            Err(Error::WrongPassphrase) => tries.wrong(SystemTime::now()),
            Err(_) => {}
        }
        opened
    }

    fn open(&self, secret: &Secret) -> Result<Vault, Error> {
        let (key, effort) = match secret {
            Secret::Passphrase(passphrase) => self.open_by(passphrase)?,
            Secret::Recovery(key) => {
                let opened = key.key(&self.store).open(&[b"recovery", &self.store[..]].concat(), self.recovery);
                (opened.as_deref().and_then(|key| key.as_slice().try_into().ok()).map(Key::new), None)
            }
        };
        let key = key.ok_or(Error::WrongPassphrase)?;
        let (store, cost, salt) = (self.store, self.cost, self.salt);
        Ok(Vault { store, key, cost, salt, passphrase: *self.passphrase, recovery: *self.recovery, effort })
    }

    /// By a passphrase in its normal form; where that is another one, also as it was typed, for vaults of the first version.
    fn open_by(&self, passphrase: &Passphrase) -> Result<(Option<Key>, Option<Effort>), Error> {
        let label = [b"passphrase", self.label].concat();
        let normal = passphrase.normal();
        for (text, is_normal) in [(normal.as_str(), true), (passphrase.as_str(), false)] {
            if !is_normal && text == normal.as_str() {
                break;
            }
            let start = Instant::now();
            let kek = derive(self.cost, &self.salt, text.as_bytes())?;
            let took = start.elapsed();
            if let Some(key) = kek.open(&label, self.passphrase).as_deref().and_then(|key| key.as_slice().try_into().ok()) {
                return Ok((Some(Key::new(key)), Some(Effort { took, normal: is_normal })));
            }
        }
        Ok((None, None))
    }
}
