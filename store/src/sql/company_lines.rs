//! The lines of companies in SQL. Lists walk units in order of path and the lines of each in order of user, both straight out
//! of an index.

use super::{Columns, Day, Db, Query, Row, Session, lines::read_line, query};
use crate::{
    Result,
    company_lines::{CompanyLine, CompanyLinePlace, CompanyLineSearch, CompanyLines, LinePlacement},
};
use async_trait::async_trait;
use crm::{
    Date,
    company::{costs::UnitCost, tree::Path},
    cycle::Cycle,
    ids::{BillId, CustomerId, OrgUnitId},
    lines::BarReason,
};
use sqlx::QueryBuilder;
use uuid::Uuid;

/// Rows of one statement.
const AT_ONCE: usize = 1_000;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT l.id, l.code, l.customer_id, l.account_id, l.kind, l.msisdn, l.state, l.barred, l.barred_beneath, \
             l.since, l.ended_on, l.version, c.org_unit_id, u.path, u.code AS unit_code, u.name AS unit_name, c.user_name, \
             p.offering_code, p.monthly_price FROM org_units u JOIN company_lines c ON c.org_unit_id = u.id \
             JOIN lines l ON l.id = c.line_id LEFT JOIN products p ON p.line_id = l.id AND p.kind = 'plan' \
             AND p.status IN ('active', 'suspended', 'pendingTerminate') ",
            $rest
        )
    };
}

/// All within a part, from a place on.
const LIST: &str = select!(
    "WHERE u.company_id = $1 AND u.path >= $2 AND u.path < $3 \
     AND (u.path > $2 OR c.user_name > $4 OR (c.user_name = $4 AND c.line_id > $5)) \
     AND ($6 = '' OR l.state = $6) AND ($7 = '' OR p.offering_code = $7) \
     ORDER BY u.path, c.user_name, c.line_id LIMIT $8"
);

/// The same of those that a term finds.
const FIND: &str = select!(
    "WHERE u.company_id = $1 AND u.path >= $2 AND u.path < $3 \
     AND (u.path > $2 OR c.user_name > $4 OR (c.user_name = $4 AND c.line_id > $5)) \
     AND ($6 = '' OR l.state = $6) AND ($7 = '' OR p.offering_code = $7) \
     AND c.line_id IN (SELECT line_id FROM company_lines WHERE company_id = $1 AND user_name >= $9 AND user_name < $10 \
     UNION SELECT id FROM lines WHERE code = $11 UNION SELECT id FROM lines WHERE msisdn = $11) \
     ORDER BY u.path, c.user_name, c.line_id LIMIT $8"
);

#[async_trait]
impl CompanyLines for Session {
    async fn place_lines(&mut self, company: CustomerId, lines: &[LinePlacement]) -> Result<()> {
        for chunk in lines.chunks(AT_ONCE) {
            let mut insert = QueryBuilder::<Db>::new(
                "INSERT INTO company_lines (line_id, company_id, org_unit_id, user_name) ",
            );
            insert.push_values(chunk, |mut values, placed| {
                values.push_bind(placed.line_id.0);
                values.push_bind(company.0);
                values.push_bind(placed.org_unit_id.0);
                values.push_bind(placed.user_name.as_str());
            });
            insert.build().persistent(chunk.len() == AT_ONCE).execute(self.held.connection()).await?;
        }
        self.count_lines_anew(company).await
    }

    async fn place_other_lines(&mut self, company: CustomerId, unit: OrgUnitId) -> Result<u64> {
        let place = query(
            "INSERT INTO company_lines (line_id, company_id, org_unit_id, user_name) \
             SELECT l.id, l.customer_id, $2, '' FROM lines l WHERE l.customer_id = $1 \
             AND NOT EXISTS (SELECT 1 FROM company_lines c WHERE c.line_id = l.id)",
        );
        let placed = self.run(place.bind(company.0).bind(unit.0)).await?;
        self.count_lines_anew(company).await?;
        Ok(placed)
    }

    async fn hang_line(&mut self, placed: &LinePlacement, from: OrgUnitId) -> Result<()> {
        let hang = query(
            "UPDATE company_lines SET org_unit_id = $3, user_name = $4 WHERE line_id = $1 AND org_unit_id = $2",
        );
        let hang = hang
            .bind(placed.line_id.0)
            .bind(from.0)
            .bind(placed.org_unit_id.0)
            .bind(placed.user_name.clone());
        self.change(hang).await?;
        if placed.org_unit_id != from {
            for (unit, by) in [(from, -1_i64), (placed.org_unit_id, 1)] {
                let count = query("UPDATE org_units SET lines = lines + $2 WHERE id = $1");
                self.change(count.bind(unit.0).bind(by)).await?;
            }
        }
        Ok(())
    }

    async fn company_lines(
        &mut self,
        company: CustomerId,
        search: &CompanyLineSearch,
        after: Option<&CompanyLinePlace>,
        limit: i64,
    ) -> Result<Vec<CompanyLine>> {
        let text = if search.term.is_empty() { LIST } else { FIND };
        let (path, user_name, line_id) = match after {
            // Nothing within lies before the beginning.
            Some(after) if search.within.covers(&after.path) => {
                (after.path.as_str(), after.user_name.as_str(), after.line_id.0)
            }
            _ => (search.within.as_str(), "", Uuid::nil()),
        };
        let mut lines = bind_list(query(text), company, path, search, user_name, line_id).bind(limit);
        if !search.term.is_empty() {
            let until = format!("{}\u{10ffff}", search.term);
            lines = lines.bind(search.term.clone()).bind(until).bind(search.term.to_ascii_uppercase());
        }
        self.all(lines, read_company_line).await
    }

