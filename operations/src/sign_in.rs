//! Signing in and out, with a password or a one-time code, and the passwords themselves. R-CUS-10
//!
//! Numbers that belong to nobody get the same answers after the same work as those that belong to a customer: the same
//! look-ups, a password verified, the same rows written. Of passwords, codes, tokens and browser secrets only hashes are
//! kept; none of them stands in the audit trail.

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    acting,
    actor::{ActingFor, Subscriber},
};
use crm::{
    Timestamp,
    acting::EndedBy,
    audit::AuditOutcome,
    customers::Msisdn,
    ids::{CustomerId, SessionId, StaffId},
    sign_in::{Credential, Holder, Locked, Proof, Session},
};
use std::fmt;
use store::Unit;
use uuid::Uuid;

mod added_since;
mod again;
pub(crate) mod codes;
mod credentials;
mod forgotten;
mod known;
mod second_step;
mod with_password;

pub(crate) use added_since::take_away as take_away_since;
pub use again::{Provable, provable, prove_by_code, prove_by_password, request_own_code};
pub(crate) use codes::digits;
pub use codes::{CodeSent, request_code, with_code};
pub use credentials::{
    PasswordSet, add_staff, change_password, find, find_staff, set_password, set_staff_password,
};
pub use forgotten::{prove_for_new_password, set_forgotten_password};
pub use known::Known;
pub use second_step::{Entry, Passed, StepToken, StepView, pass_step, view_step};
pub use with_password::{staff_with_password, with_password};

/// Why somebody is not signed in, or gets no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not a mobile number.
    BadMobile,
    /// Nothing a member of staff can be called.
    BadStaffName,
    /// There is no number that a code could go to.
    NoMobile,
    /// Not six digits.
    BadCode,
    /// Number or name and password do not belong together.
    WrongCredentials,
    /// Too many wrong passwords: no try is looked at before.
    Locked {
        /// When the next try is looked at.
        until: Timestamp,
    },
    /// This browser asked for no code for this number.
    CodeNotAskedHere,
    /// Another code was sent.
    CodeWrong {
        /// How many more tries are looked at.
        tries_left: i64,
    },
    /// Too many wrong tries: a new code is needed.
    CodeUsedUp,
    /// The code was used, or a newer one was sent.
    CodeSpent,
    /// The code was sent too long ago.
    CodeExpired,
    /// No code is sent now.
    TooManyCodes {
        /// When the next one may be asked for.
        retry_at: Timestamp,
    },
    /// Not a code of the authenticator app at this moment, or one that was used.
    FactorWrong,
    /// Not one of the recovery codes, or one that was used.
    RecoveryCodeWrong,
    /// Too many wrong codes of the second factor: no try is looked at before.
    FactorLocked {
        /// When the next try is looked at.
        until: Timestamp,
    },
    /// The second step was begun too long ago, or elsewhere, or is done.
    StepOver,
    /// The passkey is not known here, or its answer does not fit.
    PasskeyWrong,
}

impl From<Locked> for Refusal {
    fn from(Locked { until }: Locked) -> Self {
        Self::Locked { until }
    }
}

/// What came of a try that is written down either way.
pub(crate) type Tried<T> = std::result::Result<T, Refusal>;

/// Somebody who was signed in.
#[derive(Clone)]
pub struct Opened {
    /// The secret for the session's cookie; it is not kept anywhere else.
    pub token: String,
    /// Who it is.
    pub actor: Actor,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("actor", &self.actor).finish_non_exhaustive()
    }
}

/// The browser somebody signs in with.
#[derive(Clone)]
pub struct Browser {
    secret: String,
    user_agent: String,
    address: String,
}

/// Longest description of a browser that is kept, in characters.
const USER_AGENT_KEPT: usize = 200;

impl Browser {
    /// A browser with the secret from its cookie. When there is none, or none of ours, it gets a fresh one.
    pub fn new(desk: &Desk, cookie: Option<&str>, user_agent: &str, address: &str) -> Self {
        let secret = cookie.filter(|text| is_token(text)).map_or_else(|| fresh_token(desk), str::to_owned);
        let user_agent = user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_KEPT).collect();
        Self { secret, user_agent, address: address.to_owned() }
    }

    /// Where it is.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The secret for the cookie that a one-time code is bound to.
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser").field("user_agent", &self.user_agent).finish_non_exhaustive()
    }
}

