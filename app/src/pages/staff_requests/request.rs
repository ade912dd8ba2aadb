//! `/staff/requests/{number}`: what answering takes, and the conversation.

use super::{
    actions::{NOTE, actions, not_done},
    facts::{bill, customer, line, request as about},
    state, urgency,
};
use crate::{
    components::*,
    locales::staff_requests as t,
    pages::requests::{Attempt, Side, Turn, conversation, name},
};
use crm::{
    language::Language,
    requests::{Field, RequestEvent},
};
use leptos::prelude::*;
use operations::staff_requests::StaffRequestView;
use uuid::Uuid;

/// `/staff/requests/{number}`. `keys` are those of what the customer will read, and of the call note.
pub(crate) fn request(
    language: Language,
    view: StaffRequestView,
    attempt: &Attempt,
    keys: [Uuid; 2],
) -> impl IntoView + use<> {
    let errors = errors(language, attempt);
    let request = &view.request;
    let title = name(language, request);
    let (tone, state) = state(language, request.state);
    let open = request.state.is_open();
    let urgency = urgency(language, request.priority).filter(|_| open);
    let actions = actions(language, &view, attempt, &errors, keys);
    let refused = attempt.refused.as_ref().map(|refusal| not_done(language, refusal, &view, attempt));
    let facts = (about(language, &view), customer(language, &view.customer));
    let concerned =
        (view.line.as_ref().map(|of| line(language, of)), view.bill.as_ref().map(|of| bill(language, of)));
    let (late, call_back) = (view.late, open && request.call_back);
    view! {
        <ErrorSummary language=language errors=errors />
        <Breadcrumbs language=language trail=vec![Crumb::new("/staff/requests", t::title(language))] />
        <PageHeader title=title>
            {late.then(|| view! { <Badge tone=Tone::Bad text=t::late(language) /> })}
            {urgency.map(|(tone, words)| view! { <Badge tone=tone text=words /> })}
            {call_back.then(|| view! { <Badge tone=Tone::Info text=t::call_wanted(language) /> })}
            <Badge tone=tone text=state />
        </PageHeader>
        {refused}
        <div class="split">
            <div class="stack">
                <Card title=t::history(language)>
                    {conversation(language, turns(language, view.events))}
                </Card>
                {actions}
            </div>
            <div class="stack compact">{facts} {concerned}</div>
        </div>
    }
}

/// The long text is missing or wrong in whichever of the two forms was sent.
fn errors(language: Language, attempt: &Attempt) -> Vec<FieldError> {
    if attempt.typed.fields().contains_key(NOTE) {
        let errors = attempt.errors(language, &[Field::Text], t::note_missing(language));
        errors.into_iter().map(|error| FieldError { field: NOTE, ..error }).collect()
    } else {
        attempt.errors(language, &[Field::Text], t::write_missing(language))
    }
}

fn turns(language: Language, events: Vec<(RequestEvent, Option<String>)>) -> Vec<Turn> {
    let turn = |(event, staff): (RequestEvent, Option<String>)| {
        let side = Side::of(event.kind);
        let who = match side {
            Side::Customer => match staff {
                Some(colleague) => t::for_the_customer(language, &colleague),
                None => t::the_customer(language).to_owned(),
            },
            Side::Staff | Side::Note => staff.unwrap_or_else(|| t::former_colleague(language).to_owned()),
            Side::System => String::new(),
        };
        Turn { event, who, mark: (side == Side::Note).then(|| t::staff_only(language)) }
    };
    events.into_iter().map(turn).collect()
}
