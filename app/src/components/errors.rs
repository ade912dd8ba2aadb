//! Wrong input: what is wrong with which field, and the summary on top of the page.

use crate::locales::shell as t;
use crm::language::Language;
use leptos::prelude::*;

/// What is wrong with a field, and what to do about it, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name (and id) of the field.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl FieldError {
    /// What is wrong with a field.
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}

/// The message for one field, to be put beside it.
pub fn error_of(errors: &[FieldError], field: &str) -> Option<String> {
    errors.iter().find(|error| error.field == field).map(|error| error.message.clone())
}

/// Everything that is wrong, on top of the page, with links to the fields. Takes the focus when the page opens.
/// Shows nothing without errors.
#[component]
pub fn ErrorSummary(
    /// Language of the heading.
    language: Language,
    /// What is wrong, in the order of the fields.
    errors: Vec<FieldError>,
) -> impl IntoView {
    let some = !errors.is_empty();
    let errors = errors
        .into_iter()
        .map(|error| {
            view! {
                <li>
                    <a href=format!("#{}", error.field)>{error.message}</a>
                </li>
            }
        })
        .collect_view();
    some.then(|| {
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus=true>
                <p class="error-heading">{t::errors(language)}</p>
                <ul>{errors}</ul>
            </div>
        }
    })
}
