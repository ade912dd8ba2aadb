//! Pages of what went wrong outside of a page. They need no database.

use crate::{components::*, faults::Fault, hall::Hall, locales::faults as t, request::Visit};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use crm::language::Language;
use leptos::prelude::*;
use operations::Actor;

/// The whole answer to a fault, in the reader's language.
pub fn respond(hall: &Hall, actor: &Actor, head: &HeaderMap, path: &str, fault: Fault) -> Response {
    let visit = Visit::of(hall.clone(), actor.clone(), head.clone(), path.to_owned(), String::new());
    let language = visit.language;
    let mut response =
        visit.page_with(fault.status(), path, title(language, fault), None, || page(language, fault));
    let retry_after = match fault {
        Fault::TooManyRequests { retry_after_seconds } => Some(retry_after_seconds),
        Fault::Unavailable => Some(10),
        _ => None,
    };
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn page(language: Language, fault: Fault) -> impl IntoView + use<> {
    view! {
        <div class="narrow">
            <EmptyState heading=title(language, fault) body=body(language, fault)>
                <ButtonLink href="/" text=t::home(language) />
                <ButtonLink href="/help" text=t::help(language) weight=Weight::Secondary />
            </EmptyState>
        </div>
    }
}

fn title(language: Language, fault: Fault) -> &'static str {
    match fault {
        Fault::NotFound => t::not_found(language),
        Fault::Unavailable | Fault::TooSlow => t::unavailable(language),
        Fault::Broken => t::broken(language),
        Fault::TooManyRequests { .. } => t::too_many(language),
        Fault::Stale => t::stale(language),
        Fault::NoLongerActing => t::no_longer_acting(language),
        Fault::NowActing => t::now_acting(language),
        Fault::CrossSite => t::cross_site(language),
        Fault::TooLarge => t::too_large(language),
        Fault::BadRequest | Fault::WrongMethod | Fault::UnsupportedType => t::bad_request(language),
    }
}

fn body(language: Language, fault: Fault) -> String {
    match fault {
        Fault::NotFound => t::not_found_body(language).to_owned(),
        Fault::Unavailable | Fault::TooSlow => t::unavailable_body(language).to_owned(),
        Fault::Broken => t::broken_body(language).to_owned(),
        Fault::TooManyRequests { retry_after_seconds } => {
            t::too_many_body(language, i64::try_from(retry_after_seconds).unwrap_or(i64::MAX))
        }
        Fault::Stale => t::stale_body(language).to_owned(),
        Fault::NoLongerActing => t::no_longer_acting_body(language).to_owned(),
        Fault::NowActing => t::now_acting_body(language).to_owned(),
        Fault::CrossSite => t::cross_site_body(language).to_owned(),
        Fault::TooLarge => t::too_large_body(language).to_owned(),
        Fault::BadRequest | Fault::WrongMethod | Fault::UnsupportedType => {
            t::bad_request_body(language).to_owned()
        }
    }
}
