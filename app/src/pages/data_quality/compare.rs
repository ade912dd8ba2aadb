//! Two files side by side, and what becomes of them.

use crate::{
    components::*,
    format,
    forms::Form,
    locales::{data_quality as t, refusals},
};
use crm::{
    customers::{Customer, CustomerStatus},
    duplicates::Refusal,
    language::Language,
};
use leptos::prelude::*;
use uuid::Uuid;

/// What somebody sent, and what is amiss with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempt {
    /// What was typed.
    pub(crate) typed: Form,
    /// A rule's no.
    pub(crate) refusal: Option<Refusal>,
}

/// `/staff/data-quality/compare`.
pub(crate) fn compare(
    language: Language,
    both: &[Customer; 2],
    attempt: &Attempt,
    [join_key, dismiss_key]: [Uuid; 2],
) -> impl IntoView + use<> {
    let errors: Vec<FieldError> = attempt
        .refusal
        .map(|refusal| {
            let field = if refusal == Refusal::BadReason { "reason" } else { "kept" };
            FieldError::new(field, refusals::merge(language, refusal))
        })
        .into_iter()
        .collect();
    let [one, other] = both;
    let (code, other_code) = (one.code.clone(), other.code.clone());
    let chosen = match attempt.typed.get("kept") {
        "" => code.clone(),
        kept => kept.to_owned(),
    };
    let options = both.iter().map(|customer| Choice::new(&customer.code, &customer.code)).collect::<Vec<_>>();
    let reason = attempt.typed.raw("reason").to_owned();
    let cards = both.iter().map(|customer| card(language, customer)).collect_view();
    view! {
        <ErrorSummary language=language errors=errors.clone() />
        <Breadcrumbs language=language trail=vec![Crumb::new("/staff/data-quality", t::title(language))] />
        <PageHeader title=t::compare_title(language, &code, &other_code) lead=t::compare_lead(language) />
        <div class="split">{cards}</div>
        <Card title=t::join(language)>
            <form class="form" method="post" action="/staff/data-quality/join" novalidate>
                <HiddenKey key=join_key.to_string() />
                <input type="hidden" name="one" value=code.clone() />
                <input type="hidden" name="other" value=other_code.clone() />
                <SelectField
                    name="kept"
                    label=t::kept(language)
                    options=options
                    value=chosen
                    error=error_of(&errors, "kept")
                />
                <TextArea
                    name="reason"
                    label=t::reason(language)
                    hint=t::reason_hint(language)
                    value=reason
                    error=error_of(&errors, "reason")
                    rows=2
                    maxlength=500
                    required=true
                />
                <SubmitButton text=t::join(language) weight=Weight::Danger />
            </form>
            <form method="post" action="/staff/data-quality/dismiss">
                <HiddenKey key=dismiss_key.to_string() />
                <input type="hidden" name="one" value=code />
                <input type="hidden" name="other" value=other_code />
                <SubmitButton text=t::dismiss(language) weight=Weight::Secondary />
            </form>
        </Card>
    }
}

fn card(language: Language, customer: &Customer) -> impl IntoView + use<> {
    let status = match customer.status {
        CustomerStatus::Active => t::active(language),
        CustomerStatus::Closed => t::closed(language),
    };
    let (code, name, mobile) = (customer.code.clone(), customer.name.clone(), customer.mobile.spaced());
    let email = customer.email.clone().unwrap_or_else(|| t::none(language).to_owned());
    let since = format::date(language, customer.since);
    let origin = t::origin(language, customer.origin);
    view! {
        <Card title=code>
            <KeyValue>
                <Fact label=t::name(language)>{name}</Fact>
                <Fact label=t::mobile(language)>{mobile}</Fact>
                <Fact label=t::email(language)>{email}</Fact>
                <Fact label=t::since(language)>{since}</Fact>
                <Fact label=t::source(language)>{origin}</Fact>
                <Fact label=t::status(language)>{status}</Fact>
            </KeyValue>
        </Card>
    }
}
