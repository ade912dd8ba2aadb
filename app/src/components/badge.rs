//! A state in one word.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a state means to the reader. The words beside it always say the same: colour is never alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Neutral,
    /// Done, paid, in order.
    Good,
    /// Needs attention soon.
    Warn,
    /// Went wrong, overdue, barred.
    Bad,
    /// Worth knowing.
    Info,
}

impl Tone {
    /// The word used in class names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Info => "info",
        }
    }
}

/// A state in one word, such as `Paid`.
#[component]
pub fn Badge(
    /// What the state means.
    #[prop(optional)]
    tone: Tone,
    /// The word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class=format!("badge badge-{}", tone.name())>{text}</span> }
}
