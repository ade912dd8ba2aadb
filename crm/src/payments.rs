//! Payments. R-BIL-3

use crate::{
    Timestamp,
    accounts::PaymentMethod,
    bills::BillBalance,
    ids::{AccountId, BillId, CustomerId, PaymentId, TransactionId},
    ledger::{LedgerAccount, Posting, Transaction, TransactionKind},
    money::Money,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// State of a payment.
    pub enum PaymentState {
        /// The customer was sent to the provider; no answer yet.
        Initiated,
        /// The provider has the money.
        Succeeded,
        /// The provider refused, or the customer turned back.
        Failed,
    }
}

/// One payment on one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Identifier.
    pub id: PaymentId,
    /// Number people read out, with a check digit; the receipt number once it succeeded.
    pub number: String,
    /// Account paid.
    pub account_id: AccountId,
    /// Whose account.
    pub customer_id: CustomerId,
    /// How much, always positive.
    pub amount: Money,
    /// How.
    pub method: PaymentMethod,
    /// State.
    pub state: PaymentState,
    /// The provider's own reference, once it answered.
    pub provider_reference: Option<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When the provider answered.
    pub settled_at: Option<Timestamp>,
    /// How it is spread over bills. Sums to `amount`, or to less when more came in than was owed by then: the rest is
    /// credit of the account.
    pub allocations: Vec<Allocation>,
}

/// The part of a payment that goes to one bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The bill.
    pub bill_id: BillId,
    /// How much of the payment, always positive.
    pub amount: Money,
}

/// Why a payment is not begun or does not take a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// Nothing is owed.
    #[error("nothing is owed")]
    NothingOwed,
    /// The amount is zero or less.
    #[error("the amount must be more than nothing")]
    NotPositive,
    /// The amount is more than what is owed.
    #[error("no more than {owed} is owed")]
    MoreThanOwed {
        /// What is owed.
        owed: Money,
    },
    /// The provider says something else than before: a person has to look into it.
    #[error("the payment is already {state}, by the provider's reference {provider_reference:?}")]
    Conflict {
        /// What the provider said before.
        state: PaymentState,
        /// The reference it gave then.
        provider_reference: Option<String>,
    },
    /// There is no money to enter into the ledger.
    #[error("the payment is {state}")]
    NotSucceeded {
        /// Where it stands.
        state: PaymentState,
    },
}

/// What the provider's answer did to a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It is news: save the payment, and enter it into the ledger when it succeeded.
    News(Payment),
    /// The provider said so before: providers repeat themselves until they hear back. There is nothing to do.
    Repeated(Payment),
}

/// Spreads an amount over the bills of an account, those due first before the others. R-BIL-3
pub fn allocate(amount: Money, balances: &[BillBalance]) -> Result<Vec<Allocation>, Refusal> {
    if amount <= Money::ZERO {
        return Err(Refusal::NotPositive);
    }
    let owed: Money = unpaid(balances).map(|balance| balance.outstanding).sum();
    if owed.is_zero() {
        return Err(Refusal::NothingOwed);
    }
    if amount > owed {
        return Err(Refusal::MoreThanOwed { owed });
    }
    Ok(spread(amount, balances))
}

/// As much of `amount` as the bills take.
fn spread(amount: Money, balances: &[BillBalance]) -> Vec<Allocation> {
    let mut by_age: Vec<&BillBalance> = unpaid(balances).collect();
    by_age.sort_by_key(|balance| (balance.bill.due_on, balance.bill.issued_on, &balance.bill.number));
    let mut left = amount;
    let mut allocations = Vec::new();
    for balance in by_age {
        let amount = left.min(balance.outstanding);
        if amount.is_zero() {
            break;
        }
        left -= amount;
        allocations.push(Allocation { bill_id: balance.bill.id, amount });
    }
    allocations
}

fn unpaid(balances: &[BillBalance]) -> impl Iterator<Item = &BillBalance> {
    balances.iter().filter(|balance| balance.outstanding > Money::ZERO)
}

/// What is known about a payment when the customer sets out to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPayment {
    /// Identifier.
    pub id: PaymentId,
    /// Number people read out, with a check digit.
    pub number: String,
    /// Account to be paid.
    pub account_id: AccountId,
    /// Whose account.
    pub customer_id: CustomerId,
    /// How much.
    pub amount: Money,
    /// How.
    pub method: PaymentMethod,
}

impl Payment {
    /// The customer sets out to pay what the bills of the account still leave to pay, or a part of it.
    pub fn begin(new: NewPayment, balances: &[BillBalance], at: Timestamp) -> Result<Self, Refusal> {
        let allocations = allocate(new.amount, balances)?;
        Ok(Self {
            id: new.id,
            number: new.number,
            account_id: new.account_id,
            customer_id: new.customer_id,
            amount: new.amount,
            method: new.method,
            state: PaymentState::Initiated,
            provider_reference: None,
            created_at: at,
            settled_at: None,
            allocations,
        })
    }

