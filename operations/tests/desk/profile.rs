//! Changing the customer file.

use crate::{hall::Hall, person::Person};
use crm::{
    customers::{Customer, CustomerField},
    language::Language,
    messages::MessageChannel,
};
use operations::{
    Actor, Error, Refusal as Refused,
    profile::{self, ChangeProfile, ProfileChanged, Refusal},
};
use rstest::rstest;

fn as_it_is(customer: &Customer) -> ChangeProfile {
    ChangeProfile {
        version: customer.version,
        language: customer.language,
        notify_by_sms: customer.notify_by_sms,
        notify_by_email: customer.notify_by_email,
    }
}

async fn change(hall: &Hall, actor: &Actor, command: &ChangeProfile) -> Result<ProfileChanged, Error> {
    profile::change(&hall.desk, actor, hall.key(), command).await
}

#[tokio::test]
async fn a_change_is_kept_with_what_was_before_and_told() {
    let mut person = Person::numbered(1);
    person.customer.email = Some("old@example.com".into());
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let command =
        ChangeProfile { notify_by_email: true, language: Language::ZhCn, ..as_it_is(&person.customer) };
    let changed = change(&hall, &actor, &command).await.unwrap();
    assert_eq!(changed.fields, [CustomerField::Language, CustomerField::NotifyByEmail]);

    let view = profile::view(&hall.desk, &actor).await.unwrap();
    assert_eq!((view.customer.notify_by_email, view.customer.version), (true, 2));
    let mut kept: Vec<_> = view
        .changes
        .iter()
        .map(|change| (change.field, change.before.as_str(), change.after.as_str(), change.by.as_str()))
        .collect();
    kept.sort();
    assert_eq!(
        kept,
        [
            (CustomerField::Language, "en", "zh-CN", "0001-HALL"),
            (CustomerField::NotifyByEmail, "false", "true", "0001-HALL"),
        ]
    );
    let told = hall.delivered().await;
    let told: Vec<_> = told.iter().map(|message| (message.channel, message.recipient.as_str())).collect();
    assert_eq!(told, [(MessageChannel::Sms, person.mobile())]);
    assert_eq!(view.rules.len(), 8);
}

#[tokio::test]
async fn what_stays_the_same_is_no_change() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    assert!(change(&hall, &actor, &as_it_is(&person.customer)).await.unwrap().fields.is_empty());
    assert!(hall.delivered().await.is_empty());
    assert_eq!(profile::view(&hall.desk, &actor).await.unwrap().customer.version, 1);
}

#[tokio::test]
async fn a_form_shown_before_another_change_is_refused() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let first = ChangeProfile { language: Language::ZhCn, ..as_it_is(&person.customer) };
    let second = ChangeProfile { notify_by_sms: true, ..as_it_is(&person.customer) };
    change(&hall, &actor, &first).await.unwrap();
    let refused = change(&hall, &actor, &second).await;
    assert!(
        matches!(refused, Err(Error::Refused(Refused::Profile(Refusal::ChangedMeanwhile)))),
        "{refused:?}"
    );
    assert_eq!(profile::view(&hall.desk, &actor).await.unwrap().customer.language, Language::ZhCn);
}

#[rstest]
#[case::no_address(true, true, Refusal::EmailNeeded)]
#[case::no_way(false, false, Refusal::NoWayLeft)]
#[tokio::test]
async fn what_cannot_be_is_refused(
    #[case] notify_by_email: bool,
    #[case] notify_by_sms: bool,
    #[case] expected: Refusal,
) {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let command = ChangeProfile { notify_by_email, notify_by_sms, ..as_it_is(&person.customer) };
    match change(&hall, &actor, &command).await {
        Err(Error::Refused(Refused::Profile(refusal))) => assert_eq!(refusal, expected),
        done => panic!("{done:?} is not a refusal of the file"),
    }
}

#[tokio::test]
async fn a_language_chosen_in_the_head_is_kept_in_the_file() {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    for _ in 0..2 {
        profile::choose_language(&hall.desk, &actor, Language::ZhCn).await.unwrap();
    }
    let view = profile::view(&hall.desk, &actor).await.unwrap();
    assert_eq!((view.customer.language, view.changes.len()), (Language::ZhCn, 1));
    profile::choose_language(&hall.desk, &Actor::Visitor, Language::En).await.unwrap();
}
