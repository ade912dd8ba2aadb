//! `/staff/audit` and `/staff/rights`: what auditors read. R-SYS-2

use crate::{
    components::FieldError,
    locales::{audit as t, rights},
    pages::audit::{self as pages, Asked},
    paging,
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};
use operations::audit;

pub(crate) async fn list(visit: Visit, Query(asked): paging::Asked) -> Outcome {
    let before = asked.get("before").and_then(|before| paging::read(before));
    let (language, asked) = (visit.language, Asked::read(&asked));
    let search = match asked.search(language) {
        Ok(search) => search,
        Err(errors) => return Ok(to_mend(&visit, &asked, errors)),
    };
    let found = audit::search(visit.desk(), &visit.actor, &search, before).await?;
    Ok(visit.page(t::title(language), Section::Audit, || {
        pages::trail(language, &asked, Vec::new(), Some(found), before.is_some())
    }))
}

/// The same search as a table for spreadsheets.
pub(crate) async fn csv(visit: Visit, Query(asked): paging::Asked) -> Outcome {
    let asked = Asked::read(&asked);
    let search = match asked.search(visit.language) {
        Ok(search) => search,
        Err(errors) => return Ok(to_mend(&visit, &asked, errors)),
    };
    let found = audit::export(visit.desk(), &visit.actor, &search).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, pages::csv(visit.language, &found)).into_response())
}

fn to_mend(visit: &Visit, asked: &Asked, errors: Vec<FieldError>) -> Response {
    let language = visit.language;
    visit.unprocessable(&asked.address(), t::title(language), Section::Audit, || {
        pages::trail(language, asked, errors, None, false)
    })
}

pub(crate) async fn rights(visit: Visit) -> Outcome {
    audit::may_see_rights(&visit.actor)?;
    let language = visit.language;
    Ok(visit.page(rights::title(language), Section::Rights, || pages::rights(language)))
}
