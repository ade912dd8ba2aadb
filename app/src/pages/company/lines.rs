//! The lines of a part of a company.

use super::{address, whereabouts};
use crate::{
    components::*,
    format,
    locales::{company as t, company_bulk as bulk_words, lines as of_lines},
    pages::{home::line_name, lines::state as line_state},
    routes::in_query,
};
use crm::{catalogue::OfferingCode, language::Language, lines::LineState};
use leptos::prelude::*;
use operations::{
    catalogue::{NameMap, name_in},
    company::lines::{LineFilter, LinesView},
};
use store::company_lines::CompanyLine;
use strum::VariantArray as _;

/// `/company/{company}/lines`; `is_first` for the first page.
pub(crate) fn lines(
    language: Language,
    view: LinesView,
    filter: &LineFilter,
    is_first: bool,
) -> impl IntoView + use<> {
    let LinesView { head, focus, units, total, lines, next, plans, names, may_manage } = view;
    let whereabouts = whereabouts(language, &head, &focus, "/lines");
    let here = address(&head, "/lines", &focus.unit);
    let asked = format!("{here}{}", query(filter));
    let next = next.map(|after| format!("{asked}&after={after}"));
    let first = (!is_first).then(|| asked.clone());
    let bulk = may_manage.then(|| format!("{}{}", address(&head, "/bulk", &focus.unit), query(filter)));
    let form = form(language, &head.code, &focus.unit.code, filter, plans, &names);
    let none = lines.is_empty();
    let rows = lines.iter().map(|line| row(language, line, &names)).collect_view();
    let beneath = units
        .into_iter()
        .map(|counted| {
            view! {
                <li>
                    <a href=address(&head, "/lines", &counted.unit)>{counted.unit.name.clone()}</a>
                    " "
                    <span class="soft">{format::count(counted.lines)}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let any_beneath = !beneath.is_empty();
    let pager = (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=t::lines_column(language)>
                {first
                    .map(|href| {
                        view! {
                            <a class="button button-secondary" href=href>
                                {t::first_page(language)}
                            </a>
                        }
                    })}
                {next
                    .map(|href| {
                        view! {
                            <a class="button button-secondary" rel="next" href=href>
                                {t::next_page(language)}
                            </a>
                        }
                    })}
            </nav>
        }
    });
    view! {
        {whereabouts}
        <PageHeader title=focus.unit.name lead=t::lines_lead(language, total)>
            {bulk
                .map(|href| {
                    view! { <ButtonLink href=href text=bulk_words::title(language) weight=Weight::Secondary /> }
                })}
        </PageHeader>
        <div class="stack">
            {any_beneath
                .then(|| {
                    view! {
                        <Card title=t::beneath(language)>
                            <ul class="cluster">{beneath}</ul>
                        </Card>
                    }
                })}
            <Card title=t::filter(language)>{form}</Card>
            <Card>
                {if none {
                    view! { <EmptyState heading=t::no_lines(language) body=t::no_lines_body(language) /> }
                        .into_any()
                } else {
                    table(language, rows).into_any()
                }}
                {pager}
            </Card>
        </div>
    }
}

/// What is looked for, as the rest of an address.
fn query(filter: &LineFilter) -> String {
    let mut query = String::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            query.extend(["&", name, "=", &in_query(value)]);
        }
    };
    add("q", &filter.term);
    add("state", filter.state.map_or("", Into::into));
    add("plan", filter.plan.as_ref().map_or("", |plan| plan.0.as_str()));
    query
}

fn form(
    language: Language,
    company: &str,
    unit: &str,
    filter: &LineFilter,
    plans: Vec<OfferingCode>,
    names: &NameMap,
) -> impl IntoView + use<> {
    let state_words = |state: LineState| match state {
        LineState::Active => of_lines::active(language),
        LineState::Suspended => of_lines::suspended(language),
        LineState::Terminated => of_lines::terminated(language),
    };
    let states = LineState::VARIANTS.iter().map(|state| Choice::new(state.to_string(), state_words(*state)));
    let states = std::iter::once(Choice::new("", t::any_state(language))).chain(states).collect();
    let plans = plans.into_iter().map(|plan| {
        let name = name_in(names, &plan, language).to_owned();
        Choice::new(plan.0, name)
    });
    let plans = std::iter::once(Choice::new("", t::any_plan(language))).chain(plans).collect();
    let state = filter.state.map(|state| state.to_string()).unwrap_or_default();
    let plan = filter.plan.clone().map(|plan| plan.0).unwrap_or_default();
    let (action, term) = (format!("/company/{company}/lines"), filter.term.clone());
    let clear = format!("{action}?unit={unit}");
    let unit = unit.to_owned();
    view! {
        <form class="form" method="get" action=action role="search">
            <input type="hidden" name="unit" value=unit />
            <TextField
                name="q"
                label=t::term(language)
                value=term
                kind="search"
                maxlength=40
                autocomplete="off"
            />
            <SelectField name="state" label=t::state(language) options=states value=state />
            <SelectField name="plan" label=t::plan(language) options=plans value=plan />
            <div class="actions">
                <SubmitButton text=t::find(language) weight=Weight::Secondary />
                <ButtonLink href=clear text=t::clear(language) weight=Weight::Quiet />
            </div>
        </form>
    }
}

fn table(language: Language, rows: impl IntoView + 'static) -> impl IntoView {
    view! {
        <DataTable caption=t::lines_column(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::line(language)}</th>
                    <th scope="col">{t::user(language)}</th>
                    <th scope="col">{t::unit(language)}</th>
                    <th scope="col">{t::plan(language)}</th>
                    <th scope="col">{t::state(language)}</th>
                    <th scope="col" class="number">
                        {t::price(language)}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
}

fn row(language: Language, line: &CompanyLine, names: &NameMap) -> impl IntoView + use<> {
    let (tone, state) = line_state(language, &line.line);
    let plan = line
        .plan
        .as_ref()
        .map_or_else(|| t::no_plan(language).to_owned(), |plan| name_in(names, plan, language).to_owned());
    let user =
        if line.user_name.is_empty() { t::nobody(language).to_owned() } else { line.user_name.clone() };
    let name = line_name(language, &line.line);
    let (code, unit) = (line.line.code.clone(), line.unit_name.clone());
    let price = line.monthly_price.map(format::money).unwrap_or_default();
    view! {
        <tr>
            <th scope="row">
                <div>
                    <span>{name}</span>
                    <p class="aside">{code}</p>
                </div>
            </th>
            <td data-label=t::user(language)>{user}</td>
            <td data-label=t::unit(language)>{unit}</td>
            <td data-label=t::plan(language)>{plan}</td>
            <td data-label=t::state(language)>
                <Badge tone=tone text=state />
            </td>
            <td class="number" data-label=t::price(language)>
                {price}
            </td>
        </tr>
    }
}
