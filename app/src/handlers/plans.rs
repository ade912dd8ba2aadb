//! `/plans`. R-PRD-1, R-PRD-2

use crate::{
    forms::Form,
    locales::plans as t,
    pages::plans as pages,
    render::Section,
    request::{Outcome, Visit},
};
use axum::extract::Path;
use operations::plans;

/// The plans; a kind or need that nobody knows narrows nothing.
pub(crate) async fn list(visit: Visit, asked: Form) -> Outcome {
    let view = plans::list(visit.desk(), &visit.actor, asked.get("kind").parse().ok()).await?;
    let (language, need) = (visit.language, asked.get("need").parse().ok());
    Ok(visit.page(t::title(language), Section::Plans, || pages::list(language, view, need)))
}

pub(crate) async fn show(visit: Visit, Path(code): Path<String>) -> Outcome {
    let view = plans::view(visit.desk(), &visit.actor, &code).await?;
    let language = visit.language;
    let title = view.plan.name.in_language(language).to_owned();
    Ok(visit.page(title, Section::Plans, || pages::plan(language, view)))
}
