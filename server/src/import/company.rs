//! Companies of the demo operator. Everything follows from a code and a size: the tree, the lines with their plans, half a
//! year of bills. Lines are used by employee numbers; nobody gets a name.

use super::{
    calendar::{Calendar, due_on, issued_on, later},
    catalogue::{Catalogue, codes},
    derived::{Draw, Numbers, Seed},
};
use crm::{
    Date,
    accounts::{Account, AccountStatus, PaymentMethod},
    agreements::{Agreement, Term},
    bills::{Bill, BillLine, BillState, ChargeKind},
    catalogue::{Offering, OfferingKind},
    company::tree::{NewOrgUnit, OrgUnit, OrgUnitKind},
    customers::{Customer, CustomerStatus, Msisdn, Origin, PartyKind, Tier},
    cycle::Cycle,
    ids::CustomerId,
    language::Language,
    ledger::Transaction,
    lines::{BarReason, Line, LineKind, LineState},
    money::Money,
    numbers::NumberKind,
    payments::{Allocation, Payment, PaymentState},
    products::{Product, ProductStatus},
    usage::UsageKind,
};
use jiff::{ToSpan, tz::Offset};
use store::{company_lines::LinePlacement, imports::CustomerFile};

/// A company to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompanyPlan {
    /// Customer code; everything is derived from it.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// A number of its own below 100, from which its mobile numbers follow.
    pub slot: u32,
    /// How many lines it has.
    pub lines: u32,
    /// How many subsidiaries, how many departments each of them has, how many teams each of those.
    pub tree: [usize; 3],
}

/// The companies of the demo operator.
pub const DEMO_COMPANIES: [CompanyPlan; 3] = [
    CompanyPlan {
        code: "DEMO-12", name: "演示企业（12个号码）", slot: 1, lines: 12, tree: [0, 3, 0]
    },
    CompanyPlan {
        code: "DEMO-300", name: "演示企业（300个号码）", slot: 2, lines: 300, tree: [2, 5, 0]
    },
    CompanyPlan {
        code: "DEMO-10K",
        name: "演示集团（10,000个号码）",
        slot: 3,
        lines: 10_000,
        tree: [5, 6, 4],
    },
];

/// Everything known of a company.
#[derive(Clone, Debug, PartialEq)]
pub struct CompanyFile {
    /// The company as a customer.
    pub file: CustomerFile,
    /// Its tree, each unit after the one above it.
    pub units: Vec<OrgUnit>,
    /// Where its lines hang.
    pub placements: Vec<LinePlacement>,
}

/// Months that are billed.
const MONTHS: i32 = 6;
/// Mobile numbers of companies begin with these digits: a range that no operator has been given. Those of other customers
/// begin differently.
const MOBILE_RANGE: &str = "164";
/// How many numbers a company can have.
const SLOT: u32 = 1_000_000;
/// No factor in common with [`SLOT`]: counting up by it meets every number once.
const STRIDE: u32 = 386_117;
/// Months that those who signed for a year have behind them.
const MONTHS_SIGNED: i32 = 5;
/// Share of the missing commitment that is charged when an agreement ends early, in percent.
const TERMINATION_PERCENT: i64 = 30;

const DEPARTMENTS: [&str; 6] = ["销售部", "技术部", "客服部", "财务部", "物流部", "行政部"];
const ORDINALS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

