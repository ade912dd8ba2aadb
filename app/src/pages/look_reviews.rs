//! `/staff/looks`: looks at files that are unusual, for supervisors.

use crate::{
    components::*,
    format,
    locales::{acting as words, staff_calls as t, staff_customers as of_customers},
};
use crm::language::Language;
use leptos::prelude::*;
use operations::look_reviews::UnusualLook;
use uuid::Uuid;

/// `/staff/looks`; each row brings the idempotency key of its button.
pub(crate) fn looks(language: Language, rows: Vec<(UnusualLook, Uuid)>) -> impl IntoView + use<> {
    let body = if rows.is_empty() {
        view! { <EmptyState heading=t::no_looks(language) body=t::no_looks_body(language) /> }.into_any()
    } else {
        let rows = rows.into_iter().map(|(look, key)| row(language, look, key)).collect_view();
        view! {
            <DataTable caption=t::looks(language) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{of_customers::staff(language)}</th>
                        <th scope="col">{of_customers::customer(language)}</th>
                        <th scope="col">{t::flags(language)}</th>
                        <th scope="col">{of_customers::purpose(language)}</th>
                        <th scope="col">{t::when(language)}</th>
                        <th scope="col">{t::reviewed(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </DataTable>
        }
        .into_any()
    };
    view! {
        <PageHeader title=t::looks(language) lead=t::looks_lead(language) />
        <Card>{body}</Card>
    }
}

fn row(language: Language, unusual: UnusualLook, key: Uuid) -> impl IntoView + use<> {
    let UnusualLook { look, staff, customer_code, own } = unusual;
    let flags = look.flags.iter().map(|flag| view! { <p>{t::flag(language, *flag)}</p> }).collect_view();
    let review = if own {
        view! { <span class="soft">{t::your_own(language)}</span> }.into_any()
    } else {
        let label = t::reviewed_of(language, &staff, &customer_code);
        view! {
            <form method="post" action=format!("/staff/looks/{}/review", look.id.0)>
                <HiddenKey key=key.to_string() />
                <button class="button button-secondary" type="submit" aria-label=label>
                    {t::reviewed(language)}
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">{staff}</th>
            <td class="whole" data-label=of_customers::customer(language)>
                {customer_code}
            </td>
            <td data-label=t::flags(language)>
                <div>{flags}</div>
            </td>
            <td data-label=of_customers::purpose(language)>
                <div>
                    {words::purpose(language, look.grounds.purpose)}
                    <p class="aside">
                        {look.grounds.reason} {look.grounds.request_number.map(|number| format!(" · {number}"))}
                    </p>
                </div>
            </td>
            <td data-label=t::when(language)>
                <time datetime=format::machine_time(look.opened_at)>
                    {format::date_time(language, look.opened_at)}
                </time>
            </td>
            <td data-label=t::reviewed(language)>{review}</td>
        </tr>
    }
}
