//! Sealing connection passwords: XChaCha20-Poly1305 under a ring of master keys.
//!
//! Invariant: a sealed text opens only for the connection it was sealed for, because the id of the
//! connection and of the key are authenticated with it.

mod ring;

pub use ring::{KeyRing, RingError};

use app::model::ids::ConnectionId;
use app::model::secret::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::Rng;

/// Why a secret could not be sealed or opened; it says nothing of the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// The stored text is not what `seal` writes.
    #[error("a stored password is damaged")]
    Damaged,
    /// The ring no longer holds the key.
    #[error("the master key that sealed a password is not in the key ring")]
    UnknownKey,
    /// The key, the connection or the text is another than when it was sealed.
    #[error("a stored password does not belong to its connection or key")]
    Forged,
}

const NONCE_BYTES: usize = 24;

/// Seals a password for a connection under the ring's current key: `key id . nonce+text`, base64.
///
/// # Errors
/// When the cipher refuses, which it does for texts beyond its limits only.
pub fn seal(ring: &KeyRing, id: ConnectionId, password: &Secret) -> Result<String, SecretError> {
    let key = ring.current();
    let mut nonce = [0_u8; NONCE_BYTES];
    rand::rng().fill_bytes(&mut nonce);
    let aad = aad(id, &key.id());
    let payload = Payload { msg: password.reveal().as_bytes(), aad: aad.as_bytes() };
    let sealed = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| SecretError::Forged)?;
    let text = STANDARD.encode([nonce.as_slice(), sealed.as_slice()].concat());
    Ok(format!("{}.{text}", key.id()))
}

/// Opens a sealed password.
///
/// # Errors
/// When it is damaged, was sealed for another connection, or its key is gone.
pub fn open(ring: &KeyRing, id: ConnectionId, sealed: &str) -> Result<Secret, SecretError> {
    let (key_id, text) = sealed.split_once('.').ok_or(SecretError::Damaged)?;
    let key = ring.find(key_id).ok_or(SecretError::UnknownKey)?;
    let bytes = STANDARD.decode(text).map_err(|_| SecretError::Damaged)?;
    let (nonce, text) = bytes.split_at_checked(NONCE_BYTES).ok_or(SecretError::Damaged)?;
    let nonce = <[u8; NONCE_BYTES]>::try_from(nonce).map_err(|_| SecretError::Damaged)?;
    let aad = aad(id, key_id);
    let opened = XChaCha20Poly1305::new(key.bytes().into())
        .decrypt(&XNonce::from(nonce), Payload { msg: text, aad: aad.as_bytes() })
        .map_err(|_| SecretError::Forged)?;
    String::from_utf8(opened).map(Secret::new).map_err(|_| SecretError::Damaged)
}

/// The id of the key that sealed a text; none when `seal` never wrote it.
pub fn key_of(sealed: &str) -> Option<&str> {
    sealed.split_once('.').map(|(id, _)| id)
}

fn aad(id: ConnectionId, key_id: &str) -> String {
    format!("nexttables connection {id} key {key_id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::model::ids::ConnectionId;

    fn id() -> ConnectionId {
        ConnectionId(uuid::Uuid::now_v7())
    }

    #[test]
    fn a_sealed_password_opens_for_its_connection_only() {
        let ring = KeyRing::generate();
        let (own, other) = (id(), id());
        let sealed = seal(&ring, own, &Secret::new("pässword")).unwrap();
        assert!(!sealed.contains("ssword"));
        assert_eq!(open(&ring, own, &sealed).unwrap().reveal(), "pässword");
        assert_eq!(open(&ring, other, &sealed), Err(SecretError::Forged));
        assert_eq!(open(&KeyRing::generate(), own, &sealed), Err(SecretError::UnknownKey));
    }

    #[test]
    fn the_same_password_never_looks_the_same() {
        let ring = KeyRing::generate();
        let id = id();
        let password = Secret::new("x");
        assert_ne!(seal(&ring, id, &password).unwrap(), seal(&ring, id, &password).unwrap());
    }

    #[test]
    fn a_rotated_ring_opens_what_the_old_key_sealed() {
        let old = KeyRing::generate();
        let id = id();
        let sealed = seal(&old, id, &Secret::new("x")).unwrap();
        let new = old.rotated();
        assert_eq!(open(&new, id, &sealed).unwrap().reveal(), "x");
        let resealed = seal(&new, id, &Secret::new("x")).unwrap();
        assert_eq!(open(&old, id, &resealed), Err(SecretError::UnknownKey));
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let ring = KeyRing::generate();
        let id = id();
        let sealed = seal(&ring, id, &Secret::new("secret")).unwrap();
        let (key, text) = sealed.split_once('.').unwrap();
        let mut bytes = STANDARD.decode(text).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        let forged = format!("{key}.{}", STANDARD.encode(bytes));
        assert_eq!(open(&ring, id, &forged), Err(SecretError::Forged));
        assert_eq!(open(&ring, id, "no dot"), Err(SecretError::Damaged));
    }
}
