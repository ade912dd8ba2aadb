//! The ledger.

use crate::{
    engines::Place,
    given::{self, BILL_TOTAL},
};
use crm::{ids::AccountId, ledger::TransactionKind, money::Money};
use store::Error;

on_both_engines!(
    postings_move_what_is_owed,
    a_reference_is_posted_once,
    a_sound_ledger_proves_sound,
    an_unbalanced_transaction_is_found,
    a_bill_that_does_not_add_up_is_found,
    the_ledger_only_grows,
);

async fn postings_move_what_is_owed(place: &Place) {
    let one = given::hall(&place.store).await;
    let receipt = given::receipt(&given::open_payment(&one, 1));
    let write = place.store.write(async |mut work| {
        assert_eq!(work.receivable(one.account.id).await?, BILL_TOTAL);
        work.post(&receipt).await?;
        assert_eq!(work.receivable(one.account.id).await?, Money::ZERO);
        assert_eq!(work.receivable(given::id::<AccountId>("account", 9)).await?, Money::ZERO);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_reference_is_posted_once(place: &Place) {
    let one = given::hall(&place.store).await;
    let number = &one.bills[0].0.number;
    let again = given::transaction(TransactionKind::Bill, number, Vec::new());
    let refused = place.store.write(async |mut work| work.post(&again).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
}

async fn a_sound_ledger_proves_sound(place: &Place) {
    given::hall_of(&place.store, [1, 2, 3]).await;
    let read = place.store.read(async |mut work| {
        assert_eq!(work.unbalanced_transactions().await?, []);
        assert_eq!(work.bills_not_adding_up().await?, Vec::<String>::new());
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn an_unbalanced_transaction_is_found(place: &Place) {
    let one = given::hall(&place.store).await;
    let number = &one.bills[1].0.number;
    let broken = one.transactions.iter().find(|transaction| transaction.reference() == number).unwrap();
    let added = place.raw(
        "INSERT INTO ledger_postings (transaction_id, position, ledger_account, account_id, amount) \
         SELECT p.transaction_id, 9, 'cash', p.account_id, 1 FROM ledger_postings p \
         JOIN ledger_transactions t ON t.id = p.transaction_id WHERE t.reference = 'B0000101' AND p.position = 1",
    );
    assert_eq!((added.await.unwrap(), number.as_str()), (1, "B0000101"));
    let found = place.store.read(async |mut work| work.unbalanced_transactions().await).await.unwrap();
    assert_eq!(found, [broken.id()]);
}

async fn a_bill_that_does_not_add_up_is_found(place: &Place) {
    given::hall_of(&place.store, [1, 2]).await;
    place.raw("UPDATE bill_lines SET amount = amount + 1 WHERE position = 3").await.unwrap();
    place.raw("UPDATE bills SET total = total + 1 WHERE number <> 'B0000201'").await.unwrap();
    let found = place.store.read(async |mut work| work.bills_not_adding_up().await).await.unwrap();
    assert_eq!(found, ["B0000201"]);
    // A bill without any line adds up to nothing.
    place.raw("DELETE FROM bill_lines").await.unwrap();
    let found = place.store.read(async |mut work| work.bills_not_adding_up().await).await.unwrap();
    assert_eq!(found, ["B0000100", "B0000101", "B0000102", "B0000200", "B0000201", "B0000202"]);
}

async fn the_ledger_only_grows(place: &Place) {
    given::hall(&place.store).await;
    for change in [
        "UPDATE ledger_postings SET amount = 0",
        "DELETE FROM ledger_postings",
        "UPDATE ledger_transactions SET reference = 'other'",
        "DELETE FROM ledger_transactions",
    ] {
        let refused = place.raw(change).await.expect_err(change);
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}
