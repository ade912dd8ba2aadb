use super::*;
use crate::{
    catalogue::{Eligibility, tests::plan},
    lines::LineKind,
    usage::UsageKind,
};
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;

fn used(voice_minutes: i64, data_mb: i64, messages: i64) -> CycleUsage {
    CycleUsage { voice_minutes, data_mb, messages }
}

fn history(months: &[CycleUsage]) -> History {
    History { first: Cycle::of(date(2026, 5, 1)), months: months.to_vec() }
}

/// 0.15 a minute, 3.00 a block of data, 0.10 a message beyond the allowances.
fn candidate(code: &str, yuan: i64, minutes: i64, mb: i64) -> Candidate {
    let allowances = Allowances { voice_minutes: Some(minutes), data_mb: Some(mb), messages: None };
    Candidate::listed(&Offering { allowances, ..plan(code, yuan) })
}

fn codes<'a>(plans: impl IntoIterator<Item = &'a OfferingCode>) -> Vec<&'a str> {
    plans.into_iter().map(|code| code.0.as_str()).collect()
}

#[test]
fn the_cheapest_plan_wins_with_its_arithmetic() {
    let history = history(&[used(100, 5_000, 3), used(300, 5_250, 0)]);
    let current = candidate("NOW", 99, 500, 10_000);
    let plans = [
        candidate("TINY", 19, 50, 1_000),
        candidate("FITS", 59, 200, 5_000),
        candidate("BIG", 129, 900, 90_000),
    ];
    let ranking = best(&history, &plans);
    assert_eq!(codes(ranking.places.iter().map(|place| &place.plan.code)), ["FITS", "BIG", "TINY"]);

    let advice = ranking.against(&current).unwrap();
    assert_eq!((advice.kind(), advice.plan().0.as_str()), (RecommendationKind::BetterPlan, "FITS"));
    let Advice::Better { current, best, saving } = advice else { panic!("{advice:?}") };
    let second =
        OverageCharges { voice: Money::from_yuan(15), data: Money::from_yuan(9), messages: Money::ZERO };
    let month = |number, usage, overage| MonthCost {
        cycle: Cycle::of(date(2026, number, 1)),
        usage,
        price: Money::from_yuan(59),
        overage,
    };
    assert_eq!(
        best.months,
        [month(5, used(100, 5_000, 3), OverageCharges::default()), month(6, used(300, 5_250, 0), second)]
    );
    assert_eq!(
        (best.total, current.total, saving),
        (Money::from_yuan(142), Money::from_yuan(198), Money::from_yuan(56))
    );
}

#[rstest]
#[case::signed_for_less(49, RecommendationKind::Stay, "NOW", 0)]
#[case::equal_is_not_better(59, RecommendationKind::Stay, "NOW", 0)]
#[case::signed_for_more(60, RecommendationKind::BetterPlan, "OTHER", 2)]
fn the_present_plan_counts_at_its_signed_price(
    #[case] signed_yuan: i64,
    #[case] kind: RecommendationKind,
    #[case] recommended: &str,
    #[case] saving_yuan: i64,
) {
    let history = history(&[used(10, 10, 10); 2]);
    let plans = [candidate("OTHER", 59, 100, 100)];
    let current = Candidate::signed(&plan("NOW", 99), Money::from_yuan(signed_yuan));
    let current = Candidate { allowances: plans[0].allowances, ..current };
    let advice = best(&history, &plans).against(&current).unwrap();
    assert_eq!((advice.kind(), advice.plan().0.as_str()), (kind, recommended));
    assert_eq!(advice.saving(), Money::from_yuan(saving_yuan));
}

#[test]
fn equal_totals_go_by_lower_price_then_by_code() {
    // 100 minutes cost 15.00 where none are included.
    let history = history(&[used(100, 0, 0)]);
    let plans = [candidate("C", 30, 100, 0), candidate("B", 30, 100, 0), candidate("D", 15, 0, 0)];
    let ranking = best(&history, &plans);
    assert_eq!(codes(ranking.places.iter().map(|place| &place.plan.code)), ["D", "B", "C"]);
    assert!(ranking.places.iter().all(|place| place.total == Money::from_yuan(30)));
}

