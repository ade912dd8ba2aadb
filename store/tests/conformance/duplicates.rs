//! Duplicates, merges that lose nothing, and defects.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    consents::{Consent, ConsentPurpose},
    customers::{CustomerStatus, Origin},
    duplicates::{Defect, Likeness, Merge},
    ids::{CustomerId, StaffId},
    orders::Channel,
    sign_in::{Staff, StaffRole},
};
use store::{Error, Store};

on_both_engines!(
    pairs_are_found_once_and_dismissed,
    what_is_taken_apart_is_as_it_was,
    what_came_since_goes_with_its_account,
    a_file_ends_in_one_merge_at_a_time,
    defects_are_counted_by_origin,
);

async fn supervisor(store: &Store) -> StaffId {
    let staff = Staff { id: given::id("staff", 1), name: "desk.one".to_owned(), role: StaffRole::Supervisor };
    store.write(async |mut work| work.add_staff(&staff).await).await.unwrap();
    staff.id
}

fn merge(number: u32, kept: CustomerId, merged: CustomerId, by: StaffId) -> Merge {
    Merge {
        id: given::id("merge", number),
        kept,
        merged,
        kept_status: CustomerStatus::Active,
        merged_status: CustomerStatus::Active,
        reason: "The same person, twice.".to_owned(),
        merged_by: by,
        merged_at: at(i64::from(number)),
        undone: None,
    }
}

