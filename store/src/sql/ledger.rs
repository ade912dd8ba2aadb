//! The ledger in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{Result, ledger::Ledger};
use async_trait::async_trait;
use crm::{
    ids::{AccountId, TransactionId},
    ledger::Transaction,
    money::Money,
};

#[async_trait]
impl Ledger for Session {
    async fn post(&mut self, transaction: &Transaction) -> Result<()> {
        let insert =
            query("INSERT INTO ledger_transactions (id, kind, at, reference) VALUES ($1, $2, $3, $4)");
        let insert = insert
            .bind(transaction.id().0)
            .bind(transaction.kind().as_ref())
            .bind(Instant(transaction.at()))
            .bind(transaction.reference());
        self.run(insert).await?;
        for (position, posting) in (1_i64..).zip(transaction.postings()) {
            let insert = query(
                "INSERT INTO ledger_postings (transaction_id, position, ledger_account, account_id, bill_id, amount) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            );
            let insert = insert
                .bind(transaction.id().0)
                .bind(position)
                .bind(posting.ledger_account.as_ref())
                .bind(posting.account_id.0)
                .bind(posting.bill_id.map(|bill| bill.0))
                .bind(posting.amount.fen());
            self.run(insert).await?;
        }
        Ok(())
    }

    async fn receivable(&mut self, account: AccountId) -> Result<Money> {
        let sum = query(
            "SELECT cast(coalesce(sum(amount), 0) AS bigint) AS number FROM ledger_postings \
             WHERE ledger_account = 'receivable' AND account_id = $1",
        );
        Ok(Money::from_fen(self.number(sum.bind(account.0)).await?))
    }

    async fn unbalanced_transactions(&mut self) -> Result<Vec<TransactionId>> {
        let unbalanced = query(
            "SELECT transaction_id FROM ledger_postings GROUP BY transaction_id HAVING sum(amount) <> 0 \
             ORDER BY transaction_id LIMIT 20",
        );
        self.all(unbalanced, read_transaction_id).await
    }

    async fn bills_not_adding_up(&mut self) -> Result<Vec<String>> {
        let bills = query(
            "SELECT b.number FROM bills b LEFT JOIN \
             (SELECT bill_id, sum(amount) AS amount FROM bill_lines GROUP BY bill_id) l ON l.bill_id = b.id \
             WHERE b.total <> coalesce(l.amount, 0) ORDER BY b.number LIMIT 20",
        );
        self.all(bills, read_number).await
    }
}

fn read_transaction_id(row: &Row) -> Result<TransactionId> {
    Columns::of("ledger_postings", row).id("transaction_id")
}

fn read_number(row: &Row) -> Result<String> {
    Columns::of("bills", row).value("number")
}
