//! People with lines, plans and bills.

use crm::{
    Date,
    accounts::{Account, AccountStatus, PaymentMethod},
    agreements::{Agreement, Term},
    bills::{Bill, BillLine, BillState, ChargeKind},
    catalogue::{Allowances, Eligibility, Offering, OfferingCode, OfferingKind, Overage},
    customers::{Customer, CustomerStatus, Msisdn, Origin, PartyKind, Tier},
    cycle::Cycle,
    language::{Language, Text},
    ledger::{LedgerAccount, Posting, Transaction, TransactionKind},
    lines::{BarReason, Line, LineKind, LineState},
    money::Money,
    products::{Product, ProductStatus},
};
use jiff::civil::date;
use store::imports::CustomerFile;
use uuid::Uuid;

/// Somebody to be brought in: change what the test is about.
#[derive(Clone)]
pub(crate) struct Person {
    number: u128,
    pub(crate) customer: Customer,
    pub(crate) phone: Line,
    pub(crate) internet: Line,
    /// Bills, newest first, with what is left to pay of each.
    pub(crate) bills: Vec<(Date, Money)>,
}

impl Person {
    /// A standard customer with a phone, internet at home and two bills of 60 yuan, the last of them unpaid.
    pub(crate) fn numbered(number: u128) -> Self {
        let mobile = Msisdn::parse(&format!("139{:08}", 10_020_000 + number)).unwrap();
        let customer = Customer {
            id: id(number, 1),
            party_id: id(number, 2),
            code: format!("{number:04}-HALL"),
            name: format!("{number:04}-HALL"),
            kind: PartyKind::Individual,
            senior: false,
            tier: Tier::Standard,
            blacklisted: false,
            segment: "phone+fibre/80".into(),
            language: Language::En,
            mobile: mobile.clone(),
            email: None,
            id_last_six: "28401X".into(),
            notify_by_sms: true,
            notify_by_email: false,
            marketing_consent: false,
            status: CustomerStatus::Active,
            since: date(2024, 1, 1),
            origin: Origin::Generated,
            version: 1,
        };
        let line = |n, kind, msisdn| Line {
            id: id(number, n),
            code: format!("L{number:04}{n:04}"),
            customer_id: customer.id,
            account_id: id(number, 3),
            kind,
            msisdn,
            state: LineState::Active,
            barred: None,
            barred_beneath: None,
            since: date(2024, 1, 1),
            ended_on: None,
            version: 1,
        };
        Self {
            number,
            phone: line(4, LineKind::Phone, Some(mobile)),
            internet: line(5, LineKind::Internet, None),
            bills: vec![(date(2026, 10, 1), Money::from_yuan(60)), (date(2026, 9, 1), Money::ZERO)],
            customer,
        }
    }

    pub(crate) fn mobile(&self) -> &str {
        self.customer.mobile.as_str()
    }

    /// The phone is barred.
    pub(crate) fn barred(mut self, reason: BarReason) -> Self {
        self.phone.state = LineState::Suspended;
        self.phone.barred = Some(reason);
        self
    }

    /// The number of the bill for the cycle that begins on a day.
    pub(crate) fn bill_number(&self, first: Date) -> String {
        format!("B{:04}{}", self.number, first.strftime("%y%m"))
    }

    pub(crate) fn file(&self) -> CustomerFile {
        let lines = [(&self.phone, "PHONE-60"), (&self.internet, "FIBRE-100")];
        let bills: Vec<_> = self.bills.iter().rev().map(|(first, left)| self.bill(*first, *left)).collect();
        CustomerFile {
            customer: self.customer.clone(),
            account: Account {
                id: id(self.number, 3),
                number: format!("A{:04}", self.number),
                customer_id: self.customer.id,
                status: AccountStatus::Active,
                payment_method: PaymentMethod::Online,
                paperless: true,
                opened_on: date(2024, 1, 1),
                closed_on: None,
                origin: Origin::Generated,
                version: 1,
            },
            products: lines.iter().zip(6..).map(|((line, plan), n)| self.plan(line, plan, n)).collect(),
            agreements: lines.iter().zip(8..).map(|((line, _), n)| self.agreement(line, n)).collect(),
            lines: lines.iter().map(|(line, _)| (*line).clone()).collect(),
            transactions: bills.iter().map(|(bill, left)| issued(bill, *left)).collect(),
            bills: bills.into_iter().map(|(bill, _)| (bill.clone(), vec![charged(&bill)])).collect(),
            history: None,
            payments: Vec::new(),
            usage: Vec::new(),
        }
    }

