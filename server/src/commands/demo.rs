//! `wangting demo`: the demo operator, with an account for each state worth seeing.
//!
//! Doing it again brings in nothing twice and chooses the same customers, as long as they are still in the state they
//! were chosen for: who paid in the meantime no longer owes, and another one takes their place.

mod accounts;
mod choice;
mod companies;

use super::import::{bring_in, put_catalogue, summary};
use crate::{
    config::Configuration,
    desk,
    import::{DEMO_FILE, Row, catalogue::Catalogue, parse, stratified},
};
use accounts::{Account, prepare, prepare_people};
use anyhow::{Context as _, Result};
use choice::choose;
use clap::Args;
use crm::customers::Customer;
use operations::Desk;
use std::collections::BTreeSet;
use store::Error;

/// Options of `demo`.
#[derive(Args, Debug)]
pub struct Demo {
    /// All 7,043 customers
    #[arg(long)]
    pub all: bool,
    /// Accounts for each state, for tests that change what they touch
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    pub each: usize,
    /// Print the accounts as JSON
    #[arg(long)]
    pub json: bool,
}

/// Customers of a demo that was not asked for all of them.
const SAMPLE: usize = 500;
/// Customers read at a time.
const PAGE: i64 = 1000;

/// Makes the demo operator and prints its accounts.
pub async fn run(configuration: &Configuration, wishes: &Demo) -> Result<()> {
    let desk = desk(configuration).await?;
    let made = make(configuration, wishes, &desk).await;
    desk.store().close().await;
    let accounts = made?;
    if wishes.json {
        println!("{}", serde_json::to_string_pretty(&accounts).context("the accounts cannot be written")?);
    } else {
        print!("{}", table(&accounts));
    }
    Ok(())
}

async fn make(configuration: &Configuration, wishes: &Demo, desk: &Desk) -> Result<Vec<Account>> {
    let catalogue = Catalogue::demo();
    let rows: Vec<Row> = parse(DEMO_FILE, &catalogue)?.collect::<Result<_, _>>()?;
    let sample = stratified(rows.clone(), SAMPLE);
    // Accounts come from the sample, so that they are the same with and without `--all`, and are never real customers.
    let codes: BTreeSet<String> = sample.iter().map(|row| row.code.clone()).collect();
    let wanted = if wishes.all { rows } else { sample };

    let mut customers = known(desk).await.context("the customers cannot be read")?;
    let there: BTreeSet<&str> = customers.iter().map(|customer| customer.code.as_str()).collect();
    if wanted.iter().any(|row| !there.contains(row.code.as_str())) {
        put_catalogue(desk.store(), &catalogue).await.context("the catalogue cannot be written")?;
        let rows = wanted.into_iter().map(Ok).collect();
        // Its numbers of identity documents are made up; `serve --demo` finds them by the same key.
        let key = Configuration { demo: true, ..configuration.clone() }.index_key();
        let offset = configuration.offset.get();
        let done = bring_in(desk.store(), catalogue, rows, desk.today(), offset, key).await?;
        eprintln!("{}", summary(done.imported, done.report.customers(), done.took));
        customers = known(desk).await.context("the customers cannot be read")?;
    }
    customers.retain(|customer| codes.contains(&customer.code));
    let chosen =
        choose(desk, customers.clone(), wishes.each).await.context("the accounts cannot be chosen")?;
    customers.retain(|customer| chosen.iter().all(|chosen| chosen.customer.id != customer.id));
    let mut accounts = prepare(desk, chosen).await.context("the accounts cannot be prepared")?;
    let people = companies::bring_in(desk, &customers).await.context("the companies cannot be brought in")?;
    accounts.extend(prepare_people(desk, people).await.context("their people cannot be prepared")?);
    Ok(accounts)
}

/// All customers in order of code.
async fn known(desk: &Desk) -> Result<Vec<Customer>, Error> {
    desk.store()
        .read(|mut unit| async move {
            let mut customers = Vec::new();
            loop {
                let after = customers.last().map_or(String::new(), |last: &Customer| last.code.clone());
                let page = unit.customers_after(&after, PAGE).await?;
                if page.is_empty() {
                    return Ok(customers);
                }
                customers.extend(page);
            }
        })
        .await
}

fn table(accounts: &[Account]) -> String {
    let width = |part: fn(&Account) -> &str| {
        accounts.iter().map(|account| part(account).chars().count()).max().unwrap_or_default()
    };
    let (states, logins, passwords) =
        (width(|account| account.state), width(|account| account.login()), width(|account| account.password));
    let line = |account: &Account| {
        let (state, login, password) = (account.state, account.login(), account.password);
        format!("{state:states$}  {login:logins$}  {password:passwords$}  {}\n", account.note)
    };
    accounts.iter().map(line).collect()
}
