//! Bringing in customers in SQL: many rows to a statement, and statements of one size, so that each is prepared once.

use super::{Day, Db, Instant, Session};
use crate::{
    Result,
    imports::{CustomerFile, Imported, Imports},
};
use async_trait::async_trait;
use crm::customers::{Msisdn, name_keys};
use sqlx::{QueryBuilder, Row as _, query_builder::Separated};
use std::collections::HashSet;

/// Parameters of one statement. Both engines take eight times as many, but a statement gains nothing by being longer.
const PARAMETERS: usize = 4_000;

/// The values of one row being written.
type Values<'a> = Separated<'a, Db, &'static str>;

#[async_trait]
impl Imports for Session {
    async fn import_customers(&mut self, files: &[CustomerFile]) -> Result<Imported> {
        let new = self.not_known_yet(files).await?;
        let mut rows = self.add_customer_files(&new).await?;
        rows += self.add_lines(&new).await?;
        rows += self.add_bills(&new).await?;
        rows += self.add_payments(&new).await?;
        rows += self.add_transactions(&new).await?;
        rows += self.add_usage(&new).await?;
        Ok(Imported { customers: new.len() as u64, rows })
    }
}

impl Session {
    /// The first file of each code that no customer has.
    async fn not_known_yet<'f>(&mut self, files: &'f [CustomerFile]) -> Result<Vec<&'f CustomerFile>> {
        let mut known = HashSet::new();
        for chunk in files.chunks(PARAMETERS) {
            let mut select = QueryBuilder::<Db>::new("SELECT code FROM customers WHERE code IN (");
            let mut codes = select.separated(", ");
            for file in chunk {
                codes.push_bind(file.customer.code.as_str());
            }
            select.push(")");
            for row in select.build().persistent(false).fetch_all(self.held.connection()).await? {
                known.insert(row.try_get::<String, _>("code")?);
            }
        }
        Ok(files.iter().filter(|file| known.insert(file.customer.code.clone())).collect())
    }

    async fn add_customer_files(&mut self, files: &[&CustomerFile]) -> Result<u64> {
        let parties = self.add(
            "parties (id, kind, name, id_last_six, senior, name_keyed) ",
            6,
            files,
            |mut values, file| {
                let party = &file.customer;
                values.push_bind(party.party_id.0);
                values.push_bind(party.kind.as_ref());
                values.push_bind(party.name.as_str());
                values.push_bind(party.id_last_six.as_str());
                values.push_bind(party.senior);
                values.push_bind(true);
            },
        );
        let mut rows = parties.await?;
        let keys: Vec<_> = files
            .iter()
            .flat_map(|file| {
                name_keys(&file.customer.name).into_iter().map(|key| (key, file.customer.party_id))
            })
            .collect();
        let keys = self.add("name_keys (key, party_id) ", 2, &keys, |mut values, (key, party)| {
            values.push_bind(key.as_str());
            values.push_bind(party.0);
        });
        rows += keys.await?;
        let into = "customers (id, party_id, code, tier, blacklisted, segment, language, mobile, email, notify_by_sms, \
                    notify_by_email, marketing_consent, status, since, origin, version) ";
        let customers = self.add(into, 16, files, |mut values, file| {
            let customer = &file.customer;
            values.push_bind(customer.id.0);
            values.push_bind(customer.party_id.0);
            values.push_bind(customer.code.as_str());
            values.push_bind(customer.tier.as_ref());
            values.push_bind(customer.blacklisted);
            values.push_bind(customer.segment.as_str());
            values.push_bind(customer.language.as_ref());
            values.push_bind(customer.mobile.as_str());
            values.push_bind(customer.email.as_deref());
            values.push_bind(customer.notify_by_sms);
            values.push_bind(customer.notify_by_email);
            values.push_bind(customer.marketing_consent);
            values.push_bind(customer.status.as_ref());
            values.push_bind(Day(customer.since));
            values.push_bind(customer.origin.as_ref());
            values.push_bind(customer.version);
        });
        rows += customers.await?;
        let into = "accounts (id, number, customer_id, status, payment_method, paperless, opened_on, closed_on, origin, \
                    version) ";
        let accounts = self.add(into, 10, files, |mut values, file| {
            let account = &file.account;
            values.push_bind(account.id.0);
            values.push_bind(account.number.as_str());
            values.push_bind(account.customer_id.0);
            values.push_bind(account.status.as_ref());
            values.push_bind(account.payment_method.as_ref());
            values.push_bind(account.paperless);
            values.push_bind(Day(account.opened_on));
            values.push_bind(account.closed_on.map(Day));
            values.push_bind(account.origin.as_ref());
            values.push_bind(account.version);
        });
        Ok(rows + accounts.await?)
    }

    async fn add_lines(&mut self, files: &[&CustomerFile]) -> Result<u64> {
        let lines: Vec<_> = files.iter().flat_map(|file| &file.lines).collect();
        let into = "lines (id, code, customer_id, account_id, kind, msisdn, state, barred, barred_beneath, since, \
                    ended_on, version) ";
        let lines = self.add(into, 12, &lines, |mut values, line| {
            values.push_bind(line.id.0);
            values.push_bind(line.code.as_str());
            values.push_bind(line.customer_id.0);
            values.push_bind(line.account_id.0);
            values.push_bind(line.kind.as_ref());
            values.push_bind(line.msisdn.as_ref().map(Msisdn::as_str));
            values.push_bind(line.state.as_ref());
            values.push_bind(line.barred.as_ref().map(AsRef::<str>::as_ref));
            values.push_bind(line.barred_beneath.as_ref().map(AsRef::<str>::as_ref));
            values.push_bind(Day(line.since));
            values.push_bind(line.ended_on.map(Day));
            values.push_bind(line.version);
        });
        let mut rows = lines.await?;
        let products: Vec<_> = files.iter().flat_map(|file| &file.products).collect();
        let into = "products (id, line_id, offering_code, kind, status, monthly_price, starts_on, ends_on, version) ";
        let products = self.add(into, 9, &products, |mut values, product| {
            values.push_bind(product.id.0);
            values.push_bind(product.line_id.0);
            values.push_bind(product.offering.0.as_str());
            values.push_bind(product.kind.as_ref());
            values.push_bind(product.status.as_ref());
            values.push_bind(product.monthly_price.fen());
            values.push_bind(Day(product.starts_on));
            values.push_bind(product.ends_on.map(Day));
            values.push_bind(product.version);
        });
        rows += products.await?;
        let agreements: Vec<_> = files.iter().flat_map(|file| &file.agreements).collect();
        let into =
            "agreements (id, line_id, term, starts_on, ends_on, committed_monthly, termination_percent) ";
        let agreements = self.add(into, 7, &agreements, |mut values, agreement| {
            values.push_bind(agreement.id.0);
            values.push_bind(agreement.line_id.0);
            values.push_bind(agreement.term.as_ref());
            values.push_bind(Day(agreement.starts_on));
            values.push_bind(agreement.ends_on.map(Day));
            values.push_bind(agreement.committed_monthly.fen());
            values.push_bind(agreement.termination_percent);
        });
        Ok(rows + agreements.await?)
    }

    async fn add_bills(&mut self, files: &[&CustomerFile]) -> Result<u64> {
        let bills: Vec<_> = files.iter().flat_map(|file| &file.bills).map(|(bill, _)| bill).collect();
        let into = "bills (id, number, account_id, customer_id, period_first, period_last, issued_on, due_on, total, \
                    state, origin) ";
        let bills = self.add(into, 11, &bills, |mut values, bill| {
            values.push_bind(bill.id.0);
            values.push_bind(bill.number.as_str());
            values.push_bind(bill.account_id.0);
            values.push_bind(bill.customer_id.0);
            values.push_bind(Day(bill.period_first));
            values.push_bind(Day(bill.period_last));
            values.push_bind(Day(bill.issued_on));
            values.push_bind(Day(bill.due_on));
            values.push_bind(bill.total.fen());
            values.push_bind(bill.state.as_ref());
            values.push_bind(bill.origin.as_ref());
        });
        let mut rows = bills.await?;
        let lines: Vec<_> = files
            .iter()
            .flat_map(|file| &file.bills)
            .flat_map(|(bill, lines)| lines.iter().map(|line| (bill.id, line)))
            .collect();
        let into = "bill_lines (bill_id, position, kind, line_id, offering_code, usage, quantity, first, last, amount) ";
        let lines = self.add(into, 10, &lines, |mut values, (bill, line)| {
            values.push_bind(bill.0);
            values.push_bind(line.position);
            values.push_bind(line.kind.as_ref());
            values.push_bind(line.line_id.map(|line| line.0));
            values.push_bind(line.offering.as_ref().map(|offering| offering.0.as_str()));
            values.push_bind(line.usage.as_ref().map(AsRef::<str>::as_ref));
            values.push_bind(line.quantity);
            values.push_bind(Day(line.first));
            values.push_bind(Day(line.last));
            values.push_bind(line.amount.fen());
        });
        rows += lines.await?;
        let histories: Vec<_> =
            files.iter().filter_map(|file| Some((file.account.id, file.history.as_ref()?))).collect();
        let into = "billing_history (account_id, first, last, bills, total) ";
        let histories = self.add(into, 5, &histories, |mut values, (account, history)| {
            values.push_bind(account.0);
            values.push_bind(Day(history.first));
            values.push_bind(Day(history.last));
            values.push_bind(history.bills);
            values.push_bind(history.total.fen());
        });
        Ok(rows + histories.await?)
    }

    async fn add_payments(&mut self, files: &[&CustomerFile]) -> Result<u64> {
        let payments: Vec<_> = files.iter().flat_map(|file| &file.payments).collect();
        let into = "payments (id, number, account_id, customer_id, amount, method, state, provider_reference, \
                    created_at, settled_at) ";
        let added = self.add(into, 10, &payments, |mut values, payment| {
            values.push_bind(payment.id.0);
            values.push_bind(payment.number.as_str());
            values.push_bind(payment.account_id.0);
            values.push_bind(payment.customer_id.0);
            values.push_bind(payment.amount.fen());
            values.push_bind(payment.method.as_ref());
            values.push_bind(payment.state.as_ref());
            values.push_bind(payment.provider_reference.as_deref());
            values.push_bind(Instant(payment.created_at));
            values.push_bind(payment.settled_at.map(Instant));
        });
        let rows = added.await?;
        let allocations: Vec<_> = payments
            .iter()
            .flat_map(|payment| payment.allocations.iter().map(|allocation| (payment.id, allocation)))
            .collect();
        let into = "payment_allocations (payment_id, bill_id, amount) ";
        let allocations = self.add(into, 3, &allocations, |mut values, (payment, allocation)| {
            values.push_bind(payment.0);
            values.push_bind(allocation.bill_id.0);
            values.push_bind(allocation.amount.fen());
        });
        Ok(rows + allocations.await?)
    }

    async fn add_transactions(&mut self, files: &[&CustomerFile]) -> Result<u64> {
        let transactions: Vec<_> = files.iter().flat_map(|file| &file.transactions).collect();
        let into = "ledger_transactions (id, kind, at, reference) ";
        let added = self.add(into, 4, &transactions, |mut values, transaction| {
            values.push_bind(transaction.id().0);
            values.push_bind(transaction.kind().as_ref());
            values.push_bind(Instant(transaction.at()));
            values.push_bind(transaction.reference());
        });
        let rows = added.await?;
        let postings: Vec<_> = transactions
            .iter()
            .flat_map(|transaction| {
                (1_i64..)
                    .zip(transaction.postings())
                    .map(|(position, posting)| (transaction.id(), position, posting))
            })
            .collect();
        let into = "ledger_postings (transaction_id, position, ledger_account, account_id, bill_id, amount) ";
        let postings = self.add(into, 6, &postings, |mut values, (transaction, position, posting)| {
            values.push_bind(transaction.0);
            values.push_bind(*position);
            values.push_bind(posting.ledger_account.as_ref());
            values.push_bind(posting.account_id.0);
            values.push_bind(posting.bill_id.map(|bill| bill.0));
            values.push_bind(posting.amount.fen());
        });
        Ok(rows + postings.await?)
    }

    async fn add_usage(&mut self, files: &[&CustomerFile]) -> Result<u64> {
        let usage: Vec<_> = files.iter().flat_map(|file| &file.usage).collect();
        let into = "usage_events (line_id, at, sequence, kind, quantity) ";
        let usage = self.add(into, 5, &usage, |mut values, event| {
            values.push_bind(event.line_id.0);
            values.push_bind(Instant(event.at));
            values.push_bind(event.sequence);
            values.push_bind(event.kind.as_ref());
            values.push_bind(event.quantity);
        });
        usage.await
    }

    /// Adds rows of so many columns to a table; `bind` gives the values of one.
    async fn add<T: Sync>(
        &mut self,
        into: &'static str,
        columns: usize,
        rows: &[T],
        bind: fn(Values<'_>, &T),
    ) -> Result<u64> {
        let size = PARAMETERS / columns;
        for chunk in rows.chunks(size) {
            let mut insert = QueryBuilder::<Db>::new("INSERT INTO ");
            insert.push(into).push_values(chunk, bind);
            // The rest is of any size and would only push other statements out of the cache.
            insert.build().persistent(chunk.len() == size).execute(self.held.connection()).await?;
        }
        Ok(rows.len() as u64)
    }
}
