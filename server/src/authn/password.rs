//! Hashing and verifying passwords with Argon2id.
//!
//! Parameters: OWASP Password Storage Cheat Sheet, Argon2id with 19 MiB, 2 passes, 1 lane.

use crate::error::ServiceError;
use app::model::secret::Secret;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// How many hashes are computed at once; each takes 19 MiB and a core.
const AT_ONCE: usize = 4;

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

fn places() -> Arc<Semaphore> {
    static PLACES: OnceLock<Arc<Semaphore>> = OnceLock::new();
    PLACES.get_or_init(|| Arc::new(Semaphore::new(AT_ONCE))).clone()
}

/// Hashes a password.
///
/// # Errors
/// When the hasher refuses.
pub async fn hash(password: Secret) -> Result<String, ServiceError> {
    let place = places().acquire_owned().await;
    let hashed = spawn_blocking(move || {
        let _place = place;
        argon2().hash_password(password.reveal().as_bytes()).map(|hash| hash.to_string())
    });
    hashed.await?.map_err(|error| ServiceError::Hash(error.to_string()))
}

/// Tells whether a password fits a hash; without a hash it takes as long and says no, so that
/// the time does not tell who has an account.
///
/// # Errors
/// When the task was cut off.
pub async fn verify(password: Secret, hash: Option<String>) -> Result<bool, ServiceError> {
    let place = places().acquire_owned().await;
    let verified = spawn_blocking(move || {
        let _place = place;
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| nobody().to_owned());
        let fits = PasswordHash::new(&hash).is_ok_and(|hash| {
            argon2().verify_password(password.reveal().as_bytes(), &hash).is_ok()
        });
        known && fits
    });
    Ok(verified.await?)
}

/// A hash with our parameters that no password fits, because its password is random.
fn nobody() -> &'static str {
    static NOBODY: OnceLock<String> = OnceLock::new();
    NOBODY.get_or_init(|| {
        let random = super::token::generate();
        argon2().hash_password(random.as_bytes()).map(|hash| hash.to_string()).unwrap_or_default()
    })
}
