//! Rules of fields and corrections in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{Result, corrections::Corrections};
use async_trait::async_trait;
use crm::{
    corrections::Correction,
    field_rules::FieldRule,
    ids::{CorrectionId, CustomerId},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.customer_id, r.field, r.before, r.after, r.reason, r.proposed_by, r.proposed_at, r.state, \
             r.decided_by, r.decided_at, r.version, c.code FROM corrections r JOIN customers c ON c.id = r.customer_id ",
            $rest
        )
    };
}

#[async_trait]
impl Corrections for Session {
    async fn field_rules(&mut self) -> Result<Vec<FieldRule>> {
        let rules =
            query("SELECT field, mandatory, format, changed_by, approval FROM field_rules ORDER BY position");
        self.all(rules, read_rule).await
    }

    async fn add_correction(&mut self, correction: &Correction) -> Result<()> {
        let insert = query(
            "INSERT INTO corrections (id, customer_id, field, before, after, reason, proposed_by, proposed_at, state, \
             decided_by, decided_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        );
        let insert = insert
            .bind(correction.id.0)
            .bind(correction.customer_id.0)
            .bind(correction.field.as_ref())
            .bind(&correction.before)
            .bind(&correction.after)
            .bind(&correction.reason)
            .bind(correction.proposed_by.0)
            .bind(Instant(correction.proposed_at))
            .bind(correction.state.as_ref())
            .bind(correction.decided_by.map(|staff| staff.0))
            .bind(correction.decided_at.map(Instant))
            .bind(correction.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_correction(&mut self, correction: &Correction) -> Result<()> {
        let update = query(
            "UPDATE corrections SET state = $3, decided_by = $4, decided_at = $5, version = version + 1 \
             WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(correction.id.0)
            .bind(correction.version)
            .bind(correction.state.as_ref())
            .bind(correction.decided_by.map(|staff| staff.0))
            .bind(correction.decided_at.map(Instant));
        self.change(update).await
    }

    async fn correction(&mut self, id: CorrectionId) -> Result<Option<Correction>> {
        self.first(query(select!("WHERE r.id = $1")).bind(id.0), read_correction).await
    }

    async fn waiting_corrections(&mut self, limit: i64) -> Result<Vec<(Correction, String)>> {
        let waiting =
            query(select!("WHERE r.state = 'waiting' ORDER BY r.proposed_at, r.id LIMIT $1")).bind(limit);
        self.all(waiting, |row| Ok((read_correction(row)?, Columns::of("customers", row).value("code")?)))
            .await
    }

    async fn waiting_corrections_of(&mut self, customer: CustomerId) -> Result<Vec<Correction>> {
        let waiting = query(select!("WHERE r.customer_id = $1 AND r.state = 'waiting' ORDER BY r.field"));
        self.all(waiting.bind(customer.0), read_correction).await
    }
}

fn read_rule(row: &Row) -> Result<FieldRule> {
    let columns = Columns::of("field_rules", row);
    Ok(FieldRule {
        field: columns.word("field")?,
        mandatory: columns.value("mandatory")?,
        format: columns.word("format")?,
        changed_by: columns.word("changed_by")?,
        approval: columns.word("approval")?,
    })
}

fn read_correction(row: &Row) -> Result<Correction> {
    let columns = Columns::of("corrections", row);
    Ok(Correction {
        id: columns.id("id")?,
        customer_id: columns.id("customer_id")?,
        field: columns.word("field")?,
        before: columns.value("before")?,
        after: columns.value("after")?,
        reason: columns.value("reason")?,
        proposed_by: columns.id("proposed_by")?,
        proposed_at: columns.instant("proposed_at")?,
        state: columns.word("state")?,
        decided_by: columns.maybe_id("decided_by")?,
        decided_at: columns.maybe_instant("decided_at")?,
        version: columns.value("version")?,
    })
}
