//! `/bills`. R-BIL-2

use crate::{
    locales::bills as t,
    pages::bills as pages,
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    http::header,
    response::IntoResponse,
};
use crm::Date;
use operations::bills;
use serde::Deserialize;

/// Where a page of the list begins.
#[derive(Deserialize)]
pub(crate) struct Paging {
    /// Only bills whose period began before.
    before: Option<Date>,
}

pub(crate) async fn list(visit: Visit, Query(paging): Query<Paging>) -> Outcome {
    let view = bills::list(visit.desk(), &visit.actor, paging.before).await?;
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Bills, || pages::list(language, view)))
}

pub(crate) async fn show(visit: Visit, Path(number): Path<String>) -> Outcome {
    let view = bills::view(visit.desk(), &visit.actor, &number).await?;
    let language = visit.language;
    let title = t::bill_title(language, &number);
    Ok(visit.page(title, Section::Bills, || pages::bill(language, view)))
}

/// The bill as a table for spreadsheets, in the reader's language.
pub(crate) async fn csv(visit: Visit, Path(number): Path<String>) -> Outcome {
    let view = bills::view(visit.desk(), &visit.actor, &number).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{number}.csv\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pages::csv(visit.language, &view)).into_response())
}
