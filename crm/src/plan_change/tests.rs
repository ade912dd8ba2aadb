use super::*;
use crate::{
    agreements::Term,
    catalogue::{Eligibility, OfferingKind, tests::plan},
    ids::{AccountId, AgreementId, CustomerId, LineId},
    lines::{BarReason, LineKind},
    products::{ProductStatus, tests::product},
};
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

const MID_NOVEMBER: Date = date(2026, 11, 16);

/// A phone line on plan `NOW` for 99 yuan, with two add-ons, that may change to a dearer, a cheaper and an equal plan.
fn facts(today: Date) -> Facts {
    let open_ended = |plan| Offering { sale_from: date(2020, 1, 1), sale_until: None, ..plan };
    Facts {
        line: Line {
            id: LineId(Uuid::nil()),
            code: "k7".to_owned(),
            customer_id: CustomerId(Uuid::nil()),
            account_id: AccountId(Uuid::nil()),
            kind: LineKind::Phone,
            msisdn: None,
            state: LineState::Active,
            barred: None,
            barred_beneath: None,
            since: date(2024, 1, 1),
            ended_on: None,
            version: 1,
        },
        plan_product: Product {
            starts_on: date(2020, 1, 1),
            ..product("NOW", OfferingKind::Plan, Money::from_yuan(99))
        },
        add_on_products: vec![
            Product {
                starts_on: date(2020, 1, 1),
                ..product("FILMS", OfferingKind::AddOn, Money::from_yuan(15))
            },
            Product {
                starts_on: date(2020, 1, 1),
                ..product("BACKUP", OfferingKind::AddOn, Money::from_yuan(5))
            },
        ],
        targets: [plan("NOW", 109), plan("MORE", 129), plan("LESS", 59), plan("LEVEL", 99)]
            .map(open_ended)
            .into(),
        agreement: None,
        pending_order: None,
        overdue: Money::ZERO,
        senior: false,
        today,
    }
}

fn bound(today: Date, ends_on: Date) -> Facts {
    let agreement = Agreement {
        id: AgreementId(Uuid::nil()),
        line_id: LineId(Uuid::nil()),
        term: Term::TwoYears,
        starts_on: date(2025, 1, 1),
        ends_on: Some(ends_on),
        committed_monthly: Money::from_yuan(99),
        termination_percent: 30,
    };
    Facts { agreement: Some(agreement), ..facts(today) }
}

fn code(code: &str) -> OfferingCode {
    OfferingCode(code.to_owned())
}

fn wish(to: &str, start: Start) -> Wish {
    Wish { to: code(to), start, seen_price: None, seen_effective_on: None, accept_fee: None }
}

#[rstest]
#[case::first_day(date(2026, 11, 1), 3_000)]
#[case::middle(MID_NOVEMBER, 1_500)]
#[case::last_day(date(2026, 11, 30), 100)]
#[case::last_day_of_31(date(2026, 12, 31), 97)] // 30.00 ÷ 31 = 0.9677
#[case::leap_february(date(2024, 2, 29), 103)] // 30.00 ÷ 29 = 1.0345
#[case::february(date(2026, 2, 28), 107)] // 30.00 ÷ 28 = 1.0714
#[case::whole_leap_february(date(2024, 2, 1), 3_000)]
fn an_upgrade_now_pays_the_difference_for_the_days_left(#[case] today: Date, #[case] fen: i64) {
    let terms = decide(&facts(today), &wish("MORE", Start::Now)).unwrap();
    assert_eq!(terms.proration, Money::from_fen(fen));
    assert_eq!(terms.next_bill_difference, terms.proration);
    assert_eq!(terms.monthly_difference(), Money::from_yuan(30));
    assert_eq!((terms.direction, terms.effective_on), (Direction::Upgrade, today));
}

#[rstest]
#[case::upgrade("MORE", Direction::Upgrade, 30)]
#[case::sideways("LEVEL", Direction::Sideways, 0)]
#[case::downgrade("LESS", Direction::Downgrade, -40)]
fn a_change_from_the_next_cycle_leaves_the_next_bill(
    #[case] to: &str,
    #[case] direction: Direction,
    #[case] monthly_yuan: i64,
    #[values(date(2026, 11, 1), MID_NOVEMBER, date(2026, 11, 30))] today: Date,
) {
    let terms = decide(&facts(today), &wish(to, Start::NextCycle)).unwrap();
    assert_eq!((terms.direction, terms.effective_on), (direction, date(2026, 12, 1)));
    assert_eq!((terms.proration, terms.termination_fee), (Money::ZERO, Money::ZERO));
    assert_eq!(terms.next_bill_difference, Money::ZERO);
    assert_eq!(terms.monthly_difference(), Money::from_yuan(monthly_yuan));
    assert_eq!(terms.charges(), []);
}

