//! `/profile/contact`: another contact number or address, and `/contact-change`: the link that takes a change back.
//! R-CUS-4, R-CUS-10

use crate::{
    components::*,
    format,
    forms::Form,
    locales::{contact_change as t, refusals},
};
use crm::{
    contact_change::{ContactChange, ContactKind, ContactState, Refusal},
    customers::Customer,
    language::Language,
};
use leptos::prelude::*;
use operations::contact_change::{ContactView, Linked};
use uuid::Uuid;

/// What somebody sent, and what is amiss with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempt {
    /// What was typed.
    pub(crate) typed: Form,
    /// Whose form, and what is amiss.
    pub(crate) refusal: Option<(ContactKind, Refusal)>,
}

impl Attempt {
    /// The error of a form, at its field.
    fn error(&self, language: Language, kind: ContactKind) -> Option<FieldError> {
        let (_, refusal) = self.refusal.filter(|(of, _)| *of == kind)?;
        let at_code = matches!(refusal, Refusal::Code { .. });
        let field = match kind {
            ContactKind::Mobile if at_code => "code-mobile",
            ContactKind::Email if at_code => "code-email",
            ContactKind::Mobile => "mobile",
            ContactKind::Email => "email",
        };
        Some(FieldError::new(field, refusals::contact(language, refusal)))
    }
}

/// `/profile/contact`.
pub(crate) fn contact(
    language: Language,
    view: ContactView,
    attempt: &Attempt,
    keys: [Uuid; 2],
) -> impl IntoView + use<> {
    let ContactView { customer, open } = view;
    let kinds = [ContactKind::Mobile, ContactKind::Email];
    let errors: Vec<FieldError> =
        kinds.into_iter().filter_map(|kind| attempt.error(language, kind)).collect();
    let cards = kinds
        .into_iter()
        .zip(keys)
        .map(|(kind, key)| {
            let change = open.iter().find(|change| change.kind == kind);
            card(language, &customer, kind, change, attempt, &errors, key)
        })
        .collect_view();
    view! {
        <ErrorSummary language=language errors=errors.clone() />
        <Breadcrumbs language=language trail=vec![Crumb::new("/profile", t::profile(language))] />
        <PageHeader title=t::title(language) lead=t::lead(language) />
        {cards}
        <p class="soft">{t::wait_hint(language)}</p>
    }
}

/// One contact: what it is, what becomes of it, and another one.
fn card(
    language: Language,
    customer: &Customer,
    kind: ContactKind,
    change: Option<&ContactChange>,
    attempt: &Attempt,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let now = match kind {
        ContactKind::Mobile => customer.mobile.spaced(),
        ContactKind::Email => customer.email.clone().unwrap_or_else(|| t::none(language).to_owned()),
    };
    let waiting = change.filter(|change| change.state == ContactState::Pending);
    let proving = change.filter(|change| change.state == ContactState::Proving);
    let waiting = waiting.map(|change| pending(language, change, key));
    let code = proving.map(|change| code(language, change, errors));
    let form = change
        .is_none_or(|change| change.state == ContactState::Proving)
        .then(|| ask(language, kind, attempt, errors, key));
    view! {
        <Card title=t::kind(language, kind)>
            <p>{t::now(language, &now)}</p>
            {waiting}
            {code}
            {form}
        </Card>
    }
}

fn pending(language: Language, change: &ContactChange, key: Uuid) -> impl IntoView + use<> {
    let at = change.effective_at.map(|at| format::date_time(language, at)).unwrap_or_default();
    let after = if change.is_removal() { t::removed(language).to_owned() } else { change.after.clone() };
    let id = change.id.0.to_string();
    view! {
        <Notice tone=Tone::Warn heading=t::waits(language, &after, &at)>
            <form method="post" action="/profile/contact/take-back">
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="change" value=id />
                <SubmitButton text=t::take_back(language) weight=Weight::Danger />
            </form>
        </Notice>
    }
}

fn code(language: Language, change: &ContactChange, errors: &[FieldError]) -> impl IntoView + use<> {
    let id = match change.kind {
        ContactKind::Mobile => "code-mobile",
        ContactKind::Email => "code-email",
    };
    view! {
        <form class="form" method="post" action="/profile/contact/check" novalidate>
            <HiddenActing />
            <input type="hidden" name="kind" value=change.kind.to_string() />
            <TextField
                name="code"
                id=id
                label=t::code(language)
                hint=t::code_hint(language, &change.after)
                error=error_of(errors, id)
                autocomplete="one-time-code"
                inputmode="numeric"
                maxlength=12
                width="code"
                required=true
            />
            <SubmitButton text=t::prove(language) />
        </form>
    }
}

fn ask(
    language: Language,
    kind: ContactKind,
    attempt: &Attempt,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let field = match kind {
        ContactKind::Mobile => view! {
            <TextField
                name="mobile"
                label=t::new_mobile(language)
                value=attempt.typed.get("mobile")
                error=error_of(errors, "mobile")
                kind="tel"
                autocomplete="tel"
                maxlength=20
            />
        }
        .into_any(),
        ContactKind::Email => view! {
            <TextField
                name="email"
                label=t::new_email(language)
                hint=t::new_email_hint(language)
                value=attempt.typed.get("email")
                error=error_of(errors, "email")
                kind="email"
                autocomplete="email"
                maxlength=254
            />
        }
        .into_any(),
    };
    view! {
        <form class="form" method="post" action="/profile/contact" novalidate>
            <HiddenKey key=key.to_string() />
            <input type="hidden" name="kind" value=kind.to_string() />
            {field}
            <SubmitButton text=t::send_code(language) weight=Weight::Secondary />
        </form>
    }
}

/// `/contact-change`: what the link takes back, and its token; `None` when it leads nowhere any more.
pub(crate) fn linked(language: Language, link: Option<(Linked, String)>) -> impl IntoView + use<> {
    let body = match link {
        None => view! {
            <Card>
                <EmptyState heading=t::link_over(language) body=t::link_over_body(language) />
            </Card>
        }
        .into_any(),
        Some((linked, token)) => {
            let after = if linked.after.is_empty() { t::removed(language) } else { &linked.after };
            let lead = t::link_lead(language, t::kind(language, linked.kind), after);
            let words =
                if linked.is_made { t::link_body_made(language) } else { t::link_body_waits(language) };
            view! {
                <Card>
                    <p class="strong">{lead}</p>
                    <p>{words}</p>
                    <form method="post" action="/contact-change">
                        <HiddenActing />
                        <input type="hidden" name="token" value=token />
                        <SubmitButton text=t::take_back(language) weight=Weight::Danger />
                    </form>
                </Card>
            }
            .into_any()
        }
    };
    view! {
        <PageHeader title=t::link_title(language) />
        {body}
    }
}
