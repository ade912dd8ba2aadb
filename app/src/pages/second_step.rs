//! The second step at the door, and a new password in place of a forgotten one. R-CUS-10

use crate::{
    components::*,
    forms::Form,
    locales::{forgotten as f, refusals, second_factor as t},
};
use crm::{language::Language, sign_in::PasswordRefusal};
use leptos::prelude::*;
use operations::sign_in::{CodeSent, Refusal};

use super::sign_in::{CodeForm, code_page, demo_note, mobile_form};

/// `/sign-in/second-factor`
pub(crate) fn second_step(
    language: Language,
    refusal: Option<Refusal>,
    by_recovery_code: bool,
    staff: bool,
    next: &str,
) -> impl IntoView + use<> {
    let field = if by_recovery_code { "recovery" } else { "code" };
    let words = |refusal| match refusal {
        Refusal::BadCode => t::bad_digits(language).to_owned(),
        refusal => refusals::sign_in(language, refusal),
    };
    let errors: Vec<FieldError> =
        refusal.map(|refusal| FieldError::new(field, words(refusal))).into_iter().collect();
    let (code_error, recovery_error) = (error_of(&errors, "code"), error_of(&errors, "recovery"));
    let (next, next_too) = (next.to_owned(), next.to_owned());
    let lost = if staff { t::lost_all_staff(language) } else { t::lost_all(language) };
    let door = if staff { "/staff/sign-in" } else { "/sign-in" };
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <PageHeader title=t::step_title(language) lead=t::step_lead(language) />
            <Card>
                <form class="form" method="post" action="/sign-in/second-factor" novalidate>
                    <input type="hidden" name="next" value=next />
                    <TextField
                        name="code"
                        label=t::code(language)
                        hint=t::code_hint(language)
                        error=code_error
                        autocomplete="one-time-code"
                        inputmode="numeric"
                        maxlength=12
                        width="code"
                        required=true
                    />
                    <SubmitButton text=t::go_on(language) />
                </form>
            </Card>
            <Card title=t::no_app(language)>
                <form class="form" method="post" action="/sign-in/second-factor" novalidate>
                    <input type="hidden" name="next" value=next_too />
                    <TextField
                        name="recovery"
                        label=t::recovery(language)
                        hint=t::recovery_hint(language)
                        error=recovery_error
                        autocomplete="off"
                        maxlength=24
                        required=true
                    />
                    <SubmitButton text=t::use_recovery(language) weight=Weight::Secondary />
                </form>
                <p class="soft">{lost}</p>
            </Card>
            <p>
                <a href=door>{t::begin_again(language)}</a>
            </p>
        </div>
    }
}

/// `/sign-in/forgotten`
pub(crate) fn forgotten(
    language: Language,
    typed: &Form,
    refusal: Option<Refusal>,
    demo: bool,
) -> impl IntoView + use<> {
    let errors: Vec<FieldError> = refusal
        .map(|refusal| FieldError::new("mobile", refusals::sign_in(language, refusal)))
        .into_iter()
        .collect();
    let form =
        mobile_form(language, "/sign-in/forgotten", typed.get("mobile"), "", error_of(&errors, "mobile"));
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <PageHeader title=f::title(language) lead=f::lead(language) />
            {form}
            <p>
                <a href="/sign-in">{f::back(language)}</a>
            </p>
            {demo_note(language, demo)}
        </div>
    }
}

/// `/sign-in/forgotten`, once a code is on its way.
pub(crate) fn forgotten_code(
    language: Language,
    typed: &Form,
    refusal: Option<Refusal>,
    sent: Option<&CodeSent>,
    demo: bool,
) -> impl IntoView + use<> {
    let form = CodeForm {
        ask: "/sign-in/forgotten",
        check: "/sign-in/forgotten/check",
        mobile: Some(typed.get("mobile").to_owned()),
        next: String::new(),
        go_on: t::go_on(language),
    };
    let errors = refusal.map(|refusal| FieldError::new("code", refusals::sign_in(language, refusal)));
    code_page(language, form, errors.into_iter().collect(), sent, demo)
}

/// What was wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// The two new ones differ.
    Different,
    /// The new one is not allowed.
    New(PasswordRefusal),
}

/// `/sign-in/forgotten/new`
pub(crate) fn new_password(language: Language, mistake: Option<Mistake>) -> impl IntoView + use<> {
    let errors: Vec<FieldError> = mistake
        .map(|mistake| match mistake {
            Mistake::Different => FieldError::new("again", f::different(language)),
            Mistake::New(refusal) => FieldError::new("new", refusals::password(language, refusal)),
        })
        .into_iter()
        .collect();
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors.clone() />
            <PageHeader title=f::new_title(language) lead=f::new_lead(language) />
            <Card>
                <form class="form" method="post" action="/sign-in/forgotten/new" novalidate>
                    <PasswordField
                        name="new"
                        label=f::new(language)
                        hint=f::new_hint(language)
                        error=error_of(&errors, "new")
                        autocomplete="new-password"
                    />
                    <PasswordField
                        name="again"
                        label=f::again(language)
                        error=error_of(&errors, "again")
                        autocomplete="new-password"
                    />
                    <SubmitButton text=f::set(language) />
                </form>
            </Card>
        </div>
    }
}
