//! The customer file.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    customers::{CustomerField, FieldChange},
    ids::CustomerId,
    language::Language,
    lines::{LineKind, LineState},
};
use store::Error;

on_both_engines!(
    a_customer_is_found_in_every_way,
    customers_are_paged_by_code,
    a_change_keeps_its_history,
    an_outdated_version_is_refused,
    peers_are_counted,
);

async fn a_customer_is_found_in_every_way(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let read = place.store.read(async |mut work| {
        assert_eq!(work.customer(one.customer.id).await?, Some(one.customer.clone()));
        assert_eq!(work.customer(given::id::<CustomerId>("customer", 9)).await?, None);
        assert_eq!(work.customer_by_code("C00002").await?, Some(two.customer.clone()));
        assert_eq!(work.customer_by_code("C00009").await?, None);
        assert_eq!(work.customer_by_mobile(&given::mobile(2)).await?, Some(two.customer.clone()));
        assert_eq!(work.customer_by_mobile(&given::mobile(9)).await?, None);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn customers_are_paged_by_code(place: &Place) {
    given::hall_of(&place.store, []).await;
    let codes = ["0-A", "0a", "A", "Z-1", "Z1", "a", "b"];
    let files: Vec<_> = (1..)
        .zip(codes)
        .map(|(number, code)| {
            let mut file = given::file(number);
            code.clone_into(&mut file.customer.code);
            file
        })
        .collect();
    place.store.write(async |mut work| work.import_customers(&files).await).await.unwrap();
    let read = place.store.read(async |mut work| {
        assert_eq!(work.count_customers().await?, 7);
        let mut pages = Vec::new();
        let mut after = String::new();
        loop {
            let page: Vec<_> =
                work.customers_after(&after, 3).await?.into_iter().map(|customer| customer.code).collect();
            let Some(last) = page.last() else { break };
            after.clone_from(last);
            pages.push(page);
        }
        // The order is that of code points on both engines.
        assert_eq!(pages, [&codes[..3], &codes[3..6], &codes[6..]]);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

fn change(field: CustomerField, before: &str, after: &str, minutes: i64) -> FieldChange {
    FieldChange {
        field,
        before: before.to_owned(),
        after: after.to_owned(),
        at: at(minutes),
        by: "C00001".to_owned(),
        reason: "contactProved".to_owned(),
    }
}

async fn a_change_keeps_its_history(place: &Place) {
    let mut customer = given::hall(&place.store).await.customer;
    customer.email = Some("someone@example.org".to_owned());
    customer.language = Language::En;
    let first = [
        change(CustomerField::Email, "", "someone@example.org", 1),
        change(CustomerField::Language, "zh-CN", "en", 1),
    ];
    place.store.write(async |mut work| work.save_customer(&customer, &first).await).await.unwrap();
    customer.version = 2;
    customer.mobile = given::mobile(77);
    customer.email = None;
    customer.notify_by_sms = false;
    customer.notify_by_email = true;
    customer.marketing_consent = true;
    let second = [change(CustomerField::Email, "someone@example.org", "", 2)];
    place.store.write(async |mut work| work.save_customer(&customer, &second).await).await.unwrap();
    customer.version = 3;
    let read = place.store.read(async |mut work| {
        assert_eq!(work.customer(customer.id).await?, Some(customer.clone()));
        let [email, language] = first;
        let [back] = second;
        assert_eq!(work.customer_changes(customer.id).await?, [back, language, email]);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn an_outdated_version_is_refused(place: &Place) {
    let mut customer = given::hall(&place.store).await.customer;
    place.store.write(async |mut work| work.save_customer(&customer, &[]).await).await.unwrap();
    customer.email = Some("late@example.org".to_owned());
    let changes = [change(CustomerField::Email, "", "late@example.org", 1)];
    let late = place.store.write(async |mut work| work.save_customer(&customer, &changes).await).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let read = place.store.read(async |mut work| {
        assert_eq!(work.customer(customer.id).await?.unwrap().email, None);
        assert_eq!(work.customer_changes(customer.id).await?, []);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn peers_are_counted(place: &Place) {
    let files = given::hall_of(&place.store, [1, 2, 3, 4]).await;
    let write = place.store.write(async |mut work| {
        // The second has another plan, the third's phone has ended, the fourth is no peer.
        let mut plan = files[1].products[0].clone();
        plan.status = crm::products::ProductStatus::Terminated;
        work.save_product(&plan).await?;
        let kind = crm::catalogue::OfferingKind::Plan;
        work.add_product(&given::product(90, plan.line_id, given::OTHER_PLAN, kind)).await?;
        let mut phone = files[2].lines[0].clone();
        (phone.state, phone.ended_on) = (LineState::Terminated, Some(phone.since));
        work.save_line(&phone).await
    });
    write.await.unwrap();
    place.raw("UPDATE customers SET segment = 'none/0' WHERE code = 'C00004'").await.unwrap();
    let segment = &files[0].customer.segment;
    let read = place.store.read(async |mut work| {
        assert_eq!(work.segment_size(segment).await?, 3);
        assert_eq!(work.segment_size("phone").await?, 0);
        let [plan, other, fibre] = [given::PLAN, given::OTHER_PLAN, given::FIBRE].map(given::code);
        assert_eq!(work.segment_plans(segment, LineKind::Phone).await?, [(plan, 1), (other, 1)]);
        assert_eq!(work.segment_plans(segment, LineKind::Internet).await?, [(fibre, 3)]);
        assert_eq!(work.segment_plans("phone", LineKind::Phone).await?, []);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
    place.raw("UPDATE customers SET status = 'closed' WHERE code = 'C00001'").await.unwrap();
    let left = place.store.read(async |mut work| work.segment_size(segment).await).await.unwrap();
    assert_eq!(left, 2);
}
