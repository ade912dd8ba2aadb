//! Fields people choose from.

use crate::components::fields::{described_by, error_view, hint_view, id_or};
use leptos::prelude::*;

/// One of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// What it means; empty when the label says enough.
    pub hint: String,
}

impl Choice {
    /// A choice whose label says enough.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// The same choice with a line of explanation.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

/// A drop-down list. Prefer `RadioGroup` for up to six choices.
#[component]
pub fn SelectField(
    /// Name of the field.
    name: &'static str,
    /// What to choose.
    #[prop(into)]
    label: String,
    /// The choices; one with an empty value first when none is preselected.
    options: Vec<Choice>,
    /// Value of the one chosen before.
    #[prop(optional, into)]
    value: String,
    /// How to choose.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<String>,
    /// Has to be chosen.
    #[prop(optional)]
    required: bool,
    /// Id, where a page shows the same name twice.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let id = id_or(id, name);
    let options = options
        .into_iter()
        .map(move |option| {
            let selected = option.value == value;
            view! {
                <option value=option.value selected=selected>
                    {option.label}
                </option>
            }
        })
        .collect_view();
    let wrong = error.is_some();
    let described = described_by(&id, &hint, error.as_ref());
    view! {
        <div class=if wrong { "field field-wrong" } else { "field" }>
            <label for=id.clone()>{label}</label>
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            <select
                id=id
                name=name
                required=required
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            >
                {options}
            </select>
        </div>
    }
}

/// A few choices, all visible, one of them taken.
#[component]
pub fn RadioGroup(
    /// Name of the field; also the id of the first choice, which an error summary leads to.
    name: &'static str,
    /// What to choose.
    #[prop(into)]
    legend: String,
    /// The choices.
    options: Vec<Choice>,
    /// Value of the one chosen before.
    #[prop(optional, into)]
    value: String,
    /// How to choose.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<String>,
    /// Id, where a page shows the same name twice.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let id = id_or(id, name);
    let wrong = error.is_some();
    let described = described_by(&id, &hint, error.as_ref());
    let first_id = id.clone();
    let options = options
        .into_iter()
        .enumerate()
        .map(move |(at, option)| {
            let option_id = if at == 0 { first_id.clone() } else { format!("{first_id}-{at}") };
            let checked = option.value == value;
            let hint_id = (!option.hint.is_empty()).then(|| format!("{option_id}-hint-of"));
            let hint = hint_id.clone().map(|hint_id| {
                view! {
                    <span class="hint" id=hint_id>
                        {option.hint}
                    </span>
                }
            });
            view! {
                <div class="choice">
                    <input
                        id=option_id.clone()
                        name=name
                        type="radio"
                        value=option.value
                        checked=checked
                        aria-describedby=hint_id
                    />
                    <label for=option_id>{option.label}</label>
                    {hint}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class=if wrong { "field field-wrong" } else { "field" } aria-describedby=described>
            <legend>{legend}</legend>
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            <div class="choices">{options}</div>
        </fieldset>
    }
}

/// Yes or no.
#[component]
pub fn Checkbox(
    /// Name of the field; it sends `yes` when ticked and nothing otherwise.
    name: &'static str,
    /// What ticking it says.
    #[prop(into)]
    label: String,
    /// Was ticked before.
    #[prop(optional)]
    checked: bool,
    /// What it means.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<String>,
    /// Id, where a page shows the same name twice.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let id = id_or(id, name);
    let wrong = error.is_some();
    let described = described_by(&id, &hint, error.as_ref());
    view! {
        <div class=if wrong { "field field-wrong" } else { "field" }>
            {error_view(&id, error)}
            <div class="choice">
                <input
                    id=id.clone()
                    name=name
                    type="checkbox"
                    value="yes"
                    checked=checked
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described
                />
                <label for=id.clone()>{label}</label>
                {hint_view(&id, hint)}
            </div>
        </div>
    }
}
