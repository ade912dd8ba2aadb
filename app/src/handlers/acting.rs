//! `/api/acting/…` and `/staff/actings`: raising and ending.

use crate::{
    forms::Form,
    locales::{flash::Flash, staff_customers as t},
    pages::acting as pages,
    render::Section,
    request::{Failure, Outcome, Visit},
};
use axum::extract::Path;
use crm::ids::ActingId;
use operations::{Actor, Error, acting};
use uuid::Uuid;

pub(crate) async fn raise(visit: Visit, form: Form) -> Outcome {
    acting::raise(visit.desk(), &visit.actor, form.key(|| visit.key())).await?;
    visit.done_anew("/", Flash::ActingRaised).await
}

pub(crate) async fn end(visit: Visit, form: Form) -> Outcome {
    acting::end(visit.desk(), &visit.actor, form.key(|| visit.key())).await?;
    let to = match &visit.actor {
        Actor::Acting(both) => format!("/staff/customers/{}", both.code),
        _ => "/staff/customers".to_owned(),
    };
    visit.done_anew(&to, Flash::ActingEnded).await
}

pub(crate) async fn list(visit: Visit) -> Outcome {
    let running = acting::running(visit.desk(), &visit.actor).await?;
    let rows = running.into_iter().map(|acting| (acting, visit.key())).collect();
    let language = visit.language;
    Ok(visit.page(t::running_title(language), Section::Actings, || pages::running(language, rows)))
}

pub(crate) async fn end_one(visit: Visit, Path(id): Path<String>, form: Form) -> Outcome {
    let id: Uuid = id.parse().map_err(|_| Failure(Error::NotFound))?;
    let key = form.key(|| visit.key());
    acting::end_as_supervisor(visit.desk(), &visit.actor, key, ActingId(id)).await?;
    Ok(visit.done("/staff/actings", Flash::ActingEnded))
}
