//! `wangting company`: looks after companies.

use crate::{config::Configuration, desk};
use anyhow::{Result, bail};
use operations::{Error, company::founding};

/// Makes an organisation a company with a tree, and another customer its owner.
pub async fn found(configuration: &Configuration, company: &str, owner: &str) -> Result<()> {
    let desk = desk(configuration).await?;
    let founded = founding::found(&desk, company, owner).await;
    desk.store().close().await;
    match founded {
        Ok(()) => {
            println!("{owner} owns {company}, at /company/{company}");
            Ok(())
        }
        Err(Error::NotFound) => {
            bail!(
                "there is no organisation with the code {company:?}, or no customer with the code {owner:?}"
            )
        }
        Err(error) => Err(error.into()),
    }
}
