//! Passkeys and challenges in SQL.

use super::{
    Columns, Instant, Row, query,
    sign_in::{read_holder, sides},
};
use crate::{Error, Result, passkeys::Passkeys};
use async_trait::async_trait;
use crm::{
    Timestamp,
    ids::{CustomerId, PasskeyId, StaffId},
    sign_in::{Challenge, Holder, Passkey},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, customer_id, staff_id, credential, public_key, state, name, added_at, used_at FROM passkeys ",
            $rest
        )
    };
}

#[async_trait]
impl Passkeys for super::Session {
    async fn passkeys_of(&mut self, holder: Holder) -> Result<Vec<Passkey>> {
        let (customer, staff) = sides(holder);
        let passkeys = query(select!("WHERE customer_id = $1 OR staff_id = $2 ORDER BY added_at, id"));
        self.all(passkeys.bind(customer).bind(staff), read_passkey).await
    }

    async fn passkey(&mut self, credential: &[u8]) -> Result<Option<Passkey>> {
        self.first(query(select!("WHERE credential = $1")).bind(credential), read_passkey).await
    }

    async fn add_passkey(&mut self, passkey: &Passkey) -> Result<()> {
        let (customer, staff) = sides(passkey.holder);
        let insert = query(
            "INSERT INTO passkeys (id, customer_id, staff_id, credential, public_key, state, name, added_at, used_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        );
        let insert = insert
            .bind(passkey.id.0)
            .bind(customer)
            .bind(staff)
            .bind(passkey.credential.as_slice())
            .bind(passkey.public_key.as_slice())
            .bind(passkey.state.as_slice())
            .bind(&passkey.name)
            .bind(Instant(passkey.added_at))
            .bind(passkey.used_at.map(Instant));
        self.run(insert).await?;
        Ok(())
    }

    async fn save_passkey(&mut self, passkey: &Passkey) -> Result<()> {
        let update = query("UPDATE passkeys SET state = $2, used_at = $3 WHERE id = $1");
        let update =
            update.bind(passkey.id.0).bind(passkey.state.as_slice()).bind(passkey.used_at.map(Instant));
        self.change(update).await
    }

    async fn remove_passkey(&mut self, holder: Holder, id: PasskeyId) -> Result<Option<Passkey>> {
        let (customer, staff) = sides(holder);
        let delete = query(
            "DELETE FROM passkeys WHERE (customer_id = $1 OR staff_id = $2) AND id = $3 \
             RETURNING id, customer_id, staff_id, credential, public_key, state, name, added_at, used_at",
        );
        self.first(delete.bind(customer).bind(staff).bind(id.0), read_passkey).await
    }

    async fn put_challenge(&mut self, token_hash: &[u8], challenge: &Challenge) -> Result<()> {
        let (customer, staff) = challenge.holder.map_or((None, None), sides);
        let upsert = query(
            "INSERT INTO passkey_challenges (token_hash, customer_id, staff_id, state, asked_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (token_hash) DO UPDATE SET customer_id = excluded.customer_id, \
             staff_id = excluded.staff_id, state = excluded.state, asked_at = excluded.asked_at",
        );
        let upsert = upsert
            .bind(token_hash)
            .bind(customer)
            .bind(staff)
            .bind(challenge.state.as_slice())
            .bind(Instant(challenge.asked_at));
        self.run(upsert).await?;
        Ok(())
    }

    async fn take_challenge(&mut self, token_hash: &[u8]) -> Result<Option<Challenge>> {
        let delete = query(
            "DELETE FROM passkey_challenges WHERE token_hash = $1 RETURNING customer_id, staff_id, state, asked_at",
        );
        self.first(delete.bind(token_hash), read_challenge).await
    }

    async fn forget_challenges(&mut self, before: Timestamp) -> Result<u64> {
        self.run(query("DELETE FROM passkey_challenges WHERE asked_at < $1").bind(Instant(before))).await
    }
}

fn read_passkey(row: &Row) -> Result<Passkey> {
    let columns = Columns::of("passkeys", row);
    Ok(Passkey {
        id: columns.id("id")?,
        holder: read_holder("passkeys", row)?,
        credential: columns.value("credential")?,
        public_key: columns.value("public_key")?,
        state: columns.value("state")?,
        name: columns.value("name")?,
        added_at: columns.instant("added_at")?,
        used_at: columns.maybe_instant("used_at")?,
    })
}

fn read_challenge(row: &Row) -> Result<Challenge> {
    let columns = Columns::of("passkey_challenges", row);
    let holder =
        match (columns.maybe_id::<CustomerId>("customer_id")?, columns.maybe_id::<StaffId>("staff_id")?) {
            (Some(customer), None) => Some(Holder::Customer(customer)),
            (None, Some(staff)) => Some(Holder::Staff(staff)),
            (None, None) => None,
            (Some(_), Some(_)) => {
                return Err(Error::Corrupt("in passkey_challenges a row that belongs to two".to_owned()));
            }
        };
    Ok(Challenge { holder, state: columns.value("state")?, asked_at: columns.instant("asked_at")? })
}
