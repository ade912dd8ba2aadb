//! Corrections that wait for a supervisor.

use crate::{components::*, format, locales::data_quality as t, pages::profile::field};
use crm::language::Language;
use leptos::prelude::*;
use operations::corrections::Waiting;
use uuid::Uuid;

pub(super) fn waiting(language: Language, waiting: Vec<(Waiting, Uuid)>) -> impl IntoView + use<> {
    if waiting.is_empty() {
        return view! { <p class="soft">{t::no_corrections(language)}</p> }.into_any();
    }
    let rows = waiting.into_iter().map(|(waiting, key)| row(language, waiting, key)).collect_view();
    view! {
        <DataTable caption=t::corrections(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::customer(language)}</th>
                    <th scope="col">{t::change(language)}</th>
                    <th scope="col">{t::proposed_by(language)}</th>
                    <th scope="col">{t::decision(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
    .into_any()
}

fn row(language: Language, waiting: Waiting, key: Uuid) -> impl IntoView + use<> {
    let Waiting { correction, customer, proposed_by, is_own } = waiting;
    let decision = if is_own {
        view! { <p class="soft">{t::own(language)}</p> }.into_any()
    } else {
        let button = |value: &'static str, class: &'static str, text: &'static str, label: String| {
            view! {
                <button class=class type="submit" name="decision" value=value aria-label=label>
                    {text}
                </button>
            }
        };
        let approve = t::approve_of(language, &customer);
        let reject = t::reject_of(language, &customer);
        view! {
            <form class="cluster" method="post" action="/staff/data-quality/decide">
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="correction" value=correction.id.0.to_string() />
                {button("approve", Weight::Primary.class(), t::approve(language), approve)}
                {button("reject", Weight::Danger.class(), t::reject(language), reject)}
            </form>
        }
        .into_any()
    };
    let path = format!("/staff/customers/{customer}");
    view! {
        <tr>
            <th scope="row">
                <a href=path>{customer}</a>
            </th>
            <td data-label=t::change(language)>
                <div>
                    {field(language, correction.field)} ": "
                    {t::from_to(language, &correction.before, &correction.after)}
                    <p class="aside">{correction.reason}</p>
                </div>
            </td>
            <td data-label=t::proposed_by(language)>
                <div>
                    {proposed_by} <p class="aside">{format::date_time(language, correction.proposed_at)}</p>
                </div>
            </td>
            <td data-label=t::decision(language)>{decision}</td>
        </tr>
    }
}