/// Who is behind a session's token, while the session lives. Notes the visit once a minute.
pub async fn resume(desk: &Desk, token: &str) -> Result<Option<Actor>> {
    if !is_token(token) {
        return Ok(None);
    }
    let (now, policy) = (desk.now(), desk.settings().sessions);
    let hash = &token_hash(token);
    let found = desk
        .store
        .read(|mut unit| async move {
            let Some(session) = unit.session(hash).await?.filter(|session| session.is_live(now, policy))
            else {
                return Ok(None);
            };
            let known = match session.holder {
                Holder::Customer(id) => unit.customer(id).await?.map(Known::Customer),
                Holder::Staff(id) => unit.staff(id).await?.map(Known::Staff),
            };
            let acting = match session.holder {
                Holder::Staff(_) => acting::of_session(desk, &mut unit, session.id).await?,
                Holder::Customer(_) => None,
            };
            let has_company_business = match session.holder {
                Holder::Customer(id) => unit.has_company_business(id).await?,
                Holder::Staff(_) => false,
            };
            Ok::<_, Error>(known.map(|known| (session, known, acting, has_company_business)))
        })
        .await?;
    let Some((session, known, acting, has_company_business)) = found else { return Ok(None) };
    if session.is_to_be_noted(now) {
        let id = session.id;
        let noted: Result<()> =
            desk.store.write(|mut unit| async move { Ok(unit.touch_session(id, now).await?) }).await;
        if let Err(error) = noted {
            // A database that cannot be written to still shows pages.
            tracing::warn!(%error, "the use of a session could not be noted");
        }
    }
    Ok(Some(match (known.acting(&session), acting) {
        (Actor::Staff(staff), Some((acting, customer))) => {
            Actor::Acting(Box::new(ActingFor::new(staff, &customer, acting)))
        }
        (Actor::Subscriber(subscriber), _) => {
            Actor::Subscriber(Subscriber { has_company_business, ..subscriber })
        }
        (actor, _) => actor,
    }))
}

/// Ends the session of whoever acts.
pub async fn sign_out(desk: &Desk, actor: &Actor) -> Result<()> {
    actor.may(Operation::SignOut)?;
    let (Some(holder), Some(session)) = (actor.holder(), actor.session_id()) else {
        return Err(Error::NotFound);
    };
    desk.store
        .write(|mut unit| async move {
            unit.end_session(holder, session).await?;
            acting::end_with_sessions(desk, &mut unit, actor, holder, EndedBy::SignOut).await?;
            let object = format!("session:{}", session.0);
            let facts = serde_json::Value::Null;
            let event = desk.audit_event(actor, Operation::SignOut, object, AuditOutcome::Done, &facts);
            Ok(unit.record(&event).await?)
        })
        .await
}

/// What somebody signs in with.
#[derive(Clone, Debug)]
enum Identifier {
    Mobile(Msisdn),
    StaffName(String),
}

impl Identifier {
    /// Under which wrong tries are counted.
    fn key(&self) -> String {
        match self {
            Self::Mobile(mobile) => format!("mobile:{}", mobile.as_str()),
            Self::StaffName(name) => format!("staff:{name}"),
        }
    }

    /// As the audit trail writes it: people type passwords into the wrong field.
    fn masked(&self) -> String {
        match self {
            Self::Mobile(mobile) => format!("mobile:{}", mobile.masked()),
            Self::StaffName(name) => format!("staff:{}***", name.chars().take(2).collect::<String>()),
        }
    }

    /// Who it is with their password. An unknown identifier costs the same two look-ups.
    async fn find(&self, unit: &mut Unit) -> Result<(Option<Known>, Option<Credential>)> {
        let (known, nobody) = match self {
            Self::Mobile(mobile) => (
                unit.customer_by_mobile(mobile).await?.map(Known::Customer),
                Holder::Customer(CustomerId(Uuid::nil())),
            ),
            Self::StaffName(name) => {
                (unit.staff_by_name(name).await?.map(Known::Staff), Holder::Staff(StaffId(Uuid::nil())))
            }
        };
        let holder = known.as_ref().map_or(nobody, Known::holder);
        let credential = unit.credential(holder).await?;
        Ok((known, credential))
    }
}

