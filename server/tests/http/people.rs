//! The people of the tests: customers of the demo operator's file, one for each part that has to be played.

use crm::{
    Date,
    agreements::Agreement,
    customers::CustomerStatus,
    language::Language,
    ledger::{LedgerAccount, Posting, Transaction},
    lines::{Line, LineKind},
    money::Money,
    sign_in::{Proof, StaffRole},
};
use operations::{Actor, Desk, Error, actor::Subscriber, company::founding, sign_in};
use server::import::{
    DEMO_FILE, Generator,
    catalogue::Catalogue,
    company::{CompanyFile, CompanyPlan, company},
    parse,
};
use std::collections::BTreeMap;
use store::imports::CustomerFile;

/// The service password of every customer.
pub(crate) const PASSWORD: &str = "Moon-river-7";
/// The password of every member of staff.
pub(crate) const STAFF_PASSWORD: &str = "Counter-Desk-77";
pub(crate) const AGENT: &str = "wren";
pub(crate) const SUPERVISOR: &str = "heron";
pub(crate) const AUDITOR: &str = "owl";

/// A part to be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Phone and internet, bound to nothing, owes nothing, reads Chinese: may do everything.
    Subscriber,
    /// Another one of the kind, whose things are none of the subscriber's business.
    Neighbour,
    /// Has overdue bills, and a phone that still works.
    Debtor,
    /// An agreement binds the phone for months.
    Bound,
    /// Came this month: no bill yet.
    Newcomer,
    /// May have plans for seniors.
    Senior,
    /// Left the operator.
    Former,
}

/// Companies, each with the part that owns it: a dozen lines on three departments.
const COMPANIES: [(Part, CompanyPlan); 3] = [
    (Part::Subscriber, company_plan("OWN-COMPANY", 91)),
    (Part::Neighbour, company_plan("NEXT-COMPANY", 92)),
    // Invites the others.
    (Part::Debtor, company_plan("THIRD-COMPANY", 93)),
];

const fn company_plan(code: &'static str, slot: u32) -> CompanyPlan {
    CompanyPlan { code, name: code, slot, lines: 12, tree: [2, 2, 0] }
}

/// The company that a part owns.
pub(crate) fn company_of(part: Part) -> &'static str {
    let owned = COMPANIES.iter().find(|(owner, _)| *owner == part);
    owned.expect("a part that owns a company").1.code
}

/// A person at work without a browser.
pub(crate) fn actor(desk: &Desk, person: Person<'_>) -> Actor {
    let customer = &person.file.customer;
    Actor::Subscriber(Subscriber {
        customer_id: customer.id,
        code: customer.code.clone(),
        name: customer.name.clone(),
        language: customer.language,
        has_company_business: true,
        session_id: desk.id(),
        proof: Proof::Password,
        proved_at: desk.now(),
    })
}

/// Who can play a part, by the facts.
type Audition = fn(&Facts<'_>) -> bool;

const PARTS: [(Part, Audition); 7] = [
    (Part::Subscriber, |facts| facts.is_plain() && facts.file.bills.len() > 4),
    (Part::Neighbour, |facts| facts.is_plain() && facts.file.bills.len() > 4),
    (Part::Debtor, |facts| {
        facts.active() && facts.has(LineKind::Phone) && facts.overdue() > Money::from_yuan(20)
    }),
    (Part::Bound, |facts| {
        facts.active() && facts.has(LineKind::Phone) && facts.owed().is_zero() && facts.is_bound()
    }),
    (Part::Newcomer, |facts| facts.active() && facts.file.bills.is_empty()),
    (Part::Senior, |facts| facts.active() && facts.file.customer.senior),
    (Part::Former, |facts| !facts.active()),
];

struct Facts<'f> {
    file: &'f CustomerFile,
    today: Date,
}

