//! Paying: from the amount typed to the ledger. R-BIL-3

use crate::hall::{Hall, Newcomer, refusal};
use crm::{
    bills::BillState,
    money::Money,
    payments::{PaymentState, Refusal as Rule},
};
use operations::{
    Actor, Error, Refusal, bills,
    payments::{self, Begun, Notification, Pay},
};

async fn begin(hall: &Hall, actor: &Actor, newcomer: &Newcomer, yuan: i64) -> operations::Result<Begun> {
    let pay = Pay { account: newcomer.account(), amount: Money::from_yuan(yuan) };
    payments::begin(&hall.desk, actor, hall.key(), &pay).await
}

fn word(begun: &Begun, reference: &str, is_success: bool) -> Notification {
    Notification {
        payment: begun.number.clone(),
        amount: begun.amount,
        reference: reference.to_owned(),
        is_success,
    }
}

#[tokio::test]
async fn money_goes_to_the_oldest_bill_first_and_into_the_ledger() {
    let hall = Hall::open().await;
    let newcomer = Newcomer { unpaid: vec![40, 50], ..Newcomer::new(1) };
    let actor = hall.bring(newcomer.clone()).await;
    let begun = begin(&hall, &actor, &newcomer, 60).await.unwrap();
    let before = payments::view(&hall.desk, &actor, &begun.number).await.unwrap().payment;
    assert_eq!(before.state, PaymentState::Initiated);
    payments::settle(&hall.desk, &word(&begun, "SBX-1", true)).await.unwrap();

    let list = bills::list(&hall.desk, &actor, None).await.unwrap();
    let states: Vec<_> = list.bills.iter().map(|b| (b.bill.state, b.outstanding)).collect();
    assert_eq!(states, [(BillState::PartiallyPaid, Money::from_yuan(30)), (BillState::Settled, Money::ZERO)]);
    assert_eq!(list.dues.owed, Money::from_yuan(30));
    let receipt = payments::view(&hall.desk, &actor, &begun.number).await.unwrap();
    assert_eq!(receipt.payment.state, PaymentState::Succeeded);
    assert_eq!(receipt.bills.len(), 2);
    let unbalanced = hall.read(|mut unit| async move { Ok(unit.unbalanced_transactions().await?) }).await;
    assert!(unbalanced.is_empty());
}

#[tokio::test]
async fn the_providers_word_counts_once_however_often_it_comes() {
    let hall = Hall::open().await;
    let newcomer = Newcomer { unpaid: vec![50], ..Newcomer::new(1) };
    let actor = hall.bring(newcomer.clone()).await;
    let begun = begin(&hall, &actor, &newcomer, 50).await.unwrap();
    let word = word(&begun, "SBX-1", true);
    let (one, other) = tokio::join!(payments::settle(&hall.desk, &word), payments::settle(&hall.desk, &word));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    let account = payments::view(&hall.desk, &actor, &begun.number).await.unwrap().payment.account_id;
    let owed = hall.read(|mut unit| async move { Ok(unit.receivable(account).await?) }).await;
    assert_eq!(owed, Money::ZERO);

    let contrary = Notification { is_success: false, ..word };
    assert!(matches!(
        refusal(payments::settle(&hall.desk, &contrary).await),
        Refusal::Payment(Rule::Conflict { .. })
    ));
}

#[tokio::test]
async fn two_payments_of_one_bill_leave_a_credit() {
    let hall = Hall::open().await;
    let newcomer = Newcomer { unpaid: vec![50], ..Newcomer::new(1) };
    let actor = hall.bring(newcomer.clone()).await;
    let one = begin(&hall, &actor, &newcomer, 50).await.unwrap();
    let other = begin(&hall, &actor, &newcomer, 50).await.unwrap();
    payments::settle(&hall.desk, &word(&one, "SBX-1", true)).await.unwrap();
    payments::settle(&hall.desk, &word(&other, "SBX-2", true)).await.unwrap();
    let account = payments::view(&hall.desk, &actor, &one.number).await.unwrap().payment.account_id;
    let owed = hall.read(|mut unit| async move { Ok(unit.receivable(account).await?) }).await;
    assert_eq!(owed, Money::from_yuan(-50), "money that came in is never lost");
}

#[tokio::test]
async fn a_payment_that_failed_changes_nothing() {
    let hall = Hall::open().await;
    let newcomer = Newcomer { unpaid: vec![50], ..Newcomer::new(1) };
    let actor = hall.bring(newcomer.clone()).await;
    let begun = begin(&hall, &actor, &newcomer, 50).await.unwrap();
    payments::settle(&hall.desk, &word(&begun, "SBX-1", false)).await.unwrap();
    assert_eq!(bills::list(&hall.desk, &actor, None).await.unwrap().dues.owed, Money::from_yuan(50));
}

#[tokio::test]
async fn refuses_what_makes_no_sense() {
    let hall = Hall::open().await;
    let newcomer = Newcomer { unpaid: vec![50], ..Newcomer::new(1) };
    let actor = hall.bring(newcomer.clone()).await;
    let owed = Money::from_yuan(50);
    assert_eq!(
        refusal(begin(&hall, &actor, &newcomer, 51).await),
        Refusal::Payment(Rule::MoreThanOwed { owed })
    );
    assert_eq!(refusal(begin(&hall, &actor, &newcomer, 0).await), Refusal::Payment(Rule::NotPositive));
    let begun = begin(&hall, &actor, &newcomer, 50).await.unwrap();
    let another_amount = Notification { amount: Money::from_yuan(1), ..word(&begun, "SBX-1", true) };
    assert!(matches!(payments::settle(&hall.desk, &another_amount).await, Err(Error::NotFound)));
    let unknown = Notification { payment: "P22222222X".to_owned(), ..word(&begun, "SBX-1", true) };
    assert!(matches!(payments::settle(&hall.desk, &unknown).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn others_accounts_and_receipts_do_not_exist() {
    let hall = Hall::open().await;
    let (mine, theirs) = (Newcomer::new(1), Newcomer { unpaid: vec![50], ..Newcomer::new(2) });
    let actor = hall.bring(mine).await;
    let other = hall.bring(theirs.clone()).await;
    assert!(matches!(begin(&hall, &actor, &theirs, 50).await, Err(Error::NotFound)));
    let begun = begin(&hall, &other, &theirs, 50).await.unwrap();
    assert!(matches!(payments::view(&hall.desk, &actor, &begun.number).await, Err(Error::NotFound)));
    assert!(matches!(bills::view(&hall.desk, &actor, &theirs.bill(0), None).await, Err(Error::NotFound)));
}
