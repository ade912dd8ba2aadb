//! `/sign-in/again`: proving again who one is. R-CUS-10

use crate::{
    forms::Form,
    handlers::{
        language::local,
        second_step::enter,
        sign_in::{Next, browser, remember},
    },
    locales::sign_in as t,
    pages::sign_in_again as pages,
    request::{Outcome, Visit},
};
use axum::extract::Query;
use operations::{
    Error, Refusal,
    sign_in::{self, Entry},
};

pub(crate) async fn show(visit: Visit, Query(Next { next }): Query<Next>) -> Outcome {
    let provable = sign_in::provable(visit.desk(), &visit.actor).await?;
    let (language, demo) = (visit.language, visit.hall.demo);
    let passkeys = visit.hall.relying_party.is_available();
    Ok(visit.page(t::again_title(language), None, || {
        pages::prove(language, provable, None, local(&next), passkeys, demo)
    }))
}

pub(crate) async fn by_password(visit: Visit, form: Form) -> Outcome {
    let proved = sign_in::prove_by_password(visit.desk(), &visit.actor, form.raw("password")).await;
    refused_or_on(&visit, &form, proved).await
}

pub(crate) async fn request_code(visit: Visit, form: Form) -> Outcome {
    let (language, demo, browser) = (visit.language, visit.hall.demo, browser(&visit));
    match sign_in::request_own_code(visit.desk(), &visit.actor, &browser).await {
        Ok(sent) => {
            visit.hall.work.notify_one();
            let page = visit.page(t::enter_title(language), None, || {
                pages::enter_code(language, None, Some(&sent), local(form.get("next")), demo)
            });
            Ok(remember(&visit, &browser, page))
        }
        Err(error) => refused_or_on(&visit, &form, Err(error)).await,
    }
}

pub(crate) async fn by_code(visit: Visit, form: Form) -> Outcome {
    let browser = browser(&visit);
    match sign_in::prove_by_code(visit.desk(), &visit.actor, form.get("code"), &browser).await {
        Ok(entry) => Ok(enter(&visit, &entry, form.get("next"))),
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            let (language, demo) = (visit.language, visit.hall.demo);
            Ok(visit.unprocessable("/sign-in/again", t::enter_title(language), None, || {
                pages::enter_code(language, Some(refusal), None, local(form.get("next")), demo)
            }))
        }
        Err(error) => Err(error.into()),
    }
}

async fn refused_or_on(visit: &Visit, form: &Form, proved: Result<Entry, Error>) -> Outcome {
    match proved {
        Ok(entry) => Ok(enter(visit, &entry, form.get("next"))),
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            let provable = sign_in::provable(visit.desk(), &visit.actor).await?;
            let (language, demo) = (visit.language, visit.hall.demo);
            let passkeys = visit.hall.relying_party.is_available();
            Ok(visit.unprocessable("/sign-in/again", t::again_title(language), None, || {
                pages::prove(language, provable, Some(refusal), local(form.get("next")), passkeys, demo)
            }))
        }
        Err(error) => Err(error.into()),
    }
}
