//! Made-up bills to test pages with.

use crm::{
    Date,
    accounts::{Account, AccountStatus, PaymentMethod},
    bill_comparison::compare,
    bills::{Bill, BillBalance, BillLine, BillState, BillingHistory, ChargeKind, Dues, MonthTotal},
    catalogue::OfferingCode,
    customers::{Customer, CustomerStatus, Msisdn, Origin, PartyKind, Tier},
    cycle::Cycle,
    ids::LineId,
    language::{Language, Text},
    lines::{Line, LineKind, LineState},
    money::Money,
    usage::UsageKind,
};
use jiff::civil::date;
use operations::{
    bills::{BillList, BillView},
    catalogue::NameMap,
};
use std::sync::Arc;
use uuid::Uuid;

/// The bill for October is due in twenty days, the one for September is late.
pub(super) const TODAY: Date = date(2026, 11, 5);

/// Somebody with a long name.
pub(crate) fn customer() -> Customer {
    Customer {
        id: Uuid::from_u128(3).into(),
        party_id: Uuid::from_u128(4).into(),
        code: "7590-VHVEG".to_owned(),
        name: "客户 7590-VHVEG".to_owned(),
        kind: PartyKind::Individual,
        senior: false,
        tier: Tier::Standard,
        blacklisted: false,
        segment: "phone+fibre/80".to_owned(),
        language: Language::ZhCn,
        mobile: Msisdn::parse("13800138000").expect("a mobile number"),
        email: None,
        id_last_six: "123456".to_owned(),
        notify_by_sms: true,
        notify_by_email: false,
        marketing_consent: false,
        status: CustomerStatus::Active,
        since: date(2023, 5, 17),
        origin: Origin::Generated,
        version: 1,
    }
}

/// An account usually paid by direct debit.
pub(crate) fn account(number: &str) -> Account {
    Account {
        id: Uuid::from_u128(2).into(),
        number: number.to_owned(),
        customer_id: Uuid::from_u128(3).into(),
        status: AccountStatus::Active,
        payment_method: PaymentMethod::DirectDebit,
        paperless: true,
        opened_on: date(2023, 5, 17),
        closed_on: None,
        origin: Origin::Generated,
        version: 1,
    }
}

pub(super) fn names() -> NameMap {
    let names = [
        ("A", "畅聊 99 元", "Talk 99"),
        ("B", "5G 畅享套餐 129 元（家庭共享升级版）", "5G Enjoy 129 (family share, upgraded)"),
        ("N", "光纤 500M", "Fibre 500"),
        ("T", "高清电视", "Television"),
        ("F", "=HYPERLINK(\"x\", \"y\")", "=HYPERLINK(\"x\", \"y\")"),
    ];
    let text = |zh: &str, en: &str| Text { zh_cn: zh.to_owned(), en: en.to_owned() };
    names.into_iter().map(|(code, zh, en)| (OfferingCode(code.to_owned()), text(zh, en))).collect()
}

pub(super) fn balance(month: i8, state: BillState, total: i64, left: i64) -> BillBalance {
    let first = date(2026, month, 1);
    let issued_on = Cycle::of(first).next().first();
    BillBalance {
        bill: Bill {
            id: Uuid::from_u128(u128::from(month.unsigned_abs())).into(),
            number: format!("B7KQ2MXR{month:02}"),
            account_id: Uuid::from_u128(2).into(),
            customer_id: Uuid::from_u128(3).into(),
            period_first: first,
            period_last: first.last_of_month(),
            issued_on,
            due_on: issued_on.saturating_add(jiff::Span::new().days(24)),
            total: Money::from_fen(total),
            state,
            origin: Origin::Generated,
        },
        outstanding: Money::from_fen(left),
    }
}

pub(crate) fn lines() -> Vec<Line> {
    let line = |at: u128, kind, msisdn: Option<&str>| Line {
        id: Uuid::from_u128(at).into(),
        code: format!("L7KQ2MXR{at:02}"),
        customer_id: Uuid::from_u128(3).into(),
        account_id: Uuid::from_u128(2).into(),
        kind,
        msisdn: msisdn.and_then(Msisdn::parse),
        state: LineState::Active,
        barred: None,
        barred_beneath: None,
        since: date(2023, 5, 17),
        ended_on: None,
        version: 1,
    };
    vec![line(1, LineKind::Phone, Some("13800138000")), line(2, LineKind::Internet, None)]
}

