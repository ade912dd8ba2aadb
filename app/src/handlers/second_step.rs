//! `/sign-in/second-factor`: the second step at the door. R-CUS-10

use crate::{
    cookies::Name,
    forms::Form,
    handlers::{
        language::local,
        sign_in::{Next, browser, welcome},
    },
    locales::{flash::Flash, second_factor as t},
    pages::second_step as pages,
    request::{Outcome, Visit},
    routes::in_query,
};
use axum::{extract::Query, http::header, response::Response};
use crm::sign_in::StepPurpose;
use operations::{
    Error, Refusal,
    second_factor::Typed,
    sign_in::{self, Entry, Passed, StepToken, StepView},
};

pub(crate) async fn show(visit: Visit, Query(Next { next }): Query<Next>) -> Outcome {
    let Some(step) = step(&visit).await? else { return Ok(visit.redirect("/sign-in")) };
    if !step.is_waiting {
        return Ok(visit.redirect(way_of(step.purpose)));
    }
    let language = visit.language;
    // Where nobody said where to go on, that is for who it turns out to be.
    let next = if next.is_empty() { "" } else { local(&next) };
    Ok(visit
        .page(t::step_title(language), None, || pages::second_step(language, None, false, step.staff, next)))
}

pub(crate) async fn pass(visit: Visit, form: Form) -> Outcome {
    let token = token(&visit);
    let by_recovery_code = !form.get("recovery").is_empty();
    let typed =
        if by_recovery_code { Typed::Recovery(form.get("recovery")) } else { Typed::Code(form.get("code")) };
    match sign_in::pass_step(visit.desk(), token, typed, &browser(&visit)).await {
        Ok(Passed::NewPassword) => Ok(visit.redirect(way_of(StepPurpose::NewPassword))),
        Ok(Passed::Opened { opened, .. }) => {
            visit.hall.work.notify_one();
            let mut response = welcome(&visit, &opened, form.get("next"));
            let mut cookies = vec![visit.hall.cookies.clear(Name::Step)];
            if by_recovery_code {
                cookies.push(visit.hall.cookies.set(Name::Flash, Flash::RecoveryCodeUsed.into()));
            }
            for cookie in cookies {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            visit.hall.work.notify_one();
            let staff = step(&visit).await?.is_some_and(|step| step.staff);
            let language = visit.language;
            Ok(visit.unprocessable("/sign-in/second-factor", t::step_title(language), None, || {
                pages::second_step(language, Some(refusal), by_recovery_code, staff, form.get("next"))
            }))
        }
        Err(error) => Err(error.into()),
    }
}

/// In, or on to the second step.
pub(super) fn enter(visit: &Visit, entry: &Entry, next: &str) -> Response {
    match entry {
        Entry::Opened(opened) => welcome(visit, opened, next),
        Entry::SecondStep(token) => {
            let to = match next {
                "" => "/sign-in/second-factor".to_owned(),
                next => format!("/sign-in/second-factor?next={}", in_query(local(next))),
            };
            with_step(visit, token, &to)
        }
    }
}

/// On to another page, with the token of a second step in its cookie.
pub(super) fn with_step(visit: &Visit, token: &StepToken, to: &str) -> Response {
    let mut response = visit.redirect(to);
    let cookie = visit.hall.cookies.set(Name::Step, &token.0);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// The second step that this browser waits in.
pub(super) async fn step(visit: &Visit) -> Result<Option<StepView>, Error> {
    sign_in::view_step(visit.desk(), token(visit)).await
}

pub(super) fn token(visit: &Visit) -> &str {
    visit.hall.cookies.get(&visit.headers, Name::Step).unwrap_or_default()
}

fn way_of(purpose: StepPurpose) -> &'static str {
    match purpose {
        StepPurpose::NewPassword => "/sign-in/forgotten/new",
        StepPurpose::SignIn | StepPurpose::ProveAgain => "/sign-in",
    }
}
