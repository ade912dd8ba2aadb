//! `/staff/actings`: who acts for whom, for supervisors.

use crate::{
    components::*,
    format,
    locales::{acting as words, staff_customers as t},
};
use crm::language::Language;
use leptos::prelude::*;
use operations::acting::RunningActing;
use uuid::Uuid;

/// `/staff/actings`; each row brings the idempotency key of its button.
pub(crate) fn running(language: Language, rows: Vec<(RunningActing, Uuid)>) -> impl IntoView + use<> {
    let body = if rows.is_empty() {
        view! { <EmptyState heading=t::nobody(language) body=t::nobody_body(language) /> }.into_any()
    } else {
        let rows = rows.into_iter().map(|(acting, key)| row(language, acting, key)).collect_view();
        view! {
            <DataTable caption=t::running_title(language) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{t::staff(language)}</th>
                        <th scope="col">{t::customer(language)}</th>
                        <th scope="col">{t::purpose(language)}</th>
                        <th scope="col">{t::time(language)}</th>
                        <th scope="col">{t::end(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </DataTable>
        }
        .into_any()
    };
    view! {
        <PageHeader title=t::running_title(language) lead=t::running_lead(language) />
        <Card>{body}</Card>
    }
}

fn row(language: Language, running: RunningActing, key: Uuid) -> impl IntoView + use<> {
    let RunningActing { acting, staff, customer_code } = running;
    let action = format!("/staff/actings/{}/end", acting.id.0);
    let label = t::end_of(language, &staff, &customer_code);
    view! {
        <tr>
            <th scope="row">
                <div>
                    {staff} <p class="aside">{words::mode(language, acting.mode)}</p>
                </div>
            </th>
            <td class="whole" data-label=t::customer(language)>
                {customer_code}
            </td>
            <td data-label=t::purpose(language)>
                <div>
                    {words::purpose(language, acting.grounds.purpose)}
                    <p class="aside">
                        {acting.grounds.reason} {acting.grounds.request_number.map(|number| format!(" · {number}"))}
                    </p>
                </div>
            </td>
            <td data-label=t::time(language)>
                <span class="whole">
                    {format::time(acting.began_at)} "–" {format::time(acting.ends_at)}
                </span>
            </td>
            <td data-label=t::end(language)>
                <form method="post" action=action>
                    <HiddenKey key=key.to_string() />
                    <button class="button button-danger" type="submit" aria-label=label>
                        {t::end(language)}
                    </button>
                </form>
            </td>
        </tr>
    }
}
