//! A customer for tests of rules that look at one.

use crate::{
    customers::{Customer, CustomerStatus, Msisdn, Origin, PartyKind, Tier},
    language::Language,
};
use jiff::civil::date;
use uuid::Uuid;

/// A standard customer with nothing particular.
pub(crate) fn customer() -> Customer {
    Customer {
        id: Uuid::from_u128(11).into(),
        party_id: Uuid::from_u128(12).into(),
        code: "7590-VHVEG".into(),
        name: "7590-VHVEG".into(),
        kind: PartyKind::Individual,
        senior: false,
        tier: Tier::Standard,
        blacklisted: false,
        segment: "phone+fibre/80".into(),
        language: Language::ZhCn,
        mobile: Msisdn::parse("13912345807").unwrap(),
        email: None,
        id_last_six: "28401X".into(),
        notify_by_sms: true,
        notify_by_email: false,
        marketing_consent: false,
        status: CustomerStatus::Active,
        since: date(2024, 1, 1),
        origin: Origin::Generated,
        version: 1,
    }
}