#[rstest]
#[case::downgrade("LESS", MID_NOVEMBER, date(2026, 12, 1))]
#[case::sideways("LEVEL", MID_NOVEMBER, date(2026, 12, 1))]
#[case::even_on_the_first_day("LESS", date(2026, 11, 1), date(2026, 12, 1))]
#[case::on_the_last_day_of_the_year("LESS", date(2026, 12, 31), date(2027, 1, 1))]
fn only_upgrades_start_now(#[case] to: &str, #[case] today: Date, #[case] from: Date) {
    assert_eq!(decide(&facts(today), &wish(to, Start::Now)), Err(Refusal::OnlyNextCycle { from }));
}

#[test]
fn the_signed_price_counts_not_the_list_price() {
    let mut facts = facts(MID_NOVEMBER);
    facts.plan_product.monthly_price = Money::from_yuan(150);
    assert_eq!(quote(&facts, &code("MORE"), Start::NextCycle).unwrap().direction, Direction::Downgrade);
}

#[rstest]
#[case::barred(
    |f: &mut Facts| { f.line.state = LineState::Suspended; f.line.barred = Some(BarReason::Lost); },
    Refusal::LineBarred { by: Some(BarReason::Lost) },
)]
#[case::ended(
    |f: &mut Facts| { f.line.state = LineState::Terminated; f.line.ended_on = Some(date(2026, 10, 31)); },
    Refusal::LineEnded { on: Some(date(2026, 10, 31)) },
)]
#[case::pending(
    |f: &mut Facts| f.pending_order = Some("4471-3".to_owned()),
    Refusal::PendingChange { order: "4471-3".to_owned() },
)]
#[case::overdue(|f: &mut Facts| f.overdue = Money::from_fen(1), Refusal::Overdue { amount: Money::from_fen(1) })]
fn what_forbids_any_change(#[case] spoil: fn(&mut Facts), #[case] refusal: Refusal) {
    let mut facts = facts(MID_NOVEMBER);
    assert_eq!(may_change(&facts), Ok(()));
    spoil(&mut facts);
    assert_eq!(may_change(&facts), Err(refusal.clone()));
    assert_eq!(decide(&facts, &wish("MORE", Start::Now)), Err(refusal));
    assert!(quote(&facts, &code("MORE"), Start::Now).is_ok(), "a preview still shows the terms");
}

#[rstest]
#[case::same_plan("NOW", |_: &mut Offering| {}, Refusal::SamePlan { plan: code("NOW") })]
#[case::unknown("NONE", |_: &mut Offering| {}, Refusal::UnknownPlan { to: code("NONE") })]
#[case::not_a_plan("MORE", |o: &mut Offering| o.kind = OfferingKind::AddOn, Refusal::UnknownPlan { to: code("MORE") })]
#[case::for_other_lines(
    "MORE", |o: &mut Offering| o.line_kind = LineKind::Internet, Refusal::UnknownPlan { to: code("MORE") },
)]
#[case::no_longer_sold(
    "MORE",
    |o: &mut Offering| o.sale_until = Some(date(2026, 11, 15)),
    Refusal::NotOnSale { from: date(2020, 1, 1), until: Some(date(2026, 11, 15)) },
)]
#[case::not_yet_sold(
    "MORE",
    |o: &mut Offering| o.sale_from = date(2026, 11, 17),
    Refusal::NotOnSale { from: date(2026, 11, 17), until: None },
)]
#[case::for_seniors(
    "MORE",
    |o: &mut Offering| o.eligibility = Eligibility::Seniors,
    Refusal::NotEligible { only: Eligibility::Seniors },
)]
fn plans_this_customer_cannot_order(
    #[case] to: &str,
    #[case] spoil: fn(&mut Offering),
    #[case] refusal: Refusal,
) {
    let mut facts = facts(MID_NOVEMBER);
    facts.targets.iter_mut().for_each(spoil);
    assert_eq!(decide(&facts, &wish(to, Start::NextCycle)), Err(refusal));
}

#[test]
fn seniors_get_plans_for_seniors() {
    let mut facts = Facts { senior: true, ..facts(MID_NOVEMBER) };
    facts.targets[1].eligibility = Eligibility::Seniors;
    assert!(decide(&facts, &wish("MORE", Start::Now)).is_ok());
}

