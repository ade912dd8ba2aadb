//! What is the customer's own to say and to take: consents, and a copy of their data. R-CUS-8

use crate::{components::*, format, locales::privacy as t};
use crm::{
    consents::{Consent, ConsentPurpose, standing},
    data_exports::{DataExport, DataExportState},
    language::Language,
};
use leptos::prelude::*;
use uuid::Uuid;

/// What stands on the page besides who was at the file.
pub(crate) struct Yours {
    /// The ledger of consents, in the order of time.
    pub(crate) consents: Vec<Consent>,
    /// The mark in the file, which may be older than the ledger.
    pub(crate) marketing: bool,
    /// The copy that was asked for last.
    pub(crate) copy: Option<DataExport>,
    /// Idempotency keys of the forms.
    pub(crate) keys: [Uuid; 3],
}

pub(super) fn view(language: Language, yours: Yours) -> impl IntoView + use<> {
    let Yours { consents, marketing, copy, keys: [marketing_key, recommendations_key, copy_key] } = yours;
    let recommends = crm::consents::allows(&consents, ConsentPurpose::Recommendations);
    let marketing = consent(language, &consents, ConsentPurpose::Marketing, marketing, marketing_key);
    let recommendations =
        consent(language, &consents, ConsentPurpose::Recommendations, recommends, recommendations_key);
    view! {
        <div class="split">
            <div class="stack">
                <Card title=t::consents(language)>
                    <ul class="lines">{marketing} {recommendations}</ul>
                    {ledger(language, consents)}
                </Card>
            </div>
            <div class="stack">
                <Card title=t::copy(language)>{copy_card(language, copy, copy_key)}</Card>
            </div>
        </div>
    }
}

fn name(language: Language, purpose: ConsentPurpose) -> (&'static str, &'static str) {
    match purpose {
        ConsentPurpose::Marketing => (t::marketing(language), t::marketing_words(language)),
        ConsentPurpose::Recommendations => (t::recommendations(language), t::recommendations_words(language)),
    }
}

fn state(language: Language, given: bool) -> &'static str {
    if given { t::given(language) } else { t::not_given(language) }
}

/// One purpose: its words, what stands, and the button that says the other.
fn consent(
    language: Language,
    ledger: &[Consent],
    purpose: ConsentPurpose,
    given: bool,
    key: Uuid,
) -> impl IntoView + use<> {
    let (name, words) = name(language, purpose);
    let said = standing(ledger, purpose)
        .map_or_else(|| t::never_said(language).to_owned(), |consent| said(language, consent));
    let (button, weight) = if given {
        (t::take_back(language), Weight::Secondary)
    } else {
        (t::give(language), Weight::Primary)
    };
    let stands = match standing(ledger, purpose) {
        None if given => t::by_default(language),
        _ => state(language, given),
    };
    let tone = if given { Tone::Good } else { Tone::Neutral };
    let label = format!("{button}: {name}");
    view! {
        <li>
            <div class="cluster between">
                <span class="strong">{name}</span>
                <Badge tone=tone text=stands />
            </div>
            <p>{words}</p>
            <p class="soft small">{said}</p>
            <form method="post" action="/profile/privacy/consent">
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="purpose" value=purpose.to_string() />
                <input type="hidden" name="given" value=if given { "no" } else { "yes" } />
                <button class=weight.class() type="submit" aria-label=label>
                    {button}
                </button>
            </form>
        </li>
    }
}

fn said(language: Language, consent: &Consent) -> String {
    let date = format::date_time(language, consent.at);
    t::said(language, state(language, consent.given), &date, consent.wording)
}

/// Everything that was said, the newest first.
fn ledger(language: Language, consents: Vec<Consent>) -> impl IntoView + use<> {
    (!consents.is_empty()).then(|| {
        let rows = consents
            .into_iter()
            .rev()
            .map(|consent| {
                let (name, _) = name(language, consent.purpose);
                view! { <li class="small">{name} ": " {said(language, &consent)}</li> }
            })
            .collect_view();
        view! {
            <details>
                <summary>{t::ledger(language)}</summary>
                <ul class="lines">{rows}</ul>
            </details>
        }
    })
}

fn copy_card(language: Language, copy: Option<DataExport>, key: Uuid) -> impl IntoView + use<> {
    let stands = copy.map(|copy| match (copy.state, copy.expires_at) {
        (DataExportState::Waiting, _) => t::copy_waiting(language).to_owned(),
        (DataExportState::Ready, Some(until)) => t::copy_ready(language, &format::date_time(language, until)),
        (DataExportState::Taken, _) => t::copy_taken(language).to_owned(),
        (DataExportState::Ready | DataExportState::Expired, _) => t::copy_expired(language).to_owned(),
    });
    view! {
        <p>{t::copy_body(language)}</p>
        {stands.map(|words| view! { <p class="soft">{words}</p> })}
        <form method="post" action="/profile/privacy/copy">
            <HiddenKey key=key.to_string() />
            <SubmitButton text=t::copy_ask(language) weight=Weight::Secondary />
        </form>
    }
}
