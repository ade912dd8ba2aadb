//! The days of a month, one chart per kind of use: minutes, megabytes and messages have no common height.

use super::kinds;
use crate::{components::*, format, locales::usage as t};
use crm::{
    Date,
    language::Language,
    usage::{DailyUsage, UsageKind},
};
use leptos::prelude::*;
use operations::usage::LineUsage;

/// The charts of the month that the page shows.
pub(super) fn charts(language: Language, used: &LineUsage, today: Date) -> impl IntoView + use<> {
    if used.days.is_empty() {
        let month = format::month(language, used.month.first());
        return view! {
            <Card>
                <p class="soft">{t::nothing_used(language, &month)}</p>
            </Card>
        }
        .into_any();
    }
    let (mut charts, mut none) = (Vec::new(), Vec::new());
    for kind in kinds(&used.line) {
        match summary(language, &used.days, *kind) {
            Some(summary) => charts.push(chart(language, used, *kind, summary, today)),
            None => none.push(t::none_of_kind(language, t::kind(language, *kind))),
        }
    }
    view! {
        <div class="grid">{charts}</div>
        {none.into_iter().map(|words| view! { <p class="soft">{words}</p> }).collect_view()}
    }
    .into_any()
}

fn chart(
    language: Language,
    used: &LineUsage,
    kind: UsageKind,
    summary: String,
    today: Date,
) -> impl IntoView + use<> {
    let name = t::kind(language, kind);
    let title = t::daily(language, name);
    let id = match kind {
        UsageKind::Voice => "voice-by-day",
        UsageKind::Data => "data-by-day",
        UsageKind::Message => "messages-by-day",
    };
    let month = used.month.first();
    let stacks = month
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= month.last_of_month())
        .map(|day| {
            let quantity = on(&used.days, kind, day);
            let text =
                if day > today { "–".to_owned() } else { format::quantity(language, kind, quantity) };
            Stack {
                label: format::day_and_month(language, day),
                axis: axis(day),
                parts: vec![(quantity, text)],
            }
        })
        .collect();
    view! {
        <Card title=title.clone()>
            <DailyChart
                language=language
                id=id
                title=title
                summary=summary
                column=t::day(language)
                series=vec![Series::new(name)]
                stacks=stacks
            />
        </Card>
    }
}

/// The first day and every fifth have room on the axis.
fn axis(day: Date) -> String {
    if day.day() == 1 || day.day() % 5 == 0 { day.day().to_string() } else { String::new() }
}

fn on(days: &[DailyUsage], kind: UsageKind, day: Date) -> i64 {
    days.iter().filter(|used| used.kind == kind && used.day == day).map(|used| used.quantity).sum()
}

/// The sum and the day with most of it; `None` when there was none.
fn summary(language: Language, days: &[DailyUsage], kind: UsageKind) -> Option<String> {
    let of_kind = || days.iter().filter(|used| used.kind == kind && used.quantity > 0);
    let most = of_kind().max_by_key(|used| used.quantity)?;
    let sum = of_kind().map(|used| used.quantity).sum();
    Some(t::most_on(
        language,
        &format::quantity(language, kind, sum),
        &format::day_and_month(language, most.day),
        &format::quantity(language, kind, most.quantity),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case(
        UsageKind::Voice,
        Some("共 12 分钟，11月3日最多（7 分钟）。"),
        Some("12 min in all, most on 3 Nov (7 min).")
    )]
    #[case(
        UsageKind::Data,
        Some("共 300 MB，11月3日最多（300 MB）。"),
        Some("300 MB in all, most on 3 Nov (300 MB).")
    )]
    #[case(UsageKind::Message, None, None)]
    fn a_month_in_a_sentence(#[case] kind: UsageKind, #[case] zh: Option<&str>, #[case] en: Option<&str>) {
        let used = |day, kind, quantity| DailyUsage { day: date(2026, 11, day), kind, quantity, events: 1 };
        let days =
            [used(2, UsageKind::Voice, 5), used(3, UsageKind::Voice, 7), used(3, UsageKind::Data, 300)];
        assert_eq!(summary(Language::ZhCn, &days, kind).as_deref(), zh);
        assert_eq!(summary(Language::En, &days, kind).as_deref(), en);
        assert_eq!(on(&days, UsageKind::Voice, date(2026, 11, 3)), 7);
        assert_eq!(on(&days, UsageKind::Voice, date(2026, 11, 4)), 0);
    }
}
