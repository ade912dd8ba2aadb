//! Why a bill differs from another, in words. R-BIL-2

use crate::{components::*, format, locales::bills as t, locales::charges, pages::home::line_name};
use crm::{
    bill_comparison::{Change, Comparison, Reason, Side},
    bills::{Bill, ChargeKind},
    language::Language,
    lines::Line,
    money::Money,
    usage::UsageKind,
};
use leptos::prelude::*;
use operations::{
    bills::BillView,
    catalogue::{NameMap, name_in},
};

/// The card that says why.
pub(super) fn why(language: Language, view: &BillView) -> impl IntoView + use<> {
    let number = &view.balance.bill.number;
    let Some(compared) = &view.compared else {
        return view! {
            <Card>
                <p>{t::first_bill(language)}</p>
            </Card>
        }
        .into_any();
    };
    let then = format::month(language, compared.period_first);
    let words = Words { language, names: &view.names, then: &then };
    let several = view.customer_lines.len() > 1;
    let comparison = &view.comparison;
    let (same, differing): (Vec<&Change>, Vec<&Change>) =
        comparison.changes.iter().partition(|change| change.reason == Reason::Unchanged);
    let nothing_differs = differing.is_empty();
    let items = differing
        .into_iter()
        .map(|change| {
            let line = several.then(|| line_of(language, &view.customer_lines, change)).flatten();
            item(words.thing(change), line, words.sentence(change), change.difference())
        })
        .collect_view();
    let unchanged = (!nothing_differs && !same.is_empty()).then(|| {
        let amount: Money =
            same.iter().filter_map(|change| change.after.as_ref()).map(|side| side.amount).sum();
        let count = i64::try_from(same.len()).unwrap_or(i64::MAX);
        view! { <li class="soft">{t::unchanged(language, count, &format::money(amount))}</li> }
    });
    let changes = if nothing_differs {
        view! { <p>{t::nothing_differs(language, &then)}</p> }.into_any()
    } else {
        view! {
            <ul class="lines">
                {items} {unchanged}
                <li class="cluster between strong">
                    <span>{t::sum(language)}</span>
                    <span class="money">{format::money_difference(comparison.difference)}</span>
                </li>
            </ul>
        }
        .into_any()
    };
    let headline = words.headline(comparison);
    let choose = choose(language, number, compared, &view.earlier);
    view! {
        <Card title=t::why(language, &then)>
            <p>{headline}</p>
            {changes}
            {choose}
        </Card>
    }
    .into_any()
}

fn line_of(language: Language, lines: &[Line], change: &Change) -> Option<String> {
    let line = lines.iter().find(|line| Some(line.id) == change.line_id)?;
    Some(line_name(language, line))
}

fn item(thing: String, line: Option<String>, sentence: String, difference: Money) -> impl IntoView {
    view! {
        <li>
            <p class="cluster between strong">
                <span>{thing}</span>
                <span class="money">{format::money_difference(difference)}</span>
            </p>
            <p class="soft">{sentence}</p>
            {line.map(|line| view! { <p class="soft small">{line}</p> })}
        </li>
    }
}

/// Another month to compare with, where there is a choice.
fn choose(language: Language, number: &str, compared: &Bill, earlier: &[Bill]) -> impl IntoView + use<> {
    (earlier.len() > 1).then(|| {
        let options = earlier
            .iter()
            .map(|bill| Choice::new(bill.number.clone(), format::month(language, bill.period_first)))
            .collect();
        view! {
            <form class="filters" method="get" action=format!("/bills/{number}")>
                <SelectField
                    name="compare"
                    label=t::compare_with(language)
                    options=options
                    value=compared.number.clone()
                />
                <SubmitButton text=t::compare(language) weight=Weight::Secondary />
            </form>
        }
    })
}

/// What sentences about changes are made with.
struct Words<'a> {
    language: Language,
    names: &'a NameMap,
    /// The month compared with.
    then: &'a str,
}

