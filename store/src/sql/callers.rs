//! Checks of callers and notes in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{Result, callers::Callers};
use async_trait::async_trait;
use crm::{
    Timestamp,
    caller_checks::{CallerCheck, Recent},
    contacts::ContactNote,
    ids::{CustomerId, SessionId},
};

#[async_trait]
impl Callers for Session {
    async fn add_caller_check(&mut self, check: &CallerCheck) -> Result<()> {
        let insert = query(
            "INSERT INTO caller_checks (id, staff_id, session_id, customer_id, method, code_hash, tries, outcome, at, \
             is_consent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        );
        let insert = insert
            .bind(check.id.0)
            .bind(check.staff_id.0)
            .bind(check.session_id.0)
            .bind(check.customer_id.0)
            .bind(check.method.as_ref())
            .bind(&check.code_hash)
            .bind(check.tries)
            .bind(check.outcome.as_ref())
            .bind(Instant(check.at))
            .bind(check.is_consent);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_caller_check(&mut self, before: &CallerCheck, after: &CallerCheck) -> Result<()> {
        let update = query(
            "UPDATE caller_checks SET tries = $3, outcome = $4 WHERE id = $1 AND tries = $2 AND outcome = 'pending'",
        );
        let update =
            update.bind(before.id.0).bind(before.tries).bind(after.tries).bind(after.outcome.as_ref());
        self.change(update).await
    }

    async fn caller_checks(
        &mut self,
        session: SessionId,
        customer: CustomerId,
        limit: i64,
    ) -> Result<Vec<CallerCheck>> {
        let checks = query(
            "SELECT id, staff_id, session_id, customer_id, method, code_hash, tries, outcome, at, is_consent \
             FROM caller_checks \
             WHERE session_id = $1 AND customer_id = $2 ORDER BY at DESC, id DESC LIMIT $3",
        );
        self.all(checks.bind(session.0).bind(customer.0).bind(limit), read_check).await
    }

    async fn recent_caller_checks(&mut self, customer: CustomerId, since: Timestamp) -> Result<Recent> {
        let count = query(
            "SELECT count(CASE WHEN outcome = 'failed' THEN 1 END) AS failed, \
             count(CASE WHEN method = 'code' THEN 1 END) AS codes \
             FROM caller_checks WHERE customer_id = $1 AND at > $2",
        );
        let counted = self.first(count.bind(customer.0).bind(Instant(since)), read_recent).await?;
        Ok(counted.unwrap_or_default())
    }

    async fn add_contact_note(&mut self, note: &ContactNote) -> Result<()> {
        let insert = query(
            "INSERT INTO contact_notes (id, customer_id, staff_id, text, at) VALUES ($1, $2, $3, $4, $5)",
        );
        let insert = insert
            .bind(note.id.0)
            .bind(note.customer_id.0)
            .bind(note.staff_id.0)
            .bind(&note.text)
            .bind(Instant(note.at));
        self.run(insert).await?;
        Ok(())
    }

    async fn contact_notes_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<ContactNote>> {
        let notes = query(
            "SELECT id, customer_id, staff_id, text, at FROM contact_notes WHERE customer_id = $1 \
             ORDER BY at DESC, id DESC LIMIT $2",
        );
        self.all(notes.bind(customer.0).bind(limit), read_note).await
    }
}

fn read_check(row: &Row) -> Result<CallerCheck> {
    let columns = Columns::of("caller_checks", row);
    Ok(CallerCheck {
        id: columns.id("id")?,
        staff_id: columns.id("staff_id")?,
        session_id: columns.id("session_id")?,
        customer_id: columns.id("customer_id")?,
        method: columns.word("method")?,
        code_hash: columns.value("code_hash")?,
        is_consent: columns.value("is_consent")?,
        tries: columns.value("tries")?,
        outcome: columns.word("outcome")?,
        at: columns.instant("at")?,
    })
}

fn read_recent(row: &Row) -> Result<Recent> {
    let columns = Columns::of("caller_checks", row);
    Ok(Recent { failed: columns.value("failed")?, codes: columns.value("codes")? })
}

fn read_note(row: &Row) -> Result<ContactNote> {
    let columns = Columns::of("contact_notes", row);
    Ok(ContactNote {
        id: columns.id("id")?,
        customer_id: columns.id("customer_id")?,
        staff_id: columns.id("staff_id")?,
        text: columns.value("text")?,
        at: columns.instant("at")?,
    })
}
