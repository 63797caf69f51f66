//! Changing what opens an open store.

use super::disk::Disk;
use super::place::Place;
use super::vault::{Cost, Passphrase, RecoveryKey, Secret, Vault, check_passphrase};
use super::{Error, Store};
use std::time::Duration;

impl Store {
    /// How long nobody may try a passphrase on these records, after too many wrong tries; zero where one may.
    pub fn pause(place: &Place) -> Duration {
        Vault::pause(place)
    }

    /// Whether this opens the records. A wrong one counts like one at the lock.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`], [`Error::Wait`].
    pub fn prove(&self, secret: &Secret) -> Result<(), Error> {
        self.vault.prove(&self.place, secret)
    }

    /// What a try of the passphrase costs.
    pub fn cost(&self) -> Cost {
        self.vault.cost()
    }

    /// Seals the data key under another passphrase, here and in the mirrors. The recovery key stays as it is.
    ///
    /// # Errors
    /// [`Error::Weak`]; [`Error::KeysNotChanged`]: then the old passphrase is still the one; [`Error::KeysUnsure`].
    pub fn change_passphrase(&mut self, passphrase: &Passphrase, cost: Cost) -> Result<(), Error> {
        if cost != Cost::WEAK {
            check_passphrase(passphrase.as_str(), &self.profile.name).map_err(Error::Weak)?;
        }
        let changed = self.vault.with_passphrase(passphrase, cost)?;
        self.change_keys(changed)
    }

    /// Makes this the recovery key, here and in the mirrors; the one before opens nothing any more. Call it once the worker has the new
    /// one on paper.
    ///
    /// # Errors
    /// [`Error::KeysNotChanged`]: then the old one is still the one; [`Error::KeysUnsure`].
    pub fn change_recovery_key(&mut self, recovery: &RecoveryKey) -> Result<(), Error> {
        let changed = self.vault.with_recovery(recovery)?;
        self.change_keys(changed)
    }

    fn change_keys(&mut self, changed: Vault) -> Result<(), Error> {
        let done = self.vault.change(&*self.disk, &self.place, changed);
        if matches!(done, Ok(()) | Err(Error::KeysUnsure)) {
            self.renew_mirrors();
        }
        done
    }
}

/// A passphrase is the one moment at which its cost can be raised. Whatever comes of it, the records open.
pub(super) fn strengthen(disk: &dyn Disk, place: &Place, vault: &mut Vault, secret: &Secret) {
    let Some(renewed) = vault.renewed(secret) else { return };
    match renewed.and_then(|renewed| vault.change(disk, place, renewed)) {
        Ok(()) => tracing::info!(cost = ?vault.cost(), "the key file was renewed"),
        Err(error) => tracing::warn!(%error, "the key file was not renewed"),
    }
}
