//! The door: by password, by one-time code, and for staff. R-CUS-10

use crate::{
    components::*,
    format,
    forms::Form,
    locales::{refusals, sign_in as t},
    pages::passkeys::{self, For},
};
use crm::language::Language;
use leptos::prelude::*;
use operations::sign_in::{CodeSent, Refusal};

/// `/sign-in`
pub(crate) fn with_password(
    language: Language,
    typed: &Form,
    refusal: Option<Refusal>,
    next: &str,
    passkeys: bool,
    demo: bool,
) -> impl IntoView + use<> {
    let errors = errors(language, refusal, "password");
    let passkey = passkeys::door(language, For::SigningIn, passkeys, next);
    let (mobile, next) = (typed.get("mobile").to_owned(), next.to_owned());
    let other = format!("/sign-in/code?next={}", crate::routes::in_query(&next));
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors.clone() />
            <PageHeader title=t::title(language) lead=t::lead(language) />
            <Card>
                <form class="form" method="post" action="/sign-in" novalidate>
                    <input type="hidden" name="next" value=next />
                    <TextField
                        name="mobile"
                        label=t::mobile(language)
                        value=mobile
                        error=error_of(&errors, "mobile")
                        autocomplete="username"
                        inputmode="tel"
                        maxlength=20
                        required=true
                    />
                    <PasswordField
                        name="password"
                        label=t::password(language)
                        error=error_of(&errors, "password")
                    />
                    <SubmitButton text=t::sign_in(language) />
                </form>
            </Card>
            {passkey}
            <p class="cluster between">
                <a href=other>{t::by_code(language)}</a>
                <a href="/sign-in/forgotten">{t::forgotten(language)}</a>
            </p>
            {demo_note(language, demo)}
        </div>
    }
}

/// `/sign-in/code`
pub(crate) fn ask_for_code(
    language: Language,
    typed: &Form,
    refusal: Option<Refusal>,
    next: &str,
    demo: bool,
) -> impl IntoView + use<> {
    let errors = errors(language, refusal, "mobile");
    let other = format!("/sign-in?next={}", crate::routes::in_query(next));
    let form = mobile_form(language, "/sign-in/code", typed.get("mobile"), next, error_of(&errors, "mobile"));
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <PageHeader title=t::code_title(language) lead=t::code_lead(language) />
            {form}
            <p>
                <a href=other>{t::by_password(language)}</a>
            </p>
            {demo_note(language, demo)}
        </div>
    }
}

/// Where the number is typed that a code is to go to.
pub(super) fn mobile_form(
    language: Language,
    action: &'static str,
    mobile: &str,
    next: &str,
    error: Option<String>,
) -> impl IntoView + use<> {
    let (mobile, next) = (mobile.to_owned(), next.to_owned());
    view! {
        <Card>
            <form class="form" method="post" action=action novalidate>
                <input type="hidden" name="next" value=next />
                <TextField
                    name="mobile"
                    label=t::mobile(language)
                    value=mobile
                    error=error
                    autocomplete="username"
                    inputmode="tel"
                    maxlength=20
                    required=true
                />
                <SubmitButton text=t::send_code(language) />
            </form>
        </Card>
    }
}

/// That a code is on its way, if the number is known.
fn code_lead(language: Language, sent: Option<&CodeSent>) -> String {
    sent.map_or_else(String::new, |sent| {
        t::code_sent(language, &sent.masked_mobile, &format::time(sent.expires_at))
    })
}

/// What to do when no code comes: the same for everybody, so that nobody learns whose phone is lost.
fn no_code(language: Language) -> impl IntoView + use<> {
    view! {
        <Notice heading=t::no_code(language)>
            <p>{t::no_code_body(language)}</p>
        </Notice>
    }
}

/// `/sign-in/code`, once a code is on its way.
pub(crate) fn enter_code(
    language: Language,
    typed: &Form,
    refusal: Option<Refusal>,
    sent: Option<&CodeSent>,
    demo: bool,
) -> impl IntoView + use<> {
    let form = CodeForm {
        ask: "/sign-in/code",
        check: "/sign-in/code/check",
        mobile: Some(typed.get("mobile").to_owned()),
        next: typed.get("next").to_owned(),
        go_on: t::sign_in(language),
    };
    code_page(language, form, errors(language, refusal, "code"), sent, demo)
}

