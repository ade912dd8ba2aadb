//! What staff can do with a request: take it, write to the customer, note a call.

use crate::{
    components::*,
    locales::{refusals, staff_requests as t},
    pages::requests::Attempt,
};
use crm::{
    language::Language,
    requests::{Refusal, StaffChoice},
};
use leptos::prelude::*;
use operations::staff_requests::StaffRequestView;
use uuid::Uuid;

/// Name of the input for what was said in a call: apart from what goes to the customer, so that the one is not sent
/// for the other.
pub(crate) const NOTE: &str = "note";

/// What can be done, or why it cannot.
pub(super) fn actions(
    language: Language,
    view: &StaffRequestView,
    attempt: &Attempt,
    errors: &[FieldError],
    keys: [Uuid; 2],
) -> impl IntoView + use<> {
    let may = |choice| view.choices.contains(&choice);
    let address = format!("/staff/requests/{}", view.request.number);
    let [key, note_key] = keys;
    let call_back = view.request.call_back && view.request.state.is_open();
    let first = if may(StaffChoice::Take) {
        take(language, &address, key).into_any()
    } else if may(StaffChoice::Answer) {
        write(language, &address, view.choices, attempt, errors, key).into_any()
    } else {
        let (heading, body) = match &view.taken_by {
            Some(colleague) if view.request.state.is_open() => {
                (t::with_colleague(language, colleague), t::with_colleague_body(language))
            }
            _ => (t::over(language).to_owned(), t::over_body(language)),
        };
        view! {
            <Notice heading=heading>
                <p>{body}</p>
            </Notice>
        }
        .into_any()
    };
    let note =
        may(StaffChoice::CallNote).then(|| note(language, &address, attempt, errors, call_back, note_key));
    (first, note)
}

fn take(language: Language, address: &str, key: Uuid) -> impl IntoView + use<> {
    let action = format!("{address}/take");
    view! {
        <Card title=t::to_take(language)>
            <p>{t::to_take_body(language)}</p>
            <form method="post" action=action>
                <HiddenKey key=key.to_string() />
                <SubmitButton text=t::take(language) />
            </form>
        </Card>
    }
}

/// One text, sent in one of three ways.
fn write(
    language: Language,
    address: &str,
    choices: &[StaffChoice],
    attempt: &Attempt,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let others = [
        (StaffChoice::AskBack, "ask", t::ask(language)),
        (StaffChoice::Resolve, "resolve", t::resolve(language)),
    ];
    let others = others
        .into_iter()
        .filter(|(choice, ..)| choices.contains(choice))
        .map(|(_, step, words)| {
            view! {
                <button class="button button-secondary" type="submit" formaction=format!("{address}/{step}")>
                    {words}
                </button>
            }
        })
        .collect_view();
    let action = format!("{address}/answer");
    let (text, error) = (attempt.typed.raw("text").to_owned(), error_of(errors, "text"));
    view! {
        <Card title=t::write(language)>
            <form class="form" method="post" action=action novalidate>
                <HiddenKey key=key.to_string() />
                <TextArea
                    name="text"
                    label=t::write_text(language)
                    hint=t::answer_hint(language)
                    value=text
                    error=error
                    rows=6
                />
                <div class="actions">
                    <SubmitButton text=t::answer(language) />
                    {others}
                </div>
            </form>
        </Card>
    }
}

fn note(
    language: Language,
    address: &str,
    attempt: &Attempt,
    errors: &[FieldError],
    call_back: bool,
    key: Uuid,
) -> impl IntoView + use<> {
    let hint = if call_back { t::call_wanted_body(language) } else { "" };
    let action = format!("{address}/note");
    let (text, error) = (attempt.typed.raw(NOTE).to_owned(), error_of(errors, NOTE));
    view! {
        <Card title=t::note(language)>
            <form class="form" method="post" action=action novalidate>
                <HiddenKey key=key.to_string() />
                <TextArea
                    name=NOTE
                    label=t::note_text(language)
                    hint=hint
                    value=text
                    error=error
                    rows=3
                />
                <div class="actions">
                    <SubmitButton text=t::save_note(language) weight=Weight::Secondary />
                </div>
            </form>
        </Card>
    }
}

/// The request changed meanwhile: who was faster, and what was written, where no form holds it any more.
pub(super) fn not_done(
    language: Language,
    refusal: &Refusal,
    view: &StaffRequestView,
    attempt: &Attempt,
) -> impl IntoView + use<> {
    let writes = view.choices.contains(&StaffChoice::Answer);
    let words = match (refusal, &view.taken_by) {
        (Refusal::AlreadyTaken { .. }, _) if writes => t::taken_by_you(language).to_owned(),
        (Refusal::AlreadyTaken { .. }, Some(colleague)) => t::taken_by(language, colleague),
        _ => refusals::request(language, refusal),
    };
    let text = attempt.typed.get("text");
    let lost = (!writes && !text.is_empty()).then(|| text.to_owned());
    view! {
        <Notice tone=Tone::Warn heading=t::not_done(language)>
            <p>{words}</p>
            {lost
                .map(|lost| {
                    view! {
                        <p>{t::you_wrote(language)}</p>
                        <p class="written">{lost}</p>
                    }
                })}
        </Notice>
    }
}
