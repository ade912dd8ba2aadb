//! A holder's own sessions, and what somebody typed when theirs had expired. R-CUS-10

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    acting,
    desk::Done,
    second_factor::{self, FactorView},
    sign_in::{fresh_token, is_token, token_hash},
};
use crm::{
    acting::EndedBy,
    ids::SessionId,
    sign_in::{Holder, Passkey, Session},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::sign_in::Draft;
use uuid::Uuid;

/// What the security page shows.
#[derive(Clone, Debug)]
pub struct SecurityView {
    /// Live sessions, last used first.
    pub sessions: Vec<OwnSession>,
    /// There is a password; a customer who comes by code may have none.
    pub has_password: bool,
    /// The second factor.
    pub factor: FactorView,
    /// Passkeys, oldest first.
    pub passkeys: Vec<Passkey>,
}

/// One of the sessions of whoever looks.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// The session.
    pub session: Session,
    /// It is the one that looks.
    pub current: bool,
}

/// Ends one session.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndSession {
    /// Which, as the list names it.
    pub session: SessionId,
}

/// How many sessions ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsEnded {
    /// How many.
    pub ended: u64,
}

/// What somebody typed, handed back to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    /// The page of the form.
    pub path: String,
    /// The fields, without secrets.
    pub fields: BTreeMap<String, String>,
}

/// The live sessions of whoever acts.
pub async fn view(desk: &Desk, actor: &Actor) -> Result<SecurityView> {
    let holder = own_holder(actor)?;
    let (now, policy) = (desk.now(), desk.settings().sessions);
    let (sessions, credential, factor, passkeys) = desk
        .store
        .read(|mut unit| async move {
            Ok::<_, Error>((
                unit.sessions_of(holder).await?,
                unit.credential(holder).await?,
                second_factor::of(&mut unit, holder).await?,
                unit.passkeys_of(holder).await?,
            ))
        })
        .await?;
    let own = |session: Session| OwnSession { current: actor.session_id() == Some(session.id), session };
    let sessions = sessions.into_iter().filter(|session| session.is_live(now, policy)).map(own).collect();
    Ok(SecurityView { sessions, has_password: credential.is_some(), factor, passkeys })
}

/// Ends one session of whoever acts; it may be the one that acts.
pub async fn end(desk: &Desk, actor: &Actor, key: Uuid, command: &EndSession) -> Result<SessionsEnded> {
    let holder = own_holder(actor)?;
    desk.perform(actor, Operation::ManageSecurity, key, &("end", command), |mut unit| async move {
        if !unit.end_session(holder, command.session).await? {
            return Err(Error::NotFound);
        }
        acting::end_with_sessions(desk, &mut unit, actor, holder, EndedBy::SessionEnd).await?;
        Ok(Done {
            object: format!("session:{}", command.session.0),
            facts: serde_json::Value::Null,
            reply: SessionsEnded { ended: 1 },
        })
    })
    .await
}

/// Ends all sessions of whoever acts but the one that acts.
pub async fn end_others(desk: &Desk, actor: &Actor, key: Uuid) -> Result<SessionsEnded> {
    let holder = own_holder(actor)?;
    desk.perform(actor, Operation::ManageSecurity, key, &"endOthers", |mut unit| async move {
        let ended = unit.end_other_sessions(holder, actor.session_id()).await?;
        acting::end_with_sessions(desk, &mut unit, actor, holder, EndedBy::SessionEnd).await?;
        Ok(Done {
            object: actor.label(),
            facts: serde_json::json!({ "sessionsEnded": ended }),
            reply: SessionsEnded { ended },
        })
    })
    .await
}

/// Another token for the session that acts, when what it may do changed: whoever got hold of the old one gets no further.
pub async fn renew_token(desk: &Desk, actor: &Actor) -> Result<String> {
    let session = actor.session_id().ok_or(Error::NotFound)?;
    let token = fresh_token(desk);
    let hash = &token_hash(&token);
    let renewed =
        desk.store.write(|mut unit| async move { Ok::<_, Error>(unit.renew_token(session, hash).await?) });
    if renewed.await? { Ok(token) } else { Err(Error::SignInNeeded) }
}

/// Keeps what somebody typed when their session had expired, until they have signed in again. `token` is that of the
/// expired session; the answer is a secret for a cookie of its own, or nothing when the session was ended.
pub async fn keep_draft(
    desk: &Desk,
    token: &str,
    path: &str,
    fields: &BTreeMap<String, String>,
) -> Result<Option<String>> {
    if !is_token(token) {
        return Ok(None);
    }
    let hash = &token_hash(token);
    let secret = &fresh_token(desk);
    desk.store
        .write(|mut unit| async move {
            let Some(Session { holder, .. }) = unit.session(hash).await? else { return Ok(None) };
            let fields = fields.iter().filter(|(name, _)| !is_secret(name));
            let fields = fields.map(|(name, value)| (name.clone(), value.clone())).collect();
            let draft = Draft { holder, path: path.to_owned(), fields, kept_at: desk.now() };
            unit.put_draft(&token_hash(secret), &draft).await?;
            Ok(Some(secret.clone()))
        })
        .await
}

/// Hands out what was typed, once, to whoever typed it. Somebody else on the same browser gets nothing, and
/// the draft is gone.
pub async fn take_draft(desk: &Desk, actor: &Actor, secret: &str) -> Result<Option<KeptDraft>> {
    let Some(holder) = actor.holder().filter(|_| is_token(secret)) else { return Ok(None) };
    let hash = &token_hash(secret);
    let draft =
        desk.store.write(|mut unit| async move { Ok::<_, Error>(unit.take_draft(hash).await?) }).await?;
    let own = draft.filter(|draft| draft.holder == holder);
    Ok(own.map(|draft| KeptDraft { path: draft.path, fields: draft.fields }))
}

fn own_holder(actor: &Actor) -> Result<Holder> {
    actor.may(Operation::ManageSecurity)?;
    actor.holder().ok_or(Error::NotFound)
}

/// Passwords, codes and what a caller knows are typed anew.
fn is_secret(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    field.contains("password")
        || matches!(
            field.as_str(),
            "old" | "new" | "code" | "id_last_six" | "last_bill" | "recovery" | "answer"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("password", true)]
    #[case("newPassword", true)]
    #[case("old", true)]
    #[case("code", true)]
    #[case("id_last_six", true)]
    #[case("subject", false)]
    #[case("key", false)]
    fn drafts_leave_secrets_out(#[case] field: &str, #[case] secret: bool) {
        assert_eq!(is_secret(field), secret);
    }
}
