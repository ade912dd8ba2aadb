//! The history of payments.

use crate::{components::*, format, locales::payments as t, paging};
use crm::{
    language::Language,
    payments::{Payment, PaymentState},
};
use leptos::prelude::*;
use operations::payments::PaymentList;

/// `/payments`
pub(crate) fn list(language: Language, view: PaymentList, is_first: bool) -> impl IntoView + use<> {
    let PaymentList { payments, next } = view;
    let none = payments.is_empty();
    let older = next.map(|before| format!("/payments?before={}", paging::write(before)));
    view! {
        <Breadcrumbs language=language trail=vec![Crumb::new("/bills", t::bills(language))] />
        <PageHeader title=t::title(language) />
        <Card>
            {if none {
                let (heading, body) = if is_first {
                    (t::none(language), t::none_body(language))
                } else {
                    (t::no_older(language), "")
                };
                view! { <EmptyState heading=heading body=body /> }.into_any()
            } else {
                table(language, &payments).into_any()
            }}
            <PagePosition
                language=language
                newer=(!is_first).then(|| "/payments".to_owned())
                older=older
            />
        </Card>
    }
}

/// The state of a payment, in one word.
pub(super) fn badge(language: Language, state: PaymentState) -> impl IntoView {
    let (tone, text) = match state {
        PaymentState::Initiated => (Tone::Info, t::waiting(language)),
        PaymentState::Succeeded => (Tone::Good, t::succeeded(language)),
        PaymentState::Failed => (Tone::Bad, t::failed(language)),
    };
    view! { <Badge tone=tone text=text /> }
}

fn table(language: Language, payments: &[Payment]) -> impl IntoView + use<> {
    let rows = payments
        .iter()
        .map(|payment| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=super::address(&payment.number)>
                            <time datetime=format::machine_time(payment.created_at)>
                                {format::date_time(language, payment.created_at)}
                            </time>
                        </a>
                    </th>
                    <td data-label=t::number(language)>{payment.number.clone()}</td>
                    <td data-label=t::method(language)>{t::way(language, payment.method)}</td>
                    <td data-label=t::state(language)>{badge(language, payment.state)}</td>
                    <td class="number" data-label=t::amount(language)>
                        {format::money(payment.amount)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=t::title(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::when(language)}</th>
                    <th scope="col">{t::number(language)}</th>
                    <th scope="col">{t::method(language)}</th>
                    <th scope="col">{t::state(language)}</th>
                    <th scope="col" class="number">
                        {t::amount(language)}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
}
