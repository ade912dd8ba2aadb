//! One bill.

use super::{comparison, lines, months, state};
use crate::{components::*, format, locales::bills as t};
use crm::{
    Date,
    bills::{BillBalance, Dues},
    cycle::Cycle,
    language::Language,
    money::Money,
};
use leptos::prelude::*;
use operations::bills::BillView;

/// `/bills/{number}`
pub(crate) fn bill(language: Language, view: &BillView) -> impl IntoView + use<> {
    let balance = &view.balance;
    let cycle = Cycle::of(balance.bill.period_first);
    let title = t::bill_of(language, &format::month(language, balance.bill.period_first));
    let badge = state::badge(language, balance, view.today);
    let dispute = format!("/requests/new?category=billDispute&bill={}", balance.bill.number);
    view! {
        <Breadcrumbs language=language trail=vec![Crumb::new("/bills", t::title(language))] />
        <PageHeader title=title>{badge}</PageHeader>
        <div class="split">
            <div class="stack">
                {amount(language, balance, view.today)} {comparison::why(language, view)}
                {lines::card(language, view)}
            </div>
            <div class="stack">
                {facts(language, view)} {months::chart(language, &view.months, Some(cycle))}
                <Card title=t::something_wrong(language)>
                    <p class="soft">{t::something_wrong_body(language)}</p>
                    <div class="actions">
                        <ButtonLink
                            href=dispute
                            text=t::dispute(language)
                            weight=Weight::Secondary
                        />
                    </div>
                </Card>
            </div>
        </div>
    }
}

fn amount(language: Language, balance: &BillBalance, today: Date) -> impl IntoView + use<> {
    let bill = &balance.bill;
    let owes = balance.outstanding > Money::ZERO;
    let (label, value, note) = if owes {
        let dues = Dues::of(std::slice::from_ref(balance), today);
        (t::to_pay(language), balance.outstanding, state::until(language, &dues, today))
    } else if bill.total.is_negative() {
        (t::credit_of_bill(language), -bill.total, t::nothing_to_pay(language).to_owned())
    } else {
        (t::total_of_bill(language), bill.total, t::paid(language).to_owned())
    };
    let download = format!("/bills/{}/csv", bill.number);
    view! {
        <Card hero=true>
            <Figure label=label value=format::money(value) note=note />
            <div class="actions">
                {owes.then(|| view! { <ButtonLink href="/pay" text=t::pay(language) /> })}
                <ButtonLink
                    href=download
                    text=t::download(language)
                    weight=Weight::Secondary
                />
            </div>
        </Card>
    }
}

fn facts(language: Language, view: &BillView) -> impl IntoView + use<> {
    let BillBalance { bill, outstanding } = view.balance.clone();
    let (customer, account) = (view.customer.name.clone(), view.account.number.clone());
    view! {
        <Card title=t::facts(language)>
            <KeyValue>
                <Fact label=t::number(language)>{bill.number}</Fact>
                <Fact label=t::customer(language)>{customer}</Fact>
                <Fact label=t::account(language)>{account}</Fact>
                <Fact label=t::period(language)>
                    {format::period(language, bill.period_first, bill.period_last)}
                </Fact>
                <Fact label=t::issued_on(language)>{format::date(language, bill.issued_on)}</Fact>
                <Fact label=t::due_on(language)>{format::date(language, bill.due_on)}</Fact>
                <Fact label=t::total_of_bill(language)>{format::money(bill.total)}</Fact>
                <Fact label=t::already_paid(language)>{format::money(bill.total - outstanding)}</Fact>
            </KeyValue>
        </Card>
    }
}
