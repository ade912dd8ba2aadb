//! A company's bills: the list, one bill by unit, and every line of it as a table for spreadsheets.

use crate::{
    components::*,
    format,
    locales::{bills as of_bills, charges, company as t},
    pages::{
        bills::{months, plain, state, table},
        home::line_name,
    },
    paging,
    spreadsheet::{self, text},
};
use crm::{language::Language, money::Money, payments::PaymentState};
use leptos::prelude::*;
use operations::{
    catalogue::name_in,
    company::bills::{CompanyBill, CompanyBillTable, CompanyBills},
    payments::AccountDues,
};
use std::collections::HashMap;
use uuid::Uuid;

/// `/company/{company}/bills`; `is_first` for the page of the newest bills.
pub(crate) fn bills(
    language: Language,
    view: CompanyBills,
    is_first: bool,
    error: Option<String>,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let CompanyBills { head, list, accounts, payments, may_pay } = view;
    let here = format!("/company/{}/bills", head.code);
    let older = list.next.map(|next| format!("{here}?before={}", paging::write_bill(next)));
    let owed = (is_first && list.dues.owed > Money::ZERO).then(|| {
        let until = state::until(language, &list.dues, list.today);
        let forms = may_pay.then(|| pay_forms(language, &here, &accounts, key));
        view! {
            <Card hero=true>
                <Figure label=of_bills::to_pay(language) value=format::money(list.dues.owed) note=until />
                {forms}
            </Card>
        }
    });
    let chart = is_first.then(|| months::chart(language, &list.months, None));
    let none = list.bills.is_empty();
    let table = table(language, &here, &list.bills, list.today);
    let payments = (is_first && !payments.is_empty()).then(|| payments_view(language, &payments));
    let errors: Vec<FieldError> = error.map(|error| FieldError::new("pay", error)).into_iter().collect();
    view! {
        <ErrorSummary language=language errors=errors />
        <PageHeader title=of_bills::title(language) lead=head.name />
        <div class="stack">
            {owed} {chart} <Card title=of_bills::title(language)>
                {if none {
                    view! { <EmptyState heading=of_bills::none(language) /> }.into_any()
                } else {
                    table.into_any()
                }}
                <PagePosition language=language newer=(!is_first).then(|| here.clone()) older=older />
            </Card> {payments}
        </div>
    }
}

fn pay_forms(
    language: Language,
    here: &str,
    accounts: &[AccountDues],
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let several = accounts.len() > 1;
    let forms = accounts
        .iter()
        .enumerate()
        .map(|(at, AccountDues { account, dues, .. })| {
            let (action, amount) = (here.to_owned(), plain(dues.owed));
            let name = several.then(|| view! { <p>{t::account(language, &account.number)}</p> });
            // An error summary leads to the first.
            let id = (at == 0).then_some("pay");
            view! {
                {name}
                <form method="post" action=action id=id>
                    <HiddenKey key=key().to_string() />
                    <input type="hidden" name="account" value=account.number.clone() />
                    <SubmitButton
                        text=t::pay_all(language, &format::money(dues.owed))
                        name="amount"
                        value=amount
                    />
                </form>
            }
        })
        .collect_view();
    view! { <div class="actions">{forms}</div> }
}

