//! Credentials, one-time codes, sessions, staff. R-CUS-10

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    customers::Msisdn,
    ids::{SessionId, StaffId},
    sign_in::{Attempts, Credential, Holder, OneTimeCode, Session, Staff},
};
use std::collections::BTreeMap;

/// What somebody typed when their session had expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Who typed it; nobody else gets it back.
    pub holder: Holder,
    /// The page of the form.
    pub path: String,
    /// The fields, without secrets.
    pub fields: BTreeMap<String, String>,
    /// When.
    pub kept_at: Timestamp,
}

/// Keeps what signing in needs. Secrets come in as hashes only.
#[async_trait]
pub trait SignIn: Send {
    /// The password of a customer or member of staff.
    async fn credential(&mut self, holder: Holder) -> Result<Option<Credential>>;

    /// Sets or replaces a password.
    async fn put_credential(&mut self, credential: &Credential) -> Result<()>;

    /// Forgets the password of a holder; says whether there was one.
    async fn remove_credential(&mut self, holder: Holder) -> Result<bool>;

    /// Wrong tries under a number or name, whether it belongs to somebody or not.
    async fn attempts(&mut self, identifier: &str) -> Result<Option<Attempts>>;

    /// Keeps wrong tries.
    async fn save_attempts(&mut self, attempts: &Attempts) -> Result<()>;

    /// Forgets the wrong tries under a number or name.
    async fn clear_attempts(&mut self, identifier: &str) -> Result<()>;

    /// Forgets wrong tries made last before a time; says for how many numbers and names.
    async fn forget_attempts(&mut self, before: Timestamp) -> Result<u64>;

    /// Keeps a code that was sent from `address`, and spends all earlier ones of the number.
    async fn add_code(&mut self, code: &OneTimeCode, address: &str) -> Result<()>;

    /// The code sent last for a number, spent or not.
    async fn latest_code(&mut self, mobile: &Msisdn) -> Result<Option<OneTimeCode>>;

    /// Keeps tries and spending of a code.
    async fn save_code(&mut self, code: &OneTimeCode) -> Result<()>;

    /// How many codes were sent for a number and from an address since a time.
    async fn count_codes(&mut self, mobile: &Msisdn, address: &str, since: Timestamp) -> Result<(i64, i64)>;

    /// Forgets codes sent before a time, with the messages that carried them; says how many codes.
    async fn forget_codes(&mut self, before: Timestamp) -> Result<u64>;

    /// Opens a session.
    async fn add_session(&mut self, session: &Session, token_hash: &[u8]) -> Result<()>;

    /// The session behind a token, expired or not.
    async fn session(&mut self, token_hash: &[u8]) -> Result<Option<Session>>;

    /// Puts another token in the place of a session's own; false when the session ended meanwhile.
    async fn renew_token(&mut self, id: SessionId, token_hash: &[u8]) -> Result<bool>;

    /// Keeps when a session was last used.
    async fn touch_session(&mut self, id: SessionId, seen_at: Timestamp) -> Result<()>;

    /// A holder's sessions, last used first.
    async fn sessions_of(&mut self, holder: Holder) -> Result<Vec<Session>>;

    /// Ends one session of a holder; says whether there was one.
    async fn end_session(&mut self, holder: Holder, id: SessionId) -> Result<bool>;

    /// Ends all sessions of a holder but one; says how many.
    async fn end_other_sessions(&mut self, holder: Holder, keep: Option<SessionId>) -> Result<u64>;

    /// Forgets sessions last used before a time.
    async fn forget_sessions(&mut self, before: Timestamp) -> Result<u64>;

    /// The member of staff with this sign-in name.
    async fn staff_by_name(&mut self, name: &str) -> Result<Option<Staff>>;

    /// One member of staff.
    async fn staff(&mut self, id: StaffId) -> Result<Option<Staff>>;

    /// All members of staff, by name.
    async fn staff_members(&mut self) -> Result<Vec<Staff>>;

    /// Adds a member of staff. Conflict when the name is taken.
    async fn add_staff(&mut self, staff: &Staff) -> Result<()>;

    /// Keeps what was typed, under the hash of a token only its browser has.
    async fn put_draft(&mut self, token_hash: &[u8], draft: &Draft) -> Result<()>;

    /// Hands out a draft once.
    async fn take_draft(&mut self, token_hash: &[u8]) -> Result<Option<Draft>>;

    /// Forgets drafts older than a time.
    async fn forget_drafts(&mut self, before: Timestamp) -> Result<u64>;
}
