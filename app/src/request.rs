//! One visit to a page or form: who, in which language, from where; and the answers a handler can give.

use crate::{
    cookies::Name,
    faults::Fault,
    forms::Form,
    hall::Hall,
    locales::flash::Flash,
    render::{self, ActingBar, ScriptNonce, Section, Shell, Visitor},
    routes::ADD_FACTOR,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use crm::{language::Language, sign_in::StaffRole};
use leptos::prelude::IntoView;
use operations::{Actor, Desk, Error, Refusal, company::CompanyHead, sessions};
use std::{convert::Infallible, net::IpAddr};
use uuid::Uuid;

/// Who asks, behind trusted proxies too.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// One visit.
#[derive(Clone)]
pub struct Visit {
    /// The hall.
    pub hall: Hall,
    /// Who acts.
    pub actor: Actor,
    /// The reader's language.
    pub language: Language,
    /// Path and query.
    pub path: String,
    /// The request's headers.
    pub headers: HeaderMap,
    /// Where it comes from.
    pub address: String,
    flash: Option<Flash>,
}

/// What a handler returns: an answer, or an error that becomes one.
pub type Outcome = Result<Response, Failure>;

/// An operation's error on its way to a page.
#[derive(Debug)]
pub struct Failure(pub Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

/// A rule's no that the handler has no own page for; the gate draws one.
#[derive(Clone, Debug)]
pub struct Refused(pub Refusal);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self.0 {
            Error::NotFound => Fault::NotFound.into_response(),
            Error::SignInNeeded | Error::ProofNeeded => {
                let mut response = StatusCode::UNAUTHORIZED.into_response();
                response.extensions_mut().insert(SignInNeeded);
                response
            }
            Error::SecondFactorNeeded => {
                let to = HeaderValue::from_static(ADD_FACTOR);
                (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
            }
            Error::Refused(refusal) => {
                let mut response = StatusCode::CONFLICT.into_response();
                response.extensions_mut().insert(Refused(refusal));
                response
            }
            Error::KeyReused | Error::Store(store::Error::Conflict | store::Error::Serialization) => {
                Fault::Stale.into_response()
            }
            error if error.is_outage() => {
                tracing::warn!(%error, "the database cannot be reached");
                Fault::Unavailable.into_response()
            }
            error => {
                tracing::error!(%error, "a request failed");
                Fault::Broken.into_response()
            }
        }
    }
}

/// The visitor has to sign in first, or to prove again who they are; the gate sends them.
#[derive(Clone, Copy, Debug)]
pub struct SignInNeeded;

impl FromRequestParts<Hall> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, hall: &Hall) -> Result<Self, Infallible> {
        Ok(Self::new(parts, hall.clone()))
    }
}

impl Visit {
    /// Reads a request's head.
    pub fn new(parts: &Parts, hall: Hall) -> Self {
        let actor = parts.extensions.get::<Actor>().cloned().unwrap_or(Actor::Visitor);
        let address = parts.extensions.get::<ClientAddress>();
        let address = address.map_or_else(String::new, |address| address.0.to_string());
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Self::of(hall, actor, parts.headers.clone(), path, address)
    }

    /// A visit made of its parts.
    pub fn of(hall: Hall, actor: Actor, headers: HeaderMap, path: String, address: String) -> Self {
        let language = language(&hall, &actor, &headers);
        let flash = hall.cookies.get(&headers, Name::Flash).and_then(|name| name.parse().ok());
        Self { hall, actor, language, path, headers, address, flash }
    }

    /// The same visit in the session that goes on in place of the one it began with.
    pub(crate) fn with_actor(self, actor: Actor) -> Self {
        Self { actor, ..self }
    }

    /// What operations work with.
    pub fn desk(&self) -> &Desk {
        &self.hall.desk
    }

    /// A fresh idempotency key for a form.
    pub fn key(&self) -> Uuid {
        self.desk().id()
    }

    /// The browser in its own words, for the list of sessions.
    pub fn user_agent(&self) -> String {
        let agent =
            self.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        agent.chars().take(300).collect()
    }

