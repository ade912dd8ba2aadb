//! What can be pressed.

use crate::forms::{ACTING, KEY};
use leptos::prelude::*;

/// How much a button weighs. One primary action per page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The one thing this page is for.
    #[default]
    Primary,
    /// Another way.
    Secondary,
    /// Ends or gives up something.
    Danger,
    /// As light as a link.
    Quiet,
}

impl Weight {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button button-secondary",
            Self::Danger => "button button-danger",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// Sends the form it stands in. With `name` and `value` it says which of several buttons was pressed.
#[component]
pub fn SubmitButton(
    /// What it does.
    #[prop(into)]
    text: String,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// Field name; none when empty.
    #[prop(optional, into)]
    name: String,
    /// Field value.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let named = !name.is_empty();
    view! {
        <button class=weight.class() type="submit" name=named.then_some(name) value=named.then_some(value)>
            {text}
        </button>
    }
}

/// A link that looks like a button: it leads to where an action begins.
#[component]
pub fn ButtonLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// What is there.
    #[prop(into)]
    text: String,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
) -> impl IntoView {
    view! {
        <a class=weight.class() href=href>
            {text}
        </a>
    }
}

/// The acting during which a page is rendered; its forms carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownDuring(pub(crate) String);

/// For whom a form was rendered, in a session that acts for a customer; nothing otherwise. The gate refuses a form that
/// names another acting than the session's present one, so that no tab acts on the wrong customer.
#[component]
pub fn HiddenActing() -> impl IntoView {
    use_context::<ShownDuring>()
        .map(|ShownDuring(acting)| view! { <input type="hidden" name=ACTING value=acting /> })
}

/// The idempotency key a form was rendered with: sending it twice does the thing once. Carries the acting as well.
#[component]
pub fn HiddenKey(
    /// A UUID.
    #[prop(into)]
    key: String,
) -> impl IntoView {
    view! {
        <input type="hidden" name=KEY value=key />
        <HiddenActing />
    }
}
