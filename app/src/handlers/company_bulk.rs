//! `/company/{company}/bulk`: changing many lines at once. R-ENT-3

use crate::{
    forms::Form,
    locales::{company_bulk as t, flash::Flash},
    pages::company::{self as pages, Attempt},
    paging::Asked,
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    http::{StatusCode, header},
    response::IntoResponse,
};
use crm::catalogue::OfferingCode;
use operations::{
    Error, Refusal,
    company::bulk::{self, DrawUp, OfJob, Step},
};

/// What is asked for are the unit and filter of the page of lines.
pub(crate) async fn show(visit: Visit, Path(code): Path<String>, Query(asked): Asked) -> Outcome {
    let draft = visit.draft().await?;
    let typed = if draft.is_empty() { Form::new(asked.into_iter().collect()) } else { draft };
    page(&visit, &code, Attempt { typed, refusal: None }).await
}

pub(crate) async fn draw_up(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let text = |name: &str| form.get(name).to_owned();
    let command = DrawUp {
        company: code.clone(),
        unit: text("unit"),
        state: text("state"),
        plan: Some(text("plan")).filter(|plan| !plan.is_empty()).map(OfferingCode),
        term: text("q"),
        list: form.raw("list").to_owned(),
        action: form.get("action").parse().ok(),
        to_unit: text("to_unit"),
        to_plan: text("to_plan"),
    };
    match bulk::draw_up(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await {
        Ok(drawn) => Ok(visit.redirect(&format!("/company/{code}/bulk/{}", drawn.number))),
        Err(Error::Refused(Refusal::Company(refusal))) => {
            page(&visit, &code, Attempt { typed: form, refusal: Some(refusal) }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, code: &str, attempt: Attempt) -> Outcome {
    let view = bulk::view(visit.desk(), &visit.actor, code).await?;
    let (language, head) = (visit.language, view.head.clone());
    let status = if attempt.refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let path = format!("/company/{code}/bulk");
    Ok(visit.company_page(status, &path, t::title(language), Section::CompanyLines, head, || {
        pages::bulk(language, &view, &attempt, &|| visit.key())
    }))
}

pub(crate) async fn job(visit: Visit, Path((code, number)): Path<(String, String)>) -> Outcome {
    let view = bulk::job(visit.desk(), &visit.actor, &code, &number).await?;
    let (language, head) = (visit.language, view.head.clone());
    let (path, title) = (visit.path.clone(), t::job_title(language, &number));
    Ok(visit.company_page(StatusCode::OK, &path, title, Section::CompanyLines, head, || {
        pages::bulk_job(language, view, &|| visit.key())
    }))
}

/// Each line's result as a table for spreadsheets, in the reader's language.
pub(crate) async fn csv(visit: Visit, Path((code, number)): Path<(String, String)>) -> Outcome {
    let (job, items) = bulk::table(visit.desk(), &visit.actor, &code, &number).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.csv\"", job.number)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pages::bulk_csv(visit.language, &items)).into_response())
}

pub(crate) async fn confirm(visit: Visit, Path(path): Path<(String, String)>, form: Form) -> Outcome {
    step(&visit, path, &form, Step::Confirm, Flash::BulkConfirmed).await
}

pub(crate) async fn discard(visit: Visit, Path(path): Path<(String, String)>, form: Form) -> Outcome {
    step(&visit, path, &form, Step::Discard, Flash::BulkDiscarded).await
}

pub(crate) async fn undo(visit: Visit, Path(path): Path<(String, String)>, form: Form) -> Outcome {
    step(&visit, path, &form, Step::Undo, Flash::BulkUndone).await
}

async fn step(
    visit: &Visit,
    (company, number): (String, String),
    form: &Form,
    step: Step,
    flash: Flash,
) -> Outcome {
    let to = format!("/company/{company}/bulk/{number}");
    let command = OfJob { company, number };
    bulk::step(visit.desk(), &visit.actor, form.key(|| visit.key()), step, &command).await?;
    Ok(visit.done(&to, flash))
}
