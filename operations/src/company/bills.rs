//! The bills of a company, for those who hold that power at the top of its tree. R-ENT-3

use super::{CompanyHead, head, object};
use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    bills::{BillList, list_of},
    catalogue::NameMap,
    payments::{AccountDues, Begun, Pay, begin_on},
};
use crm::{
    Date,
    accounts::Account,
    bills::{BillBalance, BillLine, Dues},
    company::{
        costs::{self, PartCost},
        roles::Power,
        tree::OrgUnit,
    },
    cycle::Cycle,
    money::Money,
    payments::Payment,
};
use std::sync::Arc;
use store::{
    bills::BillPlace,
    company_lines::{CompanyLine, CompanyLineSearch},
};
use uuid::Uuid;

/// A page of a company's bills.
#[derive(Clone, Debug)]
pub struct CompanyBills {
    /// The company.
    pub head: CompanyHead,
    /// The bills.
    pub list: BillList,
    /// The accounts on which something is owed.
    pub accounts: Vec<AccountDues>,
    /// The newest payments.
    pub payments: Vec<Payment>,
    /// The actor may pay.
    pub may_pay: bool,
}

/// One bill of a company.
#[derive(Clone, Debug)]
pub struct CompanyBill {
    /// The company.
    pub head: CompanyHead,
    /// The bill with what is left to pay.
    pub balance: BillBalance,
    /// The account it is for.
    pub account: Account,
    /// What the units directly beneath the top cost, each with all beneath it.
    pub units: Vec<(OrgUnit, Money)>,
    /// What belongs to no unit beneath the top.
    pub itself: Money,
    /// The actor may pay.
    pub may_pay: bool,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// Every line of a bill, for a table.
#[derive(Clone, Debug)]
pub struct CompanyBillTable {
    /// The bill.
    pub balance: BillBalance,
    /// Its lines.
    pub lines: Vec<BillLine>,
    /// The lines of the company as they hang now.
    pub placed: Vec<CompanyLine>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// How many payments the page lists.
const PAYMENTS: i64 = 5;

/// A company's bills, newest first.
pub async fn list(
    desk: &Desk,
    actor: &Actor,
    company: &str,
    before: Option<BillPlace>,
) -> Result<CompanyBills> {
    let asking = actor.manager(Operation::ViewCompanyBills)?;
    let today = desk.today();
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let own = managed.whole(&mut work).await?;
            let open = work.open_bills_of(own.id()).await?;
            let accounts = work.accounts_of(own.id()).await?.into_iter().map(|account| {
                let bills: Vec<_> =
                    open.iter().filter(|open| open.bill.account_id == account.id).cloned().collect();
                AccountDues { dues: Dues::of(&bills, today), account, bills }
            });
            Ok::<_, Error>(CompanyBills {
                head: head(&mut work, &managed).await?,
                list: list_of(desk, &mut work, own, before).await?,
                accounts: accounts.filter(|account| account.dues.owed > Money::ZERO).collect(),
                payments: work.payments_of(own.id(), None, PAYMENTS).await?,
                may_pay: managed.has(Power::Pay),
            })
        })
        .await
}

/// One bill by its number.
pub async fn view(desk: &Desk, actor: &Actor, company: &str, number: &str) -> Result<CompanyBill> {
    let asking = actor.manager(Operation::ViewCompanyBills)?;
    let today = desk.today();
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let own = managed.whole(&mut work).await?;
            let balance = own.bill(&mut work, number).await?.into_inner();
            let account = work.account(balance.bill.account_id).await?.ok_or(Error::NotFound)?;
            let top = work.org_top(own.id()).await?.ok_or(Error::NotFound)?;
            let booked = work.unit_costs_on(balance.bill.id).await?;
            let beneath = work.org_units_under(top.id).await?;
            let parts: Vec<_> = beneath.iter().map(|counted| counted.unit.path.clone()).collect();
            let cycle = Cycle::of(balance.bill.period_first);
            let summed =
                costs::by_part(&booked, &parts, cycle).into_iter().map(|PartCost { total, .. }| total);
            let units: Vec<_> = beneath.into_iter().map(|counted| counted.unit).zip(summed).collect();
            let beneath: Money = units.iter().map(|(_, cost)| *cost).sum();
            Ok::<_, Error>(CompanyBill {
                head: head(&mut work, &managed).await?,
                itself: balance.bill.total - beneath,
                may_pay: managed.has(Power::Pay),
                balance,
                account,
                units,
                today,
            })
        })
        .await
}

/// A bill line by line, with units and users as they are now.
pub async fn table(desk: &Desk, actor: &Actor, company: &str, number: &str) -> Result<CompanyBillTable> {
    let asking = actor.manager(Operation::ViewCompanyBills)?;
    let names = desk.offering_names().await?;
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let own = managed.whole(&mut work).await?;
            let balance = own.bill(&mut work, number).await?.into_inner();
            let lines = work.bill_lines(balance.bill.id).await?;
            let top = work.org_top(own.id()).await?.ok_or(Error::NotFound)?;
            let all = CompanyLineSearch { within: top.path, state: None, plan: None, term: String::new() };
            let placed = work.company_lines(own.id(), &all, None, i64::MAX).await?;
            Ok::<_, Error>(CompanyBillTable { balance, lines, placed, names })
        })
        .await
}

/// Begins a payment on one of the company's accounts.
pub async fn pay(desk: &Desk, actor: &Actor, key: Uuid, company: &str, command: &Pay) -> Result<Begun> {
    let asking = actor.manager(Operation::PayCompanyBills)?;
    let said = (company, command);
    desk.perform(actor, Operation::PayCompanyBills, key, &said, |mut work| async move {
        let managed = asking.company(&mut work, company).await?;
        let own = managed.whole(&mut work).await?;
        let mut done = begin_on(desk, &mut work, own, command).await?;
        done.object = format!("{} {}", object(&managed, ""), done.object);
        Ok(done)
    })
    .await
}
