//! Finding customers in SQL. Every way is a range of an index and stops at its limit.

use super::{Row, Session, customers, query, row::Columns};
use crate::{Result, customer_search::CustomerSearch};
use async_trait::async_trait;
use crm::{
    customers::{Customer, Msisdn, Origin, name_keys},
    ids::PartyId,
};

/// Most keys of one name: so many rows of the index may lead to the same customer.
const KEYS_OF_A_NAME: i64 = 16;
/// Digits at the end of a mobile number that are indexed.
const INDEXED: usize = 4;

#[async_trait]
impl CustomerSearch for Session {
    async fn customers_by_name_key(&mut self, prefix: &str, limit: i64) -> Result<Vec<Customer>> {
        // Keys are ASCII; nothing of them goes on with this.
        let until = format!("{prefix}~");
        let found = query(customers::select!(
            "JOIN (SELECT party_id, min(key) AS key FROM (SELECT party_id, key FROM name_keys \
             WHERE key >= $1 AND key < $2 ORDER BY key, party_id LIMIT $3) AS keys GROUP BY party_id) AS found \
             ON found.party_id = c.party_id ORDER BY found.key, c.code LIMIT $4"
        ));
        let found = found.bind(prefix).bind(until).bind(limit * KEYS_OF_A_NAME).bind(limit);
        self.all(found, customers::read_customer).await
    }

    async fn customers_by_id_number(&mut self, hash: &[u8], limit: i64) -> Result<Vec<Customer>> {
        let found = query(customers::select!(
            "JOIN id_numbers i ON i.party_id = c.party_id WHERE i.number_hash = $1 ORDER BY c.code LIMIT $2"
        ));
        self.all(found.bind(hash).bind(limit), customers::read_customer).await
    }

    async fn customers_by_first_digits(&mut self, digits: &str, limit: i64) -> Result<Vec<Customer>> {
        let until = format!("{digits}~");
        let found =
            query(customers::select!("WHERE c.mobile >= $1 AND c.mobile < $2 ORDER BY c.mobile LIMIT $3"));
        self.all(found.bind(digits).bind(until).bind(limit), customers::read_customer).await
    }

    async fn customers_by_last_digits(&mut self, digits: &str, limit: i64) -> Result<Vec<Customer>> {
        let Some(indexed) = digits.len().checked_sub(INDEXED).and_then(|from| digits.get(from..)) else {
            return Ok(Vec::new());
        };
        let found = query(customers::select!(
            "WHERE substr(c.mobile, 8) = $1 AND substr(c.mobile, cast($2 AS integer)) = $3 \
             ORDER BY c.mobile LIMIT $4"
        ));
        let begin = i64::try_from(12_usize.saturating_sub(digits.len())).unwrap_or(0);
        let found = found.bind(indexed).bind(begin).bind(digits.to_owned()).bind(limit);
        self.all(found, customers::read_customer).await
    }

    async fn customer_by_line_number(&mut self, msisdn: &Msisdn) -> Result<Option<Customer>> {
        let found = query(customers::select!(
            "JOIN lines l ON l.customer_id = c.id WHERE l.msisdn = $1 AND l.state <> 'terminated'"
        ));
        self.first(found.bind(msisdn.as_str()), customers::read_customer).await
    }

    async fn add_id_number(&mut self, party: PartyId, hash: &[u8], origin: Origin) -> Result<()> {
        let insert = query(
            "INSERT INTO id_numbers (party_id, number_hash, origin) SELECT id, $2, $3 FROM parties WHERE id = $1 \
             ON CONFLICT (party_id) DO NOTHING",
        );
        self.run(insert.bind(party.0).bind(hash).bind(origin.as_ref())).await?;
        Ok(())
    }

    async fn rename(&mut self, party: PartyId, name: &str) -> Result<()> {
        let update = query("UPDATE parties SET name = $2 WHERE id = $1");
        self.change(update.bind(party.0).bind(name)).await?;
        self.key_name(party, name).await
    }

    async fn key_names(&mut self, limit: i64) -> Result<u64> {
        let names = query("SELECT id, name FROM parties WHERE NOT name_keyed ORDER BY id LIMIT $1");
        let names = self.all(names.bind(limit), read_name).await?;
        for (party, name) in &names {
            self.key_name(*party, name).await?;
        }
        Ok(names.len() as u64)
    }
}

impl Session {
    /// Puts the keys of a name in place of those of the name before.
    async fn key_name(&mut self, party: PartyId, name: &str) -> Result<()> {
        self.run(query("DELETE FROM name_keys WHERE party_id = $1").bind(party.0)).await?;
        for key in name_keys(name) {
            let insert = query("INSERT INTO name_keys (key, party_id) VALUES ($1, $2)");
            self.run(insert.bind(key).bind(party.0)).await?;
        }
        self.change(query("UPDATE parties SET name_keyed = $2 WHERE id = $1").bind(party.0).bind(true)).await
    }
}

fn read_name(row: &Row) -> Result<(PartyId, String)> {
    let columns = Columns::of("parties", row);
    Ok((columns.id("id")?, columns.value("name")?))
}
