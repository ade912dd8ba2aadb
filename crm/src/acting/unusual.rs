//! Looks at customers' files that a supervisor should hear of. R-SYS-2
//!
//! None of them is forbidden: each has an innocent reason most of the time. That somebody asks about them is what keeps the
//! others away.

use super::{Grounds, Purpose};
use crate::{Timestamp, customers::Customer, ids::StaffId, vocabulary::vocabulary};
use std::ops::Range;

vocabulary! {
    /// What is unusual about a look.
    pub enum Flag {
        /// Many customers within an hour.
        ManyCustomers,
        /// Nobody calls, and no request is named.
        NoCase,
        /// A gold or diamond customer without a request.
        HighValue,
        /// In the night.
        AtNight,
    }
}

/// A supervisor looked into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
}

/// Files of different customers within an hour, this one among them, that are still usual: one in three minutes.
pub const USUAL_PER_HOUR: i64 = 20;
/// Hours of the day at the operator in which looks are usual; the desk answers until ten in the evening.
const DAY: Range<i8> = 7..22;

/// What is unusual about a look on these grounds, as the `customers`-th file within an hour, in this hour of the day.
pub fn flags(customer: &Customer, grounds: &Grounds, customers: i64, hour: i8) -> Vec<Flag> {
    let no_case = grounds.request_number.is_none();
    let found = [
        (Flag::ManyCustomers, customers > USUAL_PER_HOUR),
        (Flag::NoCase, no_case && grounds.purpose != Purpose::CallerEnquiry),
        (Flag::HighValue, no_case && customer.is_high_value()),
        (Flag::AtNight, !DAY.contains(&hour)),
    ];
    found.into_iter().filter_map(|(flag, raised)| raised.then_some(flag)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{acting::Case, customers::Tier, samples};
    use rstest::rstest;

    #[rstest]
    #[case::usual(Tier::Silver, Purpose::CallerEnquiry, None, 20, 7, &[])]
    #[case::last_hour_of_the_day(Tier::Silver, Purpose::CallerEnquiry, None, 1, 21, &[])]
    #[case::many(Tier::Standard, Purpose::CallerEnquiry, None, 21, 12, &[Flag::ManyCustomers])]
    #[case::nobody_calls(Tier::Standard, Purpose::Billing, None, 1, 12, &[Flag::NoCase])]
    #[case::a_request_explains_it(Tier::Diamond, Purpose::Billing, Some("R7KQ2MXR4Z"), 1, 12, &[])]
    #[case::high_value(Tier::Gold, Purpose::CallerEnquiry, None, 1, 12, &[Flag::HighValue])]
    #[case::late(Tier::Standard, Purpose::CallerEnquiry, None, 1, 22, &[Flag::AtNight])]
    #[case::early(Tier::Standard, Purpose::CallerEnquiry, None, 1, 6, &[Flag::AtNight])]
    #[case::all(Tier::Gold, Purpose::FraudCheck, None, 21, 3,
        &[Flag::ManyCustomers, Flag::NoCase, Flag::HighValue, Flag::AtNight])]
    fn says_what_a_supervisor_should_hear_of(
        #[case] tier: Tier,
        #[case] purpose: Purpose,
        #[case] request: Option<&str>,
        #[case] customers: i64,
        #[case] hour: i8,
        #[case] raised: &[Flag],
    ) {
        let customer = Customer { tier, ..samples::customer() };
        let case = request.map_or(Case::None, |number| Case::Known(number.to_owned()));
        let grounds = Grounds::for_a_view(Some(purpose), case, "Caller asks about the bill").unwrap();
        assert_eq!(flags(&customer, &grounds, customers, hour), raised);
    }
}