#[rstest]
// 40.00 less in each of 4 months (December to March), 30 % of it.
#[case::four_months(MID_NOVEMBER, date(2027, 3, 31), 4_800)]
#[case::a_started_month_counts_whole(MID_NOVEMBER, date(2027, 3, 1), 4_800)]
#[case::one_day(MID_NOVEMBER, date(2026, 12, 1), 1_200)]
#[case::ends_with_this_cycle(MID_NOVEMBER, date(2026, 11, 30), 0)]
#[case::ended_before(MID_NOVEMBER, date(2026, 10, 31), 0)]
fn leaving_an_agreement_costs_exactly_this(#[case] today: Date, #[case] ends_on: Date, #[case] fen: i64) {
    let terms = quote(&bound(today, ends_on), &code("LESS"), Start::NextCycle).unwrap();
    assert_eq!(terms.termination_fee, Money::from_fen(fen));
    assert_eq!(terms.next_bill_difference, terms.termination_fee);
}

#[rstest]
#[case::not_accepted(None, false)]
#[case::a_fen_too_little(Some(4_799), false)]
#[case::a_fen_too_much(Some(4_801), false)]
#[case::exactly(Some(4_800), true)]
fn the_fee_must_be_accepted_to_the_fen(#[case] accepted: Option<i64>, #[case] ok: bool) {
    let facts = bound(MID_NOVEMBER, date(2027, 3, 31));
    let wish = Wish { accept_fee: accepted.map(Money::from_fen), ..wish("LESS", Start::NextCycle) };
    let locked_in = Refusal::LockedIn { until: date(2027, 3, 31), fee: Money::from_fen(4_800) };
    let decision = decide(&facts, &wish);
    assert_eq!(decision, if ok { quote(&facts, &wish.to, wish.start) } else { Err(locked_in) });
}

#[rstest]
#[case::upgrade("MORE", Start::Now)]
#[case::sideways("LEVEL", Start::NextCycle)]
fn an_agreement_does_not_stop_who_pays_as_much(#[case] to: &str, #[case] start: Start) {
    let mut facts = bound(MID_NOVEMBER, date(2027, 3, 31));
    // Committed to more than is paid now: still no fee for paying no less than now.
    facts.agreement.as_mut().unwrap().committed_monthly = Money::from_yuan(200);
    assert_eq!(decide(&facts, &wish(to, start)).unwrap().termination_fee, Money::ZERO);
}

#[rstest]
#[case::as_seen(Some(12_900), Some(MID_NOVEMBER), None)]
#[case::cheaper_now(
    Some(13_900), None, Some(Refusal::PriceChanged { seen: Money::from_fen(13_900), now: Money::from_fen(12_900) }),
)]
#[case::dearer_now(
    Some(12_899), None, Some(Refusal::PriceChanged { seen: Money::from_fen(12_899), now: Money::from_fen(12_900) }),
)]
#[case::after_midnight(
    Some(12_900),
    Some(date(2026, 11, 15)),
    Some(Refusal::DateChanged { seen: date(2026, 11, 15), now: MID_NOVEMBER }),
)]
fn what_changed_since_the_preview_is_shown_again(
    #[case] fen: Option<i64>,
    #[case] seen_effective_on: Option<Date>,
    #[case] refusal: Option<Refusal>,
) {
    let wish = Wish { seen_price: fen.map(Money::from_fen), seen_effective_on, ..wish("MORE", Start::Now) };
    assert_eq!(decide(&facts(MID_NOVEMBER), &wish).err(), refusal);
}

#[test]
fn add_ons_the_new_plan_excludes_end_and_are_given_back() {
    let mut facts = facts(MID_NOVEMBER);
    facts.targets[1].excludes = vec![code("FILMS"), code("GAMES")];
    let terms = quote(&facts, &code("MORE"), Start::Now).unwrap();
    assert_eq!(
        (terms.lost_add_ons.as_slice(), terms.lost_add_ons_price),
        (&[code("FILMS")][..], Money::from_yuan(15))
    );
    assert_eq!(terms.monthly_difference(), Money::from_yuan(15));
    let charge = |kind, offering, fen| AddedCharge {
        kind,
        offering: Some(code(offering)),
        first: MID_NOVEMBER,
        last: date(2026, 11, 30),
        amount: Money::from_fen(fen),
    };
    assert_eq!(
        terms.charges(),
        [charge(ChargeKind::Proration, "MORE", 1_500), charge(ChargeKind::Credit, "FILMS", -750)]
    );
    assert_eq!(terms.next_bill_difference, Money::from_fen(750));

    let later = quote(&facts, &code("MORE"), Start::NextCycle).unwrap();
    assert_eq!((later.lost_add_ons_price, later.next_bill_difference), (Money::from_yuan(15), Money::ZERO));
}

