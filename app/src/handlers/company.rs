//! `/company`: which companies, the overview and the lines of one. R-ENT-3

use crate::{
    locales::company as t,
    pages::company as pages,
    paging::Asked,
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
};
use crm::catalogue::OfferingCode;
use operations::company::{self, lines::LineFilter};

/// Straight to the only company, when nothing else waits here.
pub(crate) async fn list(visit: Visit) -> Outcome {
    let view = company::companies(visit.desk(), &visit.actor).await?;
    if let ([only], true) = (view.companies.as_slice(), view.invitations.is_empty()) {
        return Ok(visit.redirect(&format!("/company/{}", only.code)));
    }
    let language = visit.language;
    Ok(visit.page(t::title(language), None, || pages::list(language, view)))
}

/// `?unit=` names the unit it is about.
pub(crate) async fn overview(visit: Visit, Path(code): Path<String>, Query(asked): Asked) -> Outcome {
    let unit = asked.get("unit").map(String::as_str);
    let view = company::overview::view(visit.desk(), &visit.actor, &code, unit).await?;
    let (language, head) = (visit.language, view.head.clone());
    let title = t::overview_title(language, &head.name);
    let (path, section) = (visit.path.clone(), Section::CompanyOverview);
    Ok(visit.company_page(StatusCode::OK, &path, title, section, head, || pages::overview(language, view)))
}

/// `?unit=`, `?state=`, `?plan=` and `?q=` say what is looked for, `?after=` names the last line on the page before.
pub(crate) async fn lines(visit: Visit, Path(code): Path<String>, Query(asked): Asked) -> Outcome {
    let text =
        |name: &str| asked.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = LineFilter {
        unit: text("unit"),
        state: text("state").and_then(|state| state.parse().ok()),
        plan: text("plan").map(OfferingCode),
        term: text("q").unwrap_or_default(),
    };
    let after = text("after");
    let view = company::lines::list(visit.desk(), &visit.actor, &code, &filter, after.as_deref()).await?;
    let (language, head) = (visit.language, view.head.clone());
    let title = t::lines_title(language, &head.name);
    let (path, section) = (visit.path.clone(), Section::CompanyLines);
    Ok(visit.company_page(StatusCode::OK, &path, title, section, head, || {
        pages::lines(language, view, &filter, after.is_none())
    }))
}
