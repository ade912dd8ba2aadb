//! `wangting staff`: looks after the operator's staff.

use super::read_password;
use crate::{config::Configuration, desk};
use anyhow::{Result, bail};
use crm::sign_in::StaffRole;
use operations::{Error, Refusal, sign_in};

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
