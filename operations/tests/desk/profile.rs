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
        email: customer.email.clone().unwrap_or_default(),
        language: customer.language,
        notify_by_sms: customer.notify_by_sms,
        notify_by_email: customer.notify_by_email,
        marketing_consent: customer.marketing_consent,
    }
}

async fn change(hall: &Hall, actor: &Actor, command: &ChangeProfile) -> Result<ProfileChanged, Error> {
    profile::change(&hall.desk, actor, hall.key(), command).await
}

#[tokio::test]
async fn a_change_is_kept_with_what_was_before_and_told_at_both_addresses() {
    let mut person = Person::numbered(1);
    person.customer.email = Some("old@example.com".into());
    person.customer.notify_by_email = true;
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let command = ChangeProfile {
        email: " new@example.com ".into(),
        marketing_consent: true,
        ..as_it_is(&person.customer)
    };
    let changed = change(&hall, &actor, &command).await.unwrap();
    assert_eq!(changed.fields, [CustomerField::Email, CustomerField::MarketingConsent]);

    let view = profile::view(&hall.desk, &actor).await.unwrap();
    assert_eq!((view.customer.email.as_deref(), view.customer.version), (Some("new@example.com"), 2));
    let mut kept: Vec<_> = view
        .changes
        .iter()
        .map(|change| (change.field, change.before.as_str(), change.after.as_str(), change.by.as_str()))
        .collect();
    kept.sort();
    assert_eq!(
        kept,
        [
            (CustomerField::Email, "old@example.com", "new@example.com", "0001-HALL"),
            (CustomerField::MarketingConsent, "false", "true", "0001-HALL"),
        ]
    );
    let told = hall.delivered().await;
    let told: Vec<_> = told.iter().map(|message| (message.channel, message.recipient.as_str())).collect();
    assert_eq!(
        told,
        [
            (MessageChannel::Sms, person.mobile()),
            (MessageChannel::Email, "old@example.com"),
            (MessageChannel::Email, "new@example.com"),
        ]
    );
    assert!(!format!("{:?}", hall.events().await).contains("example.com"));
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
    let first = ChangeProfile { marketing_consent: true, ..as_it_is(&person.customer) };
    let second = ChangeProfile { language: Language::ZhCn, ..as_it_is(&person.customer) };
    change(&hall, &actor, &first).await.unwrap();
    let refused = change(&hall, &actor, &second).await;
    assert!(
        matches!(refused, Err(Error::Refused(Refused::Profile(Refusal::ChangedMeanwhile)))),
        "{refused:?}"
    );
    assert!(profile::view(&hall.desk, &actor).await.unwrap().customer.marketing_consent);
}

#[rstest]
#[case::bad_address("nobody", false, true, Refusal::BadEmail)]
#[case::second_header("a@example.com\r\nBcc: b@example.com", false, true, Refusal::BadEmail)]
#[case::no_address("", true, true, Refusal::EmailNeeded)]
#[case::no_way("", false, false, Refusal::NoWayLeft)]
#[tokio::test]
async fn what_cannot_be_is_refused(
    #[case] email: &str,
    #[case] notify_by_email: bool,
    #[case] notify_by_sms: bool,
    #[case] expected: Refusal,
) {
    let person = Person::numbered(1);
    let hall = Hall::open().await;
    let actor = hall.subscriber(&person).await;
    let command =
        ChangeProfile { email: email.into(), notify_by_email, notify_by_sms, ..as_it_is(&person.customer) };
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
