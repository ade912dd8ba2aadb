//! `/`: the answer before the menu. What is owed, what is left, what is under way, what is recommended.

use crate::{components::*, format, locales::home as t, pages::messages};
use crm::{
    Date,
    best_plan::Advice,
    bills::Dues,
    language::Language,
    lines::{Line, LineState},
    money::Money,
    orders::{Order, OrderState},
    requests::{Request, RequestState},
    usage::{Level, UsageKind},
};
use leptos::prelude::*;
use operations::{
    catalogue::{NameMap, name_in},
    home::{HomeView, LineLeft},
    recommendations::LineAdvice,
};

/// `/`
pub(crate) fn home(language: Language, view: HomeView) -> impl IntoView + use<> {
    let names = view.names;
    let under_way = !view.orders.is_empty() || !view.requests.is_empty();
    let waiting = view
        .orders
        .iter()
        .map(|order| order_row(language, order, &names).into_any())
        .chain(view.requests.iter().map(|request| request_row(language, request).into_any()))
        .collect_view();
    let no_messages = view.messages.is_empty();
    view! {
        <PageHeader title=t::greeting(language, &view.customer.name) />
        <div class="split">
            <div class="stack">
                {owed(language, view.dues, view.today)}
                {view.lines.into_iter().map(|line| left(language, line)).collect_view()}
            </div>
            <div class="stack">
                {view.recommendation.map(|advice| recommended(language, &advice, &names))}
                <Card title=t::under_way(language) href="/orders" link=t::all_orders(language)>
                    {if under_way {
                        view! { <ul class="lines">{waiting}</ul> }.into_any()
                    } else {
                        view! { <p class="soft">{t::nothing_under_way(language)}</p> }.into_any()
                    }}
                    <div class="actions">
                        <ButtonLink
                            href="/requests/new"
                            text=t::ask(language)
                            weight=Weight::Secondary
                        />
                    </div>
                </Card>
                <Card title=t::messages(language) href="/messages" link=t::all_messages(language)>
                    {no_messages.then(|| view! { <p class="soft">{t::no_messages(language)}</p> })}
                    {messages::lines(language, view.messages)}
                </Card>
            </div>
        </div>
    }
}

fn owed(language: Language, dues: Dues, today: Date) -> impl IntoView + use<> {
    let nothing = dues.owed.is_zero();
    let note = match dues.due_on {
        None => t::all_paid(language).to_owned(),
        Some(_) if dues.overdue == dues.owed => t::all_overdue(language).to_owned(),
        Some(_) if dues.overdue > Money::ZERO => t::partly_overdue(language, &format::money(dues.overdue)),
        Some(due_on) if due_on == today => t::due_today(language).to_owned(),
        Some(due_on) => t::due_by(language, &format::date(language, due_on)),
    };
    view! {
        <Card title=t::owed(language) href="/bills" link=t::all_bills(language) hero=true>
            <Figure label=t::to_pay(language) value=format::money(dues.owed) note=note />
            {(!nothing)
                .then(|| {
                    view! {
                        <div class="actions">
                            <ButtonLink href="/pay" text=t::pay(language) />
                        </div>
                    }
                })}
        </Card>
    }
}

fn left(language: Language, LineLeft { line, plan, levels }: LineLeft) -> impl IntoView + use<> {
    let title = line_name(language, &line);
    let plan_name = plan.map(|plan| plan.name.in_language(language).to_owned());
    let address = format!("/lines/{}", line.code);
    let why = address.clone();
    let change = format!("{address}/change-plan");
    let usage = format!("/usage?line={}", line.code);
    let barred = line.state == LineState::Suspended;
    let phone = line.msisdn.is_some();
    view! {
        <Card title=title href=usage link=t::usage(language)>
            {barred
                .then(|| {
                    view! {
                        <Notice tone=Tone::Warn heading=t::barred(language)>
                            <div class="actions">
                                <ButtonLink
                                    href=why
                                    text=t::see_line(language)
                                    weight=Weight::Secondary
                                />
                            </div>
                        </Notice>
                    }
                })}
            {plan_name.map(|name| view! { <p class="soft">{name}</p> })}
            {levels
                .into_iter()
                .filter(|level| phone || level.kind == UsageKind::Data)
                .map(|level| meter(language, level))
                .collect_view()}
            <div class="actions">
                <ButtonLink
                    href=change
                    text=t::change_plan(language)
                    weight=Weight::Quiet
                />
                <ButtonLink href=address text=t::manage_line(language) weight=Weight::Quiet />
            </div>
        </Card>
    }
}

