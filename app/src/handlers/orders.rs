//! `/orders`. R-ORD-3, R-ORD-6

mod live;

pub(crate) use live::events;

use crate::{
    forms::Form,
    locales::{flash::Flash, orders as t},
    pages::orders as pages,
    paging::{self, Asked},
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
};
use crm::orders::Choice;
use operations::{
    Error, Refusal,
    orders::{self, Decide},
};

pub(crate) async fn list(visit: Visit, Query(asked): Asked) -> Outcome {
    let before = asked.get("before").and_then(|place| paging::read(place));
    let view = orders::list(visit.desk(), &visit.actor, before).await?;
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Orders, || pages::list(language, view, before.is_none())))
}

pub(crate) async fn show(visit: Visit, Path(number): Path<String>) -> Outcome {
    page(&visit, StatusCode::OK, &number, None).await
}

pub(crate) async fn withdraw(visit: Visit, Path(number): Path<String>, form: Form) -> Outcome {
    decide(&visit, number, &form, Choice::Withdraw, Flash::OrderWithdrawn).await
}

pub(crate) async fn retry(visit: Visit, Path(number): Path<String>, form: Form) -> Outcome {
    decide(&visit, number, &form, Choice::Retry, Flash::OrderRetried).await
}

async fn decide(visit: &Visit, number: String, form: &Form, choice: Choice, flash: Flash) -> Outcome {
    let command = Decide { number, choice };
    match orders::decide(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await {
        Ok(decided) => Ok(visit.done(&format!("/orders/{}", decided.number), flash)),
        Err(Error::Refused(Refusal::Order(refusal))) => {
            page(visit, StatusCode::CONFLICT, &command.number, Some(refusal)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    number: &str,
    refusal: Option<crm::orders::Refusal>,
) -> Outcome {
    let view = orders::view(visit.desk(), &visit.actor, number).await?;
    let (language, keys) = (visit.language, [visit.key(), visit.key()]);
    let (title, path) = (t::order_title(language, number), format!("/orders/{number}"));
    Ok(visit.page_with(status, &path, title, Section::Orders, || pages::order(language, view, refusal, keys)))
}
