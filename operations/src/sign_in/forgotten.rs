//! A new password in place of a forgotten one: by a code to the customer's number, and the second factor of whoever has
//! one. R-CUS-10
//!
//! Numbers that belong to nobody get the same answers as they do when a code signs in.

use super::{
    Browser, Identifier, Opened, Refusal, codes, credentials, fresh_token,
    known::Known,
    open, record_refusal,
    second_step::{StepToken, begin, has_factor, open_step},
    token_hash,
};
use crate::{Actor, Desk, Error, Result, access::Operation};
use crm::{
    customers::Msisdn,
    sign_in::{Proof, StepPurpose, check_password},
};

/// Takes the code that was sent last. The token leads to the new password, for ten minutes.
pub async fn prove_for_new_password(
    desk: &Desk,
    mobile: &str,
    typed: &str,
    browser: &Browser,
) -> Result<StepToken> {
    let mobile = &Msisdn::parse(mobile).ok_or(Refusal::BadMobile)?;
    let identifier = &Identifier::Mobile(mobile.clone());
    let digits = &codes::digits(typed).ok_or(Refusal::BadCode)?;
    let token = &fresh_token(desk);
    let tried = desk
        .store
        .write(|mut unit| async move {
            match codes::check(desk, &mut unit, mobile, digits, browser).await? {
                Ok(known) => {
                    let (purpose, proof) = (StepPurpose::NewPassword, Proof::OneTimeCode);
                    begin(desk, &mut unit, &known, purpose, None, proof, token).await?;
                    Ok(Ok(()))
                }
                Err(refusal) => {
                    record_refusal(desk, &mut unit, identifier, refusal, &browser.address).await?;
                    // Not an error of the transaction: the wrong try is to be kept.
                    Ok::<_, Error>(Err(refusal))
                }
            }
        })
        .await?;
    tried?;
    Ok(StepToken(token.clone()))
}

/// Sets the new password. All sessions end and one opens; the customer is told.
pub async fn set_forgotten_password(
    desk: &Desk,
    token: &str,
    new: &str,
    browser: &Browser,
) -> Result<Opened> {
    let known = desk
        .store
        .read(|mut unit| async move {
            match open_step(desk, &mut unit, token).await? {
                Some(step) => Known::load(&mut unit, step.holder).await.map(Some),
                None => Ok(None),
            }
        })
        .await?;
    let Some(Known::Customer(customer)) = known else { return Err(Refusal::StepOver.into()) };
    if let Err(refusal) = check_password(new, &customer) {
        let error = Error::from(refusal);
        desk.record_failure(&Actor::Visitor, Operation::SignIn, "", &error).await;
        return Err(error);
    }
    let password_hash = &desk.passwords.hash(new, desk.secret()).await?;
    let fresh = &fresh_token(desk);
    let actor = desk
        .store
        .write(|mut unit| async move {
            // Read anew in the transaction: a token sets one password.
            let step = open_step(desk, &mut unit, token).await?;
            let step =
                step.filter(|step| step.purpose == StepPurpose::NewPassword).ok_or(Refusal::StepOver)?;
            if has_factor(&mut unit, step.holder).await? && !step.proof.is_strong() {
                return Err(Refusal::StepOver.into());
            }
            unit.end_second_step(&token_hash(token)).await?;
            let known = Known::load(&mut unit, step.holder).await?;
            credentials::put(desk, &mut unit, &known, password_hash, &Actor::Visitor).await?;
            open(desk, &mut unit, known, step.proof, browser, fresh).await
        })
        .await?;
    Ok(Opened { token: fresh.clone(), actor })
}
