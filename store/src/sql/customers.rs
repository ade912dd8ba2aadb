//! The customer file in SQL: a customer is a party in a role, read by one join.

use super::{CUSTOMERS_BY_NAME, Columns, Instant, Row, Session, query};
use crate::{Result, customers::Customers};
use async_trait::async_trait;
use crm::{
    catalogue::OfferingCode,
    customers::{Customer, FieldChange, Msisdn},
    ids::CustomerId,
    lines::LineKind,
};

/// Customers, with whatever comes after the join of their party.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.party_id, c.code, p.name, p.kind, p.senior, c.tier, c.blacklisted, c.segment, c.language, \
             c.mobile, c.email, p.id_last_six, c.notify_by_sms, c.notify_by_email, c.marketing_consent, c.status, \
             c.since, c.origin, c.version FROM customers c JOIN parties p ON p.id = c.party_id ",
            $rest
        )
    };
}

pub(super) use select;

#[async_trait]
impl Customers for Session {
    async fn customer(&mut self, id: CustomerId) -> Result<Option<Customer>> {
        self.first(query(select!("WHERE c.id = $1")).bind(id.0), read_customer).await
    }

    async fn customer_by_code(&mut self, code: &str) -> Result<Option<Customer>> {
        self.first(query(select!("WHERE c.code = $1")).bind(code), read_customer).await
    }

    async fn customer_by_mobile(&mut self, mobile: &Msisdn) -> Result<Option<Customer>> {
        self.first(query(select!("WHERE c.mobile = $1")).bind(mobile.as_str()), read_customer).await
    }

    async fn customers_by_name(&mut self, prefix: &str, limit: i64) -> Result<Vec<Customer>> {
        let from = prefix.to_ascii_lowercase();
        // No name goes on with the last of all characters.
        let until = format!("{from}\u{10ffff}");
        self.all(query(CUSTOMERS_BY_NAME).bind(from).bind(until).bind(limit), read_customer).await
    }

    async fn customers_after(&mut self, after: &str, limit: i64) -> Result<Vec<Customer>> {
        let customers = query(select!("WHERE c.code > $1 ORDER BY c.code LIMIT $2"));
        self.all(customers.bind(after).bind(limit), read_customer).await
    }

    async fn count_customers(&mut self) -> Result<i64> {
        self.number(query("SELECT count(*) AS number FROM customers")).await
    }

    async fn save_customer(&mut self, customer: &Customer, changes: &[FieldChange]) -> Result<()> {
        let update = query(
            "UPDATE customers SET email = $3, language = $4, notify_by_sms = $5, notify_by_email = $6, \
             marketing_consent = $7, mobile = $8, version = version + 1 WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(customer.id.0)
            .bind(customer.version)
            .bind(&customer.email)
            .bind(customer.language.as_ref())
            .bind(customer.notify_by_sms)
            .bind(customer.notify_by_email)
            .bind(customer.marketing_consent)
            .bind(customer.mobile.as_str());
        self.change(update).await?;
        for change in changes {
            let insert = query(
                "INSERT INTO customer_changes (customer_id, position, field, before, after, at, by, reason) \
                 SELECT $1, coalesce(max(position), 0) + 1, $2, $3, $4, $5, $6, $7 FROM customer_changes \
                 WHERE customer_id = $1",
            );
            let insert = insert
                .bind(customer.id.0)
                .bind(change.field.as_ref())
                .bind(&change.before)
                .bind(&change.after)
                .bind(Instant(change.at))
                .bind(&change.by)
                .bind(&change.reason);
            self.run(insert).await?;
        }
        Ok(())
    }

    async fn customer_changes(&mut self, customer: CustomerId) -> Result<Vec<FieldChange>> {
        let changes = query(
            "SELECT field, before, after, at, by, reason FROM customer_changes WHERE customer_id = $1 \
             ORDER BY position DESC",
        );
        self.all(changes.bind(customer.0), read_change).await
    }

    async fn segment_size(&mut self, segment: &str) -> Result<i64> {
        let size = query("SELECT count(*) AS number FROM customers WHERE segment = $1 AND status = 'active'");
        self.number(size.bind(segment)).await
    }

    async fn segment_plans(&mut self, segment: &str, kind: LineKind) -> Result<Vec<(OfferingCode, i64)>> {
        let plans = query(
            "SELECT p.offering_code, count(*) AS chosen FROM customers c JOIN lines l ON l.customer_id = c.id \
             JOIN products p ON p.line_id = l.id WHERE c.segment = $1 AND c.status = 'active' AND l.kind = $2 \
             AND l.state = 'active' AND p.kind = 'plan' AND p.status IN ('active', 'suspended', 'pendingTerminate') \
             GROUP BY p.offering_code ORDER BY chosen DESC, p.offering_code",
        );
        self.all(plans.bind(segment).bind(kind.as_ref()), read_chosen).await
    }
}

pub(super) fn read_customer(row: &Row) -> Result<Customer> {
    let columns = Columns::of("customers", row);
    Ok(Customer {
        id: columns.id("id")?,
        party_id: columns.id("party_id")?,
        code: columns.value("code")?,
        name: columns.value("name")?,
        kind: columns.word("kind")?,
        senior: columns.value("senior")?,
        tier: columns.word("tier")?,
        blacklisted: columns.value("blacklisted")?,
        segment: columns.value("segment")?,
        language: columns.word("language")?,
        mobile: columns.parsed("mobile", columns.value("mobile")?, Msisdn::parse)?,
        email: columns.value("email")?,
        id_last_six: columns.value("id_last_six")?,
        notify_by_sms: columns.value("notify_by_sms")?,
        notify_by_email: columns.value("notify_by_email")?,
        marketing_consent: columns.value("marketing_consent")?,
        status: columns.word("status")?,
        since: columns.day("since")?,
        origin: columns.word("origin")?,
        version: columns.value("version")?,
    })
}

fn read_change(row: &Row) -> Result<FieldChange> {
    let columns = Columns::of("customer_changes", row);
    Ok(FieldChange {
        field: columns.word("field")?,
        before: columns.value("before")?,
        after: columns.value("after")?,
        at: columns.instant("at")?,
        by: columns.value("by")?,
        reason: columns.value("reason")?,
    })
}

fn read_chosen(row: &Row) -> Result<(OfferingCode, i64)> {
    let columns = Columns::of("products", row);
    Ok((columns.offering("offering_code")?, columns.value("chosen")?))
}
