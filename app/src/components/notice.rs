//! Something the page says before anything else.

use crate::components::{Icon, IconView, Tone};
use leptos::prelude::*;

/// A message with a heading, what it means, and what can be done about it.
#[component]
pub fn Notice(
    /// What it means to the reader.
    #[prop(optional)]
    tone: Tone,
    /// The message in one line.
    #[prop(into)]
    heading: String,
    /// Explanation and actions; wrap actions in `<div class="actions">`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=format!("notice notice-{}", tone.name())>
            <IconView icon=Icon::of(tone) />
            <div class="notice-body">
                <h2 class="notice-heading">{heading}</h2>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
