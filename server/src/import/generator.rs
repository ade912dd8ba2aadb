//! From one row to everything known of that customer.

use super::{
    calendar::{Calendar, later},
    catalogue::Catalogue,
    course::Course,
    derived::{Numbers, Seed},
    disagreement::Disagreement,
    money::{Books, Owner},
    row::Row,
    signed::Signed,
    usage,
};
use crm::{
    Date,
    accounts::{Account, AccountStatus},
    agreements::{Agreement, Term},
    customers::{Customer, CustomerStatus, IdNumber, Msisdn, Origin, PartyKind, Tier},
    cycle::Cycle,
    ids::{AccountId, CustomerId},
    language::Language,
    lines::{Line, LineKind, LineState},
    money::Money,
    numbers::NumberKind,
    products::{Product, ProductStatus},
    recommendations::{PeerLine, segment},
};
use jiff::{ToSpan, tz::Offset};
use store::imports::CustomerFile;

/// Turns rows into customers, as they stand when a day begins. Keeps the numbers it has given out, so that no two are
/// equal within an import.
pub struct Generator<'c> {
    catalogue: &'c Catalogue,
    calendar: Calendar,
    numbers: Numbers,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// Everything known of the customer.
    pub file: CustomerFile,
    /// What could not be made to agree with the row.
    pub disagreements: Vec<Disagreement>,
}

/// Share of the missing commitment that is charged when an agreement ends early, in percent.
const TERMINATION_PERCENT: i64 = 30;

/// From so many percent off the last bill on, a mean of the former bills is unusual.
const UNUSUAL_PERCENT: i64 = 30;

/// Care tiers by what a customer has brought: the monthly charge times the months. About 1 %, 5 % and 15 % of the demo
/// operator's customers reach them.
const TIERS: [(i64, Tier); 3] = [(8_000, Tier::Diamond), (6_700, Tier::Gold), (4_300, Tier::Silver)];

/// What the customer's parts have in common.
struct Facts<'a> {
    row: &'a Row,
    seed: Seed,
    customer_id: CustomerId,
    account_id: AccountId,
    since: Date,
    /// The last day of a customer who left.
    closed_on: Option<Date>,
}

/// Regions of made-up identity documents: no place has these numbers, so that none of them is anybody's.
const REGIONS: (i64, i64) = (999_000, 999_999);
/// Years of birth of senior citizens and of others.
const BORN: [(i64, i64); 2] = [(1936, 1958), (1962, 2004)];

/// The number of the identity document that a customer is given, because the file holds none. It is kept as a hash, marked
/// as generated.
///
/// # Panics
/// Never: every number is made of a day that there is.
pub fn id_number(code: &str, senior: bool) -> IdNumber {
    let mut draw = Seed::of(code).draw("id number");
    let (first, last) = BORN[usize::from(!senior)];
    let born = Date::new(
        i16::try_from(draw.between(first, last)).unwrap_or(1970),
        i8::try_from(draw.between(1, 12)).unwrap_or(1),
        i8::try_from(draw.between(1, 28)).unwrap_or(1),
    );
    let region = u32::try_from(draw.between(REGIONS.0, REGIONS.1)).unwrap_or(999_999);
    let sequence = u16::try_from(draw.below(1_000)).unwrap_or(0);
    IdNumber::of(region, born.unwrap_or(Date::ZERO), sequence).expect("a day that there is")
}

impl<'c> Generator<'c> {
    /// A generator for facts as they stood when `as_of` began at the operator's offset from UTC. The last complete month
    /// before it is the last one billed.
    pub fn new(as_of: Date, offset: Offset, catalogue: &'c Catalogue) -> Self {
        Self { catalogue, calendar: Calendar { as_of, offset }, numbers: Numbers::default() }
    }

    /// Everything known of the customer in that row. The same row gives the same on the same day, except for the rare
    /// number that a customer generated before has already.
    ///
    /// # Panics
    /// Never: derived mobile numbers are well-formed.
    pub fn generate(&mut self, row: &Row) -> Generated {
        let seed = Seed::of(&row.code);
        let course = Course::of(row, self.catalogue, self.calendar, &seed);
        let facts = Facts {
            row,
            customer_id: seed.id("customer", 0),
            account_id: seed.id("account", 0),
            seed,
            since: course.since,
            closed_on: row.churned.then(|| self.calendar.last().last()),
        };
        let (mobile, tries) = self.numbers.mobile(&facts.seed);
        let mobile = Msisdn::parse(&mobile).expect("eleven digits, the first of them 1");
        let account = facts.account(&mut self.numbers);
        let lines = facts.lines(&course, &mobile, &mut self.numbers);
        let products = facts.products(&course.signed);
        let (agreements, broken) = facts.agreements(&course, self.calendar);
        let segment = facts.segment(&course);
        let events = usage::events(&course, self.calendar, row.churned, &facts.seed);
        let history = course.history;

        let owner = Owner {
            row,
            seed: &facts.seed,
            customer_id: facts.customer_id,
            account_id: facts.account_id,
            account_number: &account.number,
        };
        let books = Books::of(&owner, course, self.calendar, &mut self.numbers);
        let customer = facts.customer(mobile, segment, books.blacklisted);
        let file = CustomerFile {
            customer,
            account,
            lines,
            products,
            agreements,
            bills: books.bills,
            history,
            payments: books.payments,
            transactions: books.transactions,
            usage: events,
        };
        let taken = (tries > 0).then_some(Disagreement::MobileTaken { tries: tries + 1 });
        let disagreements = facts.disagreements().into_iter().chain(broken).chain(taken).collect();
        Generated { file, disagreements }
    }
}

