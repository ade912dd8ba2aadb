//! What must hold for every customer of the operator's file.

use super::{
    Access, DEMO_FILE, Disagreement, Generated, Generator, Internet, Phone, Report, Row,
    catalogue::{Catalogue, codes},
    parse,
};
use crm::{
    Date,
    accounts::PaymentMethod,
    agreements::Term,
    best_plan::{Candidate, History, MONTHS, best, candidates},
    bills::{BillState, ChargeKind},
    catalogue::{Offering, OfferingKind},
    customers::Origin,
    cycle::Cycle,
    ledger::{LedgerAccount, Transaction},
    lines::LineKind,
    money::Money,
    payments::PaymentState,
    products::Product,
    usage::{CycleUsage, DailyUsage, overage},
};
use jiff::{
    civil::date,
    tz::{Offset, offset},
};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::{BTreeMap, HashMap, HashSet};
use store::imports::CustomerFile;

const OFFSET: Offset = offset(8);
const BEFORE_DUE: Date = date(2026, 11, 16);

fn rows(catalogue: &Catalogue) -> Vec<Row> {
    parse(DEMO_FILE, catalogue).unwrap().map(Result::unwrap).collect()
}

/// Every customer one after the other: all at once would not fit a small machine's memory.
fn each(as_of: Date, step: usize, mut look: impl FnMut(&Row, Generated)) {
    let catalogue = Catalogue::demo();
    let mut generator = Generator::new(as_of, OFFSET, &catalogue);
    for row in rows(&catalogue).iter().step_by(step) {
        look(row, generator.generate(row));
    }
}

#[test]
fn money_agrees_with_the_file_to_the_fen() {
    let mut report = Report::new(BEFORE_DUE);
    let (mut numbers, mut ids) = (HashSet::new(), HashSet::new());
    each(BEFORE_DUE, 1, |row, generated| {
        let file = &generated.file;
        bills_agree(row, file);
        ledger_agrees(file);
        services_agree(row, file);
        let customer = &file.customer;
        let mut given: Vec<&str> = vec![&file.account.number, customer.mobile.as_str()];
        given.extend(file.lines.iter().map(|line| line.code.as_str()));
        given.extend(file.bills.iter().map(|(bill, _)| bill.number.as_str()));
        given.extend(file.payments.iter().map(|payment| payment.number.as_str()));
        for number in given {
            assert!(numbers.insert(number.to_owned()), "{number} twice");
        }
        let mut made = vec![customer.id.0, customer.party_id.0, file.account.id.0];
        made.extend(file.lines.iter().map(|line| line.id.0));
        made.extend(file.products.iter().map(|product| product.id.0));
        made.extend(file.agreements.iter().map(|agreement| agreement.id.0));
        made.extend(file.bills.iter().map(|(bill, _)| bill.id.0));
        made.extend(file.payments.iter().map(|payment| payment.id.0));
        made.extend(file.transactions.iter().map(|transaction| transaction.id().0));
        for id in made {
            assert!(ids.insert(id), "{id} twice");
        }
        report.count(row, &generated);
    });
    // The sum of the file's column TotalCharges.
    assert_eq!(report.billed, Money::from_fen(1_605_616_870));
    assert_eq!(report.customers(), 7_043);
    assert!((8.0..=12.0).contains(&report.owing_percent()), "{}", report.owing_percent());
    let kinds =
        |wanted: fn(&Disagreement) -> bool| report.disagreements.iter().filter(|(_, _, d)| wanted(d)).count();
    assert_eq!(kinds(|d| matches!(d, Disagreement::NoBillYet { .. })), 11);
    assert_eq!(kinds(|d| matches!(d, Disagreement::MobileTaken { .. })), 0);
}

