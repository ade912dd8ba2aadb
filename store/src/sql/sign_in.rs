//! Credentials, one-time codes, sessions, staff and drafts in SQL.

use super::{Columns, Instant, Row, query};
use crate::{
    Error, Result,
    sign_in::{Draft, SignIn},
};
use async_trait::async_trait;
use crm::{
    Timestamp,
    customers::Msisdn,
    ids::{CustomerId, SessionId, StaffId},
    sign_in::{Attempts, Credential, Holder, OneTimeCode, Session, Staff},
};
use sqlx::types::Json;
use uuid::Uuid;

macro_rules! select_sessions {
    ($rest:literal) => {
        concat!(
            "SELECT id, customer_id, staff_id, user_agent, address, proof, proved_at, created_at, seen_at FROM sessions ",
            $rest
        )
    };
}

#[async_trait]
impl SignIn for super::Session {
    async fn credential(&mut self, holder: Holder) -> Result<Option<Credential>> {
        let (customer, staff) = sides(holder);
        let credential = query(
            "SELECT customer_id, staff_id, password_hash, set_at FROM credentials \
             WHERE customer_id = $1 OR staff_id = $2",
        );
        self.first(credential.bind(customer).bind(staff), read_credential).await
    }

    async fn put_credential(&mut self, credential: &Credential) -> Result<()> {
        let (customer, staff) = sides(credential.holder);
        // A holder is one of two unique columns, and an upsert can watch only one.
        let update = query(
            "UPDATE credentials SET password_hash = $3, set_at = $4 WHERE customer_id = $1 OR staff_id = $2",
        );
        let insert = query(
            "INSERT INTO credentials (customer_id, staff_id, password_hash, set_at) VALUES ($1, $2, $3, $4)",
        );
        let [update, insert] = [update, insert].map(|write| {
            let set_at = Instant(credential.set_at);
            write.bind(customer).bind(staff).bind(&credential.password_hash).bind(set_at)
        });
        if self.run(update).await? == 0 {
            self.run(insert).await?;
        }
        Ok(())
    }

    async fn remove_credential(&mut self, holder: Holder) -> Result<bool> {
        let (customer, staff) = sides(holder);
        let delete = query("DELETE FROM credentials WHERE customer_id = $1 OR staff_id = $2");
        Ok(self.run(delete.bind(customer).bind(staff)).await? > 0)
    }

    async fn attempts(&mut self, identifier: &str) -> Result<Option<Attempts>> {
        let attempts = query(
            "SELECT identifier, failures, failed_at, locked_until FROM sign_in_attempts WHERE identifier = $1",
        );
        self.first(attempts.bind(identifier), read_attempts).await
    }

    async fn save_attempts(&mut self, attempts: &Attempts) -> Result<()> {
        let upsert = query(
            "INSERT INTO sign_in_attempts (identifier, failures, failed_at, locked_until) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (identifier) DO UPDATE SET failures = excluded.failures, failed_at = excluded.failed_at, \
             locked_until = excluded.locked_until",
        );
        let upsert = upsert
            .bind(&attempts.identifier)
            .bind(attempts.failures)
            .bind(Instant(attempts.failed_at))
            .bind(attempts.locked_until.map(Instant));
        self.run(upsert).await?;
        Ok(())
    }

    async fn clear_attempts(&mut self, identifier: &str) -> Result<()> {
        self.run(query("DELETE FROM sign_in_attempts WHERE identifier = $1").bind(identifier)).await?;
        Ok(())
    }

    async fn forget_attempts(&mut self, before: Timestamp) -> Result<u64> {
        self.run(query("DELETE FROM sign_in_attempts WHERE failed_at < $1").bind(Instant(before))).await
    }

