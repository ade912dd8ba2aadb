//! The frames of a page: its head, cards, figures, and the place where nothing is yet.

use leptos::prelude::*;

/// The head of a page: its name (the one `h1`), one sentence, and actions beside it.
#[component]
pub fn PageHeader(
    /// Name of the page.
    #[prop(into)]
    title: String,
    /// One sentence under it.
    #[prop(optional, into)]
    lead: String,
    /// Badges and actions beside it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-header">
            <div>
                <h1>{title}</h1>
                {(!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}

/// What belongs together, in a frame.
#[component]
pub fn Card(
    /// Heading; none when empty.
    #[prop(optional, into)]
    title: String,
    /// Where more of it is; no link when empty.
    #[prop(optional, into)]
    href: String,
    /// Words of that link.
    #[prop(optional, into)]
    link: String,
    /// The one card of a page that answers its question: deep colour, large figures.
    #[prop(optional)]
    hero: bool,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let head = (!title.is_empty()).then(|| {
        let link = (!href.is_empty()).then(|| {
            view! {
                <a class="card-link" href=href>
                    {link}
                </a>
            }
        });
        view! {
            <div class="card-head">
                <h2 class="card-title">{title}</h2>
                {link}
            </div>
        }
    });
    view! {
        <section class=if hero { "card card-hero" } else { "card" }>
            {head} {children()}
        </section>
    }
}

/// One number that matters, with what it is above and what it means below.
#[component]
pub fn Figure(
    /// What it is.
    #[prop(into)]
    label: String,
    /// The number, ready to read.
    #[prop(into)]
    value: String,
    /// What it means, such as until when to pay.
    #[prop(optional, into)]
    note: String,
) -> impl IntoView {
    view! {
        <div class="figure">
            <p class="figure-label">{label}</p>
            <p class="figure-value">{value}</p>
            {(!note.is_empty()).then(|| view! { <p class="figure-note">{note}</p> })}
        </div>
    }
}

/// Says that there is nothing, why, and what to do about it.
#[component]
pub fn EmptyState(
    /// What is not there.
    #[prop(into)]
    heading: String,
    /// Why, and what to expect.
    #[prop(optional, into)]
    body: String,
    /// Actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <svg class="empty-picture" viewBox="0 0 96 64" aria-hidden="true">
                <path d="M8 60V48a40 40 0 0 1 80 0v12M24 60V48a24 24 0 0 1 48 0v12M40 60V48a8 8 0 0 1 16 0v12M2 60h92" />
            </svg>
            <p class="empty-heading">{heading}</p>
            {(!body.is_empty()).then(|| view! { <p>{body}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