impl Facts<'_> {
    fn active(&self) -> bool {
        self.file.customer.status == CustomerStatus::Active
    }

    fn has(&self, kind: LineKind) -> bool {
        self.file.lines.iter().any(|line| line.kind == kind)
    }

    fn receivable(&self) -> impl Iterator<Item = &Posting> {
        let postings = self.file.transactions.iter().flat_map(Transaction::postings);
        postings.filter(|posting| posting.ledger_account == LedgerAccount::Receivable)
    }

    fn owed(&self) -> Money {
        self.receivable().map(|posting| posting.amount).sum()
    }

    fn overdue(&self) -> Money {
        let late = self.file.bills.iter().filter(|(bill, _)| bill.due_on < self.today);
        let late: Vec<_> = late.map(|(bill, _)| Some(bill.id)).collect();
        self.receivable()
            .filter(|posting| late.contains(&posting.bill_id))
            .map(|posting| posting.amount)
            .sum()
    }

    fn is_bound(&self) -> bool {
        self.file
            .agreements
            .iter()
            .filter_map(Agreement::commitment)
            .any(|bound| bound.missing_months(self.today) >= 3)
    }

    fn is_plain(&self) -> bool {
        self.active()
            && self.has(LineKind::Phone)
            && self.has(LineKind::Internet)
            && self.owed().is_zero()
            && self.file.customer.language == Language::ZhCn
            && !self.file.payments.is_empty()
            && !self.file.customer.senior
            && !self.file.customer.blacklisted
            && self.file.agreements.iter().all(|agreement| agreement.ends_on.is_none())
    }
}

/// Everybody.
pub(crate) struct Cast(BTreeMap<Part, CustomerFile>);

/// One of them.
#[derive(Clone, Copy)]
pub(crate) struct Person<'c> {
    pub(crate) file: &'c CustomerFile,
}

impl Cast {
    /// Chooses among the demo operator's customers, as they stand on a day.
    pub(crate) fn choose(desk: &Desk) -> Self {
        let (catalogue, today) = (Catalogue::demo(), desk.today());
        let mut generator = Generator::new(today, desk.settings().offset, &catalogue);
        let mut cast = BTreeMap::new();
        for row in
            parse(DEMO_FILE, &catalogue).expect("the file of the demo operator has its columns").flatten()
        {
            let file = generator.generate(&row).file;
            let facts = Facts { file: &file, today };
            let fits = |(part, audition): &&(Part, Audition)| !cast.contains_key(part) && audition(&facts);
            if let Some((part, _)) = PARTS.iter().find(fits) {
                cast.insert(*part, file);
            }
            if cast.len() == PARTS.len() {
                return Self(cast);
            }
        }
        panic!("nobody in the file can play each part; found {:?}", cast.keys());
    }

    pub(crate) fn the(&self, part: Part) -> Person<'_> {
        Person { file: &self.0[&part] }
    }

    /// Brings everybody into a hall: the catalogue, the customers with their passwords, staff.
    pub(crate) async fn move_in(&self, desk: &Desk) {
        let (catalogue, files) = (&Catalogue::demo(), &self.0.values().cloned().collect::<Vec<_>>());
        desk.store()
            .write(|mut unit| async move {
                for offering in catalogue.offerings() {
                    unit.put_offering(offering).await?;
                }
                unit.import_customers(files).await?;
                Ok::<_, Error>(())
            })
            .await
            .unwrap();
        for file in files {
            sign_in::set_password(desk, &file.customer.code, PASSWORD).await.unwrap();
        }
        for (owner, plan) in COMPANIES {
            let made = company(&plan, desk.today(), desk.settings().offset, catalogue);
            let CompanyFile { file, units, placements } = &made;
            let (files, id) = (std::slice::from_ref(file), file.customer.id);
            desk.store()
                .write(|mut unit| async move {
                    unit.import_customers(files).await?;
                    for org_unit in units {
                        unit.add_org_unit(org_unit).await?;
                    }
                    Ok::<_, Error>(unit.place_lines(id, placements).await?)
                })
                .await
                .unwrap();
            founding::found(desk, plan.code, &self.0[&owner].customer.code).await.unwrap();
        }
        let staff = [
            (AGENT, StaffRole::SupportAgent),
            (SUPERVISOR, StaffRole::Supervisor),
            (AUDITOR, StaffRole::Auditor),
        ];
        for (name, role) in staff {
            sign_in::add_staff(desk, name, role, STAFF_PASSWORD).await.unwrap();
        }
    }
}

impl<'c> Person<'c> {
    pub(crate) fn mobile(self) -> &'c str {
        self.file.customer.mobile.as_str()
    }

    pub(crate) fn line(self, kind: LineKind) -> &'c Line {
        self.file.lines.iter().find(|line| line.kind == kind).expect("the part needs such a line")
    }

    pub(crate) fn phone(self) -> &'c Line {
        self.line(LineKind::Phone)
    }

    /// Number of the newest bill.
    pub(crate) fn bill(self) -> &'c str {
        &self.file.bills.last().expect("the part needs bills").0.number
    }

    /// Number of the newest payment.
    pub(crate) fn payment(self) -> &'c str {
        &self.file.payments.last().expect("the part needs payments").number
    }

    pub(crate) fn account(self) -> &'c str {
        &self.file.account.number
    }
}
