//! Credentials, one-time codes, sessions, staff and drafts.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    ids::{CustomerId, SessionId, StaffId},
    language::Language,
    messages::{Message, MessageChannel, MessageState, MessageTopic},
    sign_in::{Attempts, Credential, Holder, OneTimeCode, Proof, Session, Staff, StaffRole},
};
use store::{Error, sign_in::Draft};

on_both_engines!(
    a_password_is_set_and_replaced,
    wrong_tries_are_kept_by_what_was_typed,
    the_last_code_counts,
    codes_are_counted_and_forgotten,
    a_session_lives_until_it_is_ended,
    idle_sessions_are_forgotten,
    staff_are_found,
    a_draft_is_handed_out_once,
);

fn customer() -> Holder {
    Holder::Customer(given::id("customer", 1))
}

fn clerk(number: u32) -> Staff {
    let role = if number == 1 { StaffRole::SupportAgent } else { StaffRole::Supervisor };
    Staff { id: given::id("staff", number), name: format!("service-{number}"), role }
}

async fn a_password_is_set_and_replaced(place: &Place) {
    given::hall_of(&place.store, [1, 2]).await;
    let staff = Holder::Staff(clerk(1).id);
    let credential = |holder, hash: &str| {
        let set_at = at(if hash == "first" { 1 } else { 2 });
        Credential { holder, password_hash: hash.to_owned(), set_at }
    };
    let write = place.store.write(async |mut work| {
        work.add_staff(&clerk(1)).await?;
        for holder in [customer(), staff] {
            assert_eq!(work.credential(holder).await?, None);
            for hash in ["first", "second"] {
                let credential = credential(holder, hash);
                work.put_credential(&credential).await?;
                assert_eq!(work.credential(holder).await?, Some(credential));
            }
        }
        let other = Holder::Customer(given::id("customer", 2));
        assert_eq!(work.credential(other).await?, None);
        assert_eq!(work.credential(customer()).await?, Some(credential(customer(), "second")));
        assert!(work.remove_credential(customer()).await?);
        assert!(!work.remove_credential(customer()).await?);
        assert_eq!(work.credential(customer()).await?, None);
        assert_eq!(work.credential(staff).await?, Some(credential(staff, "second")));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn wrong_tries_are_kept_by_what_was_typed(place: &Place) {
    let tries = |identifier: &str, failures, minutes| Attempts {
        identifier: identifier.to_owned(),
        failures,
        failed_at: at(minutes),
        locked_until: (failures > 2).then(|| at(minutes + 15)),
    };
    let write = place.store.write(async |mut work| {
        assert_eq!(work.attempts("13800000001").await?, None);
        for (failures, minutes) in [(2, 1), (3, 2), (1, 30)] {
            let tries = tries("13800000001", failures, minutes);
            work.save_attempts(&tries).await?;
            assert_eq!(work.attempts("13800000001").await?, Some(tries));
        }
        work.save_attempts(&tries("nobody", 1, 3)).await?;
        work.save_attempts(&tries("service-1", 5, 4)).await?;
        work.clear_attempts("13800000001").await?;
        assert_eq!(work.attempts("13800000001").await?, None);
        assert_eq!(work.forget_attempts(at(4)).await?, 1);
        assert_eq!(work.attempts("nobody").await?, None);
        assert_eq!(work.attempts("service-1").await?, Some(tries("service-1", 5, 4)));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

fn code(number: u32, mobile: u32) -> OneTimeCode {
    OneTimeCode {
        id: given::id("code", number),
        mobile: given::mobile(mobile),
        browser_hash: vec![1; 32],
        code_hash: vec![0, 255, 7],
        sent_at: at(i64::from(number)),
        tries: 0,
        spent: false,
    }
}

async fn the_last_code_counts(place: &Place) {
    let write = place.store.write(async |mut work| {
        for (number, mobile) in [(1, 1), (2, 2), (3, 1)] {
            work.add_code(&code(number, mobile), "192.0.2.1").await?;
        }
        assert_eq!(work.latest_code(&given::mobile(1)).await?, Some(code(3, 1)));
        assert_eq!(work.latest_code(&given::mobile(2)).await?, Some(code(2, 2)));
        assert_eq!(work.latest_code(&given::mobile(3)).await?, None);
        let tried = OneTimeCode { tries: 4, spent: true, ..code(3, 1) };
        work.save_code(&tried).await?;
        assert_eq!(work.latest_code(&given::mobile(1)).await?, Some(tried));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    // The earlier code of the same number was spent by the newer one.
    assert_eq!(place.raw("DELETE FROM one_time_codes WHERE spent").await.unwrap(), 2);
}

async fn codes_are_counted_and_forgotten(place: &Place) {
    let write = place.store.write(async |mut work| {
        work.add_code(&code(1, 1), "192.0.2.1").await?;
        work.add_code(&code(2, 1), "192.0.2.2").await?;
        work.add_code(&code(3, 2), "192.0.2.2").await?;
        assert_eq!(work.count_codes(&given::mobile(1), "192.0.2.2", at(0)).await?, (2, 2));
        assert_eq!(work.count_codes(&given::mobile(1), "192.0.2.2", at(2)).await?, (1, 2));
        assert_eq!(work.count_codes(&given::mobile(9), "192.0.2.9", at(0)).await?, (0, 0));
        let carrier = |number: u32| Message {
            id: given::id("message", number),
            customer_id: None,
            topic: MessageTopic::SignInCode,
            channel: MessageChannel::Sms,
            recipient: String::new(),
            language: Language::En,
            body: String::new(),
            created_at: at(i64::from(number)),
            state: MessageState::Sent,
        };
        let other = Message { topic: MessageTopic::Profile, ..carrier(1) };
        for message in [&other, &carrier(2), &carrier(3)] {
            work.add_message(message).await?;
        }
        assert_eq!(work.forget_codes(at(3)).await?, 2);
        assert_eq!(work.message(other.id).await?.as_ref(), Some(&other));
        assert_eq!(work.message(carrier(2).id).await?, None);
        assert_eq!(work.message(carrier(3).id).await?, Some(carrier(3)));
        assert_eq!(work.latest_code(&given::mobile(1)).await?, None);
        assert_eq!(work.latest_code(&given::mobile(2)).await?, Some(code(3, 2)));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

fn session(number: u32, holder: Holder) -> Session {
    Session {
        id: given::id("session", number),
        holder,
        user_agent: "Mozilla/5.0".to_owned(),
        address: "192.0.2.1".to_owned(),
        proof: Proof::Password,
        proved_at: at(1),
        created_at: at(0),
        seen_at: at(i64::from(number)),
    }
}

fn token(number: u8) -> [u8; 32] {
    [number; 32]
}

async fn a_session_lives_until_it_is_ended(place: &Place) {
    given::hall_of(&place.store, [1, 2]).await;
    let other = Holder::Customer(given::id::<CustomerId>("customer", 2));
    let staff = Holder::Staff(clerk(1).id);
    let [first, second, third] = [1, 2, 3].map(|number| session(number, customer()));
    let write = place.store.write(async |mut work| {
        work.add_staff(&clerk(1)).await?;
        work.add_session(&first, &token(1)).await?;
        work.add_session(&second, &token(2)).await?;
        work.add_session(&third, &token(3)).await?;
        work.add_session(&session(4, staff), &token(4)).await?;
        assert_eq!(work.session(&token(1)).await?, Some(first.clone()));
        assert_eq!(work.session(&token(4)).await?, Some(session(4, staff)));
        assert_eq!(work.session(&token(9)).await?, None);
        assert_eq!(work.sessions_of(staff).await?, [session(4, staff)]);
        work.touch_session(first.id, at(30)).await?;
        let touched = Session { seen_at: at(30), ..first.clone() };
        assert_eq!(work.sessions_of(customer()).await?, [touched.clone(), third.clone(), second.clone()]);
        assert!(work.renew_token(first.id, &token(7)).await?);
        assert_eq!(work.session(&token(1)).await?, None);
        assert_eq!(work.session(&token(7)).await?, Some(touched.clone()));
        assert!(!work.renew_token(given::id("session", 99), &token(8)).await?);
        // Nobody ends somebody else's session.
        assert!(!work.end_session(other, second.id).await?);
        assert!(work.end_session(customer(), second.id).await?);
        assert!(!work.end_session(customer(), second.id).await?);
        assert_eq!(work.session(&token(2)).await?, None);
        // Touching what was ended meanwhile brings nothing back.
        work.touch_session(second.id, at(40)).await?;
        assert_eq!(work.sessions_of(customer()).await?, [touched.clone(), third.clone()]);
        assert_eq!(work.end_other_sessions(customer(), Some(first.id)).await?, 1);
        assert_eq!(work.sessions_of(customer()).await?, std::slice::from_ref(&touched));
        assert_eq!(work.end_other_sessions(customer(), None).await?, 1);
        assert_eq!(work.sessions_of(customer()).await?, []);
        assert_eq!(work.sessions_of(staff).await?, [session(4, staff)]);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn idle_sessions_are_forgotten(place: &Place) {
    given::hall(&place.store).await;
    let write = place.store.write(async |mut work| {
        for number in 1..=3_u8 {
            work.add_session(&session(number.into(), customer()), &token(number)).await?;
        }
        assert_eq!(work.forget_sessions(at(3)).await?, 2);
        assert_eq!(work.sessions_of(customer()).await?, [session(3, customer())]);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let taken = session(9, customer());
    let refused = place.store.write(async |mut work| work.add_session(&taken, &token(3)).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
    let left = place.store.read(async |mut work| work.session(&token(3)).await).await.unwrap();
    assert_eq!(left.map(|session| session.id), Some(given::id::<SessionId>("session", 3)));
}

async fn staff_are_found(place: &Place) {
    let write = place.store.write(async |mut work| {
        work.add_staff(&clerk(2)).await?;
        work.add_staff(&clerk(1)).await?;
        let capital = Staff { id: given::id("staff", 3), name: "Service-0".to_owned(), ..clerk(2) };
        work.add_staff(&capital).await?;
        assert_eq!(work.staff_members().await?, [capital, clerk(1), clerk(2)]);
        assert_eq!(work.staff_by_name("service-2").await?, Some(clerk(2)));
        assert_eq!(work.staff_by_name("service-9").await?, None);
        assert_eq!(work.staff(clerk(1).id).await?, Some(clerk(1)));
        assert_eq!(work.staff(given::id::<StaffId>("staff", 9)).await?, None);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let same_name = Staff { id: given::id("staff", 9), ..clerk(1) };
    let refused = place.store.write(async |mut work| work.add_staff(&same_name).await).await;
    assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
}

async fn a_draft_is_handed_out_once(place: &Place) {
    given::hall(&place.store).await;
    let draft = |text: &str, minutes| Draft {
        holder: Holder::Customer(given::id("customer", 1)),
        path: "/requests/new".to_owned(),
        fields: [("subject".to_owned(), text.to_owned())].into(),
        kept_at: at(minutes),
    };
    let write = place.store.write(async |mut work| {
        work.put_draft(&token(1), &draft("first \"quoted\" 'text'", 1)).await?;
        work.put_draft(&token(1), &draft("第二稿", 2)).await?;
        work.put_draft(&token(2), &draft("other", 1)).await?;
        assert_eq!(work.take_draft(&token(1)).await?, Some(draft("第二稿", 2)));
        assert_eq!(work.take_draft(&token(1)).await?, None);
        work.put_draft(&token(3), &draft("newer", 5)).await?;
        assert_eq!(work.forget_drafts(at(5)).await?, 1);
        assert_eq!(work.take_draft(&token(2)).await?, None);
        assert_eq!(work.take_draft(&token(3)).await?, Some(draft("newer", 5)));
        work.add_staff(&clerk(1)).await?;
        let by_staff = Draft { holder: Holder::Staff(clerk(1).id), ..draft("answer", 6) };
        work.put_draft(&token(4), &by_staff).await?;
        assert_eq!(work.take_draft(&token(4)).await?, Some(by_staff));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}
