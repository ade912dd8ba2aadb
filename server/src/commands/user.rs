//! `wangting user`: looks after customers' accounts.

use super::{read_password, tell_factors};
use crate::{config::Configuration, desk};
use anyhow::{Result, bail};
use operations::{Error, Refusal, second_factor, sign_in};

/// Sets a customer's service password, read from standard input.
pub async fn set_password(configuration: &Configuration, customer: &str) -> Result<()> {
    let password = read_password()?;
    let desk = desk(configuration).await?;
    let set = sign_in::set_password(&desk, customer, &password).await;
    desk.store().close().await;
    match set {
        Ok(set) if set.changed => {
            println!("the password of {} is set; sessions ended: {}", set.whose, set.sessions_ended);
            Ok(())
        }
        Ok(set) => {
            println!("{} has this password already", set.whose);
            Ok(())
        }
        Err(Error::NotFound) => bail!("there is no customer with the code or mobile number {customer:?}"),
        Err(Error::Refused(Refusal::Password(refusal))) => bail!("this password is not accepted: {refusal}"),
        Err(error) => Err(error.into()),
    }
}

/// Takes away the second factor and the passkeys of a customer who lost them all.
pub async fn remove_factors(configuration: &Configuration, customer: &str) -> Result<()> {
    let desk = desk(configuration).await?;
    let taken = match sign_in::find(&desk, customer).await {
        Ok(known) => second_factor::take_away(&desk, &known).await,
        Err(error) => Err(error),
    };
    desk.store().close().await;
    match taken {
        Ok(taken) => {
            tell_factors(&taken);
            Ok(())
        }
        Err(Error::NotFound) => bail!("there is no customer with the code or mobile number {customer:?}"),
        Err(error) => Err(error.into()),
    }
}
