//! Payments.

use crate::{
    engines::{Place, at_once},
    given::{self, at},
};
use crm::{
    money::Money,
    payments::{Allocation, Payment, PaymentState},
};
use sqlx::error::DatabaseError;
use std::sync::Arc;
use store::{Error, orders::Before};

on_both_engines!(
    a_payment_is_found_by_its_owner,
    payments_are_listed_newest_first,
    a_payment_names_its_bills,
    a_payment_settles_once,
    a_provider_reference_counts_once,
    the_tables_refuse_impossible_payments,
);

async fn a_payment_is_found_by_its_owner(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let paid = &one.payments[0];
    let read = place.store.read(async |mut work| {
        assert_eq!(work.payment_by_number(&paid.number).await?.as_ref(), Some(paid));
        assert_eq!(work.payment_of(one.customer.id, &paid.number).await?.as_ref(), Some(paid));
        assert_eq!(work.payment_of(two.customer.id, &paid.number).await?, None);
        assert_eq!(work.payment_by_number("P").await?, None);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn payments_are_listed_newest_first(place: &Place) {
    let one = given::hall(&place.store).await;
    // Five at the same moment: only the identifier tells them apart. One pays two bills, one none.
    let mut payments =
        [1, 2, 3, 4, 5].map(|number| Payment { created_at: at(2_000), ..given::open_payment(&one, number) });
    let half = |bill: usize| Allocation { bill_id: one.bills[bill].0.id, amount: Money::from_fen(7_315) };
    payments[1].allocations = vec![half(1), half(2)];
    payments[2].allocations.clear();
    let write = place.store.write(async |mut work| {
        for payment in &payments {
            work.add_payment(payment).await?;
        }
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let mut newest_first: Vec<_> = payments.into_iter().rev().collect();
    newest_first.extend(one.payments.iter().rev().cloned());
    let read = place.store.read(async |mut work| {
        assert_eq!(work.payments_of(one.customer.id, None, 99).await?, newest_first);
        let mut paged = Vec::<Payment>::new();
        loop {
            let before = paged.last().map(|last| Before { at: last.created_at, id: last.id.0 });
            let page = work.payments_of(one.customer.id, before, 2).await?;
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, newest_first);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn a_payment_names_its_bills(place: &Place) {
    let one = given::hall(&place.store).await;
    let mut payment = given::open_payment(&one, 1);
    let half = |bill: usize| Allocation { bill_id: one.bills[bill].0.id, amount: Money::from_fen(7_315) };
    payment.allocations = vec![half(2), half(1)];
    let write = place.store.write(async |mut work| {
        work.add_payment(&payment).await?;
        work.bills_of_payment(payment.id).await
    });
    assert_eq!(write.await.unwrap(), [one.bills[1].0.clone(), one.bills[2].0.clone()]);
}

async fn a_payment_settles_once(place: &Place) {
    let one = given::hall(&place.store).await;
    let payment = given::open_payment(&one, 1);
    place.store.write(async |mut work| work.add_payment(&payment).await).await.unwrap();
    let settled = |number: u32| Payment {
        state: if number.is_multiple_of(2) { PaymentState::Succeeded } else { PaymentState::Failed },
        provider_reference: Some(format!("provider-{number}")),
        settled_at: Some(at(3_000)),
        ..payment.clone()
    };
    let outcomes = at_once(6, |number| {
        let (store, settled) = (place.store.clone(), Arc::new(settled(number)));
        async move {
            store
                .write(async |mut work| {
                    work.settle_payment(&settled).await?;
                    work.post(&given::receipt(&settled)).await
                })
                .await
        }
    });
    let outcomes = outcomes.await;
    let winners: Vec<_> = (0..6).zip(&outcomes).filter(|(_, outcome)| outcome.is_ok()).collect();
    let [(winner, _)] = winners[..] else { panic!("one wins: {outcomes:?}") };
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::Conflict))).count(), 5);
    let read = place.store.read(async |mut work| {
        assert_eq!(work.payment_by_number(&payment.number).await?, Some(settled(winner)));
        assert_eq!(work.receivable(one.account.id).await?, Money::ZERO);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn a_provider_reference_counts_once(place: &Place) {
    let one = given::hall(&place.store).await;
    let [first, second] = [1, 2].map(|number| Payment {
        provider_reference: Some("provider-1".to_owned()),
        ..given::open_payment(&one, number)
    });
    place.store.write(async |mut work| work.add_payment(&first).await).await.unwrap();
    let refused = place.store.write(async |mut work| work.add_payment(&second).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
}

async fn the_tables_refuse_impossible_payments(place: &Place) {
    let one = given::hall(&place.store).await;
    let open = given::open_payment(&one, 1);
    for impossible in [
        Payment { amount: Money::ZERO, ..open.clone() },
        Payment { state: PaymentState::Succeeded, ..open.clone() },
        Payment { settled_at: Some(at(0)), ..open.clone() },
    ] {
        let refused = place.store.write(async |mut work| work.add_payment(&impossible).await).await;
        let Err(Error::Database(error)) = refused else { panic!("{refused:?}") };
        assert!(error.as_database_error().is_some_and(DatabaseError::is_check_violation), "{error}");
    }
    let stranger = Payment { account_id: given::id("account", 9), ..open };
    let refused = place.store.write(async |mut work| work.add_payment(&stranger).await).await;
    let Err(Error::Database(error)) = refused else { panic!("{refused:?}") };
    assert!(error.as_database_error().is_some_and(DatabaseError::is_foreign_key_violation), "{error}");
}
