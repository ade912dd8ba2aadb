//! Jobs in SQL.

use super::{CLAIM_JOBS, Columns, Instant, Row, Session, query};
use crate::{
    Result,
    jobs::{Job, JobCounts, Jobs},
};
use async_trait::async_trait;
use crm::{Timestamp, ids::JobId};

#[async_trait]
impl Jobs for Session {
    async fn enqueue(&mut self, job: &Job) -> Result<()> {
        let insert = query(
            "INSERT INTO jobs (id, kind, subject, due_at, attempts, state, last_error) \
             VALUES ($1, $2, $3, $4, $5, 'waiting', $6) ON CONFLICT (kind, subject) DO NOTHING",
        );
        let insert = insert
            .bind(job.id.0)
            .bind(&job.kind)
            .bind(&job.subject)
            .bind(Instant(job.due_at))
            .bind(job.attempts)
            .bind(&job.last_error);
        self.run(insert).await?;
        Ok(())
    }

    async fn claim_jobs(&mut self, now: Timestamp, leased_until: Timestamp, limit: i64) -> Result<Vec<Job>> {
        let claim = query(CLAIM_JOBS).bind(Instant(now)).bind(Instant(leased_until)).bind(limit);
        let mut jobs = self.all(claim, read_job).await?;
        // What an update returns has no order.
        jobs.sort_by_key(|job| (job.due_at, job.id));
        Ok(jobs)
    }

    async fn finish_job(&mut self, id: JobId) -> Result<()> {
        self.change(query("UPDATE jobs SET state = 'done', leased_until = NULL WHERE id = $1").bind(id.0))
            .await
    }

    async fn postpone_job(&mut self, id: JobId, due_at: Option<Timestamp>, error: &str) -> Result<()> {
        let update = query(
            "UPDATE jobs SET state = CASE WHEN $2 IS NULL THEN 'failed' ELSE 'waiting' END, \
             due_at = coalesce($2, due_at), leased_until = NULL, last_error = $3 WHERE id = $1",
        );
        self.change(update.bind(id.0).bind(due_at.map(Instant)).bind(error)).await
    }

    async fn forget_jobs(&mut self, before: Timestamp) -> Result<u64> {
        self.run(query("DELETE FROM jobs WHERE state = 'done' AND due_at < $1").bind(Instant(before))).await
    }

    async fn count_jobs(&mut self) -> Result<JobCounts> {
        let waiting =
            self.number(query("SELECT count(*) AS number FROM jobs WHERE state = 'waiting'")).await?;
        let failed = self.number(query("SELECT count(*) AS number FROM jobs WHERE state = 'failed'")).await?;
        Ok(JobCounts { waiting, failed })
    }
}

fn read_job(row: &Row) -> Result<Job> {
    let columns = Columns::of("jobs", row);
    Ok(Job {
        id: columns.id("id")?,
        kind: columns.value("kind")?,
        subject: columns.value("subject")?,
        due_at: columns.instant("due_at")?,
        attempts: columns.value("attempts")?,
        last_error: columns.value("last_error")?,
    })
}
