//! `/profile`: contact data with the history of changes, language, message preferences. R-CUS-4, R-CUS-8

use crate::{
    components::*,
    format,
    forms::Form,
    locales::{profile as t, refusals},
};
use crm::{
    customers::{Customer, CustomerField, FieldChange, Tier},
    language::Language,
};
use leptos::prelude::*;
use operations::profile::{ProfileView, Refusal};
use uuid::Uuid;

/// `/profile`. `typed` is what was typed before, if anything: it stands in the form instead of what is kept.
pub(crate) fn profile(
    language: Language,
    view: ProfileView,
    typed: &Form,
    refusal: Option<Refusal>,
    key: Uuid,
) -> impl IntoView + use<> {
    let ProfileView { customer, changes } = view;
    let errors: Vec<FieldError> = refusal
        .map(|refusal| {
            let field = match refusal {
                Refusal::BadEmail | Refusal::EmailNeeded | Refusal::ChangedMeanwhile => "email",
                Refusal::NoWayLeft => "notify_by_sms",
            };
            FieldError::new(field, refusals::profile(language, refusal))
        })
        .into_iter()
        .collect();
    let form = form(language, &customer, typed, &errors, key);
    let facts = facts(language, &customer);
    view! {
        <ErrorSummary language=language errors=errors />
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <div class="split">
            <div class="stack">
                <Card title=t::contact(language)>{form}</Card>
            </div>
            <div class="stack">
                <Card title=t::you(language)>{facts}</Card>
                <Card title=t::more(language)>
                    <ul class="lines">
                        <li>
                            <a href="/lines">{t::lines(language)}</a>
                        </li>
                        <li>
                            <a href="/profile/security">{t::security(language)}</a>
                        </li>
                        <li>
                            <a href="/profile/privacy">{t::privacy(language)}</a>
                        </li>
                        <li>
                            <a href="/messages">{t::messages(language)}</a>
                        </li>
                        <li>
                            <a href="/payments">{t::payments(language)}</a>
                        </li>
                        <li>
                            <a href="/help">{t::help(language)}</a>
                        </li>
                    </ul>
                </Card>
                <Card title=t::history(language)>{history(language, changes)}</Card>
            </div>
        </div>
    }
}

fn form(
    language: Language,
    customer: &Customer,
    typed: &Form,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let kept = typed.is_empty();
    let email = if kept { customer.email.clone().unwrap_or_default() } else { typed.get("email").to_owned() };
    let chosen = if kept { customer.language.to_string() } else { typed.get("language").to_owned() };
    let ticked = |field: &str, now: bool| if kept { now } else { typed.is_ticked(field) };
    let languages = vec![Choice::new("zh-CN", "简体中文"), Choice::new("en", "English")];
    view! {
        <form class="form" method="post" action="/profile" novalidate>
            <HiddenKey key=key.to_string() />
            <input type="hidden" name="version" value=customer.version.to_string() />
            <TextField
                name="email"
                label=t::email(language)
                hint=t::email_hint(language)
                value=email
                error=error_of(errors, "email")
                kind="email"
                autocomplete="email"
                maxlength=254
            />
            <SelectField name="language" label=t::language(language) options=languages value=chosen />
            <Checkbox
                name="notify_by_sms"
                label=t::by_sms(language)
                checked=ticked("notify_by_sms", customer.notify_by_sms)
                error=error_of(errors, "notify_by_sms")
            />
            <Checkbox
                name="notify_by_email"
                label=t::by_email(language)
                checked=ticked("notify_by_email", customer.notify_by_email)
            />
            <Checkbox
                name="marketing_consent"
                label=t::marketing(language)
                hint=t::marketing_hint(language)
                checked=ticked("marketing_consent", customer.marketing_consent)
            />
            <SubmitButton text=t::save(language) />
        </form>
    }
}

fn facts(language: Language, customer: &Customer) -> impl IntoView + use<> {
    let tier = match customer.tier {
        Tier::Standard => t::standard(language),
        Tier::Silver => t::silver(language),
        Tier::Gold => t::gold(language),
        Tier::Diamond => t::diamond(language),
    };
    let (name, code, mobile) = (customer.name.clone(), customer.code.clone(), customer.mobile.spaced());
    let since = format::date(language, customer.since);
    view! {
        <KeyValue>
            <Fact label=t::name(language)>{name}</Fact>
            <Fact label=t::code(language)>{code}</Fact>
            <Fact label=t::mobile(language)>{mobile}</Fact>
            <Fact label=t::tier(language)>{tier}</Fact>
            <Fact label=t::since(language)>{since}</Fact>
        </KeyValue>
    }
}

fn history(language: Language, changes: Vec<FieldChange>) -> impl IntoView + use<> {
    if changes.is_empty() {
        return view! { <p class="soft">{t::no_changes(language)}</p> }.into_any();
    }
    let rows = changes
        .into_iter()
        .map(|change| {
            let from = value(language, change.field, &change.before);
            let to = value(language, change.field, &change.after);
            view! {
                <li>
                    <p>{field(language, change.field)} ": " {t::from_to(language, &from, &to)}</p>
                    <p class="soft small">
                        <time datetime=format::machine_time(change.at)>
                            {format::date_time(language, change.at)}
                        </time>
                        " · "
                        {change.by}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{rows}</ul> }.into_any()
}

fn field(language: Language, field: CustomerField) -> &'static str {
    match field {
        CustomerField::Email => t::email(language),
        CustomerField::Language => t::language(language),
        CustomerField::NotifyBySms => t::by_sms(language),
        CustomerField::NotifyByEmail => t::by_email(language),
        CustomerField::MarketingConsent => t::marketing(language),
    }
}

/// A value as a person reads it.
fn value(language: Language, field: CustomerField, value: &str) -> String {
    match (field, value) {
        (CustomerField::Language, "zh-CN") => "简体中文".to_owned(),
        (CustomerField::Language, "en") => "English".to_owned(),
        (_, "") => t::none(language).to_owned(),
        (_, "true") => t::yes(language).to_owned(),
        (_, "false") => t::no(language).to_owned(),
        (_, other) => other.to_owned(),
    }
}
