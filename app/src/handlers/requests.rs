//! `/requests`: questions, complaints, faults, losses. R-SRV-1, R-SRV-2

use crate::{
    forms::Form,
    locales::{flash::Flash, requests as t},
    paging,
    pages::requests as pages,
    render::Section,
    request::{Failure, Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    response::Response,
};
use crm::requests::FieldError;
use operations::{
    Error, Refusal,
    requests::{self, Cancel, FileRequest, Reopen, Reply},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where a page of the list begins.
#[derive(Deserialize)]
pub(crate) struct Paging {
    before: Option<String>,
}

pub(crate) async fn list(visit: Visit, Query(Paging { before }): Query<Paging>) -> Outcome {
    let view = requests::list(visit.desk(), &visit.actor, paging::read(before.as_deref())).await?;
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Requests, || pages::list(language, view)))
}

/// The form; a link may fill in category, line, bill and subject.
pub(crate) async fn new(visit: Visit, Query(given): Query<BTreeMap<String, String>>) -> Outcome {
    let typed = visit.draft().await?;
    let typed = if typed.is_empty() { Form::new(given) } else { typed };
    form(&visit, &typed, Vec::new()).await
}

pub(crate) async fn file(visit: Visit, typed: Form) -> Outcome {
    let command = FileRequest {
        category: typed.get("category").parse().ok(),
        subject: typed.get("subject").to_owned(),
        text: typed.raw("text").to_owned(),
        desired_outcome: typed.raw("desired_outcome").to_owned(),
        line: typed.get("line").to_owned(),
        bill: typed.get("bill").to_owned(),
        stolen: typed.is_ticked("stolen"),
        call_back: typed.is_ticked("call_back"),
    };
    match requests::file(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await {
        Ok(filed) => {
            let flash = if filed.line_barred { Flash::LineBarred } else { Flash::RequestFiled };
            Ok(visit.done(&format!("/requests/{}", filed.number), flash))
        }
        Err(Error::Refused(Refusal::Draft(errors))) => form(&visit, &typed, errors).await,
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn show(visit: Visit, Path(number): Path<String>) -> Outcome {
    page(&visit, &number, &Form::default(), Vec::new()).await
}

pub(crate) async fn reply(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Reply { number: number.clone(), text: typed.raw("text").to_owned() };
    let done = requests::reply(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    answer(&visit, &number, &typed, done, Flash::ReplySent).await
}

pub(crate) async fn cancel(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Cancel { number: number.clone(), reason: typed.raw("reason").to_owned() };
    let done = requests::cancel(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    answer(&visit, &number, &typed, done, Flash::RequestCancelled).await
}

pub(crate) async fn reopen(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Reopen { number: number.clone(), text: typed.raw("text").to_owned() };
    let done = requests::reopen(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    answer(&visit, &number, &typed, done, Flash::RequestReopened).await
}

async fn answer(
    visit: &Visit,
    number: &str,
    typed: &Form,
    done: Result<requests::RequestStands, Error>,
    flash: Flash,
) -> Outcome {
    match done {
        Ok(stands) => Ok(visit.done(&format!("/requests/{}", stands.number), flash)),
        Err(Error::Refused(Refusal::Draft(errors))) => page(visit, number, typed, errors).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, number: &str, typed: &Form, errors: Vec<FieldError>) -> Result<Response, Failure> {
    let view = requests::view(visit.desk(), &visit.actor, number).await?;
    let (language, keys) = (visit.language, [visit.key(), visit.key()]);
    let title = t::request_title(language, number);
    let path = format!("/requests/{number}");
    Ok(if errors.is_empty() {
        visit.page(title, Section::Requests, || pages::request(language, view, typed, errors, keys))
    } else {
        visit.unprocessable(&path, title, Section::Requests, || {
            pages::request(language, view, typed, errors, keys)
        })
    })
}

async fn form(visit: &Visit, typed: &Form, errors: Vec<FieldError>) -> Result<Response, Failure> {
    let view = requests::form(visit.desk(), &visit.actor).await?;
    let (language, key) = (visit.language, visit.key());
    let title = t::new_title(language);
    Ok(if errors.is_empty() {
        visit.page(title, Section::Requests, || pages::form(language, view, typed, errors, key))
    } else {
        visit.unprocessable("/requests/new", title, Section::Requests, || {
            pages::form(language, view, typed, errors, key)
        })
    })
}
