//! How much of an allowance is used. R-BIL-7

use crate::{format, locales::shell as t};
use crm::language::Language;
use leptos::prelude::*;

/// An allowance: what is left, and a bar that fills as it is used. It turns at 80 and at 100 percent.
#[component]
pub fn Meter(
    /// Language of the words.
    language: Language,
    /// What the allowance is for, such as `Data`.
    #[prop(into)]
    label: String,
    /// What is left, ready to read, such as `12.4 GB left`.
    #[prop(into)]
    value: String,
    /// Of how much, ready to read, such as `of 20 GB`.
    #[prop(optional, into)]
    note: String,
    /// What is used.
    used: i64,
    /// What is included; `None` without limit.
    limit: Option<i64>,
) -> impl IntoView {
    let percent = limit.map(|limit| format::percent(used, limit));
    let tone = match percent {
        Some(100..) => "meter meter-bad",
        Some(80..) => "meter meter-warn",
        Some(_) => "meter",
        None => "meter meter-unlimited",
    };
    let state = percent
        .map_or_else(|| t::unlimited(language).to_owned(), |percent| t::used_percent(language, percent));
    let spoken = format!("{value} {note} {state}");
    let filled = percent.map_or(0, |percent| percent.clamp(0, 100));
    let name = label.clone();
    view! {
        <div class=tone>
            <p class="meter-label">{label}</p>
            <p class="meter-value">{value}</p>
            {percent.map(|_| view! {
                <div
                    role="meter"
                    aria-label=name
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=filled.to_string()
                    aria-valuetext=spoken
                >
                    <svg class="meter-bar" width="100%" height="8" aria-hidden="true">
                        <rect class="meter-track" width="100%" height="8" rx="4" />
                        <rect class="meter-fill" width=format!("{filled}%") height="8" rx="4" />
                    </svg>
                </div>
            })}
            <p class="meter-note">
                {(!note.is_empty()).then(|| view! { <span>{note}</span> })}
                <span class="meter-state">{state}</span>
            </p>
        </div>
    }
}
