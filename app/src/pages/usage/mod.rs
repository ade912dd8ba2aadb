//! `/usage`: what is left, what it cost beyond the plan, and what was used by day and month. R-BIL-7

mod days;
mod left;
#[cfg(test)]
mod samples;

use crate::{components::*, format, locales::usage as t, pages::home::line_name};
use crm::{
    Date,
    cycle::Cycle,
    language::Language,
    lines::{Line, LineKind},
    usage::{CycleUsage, UsageKind},
};
use leptos::prelude::*;
use operations::usage::{LineUsage, UsageView};

/// `/usage`
pub(crate) fn usage(language: Language, view: UsageView) -> impl IntoView + use<> {
    let UsageView { lines, line, today } = view;
    let Some(used) = line else {
        return view! {
            <PageHeader title=t::title(language) />
            <Card>
                <EmptyState heading=t::no_lines(language) body=t::no_lines_body(language)>
                    <ButtonLink href="/plans" text=t::see_plans(language) />
                </EmptyState>
            </Card>
        }
        .into_any();
    };
    let running = Cycle::of(today);
    let plan = used.plan.as_ref().map(|plan| plan.name.in_language(language).to_owned());
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language, &format::date(language, today)) />
        {(lines.len() > 1)
            .then(|| {
                view! { <Tabs label=t::lines(language) tabs=tabs_of_lines(language, &lines, &used) /> }
            })}
        {if let Some(ended_on) = used.line.ended_on {
            let heading = t::ended(language, &format::date(language, ended_on));
            view! { <Notice heading=heading /> }.into_any()
        } else {
            view! {
                <div class="split">
                    {left::card(language, &used, plan, running)}
                    {left::cost(language, &used, running)}
                </div>
            }
                .into_any()
        }}
        <section class="stack" id="days" aria-labelledby="days-heading">
            <h2 id="days-heading">
                {t::days_of(language, &format::month(language, used.month.first()))}
            </h2>
            <Tabs label=t::months(language) tabs=tabs_of_months(language, &used) />
            {days::charts(language, &used, today)}
        </section>
        {months(language, &used, running)}
    }
    .into_any()
}

/// The kinds of use a line knows.
fn kinds(line: &Line) -> &'static [UsageKind] {
    match line.kind {
        LineKind::Phone => &[UsageKind::Data, UsageKind::Voice, UsageKind::Message],
        LineKind::Internet => &[UsageKind::Data],
    }
}

/// `/usage` of a line and a month; the month as addresses write it.
fn address(line: &Line, month: Cycle) -> String {
    let first: Date = month.first();
    format!("/usage?line={}&month={:04}-{:02}", line.code, first.year(), first.month())
}

fn tabs_of_lines(language: Language, lines: &[Line], used: &LineUsage) -> Vec<Tab> {
    let tab = |line: &Line| Tab {
        href: format!("/usage?line={}", line.code),
        label: line_name(language, line),
        current: line.id == used.line.id,
    };
    lines.iter().map(tab).collect()
}

fn tabs_of_months(language: Language, used: &LineUsage) -> Vec<Tab> {
    let tab = |(month, _): &(Cycle, CycleUsage)| Tab {
        href: format!("{}#days", address(&used.line, *month)),
        label: format::month(language, month.first()),
        current: *month == used.month,
    };
    used.months.iter().rev().map(tab).collect()
}

/// The months as a table, the running one first.
fn months(language: Language, used: &LineUsage, running: Cycle) -> impl IntoView + use<> {
    let kinds = kinds(&used.line);
    let headings = kinds
        .iter()
        .map(|kind| {
            view! {
                <th scope="col" class="number">
                    {t::kind(language, *kind)}
                </th>
            }
        })
        .collect_view();
    let rows = used
        .months
        .iter()
        .rev()
        .map(|(month, sums)| {
            let cells = kinds
                .iter()
                .map(|kind| {
                    view! {
                        <td class="number" data-label=t::kind(language, *kind)>
                            {format::quantity(language, *kind, sums.of(*kind))}
                        </td>
                    }
                })
                .collect_view();
            let name = format::month(language, month.first());
            let name = if *month == running { t::running(language, &name) } else { name };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <Card title=t::by_month(language)>
            <DataTable caption=t::by_month(language) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{t::month(language)}</th>
                        {headings}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </DataTable>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_are_written_as_they_are_read() {
        let used = samples::view().line.expect("a line");
        let month = Cycle::of(date(2026, 3, 5));
        assert_eq!(address(&used.line, month), "/usage?line=L7KQ2MXR01&month=2026-03");
    }
}
