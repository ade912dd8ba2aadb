use super::*;
use crate::{Timestamp, audit::AuditOutcome};
use proptest::prelude::*;
use uuid::Uuid;

fn event(number: u8) -> AuditEvent {
    AuditEvent {
        id: Uuid::from_u128(u128::from(number) + 1).into(),
        at: Timestamp::from_second(1_793_600_000 + i64::from(number)).unwrap(),
        actor: "subscriber:7590-VHVEG".to_owned(),
        operation: "changePlan".to_owned(),
        object: format!("order:{number}"),
        outcome: AuditOutcome::Done,
        facts: r#"{"from":"5G-129"}"#.to_owned(),
    }
}

fn chain(length: u8) -> Vec<Link> {
    let mut head = Head::BEGINNING;
    let mut link = |number| {
        let event = event(number);
        let seal = head.next(&event);
        head = Head::from(&seal);
        Link { seal, event: Some(event) }
    };
    (0..length).map(&mut link).collect()
}

/// Follows a chain in runs of three.
fn verify(links: &[Link], noted: Option<Head>) -> Result<Head, Broken> {
    let mut verifier = Verifier::expecting(noted);
    for run in links.chunks(3) {
        verifier.follow(run)?;
    }
    verifier.finish()
}

fn whole(links: &[Link]) -> Result<Head, Broken> {
    let mut verifier = Verifier::default();
    verifier.follow(links)?;
    verifier.finish()
}

fn head(links: &[Link]) -> Head {
    links.last().map_or(Head::BEGINNING, |link| Head::from(&link.seal))
}

fn found(links: &[Link]) -> (i64, Damage) {
    let broken = whole(links).expect_err("a broken chain");
    (broken.position, broken.damage)
}

#[test]
fn a_sound_chain_holds_up_to_its_head() {
    let links = chain(10);
    assert_eq!(verify(&links, None), Ok(head(&links)));
    assert_eq!(verify(&links, Some(Head::from(&links[4].seal))), Ok(head(&links)));
    assert_eq!(verify(&[], None), Ok(Head::BEGINNING));
}

#[test]
fn the_encoding_is_for_ever() {
    // Chains that were sealed by an older version have to hold: this number may never change.
    let hash = Head::BEGINNING.next(&event(0)).hash;
    assert_eq!(blake3::Hash::from_bytes(hash).to_hex().as_str(), GOLDEN);
}
const GOLDEN: &str = "7034c6697d1f17fc9a1490ec69796a248a8edd35ba16b06bfb73573e19dc7d05";

#[test]
fn no_two_events_have_the_same_bytes() {
    let one = AuditEvent { actor: "ab".to_owned(), operation: "c".to_owned(), ..event(1) };
    let other = AuditEvent { actor: "a".to_owned(), operation: "bc".to_owned(), ..event(1) };
    assert_ne!(canonical(1, &one), canonical(1, &other));
    assert_ne!(canonical(1, &one), canonical(2, &one));
}

#[test]
fn two_events_that_change_places_are_named() {
    for (one, other) in [(2, 3), (2, 6)] {
        let with = i64::try_from(other).unwrap() + 1;
        // With their hashes, as if two rows had got each other's position.
        let mut links = chain(8);
        links.swap(one, other);
        let position = links[one].seal.position;
        links[one].seal.position = links[other].seal.position;
        links[other].seal.position = position;
        assert_eq!(found(&links), (3, Damage::Swapped { with }));
        // Without them.
        let mut links = chain(8);
        let (hash_of_one, hash_of_other) = (links[one].seal.hash, links[other].seal.hash);
        links.swap(one, other);
        for (at, hash) in [(one, hash_of_one), (other, hash_of_other)] {
            links[at].seal.hash = hash;
            links[at].seal.position = i64::try_from(at).unwrap() + 1;
        }
        assert_eq!(found(&links), (3, Damage::Swapped { with }));
    }
}

#[test]
fn what_was_put_in_between_is_named() {
    let mut links = chain(8);
    let forged = event(99);
    links.insert(4, Link { seal: Seal { event_id: forged.id, ..links[4].seal }, event: Some(forged) });
    for (link, position) in links.iter_mut().zip(1..) {
        link.seal.position = position;
    }
    // Everything behind it has moved on, and fits nowhere: only the positions before it hold.
    assert_eq!(found(&links).0, 5);
    // Where only the forged row was added, what belongs there is right behind it.
    let mut links = chain(8);
    let forged = event(99);
    links.insert(
        4,
        Link { seal: Seal { event_id: forged.id, hash: [7; 32], position: 5 }, event: Some(forged) },
    );
    assert_eq!(found(&links), (5, Damage::Inserted));
    // Beside the chain.
    let mut links = chain(8);
    let forged = event(99);
    links.insert(
        0,
        Link { seal: Seal { event_id: forged.id, hash: [7; 32], position: 0 }, event: Some(forged) },
    );
    assert_eq!(found(&links), (0, Damage::Inserted));
}

