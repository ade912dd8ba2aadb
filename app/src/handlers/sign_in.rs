//! `/sign-in`, `/staff/sign-in`, signing out. R-CUS-10

use crate::{
    cookies::Name,
    forms::Form,
    handlers::{language::local, second_step::enter},
    locales::{flash::Flash, sign_in as t},
    pages::sign_in as pages,
    request::{Outcome, Visit, home_of},
};
use axum::{extract::Query, http::header, response::Response};
use leptos::prelude::IntoView;
use operations::{
    Actor, Error, Refusal,
    sign_in::{self, Browser, Opened},
};
use serde::Deserialize;

/// Where to go after signing in.
#[derive(Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    pub(super) next: String,
}

pub(crate) async fn show(visit: Visit, Query(Next { next }): Query<Next>) -> Outcome {
    let (title, demo) = (t::title(visit.language), visit.hall.demo);
    let passkeys = visit.hall.relying_party.is_available();
    Ok(door(&visit, title, || {
        pages::with_password(visit.language, &Form::default(), None, local(&next), passkeys, demo)
    }))
}

pub(crate) async fn with_password(visit: Visit, form: Form) -> Outcome {
    let browser = browser(&visit);
    let entry =
        sign_in::with_password(visit.desk(), form.get("mobile"), form.raw("password"), &browser).await;
    match entry {
        Ok(entry) => Ok(enter(&visit, &entry, form.get("next"))),
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            let (language, demo) = (visit.language, visit.hall.demo);
            let passkeys = visit.hall.relying_party.is_available();
            Ok(visit.unprocessable("/sign-in", t::title(language), None, || {
                pages::with_password(language, &form, Some(refusal), form.get("next"), passkeys, demo)
            }))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn code(visit: Visit, Query(Next { next }): Query<Next>) -> Outcome {
    let (title, demo) = (t::title(visit.language), visit.hall.demo);
    Ok(door(&visit, title, || {
        pages::ask_for_code(visit.language, &Form::default(), None, local(&next), demo)
    }))
}

pub(crate) async fn request_code(visit: Visit, form: Form) -> Outcome {
    let (language, demo) = (visit.language, visit.hall.demo);
    let browser = browser(&visit);
    match sign_in::request_code(visit.desk(), form.get("mobile"), &browser).await {
        Ok(sent) => {
            visit.hall.work.notify_one();
            let page = visit.page(t::code_title(language), None, || {
                pages::enter_code(language, &form, None, Some(&sent), demo)
            });
            Ok(remember(&visit, &browser, page))
        }
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            Ok(visit.unprocessable("/sign-in/code", t::title(language), None, || {
                pages::ask_for_code(language, &form, Some(refusal), form.get("next"), demo)
            }))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn with_code(visit: Visit, form: Form) -> Outcome {
    let entry =
        sign_in::with_code(visit.desk(), form.get("mobile"), form.get("code"), &browser(&visit)).await;
    match entry {
        Ok(entry) => Ok(enter(&visit, &entry, form.get("next"))),
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            let (language, demo) = (visit.language, visit.hall.demo);
            Ok(visit.unprocessable("/sign-in/code", t::code_title(language), None, || {
                pages::enter_code(language, &form, Some(refusal), None, demo)
            }))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn staff(visit: Visit, Query(Next { next }): Query<Next>) -> Outcome {
    let title = t::staff_title(visit.language);
    let passkeys = visit.hall.relying_party.is_available();
    Ok(door(&visit, title, || pages::staff(visit.language, &Form::default(), None, local(&next), passkeys)))
}

pub(crate) async fn staff_with_password(visit: Visit, form: Form) -> Outcome {
    let browser = browser(&visit);
    let entry =
        sign_in::staff_with_password(visit.desk(), form.get("name"), form.raw("password"), &browser).await;
    match entry {
        Ok(entry) => Ok(enter(&visit, &entry, form.get("next"))),
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            let language = visit.language;
            let passkeys = visit.hall.relying_party.is_available();
            Ok(visit.unprocessable("/staff/sign-in", t::staff_title(language), None, || {
                pages::staff(language, &form, Some(refusal), form.get("next"), passkeys)
            }))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn sign_out(visit: Visit) -> Outcome {
    sign_in::sign_out(visit.desk(), &visit.actor).await?;
    let to =
        if matches!(visit.actor, Actor::Staff(_) | Actor::Acting(_)) { "/staff/sign-in" } else { "/sign-in" };
    let mut response = visit.done(to, Flash::SignedOut);
    response.headers_mut().append(header::SET_COOKIE, visit.hall.cookies.clear(Name::Session));
    Ok(response)
}

/// A page of the door; whoever is inside already goes home.
pub(super) fn door<V: IntoView + 'static>(visit: &Visit, title: &str, page: impl FnOnce() -> V) -> Response {
    if matches!(visit.actor, Actor::Visitor) { visit.page(title, None, page) } else { visit.redirect("/") }
}

/// The browser that asks, with its secret from the cookie or a fresh one.
pub(super) fn browser(visit: &Visit) -> Browser {
    let cookie = visit.hall.cookies.get(&visit.headers, Name::Browser);
    Browser::new(visit.desk(), cookie, &visit.user_agent(), &visit.address)
}

pub(super) fn remember(visit: &Visit, browser: &Browser, mut response: Response) -> Response {
    let cookie = visit.hall.cookies.set(Name::Browser, browser.secret());
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// In, with the session's token in its cookie.
pub(crate) fn welcome(visit: &Visit, opened: &Opened, next: &str) -> Response {
    let to = if next.is_empty() { home_of(&opened.actor) } else { local(next) };
    let mut response = visit.redirect(to);
    let cookie = visit.hall.cookies.set(Name::Session, &opened.token);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    if let Actor::Subscriber(subscriber) = &opened.actor {
        // The door speaks the account's language, too, once the session is over.
        let cookie = visit.hall.cookies.set(Name::Language, subscriber.language.as_ref());
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
