//! Lines, products and agreements.

use crate::{engines::Place, given};
use crm::{
    agreements::{Agreement, Term},
    catalogue::OfferingKind,
    ids::{CustomerId, LineId},
    lines::{BarReason, Line, LineState},
    money::Money,
    products::{Product, ProductStatus},
};
use jiff::civil::date;
use sqlx::error::DatabaseError;
use store::Error;

on_both_engines!(
    lines_are_found_by_their_owner,
    a_line_is_barred_and_freed,
    the_tables_refuse_impossible_lines,
    the_last_change_of_a_sim_counts,
    products_come_plans_first,
    a_line_has_one_plan,
    products_change_by_version,
    the_last_agreement_counts,
);

async fn lines_are_found_by_their_owner(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let [phone, internet] = [one.lines[0].clone(), one.lines[1].clone()];
    let read = place.store.read(async |mut work| {
        // The internet line is older; phones come first.
        assert_eq!(work.lines_of(one.customer.id).await?, [phone.clone(), internet.clone()]);
        assert_eq!(work.lines_of(given::id::<CustomerId>("customer", 9)).await?, []);
        assert_eq!(work.line_of(one.customer.id, &phone.code).await?, Some(phone.clone()));
        assert_eq!(work.line_of(two.customer.id, &phone.code).await?, None);
        let number = phone.msisdn.clone().expect("a phone has a number");
        assert_eq!(work.line_with_number(one.customer.id, &number).await?, Some(phone.clone()));
        assert_eq!(work.line_with_number(two.customer.id, &number).await?, None);
        assert_eq!(work.line(internet.id).await?, Some(internet.clone()));
        assert_eq!(work.line(given::id::<LineId>("phone", 9)).await?, None);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn the_last_change_of_a_sim_counts(place: &Place) {
    let line = given::hall(&place.store).await.lines[0].clone();
    let write = place.store.write(async |mut work| {
        assert_eq!(work.sim_changed_at(line.id).await?, None);
        for minute in [5, 9, 9, 2] {
            work.add_sim_change(line.id, given::at(minute)).await?;
        }
        assert_eq!(work.sim_changed_at(line.id).await?, Some(given::at(9)));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn save(place: &Place, line: &Line) -> Result<Line, Error> {
    place.store.write(async |mut work| work.save_line(line).await).await?;
    let saved = place.store.read(async |mut work| work.line(line.id).await).await?;
    Ok(saved.expect("a saved line is there"))
}

async fn a_line_is_barred_and_freed(place: &Place) {
    let active = given::hall(&place.store).await.lines[0].clone();
    let (overdue, lost) = (Some(BarReason::Overdue), Some(BarReason::Lost));
    let barred =
        Line { state: LineState::Suspended, barred: lost, barred_beneath: overdue, ..active.clone() };
    assert_eq!(save(place, &barred).await.unwrap(), Line { version: 2, ..barred.clone() });
    let late = save(place, &barred).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let ended = Line {
        state: LineState::Terminated,
        ended_on: Some(date(2026, 11, 1)),
        version: 2,
        ..active.clone()
    };
    assert_eq!(save(place, &ended).await.unwrap(), Line { version: 3, ..ended });
}

async fn the_tables_refuse_impossible_lines(place: &Place) {
    let active = given::hall(&place.store).await.lines[0].clone();
    let overdue = Some(BarReason::Overdue);
    let suspended = LineState::Suspended;
    for impossible in [
        Line { state: suspended, ..active.clone() },
        Line { barred: overdue, ..active.clone() },
        Line { state: LineState::Terminated, ..active.clone() },
        Line { barred_beneath: overdue, ..active.clone() },
        Line { state: suspended, barred: overdue, barred_beneath: overdue, ..active.clone() },
    ] {
        let refused = save(place, &impossible).await;
        let Err(Error::Database(error)) = refused else { panic!("{refused:?}") };
        assert!(error.as_database_error().is_some_and(DatabaseError::is_check_violation), "{error}");
    }
}

async fn products_come_plans_first(place: &Place) {
    let file = given::hall(&place.store).await;
    let [plan, add_on, fibre] = [0, 1, 2].map(|number| file.products[number].clone());
    let read = place.store.read(async |mut work| {
        let all = [plan.clone(), fibre.clone(), add_on.clone()];
        assert_eq!(work.products_of(file.customer.id).await?, all);
        assert_eq!(work.products_of(given::id::<CustomerId>("customer", 9)).await?, []);
        assert_eq!(work.products_on(plan.line_id).await?, [plan.clone(), add_on.clone()]);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
    let write = place.store.write(async |mut work| {
        work.save_product(&Product { status: ProductStatus::Terminated, ..add_on.clone() }).await
    });
    write.await.unwrap();
    let left = place.store.read(async |mut work| work.products_on(plan.line_id).await).await.unwrap();
    assert_eq!(left, [plan]);
}

async fn a_line_has_one_plan(place: &Place) {
    let file = given::hall(&place.store).await;
    let second = given::product(90, file.lines[0].id, given::OTHER_PLAN, OfferingKind::Plan);
    let refused = place.store.write(async |mut work| work.add_product(&second).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
    let first = &file.products[0];
    // One that only comes later does not count.
    let coming = Product { status: ProductStatus::PendingActive, ..second.clone() };
    place.store.write(async |mut work| work.add_product(&coming).await).await.unwrap();
    let change = place.store.write(async |mut work| {
        work.save_product(&Product {
            status: ProductStatus::Terminated,
            ends_on: Some(date(2026, 11, 1)),
            ..first.clone()
        })
        .await?;
        work.save_product(&second).await
    });
    change.await.unwrap();
    let products = place.store.read(async |mut work| work.products_on(second.line_id).await).await.unwrap();
    assert_eq!(products[0], Product { version: 2, ..second });
}

async fn products_change_by_version(place: &Place) {
    let add_on = given::hall(&place.store).await.products[1].clone();
    let ending = Product {
        status: ProductStatus::PendingTerminate,
        ends_on: Some(date(2026, 11, 30)),
        ..add_on.clone()
    };
    place.store.write(async |mut work| work.save_product(&ending).await).await.unwrap();
    let late = place.store.write(async |mut work| work.save_product(&add_on).await).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let products = place.store.read(async |mut work| work.products_on(add_on.line_id).await).await.unwrap();
    assert_eq!(products[1], Product { version: 2, ..ending });
}

async fn the_last_agreement_counts(place: &Place) {
    given::hall_of(&place.store, []).await;
    let mut file = given::file(1);
    let first = file.agreements[0].clone();
    let second = Agreement {
        id: given::id("agreement", 90),
        term: Term::TwoYears,
        starts_on: date(2026, 6, 1),
        ends_on: Some(date(2028, 5, 31)),
        ..first.clone()
    };
    file.agreements.push(second.clone());
    let line = first.line_id;
    let write = place.store.write(async |mut work| {
        work.import_customers(std::slice::from_ref(&file)).await?;
        assert_eq!(work.agreement_on(line, date(2025, 12, 31)).await?, None);
        assert_eq!(work.agreement_on(line, date(2026, 1, 1)).await?, Some(first.clone()));
        assert_eq!(work.agreement_on(line, date(2026, 5, 31)).await?, Some(first.clone()));
        assert_eq!(work.agreement_on(line, date(2026, 6, 1)).await?, Some(second.clone()));
        assert_eq!(work.agreement_on(line, date(2030, 1, 1)).await?, Some(second.clone()));
        let settled = Agreement { committed_monthly: Money::from_yuan(59), ..second.clone() };
        work.save_commitment(&settled).await?;
        assert_eq!(work.agreement_on(line, date(2026, 11, 1)).await?, Some(settled));
        assert_eq!(work.agreement_on(line, date(2026, 1, 1)).await?, Some(first.clone()));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}
