//! The table of rights, as the program goes by it.

use crate::{components::*, locales::rights as t};
use crm::language::Language;
use leptos::prelude::*;
use operations::access::{Operation, columns, right};
use strum::VariantArray as _;

/// Operations by role.
pub(crate) fn rights(language: Language) -> impl IntoView {
    let roles =
        columns().map(|column| view! { <th scope="col">{t::column(language, column)}</th> }).collect_view();
    let rows = Operation::VARIANTS.iter().map(|operation| row(language, *operation)).collect_view();
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <Card>
            <DataTable caption=t::caption(language) quiet=true wide=true>
                <thead>
                    <tr>
                        <th scope="col">{t::operation_heading(language)}</th>
                        {roles}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </DataTable>
        </Card>
    }
}

fn row(language: Language, operation: Operation) -> impl IntoView {
    let cells = columns()
        .map(|column| {
            let (role, standing) = column;
            let words = right(operation, role, standing).map(|relation| t::relation(language, relation));
            match words {
                Some(words) => view! { <td data-label=t::column(language, column)>{words}</td> }.into_any(),
                None => view! {
                    <td class="soft" data-label=t::column(language, column)>
                        {t::no_right(language)}
                    </td>
                }
                .into_any(),
            }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{t::operation(language, operation)}</th>
            {cells}
        </tr>
    }
}
