//! `/profile/privacy`: what staff did at the customer's file.

use crate::{
    forms::Form,
    locales::{flash::Flash, privacy as t},
    pages::privacy as pages,
    render::Section,
    request::{Failure, Outcome, Visit},
};
use crm::ids::ActingId;
use operations::{Error, acting, privacy};
use uuid::Uuid;

pub(crate) async fn show(visit: Visit) -> Outcome {
    let accesses = privacy::view(visit.desk(), &visit.actor).await?;
    let entries = accesses.into_iter().map(|access| (access, visit.key())).collect();
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Profile, || pages::privacy(language, entries)))
}

pub(crate) async fn end(visit: Visit, form: Form) -> Outcome {
    let id: Uuid = form.get("access").parse().map_err(|_| Failure(Error::NotFound))?;
    let key = form.key(|| visit.key());
    acting::end_as_customer(visit.desk(), &visit.actor, key, ActingId(id)).await?;
    Ok(visit.done("/profile/privacy", Flash::StaffAccessEnded))
}
