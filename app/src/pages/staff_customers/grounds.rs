//! The fields in which staff say what they open a file for.

use crate::{
    components::*,
    forms::Form,
    locales::{acting as words, staff_customers as t},
};
use crm::{
    acting::{Purpose, REASON_MAX},
    language::Language,
};
use leptos::prelude::*;
use strum::VariantArray;

/// Purpose, request, reason, as they were typed.
pub(super) fn fields(language: Language, typed: &Form, errors: &[FieldError]) -> impl IntoView + use<> {
    (first(language, typed, errors), reason(language, typed, errors))
}

/// The same for acting, where a caller may stand in for a request.
pub(super) fn fields_with_caller(
    language: Language,
    typed: &Form,
    errors: &[FieldError],
) -> impl IntoView + use<> {
    let caller = typed.is_ticked("caller");
    (
        first(language, typed, errors),
        view! { <Checkbox name="caller" label=t::caller(language) checked=caller /> },
        reason(language, typed, errors),
    )
}

fn first(language: Language, typed: &Form, errors: &[FieldError]) -> impl IntoView + use<> {
    let purposes = Purpose::VARIANTS
        .iter()
        .map(|purpose| Choice::new(purpose.as_ref(), words::purpose(language, *purpose)))
        .collect();
    view! {
        <RadioGroup
            name="purpose"
            legend=t::purpose(language)
            options=purposes
            value=typed.get("purpose")
            error=error_of(errors, "purpose")
        />
        <TextField
            name="request"
            label=t::request(language)
            hint=t::request_hint(language)
            value=typed.get("request")
            error=error_of(errors, "request")
            maxlength=20
            width="short"
            autocomplete="off"
        />
    }
}

fn reason(language: Language, typed: &Form, errors: &[FieldError]) -> impl IntoView + use<> {
    view! {
        <TextArea
            name="reason"
            label=t::reason(language)
            hint=t::reason_hint(language)
            value=typed.raw("reason")
            error=error_of(errors, "reason")
            maxlength=i64::try_from(REASON_MAX).unwrap_or(i64::MAX)
            rows=3
        />
    }
}