#[test]
fn without_a_whole_month_nothing_is_advised() {
    let plans = [candidate("A", 1, 0, 0)];
    assert_eq!(best(&history(&[]), &plans).against(&plans[0]), None);
}

#[test]
fn with_nothing_to_change_to_the_advice_is_to_stay() {
    let advice = best(&history(&[used(1, 1, 1)]), &[]).against(&candidate("NOW", 59, 0, 0)).unwrap();
    assert_eq!(
        (advice.kind(), advice.months_to_earn_back(Money::from_yuan(1))),
        (RecommendationKind::Stay, None)
    );
}

#[rstest]
#[case::no_fee(0, 0)]
#[case::within_the_first_month(1, 1)]
#[case::exactly_two_months(2_000, 2)]
#[case::just_over_two_months(2_001, 3)]
fn a_fee_is_earned_back(#[case] fee_fen: i64, #[case] months: i64) {
    let plans = [candidate("LESS", 49, 100, 100)];
    let advice =
        best(&history(&[used(1, 1, 1); 6]), &plans).against(&candidate("NOW", 59, 100, 100)).unwrap();
    assert_eq!(advice.months_to_earn_back(Money::from_fen(fee_fen)), Some(months));
}

#[rstest]
#[case::long_a_customer(date(2020, 3, 3), date(2026, 11, 16), date(2026, 5, 1), 6)]
#[case::on_the_first_day_of_a_cycle(date(2020, 3, 3), date(2026, 11, 1), date(2026, 5, 1), 6)]
#[case::on_the_last_day_of_a_cycle(date(2020, 3, 3), date(2026, 10, 31), date(2026, 4, 1), 6)]
#[case::since_the_first_of_a_month(date(2026, 9, 1), date(2026, 11, 16), date(2026, 9, 1), 2)]
#[case::since_within_a_month(date(2026, 9, 2), date(2026, 11, 16), date(2026, 10, 1), 1)]
#[case::new(date(2026, 11, 2), date(2026, 11, 16), date(2026, 12, 1), 0)]
fn only_whole_finished_months_count(
    #[case] since: Date,
    #[case] today: Date,
    #[case] first: Date,
    #[case] months: usize,
) {
    let history = History::of(&[], since, today);
    assert_eq!((history.first.first(), history.months.len()), (first, months));
}

#[test]
fn a_history_keeps_months_without_use() {
    let day = |day, quantity| DailyUsage { day, kind: UsageKind::Data, quantity, events: 1 };
    let days = [
        day(date(2026, 4, 30), 1),  // before the six months
        day(date(2026, 5, 1), 2),   // first day
        day(date(2026, 10, 31), 4), // last day
        day(date(2026, 11, 1), 8),  // the running month
    ];
    let history = History::of(&days, date(2020, 1, 1), date(2026, 11, 16));
    assert_eq!(history.months.iter().map(|month| month.data_mb).collect::<Vec<_>>(), [2, 0, 0, 0, 0, 4]);
}

#[rstest]
#[case::anybody(false, &["DSL100", "FIBRE300"])]
#[case::senior(true, &["SENIOR100", "DSL100", "FIBRE300"])]
fn candidates_can_be_ordered_and_are_not_slower(#[case] senior: bool, #[case] expected: &[&str]) {
    let internet = |code, yuan, mbps| Offering {
        line_kind: LineKind::Internet,
        speed_mbps: Some(mbps),
        ..plan(code, yuan)
    };
    let present = internet("NOW100", 90, 100);
    let catalogue = [
        present.clone(),
        internet("FIBRE300", 120, 300),
        internet("DSL100", 60, 100),
        internet("DSL50", 40, 50),
        Offering { sale_until: Some(date(2026, 1, 2)), ..internet("OLD", 10, 500) },
        Offering { eligibility: Eligibility::Seniors, ..internet("SENIOR100", 30, 100) },
        plan("PHONE", 5),
    ];
    let found = candidates(&catalogue, &present, senior, date(2026, 11, 16));
    assert_eq!(codes(found.iter().map(|candidate| &candidate.code)), expected);
}

