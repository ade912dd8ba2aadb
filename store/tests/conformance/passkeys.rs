//! Passkeys and challenges.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    ids::PasskeyId,
    sign_in::{Challenge, Holder, Passkey, Staff, StaffRole},
};
use store::Error;

on_both_engines!(a_passkey_belongs_to_one, a_challenge_is_handed_out_once);

fn clerk() -> Staff {
    Staff { id: given::id("staff", 1), name: "service-1".to_owned(), role: StaffRole::Auditor }
}

fn passkey(number: u8, holder: Holder) -> Passkey {
    Passkey {
        id: given::id::<PasskeyId>("passkey", u32::from(number)),
        holder,
        credential: vec![number; 16],
        public_key: vec![0, 255],
        state: vec![1],
        name: "我的手机".to_owned(),
        added_at: at(i64::from(number)),
        used_at: None,
    }
}

async fn a_passkey_belongs_to_one(place: &Place) {
    given::hall_of(&place.store, [1, 2]).await;
    let (customer, staff) = (Holder::Customer(given::id("customer", 1)), Holder::Staff(clerk().id));
    let [first, second] = [1, 2].map(|number| passkey(number, customer));
    let of_staff = passkey(3, staff);
    let write = place.store.write(async |mut work| {
        work.add_staff(&clerk()).await?;
        for passkey in [&second, &first, &of_staff] {
            work.add_passkey(passkey).await?;
        }
        assert_eq!(work.passkeys_of(customer).await?, [first.clone(), second.clone()]);
        assert_eq!(work.passkey(&of_staff.credential).await?, Some(of_staff.clone()));
        assert_eq!(work.passkey(&[9]).await?, None);
        let used = Passkey { state: vec![2, 3], used_at: Some(at(9)), ..first.clone() };
        work.save_passkey(&used).await?;
        assert_eq!(work.passkey(&used.credential).await?, Some(used.clone()));
        // Nobody removes somebody else's.
        assert_eq!(work.remove_passkey(staff, first.id).await?, None);
        assert_eq!(work.remove_passkey(customer, first.id).await?, Some(used));
        assert_eq!(work.remove_passkey(customer, first.id).await?, None);
        assert_eq!(work.passkeys_of(customer).await?, std::slice::from_ref(&second));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let twice = Passkey { id: given::id("passkey", 9), ..passkey(2, staff) };
    let added = place.store.write(async |mut work| work.add_passkey(&twice).await).await;
    assert!(matches!(added, Err(Error::Conflict)), "{added:?}");
}

async fn a_challenge_is_handed_out_once(place: &Place) {
    given::hall_of(&place.store, [1, 2]).await;
    let holder = Some(Holder::Customer(given::id("customer", 1)));
    let write = place.store.write(async |mut work| {
        let challenge = |holder, minute| Challenge { holder, state: vec![7; 80], asked_at: at(minute) };
        work.put_challenge(&[1; 32], &challenge(holder, 1)).await?;
        work.put_challenge(&[2; 32], &challenge(None, 2)).await?;
        work.put_challenge(&[2; 32], &challenge(None, 3)).await?;
        work.put_challenge(&[3; 32], &challenge(None, 4)).await?;
        assert_eq!(work.take_challenge(&[1; 32]).await?, Some(challenge(holder, 1)));
        assert_eq!(work.take_challenge(&[1; 32]).await?, None);
        assert_eq!(work.take_challenge(&[2; 32]).await?, Some(challenge(None, 3)));
        assert_eq!(work.forget_challenges(at(4)).await?, 0);
        assert_eq!(work.forget_challenges(at(5)).await?, 1);
        assert_eq!(work.take_challenge(&[3; 32]).await?, None);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}
