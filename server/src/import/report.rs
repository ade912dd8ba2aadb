//! What an import did: counts for people, and a file of what was refused or could not be made to agree.

use super::{Disagreement, DisagreementKind, Generated, Row, RowError};
use crm::{
    Date,
    accounts::AccountStatus,
    agreements::Term,
    bills::BillBalance,
    customers::{CustomerStatus, Origin, Tier},
    ledger::LedgerAccount,
    lines::LineKind,
    money::Money,
    payments::PaymentState,
};
use std::{collections::BTreeMap, fmt, io};
use store::imports::CustomerFile;

/// Counts of an import.
#[derive(Clone, Debug)]
pub struct Report {
    as_of: Date,
    /// Lines of the file that were refused.
    pub refused: Vec<RowError>,
    /// What could not be made to agree, by line and code of the customer.
    pub disagreements: Vec<(u64, String, Disagreement)>,
    /// How many of each kind of thing, by its name.
    counts: BTreeMap<Thing, u64>,
    /// The sum of all bills ever, which is the sum of the file's `TotalCharges`.
    pub billed: Money,
    /// What is overdue.
    pub overdue: Money,
}

/// What is counted, in the order it is printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::Display)]
#[strum(serialize_all = "title_case")]
enum Thing {
    Customers,
    ActiveCustomers,
    ClosedCustomers,
    SeniorCitizens,
    SilverCards,
    GoldCards,
    DiamondCards,
    Blacklisted,
    PhoneLines,
    InternetLines,
    PlansAndAddOns,
    FormerPlansAndAddOns,
    AgreementsMonthToMonth,
    AgreementsOfOneYear,
    AgreementsOfTwoYears,
    BillsFromTheFile,
    BillsGenerated,
    BillLines,
    BillsSummedAsHistory,
    Payments,
    FailedPayments,
    LedgerTransactions,
    UsageEvents,
    ActiveAccountsThatOwe,
    ClosedAccountsThatOwe,
}

impl Report {
    /// An empty report for facts as they stood when `as_of` began.
    pub fn new(as_of: Date) -> Self {
        Self {
            as_of,
            refused: Vec::new(),
            disagreements: Vec::new(),
            counts: BTreeMap::new(),
            billed: Money::ZERO,
            overdue: Money::ZERO,
        }
    }

    /// Notes a line that was refused.
    pub fn refuse(&mut self, error: RowError) {
        self.refused.push(error);
    }

    /// Counts a customer.
    pub fn count(&mut self, row: &Row, generated: &Generated) {
        let file = &generated.file;
        let said = generated.disagreements.iter().cloned();
        self.disagreements.extend(said.map(|disagreement| (row.line, row.code.clone(), disagreement)));
        self.count_customer(file);
        self.count_services(file);
        self.count_money(file);
        self.add(Thing::UsageEvents, file.usage.len());
    }

    fn add(&mut self, thing: Thing, more: usize) {
        *self.counts.entry(thing).or_default() += u64::try_from(more).unwrap_or(0);
    }

    fn of(&self, thing: Thing) -> u64 {
        self.counts.get(&thing).copied().unwrap_or(0)
    }

    fn count_customer(&mut self, file: &CustomerFile) {
        let customer = &file.customer;
        self.add(Thing::Customers, 1);
        self.add(Thing::ActiveCustomers, usize::from(customer.status == CustomerStatus::Active));
        self.add(Thing::ClosedCustomers, usize::from(customer.status == CustomerStatus::Closed));
        self.add(Thing::SeniorCitizens, usize::from(customer.senior));
        self.add(Thing::SilverCards, usize::from(customer.tier == Tier::Silver));
        self.add(Thing::GoldCards, usize::from(customer.tier == Tier::Gold));
        self.add(Thing::DiamondCards, usize::from(customer.tier == Tier::Diamond));
        self.add(Thing::Blacklisted, usize::from(customer.blacklisted));
    }

    fn count_services(&mut self, file: &CustomerFile) {
        let lines = |kind| file.lines.iter().filter(|line| line.kind == kind).count();
        self.add(Thing::PhoneLines, lines(LineKind::Phone));
        self.add(Thing::InternetLines, lines(LineKind::Internet));
        let former = |ends_on: Option<Date>| ends_on.is_some() && ends_on != file.account.closed_on;
        let given_up = file.products.iter().filter(|product| former(product.ends_on)).count();
        self.add(Thing::PlansAndAddOns, file.products.len() - given_up);
        self.add(Thing::FormerPlansAndAddOns, given_up);
        for agreement in &file.agreements {
            let thing = match agreement.term {
                Term::MonthToMonth => Thing::AgreementsMonthToMonth,
                Term::OneYear => Thing::AgreementsOfOneYear,
                Term::TwoYears => Thing::AgreementsOfTwoYears,
            };
            self.add(thing, 1);
        }
    }

