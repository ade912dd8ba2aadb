//! Passkeys: on `/profile/security`, where they are added and removed, and at the door. R-CUS-10
//!
//! The forms that a device answers are hidden until the page's script shows them; every page has another way.

use crate::{
    components::*,
    format,
    locales::{passkeys as t, refusals},
    pages::second_factor::prove_first,
};
use crm::{
    language::Language,
    sign_in::{PASSKEY_NAME_MAX, Passkey},
};
use leptos::prelude::*;
use operations::passkeys::Refusal;
use uuid::Uuid;

/// The card of `/profile/security`.
pub(crate) fn card(language: Language, passkeys: &[Passkey]) -> impl IntoView + use<> {
    let names = passkeys.iter().map(|passkey| passkey.name.clone()).collect::<Vec<_>>().join(" · ");
    let names = if names.is_empty() { t::none(language).to_owned() } else { names };
    view! {
        <Card title=t::title(language)>
            <p class="soft">{t::lead(language)}</p>
            <p>{names}</p>
            <ButtonLink
                href="/profile/security/passkeys"
                text=t::manage(language)
                weight=Weight::Secondary
            />
        </Card>
    }
}

/// `/profile/security/passkeys`. `keys` are idempotency keys, one per passkey. `to_be_proved`: whoever looks came without
/// the passkey or app that is there.
pub(crate) fn passkeys(
    language: Language,
    passkeys: Vec<Passkey>,
    available: bool,
    to_be_proved: bool,
    refusal: Option<Refusal>,
    name: &str,
    keys: Vec<Uuid>,
) -> impl IntoView + use<> {
    let errors: Vec<FieldError> = refusal
        .map(|refusal| FieldError::new("name", refusals::passkey(language, refusal)))
        .into_iter()
        .collect();
    let error = error_of(&errors, "name");
    let name = name.to_owned();
    let list = if passkeys.is_empty() {
        view! { <p>{t::none(language)}</p> }.into_any()
    } else {
        let rows =
            passkeys.into_iter().zip(keys).map(|(passkey, key)| row(language, passkey, key)).collect_view();
        view! { <ul class="lines">{rows}</ul> }.into_any()
    };
    let add = if to_be_proved {
        prove_first(language, "/profile/security/passkeys").into_any()
    } else if available {
        view! {
            <form
                class="form"
                method="post"
                action="/profile/security/passkeys"
                data-passkey="/profile/security/passkeys/question"
                data-kind="make"
                hidden
                novalidate
            >
                <input type="hidden" name="answer" value="" />
                <TextField
                    name="name"
                    label=t::name(language)
                    hint=t::name_hint(language)
                    value=name
                    error=error
                    maxlength=i64::try_from(PASSKEY_NAME_MAX).unwrap_or(i64::MAX)
                    required=true
                />
                {failure(language)}
                <SubmitButton text=t::add(language) />
            </form>
            <p data-without-passkeys="">{t::not_supported(language)}</p>
        }
        .into_any()
    } else {
        view! { <p>{t::unavailable(language)}</p> }.into_any()
    };
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <Breadcrumbs language=language trail=vec![Crumb::new("/profile/security", t::security(language))] />
            <PageHeader title=t::title(language) lead=t::lead(language) />
            <Card title=t::yours(language)>{list}</Card>
            <Card title=t::add(language)>{add}</Card>
        </div>
    }
}

fn row(language: Language, passkey: Passkey, key: Uuid) -> impl IntoView + use<> {
    let label = t::remove_one(language, &passkey.name);
    let added = t::added(language, &format::date_time(language, passkey.added_at));
    let used =
        passkey.used_at.map(|at| format!(" · {}", t::used(language, &format::date_time(language, at))));
    view! {
        <li>
            <div class="cluster between">
                <div>
                    <p class="strong">{passkey.name}</p>
                    <p class="soft small">{added} {used}</p>
                </div>
                <form method="post" action="/profile/security/passkeys/remove">
                    <HiddenKey key=key.to_string() />
                    <input type="hidden" name="passkey" value=passkey.id.0.to_string() />
                    <button class="button button-quiet" type="submit" aria-label=label>
                        {t::remove(language)}
                    </button>
                </form>
            </div>
        </li>
    }
}

/// What a passkey is for at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// Coming in.
    SigningIn,
    /// Proving again who one is.
    ProvingAgain,
}

/// The form at the door; nothing where passkeys cannot be used.
pub(crate) fn door(
    language: Language,
    what: For,
    available: bool,
    next: &str,
) -> Option<impl IntoView + use<>> {
    let next = next.to_owned();
    let words = match what {
        For::SigningIn => t::sign_in(language),
        For::ProvingAgain => t::prove(language),
    };
    available.then(|| {
        view! {
            <form method="post" action="/sign-in/passkey" data-passkey="/sign-in/passkey/question" hidden>
                <input type="hidden" name="next" value=next />
                <input type="hidden" name="answer" value="" />
                {failure(language)}
                <SubmitButton text=words weight=Weight::Secondary />
            </form>
        }
    })
}

fn failure(language: Language) -> impl IntoView + use<> {
    view! {
        <p class="field-error" role="alert" hidden>
            {t::failed(language)}
        </p>
    }
}
