//! Bills and what stands on them. R-BIL-1, R-BIL-2

use crate::{
    Date, Timestamp,
    catalogue::OfferingCode,
    customers::Origin,
    cycle::Cycle,
    ids::{AccountId, BillId, ChargeId, CustomerId, LineId, TransactionId},
    ledger::{LedgerAccount, Posting, Transaction, TransactionKind},
    money::Money,
    usage::UsageKind,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// State of a bill, named as TM Forum does (TMF678).
    pub enum BillState {
        /// Being put together.
        New,
        /// Kept back.
        OnHold,
        /// Checked, not yet sent.
        Validated,
        /// Sent; nothing paid.
        Sent,
        /// Some of it paid.
        PartiallyPaid,
        /// Nothing left to pay.
        Settled,
    }
}

vocabulary! {
    /// Why something stands on a bill. The words are the page's, in the reader's language.
    pub enum ChargeKind {
        /// The plan, for a whole cycle or the days it ran.
        Plan,
        /// An add-on.
        AddOn,
        /// Use beyond the allowance.
        Usage,
        /// Connecting a new line.
        Activation,
        /// A technician's visit.
        Visit,
        /// A replacement SIM or router.
        Replacement,
        /// Use abroad.
        Roaming,
        /// Third-party content, collected for its provider.
        Content,
        /// Fee for paying late.
        LateFee,
        /// Fee for leaving an agreement early.
        EarlyTermination,
        /// The difference of a plan changed within the cycle, charge or credit.
        Proration,
        /// A reduction (negative).
        Discount,
        /// Something given back (negative).
        Credit,
    }
}

/// A bill. What is still owed of it is derived from the ledger, never kept here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// Identifier.
    pub id: BillId,
    /// Number people read out, with a check digit.
    pub number: String,
    /// Account billed.
    pub account_id: AccountId,
    /// Whose account.
    pub customer_id: CustomerId,
    /// First day billed.
    pub period_first: Date,
    /// Last day billed.
    pub period_last: Date,
    /// Day it was issued.
    pub issued_on: Date,
    /// Last day to pay without being overdue.
    pub due_on: Date,
    /// Sum of its lines.
    pub total: Money,
    /// State.
    pub state: BillState,
    /// Where it came from.
    pub origin: Origin,
}

impl Bill {
    /// Its state when `outstanding` is left to pay; a bill that was not sent yet keeps its own.
    pub fn state_after_payment(&self, outstanding: Money) -> BillState {
        match self.state {
            BillState::New | BillState::OnHold | BillState::Validated => self.state,
            BillState::Sent | BillState::PartiallyPaid | BillState::Settled => {
                if outstanding <= Money::ZERO {
                    BillState::Settled
                } else if outstanding < self.total {
                    BillState::PartiallyPaid
                } else {
                    BillState::Sent
                }
            }
        }
    }

    /// What issuing it means for the ledger: the customer owes what the operator earned. `None` for a bill of nothing,
    /// which moves no money.
    ///
    /// # Panics
    /// Never: an amount and its negative sum to zero.
    pub fn transaction(&self, id: TransactionId, at: Timestamp) -> Option<Transaction> {
        if self.total.is_zero() {
            return None;
        }
        let posting = |ledger_account, bill_id, amount| Posting {
            ledger_account,
            account_id: self.account_id,
            bill_id,
            amount,
        };
        let postings = vec![
            posting(LedgerAccount::Receivable, Some(self.id), self.total),
            posting(LedgerAccount::Revenue, None, -self.total),
        ];
        let transaction = Transaction::new(id, TransactionKind::Bill, at, self.number.clone(), postings);
        Some(transaction.expect("an amount and its negative sum to zero"))
    }
}

/// One line of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillLine {
    /// Place on the bill, from 1.
    pub position: i64,
    /// Why it stands there.
    pub kind: ChargeKind,
    /// The line it belongs to; `None` for the account as a whole.
    pub line_id: Option<LineId>,
    /// The plan or add-on.
    pub offering: Option<OfferingCode>,
    /// Kind of use, for usage.
    pub usage: Option<UsageKind>,
    /// Minutes, megabytes, messages or pieces.
    pub quantity: i64,
    /// First day it is for.
    pub first: Date,
    /// Last day it is for.
    pub last: Date,
    /// Amount; negative for a credit.
    pub amount: Money,
}