async fn pairs_are_found_once_and_dismissed(place: &Place) {
    let mut files = [1, 2, 3].map(given::file);
    files[0].customer.email = Some("Same@example.org".to_owned());
    files[2].customer.email = Some("same@example.org".to_owned());
    given::hall_of(&place.store, []).await;
    place.store.write(async |mut work| work.import_customers(&files).await).await.unwrap();
    let [one, two, three] = files.map(|file| file.customer);
    let write = place.store.write(async |mut work| {
        work.add_id_number(one.party_id, &[7; 32], Origin::Generated).await?;
        work.add_id_number(two.party_id, &[7; 32], Origin::Generated).await?;
        work.add_id_number(three.party_id, &[8; 32], Origin::Generated).await?;
        for (likeness, expected) in
            [(Likeness::IdNumber, two.code.as_str()), (Likeness::NameAndAddress, three.code.as_str())]
        {
            let alike = work.pairs_alike(likeness, ("", ""), 9).await?;
            assert_eq!(alike.len(), 1);
            assert_eq!((alike[0].one.code.as_str(), alike[0].other.code.as_str()), ("C00001", expected));
            assert_eq!(work.pairs_alike(likeness, ("C00001", expected), 9).await?, []);
            for minutes in [1, 2] {
                work.add_pair(alike[0].one.id, alike[0].other.id, likeness, at(minutes)).await?;
            }
        }
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let pairs = place.store.read(async |mut work| work.pairs(9).await).await.unwrap();
    assert_eq!(pairs.len(), 2);
    assert_eq!((pairs[0].other.code.as_str(), pairs[0].likeness), ("C00002", Likeness::IdNumber));
    let dismissed = place.store.write(async |mut work| work.dismiss_pair(one.id, two.id).await).await;
    assert!(dismissed.unwrap());
    assert!(!place.store.write(async |mut work| work.dismiss_pair(two.id, one.id).await).await.unwrap());
    place
        .store
        .write(async |mut work| work.set_status(three.id, CustomerStatus::Closed).await)
        .await
        .unwrap();
    let pairs = place.store.read(async |mut work| work.pairs(9).await).await.unwrap();
    assert_eq!(pairs, []);
}

/// Everything that belongs to some customers, as it stands.
async fn belongings(store: &Store, customers: &[CustomerId]) -> String {
    let read = store.read(async |mut work| {
        let mut text = String::new();
        for id in customers {
            let bills = work.bills_of(*id, None, 99).await?;
            let (accounts, lines) = (work.accounts_of(*id).await?, work.lines_of(*id).await?);
            let (products, payments) = (work.products_of(*id).await?, work.payments_of(*id, None, 99).await?);
            let (orders, requests) =
                (work.orders_of(*id, None, 99).await?, work.requests_of(*id, None, 99).await?);
            let (messages, advice) = (work.messages_of(*id, 99).await?, work.recommendations_of(*id).await?);
            let consents = work.consents_of(*id).await?;
            let belongs = format!(
                "{id:?}{accounts:?}{lines:?}{products:?}{bills:?}{payments:?}{orders:?}{requests:?}{messages:?}{advice:?}{consents:?}\n"
            );
            text.push_str(&belongs);
        }
        Ok::<_, Error>(text)
    });
    read.await.unwrap()
}

/// Chains of merges drawn at random, each taken back in the opposite order: after every step back everything is where it was
/// before the step there.
async fn what_is_taken_apart_is_as_it_was(place: &Place) {
    let ids = given::hall_of(&place.store, [1, 2, 3, 4, 5]).await.map(|file| file.customer.id);
    let by = supervisor(&place.store).await;
    let mut state = 2_026_u64;
    let mut draw = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    let mut number = 0;
    for _ in 0..4 {
        let mut standing: Vec<(Merge, String)> = Vec::new();
        for _ in 0..6 {
            let (kept, merged) = (ids[draw(5)], ids[draw(5)]);
            let ended = |id| standing.iter().any(|(merge, _)| merge.merged == id);
            if kept == merged || ended(kept) || ended(merged) {
                continue;
            }
            let before = belongings(&place.store, &ids).await;
            number += 1;
            let merge = merge(number, kept, merged, by);
            let moved = place.store.write(async |mut work| work.merge(&merge).await).await.unwrap();
            assert!(moved > 0);
            assert_ne!(belongings(&place.store, &ids).await, before);
            standing.push((merge, before));
        }
        while let Some((merge, before)) = standing.pop() {
            let undo = place.store.write(async |mut work| {
                assert!(!work.has_later_merge(&merge).await?);
                work.undo_merge(&merge, by, at(999)).await
            });
            undo.await.unwrap();
            assert_eq!(belongings(&place.store, &ids).await, before);
        }
    }
}

async fn what_came_since_goes_with_its_account(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let by = supervisor(&place.store).await;
    let merge = merge(1, one.customer.id, two.customer.id, by);
    place.store.write(async |mut work| work.merge(&merge).await).await.unwrap();
    let mut payment = two.payments[0].clone();
    payment.id = given::id("payment", 777);
    "P777".clone_into(&mut payment.number);
    payment.customer_id = one.customer.id;
    payment.allocations.clear();
    place.store.write(async |mut work| work.add_payment(&payment).await).await.unwrap();
    place.store.write(async |mut work| work.undo_merge(&merge, by, at(9)).await).await.unwrap();
    let read = place.store.read(async |mut work| {
        assert!(work.payment_of(two.customer.id, "P777").await?.is_some());
        assert!(work.payment_of(one.customer.id, "P777").await?.is_none());
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn a_file_ends_in_one_merge_at_a_time(place: &Place) {
    let [one, two, three] = given::hall_of(&place.store, [1, 2, 3]).await.map(|file| file.customer.id);
    let by = supervisor(&place.store).await;
    let (first, second) = (merge(1, one, two, by), merge(2, three, two, by));
    place.store.write(async |mut work| work.merge(&first).await).await.unwrap();
    let twice = place.store.write(async |mut work| work.merge(&second).await).await;
    assert!(matches!(twice, Err(Error::Conflict)), "{twice:?}");
    let later = merge(3, three, one, by);
    place.store.write(async |mut work| work.merge(&later).await).await.unwrap();
    let read = place.store.read(async |mut work| {
        assert!(work.has_ended_in_merge(two).await? && work.has_ended_in_merge(one).await?);
        assert!(!work.has_ended_in_merge(three).await?);
        assert!(work.has_later_merge(&first).await? && !work.has_later_merge(&later).await?);
        let standing = work.standing_merges(9).await?;
        let codes: Vec<_> =
            standing.iter().map(|(_, kept, merged)| (kept.as_str(), merged.as_str())).collect();
        assert_eq!(codes, [("C00003", "C00001"), ("C00001", "C00002")]);
        assert_eq!(work.find_merge(first.id).await?, Some(first.clone()));
        Ok::<_, Error>(())
    });
    read.await.unwrap();
    place.store.write(async |mut work| work.undo_merge(&later, by, at(9)).await).await.unwrap();
    let twice = place.store.write(async |mut work| work.undo_merge(&later, by, at(9)).await).await;
    assert!(matches!(twice, Err(Error::Conflict)), "{twice:?}");
    let undone = place.store.read(async |mut work| work.find_merge(later.id).await).await.unwrap();
    assert_eq!(undone.unwrap().undone, Some((by, at(9))));
}

async fn defects_are_counted_by_origin(place: &Place) {
    let mut files = [1, 2].map(given::file);
    let code = files[0].customer.code.clone();
    files[0].customer.name = code;
    files[0].customer.email = Some("one@example.org".to_owned());
    given::hall_of(&place.store, []).await;
    place.store.write(async |mut work| work.import_customers(&files).await).await.unwrap();
    let [one, _] = files.map(|file| file.customer);
    let consent = Consent {
        purpose: ConsentPurpose::Marketing,
        given: true,
        at: at(1),
        channel: Channel::Web,
        wording: 1,
    };
    let write = place.store.write(async |mut work| {
        work.add_id_number(one.party_id, &[7; 32], Origin::Generated).await?;
        work.add_consent(one.id, &consent).await?;
        work.count_defects(at(1)).await?;
        work.count_defects(at(2)).await
    });
    write.await.unwrap();
    let counts = place.store.read(async |mut work| work.defects().await).await.unwrap();
    let mut counts: Vec<_> =
        counts.iter().map(|count| (count.defect, count.origin, count.customers, count.counted_at)).collect();
    counts.sort();
    let origin = one.origin;
    let expected = [Defect::NoEmail, Defect::NoIdNumber, Defect::NoName, Defect::NoConsent]
        .map(|defect| (defect, origin, 1, at(2)));
    assert_eq!(counts, expected);
}