#[rstest]
#[case::first_of_a_month(date(2026, 3, 1))]
#[case::last_day_to_pay(date(2026, 3, 20))]
#[case::first_day_overdue(date(2026, 3, 21))]
#[case::leap_day(date(2024, 2, 29))]
#[case::end_of_a_year(date(2025, 12, 31))]
fn on_any_day_as_many_owe(#[case] as_of: Date) {
    let mut report = Report::new(as_of);
    each(as_of, 5, |row, generated| {
        bills_agree(row, &generated.file);
        ledger_agrees(&generated.file);
        usage_of(&generated.file, as_of);
        report.count(row, &generated);
    });
    assert!((8.0..=12.0).contains(&report.owing_percent()), "{}", report.owing_percent());
}

/// Rows that the file does not hold, but that are accepted.
fn any_row() -> impl Strategy<Value = Row> {
    let phone = proptest::option::of(any::<bool>().prop_map(|multiple_lines| Phone { multiple_lines }));
    let add_ons =
        proptest::sample::subsequence(vec![codes::SECURITY, codes::BACKUP, codes::TV, codes::FILMS], 0..=4);
    let access = prop_oneof![Just(Access::Dsl), Just(Access::Fibre)];
    let internet =
        proptest::option::of((access, add_ons).prop_map(|(access, add_ons)| Internet { access, add_ons }));
    let money = (0..60_i32, 200..20_000_i64, 0..5_000_i64);
    (phone, internet, any::<bool>(), money, 0..10_000_u32).prop_map(
        |(phone, internet, senior, (tenure, monthly, permille), code)| {
            let monthly = Money::from_fen(monthly);
            let former = monthly.share(permille, 1000) * i64::from(tenure - 1);
            Row {
                line: 2,
                code: format!("{code:04}-ZZZZZ"),
                senior,
                tenure,
                phone,
                internet,
                term: Term::OneYear,
                paperless: true,
                payment_method: PaymentMethod::Online,
                monthly,
                total: (tenure > 0).then_some(monthly + former),
                churned: false,
            }
        },
    )
}

proptest! {
    #[test]
    fn whatever_row_is_accepted_comes_out_to_the_fen(row in any_row()) {
        let catalogue = Catalogue::demo();
        prop_assume!(row.check(&catalogue).is_ok());
        let Generated { file, .. } = Generator::new(BEFORE_DUE, OFFSET, &catalogue).generate(&row);
        bills_agree(&row, &file);
        ledger_agrees(&file);
        services_agree(&row, &file);
    }
}

fn bills_agree(row: &Row, file: &CustomerFile) {
    let code = &row.code;
    let total: Money = file.bills.iter().map(|(bill, _)| bill.total).sum();
    let older = file.history.map_or(Money::ZERO, |history| history.total);
    assert_eq!(total + older, row.total.unwrap_or_default(), "{code}");
    let count = i64::try_from(file.bills.len()).unwrap() + file.history.map_or(0, |history| history.bills);
    assert_eq!(count, i64::from(row.tenure), "{code}");
    assert!(file.bills.len() <= 24 && older >= Money::ZERO, "{code}");
    assert_eq!(file.bills.last().map(|(bill, _)| bill.total), row.total.map(|_| row.monthly), "{code}");
    for (at, (bill, lines)) in file.bills.iter().enumerate() {
        assert_eq!(lines.iter().map(|line| line.amount).sum::<Money>(), bill.total, "{code}");
        assert!(bill.total > Money::ZERO, "{code} {bill:?}");
        let last = at + 1 == file.bills.len();
        assert_eq!(bill.origin, if last { Origin::Imported } else { Origin::Generated });
        let following = file.bills.get(at + 1).map(|(next, _)| Cycle::of(next.period_first));
        assert!(last || following == Some(Cycle::of(bill.period_first).next()), "{code}");
        for (line, position) in lines.iter().zip(1..) {
            assert_eq!(line.position, position);
            let reduces = matches!(line.kind, ChargeKind::Discount | ChargeKind::Credit);
            assert_eq!(line.amount.is_negative(), reduces, "{code} {line:?}");
            assert!(
                bill.period_first <= line.first && line.first <= line.last && line.last <= bill.period_last
            );
            assert_eq!(line.kind == ChargeKind::Usage, line.usage.is_some());
        }
        let billed_on = |product: &Product| {
            lines.iter().any(|l| {
                l.line_id == Some(product.line_id)
                    && l.offering.as_ref() == Some(&product.offering)
                    && matches!(l.kind, ChargeKind::Plan | ChargeKind::AddOn)
            })
        };
        for product in &file.products {
            let runs = product.starts_on <= bill.period_last
                && product.ends_on.is_none_or(|end| bill.period_first <= end);
            assert_eq!(billed_on(product), runs, "{code} {product:?} {bill:?}");
        }
    }
}

