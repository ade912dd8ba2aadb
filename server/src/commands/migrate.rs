//! `wangting migrate`: brings the tables up to date, for operators who do that before they start a new version.

use crate::config::Configuration;
use anyhow::{Context as _, Result};
use store::Store;

/// Opens the database, which brings its tables up to date.
pub async fn run(configuration: &Configuration) -> Result<()> {
    let store =
        Store::open(&configuration.database).await.context("the database cannot be brought up to date")?;
    println!("the {} database is up to date", store.engine_name());
    store.close().await;
    Ok(())
}