fn charge(
    month: i8,
    line: u128,
    kind: ChargeKind,
    offering: &str,
    usage: Option<UsageKind>,
    (quantity, fen): (i64, i64),
) -> BillLine {
    let first = date(2026, month, 1);
    let once =
        !matches!(kind, ChargeKind::Plan | ChargeKind::AddOn | ChargeKind::Usage | ChargeKind::Discount);
    let day = date(2026, month, 14);
    BillLine {
        position: 0,
        kind,
        line_id: (line > 0).then(|| LineId(Uuid::from_u128(line))),
        offering: (!offering.is_empty()).then(|| OfferingCode(offering.to_owned())),
        usage,
        quantity,
        first: if once { day } else { first },
        last: if once { day } else { first.last_of_month() },
        amount: Money::from_fen(fen),
    }
}

fn total(lines: &[BillLine]) -> i64 {
    lines.iter().map(|line| line.amount.fen()).sum()
}

/// The bill for October against the one for September, with something of everything.
pub(super) fn view() -> BillView {
    use ChargeKind::{AddOn, Credit, Discount, LateFee, Plan, Usage, Visit};
    let before = [
        charge(9, 1, Plan, "A", None, (1, 9_900)),
        charge(9, 1, Usage, "A", Some(UsageKind::Voice), (34, 510)),
        charge(9, 2, Plan, "N", None, (1, 8_000)),
        charge(9, 2, AddOn, "T", None, (1, 1_000)),
        charge(9, 0, Discount, "N", None, (1, -500)),
    ];
    let lines = vec![
        charge(10, 1, Plan, "B", None, (1, 12_900)),
        charge(10, 1, Usage, "B", Some(UsageKind::Data), (2_150, 660)),
        charge(10, 1, Usage, "B", Some(UsageKind::Voice), (80, 1_200)),
        charge(10, 2, Plan, "N", None, (1, 8_000)),
        charge(10, 2, AddOn, "T", None, (1, 1_000)),
        charge(10, 2, AddOn, "F", None, (1, 600)),
        charge(10, 2, Visit, "", None, (1, 4_000)),
        charge(10, 0, Discount, "N", None, (1, -1_000)),
        charge(10, 0, LateFee, "", None, (1, 123)),
        charge(10, 0, Credit, "", None, (1, -250)),
    ];
    let compared = balance(9, BillState::Settled, total(&before), 0).bill;
    let billed = total(&lines);
    let balance = balance(10, BillState::PartiallyPaid, billed, billed - 5_000);
    BillView {
        comparison: compare(Some((&compared, &before)), (&balance.bill, &lines)),
        months: months(billed),
        earlier: [9, 8, 7].map(|month| self::balance(month, BillState::Settled, 9_900, 0).bill).into(),
        compared: Some(compared),
        customer: customer(),
        account: account("A7KQ2MXR4Z"),
        lines,
        balance,
        customer_lines: self::lines(),
        names: Arc::new(names()),
        today: TODAY,
    }
}

fn months(latest: i64) -> Vec<MonthTotal> {
    let fen = [9_900, 9_900, 11_250, 0, 13_480, 9_900, 9_900, 18_700, 9_900, 12_100, 18_910, latest];
    let first = Cycle::of(date(2025, 11, 1));
    let total = |fen: i64| (fen > 0).then(|| Money::from_fen(fen));
    (0..).zip(fen).map(|(at, fen)| MonthTotal { cycle: first.plus(at), total: total(fen) }).collect()
}

/// A first page of bills in every state.
pub(super) fn list() -> BillList {
    let bills = vec![
        balance(10, BillState::Sent, 27_233, 27_233),
        balance(9, BillState::Sent, 18_910, 18_910),
        balance(8, BillState::PartiallyPaid, 12_100, 100),
        balance(7, BillState::Settled, 9_900, 0),
        balance(6, BillState::Settled, -500, -500),
    ];
    BillList {
        dues: Dues::of(&bills, TODAY),
        months: months(27_233),
        history: vec![BillingHistory {
            first: date(2023, 5, 17),
            last: date(2024, 10, 31),
            bills: 18,
            total: Money::from_fen(178_200),
        }],
        bills,
        next: None,
        today: TODAY,
    }
}
