//! What is owed, and how much of it to pay now.

use crate::{components::*, format, forms::Form, locales::payments as t};
use crm::{
    Date,
    bills::{BillBalance, Dues},
    language::Language,
    money::Money,
    payments::Payment,
};
use leptos::prelude::*;
use operations::payments::{AccountDues, PayView};
use uuid::Uuid;

/// `/pay`. `typed` is what was typed before, `error` what is wrong with its amount; each form gets a `key` of its own,
/// so that another amount is another payment.
pub(crate) fn pay(
    language: Language,
    view: &PayView,
    typed: &Form,
    error: Option<FieldError>,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let owing: Vec<&AccountDues> =
        view.accounts.iter().filter(|account| account.dues.owed > Money::ZERO).collect();
    let nothing_owed = owing.is_empty();
    let several = view.accounts.len() > 1;
    // An account that is not there any more has no form: its error is shown at the first.
    let about = owing.iter().position(|account| account.account.number == typed.get("account")).unwrap_or(0);
    let accounts = owing
        .into_iter()
        .enumerate()
        .map(|(at, dues)| {
            let heading = if several { t::account(language, &dues.account.number) } else { String::new() };
            let typed = (at == about).then(|| typed.raw("amount")).filter(|amount| !amount.is_empty());
            let other = OtherAmount {
                // The summary of errors leads to the field whose id is its name.
                id: if at == about { "amount".to_owned() } else { format!("amount-{at}") },
                amount: typed.map_or_else(|| digits(dues.dues.owed), str::to_owned),
                error: error.as_ref().filter(|_| at == about).map(|error| error.message.clone()),
            };
            account(language, dues, view.today, heading, other, key)
        })
        .collect_view();
    view! {
        <ErrorSummary language=language errors=error.into_iter().collect() />
        <Breadcrumbs language=language trail=vec![Crumb::new("/bills", t::bills(language))] />
        <PageHeader
            title=t::pay_title(language)
            lead=if nothing_owed { "" } else { t::pay_lead(language) }
        />
        <div class="stack">
            {view.waiting.iter().map(|payment| waiting(language, payment)).collect_view()} {accounts}
            {nothing_owed
                .then(|| {
                    view! {
                        <Card>
                            <EmptyState
                                heading=t::nothing_owed(language)
                                body=t::nothing_owed_body(language)
                            >
                                <ButtonLink href="/bills" text=t::see_bills(language) />
                                <ButtonLink
                                    href="/payments"
                                    text=t::see_payments(language)
                                    weight=Weight::Secondary
                                />
                            </EmptyState>
                        </Card>
                    }
                })}
        </div>
    }
}

fn waiting(language: Language, payment: &Payment) -> impl IntoView + use<> {
    let heading = t::waiting_heading(language, &format::money(payment.amount));
    let address = super::address(&payment.number);
    view! {
        <Notice tone=Tone::Warn heading=heading>
            <p>{t::waiting_body(language)}</p>
            <div class="actions">
                <ButtonLink
                    href=address
                    text=t::see_payment(language)
                    weight=Weight::Secondary
                />
            </div>
        </Notice>
    }
}

/// What stands in the field for another amount.
struct OtherAmount {
    id: String,
    amount: String,
    error: Option<String>,
}

/// One account with its forms.
fn account(
    language: Language,
    AccountDues { account, bills, dues }: &AccountDues,
    today: Date,
    heading: String,
    other: OtherAmount,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let number = account.number.clone();
    let method = t::way(language, account.payment_method);
    let owed = dues.owed;
    let until = until(language, dues, today);
    let pay_all = {
        let text = t::pay_all(language, &format::money(owed));
        button(&number, owed, text, Weight::Primary, key())
    };
    let pay_overdue = (dues.overdue > Money::ZERO && dues.overdue < owed).then(|| {
        let text = t::pay_overdue(language, &format::money(dues.overdue));
        button(&number, dues.overdue, text, Weight::Secondary, key())
    });
    let bills = open_bills(language, bills, owed, today);
    let key = key().to_string();
    view! {
        <Card title=heading hero=true>
            <Figure label=t::to_pay(language) value=format::money(owed) note=until />
            <div class="actions">{pay_all} {pay_overdue}</div>
            <p class="soft small">{t::usually(language, method)}</p>
        </Card>
        <div class="split">
            <Card title=t::open_bills(language)>{bills}</Card>
            <Card title=t::other_amount(language)>
                <form class="form" method="post" action="/pay" novalidate>
                    <HiddenKey key=key />
                    <input type="hidden" name="account" value=number />
                    <TextField
                        name="amount"
                        id=other.id
                        label=t::amount_in_yuan(language)
                        hint=t::amount_hint(language, &format::money(owed))
                        value=other.amount
                        error=other.error
                        inputmode="decimal"
                        autocomplete="off"
                        maxlength=20
                        required=true
                        width="short"
                    />
                    <div class="actions">
                        <SubmitButton text=t::pay_this(language) weight=Weight::Secondary />
                    </div>
                </form>
            </Card>
        </div>
    }
}

