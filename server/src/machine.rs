//! The machine's clock and randomness: the only place that asks for them.

use crm::Timestamp;
use operations::desk::{Clock, Entropy};
use uuid::Uuid;

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is handed")]
        let now = Timestamp::now();
        // Both databases keep microseconds: what is compared must not have more.
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

/// The machine's randomness.
#[derive(Clone, Copy, Debug)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn id(&self) -> Uuid {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the source of ids that everybody else is handed"
        )]
        Uuid::now_v7()
    }

    fn bits(&self) -> u64 {
        let mut bytes = [0; 8];
        fill(&mut bytes);
        u64::from_ne_bytes(bytes)
    }

    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        fill(&mut bytes);
        bytes
    }
}

/// Without randomness there is no safe way to go on, and no reason it should be missing after the start.
fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system has randomness");
}
