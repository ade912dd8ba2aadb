//! Customer requests.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    ids::StaffId,
    orders::Channel,
    requests::{Category, Priority, Request, RequestEvent, RequestEventKind, RequestState, Route},
    sign_in::{Staff, StaffRole},
};
use store::{Error, imports::CustomerFile, orders::Before};

on_both_engines!(
    a_request_is_found_by_its_owner,
    requests_are_listed_newest_first,
    the_queue_is_ordered_by_what_is_due,
    a_request_changes_by_version,
    history_numbers_itself,
);

fn request(file: &CustomerFile, number: u32) -> Request {
    Request {
        id: given::id("request", number),
        number: format!("R{number:05}"),
        customer_id: file.customer.id,
        line_id: None,
        bill_id: None,
        category: Category::Question,
        state: RequestState::Acknowledged,
        priority: Priority::Normal,
        route: Route::Service,
        channel: Channel::Web,
        subject: "为什么账单变了？".to_owned(),
        call_back: false,
        assigned_to: None,
        opened_at: at(i64::from(number / 2)),
        due_at: at(500),
        resolved_at: None,
        version: 1,
    }
}

async fn add(place: &Place, requests: &[Request]) {
    let write = place.store.write(async |mut work| {
        for request in requests {
            work.add_request(request).await?;
        }
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_request_is_found_by_its_owner(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let dispute = Request {
        line_id: Some(one.lines[0].id),
        bill_id: Some(one.bills[2].0.id),
        category: Category::BillDispute,
        priority: Priority::High,
        route: Route::Billing,
        call_back: true,
        ..request(&one, 1)
    };
    add(place, std::slice::from_ref(&dispute)).await;
    let read = place.store.read(async |mut work| {
        assert_eq!(work.request_of(one.customer.id, "R00001").await?, Some(dispute.clone()));
        assert_eq!(work.request_of(two.customer.id, "R00001").await?, None);
        assert_eq!(work.request_by_number("R00001").await?, Some(dispute.clone()));
        assert_eq!(work.request_by_number("R00009").await?, None);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn requests_are_listed_newest_first(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let mut requests: Vec<_> = (1..=5).map(|number| request(&one, number)).collect();
    add(place, &requests).await;
    add(place, &[request(&two, 6)]).await;
    requests.reverse();
    let read = place.store.read(async |mut work| {
        assert_eq!(work.requests_of(one.customer.id, None, 3).await?, requests[..3]);
        // The next page begins between two requests of the same moment.
        let last = &requests[2];
        let before = Some(Before { at: last.opened_at, id: last.id.0 });
        assert_eq!(work.requests_of(one.customer.id, before, 3).await?, requests[3..]);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn the_queue_is_ordered_by_what_is_due(place: &Place) {
    let one = given::hall(&place.store).await;
    let due = |number, minutes, route, state| Request {
        due_at: at(minutes),
        route,
        state,
        resolved_at: (state == RequestState::Resolved).then(|| at(1)),
        ..request(&one, number)
    };
    let [late, soon, same, billing, pending, resolved, cancelled] = [
        due(1, 300, Route::Service, RequestState::Acknowledged),
        due(2, 100, Route::Service, RequestState::InProgress),
        due(3, 100, Route::Service, RequestState::Held),
        due(4, 50, Route::Billing, RequestState::Acknowledged),
        due(5, 200, Route::Service, RequestState::Pending),
        due(6, 10, Route::Service, RequestState::Resolved),
        due(7, 10, Route::Service, RequestState::Cancelled),
    ];
    add(
        place,
        &[late.clone(), soon.clone(), same.clone(), billing.clone(), pending.clone(), resolved, cancelled],
    )
    .await;
    let code = given::file(1).customer.code;
    let coded = |requests: &[&Request]| -> Vec<(Request, String)> {
        requests.iter().map(|request| ((*request).clone(), code.clone())).collect()
    };
    let read = place.store.read(async |mut work| {
        let all = [&billing, &soon, &same, &pending, &late];
        assert_eq!(work.open_requests(None, None, 9).await?, coded(&all));
        assert_eq!(work.open_requests(Some(Route::Billing), None, 9).await?, coded(&[&billing]));
        assert_eq!(work.open_requests(Some(Route::Network), None, 9).await?, []);
        assert_eq!(work.open_requests(Some(Route::Service), None, 1).await?, coded(&[&soon]));
        let after = Some(Before { at: soon.due_at, id: soon.id.0 });
        assert_eq!(
            work.open_requests(Some(Route::Service), after, 9).await?,
            coded(&[&same, &pending, &late])
        );
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

fn clerk() -> Staff {
    Staff {
        id: given::id::<StaffId>("staff", 1),
        name: "service-1".to_owned(),
        role: StaffRole::SupportAgent,
    }
}

async fn a_request_changes_by_version(place: &Place) {
    let one = given::hall(&place.store).await;
    let asked = request(&one, 1);
    add(place, std::slice::from_ref(&asked)).await;
    let resolved = Request {
        state: RequestState::Resolved,
        assigned_to: Some(clerk().id),
        due_at: at(900),
        resolved_at: Some(at(60)),
        ..asked.clone()
    };
    let write = place.store.write(async |mut work| {
        work.add_staff(&clerk()).await?;
        work.save_request(&resolved).await
    });
    write.await.unwrap();
    let refused = place.store.write(async |mut work| work.save_request(&asked).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
    let read = place.store.read(async |mut work| work.request_by_number(&asked.number).await);
    assert_eq!(read.await.unwrap(), Some(Request { version: 2, ..resolved }));
}

async fn history_numbers_itself(place: &Place) {
    let one = given::hall(&place.store).await;
    let asked = request(&one, 1);
    let event = |position, kind, staff_id, text: &str| RequestEvent {
        position,
        at: at(3),
        kind,
        staff_id,
        text: text.to_owned(),
    };
    let write = place.store.write(async |mut work| {
        work.add_staff(&clerk()).await?;
        work.add_request(&asked).await?;
        work.add_request_event(asked.id, &event(5, RequestEventKind::Opened, None, "您好")).await?;
        let taken = event(5, RequestEventKind::Taken, Some(clerk().id), "");
        work.add_request_event(asked.id, &taken).await?;
        work.request_events(asked.id).await
    });
    let expected = [
        event(1, RequestEventKind::Opened, None, "您好"),
        event(2, RequestEventKind::Taken, Some(clerk().id), ""),
    ];
    assert_eq!(write.await.unwrap(), expected);
}