    /// A page.
    pub fn page<V: IntoView + 'static>(
        &self,
        title: impl Into<String>,
        section: impl Into<Option<Section>>,
        view: impl FnOnce() -> V,
    ) -> Response {
        self.page_with(StatusCode::OK, &self.path, title, section, view)
    }

    /// A form's page again, because something in it is to be mended. `path` is the address of the form's own page.
    pub fn unprocessable<V: IntoView + 'static>(
        &self,
        path: &str,
        title: impl Into<String>,
        section: impl Into<Option<Section>>,
        view: impl FnOnce() -> V,
    ) -> Response {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, path, title, section, view)
    }

    /// A page with a status; `path` is where the reader comes back to after switching the language.
    pub fn page_with<V: IntoView + 'static>(
        &self,
        status: StatusCode,
        path: &str,
        title: impl Into<String>,
        section: impl Into<Option<Section>>,
        view: impl FnOnce() -> V,
    ) -> Response {
        self.page_for(visitor(&self.actor), status, path, title.into(), section.into(), view)
    }

    /// A page of a company: its own ways, and the way back to one's own pages.
    pub fn company_page<V: IntoView + 'static>(
        &self,
        status: StatusCode,
        path: &str,
        title: impl Into<String>,
        section: Section,
        company: CompanyHead,
        view: impl FnOnce() -> V,
    ) -> Response {
        let visitor = match visitor(&self.actor) {
            Visitor::Customer { name } | Visitor::Member { name } => Visitor::Administrator { name, company },
            other => other,
        };
        self.page_for(visitor, status, path, title.into(), Some(section), view)
    }

    fn page_for<V: IntoView + 'static>(
        &self,
        visitor: Visitor,
        status: StatusCode,
        path: &str,
        title: String,
        section: Option<Section>,
        view: impl FnOnce() -> V,
    ) -> Response {
        let nonce = self.desk().id::<Uuid>().simple().to_string();
        let shell = Shell {
            language: self.language,
            title,
            visitor,
            section,
            path: path.to_owned(),
            flash: self.flash.map(|flash| flash.words(self.language).to_owned()),
            demo: self.hall.demo,
            acting: self.acting_bar(),
        };
        let rendered = render::page(&self.hall.site, shell, &nonce, view);
        let mut response = (status, Html(rendered.html)).into_response();
        // Pages hold personal data: no cache keeps them, and the back button asks again.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.flash.is_some() {
            response.headers_mut().append(header::SET_COOKIE, self.hall.cookies.clear(Name::Flash));
        }
        if rendered.has_scripts {
            response.extensions_mut().insert(ScriptNonce(nonce));
        }
        response
    }

    /// What stands above the page while a member of staff acts for a customer.
    fn acting_bar(&self) -> Option<ActingBar> {
        let Actor::Acting(both) = &self.actor else { return None };
        Some(ActingBar {
            acting: both.acting.id.0.to_string(),
            customer: format!("{} {} {}", both.masked_name, both.masked_mobile, both.code),
            staff: both.staff.name.clone(),
            mode: both.acting.mode,
            ends_at: both.acting.ends_at,
            minutes_left: both.acting.minutes_left(self.desk().now()),
            keys: [self.key().to_string(), self.key().to_string()],
        })
    }

    /// Sends the browser to another page.
    pub fn redirect(&self, to: &str) -> Response {
        let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/"));
        (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
    }

    /// Sends the browser to another page, which says once what was done; the jobs it caused run at once.
    pub fn done(&self, to: &str, flash: Flash) -> Response {
        self.hall.work.notify_one();
        let mut response = self.redirect(to);
        let name: &'static str = flash.into();
        response.headers_mut().append(header::SET_COOKIE, self.hall.cookies.set(Name::Flash, name));
        response
    }

    /// The same, when the session may do more or less from now on: it goes on under another token.
    pub async fn done_anew(&self, to: &str, flash: Flash) -> Result<Response, Failure> {
        let token = sessions::renew_token(self.desk(), &self.actor).await?;
        let mut response = self.done(to, flash);
        response.headers_mut().append(header::SET_COOKIE, self.hall.cookies.set(Name::Session, &token));
        Ok(response)
    }

    /// What was typed into this page's form when the session had expired, handed out once.
    pub async fn draft(&self) -> Result<Form, Failure> {
        let Some(token) = self.hall.cookies.get(&self.headers, Name::Draft) else {
            return Ok(Form::default());
        };
        let kept = sessions::take_draft(self.desk(), &self.actor, token).await?;
        let here = self.path.split('?').next().unwrap_or_default();
        Ok(kept.filter(|draft| draft.path == here).map(|draft| Form::new(draft.fields)).unwrap_or_default())
    }
}

/// The page that whoever signs in begins with.
pub(crate) fn home_of(actor: &Actor) -> &'static str {
    match visitor(actor) {
        Visitor::Guest
        | Visitor::Customer { .. }
        | Visitor::Member { .. }
        | Visitor::Administrator { .. } => "/",
        Visitor::Staff { .. } => "/staff/requests",
        Visitor::Auditor { .. } => "/staff/audit",
    }
}

fn visitor(actor: &Actor) -> Visitor {
    match actor {
        Actor::Subscriber(subscriber) if subscriber.has_company_business => {
            Visitor::Member { name: subscriber.name.clone() }
        }
        Actor::Subscriber(subscriber) => Visitor::Customer { name: subscriber.name.clone() },
        Actor::Staff(staff) => {
            let name = staff.name.clone();
            match staff.role {
                StaffRole::SupportAgent | StaffRole::Supervisor => {
                    Visitor::Staff { name, supervisor: staff.role == StaffRole::Supervisor }
                }
                StaffRole::Auditor => Visitor::Auditor { name },
            }
        }
        // They see the customer's ways; the bar above says who they are.
        Actor::Acting(both) => Visitor::Customer { name: both.masked_name.clone() },
        Actor::Visitor | Actor::System => Visitor::Guest,
    }
}

fn language(hall: &Hall, actor: &Actor, headers: &HeaderMap) -> Language {
    if let Actor::Subscriber(subscriber) = actor {
        return subscriber.language;
    }
    let chosen = hall.cookies.get(headers, Name::Language).and_then(|language| language.parse().ok());
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|accepted| accepted.to_str().ok());
    chosen.or_else(|| accepted.and_then(Language::preferred)).unwrap_or_default()
}