impl Words<'_> {
    /// By how much, in one sentence.
    fn headline(&self, comparison: &Comparison) -> String {
        let Self { language, then, .. } = *self;
        let before = format::money(comparison.previous.unwrap_or_default());
        let after = format::money(comparison.current);
        let difference = format::money(comparison.difference.abs());
        if comparison.difference.is_zero() {
            t::same_total(language, then, &after)
        } else if comparison.difference.is_negative() {
            t::less(language, then, &difference, &before, &after)
        } else {
            t::more(language, then, &difference, &before, &after)
        }
    }

    /// What it is about.
    fn thing(&self, change: &Change) -> String {
        let offering = change.offering().map(|code| name_in(self.names, code, self.language));
        charges::name(self.language, change.kind, change.usage, offering)
    }

    /// Why it differs.
    fn sentence(&self, change: &Change) -> String {
        let Self { language, then, .. } = *self;
        let before = amount(change.before.as_ref());
        let after = amount(change.after.as_ref());
        let is_credit = change.difference().is_negative();
        match change.reason {
            Reason::Unchanged => t::nothing_differs(language, then),
            Reason::PlanChanged => {
                let old = change.before.as_ref().and_then(|side| side.offering.as_ref());
                let old = old.map_or_else(
                    || charges::kind(language, ChargeKind::Plan),
                    |code| name_in(self.names, code, language),
                );
                t::plan_changed(language, old, &before, &after)
            }
            Reason::PlanBegan | Reason::AddOnBegan => t::began(language, then),
            Reason::PlanEnded | Reason::AddOnEnded => t::ended(language, then),
            Reason::PriceChanged => t::price_changed(language, &before, &after),
            Reason::PartialMonth { days, of } => t::part_of_month(language, days, of),
            Reason::WholeMonthAgain { days, of } => t::whole_month_again(language, then, days, of),
            Reason::UsageUp | Reason::UsageDown => self.used(change),
            Reason::OneOffAdded if is_credit => t::credited_once(language, then),
            Reason::OneOffAdded => t::charged_once(language, then),
            // What is gone was a credit when the bill grew without it.
            Reason::OneOffGone if is_credit => t::was_charged_once(language, then),
            Reason::OneOffGone => t::was_credited_once(language, then),
            Reason::OneOffChanged => t::changed(language, &before, &after),
            Reason::DiscountBegan => t::discount_began(language, then),
            Reason::DiscountEnded => t::discount_ended(language, then, &reduction(change.before.as_ref())),
            Reason::DiscountChanged => t::discount_changed(
                language,
                &reduction(change.before.as_ref()),
                &reduction(change.after.as_ref()),
            ),
        }
    }

    fn used(&self, change: &Change) -> String {
        let Self { language, then, .. } = *self;
        let words = |side: &Side| quantity(language, change.usage, side.quantity);
        match (&change.before, &change.after) {
            (Some(before), Some(after)) => t::used_both(language, then, &words(before), &words(after)),
            (Some(before), None) => t::used_then(language, then, &words(before)),
            (None, after) => t::used_now(language, then, &after.as_ref().map(words).unwrap_or_default()),
        }
    }
}

fn amount(side: Option<&Side>) -> String {
    format::money(side.map_or(Money::ZERO, |side| side.amount))
}

/// What a discount takes off.
fn reduction(side: Option<&Side>) -> String {
    format::money(side.map_or(Money::ZERO, |side| -side.amount))
}