    fn count_money(&mut self, file: &CustomerFile) {
        let read = file.bills.iter().filter(|(bill, _)| bill.origin == Origin::Imported).count();
        self.add(Thing::BillsFromTheFile, read);
        self.add(Thing::BillsGenerated, file.bills.len() - read);
        self.add(Thing::BillLines, file.bills.iter().map(|(_, lines)| lines.len()).sum());
        let older = file.history.map_or(0, |history| history.bills);
        self.add(Thing::BillsSummedAsHistory, usize::try_from(older).unwrap_or(0));
        let failed = file.payments.iter().filter(|payment| payment.state == PaymentState::Failed).count();
        self.add(Thing::Payments, file.payments.len() - failed);
        self.add(Thing::FailedPayments, failed);
        self.add(Thing::LedgerTransactions, file.transactions.len());
        self.billed += file.bills.iter().map(|(bill, _)| bill.total).sum::<Money>();
        self.billed += file.history.map_or(Money::ZERO, |history| history.total);

        let overdue = overdue(file, self.as_of);
        self.overdue += overdue;
        if overdue > Money::ZERO {
            let active = file.account.status == AccountStatus::Active;
            self.add(if active { Thing::ActiveAccountsThatOwe } else { Thing::ClosedAccountsThatOwe }, 1);
        }
    }

    /// Share of the active accounts that owe something overdue, in percent.
    pub fn owing_percent(&self) -> f64 {
        let share = |thing| f64::from(u32::try_from(self.of(thing)).unwrap_or(u32::MAX));
        100.0 * share(Thing::ActiveAccountsThatOwe) / share(Thing::ActiveCustomers).max(1.0)
    }

    /// Customers counted.
    pub fn customers(&self) -> u64 {
        self.of(Thing::Customers)
    }

    /// Writes a CSV file with one line for each line of the input that was refused or could not be made to agree.
    pub fn write(&self, writer: impl io::Write) -> io::Result<()> {
        let mut file = csv::Writer::from_writer(writer);
        file.write_record(["line", "customer", "what", "reason"])?;
        for error in &self.refused {
            file.write_record([&error.line.to_string(), "", "refused", &error.reason.to_string()])?;
        }
        for (line, code, disagreement) in &self.disagreements {
            let what: &str = DisagreementKind::from(disagreement).into();
            file.write_record([&line.to_string(), code, what, &disagreement.to_string()])?;
        }
        file.flush()
    }
}

/// What is unpaid of bills after their last day to pay, as the ledger has it.
fn overdue(file: &CustomerFile, as_of: Date) -> Money {
    let postings = || file.transactions.iter().flat_map(crm::ledger::Transaction::postings);
    let receivables = || postings().filter(|posting| posting.ledger_account == LedgerAccount::Receivable);
    let balance = |bill: &crm::bills::Bill| {
        let of_bill = receivables().filter(|posting| posting.bill_id == Some(bill.id));
        BillBalance { bill: bill.clone(), outstanding: of_bill.map(|posting| posting.amount).sum() }
    };
    let balances = file.bills.iter().map(|(bill, _)| balance(bill));
    balances.filter(|balance| balance.is_overdue(as_of)).map(|balance| balance.outstanding).sum()
}

/// Refused lines that people are shown; the file has all.
const SHOWN: usize = 10;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "As of {}", self.as_of)?;
        for (thing, count) in &self.counts {
            writeln!(f, "{count:>12}  {}", thing.to_string().to_lowercase())?;
        }
        writeln!(f, "{:>12}  yuan billed in all", self.billed.to_string())?;
        writeln!(f, "{:>12}  yuan overdue", self.overdue.to_string())?;
        writeln!(f, "{:>11.1}%  of active accounts owe", self.owing_percent())?;
        let mut kinds = BTreeMap::<DisagreementKind, (usize, &Disagreement)>::new();
        for (_, _, disagreement) in &self.disagreements {
            kinds.entry(disagreement.into()).or_insert((0, disagreement)).0 += 1;
        }
        writeln!(f, "{:>12}  that could not be made to agree", self.disagreements.len())?;
        for (count, example) in kinds.values() {
            writeln!(f, "{count:>12}  such as: {example}")?;
        }
        writeln!(f, "{:>12}  lines refused", self.refused.len())?;
        for error in self.refused.iter().take(SHOWN) {
            writeln!(f, "              {error}")?;
        }
        if self.refused.len() > SHOWN {
            writeln!(f, "              and {} more", self.refused.len() - SHOWN)?;
        }
        Ok(())
    }
}
