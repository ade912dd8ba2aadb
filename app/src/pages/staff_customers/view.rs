//! The whole view of a customer, and the form that leads into their place.

use super::{Attempt, grounds, tier};
use crate::{
    components::*,
    format,
    locales::{
        acting as words, orders as of_orders, staff_calls as calls, staff_customers as t,
        staff_requests as of_staff,
    },
    pages::requests::name,
};
use crm::{
    bills::Dues,
    corrections::Correction,
    customers::{CustomerStatus, FieldChange},
    language::Language,
    lines::{LineKind, LineState},
    messages::MessageChannel,
    orders::Order,
    requests::Request,
};
use leptos::prelude::*;
use operations::{
    catalogue::{NameMap, name_in},
    staff_customers::{Contact, CustomerShown, CustomerView, LineShown, LinesShown},
};
use uuid::Uuid;

/// `/staff/customers/{code}` for a session that said what for.
pub(crate) fn view(
    language: Language,
    view: CustomerView,
    attempt: &Attempt,
    [key, other_key]: [Uuid; 2],
) -> impl IntoView + use<> {
    let errors = attempt.errors(language);
    let CustomerView {
        look,
        customer,
        lines,
        dues,
        orders,
        requests,
        contacts,
        names,
        changes,
        correction: waiting,
    } = view;
    let purpose = words::purpose(language, look.grounds.purpose);
    let lead = t::looked_until(language, purpose, &format::time(look.closes_at()));
    let title = t::customer_title(language, &customer.code);
    // What was typed into one form does not stand in the other.
    let nothing = Attempt::default();
    let (of_act, of_correction) =
        if attempt.correction.is_some() { (&nothing, attempt) } else { (attempt, &nothing) };
    let act = act(language, &customer.code, of_act, &errors, key);
    let correct = correct(language, &customer.code, waiting, of_correction, &errors, other_key);
    let call = format!("/staff/customers/{}/call", customer.code);
    let take_call = view! {
        <Card title=calls::open(language)>
            <p>{calls::open_body(language)}</p>
            <ButtonLink href=call text=calls::open(language) />
        </Card>
    };
    let orders = orders.iter().map(|order| order_row(language, order, &names)).collect_view();
    let requests = requests.iter().map(|request| request_row(language, request)).collect_view();
    let LinesShown { first, more } = lines;
    let mut lines: Vec<AnyView> = first.into_iter().map(|line| line_row(language, line).into_any()).collect();
    if more > 0 {
        lines.push(view! { <li class="soft">{t::more_lines(language, more)}</li> }.into_any());
    }
    let contacts = contacts.iter().map(|contact| contact_row(language, contact)).collect_view();
    view! {
        <ErrorSummary language=language errors=errors />
        <Breadcrumbs language=language trail=vec![Crumb::new("/staff/customers", t::title(language))] />
        <PageHeader title=title lead=lead />
        <div class="split">
            <div class="stack">
                {list(t::lines(language), t::no_lines(language), lines)}
                {list(t::orders(language), t::no_orders(language), orders)}
                {list(t::requests(language), t::no_requests(language), requests)}
                {act}
            </div>
            <div class="stack compact">
                {take_call} {who(language, customer)} {owed(language, &dues)}
                {list(t::contacts(language), t::no_contacts(language), contacts)}
                <Card title=t::history(language)>{history(language, changes)}</Card> {correct}
            </div>
        </div>
    }
}

/// The form that proposes another name, or what waits already. R-CUS-4
fn correct(
    language: Language,
    code: &str,
    waiting: Option<Correction>,
    attempt: &Attempt,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let body = match waiting {
        Some(correction) => view! { <p>{t::waits(language, &correction.after)}</p> }.into_any(),
        None => view! {
            <p class="soft">{t::correct_body(language)}</p>
            <form class="form" method="post" action=format!("/staff/customers/{code}/correct") novalidate>
                <HiddenKey key=key.to_string() />
                <TextField
                    name="name"
                    label=t::new_name(language)
                    value=attempt.typed.get("name")
                    error=error_of(errors, "name")
                    autocomplete="off"
                    maxlength=100
                    required=true
                />
                <TextArea
                    name="why"
                    label=t::grounds(language)
                    hint=t::reason_hint(language)
                    value=attempt.typed.raw("why")
                    error=error_of(errors, "why")
                    rows=2
                    maxlength=500
                    required=true
                />
                <SubmitButton text=t::propose(language) weight=Weight::Secondary />
            </form>
        }
        .into_any(),
    };
    view! { <Card title=t::correct(language)>{body}</Card> }
}

/// What was changed in the file.
fn history(language: Language, changes: Vec<FieldChange>) -> impl IntoView + use<> {
    if changes.is_empty() {
        return view! { <p class="soft">{t::no_history(language)}</p> }.into_any();
    }
    crate::pages::profile::history(language, changes).into_any()
}