fn meter(language: Language, level: Level) -> impl IntoView + use<> {
    let label = match level.kind {
        UsageKind::Voice => t::voice(language),
        UsageKind::Data => t::data(language),
        UsageKind::Message => t::texts(language),
    };
    let words = |quantity| format::quantity(language, level.kind, quantity);
    let (value, note) = match (level.allowance, level.left()) {
        // Nothing is included: there is nothing to be left, only a use that costs.
        (Some(0), _) => (t::used(language, &words(level.used)), t::each_costs(language).to_owned()),
        (Some(allowance), Some(left)) => {
            (t::left(language, &words(left)), t::of(language, &words(allowance)))
        }
        (None, _) | (_, None) => (t::used(language, &words(level.used)), String::new()),
    };
    let limit = level.allowance.filter(|allowance| *allowance > 0);
    if level.allowance == Some(0) {
        return view! {
            <p class="cluster between">
                <span>{label}</span>
                <span class="soft">{value} " · " {note}</span>
            </p>
        }
        .into_any();
    }
    view! { <Meter language=language label=label value=value note=note used=level.used limit=limit /> }
        .into_any()
}

/// The line as its owner knows it: the number, or what runs over it.
pub(crate) fn line_name(language: Language, line: &Line) -> String {
    line_name_of(language, line.msisdn.as_ref(), &line.code)
}

/// The same, of a line's number and code.
pub(crate) fn line_name_of(
    language: Language,
    msisdn: Option<&crm::customers::Msisdn>,
    code: &str,
) -> String {
    msisdn.map_or_else(|| t::home_internet(language, code), crm::customers::Msisdn::spaced)
}

fn recommended(language: Language, line: &LineAdvice, names: &NameMap) -> impl IntoView + use<> {
    let advice = line.advice.as_ref()?;
    let plan = name_in(names, advice.plan(), language).to_owned();
    let (heading, body) = match advice {
        Advice::Better { best, saving, .. } => {
            let months = i64::try_from(best.months.len()).unwrap_or_default();
            let body = t::would_have_saved(language, months, &plan, &format::money(*saving));
            (t::recommended(language), body)
        }
        Advice::Stay { current } => {
            let months = i64::try_from(current.months.len()).unwrap_or_default();
            (t::stay(language), t::nothing_cheaper(language, months, &plan))
        }
    };
    let fee = line.termination_fee;
    Some(view! {
        <Card title=heading href="/recommendations" link=t::see_arithmetic(language)>
            <p>{body}</p>
            {(!fee.is_zero())
                .then(|| view! { <p class="soft small">{t::fee(language, &format::money(fee))}</p> })}
        </Card>
    })
}

fn order_row(language: Language, order: &Order, names: &NameMap) -> impl IntoView + use<> {
    let plan = name_in(names, &order.terms.to, language).to_owned();
    let (tone, state) = match order.state {
        OrderState::Failed => (Tone::Bad, t::order_failed(language).to_owned()),
        OrderState::Pending => {
            (Tone::Info, t::order_from(language, &format::date(language, order.effective_on)))
        }
        _ => (Tone::Info, t::order_in_progress(language).to_owned()),
    };
    view! {
        <li class="cluster between">
            <a href=format!("/orders/{}", order.number)>{t::change_to(language, &plan)}</a>
            <Badge tone=tone text=state />
        </li>
    }
}

fn request_row(language: Language, request: &Request) -> impl IntoView + use<> {
    let (tone, state) = match request.state {
        RequestState::Pending => (Tone::Warn, t::request_needs_you(language)),
        RequestState::InProgress => (Tone::Info, t::request_in_progress(language)),
        _ => (Tone::Info, t::request_received(language)),
    };
    let subject = if request.subject.is_empty() {
        t::request(language, &request.number)
    } else {
        request.subject.clone()
    };
    view! {
        <li class="cluster between">
            <a href=format!("/requests/{}", request.number)>{subject}</a>
            <Badge tone=tone text=state />
        </li>
    }
}
