//! `/staff/data-quality`: corrections that wait for a supervisor, customers who may be one and the same, and what files
//! lack. R-CUS-1, R-CUS-4

use crate::{components::*, format, locales::data_quality as t};
use crm::language::Language;
use leptos::prelude::*;
use operations::{corrections::Waiting, duplicates::QualityView};
use store::duplicates::{DefectCount, Pair};
use uuid::Uuid;

mod compare;
mod corrections;
mod merges;

pub(crate) use compare::{Attempt, compare};

/// `/staff/data-quality`; each row with a button brings its idempotency key.
pub(crate) fn data_quality(
    language: Language,
    waiting: Vec<(Waiting, Uuid)>,
    view: QualityView,
    merge_keys: Vec<Uuid>,
    key: Uuid,
) -> impl IntoView + use<> {
    let QualityView { pairs, more, merges, defects } = view;
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <Card title=t::corrections(language)>{corrections::waiting(language, waiting)}</Card>
        <Card title=t::pairs(language)>
            {pairs_table(language, pairs)}
            {more.then(|| view! { <p class="soft">{t::more(language)}</p> })}
        </Card>
        <Card title=t::merges(language)>{merges::standing(language, merges, merge_keys)}</Card>
        <Card title=t::defects(language)>
            {defects_table(language, defects)}
            <form method="post" action="/staff/data-quality/look">
                <HiddenKey key=key.to_string() />
                <SubmitButton text=t::look(language) weight=Weight::Secondary />
            </form>
        </Card>
    }
}

fn pairs_table(language: Language, pairs: Vec<Pair>) -> impl IntoView + use<> {
    if pairs.is_empty() {
        return view! { <p class="soft">{t::no_pairs(language)}</p> }.into_any();
    }
    let rows = pairs
        .into_iter()
        .map(|pair| {
            let Pair { one, other, likeness } = pair;
            let path = format!("/staff/data-quality/compare?one={}&other={}", one.code, other.code);
            let label = t::compare_of(language, &one.code, &other.code);
            view! {
                <tr>
                    <th scope="row">
                        <div>
                            {one.code} <p class="aside">{one.name}</p>
                        </div>
                    </th>
                    <td data-label=t::other(language)>
                        <div>
                            {other.code} <p class="aside">{other.name}</p>
                        </div>
                    </td>
                    <td data-label=t::likeness(language)>{t::in_common(language, likeness)}</td>
                    <td data-label=t::compare(language)>
                        <a href=path aria-label=label>
                            {t::compare(language)}
                        </a>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=t::pairs(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::customer(language)}</th>
                    <th scope="col">{t::other(language)}</th>
                    <th scope="col">{t::likeness(language)}</th>
                    <th scope="col">{t::compare(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
    .into_any()
}

fn defects_table(language: Language, defects: Vec<DefectCount>) -> impl IntoView + use<> {
    let Some(counted_at) = defects.iter().map(|count| count.counted_at).max() else {
        return view! { <p class="soft">{t::no_defects(language)}</p> }.into_any();
    };
    let rows = defects
        .into_iter()
        .map(|count| {
            view! {
                <tr>
                    <th scope="row">{t::lacking(language, count.defect)}</th>
                    <td data-label=t::source(language)>{t::origin(language, count.origin)}</td>
                    <td data-label=t::customers(language)>{format::count(count.customers)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=t::defects(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::defect(language)}</th>
                    <th scope="col">{t::source(language)}</th>
                    <th scope="col">{t::customers(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
        <p class="soft small">{t::counted_at(language, &format::date_time(language, counted_at))}</p>
    }
    .into_any()
}
