//! Bills, and what is left to pay of them.

use crate::{
    engines::Place,
    given::{self, BILL_TOTAL},
};
use crm::{
    bills::{BillBalance, BillState, Charge, ChargeKind},
    ids::{AccountId, BillId, CustomerId},
    money::Money,
    payments::Allocation,
};
use jiff::civil::date;
use store::{Error, bills::BillPlace, imports::CustomerFile};

on_both_engines!(
    bills_are_listed_newest_first,
    a_bill_is_found_by_its_owner,
    what_is_left_follows_the_ledger,
    a_bill_keeps_its_state,
    charges_wait_for_the_next_bill,
);

/// The bills of a file as the hall shows them, oldest first: only the last is open.
fn balances(file: &CustomerFile) -> [BillBalance; 3] {
    [0, 1, 2].map(|month| BillBalance {
        bill: file.bills[month].0.clone(),
        outstanding: if month < 2 { Money::ZERO } else { BILL_TOTAL },
    })
}

async fn bills_are_listed_newest_first(place: &Place) {
    let [one, _] = given::hall_of(&place.store, [1, 2]).await;
    let [august, september, october] = balances(&one);
    let customer = one.customer.id;
    let read = place.store.read(async |mut work| {
        assert_eq!(work.bills_of(customer, None, 2).await?, [october.clone(), september.clone()]);
        let before = Some(BillPlace::ahead_of(september.bill.period_first));
        assert_eq!(work.bills_of(customer, before, 2).await?, std::slice::from_ref(&august));
        let last = Some(BillPlace { period_first: august.bill.period_first, id: august.bill.id });
        assert_eq!(work.bills_of(customer, last, 2).await?, []);
        assert_eq!(work.bills_of(given::id::<CustomerId>("customer", 9), None, 9).await?, []);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn a_bill_is_found_by_its_owner(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let [august, september, october] = balances(&one);
    let number = &october.bill.number;
    let read = place.store.read(async |mut work| {
        assert_eq!(work.bill_of(one.customer.id, number).await?, Some(october.clone()));
        assert_eq!(work.bill_of(two.customer.id, number).await?, None);
        assert_eq!(work.bill_of(one.customer.id, "B").await?, None);
        assert_eq!(
            work.bill_before(one.account.id, october.bill.period_first).await?,
            Some(september.clone())
        );
        assert_eq!(work.bill_before(one.account.id, august.bill.period_first).await?, None);
        assert_eq!(work.bill(october.bill.id).await?, Some(october.clone()));
        assert_eq!(work.bill(given::id::<BillId>("bill", 9)).await?, None);
        assert_eq!(work.bill_lines(october.bill.id).await?, one.bills[2].1);
        assert_eq!(work.bill_lines(given::id::<BillId>("bill", 9)).await?, []);
        assert_eq!(work.billing_history(one.account.id).await?, one.history);
        assert_eq!(work.billing_history(given::id::<AccountId>("account", 9)).await?, None);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn what_is_left_follows_the_ledger(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let [_, _, october] = balances(&one);
    for (paid, left) in [(4_630, Some(10_000)), (10_000, None)] {
        let amount = Money::from_fen(paid);
        let mut payment = given::open_payment(&one, u32::try_from(paid).unwrap());
        payment.amount = amount;
        payment.allocations = vec![Allocation { bill_id: october.bill.id, amount }];
        let receipt = given::receipt(&payment);
        let write = place.store.write(async |mut work| {
            work.add_payment(&payment).await?;
            work.post(&receipt).await
        });
        write.await.unwrap();
        let left: Vec<_> = left
            .map(|fen| BillBalance { bill: october.bill.clone(), outstanding: Money::from_fen(fen) })
            .into_iter()
            .collect();
        let read = place.store.read(async |mut work| {
            assert_eq!(work.open_bills(one.account.id).await?, left);
            assert_eq!(work.open_bills_of(one.customer.id).await?, left);
            assert_eq!(work.open_bills_of(two.customer.id).await?, &balances(&two)[2..]);
            Ok::<_, Error>(())
        });
        read.await.unwrap();
    }
}

async fn a_bill_keeps_its_state(place: &Place) {
    let one = given::hall(&place.store).await;
    let bill = &one.bills[2].0;
    let write = place.store.write(async |mut work| {
        work.save_bill_state(bill.id, BillState::PartiallyPaid).await?;
        work.bill_of(one.customer.id, &bill.number).await
    });
    assert_eq!(write.await.unwrap().unwrap().bill.state, BillState::PartiallyPaid);
    let unknown = given::id::<BillId>("bill", 9);
    let refused =
        place.store.write(async |mut work| work.save_bill_state(unknown, BillState::Settled).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
}

async fn charges_wait_for_the_next_bill(place: &Place) {
    let one = given::hall(&place.store).await;
    let charge = |number, day, offering: Option<&str>, fen| Charge {
        id: given::id("charge", number),
        account_id: one.account.id,
        line_id: one.lines[0].id,
        kind: ChargeKind::Proration,
        offering: offering.map(given::code),
        first: date(2026, 11, day),
        last: date(2026, 11, 30),
        amount: Money::from_fen(fen),
    };
    let charges = [charge(1, 20, None, -500), charge(2, 3, Some(given::PLAN), 1_200)];
    let write = place.store.write(async |mut work| {
        for charge in &charges {
            work.add_charge(charge).await?;
        }
        work.waiting_charges(one.account.id).await
    });
    let [credit, upgrade] = charges.clone();
    assert_eq!(write.await.unwrap(), [upgrade.clone(), credit]);
    place
        .raw("UPDATE charges SET billed_on = (SELECT id FROM bills LIMIT 1) WHERE amount < 0")
        .await
        .unwrap();
    let left = place.store.read(async |mut work| work.waiting_charges(one.account.id).await).await.unwrap();
    assert_eq!(left, [upgrade]);
}
