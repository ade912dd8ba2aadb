//! Customer files as the importer makes them from the operator's file, and what is done to the guest's: shortened,
//! lengthened, widened. Sums and the ledger stay right.

use anyhow::{Context as _, Result};
use crm::{
    Date,
    agreements::Term,
    bills::{BillLine, BillState, ChargeKind},
    catalogue::{Offering, OfferingCode, OfferingKind},
    customers::{CustomerStatus, Msisdn},
    ids::LineId,
    lines::{Line, LineKind, LineState},
    money::Money,
    numbers::{self, NumberKind},
};
use jiff::tz::Offset;
use server::import::{DEMO_FILE, Generator, Row, catalogue::Catalogue, parse, stratified};
use std::collections::HashSet;
use store::imports::CustomerFile;
use uuid::Uuid;

/// Add-ons that everybody's bill could have; each is charged and taken off again.
const GIVEN: [&str; 6] = ["SECURITY-5", "BACKUP-5", "PROTECTION-5", "SUPPORT-5", "TV-10", "FILMS-10"];
/// Bills of a guest who has few: one, and the one it is compared with.
const FEW_BILLS: usize = 2;

/// So many of the demo operator's customers as they stand today.
pub(crate) fn sample(
    catalogue: &Catalogue,
    today: Date,
    offset: Offset,
    size: usize,
) -> Result<Vec<CustomerFile>> {
    let rows = parse(DEMO_FILE, catalogue).context("the demo operator's file")?;
    let rows: Vec<Row> = rows.collect::<Result<_, _>>().context("the demo operator's file")?;
    let mut generator = Generator::new(today, offset, catalogue);
    Ok(stratified(rows, size).iter().map(|row| generator.generate(row).file).collect())
}

/// Somebody with a phone and internet, a long history, no debt and nothing in the way of a change of plan.
pub(crate) fn most_fitting(files: &[CustomerFile], today: Date) -> Option<usize> {
    let fits = |file: &CustomerFile| {
        let settled =
            |(bill, _): &(crm::bills::Bill, _)| bill.state == BillState::Settled || bill.due_on >= today;
        file.lines.len() == 2
            && is_visitor(file)
            && file.bills.len() > FEW_BILLS
            && file.bills.iter().all(settled)
            && file.payments.iter().all(|payment| payment.allocations.len() == 1)
            && file.agreements.iter().all(|agreement| agreement.term == Term::MonthToMonth)
    };
    let weight = |file: &CustomerFile| {
        let owes = file.bills.last().is_some_and(|(bill, _)| bill.state == BillState::Sent);
        (file.bills.len(), owes)
    };
    (0..files.len()).filter(|at| fits(&files[*at])).max_by_key(|at| weight(&files[*at]))
}

/// Has a phone in use, a bill and a payment.
pub(crate) fn is_visitor(file: &CustomerFile) -> bool {
    file.customer.status == CustomerStatus::Active
        && file.lines.iter().all(|line| line.state == LineState::Active)
        && phone(file).is_some()
        && !file.bills.is_empty()
        && !file.payments.is_empty()
}

/// The first phone.
pub(crate) fn phone(file: &CustomerFile) -> Option<&Line> {
    file.lines.iter().find(|line| line.kind == LineKind::Phone)
}

/// The plan that runs on a line.
pub(crate) fn plan_on(file: &CustomerFile, line: LineId) -> Option<&OfferingCode> {
    let plans = file
        .products
        .iter()
        .filter(|product| product.kind == OfferingKind::Plan && product.status.is_installed());
    plans.filter(|product| product.line_id == line).map(|product| &product.offering).next()
}

/// Another plan that is on sale for the same kind of line.
pub(crate) fn another_plan<'c>(catalogue: &'c Catalogue, plan: &OfferingCode) -> Option<&'c Offering> {
    let kind = catalogue.get(&plan.0)?.line_kind;
    let others =
        catalogue.offerings().filter(|offering| offering.is_plan_for(kind) && offering.code != *plan);
    others.filter(|offering| offering.sale_until.is_none() && offering.eligibility.admits(false)).last()
}

/// Leaves two bills and what belongs to them.
pub(crate) fn shorten(file: &mut CustomerFile) {
    file.bills.drain(..file.bills.len().saturating_sub(FEW_BILLS));
    file.history = None;
    let bills: HashSet<_> = file.bills.iter().map(|(bill, _)| bill.id).collect();
    file.payments
        .retain(|payment| payment.allocations.iter().all(|allocation| bills.contains(&allocation.bill_id)));
    let numbers = file.bills.iter().map(|(bill, _)| bill.number.as_str());
    let numbers: HashSet<&str> =
        numbers.chain(file.payments.iter().map(|payment| payment.number.as_str())).collect();
    file.transactions.retain(|transaction| numbers.contains(transaction.reference()));
}

/// Puts add-ons on every bill until it has so many lines, each with a discount that takes it off again, another amount
/// every month: the totals stay, and the comparison has something to tell.
pub(crate) fn lengthen(file: &mut CustomerFile, at_least: usize) {
    let lines: Vec<LineId> = file.lines.iter().map(|line| line.id).collect();
    for (month, (bill, on_bill)) in (0_i64..).zip(&mut file.bills) {
        let things = lines.iter().flat_map(|line| GIVEN.map(|code| (*line, code)));
        for (n, (line_id, code)) in (0_i64..).zip(things) {
            if on_bill.len() >= at_least {
                break;
            }
            let amount = Money::from_yuan(5 + (month + n) % 3);
            for (kind, amount) in [(ChargeKind::AddOn, amount), (ChargeKind::Discount, -amount)] {
                on_bill.push(BillLine {
                    position: i64::try_from(on_bill.len()).unwrap_or(i64::MAX - 1) + 1,
                    kind,
                    line_id: Some(line_id),
                    offering: Some(OfferingCode(code.to_owned())),
                    usage: None,
                    quantity: 1,
                    first: bill.period_first,
                    last: bill.period_last,
                    amount,
                });
            }
        }
    }
}

/// Gives the customer so many more phones like the one they have, with the same plan and the same use.
pub(crate) fn widen(file: &mut CustomerFile, further: u32) {
    let Some(phone) = phone(file).cloned() else { return };
    for n in 0..further {
        // A range that the importer does not use.
        let id = |kind: u128| Uuid::from_u128((0xF1 << 64) | (kind << 32) | u128::from(n));
        let line_id = LineId(id(0));
        file.lines.push(Line {
            id: line_id,
            code: numbers::from_bits(NumberKind::Line, u64::from(n)),
            msisdn: Msisdn::parse(&format!("155{n:08}")),
            ..phone.clone()
        });
        let mut products: Vec<_> =
            file.products.iter().filter(|product| product.line_id == phone.id).cloned().collect();
        for (at, product) in (1..).zip(&mut products) {
            product.id = id(at).into();
            product.line_id = line_id;
        }
        file.products.extend(products);
        let agreement = file.agreements.iter().find(|agreement| agreement.line_id == phone.id).cloned();
        file.agreements.extend(agreement.map(|mut agreement| {
            agreement.id = id(1 << 16).into();
            agreement.line_id = line_id;
            agreement
        }));
        let mut usage: Vec<_> =
            file.usage.iter().filter(|event| event.line_id == phone.id).cloned().collect();
        for event in &mut usage {
            event.line_id = line_id;
        }
        file.usage.extend(usage);
    }
}
