//! `wangting doctor`: does the database answer, are its books right.

use crate::{config::Configuration, machine::SystemClock};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use crm::{
    Timestamp,
    audit::chain::{Broken, Head},
    ids::TransactionId,
};
use operations::{
    audit::{self, Verified},
    desk::Clock as _,
};
use std::time::{Duration, Instant};
use store::{Error, Store, audit::Backlog, jobs::JobCounts};

/// Options of `doctor`.
#[derive(Args, Debug)]
pub struct Doctor {
    /// Print the configuration in effect, without secrets
    #[arg(long)]
    pub configuration: bool,
    /// Follow the whole chain of seals over the audit trail
    #[arg(long)]
    pub audit: bool,
    /// A head of the chain that was printed formerly and has to be in it still
    #[arg(long, value_name = "HASH@POSITION", requires = "audit")]
    pub expect: Option<Head>,
}

/// What was found.
struct Findings {
    customers: i64,
    jobs: JobCounts,
    sealed: Head,
    unsealed: Backlog,
    unbalanced: Vec<TransactionId>,
    not_adding_up: Vec<String>,
}

/// Checks, prints what was found, and fails when something is wrong.
pub async fn run(configuration: &Configuration, wishes: &Doctor) -> Result<()> {
    if wishes.configuration {
        print!("{}", toml::to_string(configuration).context("the configuration cannot be written")?);
        println!();
    }
    let store = Store::open(&configuration.database).await.context("the database cannot be opened")?;
    store.ping().await.context("the database does not answer")?;
    let found = store
        .read(|mut unit| async move {
            Ok::<_, Error>(Findings {
                customers: unit.count_customers().await?,
                jobs: unit.count_jobs().await?,
                sealed: unit.chain_head().await?,
                unsealed: unit.audit_backlog().await?,
                unbalanced: unit.unbalanced_transactions().await?,
                not_adding_up: unit.bills_not_adding_up().await?,
            })
        })
        .await;
    let engine = store.engine_name();
    let trail = if wishes.audit { Some(follow(&store, wishes.expect).await) } else { None };
    store.close().await;
    let Findings { customers, jobs, sealed, unsealed, unbalanced, not_adding_up } =
        found.context("the database cannot be checked")?;

    println!("database    {engine} answers, its tables are up to date");
    println!("customers   {customers}");
    println!("jobs        {} waiting, {} given up", jobs.waiting, jobs.failed);
    println!("audit       {} events sealed, {}", sealed.position, waiting(unsealed, SystemClock.now()));
    let mut wrong = 0;
    let mut verdict = |what: &str, sound: &str, faults: Vec<String>| {
        if faults.is_empty() {
            println!("{what:11} {sound}");
        } else {
            wrong += 1;
            println!("{what:11} WRONG: {}", faults.join(", "));
        }
    };
    verdict(
        "ledger",
        "every transaction sums to zero",
        unbalanced.iter().map(|id| id.0.to_string()).collect(),
    );
    verdict("bills", "the lines of every bill add up to its total", not_adding_up);
    let bent = match trail {
        Some(trail) => !report(trail.context("the audit trail cannot be read")?),
        None => false,
    };
    match (wrong > 0, bent) {
        (false, false) => Ok(()),
        (true, false) => bail!("the books are wrong"),
        (false, true) => bail!("the audit trail is broken"),
        (true, true) => bail!("the books are wrong, and the audit trail is broken"),
    }
}

fn waiting(unsealed: Backlog, now: Timestamp) -> String {
    match unsealed.waiting {
        0 => "none waiting".to_owned(),
        waiting => format!("{waiting} waiting, the oldest for {} s", unsealed.age(now).as_secs()),
    }
}

/// How the chain was found, and how long following it took.
type Trail = (std::result::Result<Verified, Broken>, Duration);

async fn follow(store: &Store, noted: Option<Head>) -> operations::Result<Trail> {
    let begin = Instant::now();
    let verified = audit::verify(store, noted).await?;
    Ok((verified, begin.elapsed()))
}

/// Prints how the chain was found; says whether it is whole.
fn report((verified, took): Trail) -> bool {
    match verified {
        Ok(Verified { head, waiting, forgotten }) => {
            println!(
                "chain       {} links hold, {waiting} events wait; followed in {:.1} s",
                head.position,
                took.as_secs_f64()
            );
            if head != Head::BEGINNING {
                println!("head        {head}");
            }
            if forgotten != 0 {
                println!("chain       WRONG: {forgotten} events are neither sealed nor wait for it");
            }
            forgotten == 0
        }
        Err(broken) => {
            println!("chain       WRONG: {broken}");
            println!("chain       {} links before it hold", broken.position - 1);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_is_told_with_its_age() {
        let (oldest, now) =
            ("2026-11-10T02:00:00Z".parse().unwrap(), "2026-11-10T02:01:05Z".parse().unwrap());
        assert_eq!(waiting(Backlog::default(), now), "none waiting");
        let backlog = Backlog { waiting: 3, oldest: Some(oldest) };
        assert_eq!(waiting(backlog, now), "3 waiting, the oldest for 65 s");
    }
}
