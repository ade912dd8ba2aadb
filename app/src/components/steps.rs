//! Where an order or request stands: what is behind, under way, ahead, or went wrong.

use crate::{components::Tone, locales::components as t};
use crm::language::Language;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How far one step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepState {
    /// Behind.
    Done,
    /// Under way.
    Now,
    /// Not begun.
    Ahead,
    /// Went wrong.
    Failed,
}

impl StepState {
    /// The word used in class names.
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Failed => "failed",
        }
    }

    /// The state in the reader's language.
    pub fn words(self, language: Language) -> &'static str {
        match self {
            Self::Done => t::step_done(language),
            Self::Now => t::step_now(language),
            Self::Ahead => t::step_ahead(language),
            Self::Failed => t::step_failed(language),
        }
    }

    /// What the state means.
    pub fn tone(self) -> Tone {
        match self {
            Self::Done => Tone::Good,
            Self::Now => Tone::Info,
            Self::Ahead => Tone::Neutral,
            Self::Failed => Tone::Bad,
        }
    }
}

/// One step of a tracker, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What happens in it.
    pub title: String,
    /// How far it is.
    pub state: StepState,
    /// When, or when it is expected, as people read it; empty when unknown.
    pub time: String,
    /// Who acts next, what went wrong; empty when there is nothing to say.
    pub note: String,
}

/// The steps of an order or request, the oldest first.
#[component]
pub fn Steps(
    /// Language of the states.
    language: Language,
    /// The steps.
    steps: Vec<Step>,
) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|step| {
            let now = matches!(step.state, StepState::Now | StepState::Failed).then_some("step");
            let time = (!step.time.is_empty()).then_some(step.time);
            let note = (!step.note.is_empty()).then_some(step.note);
            view! {
                <li class=format!("step step-{}", step.state.name()) aria-current=now>
                    <span class="step-title">{step.title}</span>
                    <span class="step-state">{step.state.words(language)}</span>
                    {time.map(|time| view! { <span class="step-time">{time}</span> })}
                    {note.map(|note| view! { <p class="step-note">{note}</p> })}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="steps">{steps}</ol> }
}