/// The page on which a code that was sent is typed.
pub(super) fn code_page(
    language: Language,
    form: CodeForm,
    errors: Vec<FieldError>,
    sent: Option<&CodeSent>,
    demo: bool,
) -> impl IntoView + use<> {
    let forms = form.view(language, error_of(&errors, "code"));
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <PageHeader title=t::enter_title(language) lead=code_lead(language, sent) />
            {forms}
            {no_code(language)}
            {demo_note(language, demo)}
        </div>
    }
}

/// Where a code that was sent is typed, and where another one is asked for.
pub(super) struct CodeForm {
    /// Address that sends a code.
    pub(super) ask: &'static str,
    /// Address that checks one.
    pub(super) check: &'static str,
    /// The number, where it is not known who asks.
    pub(super) mobile: Option<String>,
    /// Where to go on.
    pub(super) next: String,
    /// Words of the button.
    pub(super) go_on: &'static str,
}

impl CodeForm {
    pub(super) fn view(self, language: Language, error: Option<String>) -> impl IntoView + use<> {
        let Self { ask, check, mobile, next, go_on } = self;
        let hidden = || {
            let mobile =
                mobile.clone().map(|mobile| view! { <input type="hidden" name="mobile" value=mobile /> });
            view! {
                {mobile}
                <input type="hidden" name="next" value=next.clone() />
            }
        };
        let (first, second) = (hidden(), hidden());
        view! {
            <Card>
                <form class="form" method="post" action=check novalidate>
                    {first}
                    <TextField
                        name="code"
                        label=t::code(language)
                        hint=t::code_hint(language)
                        error=error
                        autocomplete="one-time-code"
                        inputmode="numeric"
                        maxlength=12
                        width="code"
                        required=true
                    />
                    <SubmitButton text=go_on />
                </form>
            </Card>
            <form method="post" action=ask>
                {second} <SubmitButton text=t::send_again(language) weight=Weight::Quiet />
            </form>
        }
    }
}

/// `/staff/sign-in`
pub(crate) fn staff(
    language: Language,
    typed: &Form,
    refusal: Option<Refusal>,
    next: &str,
    passkeys: bool,
) -> impl IntoView + use<> {
    let passkey = passkeys::door(language, For::SigningIn, passkeys, next);
    let errors: Vec<FieldError> = refusal
        .map(|refusal| {
            let field = if refusal == Refusal::BadStaffName { "name" } else { "password" };
            FieldError::new(field, refusals::staff_sign_in(language, refusal))
        })
        .into_iter()
        .collect();
    let (name, next) = (typed.get("name").to_owned(), next.to_owned());
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors.clone() />
            <PageHeader title=t::staff_title(language) lead=t::staff_lead(language) />
            <Card>
                <form class="form" method="post" action="/staff/sign-in" novalidate>
                    <input type="hidden" name="next" value=next />
                    <TextField
                        name="name"
                        label=t::staff_name(language)
                        value=name
                        error=error_of(&errors, "name")
                        autocomplete="username"
                        maxlength=64
                        required=true
                    />
                    <PasswordField
                        name="password"
                        label=t::staff_password(language)
                        error=error_of(&errors, "password")
                    />
                    <SubmitButton text=t::sign_in(language) />
                </form>
            </Card>
            {passkey}
        </div>
    }
}

/// What is wrong, at the field it concerns. Which of number and password was wrong is not said.
fn errors(language: Language, refusal: Option<Refusal>, field: &'static str) -> Vec<FieldError> {
    let field = |refusal: &Refusal| if *refusal == Refusal::BadMobile { "mobile" } else { field };
    refusal
        .map(|refusal| FieldError::new(field(&refusal), refusals::sign_in(language, refusal)))
        .into_iter()
        .collect()
}

pub(super) fn demo_note(language: Language, demo: bool) -> impl IntoView + use<> {
    demo.then(|| {
        view! {
            <Notice heading=t::demo(language)>
                <p>{t::demo_body(language)}</p>
            </Notice>
        }
    })
}
