//! Made-up payments to test pages with.

use crate::pages::bills::samples::{account, customer};
use crm::{
    Date,
    accounts::PaymentMethod,
    bills::{Bill, BillBalance, BillState, Dues},
    customers::Origin,
    money::Money,
    payments::{Allocation, Payment, PaymentState},
};
use jiff::civil::date;
use operations::payments::{AccountDues, PayView, PaymentView};
use uuid::Uuid;

pub(super) const TODAY: Date = date(2026, 11, 5);

fn bill(month: i8, total: i64) -> Bill {
    let first = date(2026, month, 1);
    Bill {
        id: Uuid::from_u128(u128::from(month.unsigned_abs())).into(),
        number: format!("B7KQ2MXR{month:02}"),
        account_id: Uuid::from_u128(2).into(),
        customer_id: Uuid::from_u128(3).into(),
        period_first: first,
        period_last: first.last_of_month(),
        issued_on: date(2026, month + 1, 1),
        due_on: date(2026, month + 1, 25),
        total: Money::from_fen(total),
        state: BillState::Sent,
        origin: Origin::Generated,
    }
}

/// Accounts `A1`, `A2` and so on that owe these fen, the last ¥29.00 of more than that for September.
pub(super) fn pay_view(owed: &[i64]) -> PayView {
    let dues = |(at, owed): (usize, &i64)| {
        let late = if *owed > 2_900 { 2_900 } else { 0 };
        let balance = |month, fen| BillBalance { bill: bill(month, fen), outstanding: Money::from_fen(fen) };
        let bills: Vec<BillBalance> = [(9, late), (10, owed - late)]
            .into_iter()
            .filter(|(_, fen)| *fen > 0)
            .map(|(month, fen)| balance(month, fen))
            .collect();
        AccountDues { account: account(&format!("A{}", at + 1)), dues: Dues::of(&bills, TODAY), bills }
    };
    PayView { accounts: owed.iter().enumerate().map(dues).collect(), waiting: vec![], today: TODAY }
}

pub(super) fn payment(state: PaymentState) -> Payment {
    let created_at = "2026-11-05T02:03:00Z".parse().expect("a timestamp");
    let settled = state != PaymentState::Initiated;
    Payment {
        id: Uuid::from_u128(9).into(),
        number: "P7KQ2MXR4Z".to_owned(),
        account_id: Uuid::from_u128(2).into(),
        customer_id: Uuid::from_u128(3).into(),
        amount: Money::from_fen(122_900),
        method: PaymentMethod::Online,
        state,
        provider_reference: settled.then(|| "SBX-0192f0c1d7".to_owned()),
        created_at,
        settled_at: settled.then(|| "2026-11-05T02:03:41Z".parse().expect("a timestamp")),
        allocations: vec![Allocation {
            bill_id: Uuid::from_u128(10).into(),
            amount: Money::from_fen(120_000),
        }],
    }
}

/// A payment that went to the bill for October, and ¥29.00 of it to none.
pub(super) fn payment_view(state: PaymentState, can_still_be_paid: bool) -> PaymentView {
    PaymentView {
        payment: payment(state),
        bills: vec![bill(10, 120_000)],
        customer: customer(),
        account: account("A7KQ2MXR4Z"),
        payable_until: can_still_be_paid.then(|| "2026-11-05T02:33:00Z".parse().expect("a timestamp")),
    }
}
