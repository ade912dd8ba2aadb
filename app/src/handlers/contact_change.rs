//! `/profile/contact` and `/contact-change`. R-CUS-4, R-CUS-10

use crate::{
    forms::Form,
    locales::{contact_change as t, flash::Flash},
    pages::contact_change::{self as pages, Attempt},
    paging,
    render::Section,
    request::{Failure, Outcome, Visit},
};
use axum::{extract::Query, http::StatusCode};
use crm::{
    contact_change::{ContactKind, ContactState},
    ids::ContactChangeId,
};
use operations::{
    Error, Refusal,
    contact_change::{self, AskContact, Asked, TakeBack},
};
use uuid::Uuid;

pub(crate) async fn show(visit: Visit) -> Outcome {
    let typed = visit.draft().await?;
    page(&visit, Attempt { typed, refusal: None }).await
}

pub(crate) async fn ask(visit: Visit, form: Form) -> Outcome {
    let kind = kind(&form);
    let contact = match kind {
        ContactKind::Mobile => form.get("mobile"),
        ContactKind::Email => form.get("email"),
    };
    let command = AskContact { kind, contact: contact.to_owned() };
    let key = form.key(|| visit.key());
    let asked = contact_change::ask(visit.desk(), &visit.actor, key, &command).await;
    settled(&visit, kind, form, asked).await
}

pub(crate) async fn check(visit: Visit, form: Form) -> Outcome {
    let kind = kind(&form);
    let proved = contact_change::prove(visit.desk(), &visit.actor, kind, form.get("code")).await;
    settled(&visit, kind, form, proved).await
}

pub(crate) async fn take_back(visit: Visit, form: Form) -> Outcome {
    let change: Uuid = form.get("change").parse().map_err(|_| Failure(Error::NotFound))?;
    let command = TakeBack { change: ContactChangeId(change) };
    let key = form.key(|| visit.key());
    contact_change::take_back(visit.desk(), &visit.actor, key, &command).await?;
    Ok(visit.done("/profile", Flash::ContactTakenBack))
}

pub(crate) async fn linked(visit: Visit, Query(asked): paging::Asked) -> Outcome {
    let token = asked.get("token").cloned().unwrap_or_default();
    let linked = contact_change::linked(visit.desk(), &visit.actor, &token).await?;
    let language = visit.language;
    let link = linked.map(|linked| (linked, token));
    Ok(visit.page(t::link_title(language), None, || pages::linked(language, link)))
}

pub(crate) async fn take_back_by_link(visit: Visit, form: Form) -> Outcome {
    match contact_change::take_back_by_link(visit.desk(), &visit.actor, form.get("token")).await {
        Ok(_) => Ok(visit.done("/sign-in", Flash::ContactTakenBackByLink)),
        Err(Error::Refused(Refusal::Contact(_))) => {
            let language = visit.language;
            Ok(visit.unprocessable("/contact-change", t::link_title(language), None, || {
                pages::linked(language, None)
            }))
        }
        Err(error) => Err(error.into()),
    }
}

/// Which contact a form is about; one that says something else was not made by us.
fn kind(form: &Form) -> ContactKind {
    form.get("kind").parse().unwrap_or(ContactKind::Mobile)
}

/// On to what is next, or the same page with what is amiss.
async fn settled(visit: &Visit, kind: ContactKind, typed: Form, asked: Result<Asked, Error>) -> Outcome {
    match asked {
        Ok(Asked { state: ContactState::Proving }) => Ok(visit.done("/profile/contact", Flash::ContactAsked)),
        Ok(Asked { state: ContactState::Pending }) => Ok(visit.done("/profile", Flash::ContactWaits)),
        Ok(_) => Ok(visit.done("/profile", Flash::ContactChanged)),
        Err(Error::Refused(Refusal::Contact(refusal))) => {
            page(visit, Attempt { typed, refusal: Some((kind, refusal)) }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, attempt: Attempt) -> Outcome {
    let view = contact_change::view(visit.desk(), &visit.actor).await?;
    let (language, keys) = (visit.language, [visit.key(), visit.key()]);
    let status = if attempt.refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(visit.page_with(status, "/profile/contact", t::title(language), Section::Profile, || {
        pages::contact(language, view, &attempt, keys)
    }))
}
