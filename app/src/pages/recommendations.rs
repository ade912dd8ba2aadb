//! What fits and why: the advice line by line, with its arithmetic. R-PRD-3, R-PRD-4

use crate::{
    components::*,
    format,
    locales::{offerings, recommendations as t},
    pages::{home::line_name, plan_change::check_address},
};
use crm::{
    best_plan::{Advice, MonthCost, PlanCost},
    language::Language,
    money::Money,
    plan_change::Start,
    recommendations::PeersChoice,
    usage::UsageKind,
};
use leptos::prelude::*;
use operations::{
    catalogue::{NameMap, name_in},
    recommendations::{LineAdvice, RecommendationsView},
};
use uuid::Uuid;

/// `/recommendations`, with an idempotency key for each line.
pub(crate) fn recommendations(
    language: Language,
    view: RecommendationsView,
    keys: Vec<Uuid>,
) -> impl IntoView + use<> {
    let RecommendationsView { lines, names, .. } = view;
    let nothing = lines.is_empty().then(|| {
        view! {
            <Card>
                <EmptyState heading=t::no_lines(language) body=t::no_lines_body(language)>
                    <ButtonLink href="/plans" text=t::see_plans(language) weight=Weight::Secondary />
                </EmptyState>
            </Card>
        }
    });
    let lines = lines.iter().zip(keys).map(|(line, key)| advice(language, line, &names, key)).collect_view();
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <div class="stack">{nothing} {lines}</div>
    }
}

fn advice(language: Language, line: &LineAdvice, names: &NameMap, key: Uuid) -> impl IntoView + use<> {
    let answer = match &line.advice {
        None => too_new(language, line).into_any(),
        Some(Advice::Stay { current }) => stay(language, line, current, names).into_any(),
        Some(Advice::Better { best, saving, .. }) if line.is_dismissed() => {
            dismissed(language, line, best, *saving, names).into_any()
        }
        Some(Advice::Better { best, saving, .. }) => {
            better(language, line, best, *saving, names, key).into_any()
        }
    };
    let arithmetic = line.advice.as_ref().map(|advice| arithmetic(language, advice, names));
    let peers = line.peers.as_ref().map(|peers| peers_words(language, peers, names));
    view! {
        <Card title=line_name(language, &line.line)>
            {answer} {peers.map(|words| view! { <p class="small soft">{words}</p> })} {arithmetic}
        </Card>
    }
}

fn too_new(language: Language, line: &LineAdvice) -> impl IntoView + use<> {
    let since = format::date(language, line.line.since);
    view! {
        <Notice tone=Tone::Info heading=t::too_new(language)>
            <p>{t::too_new_body(language, &since)}</p>
        </Notice>
    }
}

fn stay(language: Language, line: &LineAdvice, current: &PlanCost, names: &NameMap) -> impl IntoView + use<> {
    let months = count(current);
    let body = t::stay_body(language, months, name_in(names, &current.plan, language));
    view! {
        <Notice tone=Tone::Good heading=t::stay(language)>
            <p>{body}</p>
        </Notice>
        <Figure
            label=t::stay_total(language)
            value=format::money(current.total)
            note=t::in_months(language, months)
        />
        <div class="actions">{compare(language, line)}</div>
    }
}

fn better(
    language: Language,
    line: &LineAdvice,
    best: &PlanCost,
    saving: Money,
    names: &NameMap,
    key: Uuid,
) -> impl IntoView + use<> {
    let (months, plan) = (count(best), name_in(names, &best.plan, language).to_owned());
    let fee = line.termination_fee;
    let earn_back = line.advice.as_ref().and_then(|advice| advice.months_to_earn_back(fee));
    let fee_figure = (!fee.is_zero()).then(|| {
        let note = earn_back.map(|months| t::earned_back(language, months)).unwrap_or_default();
        view! { <Figure label=t::fee(language) value=format::money(fee) note=note /> }
    });
    let fee_counts = (!fee.is_zero()).then(|| view! { <p class="small">{t::fee_counts(language)}</p> });
    view! {
        <h3>{t::better(language, &plan)}</h3>
        <p>{t::better_body(language, months, &format::money(saving))}</p>
        <div class="figures">
            <Figure
                label=t::saving(language)
                value=format::money(saving)
                note=t::in_months(language, months)
            />
            <Figure
                label=t::with_present(language)
                value=format::money(best.total + saving)
                note=name_in(names, &line.plan.offering, language)
            />
            <Figure label=t::with_best(language) value=format::money(best.total) note=plan />
            {fee_figure}
        </div>
        {fee_counts}
        <div class="actions">
            <ButtonLink
                href=check_address(&line.line.code, &best.plan, Start::NextCycle)
                text=t::check(language)
            />
            {compare(language, line)}
            <form method="post" action="/recommendations/dismiss">
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="line" value=line.line.code.clone() />
                <input type="hidden" name="plan" value=best.plan.0.clone() />
                <SubmitButton text=t::dismiss(language) weight=Weight::Quiet />
            </form>
        </div>
    }
}

