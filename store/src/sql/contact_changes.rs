//! Changes of contacts in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{Result, contact_changes::ContactChanges};
use async_trait::async_trait;
use crm::{
    Timestamp,
    contact_change::{ContactChange, ContactKind},
    ids::{ContactChangeId, CustomerId},
    sign_in::Recent,
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, customer_id, kind, before, after, state, old_number_proved, code_hash, tries, asked_at, \
             effective_at, take_back_until, link_hash, version FROM contact_changes ",
            $rest
        )
    };
}

#[async_trait]
impl ContactChanges for Session {
    async fn add_contact_change(&mut self, change: &ContactChange) -> Result<()> {
        let insert = query(
            "INSERT INTO contact_changes (id, customer_id, kind, before, after, state, old_number_proved, code_hash, \
             tries, asked_at, effective_at, take_back_until, link_hash, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        );
        let insert = insert
            .bind(change.id.0)
            .bind(change.customer_id.0)
            .bind(change.kind.as_ref())
            .bind(&change.before)
            .bind(&change.after)
            .bind(change.state.as_ref())
            .bind(change.old_number_proved)
            .bind(&change.code_hash)
            .bind(change.tries)
            .bind(Instant(change.asked_at))
            .bind(change.effective_at.map(Instant))
            .bind(change.take_back_until.map(Instant))
            .bind(&change.link_hash)
            .bind(change.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_contact_change(&mut self, change: &ContactChange) -> Result<()> {
        let update = query(
            "UPDATE contact_changes SET state = $3, tries = $4, effective_at = $5, take_back_until = $6, \
             link_hash = $7, version = version + 1 WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(change.id.0)
            .bind(change.version)
            .bind(change.state.as_ref())
            .bind(change.tries)
            .bind(change.effective_at.map(Instant))
            .bind(change.take_back_until.map(Instant))
            .bind(&change.link_hash);
        self.change(update).await
    }

    async fn contact_change(&mut self, id: ContactChangeId) -> Result<Option<ContactChange>> {
        self.first(query(select!("WHERE id = $1")).bind(id.0), read_change).await
    }

    async fn contact_change_by_link(&mut self, link_hash: &[u8]) -> Result<Option<ContactChange>> {
        self.first(query(select!("WHERE link_hash = $1")).bind(link_hash), read_change).await
    }

    async fn open_contact_change(
        &mut self,
        customer: CustomerId,
        kind: ContactKind,
    ) -> Result<Option<ContactChange>> {
        let open = query(select!("WHERE customer_id = $1 AND kind = $2 AND state IN ('proving', 'pending')"));
        self.first(open.bind(customer.0).bind(kind.as_ref()), read_change).await
    }

    async fn contact_changes_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<ContactChange>> {
        let changes = query(select!("WHERE customer_id = $1 ORDER BY asked_at DESC, id DESC LIMIT $2"));
        self.all(changes.bind(customer.0).bind(limit), read_change).await
    }

    async fn standing_contact_changes(&mut self, customer: CustomerId) -> Result<Vec<ContactChange>> {
        let standing = query(select!(
            "WHERE customer_id = $1 AND state IN ('proving', 'pending', 'applied') ORDER BY asked_at, id"
        ));
        self.all(standing.bind(customer.0), read_change).await
    }

    async fn recent_contact_codes(
        &mut self,
        customer: CustomerId,
        contact: &str,
        since: Timestamp,
    ) -> Result<Recent> {
        let of_customer = query(
            "SELECT max(asked_at) AS last, count(*) AS number FROM contact_changes \
             WHERE customer_id = $1 AND asked_at >= $2",
        );
        let of_customer = of_customer.bind(customer.0).bind(Instant(since));
        let to_contact = query(
            "SELECT max(asked_at) AS last, count(*) AS number FROM contact_changes \
             WHERE after = $1 AND after <> '' AND asked_at >= $2",
        );
        let to_contact = to_contact.bind(contact).bind(Instant(since));
        let mut recent = Recent::default();
        for counted in [of_customer, to_contact] {
            let (last, number) = self.first(counted, read_count).await?.unwrap_or_default();
            recent.last_sent_at = recent.last_sent_at.max(last);
            recent.in_last_hour = recent.in_last_hour.max(number);
        }
        Ok(recent)
    }
}

fn read_count(row: &Row) -> Result<(Option<Timestamp>, i64)> {
    let columns = Columns::of("contact_changes", row);
    Ok((columns.maybe_instant("last")?, columns.value("number")?))
}

fn read_change(row: &Row) -> Result<ContactChange> {
    let columns = Columns::of("contact_changes", row);
    Ok(ContactChange {
        id: columns.id("id")?,
        customer_id: columns.id("customer_id")?,
        kind: columns.word("kind")?,
        before: columns.value("before")?,
        after: columns.value("after")?,
        state: columns.word("state")?,
        old_number_proved: columns.value("old_number_proved")?,
        code_hash: columns.value("code_hash")?,
        tries: columns.value("tries")?,
        asked_at: columns.instant("asked_at")?,
        effective_at: columns.maybe_instant("effective_at")?,
        take_back_until: columns.maybe_instant("take_back_until")?,
        link_hash: columns.value("link_hash")?,
        version: columns.value("version")?,
    })
}
