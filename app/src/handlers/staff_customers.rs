//! `/staff/customers`: finding a customer, opening the file, stepping into their place. R-CUS-5

use crate::{
    forms::Form,
    locales::{flash::Flash, staff_customers as t},
    pages::staff_customers::{self as pages, Attempt},
    paging,
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
};
use operations::{
    Error, Refusal,
    acting::{self, BeginActing},
    corrections::{self, Propose},
    staff_customers::{self, CustomerFile, OpenCustomer},
};

pub(crate) async fn find(visit: Visit, Query(asked): paging::Asked) -> Outcome {
    let term = asked.get("q").map(|term| term.trim().to_owned()).unwrap_or_default();
    let found = match term.as_str() {
        "" => None,
        term => Some(staff_customers::find(visit.desk(), &visit.actor, term).await?),
    };
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Customers, || pages::find(language, &term, found)))
}

pub(crate) async fn show(visit: Visit, Path(code): Path<String>) -> Outcome {
    page(&visit, &code, Attempt::default()).await
}

pub(crate) async fn open(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = OpenCustomer {
        customer: code.clone(),
        purpose: form.get("purpose").parse().ok(),
        request: form.get("request").to_owned(),
        reason: form.raw("reason").to_owned(),
    };
    let key = form.key(|| visit.key());
    match staff_customers::open(visit.desk(), &visit.actor, key, &command).await {
        Ok(_) => Ok(visit.done(&format!("/staff/customers/{code}"), Flash::FileOpened)),
        Err(error) => again(&visit, &code, form, error).await,
    }
}

pub(crate) async fn act(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = BeginActing {
        customer: code.clone(),
        purpose: form.get("purpose").parse().ok(),
        request: form.get("request").to_owned(),
        caller_on_the_line: form.is_ticked("caller"),
        reason: form.raw("reason").to_owned(),
    };
    let key = form.key(|| visit.key());
    match acting::begin(visit.desk(), &visit.actor, key, &command).await {
        Ok(_) => visit.done_anew("/", Flash::ActingBegun).await,
        Err(error) => again(&visit, &code, form, error).await,
    }
}

pub(crate) async fn correct(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = Propose {
        customer: code.clone(),
        name: form.get("name").to_owned(),
        reason: form.raw("why").to_owned(),
    };
    let key = form.key(|| visit.key());
    match corrections::propose(visit.desk(), &visit.actor, key, &command).await {
        Ok(_) => Ok(visit.done(&format!("/staff/customers/{code}"), Flash::CorrectionProposed)),
        Err(error) => again(&visit, &code, form, error).await,
    }
}

/// The same page, with what was typed and what is amiss with it.
async fn again(visit: &Visit, code: &str, typed: Form, error: Error) -> Outcome {
    match error {
        Error::Refused(Refusal::Acting(refusal)) => {
            page(visit, code, Attempt { typed, refusal: Some(refusal), correction: None }).await
        }
        Error::Refused(Refusal::Correction(refusal)) => {
            page(visit, code, Attempt { typed, refusal: None, correction: Some(refusal) }).await
        }
        error => Err(error.into()),
    }
}

async fn page(visit: &Visit, code: &str, attempt: Attempt) -> Outcome {
    let file = staff_customers::view(visit.desk(), &visit.actor, code).await?;
    let (language, key, other_key) = (visit.language, visit.key(), visit.key());
    let status = if attempt.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let path = format!("/staff/customers/{code}");
    let title = t::customer_title(language, code);
    Ok(match file {
        CustomerFile::Closed { code } => visit.page_with(status, &path, title, Section::Customers, || {
            pages::closed(language, &code, &attempt, key)
        }),
        CustomerFile::Open(view) => visit.page_with(status, &path, title, Section::Customers, || {
            pages::view(language, *view, &attempt, [key, other_key])
        }),
    })
}
