//! Changing many lines at once: drawing a job up, looking at it, following it.

use super::{Attempt, unit_choices};
use crate::{
    components::*,
    format,
    forms::Form,
    locales::company_bulk as t,
    pages::home::line_name_of,
    spreadsheet::{self, text},
};
use crm::{
    company::{
        Refusal,
        bulk::{BulkAction, BulkItemState, BulkJob, BulkState},
    },
    language::Language,
    money::Money,
};
use leptos::prelude::*;
use operations::{
    catalogue::name_in,
    company::bulk::{BulkJobView, BulkView},
};
use store::bulk_jobs::NamedItem;
use strum::VariantArray as _;
use uuid::Uuid;

/// Most characters of a pasted list.
const LIST_ROOM: i64 = 60_000;

/// `/company/{company}/bulk`; `unit` names the unit whose lines are meant.
pub(crate) fn bulk(
    language: Language,
    view: &BulkView,
    attempt: &Attempt,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let errors = match &attempt.refusal {
        Some(Refusal::BulkFlaw { flaw }) => t::flaw(language, flaw)
            .into_iter()
            .map(|(field, message)| FieldError::new(field, message))
            .collect(),
        _ => attempt.errors(language),
    };
    let form = form(language, view, &attempt.typed, &errors, key());
    let jobs = jobs(language, &view.head.code, &view.jobs);
    view! {
        <ErrorSummary language=language errors=errors />
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <div class="stack">
            <Card title=t::which(language)>{form}</Card>
            <Card title=t::jobs(language)>{jobs}</Card>
        </div>
    }
}

fn form(
    language: Language,
    view: &BulkView,
    typed: &Form,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let kept = ["unit", "state", "plan", "q"]
        .into_iter()
        .map(|name| {
            let value = typed.get(name).to_owned();
            view! { <input type="hidden" name=name value=value /> }
        })
        .collect_view();
    let unit = view.units.iter().find(|unit| unit.code == typed.get("unit")).or(view.units.first());
    let unit = unit.map_or(String::new(), |unit| unit.name.clone());
    let hint = |action: BulkAction| if action == BulkAction::SetUser { t::user_hint(language) } else { "" };
    let actions = BulkAction::VARIANTS
        .iter()
        .map(|action| {
            Choice::new(action.to_string(), t::action_name(language, *action)).with_hint(hint(*action))
        })
        .collect();
    let first = || std::iter::once(Choice::new("", t::choose(language)));
    let units = first().chain(unit_choices(&view.units)).collect();
    let plan = |plan: &crm::catalogue::OfferingCode| {
        Choice::new(plan.0.clone(), name_in(&view.names, plan, language).to_owned())
    };
    let plans = first().chain(view.plans.iter().map(plan)).collect();
    let value = |name: &str| typed.get(name).to_owned();
    let (action, to_unit, to_plan) = (value("action"), value("to_unit"), value("to_plan"));
    let list = typed.raw("list").to_owned();
    let to = format!("/company/{}/bulk", view.head.code);
    view! {
        <form class="form" method="post" action=to novalidate>
            <HiddenKey key=key.to_string() />
            {kept}
            <p>{t::by_filter(language)}</p>
            <p class="soft">{t::by_filter_note(language, &unit)}</p>
            <TextArea
                name="list"
                label=t::list(language)
                hint=t::list_hint(language)
                value=list
                rows=6
                maxlength=LIST_ROOM
                error=error_of(errors, "list")
            />
            <RadioGroup
                name="action"
                legend=t::what(language)
                options=actions
                value=action
                error=error_of(errors, "action")
            />
            <SelectField
                name="to_unit"
                label=t::to_unit(language)
                options=units
                value=to_unit
                error=error_of(errors, "to_unit")
            />
            <SelectField
                name="to_plan"
                label=t::to_plan(language)
                options=plans
                value=to_plan
                error=error_of(errors, "to_plan")
            />
            <SubmitButton text=t::draw_up(language) />
        </form>
    }
}

fn tone(state: BulkState) -> Tone {
    match state {
        BulkState::Draft => Tone::Warn,
        BulkState::Running | BulkState::Undoing => Tone::Info,
        BulkState::Done => Tone::Good,
        BulkState::Discarded | BulkState::Undone => Tone::Neutral,
    }
}