/// Makes a company as it stands when a day begins.
///
/// # Panics
/// Never: the parts of a demo company fit each other.
pub fn company(plan: &CompanyPlan, as_of: Date, offset: Offset, catalogue: &Catalogue) -> CompanyFile {
    let maker = Maker {
        plan,
        seed: Seed::of(plan.code),
        calendar: Calendar { as_of, offset },
        catalogue,
        since: Cycle::of(as_of).plus(-30).first(),
    };
    let mut numbers = Numbers::default();
    let units = maker.units(&mut numbers);
    let lines = maker.lines(&mut numbers);
    let products: Vec<Product> = (0..).zip(&lines).map(|(n, line)| maker.product(n, line)).collect();
    let agreements = (0..).zip(&products).filter_map(|(n, product)| maker.agreement(n, product)).collect();
    let books = maker.books(&products, &mut numbers);
    let placements = maker.placements(&units, &lines);
    let file = CustomerFile {
        customer: maker.customer(),
        account: maker.account(&mut numbers),
        lines,
        products,
        agreements,
        bills: books.bills,
        history: None,
        payments: books.payments,
        transactions: books.transactions,
        usage: Vec::new(),
    };
    CompanyFile { file, units, placements }
}

struct Maker<'a> {
    plan: &'a CompanyPlan,
    seed: Seed,
    calendar: Calendar,
    catalogue: &'a Catalogue,
    since: Date,
}

#[derive(Default)]
struct Books {
    bills: Vec<(Bill, Vec<BillLine>)>,
    payments: Vec<Payment>,
    transactions: Vec<Transaction>,
}