    /// The provider has the money. It is spread over what the bills leave to pay by now, since another payment may have
    /// come in meanwhile; money that came in is never turned away.
    pub fn succeed(
        self,
        provider_reference: &str,
        balances: &[BillBalance],
        at: Timestamp,
    ) -> Result<Answered, Refusal> {
        if self.state != PaymentState::Initiated {
            return self.said_before(PaymentState::Succeeded, Some(provider_reference));
        }
        let allocations = spread(self.amount, balances);
        Ok(Answered::News(Self { allocations, ..self.settled(PaymentState::Succeeded, Some(provider_reference), at) }))
    }

    /// The provider refused, or the customer turned back, in which case the provider may have no reference.
    pub fn fail(self, provider_reference: Option<&str>, at: Timestamp) -> Result<Answered, Refusal> {
        if self.state != PaymentState::Initiated {
            return self.said_before(PaymentState::Failed, provider_reference);
        }
        Ok(Answered::News(self.settled(PaymentState::Failed, provider_reference, at)))
    }

    /// The part that pays no bill: credit of the account.
    pub fn credit(&self) -> Money {
        self.amount - self.allocations.iter().map(|allocation| allocation.amount).sum()
    }

    /// What it means for the ledger once it succeeded: cash came in, and the customer owes that much less.
    pub fn transaction(&self, id: TransactionId) -> Result<Transaction, Refusal> {
        let (PaymentState::Succeeded, Some(at)) = (self.state, self.settled_at) else {
            return Err(Refusal::NotSucceeded { state: self.state });
        };
        let posting = |ledger_account, bill_id, amount| Posting {
            ledger_account,
            account_id: self.account_id,
            bill_id,
            amount,
        };
        let mut postings = vec![posting(LedgerAccount::Cash, None, self.amount)];
        postings.extend(self.allocations.iter().map(|allocation| {
            posting(LedgerAccount::Receivable, Some(allocation.bill_id), -allocation.amount)
        }));
        let credit = self.credit();
        if !credit.is_zero() {
            postings.push(posting(LedgerAccount::Receivable, None, -credit));
        }
        let transaction = Transaction::new(id, TransactionKind::Payment, at, self.number.clone(), postings);
        Ok(transaction.expect("allocations and credit sum to the amount"))
    }

    fn settled(self, state: PaymentState, provider_reference: Option<&str>, at: Timestamp) -> Self {
        let provider_reference = provider_reference.map(str::to_owned);
        Self { state, provider_reference, settled_at: Some(at), ..self }
    }

    fn said_before(self, state: PaymentState, provider_reference: Option<&str>) -> Result<Answered, Refusal> {
        if self.state == state && self.provider_reference.as_deref() == provider_reference {
            Ok(Answered::Repeated(self))
        } else {
            Err(Refusal::Conflict { state: self.state, provider_reference: self.provider_reference })
        }
    }
}

#[cfg(test)]
mod tests {
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
    #[case::all(&[(10, 700), (9, 300)], 1000, Ok(&[(9, 300), (10, 700)] as &[_]))]
    #[case::oldest_first(&[(10, 700), (9, 300)], 301, Ok(&[(9, 300), (10, 1)] as &[_]))]
    #[case::part_of_the_oldest(&[(10, 700), (9, 300)], 1, Ok(&[(9, 1)] as &[_]))]
    #[case::settled_bills_take_nothing(&[(8, 0), (9, -50), (10, 700)], 700, Ok(&[(10, 700)] as &[_]))]
    #[case::too_much(&[(10, 700), (9, 300)], 1001, Err(Refusal::MoreThanOwed { owed: Money::from_fen(1000) }))]
    #[case::nothing(&[(10, 700)], 0, Err(Refusal::NotPositive))]
    #[case::less_than_nothing(&[(10, 700)], -1, Err(Refusal::NotPositive))]
    #[case::nothing_owed(&[(10, 0)], 1, Err(Refusal::NothingOwed))]
    fn the_oldest_bill_is_paid_first(
        #[case] balances: &[(i8, i64)],
        #[case] fen: i64,
        #[case] expected: Result<&[(u128, i64)], Refusal>,
    ) {
        let balances: Vec<BillBalance> = balances.iter().map(|&(month, left)| balance(month, left)).collect();
        let allocated = allocate(Money::from_fen(fen), &balances).map(|allocations| spread_over(&allocations));
        assert_eq!(allocated, expected.map(<[_]>::to_vec));
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
            .map(|posting| (posting.ledger_account, posting.bill_id.map(|bill| bill.0.as_u128()), posting.amount.fen()))
            .collect();
        assert_eq!(postings, [
            (LedgerAccount::Cash, None, 1000),
            (LedgerAccount::Receivable, Some(10), -600),
            (LedgerAccount::Receivable, None, -400),
        ]);
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
}
