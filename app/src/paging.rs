//! Where a page of a list begins, as one text in its address. It means nothing to people, and one that was tampered
//! with leads to the first page.

use axum::extract::Query;
use crm::{Timestamp, ids::BillId};
use std::collections::HashMap;
use store::{bills::BillPlace, orders::Before};
use uuid::Uuid;

/// What an address asks for beside its path. Text by name, so that nothing typed into it is an error.
pub(crate) type Asked = Query<HashMap<String, String>>;

/// The text for a place in a list.
pub(crate) fn write(before: Before) -> String {
    format!("{:x}-{}", before.at.as_microsecond(), before.id.simple())
}

/// The place in a list that a text stands for.
pub(crate) fn read(text: &str) -> Option<Before> {
    let (at, id) = text.split_once('-')?;
    let at = Timestamp::from_microsecond(i64::from_str_radix(at, 16).ok()?).ok()?;
    Some(Before { at, id: Uuid::parse_str(id).ok()? })
}

/// The text for a place in a list of bills: `2026-11-01-` and an identifier.
pub(crate) fn write_bill(BillPlace { period_first, id }: BillPlace) -> String {
    format!("{period_first}-{}", id.0.simple())
}

/// The place in a list of bills that a text stands for.
pub(crate) fn read_bill(text: &str) -> Option<BillPlace> {
    let (period_first, id) = text.rsplit_once('-')?;
    Some(BillPlace { period_first: period_first.parse().ok()?, id: BillId(Uuid::parse_str(id).ok()?) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_place_among_bills_survives_its_address() {
        let place =
            BillPlace { period_first: jiff::civil::date(2026, 11, 1), id: BillId(Uuid::from_u128(7)) };
        assert_eq!(write_bill(place), "2026-11-01-00000000000000000000000000000007");
        assert_eq!(read_bill(&write_bill(place)), Some(place));
        for nonsense in ["", "2026-11-01", "2026-11-01-", "2026-13-01-00000000000000000000000000000007"] {
            assert_eq!(read_bill(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_place_survives_its_address() {
        let at = "2026-11-01T08:05:09.123456Z".parse().expect("a timestamp");
        let before = Before { at, id: Uuid::from_u128(7) };
        let text = write(before);
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        assert_eq!(read(&text), Some(before));
    }

    #[rstest]
    #[case("")]
    #[case("-")]
    #[case("5f-")]
    #[case("zz-00000000000000000000000000000007")]
    #[case("7fffffffffffffff-00000000000000000000000000000007")]
    fn nonsense_is_no_place(#[case] text: &str) {
        assert_eq!(read(text), None);
    }
}