impl Maker<'_> {
    fn company_id(&self) -> CustomerId {
        self.seed.id("customer", 0)
    }

    fn units(&self, numbers: &mut Numbers) -> Vec<OrgUnit> {
        let mut code = |n: usize| numbers.number(NumberKind::OrgUnit, &self.seed, index(n));
        let name = self.plan.name.to_owned();
        let mut units =
            vec![OrgUnit::top(self.seed.id("unit", 0), code(0), self.company_id(), name, self.since)];
        let [subsidiaries, departments, teams] = self.plan.tree;
        let levels = [
            (subsidiaries, OrgUnitKind::Subsidiary),
            (departments, OrgUnitKind::Department),
            (teams, OrgUnitKind::Team),
        ];
        let mut above = 0..1;
        for (count, kind) in levels.into_iter().filter(|(count, _)| *count > 0) {
            let first = units.len();
            for parent in above {
                for at in 0..count {
                    let name = match kind {
                        OrgUnitKind::Department => DEPARTMENTS[at % DEPARTMENTS.len()].to_owned(),
                        OrgUnitKind::Team => format!("{}组", ORDINALS[at % ORDINALS.len()]),
                        OrgUnitKind::Group | OrgUnitKind::Subsidiary => {
                            format!("第{}子公司", ORDINALS[at % ORDINALS.len()])
                        }
                    };
                    let n = units.len();
                    let new = NewOrgUnit { id: self.seed.id("unit", index(n)), code: code(n), name, kind };
                    let unit =
                        units[parent].add(new, &[], self.since).expect("names fit, and the tree is low");
                    units.push(unit);
                }
            }
            above = first..units.len();
        }
        units
    }

    /// Lines hang on the lowest units, in turn but not evenly; a few on the top itself.
    fn placements(&self, units: &[OrgUnit], lines: &[Line]) -> Vec<LinePlacement> {
        let lowest = units.iter().map(|unit| unit.path.level()).max().unwrap_or(1);
        let lowest: Vec<&OrgUnit> = units.iter().filter(|unit| unit.path.level() == lowest).collect();
        let mut draw = self.seed.draw("placements");
        let place = |(n, line): (usize, &Line)| {
            let by_weight = draw.below(index(lowest.len())).min(draw.below(index(lowest.len())));
            let on = if n.is_multiple_of(97) { &units[0] } else { lowest[to_usize(by_weight)] };
            // Some lines stand in meeting rooms and lifts.
            let user_name = if n % 40 == 7 { String::new() } else { format!("E{:05}", n + 1) };
            LinePlacement { line_id: line.id, org_unit_id: on.id, user_name }
        };
        lines.iter().enumerate().map(place).collect()
    }

    fn mobile(&self, n: u32) -> Msisdn {
        let number = u64::from(n) * u64::from(STRIDE) % u64::from(SLOT);
        let number = format!("{MOBILE_RANGE}{:02}{number:06}", self.plan.slot);
        Msisdn::parse(&number).expect("eleven digits, the first of them 1")
    }

    fn lines(&self, numbers: &mut Numbers) -> Vec<Line> {
        let mut draw = self.seed.draw("lines");
        let mut line = |n: u32| {
            let is_paused = draw.chance(10);
            Line {
                id: self.seed.id("line", i64::from(n)),
                code: numbers.number(NumberKind::Line, &self.seed, i64::from(n)),
                customer_id: self.company_id(),
                account_id: self.seed.id("account", 0),
                kind: LineKind::Phone,
                msisdn: Some(self.mobile(n)),
                state: if is_paused { LineState::Suspended } else { LineState::Active },
                barred: is_paused.then_some(BarReason::CustomerWish),
                barred_beneath: None,
                since: later(self.since, draw.below(700)),
                ended_on: None,
                version: 1,
            }
        };
        (0..self.plan.lines).map(&mut line).collect()
    }

    /// The plan of a line.
    fn offering(&self, n: i64) -> &Offering {
        let mut draw = Draw::of(self.seed.bits("plan", n));
        let code = draw.weighted(codes::PHONE).unwrap_or(codes::PHONE[0].0);
        self.catalogue.needed(code)
    }

    fn product(&self, n: i64, line: &Line) -> Product {
        let offering = self.offering(n);
        Product {
            id: self.seed.id("product", n),
            line_id: line.id,
            offering: offering.code.clone(),
            kind: OfferingKind::Plan,
            status: ProductStatus::Active,
            monthly_price: offering.monthly_price,
            starts_on: line.since,
            ends_on: None,
            version: 1,
        }
    }

    /// One line in twenty is bound for a year.
    fn agreement(&self, n: i64, product: &Product) -> Option<Agreement> {
        let starts_on = Cycle::of(self.calendar.as_of).plus(-MONTHS_SIGNED).first();
        (n % 20 == 3).then(|| Agreement {
            id: self.seed.id("agreement", n),
            line_id: product.line_id,
            term: Term::OneYear,
            starts_on,
            ends_on: Some(starts_on.saturating_add(1.year()).yesterday().unwrap_or(starts_on)),
            committed_monthly: product.monthly_price,
            termination_percent: TERMINATION_PERCENT,
        })
    }

    fn customer(&self) -> Customer {
        Customer {
            id: self.company_id(),
            party_id: self.seed.id("party", 0),
            code: self.plan.code.to_owned(),
            name: self.plan.name.to_owned(),
            kind: PartyKind::Organisation,
            senior: false,
            tier: if self.plan.lines > 1_000 { Tier::Diamond } else { Tier::Gold },
            blacklisted: false,
            segment: format!("company/{}", self.plan.lines),
            language: Language::ZhCn,
            // No line counts up to it.
            mobile: self.mobile(SLOT - 1),
            email: None,
            id_last_six: format!("{:06}", self.seed.bits("identity", 0) % 1_000_000),
            notify_by_sms: true,
            notify_by_email: false,
            marketing_consent: false,
            status: CustomerStatus::Active,
            since: self.since,
            origin: Origin::Generated,
            version: 1,
        }
    }

    fn account(&self, numbers: &mut Numbers) -> Account {
        Account {
            id: self.seed.id("account", 0),
            number: numbers.number(NumberKind::Account, &self.seed, 0),
            customer_id: self.company_id(),
            status: AccountStatus::Active,
            payment_method: PaymentMethod::Online,
            paperless: true,
            opened_on: self.since,
            closed_on: None,
            origin: Origin::Generated,
            version: 1,
        }
    }

    /// All bills but the last are paid.
    fn books(&self, products: &[Product], numbers: &mut Numbers) -> Books {
        let mut books = Books::default();
        let last = self.calendar.last();
        for back in (0..MONTHS).rev() {
            let cycle = last.plus(-back);
            let n = i64::from(cycle.first().year()) * 12 + i64::from(cycle.first().month());
            let lines = self.bill_lines(products, cycle, n);
            let mut bill = Bill {
                id: self.seed.id("bill", n),
                number: numbers.number(NumberKind::Bill, &self.seed, n),
                account_id: self.seed.id("account", 0),
                customer_id: self.company_id(),
                period_first: cycle.first(),
                period_last: cycle.last(),
                issued_on: issued_on(cycle),
                due_on: due_on(cycle),
                total: lines.iter().map(|line| line.amount).sum(),
                state: BillState::Sent,
                origin: Origin::Generated,
            };
            let issued = self.calendar.at(bill.issued_on, 0);
            books.transactions.extend(bill.transaction(self.seed.id("bill posted", n), issued));
            if back > 0 {
                let paid_at = self.calendar.at(later(bill.issued_on, 9), 36_000);
                let payment = Payment {
                    id: self.seed.id("payment", n),
                    number: numbers.number(NumberKind::Payment, &self.seed, n),
                    account_id: bill.account_id,
                    customer_id: bill.customer_id,
                    amount: bill.total,
                    method: PaymentMethod::Online,
                    state: PaymentState::Succeeded,
                    provider_reference: Some(format!("{:016X}", self.seed.bits("provider reference", n))),
                    created_at: paid_at,
                    settled_at: Some(paid_at),
                    allocations: vec![Allocation { bill_id: bill.id, amount: bill.total }],
                };
                books.transactions.extend(payment.transaction(self.seed.id("payment posted", n)).ok());
                books.payments.push(payment);
                bill.state = BillState::Settled;
            }
            books.bills.push((bill, lines));
        }
        books
    }

    /// The plan of each line, and for one in eight what went beyond it.
    fn bill_lines(&self, products: &[Product], cycle: Cycle, n: i64) -> Vec<BillLine> {
        let mut draw = Draw::of(self.seed.bits("bill lines", n));
        let mut lines = Vec::with_capacity(products.len() + products.len() / 8);
        for product in products.iter().filter(|product| product.starts_on <= cycle.first()) {
            let mut charge = |kind, usage, quantity, amount| {
                lines.push(BillLine {
                    position: index(lines.len()) + 1,
                    kind,
                    line_id: Some(product.line_id),
                    offering: Some(product.offering.clone()),
                    usage,
                    quantity,
                    first: cycle.first(),
                    last: cycle.last(),
                    amount,
                });
            };
            charge(ChargeKind::Plan, None, 1, product.monthly_price);
            if draw.chance(125) {
                let minutes = draw.between(5, 120);
                let amount = Money::from_fen(minutes * 15);
                charge(ChargeKind::Usage, Some(UsageKind::Voice), minutes, amount);
            }
        }
        lines
    }
}

fn index(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn to_usize(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;
    use std::collections::HashSet;

    #[rstest]
    #[case(DEMO_COMPANIES[0], 4)]
    #[case(DEMO_COMPANIES[1], 13)]
    #[case(DEMO_COMPANIES[2], 156)]
    fn a_company_fits_together(#[case] plan: CompanyPlan, #[case] units: usize) {
        let catalogue = Catalogue::demo();
        let made = company(&plan, date(2026, 11, 25), Offset::constant(8), &catalogue);
        let lines = usize::try_from(plan.lines).unwrap();
        assert_eq!((made.units.len(), made.file.lines.len(), made.placements.len()), (units, lines, lines));
        let numbers: HashSet<_> = made.file.lines.iter().map(|line| line.msisdn.clone()).collect();
        let codes: HashSet<_> = made.file.lines.iter().map(|line| line.code.clone()).collect();
        assert_eq!((numbers.len(), codes.len()), (lines, lines));
        for (bill, lines) in &made.file.bills {
            assert_eq!(lines.iter().map(|line| line.amount).sum::<Money>(), bill.total);
        }
        assert_eq!(made, company(&plan, date(2026, 11, 25), Offset::constant(8), &catalogue));
    }
}
