//! The overview of a part of a company: lines, costs, what needs action.

use super::{address, of_company, whereabouts};
use crate::{components::*, format, locales::company as t};
use crm::{cycle::Cycle, language::Language, lines::BarReason, money::Money};
use leptos::prelude::*;
use operations::company::{
    CompanyHead,
    overview::{Needs, Overview, UnitOverview},
};

/// `/company/{company}`
pub(crate) fn overview(language: Language, view: Overview) -> impl IntoView + use<> {
    let Overview { head, focus, lines, months, latest, cost, units, itself, needs } = view;
    let month = format::month(language, latest.first());
    let difference = t::difference(language, &format::money_difference(cost.latest - cost.before));
    let whereabouts = whereabouts(language, &head, &focus, "");
    let needs = needs_view(language, &head, &needs);
    let chart = chart(language, &months);
    let table = by_unit(language, &head, units, itself, cost, &month);
    let lead = of_company(&head, &focus.unit);
    let (label, value) = (t::latest_figure(language, &month), format::money(cost.latest));
    view! {
        {whereabouts}
        <PageHeader title=focus.unit.name lead=lead />
        <div class="stack">
            <div class="split">
                <Card hero=true>
                    <Figure label=label value=value note=difference />
                    <Figure label=t::lines_figure(language) value=format::count(lines) />
                </Card>
                <Card title=t::needs(language)>{needs}</Card>
            </div>
            <Card title=t::cost_chart(language)>{chart}</Card>
            <Card title=t::by_unit(language, &month)>{table}</Card>
        </div>
    }
}

fn needs_view(language: Language, head: &CompanyHead, needs: &Needs) -> impl IntoView + use<> {
    if needs.is_empty() {
        return view! { <p class="soft">{t::nothing_needed(language)}</p> }.into_any();
    }
    let page = |page: &str| format!("/company/{}{page}", head.code);
    let mut items: Vec<(Tone, String, String, &'static str)> = Vec::new();
    if let Some(dues) = needs.dues.filter(|dues| dues.owed > Money::ZERO) {
        let (tone, words) = if dues.overdue > Money::ZERO {
            (Tone::Bad, t::overdue(language, &format::money(dues.overdue)))
        } else {
            (Tone::Info, t::owed(language, &format::money(dues.owed)))
        };
        items.push((tone, words, page("/bills"), t::see_bills(language)));
    }
    let lost: i64 = needs.barred.iter().filter(|(reason, _)| reason.is_loss()).map(|(_, count)| count).sum();
    let of = |reason| needs.barred.iter().find(|(of, _)| *of == reason).map_or(0, |(_, count)| *count);
    for (count, words) in [
        (lost, t::barred_lost as fn(Language, i64) -> String),
        (of(BarReason::Overdue), t::barred_overdue),
        (of(BarReason::CustomerWish), t::barred_wish),
    ] {
        if count > 0 {
            let lines = page("/lines?state=suspended");
            items.push((Tone::Warn, words(language, count), lines, t::see_lines(language)));
        }
    }
    if needs.decisions > 0 {
        let words = t::decisions(language, needs.decisions);
        items.push((Tone::Warn, words, page("/people"), t::decide(language)));
    }
    if needs.failed_moves > 0 {
        let words = t::failed_moves(language, needs.failed_moves);
        items.push((Tone::Bad, words, page("/units"), t::see_units(language)));
    }
    let items = items
        .into_iter()
        .map(|(tone, words, href, link)| {
            view! {
                <li class="cluster between">
                    <Badge tone=tone text=words />
                    <a href=href>{link}</a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{items}</ul> }.into_any()
}

/// Yuan that have room over a bar among twelve.
const FITS_OVER_A_BAR: i64 = 99_999;

fn chart(language: Language, months: &[(Cycle, Option<Money>)]) -> impl IntoView + use<> {
    let yuan = |amount: Money| amount.share(1, 100).fen();
    let roomy = months.iter().filter_map(|(_, cost)| *cost).all(|cost| yuan(cost) <= FITS_OVER_A_BAR);
    let bars = months
        .iter()
        .map(|(cycle, cost)| Bar {
            label: format::month(language, cycle.first()),
            axis: format::month_short(language, cycle.first()),
            value: cost.map_or(0, Money::fen),
            text: cost.map_or_else(|| t::no_bill(language).to_owned(), format::money),
            brief: cost.filter(|_| roomy).map(|cost| format::count(yuan(cost))).unwrap_or_default(),
            highlighted: false,
        })
        .collect();
    let billed = months.iter().filter_map(|(cycle, cost)| Some((*cycle, (*cost)?)));
    let summary = billed.max_by_key(|(cycle, cost)| (*cost, *cycle)).map_or_else(
        || t::no_costs(language).to_owned(),
        |(cycle, cost)| {
            t::cost_summary(language, &format::money(cost), &format::month(language, cycle.first()))
        },
    );
    view! {
        <BarChart
            language=language
            id="costs"
            title=t::cost_chart(language)
            summary=summary
            columns=[t::month(language).to_owned(), t::amount(language).to_owned()]
            bars=bars
        />
    }
}

fn by_unit(
    language: Language,
    head: &CompanyHead,
    units: Vec<UnitOverview>,
    itself: crm::company::costs::PartCost,
    whole: crm::company::costs::PartCost,
    month: &str,
) -> impl IntoView + use<> {
    let cells = move |cost: crm::company::costs::PartCost| {
        view! {
            <td class="number" data-label=t::amount(language)>
                {format::money(cost.latest)}
            </td>
            <td class="number" data-label=t::change(language)>
                {format::money_difference(cost.latest - cost.before)}
            </td>
            <td class="number" data-label=t::twelve_months(language)>
                {format::money(cost.total)}
            </td>
        }
    };
    let rows = units
        .into_iter()
        .map(|UnitOverview { unit, lines, cost }| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=address(head, "", &unit)>{unit.name.clone()}</a>
                    </th>
                    <td class="number" data-label=t::lines_column(language)>
                        {format::count(lines)}
                    </td>
                    {cells(cost)}
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=t::by_unit(language, month) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::unit(language)}</th>
                    <th scope="col" class="number">
                        {t::lines_column(language)}
                    </th>
                    <th scope="col" class="number">
                        {t::amount(language)}
                    </th>
                    <th scope="col" class="number">
                        {t::change(language)}
                    </th>
                    <th scope="col" class="number">
                        {t::twelve_months(language)}
                    </th>
                </tr>
            </thead>
            <tbody>
                {rows} <tr>
                    <th scope="row">{t::itself(language)}</th>
                    <td class="number" data-label=t::lines_column(language)></td>
                    {cells(itself)}
                </tr>
            </tbody>
            <tfoot>
                <tr>
                    <th scope="row">{t::whole(language)}</th>
                    <td class="number" data-label=t::lines_column(language)></td>
                    {cells(whole)}
                </tr>
            </tfoot>
        </DataTable>
    }
}