    async fn add_code(&mut self, code: &OneTimeCode, address: &str) -> Result<()> {
        let spend = query("UPDATE one_time_codes SET spent = true WHERE mobile = $1 AND NOT spent");
        self.run(spend.bind(code.mobile.as_str())).await?;
        let insert = query(
            "INSERT INTO one_time_codes (id, mobile, browser_hash, address, code_hash, sent_at, tries, spent) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        );
        let insert = insert
            .bind(code.id.0)
            .bind(code.mobile.as_str())
            .bind(code.browser_hash.as_slice())
            .bind(address)
            .bind(code.code_hash.as_slice())
            .bind(Instant(code.sent_at))
            .bind(code.tries)
            .bind(code.spent);
        self.run(insert).await?;
        Ok(())
    }

    async fn latest_code(&mut self, mobile: &Msisdn) -> Result<Option<OneTimeCode>> {
        let code = query(
            "SELECT id, mobile, browser_hash, code_hash, sent_at, tries, spent FROM one_time_codes \
             WHERE mobile = $1 ORDER BY sent_at DESC, id DESC LIMIT 1",
        );
        self.first(code.bind(mobile.as_str()), read_code).await
    }

    async fn save_code(&mut self, code: &OneTimeCode) -> Result<()> {
        let update = query("UPDATE one_time_codes SET tries = $2, spent = $3 WHERE id = $1");
        self.change(update.bind(code.id.0).bind(code.tries).bind(code.spent)).await
    }

    async fn count_codes(&mut self, mobile: &Msisdn, address: &str, since: Timestamp) -> Result<(i64, i64)> {
        let for_mobile =
            query("SELECT count(*) AS number FROM one_time_codes WHERE mobile = $1 AND sent_at >= $2");
        let from_address =
            query("SELECT count(*) AS number FROM one_time_codes WHERE address = $1 AND sent_at >= $2");
        let for_mobile = self.number(for_mobile.bind(mobile.as_str()).bind(Instant(since))).await?;
        let from_address = self.number(from_address.bind(address).bind(Instant(since))).await?;
        Ok((for_mobile, from_address))
    }

    async fn forget_codes(&mut self, before: Timestamp) -> Result<u64> {
        let messages = query("DELETE FROM messages WHERE topic = 'signInCode' AND created_at < $1");
        self.run(messages.bind(Instant(before))).await?;
        self.run(query("DELETE FROM one_time_codes WHERE sent_at < $1").bind(Instant(before))).await
    }

    async fn add_session(&mut self, session: &Session, token_hash: &[u8]) -> Result<()> {
        let (customer, staff) = sides(session.holder);
        let insert = query(
            "INSERT INTO sessions (id, token_hash, customer_id, staff_id, user_agent, address, proof, proved_at, \
             created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        );
        let insert = insert
            .bind(session.id.0)
            .bind(token_hash)
            .bind(customer)
            .bind(staff)
            .bind(&session.user_agent)
            .bind(&session.address)
            .bind(session.proof.as_ref())
            .bind(Instant(session.proved_at))
            .bind(Instant(session.created_at))
            .bind(Instant(session.seen_at));
        self.run(insert).await?;
        Ok(())
    }

    async fn session(&mut self, token_hash: &[u8]) -> Result<Option<Session>> {
        self.first(query(select_sessions!("WHERE token_hash = $1")).bind(token_hash), read_session).await
    }

    async fn renew_token(&mut self, id: SessionId, token_hash: &[u8]) -> Result<bool> {
        let update = query("UPDATE sessions SET token_hash = $2 WHERE id = $1");
        Ok(self.run(update.bind(id.0).bind(token_hash.to_vec())).await? > 0)
    }

    async fn touch_session(&mut self, id: SessionId, seen_at: Timestamp) -> Result<()> {
        // A session that was ended meanwhile stays ended.
        self.run(query("UPDATE sessions SET seen_at = $2 WHERE id = $1").bind(id.0).bind(Instant(seen_at)))
            .await?;
        Ok(())
    }

    async fn sessions_of(&mut self, holder: Holder) -> Result<Vec<Session>> {
        let (customer, staff) = sides(holder);
        let sessions =
            query(select_sessions!("WHERE customer_id = $1 OR staff_id = $2 ORDER BY seen_at DESC, id DESC"));
        self.all(sessions.bind(customer).bind(staff), read_session).await
    }

    async fn end_session(&mut self, holder: Holder, id: SessionId) -> Result<bool> {
        let (customer, staff) = sides(holder);
        let delete = query("DELETE FROM sessions WHERE id = $3 AND (customer_id = $1 OR staff_id = $2)");
        Ok(self.run(delete.bind(customer).bind(staff).bind(id.0)).await? > 0)
    }

    async fn end_other_sessions(&mut self, holder: Holder, keep: Option<SessionId>) -> Result<u64> {
        let (customer, staff) = sides(holder);
        let delete = query(
            "DELETE FROM sessions WHERE (customer_id = $1 OR staff_id = $2) AND ($3 IS NULL OR id <> $3)",
        );
        self.run(delete.bind(customer).bind(staff).bind(keep.map(|keep| keep.0))).await
    }

    async fn forget_sessions(&mut self, before: Timestamp) -> Result<u64> {
        self.run(query("DELETE FROM sessions WHERE seen_at < $1").bind(Instant(before))).await
    }

    async fn staff_by_name(&mut self, name: &str) -> Result<Option<Staff>> {
        self.first(query("SELECT id, name, role FROM staff WHERE name = $1").bind(name), read_staff).await
    }

    async fn staff(&mut self, id: StaffId) -> Result<Option<Staff>> {
        self.first(query("SELECT id, name, role FROM staff WHERE id = $1").bind(id.0), read_staff).await
    }

    async fn staff_members(&mut self) -> Result<Vec<Staff>> {
        self.all(query("SELECT id, name, role FROM staff ORDER BY name"), read_staff).await
    }

    async fn add_staff(&mut self, staff: &Staff) -> Result<()> {
        let insert = query("INSERT INTO staff (id, name, role) VALUES ($1, $2, $3)");
        self.run(insert.bind(staff.id.0).bind(&staff.name).bind(staff.role.as_ref())).await?;
        Ok(())
    }

    async fn put_draft(&mut self, token_hash: &[u8], draft: &Draft) -> Result<()> {
        let upsert = query(
            "INSERT INTO drafts (token_hash, customer_id, staff_id, path, fields, kept_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (token_hash) DO UPDATE SET \
             customer_id = excluded.customer_id, staff_id = excluded.staff_id, path = excluded.path, \
             fields = excluded.fields, kept_at = excluded.kept_at",
        );
        let (customer, staff) = sides(draft.holder);
        let upsert = upsert
            .bind(token_hash)
            .bind(customer)
            .bind(staff)
            .bind(&draft.path)
            .bind(Json(&draft.fields))
            .bind(Instant(draft.kept_at));
        self.run(upsert).await?;
        Ok(())
    }

    async fn take_draft(&mut self, token_hash: &[u8]) -> Result<Option<Draft>> {
        let delete = query(
            "DELETE FROM drafts WHERE token_hash = $1 RETURNING customer_id, staff_id, path, fields, kept_at",
        );
        self.first(delete.bind(token_hash), read_draft).await
    }

    async fn forget_drafts(&mut self, before: Timestamp) -> Result<u64> {
        self.run(query("DELETE FROM drafts WHERE kept_at < $1").bind(Instant(before))).await
    }
}

/// A holder as the two columns that hold one; the other is NULL, which equals nothing.
pub(super) fn sides(holder: Holder) -> (Option<Uuid>, Option<Uuid>) {
    match holder {
        Holder::Customer(id) => (Some(id.0), None),
        Holder::Staff(id) => (None, Some(id.0)),
    }
}

pub(super) fn read_holder(table: &'static str, row: &Row) -> Result<Holder> {
    let columns = Columns::of(table, row);
    match (columns.maybe_id::<CustomerId>("customer_id")?, columns.maybe_id::<StaffId>("staff_id")?) {
        (Some(customer), None) => Ok(Holder::Customer(customer)),
        (None, Some(staff)) => Ok(Holder::Staff(staff)),
        _ => Err(Error::Corrupt(format!("in {table} a row that belongs to nobody or to two"))),
    }
}

fn read_credential(row: &Row) -> Result<Credential> {
    let columns = Columns::of("credentials", row);
    Ok(Credential {
        holder: read_holder("credentials", row)?,
        password_hash: columns.value("password_hash")?,
        set_at: columns.instant("set_at")?,
    })
}

fn read_attempts(row: &Row) -> Result<Attempts> {
    let columns = Columns::of("sign_in_attempts", row);
    Ok(Attempts {
        identifier: columns.value("identifier")?,
        failures: columns.value("failures")?,
        failed_at: columns.instant("failed_at")?,
        locked_until: columns.maybe_instant("locked_until")?,
    })
}

fn read_code(row: &Row) -> Result<OneTimeCode> {
    let columns = Columns::of("one_time_codes", row);
    Ok(OneTimeCode {
        id: columns.id("id")?,
        mobile: columns.parsed("mobile", columns.value("mobile")?, Msisdn::parse)?,
        browser_hash: columns.value("browser_hash")?,
        code_hash: columns.value("code_hash")?,
        sent_at: columns.instant("sent_at")?,
        tries: columns.value("tries")?,
        spent: columns.value("spent")?,
    })
}

fn read_session(row: &Row) -> Result<Session> {
    let columns = Columns::of("sessions", row);
    Ok(Session {
        id: columns.id("id")?,
        holder: read_holder("sessions", row)?,
        user_agent: columns.value("user_agent")?,
        address: columns.value("address")?,
        proof: columns.word("proof")?,
        proved_at: columns.instant("proved_at")?,
        created_at: columns.instant("created_at")?,
        seen_at: columns.instant("seen_at")?,
    })
}

fn read_staff(row: &Row) -> Result<Staff> {
    let columns = Columns::of("staff", row);
    Ok(Staff { id: columns.id("id")?, name: columns.value("name")?, role: columns.word("role")? })
}

fn read_draft(row: &Row) -> Result<Draft> {
    let columns = Columns::of("drafts", row);
    let Json(fields) = columns.value("fields")?;
    Ok(Draft {
        holder: read_holder("drafts", row)?,
        path: columns.value("path")?,
        fields,
        kept_at: columns.instant("kept_at")?,
    })
}