#[test]
fn a_chain_that_was_sealed_anew_is_found_by_a_noted_head() {
    let noted = Head::from(&chain(8)[6].seal);
    let mut rewritten = Vec::new();
    let mut at = Head::BEGINNING;
    for number in [0, 1, 2, 99, 4, 5, 6, 7] {
        let event = event(number);
        let seal = at.next(&event);
        at = Head::from(&seal);
        rewritten.push(Link { seal, event: Some(event) });
    }
    assert_eq!(verify(&rewritten, None), Ok(head(&rewritten)));
    let broken = verify(&rewritten, Some(noted)).expect_err("a rewritten chain");
    assert_eq!((broken.position, broken.damage), (7, Damage::Rewritten));
}

#[test]
fn a_head_survives_being_written_down() {
    let head = head(&chain(12));
    let text = head.to_string();
    assert!(text.ends_with("@12") && text.len() == 67, "{text}");
    assert_eq!(format!(" {text}\n").parse(), Ok(head));
    for wrong in
        ["", "@1", "00@1", &text.replace('@', ""), &text.replace("@12", "@0"), &text.replace("@12", "@x")]
    {
        assert_eq!(wrong.parse::<Head>(), Err(NoHead), "{wrong}");
    }
}

/// Changes one bit of one field.
fn bend(link: &mut Link, field: usize, byte: usize, bit: u8) {
    let Link { seal, event } = link;
    let event = event.as_mut().expect("an event");
    let flip = |text: &mut String| {
        let mut bytes = text.clone().into_bytes();
        // Among the lowest five bits of ASCII every change is ASCII again.
        let at = byte % bytes.len();
        bytes[at] ^= 1 << (bit % 5);
        *text = String::from_utf8(bytes).expect("ASCII");
    };
    match field {
        0 => flip(&mut event.actor),
        1 => flip(&mut event.operation),
        2 => flip(&mut event.object),
        3 => flip(&mut event.facts),
        4 => {
            let bent = event.at.as_microsecond() ^ (1 << (byte % 40));
            event.at = Timestamp::from_microsecond(bent).expect("a moment");
        }
        5 => event.outcome = AuditOutcome::Denied,
        6 => seal.hash[byte % 32] ^= 1 << bit,
        _ => {
            let mut bytes = *event.id.0.as_bytes();
            bytes[byte % 16] ^= 1 << bit;
            event.id = Uuid::from_bytes(bytes).into();
            seal.event_id = event.id;
        }
    }
}

proptest! {
    #[test]
    fn every_bent_bit_is_found_where_it_is(length in 1_u8..30, at: usize, field in 0_usize..8, byte: usize, bit in 0_u8..8) {
        let mut links = chain(length);
        let at = at % links.len();
        bend(&mut links[at], field, byte, bit);
        let broken = verify(&links, None).expect_err("a bent chain");
        prop_assert_eq!(broken.position, i64::try_from(at).unwrap() + 1);
        prop_assert_eq!(broken.event_id, Some(links[at].seal.event_id));
        prop_assert_eq!(broken.damage, Damage::Changed);
    }

    #[test]
    fn every_link_that_is_gone_is_found(length in 2_u8..30, at: usize, only_the_event: bool) {
        let mut links = chain(length);
        // The last one is missed only by who knows that it was there.
        let noted = head(&links);
        let at = at % links.len();
        if only_the_event { links[at].event = None } else { links.remove(at); }
        let broken = verify(&links, Some(noted)).expect_err("a torn chain");
        prop_assert_eq!((broken.position, broken.damage), (i64::try_from(at).unwrap() + 1, Damage::Missing));
    }

    #[test]
    fn every_end_that_was_cut_off_is_found(length in 2_u8..30, left: usize) {
        let mut links = chain(length);
        let noted = head(&links);
        let left = left % links.len();
        links.truncate(left);
        prop_assert_eq!(verify(&links, None), Ok(head(&links)));
        let broken = verify(&links, Some(noted)).expect_err("a short chain");
        prop_assert_eq!((broken.position, broken.damage), (i64::try_from(left).unwrap() + 1, Damage::Missing));
    }

    #[test]
    fn every_swap_is_found_at_its_first_end(length in 2_u8..30, one: usize, other: usize, with_hashes: bool) {
        let mut links = chain(length);
        let (one, other) = (one % links.len(), other % links.len());
        prop_assume!(one < other);
        let seals = [links[one].seal, links[other].seal];
        links.swap(one, other);
        for (at, seal) in [(one, seals[0]), (other, seals[1])] {
            links[at].seal.position = seal.position;
            if !with_hashes { links[at].seal.hash = seal.hash }
        }
        prop_assert_eq!(found(&links), (seals[0].position, Damage::Swapped { with: seals[1].position }));
    }

    #[test]
    fn every_event_put_in_between_is_found(length in 1_u8..30, at: usize, hash: [u8; 32]) {
        let mut links = chain(length);
        let at = at % links.len();
        let forged = event(200);
        let position = links[at].seal.position;
        links.insert(at, Link { seal: Seal { position, event_id: forged.id, hash }, event: Some(forged) });
        prop_assert_eq!(found(&links), (position, Damage::Inserted));
    }
}
