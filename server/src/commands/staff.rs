//! `wangting staff`: looks after the operator's staff.

use super::{read_password, tell_factors};
use crate::{config::Configuration, desk};
use anyhow::{Result, bail};
use crm::sign_in::StaffRole;
use operations::{Error, Refusal, second_factor, sign_in};

/// Adds a member of staff with a password read from standard input, or sets the password of one who is there.
pub async fn add(configuration: &Configuration, name: &str, role: StaffRole) -> Result<()> {
    let password = read_password()?;
    let desk = desk(configuration).await?;
    let added = sign_in::add_staff(&desk, name, role, &password).await;
    desk.store().close().await;
    match added {
        Ok(set) => {
            println!("{} can sign in at /staff/sign-in", set.whose);
            Ok(())
        }
        Err(Error::Refused(Refusal::Password(refusal))) => bail!("this password is not accepted: {refusal}"),
        Err(Error::Refused(Refusal::SignIn(_))) => bail!("{name:?} is not a name that staff can have"),
        Err(error) => Err(error.into()),
    }
}

/// Takes away the second factor and the passkeys of a member of staff who lost them all.
pub async fn remove_factors(configuration: &Configuration, name: &str) -> Result<()> {
    let desk = desk(configuration).await?;
    let taken = match sign_in::find_staff(&desk, name).await {
        Ok(known) => second_factor::take_away(&desk, &known).await,
        Err(error) => Err(error),
    };
    desk.store().close().await;
    match taken {
        Ok(taken) => {
            tell_factors(&taken);
            Ok(())
        }
        Err(Error::NotFound) => bail!("there is no member of staff with the name {name:?}"),
        Err(error) => Err(error.into()),
    }
}