    async fn company_line(&mut self, company: CustomerId, code: &str) -> Result<Option<CompanyLine>> {
        let line = query(select!("WHERE l.code = $2 AND c.company_id = $1"));
        self.first(line.bind(company.0).bind(code.to_owned()), read_company_line).await
    }

    async fn company_line_named(&mut self, company: CustomerId, name: &str) -> Result<Option<CompanyLine>> {
        let line = query(select!(
            "WHERE c.company_id = $1 AND l.id IN (SELECT id FROM lines WHERE code = $2 \
             UNION SELECT id FROM lines WHERE msisdn = $2)"
        ));
        self.first(line.bind(company.0).bind(name.to_owned()), read_company_line).await
    }

    async fn barred_within(&mut self, company: CustomerId, path: &Path) -> Result<Vec<(BarReason, i64)>> {
        let barred = query(
            "SELECT l.barred, count(*) AS lines FROM lines l JOIN company_lines c ON c.line_id = l.id \
             JOIN org_units u ON u.id = c.org_unit_id WHERE l.customer_id = $1 AND l.state = 'suspended' \
             AND u.path >= $2 AND u.path < $3 GROUP BY l.barred ORDER BY l.barred",
        );
        let barred = barred.bind(company.0).bind(path.as_str().to_owned()).bind(path.end());
        self.all(barred, |row| {
            let columns = Columns::of("lines", row);
            Ok((columns.word("barred")?, columns.value("lines")?))
        })
        .await
    }

    async fn book_unit_costs(&mut self, company: CustomerId, bill: BillId) -> Result<()> {
        let book = query(
            "INSERT INTO unit_costs (bill_id, org_unit_id, company_id, period_first, amount) \
             SELECT b.id, coalesce(c.org_unit_id, t.id), b.customer_id, b.period_first, cast(sum(i.amount) AS bigint) \
             FROM bills b JOIN bill_lines i ON i.bill_id = b.id \
             JOIN org_units t ON t.company_id = b.customer_id AND t.parent_id IS NULL \
             LEFT JOIN company_lines c ON c.line_id = i.line_id WHERE b.id = $2 AND b.customer_id = $1 \
             AND NOT EXISTS (SELECT 1 FROM unit_costs k WHERE k.bill_id = b.id) \
             GROUP BY b.id, coalesce(c.org_unit_id, t.id), b.customer_id, b.period_first",
        );
        self.run(book.bind(company.0).bind(bill.0)).await?;
        Ok(())
    }

    async fn unit_costs(&mut self, company: CustomerId, path: &Path, from: Date) -> Result<Vec<UnitCost>> {
        let costs = query(
            "SELECT u.path, k.period_first, cast(sum(k.amount) AS bigint) AS amount FROM unit_costs k \
             JOIN org_units u ON u.id = k.org_unit_id WHERE k.company_id = $1 AND k.period_first >= $2 \
             AND u.path >= $3 AND u.path < $4 GROUP BY u.path, k.period_first ORDER BY u.path, k.period_first",
        );
        let costs = costs.bind(company.0).bind(Day(from)).bind(path.as_str().to_owned()).bind(path.end());
        self.all(costs, read_cost).await
    }

    async fn unit_costs_on(&mut self, bill: BillId) -> Result<Vec<UnitCost>> {
        let costs = query(
            "SELECT u.path, k.period_first, k.amount FROM unit_costs k JOIN org_units u ON u.id = k.org_unit_id \
             WHERE k.bill_id = $1 ORDER BY u.path",
        );
        self.all(costs.bind(bill.0), read_cost).await
    }
}

impl Session {
    async fn count_lines_anew(&mut self, company: CustomerId) -> Result<()> {
        let count = query(
            "UPDATE org_units SET lines = (SELECT count(*) FROM company_lines c WHERE c.org_unit_id = org_units.id) \
             WHERE company_id = $1",
        );
        self.run(count.bind(company.0)).await?;
        Ok(())
    }
}

fn bind_list(
    query: Query,
    company: CustomerId,
    path: &str,
    search: &CompanyLineSearch,
    user_name: &str,
    line_id: Uuid,
) -> Query {
    let state: &'static str = search.state.map_or("", Into::into);
    let plan = search.plan.as_ref().map_or(String::new(), |plan| plan.0.clone());
    query
        .bind(company.0)
        .bind(path.to_owned())
        .bind(search.within.end())
        .bind(user_name.to_owned())
        .bind(line_id)
        .bind(state)
        .bind(plan)
}

fn read_company_line(row: &Row) -> Result<CompanyLine> {
    let columns = Columns::of("company_lines", row);
    let price: Option<i64> = columns.value("monthly_price")?;
    Ok(CompanyLine {
        line: read_line(row)?,
        org_unit_id: columns.id("org_unit_id")?,
        path: Path::kept(columns.value("path")?),
        unit_code: columns.value("unit_code")?,
        unit_name: columns.value("unit_name")?,
        user_name: columns.value("user_name")?,
        plan: columns.maybe_offering("offering_code")?,
        monthly_price: price.map(crm::money::Money::from_fen),
    })
}

fn read_cost(row: &Row) -> Result<UnitCost> {
    let columns = Columns::of("unit_costs", row);
    Ok(UnitCost {
        path: Path::kept(columns.value("path")?),
        cycle: Cycle::of(columns.day("period_first")?),
        amount: columns.money("amount")?,
    })
}