fn ledger_agrees(file: &CustomerFile) {
    let code = &file.customer.code;
    let mut owed = HashMap::<_, Money>::new();
    let mut sum = Money::ZERO;
    for posting in file.transactions.iter().flat_map(Transaction::postings) {
        sum += posting.amount;
        if posting.ledger_account == LedgerAccount::Receivable {
            *owed.entry(posting.bill_id).or_default() += posting.amount;
        }
    }
    assert_eq!(sum, Money::ZERO, "{code}");
    assert_eq!(owed.get(&None).copied().unwrap_or_default(), Money::ZERO, "{code}");
    for (bill, _) in &file.bills {
        let outstanding = owed[&Some(bill.id)];
        assert!(Money::ZERO <= outstanding && outstanding <= bill.total, "{code}");
        let state = match outstanding {
            Money::ZERO => BillState::Settled,
            all if all == bill.total => BillState::Sent,
            _ => BillState::PartiallyPaid,
        };
        assert_eq!(bill.state, state, "{code}");
    }
    for payment in &file.payments {
        assert!(payment.amount > Money::ZERO && payment.credit().is_zero(), "{code}");
        assert!(payment.settled_at.is_some() && payment.state != PaymentState::Initiated, "{code}");
    }
}

fn services_agree(row: &Row, file: &CustomerFile) {
    let code = &row.code;
    let kinds: Vec<LineKind> = file.lines.iter().map(|line| line.kind).collect();
    let expected = [row.phone.map(|_| LineKind::Phone), row.internet.as_ref().map(|_| LineKind::Internet)];
    assert_eq!(kinds, expected.into_iter().flatten().collect::<Vec<_>>(), "{code}");
    // What the customer has (or had to the end) costs what the file says.
    let present: Vec<&Product> =
        file.products.iter().filter(|product| product.ends_on == file.account.closed_on).collect();
    assert_eq!(present.iter().map(|product| product.monthly_price).sum::<Money>(), row.monthly, "{code}");
    assert!(present.iter().all(|product| product.monthly_price > Money::ZERO), "{code}");
    for line in &file.lines {
        let plans = present.iter().filter(|p| p.line_id == line.id && p.kind == OfferingKind::Plan);
        assert_eq!(plans.count(), 1, "{code}");
        assert_eq!(line.ended_on, file.account.closed_on);
    }
    assert_eq!(file.account.closed_on.is_some(), row.churned);
    let add_ons = present.iter().filter(|product| product.kind == OfferingKind::AddOn).count();
    assert_eq!(add_ons, row.add_ons().count(), "{code}");
    for agreement in &file.agreements {
        assert_eq!(agreement.term, row.term);
        let binds = agreement.binds(file.account.closed_on.unwrap_or(BEFORE_DUE));
        assert_eq!(binds, row.term.months() > 0, "{code} {agreement:?}");
    }
    assert_eq!(file.agreements.len(), file.lines.len());
}

