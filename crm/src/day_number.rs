//! A day as one whole number on the wire (`20261101`), for what travels into a browser: a day written in letters needs a
//! parser there that weighs more than the page it is for.

use crate::Date;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// Writes the day.
pub fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    let (year, month, day) = (i32::from(day.year()), i32::from(day.month()), i32::from(day.day()));
    serializer.serialize_i32((year * 100 + month) * 100 + day)
}

/// Reads a day that is one.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let number = i32::deserialize(deserializer)?;
    let year = i16::try_from(number / 10_000);
    let (month, day) = (i8::try_from(number / 100 % 100), i8::try_from(number % 100));
    let date = year.ok().zip(month.ok()).zip(day.ok());
    date.and_then(|((year, month), day)| Date::new(year, month, day).ok())
        .ok_or_else(|| D::Error::custom("no such day"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;
    use serde::de::{IntoDeserializer, value};

    fn read(number: i32) -> Result<Date, value::Error> {
        deserialize(IntoDeserializer::<value::Error>::into_deserializer(number))
    }

    #[rstest]
    #[case(20_261_101, date(2026, 11, 1))]
    #[case(20_280_229, date(2028, 2, 29))]
    fn a_day_is_read_from_its_number(#[case] number: i32, #[case] day: Date) {
        assert_eq!(read(number), Ok(day));
    }

    #[rstest]
    #[case::month(20_261_301)]
    #[case::leap_day(20_270_229)]
    #[case::nothing(0)]
    #[case::far(i32::MAX)]
    fn what_is_no_day_is_refused(#[case] number: i32) {
        assert!(read(number).is_err());
    }
}
