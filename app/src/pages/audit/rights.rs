//! The table of rights, as the program goes by it.

use crate::{components::*, locales::rights as t};
use crm::language::Language;
use leptos::prelude::*;
use operations::access::{Operation, Role, right};
use strum::VariantArray as _;

/// Operations by role.
pub(crate) fn rights(language: Language) -> impl IntoView {
    let roles = Role::VARIANTS
        .iter()
        .map(|role| view! { <th scope="col">{t::role(language, *role)}</th> })
        .collect_view();
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
    let cells = Role::VARIANTS
        .iter()
        .map(|role| {
            let words = right(operation, *role).map(|relation| t::relation(language, relation));
            match words {
                Some(words) => view! { <td data-label=t::role(language, *role)>{words}</td> }.into_any(),
                None => view! {
                    <td class="soft" data-label=t::role(language, *role)>
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