/// Opens a session under `token`, in the transaction that found the proof right.
pub(crate) async fn open(
    desk: &Desk,
    unit: &mut Unit,
    known: Known,
    proof: Proof,
    browser: &Browser,
    token: &str,
) -> Result<Actor> {
    let now = desk.now();
    let session = Session {
        id: desk.id(),
        holder: known.holder(),
        user_agent: browser.user_agent.clone(),
        address: browser.address.clone(),
        proof,
        proved_at: now,
        created_at: now,
        seen_at: now,
    };
    unit.add_session(&session, &token_hash(token)).await?;
    let actor = known.acting(&session);
    let object = format!("session:{}", session.id.0);
    let facts = serde_json::json!({ "proof": proof, "address": browser.address });
    let event = desk.audit_event(&actor, Operation::SignIn, object, AuditOutcome::Done, &facts);
    unit.record(&event).await?;
    Ok(actor)
}

/// Ends a session and opens one with a fresh proof in its place: made of the proof before by `proof`. Its absolute end
/// stays: no proof makes a session longer.
pub(crate) async fn replace(
    desk: &Desk,
    unit: &mut Unit,
    known: Known,
    session: SessionId,
    proof: impl FnOnce(Proof) -> Proof + Send,
    token: &str,
) -> Result<Actor> {
    let holder = known.holder();
    let sessions = unit.sessions_of(holder).await?;
    let before = sessions.into_iter().find(|known| known.id == session).ok_or(Error::SignInNeeded)?;
    unit.end_session(holder, session).await?;
    let now = desk.now();
    let after = Session { id: desk.id(), proof: proof(before.proof), proved_at: now, seen_at: now, ..before };
    unit.add_session(&after, &token_hash(token)).await?;
    Ok(known.acting(&after))
}

/// Writes down that somebody was not signed in.
async fn record_refusal(
    desk: &Desk,
    unit: &mut Unit,
    identifier: &Identifier,
    refusal: Refusal,
    address: &str,
) -> Result<()> {
    record_refusal_of(desk, unit, identifier.masked(), refusal, address).await
}

/// The same, of whom the first proof has told.
pub(crate) async fn record_refusal_of(
    desk: &Desk,
    unit: &mut Unit,
    object: String,
    refusal: Refusal,
    address: &str,
) -> Result<()> {
    let facts = serde_json::json!({ "refusal": format!("{refusal:?}"), "address": address });
    let event = desk.audit_event(&Actor::Visitor, Operation::SignIn, object, AuditOutcome::Refused, &facts);
    Ok(unit.record(&event).await?)
}

const TOKEN_DIGITS: usize = 64;

/// 256 unpredictable bits in hexadecimal digits.
pub(crate) fn fresh_token(desk: &Desk) -> String {
    blake3::Hash::from_bytes(desk.secret()).to_hex().to_string()
}

/// What is kept of a token. A fast hash does: nobody guesses 256 bits.
pub(crate) fn token_hash(token: &str) -> Vec<u8> {
    blake3::hash(token.as_bytes()).as_bytes().to_vec()
}

/// Could have been made by [`fresh_token`].
pub(crate) fn is_token(text: &str) -> bool {
    text.len() == TOKEN_DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::digits(&"0af".repeat(21), false)]
    #[case::full(&"0123456789abcdef".repeat(4), true)]
    #[case::capitals(&"0123456789ABCDEF".repeat(4), false)]
    #[case::empty("", false)]
    fn knows_its_tokens(#[case] text: &str, #[case] known: bool) {
        assert_eq!(is_token(text), known);
    }

    #[rstest]
    #[case(Identifier::Mobile(Msisdn::parse("13800138000").unwrap()), "mobile:138****8000")]
    #[case(Identifier::StaffName("hunter2hunter2".into()), "staff:hu***")]
    #[case(Identifier::StaffName(String::new()), "staff:***")]
    fn the_audit_trail_masks(#[case] identifier: Identifier, #[case] masked: &str) {
        assert_eq!(identifier.masked(), masked);
    }
}
