//! Running what is due: jobs are rows, claimed with a lease, idempotent, retried with growing pauses.

use crate::{
    Desk, Error, Result, acting, agenda::Kind, company, contact_change, data_exports, duplicates, messages,
    messages::Gateway, orders, provisioning, provisioning::Network, requests,
};
use crm::Timestamp;
use jiff::{SignedDuration, ToSpan};
use store::jobs::{Job, JobCounts};
use uuid::Uuid;

/// The ways to the world that jobs need.
pub struct Gateways<'a> {
    /// For messages.
    pub messages: &'a dyn Gateway,
    /// For work orders.
    pub network: &'a dyn Network,
}

/// How long a claimed job stays with whoever claimed it: if they die, somebody else has it after this.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Tries before an order is given up; the pauses between them add up to a day.
const TRIES: i64 = 12;
const AT_ONCE: i64 = 32;

/// Runs jobs that are due; says how many it took. Call again at once while it returns more than zero.
pub async fn run_due(desk: &Desk, gateways: &Gateways<'_>) -> Result<usize> {
    let now = desk.now();
    let leased_until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
    let claimed = desk
        .store
        .write(|mut unit| async move { Ok::<_, Error>(unit.claim_jobs(now, leased_until, AT_ONCE).await?) })
        .await?;
    for job in &claimed {
        let done = run(desk, gateways, job).await;
        let kept = settle(desk, job, done).await;
        if let Err(error) = kept {
            // The lease runs out and the job is run again: it is idempotent.
            tracing::error!(job = job.kind, %error, "the end of a job could not be written down");
        }
    }
    Ok(claimed.len())
}

/// How many jobs wait and how many were given up.
pub async fn count(desk: &Desk) -> Result<JobCounts> {
    desk.store.read(|mut unit| async move { Ok(unit.count_jobs().await?) }).await
}

async fn run(desk: &Desk, gateways: &Gateways<'_>, job: &Job) -> Result<()> {
    let (kind, subject) = parse(job)?;
    match kind {
        Kind::DeliverMessage => messages::deliver(desk, gateways.messages, subject.into()).await,
        Kind::SubmitOrder => orders::submit(desk, subject.into()).await,
        Kind::SendWorkOrder => provisioning::send(desk, gateways.network, subject.into()).await,
        Kind::CloseRequest => requests::close(desk, subject.into()).await,
        Kind::ApplyContactChange => contact_change::apply(desk, subject.into()).await,
        Kind::MakeDataExport => data_exports::make(desk, subject.into()).await,
        Kind::LookForDuplicates => duplicates::look(desk).await,
        Kind::EndActing => acting::expire(desk, subject.into()).await,
        Kind::MoveOrgUnit => company::units::carry_out(desk, subject.into()).await,
        Kind::RunBulkJob | Kind::UndoBulkJob => company::bulk::run(desk, subject.into()).await,
    }
}

fn parse(job: &Job) -> Result<(Kind, Uuid)> {
    let kind = job.kind.parse().map_err(|_| Error::Defect(format!("no job is called {:?}", job.kind)))?;
    let subject =
        job.subject.parse().map_err(|_| Error::Defect(format!("no subject is called {:?}", job.subject)))?;
    Ok((kind, subject))
}

async fn settle(desk: &Desk, job: &Job, done: Result<()>) -> Result<()> {
    let (id, now) = (job.id, desk.now());
    let error = match done {
        Ok(()) => return desk.store.write(|mut unit| async move { Ok(unit.finish_job(id).await?) }).await,
        Err(error) => error.to_string(),
    };
    tracing::warn!(job = job.kind, attempt = job.attempts, error, "a job failed");
    let rest = match parse(job) {
        Ok((Kind::DeliverMessage, subject)) => {
            messages::not_delivered(desk, subject.into(), job.attempts).await?
        }
        Ok((
            Kind::SubmitOrder
            | Kind::SendWorkOrder
            | Kind::CloseRequest
            | Kind::ApplyContactChange
            | Kind::MakeDataExport
            | Kind::LookForDuplicates
            | Kind::EndActing
            | Kind::MoveOrgUnit
            | Kind::RunBulkJob
            | Kind::UndoBulkJob,
            _,
        )) => (job.attempts < TRIES).then(|| pause(job.attempts)),
        // What this version does not know is for people to look at.
        Err(_) => None,
    };
    let again_at = rest.map(|rest| now.checked_add(rest).unwrap_or(Timestamp::MAX));
    let error = error.as_str();
    desk.store
        .write(|mut unit| async move { Ok::<_, Error>(unit.postpone_job(id, again_at, error).await?) })
        .await
}

/// Ten seconds after the first try, twice as long after each further one, six hours at most.
fn pause(attempts: i64) -> SignedDuration {
    let doublings = u32::try_from((attempts - 1).clamp(0, 11)).unwrap_or(0);
    SignedDuration::from_secs((10 * 2_i64.pow(doublings)).min(6 * 3600))
}

/// Forgets what is no longer needed: old sessions, codes, links, drafts, answers, copies and jobs that are done; and makes
/// the keys of names that were written before there were keys.
pub async fn clean_up(desk: &Desk) -> Result<()> {
    let now = desk.now();
    let ago = |hours: i64| now.checked_sub(hours.hours()).unwrap_or(Timestamp::MIN);
    // Longer than any link of theirs leads somewhere.
    let links = desk.settings().contact.wait + desk.settings().contact.take_back;
    let links = now.checked_sub(links.max(crm::data_exports::WAITS)).unwrap_or(Timestamp::MIN);
    while data_exports::expire(desk).await? > 0 {}
    while key_names(desk).await? > 0 {}
    desk.store
        .write(|mut unit| async move {
            unit.forget_sessions(ago(24)).await?;
            unit.forget_codes(ago(24)).await?;
            unit.forget_second_steps(ago(24)).await?;
            unit.forget_challenges(ago(1)).await?;
            unit.forget_links(links).await?;
            unit.forget_drafts(ago(24)).await?;
            unit.forget_attempts(ago(24)).await?;
            unit.forget_answers(ago(24 * 7)).await?;
            unit.forget_jobs(ago(24 * 7)).await?;
            Ok(())
        })
        .await
}

/// Makes the keys of some names that have none; says of how many.
async fn key_names(desk: &Desk) -> Result<u64> {
    const AT_ONCE: i64 = 500;
    desk.store.write(|mut unit| async move { Ok(unit.key_names(AT_ONCE).await?) }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_six_hours_and_add_up_to_about_a_day() {
        assert_eq!(pause(1), SignedDuration::from_secs(10));
        assert_eq!(pause(2), SignedDuration::from_secs(20));
        assert_eq!(pause(12), SignedDuration::from_secs(20_480));
        assert_eq!(pause(40), SignedDuration::from_secs(20_480));
        let total: i64 = (1..TRIES).map(|attempt| pause(attempt).as_secs()).sum();
        assert!((10..=30).contains(&(total / 3600 * 2)), "{total}");
    }
}
