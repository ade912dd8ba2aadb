//! What belongs to the customer file besides the file: ways to find it, changes of contact, consents, corrections, copies.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    consents::{Consent, ConsentPurpose},
    contact_change::{ContactChange, ContactKind, ContactState},
    corrections::{Correction, CorrectionState},
    customers::{CustomerField, Msisdn, Origin},
    data_exports::{DataExport, DataExportState},
    field_rules::{Approval, Changer, FieldFormat, FieldRule},
    ids::{CustomerId, StaffId},
    orders::Channel,
    sign_in::{Recent, Staff, StaffRole},
};
use store::Error;

on_both_engines!(
    a_customer_is_found_by_part_of_what_is_known,
    names_without_keys_get_them,
    a_contact_changes_to_one_thing_at_a_time,
    consents_only_grow,
    one_correction_of_a_field_waits,
    a_copy_is_kept_until_it_is_taken,
);

async fn a_customer_is_found_by_part_of_what_is_known(place: &Place) {
    let mut files = [1, 2, 3].map(given::file);
    let known = [("长江贸易", "13812345678"), ("长单贸易", "13812995678"), ("North Wind", "15900005678")];
    for (file, (name, mobile)) in files.iter_mut().zip(known) {
        name.clone_into(&mut file.customer.name);
        file.customer.mobile = Msisdn::parse(mobile).unwrap();
    }
    given::hall_of(&place.store, []).await;
    place.store.write(async |mut work| work.import_customers(&files).await).await.unwrap();
    let codes = |found: Vec<crm::customers::Customer>| -> Vec<String> {
        found.into_iter().map(|customer| customer.code).collect()
    };
    let write = place.store.write(async |mut work| {
        let party = files[2].customer.party_id;
        work.add_id_number(party, &[7; 32], Origin::Generated).await?;
        // The first stays.
        work.add_id_number(party, &[8; 32], Origin::Entered).await
    });
    write.await.unwrap();
    let read = place.store.read(async |mut work| {
        for (prefix, expected) in [
            ("cjmy", &["C00001"][..]),
            ("changjiang", &["C00001"]),
            ("zhangjiang", &["C00001"]),
            ("cs", &["C00002"]),
            ("cd", &["C00002"]),
            // Many keys of each begin so.
            ("c", &["C00002", "C00001"]),
            ("n", &[]),
        ] {
            assert_eq!(codes(work.customers_by_name_key(prefix, 9).await?), expected, "{prefix}");
        }
        assert_eq!(work.customers_by_name_key("c", 1).await?.len(), 1);
        assert_eq!(codes(work.customers_by_id_number(&[7; 32], 9).await?), ["C00003"]);
        assert_eq!(codes(work.customers_by_id_number(&[8; 32], 9).await?), [""; 0]);
        assert_eq!(codes(work.customers_by_first_digits("1381", 9).await?), ["C00001", "C00002"]);
        assert_eq!(codes(work.customers_by_first_digits("13812345678", 9).await?), ["C00001"]);
        assert_eq!(codes(work.customers_by_last_digits("5678", 9).await?), ["C00001", "C00002", "C00003"]);
        assert_eq!(codes(work.customers_by_last_digits("5678", 2).await?), ["C00001", "C00002"]);
        assert_eq!(codes(work.customers_by_last_digits("995678", 9).await?), ["C00002"]);
        assert_eq!(codes(work.customers_by_last_digits("3812345678", 9).await?), ["C00001"]);
        assert_eq!(codes(work.customers_by_last_digits("678", 9).await?), [""; 0]);
        let line = files[1].lines[0].msisdn.clone().unwrap();
        assert_eq!(work.customer_by_line_number(&line).await?.unwrap().code, "C00002");
        assert_eq!(work.customer_by_line_number(&given::mobile(99)).await?, None);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
    let party = files[0].customer.party_id;
    place.store.write(async |mut work| work.rename(party, "黄河贸易").await).await.unwrap();
    let read = place.store.read(async |mut work| {
        assert_eq!(codes(work.customers_by_name_key("cj", 9).await?), [""; 0]);
        assert_eq!(codes(work.customers_by_name_key("hhmy", 9).await?), ["C00001"]);
        assert_eq!(work.customers_by_name("黄河", 9).await?.len(), 1);
        Ok::<_, Error>(())
    });
    read.await.unwrap();
}

async fn names_without_keys_get_them(place: &Place) {
    given::hall_of(&place.store, [1, 2, 3]).await;
    place.raw("DELETE FROM name_keys").await.unwrap();
    place.raw("UPDATE parties SET name_keyed = (1 = 2)").await.unwrap();
    for expected in [2, 1, 0] {
        let keyed = place.store.write(async |mut work| work.key_names(2).await).await.unwrap();
        assert_eq!(keyed, expected);
    }
    let found = place.store.read(async |mut work| work.customers_by_name_key("kehu", 9).await).await.unwrap();
    assert_eq!(found.len(), 3);
}

fn contact_change(number: u32, customer: CustomerId, after: &str, minutes: i64) -> ContactChange {
    ContactChange {
        id: given::id("contact change", number),
        customer_id: customer,
        kind: ContactKind::Mobile,
        before: "13800000001".to_owned(),
        after: after.to_owned(),
        state: ContactState::Proving,
        old_number_proved: true,
        code_hash: vec![1; 32],
        tries: 0,
        asked_at: at(minutes),
        effective_at: None,
        take_back_until: None,
        link_hash: None,
        version: 1,
    }
}

async fn a_contact_changes_to_one_thing_at_a_time(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await.map(|file| file.customer.id);
    let (first, other) = (contact_change(1, one, "13900000001", 1), contact_change(2, two, "13900000001", 3));
    let write = place.store.write(async |mut work| {
        work.add_contact_change(&first).await?;
        work.add_contact_change(&other).await
    });
    write.await.unwrap();
    let second = contact_change(3, one, "13900000003", 5);
    let added = place.store.write(async |mut work| work.add_contact_change(&second).await).await;
    assert!(matches!(added, Err(Error::Conflict)), "{added:?}");
    let pending = ContactChange {
        state: ContactState::Pending,
        tries: 2,
        effective_at: Some(at(7)),
        take_back_until: Some(at(9)),
        link_hash: Some(vec![9; 32]),
        ..first.clone()
    };
    place.store.write(async |mut work| work.save_contact_change(&pending).await).await.unwrap();
    let late = place.store.write(async |mut work| work.save_contact_change(&pending).await).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let kept = ContactChange { version: 2, ..pending };
    let read = place.store.read(async |mut work| {
        assert_eq!(work.contact_change(first.id).await?, Some(kept.clone()));
        assert_eq!(work.contact_change_by_link(&[9; 32]).await?, Some(kept.clone()));
        assert_eq!(work.contact_change_by_link(&[8; 32]).await?, None);
        assert_eq!(work.open_contact_change(one, ContactKind::Mobile).await?, Some(kept.clone()));
        assert_eq!(work.open_contact_change(one, ContactKind::Email).await?, None);
        let recent = work.recent_contact_codes(one, "13900000001", at(0)).await?;
        let both = Recent { last_sent_at: Some(at(3)), in_last_hour: 2, ..Recent::default() };
        assert_eq!(recent, both);
        assert_eq!(work.recent_contact_codes(one, "13900000003", at(4)).await?, Recent::default());
        assert_eq!(work.standing_contact_changes(one).await?, std::slice::from_ref(&kept));
        Ok::<_, Error>(())
    });
    read.await.unwrap();
    let write = place.store.write(async |mut work| {
        let lapsed = ContactChange { state: ContactState::Lapsed, ..kept.clone() };
        work.save_contact_change(&lapsed).await?;
        work.add_contact_change(&second).await
    });
    write.await.unwrap();
    let changes = place.store.read(async |mut work| work.contact_changes_of(one, 9).await).await.unwrap();
    assert_eq!(changes.iter().map(|change| change.id).collect::<Vec<_>>(), [second.id, first.id]);
    let write = place.store.write(async |mut work| {
        // What others give up counts for them alone.
        let given_up = |number, customer, minutes| ContactChange {
            kind: ContactKind::Email,
            before: "a@example.com".to_owned(),
            state: ContactState::Applied,
            ..contact_change(number, customer, "", minutes)
        };
        work.add_contact_change(&given_up(4, two, 7)).await?;
        assert_eq!(work.recent_contact_codes(one, "", at(6)).await?, Recent::default());
        work.add_contact_change(&given_up(5, one, 8)).await?;
        assert_eq!(work.recent_contact_codes(one, "", at(6)).await?.in_last_hour, 1);
        let standing = work.standing_contact_changes(one).await?;
        assert_eq!(standing.iter().map(|change| change.asked_at).collect::<Vec<_>>(), [at(5), at(8)]);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn consents_only_grow(place: &Place) {
    let file = given::hall(&place.store).await;
    let id = file.customer.id;
    let entry = |given, minutes| Consent {
        purpose: ConsentPurpose::Marketing,
        given,
        at: at(minutes),
        channel: Channel::Web,
        wording: 1,
    };
    let other = Consent { purpose: ConsentPurpose::Recommendations, ..entry(false, 3) };
    let ledger = [entry(true, 1), entry(false, 2), other, entry(true, 4)];
    for consent in &ledger {
        place.store.write(async |mut work| work.add_consent(id, consent).await).await.unwrap();
    }
    let read = place.store.read(async |mut work| {
        assert_eq!(work.consents_of(id).await?, ledger);
        let customer = work.customer(id).await?.unwrap();
        assert_eq!((customer.marketing_consent, customer.version), (true, 4));
        Ok::<_, Error>(())
    });
    read.await.unwrap();
    for change in ["UPDATE consents SET given = (1 = 2)", "DELETE FROM consents"] {
        assert!(place.raw(change).await.is_err(), "{change}");
    }
}

async fn one_correction_of_a_field_waits(place: &Place) {
    let file = given::hall(&place.store).await;
    let staff = |number| Staff {
        id: given::id("staff", number),
        name: format!("desk.{number}"),
        role: StaffRole::Supervisor,
    };
    let (agent, supervisor): (StaffId, StaffId) = (staff(1).id, staff(2).id);
    let correction = |number, field| Correction {
        id: given::id("correction", number),
        customer_id: file.customer.id,
        field,
        before: "客户1".to_owned(),
        after: "客户一".to_owned(),
        reason: "A slip at the counter.".to_owned(),
        proposed_by: agent,
        proposed_at: at(i64::from(number)),
        state: CorrectionState::Waiting,
        decided_by: None,
        decided_at: None,
        version: 1,
    };
    let first = correction(1, CustomerField::Name);
    let write = place.store.write(async |mut work| {
        work.add_staff(&staff(1)).await?;
        work.add_staff(&staff(2)).await?;
        work.add_correction(&first).await
    });
    write.await.unwrap();
    let second = correction(2, CustomerField::Name);
    let twice = place.store.write(async |mut work| work.add_correction(&second).await).await;
    assert!(matches!(twice, Err(Error::Conflict)), "{twice:?}");
    let read = place.store.read(async |mut work| {
        assert_eq!(work.waiting_corrections(9).await?, [(first.clone(), file.customer.code.clone())]);
        assert_eq!(work.waiting_corrections_of(file.customer.id).await?, std::slice::from_ref(&first));
        let rules = work.field_rules().await?;
        let name = FieldRule {
            field: CustomerField::Name,
            mandatory: true,
            format: FieldFormat::Text,
            changed_by: Changer::Staff,
            approval: Approval::Supervisor,
        };
        assert_eq!((rules.len(), rules[0]), (8, name));
        Ok::<_, Error>(())
    });
    read.await.unwrap();
    let decided = Correction {
        state: CorrectionState::Approved,
        decided_by: Some(supervisor),
        decided_at: Some(at(5)),
        ..first.clone()
    };
    place.store.write(async |mut work| work.save_correction(&decided).await).await.unwrap();
    let late = place.store.write(async |mut work| work.save_correction(&decided).await).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let kept = place.store.read(async |mut work| work.correction(first.id).await).await.unwrap();
    assert_eq!(kept, Some(Correction { version: 2, ..decided }));
    place.store.write(async |mut work| work.add_correction(&second).await).await.unwrap();
}

async fn a_copy_is_kept_until_it_is_taken(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await.map(|file| file.customer.id);
    let asked = DataExport {
        id: given::id("export", 1),
        customer_id: one,
        state: DataExportState::Waiting,
        asked_at: at(1),
        expires_at: None,
        link_hash: None,
        version: 1,
    };
    place.store.write(async |mut work| work.add_data_export(&asked).await).await.unwrap();
    let made = asked.clone().made(vec![5; 32], at(2));
    place.store.write(async |mut work| work.save_data_export(&made, Some("{}")).await).await.unwrap();
    let made = DataExport { version: 2, ..made };
    let until = made.expires_at.unwrap();
    let read = place.store.read(async |mut work| {
        assert_eq!(work.data_export(asked.id).await?, Some(made.clone()));
        assert_eq!(work.latest_data_export(one).await?, Some(made.clone()));
        assert_eq!(work.latest_data_export(two).await?, None);
        let found = work.data_export_of(one, &[5; 32]).await?;
        assert_eq!(found, Some((made.clone(), Some("{}".to_owned()))));
        assert_eq!(work.data_export_of(two, &[5; 32]).await?, None);
        assert_eq!(work.overdue_data_exports(at(3), 9).await?, []);
        assert_eq!(work.overdue_data_exports(until, 9).await?, std::slice::from_ref(&made));
        Ok::<_, Error>(())
    });
    read.await.unwrap();
    let taken = made.taken(at(3)).unwrap();
    place.store.write(async |mut work| work.save_data_export(&taken, None).await).await.unwrap();
    let found = place.store.read(async |mut work| work.data_export_of(one, &[5; 32]).await).await.unwrap();
    assert_eq!(found, Some((DataExport { version: 3, ..taken }, None)));
}
