//! `/lines`: each line, what runs on it, and what to do when it is gone. R-SRV-5

use crate::{components::*, format, forms::Form, locales::lines as t, pages::home::line_name};
use crm::{
    agreements::Agreement,
    catalogue::OfferingKind,
    language::Language,
    lines::{BarReason, Line, LineKind, LineState},
    products::Product,
};
use leptos::prelude::*;
use operations::{
    catalogue::{NameMap, name_in},
    lines::{LineList, LineSummary, LineView},
};
use uuid::Uuid;

/// `/lines`
pub(crate) fn list(language: Language, view: LineList) -> impl IntoView + use<> {
    let none = view.lines.is_empty();
    let names = view.names;
    let rows = view
        .lines
        .into_iter()
        .map(|LineSummary { line, products }| {
            let (tone, state) = state(language, &line);
            let plan = plan(language, &products, &names);
            view! {
                <li class="cluster between">
                    <div>
                        <p>
                            <a class="strong" href=format!("/lines/{}", line.code)>
                                {line_name(language, &line)}
                            </a>
                        </p>
                        <p class="soft">{plan}</p>
                    </div>
                    <Badge tone=tone text=state />
                </li>
            }
        })
        .collect_view();
    view! {
        <Breadcrumbs language=language trail=vec![Crumb::new("/profile", t::profile(language))] />
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <Card>
            {none.then(|| view! { <EmptyState heading=t::none(language) /> })} <ul class="lines">{rows}</ul>
        </Card>
    }
}

/// `/lines/{line}`
pub(crate) fn line(language: Language, view: LineView, key: Uuid) -> impl IntoView + use<> {
    let may_report_lost = view.may_report_lost().is_ok();
    let (may_suspend, may_resume) = (view.may_suspend().is_ok(), view.may_resume().is_ok());
    let LineView { line, products, agreement, open_order, loss_request, names } = view;
    let (tone, badge) = state(language, &line);
    let address = format!("/lines/{}", line.code);
    let in_use = line.state == LineState::Active;
    let (change, usage) = (format!("{address}/change-plan"), format!("/usage?line={}", line.code));
    let (report, pause) = (format!("{address}/lost"), format!("{address}/pause"));
    let bar = line.barred.map(|reason| barred(language, reason, &address, may_resume, loss_request, key));
    let facts = facts(language, &line, agreement.as_ref());
    let order = open_order.map(|order| {
        let plan = name_in(&names, &order.terms.to, language).to_owned();
        view! {
            <Notice heading=t::order_under_way(language, &plan)>
                <p>
                    <a href=format!("/orders/{}", order.number)>{t::see_order(language)}</a>
                </p>
            </Notice>
        }
    });
    view! {
        <Breadcrumbs language=language trail=vec![Crumb::new("/lines", t::title(language))] />
        <PageHeader title=line_name(language, &line)>
            <Badge tone=tone text=badge />
        </PageHeader>
        <div class="split">
            <div class="stack">
                {bar}
                {order}
                <Card title=t::runs(language)>{runs(language, &products, &names)}</Card>
                {in_use
                    .then(|| {
                        view! {
                            <div class="actions">
                                <ButtonLink
                                    href=change
                                    text=t::change_plan(language)
                                />
                                <ButtonLink
                                    href=usage
                                    text=t::usage(language)
                                    weight=Weight::Secondary
                                />
                            </div>
                        }
                    })}
            </div>
            <div class="stack">
                <Card title=t::facts(language)>{facts}</Card>
                {may_report_lost
                    .then(|| {
                        view! {
                            <Card title=t::gone(language)>
                                <p>{t::gone_body(language)}</p>
                                <div class="actions">
                                    <ButtonLink
                                        href=report
                                        text=t::report(language)
                                        weight=Weight::Danger
                                    />
                                </div>
                            </Card>
                        }
                    })}
                {may_suspend
                    .then(|| {
                        view! {
                            <Card title=t::pause(language)>
                                <p>{t::pause_body(language)}</p>
                                <form method="post" action=pause>
                                    <HiddenKey key=key.to_string() />
                                    <SubmitButton
                                        text=t::pause_now(language)
                                        weight=Weight::Secondary
                                    />
                                </form>
                            </Card>
                        }
                    })}
            </div>
        </div>
    }
}