fn jobs(language: Language, company: &str, jobs: &[BulkJob]) -> impl IntoView + use<> {
    if jobs.is_empty() {
        return view! { <p class="soft">{t::no_jobs(language)}</p> }.into_any();
    }
    let rows = jobs
        .iter()
        .map(|job| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/company/{company}/bulk/{}", job.number)>{job.number.clone()}</a>
                    </th>
                    <td data-label=t::action(language)>{t::action_name(language, job.action)}</td>
                    <td data-label=t::time(language)>{format::date_time(language, job.created_at)}</td>
                    <td data-label=t::state(language)>
                        <Badge tone=tone(job.state) text=t::job_state(language, job.state) />
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=t::jobs(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::number(language)}</th>
                    <th scope="col">{t::action(language)}</th>
                    <th scope="col">{t::time(language)}</th>
                    <th scope="col">{t::state(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
    .into_any()
}

/// `/company/{company}/bulk/{number}`
pub(crate) fn bulk_job(
    language: Language,
    view: BulkJobView,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let BulkJobView { head, job, counts, items, monthly_difference, to_unit, names } = view;
    let address = format!("/company/{}/bulk/{}", head.code, job.number);
    let of = |state| counts.iter().find(|(of, _)| *of == state).map_or(0, |(_, count)| *count);
    let all: i64 = counts.iter().map(|(_, count)| count).sum();
    let is_draft = job.state == BulkState::Draft;
    let refused = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let target = job
        .to_plan
        .as_ref()
        .map(|plan| name_in(&names, plan, language).to_owned())
        .or(to_unit)
        .map(|target| format!(" · {target}"))
        .unwrap_or_default();
    let facts = if is_draft {
        let difference = (monthly_difference != Money::ZERO).then(|| {
            view! {
                <Fact label=t::monthly(language)>{format::money_difference(monthly_difference)}</Fact>
            }
        });
        view! {
            <Fact label=t::will_do(language)>{format::count(all - refused)}</Fact>
            <Fact label=t::will_refuse(language)>{format::count(refused)}</Fact>
            {difference}
        }
        .into_any()
    } else {
        let waits = job.waits_in().map_or(0, of);
        let progress = job.waits_in().map(|_| {
            view! { <Fact label=t::state(language)>{t::progress(language, all - waits, all)}</Fact> }
        });
        let counts = counts
            .iter()
            .map(|&(state, count)| {
                view! { <Fact label=t::item_state(language, state)>{format::count(count)}</Fact> }
            })
            .collect_view();
        view! {
            {progress}
            {counts}
        }
        .into_any()
    };
    let actions = actions(language, &address, &job, all - refused, of(BulkItemState::Done), key);
    let lines = lines(language, is_draft, &items);
    let trail = vec![Crumb::new(format!("/company/{}/bulk", head.code), t::title(language))];
    view! {
        <Breadcrumbs language=language trail=trail />
        <PageHeader title=t::job_title(language, &job.number) lead=head.name>
            <Badge tone=tone(job.state) text=t::job_state(language, job.state) />
        </PageHeader>
        <div class="stack">
            <Card>
                <KeyValue>
                    <Fact label=t::action(language)>
                        {format!("{}{target}", t::action_name(language, job.action))}
                    </Fact>
                    {facts}
                </KeyValue>
                {actions}
            </Card>
            {lines}
        </div>
    }
}

fn actions(
    language: Language,
    address: &str,
    job: &BulkJob,
    doable: i64,
    undoable: i64,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let post = |step: &str, text: String, weight: Weight| {
        let action = format!("{address}/{step}");
        view! {
            <form method="post" action=action>
                <HiddenKey key=key().to_string() />
                <SubmitButton text=text weight=weight />
            </form>
        }
    };
    let table = format!("{address}/csv");
    let download = view! { <ButtonLink href=table text=t::download(language) weight=Weight::Secondary /> };
    match job.state {
        BulkState::Draft => {
            let confirm =
                (doable > 0).then(|| post("confirm", t::confirm(language, doable), Weight::Primary));
            let discard = post("discard", t::discard(language).to_owned(), Weight::Secondary);
            view! { <div class="actions">{confirm} {discard}</div> }.into_any()
        }
        BulkState::Running | BulkState::Undoing => {
            let here = address.to_owned();
            view! {
                <div class="actions">
                    <ButtonLink href=here text=t::refresh(language) />
                </div>
            }
            .into_any()
        }
        BulkState::Done => {
            let undo = (undoable > 0).then(|| post("undo", t::undo(language).to_owned(), Weight::Danger));
            view! {
                <p class="soft">{t::undo_body(language)}</p>
                <div class="actions">{download} {undo}</div>
            }
            .into_any()
        }
        BulkState::Undone => view! { <div class="actions">{download}</div> }.into_any(),
        BulkState::Discarded => ().into_any(),
    }
}

fn lines(language: Language, is_draft: bool, items: &[NamedItem]) -> impl IntoView + use<> {
    if items.is_empty() {
        return is_draft.then(|| view! { <Card><p>{t::all_fine(language)}</p></Card> }).into_any();
    }
    let rows = items
        .iter()
        .map(|named| {
            let refusal = named.item.refusal.as_ref();
            let why = refusal.map(|refusal| t::line_refusal(language, refusal)).unwrap_or_default();
            let (name, code) =
                (line_name_of(language, named.msisdn.as_ref(), &named.code), named.code.clone());
            view! {
                <tr>
                    <th scope="row">
                        <div>
                            <span>{name}</span>
                            <p class="aside">{code}</p>
                        </div>
                    </th>
                    <td data-label=t::why(language)>{why}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Card title=t::refused_lines(language)>
            <DataTable caption=t::refused_lines(language) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{t::line(language)}</th>
                        <th scope="col">{t::why(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </DataTable>
        </Card>
    }
    .into_any()
}

/// Every line of a job with its result, after a row of headings.
pub(crate) fn bulk_csv(language: Language, items: &[NamedItem]) -> Vec<u8> {
    let headings =
        [t::code(language), t::line(language), t::user(language), t::result(language), t::why(language)];
    let record = |named: &NamedItem| {
        let refusal = named.item.refusal.as_ref();
        [
            text(named.code.clone()),
            text(line_name_of(language, named.msisdn.as_ref(), &named.code)),
            text(named.item.user_name.clone()),
            text(t::item_state(language, named.item.state).to_owned()),
            text(refusal.map(|refusal| t::line_refusal(language, refusal)).unwrap_or_default()),
        ]
    };
    spreadsheet::csv(std::iter::once(headings.map(str::to_owned)).chain(items.iter().map(record)))
}
