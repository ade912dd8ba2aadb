//! Paying bills through a payment provider. R-BIL-3

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, OwnCustomer},
    bars::label,
    customers::customer,
    desk::Done,
    listing::cut,
    messages::{self, Notice},
};
use crm::{
    Date, Timestamp,
    accounts::{Account, PaymentMethod},
    audit::AuditOutcome,
    bills::{Bill, BillBalance, Dues},
    customers::Customer,
    ids::TransactionId,
    lines::LineState,
    money::Money,
    numbers::NumberKind,
    payments::{Answered, NewPayment, Payment, PaymentState},
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::{Unit, orders::Before};
use uuid::Uuid;

/// What the provider needs to take a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    /// Our number of the payment.
    pub payment: String,
    /// How much.
    pub amount: Money,
    /// Path of the page the customer comes back to.
    pub return_path: String,
    /// The provider takes no money after this.
    pub expires_at: Timestamp,
}

/// What the provider says about a payment, proved by its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Our number of the payment.
    pub payment: String,
    /// How much was taken.
    pub amount: Money,
    /// The provider's own reference.
    pub reference: String,
    /// Whether the money was taken.
    pub is_success: bool,
}

/// A payment provider, as far as the hall knows it.
pub trait Provider: Send + Sync {
    /// The page of the provider where the customer pays.
    fn checkout_url(&self, checkout: &Checkout) -> String;

    /// Reads a notification; `None` when its signature is wrong, too old, or it makes no sense.
    fn verify(&self, timestamp: &str, signature: &str, body: &[u8], now: Timestamp) -> Option<Notification>;
}

/// What can be paid.
#[derive(Clone, Debug)]
pub struct PayView {
    /// Account by account.
    pub accounts: Vec<AccountDues>,
    /// Payments begun a short while ago that the provider has not answered: perhaps paid already.
    pub waiting: Vec<Payment>,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// What is owed on one account.
#[derive(Clone, Debug)]
pub struct AccountDues {
    /// The account.
    pub account: Account,
    /// Bills with something left to pay, oldest due first.
    pub bills: Vec<BillBalance>,
    /// Sums of them.
    pub dues: Dues,
}

/// The customer wants to pay.
#[derive(Clone, Debug, Serialize)]
pub struct Pay {
    /// Number of the account.
    pub account: String,
    /// How much.
    pub amount: Money,
}

/// A payment was begun: the customer goes to the provider now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Number of the payment.
    pub number: String,
    /// How much.
    pub amount: Money,
    /// The provider takes no money after this.
    pub expires_at: Timestamp,
}

/// A page of payments.
#[derive(Clone, Debug)]
pub struct PaymentList {
    /// Newest first.
    pub payments: Vec<Payment>,
    /// Where the next page begins, when there is one.
    pub next: Option<Before>,
}

/// One payment: a receipt once it succeeded.
#[derive(Clone, Debug)]
pub struct PaymentView {
    /// The payment.
    pub payment: Payment,
    /// The bills it went to.
    pub bills: Vec<Bill>,
    /// Who paid.
    pub customer: Customer,
    /// The account paid.
    pub account: Account,
    /// Until when the customer can still go on to the provider; `None` when there is nothing to go on with.
    pub payable_until: Option<Timestamp>,
}

const PAGE: i64 = 20;
const EXPIRES_AFTER_MINUTES: i64 = 30;
/// How many payments are looked through for those without an answer: more than anyone begins in half an hour.
const LATEST: i64 = 10;

/// The provider takes no money for the payment after this.
fn expires_at(payment: &Payment) -> Timestamp {
    let expires_at = payment.created_at.checked_add(SignedDuration::from_mins(EXPIRES_AFTER_MINUTES));
    expires_at.unwrap_or(Timestamp::MAX)
}

fn can_still_be_paid(payment: &Payment, now: Timestamp) -> bool {
    payment.state == PaymentState::Initiated && now < expires_at(payment)
}

/// What the customer owes, account by account.
pub async fn pay_view(desk: &Desk, actor: &Actor) -> Result<PayView> {
    let own = actor.own(Operation::Pay)?;
    let (today, now) = (desk.today(), desk.now());
    desk.store
        .read(|mut unit| async move {
            let open = unit.open_bills_of(own.id()).await?;
            let latest = unit.payments_of(own.id(), None, LATEST).await?;
            let accounts = unit.accounts_of(own.id()).await?.into_iter().map(|account| {
                let bills: Vec<_> =
                    open.iter().filter(|b| b.bill.account_id == account.id).cloned().collect();
                AccountDues { dues: Dues::of(&bills, today), account, bills }
            });
            Ok(PayView {
                accounts: accounts.collect(),
                waiting: latest.into_iter().filter(|payment| can_still_be_paid(payment, now)).collect(),
                today,
            })
        })
        .await
}

/// Begins a payment on one of the customer's accounts.
pub async fn begin(desk: &Desk, actor: &Actor, key: Uuid, command: &Pay) -> Result<Begun> {
    let own = actor.own(Operation::Pay)?;
    desk.perform(actor, Operation::Pay, key, command, |mut unit| async move {
        begin_on(desk, &mut unit, own, command).await
    })
    .await
}

