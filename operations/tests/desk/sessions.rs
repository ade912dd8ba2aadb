//! A holder's own sessions, and drafts.

use crate::{door, hall::Hall, person::Person};
use jiff::ToSpan;
use operations::{
    Actor, Error,
    sessions::{self, EndSession, KeptDraft},
    sign_in,
};
use std::collections::BTreeMap;

const PASSWORD: &str = "Tea-at-4-o'clock";

#[tokio::test]
async fn ones_own_sessions_are_listed_and_ended() {
    let (person, other) = (Person::numbered(1), Person::numbered(2));
    let hall = Hall::open().await;
    let (here, stranger) = (hall.subscriber(&person).await, hall.subscriber(&other).await);
    let (there, _) = (hall.session_of(&person).await, hall.session_of(&person).await);
    let live = async || {
        let view = sessions::view(&hall.desk, &here).await.unwrap();
        view.sessions.iter().map(|own| own.current).collect::<Vec<_>>()
    };
    let mut listed = live().await;
    listed.sort_unstable();
    assert_eq!(listed, [false, false, true]);

    let end = async |actor: &Actor, session| {
        sessions::end(&hall.desk, actor, hall.key(), &EndSession { session }).await
    };
    let foreign = end(&here, stranger.session_id().unwrap()).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    assert_eq!(end(&here, there.session_id().unwrap()).await.unwrap().ended, 1);
    assert_eq!(live().await.len(), 2);
    assert_eq!(sessions::end_others(&hall.desk, &here, hall.key()).await.unwrap().ended, 1);
    assert_eq!(live().await, [true]);
    assert_eq!(sessions::view(&hall.desk, &stranger).await.unwrap().sessions.len(), 1);

    hall.wait(30.minutes());
    assert!(live().await.is_empty(), "an expired session is nothing to end");
    assert!(matches!(sessions::view(&hall.desk, &Actor::Visitor).await, Err(Error::SignInNeeded)));
}

#[tokio::test]
async fn what_was_typed_comes_back_once_to_who_typed_it() {
    let (person, other) = (Person::numbered(1), Person::numbered(2));
    let hall = Hall::open().await;
    let stranger = hall.subscriber(&other).await;
    hall.welcome(&person).await;
    sign_in::set_password(&hall.desk, "0001-HALL", PASSWORD).await.unwrap();
    let opened = door::with_password(&hall.desk, person.mobile(), PASSWORD, &hall.browser()).await.unwrap();
    hall.wait(1.hours());

    let typed = |subject: &str| BTreeMap::from([("subject".to_owned(), subject.to_owned())]);
    let mut fields = typed("Roaming");
    fields.insert("newPassword".to_owned(), "secret".to_owned());
    let keep =
        async |token: &str| sessions::keep_draft(&hall.desk, token, "/requests/new", &fields).await.unwrap();
    let secret = keep(&opened.token).await.expect("a draft");
    let take =
        async |actor: &Actor, secret: &str| sessions::take_draft(&hall.desk, actor, secret).await.unwrap();
    let kept = KeptDraft { path: "/requests/new".into(), fields: typed("Roaming") };
    assert_eq!(take(&opened.actor, &secret).await, Some(kept));
    assert_eq!(take(&opened.actor, &secret).await, None);

    let secret = keep(&opened.token).await.expect("a draft");
    assert_eq!(take(&Actor::Visitor, &secret).await, None);
    assert_eq!(take(&stranger, &secret).await, None);
    assert_eq!(take(&opened.actor, &secret).await, None, "gone once somebody else sat there");
    assert_eq!(keep(&"0".repeat(64)).await, None);
    assert_eq!(keep("nonsense").await, None);
}