fn usages() -> impl Strategy<Value = CycleUsage> {
    (0..2_000_i64, 0..30_000_i64, 0..300_i64).prop_map(|(minutes, mb, messages)| used(minutes, mb, messages))
}

fn allowance(most: i64) -> impl Strategy<Value = Option<i64>> {
    prop_oneof![1 => Just(None), 4 => (0..most).prop_map(Some)]
}

fn plans() -> impl Strategy<Value = Vec<Candidate>> {
    // Few distinct prices, so that ties come up.
    let one = (0..6_i64, allowance(2_000), allowance(30_000), allowance(300), 0..3_i64);
    prop::collection::vec(one, 1..40).prop_map(|plans| {
        let with_number = |(number, (price, voice_minutes, data_mb, messages, rate))| Candidate {
            code: OfferingCode(format!("P{:02}", (number * 17) % 40)),
            monthly_price: Money::from_yuan(19 + price * 20),
            allowances: Allowances { voice_minutes, data_mb, messages },
            overage: Overage {
                voice_minute: Money::from_fen(rate * 10),
                data_block: Money::from_fen(rate * 100),
                message: Money::from_fen(rate * 5),
            },
        };
        (0..).zip(plans).map(with_number).collect::<Vec<Candidate>>()
    })
}

/// What a plan costs, counted out minute by minute and block by block, knowing nothing of the code under test.
fn counted_out(plan: &Candidate, months: &[CycleUsage]) -> i64 {
    let mut fen = 0;
    for month in months {
        fen += plan.monthly_price.fen();
        for (used, included, step, rate) in [
            (month.voice_minutes, plan.allowances.voice_minutes, 1, plan.overage.voice_minute),
            (month.data_mb, plan.allowances.data_mb, 100, plan.overage.data_block),
            (month.messages, plan.allowances.messages, 1, plan.overage.message),
        ] {
            let mut covered = included.unwrap_or(i64::MAX);
            while covered < used {
                covered += step;
                fen += rate.fen();
            }
        }
    }
    fen
}

proptest! {
    #[test]
    fn equals_brute_force(months in prop::collection::vec(usages(), 1..=6), plans in plans()) {
        let history = history(&months);
        let mut expected: Vec<(i64, i64, &str)> = plans
            .iter()
            .map(|plan| (counted_out(plan, &months), plan.monthly_price.fen(), plan.code.0.as_str()))
            .collect();
        expected.sort_unstable();
        let ranking = best(&history, &plans);
        let found: Vec<(i64, i64, &str)> = ranking
            .places
            .iter()
            .map(|place| (place.total.fen(), place.plan.monthly_price.fen(), place.plan.code.0.as_str()))
            .collect();
        prop_assert_eq!(&found, &expected);

        let current = plans.first().expect("at least one plan");
        let paid = counted_out(current, &months);
        match ranking.against(current).expect("at least one month") {
            Advice::Stay { current } => {
                prop_assert_eq!(current.total.fen(), paid);
                prop_assert_eq!(expected[0].0, paid);
            }
            Advice::Better { current, best, saving } => {
                prop_assert_eq!((current.total.fen(), best.total.fen()), (paid, expected[0].0));
                prop_assert_eq!(saving.fen(), paid - expected[0].0);
                prop_assert_eq!(best.plan.0.as_str(), expected[0].2);
                prop_assert_eq!(best.months.iter().map(MonthCost::total).sum::<Money>(), best.total);
            }
        }
    }
}