/// `/lines/{line}/lost`
pub(crate) fn lost(
    language: Language,
    view: &LineView,
    typed: &Form,
    incomplete: bool,
    key: Uuid,
) -> impl IntoView + use<> {
    let errors: Vec<FieldError> =
        incomplete.then(|| FieldError::new("loss", t::choose_loss(language))).into_iter().collect();
    let name = line_name(language, &view.line);
    let address = format!("/lines/{}", view.line.code);
    let options = vec![Choice::new("lost", t::lost(language)), Choice::new("stolen", t::stolen(language))];
    let action = format!("{address}/lost");
    let trail = vec![Crumb::new(address.clone(), name.clone())];
    let error = error_of(&errors, "loss");
    let (loss, call_back) = (typed.get("loss").to_owned(), typed.is_ticked("call_back"));
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <Breadcrumbs language=language trail=trail />
            <PageHeader title=t::lost_title(language) lead=t::lost_lead(language, &name) />
            <Card>
                <form class="form" method="post" action=action novalidate>
                    <HiddenKey key=key.to_string() />
                    <RadioGroup
                        name="loss"
                        legend=t::what_happened(language)
                        options=options
                        value=loss
                        error=error
                    />
                    <Checkbox name="call_back" label=t::call_back(language) checked=call_back />
                    <div class="actions">
                        <SubmitButton text=t::bar_now(language) weight=Weight::Danger />
                        <ButtonLink href=address text=t::back(language) weight=Weight::Quiet />
                    </div>
                </form>
            </Card>
            <p class="soft">{t::lost_after(language)}</p>
        </div>
    }
}

fn barred(
    language: Language,
    reason: BarReason,
    address: &str,
    may_resume: bool,
    request: Option<String>,
    key: Uuid,
) -> impl IntoView + use<> {
    let (heading, body) = match reason {
        BarReason::Lost => (t::barred_lost(language), t::barred_lost_body(language)),
        BarReason::Stolen => (t::barred_stolen(language), t::barred_lost_body(language)),
        BarReason::Overdue => (t::barred_overdue(language), t::barred_overdue_body(language)),
        BarReason::CustomerWish => (t::barred_wish(language), t::barred_wish_body(language)),
    };
    let resume = format!("{address}/resume");
    let words = if reason == BarReason::CustomerWish { t::end_pause(language) } else { t::found(language) };
    view! {
        <Notice tone=Tone::Warn heading=heading>
            <p>{body}</p>
            <div class="actions">
                {may_resume
                    .then(|| {
                        view! {
                            <form method="post" action=resume>
                                <HiddenKey key=key.to_string() />
                                <SubmitButton text=words weight=Weight::Secondary />
                            </form>
                        }
                    })}
                {(reason == BarReason::Overdue)
                    .then(|| view! { <ButtonLink href="/pay" text=t::pay(language) /> })}
                {request
                    .map(|number| {
                        view! {
                            <ButtonLink
                                href=format!("/requests/{number}")
                                text=t::see_request(language)
                                weight=Weight::Quiet
                            />
                        }
                    })}
            </div>
        </Notice>
    }
}

fn facts(language: Language, line: &Line, agreement: Option<&Agreement>) -> impl IntoView + use<> {
    let kind = match line.kind {
        LineKind::Phone => t::phone(language),
        LineKind::Internet => t::internet(language),
    };
    let bound = agreement.and_then(|agreement| agreement.ends_on).map_or_else(
        || t::not_bound(language).to_owned(),
        |until| t::bound_until(language, &format::date(language, until)),
    );
    let (code, since) = (line.code.clone(), format::date(language, line.since));
    let ended = line.ended_on.map(|on| {
        view! { <Fact label=t::ended(language)>{format::date(language, on)}</Fact> }
    });
    view! {
        <KeyValue>
            <Fact label=t::kind(language)>{kind}</Fact>
            <Fact label=t::code(language)>{code}</Fact>
            <Fact label=t::since(language)>{since}</Fact>
            <Fact label=t::agreement(language)>{bound}</Fact>
            {ended}
        </KeyValue>
    }
}

fn runs(language: Language, products: &[Product], names: &NameMap) -> impl IntoView + use<> {
    if products.is_empty() {
        return view! { <p class="soft">{t::nothing_runs(language)}</p> }.into_any();
    }
    let rows = products
        .iter()
        .map(|product| {
            let name = name_in(names, &product.offering, language).to_owned();
            let kind = match product.kind {
                OfferingKind::Plan => t::plan(language),
                OfferingKind::AddOn => t::add_on(language),
            };
            view! {
                <li class="cluster between">
                    <span>
                        {name} " " <span class="soft small">{kind}</span>
                    </span>
                    <span class="number">{t::per_month(language, &format::money(product.monthly_price))}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{rows}</ul> }.into_any()
}

fn plan(language: Language, products: &[Product], names: &NameMap) -> String {
    let plan = products.iter().find(|product| product.kind == OfferingKind::Plan);
    plan.map_or_else(
        || t::nothing_runs(language).to_owned(),
        |plan| name_in(names, &plan.offering, language).to_owned(),
    )
}

/// The state of a line, in a word.
pub(crate) fn state(language: Language, line: &Line) -> (Tone, &'static str) {
    match line.state {
        LineState::Active => (Tone::Good, t::active(language)),
        LineState::Suspended => (Tone::Warn, t::suspended(language)),
        LineState::Terminated => (Tone::Neutral, t::terminated(language)),
    }
}
