//! One payment: what it waits for, what went wrong, or its receipt.

use super::list::badge;
use crate::{components::*, format, locales::payments as t};
use crm::{
    Timestamp,
    bills::Bill,
    language::Language,
    payments::{Payment, PaymentState},
};
use leptos::prelude::*;
use operations::payments::PaymentView;

/// Address of a payment's page.
pub(crate) fn address(number: &str) -> String {
    format!("/payments/{number}")
}

/// `/payments/{number}`; `checkout` is where the customer can go on to pay, while that is possible.
pub(crate) fn payment(
    language: Language,
    view: PaymentView,
    checkout: Option<String>,
) -> impl IntoView + use<> {
    let PaymentView { payment, bills, customer, account, payable_until } = view;
    let trail = vec![Crumb::new("/bills", t::bills(language)), Crumb::new("/payments", t::title(language))];
    let title = t::payment_title(language, &payment.number);
    let state = payment.state;
    let what = match state {
        PaymentState::Initiated => waiting(language, &payment, checkout.zip(payable_until)).into_any(),
        PaymentState::Succeeded => receipt(language, &payment, &bills).into_any(),
        PaymentState::Failed => failed(language).into_any(),
    };
    view! {
        <Breadcrumbs language=language trail=trail />
        <PageHeader title=title>{badge(language, state)}</PageHeader>
        <div class="stack">{what} {facts(language, payment, customer.name, account.number)}</div>
    }
}

fn waiting(
    language: Language,
    payment: &Payment,
    checkout: Option<(String, Timestamp)>,
) -> impl IntoView + use<> {
    let again = address(&payment.number);
    if let Some((checkout, until)) = checkout {
        return view! {
            <Notice tone=Tone::Info heading=t::waits_heading(language)>
                <p>{t::waits_body(language)}</p>
                <p>{t::not_paid_yet(language, &format::time(until))}</p>
                <div class="actions">
                    <ButtonLink href=again text=t::look_again(language) />
                    <ButtonLink
                        href=checkout
                        text=t::go_on(language)
                        weight=Weight::Secondary
                    />
                </div>
            </Notice>
        }
        .into_any();
    }
    view! {
        <Notice tone=Tone::Warn heading=t::waits_heading(language)>
            <p>{t::no_word(language)}</p>
            <div class="actions">
                <ButtonLink href="/pay" text=t::pay_again(language) />
                <ButtonLink href=again text=t::look_again(language) weight=Weight::Secondary />
                <ButtonLink href="/requests/new" text=t::ask_us(language) weight=Weight::Quiet />
            </div>
        </Notice>
    }
    .into_any()
}

fn failed(language: Language) -> impl IntoView {
    view! {
        <Notice tone=Tone::Bad heading=t::failed_heading(language)>
            <p>{t::failed_body(language)}</p>
            <div class="actions">
                <ButtonLink href="/pay" text=t::pay_again(language) />
                <ButtonLink href="/requests/new" text=t::ask_us(language) weight=Weight::Secondary />
            </div>
        </Notice>
    }
}

fn receipt(language: Language, payment: &Payment, bills: &[Bill]) -> impl IntoView + use<> {
    let amount = format::money(payment.amount);
    let total = amount.clone();
    let received = payment.settled_at.map(|at| t::received_on(language, &format::date_time(language, at)));
    let rows = payment
        .allocations
        .iter()
        .filter_map(|allocation| {
            let bill = bills.iter().find(|bill| bill.id == allocation.bill_id)?;
            Some(view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/bills/{}", bill.number)>
                            {format::month(language, bill.period_first)}
                        </a>
                    </th>
                    <td data-label=t::bill(language)>{bill.number.clone()}</td>
                    <td class="number" data-label=t::paid_of_it(language)>
                        {format::money(allocation.amount)}
                    </td>
                </tr>
            })
        })
        .collect_view();
    let credit = payment.credit();
    let credit = (!credit.is_zero()).then(|| {
        view! {
            <tr>
                <th scope="row">{t::credit(language)}</th>
                <td></td>
                <td class="number" data-label=t::paid_of_it(language)>
                    {format::money(credit)}
                </td>
            </tr>
        }
    });
    view! {
        <Card hero=true>
            <Figure
                label=t::thanks(language)
                value=amount
                note=received.unwrap_or_default()
            />
            <div class="actions">
                <ButtonLink href="/bills" text=t::see_bills(language) weight=Weight::Secondary />
            </div>
        </Card>
        <Card title=t::goes_to(language)>
            <DataTable caption=t::goes_to(language) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{t::month(language)}</th>
                        <th scope="col">{t::bill(language)}</th>
                        <th scope="col" class="number">
                            {t::paid_of_it(language)}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows} {credit}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{t::total(language)}</th>
                        <td></td>
                        <td class="number">{total}</td>
                    </tr>
                </tfoot>
            </DataTable>
        </Card>
    }
}

fn facts(language: Language, payment: Payment, customer: String, account: String) -> impl IntoView {
    let settled = payment.settled_at.map(|at| {
        view! { <Fact label=t::settled(language)>{format::date_time(language, at)}</Fact> }
    });
    let reference = payment.provider_reference.map(|reference| {
        view! { <Fact label=t::reference(language)>{reference}</Fact> }
    });
    let title =
        if payment.state == PaymentState::Succeeded { t::receipt(language) } else { t::about(language) };
    view! {
        <Card title=title>
            <KeyValue>
                <Fact label=t::number(language)>{payment.number}</Fact>
                <Fact label=t::customer(language)>{customer}</Fact>
                <Fact label=t::account_paid(language)>{account}</Fact>
                <Fact label=t::amount(language)>{format::money(payment.amount)}</Fact>
                <Fact label=t::method(language)>{t::way(language, payment.method)}</Fact>
                <Fact label=t::begun(language)>{format::date_time(language, payment.created_at)}</Fact>
                {settled}
                {reference}
            </KeyValue>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::payments::samples::payment_view;
    use rstest::rstest;

    #[rstest]
    #[case::on_its_way(PaymentState::Initiated, Some("https://pay.example/x"), &["https://pay.example/x", "You can go on until"], &["href=\"/pay\""])]
    #[case::without_an_answer(PaymentState::Initiated, None, &["href=\"/pay\"", "do not pay twice"], &["pay.example"])]
    #[case::received(PaymentState::Succeeded, None, &["Kept as credit", "¥1,200.00", "¥29.00"], &["href=\"/pay\""])]
    #[case::failed(PaymentState::Failed, None, &["href=\"/pay\"", "your bills are unchanged"], &["It went to"])]
    fn each_state_says_what_comes_next(
        #[case] state: PaymentState,
        #[case] checkout: Option<&str>,
        #[case] has: &[&str],
        #[case] lacks: &[&str],
    ) {
        let view = payment_view(state, checkout.is_some());
        let html = payment(Language::En, view, checkout.map(str::to_owned)).to_html();
        for words in has {
            assert!(html.contains(words), "{words}: {html}");
        }
        for words in lacks {
            assert!(!html.contains(words), "{words}: {html}");
        }
    }
}
