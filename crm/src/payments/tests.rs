use super::*;
use crate::{
    Date,
    bills::{Bill, BillState},
    customers::Origin,
};
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

/// A bill issued in `month` with `left` fen to pay; its id is the month.
fn balance(month: i8, left: i64) -> BillBalance {
    let first = date(2026, month, 1);
    let bill = Bill {
        id: Uuid::from_u128(u128::from(month.unsigned_abs())).into(),
        number: format!("B{month}"),
        account_id: Uuid::from_u128(100).into(),
        customer_id: Uuid::from_u128(101).into(),
        period_first: first,
        period_last: first.last_of_month(),
        issued_on: first.last_of_month(),
        due_on: first.last_of_month(),
        total: Money::from_yuan(100),
        state: BillState::Sent,
        origin: Origin::Generated,
    };
    BillBalance { bill, outstanding: Money::from_fen(left) }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_793_800_000 + second).unwrap()
}

fn begin(fen: i64, balances: &[BillBalance]) -> Result<Payment, Refusal> {
    let new = NewPayment {
        id: Uuid::from_u128(200).into(),
        number: "P7KQ2MXR4Z".into(),
        account_id: Uuid::from_u128(100).into(),
        customer_id: Uuid::from_u128(101).into(),
        amount: Money::from_fen(fen),
        method: PaymentMethod::Online,
    };
    Payment::begin(new, balances, at(0))
}

fn news(answered: Result<Answered, Refusal>) -> Payment {
    match answered {
        Ok(Answered::News(payment)) => payment,
        other => panic!("no news: {other:?}"),
    }
}

/// Months and fen.
fn spread_over(allocations: &[Allocation]) -> Vec<(u128, i64)> {
    allocations.iter().map(|part| (part.bill_id.0.as_u128(), part.amount.fen())).collect()
}

#[rstest]
#[case::all(&[(10, 700), (9, 300)], 1000, Ok(vec![(9, 300), (10, 700)]))]
#[case::oldest_first(&[(10, 700), (9, 300)], 301, Ok(vec![(9, 300), (10, 1)]))]
#[case::part_of_the_oldest(&[(10, 700), (9, 300)], 1, Ok(vec![(9, 1)]))]
#[case::settled_bills_take_nothing(&[(8, 0), (9, -50), (10, 700)], 700, Ok(vec![(10, 700)]))]
#[case::too_much(&[(10, 700), (9, 300)], 1001, Err(Refusal::MoreThanOwed { owed: Money::from_fen(1000) }))]
#[case::nothing(&[(10, 700)], 0, Err(Refusal::NotPositive))]
#[case::less_than_nothing(&[(10, 700)], -1, Err(Refusal::NotPositive))]
#[case::nothing_owed(&[(10, 0)], 1, Err(Refusal::NothingOwed))]
fn the_oldest_bill_is_paid_first(
    #[case] balances: &[(i8, i64)],
    #[case] fen: i64,
    #[case] expected: Result<Vec<(u128, i64)>, Refusal>,
) {
    let balances: Vec<BillBalance> = balances.iter().map(|&(month, left)| balance(month, left)).collect();
    let allocated = allocate(Money::from_fen(fen), &balances).map(|allocations| spread_over(&allocations));
    assert_eq!(allocated, expected);
}

#[test]
fn bills_due_on_one_day_are_paid_in_the_order_of_issue() {
    let due_on = |day: Date, mut balance: BillBalance| {
        balance.bill.due_on = day;
        balance
    };
    let day = date(2026, 11, 30);
    let balances = [due_on(day, balance(10, 700)), due_on(day, balance(9, 300))];
    assert_eq!(spread_over(&allocate(Money::from_fen(400), &balances).unwrap()), [(9, 300), (10, 100)]);
}

#[test]
fn a_success_is_news_once() {
    let balances = [balance(10, 700)];
    let paid = news(begin(700, &balances).unwrap().succeed("SBX-1", &balances, at(5)));
    assert_eq!((paid.state, paid.settled_at), (PaymentState::Succeeded, Some(at(5))));
    let again = paid.clone().succeed("SBX-1", &[], at(9));
    assert_eq!(again, Ok(Answered::Repeated(paid)));
}

type Answer = fn(Payment) -> Result<Answered, Refusal>;

