//! `/profile/privacy`: what the customer agrees to, a copy of their data, and which staff were at the file, when, why, and
//! what they did.

use crate::{
    components::*,
    format,
    locales::{acting as words, privacy as t},
};
use crm::{
    acting::{Ended, Mode},
    audit::AuditEvent,
    ids::ActingId,
    language::Language,
};
use leptos::prelude::*;
use operations::privacy::{Access, AccessKind};
use uuid::Uuid;

mod yours;

pub(crate) use yours::Yours;

/// `/profile/privacy`; each entry brings the idempotency key of its button.
pub(crate) fn privacy(
    language: Language,
    yours: Yours,
    entries: Vec<(Access, Uuid)>,
) -> impl IntoView + use<> {
    let none = entries.is_empty();
    let entries = entries.into_iter().map(|(access, key)| entry(language, access, key)).collect_view();
    view! {
        <Breadcrumbs language=language trail=vec![Crumb::new("/profile", t::profile(language))] />
        <PageHeader title=t::title(language) lead=t::lead(language) />
        {yours::view(language, yours)}
        <h2>{t::accesses(language)}</h2>
        {none
            .then(|| {
                view! {
                    <Card>
                        <EmptyState heading=t::none(language) body=t::none_body(language) />
                    </Card>
                }
            })}
        {entries}
    }
}

fn entry(language: Language, access: Access, key: Uuid) -> impl IntoView + use<> {
    let Access { role, grounds, began_at, until, kind } = access;
    let what = match &kind {
        AccessKind::Look => t::looked(language),
        AccessKind::Acting { mode: Mode::Viewing, .. } => t::viewed(language),
        AccessKind::Acting { mode: Mode::Acting, .. } => t::acted(language),
    };
    let between = match language {
        Language::ZhCn => "",
        Language::En => " ",
    };
    let title = format!("{}{between}{what}", words::role(language, role));
    let time = view! {
        <time datetime=format::machine_time(began_at)>{format::date_time(language, began_at)}</time>
        " – "
        <time datetime=format::machine_time(until)>{format::time(until)}</time>
    };
    let request = grounds.request_number.map(|number| {
        view! {
            <Fact label=t::request(language)>
                <a href=format!("/requests/{number}")>{number.clone()}</a>
            </Fact>
        }
    });
    let of_acting = match kind {
        AccessKind::Look => None,
        AccessKind::Acting { id, ended, active, changes, .. } => Some((
            active.then(|| end(language, id, key)),
            ended.map(|ended| how_it_ended(language, ended)),
            deeds(language, changes),
        )),
    };
    let (end, ended, deeds) = match of_acting {
        Some((end, ended, deeds)) => (end, ended, Some(deeds)),
        None => (None, None, None),
    };
    view! {
        <Card title=title>
            {end}
            <KeyValue>
                <Fact label=t::from_until(language)>{time}</Fact>
                <Fact label=t::purpose(language)>{words::purpose(language, grounds.purpose)}</Fact>
                <Fact label=t::reason(language)>{grounds.reason}</Fact>
                {request}
                {ended}
            </KeyValue>
            {deeds}
        </Card>
    }
}

fn how_it_ended(language: Language, ended: Ended) -> impl IntoView + use<> {
    view! { <Fact label=t::ended(language)>{words::ended_by(language, ended.by)}</Fact> }
}

fn end(language: Language, id: ActingId, key: Uuid) -> impl IntoView + use<> {
    view! {
        <div class="cluster between">
            <Badge tone=Tone::Warn text=t::active(language) />
            <form method="post" action="/profile/privacy/end">
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="access" value=id.0.to_string() />
                <SubmitButton text=t::end_now(language) weight=Weight::Danger />
            </form>
        </div>
    }
}

fn deeds(language: Language, changes: Vec<AuditEvent>) -> impl IntoView + use<> {
    if changes.is_empty() {
        return view! { <p class="soft">{t::nothing_done(language)}</p> }.into_any();
    }
    let changes = changes
        .into_iter()
        .map(|event| {
            let object = event.object.split_once(':').map(|(_, number)| number.to_owned());
            view! {
                <li>
                    <span class="strong">{t::deed(language, &event.operation)}</span>
                    " "
                    {object}
                    " "
                    <time class="soft small" datetime=format::machine_time(event.at)>
                        {format::time(event.at)}
                    </time>
                </li>
            }
        })
        .collect_view();
    view! {
        <h3>{t::done(language)}</h3>
        <ul class="lines">{changes}</ul>
    }
    .into_any()
}
