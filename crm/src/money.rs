//! Amounts in the operator's one currency, counted in minor units so that no cent is ever lost.

use serde::{Deserialize, Serialize};
use std::{fmt, iter::Sum, ops};

/// An amount of the operator's currency in minor units (fen). May be negative: a credit.
///
/// Arithmetic panics on overflow, in release builds too: 92 quadrillion yuan on a bill is a defect, not an amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of `fen` minor units.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// An amount of whole yuan.
    pub const fn from_yuan(yuan: i64) -> Self {
        Self(yuan * 100)
    }

    /// The amount in minor units (fen).
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// Reads what people type and files hold: `1234`, `1234.5`, `1,234.56`; nothing negative, at most two decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String =
            text.trim().trim_start_matches(['¥', '￥']).chars().filter(|c| *c != ',').collect();
        let (whole, cents) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || cents.len() > 2 || !digits(whole) || !digits(cents) {
            return None;
        }
        let cents: i64 = format!("{cents:0<2}").parse().ok()?;
        Some(Self(whole.parse::<i64>().ok()? * 100 + cents))
    }

    /// True for less than nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// True for exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The amount without its sign.
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// `part` of `whole` equal shares, half a fen rounded away from zero (commercial rounding, the one way this
    /// operator rounds). Exact: only what is left over after whole shares is rounded, once.
    ///
    /// # Panics
    ///
    /// When the result does not fit in 64 bits.
    pub fn share(self, part: i64, whole: i64) -> Self {
        let whole = whole.max(1);
        let (each, rest) = (self.0 / whole, self.0 % whole);
        let rest = checked(rest.checked_mul(part)).0;
        let rounded = (rest + rest.signum() * (whole / 2)) / whole;
        Self(each) * part + Self(rounded)
    }

    /// `percent` of the amount, half a fen rounded away from zero.
    pub fn percent(self, percent: i64) -> Self {
        self.share(percent, 100)
    }
}

/// `1,234.56`, without a currency sign: the page adds the sign of the reader's language.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        let (yuan, cents) = ((fen / 100).to_string(), fen % 100);
        if self.0 < 0 {
            f.write_str("-")?;
        }
        for (at, digit) in yuan.chars().enumerate() {
            if at > 0 && (yuan.len() - at).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ".{cents:02}")
    }
}

fn checked(sum: Option<i64>) -> Money {
    Money(sum.expect("an amount of money fits in 64 bits"))
}

impl ops::Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        checked(self.0.checked_add(other.0))
    }
}

impl ops::Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        checked(self.0.checked_sub(other.0))
    }
}

impl ops::Mul<i64> for Money {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        checked(self.0.checked_mul(times))
    }
}

impl ops::Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl ops::AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl ops::SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, |sum, amount| sum + amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("29.85", Some(2985))]
    #[case("1889.5", Some(188_950))]
    #[case("¥1,234", Some(123_400))]
    #[case(".5", None)]
    #[case("-3", None)]
    #[case("1.234", None)]
    #[case("", None)]
    fn reads_amounts(#[case] text: &str, #[case] fen: Option<i64>) {
        assert_eq!(Money::parse(text).map(Money::fen), fen);
    }

    #[rstest]
    #[case(0, "0.00")]
    #[case(-5, "-0.05")]
    #[case(123_456_789, "1,234,567.89")]
    fn writes_amounts(#[case] fen: i64, #[case] text: &str) {
        assert_eq!(Money(fen).to_string(), text);
    }

    #[rstest]
    #[case(100, 1, 3, 33)]
    #[case(101, 1, 2, 51)]
    #[case(-101, 1, 2, -51)]
    #[case::odd_whole(100, 1, 7, 14)]
    #[case::odd_whole_up(104, 1, 7, 15)]
    #[case::just_under_half(101, 3, 7, 43)]
    #[case::just_over_half(103, 3, 7, 44)]
    #[case::no_whole(100, 1, 0, 100)]
    #[case::large(i64::MAX, 30, 30, i64::MAX)]
    fn shares_round_half_away_from_zero(
        #[case] fen: i64,
        #[case] part: i64,
        #[case] whole: i64,
        #[case] share: i64,
    ) {
        assert_eq!(Money(fen).share(part, whole), Money(share));
    }
}
