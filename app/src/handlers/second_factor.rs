//! `/profile/security/authenticator` and recovery codes: the second factor of whoever acts. R-CUS-10

use crate::{
    cookies::Name,
    forms::Form,
    handlers::{language::local, sign_in::Next},
    locales::{flash::Flash, second_factor as t, shell},
    pages::second_factor::{self as pages, Stage},
    render::Section,
    request::{Failure, Outcome, Visit, home_of},
    routes::in_query,
};
use axum::{extract::Query, http::header, response::Response};
use operations::{
    Error, Refusal,
    access::{Operation, check_proof},
    second_factor,
};

pub(crate) async fn show(visit: Visit, Query(Next { next }): Query<Next>) -> Outcome {
    page(&visit, None, &next).await
}

pub(crate) async fn begin(visit: Visit, form: Form) -> Outcome {
    match second_factor::begin(visit.desk(), &visit.actor, form.key(|| visit.key())).await {
        Ok(()) => {
            let next = in_query(form.get("next"));
            Ok(visit.redirect(&format!("/profile/security/authenticator?next={next}")))
        }
        Err(Error::Refused(Refusal::SecondFactor(refusal @ second_factor::Refusal::ProveFirst))) => {
            page(&visit, Some(refusal), form.get("next")).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn confirm(visit: Visit, form: Form) -> Outcome {
    match second_factor::confirm(visit.desk(), &visit.actor, form.get("code")).await {
        Ok(confirmed) => {
            visit.hall.work.notify_one();
            let cookie = visit.hall.cookies.set(Name::Session, &confirmed.opened.token);
            // The page is the one who has it on: drawn for the session that goes on.
            let visit = visit.with_actor(confirmed.opened.actor);
            let mut response = codes(&visit, confirmed.recovery_codes, form.get("next"));
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(Error::Refused(Refusal::SecondFactor(refusal))) => {
            page(&visit, Some(refusal), form.get("next")).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn remove(visit: Visit, form: Form) -> Outcome {
    second_factor::remove(visit.desk(), &visit.actor, form.key(|| visit.key())).await?;
    Ok(visit.done("/profile/security", Flash::SecondFactorRemoved))
}

pub(crate) async fn renew_recovery_codes(visit: Visit) -> Outcome {
    let fresh = second_factor::renew_recovery_codes(visit.desk(), &visit.actor).await?;
    visit.hall.work.notify_one();
    Ok(codes(&visit, fresh, "/profile/security"))
}

/// Shows recovery codes, this once.
fn codes(visit: &Visit, codes: Vec<String>, next: &str) -> Response {
    let language = visit.language;
    let next = if next.is_empty() { "/profile/security" } else { local(next) };
    let status = axum::http::StatusCode::OK;
    visit.page_with(status, "/profile/security", t::codes_title(language), Section::Profile, || {
        pages::recovery_codes(language, codes, next)
    })
}

async fn page(
    visit: &Visit,
    refusal: Option<second_factor::Refusal>,
    next: &str,
) -> Result<Response, Failure> {
    let (desk, actor, language) = (visit.desk(), &visit.actor, visit.language);
    let stage = if second_factor::view(desk, actor).await?.since.is_some() {
        Stage::Done
    } else if second_factor::must_prove_first(desk, actor).await? {
        Stage::ProveFirst
    } else {
        match second_factor::enrolment(desk, actor, shell::brand(language)).await? {
            Some(enrolment) => Stage::Scanning(enrolment),
            None => Stage::Before,
        }
    };
    // Whoever cannot even see their home is asked for it now.
    let needed = matches!(check_proof(desk, actor, Operation::ViewHome), Err(Error::SecondFactorNeeded));
    let next = match (next, needed) {
        ("", true) => home_of(actor),
        ("", false) => "",
        (next, _) => local(next),
    };
    let (title, key) = (t::setup_title(language), visit.key());
    let path = "/profile/security/authenticator";
    Ok(if refusal.is_some() {
        visit.unprocessable(path, title, Section::Profile, || {
            pages::authenticator(language, stage, needed, refusal, next, key)
        })
    } else {
        visit.page(title, Section::Profile, || pages::authenticator(language, stage, needed, None, next, key))
    })
}
