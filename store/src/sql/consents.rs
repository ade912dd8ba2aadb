//! Consents in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{Result, consents::Consents};
use async_trait::async_trait;
use crm::{
    consents::{Consent, ConsentPurpose},
    ids::CustomerId,
};

#[async_trait]
impl Consents for Session {
    async fn add_consent(&mut self, customer: CustomerId, consent: &Consent) -> Result<()> {
        let insert = query(
            "INSERT INTO consents (customer_id, position, purpose, given, at, channel, wording) \
             SELECT $1, coalesce(max(position), 0) + 1, $2, $3, $4, $5, $6 FROM consents WHERE customer_id = $1",
        );
        let insert = insert
            .bind(customer.0)
            .bind(consent.purpose.as_ref())
            .bind(consent.given)
            .bind(Instant(consent.at))
            .bind(consent.channel.as_ref())
            .bind(consent.wording);
        self.run(insert).await?;
        if consent.purpose == ConsentPurpose::Marketing {
            let update =
                query("UPDATE customers SET marketing_consent = $2, version = version + 1 WHERE id = $1");
            self.change(update.bind(customer.0).bind(consent.given)).await?;
        }
        Ok(())
    }

    async fn consents_of(&mut self, customer: CustomerId) -> Result<Vec<Consent>> {
        let consents = query(
            "SELECT purpose, given, at, channel, wording FROM consents WHERE customer_id = $1 ORDER BY position",
        );
        self.all(consents.bind(customer.0), read_consent).await
    }
}

fn read_consent(row: &Row) -> Result<Consent> {
    let columns = Columns::of("consents", row);
    Ok(Consent {
        purpose: columns.word("purpose")?,
        given: columns.value("given")?,
        at: columns.instant("at")?,
        channel: columns.word("channel")?,
        wording: columns.value("wording")?,
    })
}
