//! Orders: the list, and one order with its steps, what was agreed and what can be done. R-ORD-3, R-ORD-6

mod tracker;

pub(crate) use tracker::tracked;

use crate::{
    components::*,
    format,
    islands::{
        order_tracker::{OrderTracker, Props},
        plan_preview::difference,
    },
    locales::{offerings, order_refusals, orders as t},
    pages::home::line_name,
    paging,
    routes::in_query,
};
use crm::{
    catalogue::OfferingCode,
    language::Language,
    money::Money,
    orders::{Choice, Order, OrderState, Refusal},
    plan_change::Terms,
};
use leptos::prelude::*;
use operations::{
    catalogue::{NameMap, name_in},
    orders::{OrderList, OrderView},
};
use uuid::Uuid;

/// `/orders`; `is_first` says that nothing newer is to be had.
pub(crate) fn list(language: Language, view: OrderList, is_first: bool) -> impl IntoView + use<> {
    let OrderList { orders, lines, next, names } = view;
    let is_empty = orders.is_empty();
    let line_of = |order: &Order| {
        let line = lines.iter().find(|line| line.id == order.line_id);
        line.map(|line| line_name(language, line)).unwrap_or_default()
    };
    let rows = orders.iter().map(|order| row(language, order, line_of(order), &names)).collect_view();
    let older = next.map(|last| format!("/orders?before={}", paging::write(last)));
    let newer = (!is_first).then(|| "/orders".to_owned());
    let shown = if is_empty {
        view! {
            <EmptyState heading=t::none(language) body=t::none_body(language)>
                <ButtonLink href="/plans" text=t::see_plans(language) weight=Weight::Secondary />
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <DataTable caption=t::list(language) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{t::number(language)}</th>
                        <th scope="col">{t::what(language)}</th>
                        <th scope="col">{t::line(language)}</th>
                        <th scope="col">{t::state(language)}</th>
                        <th scope="col">{t::effective(language)}</th>
                        <th scope="col">{t::placed_at(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </DataTable>
        }
        .into_any()
    };
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <Card>
            {shown}
            <PagePosition language=language newer=newer older=older />
        </Card>
    }
}

fn row(language: Language, order: &Order, line: String, names: &NameMap) -> impl IntoView + use<> {
    let plan = name_in(names, &order.terms.to, language);
    view! {
        <tr>
            <th scope="row">
                <a href=address(&order.number)>{order.number.clone()}</a>
            </th>
            <td data-label=t::what(language)>{t::change_to(language, plan)}</td>
            <td data-label=t::line(language)>{line}</td>
            <td data-label=t::state(language)>
                <Badge tone=tracker::tone(order.state) text=t::state_word(language, order.state) />
            </td>
            <td data-label=t::effective(language)>{format::date(language, order.effective_on)}</td>
            <td data-label=t::placed_at(language)>
                <time datetime=format::machine_time(order.placed_at)>
                    {format::date_time(language, order.placed_at)}
                </time>
            </td>
        </tr>
    }
}

fn address(number: &str) -> String {
    format!("/orders/{number}")
}

/// `/orders/{number}`, with a refusal of what was tried and an idempotency key for each form.
pub(crate) fn order(
    language: Language,
    view: OrderView,
    refusal: Option<Refusal>,
    keys: [Uuid; 2],
) -> impl IntoView + use<> {
    let now = tracked(language, &view);
    let OrderView { order, line, names, .. } = view;
    let plan = name_in(&names, &order.terms.to, language);
    let lead = t::change_of_line(language, &line_name(language, &line), plan);
    let refused = refusal.map(|refusal| {
        let (heading, body) = order_refusals::words(language, refusal);
        view! {
            <Notice tone=Tone::Warn heading=heading>
                <p>{body}</p>
            </Notice>
        }
    });
    let again = (order.state == OrderState::Completed || order.state == OrderState::Cancelled).then(|| {
        let href = format!("/lines/{}/change-plan", line.code);
        let text = t::change_again(language);
        view! { <ButtonLink href=href text=text weight=Weight::Secondary /> }
    });
    let page = address(&order.number);
    let choices = choices(language, &order, &line.code, keys);
    let (terms, items) = (terms(language, &order, &names), items(language, &order, &names));
    view! {
        <Breadcrumbs language=language trail=vec![Crumb::new("/orders", t::title(language))] />
        <PageHeader title=t::order_title(language, &order.number) lead=lead />
        <div class="stack">
            {refused}
            <div class="split">
                <Card title=t::progress(language)>
                    <div>
                        <OrderTracker props=Props { language, page, first: now }>
                            {choices}
                        </OrderTracker>
                    </div>
                    <div class="actions">{again}</div>
                </Card>
                <div class="stack">{terms} {items}</div>
            </div>
        </div>
    }
}

/// What the customer may do now, the way forward first. R-ORD-6
fn choices(language: Language, order: &Order, line: &str, keys: [Uuid; 2]) -> impl IntoView + use<> {
    let [retry_key, withdraw_key] = keys;
    let failed = order.state == OrderState::Failed;
    let choices = order.choices();
    let ways = choices
        .iter()
        .map(|choice| match choice {
            Choice::Retry => {
                let (text, hint) = (t::retry(language), t::retry_hint(language).to_owned());
                decision(format!("{}/retry", address(&order.number)), retry_key, text, Weight::Primary, hint)
            }
            Choice::Withdraw => {
                let hint = match order.state {
                    OrderState::Failed => t::withdraw_failed(language).to_owned(),
                    OrderState::Pending => {
                        t::withdraw_until(language, &format::date(language, order.effective_on))
                    }
                    _ => t::withdraw_soon(language).to_owned(),
                };
                let text = t::withdraw(language);
                decision(
                    format!("{}/withdraw", address(&order.number)),
                    withdraw_key,
                    text,
                    Weight::Danger,
                    hint,
                )
            }
            Choice::AskPerson => {
                let subject = in_query(&t::ask_subject(language, &order.number));
                let href = format!("/requests/new?category=question&line={line}&subject={subject}");
                let past_return =
                    (!failed).then(|| view! { <p class="small soft">{t::cannot_withdraw(language)}</p> });
                view! {
                    {past_return}
                    <div class="actions">
                        <ButtonLink href=href text=t::ask(language) weight=Weight::Secondary />
                    </div>
                }
                .into_any()
            }
        })
        .collect_view();
    (!choices.is_empty()).then(|| {
        view! {
            <div class="stack">
                <h3>{t::your_choices(language)}</h3>
                {failed.then(|| view! { <p>{t::went_wrong(language)}</p> })}
                {ways}
            </div>
        }
    })
}

fn decision(action: String, key: Uuid, text: &'static str, weight: Weight, hint: String) -> AnyView {
    view! {
        <form method="post" action=action>
            <HiddenKey key=key.to_string() />
            <div class="actions">
                <SubmitButton text=text weight=weight />
            </div>
            <p class="small soft">{hint}</p>
        </form>
    }
    .into_any()
}

fn terms(language: Language, order: &Order, names: &NameMap) -> impl IntoView + use<> {
    let Terms { from, to, old_price, new_price, proration, termination_fee, lost_add_ons, .. } = &order.terms;
    let plan = |code: &OfferingCode, price| {
        let name = name_in(names, code, language).to_owned();
        view! {
            <a href=format!("/plans/{}", code.0)>{name}</a>
            <br />
            <span class="money">{offerings::price(language, price)}</span>
        }
    };
    let said = |label: &'static str, words: String| {
        (!words.is_empty()).then(|| view! { <Fact label=label>{words}</Fact> })
    };
    let charged = |label, amount: Money| {
        let words = if amount.is_zero() { String::new() } else { format::money(amount) };
        said(label, words)
    };
    let lost: Vec<_> = lost_add_ons.iter().map(|code| name_in(names, code, language)).collect();
    let expected =
        if order.state.is_open() { format::date(language, order.expected_on) } else { String::new() };
    let facts = (
        said(t::effective(language), format::date(language, order.effective_on)),
        said(t::expected(language), expected),
        said(t::monthly(language), difference(language, order.terms.monthly_difference())),
        charged(t::proration(language), *proration),
        charged(t::fee(language), *termination_fee),
        said(t::lost(language), lost.join(" · ")),
        said(t::next_bill(language), format::money_difference(order.terms.next_bill_difference)),
        said(t::kind(language), t::order_kind(language, order.kind).to_owned()),
        said(t::channel(language), t::order_channel(language, order.channel).to_owned()),
    );
    let (before, after) = (plan(from, *old_price), plan(to, *new_price));
    let placed_at = order.placed_at;
    view! {
        <Card title=t::terms(language)>
            <KeyValue>
                <Fact label=t::from(language)>{before}</Fact>
                <Fact label=t::to(language)>{after}</Fact>
                {facts}
                <Fact label=t::placed_at(language)>
                    <time datetime=format::machine_time(placed_at)>
                        {format::date_time(language, placed_at)}
                    </time>
                </Fact>
            </KeyValue>
        </Card>
    }
}

fn items(language: Language, order: &Order, names: &NameMap) -> impl IntoView + use<> {
    let items = order
        .items
        .iter()
        .map(|item| {
            let name = name_in(names, &item.offering, language).to_owned();
            view! {
                <li class="cluster between">
                    <span>{t::item_action(language, item.action)} " " <span class="strong">{name}</span></span>
                    <span class="money">{offerings::price(language, item.monthly_price)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <Card title=t::items(language)>
            <ul class="lines">{items}</ul>
        </Card>
    }
}

#[cfg(test)]
mod tests;
