//! Authenticator apps, recovery codes, second steps under way, and whether the key fits that secrets are sealed with.
//! R-CUS-10

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    sign_in::{Authenticator, Holder, RecoveryCode, SecondStep},
};

/// Keeps what a second factor needs. Secrets come in sealed or as hashes.
#[async_trait]
pub trait SecondFactor: Send {
    /// The authenticator app of a holder, confirmed or not.
    async fn authenticator(&mut self, holder: Holder) -> Result<Option<Authenticator>>;

    /// Sets or replaces an authenticator app.
    async fn put_authenticator(&mut self, authenticator: &Authenticator) -> Result<()>;

    /// Forgets the authenticator app of a holder; says whether there was one.
    async fn remove_authenticator(&mut self, holder: Holder) -> Result<bool>;

    /// The recovery codes of a holder, used or not.
    async fn recovery_codes(&mut self, holder: Holder) -> Result<Vec<RecoveryCode>>;

    /// Puts a set of recovery codes in place of the one before; an empty one leaves none.
    async fn put_recovery_codes(&mut self, holder: Holder, codes: &[RecoveryCode]) -> Result<()>;

    /// Uses a recovery code; says whether it was there and unused.
    async fn use_recovery_code(&mut self, holder: Holder, hash: &str, at: Timestamp) -> Result<bool>;

    /// Begins a second step under the hash of a token only its browser has, or keeps what was proved in it.
    async fn put_second_step(&mut self, token_hash: &[u8], step: &SecondStep) -> Result<()>;

    /// The second step behind a token, over or not.
    async fn second_step(&mut self, token_hash: &[u8]) -> Result<Option<SecondStep>>;

    /// Ends a second step; says whether there was one.
    async fn end_second_step(&mut self, token_hash: &[u8]) -> Result<bool>;

    /// Ends all second steps of a holder; says how many there were.
    async fn end_second_steps(&mut self, holder: Holder) -> Result<u64>;

    /// Forgets second steps that began before a time.
    async fn forget_second_steps(&mut self, before: Timestamp) -> Result<u64>;

    /// The text that was sealed with the first secret.
    async fn key_check(&mut self) -> Result<Option<Vec<u8>>>;

    /// Keeps the text that was sealed with the first secret. Conflict when there is one.
    async fn add_key_check(&mut self, sealed: &[u8]) -> Result<()>;
}
