//! Numbers of identity documents, which are kept as hashes that only the operator's key makes. R-CUS-1

use crm::customers::IdNumber;
use std::fmt;

/// The key of the index. Whoever has the database without it can neither read numbers nor try them all.
#[derive(Clone)]
pub struct IndexKey([u8; 32]);

impl IndexKey {
    /// The key made of the operator's secret.
    pub fn new(secret: &str) -> Self {
        Self(blake3::derive_key("wangting 2026 index of id numbers", secret.as_bytes()))
    }

    /// What is kept of a number.
    pub fn hash(&self, number: &IdNumber) -> Vec<u8> {
        blake3::keyed_hash(&self.0, number.as_str().as_bytes()).as_bytes().to_vec()
    }
}

impl fmt::Debug for IndexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndexKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_depend_on_the_key_and_show_nothing() {
        let number = IdNumber::parse("11010519491231002X").expect("a number");
        let (one, other) = (IndexKey::new("one"), IndexKey::new("other"));
        assert_eq!(one.hash(&number), IndexKey::new("one").hash(&number));
        assert_ne!(one.hash(&number), other.hash(&number));
        assert_eq!(format!("{one:?}"), "IndexKey(…)");
    }
}
