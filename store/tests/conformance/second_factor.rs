//! Authenticator apps, recovery codes, second steps and the check of the key.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    ids::SessionId,
    sign_in::{Authenticator, Holder, Proof, RecoveryCode, SecondStep, Staff, StaffRole, StepPurpose},
};
use store::Error;

on_both_engines!(
    an_authenticator_is_set_replaced_and_removed,
    a_recovery_code_is_used_once,
    a_second_step_is_kept_and_ended,
    the_key_is_checked_against_the_first,
);

fn clerk() -> Staff {
    Staff { id: given::id("staff", 1), name: "service-1".to_owned(), role: StaffRole::SupportAgent }
}

fn holders() -> [Holder; 2] {
    [Holder::Customer(given::id("customer", 1)), Holder::Staff(clerk().id)]
}

async fn people(place: &Place) {
    given::hall_of(&place.store, [1, 2]).await;
    place.store.write(async |mut work| work.add_staff(&clerk()).await).await.unwrap();
}

async fn an_authenticator_is_set_replaced_and_removed(place: &Place) {
    people(place).await;
    let write = place.store.write(async |mut work| {
        for holder in holders() {
            assert_eq!(work.authenticator(holder).await?, None);
            let made = Authenticator {
                holder,
                secret: vec![0, 255, 7],
                made_at: at(1),
                confirmed_at: None,
                last_step: None,
            };
            work.put_authenticator(&made).await?;
            assert_eq!(work.authenticator(holder).await?, Some(made.clone()));
            let confirmed = Authenticator { confirmed_at: Some(at(2)), last_step: Some(59_786_668), ..made };
            work.put_authenticator(&confirmed).await?;
            assert_eq!(work.authenticator(holder).await?, Some(confirmed));
        }
        let [customer, staff] = holders();
        assert!(work.remove_authenticator(customer).await?);
        assert!(!work.remove_authenticator(customer).await?);
        assert_eq!(work.authenticator(customer).await?, None);
        assert!(work.authenticator(staff).await?.is_some());
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_recovery_code_is_used_once(place: &Place) {
    people(place).await;
    let write = place.store.write(async |mut work| {
        let code =
            |holder, hash: &str| RecoveryCode { holder, hash: hash.to_owned(), salt: [9; 32], used_at: None };
        for holder in holders() {
            let first = [code(holder, "a"), code(holder, "b")];
            work.put_recovery_codes(holder, &first).await?;
            assert_eq!(work.recovery_codes(holder).await?, first);
            assert!(work.use_recovery_code(holder, "b", at(3)).await?);
            assert!(!work.use_recovery_code(holder, "b", at(4)).await?);
            assert!(!work.use_recovery_code(holder, "c", at(4)).await?);
            let used = RecoveryCode { used_at: Some(at(3)), ..code(holder, "b") };
            assert_eq!(work.recovery_codes(holder).await?, [code(holder, "a"), used]);
        }
        let [customer, staff] = holders();
        work.put_recovery_codes(customer, &[code(customer, "d")]).await?;
        assert_eq!(work.recovery_codes(customer).await?, [code(customer, "d")]);
        work.put_recovery_codes(customer, &[]).await?;
        assert_eq!(work.recovery_codes(customer).await?, []);
        assert_eq!(work.recovery_codes(staff).await?.len(), 2);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_second_step_is_kept_and_ended(place: &Place) {
    people(place).await;
    let write = place.store.write(async |mut work| {
        let [customer, staff] = holders();
        let step = SecondStep {
            holder: customer,
            purpose: StepPurpose::NewPassword,
            session: None,
            proof: Proof::OneTimeCode,
            began_at: at(1),
        };
        work.put_second_step(&[1; 32], &step).await?;
        let again = SecondStep {
            holder: staff,
            purpose: StepPurpose::ProveAgain,
            session: Some(given::id::<SessionId>("session", 1)),
            proof: Proof::Password,
            began_at: at(5),
        };
        work.put_second_step(&[2; 32], &again).await?;
        assert_eq!(work.second_step(&[2; 32]).await?, Some(again));
        assert_eq!(work.second_step(&[3; 32]).await?, None);
        let proved = SecondStep { proof: Proof::CodeAndFactor, ..step };
        work.put_second_step(&[1; 32], &proved).await?;
        assert_eq!(work.second_step(&[1; 32]).await?, Some(proved.clone()));
        assert_eq!(work.forget_second_steps(at(5)).await?, 1);
        assert_eq!(work.second_step(&[1; 32]).await?, None);
        assert!(work.end_second_step(&[2; 32]).await?);
        assert!(!work.end_second_step(&[2; 32]).await?);
        for (token, holder) in [([4; 32], customer), ([5; 32], staff), ([6; 32], customer)] {
            let step = SecondStep { holder, ..proved.clone() };
            work.put_second_step(&token, &step).await?;
        }
        assert_eq!(work.end_second_steps(customer).await?, 2);
        assert_eq!(work.second_step(&[6; 32]).await?, None);
        assert!(work.second_step(&[5; 32]).await?.is_some());
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn the_key_is_checked_against_the_first(place: &Place) {
    let write = place.store.write(async |mut work| {
        assert_eq!(work.key_check().await?, None);
        work.add_key_check(&[1, 2, 3]).await?;
        assert_eq!(work.key_check().await?, Some(vec![1, 2, 3]));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let second = place.store.write(async |mut work| work.add_key_check(&[4]).await).await;
    assert!(matches!(second, Err(Error::Conflict)), "{second:?}");
}
