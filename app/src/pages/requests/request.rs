//! `/requests/{number}`: where it stands, what happens next, the conversation, and what the customer can do.

use super::{Attempt, Side, Turn, conversation, name, state};
use crate::{
    components::*,
    format,
    locales::{refusals, request_words as words, requests as t},
    pages::home::line_name,
};
use crm::{
    bills::Bill,
    language::Language,
    lines::Line,
    orders::Doer,
    requests::{Category, Choice, Field, Refusal, Request, RequestEvent, RequestState},
};
use leptos::prelude::*;
use operations::requests::RequestView;
use uuid::Uuid;

/// `/requests/{number}`. `keys` are those of the reply or reopening, and of the cancellation.
pub(crate) fn request(
    language: Language,
    view: RequestView,
    attempt: &Attempt,
    keys: [Uuid; 2],
) -> impl IntoView + use<> {
    let may = |choice| view.choices.contains(&choice);
    let reopens = may(Choice::Reopen);
    let unwritten = if reopens { t::reopen_missing(language) } else { t::reply_missing(language) };
    let errors = attempt.errors(language, &[Field::Text, Field::Reason], unwritten);
    let request = &view.request;
    let address = format!("/requests/{}", request.number);
    let [write_key, cancel_key] = keys;
    let writes = (reopens || may(Choice::Reply)).then(|| {
        let answers = view.next_doer == Some(Doer::Customer);
        let (label, step, button) = if reopens {
            (t::reopen_text(language), "reopen", t::reopen_now(language))
        } else if answers {
            (t::answer(language), "reply", t::send(language))
        } else {
            (t::reply(language), "reply", t::send(language))
        };
        let form = write(&format!("{address}/{step}"), attempt, &errors, write_key, label, button);
        if reopens {
            let open = !attempt.typed.raw("text").is_empty() || error_of(&errors, "text").is_some();
            folded(t::reopen(language), open, form).into_any()
        } else {
            form.into_any()
        }
    });
    let cancels = may(Choice::Cancel).then(|| cancel(language, request, attempt, &errors, cancel_key));
    let refused =
        attempt.refused.as_ref().map(|refusal| not_taken(language, refusal, attempt, writes.is_some()));
    let ended = view.next_doer.is_none();
    let (tone, state) = state(language, request.state);
    let late = view.late.then(|| late(language, &view));
    let call_back = request.call_back && view.next_doer == Some(Doer::Staff);
    let title = name(language, request);
    let next = next(language, &view);
    let facts = facts(language, request, view.line.as_ref(), view.bill.as_ref());
    view! {
        <ErrorSummary language=language errors=errors />
        <Breadcrumbs language=language trail=vec![Crumb::new("/requests", t::title(language))] />
        <PageHeader title=title>
            <Badge tone=tone text=state />
        </PageHeader>
        {refused}
        {late}
        <div class="split">
            <div class="stack">
                <Card title=t::next_title(language)>
                    <p>{next}</p>
                    {call_back.then(|| view! { <p>{t::call_back_promised(language)}</p> })}
                    {(ended && !reopens)
                        .then(|| {
                            view! {
                                <div class="actions">
                                    <ButtonLink
                                        href="/requests/new"
                                        text=t::file_another(language)
                                        weight=Weight::Secondary
                                    />
                                </div>
                            }
                        })}
                </Card>
                <Card title=t::history(language)>
                    {conversation(language, turns(language, view.events))}
                    {writes}
                </Card>
            </div>
            <div class="stack compact">
                {facts}
                {cancels}
            </div>
        </div>
    }
}

fn facts(
    language: Language,
    request: &Request,
    line: Option<&Line>,
    bill: Option<&Bill>,
) -> impl IntoView + use<> {
    let (number, category) = (request.number.clone(), words::category(language, request.category));
    let filed = format::date_time(language, request.opened_at);
    let promised = request.state.is_open().then(|| {
        let due = format::date_time(language, request.due_at);
        view! { <Fact label=t::promised(language)>{due}</Fact> }
    });
    let line = line.map(|line| {
        let (href, name) = (format!("/lines/{}", line.code), line_name(language, line));
        view! {
            <Fact label=t::line(language)>
                <a href=href>{name}</a>
            </Fact>
        }
    });
    let bill = bill.map(|bill| {
        let (href, month) = (format!("/bills/{}", bill.number), format::month(language, bill.period_first));
        view! {
            <Fact label=t::bill(language)>
                <a href=href>{month}</a>
            </Fact>
        }
    });
    view! {
        <Card title=t::facts(language)>
            <KeyValue>
                <Fact label=t::number(language)>{number}</Fact>
                <Fact label=t::category(language)>{category}</Fact>
                <Fact label=t::filed(language)>{filed}</Fact>
                {promised}
                {line}
                {bill}
            </KeyValue>
        </Card>
    }
}

