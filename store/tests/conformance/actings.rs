//! Looks at customers' files and actings for customers.

use crate::{
    audit,
    engines::Place,
    given::{self, at},
};
use crm::{
    acting::{
        Acting, Case, EndedBy, Grounds, NewActing, Purpose, StaffView,
        unusual::{Flag, Review},
    },
    ids::{CustomerId, SessionId, StaffId},
    sign_in::{Staff, StaffRole},
};
use store::{Error, imports::CustomerFile};

on_both_engines!(
    looks_are_kept_by_session_and_customer,
    an_unusual_look_is_reviewed_once,
    an_acting_keeps_its_way,
    a_session_acts_for_one_customer_at_a_time,
    changes_are_found_by_customer,
    customers_are_found_by_the_beginning_of_their_name,
);

fn staff(number: u32) -> Staff {
    Staff { id: given::id("staff", number), name: format!("desk.{number}"), role: StaffRole::SupportAgent }
}

fn session(number: u32) -> SessionId {
    given::id("session", number)
}

fn grounds() -> Grounds {
    let case = Case::Known("R7KQ2MXR4Z".to_owned());
    Grounds::for_acting(Some(Purpose::Complaint), case, false, "客户来电询问账单金额").unwrap()
}

fn view(number: u32, of: CustomerId, minute: i64) -> StaffView {
    StaffView {
        id: given::id("view", number),
        staff_id: staff(1).id,
        session_id: session(1),
        customer_id: of,
        grounds: Grounds { request_number: None, ..grounds() },
        opened_at: at(minute),
        flags: Vec::new(),
    }
}

fn acting(number: u32, in_session: u32, of: &CustomerFile) -> Acting {
    let new = NewActing {
        id: given::id("acting", number),
        staff_id: staff(1).id,
        session_id: session(in_session),
        customer_id: of.customer.id,
        grounds: grounds(),
    };
    Acting::begin(new, at(i64::from(number)))
}

