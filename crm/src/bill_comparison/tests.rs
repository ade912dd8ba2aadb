use super::*;
use crate::{bills::BillState, customers::Origin};
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;
use strum::VariantArray;
use uuid::Uuid;

fn bill(month: i8, lines: &[BillLine]) -> Bill {
    let first = date(2026, month, 1);
    Bill {
        id: Uuid::from_u128(1).into(),
        number: "B7KQ2MXR4Z".into(),
        account_id: Uuid::from_u128(2).into(),
        customer_id: Uuid::from_u128(3).into(),
        period_first: first,
        period_last: first.last_of_month(),
        issued_on: first.last_of_month(),
        due_on: first.last_of_month(),
        total: lines.iter().map(|line| line.amount).sum(),
        state: BillState::Sent,
        origin: Origin::Generated,
    }
}

/// A line for the whole of `month`, or its days from `first_day` on.
fn line(month: i8, first_day: i8, kind: ChargeKind, offering: &str, quantity: i64, fen: i64) -> BillLine {
    BillLine {
        position: 1,
        kind,
        line_id: Some(Uuid::from_u128(4).into()),
        offering: (!offering.is_empty()).then(|| OfferingCode(offering.into())),
        usage: (kind == ChargeKind::Usage).then_some(UsageKind::Data),
        quantity,
        first: date(2026, month, first_day),
        last: date(2026, month, 1).last_of_month(),
        amount: Money::from_fen(fen),
    }
}

/// A line for the whole of September.
fn september(kind: ChargeKind, offering: &str, quantity: i64, fen: i64) -> BillLine {
    line(9, 1, kind, offering, quantity, fen)
}

/// A line for the whole of October.
fn october(kind: ChargeKind, offering: &str, quantity: i64, fen: i64) -> BillLine {
    line(10, 1, kind, offering, quantity, fen)
}

#[rstest]
#[case::same_plan(
    Some(september(ChargeKind::Plan, "A", 1, 9900)),
    Some(october(ChargeKind::Plan, "A", 1, 9900)),
    Reason::Unchanged
)]
#[case::other_plan(
    Some(september(ChargeKind::Plan, "A", 1, 9900)),
    Some(october(ChargeKind::Plan, "B", 1, 12900)),
    Reason::PlanChanged
)]
#[case::other_plan_same_price(
    Some(september(ChargeKind::Plan, "A", 1, 9900)),
    Some(october(ChargeKind::Plan, "B", 1, 9900)),
    Reason::PlanChanged
)]
#[case::first_plan(None, Some(october(ChargeKind::Plan, "A", 1, 9900)), Reason::PlanBegan)]
#[case::last_plan(Some(september(ChargeKind::Plan, "A", 1, 9900)), None, Reason::PlanEnded)]
#[case::new_price(
    Some(september(ChargeKind::Plan, "A", 1, 9900)),
    Some(october(ChargeKind::Plan, "A", 1, 8900)),
    Reason::PriceChanged
)]
#[case::part_of_this_month(
    Some(september(ChargeKind::Plan, "A", 1, 9900)),
    Some(line(10, 22, ChargeKind::Plan, "A", 1, 3194)),
    Reason::PartialMonth { days: 10, of: 31 }
)]
#[case::part_of_last_month(
    Some(line(9, 16, ChargeKind::AddOn, "A", 1, 750)),
    Some(october(ChargeKind::AddOn, "A", 1, 1500)),
    Reason::WholeMonthAgain { days: 15, of: 30 }
)]
#[case::new_add_on(None, Some(october(ChargeKind::AddOn, "S", 1, 1500)), Reason::AddOnBegan)]
#[case::add_on_gone(Some(september(ChargeKind::AddOn, "S", 1, 1500)), None, Reason::AddOnEnded)]
#[case::more_use(
    Some(september(ChargeKind::Usage, "", 300, 900)),
    Some(october(ChargeKind::Usage, "", 800, 2400)),
    Reason::UsageUp
)]
#[case::less_use(
    Some(september(ChargeKind::Usage, "", 800, 2400)),
    Some(october(ChargeKind::Usage, "", 300, 900)),
    Reason::UsageDown
)]
#[case::first_use(None, Some(october(ChargeKind::Usage, "", 300, 900)), Reason::UsageUp)]
#[case::no_more_use(Some(september(ChargeKind::Usage, "", 300, 900)), None, Reason::UsageDown)]
#[case::visit(None, Some(october(ChargeKind::Visit, "", 1, 8000)), Reason::OneOffAdded)]
#[case::fee_gone(Some(september(ChargeKind::LateFee, "", 1, 500)), None, Reason::OneOffGone)]
#[case::roaming(
    Some(september(ChargeKind::Roaming, "", 10, 500)),
    Some(october(ChargeKind::Roaming, "", 20, 1000)),
    Reason::OneOffChanged
)]
#[case::discount(None, Some(october(ChargeKind::Discount, "", 1, -1000)), Reason::DiscountBegan)]
#[case::no_discount(Some(september(ChargeKind::Discount, "", 1, -1000)), None, Reason::DiscountEnded)]
#[case::less_discount(
    Some(september(ChargeKind::Discount, "", 1, -1000)),
    Some(october(ChargeKind::Discount, "", 1, -500)),
    Reason::DiscountChanged
)]
fn tells_why(#[case] before: Option<BillLine>, #[case] after: Option<BillLine>, #[case] reason: Reason) {
    let (before, after): (Vec<_>, Vec<_>) = (before.into_iter().collect(), after.into_iter().collect());
    let comparison = compare(Some((&bill(9, &before), &before)), (&bill(10, &after), &after));
    let reasons: Vec<Reason> = comparison.changes.iter().map(|change| change.reason).collect();
    assert_eq!(reasons, [reason]);
}

