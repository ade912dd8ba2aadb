//! Proving again who one is, before money or contact data move. R-CUS-10

use super::sign_in::{CodeForm, demo_note};
use crate::{
    components::*,
    format,
    locales::{refusals, sign_in as t},
    pages::passkeys::{self, For},
};
use crm::language::Language;
use leptos::prelude::*;
use operations::sign_in::{CodeSent, Provable, Refusal};

/// `/sign-in/again`
pub(crate) fn prove(
    language: Language,
    provable: Provable,
    refusal: Option<Refusal>,
    next: &str,
    passkeys: bool,
    demo: bool,
) -> impl IntoView + use<> {
    let errors = errors(language, refusal);
    let passkey = passkeys::door(language, For::ProvingAgain, passkeys, next);
    let (next, next_too) = (next.to_owned(), next.to_owned());
    let error = error_of(&errors, "password");
    let password = provable.by_password.then(|| {
        view! {
            <Card>
                <form class="form" method="post" action="/sign-in/again" novalidate>
                    <input type="hidden" name="next" value=next />
                    <PasswordField name="password" label=t::password(language) error=error />
                    <SubmitButton text=t::go_on(language) />
                </form>
            </Card>
        }
    });
    let weight = if provable.by_password { Weight::Quiet } else { Weight::Primary };
    let code = provable.by_code.then(|| {
        view! {
            <form id="code" method="post" action="/sign-in/again/code">
                <input type="hidden" name="next" value=next_too />
                <SubmitButton text=t::send_code_to_me(language) weight=weight />
            </form>
        }
    });
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <PageHeader title=t::again_title(language) lead=t::again_lead(language) />
            {password}
            {passkey} {code}
            {demo_note(language, demo)}
        </div>
    }
}

/// `/sign-in/again/code`, once a code is on its way.
pub(crate) fn enter_code(
    language: Language,
    refusal: Option<Refusal>,
    sent: Option<&CodeSent>,
    next: &str,
    demo: bool,
) -> impl IntoView + use<> {
    let errors = errors(language, refusal);
    let lead = sent.map_or_else(String::new, |sent| {
        t::code_on_its_way(language, &sent.masked_mobile, &format::time(sent.expires_at))
    });
    let form = CodeForm {
        ask: "/sign-in/again/code",
        check: "/sign-in/again/check",
        mobile: None,
        next: next.to_owned(),
        go_on: t::go_on(language),
    };
    let forms = form.view(language, error_of(&errors, "code"));
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <PageHeader title=t::enter_title(language) lead=lead />
            {forms}
            {demo_note(language, demo)}
        </div>
    }
}

/// What is wrong, at the place it concerns: the password, or the code with the button that sends one.
fn errors(language: Language, refusal: Option<Refusal>) -> Vec<FieldError> {
    let error = refusal.map(|refusal| match refusal {
        // Whose password it is, is known here.
        Refusal::WrongCredentials => FieldError::new("password", t::wrong_password(language)),
        Refusal::Locked { .. } => FieldError::new("password", refusals::sign_in(language, refusal)),
        refusal => FieldError::new("code", refusals::sign_in(language, refusal)),
    });
    error.into_iter().collect()
}