/// A bill with what is left to pay, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillBalance {
    /// The bill.
    pub bill: Bill,
    /// What is left to pay, from the ledger.
    pub outstanding: Money,
}

impl BillBalance {
    /// Has something to pay after the last day to pay it.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.outstanding > Money::ZERO && self.bill.due_on < today
    }
}

/// What is owed on some bills. R-BIL-1
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dues {
    /// Left to pay on all of them.
    pub owed: Money,
    /// The part of it that is overdue.
    pub overdue: Money,
    /// The earliest last day to pay any of it; in the past when something is overdue, `None` when nothing is owed.
    pub due_on: Option<Date>,
}

impl Dues {
    /// Sums what is left to pay. A bill with more paid than charged takes nothing off the others: the ledger keeps that
    /// as credit of its account.
    pub fn of(balances: &[BillBalance], today: Date) -> Self {
        balances.iter().filter(|balance| balance.outstanding > Money::ZERO).fold(
            Self::default(),
            |mut dues, balance| {
                dues.owed += balance.outstanding;
                if balance.is_overdue(today) {
                    dues.overdue += balance.outstanding;
                }
                let due_on = balance.bill.due_on;
                dues.due_on = Some(dues.due_on.map_or(due_on, |earliest| earliest.min(due_on)));
                dues
            },
        )
    }
}

/// What was billed for one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotal {
    /// The month.
    pub cycle: Cycle,
    /// Sum of its bills; `None` when there is none.
    pub total: Option<Money>,
}

/// The last `months` months up to `until`, oldest first, for a chart: a month without a bill is a gap, not a zero.
pub fn month_series(bills: &[Bill], until: Cycle, months: i32) -> Vec<MonthTotal> {
    let of = |cycle: Cycle| {
        let billed = bills.iter().filter(|bill| Cycle::of(bill.period_first) == cycle).map(|bill| bill.total);
        billed.reduce(|sum, total| sum + total)
    };
    let cycles = (0..months).rev().map(|back| until.plus(-back));
    cycles.map(|cycle| MonthTotal { cycle, total: of(cycle) }).collect()
}

/// Bills older than those kept as documents, summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingHistory {
    /// First day of the first cycle.
    pub first: Date,
    /// Last day of the last cycle.
    pub last: Date,
    /// Number of bills.
    pub bills: i64,
    /// Sum of them.
    pub total: Money,
}