#[test]
fn an_add_on_that_ends_anyway_is_not_lost() {
    let mut facts = facts(MID_NOVEMBER);
    facts.targets[1].excludes = vec![code("FILMS"), code("BACKUP")];
    facts.add_on_products[0].status = ProductStatus::PendingTerminate;
    facts.add_on_products[0].ends_on = Some(date(2026, 11, 30));
    let lost = |start| quote(&facts, &code("MORE"), start).unwrap().lost_add_ons;
    assert_eq!(lost(Start::Now), [code("FILMS"), code("BACKUP")]);
    assert_eq!(lost(Start::NextCycle), [code("BACKUP")]);
}

#[test]
fn the_fee_stands_on_the_next_bill_as_its_own_line() {
    let terms = quote(&bound(MID_NOVEMBER, date(2027, 3, 31)), &code("LESS"), Start::NextCycle).unwrap();
    let fee = AddedCharge {
        kind: ChargeKind::EarlyTermination,
        offering: Some(code("NOW")),
        first: date(2026, 12, 1),
        last: date(2026, 12, 1),
        amount: Money::from_fen(4_800),
    };
    assert_eq!(terms.charges(), [fee]);
}

fn days() -> impl Strategy<Value = Date> {
    (0..3_000_i64).prop_map(|days| date(2024, 1, 1).saturating_add(jiff::Span::new().days(days)))
}

proptest! {
    #[test]
    fn a_proration_never_exceeds_the_difference(today in days(), old in 0..50_000_i64, new in 0..50_000_i64) {
        let difference = Money::from_fen(new - old);
        let proration = rest_of_cycle(difference, Start::Now, today);
        prop_assert!(proration.abs() <= difference.abs());
        prop_assert!(proration.fen().signum() * difference.fen().signum() >= 0);
    }

    #[test]
    fn there_and_back_on_one_day_costs_nothing(today in days(), old in 0..50_000_i64, new in 0..50_000_i64) {
        let up = rest_of_cycle(Money::from_fen(new - old), Start::Now, today);
        let down = rest_of_cycle(Money::from_fen(old - new), Start::Now, today);
        prop_assert_eq!(up + down, Money::ZERO);
    }

    #[test]
    fn waiting_a_day_never_costs_more(today in days(), old in 0..50_000_i64, more in 0..50_000_i64) {
        let tomorrow = today.tomorrow().unwrap();
        prop_assume!(Cycle::of(today) == Cycle::of(tomorrow));
        let difference = Money::from_fen(more - old).max(Money::ZERO);
        prop_assert!(
            rest_of_cycle(difference, Start::Now, tomorrow) <= rest_of_cycle(difference, Start::Now, today)
        );
    }

    #[test]
    fn the_bill_difference_is_the_sum_of_its_lines(
        today in days(),
        ends in days(),
        new in 0..50_000_i64,
        films in 0..5_000_i64,
        excluded: bool,
    ) {
        let mut facts = bound(today, ends);
        facts.targets[1].monthly_price = Money::from_fen(new);
        facts.add_on_products[0].monthly_price = Money::from_fen(films);
        if excluded {
            facts.targets[1].excludes = vec![code("FILMS")];
        }
        for start in [Start::Now, Start::NextCycle] {
            let Ok(terms) = quote(&facts, &code("MORE"), start) else { continue };
            let sum: Money = terms.charges().iter().map(|charge| charge.amount).sum();
            prop_assert_eq!(terms.next_bill_difference, sum);
            prop_assert_eq!(sum, terms.proration + terms.add_on_credit() + terms.termination_fee);
            prop_assert!(start == Start::Now || sum == terms.termination_fee);
            prop_assert!(terms.termination_fee.is_zero() || terms.direction == Direction::Downgrade);
            // What was quoted and accepted is what is agreed.
            let wish = Wish {
                seen_price: Some(terms.new_price),
                seen_effective_on: Some(terms.effective_on),
                accept_fee: Some(terms.termination_fee),
                ..wish("MORE", start)
            };
            prop_assert_eq!(decide(&facts, &wish), Ok(terms));
        }
    }
}
