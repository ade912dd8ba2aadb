//! Twelve months of bills as a chart.

use crate::{components::*, format, locales::bills as t};
use crm::{bills::MonthTotal, cycle::Cycle, language::Language, money::Money};
use leptos::prelude::*;

/// Yuan that have room over a bar among twelve.
const FITS_OVER_A_BAR: i64 = 999;

/// The chart, with `highlighted` as the month the page is about.
pub(crate) fn chart(
    language: Language,
    months: &[MonthTotal],
    highlighted: Option<Cycle>,
) -> impl IntoView + use<> {
    let roomy = months.iter().filter_map(|month| month.total).all(|total| yuan(total) <= FITS_OVER_A_BAR);
    let bars = months
        .iter()
        .map(|month| {
            let first = month.cycle.first();
            let highlighted = highlighted == Some(month.cycle);
            let brief = month.total.filter(|_| roomy || highlighted);
            Bar {
                label: format::month(language, first),
                axis: format::month_short(language, first),
                value: month.total.map_or(0, Money::fen),
                text: month.total.map_or_else(|| t::no_bill(language).to_owned(), format::money),
                brief: brief.map(|total| format::count(yuan(total))).unwrap_or_default(),
                highlighted,
            }
        })
        .collect();
    let summary = summary(language, months);
    view! {
        <Card title=t::twelve_months(language)>
            <BarChart
                language=language
                id="months"
                title=t::twelve_months(language)
                summary=summary
                columns=[t::period(language).to_owned(), t::amount(language).to_owned()]
                bars=bars
            />
        </Card>
    }
}

fn yuan(amount: Money) -> i64 {
    amount.share(1, 100).fen()
}

fn summary(language: Language, months: &[MonthTotal]) -> String {
    let billed: Vec<(Cycle, Money)> =
        months.iter().filter_map(|month| Some((month.cycle, month.total?))).collect();
    let Some((month, highest)) = billed.iter().max_by_key(|(cycle, total)| (*total, *cycle)) else {
        return t::nothing_billed(language).to_owned();
    };
    let count = i64::try_from(billed.len()).unwrap_or(1);
    let average = billed.iter().map(|(_, total)| *total).sum::<Money>().share(1, count);
    let month = format::month(language, month.first());
    t::average(language, &format::money(average), &month, &format::money(*highest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::none(&[None, None], "这12个月没有账单。", "Nothing was billed in these twelve months.")]
    #[case::gap(
        &[Some(10_000), None, Some(10_101)],
        "有账单的月份平均每月¥100.51，最高为2026年3月的¥101.01。",
        "¥100.51 a month on average; the highest was ¥101.01 in Mar 2026."
    )]
    #[case::latest_of_equals(
        &[Some(10_000), Some(10_000)],
        "有账单的月份平均每月¥100.00，最高为2026年2月的¥100.00。",
        "¥100.00 a month on average; the highest was ¥100.00 in Feb 2026."
    )]
    fn what_the_chart_says(#[case] totals: &[Option<i64>], #[case] zh: &str, #[case] en: &str) {
        let months: Vec<MonthTotal> = (0..)
            .zip(totals)
            .map(|(at, total)| MonthTotal {
                cycle: Cycle::of(date(2026, 1, 1)).plus(at),
                total: total.map(Money::from_fen),
            })
            .collect();
        assert_eq!(summary(Language::ZhCn, &months), zh);
        assert_eq!(summary(Language::En, &months), en);
    }
}
