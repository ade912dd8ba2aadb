//! Changes of many lines in SQL.

use super::{Columns, Db, Instant, Row, Session, query};
use crate::{
    Error, Result,
    bulk_jobs::{BulkJobs, NamedItem},
};
use async_trait::async_trait;
use crm::{
    company::bulk::{BulkItem, BulkItemState, BulkJob},
    customers::Msisdn,
    ids::{BulkJobId, CustomerId},
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::QueryBuilder;

/// Rows of one statement.
const AT_ONCE: usize = 500;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, company_id, drawn_up_by, action, to_unit, to_plan, state, created_at, finished_at, version \
             FROM bulk_jobs ",
            $rest
        )
    };
}

macro_rules! select_items {
    ($rest:literal) => {
        concat!(
            "SELECT i.position, i.line_id, i.user_name, i.state, i.before, i.refusal, l.code, l.kind, l.msisdn \
             FROM bulk_items i JOIN lines l ON l.id = i.line_id WHERE i.job_id = $1 ",
            $rest
        )
    };
}

#[async_trait]
impl BulkJobs for Session {
    async fn add_bulk_job(&mut self, job: &BulkJob, items: &[BulkItem]) -> Result<()> {
        let insert = query(
            "INSERT INTO bulk_jobs (id, number, company_id, drawn_up_by, action, to_unit, to_plan, state, created_at, \
             finished_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        );
        let insert = insert
            .bind(job.id.0)
            .bind(&job.number)
            .bind(job.company_id.0)
            .bind(job.by.0)
            .bind(job.action.as_ref())
            .bind(job.to_unit.map(|unit| unit.0))
            .bind(job.to_plan.as_ref().map(|plan| plan.0.clone()))
            .bind(job.state.as_ref())
            .bind(Instant(job.created_at))
            .bind(job.finished_at.map(Instant))
            .bind(job.version);
        self.run(insert).await?;
        for chunk in items.chunks(AT_ONCE) {
            let mut insert = QueryBuilder::<Db>::new(
                "INSERT INTO bulk_items (job_id, position, line_id, user_name, state) ",
            );
            insert.push_values(chunk, |mut values, item| {
                values.push_bind(job.id.0);
                values.push_bind(item.position);
                values.push_bind(item.line_id.0);
                values.push_bind(item.user_name.as_str());
                values.push_bind(item.state.as_ref());
            });
            insert.build().persistent(chunk.len() == AT_ONCE).execute(self.held.connection()).await?;
        }
        Ok(())
    }

    async fn save_bulk_job(&mut self, job: &BulkJob) -> Result<()> {
        let update = query(
            "UPDATE bulk_jobs SET state = $3, finished_at = $4, version = version + 1 WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(job.id.0)
            .bind(job.version)
            .bind(job.state.as_ref())
            .bind(job.finished_at.map(Instant));
        self.change(update).await
    }

    async fn bulk_job_of(&mut self, company: CustomerId, number: &str) -> Result<Option<BulkJob>> {
        let job = query(select!("WHERE number = $2 AND company_id = $1"));
        self.first(job.bind(company.0).bind(number), read_job).await
    }

    async fn bulk_job(&mut self, id: BulkJobId) -> Result<Option<BulkJob>> {
        self.first(query(select!("WHERE id = $1")).bind(id.0), read_job).await
    }

    async fn bulk_jobs_in(&mut self, company: CustomerId, limit: i64) -> Result<Vec<BulkJob>> {
        let jobs = query(select!("WHERE company_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"));
        self.all(jobs.bind(company.0).bind(limit), read_job).await
    }

    async fn count_bulk_items(&mut self, job: BulkJobId) -> Result<Vec<(BulkItemState, i64)>> {
        let counts = query(
            "SELECT state, count(*) AS items FROM bulk_items WHERE job_id = $1 GROUP BY state ORDER BY state",
        );
        self.all(counts.bind(job.0), |row| {
            let columns = Columns::of("bulk_items", row);
            Ok((columns.word("state")?, columns.value("items")?))
        })
        .await
    }

    async fn bulk_items_in(
        &mut self,
        job: BulkJobId,
        state: BulkItemState,
        limit: i64,
    ) -> Result<Vec<NamedItem>> {
        let state: &'static str = state.into();
        let items = query(select_items!("AND i.state = $2 ORDER BY i.position LIMIT $3"));
        self.all(items.bind(job.0).bind(state).bind(limit), read_item).await
    }

    async fn bulk_items(&mut self, job: BulkJobId) -> Result<Vec<NamedItem>> {
        self.all(query(select_items!("ORDER BY i.position")).bind(job.0), read_item).await
    }

    async fn save_bulk_item(&mut self, job: BulkJobId, item: &BulkItem, from: BulkItemState) -> Result<()> {
        let from: &'static str = from.into();
        let update = query(
            "UPDATE bulk_items SET state = $4, before = $5, refusal = $6 WHERE job_id = $1 AND position = $2 \
             AND state = $3",
        );
        let update = update
            .bind(job.0)
            .bind(item.position)
            .bind(from)
            .bind(item.state.as_ref())
            .bind(item.before.as_ref().map(to_text).transpose()?)
            .bind(item.refusal.as_ref().map(to_text).transpose()?);
        self.change(update).await
    }
}

fn to_text<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(format!("what cannot be written: {error}")))
}

fn of_text<T: DeserializeOwned>(column: &'static str, text: Option<&str>) -> Result<Option<T>> {
    let read = |text| {
        serde_json::from_str(text)
            .map_err(|error| Error::Corrupt(format!("in bulk_items.{column} what cannot be read: {error}")))
    };
    text.map(read).transpose()
}

fn read_job(row: &Row) -> Result<BulkJob> {
    let columns = Columns::of("bulk_jobs", row);
    Ok(BulkJob {
        id: columns.id("id")?,
        number: columns.value("number")?,
        company_id: columns.id("company_id")?,
        by: columns.id("drawn_up_by")?,
        action: columns.word("action")?,
        to_unit: columns.maybe_id("to_unit")?,
        to_plan: columns.maybe_offering("to_plan")?,
        state: columns.word("state")?,
        created_at: columns.instant("created_at")?,
        finished_at: columns.maybe_instant("finished_at")?,
        version: columns.value("version")?,
    })
}

fn read_item(row: &Row) -> Result<NamedItem> {
    let columns = Columns::of("bulk_items", row);
    let msisdn: Option<&str> = columns.value("msisdn")?;
    let item = BulkItem {
        position: columns.value("position")?,
        line_id: columns.id("line_id")?,
        user_name: columns.value("user_name")?,
        state: columns.word("state")?,
        before: of_text("before", columns.value("before")?)?,
        refusal: of_text("refusal", columns.value("refusal")?)?,
    };
    Ok(NamedItem {
        item,
        code: columns.value("code")?,
        kind: columns.word("kind")?,
        msisdn: msisdn.map(|msisdn| columns.parsed("msisdn", msisdn, Msisdn::parse)).transpose()?,
    })
}
