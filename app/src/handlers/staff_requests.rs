//! `/staff/requests`: the queue, and answering what is in it. R-SRV-1, R-SRV-2

use crate::{
    forms::Form,
    locales::{flash::Flash, staff_requests as t},
    pages::{
        requests::Attempt,
        staff_requests::{self as pages, NOTE},
    },
    paging,
    render::Section,
    request::{Outcome, Visit},
};
use axum::extract::{Path, Query};
use operations::{
    Error,
    requests::RequestStands,
    staff_requests::{self, Take, Write},
};

pub(crate) async fn list(visit: Visit, Query(asked): paging::Asked) -> Outcome {
    let route = asked.get("route").and_then(|route| route.parse().ok());
    let after = asked.get("after").and_then(|after| paging::read(after));
    let queue = staff_requests::queue(visit.desk(), &visit.actor, route, after).await?;
    let language = visit.language;
    Ok(visit
        .page(t::title(language), Section::Queue, || pages::queue(language, queue, route, after.is_none())))
}

pub(crate) async fn show(visit: Visit, Path(number): Path<String>) -> Outcome {
    let typed = visit.draft().await?;
    page(&visit, &number, Attempt::begun(typed)).await
}

pub(crate) async fn take(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Take { number: number.clone() };
    let done = staff_requests::take(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    stands(&visit, &number, typed, done, Flash::Taken).await
}

pub(crate) async fn answer(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Write { number: number.clone(), text: typed.raw("text").to_owned() };
    let done = staff_requests::answer(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    stands(&visit, &number, typed, done, Flash::Answered).await
}

pub(crate) async fn ask(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Write { number: number.clone(), text: typed.raw("text").to_owned() };
    let done =
        staff_requests::ask_back(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    stands(&visit, &number, typed, done, Flash::Asked).await
}

pub(crate) async fn resolve(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Write { number: number.clone(), text: typed.raw("text").to_owned() };
    let done = staff_requests::resolve(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    stands(&visit, &number, typed, done, Flash::Resolved).await
}

pub(crate) async fn note(visit: Visit, Path(number): Path<String>, typed: Form) -> Outcome {
    let command = Write { number: number.clone(), text: typed.raw(NOTE).to_owned() };
    let done =
        staff_requests::note_call(visit.desk(), &visit.actor, typed.key(|| visit.key()), &command).await;
    stands(&visit, &number, typed, done, Flash::Noted).await
}

async fn stands(
    visit: &Visit,
    number: &str,
    typed: Form,
    done: Result<RequestStands, Error>,
    flash: Flash,
) -> Outcome {
    match done {
        Ok(stands) => Ok(visit.done(&format!("/staff/requests/{}", stands.number), flash)),
        Err(error) => page(visit, number, Attempt::failed(typed, error)?).await,
    }
}

async fn page(visit: &Visit, number: &str, attempt: Attempt) -> Outcome {
    let view = staff_requests::view(visit.desk(), &visit.actor, number).await?;
    let (language, keys) = (visit.language, [visit.key(), visit.key()]);
    let path = format!("/staff/requests/{number}");
    let title = t::request_title(language, number);
    Ok(visit.page_with(attempt.status(), &path, title, Section::Queue, || {
        pages::request(language, view, &attempt, keys)
    }))
}