fn list<V: IntoView + 'static>(
    title: &'static str,
    nothing: &'static str,
    rows: Vec<V>,
) -> impl IntoView + use<V> {
    let body = if rows.is_empty() {
        view! { <p class="soft">{nothing}</p> }.into_any()
    } else {
        view! { <ul class="lines">{rows}</ul> }.into_any()
    };
    view! { <Card title=title>{body}</Card> }
}

fn who(language: Language, customer: CustomerShown) -> impl IntoView + use<> {
    let CustomerShown { code, name, mobile, tier: of, segment, blacklisted, language: speaks, since, status } =
        customer;
    let speaks = match speaks {
        Language::ZhCn => of_staff::chinese(language),
        Language::En => of_staff::english(language),
    };
    view! {
        <Card title=t::who(language)>
            {blacklisted.then(|| view! { <Badge tone=Tone::Bad text=of_staff::blacklisted(language) /> })}
            {(status == CustomerStatus::Closed)
                .then(|| view! { <Badge tone=Tone::Neutral text=t::closed(language) /> })}
            <KeyValue>
                <Fact label=of_staff::name(language)>{name}</Fact>
                <Fact label=of_staff::code(language)>{code}</Fact>
                <Fact label=of_staff::mobile(language)>{mobile}</Fact>
                <Fact label=of_staff::tier(language)>{tier(language, of)}</Fact>
                <Fact label=t::segment(language)>{segment}</Fact>
                <Fact label=of_staff::answer_in(language)>{speaks}</Fact>
                <Fact label=of_staff::since(language)>{format::date(language, since)}</Fact>
            </KeyValue>
        </Card>
    }
}

fn owed(language: Language, dues: &Dues) -> impl IntoView + use<> {
    if dues.owed.is_zero() {
        return view! { <Card title=t::dues(language)><p class="soft">{t::nothing_owed(language)}</p></Card> }
            .into_any();
    }
    let (owed, overdue) = (format::money(dues.owed), format::money(dues.overdue));
    let due_on = dues.due_on.map(|day| format::date(language, day));
    view! {
        <Card title=t::dues(language)>
            <KeyValue>
                <Fact label=t::owed(language)>{owed}</Fact>
                <Fact label=t::overdue(language)>{overdue}</Fact>
                {due_on.map(|day| view! { <Fact label=t::due_on(language)>{day}</Fact> })}
            </KeyValue>
        </Card>
    }
    .into_any()
}

fn line_row(language: Language, line: LineShown) -> impl IntoView + use<> {
    let (tone, state) = match line.state {
        LineState::Active => (Tone::Good, of_staff::line_active(language)),
        LineState::Suspended => (Tone::Warn, of_staff::line_suspended(language)),
        LineState::Terminated => (Tone::Neutral, of_staff::line_terminated(language)),
    };
    let kind = match line.kind {
        LineKind::Phone => of_staff::phone(language),
        LineKind::Internet => of_staff::internet(language),
    };
    view! {
        <li class="cluster between">
            <span>
                {line.msisdn.unwrap_or_else(|| kind.to_owned())} " " <span class="soft small">{line.code}</span>
            </span>
            <Badge tone=tone text=state />
        </li>
    }
}

fn order_row(language: Language, order: &Order, names: &NameMap) -> impl IntoView + use<> {
    let plan = name_in(names, &order.terms.to, language).to_owned();
    let number = order.number.clone();
    let state = of_orders::state_word(language, order.state);
    view! {
        <li class="cluster between">
            <span>{plan} " " <span class="soft small">{number}</span></span>
            <span>{state}</span>
        </li>
    }
}

fn request_row(language: Language, request: &Request) -> impl IntoView + use<> {
    let (name, number) = (name(language, request), request.number.clone());
    view! {
        <li>
            <a href=format!("/staff/requests/{number}")>{name}</a>
            " "
            <span class="soft small">{number}</span>
        </li>
    }
}

fn contact_row(language: Language, contact: &Contact) -> impl IntoView + use<> {
    let channel = match contact.channel {
        MessageChannel::Sms => t::sms(language),
        MessageChannel::Email => t::email(language),
    };
    view! {
        <li>
            <p>{t::topic(language, contact.topic)}</p>
            <p class="soft small">
                <time datetime=format::machine_time(contact.at)>{format::date_time(language, contact.at)}</time>
                " · "
                {channel}
            </p>
        </li>
    }
}

/// Into the customer's place.
fn act(
    language: Language,
    code: &str,
    attempt: &Attempt,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let action = format!("/staff/customers/{code}/act");
    let fields = grounds::fields_with_caller(language, &attempt.typed, errors);
    view! {
        <Card title=t::act(language)>
            <form class="form" method="post" action=action novalidate>
                <p>{t::act_body(language)}</p>
                <HiddenKey key=key.to_string() />
                {fields}
                <SubmitButton text=t::begin(language) />
            </form>
        </Card>
    }
}