fn dismissed(
    language: Language,
    line: &LineAdvice,
    best: &PlanCost,
    saving: Money,
    names: &NameMap,
) -> impl IntoView + use<> {
    let plan = name_in(names, &best.plan, language);
    view! {
        <p class="strong">{t::dismissed(language)}</p>
        <p class="soft">{t::dismissed_body(language, plan, &format::money(saving))}</p>
        <div class="actions">{compare(language, line)}</div>
    }
}

fn compare(language: Language, line: &LineAdvice) -> impl IntoView + use<> {
    let href = format!("/lines/{}/change-plan", line.line.code);
    view! { <ButtonLink href=href text=t::compare(language) weight=Weight::Secondary /> }
}

fn peers_words(language: Language, peers: &PeersChoice, names: &NameMap) -> String {
    let plan = name_in(names, &peers.offering, language);
    t::peers(language, peers.peers, peers.chosen_by, peers.percent(), plan)
}

/// The months of both plans, so that anybody can check the advice with pencil and paper.
fn arithmetic(language: Language, advice: &Advice, names: &NameMap) -> impl IntoView + use<> {
    let costs: Vec<&PlanCost> = match advice {
        Advice::Stay { current } => vec![current],
        Advice::Better { current, best, .. } => vec![current, best],
    };
    let kinds: Vec<UsageKind> = [UsageKind::Voice, UsageKind::Data, UsageKind::Message]
        .into_iter()
        .filter(|&kind| costs.iter().flat_map(|cost| &cost.months).any(|month| month.usage.of(kind) > 0))
        .collect();
    let tables = costs.into_iter().map(|cost| months(language, cost, &kinds, names)).collect_view();
    view! {
        <details>
            <summary>{t::arithmetic(language)}</summary>
            <div class="stack">
                <p class="small soft">{t::arithmetic_note(language)}</p>
                {tables}
            </div>
        </details>
    }
}

