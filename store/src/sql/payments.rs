//! Payments in SQL. Payments come with their allocations in one join, however many there are.

use super::{Columns, Instant, Query, Row, Session, bills::read_bill, older_than, query};
use crate::{Result, orders::Before, payments::Payments};
use async_trait::async_trait;
use crm::{
    bills::Bill,
    ids::{CustomerId, PaymentId},
    payments::{Allocation, Payment},
};

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT p.id, p.number, p.account_id, p.customer_id, p.amount, p.method, p.state, p.provider_reference, \
             p.created_at, p.settled_at, a.bill_id, a.amount AS allocated FROM (SELECT * FROM payments ",
            $which,
            ") p LEFT JOIN payment_allocations a ON a.payment_id = p.id \
             ORDER BY p.created_at DESC, p.id DESC, a.bill_id"
        )
    };
}

#[async_trait]
impl Payments for Session {
    async fn add_payment(&mut self, payment: &Payment) -> Result<()> {
        let insert = query(
            "INSERT INTO payments (id, number, account_id, customer_id, amount, method, state, provider_reference, \
             created_at, settled_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        );
        let insert = insert
            .bind(payment.id.0)
            .bind(&payment.number)
            .bind(payment.account_id.0)
            .bind(payment.customer_id.0)
            .bind(payment.amount.fen())
            .bind(payment.method.as_ref())
            .bind(payment.state.as_ref())
            .bind(&payment.provider_reference)
            .bind(Instant(payment.created_at))
            .bind(payment.settled_at.map(Instant));
        self.run(insert).await?;
        for allocation in &payment.allocations {
            let insert =
                query("INSERT INTO payment_allocations (payment_id, bill_id, amount) VALUES ($1, $2, $3)");
            let insert = insert.bind(payment.id.0).bind(allocation.bill_id.0).bind(allocation.amount.fen());
            self.run(insert).await?;
        }
        Ok(())
    }

    async fn settle_payment(&mut self, payment: &Payment) -> Result<()> {
        let update = query(
            "UPDATE payments SET state = $2, provider_reference = $3, settled_at = $4 \
             WHERE id = $1 AND state = 'initiated'",
        );
        let update = update
            .bind(payment.id.0)
            .bind(payment.state.as_ref())
            .bind(&payment.provider_reference)
            .bind(payment.settled_at.map(Instant));
        self.change(update).await
    }

    async fn payment_by_number(&mut self, number: &str) -> Result<Option<Payment>> {
        self.one_payment(query(select!("WHERE number = $1")).bind(number)).await
    }

    async fn payment_of(&mut self, customer: CustomerId, number: &str) -> Result<Option<Payment>> {
        let payment = query(select!("WHERE number = $2 AND customer_id = $1"));
        self.one_payment(payment.bind(customer.0).bind(number)).await
    }

    async fn payments_of(
        &mut self,
        customer: CustomerId,
        before: Option<Before>,
        limit: i64,
    ) -> Result<Vec<Payment>> {
        let (at, id) = older_than(before);
        let payments = query(select!(
            "WHERE customer_id = $1 AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4"
        ));
        let payments = payments.bind(customer.0).bind(at).bind(id).bind(limit);
        read_payments(&self.rows(payments).await?)
    }

    async fn bills_of_payment(&mut self, payment: PaymentId) -> Result<Vec<Bill>> {
        let bills = query(
            "SELECT b.id, b.number, b.account_id, b.customer_id, b.period_first, b.period_last, b.issued_on, b.due_on, \
             b.total, b.state, b.origin FROM payment_allocations a JOIN bills b ON b.id = a.bill_id \
             WHERE a.payment_id = $1 ORDER BY b.period_first, b.number",
        );
        self.all(bills.bind(payment.0), read_bill).await
    }
}

impl Session {
    async fn one_payment(&mut self, query: Query) -> Result<Option<Payment>> {
        Ok(read_payments(&self.rows(query).await?)?.pop())
    }
}

/// The rows of a payment follow each other, one for each of its allocations.
fn read_payments(rows: &[Row]) -> Result<Vec<Payment>> {
    let mut payments = Vec::<Payment>::new();
    for row in rows {
        let columns = Columns::of("payments", row);
        let mut payment = match payments.pop() {
            Some(payment) if payment.id == columns.id("id")? => payment,
            before => {
                payments.extend(before);
                read_payment(&columns)?
            }
        };
        payment.allocations.extend(read_allocation(row)?);
        payments.push(payment);
    }
    Ok(payments)
}

fn read_payment(columns: &Columns<'_>) -> Result<Payment> {
    Ok(Payment {
        id: columns.id("id")?,
        number: columns.value("number")?,
        account_id: columns.id("account_id")?,
        customer_id: columns.id("customer_id")?,
        amount: columns.money("amount")?,
        method: columns.word("method")?,
        state: columns.word("state")?,
        provider_reference: columns.value("provider_reference")?,
        created_at: columns.instant("created_at")?,
        settled_at: columns.maybe_instant("settled_at")?,
        allocations: Vec::new(),
    })
}

fn read_allocation(row: &Row) -> Result<Option<Allocation>> {
    let columns = Columns::of("payment_allocations", row);
    let Some(bill_id) = columns.maybe_id("bill_id")? else { return Ok(None) };
    Ok(Some(Allocation { bill_id, amount: columns.money("allocated")? }))
}