/// Use by line and cycle, with the checks that every event must pass.
fn usage_of(file: &CustomerFile, as_of: Date) -> BTreeMap<(usize, Cycle), (CycleUsage, usize)> {
    let mut usage = BTreeMap::<_, (CycleUsage, usize)>::new();
    let mut before = None;
    for event in &file.usage {
        assert!(
            before < Some((event.line_id, event.at)) || before.is_some_and(|(line, _)| line != event.line_id)
        );
        before = Some((event.line_id, event.at));
        let day = OFFSET.to_datetime(event.at).date();
        assert!(file.customer.since <= day && day < as_of && event.quantity > 0, "{event:?}");
        assert_eq!(event.at.subsec_nanosecond() % 1_000, 0);
        let line = file.lines.iter().position(|line| line.id == event.line_id).unwrap();
        let (used, events) = usage.entry((line, Cycle::of(day))).or_default();
        used.add(event.kind, event.quantity);
        *events += 1;
    }
    usage
}

#[test]
fn use_fits_the_bills() {
    let catalogue = Catalogue::demo();
    let running = Cycle::of(BEFORE_DUE);
    let (mut whole_months, mut events_of_them) = (0, 0);
    let (mut overages, mut running_lines, mut nearly_used_up) = (0, 0, 0);
    each(BEFORE_DUE, 9, |row, generated| {
        let file = &generated.file;
        let usage = usage_of(file, BEFORE_DUE);
        for (at, line) in file.lines.iter().enumerate() {
            let plan = plan_of(&catalogue, file, at);
            for (bill, lines) in file.bills.iter().rev().take(6) {
                let (used, events) = usage[&(at, Cycle::of(bill.period_first))];
                let charges = overage(used, &plan.allowances, &plan.overage);
                let billed =
                    lines.iter().filter(|l| l.kind == ChargeKind::Usage && l.line_id == Some(line.id));
                let billed: Money = billed.map(|line| line.amount).sum();
                assert_eq!(charges.total(), billed, "{} {used:?}", row.code);
                overages += usize::from(!billed.is_zero());
                if bill.period_first.day() == 1 {
                    whole_months += 1;
                    events_of_them += events;
                    assert!((1..=80).contains(&events), "{} {events}", row.code);
                }
            }
            let Some((used, _)) = usage.get(&(at, running)) else { continue };
            assert!(!row.churned, "{}", row.code);
            running_lines += 1;
            assert_eq!(overage(*used, &plan.allowances, &plan.overage).total(), Money::ZERO);
            let levels = crm::usage::remaining(&plan.allowances, *used);
            nearly_used_up += usize::from(levels.iter().any(|level| level.percent() >= Some(80)));
        }
        let oldest =
            file.bills.iter().rev().take(6).next_back().map(|(bill, _)| Cycle::of(bill.period_first));
        assert!(usage.keys().all(|(_, cycle)| *cycle == running || Some(*cycle) >= oldest), "{}", row.code);
    });
    assert!((50..=70).contains(&(events_of_them / whole_months)), "{}", events_of_them / whole_months);
    assert!(overages > 100 && running_lines > 500);
    let share = nearly_used_up * 100 / running_lines;
    assert!((8..=20).contains(&share), "{share} %");
}

fn plan_of<'c>(catalogue: &'c Catalogue, file: &CustomerFile, line: usize) -> &'c Offering {
    catalogue.get(&present_plan(file, line).offering.0).unwrap()
}

fn present_plan(file: &CustomerFile, line: usize) -> &Product {
    let present = file.products.iter().filter(|product| product.ends_on == file.account.closed_on);
    present.into_iter().find(|p| p.line_id == file.lines[line].id && p.kind == OfferingKind::Plan).unwrap()
}

