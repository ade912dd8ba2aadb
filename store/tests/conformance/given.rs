//! A small hall: offerings and customers to tell stories about. Everything follows from a number.

use crm::{
    Date, Timestamp,
    accounts::{Account, AccountStatus, PaymentMethod},
    agreements::{Agreement, Term},
    bills::{Bill, BillLine, BillState, BillingHistory, ChargeKind},
    catalogue::{Allowances, Eligibility, Need, Offering, OfferingCode, OfferingKind, Overage},
    customers::{Customer, CustomerStatus, Msisdn, Origin, PartyKind, Tier},
    ids::{AccountId, AgreementId, BillId, CustomerId, LineId, PartyId, PaymentId, ProductId, TransactionId},
    language::{Language, Text},
    ledger::{LedgerAccount, Posting, Transaction, TransactionKind},
    lines::{Line, LineKind, LineState},
    money::Money,
    payments::{Allocation, Payment, PaymentState},
    products::{Product, ProductStatus},
    usage::{UsageEvent, UsageKind},
};
use jiff::civil::date;
use store::{Store, imports::CustomerFile};
use uuid::Uuid;

pub(crate) const PLAN: &str = "5G-129";
pub(crate) const OTHER_PLAN: &str = "5G-59";
pub(crate) const FIBRE: &str = "FIBRE-100";
pub(crate) const ADD_ON: &str = "VIDEO";

/// What each bill comes to.
pub(crate) const BILL_TOTAL: Money = Money::from_fen(14_630);

/// The `number`th identifier of a kind of thing. Kinds are told apart so that identifiers are never equal by chance.
pub(crate) fn id<T: From<Uuid>>(kind: &str, number: u32) -> T {
    let kind = kind.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    T::from(Uuid::from_u64_pair(kind, u64::from(number)))
}

/// Minutes after a moment in November 2026.
pub(crate) fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_793_600_000 + minutes * 60).expect("a moment near 2026")
}

pub(crate) fn code(code: &str) -> OfferingCode {
    OfferingCode(code.to_owned())
}

pub(crate) fn offering(name: &str, kind: OfferingKind, line_kind: LineKind, yuan: i64) -> Offering {
    Offering {
        code: code(name),
        kind,
        line_kind,
        name: Text { zh_cn: format!("{name}套餐"), en: name.to_owned() },
        summary: Text { zh_cn: "简介".to_owned(), en: "Summary".to_owned() },
        monthly_price: Money::from_yuan(yuan),
        allowances: Allowances { voice_minutes: Some(500), data_mb: None, messages: Some(0) },
        overage: Overage {
            voice_minute: Money::from_fen(15),
            data_block: Money::from_fen(300),
            message: Money::from_fen(10),
        },
        speed_mbps: (line_kind == LineKind::Internet).then_some(100),
        sale_from: date(2024, 1, 1),
        sale_until: None,
        eligibility: Eligibility::Everyone,
        needs: vec![Need::Calls, Need::LowPrice],
        excludes: vec![code(ADD_ON)],
    }
}

/// The catalogue, in order of code.
pub(crate) fn catalogue() -> [Offering; 4] {
    [
        offering(PLAN, OfferingKind::Plan, LineKind::Phone, 129),
        offering(OTHER_PLAN, OfferingKind::Plan, LineKind::Phone, 59),
        offering(FIBRE, OfferingKind::Plan, LineKind::Internet, 80),
        offering(ADD_ON, OfferingKind::AddOn, LineKind::Phone, 15),
    ]
}

/// Puts the catalogue and the first customer into the store.
pub(crate) async fn hall(store: &Store) -> CustomerFile {
    let [file] = hall_of(store, [1]).await;
    file
}

/// Puts the catalogue and some customers into the store.
pub(crate) async fn hall_of<const N: usize>(store: &Store, numbers: [u32; N]) -> [CustomerFile; N] {
    let files = numbers.map(file);
    let catalogue = catalogue();
    let put = store.write(async |mut work| {
        for offering in &catalogue {
            work.put_offering(offering).await?;
        }
        work.import_customers(&files).await
    });
    put.await.expect("the hall goes in");
    files
}