/// What happens next, in a sentence.
fn next(language: Language, view: &RequestView) -> String {
    let request = &view.request;
    let reopens = view.choices.contains(&Choice::Reopen);
    let due = format::date_time(language, request.due_at);
    match request.state {
        _ if view.late && view.next_doer == Some(Doer::Staff) => t::next_late(language).to_owned(),
        RequestState::Acknowledged => t::next_received(language, &due),
        RequestState::InProgress => t::next_in_progress(language, &due),
        RequestState::Held => t::next_on_hold(language, &due),
        RequestState::Pending => t::next_yours(language).to_owned(),
        RequestState::Cancelled => t::next_cancelled(language).to_owned(),
        RequestState::Rejected => t::next_rejected(language).to_owned(),
        RequestState::Resolved | RequestState::Closed => match request.reopen_until().filter(|_| reopens) {
            Some(until) => t::next_resolved(language, &format::date_time(language, until)),
            None => t::next_over(language).to_owned(),
        },
    }
}

/// The promise was not kept.
fn late(language: Language, view: &RequestView) -> impl IntoView + use<> {
    let due = format::date_time(language, view.request.due_at);
    let body = if view.next_doer == Some(Doer::Customer) {
        t::late_yours(language, &due)
    } else {
        t::late_body(language, &due)
    };
    view! {
        <Notice tone=Tone::Warn heading=t::late(language)>
            <p>{body}</p>
        </Notice>
    }
}

/// Staff are one to the customer: nobody's name is shown.
fn turns(language: Language, events: Vec<RequestEvent>) -> Vec<Turn> {
    let turn = |event: RequestEvent| {
        let who = match Side::of(event.kind) {
            Side::Customer if event.staff_id.is_some() => t::staff_for_you(language),
            Side::Customer => t::you(language),
            Side::Staff | Side::Note => t::desk(language),
            Side::System => "",
        };
        Turn { event, who: who.to_owned(), mark: None }
    };
    events.into_iter().map(turn).collect()
}

/// The form for a reply or a reopening.
fn write(
    action: &str,
    attempt: &Attempt,
    errors: &[FieldError],
    key: Uuid,
    label: &'static str,
    button: &'static str,
) -> impl IntoView + use<> {
    view! {
        <form class="form" method="post" action=action.to_owned() novalidate>
            <HiddenKey key=key.to_string() />
            <TextArea
                name="text"
                label=label
                value=attempt.typed.raw("text")
                error=error_of(errors, "text")
                rows=4
            />
            <div class="actions">
                <SubmitButton text=button />
            </div>
        </form>
    }
}

/// Cancelling is possible but not what the page is for.
fn cancel(
    language: Language,
    request: &Request,
    attempt: &Attempt,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let reason = attempt.typed.raw("reason").to_owned();
    let error = error_of(errors, "reason");
    let open = error.is_some() || !reason.is_empty();
    let body = if request.category == Category::Loss {
        t::cancel_loss_body(language)
    } else {
        t::cancel_body(language)
    };
    let form = view! {
        <form class="form" method="post" action=format!("/requests/{}/cancel", request.number) novalidate>
            <p>{body}</p>
            <HiddenKey key=key.to_string() />
            <TextArea name="reason" label=t::cancel_reason(language) value=reason error=error rows=3 />
            <div class="actions">
                <SubmitButton text=t::cancel_now(language) weight=Weight::Danger />
            </div>
        </form>
    };
    let folded = folded(t::cancel(language), open, form);
    view! { <Card>{folded}</Card> }
}

/// A form for those who look for it; open when something in it is to be mended.
fn folded<V: IntoView + 'static>(summary: &'static str, open: bool, form: V) -> impl IntoView + use<V> {
    view! {
        <details open=open>
            <summary>{summary}</summary>
            {form}
        </details>
    }
}

/// The request changed meanwhile. What was written is shown where no form holds it any more.
fn not_taken(
    language: Language,
    refusal: &Refusal,
    attempt: &Attempt,
    writes: bool,
) -> impl IntoView + use<> {
    let words = refusals::request(language, refusal);
    let fields: &[&str] = if writes { &["reason"] } else { &["text", "reason"] };
    let lost = fields.iter().map(|field| attempt.typed.get(field).to_owned()).find(|text| !text.is_empty());
    view! {
        <Notice tone=Tone::Warn heading=t::not_taken(language)>
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
