//! `/profile/privacy/copy`: where a customer takes the copy of their data, and the copy itself: one file to read, one for
//! programs, together in a ZIP. R-CUS-8

use crate::{
    components::*,
    format,
    locales::{acting as words, data_copy as t},
    pages::profile::field,
};
use crm::{customers::Msisdn, language::Language, money::Money};
use leptos::prelude::*;
use operations::data_exports::Document;
use std::io::{Cursor, Write as _};
use zip::{ZipWriter, write::SimpleFileOptions};

/// The page; `token` is what stands in the link, `None` when it leads nowhere any more.
pub(crate) fn take(language: Language, token: Option<String>) -> impl IntoView + use<> {
    let body = match token {
        Some(token) => view! {
            <form method="post" action="/profile/privacy/copy/take">
                <HiddenActing />
                <input type="hidden" name="token" value=token />
                <SubmitButton text=t::take(language) />
            </form>
        }
        .into_any(),
        None => view! { <EmptyState heading=t::over(language) body=t::over_body(language) /> }.into_any(),
    };
    view! {
        <Breadcrumbs language=language trail=vec![Crumb::new("/profile/privacy", t::privacy(language))] />
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <Card>{body}</Card>
    }
}

/// Both files in one.
pub(crate) fn zip(language: Language, document: &Document) -> Result<Vec<u8>, String> {
    let json = document.to_json().map_err(|error| error.to_string())?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("copy.html", html(language, document)), ("copy.json", json)] {
        zip.start_file(name, SimpleFileOptions::default()).map_err(|error| error.to_string())?;
        zip.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
    }
    Ok(zip.finish().map_err(|error| error.to_string())?.into_inner())
}

/// The copy to read: a document that needs nothing from anywhere.
pub(crate) fn html(language: Language, document: &Document) -> String {
    let Document { customer, .. } = document;
    let day = |day| format::date(language, day);
    let moment = |at| format::date_time(language, at);
    let money = |amount: Money| format::money(amount);
    let none = || t::nothing(language).to_owned();
    let about = [
        (t::code(language), customer.code.clone()),
        (t::name(language), customer.name.clone()),
        (t::mobile(language), customer.mobile.spaced()),
        (t::email(language), customer.email.clone().unwrap_or_else(none)),
        (t::since(language), day(customer.since)),
    ];
    let about: Vec<_> = about.map(|(name, value)| vec![name.to_owned(), value]).into();
    let lines = document.lines.iter().map(|line| {
        let number = line.msisdn.as_ref().map_or_else(none, Msisdn::spaced);
        vec![line.code.clone(), number, day(line.since)]
    });
    let products = document.products.iter().map(|product| {
        vec![product.offering.0.clone(), money(product.monthly_price), day(product.starts_on)]
    });
    let bills = document.bills.iter().map(|copy| {
        let bill = &copy.bill.bill;
        let period = format::period(language, bill.period_first, bill.period_last);
        vec![bill.number.clone(), period, money(bill.total), money(copy.bill.outstanding)]
    });
    let payments = document
        .payments
        .iter()
        .map(|payment| vec![payment.number.clone(), moment(payment.created_at), money(payment.amount)]);
    let orders = document
        .orders
        .iter()
        .map(|order| vec![order.number.clone(), moment(order.placed_at), day(order.effective_on)]);
    let requests = document.requests.iter().flat_map(|copy| {
        copy.events.iter().map(|event| {
            let request = &copy.request;
            vec![request.number.clone(), request.subject.clone(), moment(event.at), event.text.clone()]
        })
    });
    let usage = document.usage.iter().flat_map(|copy| {
        copy.days.iter().map(|used| {
            let quantity = format::quantity(language, used.kind, used.quantity);
            vec![copy.line.clone(), day(used.day), quantity]
        })
    });
    let consents = document.consents.iter().map(|consent| {
        let given = if consent.given { "✓" } else { "✗" };
        vec![moment(consent.at), consent.purpose.to_string(), given.to_owned()]
    });
    let changes = document.changes.iter().map(|change| {
        let name = field(language, change.field).to_owned();
        vec![moment(change.at), name, change.before.clone(), change.after.clone(), change.by.clone()]
    });
    let messages = document
        .messages
        .iter()
        .map(|message| vec![moment(message.at), message.recipient.clone(), message.body.clone()]);
    let accesses = document.staff_accesses.iter().map(|access| {
        vec![moment(access.at), words::purpose(language, access.purpose).to_owned(), access.reason.clone()]
    });
    let body = view! {
        <h1>{t::title(language)}</h1>
        <p>{t::made_at(language, &moment(document.made_at))}</p>
        <p>{t::json_note(language)}</p>
        {table(language, t::about(language), &[], about)}
        {table(
            language,
            t::lines(language),
            &[t::line(language), t::number(language), t::from(language)],
            lines.collect(),
        )}
        {table(
            language,
            t::products(language),
            &[t::product(language), t::price(language), t::from(language)],
            products.collect(),
        )}
        {table(
            language,
            t::bills(language),
            &[t::bill(language), t::period(language), t::total(language), t::left(language)],
            bills.collect(),
        )}
        {table(
            language,
            t::payments(language),
            &[t::payment(language), t::time(language), t::amount(language)],
            payments.collect(),
        )}
        {table(
            language,
            t::orders(language),
            &[t::order(language), t::time(language), t::effective(language)],
            orders.collect(),
        )}
        {table(
            language,
            t::requests(language),
            &[t::request(language), t::subject(language), t::time(language), t::words(language)],
            requests.collect(),
        )}
        {table(
            language,
            t::consents(language),
            &[t::time(language), t::purpose(language), t::said(language)],
            consents.collect(),
        )}
        {table(
            language,
            t::changes(language),
            &[t::time(language), t::field(language), t::before(language), t::after(language), t::by(language)],
            changes.collect(),
        )}
        {table(
            language,
            t::messages(language),
            &[t::time(language), t::recipient(language), t::words(language)],
            messages.collect(),
        )}
        {table(
            language,
            t::accesses(language),
            &[t::time(language), t::purpose(language), t::reason(language)],
            accesses.collect(),
        )}
        {table(
            language,
            t::usage(language),
            &[t::line(language), t::day(language), t::used(language)],
            usage.collect(),
        )}
    };
    let title = t::title(language);
    format!(
        "<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body>{}</body></html>",
        body.to_html()
    )
}

/// One kind of thing as a table.
fn table(
    language: Language,
    title: &'static str,
    headings: &[&'static str],
    rows: Vec<Vec<String>>,
) -> impl IntoView + use<> {
    let headings = headings.iter().map(|heading| view! { <th>{*heading}</th> }).collect_view();
    let is_empty = rows.is_empty();
    let rows = rows
        .into_iter()
        .map(|row| {
            let cells = row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <h2>{title}</h2>
        {is_empty.then(|| view! { <p>{t::nothing(language)}</p> })}
        <table>
            <thead>
                <tr>{headings}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
