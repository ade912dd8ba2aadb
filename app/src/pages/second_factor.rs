//! The second factor on `/profile/security`: adding an authenticator app, taking it away, recovery codes. R-CUS-10

use crate::{
    components::*,
    format,
    locales::{refusals, second_factor as t},
    routes::in_query,
};
use crm::{language::Language, sign_in::FEW_RECOVERY_CODES};
use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;
use operations::second_factor::{Enrolment, FactorView, Refusal};
use std::fmt::Write as _;
use uuid::Uuid;

/// The card of `/profile/security`. `key` is that of the form that takes the app away.
pub(crate) fn card(language: Language, view: FactorView, key: Uuid) -> impl IntoView + use<> {
    let body = match view.since {
        None => view! {
            <p class="cluster">
                <Badge tone=Tone::Neutral text=t::off(language) />
            </p>
            <p class="soft">{t::card_lead(language)}</p>
            <ButtonLink href="/profile/security/authenticator" text=t::add(language) />
        }
        .into_any(),
        Some(since) => {
            let few = (view.recovery_codes <= FEW_RECOVERY_CODES).then(|| {
                view! {
                    <Notice tone=Tone::Warn heading=t::few_left(language)>
                        <p>{t::few_left_body(language)}</p>
                    </Notice>
                }
            });
            view! {
                <p class="cluster">
                    <Badge tone=Tone::Good text=t::on(language) />
                    <span class="soft small">
                        {t::on_since(language, &format::date_time(language, since))} " · "
                        {t::codes_left(language, view.recovery_codes)}
                    </span>
                </p>
                {few}
                <div class="actions">
                    <form method="post" action="/profile/security/recovery-codes">
                        <HiddenActing />
                        <SubmitButton text=t::new_codes(language) weight=Weight::Secondary />
                    </form>
                    <form method="post" action="/profile/security/authenticator/remove">
                        <HiddenKey key=key.to_string() />
                        <SubmitButton text=t::remove(language) weight=Weight::Danger />
                    </form>
                </div>
            }
            .into_any()
        }
    };
    view! { <Card title=t::card(language)>{body}</Card> }
}

/// What the page of adding an app begins with.
pub(crate) enum Stage {
    /// Nothing was begun.
    Before,
    /// The app is to scan, and its first code to be typed.
    Scanning(Enrolment),
    /// There is a passkey, to be proved first.
    ProveFirst,
    /// It is on.
    Done,
}

/// In place of the form that adds a factor, for whoever came without the one that is there.
pub(crate) fn prove_first(language: Language, next: &str) -> impl IntoView + use<> {
    let again = format!("/sign-in/again?next={}", in_query(next));
    view! {
        <p>{t::prove_first(language)}</p>
        <ButtonLink href=again text=t::prove_now(language) />
    }
}

/// `/profile/security/authenticator`. `needed` for staff who cannot go on without.
pub(crate) fn authenticator(
    language: Language,
    stage: Stage,
    needed: bool,
    refusal: Option<Refusal>,
    next: &str,
    key: Uuid,
) -> impl IntoView + use<> {
    let errors: Vec<FieldError> = refusal
        .map(|refusal| FieldError::new("code", refusals::second_factor(language, refusal)))
        .into_iter()
        .collect();
    let error = error_of(&errors, "code");
    let next = next.to_owned();
    let needed = (needed && !matches!(stage, Stage::ProveFirst | Stage::Done)).then(|| {
        view! {
            <Notice heading=t::needed(language)>
                <p>{t::needed_body(language)}</p>
            </Notice>
        }
    });
    let begin = |words: &'static str, weight: Weight, next: String| {
        view! {
            <form method="post" action="/profile/security/authenticator">
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="next" value=next />
                <SubmitButton text=words weight=weight />
            </form>
        }
    };
    let body = match stage {
        Stage::Done => view! { <p>{t::already_on(language)}</p> }.into_any(),
        Stage::ProveFirst => prove_first(language, &next).into_any(),
        Stage::Before => view! {
            <p>{t::what_you_need(language)}</p>
            {begin(t::begin(language), Weight::Primary, next)}
        }
        .into_any(),
        Stage::Scanning(Enrolment { secret, link }) => {
            let picture = picture(language, &link);
            let anew = begin(t::anew(language), Weight::Quiet, next.clone());
            view! {
                <Card title=t::scan(language)>
                    {picture} <p>
                        <a href=link>{t::open_app(language)}</a>
                    </p>
                    <p>{t::by_hand(language)}</p>
                    <p class="strong">
                        <code>{secret}</code>
                    </p>
                </Card>
                <Card title=t::type_code(language)>
                    <form
                        class="form"
                        method="post"
                        action="/profile/security/authenticator/confirm"
                        novalidate
                    >
                        <HiddenActing />
                        <input type="hidden" name="next" value=next />
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
                        <SubmitButton text=t::confirm(language) />
                    </form>
                </Card>
                {anew}
            }
            .into_any()
        }
    };
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <Breadcrumbs language=language trail=vec![Crumb::new("/profile/security", t::security(language))] />
            <PageHeader title=t::setup_title(language) />
            {needed}
            {body}
        </div>
    }
}

/// The recovery codes, this once. `next` is where to go on.
pub(crate) fn recovery_codes(language: Language, codes: Vec<String>, next: &str) -> impl IntoView + use<> {
    let codes = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    view! {
        <div class="narrow stack">
            <PageHeader title=t::codes_title(language) lead=t::codes_lead(language) />
            <Card>
                <ol>{codes}</ol>
                <p>{t::codes_where(language)}</p>
            </Card>
            <ButtonLink href=next.to_owned() text=t::kept(language) />
        </div>
    }
}

/// The quiet zone around a QR code, in modules.
const QUIET: usize = 4;

/// A link as a QR code: dark on light in every colour scheme, since cameras want it so. A link too long for one is left
/// to be typed.
fn picture(language: Language, link: &str) -> Option<impl IntoView + use<>> {
    let code = QRBuilder::new(link).ecl(ECL::M).build().ok()?;
    let mut dark = String::new();
    for row in 0..code.size {
        for column in 0..code.size {
            if code[row][column].value() {
                // Writing to a text does not fail.
                let _ = write!(dark, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
            }
        }
    }
    let size = code.size + 2 * QUIET;
    Some(view! {
        <svg
            role="img"
            aria-label=t::picture(language)
            width="240"
            height="240"
            viewBox=format!("0 0 {size} {size}")
            shape-rendering="crispEdges"
        >
            <rect width="100%" height="100%" fill="#fff" />
            <path d=dark fill="#000" />
        </svg>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_picture_without_styles() {
        let link =
            "otpauth://totp/Wangting:138****8000?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Wangting";
        let html = picture(Language::En, link).expect("a picture").to_html();
        assert!(html.contains("role=\"img\"") && html.contains("<path d=\"M"), "{html}");
        assert!(!html.contains("style"), "{html}");
        assert!(picture(Language::En, &"x".repeat(5000)).is_none());
    }

    #[test]
    fn few_codes_are_warned_of() {
        let since = Some(crm::Timestamp::UNIX_EPOCH);
        let warns = |recovery_codes| {
            card(Language::En, FactorView { since, recovery_codes }, Uuid::nil())
                .to_html()
                .contains(t::few_left(Language::En))
        };
        assert!(warns(0) && warns(3) && !warns(4));
    }
}