/// The same for a customer for whom the right was looked up elsewhere.
pub(crate) async fn begin_on(
    desk: &Desk,
    unit: &mut Unit,
    own: OwnCustomer,
    command: &Pay,
) -> Result<Done<Begun>> {
    let accounts = unit.accounts_of(own.id()).await?;
    let account = accounts.into_iter().find(|account| account.number == command.account);
    let account = account.ok_or(Error::NotFound)?;
    let open = unit.open_bills(account.id).await?;
    let new = NewPayment {
        id: desk.id(),
        number: desk.number(NumberKind::Payment),
        account_id: account.id,
        customer_id: own.id(),
        amount: command.amount,
        method: PaymentMethod::Online,
    };
    let payment = Payment::begin(new, &open, desk.now())?;
    unit.add_payment(&payment).await?;
    Ok(Done {
        object: format!("payment:{}", payment.number),
        facts: serde_json::json!({ "account": account.number, "amount": payment.amount }),
        reply: Begun { expires_at: expires_at(&payment), number: payment.number, amount: payment.amount },
    })
}

/// Takes the provider's word on a payment. Repeating it changes nothing.
///
/// Refuses what contradicts an earlier answer; `NotFound` for a payment or an amount that was never asked for.
pub async fn settle(desk: &Desk, notification: &Notification) -> Result<()> {
    Actor::System.system(Operation::ReportPayment)?;
    let done = desk.store.write(|mut unit| async move { take(desk, &mut unit, notification).await }).await;
    if let Err(error) = &done {
        let object = format!("payment:{}", notification.payment);
        desk.record_failure(&Actor::System, Operation::ReportPayment, &object, error).await;
    }
    done
}

async fn take(desk: &Desk, unit: &mut Unit, notification: &Notification) -> Result<()> {
    let payment = unit.payment_by_number(&notification.payment).await?.ok_or(Error::NotFound)?;
    if payment.amount != notification.amount {
        return Err(Error::NotFound);
    }
    let open = unit.open_bills(payment.account_id).await?;
    let answered = if notification.is_success {
        payment.succeed(&notification.reference, &open, desk.now())?
    } else {
        payment.fail(Some(&notification.reference), desk.now())?
    };
    let Answered::News(payment) = answered else { return Ok(()) };
    unit.settle_payment(&payment).await?;
    if notification.is_success {
        unit.post(&payment.transaction(TransactionId(desk.id::<Uuid>()))?).await?;
        for allocation in &payment.allocations {
            let Some(paid) = open.iter().find(|balance| balance.bill.id == allocation.bill_id) else {
                continue;
            };
            let state = paid.bill.state_after_payment(paid.outstanding - allocation.amount);
            unit.save_bill_state(paid.bill.id, state).await?;
        }
        let customer = customer(unit, payment.customer_id).await?;
        restore(desk, unit, &payment, &customer).await?;
        let notice = Notice::PaymentReceived { number: payment.number.clone(), amount: payment.amount };
        messages::send(desk, unit, &customer, &notice).await?;
    }
    let facts = serde_json::json!({ "state": payment.state, "amount": payment.amount });
    let object = format!("payment:{}", payment.number);
    let event =
        desk.audit_event(&Actor::System, Operation::ReportPayment, object, AuditOutcome::Done, &facts);
    Ok(unit.record(&event).await?)
}

/// Frees the account's lines that were barred for a debt, once nothing is overdue any more. R-BIL-6
async fn restore(desk: &Desk, unit: &mut Unit, payment: &Payment, customer: &Customer) -> Result<()> {
    let open = unit.open_bills(payment.account_id).await?;
    if Dues::of(&open, desk.today()).overdue > Money::ZERO {
        return Ok(());
    }
    for line in
        unit.lines_of(customer.id).await?.into_iter().filter(|line| line.account_id == payment.account_id)
    {
        let Some(freed) = line.debt_paid() else { continue };
        unit.save_line(&freed).await?;
        if freed.state == LineState::Active {
            let notice = Notice::LineFreed { line: label(&freed) };
            messages::send(desk, unit, customer, &notice).await?;
        }
    }
    Ok(())
}

/// A customer's payments, newest first.
pub async fn list(desk: &Desk, actor: &Actor, before: Option<Before>) -> Result<PaymentList> {
    let own = actor.own(Operation::ViewPayments)?;
    let mut payments = desk
        .store
        .read(|mut unit| async move { Ok::<_, Error>(unit.payments_of(own.id(), before, PAGE + 1).await?) })
        .await?;
    let next = cut(&mut payments, PAGE).map(|last| Before { at: last.created_at, id: last.id.0 });
    Ok(PaymentList { payments, next })
}

/// One payment by its number.
pub async fn view(desk: &Desk, actor: &Actor, number: &str) -> Result<PaymentView> {
    let own = actor.own(Operation::ViewPayments)?;
    let now = desk.now();
    desk.store
        .read(|mut unit| async move {
            let payment = own.payment(&mut unit, number).await?.into_inner();
            let bills = unit.bills_of_payment(payment.id).await?;
            let customer = customer(&mut unit, own.id()).await?;
            let account = unit.account(payment.account_id).await?.ok_or(Error::NotFound)?;
            let payable_until = can_still_be_paid(&payment, now).then(|| expires_at(&payment));
            Ok(PaymentView { payment, bills, customer, account, payable_until })
        })
        .await
}
