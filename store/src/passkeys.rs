//! Passkeys and what devices were asked to sign. R-CUS-10

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    ids::PasskeyId,
    sign_in::{Challenge, Holder, Passkey},
};

/// Keeps passkeys. Only public keys are known here.
#[async_trait]
pub trait Passkeys: Send {
    /// A holder's passkeys, oldest first.
    async fn passkeys_of(&mut self, holder: Holder) -> Result<Vec<Passkey>>;

    /// The passkey that a device calls by this name.
    async fn passkey(&mut self, credential: &[u8]) -> Result<Option<Passkey>>;

    /// Adds a passkey. Conflict when somebody has it.
    async fn add_passkey(&mut self, passkey: &Passkey) -> Result<()>;

    /// Keeps the state of a passkey and when it was used.
    async fn save_passkey(&mut self, passkey: &Passkey) -> Result<()>;

    /// Forgets a passkey of a holder; hands out what it was.
    async fn remove_passkey(&mut self, holder: Holder, id: PasskeyId) -> Result<Option<Passkey>>;

    /// Keeps a challenge under the hash of a token only its browser has.
    async fn put_challenge(&mut self, token_hash: &[u8], challenge: &Challenge) -> Result<()>;

    /// Hands out a challenge once.
    async fn take_challenge(&mut self, token_hash: &[u8]) -> Result<Option<Challenge>>;

    /// Forgets challenges asked before a time.
    async fn forget_challenges(&mut self, before: Timestamp) -> Result<u64>;
}