/// How much of something, in its unit where it has one.
pub(super) fn quantity(language: Language, used: Option<UsageKind>, quantity: i64) -> String {
    used.map_or_else(|| format::count(quantity), |kind| format::quantity(language, kind, quantity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::bills::samples::names;
    use crm::catalogue::OfferingCode;
    use jiff::civil::date;
    use rstest::rstest;

    fn side(offering: &str, quantity: i64, fen: i64) -> Side {
        Side {
            offering: (!offering.is_empty()).then(|| OfferingCode(offering.to_owned())),
            quantity,
            first: date(2026, 10, 1),
            last: date(2026, 10, 31),
            amount: Money::from_fen(fen),
        }
    }

    fn change(kind: ChargeKind, reason: Reason, before: Option<Side>, after: Option<Side>) -> Change {
        let usage = (kind == ChargeKind::Usage).then_some(UsageKind::Data);
        Change { kind, line_id: None, usage, before, after, reason }
    }

    #[rstest]
    #[case::plan_changed(
        change(ChargeKind::Plan, Reason::PlanChanged, Some(side("A", 1, 9_900)), Some(side("B", 1, 12_900))),
        "由“畅聊 99 元”（¥99.00）更换而来，现为¥129.00。",
        "Replaces Talk 99: ¥129.00 instead of ¥99.00."
    )]
    #[case::plan_began(
        change(ChargeKind::Plan, Reason::PlanBegan, None, Some(side("A", 1, 9_900))),
        "新开通，2026年9月账单中没有。",
        "New: it was not on the bill for Sep 2026."
    )]
    #[case::add_on_ended(
        change(ChargeKind::AddOn, Reason::AddOnEnded, Some(side("A", 1, 900)), None),
        "2026年9月账单中有，本期没有。",
        "It was on the bill for Sep 2026 and is not on this one."
    )]
    #[case::price(
        change(ChargeKind::AddOn, Reason::PriceChanged, Some(side("A", 1, 900)), Some(side("A", 1, 1_000))),
        "价格由¥9.00变为¥10.00。",
        "The price is ¥10.00; it was ¥9.00."
    )]
    #[case::part(
        change(ChargeKind::Plan, Reason::PartialMonth { days: 12, of: 31 }, Some(side("A", 1, 9_900)), Some(side("A", 1, 3_832))),
        "本期只收12天（全月31天）。",
        "Charged for 12 of 31 days this time."
    )]
    #[case::whole_again(
        change(ChargeKind::Plan, Reason::WholeMonthAgain { days: 12, of: 30 }, Some(side("A", 1, 3_960)), Some(side("A", 1, 9_900))),
        "本期收整月；2026年9月只收12天（全月30天）。",
        "Charged for the whole month; in Sep 2026 it was 12 of 30 days."
    )]
    #[case::more_use(
        change(ChargeKind::Usage, Reason::UsageUp, Some(side("A", 300, 900)), Some(side("A", 2_048, 6_300))),
        "本期2 GB，2026年9月为300 MB。",
        "2 GB; in Sep 2026 it was 300 MB."
    )]
    #[case::first_use(
        change(ChargeKind::Usage, Reason::UsageUp, None, Some(side("A", 300, 900))),
        "本期300 MB，2026年9月没有。",
        "300 MB; none in Sep 2026."
    )]
    #[case::no_use(
        change(ChargeKind::Usage, Reason::UsageDown, Some(side("A", 300, 900)), None),
        "本期没有，2026年9月为300 MB。",
        "None; in Sep 2026 it was 300 MB."
    )]
    #[case::visit(
        change(ChargeKind::Visit, Reason::OneOffAdded, None, Some(side("", 1, 4_000))),
        "一次性费用，2026年9月账单中没有。",
        "A one-off charge that was not on the bill for Sep 2026."
    )]
    #[case::credit(
        change(ChargeKind::Credit, Reason::OneOffAdded, None, Some(side("", 1, -4_000))),
        "一次性减免，2026年9月账单中没有。",
        "A one-off credit that was not on the bill for Sep 2026."
    )]
    #[case::fee_gone(
        change(ChargeKind::LateFee, Reason::OneOffGone, Some(side("", 1, 500)), None),
        "一次性费用，只在2026年9月账单中。",
        "A one-off charge on the bill for Sep 2026 only."
    )]
    #[case::credit_gone(
        change(ChargeKind::Credit, Reason::OneOffGone, Some(side("", 1, -500)), None),
        "一次性减免，只在2026年9月账单中。",
        "A one-off credit on the bill for Sep 2026 only."
    )]
    #[case::roaming(
        change(ChargeKind::Roaming, Reason::OneOffChanged, Some(side("", 1, 500)), Some(side("", 1, 1_500))),
        "由¥5.00变为¥15.00。",
        "¥15.00; it was ¥5.00."
    )]
    #[case::discount(
        change(ChargeKind::Discount, Reason::DiscountBegan, None, Some(side("A", 1, -500))),
        "新的优惠，2026年9月账单中没有。",
        "A new discount that was not on the bill for Sep 2026."
    )]
    #[case::discount_ended(
        change(ChargeKind::Discount, Reason::DiscountEnded, Some(side("A", 1, -500)), None),
        "优惠已结束，2026年9月曾减免¥5.00。",
        "This discount has ended; it took ¥5.00 off the bill for Sep 2026."
    )]
    #[case::discount_changed(
        change(ChargeKind::Discount, Reason::DiscountChanged, Some(side("A", 1, -500)), Some(side("A", 1, -800))),
        "减免由¥5.00变为¥8.00。",
        "It takes off ¥8.00; it took off ¥5.00."
    )]
    fn sentences(#[case] change: Change, #[case] zh: &str, #[case] en: &str) {
        let names = names();
        let words = |language, then| Words { language, names: &names, then };
        assert_eq!(words(Language::ZhCn, "2026年9月").sentence(&change), zh);
        assert_eq!(words(Language::En, "Sep 2026").sentence(&change), en);
    }

    #[rstest]
    #[case::more(
        9_900,
        12_900,
        "比2026年9月多¥30.00（¥99.00→¥129.00）。",
        "¥30.00 more than in Sep 2026 (¥99.00 → ¥129.00)."
    )]
    #[case::less(
        12_900,
        9_900,
        "比2026年9月少¥30.00（¥129.00→¥99.00）。",
        "¥30.00 less than in Sep 2026 (¥129.00 → ¥99.00)."
    )]
    #[case::same(
        9_900,
        9_900,
        "总额与2026年9月相同，都是¥99.00。",
        "The total is the same as in Sep 2026: ¥99.00."
    )]
    fn headlines(#[case] before: i64, #[case] after: i64, #[case] zh: &str, #[case] en: &str) {
        let comparison = Comparison {
            previous: Some(Money::from_fen(before)),
            current: Money::from_fen(after),
            difference: Money::from_fen(after - before),
            changes: vec![],
        };
        let names = names();
        let words = |language, then| Words { language, names: &names, then };
        assert_eq!(words(Language::ZhCn, "2026年9月").headline(&comparison), zh);
        assert_eq!(words(Language::En, "Sep 2026").headline(&comparison), en);
    }
}