#[rstest]
#[case::paid_by_another_reference(
    |payment: Payment| payment.succeed("SBX-1", &[], at(5)),
    |payment: Payment| payment.succeed("SBX-2", &[], at(6)),
    PaymentState::Succeeded,
)]
#[case::failed_after_success(
    |payment: Payment| payment.succeed("SBX-1", &[], at(5)),
    |payment: Payment| payment.fail(Some("SBX-1"), at(6)),
    PaymentState::Succeeded,
)]
#[case::success_after_failure(
    |payment: Payment| payment.fail(Some("SBX-1"), at(5)),
    |payment: Payment| payment.succeed("SBX-1", &[], at(6)),
    PaymentState::Failed,
)]
fn a_provider_that_contradicts_itself_is_refused(
    #[case] first: Answer,
    #[case] second: Answer,
    #[case] state: PaymentState,
) {
    let payment = news(first(begin(700, &[balance(10, 700)]).unwrap()));
    let provider_reference = Some("SBX-1".to_owned());
    assert_eq!(second(payment), Err(Refusal::Conflict { state, provider_reference }));
}

#[test]
fn a_failure_is_news_once() {
    let failed = news(begin(700, &[balance(10, 700)]).unwrap().fail(None, at(5)));
    assert_eq!(failed.clone().fail(None, at(6)), Ok(Answered::Repeated(failed)));
}

#[test]
fn only_money_that_came_in_is_entered() {
    let begun = begin(700, &[balance(10, 700)]).unwrap();
    let refusal = Refusal::NotSucceeded { state: PaymentState::Initiated };
    assert_eq!(begun.transaction(Uuid::from_u128(300).into()), Err(refusal));
}

#[test]
fn what_was_paid_meanwhile_becomes_credit() {
    let payment = begin(1000, &[balance(9, 300), balance(10, 700)]).unwrap();
    let paid = news(payment.succeed("SBX-1", &[balance(9, 0), balance(10, 600)], at(5)));
    assert_eq!(spread_over(&paid.allocations), [(10, 600)]);
    assert_eq!(paid.credit(), Money::from_fen(400));
    let transaction = paid.transaction(Uuid::from_u128(300).into()).unwrap();
    let postings: Vec<_> = transaction
        .postings()
        .iter()
        .map(|posting| {
            (posting.ledger_account, posting.bill_id.map(|bill| bill.0.as_u128()), posting.amount.fen())
        })
        .collect();
    assert_eq!(
        postings,
        [
            (LedgerAccount::Cash, None, 1000),
            (LedgerAccount::Receivable, Some(10), -600),
            (LedgerAccount::Receivable, None, -400),
        ]
    );
    assert_eq!((transaction.at(), transaction.reference()), (at(5), "P7KQ2MXR4Z"));
}

proptest! {
    #[test]
    fn nothing_is_lost_and_no_bill_is_paid_too_much(
        left in prop::collection::vec(-500_i64..50_000, 1..12),
        amount in 1_i64..400_000,
    ) {
        let balances: Vec<BillBalance> = (1_i8..).zip(&left).map(|(month, &left)| balance(month, left)).collect();
        let owed: i64 = left.iter().filter(|left| **left > 0).sum();
        match allocate(Money::from_fen(amount), &balances) {
            Ok(allocations) => {
                prop_assert!(amount <= owed);
                prop_assert_eq!(allocations.iter().map(|part| part.amount.fen()).sum::<i64>(), amount);
                for (month, fen) in spread_over(&allocations) {
                    let bill = left[usize::try_from(month).unwrap() - 1];
                    prop_assert!(0 < fen && fen <= bill);
                }
                // Only the last one that is paid may have something left.
                let paid = spread_over(&allocations);
                for &(month, fen) in &paid[..paid.len() - 1] {
                    prop_assert_eq!(fen, left[usize::try_from(month).unwrap() - 1]);
                }
            }
            Err(refusal) => {
                let expected = if owed == 0 {
                    Refusal::NothingOwed
                } else {
                    Refusal::MoreThanOwed { owed: Money::from_fen(owed) }
                };
                prop_assert_eq!(refusal, expected);
                prop_assert!(amount > owed);
            }
        }
    }

    #[test]
    fn every_success_balances(left in prop::collection::vec(0_i64..50_000, 0..6), amount in 1_i64..200_000) {
        let balances: Vec<BillBalance> = (1_i8..).zip(&left).map(|(month, &left)| balance(month, left)).collect();
        let payment = begin(amount, &[balance(12, amount)]).unwrap();
        let paid = news(payment.succeed("SBX-1", &balances, at(5)));
        prop_assert!(paid.transaction(Uuid::from_u128(300).into()).is_ok());
    }
}