fn months(
    language: Language,
    cost: &PlanCost,
    kinds: &[UsageKind],
    names: &NameMap,
) -> impl IntoView + use<> {
    let price = cost.months.first().map_or(Money::ZERO, |month| month.price);
    let caption =
        t::caption(language, name_in(names, &cost.plan, language), &offerings::price(language, price));
    let heads = kinds
        .iter()
        .map(|&kind| view! { <th scope="col" class="number">{beyond_words(language, kind)}</th> })
        .collect_view();
    let rows = cost.months.iter().map(|month| month_row(language, month, kinds)).collect_view();
    let sums = kinds
        .iter()
        .map(|&kind| {
            let sum: Money = cost.months.iter().map(|month| beyond(month, kind)).sum();
            view! { <td class="number" data-label=beyond_words(language, kind)>{format::money(sum)}</td> }
        })
        .collect_view();
    let prices: Money = cost.months.iter().map(|month| month.price).sum();
    let total = cost.total;
    view! {
        <DataTable caption=caption>
            <thead>
                <tr>
                    <th scope="col">{t::month(language)}</th>
                    <th scope="col" class="number">{t::price(language)}</th>
                    {heads}
                    <th scope="col" class="number">{t::total(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{t::total(language)}</th>
                    <td class="number" data-label=t::price(language)>{format::money(prices)}</td>
                    {sums}
                    <td class="number" data-label=t::total(language)>{format::money(total)}</td>
                </tr>
            </tfoot>
        </DataTable>
    }
}

fn month_row(language: Language, month: &MonthCost, kinds: &[UsageKind]) -> impl IntoView + use<> {
    let cells = kinds
        .iter()
        .map(|&kind| {
            let used = t::used(language, &format::quantity(language, kind, month.usage.of(kind)));
            view! {
                <td class="number" data-label=beyond_words(language, kind)>
                    <span>
                        {format::money(beyond(month, kind))}
                        <br />
                        <span class="small soft">{used}</span>
                    </span>
                </td>
            }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{format::month(language, month.cycle.first())}</th>
            <td class="number" data-label=t::price(language)>{format::money(month.price)}</td>
            {cells}
            <td class="number" data-label=t::total(language)>{format::money(month.total())}</td>
        </tr>
    }
}

fn beyond(month: &MonthCost, kind: UsageKind) -> Money {
    match kind {
        UsageKind::Voice => month.overage.voice,
        UsageKind::Data => month.overage.data,
        UsageKind::Message => month.overage.messages,
    }
}

fn beyond_words(language: Language, kind: UsageKind) -> &'static str {
    match kind {
        UsageKind::Voice => t::calls_beyond(language),
        UsageKind::Data => t::data_beyond(language),
        UsageKind::Message => t::messages_beyond(language),
    }
}

fn count(cost: &PlanCost) -> i64 {
    i64::try_from(cost.months.len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::plan_change::samples::{html, line, names, product};
    use crm::{
        best_plan::{Candidate, History, best},
        catalogue::{Allowances, OfferingCode, OfferingKind, Overage},
        cycle::Cycle,
        lines::Line,
        recommendations::{Outcome, Recommendation, RecommendationKind},
        usage::CycleUsage,
    };
    use jiff::civil::date;

    fn candidate(code: &str, yuan: i64, minutes: i64) -> Candidate {
        Candidate {
            code: OfferingCode(code.to_owned()),
            monthly_price: Money::from_yuan(yuan),
            allowances: Allowances { voice_minutes: Some(minutes), data_mb: None, messages: None },
            overage: Overage {
                voice_minute: Money::from_fen(15),
                data_block: Money::ZERO,
                message: Money::ZERO,
            },
        }
    }

    /// Two months with 400 minutes each on plan B for 59 yuan.
    fn advised(other: &Candidate) -> Option<Advice> {
        let usage = CycleUsage { voice_minutes: 400, data_mb: 0, messages: 0 };
        let history = History { first: Cycle::of(date(2026, 9, 1)), months: vec![usage; 2] };
        best(&history, std::slice::from_ref(other)).against(&candidate("B", 59, 300))
    }

    fn page(advice: Option<Advice>, fee: Money, outcome: Option<Outcome>) -> String {
        let recorded = outcome.zip(advice.as_ref()).map(|(outcome, advice)| Recommendation {
            id: Uuid::from_u128(6).into(),
            customer_id: line().customer_id,
            line_id: line().id,
            kind: RecommendationKind::BetterPlan,
            offering: advice.plan().clone(),
            saving: advice.saving(),
            shown_at: crm::Timestamp::UNIX_EPOCH,
            outcome,
            outcome_at: crm::Timestamp::UNIX_EPOCH,
        });
        let advice = LineAdvice {
            line: Line { since: date(2026, 11, 3), ..line() },
            plan: product("B", OfferingKind::Plan, 59),
            advice,
            termination_fee: fee,
            recorded,
            peers: Some(PeersChoice { offering: OfferingCode("C".to_owned()), chosen_by: 14, peers: 40 }),
        };
        let view = RecommendationsView { lines: vec![advice], names: names(), today: date(2026, 11, 22) };
        html("recommendations", Language::En, || {
            recommendations(Language::En, view, vec![Uuid::from_u128(7)])
        })
    }

    #[test]
    fn a_better_plan_comes_with_its_saving_its_fee_and_its_arithmetic() {
        let html = page(advised(&candidate("A", 39, 400)), Money::from_yuan(18), None);
        // 59.00 and 100 minutes at 0.15 against 39.00, twice.
        for words in [
            "Plan A suits you better",
            "¥70.00",
            "earned back after about 1 month",
            "400 min used",
            "¥15.00",
            "¥148.00",
            "¥78.00",
            "/lines/L7KQ2/change-plan/check?plan=A&amp;start=nextCycle",
            "of 40 customers like you, 14 (35%) have Plan C",
            "action=\"/recommendations/dismiss\"",
        ] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("Texts beyond"), "nothing was sent");
    }

    #[test]
    fn to_stay_is_an_answer_too() {
        let html = page(advised(&candidate("D", 129, 9999)), Money::ZERO, None);
        assert!(html.contains("Stay where you are") && html.contains("¥148.00"));
        assert!(!html.contains("/recommendations/dismiss"));
    }

    #[test]
    fn what_was_dismissed_is_not_pressed_on_anybody() {
        let html = page(advised(&candidate("A", 39, 400)), Money::ZERO, Some(Outcome::Dismissed));
        assert!(html.contains("You chose not to see this again."));
        assert!(!html.contains("/change-plan/check") && !html.contains("/recommendations/dismiss"));
    }

    #[test]
    fn a_new_line_learns_why_there_is_no_advice() {
        let html = page(None, Money::ZERO, None);
        assert!(html.contains("in use since 3 Nov 2026"), "{html}");
        assert!(!html.contains("See the arithmetic"));
    }
}
