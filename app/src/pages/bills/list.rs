//! The list of bills, with what is owed above it.

use super::{months, state};
use crate::{components::*, format, locales::bills as t};
use crm::{
    Date,
    bills::{BillBalance, BillingHistory, Dues},
    language::Language,
    money::Money,
};
use leptos::prelude::*;
use operations::bills::BillList;

/// `/bills`; `is_first` for the page of the newest bills, which also says what is owed.
pub(crate) fn list(language: Language, view: BillList, is_first: bool) -> impl IntoView + use<> {
    let BillList { bills, dues, months: totals, history, next, today } = view;
    let any = !bills.is_empty();
    let any_history = !history.is_empty();
    // What was billed before the documents begin belongs below the oldest of them.
    let is_last = next.is_none();
    let older = next.map(|before| format!("/bills?before={}", crate::paging::write_bill(before)));
    let table = any.then(|| table(language, "/bills", &bills, today));
    let nothing = (!any && !any_history).then(|| nothing(language, is_first));
    let summed = is_last.then(|| history.iter().map(|history| summed(language, history)).collect_view());
    view! {
        <PageHeader title=t::title(language)>
            <ButtonLink href="/payments" text=t::payments(language) weight=Weight::Secondary />
        </PageHeader>
        <div class="stack">
            {(is_first && any)
                .then(|| {
                    view! {
                        {owed(language, &dues, today)}
                        {months::chart(language, &totals, None)}
                    }
                })}
            <Card title=if is_first { t::title(language) } else { t::older_bills(language) }>
                {table} {nothing} {summed}
                <PagePosition
                    language=language
                    newer=(!is_first).then(|| "/bills".to_owned())
                    older=older
                />
            </Card>
        </div>
    }
}

fn owed(language: Language, dues: &Dues, today: Date) -> impl IntoView + use<> {
    let owes = dues.owed > Money::ZERO;
    let amount = format::money(dues.owed);
    let until = state::until(language, dues, today);
    view! {
        <Card hero=true>
            <Figure label=t::to_pay(language) value=amount note=until />
            {owes
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

fn nothing(language: Language, is_first: bool) -> impl IntoView {
    let (heading, body) =
        if is_first { (t::none(language), t::none_body(language)) } else { (t::no_older(language), "") };
    view! { <EmptyState heading=heading body=body /> }
}

/// Bills with what is left to pay of each; `here` is the address of the list, below which each has its page.
pub(crate) fn table(
    language: Language,
    here: &str,
    bills: &[BillBalance],
    today: Date,
) -> impl IntoView + use<> {
    let rows = bills
        .iter()
        .map(|balance| {
            let bill = &balance.bill;
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("{here}/{}", bill.number)>
                            {format::month(language, bill.period_first)}
                        </a>
                    </th>
                    <td data-label=t::state(language)>{state::badge(language, balance, today)}</td>
                    <td class="number" data-label=t::amount(language)>
                        {format::money(bill.total)}
                    </td>
                    <td class="number" data-label=t::left_to_pay(language)>
                        {format::money(balance.outstanding.max(Money::ZERO))}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=t::title(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::period(language)}</th>
                    <th scope="col">{t::state(language)}</th>
                    <th scope="col" class="number">
                        {t::amount(language)}
                    </th>
                    <th scope="col" class="number">
                        {t::left_to_pay(language)}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
}

fn summed(language: Language, history: &BillingHistory) -> impl IntoView + use<> {
    let period = format::period(language, history.first, history.last);
    view! {
        <p class="soft">{t::history(language, history.bills, &period, &format::money(history.total))}</p>
    }
}