async fn looks_are_kept_by_session_and_customer(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let (one, two) = (one.customer.id, two.customer.id);
    let views = [view(1, one, 0), view(2, one, 5), view(3, two, 6)];
    let write = place.store.write(async |mut work| {
        work.add_staff(&staff(1)).await?;
        for view in &views {
            work.add_staff_view(view).await?;
        }
        assert_eq!(work.latest_staff_view(session(1), one).await?, Some(views[1].clone()));
        assert_eq!(work.latest_staff_view(session(2), one).await?, None);
        assert_eq!(work.staff_views_of(one, 9).await?, [views[1].clone(), views[0].clone()]);
        assert_eq!(work.staff_view(views[2].id).await?, Some(views[2].clone()));
        assert_eq!(work.staff_views_of(one, 1).await?, [views[1].clone()]);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn an_unusual_look_is_reviewed_once(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let (one, two) = (one.customer.id, two.customer.id);
    let flags = vec![Flag::ManyCustomers, Flag::AtNight];
    let views = [
        view(1, one, 0),
        StaffView { flags: flags.clone(), ..view(2, one, 5) },
        StaffView { flags: vec![Flag::NoCase], ..view(3, two, 6) },
    ];
    let review = Review { by: staff(1).id, at: at(9) };
    let write = place.store.write(async |mut work| {
        work.add_staff(&staff(1)).await?;
        for view in &views {
            work.add_staff_view(view).await?;
        }
        assert_eq!(work.count_others_viewed(staff(1).id, two, at(-1)).await?, 1);
        assert_eq!(work.count_others_viewed(staff(1).id, given::id("customer", 9), at(-1)).await?, 2);
        assert_eq!(work.count_others_viewed(staff(1).id, one, at(6)).await?, 0);
        assert_eq!(work.count_others_viewed(staff(2).id, two, at(-1)).await?, 0);
        assert_eq!(work.views_to_review(9).await?, [views[2].clone(), views[1].clone()]);
        assert_eq!(work.views_to_review(1).await?, [views[2].clone()]);
        work.review_view(views[2].id, &review).await?;
        assert_eq!(work.views_to_review(9).await?, [views[1].clone()]);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    for nothing_to_review in [views[2].id, views[0].id] {
        let again = place.store.write(async |mut work| work.review_view(nothing_to_review, &review).await);
        assert!(matches!(again.await, Err(Error::Conflict)));
    }
}

async fn an_acting_keeps_its_way(place: &Place) {
    let file = given::hall(&place.store).await;
    let begun = acting(1, 1, &file);
    let write = place.store.write(async |mut work| {
        work.add_staff(&staff(1)).await?;
        work.add_acting(&begun).await?;
        assert_eq!(work.acting(begun.id).await?, Some(begun.clone()));
        assert_eq!(work.running_acting(session(1)).await?, Some(begun.clone()));
        assert_eq!(work.running_actings_of(staff(1).id).await?, std::slice::from_ref(&begun));
        assert_eq!(work.running_actings_of(given::id::<StaffId>("staff", 9)).await?, []);

        let raised = begun.clone().raise(true, at(2)).unwrap();
        work.save_acting(&raised).await?;
        let kept = Acting { version: 2, ..raised };
        assert_eq!(work.running_actings(9).await?, std::slice::from_ref(&kept));

        let ended = kept.end(EndedBy::Supervisor, at(3)).unwrap();
        work.save_acting(&ended).await?;
        let kept = Acting { version: 3, ..ended };
        assert_eq!(work.running_acting(session(1)).await?, None);
        assert_eq!(work.running_actings(9).await?, []);
        assert_eq!(work.actings_of(file.customer.id, 9).await?, [kept]);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let outdated = place.store.write(async |mut work| work.save_acting(&begun).await).await;
    assert!(matches!(outdated, Err(Error::Conflict)), "{outdated:?}");
}

async fn a_session_acts_for_one_customer_at_a_time(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let first = acting(1, 1, &one);
    let write = place.store.write(async |mut work| {
        work.add_staff(&staff(1)).await?;
        work.add_acting(&first).await
    });
    write.await.unwrap();
    let second = place.store.write(async |mut work| work.add_acting(&acting(2, 1, &two)).await).await;
    assert!(matches!(second, Err(Error::Conflict)), "{second:?}");
    let write = place.store.write(async |mut work| {
        // Another browser of the same person, and this one once it is free again.
        work.add_acting(&acting(3, 2, &two)).await?;
        work.save_acting(&first.clone().end(EndedBy::Agent, at(2)).unwrap()).await?;
        work.add_acting(&acting(2, 1, &two)).await?;
        assert_eq!(work.latest_acting(session(1)).await?, Some(acting(2, 1, &two)));
        assert_eq!(work.latest_acting(session(9)).await?, None);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn changes_are_found_by_customer(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let (first, second) = (acting(1, 1, &one), acting(2, 2, &two));
    let events = [1, 2, 3, 4].map(audit::event);
    let write = place.store.write(async |mut work| {
        work.add_staff(&staff(1)).await?;
        work.add_acting(&first).await?;
        work.add_acting(&second).await?;
        for event in &events {
            work.record(event).await?;
        }
        work.add_acting_change(first.id, events[0].id).await?;
        work.add_acting_change(first.id, events[2].id).await?;
        work.add_acting_change(second.id, events[1].id).await?;
        assert_eq!(work.count_acting_changes(first.id).await?, 2);
        assert_eq!(
            work.acting_changes_of(one.customer.id, 9).await?,
            [(first.id, events[2].clone()), (first.id, events[0].clone())]
        );
        assert_eq!(work.acting_changes_of(one.customer.id, 1).await?, [(first.id, events[2].clone())]);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn customers_are_found_by_the_beginning_of_their_name(place: &Place) {
    given::hall_of(&place.store, []).await;
    let names = ["Élan", "abe", "Abel", "ABEL Z", "Ab_el", "张三", "张", "Ac"];
    let files: Vec<_> = (1..)
        .zip(names)
        .map(|(number, name)| {
            let mut file = given::file(number);
            name.clone_into(&mut file.customer.name);
            file
        })
        .collect();
    place.store.write(async |mut work| work.import_customers(&files).await).await.unwrap();
    let read = place.store.read(async |mut work| {
        for (prefix, limit, expected) in [
            ("aBe", 9, &["abe", "Abel", "ABEL Z"][..]),
            ("abe", 2, &["abe", "Abel"]),
            ("ab", 9, &["Ab_el", "abe", "Abel", "ABEL Z"]),
            ("ab_", 9, &["Ab_el"]),
            ("张", 9, &["张", "张三"]),
            ("É", 9, &["Élan"]),
            ("%", 9, &[]),
        ] {
            let found: Vec<_> =
                work.customers_by_name(prefix, limit).await?.into_iter().map(|found| found.name).collect();
            assert_eq!(found, expected, "{prefix}");
        }
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}
