//! `/bills`. R-BIL-2

use crate::{
    locales::bills as t,
    pages::bills as pages,
    paging::{self, Asked},
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    http::header,
    response::IntoResponse,
};
use operations::bills;

/// `?before=` names the oldest bill on the page before.
pub(crate) async fn list(visit: Visit, Query(asked): Asked) -> Outcome {
    let before = asked.get("before").and_then(|place| paging::read_bill(place));
    let view = bills::list(visit.desk(), &visit.actor, before).await?;
    let language = visit.language;
    let is_first = before.is_none();
    Ok(visit.page(t::title(language), Section::Bills, || pages::list(language, view, is_first)))
}

/// `?compare=` names the bill to compare with.
pub(crate) async fn show(visit: Visit, Path(number): Path<String>, Query(asked): Asked) -> Outcome {
    let other =
        asked.get("compare").map(String::as_str).filter(|other| !other.is_empty() && *other != number);
    let view = bills::view(visit.desk(), &visit.actor, &number, other).await?;
    let language = visit.language;
    let title = t::bill_title(language, &number);
    Ok(visit.page(title, Section::Bills, || pages::bill(language, &view)))
}

/// The bill as a table for spreadsheets, in the reader's language.
pub(crate) async fn csv(visit: Visit, Path(number): Path<String>) -> Outcome {
    let view = bills::view(visit.desk(), &visit.actor, &number, None).await?;
    let file = format!("attachment; filename=\"{}.csv\"", view.balance.bill.number);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, file),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pages::csv(visit.language, &view)).into_response())
}