impl Facts<'_> {
    fn customer(&self, mobile: Msisdn, segment: String, blacklisted: bool) -> Customer {
        let row = self.row;
        let mut draw = self.seed.draw("customer");
        let value = row.monthly * i64::from(row.tenure);
        let tier = TIERS.into_iter().find(|(yuan, _)| Money::from_yuan(*yuan) <= value);
        Customer {
            id: self.customer_id,
            party_id: self.seed.id("party", 0),
            code: row.code.clone(),
            name: row.code.clone(),
            kind: PartyKind::Individual,
            senior: row.senior,
            tier: tier.map_or(Tier::Standard, |(_, tier)| tier),
            blacklisted,
            segment,
            language: if draw.chance(80) { Language::En } else { Language::ZhCn },
            mobile,
            // `.example` is kept free for addresses that must reach nobody.
            email: row.paperless.then(|| format!("{}@customer.example", row.code.to_lowercase())),
            id_last_six: id_number(&row.code, row.senior).last_six().to_owned(),
            notify_by_sms: true,
            notify_by_email: row.paperless,
            marketing_consent: draw.chance(600),
            status: if row.churned { CustomerStatus::Closed } else { CustomerStatus::Active },
            since: self.since,
            origin: Origin::Imported,
            version: 1,
        }
    }

    fn account(&self, numbers: &mut Numbers) -> Account {
        Account {
            id: self.account_id,
            number: numbers.number(NumberKind::Account, &self.seed, 0),
            customer_id: self.customer_id,
            status: if self.row.churned { AccountStatus::Closed } else { AccountStatus::Active },
            payment_method: self.row.payment_method,
            paperless: self.row.paperless,
            opened_on: self.since,
            closed_on: self.closed_on,
            origin: Origin::Imported,
            version: 1,
        }
    }

    fn lines(&self, course: &Course<'_>, mobile: &Msisdn, numbers: &mut Numbers) -> Vec<Line> {
        let line = |(plan, n): (&Signed<'_>, i64)| Line {
            id: plan.line_id,
            code: numbers.number(NumberKind::Line, &self.seed, n),
            customer_id: self.customer_id,
            account_id: self.account_id,
            kind: plan.offering.line_kind,
            msisdn: (plan.offering.line_kind == LineKind::Phone).then(|| mobile.clone()),
            state: if self.row.churned { LineState::Terminated } else { LineState::Active },
            barred: None,
            barred_beneath: None,
            since: self.since,
            ended_on: self.closed_on,
            version: 1,
        };
        course.plans().zip(0..).map(line).collect()
    }

    fn products(&self, signed: &[Signed<'_>]) -> Vec<Product> {
        let product = |(item, n): (&Signed<'_>, i64)| {
            let ends_on = item.until.map(Cycle::last).or(self.closed_on);
            Product {
                id: self.seed.id("product", n),
                line_id: item.line_id,
                offering: item.offering.code.clone(),
                kind: item.offering.kind,
                status: if ends_on.is_some() { ProductStatus::Terminated } else { ProductStatus::Active },
                monthly_price: item.price,
                starts_on: item.from.map_or(self.since, Cycle::first).max(self.since),
                ends_on,
                version: 1,
            }
        };
        signed.iter().zip(0..).map(product).collect()
    }

    /// One agreement for each line. A term renews itself: the running one is kept, or the one that was broken.
    fn agreements(&self, course: &Course<'_>, calendar: Calendar) -> (Vec<Agreement>, Option<Disagreement>) {
        let term = self.row.term;
        let (starts_on, until) = self.running_term(calendar);
        let ends_on = until.map(|until| self.closed_on.map_or(until, |closed_on| until.min(closed_on)));
        let agreement = |(plan, n): (&Signed<'_>, i64)| Agreement {
            id: self.seed.id("agreement", n),
            line_id: plan.line_id,
            term,
            starts_on,
            ends_on,
            committed_monthly: plan.price,
            termination_percent: if term == Term::MonthToMonth { 0 } else { TERMINATION_PERCENT },
        };
        let broken = until.filter(|_| ends_on < until).map(|until| Disagreement::LeftWithinTerm { until });
        (course.plans().zip(0..).map(agreement).collect(), broken)
    }

    /// First and last day of the term that the customer's last day, or the import's, lies in.
    fn running_term(&self, calendar: Calendar) -> (Date, Option<Date>) {
        let months = self.row.term.months();
        if months == 0 {
            return (self.since, None);
        }
        let on = self.closed_on.unwrap_or(calendar.as_of);
        let start = |term: i32| self.since.saturating_add((term * months).months());
        let term = Cycle::of(self.since).months_until(Cycle::of(on)) / months;
        let term = if start(term) > on { term - 1 } else { term };
        (start(term), Some(later(start(term + 1), -1)))
    }

    fn segment(&self, course: &Course<'_>) -> String {
        let line = |plan: &Signed<'_>| PeerLine {
            kind: plan.offering.line_kind,
            speed_mbps: plan.offering.speed_mbps,
            monthly_price: plan.price,
        };
        segment(&course.plans().map(line).collect::<Vec<_>>(), self.row.senior)
    }

    fn disagreements(&self) -> Option<Disagreement> {
        let (row, former) = (self.row, i64::from(self.row.tenure) - 1);
        if row.total.is_none() {
            return Some(Disagreement::NoBillYet { since: self.since });
        }
        let off = (row.before_last() - row.monthly * former).abs();
        let unusual = row.monthly.percent(UNUSUAL_PERCENT) * former < off;
        unusual.then(|| Disagreement::UnusualMean {
            mean: row.before_last().share(1, former),
            monthly: row.monthly,
        })
    }
}
