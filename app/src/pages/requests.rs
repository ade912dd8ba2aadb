//! `/requests`: filing, following and answering requests. R-SRV-1, R-SRV-2, R-SRV-3

use crate::{
    components::{FieldError, *},
    format,
    forms::Form,
    locales::{request_words as words, requests as t},
    pages::home::line_name,
    paging,
};
use axum::http::StatusCode;
use crm::{
    Timestamp,
    language::Language,
    lines::Line,
    orders::Doer,
    requests::{Field, Refusal, Request, RequestState},
};
use leptos::prelude::*;
use operations::{Error, requests::RequestList};

mod choice;
mod conversation;
mod form;
mod request;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use choice::form_address;
pub(crate) use conversation::{Side, Turn, conversation};
pub(crate) use form::form;
pub(crate) use request::request;

/// What somebody tried to send, and why it was not taken. A page that opens for the first time shows an attempt that
/// nothing is wrong with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempt {
    /// What was typed, or filled in by a link.
    pub(crate) typed: Form,
    /// Fields to mend.
    errors: Vec<crm::requests::FieldError>,
    /// A rule's no.
    pub(crate) refused: Option<Refusal>,
}

impl Attempt {
    /// Nothing was sent yet.
    pub(crate) fn begun(typed: Form) -> Self {
        Self { typed, ..Self::default() }
    }

    /// What was typed, with what is wrong with it. An error that the form cannot show is handed on.
    pub(crate) fn failed(typed: Form, error: Error) -> Result<Self, Error> {
        match error {
            Error::Refused(operations::Refusal::Draft(errors)) => Ok(Self { typed, errors, refused: None }),
            Error::Refused(operations::Refusal::Request(refusal)) => {
                Ok(Self { typed, errors: Vec::new(), refused: Some(refusal) })
            }
            error => Err(error),
        }
    }

    /// How the page that shows it answers.
    pub(crate) fn status(&self) -> StatusCode {
        match (&self.refused, self.errors.is_empty()) {
            (Some(_), _) => StatusCode::CONFLICT,
            (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (None, true) => StatusCode::OK,
        }
    }

    /// What is wrong, in the order of the fields on the page. `unwritten` is said when the long text is missing.
    pub(crate) fn errors(&self, language: Language, fields: &[Field], unwritten: &str) -> Vec<FieldError> {
        let of = |field: &Field| {
            let error = self.errors.iter().find(|error| error.field == *field)?;
            Some(FieldError::new(input(*field), words::problem(language, *error, unwritten)))
        };
        fields.iter().filter_map(of).collect()
    }
}

/// Name and id of the input of a field.
pub(crate) fn input(field: Field) -> &'static str {
    match field {
        Field::Category => "category",
        Field::Subject => "subject",
        Field::Text => "text",
        Field::DesiredOutcome => "desired_outcome",
        Field::Line => "line",
        Field::Bill => "bill",
        Field::Reason => "reason",
    }
}

/// `/requests`
pub(crate) fn list(language: Language, view: RequestList, newest: bool) -> impl IntoView + use<> {
    let RequestList { requests, lines, next, now } = view;
    let empty = requests.is_empty();
    let rows = requests.iter().map(|request| row(language, request, &lines, now)).collect_view();
    let older = next.map(|next| format!("/requests?before={}", paging::write(next)));
    let nothing = match (empty, newest) {
        (false, _) => None,
        (true, true) => Some(
            view! {
                <EmptyState heading=t::none(language) body=t::none_body(language)>
                    <ButtonLink href="/requests/new" text=t::new_title(language) />
                </EmptyState>
            }
            .into_any(),
        ),
        (true, false) => Some(view! { <EmptyState heading=t::no_older(language) /> }.into_any()),
    };
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language)>
            {(!empty || !newest)
                .then(|| view! { <ButtonLink href="/requests/new" text=t::new_title(language) /> })}
        </PageHeader>
        <Card>
            {nothing} <ul class="lines">{rows}</ul> <PagePosition language=language older=older />
        </Card>
        {(!newest).then(|| view! { <p><a href="/requests">{t::all(language)}</a></p> })}
    }
}

fn row(language: Language, request: &Request, lines: &[Line], now: Timestamp) -> impl IntoView + use<> {
    let line = lines.iter().find(|line| Some(line.id) == request.line_id);
    let line = line.map(|line| format!(" · {}", line_name(language, line)));
    let filed = t::filed_on(language, &format::date(language, format::day_of(request.opened_at)));
    let next = next_in_brief(language, request, now);
    let (tone, state) = state(language, request.state);
    view! {
        <li class="cluster between">
            <div class="grow">
                <p>
                    <a class="strong" href=format!("/requests/{}", request.number)>
                        {name(language, request)}
                    </a>
                </p>
                <p class="soft small">{request.number.clone()} {line} " · " {filed}</p>
                {next.map(|next| view! { <p class="small">{next}</p> })}
            </div>
            <Badge tone=tone text=state />
        </li>
    }
}

/// Who acts next and until when; nothing when nobody has to.
fn next_in_brief(language: Language, request: &Request, now: Timestamp) -> Option<String> {
    let due = format::date_time(language, request.due_at);
    match request.next_doer() {
        Some(Doer::Customer) => Some(t::waits_for_you(language).to_owned()),
        Some(_) if request.is_late(now) => Some(t::late_since(language, &due)),
        Some(_) => Some(t::answer_by(language, &due)),
        None => request
            .reopen_until()
            .filter(|until| now < *until)
            .map(|until| t::reopen_until(language, &format::date_time(language, until))),
    }
}

/// What the customer called it, or what it is about where they wrote nothing.
pub(crate) fn name(language: Language, request: &Request) -> String {
    if request.subject.is_empty() {
        words::category(language, request.category).to_owned()
    } else {
        request.subject.clone()
    }
}

fn state(language: Language, state: RequestState) -> (Tone, &'static str) {
    match state {
        RequestState::Acknowledged => (Tone::Info, t::received(language)),
        RequestState::InProgress => (Tone::Info, t::in_progress(language)),
        RequestState::Pending => (Tone::Warn, t::needs_you(language)),
        RequestState::Held => (Tone::Info, t::on_hold(language)),
        RequestState::Resolved => (Tone::Good, t::resolved(language)),
        RequestState::Cancelled => (Tone::Neutral, t::cancelled(language)),
        RequestState::Rejected => (Tone::Bad, t::rejected(language)),
        RequestState::Closed => (Tone::Neutral, t::closed(language)),
    }
}
