//! Bringing in customers with their history.

use crate::{engines::Place, given};
use crm::usage::UsageEvent;
use store::{
    Error,
    imports::{CustomerFile, Imported},
};

on_both_engines!(
    a_second_import_changes_nothing,
    only_new_customers_come_in,
    a_code_counts_once_in_an_import,
    an_import_that_fails_leaves_nothing,
    many_rows_come_in_whole,
);

fn rows(file: &CustomerFile) -> u64 {
    let lines = file.bills.iter().map(|(_, lines)| lines.len()).sum::<usize>();
    let allocations = file.payments.iter().map(|payment| payment.allocations.len()).sum::<usize>();
    let postings = file.transactions.iter().map(|transaction| transaction.postings().len()).sum::<usize>();
    let party_customer_account_history = 4;
    let rows = party_customer_account_history
        + crm::customers::name_keys(&file.customer.name).len()
        + file.lines.len()
        + file.products.len()
        + file.agreements.len()
        + file.bills.len()
        + lines
        + file.payments.len()
        + allocations
        + file.transactions.len()
        + postings
        + file.usage.len();
    rows as u64
}

async fn import(place: &Place, files: &[CustomerFile]) -> Result<Imported, Error> {
    place.store.write(async |mut work| work.import_customers(files).await).await
}

async fn a_second_import_changes_nothing(place: &Place) {
    given::hall_of(&place.store, []).await;
    let files = [1, 2].map(given::file);
    let all = files.iter().map(rows).sum();
    assert_eq!(import(place, &files).await.unwrap(), Imported { customers: 2, rows: all });
    assert_eq!(import(place, &files).await.unwrap(), Imported::default());
    assert_eq!(import(place, &[]).await.unwrap(), Imported::default());
    let count = place.store.read(async |mut work| work.count_customers().await).await.unwrap();
    assert_eq!(count, 2);
}

async fn only_new_customers_come_in(place: &Place) {
    let one = given::hall(&place.store).await;
    // What happened since the first import stays.
    let email = Some("since@example.org".to_owned());
    let changed = crm::customers::Customer { email: email.clone(), ..one.customer.clone() };
    place.store.write(async |mut work| work.save_customer(&changed, &[]).await).await.unwrap();
    let files = [given::file(1), given::file(2)];
    assert_eq!(import(place, &files).await.unwrap(), Imported { customers: 1, rows: rows(&files[1]) });
    let read = place.store.read(async |mut work| {
        assert_eq!(work.customer(one.customer.id).await?.and_then(|customer| customer.email), email);
        assert_eq!(work.customer(files[1].customer.id).await?, Some(files[1].customer.clone()));
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn a_code_counts_once_in_an_import(place: &Place) {
    given::hall_of(&place.store, []).await;
    let mut twin = given::file(2);
    twin.customer.code = given::file(1).customer.code;
    let files = [given::file(1), twin];
    assert_eq!(import(place, &files).await.unwrap(), Imported { customers: 1, rows: rows(&files[0]) });
}

async fn an_import_that_fails_leaves_nothing(place: &Place) {
    given::hall_of(&place.store, []).await;
    let mut same_mobile = given::file(2);
    same_mobile.customer.mobile = given::mobile(1);
    let refused = import(place, &[given::file(1), same_mobile]).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
    let count = place.store.read(async |mut work| work.count_customers().await).await.unwrap();
    assert_eq!(count, 0);
    import(place, &[given::file(1), given::file(2)]).await.unwrap();
}

async fn many_rows_come_in_whole(place: &Place) {
    given::hall_of(&place.store, []).await;
    let mut file = given::file(1);
    let first = file.usage[0].clone();
    // More than one statement takes, and no multiple of what it takes.
    file.usage = (0..4_321).map(|sequence| UsageEvent { sequence, ..first.clone() }).collect();
    assert_eq!(import(place, std::slice::from_ref(&file)).await.unwrap().rows, rows(&file));
    let read = place.store.read(async |mut work| {
        work.usage_events(first.line_id, first.at + jiff::SignedDuration::from_secs(1), 9_999).await
    });
    let mut usage = read.await.unwrap();
    usage.reverse();
    assert_eq!(usage, file.usage);
}
