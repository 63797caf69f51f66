//! Sealing: XChaCha20-Poly1305 with random nonces, and the keys for it.
//!
//! A sealed value opens only with its key *and* its label: what it is and where it stands. So two values cannot be swapped.

use super::error::Error;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, AeadInOut, KeyInit, Payload};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Bytes of a nonce; random ones of this length never meet again.
pub const NONCE: usize = 24;
/// Bytes by which a sealed text is longer than the plain one, without its nonce.
pub const TAG: usize = 16;

/// A key of 32 bytes; wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// A key from its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A fresh random key.
    pub fn random() -> Result<Self, Error> {
        random().map(Self)
    }

    /// Its bytes, to be wrapped by another key.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one purpose; from it, nobody finds this one or another purpose's.
    pub fn derive(&self, purpose: &[u8]) -> Self {
        Self(hmac(&self.0, purpose))
    }

    /// Seals with a given nonce, which must never be used twice.
    pub fn seal_with(&self, nonce: &[u8; NONCE], label: &[u8], plain: &[u8]) -> Result<Vec<u8>, Error> {
        let mut sealed = Vec::with_capacity(plain.len() + TAG);
        self.seal_behind(&mut sealed, nonce, label, plain)?;
        Ok(sealed)
    }

    /// Opens what [`seal_with`](Self::seal_with) made; none where one bit differs.
    pub fn open_with(&self, nonce: &[u8; NONCE], label: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.cipher().decrypt(nonce.into(), Payload { msg: sealed, aad: label }).ok().map(Zeroizing::new)
    }

    /// Seals under a fresh nonce, which stands before the sealed text.
    pub fn seal(&self, label: &[u8], plain: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE] = random()?;
        let mut sealed = Vec::with_capacity(NONCE + plain.len() + TAG);
        sealed.extend_from_slice(&nonce);
        self.seal_behind(&mut sealed, &nonce, label, plain)?;
        Ok(sealed)
    }

    /// Opens what [`seal`](Self::seal) made; none where one bit of it, of the label or of the key differs.
    pub fn open(&self, label: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        self.open_with(nonce, label, sealed)
    }

    /// Adds a sealed text to these bytes, which have room for it: where it is copied to, it is sealed.
    fn seal_behind(&self, to: &mut Vec<u8>, nonce: &[u8; NONCE], label: &[u8], plain: &[u8]) -> Result<(), Error> {
        let start = to.len();
        to.extend_from_slice(plain);
        let sealed = self.cipher().encrypt_inout_detached(nonce.into(), label, (&mut to[start..]).into());
        // The cipher refuses only texts of more than 256 GiB.
        let tag = sealed.map_err(|_| Error::Unkeepable)?;
        to.extend_from_slice(&tag);
        Ok(())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.0).into())
    }
}

/// Random bytes from the system.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::NoKey)?;
    Ok(bytes)
}

/// SHA-256 of these parts, one after the other.
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize().into()
}

/// HMAC-SHA-256 (RFC 2104) with a key of at most 64 bytes.
pub fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let pad = |byte: u8| {
        let mut block = Zeroizing::new([byte; 64]);
        block.iter_mut().zip(key).for_each(|(b, k)| *b ^= k);
        block
    };
    sha256(&[&*pad(0x5c), &sha256(&[&*pad(0x36), text])])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        let expected = [
            0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d,
            0x27, 0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43,
        ];
        assert_eq!(hmac(b"Jefe", b"what do ya want for nothing?"), expected);
    }
}
