//! Authenticator apps, recovery codes and second steps in SQL.

use super::{
    Columns, Instant, Row, query,
    sign_in::{read_holder, sides},
};
use crate::{Error, Result, second_factor::SecondFactor};
use async_trait::async_trait;
use crm::{
    Timestamp,
    sign_in::{Authenticator, Holder, RecoveryCode, SecondStep},
};

#[async_trait]
impl SecondFactor for super::Session {
    async fn authenticator(&mut self, holder: Holder) -> Result<Option<Authenticator>> {
        let (customer, staff) = sides(holder);
        let authenticator = query(
            "SELECT customer_id, staff_id, secret, made_at, confirmed_at, last_step FROM authenticators \
             WHERE customer_id = $1 OR staff_id = $2",
        );
        self.first(authenticator.bind(customer).bind(staff), read_authenticator).await
    }

    async fn put_authenticator(&mut self, authenticator: &Authenticator) -> Result<()> {
        let (customer, staff) = sides(authenticator.holder);
        // A holder is one of two unique columns, and an upsert can watch only one.
        let update = query(
            "UPDATE authenticators SET secret = $3, made_at = $4, confirmed_at = $5, last_step = $6 \
             WHERE customer_id = $1 OR staff_id = $2",
        );
        let insert = query(
            "INSERT INTO authenticators (customer_id, staff_id, secret, made_at, confirmed_at, last_step) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        );
        let [update, insert] = [update, insert].map(|write| {
            write
                .bind(customer)
                .bind(staff)
                .bind(authenticator.secret.as_slice())
                .bind(Instant(authenticator.made_at))
                .bind(authenticator.confirmed_at.map(Instant))
                .bind(authenticator.last_step)
        });
        if self.run(update).await? == 0 {
            self.run(insert).await?;
        }
        Ok(())
    }

    async fn remove_authenticator(&mut self, holder: Holder) -> Result<bool> {
        let (customer, staff) = sides(holder);
        let delete = query("DELETE FROM authenticators WHERE customer_id = $1 OR staff_id = $2");
        Ok(self.run(delete.bind(customer).bind(staff)).await? > 0)
    }

    async fn recovery_codes(&mut self, holder: Holder) -> Result<Vec<RecoveryCode>> {
        let (customer, staff) = sides(holder);
        let codes = query(
            "SELECT customer_id, staff_id, hash, salt, used_at FROM recovery_codes \
             WHERE customer_id = $1 OR staff_id = $2 ORDER BY hash",
        );
        self.all(codes.bind(customer).bind(staff), read_recovery_code).await
    }

    async fn put_recovery_codes(&mut self, holder: Holder, codes: &[RecoveryCode]) -> Result<()> {
        let (customer, staff) = sides(holder);
        let delete = query("DELETE FROM recovery_codes WHERE customer_id = $1 OR staff_id = $2");
        self.run(delete.bind(customer).bind(staff)).await?;
        for code in codes {
            let insert = query(
                "INSERT INTO recovery_codes (customer_id, staff_id, hash, salt, used_at) VALUES ($1, $2, $3, $4, $5)",
            );
            let insert = insert
                .bind(customer)
                .bind(staff)
                .bind(&code.hash)
                .bind(code.salt.as_slice())
                .bind(code.used_at.map(Instant));
            self.run(insert).await?;
        }
        Ok(())
    }

    async fn use_recovery_code(&mut self, holder: Holder, hash: &str, at: Timestamp) -> Result<bool> {
        let (customer, staff) = sides(holder);
        let update = query(
            "UPDATE recovery_codes SET used_at = $4 \
             WHERE (customer_id = $1 OR staff_id = $2) AND hash = $3 AND used_at IS NULL",
        );
        Ok(self.run(update.bind(customer).bind(staff).bind(hash).bind(Instant(at))).await? > 0)
    }

    async fn put_second_step(&mut self, token_hash: &[u8], step: &SecondStep) -> Result<()> {
        let (customer, staff) = sides(step.holder);
        let upsert = query(
            "INSERT INTO second_steps (token_hash, customer_id, staff_id, purpose, session_id, proof, began_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (token_hash) DO UPDATE SET proof = excluded.proof",
        );
        let upsert = upsert
            .bind(token_hash)
            .bind(customer)
            .bind(staff)
            .bind(step.purpose.as_ref())
            .bind(step.session.map(|session| session.0))
            .bind(step.proof.as_ref())
            .bind(Instant(step.began_at));
        self.run(upsert).await?;
        Ok(())
    }

    async fn second_step(&mut self, token_hash: &[u8]) -> Result<Option<SecondStep>> {
        let step = query(
            "SELECT customer_id, staff_id, purpose, session_id, proof, began_at FROM second_steps WHERE token_hash = $1",
        );
        self.first(step.bind(token_hash), read_step).await
    }

    async fn end_second_step(&mut self, token_hash: &[u8]) -> Result<bool> {
        Ok(self.run(query("DELETE FROM second_steps WHERE token_hash = $1").bind(token_hash)).await? > 0)
    }

    async fn end_second_steps(&mut self, holder: Holder) -> Result<u64> {
        let (customer, staff) = sides(holder);
        let delete = query("DELETE FROM second_steps WHERE customer_id = $1 OR staff_id = $2");
        self.run(delete.bind(customer).bind(staff)).await
    }

    async fn forget_second_steps(&mut self, before: Timestamp) -> Result<u64> {
        self.run(query("DELETE FROM second_steps WHERE began_at < $1").bind(Instant(before))).await
    }

    async fn key_check(&mut self) -> Result<Option<Vec<u8>>> {
        let check = query("SELECT sealed FROM key_check WHERE id = 1");
        self.first(check, |row| Columns::of("key_check", row).value("sealed")).await
    }

    async fn add_key_check(&mut self, sealed: &[u8]) -> Result<()> {
        let insert = query("INSERT INTO key_check (id, sealed) VALUES (1, $1)");
        self.run(insert.bind(sealed)).await?;
        Ok(())
    }
}

fn read_authenticator(row: &Row) -> Result<Authenticator> {
    let columns = Columns::of("authenticators", row);
    Ok(Authenticator {
        holder: read_holder("authenticators", row)?,
        secret: columns.value("secret")?,
        made_at: columns.instant("made_at")?,
        confirmed_at: columns.maybe_instant("confirmed_at")?,
        last_step: columns.value("last_step")?,
    })
}

fn read_recovery_code(row: &Row) -> Result<RecoveryCode> {
    let columns = Columns::of("recovery_codes", row);
    let salt: Vec<u8> = columns.value("salt")?;
    Ok(RecoveryCode {
        holder: read_holder("recovery_codes", row)?,
        hash: columns.value("hash")?,
        salt: salt.try_into().map_err(|_| Error::Corrupt("in recovery_codes.salt no 32 bytes".to_owned()))?,
        used_at: columns.maybe_instant("used_at")?,
    })
}

fn read_step(row: &Row) -> Result<SecondStep> {
    let columns = Columns::of("second_steps", row);
    Ok(SecondStep {
        holder: read_holder("second_steps", row)?,
        purpose: columns.word("purpose")?,
        session: columns.maybe_id("session_id")?,
        proof: columns.word("proof")?,
        began_at: columns.instant("began_at")?,
    })
}
