//! What the file does not hold is derived from the customer's code, so that it is the same every time.
//!
//! Each topic (the name of what is derived) has its own stream: drawing more for one leaves the others as they were.

use crm::numbers::{self, NumberKind};
use std::collections::HashSet;
use uuid::Uuid;

/// What everything about one customer is derived from.
pub(super) struct Seed([u8; 32]);

impl Seed {
    /// The seed of a customer code.
    pub(super) fn of(code: &str) -> Self {
        Self(blake3::derive_key("wangting import telco, customer code, 2026", code.as_bytes()))
    }

    fn hash(&self, topic: &str, n: i64) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(&n.to_le_bytes()).update(topic.as_bytes());
        hasher.finalize()
    }

    /// The identifier of the customer's `n`th thing of that topic.
    pub(super) fn id<T: From<Uuid>>(&self, topic: &str, n: i64) -> T {
        let bytes = self.hash(topic, n).as_bytes().first_chunk().copied().unwrap_or_default();
        uuid::Builder::from_custom_bytes(bytes).into_uuid().into()
    }

    /// 64 bits for the customer's `n`th thing of that topic.
    pub(super) fn bits(&self, topic: &str, n: i64) -> u64 {
        self.hash(topic, n).as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// A stream of draws for that topic.
    pub(super) fn draw(&self, topic: &str) -> Draw {
        Draw(self.bits(topic, -1))
    }
}

/// A stream of draws (`SplitMix64`). Its numbers stay the same for ever, which generators of libraries do not promise
/// across their versions.
pub(super) struct Draw(u64);

impl Draw {
    /// A stream of its own.
    pub(super) fn of(bits: u64) -> Self {
        Self(bits)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of `0..bound`; 0 when there is nothing to draw from.
    pub(super) fn below(&mut self, bound: i64) -> i64 {
        let bound = u128::from(bound.max(1).unsigned_abs());
        let scaled = (u128::from(self.next()) * bound) >> 64;
        i64::try_from(scaled).unwrap_or(0)
    }

    /// One of `low..=high`; `low` when that is empty.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    /// True in `permille` of 1,000 draws.
    pub(super) fn chance(&mut self, permille: i64) -> bool {
        self.below(1000) < permille
    }

    /// One of them, each as likely as its weight says; the last when the weights are used up.
    pub(super) fn weighted<T: Copy>(&mut self, choices: &[(T, i64)]) -> Option<T> {
        let mut at = self.below(choices.iter().map(|(_, weight)| weight).sum());
        let found = choices.iter().find(|(_, weight)| {
            at -= weight;
            at < 0
        });
        found.or(choices.last()).map(|(choice, _)| *choice)
    }

    /// Puts them into a drawn order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let bound = i64::try_from(last).unwrap_or(i64::MAX);
            items.swap(last, usize::try_from(self.between(0, bound)).unwrap_or(last));
        }
    }
}

/// Numbers given out so far. A number that is taken is replaced by the next one derived for the same thing, so that a
/// number depends on other customers only when two collide.
#[derive(Default)]
pub(super) struct Numbers {
    taken: HashSet<(Option<NumberKind>, u64)>,
}

/// How many numbers of one kind there are: eight characters out of 31.
const NUMBERS_OF_A_KIND: u64 = 31_u64.pow(8);

/// Mobile numbers begin with these digits: a range that no operator has been given, so that nobody is called by a demo.
const MOBILE_RANGE: &str = "154";

/// How many mobile numbers are in the range.
const MOBILES: u64 = 100_000_000;

impl Numbers {
    /// Bits, below `bound`, that are not taken, and how many tries it took beyond the first.
    fn free(&mut self, kind: Option<NumberKind>, bound: u64, seed: &Seed, topic: &str, n: i64) -> (u64, u32) {
        let mut bits = seed.bits(topic, n) % bound;
        let mut collisions = 0;
        while !self.taken.insert((kind, bits)) {
            collisions += 1;
            bits = seed.bits(&format!("{topic} again {collisions}"), n) % bound;
        }
        (bits, collisions)
    }

    /// The number people read out for the customer's `n`th thing of that kind.
    pub(super) fn number(&mut self, kind: NumberKind, seed: &Seed, n: i64) -> String {
        let (bits, _) = self.free(Some(kind), NUMBERS_OF_A_KIND, seed, kind.into(), n);
        numbers::from_bits(kind, bits)
    }

    /// The customer's mobile number, and how many that were tried before belong to others.
    pub(super) fn mobile(&mut self, seed: &Seed) -> (String, u32) {
        let (bits, collisions) = self.free(None, MOBILES, seed, "mobile", 0);
        (format!("{MOBILE_RANGE}{bits:08}"), collisions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_code_gives_the_same_for_ever() {
        // Written down once: identifiers of customers already imported depend on it.
        let seed = Seed::of("7590-VHVEG");
        let id: Uuid = seed.id("customer", 0);
        assert_eq!(id.to_string(), "bf88b314-3e32-85f8-846d-85c85c433f07");
        assert_eq!(seed.draw("usage").between(0, 1_000_000), 155_099);
        assert_eq!(Numbers::default().mobile(&seed).0, "15429367452");
    }

    #[test]
    fn topics_and_things_differ() {
        let seed = Seed::of("7590-VHVEG");
        let ids: HashSet<Uuid> = [("bill", 0), ("bill", 1), ("payment", 0)]
            .into_iter()
            .map(|(topic, n)| seed.id(topic, n))
            .collect();
        assert_eq!(ids.len(), 3);
        assert_ne!(Seed::of("7590-VHVEH").bits("bill", 0), seed.bits("bill", 0));
    }

    #[test]
    fn a_taken_number_is_replaced() {
        let (seed, mut numbers) = (Seed::of("7590-VHVEG"), Numbers::default());
        let (first, collisions) = numbers.mobile(&seed);
        assert_eq!(collisions, 0);
        let (second, collisions) = numbers.mobile(&seed);
        assert_eq!(collisions, 1);
        assert_ne!(first, second);
        assert_ne!(numbers.number(NumberKind::Bill, &seed, 1), numbers.number(NumberKind::Bill, &seed, 1));
    }

    proptest! {
        #[test]
        fn draws_stay_within_bounds(state: u64, low in -1000_i64..1000, width in 0_i64..1000) {
            let drawn = Draw(state).between(low, low + width);
            prop_assert!((low..=low + width).contains(&drawn));
        }
    }
}
