//! Billing accounts.

use crate::{engines::Place, given};
use crm::ids::{AccountId, CustomerId};
use store::Error;

on_both_engines!(accounts_are_found);

async fn accounts_are_found(place: &Place) {
    let [one, _] = given::hall_of(&place.store, [1, 2]).await;
    let read = place.store.read(async |mut work| {
        assert_eq!(work.account(one.account.id).await?, Some(one.account.clone()));
        assert_eq!(work.account(given::id::<AccountId>("account", 9)).await?, None);
        assert_eq!(work.accounts_of(one.customer.id).await?, std::slice::from_ref(&one.account));
        assert_eq!(work.accounts_of(given::id::<CustomerId>("customer", 9)).await?, []);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}
