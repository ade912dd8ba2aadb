//! `wangting doctor`: does the database answer, are its books right.

use crate::config::Configuration;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use crm::ids::TransactionId;
use store::{Error, Store, jobs::JobCounts};

/// Options of `doctor`.
#[derive(Args, Debug)]
pub struct Doctor {
    /// Print the configuration in effect, without secrets
    #[arg(long)]
    pub configuration: bool,
}

/// What was found.
struct Findings {
    customers: i64,
    jobs: JobCounts,
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
                unbalanced: unit.unbalanced_transactions().await?,
                not_adding_up: unit.bills_not_adding_up().await?,
            })
        })
        .await;
    let engine = store.engine_name();
    store.close().await;
    let Findings { customers, jobs, unbalanced, not_adding_up } =
        found.context("the database cannot be checked")?;

    println!("database    {engine} answers, its tables are up to date");
    println!("customers   {customers}");
    println!("jobs        {} waiting, {} given up", jobs.waiting, jobs.failed);
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
    if wrong > 0 {
        bail!("the books are wrong");
    }
    Ok(())
}