    fn plan(&self, line: &Line, plan: &str, n: u128) -> Product {
        Product {
            id: id(self.number, n),
            line_id: line.id,
            offering: OfferingCode(plan.into()),
            kind: OfferingKind::Plan,
            status: ProductStatus::Active,
            monthly_price: Money::from_yuan(60),
            starts_on: date(2024, 1, 1),
            ends_on: None,
            version: 1,
        }
    }

    fn agreement(&self, line: &Line, n: u128) -> Agreement {
        Agreement {
            id: id(self.number, n),
            line_id: line.id,
            term: Term::MonthToMonth,
            starts_on: date(2024, 1, 1),
            ends_on: None,
            committed_monthly: Money::from_yuan(60),
            termination_percent: 0,
        }
    }

    fn bill(&self, first: Date, left: Money) -> (Bill, Money) {
        let cycle = Cycle::of(first);
        let bill = Bill {
            id: Uuid::from_u128(
                (self.number << 32) + (1 << 24) + u128::from(first.day_of_year().unsigned_abs()),
            )
            .into(),
            number: self.bill_number(first),
            account_id: id(self.number, 3),
            customer_id: self.customer.id,
            period_first: first,
            period_last: cycle.last(),
            issued_on: cycle.next().first(),
            due_on: cycle.next().last(),
            total: Money::from_yuan(60),
            state: if left.is_zero() { BillState::Settled } else { BillState::Sent },
            origin: Origin::Generated,
        };
        (bill, left)
    }
}

/// The catalogue of the hall.
pub(crate) fn offerings() -> Vec<Offering> {
    let offering = |code: &str, line_kind, name: &str| Offering {
        code: OfferingCode(code.into()),
        kind: OfferingKind::Plan,
        line_kind,
        name: Text { zh_cn: name.into(), en: name.into() },
        summary: Text { zh_cn: String::new(), en: String::new() },
        monthly_price: Money::from_yuan(60),
        allowances: Allowances { voice_minutes: Some(100), data_mb: Some(10_240), messages: Some(100) },
        overage: Overage {
            voice_minute: Money::from_fen(15),
            data_block: Money::from_yuan(1),
            message: Money::from_fen(10),
        },
        speed_mbps: (line_kind == LineKind::Internet).then_some(100),
        sale_from: date(2024, 1, 1),
        sale_until: None,
        eligibility: Eligibility::Everyone,
        needs: Vec::new(),
        excludes: Vec::new(),
    };
    vec![
        offering("PHONE-60", LineKind::Phone, "Phone 60"),
        offering("FIBRE-100", LineKind::Internet, "Fibre 100"),
    ]
}

fn id<T: From<Uuid>>(number: u128, n: u128) -> T {
    Uuid::from_u128((number << 32) + n).into()
}

fn charged(bill: &Bill) -> BillLine {
    BillLine {
        position: 1,
        kind: ChargeKind::Plan,
        line_id: None,
        offering: None,
        usage: None,
        quantity: 1,
        first: bill.period_first,
        last: bill.period_last,
        amount: bill.total,
    }
}

/// The ledger's side of a bill of which only `left` is still owed.
fn issued(bill: &Bill, left: Money) -> Transaction {
    let posting = |ledger_account, bill_id, amount| Posting {
        ledger_account,
        account_id: bill.account_id,
        bill_id,
        amount,
    };
    let postings = vec![
        posting(LedgerAccount::Receivable, Some(bill.id), left),
        posting(LedgerAccount::Cash, None, bill.total - left),
        posting(LedgerAccount::Revenue, None, Money::ZERO - bill.total),
    ];
    let at = "2026-10-01T00:00:00Z".parse().unwrap();
    let kind = TransactionKind::Bill;
    Transaction::new(
        Uuid::from_u128(bill.id.0.as_u128() + (1 << 25)).into(),
        kind,
        at,
        bill.number.clone(),
        postings,
    )
    .unwrap()
}
