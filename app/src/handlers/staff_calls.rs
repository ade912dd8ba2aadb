//! `/staff/customers/{code}/call`: a customer on the phone. R-CUS-5, R-SRV-1

use crate::{
    forms::Form,
    locales::{flash::Flash, staff_calls as t},
    pages::staff_customers::call::{self as pages, Attempt, Door},
    render::Section,
    request::{Outcome, Visit},
};
use axum::{extract::Path, http::StatusCode};
use crm::{
    caller_checks::{Answers, CheckOutcome},
    lines::Loss,
};
use operations::{
    Result,
    callers::{
        self, AnswerQuestions, BarForCaller, CallerChecked, NoteContact, OpenCase, ReadOutCode,
        SendCallerCode,
    },
};

pub(crate) async fn show(visit: Visit, Path(code): Path<String>) -> Outcome {
    page(&visit, &code, Attempt::default()).await
}

pub(crate) async fn send(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = SendCallerCode { customer: code.clone() };
    let done = callers::send_code(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    answer(&visit, &code, form, Door::Code, done.map(|_| Flash::CallerCodeSent)).await
}

pub(crate) async fn read_out(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = ReadOutCode { customer: code.clone(), digits: form.get("code").to_owned() };
    let checked = callers::read_out(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    judged(&visit, &code, form, Door::Code, checked).await
}

pub(crate) async fn answers(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let typed = |name| form.get(name).to_owned();
    let answers =
        Answers { id_last_six: typed("id_last_six"), last_bill: typed("last_bill"), email: typed("email") };
    let command = AnswerQuestions { customer: code.clone(), answers };
    let checked = callers::answer(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    judged(&visit, &code, form, Door::Answers, checked).await
}

pub(crate) async fn note(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = NoteContact { customer: code.clone(), text: form.raw("note").to_owned() };
    let done = callers::note(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    answer(&visit, &code, form, Door::Note, done.map(|_| Flash::Noted)).await
}

pub(crate) async fn open_case(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = OpenCase {
        customer: code.clone(),
        category: form.get("category").parse().ok(),
        subject: form.get("subject").to_owned(),
        text: form.raw("text").to_owned(),
        line: form.get("line").to_uppercase(),
        call_back: form.is_ticked("call_back"),
    };
    match callers::open_case(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await {
        Ok(opened) => Ok(visit.done(&format!("/staff/requests/{}", opened.number), Flash::CaseOpened)),
        Err(error) => answer(&visit, &code, form, Door::Case, Err(error)).await,
    }
}

pub(crate) async fn bar(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    if form.get("lost_line").is_empty() {
        return page(&visit, &code, Attempt::without_line(visit.language, form)).await;
    }
    let command = BarForCaller {
        customer: code.clone(),
        line: form.get("lost_line").to_uppercase(),
        loss: if form.get("loss") == "stolen" { Loss::Stolen } else { Loss::Lost },
    };
    let done = callers::bar(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    answer(&visit, &code, form, Door::Lost, done.map(|_| Flash::LineBarred)).await
}

/// A try that did not verify the caller is an answer, too: the page says so where it was typed.
async fn judged(
    visit: &Visit,
    code: &str,
    form: Form,
    door: Door,
    checked: Result<CallerChecked>,
) -> Outcome {
    match checked {
        Ok(checked) if checked.outcome != CheckOutcome::Verified => {
            page(visit, code, Attempt::not_verified(visit.language, form, door, checked)).await
        }
        checked => answer(visit, code, form, door, checked.map(|_| Flash::CallerVerified)).await,
    }
}

async fn answer(visit: &Visit, code: &str, form: Form, door: Door, done: Result<Flash>) -> Outcome {
    match done {
        Ok(flash) => Ok(visit.done(&format!("/staff/customers/{code}/call"), flash)),
        Err(error) => page(visit, code, Attempt::failed(visit.language, form, door, error)?).await,
    }
}

/// The page, or the way to open the file that it is about.
async fn page(visit: &Visit, code: &str, attempt: Attempt) -> Outcome {
    let Some(view) = callers::view(visit.desk(), &visit.actor, code).await? else {
        return Ok(visit.redirect(&format!("/staff/customers/{code}")));
    };
    let (language, keys) = (visit.language, std::array::from_fn(|_| visit.key()));
    let status = if attempt.is_clean() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let path = format!("/staff/customers/{code}/call");
    Ok(visit.page_with(status, &path, t::title(language, code), Section::Customers, || {
        pages::call(language, view, &attempt, keys)
    }))
}
