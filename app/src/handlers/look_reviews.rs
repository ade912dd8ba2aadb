//! `/staff/looks`: looks at files that a supervisor looks into. R-SYS-2

use crate::{
    forms::Form,
    locales::{flash::Flash, staff_calls as t},
    pages::look_reviews as pages,
    render::Section,
    request::{Failure, Outcome, Visit},
};
use axum::extract::Path;
use crm::ids::StaffViewId;
use operations::{Error, look_reviews};
use uuid::Uuid;

pub(crate) async fn list(visit: Visit) -> Outcome {
    let looks = look_reviews::list(visit.desk(), &visit.actor).await?;
    let rows = looks.into_iter().map(|look| (look, visit.key())).collect();
    let language = visit.language;
    Ok(visit.page(t::looks(language), Section::Looks, || pages::looks(language, rows)))
}

pub(crate) async fn review(visit: Visit, Path(id): Path<String>, form: Form) -> Outcome {
    let id: Uuid = id.parse().map_err(|_| Failure(Error::NotFound))?;
    let key = form.key(|| visit.key());
    look_reviews::review(visit.desk(), &visit.actor, key, StaffViewId(id)).await?;
    Ok(visit.done("/staff/looks", Flash::LookReviewed))
}
