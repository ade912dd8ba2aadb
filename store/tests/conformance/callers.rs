//! Checks of callers, and notes about contacts.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    caller_checks::{CallerCheck, CheckMethod, CheckOutcome, Recent},
    contacts::ContactNote,
    ids::CustomerId,
    sign_in::{Staff, StaffRole},
};
use store::Error;

on_both_engines!(
    checks_are_kept_by_session_and_counted_by_customer,
    a_check_is_settled_once,
    notes_are_kept_by_customer,
);

fn staff() -> Staff {
    Staff { id: given::id("staff", 1), name: "desk.1".to_owned(), role: StaffRole::SupportAgent }
}

fn check(number: u32, session: u32, of: CustomerId, minute: i64) -> CallerCheck {
    CallerCheck {
        id: given::id("check", number),
        staff_id: staff().id,
        session_id: given::id("session", session),
        customer_id: of,
        method: CheckMethod::Code,
        code_hash: Some(vec![7; 32]),
        is_consent: number == 1,
        tries: 0,
        outcome: CheckOutcome::Pending,
        at: at(minute),
    }
}

async fn checks_are_kept_by_session_and_counted_by_customer(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let (one, two) = (one.customer.id, two.customer.id);
    let asked = CallerCheck {
        method: CheckMethod::Questions,
        code_hash: None,
        outcome: CheckOutcome::Failed,
        ..check(2, 1, one, 5)
    };
    let checks = [check(1, 1, one, 0), asked, check(3, 2, one, 6), check(4, 1, two, 7)];
    let write = place.store.write(async |mut work| {
        work.add_staff(&staff()).await?;
        for check in &checks {
            work.add_caller_check(check).await?;
        }
        let session = given::id("session", 1);
        assert_eq!(work.caller_checks(session, one, 9).await?, [checks[1].clone(), checks[0].clone()]);
        assert_eq!(work.caller_checks(session, one, 1).await?, [checks[1].clone()]);
        let recent = work.recent_caller_checks(one, at(-1)).await?;
        assert_eq!(recent, Recent { failed: 1, codes: 2 });
        assert_eq!(work.recent_caller_checks(one, at(5)).await?, Recent { failed: 0, codes: 1 });
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_check_is_settled_once(place: &Place) {
    let file = given::hall(&place.store).await;
    let sent = check(1, 1, file.customer.id, 0);
    let tried = CallerCheck { tries: 1, ..sent.clone() };
    let verified = CallerCheck { outcome: CheckOutcome::Verified, ..tried.clone() };
    let write = place.store.write(async |mut work| {
        work.add_staff(&staff()).await?;
        work.add_caller_check(&sent).await?;
        work.save_caller_check(&sent, &tried).await?;
        work.save_caller_check(&tried, &verified).await?;
        let kept = work.caller_checks(sent.session_id, sent.customer_id, 9).await?;
        assert_eq!(kept, std::slice::from_ref(&verified));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    for late in [&sent, &verified] {
        let again = place.store.write(async |mut work| work.save_caller_check(late, &verified).await);
        assert!(matches!(again.await, Err(Error::Conflict)));
    }
}

async fn notes_are_kept_by_customer(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let note = |number: u32, of: CustomerId| ContactNote {
        id: given::id("note", number),
        customer_id: of,
        staff_id: staff().id,
        text: format!("客户询问第{number}份账单。\n已解答。"),
        at: at(i64::from(number)),
    };
    let notes = [note(1, one.customer.id), note(2, one.customer.id), note(3, two.customer.id)];
    let write = place.store.write(async |mut work| {
        work.add_staff(&staff()).await?;
        for note in &notes {
            work.add_contact_note(note).await?;
        }
        assert_eq!(work.contact_notes_of(one.customer.id, 9).await?, [notes[1].clone(), notes[0].clone()]);
        assert_eq!(work.contact_notes_of(one.customer.id, 1).await?, [notes[1].clone()]);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}