/// A customer with a phone, internet, three bills of which the last is open, and some usage.
pub(crate) fn file(number: u32) -> CustomerFile {
    let account = account(number);
    let lines = vec![phone(number), internet(number)];
    let [phone, internet] = [lines[0].id, lines[1].id];
    let bills: Vec<_> = (0..3).map(|month| (bill(number, month), bill_lines(month, phone))).collect();
    let payments: Vec<_> = bills[..2].iter().map(|(bill, _)| payment_of(bill, number)).collect();
    let mut transactions: Vec<_> = bills.iter().map(|(bill, _)| issue(bill)).collect();
    transactions.extend(payments.iter().map(receipt));
    transactions.push(history(&account, number));
    CustomerFile {
        customer: customer(number),
        products: vec![
            product(number * 10, phone, PLAN, OfferingKind::Plan),
            product(number * 10 + 1, phone, ADD_ON, OfferingKind::AddOn),
            product(number * 10 + 2, internet, FIBRE, OfferingKind::Plan),
        ],
        agreements: vec![agreement(number, phone)],
        history: Some(BillingHistory {
            first: date(2025, 1, 1),
            last: date(2026, 7, 31),
            bills: 19,
            total: Money::from_yuan(2_500),
        }),
        usage: (0..20).map(|event| usage(phone, event)).collect(),
        account,
        lines,
        bills,
        payments,
        transactions,
    }
}

fn customer(number: u32) -> Customer {
    Customer {
        id: id("customer", number),
        party_id: id::<PartyId>("party", number),
        code: format!("C{number:05}"),
        name: format!("客户{number}"),
        kind: PartyKind::Individual,
        senior: number.is_multiple_of(2),
        tier: Tier::Gold,
        blacklisted: false,
        segment: "phone+fibre/200".to_owned(),
        language: Language::ZhCn,
        mobile: mobile(number),
        email: None,
        id_last_six: "12345X".to_owned(),
        notify_by_sms: true,
        notify_by_email: false,
        marketing_consent: false,
        status: CustomerStatus::Active,
        since: date(2025, 1, 1),
        origin: Origin::Imported,
        version: 1,
    }
}

pub(crate) fn mobile(number: u32) -> Msisdn {
    Msisdn::parse(&format!("138{number:08}")).expect("eleven digits")
}

fn account(number: u32) -> Account {
    Account {
        id: id::<AccountId>("account", number),
        number: format!("A{number:05}"),
        customer_id: id::<CustomerId>("customer", number),
        status: AccountStatus::Active,
        payment_method: PaymentMethod::DirectDebit,
        paperless: true,
        opened_on: date(2025, 1, 1),
        closed_on: None,
        origin: Origin::Imported,
        version: 1,
    }
}

fn phone(number: u32) -> Line {
    Line {
        id: id("phone", number),
        code: format!("P{number:05}"),
        customer_id: id("customer", number),
        account_id: id("account", number),
        kind: LineKind::Phone,
        msisdn: Some(mobile(number)),
        state: LineState::Active,
        barred: None,
        barred_beneath: None,
        since: date(2025, 1, 1),
        ended_on: None,
        version: 1,
    }
}

fn internet(number: u32) -> Line {
    let (id, code) = (id("internet", number), format!("I{number:05}"));
    Line { id, code, kind: LineKind::Internet, msisdn: None, since: date(2024, 6, 1), ..phone(number) }
}

pub(crate) fn product(number: u32, line_id: LineId, offering: &str, kind: OfferingKind) -> Product {
    Product {
        id: id::<ProductId>("product", number),
        line_id,
        offering: code(offering),
        kind,
        status: ProductStatus::Active,
        monthly_price: Money::from_yuan(99),
        starts_on: date(2025, 1, 1),
        ends_on: None,
        version: 1,
    }
}

fn agreement(number: u32, line_id: LineId) -> Agreement {
    Agreement {
        id: id::<AgreementId>("agreement", number),
        line_id,
        term: Term::OneYear,
        starts_on: date(2026, 1, 1),
        ends_on: Some(date(2026, 12, 31)),
        committed_monthly: Money::from_yuan(99),
        termination_percent: 30,
    }
}

fn first_day(month: i8) -> Date {
    date(2026, 8 + month, 1)
}

fn bill(number: u32, month: i8) -> Bill {
    let first = first_day(month);
    let of_month = number * 100 + u32::try_from(month).expect("a month is not negative");
    Bill {
        id: id::<BillId>("bill", of_month),
        number: format!("B{of_month:07}"),
        account_id: id("account", number),
        customer_id: id("customer", number),
        period_first: first,
        period_last: first.last_of_month(),
        issued_on: first_day(month + 1),
        due_on: first_day(month + 1).with().day(20).build().expect("every month has a 20th"),
        total: BILL_TOTAL,
        state: if month < 2 { BillState::Settled } else { BillState::Sent },
        origin: Origin::Generated,
    }
}

