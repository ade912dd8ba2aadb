//! Bills, payments and the ledger's side of both.
//!
//! Who owes: an account owes when a bill is unpaid after its last day to pay. A bill that may still be paid in time is
//! open or paid like anybody's and does not count, except that who owes older bills has not paid it either. Those who
//! are collected from owe less often than those who pay by themselves ([`owing_permille`]); how many bills are unpaid
//! falls off from one to six. Debts are of the last bills due, without gaps; the oldest may be paid in part.

use super::{
    calendar::{Calendar, due_on, issued_on, later},
    course::Course,
    derived::{Draw, Numbers, Seed},
    month::Month,
    row::Row,
};
use crm::{
    Date, Timestamp,
    accounts::PaymentMethod,
    bills::{Bill, BillLine, BillState},
    customers::Origin,
    cycle::Cycle,
    ids::{AccountId, CustomerId},
    ledger::{LedgerAccount, Posting, Transaction, TransactionKind},
    money::Money,
    numbers::NumberKind,
    payments::{Allocation, Payment, PaymentState},
};

/// How many of a thousand accounts owe, by how they pay.
fn owing_permille(method: PaymentMethod, closed: bool) -> i64 {
    match (closed, method) {
        (true, _) => 220,
        (false, PaymentMethod::DirectDebit | PaymentMethod::CardOnFile) => 80,
        (false, PaymentMethod::Online) => 140,
        (false, PaymentMethod::Cheque) => 130,
    }
}

/// How many bills are unpaid where any are, with weights.
const UNPAID: &[(usize, i64)] = &[(1, 58), (2, 22), (3, 11), (4, 5), (5, 3), (6, 1)];

/// From so many unpaid bills on, debts are old.
const OLD_DEBT: usize = 4;

/// How many of a thousand with old debts are on the blacklist.
const BLACKLISTED_PERMILLE: i64 = 450;

/// Money matters of one customer.
pub(super) struct Books {
    pub(super) bills: Vec<(Bill, Vec<BillLine>)>,
    pub(super) payments: Vec<Payment>,
    pub(super) transactions: Vec<Transaction>,
    pub(super) blacklisted: bool,
}

/// Whose books.
pub(super) struct Owner<'a> {
    pub(super) row: &'a Row,
    pub(super) seed: &'a Seed,
    pub(super) customer_id: CustomerId,
    pub(super) account_id: AccountId,
    pub(super) account_number: &'a str,
}

/// Identifies the thing of a month across imports on different days.
fn key(cycle: Cycle) -> i64 {
    let first = cycle.first();
    i64::from(first.year()) * 12 + i64::from(first.month())
}

impl Books {
    pub(super) fn of(
        owner: &Owner<'_>,
        course: Course<'_>,
        calendar: Calendar,
        numbers: &mut Numbers,
    ) -> Self {
        let mut draw = owner.seed.draw("payments");
        let due = course.months.iter().filter(|month| due_on(month.cycle) < calendar.as_of).count();
        let owes = draw.chance(owing_permille(owner.row.payment_method, owner.row.churned));
        let unpaid = if owes { draw.weighted(UNPAID).unwrap_or(0).min(due) } else { 0 };
        let blacklisted = unpaid >= OLD_DEBT && draw.chance(BLACKLISTED_PERMILLE);

        let mut books =
            Self { bills: Vec::new(), payments: Vec::new(), transactions: Vec::new(), blacklisted };
        books.write_history(owner, &course, calendar);
        let last = course.months.len().saturating_sub(1);
        for (at, month) in course.months.into_iter().enumerate() {
            let mut bill = owner.bill(&month, numbers, at == last);
            let issued = calendar.at(bill.issued_on, 0);
            books
                .transactions
                .extend(bill.transaction(owner.seed.id("bill posted", key(month.cycle)), issued));
            let paid = if at + unpaid < due {
                bill.total
            } else if at + unpaid == due && at < due && draw.chance(250) {
                bill.total.share(draw.between(2, 8), 10)
            } else if at >= due && unpaid == 0 {
                bill.total
            } else {
                Money::ZERO
            };
            let attempt = Attempt { owner, bill: &bill, cycle: month.cycle, calendar };
            let paid_now = attempt.pay(paid, at < due, &mut draw, numbers, &mut books);
            bill.state = bill.state_after_payment(bill.total - paid_now);
            books.bills.push((bill, month.lines));
        }
        books.payments.sort_by_key(|payment| (payment.created_at, payment.id));
        books.transactions.sort_by_key(|transaction| (transaction.at(), transaction.id()));
        books
    }

