//! Lines, products and agreements in SQL.

use super::{Columns, Day, Instant, Row, Session, query};
use crate::{Result, lines::Lines};
use async_trait::async_trait;
use crm::{
    Date, Timestamp,
    agreements::Agreement,
    customers::Msisdn,
    ids::{CustomerId, LineId},
    lines::Line,
    products::Product,
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, customer_id, account_id, kind, msisdn, state, barred, barred_beneath, since, ended_on, \
             version FROM lines ",
            $rest
        )
    };
}

macro_rules! select_products {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.line_id, p.offering_code, p.kind, p.status, p.monthly_price, p.starts_on, p.ends_on, \
             p.version FROM products p ",
            $rest,
            " AND p.status NOT IN ('terminated', 'cancelled') \
             ORDER BY CASE p.kind WHEN 'plan' THEN 0 ELSE 1 END, p.starts_on, p.id"
        )
    };
}

#[async_trait]
impl Lines for Session {
    async fn lines_of(&mut self, customer: CustomerId) -> Result<Vec<Line>> {
        let lines = query(select!(
            "WHERE customer_id = $1 ORDER BY CASE kind WHEN 'phone' THEN 0 ELSE 1 END, since, id"
        ));
        self.all(lines.bind(customer.0), read_line).await
    }

    async fn line_of(&mut self, customer: CustomerId, code: &str) -> Result<Option<Line>> {
        let line = query(select!("WHERE code = $2 AND customer_id = $1")).bind(customer.0).bind(code);
        self.first(line, read_line).await
    }

    async fn line_with_number(&mut self, customer: CustomerId, number: &Msisdn) -> Result<Option<Line>> {
        let line = query(select!("WHERE msisdn = $2 AND customer_id = $1"));
        self.first(line.bind(customer.0).bind(number.as_str()), read_line).await
    }

    async fn line(&mut self, id: LineId) -> Result<Option<Line>> {
        self.first(query(select!("WHERE id = $1")).bind(id.0), read_line).await
    }

    async fn save_line(&mut self, line: &Line) -> Result<()> {
        let update = query(
            "UPDATE lines SET state = $3, barred = $4, barred_beneath = $5, ended_on = $6, version = version + 1 \
             WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(line.id.0)
            .bind(line.version)
            .bind(line.state.as_ref())
            .bind(line.barred.as_ref().map(AsRef::<str>::as_ref))
            .bind(line.barred_beneath.as_ref().map(AsRef::<str>::as_ref))
            .bind(line.ended_on.map(Day));
        self.change(update).await
    }

    async fn add_sim_change(&mut self, line: LineId, at: Timestamp) -> Result<()> {
        let insert = query(
            "INSERT INTO sim_changes (line_id, changed_at) VALUES ($1, $2) ON CONFLICT (line_id, changed_at) DO NOTHING",
        );
        self.run(insert.bind(line.0).bind(Instant(at))).await?;
        Ok(())
    }

    async fn sim_changed_at(&mut self, line: LineId) -> Result<Option<Timestamp>> {
        let latest =
            query("SELECT changed_at FROM sim_changes WHERE line_id = $1 ORDER BY changed_at DESC LIMIT 1");
        self.first(latest.bind(line.0), |row| Columns::of("sim_changes", row).instant("changed_at")).await
    }

    async fn products_of(&mut self, customer: CustomerId) -> Result<Vec<Product>> {
        let products = query(select_products!("JOIN lines l ON l.id = p.line_id WHERE l.customer_id = $1"));
        self.all(products.bind(customer.0), read_product).await
    }

    async fn products_on(&mut self, line: LineId) -> Result<Vec<Product>> {
        self.all(query(select_products!("WHERE p.line_id = $1")).bind(line.0), read_product).await
    }

    async fn add_product(&mut self, product: &Product) -> Result<()> {
        let insert = query(
            "INSERT INTO products (id, line_id, offering_code, kind, status, monthly_price, starts_on, ends_on, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        );
        let insert = insert
            .bind(product.id.0)
            .bind(product.line_id.0)
            .bind(&product.offering.0)
            .bind(product.kind.as_ref())
            .bind(product.status.as_ref())
            .bind(product.monthly_price.fen())
            .bind(Day(product.starts_on))
            .bind(product.ends_on.map(Day))
            .bind(product.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_product(&mut self, product: &Product) -> Result<()> {
        let update = query(
            "UPDATE products SET status = $3, ends_on = $4, version = version + 1 WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(product.id.0)
            .bind(product.version)
            .bind(product.status.as_ref())
            .bind(product.ends_on.map(Day));
        self.change(update).await
    }

    async fn agreement_on(&mut self, line: LineId, on: Date) -> Result<Option<Agreement>> {
        let agreement = query(
            "SELECT id, line_id, term, starts_on, ends_on, committed_monthly, termination_percent FROM agreements \
             WHERE line_id = $1 AND starts_on <= $2 ORDER BY starts_on DESC, id DESC LIMIT 1",
        );
        self.first(agreement.bind(line.0).bind(Day(on)), read_agreement).await
    }

    async fn save_commitment(&mut self, agreement: &Agreement) -> Result<()> {
        let update = query("UPDATE agreements SET committed_monthly = $2 WHERE id = $1");
        self.change(update.bind(agreement.id.0).bind(agreement.committed_monthly.fen())).await
    }
}

pub(super) fn read_line(row: &Row) -> Result<Line> {
    let columns = Columns::of("lines", row);
    let msisdn: Option<&str> = columns.value("msisdn")?;
    Ok(Line {
        id: columns.id("id")?,
        code: columns.value("code")?,
        customer_id: columns.id("customer_id")?,
        account_id: columns.id("account_id")?,
        kind: columns.word("kind")?,
        msisdn: msisdn.map(|msisdn| columns.parsed("msisdn", msisdn, Msisdn::parse)).transpose()?,
        state: columns.word("state")?,
        barred: columns.maybe_word("barred")?,
        barred_beneath: columns.maybe_word("barred_beneath")?,
        since: columns.day("since")?,
        ended_on: columns.maybe_day("ended_on")?,
        version: columns.value("version")?,
    })
}

fn read_product(row: &Row) -> Result<Product> {
    let columns = Columns::of("products", row);
    Ok(Product {
        id: columns.id("id")?,
        line_id: columns.id("line_id")?,
        offering: columns.offering("offering_code")?,
        kind: columns.word("kind")?,
        status: columns.word("status")?,
        monthly_price: columns.money("monthly_price")?,
        starts_on: columns.day("starts_on")?,
        ends_on: columns.maybe_day("ends_on")?,
        version: columns.value("version")?,
    })
}

fn read_agreement(row: &Row) -> Result<Agreement> {
    let columns = Columns::of("agreements", row);
    Ok(Agreement {
        id: columns.id("id")?,
        line_id: columns.id("line_id")?,
        term: columns.word("term")?,
        starts_on: columns.day("starts_on")?,
        ends_on: columns.maybe_day("ends_on")?,
        committed_monthly: columns.money("committed_monthly")?,
        termination_percent: columns.value("termination_percent")?,
    })
}
