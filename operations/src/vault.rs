//! Sealing what nobody is to read in a copied database: XChaCha20-Poly1305 with a key that is kept elsewhere.

use crate::{Desk, Error, Result};
use chacha20poly1305::{
    Key, KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use std::{fmt, sync::Arc};
use store::Unit;

/// Seals and opens. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    cipher: Arc<XChaCha20Poly1305>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").finish_non_exhaustive()
    }
}

/// Length of a nonce, which stands in front of what it sealed.
const NONCE: usize = 24;
/// What the check of the key seals; it is no secret.
const CHECK: &[u8] = b"wangting";
const CHECK_NAME: &str = "key check";

/// How a key goes with a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFit {
    /// Nothing was sealed yet: any key will do.
    NothingSealed,
    /// It is the key that secrets are sealed with.
    Fits,
    /// Secrets are sealed with another one.
    Differs,
}

impl Vault {
    /// A vault with a key of 256 bits.
    pub fn new(key: [u8; 32]) -> Self {
        Self { cipher: Arc::new(XChaCha20Poly1305::new(&Key::from(key))) }
    }

    /// Seals a text under a name. It opens under no other name, so that nobody swaps two of them.
    fn seal(&self, random: [u8; 32], name: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&random[..NONCE]);
        let payload = Payload { msg: plain, aad: name.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::Defect(format!("{name} could not be sealed")))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed under a name with this key.
    pub(crate) fn open(&self, name: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let opened = sealed.split_first_chunk::<NONCE>().and_then(|(nonce, sealed)| {
            let payload = Payload { msg: sealed, aad: name.as_bytes() };
            self.cipher.decrypt(&XNonce::from(*nonce), payload).ok()
        });
        opened.ok_or_else(|| Error::Defect(format!("{name} was sealed with another key, or changed")))
    }
}

/// Seals a text under a name. With the first one it seals the check of the key.
pub(crate) async fn seal(desk: &Desk, unit: &mut Unit, name: &str, plain: &[u8]) -> Result<Vec<u8>> {
    if unit.key_check().await?.is_none() {
        unit.add_key_check(&desk.vault.seal(desk.secret(), CHECK_NAME, CHECK)?).await?;
    }
    desk.vault.seal(desk.secret(), name, plain)
}

/// Whether the desk's key is the one that secrets in its database are sealed with.
pub async fn check_key(desk: &Desk) -> Result<KeyFit> {
    let sealed = desk.store.read(|mut unit| async move { Ok::<_, Error>(unit.key_check().await?) }).await?;
    Ok(match sealed.map(|sealed| desk.vault.open(CHECK_NAME, &sealed)) {
        None => KeyFit::NothingSealed,
        Some(Ok(_)) => KeyFit::Fits,
        Some(Err(_)) => KeyFit::Differs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_it_was(1, "a", None, true)]
    #[case::another_key(2, "a", None, false)]
    #[case::another_name(1, "b", None, false)]
    #[case::changed(1, "a", Some(30), false)]
    #[case::changed_nonce(1, "a", Some(0), false)]
    fn opens_what_it_sealed(
        #[case] key: u8,
        #[case] name: &str,
        #[case] changed: Option<usize>,
        #[case] opens: bool,
    ) {
        let mut sealed = Vault::new([1; 32]).seal([9; 32], "a", b"secret").expect("sealed");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        if let Some(at) = changed {
            sealed[at] ^= 1;
        }
        let opened = Vault::new([key; 32]).open(name, &sealed);
        assert_eq!(opened.is_ok_and(|plain| plain == b"secret"), opens);
    }

    #[test]
    fn what_is_too_short_is_not_opened() {
        assert!(Vault::new([1; 32]).open("a", &[0; 10]).is_err());
    }
}