    /// Older bills and their payments in one transaction: nothing of them is owed.
    fn write_history(&mut self, owner: &Owner<'_>, course: &Course<'_>, calendar: Calendar) {
        let Some(history) = &course.history else { return };
        let posting = |ledger_account, amount| Posting {
            ledger_account,
            account_id: owner.account_id,
            bill_id: None,
            amount,
        };
        let postings = vec![
            posting(LedgerAccount::Receivable, history.total),
            posting(LedgerAccount::Revenue, -history.total),
            posting(LedgerAccount::Cash, history.total),
            posting(LedgerAccount::Receivable, -history.total),
        ];
        let at = calendar.at(issued_on(Cycle::of(history.last)), 0);
        let id = owner.seed.id("history posted", 0);
        let reference = owner.account_number.to_owned();
        let transaction = Transaction::new(id, TransactionKind::History, at, reference, postings);
        self.transactions.push(transaction.expect("every debit was posted with its credit"));
    }
}

impl Owner<'_> {
    fn bill(&self, month: &Month, numbers: &mut Numbers, last: bool) -> Bill {
        let first = month.lines.iter().map(|line| line.first).min();
        Bill {
            id: self.seed.id("bill", key(month.cycle)),
            number: numbers.number(NumberKind::Bill, self.seed, key(month.cycle)),
            account_id: self.account_id,
            customer_id: self.customer_id,
            period_first: first.unwrap_or(month.cycle.first()),
            period_last: month.cycle.last(),
            issued_on: issued_on(month.cycle),
            due_on: due_on(month.cycle),
            total: month.total(),
            state: BillState::Sent,
            // The file holds the last bill; of those before it only the sum.
            origin: if last { Origin::Imported } else { Origin::Generated },
        }
    }
}

/// What is tried to pay one bill.
struct Attempt<'a> {
    owner: &'a Owner<'a>,
    bill: &'a Bill,
    cycle: Cycle,
    calendar: Calendar,
}

impl Attempt<'_> {
    /// Pays `amount` on a day that suits the method, unless that day has not come; collecting in vain leaves a failed
    /// payment. Says what was paid.
    fn pay(
        &self,
        amount: Money,
        due: bool,
        draw: &mut Draw,
        numbers: &mut Numbers,
        books: &mut Books,
    ) -> Money {
        let in_part = !amount.is_zero() && amount < self.bill.total;
        // Who pays a part does so by themselves.
        let method = if in_part { PaymentMethod::Online } else { self.owner.row.payment_method };
        let (day, second) = self.day(method, due && amount == self.bill.total, draw);
        let reached = day < self.calendar.as_of;
        if !reached || (amount.is_zero() && !method.is_automatic()) {
            return Money::ZERO;
        }
        let state = if amount.is_zero() { PaymentState::Failed } else { PaymentState::Succeeded };
        let tried = if amount.is_zero() { self.bill.total } else { amount };
        let payment = self.payment(method, state, tried, self.calendar.at(day, second), numbers);
        let id = self.owner.seed.id("payment posted", key(self.cycle));
        // A payment that failed moved no money: the ledger refuses it.
        books.transactions.extend(payment.transaction(id).ok());
        books.payments.push(payment);
        amount
    }

    /// The day and second of payment. Some who pay by themselves are late, but not later than the import's day.
    fn day(&self, method: PaymentMethod, may_be_late: bool, draw: &mut Draw) -> (Date, i64) {
        let (from, until, hours, late_permille) = match method {
            PaymentMethod::DirectDebit => (9, 9, (5, 6), 15),
            PaymentMethod::CardOnFile => (7, 7, (3, 4), 25),
            PaymentMethod::Online => (1, 19, (8, 22), 90),
            PaymentMethod::Cheque => (5, 19, (9, 16), 120),
        };
        let in_time = later(self.bill.issued_on, draw.between(from, until));
        let late = later(self.bill.due_on, draw.between(1, 25)).min(later(self.calendar.as_of, -1));
        let is_late = draw.chance(late_permille) && may_be_late;
        let second = draw.between(hours.0 * 3600, hours.1 * 3600);
        (if is_late { late.max(in_time) } else { in_time }, second)
    }

    fn payment(
        &self,
        method: PaymentMethod,
        state: PaymentState,
        amount: Money,
        at: Timestamp,
        numbers: &mut Numbers,
    ) -> Payment {
        let (seed, n) = (self.owner.seed, key(self.cycle));
        let by_provider = method != PaymentMethod::Cheque && state == PaymentState::Succeeded;
        Payment {
            id: seed.id("payment", n),
            number: numbers.number(NumberKind::Payment, seed, n),
            account_id: self.owner.account_id,
            customer_id: self.owner.customer_id,
            amount,
            method,
            state,
            provider_reference: by_provider.then(|| format!("{:016X}", seed.bits("provider reference", n))),
            created_at: at,
            settled_at: Some(at),
            allocations: vec![Allocation { bill_id: self.bill.id, amount }],
        }
    }
}
