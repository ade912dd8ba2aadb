//! `/staff/audit` and `/staff/rights`: what auditors read. R-SYS-2

use crate::{
    locales::{audit as t, rights},
    pages::audit::{self as pages, Asked},
    paging,
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::Query,
    http::{StatusCode, header},
    response::IntoResponse,
};
use operations::audit;

pub(crate) async fn list(visit: Visit, Query(asked): paging::Asked) -> Outcome {
    let before = asked.get("before").and_then(|before| paging::read(before));
    let (language, asked) = (visit.language, Asked::read(&asked));
    let (title, section) = (t::title(language), Section::Audit);
    let search = match asked.search(language) {
        Ok(search) => search,
        Err(errors) => {
            let (status, path) = (StatusCode::UNPROCESSABLE_ENTITY, &visit.path);
            return Ok(visit.page_with(status, path, title, section, || {
                pages::trail(language, &asked, errors, None, false)
            }));
        }
    };
    let found = audit::search(visit.desk(), &visit.actor, &search, before).await?;
    Ok(visit
        .page(title, section, || pages::trail(language, &asked, Vec::new(), Some(found), before.is_some())))
}

/// The same search as a table for spreadsheets. What cannot be read in it leads back to the page that says so.
pub(crate) async fn csv(visit: Visit, Query(asked): paging::Asked) -> Outcome {
    let asked = Asked::read(&asked);
    let Ok(search) = asked.search(visit.language) else { return Ok(visit.redirect(&asked.address())) };
    let found = audit::export(visit.desk(), &visit.actor, &search).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, pages::csv(visit.language, &found)).into_response())
}

pub(crate) async fn rights(visit: Visit) -> Outcome {
    audit::may_see_rights(&visit.actor)?;
    let language = visit.language;
    Ok(visit.page(rights::title(language), Section::Rights, || pages::rights(language)))
}