fn bill_lines(month: i8, line: LineId) -> Vec<BillLine> {
    let charge = |position, kind, offering: Option<&str>, usage, fen| BillLine {
        position,
        kind,
        line_id: offering.is_some().then_some(line),
        offering: offering.map(code),
        usage,
        quantity: 1,
        first: first_day(month),
        last: first_day(month).last_of_month(),
        amount: Money::from_fen(fen),
    };
    vec![
        charge(1, ChargeKind::Plan, Some(PLAN), None, 12_900),
        charge(2, ChargeKind::AddOn, Some(ADD_ON), None, 1_500),
        charge(3, ChargeKind::Usage, Some(PLAN), Some(UsageKind::Voice), 330),
        charge(4, ChargeKind::Credit, None, None, -100),
    ]
}

/// A direct debit that pays a bill in full.
fn payment_of(bill: &Bill, number: u32) -> Payment {
    let month = u32::try_from(bill.period_first.month()).expect("a month is not negative");
    Payment {
        id: id::<PaymentId>("payment", number * 100 + month),
        number: format!("P{}", bill.number),
        account_id: bill.account_id,
        customer_id: bill.customer_id,
        amount: bill.total,
        method: PaymentMethod::DirectDebit,
        state: PaymentState::Succeeded,
        provider_reference: None,
        created_at: at(i64::from(month) * 10),
        settled_at: Some(at(i64::from(month) * 10 + 1)),
        allocations: vec![Allocation { bill_id: bill.id, amount: bill.total }],
    }
}

/// The ledger's side of a bill.
fn issue(bill: &Bill) -> Transaction {
    let postings = vec![
        posting(LedgerAccount::Receivable, bill.account_id, Some(bill.id), bill.total),
        posting(LedgerAccount::Revenue, bill.account_id, None, -bill.total),
    ];
    transaction(TransactionKind::Bill, &bill.number, postings)
}

/// The ledger's side of a payment.
pub(crate) fn receipt(payment: &Payment) -> Transaction {
    let mut postings = vec![posting(LedgerAccount::Cash, payment.account_id, None, payment.amount)];
    for paid in &payment.allocations {
        postings.push(posting(
            LedgerAccount::Receivable,
            payment.account_id,
            Some(paid.bill_id),
            -paid.amount,
        ));
    }
    transaction(TransactionKind::Payment, &payment.number, postings)
}

fn history(account: &Account, number: u32) -> Transaction {
    let total = Money::from_yuan(2_500);
    let postings = vec![
        posting(LedgerAccount::Cash, account.id, None, total),
        posting(LedgerAccount::Revenue, account.id, None, -total),
    ];
    transaction(TransactionKind::History, &format!("H{number:05}"), postings)
}

fn posting(
    ledger_account: LedgerAccount,
    account_id: AccountId,
    bill_id: Option<BillId>,
    amount: Money,
) -> Posting {
    Posting { ledger_account, account_id, bill_id, amount }
}

pub(crate) fn transaction(kind: TransactionKind, reference: &str, postings: Vec<Posting>) -> Transaction {
    let id = id::<TransactionId>(reference, 0);
    Transaction::new(id, kind, at(0), reference.to_owned(), postings).expect("the postings sum to zero")
}

fn usage(line_id: LineId, event: i64) -> UsageEvent {
    let kinds = [UsageKind::Voice, UsageKind::Data, UsageKind::Message];
    let kind = kinds[usize::try_from(event).expect("not negative") % 3];
    UsageEvent { line_id, at: at(event * 360), sequence: 0, kind, quantity: event + 1 }
}

/// A payment of the open bill that waits for its provider.
pub(crate) fn open_payment(file: &CustomerFile, number: u32) -> Payment {
    let bill = &file.bills[2].0;
    Payment {
        id: id("open payment", number),
        number: format!("O{number:05}"),
        method: PaymentMethod::Online,
        state: PaymentState::Initiated,
        created_at: at(1_000 + i64::from(number)),
        settled_at: None,
        ..payment_of(bill, 0)
    }
}
