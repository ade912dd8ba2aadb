//! `/staff/audit` and `/staff/rights`. R-SYS-2

mod asked;
mod download;
mod rights;
#[cfg(test)]
mod tests;

pub(crate) use {asked::Asked, download::csv, rights::rights};

use crate::{
    components::*,
    format,
    locales::{audit as t, rights as words},
    paging,
};
use crm::{
    audit::{AuditEvent, AuditOutcome},
    language::Language,
};
use leptos::prelude::*;
use operations::{
    access::Operation,
    audit::{self, Found},
};
use store::audit::FoundEvent;
use strum::VariantArray as _;

/// Most characters of what is looked for.
const LONGEST: i64 = 100;

/// The trail: what is looked for, and what was found; nothing is shown when the search cannot be read. `further` is a page
/// beyond the first.
pub(crate) fn trail(
    language: Language,
    asked: &Asked,
    errors: Vec<FieldError>,
    found: Option<Found>,
    further: bool,
) -> impl IntoView + use<> {
    let everything = (!asked.is_empty()).then(|| {
        view! {
            <p>
                <a href="/staff/audit">{t::everything(language)}</a>
            </p>
        }
    });
    let newest = further.then(|| {
        view! {
            <p>
                <a href=asked.address()>{t::first(language)}</a>
            </p>
        }
    });
    let form = form(language, asked, &errors);
    let results = found.map(|found| results(language, asked, found));
    view! {
        <ErrorSummary language=language errors=errors />
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <Card>{form} {everything}</Card>
        {results}
        {newest}
    }
}

fn form(language: Language, asked: &Asked, errors: &[FieldError]) -> impl IntoView + use<> {
    let operations = std::iter::once(Choice::new("", t::any_operation(language)))
        .chain(Operation::VARIANTS.iter().map(|of| Choice::new(of.as_ref(), words::operation(language, *of))))
        .collect();
    let outcomes = std::iter::once(Choice::new("", t::any_outcome(language)))
        .chain(AuditOutcome::VARIANTS.iter().map(|of| Choice::new(of.as_ref(), outcome(language, *of).1)))
        .collect();
    let error_of = |field| error_of(errors, field);
    view! {
        <form class="filters" method="get" action="/staff/audit" role="search">
            <TextField
                name="who"
                label=t::who(language)
                hint=t::who_hint(language)
                value=asked.who.clone()
                maxlength=LONGEST
            />
            <TextField
                name="object"
                label=t::object(language)
                hint=t::object_hint(language)
                value=asked.object.clone()
                maxlength=LONGEST
            />
            <SelectField
                name="operation"
                label=t::operation(language)
                options=operations
                value=asked.operation.clone()
            />
            <SelectField
                name="outcome"
                label=t::outcome(language)
                options=outcomes
                value=asked.outcome.clone()
            />
            <TextField
                name="from"
                label=t::from(language)
                kind="date"
                value=asked.from.clone()
                error=error_of("from")
            />
            <TextField
                name="to"
                label=t::to(language)
                kind="date"
                value=asked.to.clone()
                error=error_of("to")
            />
            <SubmitButton text=t::search(language) />
        </form>
    }
}

fn results(language: Language, asked: &Asked, found: Found) -> impl IntoView + use<> {
    let Found { events, next } = found;
    let older = next.map(|next| asked.address_with("before", &paging::write(next)));
    if events.is_empty() {
        return view! { <Card><EmptyState heading=t::none(language) body=t::none_body(language) /></Card> }
            .into_any();
    }
    let most = format::count(audit::EXPORT);
    let rows = events.into_iter().map(|found| entry(language, found)).collect_view();
    view! {
        <Card title=t::found(language) href=asked.export() link=t::export(language)>
            <p class="small soft">{t::export_note(language, &most)}</p>
            <DataTable caption=t::found(language) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{t::time(language)}</th>
                        <th scope="col">{t::who(language)}</th>
                        <th scope="col">{t::operation(language)}</th>
                        <th scope="col">{t::outcome(language)}</th>
                        <th scope="col">{t::seal(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </DataTable>
            <PagePosition language=language older=older />
        </Card>
    }
    .into_any()
}

fn entry(language: Language, found: FoundEvent) -> impl IntoView + use<> {
    let FoundEvent { event, position } = found;
    let AuditEvent { id, at, actor, operation, object, outcome: ended, facts } = event;
    let done: Option<Operation> = operation.parse().ok();
    let name = done.map_or(operation, |operation| words::operation(language, operation).to_owned());
    let (tone, words) = outcome(language, ended);
    let seal = position.map_or_else(
        || t::unsealed(language).to_owned(),
        |position| t::sealed(language, &format::count(position)),
    );
    let facts = audit::facts(&facts)
        .into_iter()
        .map(|(name, value)| {
            let name = if name.is_empty() { t::fact(language).to_owned() } else { name };
            view! { <Fact label=name>{value}</Fact> }
        })
        .collect_view();
    let about = (!object.is_empty()).then(|| view! { <p class="aside">{object.clone()}</p> });
    let others = (!object.is_empty()).then(|| {
        let of = Asked { object: object.clone(), ..Asked::default() };
        view! {
            <Fact label=t::object(language)>
                <a href=of.address()>{object}</a>
            </Fact>
        }
    });
    let by = Asked { who: actor.clone(), ..Asked::default() };
    view! {
        <tr>
            <th scope="row">
                <time class="whole" datetime=format::machine_time(at)>
                    {format::date_time(language, at)}
                </time>
            </th>
            <td data-label=t::who(language)>
                <a href=by.address()>{actor}</a>
            </td>
            <td data-label=t::operation(language)>
                <div>
                    {name} {about} <details>
                        <summary>{t::facts(language)}</summary>
                        <KeyValue>
                            {facts} {others} <Fact label=t::event(language)>{id.0.to_string()}</Fact>
                        </KeyValue>
                    </details>
                </div>
            </td>
            <td data-label=t::outcome(language)>
                <Badge tone=tone text=words />
            </td>
            <td class="whole" data-label=t::seal(language)>
                {seal}
            </td>
        </tr>
    }
}

fn outcome(language: Language, outcome: AuditOutcome) -> (Tone, &'static str) {
    match outcome {
        AuditOutcome::Done => (Tone::Good, t::done(language)),
        AuditOutcome::Refused => (Tone::Warn, t::refused(language)),
        AuditOutcome::Denied => (Tone::Bad, t::denied(language)),
    }
}
