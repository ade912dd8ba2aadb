//! Bills: the list, and one bill with why it differs from the one before. R-BIL-1, R-BIL-2

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, OwnCustomer},
    catalogue::NameMap,
    listing::cut,
};
use crm::{
    Date,
    accounts::Account,
    bill_comparison::{self, Comparison},
    bills::{Bill, BillBalance, BillLine, BillingHistory, Dues, MonthTotal, month_series},
    customers::Customer,
    cycle::Cycle,
    lines::Line,
};
use std::sync::Arc;
use store::{Unit, bills::BillPlace};

/// A page of bills.
#[derive(Clone, Debug)]
pub struct BillList {
    /// Newest first.
    pub bills: Vec<BillBalance>,
    /// What is owed on all open bills.
    pub dues: Dues,
    /// The last twelve months, for the chart.
    pub months: Vec<MonthTotal>,
    /// What was billed before the documents begin.
    pub history: Vec<BillingHistory>,
    /// Where the next page begins, when there is one.
    pub next: Option<BillPlace>,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// One bill.
#[derive(Clone, Debug)]
pub struct BillView {
    /// The bill with what is left to pay.
    pub balance: BillBalance,
    /// Its lines.
    pub lines: Vec<BillLine>,
    /// Whose bill it is.
    pub customer: Customer,
    /// The account it is for.
    pub account: Account,
    /// The bill it is compared with: the one asked for, or else the one before it on the same account.
    pub compared: Option<Bill>,
    /// Why it differs from that one.
    pub comparison: Comparison,
    /// Earlier bills of its account, which it can be compared with, newest first.
    pub earlier: Vec<Bill>,
    /// The twelve months up to this bill.
    pub months: Vec<MonthTotal>,
    /// The customer's lines, to name the one each charge belongs to.
    pub customer_lines: Vec<Line>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// How many bills a page lists: a year, and what fits beside it on a screen.
const PAGE: i64 = 12;
const CHART_MONTHS: i32 = 12;
/// A bill and two years before it: what the chart shows, and what a bill can be compared with.
const LOOKED_BACK: i64 = 25;

/// A customer's bills, newest first, those that come after `before` in that order.
pub async fn list(desk: &Desk, actor: &Actor, before: Option<BillPlace>) -> Result<BillList> {
    let own = actor.own(Operation::ViewBills)?;
    desk.store.read(|mut unit| async move { list_of(desk, &mut unit, own, before).await }).await
}

/// The same of a customer for whom the right was looked up elsewhere.
pub(crate) async fn list_of(
    desk: &Desk,
    unit: &mut Unit,
    own: OwnCustomer,
    before: Option<BillPlace>,
) -> Result<BillList> {
    let today = desk.today();
    let mut bills = unit.bills_of(own.id(), before, PAGE + 1).await?;
    let open = unit.open_bills_of(own.id()).await?;
    let series = unit.bills_of(own.id(), None, LOOKED_BACK).await?;
    let mut history = Vec::new();
    for account in unit.accounts_of(own.id()).await? {
        history.extend(unit.billing_history(account.id).await?);
    }
    let next = cut(&mut bills, PAGE)
        .map(|last| BillPlace { period_first: last.bill.period_first, id: last.bill.id });
    let until =
        series.first().map_or_else(|| desk.cycle().previous(), |newest| Cycle::of(newest.bill.period_first));
    Ok(BillList { dues: Dues::of(&open, today), months: months(&series, until), bills, history, next, today })
}

/// One bill by its number, against the customer's bill with the number `compare_with`, or else against the one before.
pub async fn view(desk: &Desk, actor: &Actor, number: &str, compare_with: Option<&str>) -> Result<BillView> {
    let own = actor.own(Operation::ViewBills)?;
    let names = desk.offering_names().await?;
    let (balance, lines, customer, account, other, series, customer_lines) = desk
        .store
        .read(|mut unit| async move {
            let balance = own.bill(&mut unit, number).await?.into_inner();
            let bill = &balance.bill;
            let lines = unit.bill_lines(bill.id).await?;
            let customer = unit.customer(own.id()).await?.ok_or(Error::NotFound)?;
            let account = unit.account(bill.account_id).await?.ok_or(Error::NotFound)?;
            let other = match compare_with {
                Some(number) => Some(own.bill(&mut unit, number).await?.into_inner()),
                None => unit.bill_before(bill.account_id, bill.period_first).await?,
            };
            let other = match other {
                Some(BillBalance { bill, .. }) => Some((unit.bill_lines(bill.id).await?, bill)),
                None => None,
            };
            let after = Cycle::of(bill.period_first).next().first();
            let series = unit.bills_of(own.id(), Some(BillPlace::ahead_of(after)), LOOKED_BACK).await?;
            let customer_lines = unit.lines_of(own.id()).await?;
            Ok::<_, Error>((balance, lines, customer, account, other, series, customer_lines))
        })
        .await?;
    let before = other.as_ref().map(|(lines, bill)| (bill, lines.as_slice()));
    let comparison = bill_comparison::compare(before, (&balance.bill, &lines));
    let until = Cycle::of(balance.bill.period_first);
    let is_earlier = |bill: &Bill| {
        bill.account_id == balance.bill.account_id && bill.period_first < balance.bill.period_first
    };
    Ok(BillView {
        months: months(&series, until),
        earlier: series.into_iter().map(|balance| balance.bill).filter(is_earlier).collect(),
        comparison,
        compared: other.map(|(_, bill)| bill),
        balance,
        lines,
        customer,
        account,
        customer_lines,
        names,
        today: desk.today(),
    })
}

fn months(series: &[BillBalance], until: Cycle) -> Vec<MonthTotal> {
    let bills: Vec<Bill> = series.iter().map(|balance| balance.bill.clone()).collect();
    month_series(&bills, until, CHART_MONTHS)
}
