//! Bills in SQL. What is left to pay of a bill is the sum of its receivables, read from the index of receivables.

use super::{Columns, Day, Row, Session, query};
use crate::{
    Result,
    bills::{BillPlace, Bills},
};
use async_trait::async_trait;
use crm::{
    Date,
    bills::{Bill, BillBalance, BillLine, BillState, BillingHistory, Charge},
    ids::{AccountId, BillId, CustomerId},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT b.id, b.number, b.account_id, b.customer_id, b.period_first, b.period_last, b.issued_on, b.due_on, \
             b.total, b.state, b.origin, cast(coalesce((SELECT sum(p.amount) FROM ledger_postings p \
             WHERE p.ledger_account = 'receivable' AND p.account_id = b.account_id AND p.bill_id = b.id), 0) \
             AS bigint) AS outstanding FROM bills b ",
            $rest
        )
    };
}

#[async_trait]
impl Bills for Session {
    async fn bills_of(
        &mut self,
        customer: CustomerId,
        before: Option<BillPlace>,
        limit: i64,
    ) -> Result<Vec<BillBalance>> {
        let bills = query(select!(
            "WHERE b.customer_id = $1 AND (b.period_first, b.id) < ($2, $3) \
             ORDER BY b.period_first DESC, b.id DESC LIMIT $4"
        ));
        let before = before.unwrap_or(BillPlace::ahead_of(Date::MAX));
        let bills = bills.bind(customer.0).bind(Day(before.period_first)).bind(before.id.0).bind(limit);
        self.all(bills, read_balance).await
    }

    async fn bill_of(&mut self, customer: CustomerId, number: &str) -> Result<Option<BillBalance>> {
        let bill = query(select!("WHERE b.number = $2 AND b.customer_id = $1")).bind(customer.0).bind(number);
        self.first(bill, read_balance).await
    }

    async fn bill(&mut self, id: BillId) -> Result<Option<BillBalance>> {
        self.first(query(select!("WHERE b.id = $1")).bind(id.0), read_balance).await
    }

    async fn bill_before(&mut self, account: AccountId, period_first: Date) -> Result<Option<BillBalance>> {
        let bill = query(select!(
            "WHERE b.account_id = $1 AND b.period_first < $2 ORDER BY b.period_first DESC LIMIT 1"
        ));
        self.first(bill.bind(account.0).bind(Day(period_first)), read_balance).await
    }

    async fn bill_lines(&mut self, bill: BillId) -> Result<Vec<BillLine>> {
        let lines = query(
            "SELECT position, kind, line_id, offering_code, usage, quantity, first, last, amount FROM bill_lines \
             WHERE bill_id = $1 ORDER BY position",
        );
        self.all(lines.bind(bill.0), read_line).await
    }

    async fn open_bills(&mut self, account: AccountId) -> Result<Vec<BillBalance>> {
        let bills = query(select!(
            "WHERE b.id IN (SELECT p.bill_id FROM ledger_postings p WHERE p.ledger_account = 'receivable' \
             AND p.account_id = $1 AND p.bill_id IS NOT NULL GROUP BY p.bill_id HAVING sum(p.amount) > 0) \
             ORDER BY b.due_on, b.number"
        ));
        self.all(bills.bind(account.0), read_balance).await
    }

    async fn open_bills_of(&mut self, customer: CustomerId) -> Result<Vec<BillBalance>> {
        let bills = query(select!(
            "WHERE b.id IN (SELECT p.bill_id FROM accounts a JOIN ledger_postings p ON p.account_id = a.id \
             WHERE a.customer_id = $1 AND p.ledger_account = 'receivable' AND p.bill_id IS NOT NULL \
             GROUP BY p.bill_id HAVING sum(p.amount) > 0) ORDER BY b.due_on, b.number"
        ));
        self.all(bills.bind(customer.0), read_balance).await
    }

    async fn billing_history(&mut self, account: AccountId) -> Result<Option<BillingHistory>> {
        let history = query("SELECT first, last, bills, total FROM billing_history WHERE account_id = $1");
        self.first(history.bind(account.0), read_history).await
    }

    async fn save_bill_state(&mut self, bill: BillId, state: BillState) -> Result<()> {
        self.change(query("UPDATE bills SET state = $2 WHERE id = $1").bind(bill.0).bind(state.as_ref()))
            .await
    }

    async fn add_charge(&mut self, charge: &Charge) -> Result<()> {
        let insert = query(
            "INSERT INTO charges (id, account_id, line_id, kind, offering_code, first, last, amount) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        );
        let insert = insert
            .bind(charge.id.0)
            .bind(charge.account_id.0)
            .bind(charge.line_id.0)
            .bind(charge.kind.as_ref())
            .bind(charge.offering.as_ref().map(|offering| offering.0.as_str()))
            .bind(Day(charge.first))
            .bind(Day(charge.last))
            .bind(charge.amount.fen());
        self.run(insert).await?;
        Ok(())
    }

    async fn waiting_charges(&mut self, account: AccountId) -> Result<Vec<Charge>> {
        let charges = query(
            "SELECT id, account_id, line_id, kind, offering_code, first, last, amount FROM charges \
             WHERE account_id = $1 AND billed_on IS NULL ORDER BY first, id",
        );
        self.all(charges.bind(account.0), read_charge).await
    }
}

fn read_balance(row: &Row) -> Result<BillBalance> {
    let outstanding = Columns::of("ledger_postings", row).money("outstanding")?;
    Ok(BillBalance { bill: read_bill(row)?, outstanding })
}

pub(super) fn read_bill(row: &Row) -> Result<Bill> {
    let columns = Columns::of("bills", row);
    Ok(Bill {
        id: columns.id("id")?,
        number: columns.value("number")?,
        account_id: columns.id("account_id")?,
        customer_id: columns.id("customer_id")?,
        period_first: columns.day("period_first")?,
        period_last: columns.day("period_last")?,
        issued_on: columns.day("issued_on")?,
        due_on: columns.day("due_on")?,
        total: columns.money("total")?,
        state: columns.word("state")?,
        origin: columns.word("origin")?,
    })
}

fn read_line(row: &Row) -> Result<BillLine> {
    let columns = Columns::of("bill_lines", row);
    Ok(BillLine {
        position: columns.value("position")?,
        kind: columns.word("kind")?,
        line_id: columns.maybe_id("line_id")?,
        offering: columns.maybe_offering("offering_code")?,
        usage: columns.maybe_word("usage")?,
        quantity: columns.value("quantity")?,
        first: columns.day("first")?,
        last: columns.day("last")?,
        amount: columns.money("amount")?,
    })
}

fn read_history(row: &Row) -> Result<BillingHistory> {
    let columns = Columns::of("billing_history", row);
    Ok(BillingHistory {
        first: columns.day("first")?,
        last: columns.day("last")?,
        bills: columns.value("bills")?,
        total: columns.money("total")?,
    })
}

fn read_charge(row: &Row) -> Result<Charge> {
    let columns = Columns::of("charges", row);
    Ok(Charge {
        id: columns.id("id")?,
        account_id: columns.id("account_id")?,
        line_id: columns.id("line_id")?,
        kind: columns.word("kind")?,
        offering: columns.maybe_offering("offering_code")?,
        first: columns.day("first")?,
        last: columns.day("last")?,
        amount: columns.money("amount")?,
    })
}
