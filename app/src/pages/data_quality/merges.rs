//! Files that were joined and can be taken apart.

use crate::{components::*, format, locales::data_quality as t};
use crm::{duplicates::Merge, language::Language};
use leptos::prelude::*;
use uuid::Uuid;

pub(super) fn standing(
    language: Language,
    merges: Vec<(Merge, String, String)>,
    keys: Vec<Uuid>,
) -> impl IntoView + use<> {
    if merges.is_empty() {
        return view! { <p class="soft">{t::no_merges(language)}</p> }.into_any();
    }
    let rows = merges.into_iter().zip(keys).map(|(merge, key)| row(language, merge, key)).collect_view();
    view! {
        <DataTable caption=t::merges(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::went_on(language)}</th>
                    <th scope="col">{t::ended(language)}</th>
                    <th scope="col">{t::reason(language)}</th>
                    <th scope="col">{t::take_apart(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
    .into_any()
}

fn row(
    language: Language,
    (merge, kept, merged): (Merge, String, String),
    key: Uuid,
) -> impl IntoView + use<> {
    let label = t::take_apart_of(language, &merged, &kept);
    view! {
        <tr>
            <th scope="row">{kept}</th>
            <td data-label=t::ended(language)>{merged}</td>
            <td data-label=t::reason(language)>
                <div>
                    {merge.reason} <p class="aside">{format::date_time(language, merge.merged_at)}</p>
                </div>
            </td>
            <td data-label=t::take_apart(language)>
                <form method="post" action="/staff/data-quality/take-apart">
                    <HiddenKey key=key.to_string() />
                    <input type="hidden" name="merge" value=merge.id.0.to_string() />
                    <button class=Weight::Danger.class() type="submit" aria-label=label>
                        {t::take_apart(language)}
                    </button>
                </form>
            </td>
        </tr>
    }
}
