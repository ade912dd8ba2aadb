//! Names and values: what something is, and what was entered before it is confirmed.

use leptos::prelude::*;

/// A list of facts about one thing; holds `Fact`s.
#[component]
pub fn KeyValue(
    /// The facts.
    children: Children,
) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// One fact.
#[component]
pub fn Fact(
    /// What it is.
    #[prop(into)]
    label: String,
    /// Its value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// The answers to check before money or a contract moves; holds `SummaryRow`s.
#[component]
pub fn SummaryList(
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <dl class="summary">{children()}</dl> }
}

/// One answer to check.
#[component]
pub fn SummaryRow(
    /// What was asked.
    #[prop(into)]
    label: String,
    /// Where to change it; no link when empty.
    #[prop(optional, into)]
    change_href: String,
    /// Words of that link, naming what is changed, such as `Change plan`.
    #[prop(optional, into)]
    change: String,
    /// The row everything comes down to, such as the difference on the next bill.
    #[prop(optional)]
    total: bool,
    /// The answer.
    children: Children,
) -> impl IntoView {
    let change = (!change_href.is_empty())
        .then(|| view! { <dd class="summary-change"><a href=change_href>{change}</a></dd> });
    view! {
        <div class=if total { "summary-row summary-total" } else { "summary-row" }>
            <dt>{label}</dt>
            <dd>{children()}</dd>
            {change}
        </div>
    }
}
