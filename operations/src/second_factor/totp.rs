//! The codes of an authenticator app: TOTP with SHA-1, six digits and steps of thirty seconds, which is what every app
//! knows.

use super::sealed_name;
use crate::{Desk, Error, Result};
use crm::sign_in::{Authenticator, STEP_SECONDS};
use totp_rs::{Algorithm, Builder};

/// Length of a secret: 160 bits, as RFC 4226 asks for.
const SECRET: usize = 20;
/// Digits of a code.
const DIGITS: usize = 6;

/// A fresh secret.
pub(super) fn fresh_secret(desk: &Desk) -> Vec<u8> {
    desk.secret()[..SECRET].to_vec()
}

/// Reads a code as people type it: with spaces, or with the wide digits of a Chinese keyboard.
pub(crate) fn digits(typed: &str) -> Option<String> {
    crate::sign_in::digits(typed).filter(|digits| digits.len() == DIGITS)
}

/// An app's secret, opened.
pub(super) struct Totp(totp_rs::Totp);

impl Totp {
    pub(super) fn open(desk: &Desk, authenticator: &Authenticator) -> Result<Self> {
        let secret = desk.vault.open(&sealed_name(authenticator.holder), &authenticator.secret)?;
        Self::new(secret, "", "")
    }

    fn new(secret: Vec<u8>, issuer: &str, account: &str) -> Result<Self> {
        // Without a name there is no link, only codes.
        let account = if account.is_empty() { "account" } else { account };
        let builder = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_step_duration(STEP_SECONDS.unsigned_abs())
            .with_skew(0)
            .with_secret(secret)
            .with_account_name(account)
            .with_issuer((!issuer.is_empty()).then_some(issuer));
        builder.build().map(Self).map_err(|error| Error::Defect(error.to_string()))
    }

    /// Whether these digits are the code of a time step; takes as long for each wrong one.
    pub(super) fn fits(&self, step: i64, digits: &str) -> bool {
        // With no skew it looks at the one step that the instant lies in.
        u64::try_from(step.saturating_mul(STEP_SECONDS)).is_ok_and(|at| self.0.check(digits, at).is_some())
    }

    /// The secret in groups of four, to be typed.
    pub(super) fn secret_in_groups(&self) -> String {
        let letters: Vec<char> = self.0.secret().to_base32().chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// The secret as an `otpauth:` link.
    pub(super) fn link(&self, issuer: &str, account: &str) -> Result<String> {
        let named = Self::new(self.0.secret().as_bytes().to_vec(), issuer, account)?;
        named.0.to_url().map_err(|error| Error::Defect(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    // Appendix B of RFC 6238, the last six of eight digits.
    #[rstest]
    #[case(59, "287082")]
    #[case(1_111_111_109, "081804")]
    #[case(1_111_111_111, "050471")]
    #[case(1_234_567_890, "005924")]
    #[case(2_000_000_000, "279037")]
    #[case(20_000_000_000, "353130")]
    fn makes_the_codes_of_the_standard(#[case] second: i64, #[case] code: &str) {
        let totp = Totp::new(b"12345678901234567890".to_vec(), "", "").expect("a secret");
        let step = second.div_euclid(STEP_SECONDS);
        assert!(totp.fits(step, code));
        assert!(!totp.fits(step + 1, code) && !totp.fits(step - 1, code) && !totp.fits(-1, code));
    }

    #[test]
    fn the_link_tells_an_app_what_it_needs() {
        let totp = Totp::new(b"12345678901234567890".to_vec(), "", "").expect("a secret");
        assert_eq!(totp.secret_in_groups(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let link = totp.link("Wangting", "138****8000").expect("a link");
        assert!(link.starts_with("otpauth://totp/Wangting:138"), "{link}");
        assert!(link.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{link}");
        assert!(link.contains("issuer=Wangting"), "{link}");
    }
}
