//! Billing accounts in SQL.

use super::{Columns, Row, Session, query};
use crate::{Result, accounts::Accounts};
use async_trait::async_trait;
use crm::{
    accounts::Account,
    ids::{AccountId, CustomerId},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, customer_id, status, payment_method, paperless, opened_on, closed_on, origin, version \
             FROM accounts ",
            $rest
        )
    };
}

#[async_trait]
impl Accounts for Session {
    async fn account(&mut self, id: AccountId) -> Result<Option<Account>> {
        self.first(query(select!("WHERE id = $1")).bind(id.0), read_account).await
    }

    async fn accounts_of(&mut self, customer: CustomerId) -> Result<Vec<Account>> {
        let accounts = query(select!("WHERE customer_id = $1 ORDER BY opened_on, id")).bind(customer.0);
        self.all(accounts, read_account).await
    }
}

fn read_account(row: &Row) -> Result<Account> {
    let columns = Columns::of("accounts", row);
    Ok(Account {
        id: columns.id("id")?,
        number: columns.value("number")?,
        customer_id: columns.id("customer_id")?,
        status: columns.word("status")?,
        payment_method: columns.word("payment_method")?,
        paperless: columns.value("paperless")?,
        opened_on: columns.day("opened_on")?,
        closed_on: columns.maybe_day("closed_on")?,
        origin: columns.word("origin")?,
        version: columns.value("version")?,
    })
}
