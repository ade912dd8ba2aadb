//! Hashing passwords: argon2id, off the threads that answer requests, no more at once than there are processors.
//!
//! Of the settings that OWASP's Password Storage Cheat Sheet names as equally strong this is the one with the least memory:
//! the allocator keeps what a hash took, for each thread that ever made one.

use crate::{Error, Result};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashes and verifies. Each hash takes 7 MiB, so that a flood of sign-ins waits instead of filling the memory.
#[derive(Clone)]
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { turns: Arc::new(Semaphore::new(processors)) }
    }
}

/// Hash of no password anyone has: verified for unknown numbers, so that they take as long as known ones.
const NOBODY: &str =
    "$argon2id$v=19$m=7168,t=5,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn argon2id() -> Result<Argon2<'static>> {
    let params = Params::new(7 * 1024, 5, 1, None).map_err(|e| Error::Defect(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

impl Passwords {
    /// The hash to keep, in PHC form.
    pub(crate) async fn hash(&self, password: &str, salt: [u8; 32]) -> Result<String> {
        let password = password.to_owned();
        self.run(move || {
            let salt = SaltString::encode_b64(&salt[..16]).map_err(|e| Error::Defect(e.to_string()))?;
            let hash = argon2id()?.hash_password(password.as_bytes(), &salt);
            Ok(hash.map_err(|e| Error::Defect(e.to_string()))?.to_string())
        })
        .await
    }

    /// Whether the password is the one behind the hash; without a hash, takes as long and says no.
    pub(crate) async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let password = password.to_owned();
        let known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        self.run(move || {
            let hash = PasswordHash::new(&hash).map_err(|e| Error::Defect(e.to_string()))?;
            Ok(argon2id()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _turn = self.turns.acquire().await.map_err(|e| Error::Defect(e.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|e| Error::Defect(e.to_string()))?
    }
}
