//! `/profile/security`: the password, and where one is signed in. R-CUS-10

use crate::{
    components::*,
    format,
    locales::{refusals, security as t},
    pages::{passkeys, second_factor},
};
use crm::{
    language::Language,
    sign_in::{PasswordRefusal, Proof},
};
use leptos::prelude::*;
use operations::{
    sessions::{OwnSession, SecurityView},
    sign_in::Refusal,
};
use uuid::Uuid;

/// What was wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// The two new ones differ.
    Different,
    /// The new one is not allowed.
    New(PasswordRefusal),
    /// The present one is wrong, or too many tries were.
    Old(Refusal),
}

/// `/profile/security`. `keys` are idempotency keys: one per session, one for all others, one for the second factor.
pub(crate) fn security(
    language: Language,
    view: SecurityView,
    mistake: Option<Mistake>,
    mut keys: Vec<Uuid>,
    staff: bool,
) -> impl IntoView + use<> {
    let errors: Vec<FieldError> = mistake
        .map(|mistake| match mistake {
            Mistake::Different => FieldError::new("again", t::different(language)),
            Mistake::New(refusal) => FieldError::new("new", refusals::password(language, refusal)),
            Mistake::Old(Refusal::WrongCredentials) => FieldError::new("old", t::wrong_old(language)),
            Mistake::Old(refusal) => FieldError::new("old", refusals::sign_in(language, refusal)),
        })
        .into_iter()
        .collect();
    let others = view.sessions.len() > 1;
    let for_others = keys.pop().unwrap_or_default();
    let second_factor = second_factor::card(language, view.factor, keys.pop().unwrap_or_default());
    let passkeys = passkeys::card(language, &view.passkeys);
    // Staff have no profile to go back to.
    let trail = (!staff).then(|| {
        view! { <Breadcrumbs language=language trail=vec![Crumb::new("/profile", t::profile(language))] /> }
    });
    let sessions =
        view.sessions.into_iter().zip(keys).map(|(session, key)| row(language, session, key)).collect_view();
    view! {
        <ErrorSummary language=language errors=errors.clone() />
        {trail}
        <PageHeader title=t::title(language) />
        <div class="grid">
            <Card title=t::password(language)>
                <form class="form" method="post" action="/profile/security/password" novalidate>
                    {view
                        .has_password
                        .then(|| {
                            view! {
                                <PasswordField
                                    name="old"
                                    label=t::old(language)
                                    error=error_of(&errors, "old")
                                />
                            }
                        })}
                    <PasswordField
                        name="new"
                        label=t::new(language)
                        hint=t::new_hint(language)
                        error=error_of(&errors, "new")
                        autocomplete="new-password"
                    />
                    <PasswordField
                        name="again"
                        label=t::again(language)
                        error=error_of(&errors, "again")
                        autocomplete="new-password"
                    />
                    <SubmitButton text=t::change(language) />
                </form>
            </Card>
            {second_factor} {passkeys}
            <Card title=t::sessions(language)>
                <p class="soft">{t::sessions_lead(language)}</p>
                <ul class="lines">{sessions}</ul>
                {others
                    .then(|| {
                        view! {
                            <form method="post" action="/profile/security/end-others">
                                <HiddenKey key=for_others.to_string() />
                                <SubmitButton
                                    text=t::end_others(language)
                                    weight=Weight::Danger
                                />
                            </form>
                        }
                    })}
            </Card>
        </div>
    }
}

fn row(language: Language, OwnSession { session, current }: OwnSession, key: Uuid) -> impl IntoView + use<> {
    let device = device(language, &session.user_agent);
    let proof = match session.proof {
        Proof::Password => t::with_password(language),
        Proof::OneTimeCode => t::with_code(language),
        Proof::PasswordAndFactor | Proof::CodeAndFactor => t::with_factor(language),
        Proof::Passkey => t::with_passkey(language),
    };
    let label = t::end_on(language, &device);
    view! {
        <li>
            <div class="cluster between">
                <div>
                    <p class="cluster">
                        <span class="strong">{device}</span>
                        {current.then(|| view! { <Badge tone=Tone::Good text=t::this_one(language) /> })}
                    </p>
                    <p class="soft small">
                        {t::last_used(language, &format::date_time(language, session.seen_at))} " · "
                        {session.address} " · " {proof}
                    </p>
                </div>
                {(!current)
                    .then(|| {
                        view! {
                            <form method="post" action="/profile/security/end">
                                <HiddenKey key=key.to_string() />
                                <input type="hidden" name="session" value=session.id.0.to_string() />
                                <button class="button button-quiet" type="submit" aria-label=label>
                                    {t::end(language)}
                                </button>
                            </form>
                        }
                    })}
            </div>
        </li>
    }
}

/// Browser and system as people call them, out of the browser's own words.
fn device(language: Language, user_agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    // Browsers name their ancestors too: the most particular sign comes first.
    let browser = first(&[
        ("MicroMessenger", "WeChat"),
        ("HuaweiBrowser", "Huawei Browser"),
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => t::unknown_device(language).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
        "Chrome · Linux"
    )]
    #[case(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
        "Safari · iPhone"
    )]
    #[case("Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge · Windows")]
    #[case("curl/8.0", "Unknown device")]
    fn names_devices(#[case] agent: &str, #[case] name: &str) {
        assert_eq!(device(Language::En, agent), name);
    }
}
