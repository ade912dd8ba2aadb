//! `/profile/privacy`: what the customer agrees to, a copy of their data, and what staff did at the file. R-CUS-8

use crate::{
    forms::Form,
    locales::{data_copy as copy_words, flash::Flash, privacy as t},
    pages::{data_copy, privacy as pages},
    paging,
    render::Section,
    request::{Failure, Outcome, Visit},
};
use axum::{extract::Query, http::header, response::IntoResponse as _};
use crm::ids::ActingId;
use operations::{
    Error, acting,
    consents::{self, Say},
    data_exports, privacy, profile,
};
use uuid::Uuid;

pub(crate) async fn show(visit: Visit) -> Outcome {
    let accesses = privacy::view(visit.desk(), &visit.actor).await?;
    let entries = accesses.into_iter().map(|access| (access, visit.key())).collect();
    let customer = profile::view(visit.desk(), &visit.actor).await?.customer;
    let yours = pages::Yours {
        consents: consents::view(visit.desk(), &visit.actor).await?,
        marketing: customer.marketing_consent,
        copy: data_exports::latest(visit.desk(), &visit.actor).await?,
        keys: [visit.key(), visit.key(), visit.key()],
    };
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Profile, || pages::privacy(language, yours, entries)))
}

pub(crate) async fn consent(visit: Visit, form: Form) -> Outcome {
    let Ok(purpose) = form.get("purpose").parse() else { return Ok(visit.redirect("/profile/privacy")) };
    let command = Say { purpose, given: form.is_ticked("given") };
    let key = form.key(|| visit.key());
    consents::say(visit.desk(), &visit.actor, key, &command).await?;
    Ok(visit.done("/profile/privacy", Flash::ConsentSaid))
}

pub(crate) async fn ask_copy(visit: Visit, form: Form) -> Outcome {
    let key = form.key(|| visit.key());
    data_exports::ask(visit.desk(), &visit.actor, key).await?;
    Ok(visit.done("/profile/privacy", Flash::CopyAsked))
}

pub(crate) async fn copy(visit: Visit, Query(asked): paging::Asked) -> Outcome {
    let token = asked.get("token").cloned().unwrap_or_default();
    let is_there = data_exports::is_there(visit.desk(), &visit.actor, &token).await?;
    let language = visit.language;
    let link = is_there.then_some(token);
    Ok(visit.page(copy_words::title(language), Section::Profile, || data_copy::take(language, link)))
}

pub(crate) async fn take_copy(visit: Visit, form: Form) -> Outcome {
    let language = visit.language;
    let Some(document) = data_exports::take(visit.desk(), &visit.actor, form.get("token")).await? else {
        let (path, title) = ("/profile/privacy", copy_words::title(language));
        return Ok(visit.unprocessable(path, title, Section::Profile, || data_copy::take(language, None)));
    };
    let file = data_copy::zip(language, &document).map_err(Error::Defect)?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"copy.zip\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file).into_response())
}

pub(crate) async fn end(visit: Visit, form: Form) -> Outcome {
    let id: Uuid = form.get("access").parse().map_err(|_| Failure(Error::NotFound))?;
    let key = form.key(|| visit.key());
    acting::end_as_customer(visit.desk(), &visit.actor, key, ActingId(id)).await?;
    Ok(visit.done("/profile/privacy", Flash::StaffAccessEnded))
}
