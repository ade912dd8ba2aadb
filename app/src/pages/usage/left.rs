//! What is left of the allowances, and what use beyond them costs.

use super::kinds;
use crate::{components::*, format, locales::usage as t};
use crm::{
    catalogue::{Offering, Overage},
    cycle::Cycle,
    language::Language,
    money::Money,
    usage::{Alert, Level, UsageKind},
};
use leptos::prelude::*;
use operations::usage::LineUsage;

/// The card that says what is left this month.
pub(super) fn card(
    language: Language,
    used: &LineUsage,
    plan: Option<String>,
    running: Cycle,
) -> impl IntoView + use<> {
    let renewed = format::date(language, running.next().first());
    let meters = used.plan.as_ref().map(|plan| {
        let level = |kind: &UsageKind| used.levels.iter().find(|level| level.kind == *kind).copied();
        let levels = kinds(&used.line).iter().filter_map(level);
        let meters = levels.map(|level| meter(language, level, plan)).collect_view();
        view! {
            {meters}
            <p class="soft small">{t::renews(language, &renewed)}</p>
        }
    });
    let without_plan = meters.is_none();
    view! {
        <Card title=t::left_this_month(language)>
            {plan.map(|plan| view! { <p class="soft">{plan}</p> })} {meters}
            {without_plan.then(|| view! { <p class="soft">{t::no_plan(language)}</p> })}
        </Card>
    }
}

fn meter(language: Language, level: Level, plan: &Offering) -> impl IntoView + use<> {
    let words = |quantity| format::quantity(language, level.kind, quantity);
    let rate = rate(language, level.kind, &plan.overage);
    let label = t::kind(language, level.kind);
    if level.allowance == Some(0) {
        return view! {
            <div class="meter">
                <p class="meter-label">{label}</p>
                <p class="meter-value">{t::used(language, &words(level.used))}</p>
                <p class="meter-note">{t::not_included(language, &rate)}</p>
            </div>
        }
        .into_any();
    }
    let (value, note) = match (level.allowance, level.left()) {
        (Some(allowance), Some(0)) => (t::used_up(language).to_owned(), t::of(language, &words(allowance))),
        (Some(allowance), Some(left)) => {
            (t::left(language, &words(left)), t::of(language, &words(allowance)))
        }
        (None, _) | (_, None) => (t::used(language, &words(level.used)), String::new()),
    };
    let advice = advice(language, level, &rate);
    view! {
        <div>
            <Meter
                language=language
                label=label
                value=value
                note=note
                used=level.used
                limit=level.allowance
            />
            {advice.map(|advice| view! { <p class="small">{advice}</p> })}
        </div>
    }
    .into_any()
}

/// What the step reached means for the customer. R-BIL-7
fn advice(language: Language, level: Level, rate: &str) -> Option<String> {
    let words = match level.alert()? {
        Alert::Half => t::half(language).to_owned(),
        Alert::NearlyUsedUp => t::nearly(language, rate),
        Alert::UsedUp if level.beyond() > 0 => {
            t::beyond(language, &format::quantity(language, level.kind, level.beyond()), rate)
        }
        Alert::UsedUp => t::now_costs(language, rate),
    };
    Some(words)
}

/// What more of it costs.
fn rate(language: Language, kind: UsageKind, rates: &Overage) -> String {
    let (price, words): (Money, fn(Language, &str) -> String) = match kind {
        UsageKind::Voice => (rates.voice_minute, t::per_minute),
        UsageKind::Data => (rates.data_block, t::per_block),
        UsageKind::Message => (rates.message, t::per_message),
    };
    if price.is_zero() { t::free(language).to_owned() } else { words(language, &format::money(price)) }
}

/// What the use beyond the plan has cost so far.
pub(super) fn cost(language: Language, used: &LineUsage, running: Cycle) -> impl IntoView + use<> {
    let overage = used.overage;
    let total = overage.total();
    let costs = total > Money::ZERO;
    let kinds = [
        (UsageKind::Data, overage.data),
        (UsageKind::Voice, overage.voice),
        (UsageKind::Message, overage.messages),
    ];
    let items = kinds
        .into_iter()
        .filter(|(_, amount)| !amount.is_zero())
        .map(|(kind, amount)| {
            view! {
                <li class="cluster between">
                    <span>{t::kind(language, kind)}</span>
                    <span class="money">{format::money(amount)}</span>
                </li>
            }
        })
        .collect_view();
    let note = if costs {
        t::on_the_bill(language, &format::month(language, running.first()))
    } else {
        t::no_cost(language).to_owned()
    };
    view! {
        <Card title=t::cost(language)>
            <Figure label=t::cost_so_far(language) value=format::money(total) note=note />
            {costs
                .then(|| {
                    view! {
                        <ul class="lines">{items}</ul>
                        <div class="actions">
                            <ButtonLink
                                href="/recommendations"
                                text=t::better_plan(language)
                                weight=Weight::Secondary
                            />
                        </div>
                    }
                })}
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::little(10, None, None)]
    #[case::half(110, Some("已用过半。"), Some("More than half is used."))]
    #[case::nearly(
        170,
        Some("快用完了。超出后每分钟¥0.15。"),
        Some("Nearly used up. Beyond it, ¥0.15 a minute.")
    )]
    #[case::all(200, Some("继续使用将另外收费：每分钟¥0.15。"), Some("More costs extra: ¥0.15 a minute."))]
    #[case::beyond(
        230,
        Some("已超出 30 分钟，每分钟¥0.15。"),
        Some("30 min beyond it so far: ¥0.15 a minute.")
    )]
    fn each_step_is_explained(#[case] used: i64, #[case] zh: Option<&str>, #[case] en: Option<&str>) {
        let rates = Overage {
            voice_minute: Money::from_fen(15),
            data_block: Money::from_fen(300),
            message: Money::ZERO,
        };
        let level = Level { kind: UsageKind::Voice, used, allowance: Some(200) };
        let said = |language| advice(language, level, &rate(language, UsageKind::Voice, &rates));
        assert_eq!(said(Language::ZhCn).as_deref(), zh);
        assert_eq!(said(Language::En).as_deref(), en);
    }

    #[rstest]
    #[case(UsageKind::Data, "每100 MB ¥3.00", "¥3.00 for each 100 MB")]
    #[case(UsageKind::Message, "不另收费", "no extra charge")]
    fn rates_are_told(#[case] kind: UsageKind, #[case] zh: &str, #[case] en: &str) {
        let rates = Overage {
            voice_minute: Money::from_fen(15),
            data_block: Money::from_fen(300),
            message: Money::ZERO,
        };
        assert_eq!(rate(Language::ZhCn, kind, &rates), zh);
        assert_eq!(rate(Language::En, kind, &rates), en);
    }
}
