//! `/profile/security`: password and sessions. R-CUS-10

use crate::{
    cookies::Name,
    forms::Form,
    locales::{flash::Flash, security as t},
    pages::security as pages,
    render::Section,
    request::{Failure, Outcome, Visit},
};
use axum::{http::header, response::Response};
use crm::ids::SessionId;
use operations::{
    Error, Refusal,
    sessions::{self, EndSession},
    sign_in,
};
use uuid::Uuid;

pub(crate) async fn show(visit: Visit) -> Outcome {
    page(&visit, None).await
}

pub(crate) async fn change_password(visit: Visit, form: Form) -> Outcome {
    if form.raw("new") != form.raw("again") {
        return page(&visit, Some(pages::Mistake::Different)).await;
    }
    match sign_in::change_password(visit.desk(), &visit.actor, form.raw("old"), form.raw("new")).await {
        Ok(opened) => {
            let mut response = visit.done("/profile/security", Flash::PasswordChanged);
            let cookie = visit.hall.cookies.set(Name::Session, &opened.token);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(Error::Refused(Refusal::Password(refusal))) => {
            page(&visit, Some(pages::Mistake::New(refusal))).await
        }
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            page(&visit, Some(pages::Mistake::Old(refusal))).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn end(visit: Visit, form: Form) -> Outcome {
    let session: Uuid = form.get("session").parse().map_err(|_| Failure(Error::NotFound))?;
    let command = EndSession { session: SessionId(session) };
    sessions::end(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await?;
    Ok(visit.done("/profile/security", Flash::SessionEnded))
}

pub(crate) async fn end_others(visit: Visit, form: Form) -> Outcome {
    sessions::end_others(visit.desk(), &visit.actor, form.key(|| visit.key())).await?;
    Ok(visit.done("/profile/security", Flash::OthersEnded))
}

async fn page(visit: &Visit, mistake: Option<pages::Mistake>) -> Result<Response, Failure> {
    let view = sessions::view(visit.desk(), &visit.actor).await?;
    let (language, title) = (visit.language, t::title(visit.language));
    let staff = visit.actor.staff().is_some();
    let keys = std::iter::repeat_with(|| visit.key()).take(view.sessions.len() + 2).collect();
    Ok(if mistake.is_some() {
        visit.unprocessable("/profile/security", title, Section::Profile, || {
            pages::security(language, view, mistake, keys, staff)
        })
    } else {
        visit.page(title, Section::Profile, || pages::security(language, view, None, keys, staff))
    })
}
