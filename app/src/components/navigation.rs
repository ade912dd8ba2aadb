//! Ways from one page to another, inside the page.

use crate::{
    components::{Icon, IconView},
    locales::shell as t,
};
use crm::language::Language;
use leptos::prelude::*;

/// A page that others lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Address.
    pub href: String,
    /// Name.
    pub label: String,
}

impl Crumb {
    /// A page and its name.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into() }
    }
}

/// The trail to this page; the page itself is its `h1` and not repeated.
#[component]
pub fn Breadcrumbs(
    /// Language of the trail's name.
    language: Language,
    /// The pages above, the topmost first.
    trail: Vec<Crumb>,
) -> impl IntoView {
    let trail = trail
        .into_iter()
        .map(|crumb| {
            view! {
                <li>
                    <a href=crumb.href>{crumb.label}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="breadcrumbs" aria-label=t::breadcrumbs(language)>
            <ol>{trail}</ol>
        </nav>
    }
}

/// One of several views of the same thing, such as a month or a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Address.
    pub href: String,
    /// Name.
    pub label: String,
    /// The one this page shows.
    pub current: bool,
}

/// Links between views of the same thing, in a row that scrolls where it has no room.
#[component]
pub fn Tabs(
    /// What is chosen, such as `Month`; read out.
    #[prop(into)]
    label: String,
    /// The views.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let tabs = tabs
        .into_iter()
        .map(|tab| {
            view! {
                <li>
                    <a href=tab.href aria-current=tab.current.then_some("page")>
                        {tab.label}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav aria-label=label>
            <ul class="tabs">{tabs}</ul>
        </nav>
    }
}

/// Links to the neighbouring pages of a list paged by key.
#[component]
pub fn PagePosition(
    /// Language of the words.
    language: Language,
    /// Address of the newer entries, if there are any.
    #[prop(optional_no_strip)]
    newer: Option<String>,
    /// Address of the older entries, if there are any.
    #[prop(optional_no_strip)]
    older: Option<String>,
) -> impl IntoView {
    let some = newer.is_some() || older.is_some();
    let newer = newer.map(|href| {
        view! {
            <a class="button button-secondary" rel="prev" href=href>
                <IconView icon=Icon::Back />
                {t::newer(language)}
            </a>
        }
    });
    let older = older.map(|href| {
        view! {
            <a class="button button-secondary" rel="next" href=href>
                {t::older(language)}
                <IconView icon=Icon::Forward />
            </a>
        }
    });
    some.then(|| {
        view! {
            <nav class="pager" aria-label=t::pages(language)>
                {newer}
                {older}
            </nav>
        }
    })
}
