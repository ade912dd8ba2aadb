//! `/requests`: questions, complaints, faults, losses. R-SRV-1, R-SRV-2

use crate::{
    forms::Form,
    locales::{flash::Flash, requests as t},
    pages::requests::{self as pages, Attempt},
    paging,
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
};
use operations::{
    Error,
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
    let before = before.as_deref().and_then(paging::read);
    let view = requests::list(visit.desk(), &visit.actor, before).await?;
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Requests, || pages::list(language, view, before.is_none())))
}

/// The form; a link may fill in category, line, bill and subject.
pub(crate) async fn new(visit: Visit, Query(given): Query<BTreeMap<String, String>>) -> Outcome {
    let typed = visit.draft().await?;
    let typed = if typed.is_empty() { Form::new(given) } else { typed };
    form(&visit, Attempt::begun(typed)).await
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
        Err(error) => form(&visit, Attempt::failed(typed, error)?).await,
    }
}

pub(crate) async fn show(visit: Visit, Path(number): Path<String>) -> Outcome {
    let typed = visit.draft().await?;
    page(&visit, &number, Attempt::begun(typed)).await
}

pub(crate) async fn reply(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Reply { number: number.clone(), text: typed.raw("text").to_owned() };
    let done = requests::reply(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    answer(&visit, &number, typed, done, Flash::ReplySent).await
}

pub(crate) async fn cancel(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Cancel { number: number.clone(), reason: typed.raw("reason").to_owned() };
    let done = requests::cancel(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    answer(&visit, &number, typed, done, Flash::RequestCancelled).await
}

pub(crate) async fn reopen(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Reopen { number: number.clone(), text: typed.raw("text").to_owned() };
    let done = requests::reopen(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    answer(&visit, &number, typed, done, Flash::RequestReopened).await
}

async fn answer(
    visit: &Visit,
    number: &str,
    typed: Form,
    done: Result<requests::RequestStands, Error>,
    flash: Flash,
) -> Outcome {
    match done {
        Ok(stands) => Ok(visit.done(&format!("/requests/{}", stands.number), flash)),
        Err(error) => page(visit, number, Attempt::failed(typed, error)?).await,
    }
}

async fn page(visit: &Visit, number: &str, attempt: Attempt) -> Outcome {
    let view = requests::view(visit.desk(), &visit.actor, number).await?;
    let (language, keys) = (visit.language, [visit.key(), visit.key()]);
    let path = format!("/requests/{number}");
    let title = t::request_title(language, number);
    Ok(visit.page_with(attempt.status(), &path, title, Section::Requests, || {
        pages::request(language, view, &attempt, keys)
    }))
}

async fn form(visit: &Visit, attempt: Attempt) -> Outcome {
    let view = requests::form(visit.desk(), &visit.actor).await?;
    let (language, key, status) = (visit.language, visit.key(), attempt.status());
    let path =
        if status == StatusCode::OK { visit.path.clone() } else { pages::form_address(&attempt.typed) };
    Ok(visit.page_with(status, &path, t::new_title(language), Section::Requests, || {
        pages::form(language, &view, &attempt, key)
    }))
}