/// Something that waits for the next bill, such as the proration of a plan change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Identifier.
    pub id: ChargeId,
    /// Account to be billed.
    pub account_id: AccountId,
    /// The line it belongs to.
    pub line_id: LineId,
    /// Why.
    pub kind: ChargeKind,
    /// The plan or add-on.
    pub offering: Option<OfferingCode>,
    /// First day it is for.
    pub first: Date,
    /// Last day it is for.
    pub last: Date,
    /// Amount; negative for a credit.
    pub amount: Money,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 5);

    fn bill(first: Date, total: i64) -> Bill {
        Bill {
            id: Uuid::from_u128(1).into(),
            number: "B7KQ2MXR4Z".into(),
            account_id: Uuid::from_u128(2).into(),
            customer_id: Uuid::from_u128(3).into(),
            period_first: first,
            period_last: first.last_of_month(),
            issued_on: first.last_of_month(),
            due_on: first.last_of_month(),
            total: Money::from_fen(total),
            state: BillState::Sent,
            origin: Origin::Generated,
        }
    }

    #[rstest]
    #[case::untouched(BillState::Sent, 10_000, 10_000, BillState::Sent)]
    #[case::part(BillState::Sent, 10_000, 9_999, BillState::PartiallyPaid)]
    #[case::last_fen(BillState::PartiallyPaid, 10_000, 1, BillState::PartiallyPaid)]
    #[case::all(BillState::PartiallyPaid, 10_000, 0, BillState::Settled)]
    #[case::too_much(BillState::Sent, 10_000, -1, BillState::Settled)]
    #[case::nothing(BillState::Sent, 0, 0, BillState::Settled)]
    #[case::credit(BillState::Sent, -500, -500, BillState::Settled)]
    #[case::payment_taken_back(BillState::Settled, 10_000, 10_000, BillState::Sent)]
    #[case::not_sent(BillState::Validated, 10_000, 0, BillState::Validated)]
    fn the_state_follows_the_money(
        #[case] state: BillState,
        #[case] total: i64,
        #[case] outstanding: i64,
        #[case] after: BillState,
    ) {
        let bill = Bill { state, ..bill(date(2026, 10, 1), total) };
        assert_eq!(bill.state_after_payment(Money::from_fen(outstanding)), after);
    }

    #[rstest]
    #[case::charge(9_900)]
    #[case::credit(-500)]
    fn a_bill_is_owed_and_earned(#[case] total: i64) {
        let bill = bill(date(2026, 10, 1), total);
        let transaction = bill.transaction(Uuid::from_u128(7).into(), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((transaction.kind(), transaction.reference()), (TransactionKind::Bill, "B7KQ2MXR4Z"));
        let postings: Vec<_> = transaction
            .postings()
            .iter()
            .map(|posting| (posting.ledger_account, posting.bill_id, posting.amount.fen()))
            .collect();
        assert_eq!(
            postings,
            [(LedgerAccount::Receivable, Some(bill.id), total), (LedgerAccount::Revenue, None, -total)]
        );
    }

    #[test]
    fn a_bill_of_nothing_moves_no_money() {
        assert_eq!(
            bill(date(2026, 10, 1), 0).transaction(Uuid::from_u128(7).into(), Timestamp::UNIX_EPOCH),
            None
        );
    }

    #[rstest]
    #[case::nothing(&[], 0, 0, None)]
    #[case::settled(&[(date(2026, 9, 1), 0)], 0, 0, None)]
    #[case::due_later(&[(date(2026, 11, 1), 700)], 700, 0, Some(date(2026, 11, 30)))]
    #[case::both(
        &[(date(2026, 11, 1), 700), (date(2026, 10, 1), 50), (date(2026, 9, 1), 0)],
        750,
        50,
        Some(date(2026, 10, 31)),
    )]
    #[case::credit_pays_no_other_bill(
        &[(date(2026, 11, 1), 700), (date(2026, 10, 1), -50)],
        700,
        0,
        Some(date(2026, 11, 30)),
    )]
    fn dues_sum_what_is_left(
        #[case] balances: &[(Date, i64)],
        #[case] owed: i64,
        #[case] overdue: i64,
        #[case] due_on: Option<Date>,
    ) {
        let balances: Vec<BillBalance> = balances
            .iter()
            .map(|&(first, left)| BillBalance {
                bill: bill(first, 10_000),
                outstanding: Money::from_fen(left),
            })
            .collect();
        let expected = Dues { owed: Money::from_fen(owed), overdue: Money::from_fen(overdue), due_on };
        assert_eq!(Dues::of(&balances, TODAY), expected);
    }

    #[test]
    fn nothing_is_overdue_on_the_last_day() {
        let balance = BillBalance { bill: bill(date(2026, 10, 1), 100), outstanding: Money::from_fen(100) };
        assert!(!balance.is_overdue(date(2026, 10, 31)));
        assert!(balance.is_overdue(date(2026, 11, 1)));
    }

    #[test]
    fn a_month_without_a_bill_is_a_gap() {
        let bills = [bill(date(2026, 10, 1), 100), bill(date(2026, 8, 1), 300), bill(date(2026, 10, 1), 20)];
        let series = month_series(&bills, Cycle::of(date(2026, 10, 31)), 4);
        let drawn: Vec<_> =
            series.iter().map(|month| (month.cycle.first().month(), month.total.map(Money::fen))).collect();
        assert_eq!(drawn, [(7, None), (8, Some(300)), (9, None), (10, Some(120))]);
    }
}