fn payments_view(language: Language, payments: &[crm::payments::Payment]) -> impl IntoView + use<> {
    let rows = payments
        .iter()
        .map(|payment| {
            let (tone, state) = match payment.state {
                PaymentState::Initiated => (Tone::Info, t::initiated(language)),
                PaymentState::Succeeded => (Tone::Good, t::succeeded(language)),
                PaymentState::Failed => (Tone::Bad, t::payment_failed(language)),
            };
            view! {
                <tr>
                    <th scope="row">{payment.number.clone()}</th>
                    <td data-label=t::day(language)>{format::date_time(language, payment.created_at)}</td>
                    <td data-label=t::state(language)>
                        <Badge tone=tone text=state />
                    </td>
                    <td class="number" data-label=t::amount(language)>
                        {format::money(payment.amount)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Card title=t::payments(language)>
            <DataTable caption=t::payments(language) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{t::number(language)}</th>
                        <th scope="col">{t::day(language)}</th>
                        <th scope="col">{t::state(language)}</th>
                        <th scope="col" class="number">
                            {t::amount(language)}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </DataTable>
        </Card>
    }
}

/// `/company/{company}/bills/{number}`
pub(crate) fn bill(language: Language, view: CompanyBill) -> impl IntoView + use<> {
    let CompanyBill { head, balance, account, units, itself, may_pay, today } = view;
    let bill = &balance.bill;
    let all = format!("/company/{}/bills", head.code);
    let trail = vec![Crumb::new(all.clone(), of_bills::title(language))];
    let table = format!("{all}/{}/csv", bill.number);
    let cells = |name: AnyView, amount: Money| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number" data-label=t::amount(language)>
                    {format::money(amount)}
                </td>
            </tr>
        }
    };
    let rows = units
        .iter()
        .map(|(unit, amount)| {
            let href = format!("/company/{}?unit={}", head.code, unit.code);
            cells(view! { <a href=href>{unit.name.clone()}</a> }.into_any(), *amount)
        })
        .collect_view();
    let itself = cells(t::itself(language).into_any(), itself);
    let badge = state::badge(language, &balance, today);
    let pays = may_pay && balance.outstanding > Money::ZERO;
    let title = of_bills::bill_of(language, &format::month(language, bill.period_first));
    let period = format::period(language, bill.period_first, bill.period_last);
    let (issued, due) = (format::date(language, bill.issued_on), format::date(language, bill.due_on));
    let [total, sum] = [(); 2].map(|()| format::money(bill.total));
    let left = format::money(balance.outstanding.max(Money::ZERO));
    let number = bill.number.clone();
    view! {
        <Breadcrumbs language=language trail=trail />
        <PageHeader title=title lead=head.name.clone()>
            {badge}
        </PageHeader>
        <div class="split">
            <div class="stack">
                <Card title=t::bill_by_unit(language)>
                    <p class="soft">{t::bill_by_unit_body(language)}</p>
                    <DataTable caption=t::bill_by_unit(language) quiet=true>
                        <thead>
                            <tr>
                                <th scope="col">{t::unit(language)}</th>
                                <th scope="col" class="number">
                                    {t::amount(language)}
                                </th>
                            </tr>
                        </thead>
                        <tbody>{rows} {itself}</tbody>
                        <tfoot>
                            <tr>
                                <th scope="row">{t::whole(language)}</th>
                                <td class="number" data-label=t::amount(language)>
                                    {sum}
                                </td>
                            </tr>
                        </tfoot>
                    </DataTable>
                </Card>
            </div>
            <div class="stack">
                <Card>
                    <KeyValue>
                        <Fact label=of_bills::number(language)>{number}</Fact>
                        <Fact label=of_bills::account(language)>{account.number}</Fact>
                        <Fact label=of_bills::period(language)>{period}</Fact>
                        <Fact label=of_bills::issued_on(language)>{issued}</Fact>
                        <Fact label=of_bills::due_on(language)>{due}</Fact>
                        <Fact label=of_bills::amount(language)>{total}</Fact>
                        <Fact label=of_bills::left_to_pay(language)>{left}</Fact>
                    </KeyValue>
                    <div class="actions">
                        {pays.then(|| view! { <ButtonLink href=all.clone() text=of_bills::pay(language) /> })}
                        <ButtonLink
                            href=table
                            text=t::download(language)
                            weight=Weight::Secondary
                        />
                    </div>
                </Card>
            </div>
        </div>
    }
}

/// Every line of a bill, after a row of headings.
pub(crate) fn csv(language: Language, view: &CompanyBillTable) -> Vec<u8> {
    let headings = [
        of_bills::number(language),
        of_bills::period(language),
        t::line(language),
        t::unit_now(language),
        t::user(language),
        of_bills::charge(language),
        of_bills::first_day(language),
        of_bills::last_day(language),
        of_bills::amount_in_yuan(language),
    ];
    let placed: HashMap<_, _> = view.placed.iter().map(|placed| (placed.line.id, placed)).collect();
    let bill = &view.balance.bill;
    let record = |line: &crm::bills::BillLine| {
        let owner = line.line_id.and_then(|id| placed.get(&id));
        let offering = line.offering.as_ref().map(|code| name_in(&view.names, code, language));
        let (name, unit, user) = owner.map_or_else(
            || (of_bills::whole_account(language).to_owned(), String::new(), String::new()),
            |owner| (line_name(language, &owner.line), owner.unit_name.clone(), owner.user_name.clone()),
        );
        [
            text(bill.number.clone()),
            text(format::month(language, bill.period_first)),
            text(name),
            text(unit),
            text(user),
            text(charges::name(language, line.kind, line.usage, offering)),
            line.first.to_string(),
            line.last.to_string(),
            plain(line.amount),
        ]
    };
    let records = std::iter::once(headings.map(str::to_owned)).chain(view.lines.iter().map(record));
    spreadsheet::csv(records)
}