/// The advice of the hall must tell customers apart.
#[test]
fn for_some_another_plan_is_cheaper_and_for_some_not() {
    let catalogue = Catalogue::demo();
    let offerings: Vec<Offering> = catalogue.offerings().cloned().collect();
    let mut by_plan = BTreeMap::<String, (u32, u32)>::new();
    let mut advised = BTreeMap::<String, u32>::new();
    each(BEFORE_DUE, 9, |row, Generated { file, .. }| {
        if row.churned || row.tenure < MONTHS {
            return;
        }
        let usage = usage_of(&file, BEFORE_DUE);
        for at in 0..file.lines.len() {
            let product = present_plan(&file, at);
            let plan = plan_of(&catalogue, &file, at);
            let days =
                usage.iter().filter(|((line, _), _)| *line == at).flat_map(|((_, cycle), (used, _))| {
                    crm::usage::remaining(&plan.allowances, *used).map(|level| DailyUsage {
                        day: cycle.first(),
                        kind: level.kind,
                        quantity: level.used,
                        events: 1,
                    })
                });
            let history = History::of(&days.collect::<Vec<_>>(), file.customer.since, BEFORE_DUE);
            let mut plans = candidates(&offerings, plan, row.senior, BEFORE_DUE);
            plans.push(Candidate::signed(plan, product.monthly_price));
            let cheapest = best(&history, &plans).places[0].plan.code.clone();
            let (all, better) = by_plan.entry(plan.code.0.clone()).or_default();
            *all += 1;
            *better += u32::from(cheapest != plan.code);
            *advised.entry(cheapest.0).or_default() += 1;
        }
    });
    let (all, better) = by_plan.values().fold((0, 0), |(a, b), (all, better)| (a + all, b + better));
    assert!((25..=65).contains(&(better * 100 / all)), "{better} of {all}");
    assert!(advised.len() >= 8, "{advised:?}");
}

#[test]
fn the_same_row_gives_the_same_customer() {
    let catalogue = Catalogue::demo();
    let rows = rows(&catalogue);
    let make = |rows: &mut dyn Iterator<Item = &Row>| -> BTreeMap<String, CustomerFile> {
        let mut generator = Generator::new(BEFORE_DUE, OFFSET, &catalogue);
        rows.map(|row| (row.code.clone(), generator.generate(row).file)).collect()
    };
    let forward = make(&mut rows.iter().step_by(101));
    let backward = make(&mut rows.iter().step_by(101).collect::<Vec<_>>().into_iter().rev());
    assert_eq!(forward, backward);
}

#[test]
fn a_new_customer_has_no_bill_yet() {
    let catalogue = Catalogue::demo();
    let mut generator = Generator::new(BEFORE_DUE, OFFSET, &catalogue);
    for row in rows(&catalogue).iter().filter(|row| row.tenure == 0) {
        let Generated { file, disagreements } = generator.generate(row);
        assert!(file.bills.is_empty() && file.transactions.is_empty() && file.history.is_none());
        assert_eq!(Cycle::of(file.customer.since), Cycle::of(BEFORE_DUE));
        assert!(file.customer.since <= BEFORE_DUE);
        services_agree(row, &file);
        assert_eq!(disagreements, [Disagreement::NoBillYet { since: file.customer.since }]);
    }
}

#[test]
fn the_report_file_names_line_customer_and_reason() {
    let catalogue = Catalogue::demo();
    let file = std::str::from_utf8(DEMO_FILE).unwrap();
    let damaged = file.replacen("Electronic check,29.85", "Barter,29.85", 1);
    let mut report = Report::new(BEFORE_DUE);
    let mut generator = Generator::new(BEFORE_DUE, OFFSET, &catalogue);
    for row in parse(damaged.as_bytes(), &catalogue).unwrap().take(1000) {
        match row {
            Ok(row) => report.count(&row, &generator.generate(&row)),
            Err(error) => report.refuse(error),
        }
    }
    let mut written = Vec::new();
    report.write(&mut written).unwrap();
    let written = String::from_utf8(written).unwrap();
    assert!(written.starts_with(
        "line,customer,what,reason\n2,,refused,\"PaymentMethod has the unknown value \"\"Barter\"\"\"\n"
    ));
    assert!(written.contains(",4472-LVYGI,no-bill-yet,TotalCharges is blank"), "{written}");
    assert!(report.to_string().contains("line 2: PaymentMethod has the unknown value"));
    assert_eq!(report.customers(), 999);
}