#[test]
fn a_first_bill_is_all_new() {
    let lines =
        [line(10, 1, ChargeKind::Plan, "A", 1, 9900), line(10, 1, ChargeKind::Activation, "", 1, 5000)];
    let comparison = compare(None, (&bill(10, &lines), &lines));
    assert_eq!((comparison.previous, comparison.difference), (None, Money::from_yuan(149)));
    let reasons: Vec<Reason> = comparison.changes.iter().map(|change| change.reason).collect();
    assert_eq!(reasons, [Reason::PlanBegan, Reason::OneOffAdded]);
}

#[test]
fn lines_of_the_same_thing_are_one() {
    let before = [line(9, 1, ChargeKind::AddOn, "L", 1, 1000)];
    let after = [line(10, 1, ChargeKind::AddOn, "L", 1, 1000), line(10, 1, ChargeKind::AddOn, "L", 1, 1000)];
    let comparison = compare(Some((&bill(9, &before), &before)), (&bill(10, &after), &after));
    assert_eq!(comparison.changes.len(), 1);
    assert_eq!(comparison.changes[0].after.as_ref().map(|side| side.quantity), Some(2));
    assert_eq!(comparison.changes[0].difference(), Money::from_yuan(10));
}

#[test]
fn the_largest_difference_comes_first() {
    let before = [line(9, 1, ChargeKind::Plan, "A", 1, 9900), line(9, 1, ChargeKind::LateFee, "", 1, 6000)];
    let after = [line(10, 1, ChargeKind::Plan, "A", 1, 9900), line(10, 1, ChargeKind::Usage, "", 9, 500)];
    let comparison = compare(Some((&bill(9, &before), &before)), (&bill(10, &after), &after));
    let kinds: Vec<ChargeKind> = comparison.changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChargeKind::LateFee, ChargeKind::Usage, ChargeKind::Plan]);
}

fn lines(month: i8) -> impl Strategy<Value = Vec<BillLine>> {
    let kind = prop::sample::select(ChargeKind::VARIANTS);
    let any = (kind, 0_u128..3, 0_u8..3, 1_i8..29, 0_i64..900, -20_000_i64..20_000);
    prop::collection::vec(any, 0..20).prop_map(move |lines| {
        let one = |(kind, line_id, offering, first, quantity, fen): (ChargeKind, u128, u8, i8, i64, i64)| {
            let offering = ["", "A", "B"][usize::from(offering)];
            BillLine {
                line_id: (line_id > 0).then(|| Uuid::from_u128(line_id).into()),
                ..line(month, first, kind, offering, quantity, fen)
            }
        };
        lines.into_iter().map(one).collect()
    })
}

proptest! {
    #[test]
    fn the_changes_sum_to_the_difference(before in lines(9), after in lines(10)) {
        let (earlier, later) = (bill(9, &before), bill(10, &after));
        let comparison = compare(Some((&earlier, &before)), (&later, &after));
        let sum: Money = comparison.changes.iter().map(Change::difference).sum();
        prop_assert_eq!(sum, later.total - earlier.total);
        prop_assert_eq!(sum, comparison.difference);
        for change in &comparison.changes {
            prop_assert!(change.reason != Reason::Unchanged || change.difference().is_zero());
        }
    }

    #[test]
    fn a_bill_does_not_differ_from_itself(lines in lines(10)) {
        let bill = bill(10, &lines);
        let comparison = compare(Some((&bill, &lines)), (&bill, &lines));
        prop_assert!(comparison.changes.iter().all(|change| change.reason == Reason::Unchanged));
    }
}