/// Pays a fixed amount: the one that the button says, whatever is owed by the time it is pressed.
fn button(account: &str, amount: Money, text: String, weight: Weight, key: Uuid) -> impl IntoView + use<> {
    view! {
        <form method="post" action="/pay">
            <HiddenKey key=key.to_string() />
            <input type="hidden" name="account" value=account.to_owned() />
            <input type="hidden" name="amount" value=digits(amount) />
            <SubmitButton text=text weight=weight />
        </form>
    }
}

/// An amount as people type it, without sign and commas.
fn digits(amount: Money) -> String {
    amount.to_string().replace(',', "")
}

fn until(language: Language, dues: &Dues, today: Date) -> String {
    let Some(due_on) = dues.due_on else { return String::new() };
    if dues.overdue == dues.owed {
        t::all_overdue(language).to_owned()
    } else if dues.overdue > Money::ZERO {
        t::partly_overdue(language, &format::money(dues.overdue))
    } else if due_on == today {
        t::due_today(language).to_owned()
    } else {
        t::due_by(language, &format::date(language, due_on))
    }
}

fn open_bills(language: Language, bills: &[BillBalance], owed: Money, today: Date) -> impl IntoView + use<> {
    let rows = bills
        .iter()
        .map(|balance| {
            let bill = &balance.bill;
            let overdue = balance.is_overdue(today);
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/bills/{}", bill.number)>
                            {format::month(language, bill.period_first)}
                        </a>
                    </th>
                    <td data-label=t::due_on(language)>
                        <span class="cluster">
                            {format::date(language, bill.due_on)}
                            {overdue
                                .then(|| view! { <Badge tone=Tone::Bad text=t::overdue(language) /> })}
                        </span>
                    </td>
                    <td class="number" data-label=t::left_to_pay(language)>
                        {format::money(balance.outstanding)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=t::open_bills(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::month(language)}</th>
                    <th scope="col">{t::due_on(language)}</th>
                    <th scope="col" class="number">
                        {t::left_to_pay(language)}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{t::total(language)}</th>
                    <td></td>
                    <td class="number">{format::money(owed)}</td>
                </tr>
            </tfoot>
        </DataTable>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::payments::samples::{TODAY, pay_view};
    use rstest::rstest;

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::new(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[rstest]
    #[case::fresh(&[], "value=\"1229.00\"")]
    #[case::typed(&[("account", "A2"), ("amount", " 5o \"yuan\"")], "value=\" 5o &quot;yuan&quot;\"")]
    #[case::of_another_account(&[("account", "A1"), ("amount", "7")], "value=\"7\"")]
    fn the_amount_is_all_that_is_owed_or_what_was_typed(
        #[case] fields: &[(&str, &str)],
        #[case] value: &str,
    ) {
        let view = pay_view(&[122_900, 5_000]);
        let html = pay(Language::En, &view, &form(fields), None, &|| Uuid::nil()).to_html();
        assert!(html.contains(value), "{html}");
        assert_eq!(html.matches("id=\"amount\"").count(), 1);
    }

    #[test]
    fn an_error_stands_beside_its_account() {
        let view = pay_view(&[122_900, 5_000]);
        let error = FieldError::new("amount", "wrong");
        let fields = form(&[("account", "A2"), ("amount", "99999")]);
        let html = pay(Language::En, &view, &fields, Some(error), &|| Uuid::nil()).to_html();
        let (before, after) = html.split_once("id=\"amount-error\"").expect("an error");
        assert!(before.contains("value=\"1229.00\"") && after.contains("value=\"99999\""), "{html}");
        assert!(html.contains("href=\"#amount\""));
    }

    #[test]
    fn nothing_owed_is_said_kindly() {
        let html = pay(Language::En, &pay_view(&[0]), &Form::default(), None, &|| Uuid::nil()).to_html();
        assert!(html.contains(t::nothing_owed(Language::En)));
        assert!(!html.contains("<form"), "{html}");
    }

    #[rstest]
    #[case::later(5_000, 0, 25, "请在2026年11月25日前缴费。")]
    #[case::today(5_000, 0, 5, "今天是最后缴费日。")]
    #[case::partly(5_000, 1_000, 1, "其中¥10.00已逾期，请尽快缴费。")]
    #[case::all(5_000, 5_000, 1, "已过缴费期限，请尽快缴费。")]
    fn until_when(#[case] owed: i64, #[case] overdue: i64, #[case] day: i8, #[case] words: &str) {
        let dues = Dues {
            owed: Money::from_fen(owed),
            overdue: Money::from_fen(overdue),
            due_on: Some(jiff::civil::date(2026, 11, day)),
        };
        assert_eq!(until(Language::ZhCn, &dues, TODAY), words);
    }
}
