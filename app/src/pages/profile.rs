//! `/profile`: language and message preferences, contacts, who may change what, and the history of changes. R-CUS-4, R-CUS-8

use crate::{
    components::*,
    format,
    forms::Form,
    locales::{contact_change as contact_words, profile as t, refusals},
};
use crm::{
    contact_change::ContactChange,
    customers::{ChangeReason, Customer, CustomerField, FieldChange, Tier},
    field_rules::{Approval, Changer, FieldRule},
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
    let ProfileView { customer, changes, contact_changes, rules } = view;
    let errors: Vec<FieldError> = refusal
        .map(|refusal| {
            let field = match refusal {
                Refusal::EmailNeeded => "notify_by_email",
                Refusal::ChangedMeanwhile => "language",
                Refusal::NoWayLeft => "notify_by_sms",
            };
            FieldError::new(field, refusals::profile(language, refusal))
        })
        .into_iter()
        .collect();
    let form = form(language, &customer, typed, &errors, key);
    let facts = facts(language, &customer);
    let pending = contact_changes.into_iter().map(|change| pending(language, &change)).collect_view();
    view! {
        <ErrorSummary language=language errors=errors />
        <PageHeader title=t::title(language) lead=t::lead(language) />
        {pending}
        <div class="split">
            <div class="stack">
                <Card title=t::preferences(language)>{form}</Card>
                <Card title=t::rules(language)>{rules_table(language, rules)}</Card>
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
    let chosen = if kept { customer.language.to_string() } else { typed.get("language").to_owned() };
    let ticked = |field: &str, now: bool| if kept { now } else { typed.is_ticked(field) };
    let languages = vec![Choice::new("zh-CN", "简体中文"), Choice::new("en", "English")];
    view! {
        <form class="form" method="post" action="/profile" novalidate>
            <HiddenKey key=key.to_string() />
            <input type="hidden" name="version" value=customer.version.to_string() />
            <SelectField name="language" label=t::language(language)
                options=languages
                value=chosen
                error=error_of(errors, "language")
            />
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
                error=error_of(errors, "notify_by_email")
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
    let email = customer.email.clone().unwrap_or_else(|| t::none(language).to_owned());
    let since = format::date(language, customer.since);
    view! {
        <KeyValue>
            <Fact label=t::name(language)>{name}</Fact>
            <Fact label=t::code(language)>{code}</Fact>
            <Fact label=t::mobile(language)>{mobile}</Fact>
            <Fact label=t::email(language)>{email}</Fact>
            <Fact label=t::tier(language)>{tier}</Fact>
            <Fact label=t::since(language)>{since}</Fact>
        </KeyValue>
        <p>
            <a href="/profile/contact">{t::change_contact(language)}</a>
        </p>
    }
}

/// A change of contact that is under way.
fn pending(language: Language, change: &ContactChange) -> impl IntoView + use<> {
    let what = contact_words::kind(language, change.kind);
    let heading = match change.effective_at {
        Some(at) => t::pending(language, what, &format::date_time(language, at)),
        None => t::proving(language, what),
    };
    view! {
        <Notice tone=Tone::Warn heading=heading>
            <p>{t::pending_body(language)}</p>
            <div class="actions">
                <ButtonLink href="/profile/contact" text=t::see_pending(language) weight=Weight::Secondary />
            </div>
        </Notice>
    }
}

/// The rules of the fields as a table.
fn rules_table(language: Language, rules: Vec<FieldRule>) -> impl IntoView + use<> {
    let rows = rules
        .into_iter()
        .map(|rule| {
            let by = match rule.changed_by {
                Changer::Customer => t::by_customer(language),
                Changer::Staff => t::by_staff(language),
                Changer::Nobody => t::by_nobody(language),
            };
            let needs = match rule.approval {
                Approval::None => t::needs_none(language),
                Approval::BothContacts => t::needs_both(language),
                Approval::Supervisor => t::needs_supervisor(language),
            };
            view! {
                <tr>
                    <th scope="row">
                        <div>
                            {field(language, rule.field)}
                            {rule.mandatory.then(|| view! { <p class="aside">{t::mandatory(language)}</p> })}
                        </div>
                    </th>
                    <td data-label=t::changed_by_column(language)>{by}</td>
                    <td data-label=t::approval_column(language)>{needs}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=t::rules(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::field_column(language)}</th>
                    <th scope="col">{t::changed_by_column(language)}</th>
                    <th scope="col">{t::approval_column(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
}

/// What was changed, with the person responsible and the reason.
pub(crate) fn history(language: Language, changes: Vec<FieldChange>) -> impl IntoView + use<> {
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
                    {reason(language, &change.reason).map(|words| view! { <p class="soft small">{words}</p> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{rows}</ul> }.into_any()
}

/// Why a field was changed, in words.
fn reason(language: Language, reason: &str) -> Option<String> {
    let words = match reason.parse() {
        Ok(ChangeReason::ContactProved) => t::contact_proved(language),
        Ok(ChangeReason::ContactTakenBack) => t::contact_taken_back(language),
        Err(_) => reason,
    };
    (!reason.is_empty()).then(|| t::because(language, words))
}

/// What a field is called.
pub(crate) fn field(language: Language, field: CustomerField) -> &'static str {
    match field {
        CustomerField::Mobile => t::mobile(language),
        CustomerField::Name => t::name(language),
        CustomerField::IdNumber => t::id_number(language),
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
